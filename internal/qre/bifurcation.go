// Bifurcations on the path: points where another branch crosses the smooth one.
// They are reported, because a small change of the game parts the branches.

package qre

import "math"

// crossesBranch decides what a disagreement between determinant and tangent at
// tr.next, a step h from tr.cur, means. A jump to another branch leaves a gap
// however closely it is bracketed; a simple bifurcation leaves none. For a
// bifurcation the smooth branch is kept: the reference sign flips, tr.next
// points forward, and it reports true.
func (tr *tracer) crossesBranch(h float64) bool {
	lo, hi := 0.0, h
	left, right := newPoint(tr.n), newPoint(tr.n) // rare: may allocate
	left.copyFrom(tr.cur)
	right.copyFrom(tr.next)
	distance, contraction, angle := tr.distance, tr.contraction, tr.angle
	for range 40 {
		if hi-lo <= 1e-5*math.Max(h, 1e-3) {
			break
		}
		mid := (lo + hi) / 2
		switch tr.advance(tr.cur, tr.probe, mid) {
		case accepted:
			lo = mid
			left.copyFrom(tr.probe)
		case reversed:
			hi = mid
			right.copyFrom(tr.probe)
		default:
			// Close to a bifurcation the corrector may fail; elsewhere this
			// is a step that needs to be shorter.
			if hi-lo > 1e-2*h {
				return false
			}
			mid = lo + (hi-lo)/3
			if tr.advance(tr.cur, tr.probe, mid) != accepted {
				return false
			}
			lo = mid
			left.copyFrom(tr.probe)
		}
	}
	gap := 0.0
	for a := range left.x {
		gap = math.Max(gap, math.Sqrt(math.Max(left.w[a], right.w[a]))*math.Abs(left.x[a]-right.x[a]))
	}
	if !(gap <= 20*(hi-lo)+1e-3*h) {
		return false
	}
	tr.ref = -tr.ref
	tr.reportBifurcation(left.t)
	for a := range tr.next.dir {
		tr.next.dir[a] = -tr.next.dir[a]
	}
	tr.next.dt = -tr.next.dt
	tr.distance, tr.contraction, tr.angle = distance, contraction, angle
	return true
}

func (tr *tracer) reportBifurcation(t float64) {
	tr.history = dips{}
	if tr.sol.Bifurcations > 0 && math.Abs(t-tr.lastBifurcation) <= 1e-3*t {
		return // the same point, met by its other sign
	}
	tr.lastBifurcation = t
	tr.sol.Bifurcations++
	if tr.sol.Bifurcations == 1 {
		tr.sol.FirstBifurcation = t * tr.opt.Precision
	}
}

// dips remembers the last two steps' distance from singularity. A bifurcation
// of even multiplicity leaves the sign of the determinant alone, but not this.
type dips struct {
	rcond  [2]float64
	sign   [2]int
	turned bool // rcond was negative
	h      float64
	n      int
	top    float64
}

// watch is called as q becomes the next point, a step h beyond tr.cur. Two things
// make it look for a zero of the distance from singularity where the
// determinant shows none: the distance had a minimum at tr.cur, or the solution
// of the probing right side has turned round (rcond has changed its sign).
func (tr *tracer) watch(q *point, h float64) {
	d := &tr.history
	if q.rcond == 0 || math.IsNaN(q.rcond) {
		*d = dips{}
		return
	}
	r := math.Abs(q.rcond)
	d.top = math.Max(d.top, r)
	same := d.n >= 1 && d.sign[1] == q.sign
	switch {
	case same && (q.rcond < 0) != d.turned:
		if t, ok := tr.zeroBetween(0, h, math.Min(r, d.rcond[1])); ok {
			tr.reportBifurcation(t)
		}
	case same && d.n >= 2 && d.sign[0] == d.sign[1] && d.rcond[1] <= d.rcond[0] && d.rcond[1] <= r &&
		d.rcond[1] < 0.7*math.Max(d.rcond[0], r) && d.rcond[1] < 0.3*d.top:
		if t, ok := tr.zeroBetween(-d.h, h, d.rcond[1]); ok {
			tr.reportBifurcation(t)
		}
	}
	d.rcond[0], d.rcond[1] = d.rcond[1], r
	d.sign[0], d.sign[1] = d.sign[1], q.sign
	d.turned = q.rcond < 0
	d.h = h
	d.n++
}

// zeroBetween minimises the distance from singularity by golden section over the
// steps a to b from tr.cur (negative ones: before it) and reports whether it
// falls to a small part of r, its size in the neighbourhood.
func (tr *tracer) zeroBetween(a, b, r float64) (t float64, ok bool) {
	distance, contraction, angle := tr.distance, tr.contraction, tr.angle
	defer func() { tr.distance, tr.contraction, tr.angle = distance, contraction, angle }()
	if tr.scout == nil {
		tr.scout = newPoint(tr.n)
	}
	before := tr.history.h
	at := func(s float64) float64 {
		from, step := tr.cur, s
		if s < 0 {
			from, step = tr.before, before+s
		}
		if step <= 0 || tr.advance(from, tr.scout, step) == rejected {
			return math.Inf(1)
		}
		t = tr.scout.t
		return math.Abs(tr.scout.rcond)
	}
	const g = 0.6180339887498949
	c, e := b-g*(b-a), a+g*(b-a)
	fc, fe := at(c), at(e)
	for k := range 30 {
		if fc < fe {
			b, e, fe = e, c, fc
			c = b - g*(b-a)
			fc = at(c)
		} else {
			a, c, fc = c, e, fe
			e = a + g*(b-a)
			fe = at(e)
		}
		switch least := math.Min(fc, fe); {
		case least < 1e-4*r:
			return t, true
		case k == 5 && least > 0.3*r:
			return t, false // a zero would be 20 times smaller by now
		}
	}
	return t, false
}
