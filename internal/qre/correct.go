// The corrector of the path tracer: back onto the branch after a step along its
// tangent, and exactly onto a given t.

package qre

import "math"

type verdict int

const (
	accepted verdict = iota
	rejected         // too far, too slow or too sharp a turn: take a shorter step
	reversed         // on a branch, but the determinant and the tangent disagree about the way forward
)

// advance steps by h from p along its tangent and corrects in the hyperplane
// normal to it. q is the new point when the verdict is not rejected.
func (tr *tracer) advance(p, q *point, h float64) verdict {
	tr.predict(p, q, h)
	if q.t <= 0 {
		tr.distance, tr.contraction = distanceBound, contractBound
		return rejected
	}
	tr.tolerance = pathTolerance * math.Min(1, 100*h)
	if tr.care > 0 {
		tr.tolerance *= closely
	}
	ps, ok := tr.correct(p, q, false)
	if !ok || q.t <= 0 {
		return rejected
	}
	return tr.judge(p, q, ps)
}

// predict goes h along p's tangent, bent as the branch was bent on the last step
// (the second-order predictor of Allgower & Georg 1990, §6.2, from tangents). The
// bend is normal to the tangent: tangents are not of one length in the metric of
// the hyperplanes, and the difference of two could lead back where one came from.
func (tr *tracer) predict(p, q *point, h float64) {
	if p != tr.cur || !(tr.last > 0) || !(p.along > 0) {
		tr.v.combine(q.x, p.x, h, p.dir)
		q.t = p.t + h*p.dt
		return
	}
	o, bend, along := tr.before, h*math.Min(h/(2*tr.last), 1)*p.cos, p.along
	tr.v.sums(tr.n, func(lo, hi int) (a, b, c, top float64) {
		to, x, d, e := q.x[lo:hi], p.x[lo:hi], p.dir[lo:hi], o.dir[lo:hi]
		for i := range to {
			to[i] = x[i] + h*d[i] + bend*(d[i]-along*e[i])
		}
		return
	})
	q.t = p.t + h*p.dt + bend*(p.dt-along*o.dt)
}

// tighten brings the current point closer to the branch: where the branch turns
// sharply, a small step from a point beside it would start in a wrong direction.
func (tr *tracer) tighten() {
	p, q := tr.cur, tr.probe
	q.copyFrom(p)
	distance, contraction, angle := tr.distance, tr.contraction, tr.angle
	tr.tolerance = pathTolerance * 1e-4
	ps, ok := tr.correct(p, q, false)
	if ok && q.t > 0 && tr.judge(p, q, ps) == accepted {
		if (p.dt > 0) != (q.dt > 0) {
			tr.turned(q.t)
		}
		tr.cur, tr.probe = q, p
		if tr.last > 0 {
			tr.cosine(tr.before, q) // the bend is against the point before
		}
	}
	tr.cur.slack = 0 // once is enough
	tr.distance, tr.contraction, tr.angle = distance, contraction, angle
}

// correct applies Newton's method to q: with t free, in the hyperplane normal
// to p's tangent (bordered system, solved from the two columns of the
// linearisation), or with t held. It reports whether it arrived, and leaves the
// tangent at q in tr.tangent.
func (tr *tracer) correct(p, q *point, hold bool) (pass, bool) {
	tr.distance, tr.contraction = 0, 0
	last := 0.0
	for k := 0; k < correctorPasses; k++ {
		ps := tr.linearise(q.x, q.t)
		if !(ps.residual <= math.MaxFloat64) {
			tr.contraction = math.Inf(1)
			return ps, false
		}
		dt := 0.0
		if !hold {
			up, down, _, _ := tr.v.sums(tr.n, func(lo, hi int) (a, b, c, top float64) {
				w, dir, newton, tangent := p.w[lo:hi], p.dir[lo:hi], tr.newton[lo:hi], tr.tangent[lo:hi]
				for i, d := range dir {
					d *= w[i]
					a += d * newton[i]
					b += d * tangent[i]
				}
				return a, b, 0, 0
			})
			dt = -up / (down + p.dt*p.omega*p.omega)
		}
		sigma := tr.s.probabilities()
		_, _, _, size := tr.v.sums(tr.n, func(lo, hi int) (a, b, c, top float64) {
			x, w, newton, tangent := q.x[lo:hi], sigma[lo:hi], tr.newton[lo:hi], tr.tangent[lo:hi]
			for i := range x {
				step := newton[i] + dt*tangent[i]
				x[i] += step
				if d := w[i] * step * step; !(d <= top) {
					top = d // a NaN gets here, and stays
				}
			}
			return 0, 0, 0, top
		})
		size = larger(math.Sqrt(size), p.omega*math.Abs(dt))
		q.t += dt
		q.res = ps.residual
		if !(size <= math.MaxFloat64) {
			tr.contraction = math.Inf(1)
			return ps, false
		}
		if k == 0 {
			tr.distance = size
			if size > tr.farthest() {
				return ps, false
			}
		} else if size > pathTolerance*1e-2 {
			tr.contraction = math.Max(tr.contraction, size/last)
			if tr.contraction > contractBound {
				return ps, false
			}
		}
		if size <= tr.tolerance && ps.residual <= math.Max(residualOnPath, 1e3*tr.opt.Roundoff*q.t) {
			q.slack = size
			return ps, true
		}
		last = size
	}
	tr.contraction = contractBound
	return pass{}, false
}

