package qre

import (
	"errors"
	"fmt"
	"math"

	"demarche/internal/game"
)

// This file differentiates an equilibrium in the numbers of its game.
//
// At a solution G(x, θ) = x − logsoftmax(λQ(x, θ)) = 0, so the implicit function
// theorem gives dx = −J⁻¹ ∂G/∂θ = J⁻¹ N(λ ∂Q/∂θ + Q ∂λ/∂θ), J = ∂G/∂x and N the
// centring of every information set: one linear solve with the matrix of
// Newton's method. What is left is plain differentiation of values, beliefs and
// reaches over the profiles. The answer is put back into the equations it
// solves before it is handed out.

// Direction is a change of a game's numbers, per unit of a parameter. Each is
// laid out like its namesake in game.Public; nil means no change.
//
// The numbers are taken one by one: LogK is the logarithm of a probability that
// nothing normalises, so a change that is to keep chance moves (or the prior)
// summing to one must itself keep Σ exp(LogK)·dLogK = 0 there. Where a Payoff
// entry stands for a shared subgame (game.Block.Same) it is what was paid on the
// way there.
type Direction struct {
	Payoff    []float64 // payoff units
	LogK      []float64 // log-probability
	Precision []float64 // by actor: 1/payoff, before Options.Precision multiplies it
	Scale     []float64 // by information set: of what multiplies its actor's precision there (discounting)
}

// Change is how a solution moves along a Direction, per unit of the parameter.
type Change struct {
	X        []float64 // by unknown: log-probability
	Values   []float64 // by actor: expected payoff at the root
	Q        []float64 // by unknown: payoff of the action, in the current value of the choice
	Events   []float64 // by event: its probability
	Residual float64   // what the linear solve left, relative to the largest entry of X and the terms of the right side
	Solves   int       // linearisations: 1, and 1 for each refinement
}

// ErrSingular is wrapped by errors that say that a solution has no derivative
// that could be trusted: it stands at a fold or a bifurcation of the branch, or
// so close that the linear solve lost its digits.
var ErrSingular = errors.New("the equilibrium has no trustworthy derivative here")

const (
	derivativeBar  = 1e-12 // relative residual of a derivative above which it is refined
	derivativeLast = 1e-8  // and above which it is refused
	singularBar    = 1e-6  // distance from a singular system at which there is no derivative
	equilibriumBar = 1e-6  // residual above which x is not taken for an equilibrium
)

// Derivative is the exact derivative of a logit equilibrium of g along d, by the
// implicit function theorem (forward mode: one direction, all outputs). For one
// output and many parameters see Gradient.
//
// x holds the log-probabilities of an equilibrium of g at opt.Precision (of a
// Solution, its Precision: with Options.Limit that is not the one asked for) to
// rounding: a derivative is no more exact than x. Of opt, Precision, Workers and
// MaxBytes count. Each event is a set of leaf profiles (indices into g.Src of
// blocks with Leaf ≥ 0), none twice; where subgames are shared (Block.Same) a
// leaf counts on all ways to it. g and x are not written to.
//
// Errors: lengths or indices that do not fit; an x that is no equilibrium (its
// residual above 1e-6); too little memory allowed; or, wrapping ErrSingular, a
// solution at which the equations are singular.
func Derivative(g *game.Public, x []float64, opt Options, d Direction, events ...[]int32) (*Change, error) {
	opt = opt.withDefaults()
	if err := d.check(g); err != nil {
		return nil, err
	}
	for _, e := range events {
		if err := checkEvent(g, e); err != nil {
			return nil, err
		}
	}
	if len(x) != g.Vars {
		return nil, fmt.Errorf("%d log-probabilities for a game of %d actions", len(x), g.Vars)
	}
	s, err := newFast(g, opt.Precision, opt.Workers, opt.MaxBytes)
	if err != nil {
		return nil, err
	}
	x = append([]float64(nil), x...)
	s.normalise(x)
	f := newFlow(g, x)
	c := &Change{X: make([]float64, g.Vars)}
	f.forward(d, nil)
	var size float64
	s.given, size = s.response(f, d, opt.Precision)
	step, unused := make([]float64, g.Vars), make([]float64, g.Vars)
	for k := 0; g.Vars > 0; k++ {
		p := s.linearise(x, 1, step, unused)
		c.Solves++
		if err := s.trusted(&p); err != nil {
			return nil, err
		}
		for v := range step {
			c.X[v] += step[v]
		}
		f.forward(d, c.X)
		rest, _ := s.response(f, d, opt.Precision)
		for v := range rest {
			rest[v] -= c.X[v]
			size = math.Max(size, math.Abs(c.X[v]))
		}
		if c.Residual = largest(rest) / math.Max(size, math.SmallestNonzeroFloat64); c.Residual <= derivativeBar || k == refinements {
			break
		}
		s.given = rest
	}
	if !(c.Residual <= derivativeLast) {
		return nil, fmt.Errorf("%w: the linear solve left a relative residual of %.2g", ErrSingular, c.Residual)
	}
	c.Values, c.Q = f.dValues, f.dq
	for i := range s.sets {
		set := &s.sets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			c.Q[v] *= set.Scale
			if d.Scale != nil {
				c.Q[v] += d.Scale[i] * f.q[v]
			}
		}
	}
	for _, e := range events {
		sum := 0.0
		for _, at := range e {
			sum += math.Exp(f.lnr[at]) * f.dlnr[at]
		}
		c.Events = append(c.Events, sum)
	}
	return c, nil
}

