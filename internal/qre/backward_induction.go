package qre

import "math"

// This file is logit backward induction: from the last choices up everybody
// replies to the replies of those who choose later, at given beliefs. Where
// there is nothing to believe, that is the equilibrium.

// perfectInformation says whether nothing is hidden anywhere and nobody moves at
// once. Then what an act promises depends on later acts alone, the logit
// equilibrium is the only one at every precision, and one walk from the last
// choices up finds it.
func (s *fast) perfectInformation() bool {
	for _, sh := range s.shapes {
		if sh.m > 1 || len(sh.sets) > 1 {
			return false
		}
	}
	return true
}

// backwardInduction solves a game of perfect information at the precision asked
// for, or, in pursuit of the limit, at the first power of four times it at which
// the regret is small enough.
func (s *fast) backwardInduction(opt Options) ([]float64, Solution, error) {
	x, y := make([]float64, s.n), make([]float64, s.n)
	s.start(x)
	s.induct(x, 1, y)
	sol := Solution{Branch: Principal, Passes: 1, Retraced: true}
	t := 1.0
	if opt.Limit {
		scale := 1.0 // t at which precisions count
		for i := range s.sets {
			if most := s.lambda[i] * s.span[s.sets[i].Actor]; most > 0 {
				scale = math.Max(scale, 1/most)
			}
		}
		for ; !(s.regret(y) <= opt.Regret) && t < farthest*scale; sol.Passes++ {
			t *= 4
			s.induct(x, t, y)
		}
	}
	copy(x, y)
	sol.Precision, sol.Residual = t*opt.Precision, s.induct(x, t, y)
	switch {
	case !(sol.Residual <= math.MaxFloat64):
		return x, sol, stopped(0, sol.Precision, "what acts promise is not a number (is a payoff not finite?)")
	case opt.Limit:
		sol.Regret = s.regret(x)
		if sol.Limit = sol.Regret <= math.Max(opt.Regret, opt.allowed); !sol.Limit {
			return x, sol, stopped(sol.Precision, math.Inf(1), "the regret did not become small")
		}
	case !opt.Bare:
		sol.Regret = s.regret(x)
	}
	return x, sol, nil
}

// induct writes the logit replies to beliefs that follow from x and to the
// replies of those who choose later. It makes x normalised and returns the
// largest difference.
func (s *fast) induct(x []float64, t float64, out []float64) float64 {
	s.x, s.t, s.special = x, t, false
	s.forward(0, int32(len(s.blocks)), s.work[0])
	worst := 0.0
	for at := int32(len(s.blocks)) - 1; at >= 0; at-- {
		s.inductBlock(&s.blocks[at], t, out, s.work[0])
	}
	for v, l := range out {
		worst = larger(worst, math.Abs(l-x[v]))
	}
	return worst
}

// inductBlock replies at block b and hands up what its types expect.
func (s *fast) inductBlock(b *fastBlock, t float64, out []float64, sc *scratch) {
	sh := b.shape
	q, sigma, to := s.q[b.v:][:sh.vars], s.sigma[b.v:][:sh.vars], out[b.v:][:sh.vars]
	clear(q)
	s.eachEdge(b, func(e int, y []float64) {
		p := int(sh.src[e])
		choice := sh.choice[e*sh.movers:][:sh.movers]
		for k, v := range choice {
			i := int(sh.moverSee[k])
			a := s.weight[b.weight+i*sh.m+p] * s.kern[int(b.edge)+e]
			for h, o := range choice {
				if h != k {
					a *= sigma[o]
				}
			}
			q[v] += a * y[i]
		}
	}, sc)
	for i := range sh.sets {
		set := &sh.sets[i]
		l := s.lambda[int(b.set)+i] * t
		y := to[set.lo : set.lo+set.n]
		// The best payoff is taken off first: λQ may be so large that the
		// probabilities would not sum to 1 afterwards.
		best := math.Inf(-1)
		for _, u := range q[set.lo : set.lo+set.n] {
			best = math.Max(best, u)
		}
		for k := range y {
			y[k] = l * (q[int(set.lo)+k] - best)
		}
		normaliseLog(y)
		for k, v := range y {
			sigma[int(set.lo)+k] = math.Exp(v)
		}
	}
	value := s.value[b.row:][:sh.rows]
	clear(value)
	s.eachEdge(b, func(e int, y []float64) {
		p := int(sh.src[e])
		pi := s.kern[int(b.edge)+e]
		for _, v := range sh.choice[e*sh.movers:][:sh.movers] {
			pi *= sigma[v]
		}
		for i := range sh.watched {
			value[sh.row[i]+sh.typeOf[i*sh.m+p]] += s.weight[b.weight+i*sh.m+p] * pi * y[i]
		}
	}, sc)
}

// eachEdge calls do for every edge of b with what every see gets there.
func (s *fast) eachEdge(b *fastBlock, do func(e int, y []float64), sc *scratch) {
	sh := b.shape
	ns := len(sh.types)
	y := sc.mass[:ns]
	pay, used := s.pay[b.pay:], 0
	add := func(e int) {
		if b.two != nil && b.two.kid == nil { // in the kernel's order
			k := 2 * int(b.two.order[e])
			y[b.two.mover] += pay[k]
			y[1-b.two.mover] += pay[k+1]
			return
		}
		for i, u := range pay[used:][:ns] {
			y[i] += u
		}
		used += ns
	}
	for k := range sh.kids {
		kid := &sh.kids[k]
		first := s.blocks[s.kids[int(b.kid)+k]].row
		for e := int(kid.lo); e < int(kid.hi); e++ {
			for i, r := range sh.crow[e*ns:][:ns] {
				y[i] = s.value[first+r]
			}
			if kid.paid {
				add(e)
			}
			do(e, y)
		}
	}
	for e := sh.leaf; e < len(sh.src); e++ {
		clear(y)
		add(e)
		do(e, y)
	}
}
