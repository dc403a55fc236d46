package qre

import "math"

// This file goes on past the point where the principal branch was lost. A branch
// with thousands of folds is long because it runs back and forth; past each fold
// another branch begins at a higher precision. Leaping follows a branch to its
// fold, lets play settle just above it, and follows the branch that it settles
// on. What it comes to is Local: an equilibrium, not the one that the principal
// branch leads to.

// leapBeyond is how far above a fold play is let settle, by try: a factor on t.
var leapBeyond = [...]float64{1.002, 1.03, 1.1}

// leapKicks are how far along the branch's direction it starts, in turn, so that
// no two leaps from one fold are the same.
var leapKicks = [...]float64{1, 2, 0.4, 3}

const (
	leapPasses = 8000 // linearisations that may be spent on leaping, at least
	leapSweeps = 60   // steps in which it must settle
	leapDown   = 0.5  // share of the highest fold's t below which the branch is given up
	leapBelow  = 0.97 // share of the highest fold's t below which no leap is tried
)

// leapfrog follows branches upward from x, near a solution at t, to t=1. try
// changes the leaps.
func leapfrog(s system, x []float64, t float64, try int, opt Options, passes int) ([]float64, Solution, bool) {
	opt.Retrace, opt.Limit, opt.MaxPasses = RetraceNever, false, passes
	tr := newTracer(s, opt)
	tr.steps, tr.scale, tr.leaps, tr.tries = 1, 1, true, 2*try
	tr.sol.Branch = Local
	tr.restart()
	ok := false
	if copy(tr.probe.x, x); t > 0 {
		tr.probe.t = math.Min(t, 1)
		if ok = tr.newtonAt(tr.probe); ok {
			tr.upward(tr.probe)
		} else {
			ok = tr.settleAt(tr.probe)
		}
	} else {
		tr.begin(1)
		ok = true
	}
	if ok {
		ok = tr.climb(1) == nil
	}
	if !ok {
		tr.sol.Passes, tr.sol.Precision = tr.passes, tr.cur.t*opt.Precision
		return nil, tr.sol, false
	}
	x = tr.finish()
	tr.sol.Branch, tr.sol.Precision = Local, opt.Precision
	return x, tr.sol, true
}

// leap goes from tr.cur, which has just turned back at a fold, to a branch above.
func (tr *tracer) leap() bool {
	from := tr.cur
	tr.highest = math.Max(tr.highest, tr.before.t)
	tr.tries++
	kick := largestStep * leapKicks[tr.tries%len(leapKicks)]
	for _, beyond := range leapBeyond {
		q := tr.probe
		q.t = math.Min(beyond*math.Max(from.t, tr.before.t), 1)
		// The branch's own direction leads out of the fold's neighbourhood, where
		// nothing moves.
		tr.v.combine(q.x, from.x, kick, from.dir)
		if tr.settleAt(q) {
			return true
		}
	}
	return false
}

// settleAt lets play settle at q.t and makes q, pointing upward, the current
// point.
func (tr *tracer) settleAt(q *point) bool {
	defer tr.s.damp(1)
	last, delta := 0.0, 0.5
	for k := range leapSweeps {
		tr.s.damp(delta / (1 + delta))
		ps := tr.linearise(q.x, q.t)
		size := tr.v.longest(tr.s.probabilities(), tr.newton)
		if !(ps.residual <= math.MaxFloat64) || !(size <= math.MaxFloat64) {
			return false
		}
		if size <= pathTolerance*1e-2 && (delta > 100 || ps.residual == 0) {
			q.res = ps.residual
			tr.s.damp(1)
			tr.upward(q)
			return true
		}
		f := 1.0
		if size > largestStep {
			f = largestStep / size
		}
		tr.v.combine(q.x, q.x, f, tr.newton)
		if k > 0 {
			delta *= math.Min(math.Max(last/ps.residual, 0.5), 3)
		}
		if size > largestStep {
			delta = math.Min(delta, 1)
		}
		last = ps.residual
	}
	return false
}

// upward orients q, just linearised, towards higher t and makes it current.
func (tr *tracer) upward(q *point) {
	ps := tr.linearise(q.x, q.t)
	tr.ref = 1
	if ps.sign < 0 {
		tr.ref = -1
	}
	tr.orient(q, ps, 1)
	q.slack = 0
	tr.cur, tr.probe = q, tr.cur
	tr.restart()
}
