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
func reach(s system, x0 []float64, rising bool, opt Options, passes int) ([]float64, Solution, bool) {
	s.lean(x0, rising)
	defer s.lean(nil, false)
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
// lost at x0, within as many passes again as the branch was given, and at least
// leapPasses. What it finds is Local.
func beyond(s system, x0 []float64, sol Solution, opt Options) ([]float64, Solution, bool) {
	if opt.Limit || opt.Stop != nil && opt.Stop() {
		return nil, sol, false
	}
	spent, most := 0, max(opt.MaxPasses, leapPasses)
	x, far := append([]float64(nil), x0...), make([]float64, len(x0))
	for try := 0; spent < most; try++ {
		from := sol.Precision / opt.Precision
		if try%2 == 1 { // from the beginning, over folds that the path went round
			from = 0
		} else if try > 0 { // from beside the last point
			scatter(s, far, random.New(1, try, 0, random.UseStart))
			for a := range x {
				x[a] = x0[a] + math.Min(0.1*float64(try), 1)*(far[a]-x0[a])
			}
		}
		y, local, ok := leapfrog(s, x, from, try, opt, min(most/4, most-spent))
		spent += max(local.Passes, 1)
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

// newtonAt applies Newton's method at q.t as long as every step at most halves
// the last.
func (tr *tracer) newtonAt(q *point) bool {
	last := math.Inf(1)
	for range correctorPasses {
		ps := tr.linearise(q.x, q.t)
		size := tr.v.longest(tr.s.probabilities(), tr.newton)
		if !(size <= warmBound && size <= math.Max(last/2, pathTolerance)) || !(ps.residual <= math.MaxFloat64) {
			return false
		}
		tr.v.combine(q.x, q.x, 1, tr.newton)
		if size <= pathTolerance*1e-2 {
			q.res = ps.residual
			return true
		}
		last = size
	}
	return false
}