// trusted says whether the last linearisation, at what should be an equilibrium,
// can be solved with.
func (s *fast) trusted(p *pass) error {
	if !(p.residual <= equilibriumBar) {
		return fmt.Errorf("the point is not an equilibrium of this game at this precision: it misses the logit conditions by %.2g in log-probability", p.residual)
	}
	// A vanishing pivot may be one public state's alone.
	if p.sign == 0 || p.pivot < staticPivot && !(math.Abs(s.distance()) > singularBar) {
		return fmt.Errorf("%w: a pivot of %.2g", ErrSingular, p.pivot)
	}
	return nil
}

// largest is the size of the largest entry.
func largest(x []float64) float64 {
	worst := 0.0
	for _, v := range x {
		worst = larger(worst, math.Abs(v))
	}
	return worst
}

// response is N(λ dQ + Q dλ), f having been differentiated along d, and the size
// of the terms it is made of.
func (s *fast) response(f *flow, d Direction, precision float64) (out []float64, size float64) {
	out = make([]float64, s.n)
	for i := range s.sets {
		set := &s.sets[i]
		dl := 0.0
		if d.Precision != nil {
			dl = precision * set.Scale * d.Precision[set.Actor]
		}
		if d.Scale != nil {
			dl += precision * s.g.Precision[set.Actor] * d.Scale[i]
		}
		mean := 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			out[v] = s.lambda[i]*(f.dq[v]-f.dq[set.Var]) + dl*(f.q[v]-f.q[set.Var])
			mean += f.sigma[v] * out[v]
			size = math.Max(size, s.lambda[i]*f.size[v]+math.Abs(dl*f.q[v]))
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			out[v] -= mean
		}
	}
	return out, size
}

func (d *Direction) check(g *game.Public) error {
	for _, c := range []struct {
		name      string
		got, want int
	}{{"payoffs", len(d.Payoff), len(g.Payoff)}, {"log-probabilities of chance", len(d.LogK), len(g.LogK)}, {"precisions", len(d.Precision), g.Actors}, {"scales", len(d.Scale), len(g.Infosets)}} {
		if c.got != 0 && c.got != c.want {
			return fmt.Errorf("a direction in %d %s for a game that has %d", c.got, c.name, c.want)
		}
	}
	return nil
}

// checkEvent sees that an event is a set of leaf profiles.
func checkEvent(g *game.Public, event []int32) error {
	if len(event) == 0 {
		return nil
	}
	leaf := make([]bool, len(g.Src))
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		for p := range bl.Profiles {
			leaf[bl.Profile+p] = bl.IsLeaf()
		}
	}
	for _, at := range event {
		if at < 0 || int(at) >= len(leaf) {
			return fmt.Errorf("an event names profile %d of a game that has %d", at, len(leaf))
		}
		if !leaf[at] {
			return fmt.Errorf("an event names profile %d, which is not at a leaf or is named twice", at)
		}
		leaf[at] = false
	}
	return nil
}

// flow is a plain view of values, reaches and beliefs by profile, with their
// derivatives. It shares no numbers with the elimination.
type flow struct {
	g     *game.Public
	order []int32
	x     []float64
	sigma []float64
	kern  []float64 // by profile: exp(LogK)
	step  []float64 // by profile: probability of coming to it from its parent
	lnr   []float64 // by profile: log-probability of reaching it, on all ways
	v     []float64 // by profile and actor
	q     []float64 // by unknown
	first []int     // by block: its place in b
	b     []float64 // by block, mover and profile: what the mover believes of it given its type
	set   []int32   // likewise: the mover's information set
	split []float64 // by profile of a shared subgame or of what leads to one: its part of that subgame's reach; nil where nothing is shared

	dv, dlnr, dq, dValues []float64
	size                  []float64 // by unknown: that of the terms of dq, which rounding is relative to
}

