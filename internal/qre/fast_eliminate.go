package qre

import "math"

// This file is one linearisation of the fast path: beliefs down, elimination up,
// steps down.

// linearise: see system. With a bias β the equations are x = logsoftmax(λQ + (1−t)β),
// or, rising, logsoftmax(λtQ + (1−t)β); t=1 is the game itself.
func (s *fast) linearise(x []float64, t float64, newton, tangent []float64) pass {
	s.x, s.t, s.newton, s.tangent = x, t, newton, tangent
	s.special = s.bias != nil
	out := s.walk(downUpSweep)
	s.walk(backwardSweep)
	return out
}

// distance estimates how far the last linearisation is from singular: the size
// of a fixed right side over the size of its solution, in Fisher's metric;
// negative when the solution points away from the right side.
func (s *fast) distance() float64 {
	if s.probe == nil {
		n := s.n
		s.probe, s.aside, s.answer = make([]float64, n), make([]float64, n), make([]float64, n)
		for v := range s.probe { // a fixed direction without symmetries
			s.probe[v] = math.Sin(1 + 2.399963229728653*float64(v)*float64(v+1))
		}
	}
	s.probing, s.special = true, true
	s.newton, s.tangent = s.aside, s.answer
	s.walk(upSweep)
	s.walk(backwardSweep)
	s.probing = false
	in, out, both := 0.0, 0.0, 0.0
	for i := range s.sets {
		set := &s.sets[i]
		mean := 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			mean += s.sigma[v] * s.probe[v]
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			r, d, p := s.probe[v]-mean, s.answer[v], s.sigma[v]
			in += p * r * r
			out += p * d * d
			both += p * r * d
		}
	}
	return math.Copysign(math.Sqrt(in/out), both)
}

// eliminate expresses block b's choices by its types' likelihoods and hands up
// what its types expect. Its kids have been eliminated.
func (s *fast) eliminate(at int32, t float64, sc *scratch, out *pass) {
	b := &s.blocks[at]
	sh := b.shape
	if b.two != nil {
		s.eliminatePair(b, at, t, sc, out)
		return
	}
	u, cols := sh.vars, sh.cols
	d, em := sc.d[:sh.rows*cols], sc.e[:sh.rows*u]
	am, vn := sc.a[:u*cols], sc.vn[:u*columns]
	clear(d)
	clear(em)
	clear(am)
	clear(vn)
	clear(sc.seen[:sh.watched*sh.m])
	clear(sc.done[:u*sh.m])
	if sh.couple {
		clear(sc.f[:u*u])
	}
	value, kx, q := s.value[b.row:][:sh.rows], s.k[int(b.row)*columns:][:sh.rows*columns], s.q[b.v:][:u]
	clear(value)
	clear(kx)
	clear(q)
	coupled := sh.movers > 1 // the choices here depend on each other
	pay := s.pay[b.pay:]
	for i := range sh.kids {
		kid := &sh.kids[i]
		to := s.kids[int(b.kid)+i]
		used := s.gather(b, int(kid.lo), int(kid.hi), s.blocks[to].row, s.blocks[to].rows, kid.paid, pay, sc)
		pay = pay[used:]
		if s.passUp(b, kid, to, sc) {
			coupled = true
		}
	}
	if sh.leaf < len(sh.src) {
		s.gather(b, sh.leaf, len(sh.src), -1, 0, true, pay, sc)
	}
	// A profile's share moves what its type expects, against the type's mean.
	m := sh.m
	for i := range sh.watched {
		types, w := sh.typeOf[i*m:][:m], s.weight[b.weight+i*m:][:m]
		for j := range sh.watched {
			if j == i {
				continue
			}
			col := int(sh.col[j]) - 1
			for p, o := range sh.typeOf[j*m:][:m] {
				if o > 0 {
					r := int(sh.row[i] + types[p])
					d[r*cols+col+int(o)] += sc.seen[i*m+p] - w[p]*value[r]
				}
			}
		}
	}
	if u > 0 {
		s.respond(b, at, t, coupled, sc, out)
	}
	// hand up
	if sh.rows == 0 {
		return
	}
	gain, ux := s.gain[b.gain:][:u*cols], s.u[int(b.v)*columns:][:u*columns]
	moves := s.flat[at]&flatGain == 0
	for r := range sh.rows {
		er := em[r*u:][:u]
		row := d[r*cols:][:cols]
		k := kx[r*columns:][:columns]
		for v, ev := range er {
			if ev == 0 {
				continue
			}
			uv := ux[v*columns:][:columns]
			k[0] += ev * uv[0]
			k[1] += ev * uv[1]
			if moves {
				for c, l := range gain[v*cols:][:cols] {
					row[c] += ev * l
				}
			}
		}
	}
	copy(s.matrix[b.matrix:][:len(d)], d)
	s.flat[at] |= flatMatrix
	for _, v := range d {
		if v != 0 {
			s.flat[at] &^= flatMatrix
			break
		}
	}
}

