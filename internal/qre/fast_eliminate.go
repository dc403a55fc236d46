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
	if movers == 1 && paid == (first < 0) {
		if first < 0 {
			return s.gatherEnds(b, lo, hi, pay, sc)
		}
		s.gatherKid(b, lo, hi, first, sc)
		return 0
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

// gatherEnds is gather for the acts of one mover that end the game. Every sum is
// taken in the order in which gather takes it, edge by edge.
func (s *fast) gatherEnds(b *fastBlock, lo, hi int, pay []float64, sc *scratch) int {
	sh := b.shape
	ns, m, u, n := len(sh.types), sh.m, sh.vars, hi-lo
	src, choice := sh.src[lo:hi], sh.choice[lo:hi]
	kern, way := s.kern[int(b.edge)+lo:][:n], sc.way[:n]
	pay = pay[:n*ns]
	sigma, q := s.sigma[b.v:][:u], s.q[b.v:][:u]
	for e, v := range choice {
		way[e] = kern[e] * sigma[v]
	}
	for i := range sh.watched {
		w, types, seen := s.weight[b.weight+i*m:][:m], sh.typeOf[i*m:][:m], sc.seen[i*m:][:m]
		value, em := s.value[int(b.row+sh.row[i]):][:sh.types[i]], sc.e[int(sh.row[i])*u:][:int(sh.types[i])*u]
		at := i
		for e, a := range way {
			p := src[e]
			av := w[p] * a * pay[at]
			at += ns
			t := types[p]
			value[t] += av
			em[int(t)*u+int(choice[e])] += av
			seen[p] += av
		}
	}
	i := int(sh.moverSee[0])
	w := s.weight[b.weight+i*m:][:m]
	at := i
	for e, k := range kern {
		p, v := src[e], choice[e]
		av := w[p] * k * pay[at]
		at += ns
		q[v] += av
		sc.done[int(v)*m+int(p)] += av
	}
	return n * ns
}

// gatherKid is gather for the acts of one mover that lead to a kid whose rows
// begin at first, in the same order.
func (s *fast) gatherKid(b *fastBlock, lo, hi int, first int32, sc *scratch) {
	sh := b.shape
	ns, m, u, n := len(sh.types), sh.m, sh.vars, hi-lo
	src, choice, crow := sh.src[lo:hi], sh.choice[lo:hi], sh.crow[lo*ns:hi*ns]
	kern, way := s.kern[int(b.edge)+lo:][:n], sc.way[:n]
	sigma, q := s.sigma[b.v:][:u], s.q[b.v:][:u]
	below := s.value[first:]
	for e, v := range choice {
		way[e] = kern[e] * sigma[v]
	}
	for i := range sh.watched {
		w, types, seen := s.weight[b.weight+i*m:][:m], sh.typeOf[i*m:][:m], sc.seen[i*m:][:m]
		value, em := s.value[int(b.row+sh.row[i]):][:sh.types[i]], sc.e[int(sh.row[i])*u:][:int(sh.types[i])*u]
		at := i
		for e, a := range way {
			p, r := src[e], crow[at]
			at += ns
			a *= w[p]
			sc.share[r] += a
			av := a * below[r]
			t := types[p]
			value[t] += av
			em[int(t)*u+int(choice[e])] += av
			seen[p] += av
		}
	}
	i := int(sh.moverSee[0])
	w := s.weight[b.weight+i*m:][:m]
	at := i
	for e, k := range kern {
		p, v, r := src[e], choice[e], crow[at]
		at += ns
		a := w[p] * k
		sc.lead[r] += a
		av := a * below[r]
		q[v] += av
		sc.done[int(v)*m+int(p)] += av
	}
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
