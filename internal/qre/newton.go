// Newton's direction and the path's tangent by block elimination on the public
// tree: children before parents, then down again.

package qre

import (
	"math"

	"demarche/internal/game"
)

// Thresholds of the linear algebra.
const (
	smallPivot = 1e-10 // relative; below it no determinant's sign is trusted
	linearBar  = 1e-9  // relative residual of a linear solve above which it is refined

	refinements  = 3
	probeMaximum = 4000 // unknowns up to which the distance from singularity is estimated at every step
)

// linearise: see system. Q is a function of normalised strategies, so ∂Q/∂x
// ends in the projection N = I − 1σᵀ of every information set; with dx centred
// (Σσ dx = 0) the linearised equations are dx = −N G + λt N Q′ dx, and N is the
// only projection needed. Steps that are not centred would leave the normalised
// strategies at second order, which a large λ turns into first order.
func (s *general) linearise(x []float64, t float64, newton, tangent []float64) pass {
	s.normalise(x)
	s.evaluate(x)
	g := s.g
	fade := 1 - t
	if s.bias != nil && !s.rising {
		t = 1
	}
	residual := 0.0
	for i := range g.Sets {
		set := &g.Sets[i]
		l := s.lambda[i] * t
		lo, hi := set.First, set.First+len(set.Actions)
		y := s.y[lo:hi]
		top := math.Inf(-1)
		for a := range y {
			top = math.Max(top, s.q[lo+a])
		}
		for a := range y {
			y[a] = l * (s.q[lo+a] - top)
			if s.bias != nil {
				y[a] += fade * s.bias[lo+a]
			}
		}
		z := logSumExp(y)
		meanQ, meanG := 0.0, 0.0
		for a := range y {
			d := y[a] - z - x[lo+a]
			y[a] = d
			meanG += s.prob[lo+a] * d
			meanQ += s.prob[lo+a] * (s.q[lo+a] - top)
			if d = math.Abs(d); !(d <= residual) {
				residual = d
			}
		}
		for a := range y {
			s.rhs[lo+a] = y[a] - meanG
			s.spare[lo+a] = s.lambda[i] * (s.q[lo+a] - top - meanQ)
		}
		if s.bias != nil { // centred, see lean
			for a := lo; a < hi; a++ {
				meanB := 0.0
				for b := lo; b < hi; b++ {
					meanB += s.prob[b] * s.bias[b]
				}
				if !s.rising {
					s.spare[a] = 0
				}
				s.spare[a] += meanB - s.bias[a]
			}
		}
	}
	if !(residual <= math.MaxFloat64) {
		return pass{residual: math.NaN()}
	}
	sign := 1
	if s.damped > 0 && s.damped < 1 {
		t *= s.damped
		for a := range s.rhs {
			s.rhs[a] *= s.damped
		}
	}
	for b := len(s.blocks) - 1; b >= 0; b-- {
		sign *= s.factor(b, t)
	}
	// The tangent's right side never vanishes: whether the elimination lost
	// digits shows there, and then Newton's direction is refined too.
	refined, ok := s.solveRefined(s.spare, t, tangent)
	if refined {
		s.solveRefined(s.rhs, t, newton)
	} else {
		s.solve(s.rhs, t, newton)
	}
	p := pass{residual: residual, sign: sign}
	if !ok {
		p.sign = 0
	}
	s.t = t
	return p
}

// distance estimates how far the linearisation is from singular: the size of a
// fixed right side over the size of its solution, in Fisher's metric; negative
// when the solution points away from the right side.
func (s *general) distance() float64 {
	for i := range s.g.Sets {
		set := &s.g.Sets[i]
		mean := 0.0
		for a := set.First; a < set.First+len(set.Actions); a++ {
			mean += s.prob[a] * s.probe[a]
		}
		for a := set.First; a < set.First+len(set.Actions); a++ {
			s.rhs[a] = s.probe[a] - mean
		}
	}
	s.solve(s.rhs, s.t, s.spare)
	in, out, both := 0.0, 0.0, 0.0
	for a, p := range s.prob {
		in += p * s.rhs[a] * s.rhs[a]
		out += p * s.spare[a] * s.spare[a]
		both += p * s.rhs[a] * s.spare[a]
	}
	return math.Copysign(math.Sqrt(in/out), both)
}

