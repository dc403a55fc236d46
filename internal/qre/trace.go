// The path tracer: from complete randomness along the branch of logit
// equilibria, through its folds, to the precision asked for.

package qre

import "math"

// pass is what a system reports of one linearisation at (x, t).
type pass struct {
	residual float64 // max |G(x,t)| in units of log-probability; NaN fails loudly
	sign     int     // sign of det ∂G/∂x, 0 when it is not to be trusted
	// rcond estimates how far ∂G/∂x is from singular: about proportional to its
	// smallest singular value along a path, 1 at t=0; |r|/|J⁻¹r| for a fixed r
	// will do, with the sign of rᵀJ⁻¹r if known. 0 or NaN: not known.
	rcond float64
	pivot float64 // the smallest pivot met
}

// A system is any set of equations G(x,t)=0 whose unknowns x are
// log-probabilities and whose solution at t=0 is uniform. It may keep buffers;
// it is used by one goroutine at a time.
type system interface {
	// size is the number of unknowns: log-probabilities of all actions.
	size() int
	// start writes the solution at t=0.
	start(x []float64)
	// linearise makes each information set's probabilities sum to one in x,
	// evaluates G at (x,t) and writes newton = −J⁻¹G and tangent = −J⁻¹ ∂G/∂t.
	linearise(x []float64, t float64, newton, tangent []float64) pass
	// probabilities are those of the x that was linearised last. They are the
	// squared weights of the arclength: √σ·|dx| is how much a change counts
	// (Fisher's metric).
	probabilities() []float64
	// normalise makes each information set's probabilities sum to one.
	normalise(x []float64)
	// damp makes Newton's direction that of an implicit Euler step of dx/ds = G:
	// share·(I − share·λtNQ′)⁻¹G. A step of length δ has the share δ/(1+δ); 1 is
	// Newton's method again.
	damp(share float64)
	// lean adds a bias to the payoffs that makes x0 the solution at t=0; as t
	// grows the bias fades, and at t=1 it is gone. The precision is that of t=1
	// all along, or rises with t where rising is true. nil takes it back.
	lean(x0 []float64, rising bool)
	// helpers are the workers that vectors of unknowns may be given to.
	helpers() *pool
	// distance estimates how far the last linearisation is from singular; see
	// pass.rcond.
	distance() float64
	// regret is the largest one-shot regret at x relative to the payoff range.
	regret(x []float64) float64
}

// Bounds and targets of the step control, in units of the metric. The targets
// are what a step aims at, the bounds what it must keep to be accepted.
const (
	firstStep       = 0.1
	largestStep     = 1.0
	smallestStep    = 1e-9
	distanceTarget  = 0.08
	distanceBound   = 0.5
	contractTarget  = 0.1
	contractBound   = 0.5
	angleTarget     = 0.4 // radians
	angleBound      = 1.0
	pathTolerance   = 3e-3 // last corrector step on the path; the error left is about its square
	closely         = 1e-2 // factor on pathTolerance where a step was rejected
	carefulSteps    = 1    // and for so many steps after
	residualOnPath  = 0.1
	residualAtGoal  = 1e-10
	correctorPasses = 8
	polishPasses    = 12
	farthest        = 1e13 // t, in units of the first movement, at which a limit is given up

	machineEpsilon = 1e-16 // the unit in which Options.Roundoff counts
)

// point is a place on the path with its unit tangent. dir has the largest
// component 1 in the metric √w, omega; it points forward along the path.
type point struct {
	x, dir, w  []float64
	t, dt      float64 // dt is the t-component of the tangent
	omega      float64 // metric of t
	sign       int
	rcond, res float64
	slack      float64 // last corrector step: how far off the branch it may be
	cos        float64 // of the angle between the tangents here and at the point before
	along      float64 // factor on the tangent of the point before that makes their difference normal to dir
}

func newPoint(n int) *point {
	buf := make([]float64, 3*n)
	return &point{x: buf[:n:n], dir: buf[n : 2*n : 2*n], w: buf[2*n:]}
}

