package qre

import (
	"demarche/internal/game"
)

// This file is where the fast path is called from.

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
	r := enter()
	defer r.leave()
	s, err := r.system(g, opt.Precision, opt.Workers, opt.MaxBytes)
	if err != nil {
		return nil, err
	}
	opt.Roundoff = s.roundoff()
	if g.Vars == 0 {
		return s.result(nil, Solution{Branch: Principal, Precision: opt.Precision, Limit: opt.Limit}, opt), nil
	}
	x, sol, err := follow(s, opt)
	if sol.Branch == Local {
		err = nil
	}
	return s.result(x, sol, opt), err
}

// WarmPublic solves g by Newton's method from x0, the solution of a game of the
// same shape that differs little. It reports false where the start was too far
// to be safe: then the path must be traced.
func WarmPublic(g *game.Public, x0 []float64, opt Options) (*PublicResult, bool) {
	opt = opt.withDefaults()
	r := enter()
	defer r.leave()
	s, err := r.system(g, opt.Precision, opt.Workers, opt.MaxBytes)
	if err != nil {
		return &PublicResult{}, false
	}
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

func (s *fast) result(x []float64, sol Solution, opt Options) *PublicResult {
	r := &PublicResult{Solution: sol, X: x}
	if opt.Bare {
		return r
	}
	r.Values, r.Q, r.Reach = Value(s.g, x)
	return r
}
