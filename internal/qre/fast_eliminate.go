package qre

import "math"

// This file is one linearisation of the fast path: beliefs down, elimination up,
// steps down.

// linearise: see system. With a bias β the precision stays where it is and t
// fades the bias out: x = logsoftmax(λQ + (1−t)β); t=1 is the game itself.
func (s *fast) linearise(x []float64, t float64, newton, tangent []float64) pass {
	s.t, s.newton, s.tangent = t, newton, tangent
	copy(s.x, x)
	s.walk(forwardSweep)
	copy(x, s.x)
	out := s.walk(upSweep)
	s.walk(backwardSweep)
	if s.probing {
		out.rcond = s.distance()
	}
	return out
}

// distance estimates how far the linearisation is from singular: the size of a
// fixed right side over the size of its solution, in Fisher's metric; negative
// when the solution points away from the right side.
func (s *fast) distance() float64 {
	in, out, both := 0.0, 0.0, 0.0
	for i := range s.sets {
		set := &s.sets[i]
		mean := 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			mean += s.sigma[v] * s.probe[v]
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			r, d, p := s.probe[v]-mean, s.third[v], s.sigma[v]
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
		s.eliminatePair(b, at, t, out)
		return
	}
	u, cols := sh.vars, sh.cols
	d, em := sc.d[:sh.rows*cols], sc.e[:sh.rows*u]
	am, vn := sc.a[:u*cols], sc.vn[:u*columns]
	clear(d)
	clear(em)
	clear(am)
	clear(vn)
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
		used := s.gather(b, int(kid.lo), int(kid.hi), s.blocks[to].row, kid.paid, pay, sc)
		pay = pay[used:]
		if s.passUp(b, kid, to, sc) {
			coupled = true
		}
	}
	if sh.leaf < len(sh.src) {
		s.gather(b, sh.leaf, len(sh.src), -1, true, pay, sc)
	}
	// The weights of a type's profiles move too, against their mean.
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
					d[r*cols+col+int(o)] -= w[p] * value[r]
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
			k[2] += ev * uv[2]
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
// lead to leaves (first < 0) or to a kid whose rows begin at first. It returns how much of pay
// it used.
func (s *fast) gather(b *fastBlock, lo, hi int, first int32, paid bool, pay []float64, sc *scratch) int {
	sh := b.shape
	ns, m, movers, u, cols := len(sh.types), sh.m, sh.movers, sh.vars, sh.cols
	value, q := s.value[b.row:], s.q[b.v:][:u]
	sigma := s.sigma[b.v:][:u]
	weight := s.weight[b.weight:][:ns*m]
	kern := s.kern[b.edge:]
	d, em, am, fm := sc.d, sc.e, sc.a, sc.f
	if first >= 0 {
		clear(sc.share)
		clear(sc.lead)
	}
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
			for j := range sh.watched {
				if o := sh.typeOf[j*m+p]; o > 0 && j != i {
					d[r*cols+int(sh.col[j]+o)-1] += av
				}
			}
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
			for j := range sh.watched {
				if o := sh.typeOf[j*m+p]; o > 0 && j != i {
					am[v*cols+int(sh.col[j]+o)-1] += av
				}
			}
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
			k[2] += a * ck[2]
			if steep && a != 0 {
				kid.scatter(a, matrix, sc.d[up*cols:], sc.e[up*u:])
			}
		}
		if v := int(kid.upBy[i]); v >= 0 {
			a := sc.lead[r]
			k := sc.vn[v*columns:][:columns]
			k[0] += a * ck[0]
			k[1] += a * ck[1]
			k[2] += a * ck[2]
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
	var fm []float64
	if coupled {
		fm = sc.f[:u*u]
	}
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
						am[v*cols+col+int(o)] -= w[p] * q[v]
					}
				}
			}
		}
		l := s.lambda[int(b.set)+i]
		lt := s.rightSides(first, lo, hi, l, t, q, sigma, x, vn, ux, out)
		centre(am, gain, sigma, lo, hi, cols, lt)
		if coupled {
			centre(fm, sc.rhs, sigma, lo, hi, u, lt)
			copy(fm[lo*u:hi*u], sc.rhs[lo*u:hi*u])
		}
	}
	if coupled {
		for v := range fm {
			fm[v] = -fm[v]
		}
		for v := range u {
			fm[v*u+v]++
		}
		factorise(fm, u, gain, cols, ux, out)
	}
	s.flat[at] |= flatGain
	for _, v := range gain {
		if v != 0 {
			s.flat[at] &^= flatGain
			break
		}
	}
}

