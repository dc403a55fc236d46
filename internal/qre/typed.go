package qre

import (
	"math"

	"demarche/internal/game"
)

// This file is the fast path: Newton's method on games in public-tree form.
//
// What an earlier choice needs from a block is not the value of each of its
// profiles to each actor, but what each *type* of each actor expects there,
// V_i(θ_i) = Σ_p b(p|θ_i) V_i(p), already averaged over what the type does not
// know. That holds whatever the joint belief, so secrets need not be
// independent; and of the actors only those who have moved before the block
// matter to those before it. The interface of a block is then as many rows as
// there are such types, and as many columns as there are profiles (∂V/∂ln b),
// instead of profiles × actors rows.

// typed is the system of logit equations of a game.Public.
type typed struct {
	g      *game.Public
	lambda []float64 // by information set: precision at t=1
	span   []float64 // by actor: payoff range
	block  []typedBlock
	kern   []float64 // by profile: exp(LogK)

	x      []float64 // the point, set by forward
	sigma  []float64 // by unknown: probabilities
	lnb    []float64 // by profile: log realisation probability
	e      []float64 // by profile: the same, linear, relative to the block's largest
	weight []float64 // by block, watched actor and profile: b(p | type of p)

	value  []float64 // by block, row: V_i(θ_i)
	matrix []float64 // by block, row and profile: ∂V/∂ln b
	kN, kT []float64 // by row: what the Newton step and the path parameter add to V
	q      []float64 // by unknown: conditional expected payoff
	uN, uT []float64 // by unknown: constant part of dx
	gain   []float64 // by block, unknown and profile: ∂x/∂ln b
	dN, dT []float64 // by profile: d ln b

	scratch typedScratch
}

// typedBlock is where a block's numbers lie.
type typedBlock struct {
	watched []int32 // actors whose expectations matter to an earlier choice
	movers  []int32 // actors who choose here
	sees    []int32 // watched, then movers not watched: whose beliefs are needed
	weight  int     // first of weight: sees × profiles
	row     []int32 // by place in watched: first row
	rows    int
	value   int  // first of value, kN, kT
	matrix  int  // first of matrix: rows × profiles
	gain    int  // first of gain: unknowns × profiles
	steep   bool // the matrix is not zero
	moves   bool // the gain is not zero
	still   bool // a leaf that pays every watched actor by its type alone
}

type typedScratch struct {
	m0   []float64 // rows × profiles
	e    []float64 // rows × unknowns
	a    []float64 // unknowns × profiles
	f    []float64 // unknowns × unknowns
	rhs  []float64 // unknowns × unknowns
	vn   []float64 // by unknown: constants of dQ
	vt   []float64
	pi   []float64 // by profile of a child
	part []float64 // by profile of a child: a share of a type
	mass []float64 // by type
}

