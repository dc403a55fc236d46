package qre

import (
	"math"

	"demarche/internal/game"
)

// This file values a profile of strategies on a game in public-tree form, and
// is where the fast path is called from.

// PublicResult is a solution of a game in public-tree form.
type PublicResult struct {
	Solution
	X      []float64 // by unknown: log-probabilities
	Q      []float64 // by unknown: payoff of the action, in the current value of the choice
	Reach  []float64 // by information set: probability that play comes there
	Values []float64 // by actor: expected payoff at the root
}

// SolvePublic traces the principal branch of logit equilibria of g. Where the
// branch is lost before its goal, an equilibrium found past that point is
// returned with Branch Local; if none is found, an error that wraps ErrStopped
// comes with the last point on the branch.
func SolvePublic(g *game.Public, opt Options) (*PublicResult, error) {
	opt = opt.withDefaults()
	s := newTyped(g, opt.Precision)
	opt.Roundoff = s.roundoff()
	if g.Vars == 0 {
		return s.result(nil, Solution{Branch: Principal, Precision: opt.Precision, Limit: opt.Limit}, opt), nil
	}
	x, sol, err := trace(s, opt)
	if err != nil {
		y, local, ok := beyond(s, x, sol, opt)
		if !ok {
			return s.result(x, sol, opt), err
		}
		local.Passes += sol.Passes
		local.Folds, local.FirstFold = sol.Folds, sol.FirstFold
		local.Bifurcations, local.FirstBifurcation = sol.Bifurcations, sol.FirstBifurcation
		x, sol = y, local
	}
	return s.result(x, sol, opt), nil
}

// WarmPublic solves g by Newton's method from x0, the solution of a game of the
// same shape that differs little. It reports false where the start was too far
// to be safe: then the path must be traced.
func WarmPublic(g *game.Public, x0 []float64, opt Options) (*PublicResult, bool) {
	opt = opt.withDefaults()
	s := newTyped(g, opt.Precision)
	opt.Roundoff = s.roundoff()
	if g.Vars == 0 {
		return s.result(nil, Solution{Branch: Principal, Precision: opt.Precision}, opt), true
	}
	x, sol, ok := warm(s, x0, opt)
	if !ok {
		return &PublicResult{Solution: sol}, false
	}
	return s.result(x, sol, opt), true
}

// roundoff is the rounding to be expected in a residual at t=1 (SOLVER §5).
func (s *typed) roundoff() float64 {
	depth := 0
	deep := make([]int, len(s.g.Blocks))
	for b := range s.g.Blocks {
		if p := s.g.Blocks[b].Parent; p >= 0 {
			deep[b] = deep[p] + 1
		}
		depth = max(depth, deep[b])
	}
	worst := 0.0
	for i := range s.g.Infosets {
		worst = max(worst, s.lambda[i]*s.span[s.g.Infosets[i].Actor])
	}
	return 1e-16 * worst * float64(depth+1)
}

func (s *typed) result(x []float64, sol Solution, opt Options) *PublicResult {
	r := &PublicResult{Solution: sol, X: x}
	if opt.Bare {
		return r
	}
	r.Values, r.Q, r.Reach = Value(s.g, x)
	return r
}

// Value computes what each actor expects at the root under the
// log-probabilities x, what each action promises where it is chosen (in the
// current value of the choice), and how probable each information set is.
func Value(g *game.Public, x []float64) (values, q, reach []float64) {
	n := g.Actors
	v := make([]float64, len(g.Src)*n) // by profile and actor
	lnr := make([]float64, len(g.Src))
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		stride := movers(g, bl.Parent)
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			lnr[at] = g.LogK[at]
			if bl.Parent < 0 {
				continue
			}
			lnr[at] += lnr[g.Src[at]]
			for _, c := range g.Choice[int(bl.Choice)+p*stride:][:stride] {
				lnr[at] += x[c]
			}
		}
	}
	for b := len(g.Blocks) - 1; b >= 0; b-- {
		bl := &g.Blocks[b]
		stride := movers(g, bl.Parent)
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			if bl.IsLeaf() {
				for i := range n {
					v[at*n+i] = g.Payoff[int(bl.Payoff)+i*int(bl.Profiles)+p]
				}
			}
			if bl.Parent < 0 {
				continue
			}
			l := g.LogK[at]
			for _, c := range g.Choice[int(bl.Choice)+p*stride:][:stride] {
				l += x[c]
			}
			w := math.Exp(l)
			src := int(g.Src[at])
			for i := range n {
				v[src*n+i] += w * v[at*n+i]
			}
		}
	}
	values = make([]float64, n)
	root := &g.Blocks[0]
	for p := range int(root.Profiles) {
		for i := range n {
			values[i] += math.Exp(g.LogK[int(root.Profile)+p]) * v[(int(root.Profile)+p)*n+i]
		}
	}
	q = make([]float64, g.Vars)
	reach = make([]float64, len(g.Infosets))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		reach[i] = valueInfoset(g, set, x, lnr, v, q)
	}
	return values, q, reach
}

// valueInfoset fills q for one information set and returns its reach.
func valueInfoset(g *game.Public, set *game.Infoset, x, lnr, v, q []float64) float64 {
	n := g.Actors
	bl := &g.Blocks[set.Block]
	types := g.Type[int(bl.Type)+int(set.Actor)*int(bl.Profiles):][:bl.Profiles]
	top := math.Inf(-1)
	for p, t := range types {
		if t == set.Type {
			top = max(top, lnr[int(bl.Profile)+p])
		}
	}
	sum := 0.0
	for p, t := range types {
		if t == set.Type {
			sum += math.Exp(lnr[int(bl.Profile)+p] - top)
		}
	}
	stride := int(bl.Movers)
	for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
		cb := &g.Blocks[c]
		for p := range int(cb.Profiles) {
			at := int(cb.Profile) + p
			src := int(g.Src[at])
			if types[src-int(bl.Profile)] != set.Type {
				continue
			}
			l := lnr[src] - top + g.LogK[at]
			choice := g.Choice[int(cb.Choice)+p*stride:][:stride]
			for k, w := range choice {
				if k != int(set.Mover) {
					l += x[w]
				}
			}
			q[choice[set.Mover]] += math.Exp(l) / sum * v[at*n+int(set.Actor)]
		}
	}
	for k := set.Var; k < set.Var+set.Vars; k++ {
		q[k] *= set.Scale
	}
	return sum * math.Exp(top)
}

func movers(g *game.Public, b int32) int {
	if b < 0 {
		return 0
	}
	return int(g.Blocks[b].Movers)
}

// regret reads the payoffs of the last linearisation, which was at x or a last
// Newton step from it.
func (s *typed) regret(x []float64) float64 {
	worst := 0.0
	for i := range s.g.Infosets {
		set := &s.g.Infosets[i]
		best, mean := math.Inf(-1), 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			best = max(best, s.q[v])
			mean += math.Exp(x[v]) * s.q[v]
		}
		if span := s.span[set.Actor]; span > 0 {
			r := (best - mean) / span
			if r > worst || r != r {
				worst = r
			}
		}
	}
	return worst
}