// rightSides writes the constant parts of an information set's equations:
// Newton's, the path's and the probe's, centred by the strategies as they are,
// so that to first order these stay normalised. It returns λ at t.
func (s *fast) rightSides(first, lo, hi int, l, t float64, q, sigma, x, vn, ux []float64, out *pass) float64 {
	lt := l * t
	qMean, rMean := 0.0, 0.0
	for v := lo; v < hi; v++ {
		qMean += sigma[v] * q[v]
	}
	// residual: x − λtQ (− bias), its mean taken off; the strategies sum to one
	for v := lo; v < hi; v++ {
		g := x[v] - lt*(q[v]-qMean)
		path := l * (q[v] - qMean)
		if s.bias != nil {
			lt = l
			g = x[v] - l*(q[v]-qMean) - (1-t)*s.bias[first+v]
			path = -s.bias[first+v]
		}
		ux[v*columns], ux[v*columns+1] = g, path
		rMean += sigma[v] * g
	}
	pMean, tMean, gMean := 0.0, 0.0, 0.0
	var mean [columns]float64
	for v := lo; v < hi; v++ {
		g := ux[v*columns] - rMean
		if a := math.Abs(g); a > out.residual || a != a { // NaN stays
			out.residual = a
		}
		ux[v*columns] = -g
		if s.given != nil {
			ux[v*columns] = s.given[first+v]
			gMean += sigma[v] * s.given[first+v]
		}
		tMean += sigma[v] * ux[v*columns+1]
		if s.probing {
			ux[v*columns+2] = s.probe[first+v]
			pMean += sigma[v] * ux[v*columns+2]
		}
		for c := range columns {
			mean[c] += sigma[v] * vn[v*columns+c]
		}
	}
	for v := lo; v < hi; v++ {
		k := ux[v*columns:][:columns]
		n := vn[v*columns:][:columns]
		k[0] += lt*(n[0]-mean[0]) - gMean
		k[1] += lt*(n[1]-mean[1]) - tMean
		if s.probing {
			k[2] += lt*(n[2]-mean[2]) - pMean
		}
	}
	return lt
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
		d := f[k*u+k]
		small = min(small, best)
		if d < 0 {
			out.sign = -out.sign
		}
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
			uR[2] -= l * uK[2]
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
			uK[2] -= l * uC[2]
		}
		for p := range gainK {
			gainK[p] *= inv
		}
		uK[0] *= inv
		uK[1] *= inv
		uK[2] *= inv
	}
	if small < out.pivot {
		out.pivot = small
	}
	if !(small > smallPivot) {
		out.sign = 0
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
		sh := b.shape
		cols, first := sh.cols, int(b.v)
		f := s.f[b.f*columns:][:cols*columns]
		switch up := &s.blocks[max(b.parent, 0)]; {
		case cols == 0 || b.parent < 0:
		case up.two != nil:
			s.backwardPair(b, up, f, newton, tangent)
		default:
			kid := &up.kids[b.slot]
			uf := s.f[up.f*columns:]
			for j := range cols {
				var a [columns]float64
				if c := int(kid.plusCol[j]); c >= 0 {
					for i := range a {
						a[i] += uf[c*columns+i]
					}
				}
				if c := int(kid.minusCol[j]); c >= 0 {
					for i := range a {
						a[i] -= uf[c*columns+i]
					}
				}
				if v := int(kid.plusVar[j]); v >= 0 {
					v += int(up.v)
					a[0] += newton[v]
					a[1] += tangent[v]
					if s.probing {
						a[2] += s.third[v]
					}
				}
				if v := int(kid.minusVar[j]); v >= 0 {
					v += int(up.v)
					a[0] -= newton[v]
					a[1] -= tangent[v]
					if s.probing {
						a[2] -= s.third[v]
					}
				}
				copy(f[j*columns:], a[:])
			}
		}
		gain, ux := s.gain[b.gain:][:sh.vars*cols], s.u[first*columns:][:sh.vars*columns]
		moves := s.flat[at]&flatGain == 0
		for v := range sh.vars {
			n, t, p := ux[v*columns], ux[v*columns+1], ux[v*columns+2]
			if moves {
				for c, l := range gain[v*cols:][:cols] {
					n += l * f[c*columns]
					t += l * f[c*columns+1]
					p += l * f[c*columns+2]
				}
			}
			newton[first+v], tangent[first+v] = n, t
			if s.probing {
				s.third[first+v] = p
			}
		}
	}
}