// factor eliminates block b: LU of its own unknowns, their dependence l on the
// ln reach of its entries, and mat, the dependence of its values on it. It
// returns the sign of the local determinant, 0 when it is nearly singular.
func (s *general) factor(b int, t float64) int {
	g, k := s.g, &s.blocks[b]
	v, m := len(k.vars), k.m
	width, nw := v+m, len(k.work)
	a := s.a[:v*width]
	r := s.r[:len(k.nodes)*nw*width]
	clear(a)
	clear(r)
	// Rows of r: d value of (node, working player) by the block's variables.
	for j := len(k.nodes) - 1; j >= 0; j-- {
		h := k.nodes[j]
		rows := r[j*nw*width : (j+1)*nw*width]
		owner, first, w := -1, 0, 0.0
		if g.Kind[h] == game.Decision {
			set := &g.Sets[g.Move[h]]
			owner, w = set.Player, s.weight[h]
			first = s.localFirst(k, set.First)
		}
		for branch, c := range s.kids(h) {
			p := s.chance[c]
			var row []float64 // of Q of the action
			if owner >= 0 {
				p = s.prob[s.edge[c]]
				row = a[(first+branch)*width : (first+branch+1)*width]
				for i, player := range k.work {
					rows[i*width+first+branch] += p * s.value[int(c)*s.players+int(player)]
				}
			}
			at := s.tree.BlockOf[c]
			switch {
			case at < 0: // terminal
			case int(at) == b:
				from := r[s.position(k, c)*nw*width:][:nw*width]
				axpy(p, from, rows)
				if owner >= 0 && w != 0 {
					i := int(k.slot[owner])
					axpy(w, from[i*width:(i+1)*width], row)
				}
			default:
				s.absorb(k, &s.blocks[at], c, p, rows, width)
				if owner >= 0 && w != 0 {
					s.absorbRow(&s.blocks[at], c, int(k.slot[owner]), w, row)
				}
			}
		}
		if owner >= 0 && w != 0 {
			for branch, c := range s.kids(h) {
				row := a[(first+branch)*width:]
				d := w * (s.value[int(c)*s.players+owner] - s.q[s.edge[c]])
				for _, i := range s.own.of(h) {
					row[i] += d
				}
			}
		}
	}
	sign := s.local(k, a, t)
	// Values of the entries for those who chose above.
	for e, j := range k.place {
		for i, player := range k.live {
			row := r[(int(j)*nw+int(k.slot[player]))*width:][:width]
			out := k.mat[(e*len(k.live)+i)*m:][:m]
			copy(out, row[v:])
			for x, c := range row[:v] {
				if c != 0 {
					axpy(c, k.l[x*m:x*m+m], out)
				}
			}
		}
	}
	return sign
}

// local builds I − λt P A over the block's unknowns, factors it and solves for l.
func (s *general) local(k *block, a []float64, t float64) int {
	v, m := len(k.vars), k.m
	width := v + m
	at := 0
	for _, i := range k.sets {
		set := &s.g.Sets[i]
		size := len(set.Actions)
		l := s.lambda[i] * t
		prob := s.prob[set.First : set.First+size]
		for col := 0; col < width; col++ {
			mean := 0.0
			for x := 0; x < size; x++ {
				mean += prob[x] * a[(at+x)*width+col]
			}
			if col < v {
				for x := 0; x < size; x++ {
					k.lu[(at+x)*v+col] = -l * (a[(at+x)*width+col] - mean)
				}
			} else {
				for x := 0; x < size; x++ {
					k.l[(at+x)*m+col-v] = l * (a[(at+x)*width+col] - mean)
				}
			}
		}
		at += size
	}
	for x := 0; x < v; x++ {
		k.lu[x*v+x]++
	}
	sign := luFactor(k.lu, k.pivot, s.work, v)
	for col := 0; col < m; col++ {
		luSolve(k.lu, k.pivot, v, k.l[col:], m)
	}
	return sign
}

func (s *general) localFirst(k *block, first int) int {
	lo, hi := 0, len(k.vars)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; int(k.vars[mid]) <= first {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// position of node h among the nodes of its block.
func (s *general) position(k *block, h int32) int {
	lo, hi := 0, len(k.nodes)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; k.nodes[mid] <= h {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

// absorb adds p times the derivative of the values at c, an entry of child
// block kid, to the rows of its parent node.
func (s *general) absorb(k, kid *block, c int32, p float64, rows []float64, width int) {
	for i := range k.work {
		s.absorbRow(kid, c, i, p, rows[i*width:(i+1)*width])
	}
}

func (s *general) absorbRow(kid *block, c int32, player int, p float64, row []float64) {
	if kid.m == 0 {
		return
	}
	e := s.entry(kid, c)
	from := kid.mat[(e*len(kid.live)+player)*kid.m:][:kid.m]
	for o, d := range from {
		d *= p
		for _, i := range s.up.of(kid.entries[o]) {
			row[i] += d
		}
	}
}

func (s *general) entry(k *block, h int32) int {
	lo, hi := 0, len(k.entries)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; k.entries[mid] <= h {
			lo = mid
		} else {
			hi = mid
		}
	}
	return lo
}

func axpy(c float64, x, y []float64) {
	y = y[:len(x)]
	for i, v := range x {
		y[i] += c * v
	}
}
