// Small dense LU factorisation with partial pivoting, in place, for the local
// matrices of public states.

package qre

import "math"

// luFactor factors the n×n row-major matrix a in place, rows permuted as pivot
// records, and returns the sign of the determinant: 0 when a pivot is below
// smallPivot times the largest entry that its row had, or not a number. Pivots
// are chosen relative to that entry, because rows differ in scale as widely as
// precisions do. scale is scratch, at least n long.
func luFactor(a []float64, pivot []int32, scale []float64, n int) int {
	sign := 1
	for r := 0; r < n; r++ {
		most := 0.0
		for _, v := range a[r*n : r*n+n] {
			most = math.Max(most, math.Abs(v))
		}
		scale[r] = most
	}
	for c := 0; c < n; c++ {
		p, best := c, -1.0
		for r := c; r < n; r++ {
			if v := math.Abs(a[r*n+c]) / scale[r]; v > best {
				p, best = r, v
			}
		}
		pivot[c] = int32(p)
		if p != c {
			x, y := a[c*n:c*n+n], a[p*n:p*n+n]
			for i := range x {
				x[i], y[i] = y[i], x[i]
			}
			scale[c], scale[p] = scale[p], scale[c]
			sign = -sign
		}
		d := a[c*n+c]
		if d < 0 {
			sign = -sign
		}
		if !(best > smallPivot) {
			sign = 0
			if d == 0 {
				// Go on with a tiny pivot: refinement and the residual check
				// judge what comes of it. (Larger substitutes, as in static
				// pivoting, were measured to be worse: the exact cancellation
				// further up is lost.)
				d = math.Max(scale[c], 1) * machineEpsilon
				a[c*n+c] = d
			}
		}
		top := a[c*n+c+1 : c*n+n]
		for r := c + 1; r < n; r++ {
			f := a[r*n+c] / d
			a[r*n+c] = f
			if f != 0 {
				row := a[r*n+c+1 : r*n+n]
				for i, v := range top {
					row[i] -= f * v
				}
			}
		}
	}
	return sign
}

// luSolve solves in place for one right side, whose entries stand stride apart.
func luSolve(a []float64, pivot []int32, n int, b []float64, stride int) {
	for c := 0; c < n; c++ {
		if p := int(pivot[c]); p != c {
			b[c*stride], b[p*stride] = b[p*stride], b[c*stride]
		}
		// Rows of L are stored permuted along with later exchanges, so each
		// exchange must be applied before any elimination.
	}
	for r := 1; r < n; r++ {
		d := b[r*stride]
		for c, f := range a[r*n : r*n+r] {
			d -= f * b[c*stride]
		}
		b[r*stride] = d
	}
	for r := n - 1; r >= 0; r-- {
		d := b[r*stride]
		row := a[r*n : r*n+n]
		for c := r + 1; c < n; c++ {
			d -= row[c] * b[c*stride]
		}
		b[r*stride] = d / row[r]
	}
}
