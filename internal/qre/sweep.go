// Linear solves with the factors of a linearisation: sweeps up and down the
// public tree, checked against the equations themselves and refined.

package qre

import "math"

// solve solves J·out = rhs with the factors of the latest linearisation.
func (s *general) solve(rhs []float64, t float64, out []float64) {
	for b := len(s.blocks) - 1; b >= 0; b-- {
		k := &s.blocks[b]
		// What the children add with the block's own unknowns still.
		s.blockValues(b, nil)
		for _, i := range k.sets {
			set := &s.g.Sets[i]
			l := s.lambda[i] * t
			mean := 0.0
			for a := range set.Actions {
				d := 0.0
				for _, h := range set.Nodes {
					d += s.weight[h] * s.dvalue[int(s.kids(h)[a])*s.players+set.Player]
				}
				s.work[set.First+a] = d
				mean += s.prob[set.First+a] * d
			}
			for a := set.First; a < set.First+len(set.Actions); a++ {
				out[a] = rhs[a] + l*(s.work[a]-mean)
			}
		}
		if len(k.vars) > 0 {
			s.gather(k, out)
			luSolve(k.lu, k.pivot, len(k.vars), s.work, 1)
			for j, a := range k.vars {
				out[a] = s.work[j]
			}
		}
		if len(k.live) > 0 {
			s.blockValues(b, out)
			for e, h := range k.entries {
				for i, player := range k.live {
					k.affine[e*len(k.live)+i] = s.dvalue[int(h)*s.players+int(player)]
				}
			}
		}
	}
	for b := range s.blocks {
		k := &s.blocks[b]
		if k.m > 0 {
			for e, h := range k.entries {
				d := s.dreach[h]
				for j, a := range k.vars {
					out[a] += k.l[j*k.m+e] * d
				}
			}
		}
		for _, h := range k.nodes {
			if s.g.Parent[h] < 0 {
				s.dreach[h] = 0
			}
			s.spread(h, out)
		}
	}
}

func (s *general) gather(k *block, x []float64) {
	for j, a := range k.vars {
		s.work[j] = x[a]
	}
}

// spread hands d ln reach from h to its children.
func (s *general) spread(h int32, dx []float64) {
	d := s.dreach[h]
	for _, c := range s.kids(h) {
		s.dreach[c] = d
		if a := s.edge[c]; a >= 0 {
			s.dreach[c] += dx[a]
		}
	}
}

// blockValues computes the change of values inside block b, its entries' reach
// held, when its unknowns change by dx (nil: not at all). The children answer
// with what they were left with (affine) and how they respond to reach (mat).
// It leaves the change of every child of the block's nodes in dvalue too.
func (s *general) blockValues(b int, dx []float64) {
	k, np := &s.blocks[b], s.players
	if dx != nil {
		for _, h := range k.entries {
			s.dreach[h] = 0
		}
		for _, h := range k.nodes { // parents stand before children
			s.spread(h, dx)
		}
	}
	for _, c := range k.children {
		kid := &s.blocks[c]
		nl := len(kid.live)
		for e, h := range kid.entries {
			for i, player := range kid.live {
				d := kid.affine[e*nl+i]
				if dx != nil && kid.m > 0 {
					from := kid.mat[(e*nl+i)*kid.m:][:kid.m]
					for o, f := range from {
						d += f * s.dreach[kid.entries[o]]
					}
				}
				s.dvalue[int(h)*np+int(player)] = d
			}
		}
	}
	for j := len(k.nodes) - 1; j >= 0; j-- {
		h := k.nodes[j]
		to := s.dvalue[int(h)*np : int(h)*np+np]
		clear(to)
		for _, c := range s.kids(h) {
			p, e := s.chance[c], s.edge[c]
			if e >= 0 {
				p = s.prob[e]
			}
			from := s.dvalue[int(c)*np : int(c)*np+np]
			for _, i := range k.work {
				to[i] += p * from[i]
			}
			if e >= 0 && dx != nil {
				f := p * dx[e]
				value := s.value[int(c)*np : int(c)*np+np]
				for _, i := range k.work {
					to[i] += f * value[i]
				}
			}
		}
	}
}

// apply computes out = J·dx by one sweep down and one up over the whole tree,
// without the factors.
func (s *general) apply(dx []float64, t float64, out []float64) {
	g, np := s.g, s.players
	s.dreach[0] = 0
	for h := int32(0); int(h) < g.Nodes(); h++ {
		s.spread(h, dx)
	}
	clear(s.dvalue)
	for h := g.Nodes() - 1; h > 0; h-- {
		p, e := s.chance[h], s.edge[h]
		d := 0.0
		if e >= 0 {
			p, d = s.prob[e], dx[e]
		}
		to := s.dvalue[int(g.Parent[h])*np:][:np]
		from, value := s.dvalue[h*np:][:np], s.value[h*np:][:np]
		for i := range to {
			to[i] += p * (from[i] + d*value[i])
		}
	}
	for i := range g.Sets {
		set := &g.Sets[i]
		l := s.lambda[i] * t
		lo, hi := set.First, set.First+len(set.Actions)
		dq := s.work[lo:hi]
		clear(dq)
		for _, h := range set.Nodes {
			w, d := s.weight[h], s.dreach[h]
			if w == 0 {
				continue
			}
			for a, c := range s.kids(h) {
				j := int(c)*np + set.Player
				dq[a] += w * (s.dvalue[j] + (s.value[j]-s.q[lo+a])*d)
			}
		}
		mean := 0.0
		for a := range dq {
			mean += s.prob[lo+a] * dq[a]
		}
		for a := range dq {
			out[lo+a] = dx[lo+a] - l*(dq[a]-mean)
		}
	}
}

// solveRefined solves, checks J·out against rhs, and refines where elimination
// without pivoting across blocks has lost digits. It reports whether it had to,
// and whether the answer can be trusted.
func (s *general) solveRefined(rhs []float64, t float64, out []float64) (refined, ok bool) {
	s.solve(rhs, t, out)
	for k := 0; ; k++ {
		s.apply(out, t, s.rest)
		worst, size := 0.0, 0.0
		for a, v := range s.rest {
			d := rhs[a] - v
			s.rest[a] = d
			size = math.Max(size, math.Abs(rhs[a]))
			if d = math.Abs(d); !(d <= worst) {
				worst = d
			}
		}
		if worst <= linearBar*size {
			return k > 0, true
		}
		if k == refinements || !(worst <= math.MaxFloat64) {
			return true, worst <= 1e-3*size
		}
		correction := s.a2(len(out))
		s.solve(s.rest, t, correction)
		for a := range out {
			out[a] += correction[a]
		}
	}
}

// a2 is a buffer for a correction; it is made when the first one is needed.
func (s *general) a2(n int) []float64 {
	if s.correction == nil {
		s.correction = make([]float64, n)
	}
	return s.correction
}