func newTyped(g *game.Public, precision float64) *typed {
	s := &typed{g: g, block: make([]typedBlock, len(g.Blocks))}
	n := g.Actors
	s.lambda = make([]float64, len(g.Infosets))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		s.lambda[i] = precision * g.Precision[set.Actor] * set.Scale
	}
	s.kern = make([]float64, len(g.LogK))
	for p, l := range g.LogK {
		s.kern[p] = math.Exp(l)
	}
	weights, values, matrices, gains := 0, 0, 0, 0
	var most struct{ rows, profiles, vars, types int }
	for b := range g.Blocks {
		bl, tb := &g.Blocks[b], &s.block[b]
		if bl.Parent >= 0 {
			tb.watched = s.block[bl.Parent].sees
		}
		for i := int(bl.Infoset); len(tb.movers) < int(bl.Movers); i++ {
			if int(g.Infosets[i].Mover) == len(tb.movers) {
				tb.movers = append(tb.movers, g.Infosets[i].Actor)
			}
		}
		tb.sees = tb.watched
		for _, j := range tb.movers {
			if place(tb.sees, j) < 0 {
				tb.sees = append(tb.sees[:len(tb.sees):len(tb.sees)], j)
			}
		}
		m := int(bl.Profiles)
		for _, i := range tb.watched {
			tb.row = append(tb.row, int32(tb.rows))
			tb.rows += g.TypeCount(b, int(i))
		}
		for i := range n {
			most.types = max(most.types, g.TypeCount(b, i))
		}
		if bl.IsLeaf() {
			tb.still = true
			for _, i := range tb.watched {
				tb.still = tb.still && g.Private[int(bl.Leaf)*n+int(i)]
			}
		}
		tb.weight, tb.value, tb.matrix, tb.gain = weights, values, matrices, gains
		weights += len(tb.sees) * m
		values += tb.rows
		if !tb.still {
			matrices += tb.rows * m
		}
		gains += int(bl.Vars) * m
		most.rows = max(most.rows, tb.rows)
		most.profiles = max(most.profiles, m)
		most.vars = max(most.vars, int(bl.Vars))
	}
	np := len(g.Src)
	floats := func(k int) []float64 { return make([]float64, k) }
	s.x, s.sigma = floats(g.Vars), floats(g.Vars)
	s.lnb, s.e = floats(np), floats(np)
	s.weight, s.value, s.matrix = floats(weights), floats(values), floats(matrices)
	s.kN, s.kT = floats(values), floats(values)
	s.q, s.uN, s.uT, s.gain = floats(g.Vars), floats(g.Vars), floats(g.Vars), floats(gains)
	s.dN, s.dT = floats(np), floats(np)
	s.scratch = typedScratch{
		m0: floats(most.rows * most.profiles), e: floats(most.rows * most.vars),
		a: floats(most.vars * most.profiles), f: floats(most.vars * most.vars),
		rhs: floats(most.vars * most.vars), vn: floats(most.vars), vt: floats(most.vars),
		pi: floats(most.profiles), part: floats(most.profiles), mass: floats(most.types),
	}
	s.span = payoffSpan(g)
	s.fillStill()
	return s
}

// place is where v stands in list, or −1.
func place(list []int32, v int32) int {
	for k, x := range list {
		if x == v {
			return k
		}
	}
	return -1
}

// payoffSpan is each actor's highest less lowest payoff over the leaves.
func payoffSpan(g *game.Public) []float64 {
	span := make([]float64, g.Actors)
	for i := range span {
		lo, hi := math.Inf(1), math.Inf(-1)
		for b := range g.Blocks {
			bl := &g.Blocks[b]
			if !bl.IsLeaf() {
				continue
			}
			for _, u := range g.Payoff[int(bl.Payoff)+i*int(bl.Profiles):][:bl.Profiles] {
				lo, hi = min(lo, u), max(hi, u)
			}
		}
		span[i] = hi - lo
	}
	return span
}

// fillStill writes the values of leaves that depend on nothing but the type.
func (s *typed) fillStill() {
	g := s.g
	for b := range g.Blocks {
		bl, tb := &g.Blocks[b], &s.block[b]
		if !tb.still {
			continue
		}
		m := int(bl.Profiles)
		for k, i := range tb.watched {
			types := g.Type[int(bl.Type)+int(i)*m:][:m]
			pay := g.Payoff[int(bl.Payoff)+int(i)*m:][:m]
			for p, t := range types {
				s.value[tb.value+int(tb.row[k])+int(t)] = pay[p]
			}
		}
	}
}

func (s *typed) size() int { return s.g.Vars }

func (s *typed) start(x []float64) {
	for i := range s.g.Infosets {
		set := &s.g.Infosets[i]
		l := -math.Log(float64(set.Vars))
		for v := set.Var; v < set.Var+set.Vars; v++ {
			x[v] = l
		}
	}
}

func (s *typed) normalise(x []float64) {
	for i := range s.g.Infosets {
		set := &s.g.Infosets[i]
		normaliseLog(x[set.Var : set.Var+set.Vars])
	}
}

