package qre

import "math"

// This file solves a public state's own equations on the fast path: its choices
// in terms of the likelihoods of those who chose before, and of the right sides.

// respond solves block b's own equations for dx in terms of the types'
// likelihoods and of the right sides.
func (s *fast) respond(b *fastBlock, at int32, t float64, coupled bool, sc *scratch, out *pass) {
	sh := b.shape
	m, u, cols, first := sh.m, sh.vars, sh.cols, int(b.v)
	q, sigma, x := s.q[first:][:u], s.sigma[first:][:u], s.x[first:][:u]
	ux := s.u[first*columns:][:u*columns]
	gain := s.gain[b.gain:][:u*cols]
	am, vn := sc.a, sc.vn
	for i := range sh.sets {
		set := &sh.sets[i]
		see, lo, hi := int(set.see), int(set.lo), int(set.lo+set.n)
		types, w := sh.typeOf[see*m:][:m], s.weight[b.weight+see*m:][:m]
		for j := range sh.watched {
			if j == see {
				continue
			}
			col := int(sh.col[j]) - 1
			for p, o := range sh.typeOf[j*m:][:m] {
				if o > 0 && types[p] == set.typ {
					for v := lo; v < hi; v++ {
						am[v*cols+col+int(o)] += sc.done[v*m+p] - w[p]*q[v]
					}
				}
			}
		}
		l := s.lambda[int(b.set)+i]
		lt := s.rightSides(first, lo, hi, l, t, q, sigma, x, vn, ux, out)
		if coupled {
			sc.lt[i] = lt
		} else {
			centre(am, gain, sigma, lo, hi, cols, lt)
		}
	}
	if coupled {
		sh.solve(sc, sigma, gain, ux, out)
	}
	s.flat[at] |= flatGain
	for _, v := range gain {
		if v != 0 {
			s.flat[at] &^= flatGain
			break
		}
	}
}

// leans is the right side of unknown v's equation with the bias, and its derivative
// by t. ly is λ times what its payoff exceeds the mean by.
func (s *fast) leans(v int, ly, t float64) (g, path float64) {
	if s.rising {
		return t*ly + (1-t)*s.bias[v], ly - s.bias[v]
	}
	return ly + (1-t)*s.bias[v], -s.bias[v]
}

// rightSides writes the constant parts of an information set's equations,
// Newton's and the path's, centred by the strategies as they are, so that to
// first order these stay normalised. It returns λ at t.
func (s *fast) rightSides(first, lo, hi int, l, t float64, q, sigma, x, vn, ux []float64, out *pass) float64 {
	lt := l * t
	qMean := 0.0
	for v := lo; v < hi; v++ {
		qMean += sigma[v] * q[v]
	}
	var k, r [columns]float64 // means of vn and of the right sides
	for v := lo; v < hi; v++ {
		y := q[v] - qMean
		g, path := lt*y-x[v], l*y
		if s.bias != nil {
			g, path = s.leans(first+v, l*y, t)
			g -= x[v]
		}
		if s.probing {
			path = s.probe[first+v]
		}
		ux[v*columns], ux[v*columns+1] = g, path
		r[0] += sigma[v] * g
		r[1] += sigma[v] * path
		k[0] += sigma[v] * vn[v*columns]
		k[1] += sigma[v] * vn[v*columns+1]
	}
	if s.bias != nil && !s.rising {
		lt = l
	}
	damped := 1.0
	if s.damped != 0 {
		damped = s.damped
		lt *= damped
	}
	for v := lo; v < hi; v++ {
		d := ux[v*columns] - r[0]
		if a := math.Abs(d); a > out.residual || a != a { // NaN stays
			out.residual = a
		}
		d *= damped
		ux[v*columns] = d + lt*(vn[v*columns]-k[0])
		ux[v*columns+1] += lt*(vn[v*columns+1]-k[1]) - r[1]
	}
	if s.given != nil {
		mean := 0.0
		for v := lo; v < hi; v++ {
			mean += sigma[v] * s.given[first+v]
		}
		for v := lo; v < hi; v++ {
			ux[v*columns] = s.given[first+v] - mean + lt*(vn[v*columns]-k[0])
		}
	}
	return lt
}

// solve solves the block's equations where choices depend on one another. The
// unknowns are each act's change less that of its information set's likeliest
// act: in all acts' changes the equations have a solution of size 1 beside
// matrices of size λ², which rounding would drown.
func (sh *shape) solve(sc *scratch, sigma, gain, ux []float64, out *pass) {
	u, cols := sh.vars, sh.cols
	am, fm := sc.a[:u*cols], sc.f[:u*u]
	ref, free := sh.likeliest(sigma, sc)
	// Choices stay normalised: dx = y − Σσy in each information set.
	for v := range u {
		row := fm[v*u:][:u]
		for i := range sh.sets {
			set := &sh.sets[i]
			sum := 0.0
			for b := set.lo; b < set.lo+set.n; b++ {
				sum += row[b]
			}
			for b := set.lo; b < set.lo+set.n; b++ {
				row[b] -= sigma[b] * sum
			}
		}
	}
	n := len(free)
	f, ry, ru := sc.rhs[:n*n], sc.ry[:n*cols], sc.ru[:n*columns]
	at := 0
	for i := range sh.sets {
		set, r, lt := &sh.sets[i], int(ref[i]), sc.lt[i]
		top, topA := fm[r*u:][:u], am[r*cols:][:cols]
		for v := int(set.lo); v < int(set.lo+set.n); v++ {
			if v == r {
				continue
			}
			row, to := fm[v*u:][:u], f[at*n:][:n]
			for c, b := range free {
				to[c] = -lt * (row[b] - top[b])
			}
			to[at]++
			rowA, toA := am[v*cols:][:cols], ry[at*cols:][:cols]
			for c := range toA {
				toA[c] = lt * (rowA[c] - topA[c])
			}
			ru[at*columns] = ux[v*columns] - ux[r*columns]
			ru[at*columns+1] = ux[v*columns+1] - ux[r*columns+1]
			at++
		}
	}
	factorise(f, n, ry, cols, ru, out)
	at = 0
	for i := range sh.sets {
		set, r := &sh.sets[i], int(ref[i])
		sh.spread(set, r, sigma, ry[at*cols:], cols, gain)
		sh.spread(set, r, sigma, ru[at*columns:], columns, ux)
		at += int(set.n) - 1
	}
}

