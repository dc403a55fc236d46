package leverage

import (
	"math"
)

// This file solves zero-sum games of one simultaneous choice: matrix games, by
// linear programming.

// matrixGame finds optimal mixed choices of the zero-sum game in which the row
// player gets a[i][j] and the column player pays it: p for the rows and q for the
// columns, each summing to 1. a has at least one row and one column, all of one
// length and finite.
//
// The method is von Neumann's theorem as a linear programme (Dantzig 1951): with
// all entries made positive, maximise Σy subject to A·y ≤ 1, y ≥ 0; then q is y
// over its sum, and p the dual solution over the same sum. The simplex method
// starts from y = 0 and follows Bland's rule, which cannot go round in circles.
// How good the result is follows from p and q alone; see guarantee.
func matrixGame(a [][]float64) (p, q []float64) {
	m, n := len(a), len(a[0])
	p, q = make([]float64, m), make([]float64, n)
	if i, j, ok := saddle(a); ok {
		p[i], q[j] = 1, 1
		return p, q
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for i := range a {
		for _, v := range a[i] {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	// The tableau: a row for every constraint, then the objective; columns for y,
	// for the slacks, and the right side.
	width := n + m + 1
	t := make([][]float64, m+1)
	basis := make([]int, m)
	for i := range t {
		t[i] = make([]float64, width)
		if i == m {
			for j := range n {
				t[i][j] = -1
			}
			continue
		}
		for j := range n {
			t[i][j] = 1 + (a[i][j]-lo)/(hi-lo)
		}
		t[i][n+i], t[i][width-1] = 1, 1
		basis[i] = n + i
	}
	for {
		enter := -1
		for j := 0; j < width-1 && enter < 0; j++ {
			if t[m][j] < -1e-11 {
				enter = j
			}
		}
		if enter < 0 {
			break
		}
		leave := -1
		for i := range m {
			if t[i][enter] <= 1e-11 {
				continue
			}
			if leave < 0 {
				leave = i
				continue
			}
			r, best := t[i][width-1]/t[i][enter], t[leave][width-1]/t[leave][enter]
			if r < best-1e-14 || r <= best+1e-14 && basis[i] < basis[leave] {
				leave = i
			}
		}
		if leave < 0 {
			break // cannot be: all entries are positive, so Σy is bounded
		}
		pivot(t, leave, enter)
		basis[leave] = enter
	}
	for i, j := range basis {
		if j < n {
			q[j] = t[i][width-1]
		}
	}
	for i := range m {
		p[i] = t[m][n+i]
	}
	normalise(p)
	normalise(q)
	return p, q
}

// saddle finds a place at which neither player gains by another pure choice.
func saddle(a [][]float64) (row, col int, ok bool) {
	best, worst := math.Inf(-1), math.Inf(1)
	for i := range a {
		low := math.Inf(1)
		for _, v := range a[i] {
			low = math.Min(low, v)
		}
		if low > best {
			best, row = low, i
		}
	}
	for j := range a[0] {
		high := math.Inf(-1)
		for i := range a {
			high = math.Max(high, a[i][j])
		}
		if high < worst {
			worst, col = high, j
		}
	}
	return row, col, best >= worst
}

func pivot(t [][]float64, row, col int) {
	f := 1 / t[row][col]
	for j := range t[row] {
		t[row][j] *= f
	}
	for i := range t {
		if i == row || t[i][col] == 0 {
			continue
		}
		f := t[i][col]
		for j := range t[i] {
			t[i][j] -= f * t[row][j]
		}
		t[i][col] = 0
	}
}

func normalise(p []float64) {
	sum := 0.0
	for i := range p {
		p[i] = math.Max(p[i], 0)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// guarantee is what the row player gets at least by p where the entries are at
// least low, and at most against q where they are at most high.
func guarantee(low, high [][]float64, p, q []float64) (least, most float64) {
	least, most = math.Inf(1), math.Inf(-1)
	for j := range q {
		sum := 0.0
		for i := range p {
			sum += p[i] * low[i][j]
		}
		least = math.Min(least, sum)
	}
	for i := range p {
		sum := 0.0
		for j := range q {
			sum += q[j] * high[i][j]
		}
		most = math.Max(most, sum)
	}
	return least, most
}