func (p *point) copyFrom(q *point) {
	x, dir, w := p.x, p.dir, p.w
	*p = *q
	p.x, p.dir, p.w = x, dir, w
	copy(x, q.x)
	copy(dir, q.dir)
	copy(w, q.w)
}

// tracer holds the state and buffers of one path.
type tracer struct {
	s   system
	v   *pool
	opt Options
	n   int

	newton, tangent []float64
	cur, next, probe,
	before *point
	scout   *point  // for looking around; made when first needed
	scale   float64 // t at which the path has moved by about 1: the metric of t near 0
	steps   float64 // factor on the step control's targets: smaller follows the path closer
	care    int     // so many steps are still to be corrected closely
	backed  int     // sol.Steps when the path last went back a step
	warm    bool    // a warm start, not a path
	leaning bool    // the precision stands still, a bias fades
	leaps   bool    // at folds, another branch above is looked for
	highest float64 // t from which the highest leap was tried
	tries   int     // leaps so far
	ref     int     // sign(det J) that means "t increases"
	history dips

	lastBifurcation float64 // its t
	earlier         account // at the point before the current one

	last      float64 // length of the step from before to cur, 0: not known
	tolerance float64 // last corrector step at which a point counts as on the branch

	// outcome of the last correction, for the step control
	distance, contraction, angle float64

	sol    Solution
	passes int
}

// trace follows the branch from t=0 to t=1, or to its limit, and returns the
// log-probabilities there. On an error x is the last point on the branch, and
// sol.Precision says where it stands.
func trace(s system, opt Options) (x []float64, sol Solution, err error) {
	opt = opt.withDefaults()
	tr := newTracer(s, opt)
	goal := 1.0
	if opt.Limit {
		goal = math.Inf(1)
	}
	if err = tr.run(1, goal); err != nil {
		x = tr.finish()
		return x, tr.sol, err
	}
	x = tr.finish()
	sol = tr.sol
	if opt.Retrace == RetraceNever || (opt.Retrace == RetraceSmall && tr.n > retraceSize) {
		return x, sol, nil
	}
	return tr.retrace(x, sol)
}

// retrace follows the path again with smaller steps until two traces agree.
func (tr *tracer) retrace(x []float64, sol Solution) ([]float64, Solution, error) {
	w := make([]float64, tr.n)
	for _, steps := range [...]float64{0.5, 0.25, 0.125} {
		if err := tr.run(steps, sol.Precision/tr.opt.Precision); err != nil {
			if tr.opt.Stop != nil && tr.opt.Stop() {
				sol.Passes = tr.passes
				return x, sol, err
			}
			break
		}
		y := tr.finish()
		copy(w, tr.cur.w)
		same := tr.sol.Folds == sol.Folds
		for a := range y {
			if !(math.Sqrt(w[a])*math.Abs(y[a]-x[a]) <= 1e-6+10*tr.bar(tr.cur.t)) {
				same = false
			}
		}
		limit := sol.Limit
		x, sol = y, tr.sol
		sol.Limit = limit
		if same {
			sol.Retraced = true
			return x, sol, nil
		}
	}
	sol.Passes = tr.passes
	sol.Branch = Local
	return x, sol, nil
}

func newTracer(s system, opt Options) *tracer {
	n := s.size()
	return &tracer{
		s: s, v: s.helpers(), opt: opt, n: n,
		newton: make([]float64, n), tangent: make([]float64, n),
		cur: newPoint(n), next: newPoint(n), probe: newPoint(n), before: newPoint(n),
	}
}

// finish copies the current point out and completes the account of it.
func (tr *tracer) finish() []float64 {
	x := append([]float64(nil), tr.cur.x...)
	tr.s.normalise(x)
	tr.sol.Precision = tr.cur.t * tr.opt.Precision
	if !tr.opt.Bare || tr.opt.Limit {
		tr.sol.Regret = tr.s.regret(x)
	}
	tr.sol.Residual = tr.cur.res
	tr.sol.Passes = tr.passes
	tr.sol.Limit = tr.opt.Limit && tr.sol.Regret <= math.Max(tr.opt.Regret, tr.opt.allowed)
	return x
}