// gather adds what edges lo to hi of block b contribute to its equations; they
// lead to leaves (first < 0) or to a kid whose rows begin at first. It returns
// how much of pay it used.
func (s *fast) gather(b *fastBlock, lo, hi int, first int32, rows int, paid bool, pay []float64, sc *scratch) int {
	sh := b.shape
	ns, m, movers, u := len(sh.types), sh.m, sh.movers, sh.vars
	value, q := s.value[b.row:], s.q[b.v:][:u]
	sigma := s.sigma[b.v:][:u]
	weight := s.weight[b.weight:][:ns*m]
	kern := s.kern[b.edge:]
	em, fm, seen, done := sc.e, sc.f, sc.seen, sc.done
	clear(sc.share[:rows])
	clear(sc.lead[:rows])
	used := 0
	for e := lo; e < hi; e++ {
		p := int(sh.src[e])
		choice := sh.choice[e*movers:][:movers]
		pi := kern[e]
		for _, v := range choice {
			pi *= sigma[v]
		}
		crow := sh.crow[e*ns:][:ns]
		var add []float64
		if paid {
			add = pay[used:][:ns]
			used += ns
		}
		for i := range sh.watched {
			y := 0.0
			if first >= 0 {
				y = s.value[first+crow[i]]
			}
			if paid {
				y += add[i]
			}
			a := weight[i*m+p] * pi
			if first >= 0 {
				sc.share[crow[i]] += a
			}
			av := a * y
			r := int(sh.row[i] + sh.typeOf[i*m+p])
			value[r] += av
			for _, v := range choice {
				em[r*u+int(v)] += av
			}
			seen[i*m+p] += av
		}
		for k := range movers {
			i := int(sh.moverSee[k])
			y := 0.0
			if first >= 0 {
				y = s.value[first+crow[i]]
			}
			if paid {
				y += add[i]
			}
			a := weight[i*m+p] * kern[e]
			for h, v := range choice {
				if h != k {
					a *= sigma[v]
				}
			}
			if first >= 0 {
				sc.lead[crow[i]] += a
			}
			av := a * y
			v := int(choice[k])
			q[v] += av
			for h, o := range choice {
				if h != k {
					fm[v*u+int(o)] += av
				}
			}
			done[v*m+p] += av
		}
	}
	return used
}

// passUp adds how a kid's types respond. It reports whether the choices at b
// come to depend on one another through it.
func (s *fast) passUp(b *fastBlock, kid *shapeKid, to int32, sc *scratch) bool {
	sh, c := b.shape, &s.blocks[to]
	u, cols := sh.vars, sh.cols
	kx := s.k[int(b.row)*columns:]
	steep := s.flat[to]&flatMatrix == 0 && kid.cols > 0
	n := int(kid.cols)
	coupled := false
	for i, r := range kid.row {
		ck := s.k[int(c.row+r)*columns:][:columns]
		matrix := s.matrix[c.matrix+int(r)*n:][:n]
		if up := int(kid.up[i]); up >= 0 {
			a := sc.share[r]
			k := kx[up*columns:][:columns]
			k[0] += a * ck[0]
			k[1] += a * ck[1]
			if steep && a != 0 {
				kid.scatter(a, matrix, sc.d[up*cols:], sc.e[up*u:])
			}
		}
		if v := int(kid.upBy[i]); v >= 0 {
			a := sc.lead[r]
			k := sc.vn[v*columns:][:columns]
			k[0] += a * ck[0]
			k[1] += a * ck[1]
			if steep && a != 0 {
				kid.scatter(a, matrix, sc.a[v*cols:], sc.f[v*u:])
				coupled = true
			}
		}
	}
	return coupled
}

// scatter adds a times a row of the kid's matrix to a row by the block's own
// columns and one by its unknowns.
func (kid *shapeKid) scatter(a float64, matrix, byCol, byVar []float64) {
	for j, d := range matrix {
		d *= a
		if c := kid.plusCol[j]; c >= 0 {
			byCol[c] += d
		}
		if c := kid.minusCol[j]; c >= 0 {
			byCol[c] -= d
		}
		if v := kid.plusVar[j]; v >= 0 {
			byVar[v] += d
		}
		if v := kid.minusVar[j]; v >= 0 {
			byVar[v] -= d
		}
	}
}

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
	free, ref := sc.free[:0], sc.ref[:len(sh.sets)]
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
				free = append(free, int32(v))
			}
		}
	}
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

// backward walks down with the likelihoods' changes and writes the columns of dx.
func (s *fast) backward(lo, hi int32, newton, tangent []float64) {
	for at := lo; at < hi; at++ {
		b := &s.blocks[at]
		up := &s.blocks[max(b.parent, 0)]
		if b.two != nil && b.parent >= 0 && up.two != nil {
			s.backwardPair(b, up, newton, tangent)
			continue
		}
		sh := b.shape
		cols, first := sh.cols, int(b.v)
		f := s.f[b.f*columns:][:cols*columns]
		if cols > 0 && b.parent >= 0 {
			kid := &up.kids[b.slot]
			uf := s.f[up.f*columns:]
			for j := range cols {
				n, t := 0.0, 0.0
				if c := int(kid.plusCol[j]); c >= 0 {
					n += uf[c*columns]
					t += uf[c*columns+1]
				}
				if c := int(kid.minusCol[j]); c >= 0 {
					n -= uf[c*columns]
					t -= uf[c*columns+1]
				}
				if v := int(kid.plusVar[j]); v >= 0 {
					n += newton[int(up.v)+v]
					t += tangent[int(up.v)+v]
				}
				if v := int(kid.minusVar[j]); v >= 0 {
					n -= newton[int(up.v)+v]
					t -= tangent[int(up.v)+v]
				}
				f[j*columns], f[j*columns+1] = n, t
			}
		}
		gain, ux := s.gain[b.gain:][:sh.vars*cols], s.u[first*columns:][:sh.vars*columns]
		moves := s.flat[at]&flatGain == 0
		for v := range sh.vars {
			n, t := ux[v*columns], ux[v*columns+1]
			if moves {
				for c, l := range gain[v*cols:][:cols] {
					n += l * f[c*columns]
					t += l * f[c*columns+1]
				}
			}
			newton[first+v], tangent[first+v] = n, t
		}
	}
}
