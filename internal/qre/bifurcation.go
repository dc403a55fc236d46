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
	left, right := tr.before, newPoint(tr.n) // rare: may allocate
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
		gap = math.Max(gap, math.Max(left.w[a], right.w[a])*math.Abs(left.x[a]-right.x[a]))
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
	rcond [2]float64
	sign  [2]int
	h     float64
	n     int
	top   float64
}

// watch is called as tr.next is accepted, a step h beyond tr.cur. When the
// distance from singularity had a minimum at tr.cur without a fold, it looks
// for a zero in the two steps around it.
func (tr *tracer) watch(h float64) {
	d := &tr.history
	r := tr.next.rcond
	if !(r > 0) {
		*d = dips{}
		return
	}
	d.top = math.Max(d.top, r)
	minimum := d.n >= 2 && d.rcond[1] <= d.rcond[0] && d.rcond[1] <= r &&
		d.rcond[1] < 0.7*math.Max(d.rcond[0], r) && d.rcond[1] < 0.3*d.top &&
		d.sign[0] == d.sign[1] && d.sign[1] == tr.next.sign
	if minimum {
		if t, ok := tr.zeroAround(d.rcond[1], d.h, h); ok {
			tr.reportBifurcation(t)
			d = &tr.history
		}
	}
	d.rcond[0], d.rcond[1] = d.rcond[1], r
	d.sign[0], d.sign[1] = d.sign[1], tr.next.sign
	d.h = h
	d.n++
}

// zeroAround minimises the distance from singularity by golden section over the
// steps h0 before and h1 after tr.cur and reports whether it vanishes.
func (tr *tracer) zeroAround(r, h0, h1 float64) (t float64, ok bool) {
	distance, contraction, angle := tr.distance, tr.contraction, tr.angle
	defer func() { tr.distance, tr.contraction, tr.angle = distance, contraction, angle }()
	at := func(s float64) float64 {
		from, step := tr.cur, s
		if s < 0 {
			from, step = tr.before, h0+s
		}
		if step <= 0 || tr.advance(from, tr.probe, step) == rejected {
			return math.Inf(1)
		}
		t = tr.probe.t
		return tr.probe.rcond
	}
	const g = 0.6180339887498949
	a, b := -h0, h1
	c, e := b-g*(b-a), a+g*(b-a)
	fc, fe := at(c), at(e)
	least := math.Min(r, math.Min(fc, fe))
	for range 24 {
		if fc < fe {
			b, e, fe = e, c, fc
			c = b - g*(b-a)
			fc = at(c)
		} else {
			a, c, fc = c, e, fe
			e = a + g*(b-a)
			fe = at(e)
		}
		least = math.Min(least, math.Min(fc, fe))
		if least < 1e-4*r {
			return t, true
		}
	}
	return t, false
}