// begin puts the tracer on the solution at t=0.
func (tr *tracer) begin(steps float64) pass {
	tr.sol = Solution{Branch: Principal}
	tr.restart()
	tr.steps = steps
	tr.ref = 1
	c := tr.cur
	c.t = 0
	tr.s.start(c.x)
	p := tr.linearise(c.x, 0)
	copy(c.w, tr.s.probabilities())
	m := tr.v.longest(c.w, tr.tangent)
	// Where uniform play leaves everybody indifferent nothing moves at first;
	// the payoffs' own scale, known from their rounding, bounds the first steps.
	tr.scale = 1
	if r := tr.opt.Roundoff; r > 0 && !tr.leaning {
		tr.scale = 30 * machineEpsilon / r
	}
	if m*tr.scale > 1 {
		tr.scale = 1 / m
	}
	if p.sign != 0 {
		tr.ref = p.sign
	}
	p.rcond = tr.fromSingular()
	tr.orient(c, p, 1)
	tr.watch(c, 0)
	return p
}

// restart forgets what is known of the path behind the current point.
func (tr *tracer) restart() {
	tr.history = dips{}
	tr.last, tr.care, tr.backed = 0, 0, tr.sol.Steps-carefulSteps
}

// fromSingular is how far the last linearised point is from a singular one; 0 where the
// game is too large to ask at every step.
func (tr *tracer) fromSingular() float64 {
	if tr.n > probeMaximum {
		return 0
	}
	return tr.s.distance()
}

func (tr *tracer) linearise(x []float64, t float64) pass {
	tr.passes++
	return tr.s.linearise(x, t, tr.newton, tr.tangent)
}

// run traces from t=0 to goal (+Inf: until the regret is small) and leaves the
// last point in tr.cur.
func (tr *tracer) run(steps, goal float64) error {
	p := tr.begin(steps)
	if !(p.residual <= 1e-8) {
		return stopped(0, goal*tr.opt.Precision, "the equations do not hold at precision 0, where everybody chooses at random (is a payoff not finite?)")
	}
	return tr.climb(goal)
}

// climb follows the branch from tr.cur to goal.
func (tr *tracer) climb(goal float64) error {
	h := firstStep * tr.steps
	first := tr.passes
	for {
		if goal <= 0 {
			return nil
		}
		if math.IsInf(goal, 1) && tr.cur.t >= 1 && tr.s.regret(tr.cur.x) <= tr.opt.Regret {
			tr.settle()
			return nil
		}
		switch {
		case tr.passes-first > tr.opt.MaxPasses:
			return tr.stop(goal, "the budget of passes ran out")
		case h < smallestStep && math.IsInf(goal, 1) && tr.cur.t >= 1 && tr.s.regret(tr.cur.x) <= tr.opt.allowed:
			tr.settle() // rounding drowns the branch from here on
			return nil
		case h < smallestStep:
			return tr.stop(goal, "the steps became too small to go on")
		case tr.leaps && tr.cur.t < leapDown*tr.highest:
			return tr.stop(goal, "the branch leads down")
		case tr.cur.t > farthest*tr.scale:
			return tr.stop(goal, "the regret did not become small")
		case tr.opt.Stop != nil && tr.opt.Stop():
			return tr.stop(goal, "interrupted")
		}
		// A step that would reach the goal lands on it exactly.
		if tr.cur.dt > 0 && tr.cur.t+h*tr.cur.dt >= goal {
			h = (goal - tr.cur.t) / tr.cur.dt
			if tr.land(goal, h, nil) {
				return nil
			}
			h /= 2
			continue
		}
		switch tr.advance(tr.cur, tr.next, h) {
		case rejected:
			tr.sol.Rejected++
			tr.care = carefulSteps
			h *= tr.shrink()
			switch {
			case h < 30*tr.cur.slack:
				tr.tighten()
			case h < 1e-4*tr.last && tr.back():
				h = tr.last / 4
			}
			continue
		case reversed:
			if !tr.crossesBranch(h) {
				h /= 4
				continue
			}
		}
		if tr.next.t > goal || tr.peak(h) > goal {
			// The goal was crossed between the two points: land between them.
			if tr.land(goal, h, tr.next) {
				return nil
			}
			h /= 2
			continue
		}
		if (tr.cur.dt > 0) == (tr.next.dt > 0) && (tr.next.t > tr.cur.t) != (tr.cur.dt > 0) {
			// t went against both tangents: two folds were stepped over.
			tr.sol.Rejected++
			tr.care = carefulSteps
			h /= 2
			continue
		}
		tr.accept(h)
		if tr.leaps && tr.cur.dt < 0 && tr.before.dt >= 0 && tr.before.t > leapBelow*tr.highest && tr.leap() {
			h = firstStep
			continue
		}
		h = tr.adapt(h)
	}
}

