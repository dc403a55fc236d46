package qre

import (
	"math"

	"demarche/internal/random"
)

// This file finds equilibria off the principal branch. From any interior point
// x₀ the equations x = logsoftmax(λQ(x) + (1−s)β), with β such that x₀ solves
// them at s=0, lead at s=1 to a logit equilibrium: the fixed-point form of
// Newton's homotopy (Keller 1978), traced with the same tracer.

// reach follows the homotopy from x0 to the equilibrium at the goal that it
// leads to. It reports false where it turns back, or where the passes run out.
func reach(s system, x0 []float64, opt Options, passes int) ([]float64, Solution, bool) {
	s.lean(x0)
	defer s.lean(nil)
	opt.Retrace, opt.Limit, opt.MaxPasses = RetraceNever, false, passes
	tr := newTracer(s, opt)
	tr.leaning = true
	if err := tr.run(1, 1); err != nil {
		tr.sol.Passes = tr.passes
		return nil, tr.sol, false
	}
	x := tr.finish()
	tr.sol.Branch, tr.sol.Precision = Local, opt.Precision
	tr.sol.Folds, tr.sol.FirstFold, tr.sol.Bifurcations, tr.sol.FirstBifurcation = 0, 0, 0, 0 // of another path
	return x, tr.sol, true
}

// scatter writes a random interior profile: every information set's
// probabilities are uniform on the simplex.
func scatter(s system, x []float64, rng *random.Stream) {
	for a := range x {
		x[a] = math.Log(-math.Log(1 - rng.Float64()))
	}
	s.normalise(x)
}

// beyond looks for an equilibrium at the goal after the principal branch was
// lost at x0: from there, from uniform play and from random profiles, within
// as many passes again as the branch was given. What it finds is Local.
func beyond(s system, x0 []float64, sol Solution, opt Options) ([]float64, Solution, bool) {
	if opt.Limit || opt.Stop != nil && opt.Stop() {
		return nil, sol, false
	}
	x := append([]float64(nil), x0...)
	spent := 0
	for try := range 8 {
		switch {
		case try == 1:
			s.start(x)
		case try > 1:
			scatter(s, x, random.New(1, try, 0, random.UseStart))
		}
		y, local, ok := reach(s, x, opt, opt.MaxPasses/8)
		spent += local.Passes
		if ok {
			local.Passes = spent
			return y, local, true
		}
		if opt.Stop != nil && opt.Stop() {
			break
		}
	}
	return nil, sol, false
}