func newFlow(g *game.Public, x []float64) *flow {
	n, np := g.Actors, len(g.Src)
	floats := func(k int) []float64 { return make([]float64, k) }
	f := &flow{g: g, order: g.Order(), x: x, sigma: floats(len(x)), kern: floats(np), step: floats(np), v: floats(np * n), q: floats(g.Vars), first: make([]int, len(g.Blocks)+1)}
	for v, l := range x {
		f.sigma[v] = math.Exp(l)
	}
	for at, l := range g.LogK {
		f.kern[at] = math.Exp(l)
	}
	f.reaches()
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		f.first[b+1] = f.first[b]
		if !bl.IsLeaf() && bl.Same == 0 {
			f.first[b+1] += int(bl.Movers * bl.Profiles)
		}
	}
	f.b, f.set = floats(f.first[len(g.Blocks)]), make([]int32, f.first[len(g.Blocks)])
	f.believe()
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := &g.Blocks[inOrder(f.order, k)]
		for p := range bl.Profiles {
			at := bl.Profile + p
			for i := range n {
				f.v[int(at)*n+i] += f.settled(bl, p, i, g.Payoff, f.v)
			}
			f.step[at] = f.kern[at]
			for _, c := range f.choices(bl, p) {
				f.step[at] *= f.sigma[c]
			}
			if src := int(g.Src[at]); src >= 0 {
				for i := range n {
					f.v[src*n+i] += f.step[at] * f.v[int(at)*n+i]
				}
			}
		}
	}
	f.acts(func(at, src int32, k int, place int, v int32, c float64, _ []int32) {
		f.q[v] += c * f.v[int(at)*n+int(g.Infosets[f.set[place]].Actor)]
	})
	return f
}

// choices are what the movers of the block above do on the way to profile p.
func (f *flow) choices(bl *game.Block, p int32) []int32 {
	if bl.Parent < 0 {
		return nil
	}
	n := f.g.Blocks[bl.Parent].Movers
	return f.g.Choice[bl.Choice+p*n:][:n]
}

// settled is what a profile is worth that has none behind it: a leaf's entry in
// pay, or a shared subgame's in value and what was paid before it.
func (f *flow) settled(bl *game.Block, p int32, i int, pay, value []float64) float64 {
	if entry := f.paid(bl, p, i); entry >= 0 {
		y := 0.0
		if pay != nil {
			y = pay[entry]
		}
		if bl.Same > 0 {
			y += value[int(f.g.Blocks[bl.Same].Profile)*f.g.Actors+i]
		}
		return y
	}
	return 0
}

// paid is the place in Payoff of what profile p pays actor i, −1 if nothing.
func (f *flow) paid(bl *game.Block, p int32, i int) int {
	switch {
	case bl.IsLeaf():
		return int(bl.Payoff) + i*int(bl.Profiles) + int(p)
	case bl.Same > 0:
		return int(bl.Payoff) + i
	}
	return -1
}

// reaches fills lnr and split.
func (f *flow) reaches() {
	g := f.g
	f.lnr = logReach(g, f.x, f.order)
	if f.order == nil {
		return
	}
	f.split = make([]float64, len(g.Src))
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		if bl.Same > 0 {
			there := g.Blocks[bl.Same].Profile
			f.split[bl.Profile] = math.Exp(f.lnr[bl.Profile] - f.lnr[there])
		}
	}
	for b := range g.Blocks { // the way that stands for itself; 1 where none other leads
		bl := &g.Blocks[b]
		if bl.Same > 0 {
			continue
		}
		for p := range bl.Profiles {
			at := bl.Profile + p
			own := g.LogK[at]
			if bl.Parent >= 0 {
				own += f.lnr[g.Src[at]]
				for _, c := range f.choices(bl, p) {
					own += f.x[c]
				}
			}
			f.split[at] = math.Exp(own - f.lnr[at])
		}
	}
}