func (tr *tracer) stop(goal float64, why string) error {
	return stopped(tr.cur.t*tr.opt.Precision, goal*tr.opt.Precision, why)
}

// accept moves to the next point and keeps the account of folds.
func (tr *tracer) accept(h float64) {
	tr.earlier = tr.account()
	tr.sol.Steps++
	tr.care = max(tr.care-1, 0)
	if (tr.cur.dt > 0) != (tr.next.dt > 0) {
		t := tr.peak(h)
		if tr.sol.Folds == 0 {
			t = tr.turningPoint(h, t)
		}
		tr.turned(t)
	}
	tr.watch(tr.next, h)
	tr.last = h
	tr.before, tr.cur, tr.next = tr.cur, tr.next, tr.before
}

// account is what is known of the path up to a point.
type account struct {
	sol             Solution
	ref             int
	lastBifurcation float64
}

func (tr *tracer) account() account { return account{tr.sol, tr.ref, tr.lastBifurcation} }

// back goes back to the point before the current one, which may stand between
// two branches that come close: from there nothing converges. It reports false
// where that was tried just now.
func (tr *tracer) back() bool {
	if tr.sol.Steps < tr.backed+carefulSteps {
		return false
	}
	a := tr.earlier
	tr.sol.Steps, tr.sol.Folds, tr.sol.FirstFold = a.sol.Steps, a.sol.Folds, a.sol.FirstFold
	tr.sol.Bifurcations, tr.sol.FirstBifurcation = a.sol.Bifurcations, a.sol.FirstBifurcation
	tr.ref, tr.lastBifurcation = a.ref, a.lastBifurcation
	tr.backed = tr.sol.Steps
	tr.cur, tr.before = tr.before, tr.cur
	tr.cur.along = 0 // what was before it is gone
	tr.care = 2 * carefulSteps
	tr.history = dips{}
	return true
}

// turned counts a fold at t.
func (tr *tracer) turned(t float64) {
	tr.sol.Folds++
	if tr.sol.Folds == 1 {
		tr.sol.FirstFold = t * tr.opt.Precision
	}
}

// adapt chooses the next step length from how the last correction went (den
// Heijer & Rheinboldt 1981; Allgower & Georg 1990, §6.1).
func (tr *tracer) adapt(h float64) float64 {
	f := math.Sqrt(tr.distance / (distanceTarget * tr.steps * tr.steps))
	f = math.Max(f, math.Sqrt(tr.contraction/contractTarget))
	f = math.Max(f, tr.angle/(angleTarget*tr.steps))
	return math.Min(h/math.Min(math.Max(f, 0.5), 2), largestStep*math.Max(tr.steps, 0.25))
}

// shrink is the factor on a rejected step.
func (tr *tracer) shrink() float64 {
	if tr.distance > 4*distanceBound || !(tr.contraction < 2) {
		return 0.25
	}
	return 0.5
}
