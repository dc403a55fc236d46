package qre

// This file evaluates the equations of the fast path without their derivatives:
// where the last Newton step was tiny, the point is likely to be good enough, and
// nothing but its residual is asked for.

// evaluate is linearise without the columns, for which complete may be called
// next. The residual is the same to the last bit.
func (s *fast) evaluate(x []float64, t float64) pass {
	s.x, s.t = x, t
	s.special = s.bias != nil
	return s.walk(downValueSweep)
}

// complete does what evaluate left out of linearise.
func (s *fast) complete(newton, tangent []float64) pass {
	s.newton, s.tangent = newton, tangent
	out := s.walk(upSweep)
	s.walk(backwardSweep)
	return out
}

// expect fills what block b's types and acts expect, and notes the residual of
// its equations.
func (s *fast) expect(at int32, t float64, sc *scratch, out *pass) {
	b := &s.blocks[at]
	sh := b.shape
	if b.two != nil {
		s.eliminatePair(b, at, t, sc, out)
		return
	}
	value, q := s.value[b.row:][:sh.rows], s.q[b.v:][:sh.vars]
	clear(value)
	clear(q)
	pay := s.pay[b.pay:]
	for i := range sh.kids {
		kid := &sh.kids[i]
		used := s.add(b, int(kid.lo), int(kid.hi), s.blocks[s.kids[int(b.kid)+i]].row, kid.paid, pay, sc)
		pay = pay[used:]
	}
	if sh.leaf < len(sh.src) {
		s.add(b, sh.leaf, len(sh.src), -1, true, pay, sc)
	}
	first := int(b.v)
	sigma, x, ux := s.sigma[first:][:sh.vars], s.x[first:][:sh.vars], s.u[first*columns:][:sh.vars*columns]
	for i := range sh.sets {
		set := &sh.sets[i]
		s.rightSides(first, int(set.lo), int(set.lo+set.n), s.lambda[int(b.set)+i], t, q, sigma, x, sc.vn, ux, out)
	}
}

// add is gather for the values alone: the same sums in the same order.
func (s *fast) add(b *fastBlock, lo, hi int, first int32, paid bool, pay []float64, sc *scratch) int {
	sh := b.shape
	ns, m, movers, n := len(sh.types), sh.m, sh.movers, hi-lo
	src, choice := sh.src[lo:hi], sh.choice[lo*movers:hi*movers]
	kern, way := s.kern[int(b.edge)+lo:][:n], sc.way[:n]
	sigma, q := s.sigma[b.v:], s.q[b.v:]
	used := 0
	if paid {
		used = n * ns
		pay = pay[:used]
	}
	for e := range way {
		way[e] = kern[e]
		for _, v := range choice[e*movers:][:movers] {
			way[e] *= sigma[v]
		}
	}
	var below []float64
	var crow []int32
	if first >= 0 {
		below, crow = s.value[first:], sh.crow[lo*ns:hi*ns]
	}
	for i := range sh.watched {
		w, types := s.weight[b.weight+i*m:][:m], sh.typeOf[i*m:][:m]
		value := s.value[int(b.row+sh.row[i]):][:sh.types[i]]
		at := i
		for e, a := range way {
			y := 0.0
			if below != nil {
				y = below[crow[at]]
			}
			if paid {
				y += pay[at]
			}
			at += ns
			p := src[e]
			value[types[p]] += w[p] * a * y
		}
	}
	for k := range movers {
		i := int(sh.moverSee[k])
		w := s.weight[b.weight+i*m:][:m]
		at := i
		for e, c := range kern {
			y := 0.0
			if below != nil {
				y = below[crow[at]]
			}
			if paid {
				y += pay[at]
			}
			at += ns
			a := w[src[e]] * c
			for h, v := range choice[e*movers:][:movers] {
				if h != k {
					a *= sigma[v]
				}
			}
			q[choice[e*movers+k]] += a * y
		}
	}
	return used
}