// farthest is how far the first corrector step may go.
func (tr *tracer) farthest() float64 {
	if tr.warm {
		return warmBound
	}
	return distanceBound
}

// warmBound is the farthest first step of a warm start, in the metric: beyond
// it a trace is as quick as Newton's method, and safer.
const warmBound = 2.0

// judge orients the new point q and compares its tangent with p's.
func (tr *tracer) judge(p, q *point, ps pass) verdict {
	forward := float64(ps.sign * tr.ref)
	if ps.sign == 0 {
		forward = 1
	}
	tr.orient(q, ps, forward)
	q.rcond = tr.fromSingular()
	cos := tr.cosine(p, q)
	if ps.sign == 0 && cos < 0 {
		// The determinant is silent: continuity decides.
		for a := range q.dir {
			q.dir[a] = -q.dir[a]
		}
		q.dt, cos = -q.dt, -cos
	}
	tr.angle = math.Acos(math.Min(math.Abs(cos), 1))
	switch {
	case tr.angle > angleBound || math.IsNaN(cos):
		return rejected
	case cos < 0:
		return reversed
	}
	return accepted
}

// orient turns the tangent of the last linearisation, taken at q, into q.dir.
func (tr *tracer) orient(q *point, ps pass, forward float64) {
	q.sign, q.rcond, q.res = ps.sign, ps.rcond, ps.residual
	q.omega = 1 / (q.t + tr.scale)
	sigma := tr.s.probabilities()
	m := math.Max(q.omega, tr.v.longest(sigma, tr.tangent))
	f := forward / m
	tr.v.sums(tr.n, func(lo, hi int) (a, b, c, top float64) {
		dir, w, tangent, sigma := q.dir[lo:hi], q.w[lo:hi], tr.tangent[lo:hi], sigma[lo:hi]
		for i, v := range tangent {
			dir[i], w[i] = f*v, sigma[i]
		}
		return
	})
	q.dt = f
}

// cosine of the angle between the tangents of p and q in the metric of q, the
// larger weight of the two counting; it is kept in q with along.
func (tr *tracer) cosine(p, q *point) float64 {
	pq, pp, qq, _ := tr.v.sums(tr.n, func(lo, hi int) (pq, pp, qq, top float64) {
		pw, qw, pd, qd := p.w[lo:hi], q.w[lo:hi], p.dir[lo:hi], q.dir[lo:hi]
		for i, w := range qw {
			w = max(w, pw[i])
			x, y := pd[i], qd[i]
			pq += w * x * y
			pp += w * x * x
			qq += w * y * y
		}
		return
	})
	o := q.omega * q.omega
	pq, pp, qq = pq+o*p.dt*q.dt, pp+o*p.dt*p.dt, qq+o*q.dt*q.dt
	q.along, q.cos = qq/pq, pq/math.Sqrt(pp*qq)
	return q.cos
}

// hermite are the cubic's coefficients c0 + c1 u + c2 u² + c3 u³, u in [0,1],
// between two values with slopes given per unit of u.
func hermite(f0, d0, f1, d1 float64) (c [4]float64) {
	return [4]float64{f0, d0, 3*(f1-f0) - 2*d0 - d1, 2*(f0-f1) + d0 + d1}
}

func cubic(c [4]float64, u float64) float64 { return c[0] + u*(c[1]+u*(c[2]+u*c[3])) }

// peak is the extreme t between tr.cur and tr.next when there is a fold between
// them, and their larger t otherwise.
func (tr *tracer) peak(h float64) float64 {
	p, q := tr.cur, tr.next
	if (p.dt > 0) == (q.dt > 0) {
		return math.Max(p.t, q.t)
	}
	c := hermite(p.t, h*p.dt, q.t, h*q.dt)
	lo, hi := 0.0, 1.0
	for range 50 { // the derivative changes sign once: bisect
		u := (lo + hi) / 2
		if d := c[1] + u*(2*c[2]+u*3*c[3]); (d > 0) == (p.dt > 0) {
			lo = u
		} else {
			hi = u
		}
	}
	return cubic(c, lo)
}

// turningPoint is the t of the fold between tr.cur and tr.next, a step h apart, to about
// six digits: the zero of dt by false position (Illinois). t is returned where
// the points between do not come.
func (tr *tracer) turningPoint(h, t float64) float64 {
	distance, contraction, angle := tr.distance, tr.contraction, tr.angle
	defer func() { tr.distance, tr.contraction, tr.angle = distance, contraction, angle }()
	if tr.scout == nil {
		tr.scout = newPoint(tr.n)
	}
	a, fa, b, fb := 0.0, tr.cur.dt, h, tr.next.dt
	for range 12 {
		s := a - fa*(b-a)/(fb-fa)
		if tr.advance(tr.cur, tr.scout, s) == rejected {
			break
		}
		last := t
		f := tr.scout.dt
		t = tr.scout.t
		if math.Abs(t-last) <= 1e-7*t {
			break
		}
		if (f > 0) == (fa > 0) {
			a, fa, fb = s, f, fb/2
		} else {
			b, fb, fa = s, f, fa/2
		}
	}
	return t
}