// normaliseLog shifts log-probabilities so that they sum to one.
func normaliseLog(x []float64) {
	hi := x[0]
	for _, v := range x[1:] {
		hi = max(hi, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - hi)
	}
	l := hi + math.Log(sum)
	for v := range x {
		x[v] -= l
	}
}

func (s *typed) weights(x, w []float64) {
	for v := range x {
		w[v] = math.Exp(x[v] / 2)
	}
}

// forward carries the point's realisation probabilities down the tree.
func (s *typed) forward(x []float64) {
	g := s.g
	copy(s.x, x)
	for v, l := range x {
		s.sigma[v] = math.Exp(l)
	}
	for b := range g.Blocks {
		bl, tb := &g.Blocks[b], &s.block[b]
		first, m := int(bl.Profile), int(bl.Profiles)
		lnb, e := s.lnb[first:][:m], s.e[first:][:m]
		logK, kern := g.LogK[first:][:m], s.kern[first:][:m]
		if bl.Parent < 0 {
			copy(lnb, logK)
			copy(e, kern)
		} else {
			src := g.Src[first:][:m]
			stride := len(s.block[bl.Parent].movers)
			choice := g.Choice[bl.Choice:][:m*stride]
			for p := range lnb {
				l, r := s.lnb[src[p]]+logK[p], s.e[src[p]]*kern[p]
				for _, v := range choice[p*stride:][:stride] {
					l += x[v]
					r *= s.sigma[v]
				}
				lnb[p], e[p] = l, r
			}
		}
		if len(tb.sees) == 0 || tb.still {
			rescale(lnb, e)
			continue
		}
		if rescale(lnb, e) {
			for k, i := range tb.sees {
				s.shares(b, int(i), e, s.weight[tb.weight+k*m:][:m])
			}
		} else {
			for k, i := range tb.sees {
				s.logShares(b, int(i), lnb, s.weight[tb.weight+k*m:][:m])
			}
		}
	}
}

// rescale divides e by its largest entry. It returns false, having computed e
// from the logarithms, where so small numbers occur that ratios would be lost.
func rescale(lnb, e []float64) bool {
	hi, lo := e[0], e[0]
	for _, v := range e[1:] {
		hi, lo = max(hi, v), min(lo, v)
	}
	if lo > 1e-150 {
		f := 1 / hi
		for p := range e {
			e[p] *= f
		}
		return true
	}
	top := lnb[0]
	for _, l := range lnb[1:] {
		top = max(top, l)
	}
	for p, l := range lnb {
		e[p] = math.Exp(l - top)
	}
	return false
}

// shares writes b(p | type of actor i in p) into w, from e.
func (s *typed) shares(b, i int, e, w []float64) {
	bl := &s.g.Blocks[b]
	types := s.g.Type[int(bl.Type)+i*len(e):][:len(e)]
	mass := s.scratch.mass[:s.g.Count[b*s.g.Actors+i]]
	clear(mass)
	for p, t := range types {
		mass[t] += e[p]
	}
	for t := range mass {
		mass[t] = 1 / mass[t]
	}
	for p, t := range types {
		w[p] = e[p] * mass[t]
	}
}

// logShares is shares where linear numbers would underflow.
func (s *typed) logShares(b, i int, lnb, w []float64) {
	bl := &s.g.Blocks[b]
	types := s.g.Type[int(bl.Type)+i*len(lnb):][:len(lnb)]
	for t := range s.g.Count[b*s.g.Actors+i] {
		top := math.Inf(-1)
		for p := range lnb {
			if types[p] == t {
				top = max(top, lnb[p])
			}
		}
		sum := 0.0
		for p := range lnb {
			if types[p] == t {
				w[p] = math.Exp(lnb[p] - top)
				sum += w[p]
			}
		}
		for p := range lnb {
			if types[p] == t {
				w[p] /= sum
			}
		}
	}
}