// likeliest is each information set's likeliest act, and all other acts in order.
func (sh *shape) likeliest(sigma []float64, sc *scratch) (ref, free []int32) {
	ref, free = sc.ref[:len(sh.sets)], sc.free[:0]
	for i := range sh.sets {
		set := &sh.sets[i]
		r := set.lo
		for v := set.lo + 1; v < set.lo+set.n; v++ {
			if sigma[v] > sigma[r] {
				r = v
			}
		}
		ref[i] = r
		for v := set.lo; v < set.lo+set.n; v++ {
			if v != r {
				free = append(free, v)
			}
		}
	}
	return ref, free
}

// spread writes the changes of an information set's acts from those relative to
// act r.
func (sh *shape) spread(set *shapeSet, r int, sigma, y []float64, width int, to []float64) {
	base := to[r*width:][:width]
	clear(base)
	k := 0
	for v := int(set.lo); v < int(set.lo+set.n); v++ {
		if v == r {
			continue
		}
		row, from := to[v*width:][:width], y[k*width:][:width]
		copy(row, from)
		for c, d := range from {
			base[c] -= sigma[v] * d
		}
		k++
	}
	for v := int(set.lo); v < int(set.lo+set.n); v++ {
		if v == r {
			continue
		}
		row := to[v*width:][:width]
		for c, d := range base {
			row[c] += d
		}
	}
}

// centre writes λt·(row − mean row under the strategies) of an information
// set's rows of a into to.
func centre(a, to, sigma []float64, lo, hi, width int, lt float64) {
	for c := range width {
		mean := 0.0
		for v := lo; v < hi; v++ {
			mean += sigma[v] * a[v*width+c]
		}
		for v := lo; v < hi; v++ {
			to[v*width+c] = lt * (a[v*width+c] - mean)
		}
	}
}

// factorise solves f·X = right for the columns of gain and of ux in place, by
// elimination with row pivoting, and takes account of the determinant.
func factorise(f []float64, u int, gain []float64, cols int, ux []float64, out *pass) {
	small := math.Inf(1)
	for k := range u {
		pivot, best := k, math.Abs(f[k*u+k])
		for r := k + 1; r < u; r++ {
			if v := math.Abs(f[r*u+k]); v > best {
				pivot, best = r, v
			}
		}
		if pivot != k {
			out.sign = -out.sign
			swapRows(f, u, k, pivot)
			swapRows(gain, cols, k, pivot)
			swapRows(ux, columns, k, pivot)
		}
		small = min(small, best)
		d := perturbed(f[k*u+k])
		if d < 0 {
			out.sign = -out.sign
		}
		f[k*u+k] = d
		inv := 1 / d
		rowK, gainK, uK := f[k*u:][:u], gain[k*cols:][:cols], ux[k*columns:][:columns]
		for r := k + 1; r < u; r++ {
			l := f[r*u+k] * inv
			if l == 0 {
				continue
			}
			rowR := f[r*u:][:u]
			for c := k + 1; c < u; c++ {
				rowR[c] -= l * rowK[c]
			}
			gainR := gain[r*cols:][:cols]
			for p, v := range gainK {
				gainR[p] -= l * v
			}
			uR := ux[r*columns:][:columns]
			uR[0] -= l * uK[0]
			uR[1] -= l * uK[1]
		}
	}
	for k := u - 1; k >= 0; k-- {
		inv := 1 / f[k*u+k]
		gainK, uK := gain[k*cols:][:cols], ux[k*columns:][:columns]
		for c := k + 1; c < u; c++ {
			l := f[k*u+c]
			if l == 0 {
				continue
			}
			for p, v := range gain[c*cols:][:cols] {
				gainK[p] -= l * v
			}
			uC := ux[c*columns:][:columns]
			uK[0] -= l * uC[0]
			uK[1] -= l * uC[1]
		}
		for p := range gainK {
			gainK[p] *= inv
		}
		uK[0] *= inv
		uK[1] *= inv
	}
	out.note(small)
}

// staticPivot is the least pivot that is divided by: half the digits.
const staticPivot = 1e-8

// perturbed moves a pivot away from zero. The equations of one public state may be
// singular, to the last bit where payoffs and precision are round numbers, although
// those of the game are regular: by moving a vanishing pivot to the square root of
// the precision of arithmetic both the change of the equations and the growth of
// rounding through it stay there (static pivoting, Li & Demmel 1998), which
// Newton's iteration mends. Where the game itself is singular the path notices by
// its distance from it, and a derivative by what its linear solve leaves.
func perturbed(d float64) float64 {
	if math.Abs(d) < staticPivot {
		return math.Copysign(staticPivot, d)
	}
	return d
}

// note takes account of the smallest pivot of a block.
func (p *pass) note(small float64) {
	if small < p.pivot {
		p.pivot = small
	}
	if small != small {
		p.sign = 0
	}
}

func swapRows(a []float64, width, i, j int) {
	ri, rj := a[i*width:][:width], a[j*width:][:width]
	for k := range ri {
		ri[k], rj[k] = rj[k], ri[k]
	}
}