// believe fills b and set.
func (f *flow) believe() {
	g := f.g
	for i := range g.Infosets {
		set := &g.Infosets[i]
		bl := &g.Blocks[set.Block]
		m := int(bl.Profiles)
		types := g.Type[int(bl.Type)+int(set.Actor)*m:][:m]
		at := f.first[set.Block] + int(set.Mover)*m
		top, sum := math.Inf(-1), 0.0
		for p, t := range types {
			if t == set.Type {
				top = math.Max(top, f.lnr[int(bl.Profile)+p])
			}
		}
		for p, t := range types {
			if t == set.Type {
				f.b[at+p] = math.Exp(f.lnr[int(bl.Profile)+p] - top)
				f.set[at+p] = int32(i)
				sum += f.b[at+p]
			}
		}
		for p, t := range types {
			if t == set.Type {
				f.b[at+p] /= sum
			}
		}
	}
}

// acts calls do for every profile that follows a choice and every mover k who
// chose: the profile, the one it comes from, that one's place in b and set for
// the mover, the mover's action v, and how much the profile's value counts in
// the action's payoff.
func (f *flow) acts(do func(at, src int32, k, place int, v int32, c float64, choice []int32)) {
	g := f.g
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		if bl.Parent < 0 {
			continue
		}
		up := &g.Blocks[bl.Parent]
		for p := range bl.Profiles {
			at := bl.Profile + p
			src := g.Src[at]
			choice := f.choices(bl, p)
			for k, v := range choice {
				place := f.first[bl.Parent] + k*int(up.Profiles) + int(src-up.Profile)
				c := f.b[place] * f.kern[at]
				for h, o := range choice {
					if h != k {
						c *= f.sigma[o]
					}
				}
				do(at, src, k, place, v, c, choice)
			}
		}
	}
}

// forward differentiates everything along d and dx (nil: none).
func (f *flow) forward(d Direction, dx []float64) {
	g := f.g
	n, np := g.Actors, len(g.Src)
	f.dv, f.dlnr, f.dq, f.dValues = make([]float64, np*n), make([]float64, np), make([]float64, g.Vars), make([]float64, n)
	way := make([]float64, np) // d log step
	for k := range g.Blocks {
		bl := &g.Blocks[inOrder(f.order, k)]
		for p := range bl.Profiles {
			at := bl.Profile + p
			if d.LogK != nil {
				way[at] = d.LogK[at]
			}
			if dx != nil {
				for _, c := range f.choices(bl, p) {
					way[at] += dx[c]
				}
			}
			l := way[at]
			if src := g.Src[at]; src >= 0 {
				l += f.dlnr[src]
			}
			if f.split == nil {
				f.dlnr[at] = l
				continue
			}
			if bl.Same > 0 {
				f.dlnr[at] = l
				f.dlnr[g.Blocks[bl.Same].Profile] += f.split[at] * l
				continue
			}
			f.dlnr[at] += f.split[at] * l
		}
	}
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := &g.Blocks[inOrder(f.order, k)]
		for p := range bl.Profiles {
			at := int(bl.Profile + p)
			src := int(g.Src[at])
			for i := range n {
				f.dv[at*n+i] += f.settled(bl, p, i, d.Payoff, f.dv)
				y := f.step[at] * (f.dv[at*n+i] + way[at]*f.v[at*n+i])
				if src >= 0 {
					f.dv[src*n+i] += y
				} else {
					f.dValues[i] += y
				}
			}
		}
	}
	mean := f.means(f.dlnr)
	f.size = make([]float64, g.Vars)
	f.acts(func(at, src int32, k, place int, v int32, c float64, choice []int32) {
		l := f.dlnr[src] - mean[f.set[place]] + way[at]
		if dx != nil {
			l -= dx[v]
		}
		j := int(at)*n + int(g.Infosets[f.set[place]].Actor)
		f.dq[v] += c * (f.dv[j] + l*f.v[j])
		f.size[v] += c * (math.Abs(f.dv[j]) + (math.Abs(f.dlnr[src])+math.Abs(way[at]))*math.Abs(f.v[j]))
	})
}

// means is what each information set expects of a number by profile.
func (f *flow) means(y []float64) []float64 {
	out := make([]float64, len(f.g.Infosets))
	f.members(func(i int32, at int32, b float64) { out[i] += b * y[at] })
	return out
}

// members calls do for every profile of every information set.
func (f *flow) members(do func(i, at int32, b float64)) {
	for i := range f.g.Infosets {
		set := &f.g.Infosets[i]
		bl := &f.g.Blocks[set.Block]
		place := f.first[set.Block] + int(set.Mover*bl.Profiles)
		for p := range bl.Profiles {
			if f.g.Type[bl.Type+set.Actor*bl.Profiles+p] == set.Type {
				do(int32(i), bl.Profile+p, f.b[place+int(p)])
			}
		}
	}
}
