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
// lost at x0: by smoothed replies at rising precision, which carry play over a
// fold to where it settles, then by homotopies, within as many passes again as
// the branch was given. What it finds is Local.
func beyond(s system, x0 []float64, sol Solution, opt Options) ([]float64, Solution, bool) {
	if opt.Limit || opt.Stop != nil && opt.Stop() {
		return nil, sol, false
	}
	x := append([]float64(nil), x0...)
	spent := 0
	for try := range 6 {
		from := sol.Precision / opt.Precision
		switch {
		case try == 1:
			s.start(x)
			from = 0.05
		case try > 1:
			scatter(s, x, random.New(1, try, 0, random.UseStart))
			from = 1
		}
		find := anneal
		if try%2 == 1 && try > 1 {
			find = func(s system, x []float64, _ float64, opt Options, passes int) ([]float64, Solution, bool) {
				return reach(s, x, false, opt, passes)
			}
		}
		y, local, ok := find(s, x, from, opt, opt.MaxPasses/6)
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

// anneal raises t from a start to 1 in small steps. At each it moves play part
// of the way to its logit reply until Newton's method takes over.
func anneal(s system, x0 []float64, from float64, opt Options, passes int) ([]float64, Solution, bool) {
	tr := newTracer(s, opt)
	tr.scale, tr.ref = 1, 1
	tr.sol.Branch = Local
	x, z := append([]float64(nil), x0...), newPoint(tr.n)
	reply := make([]float64, tr.n)
	settled := func(t float64) bool {
		share := 0.5
		for k := 0; tr.passes < passes; k++ {
			residual := s.reply(x, t, reply)
			tr.passes++
			if !(residual <= math.MaxFloat64) {
				return false
			}
			if residual < 0.3 || k%40 == 39 {
				copy(z.x, x)
				z.t = t
				if tr.tolerance = pathTolerance; tr.newtonAt(z) {
					copy(x, z.x)
					return true
				}
			}
			if k%40 == 39 {
				share = math.Max(share/1.5, 0.02)
			}
			for a, r := range reply {
				x[a] += share * (r - x[a])
			}
		}
		return false
	}
	for t := math.Max(math.Min(from, 1), 1e-3); ; t = math.Min(1.1*t, 1) {
		if opt.Stop != nil && opt.Stop() || !settled(t) {
			tr.sol.Passes = tr.passes
			return nil, tr.sol, false
		}
		if t == 1 {
			break
		}
	}
	if !tr.polish(z) {
		tr.sol.Passes = tr.passes
		return nil, tr.sol, false
	}
	tr.cur = z
	return tr.finish(), tr.sol, true
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