// land puts tr.cur exactly on t=goal: from the predictor of length h at tr.cur,
// or, when the goal lies between tr.cur and q, from the cubic through the two.
// The crossing nearest to tr.cur is taken, which is the first on the path.
func (tr *tracer) land(goal, h float64, q *point) bool {
	p, z := tr.cur, tr.probe
	if q == nil {
		for a := range z.x {
			z.x[a] = p.x[a] + h*p.dir[a]
		}
	} else {
		c := hermite(p.t, h*p.dt, q.t, h*q.dt)
		lo, hi := 0.0, 1.0
		for k := 1; k <= 64; k++ { // first subinterval with a crossing
			if u := float64(k) / 64; cubic(c, u) >= goal {
				lo, hi = u-1.0/64, u
				break
			}
		}
		for range 50 {
			if u := (lo + hi) / 2; cubic(c, u) >= goal {
				hi = u
			} else {
				lo = u
			}
		}
		for a := range z.x {
			z.x[a] = cubic(hermite(p.x[a], h*p.dir[a], q.x[a], h*q.dir[a]), hi)
		}
	}
	z.t = goal
	tr.tolerance = pathTolerance
	ps, ok := tr.correct(p, z, true)
	if !ok || tr.judge(p, z, ps) != accepted || z.dt < 0 {
		return false
	}
	if !tr.polish(z) {
		return false
	}
	tr.sol.Steps++
	tr.watch(z, h)
	tr.cur, tr.probe = tr.probe, tr.cur
	return true
}

// settle polishes the current point where it stands.
func (tr *tracer) settle() {
	tr.probe.copyFrom(tr.cur)
	if tr.polish(tr.probe) {
		tr.cur, tr.probe = tr.probe, tr.cur
	}
}

// enough is the share of the bar below which polishing ends: the next step would
// cost a pass and change nothing that anybody sees.
const enough = 0.01

// polish takes Newton steps at q.t until the residual is as small as rounding
// lets it become.
func (tr *tracer) polish(q *point) bool {
	best, near := math.Inf(1), q.slack
	for range polishPasses {
		ps, done := tr.arrived(q, near)
		if done {
			q.res = ps.residual
			return q.res <= tr.bar(q.t)
		}
		if !(ps.residual < best/2) {
			if ps.residual <= best {
				q.res = ps.residual
			} else if !(ps.residual <= tr.bar(q.t)) {
				return false
			} else {
				q.res = ps.residual
			}
			break
		}
		best, q.res, near = ps.residual, ps.residual, ps.residual
		if best <= enough*residualAtGoal { // not the bar: one information set's rounding is no measure of the others'
			break
		}
		for a := range q.x {
			q.x[a] += tr.newton[a]
		}
	}
	return q.res <= tr.bar(q.t)
}

// tiny is the size of a Newton step, or of the residual before it, after which
// another one is hardly needed.
const tiny = 3e-6

// arrived linearises at q. Where that was near before, it first looks at the
// residual alone, and reports whether polishing ends with it.
func (tr *tracer) arrived(q *point, near float64) (pass, bool) {
	e, ok := tr.s.(interface {
		evaluate(x []float64, t float64) pass
		complete(newton, tangent []float64) pass
	})
	if !ok || !(near <= tiny) {
		return tr.linearise(q.x, q.t), false
	}
	tr.passes++
	if ps := e.evaluate(q.x, q.t); ps.residual <= enough*residualAtGoal {
		return ps, true
	}
	return e.complete(tr.newton, tr.tangent), false
}

// bar is the residual that a finished solution must keep. Beliefs are known no
// better than the logarithms of reach whose differences they are, which grow
// with the precision: hence the square.
func (tr *tracer) bar(t float64) float64 {
	r := tr.opt.Roundoff * math.Max(t, 1)
	return residualAtGoal + 100*r + r*r/machineEpsilon
}

// warm solves at t=1 by Newton's method from x0, the solution of a game that
// differs little. ok is false when the start was too far, the contraction too
// weak or the orientation not that of a first crossing: then trace again. The
// branch is Local: whether x0 stood on the principal one, the caller knows.
func warm(s system, x0 []float64, opt Options) (x []float64, sol Solution, ok bool) {
	opt = opt.withDefaults()
	tr := newTracer(s, opt)
	tr.sol.Branch = Local
	tr.ref, tr.scale, tr.warm = 1, 1, true
	z := tr.cur
	copy(z.x, x0)
	z.t = 1
	tr.tolerance = pathTolerance
	ps, arrived := tr.correct(tr.next, z, true)
	if arrived && ps.sign >= 0 && tr.polish(z) {
		ok = true
	}
	x = tr.finish()
	return x, tr.sol, ok
}
