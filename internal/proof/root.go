package proof

import (
	"context"
	"fmt"
	"math"

	"demarche/internal/theory"
)

// This file finds thresholds: the value of a parameter at which a balance of
// the engine's figures crosses zero.

// mostSteps bounds the solutions that one root may take.
const mostSteps = 200

// root looks for the threshold to within a twentieth of the tolerance.
func (e *Engine) root(ctx context.Context, r *theory.Root, tolerance float64) (float64, error) {
	p := e.Point()
	lo, hi := p.Eval(r.From), p.Eval(r.To)
	name := e.S.Parameters[r.Parameter].Name
	if !(lo < hi) {
		return 0, fmt.Errorf("there is no room to look for %s between %.6g and %.6g", name, lo, hi)
	}
	balance := func(v float64) (float64, error) {
		there := e.With(map[int]float64{r.Parameter: v})
		there.Quick = true
		b, err := there.Eval(ctx, r.Balance)
		e.sized = e.sized || there.sized
		if err != nil {
			return 0, fmt.Errorf("at %s = %.6g: %s", name, v, fault(err))
		}
		if math.IsNaN(b) {
			return 0, fmt.Errorf("at %s = %.6g the balance is not a number", name, v)
		}
		return b, nil
	}
	return cross(balance, lo, hi, math.Max(tolerance/20, 1e-13*math.Max(math.Abs(lo), math.Abs(hi))), name)
}

// cross is where f crosses zero between a and b, to within eps: Brent's method.
func cross(f func(float64) (float64, error), a, b, eps float64, name string) (float64, error) {
	fa, err := f(a)
	if err != nil {
		return 0, err
	}
	fb, err := f(b)
	if err != nil {
		return 0, err
	}
	if fa == 0 {
		return a, nil
	}
	if fa > 0 == (fb > 0) && fb != 0 {
		return 0, fmt.Errorf("the balance does not change its sign between %s = %.6g, where it is %.4g, and %.6g, where it is %.4g", name, a, fa, b, fb)
	}
	c, fc := a, fa
	d := b - a
	last := d
	for range mostSteps {
		if math.Abs(fc) < math.Abs(fb) {
			a, b, c = b, c, b
			fa, fb, fc = fb, fc, fb
		}
		mid := (c - b) / 2
		if math.Abs(mid) <= eps || fb == 0 {
			return b, nil
		}
		if math.Abs(last) >= eps && math.Abs(fa) > math.Abs(fb) {
			var p, q float64
			s := fb / fa
			if a == c {
				p, q = 2*mid*s, 1-s
			} else {
				u, v := fa/fc, fb/fc
				p = s * (2*mid*u*(u-v) - (b-a)*(v-1))
				q = (u - 1) * (v - 1) * (s - 1)
			}
			if p > 0 {
				q = -q
			}
			p = math.Abs(p)
			if 2*p < math.Min(3*mid*q-math.Abs(eps*q), math.Abs(last*q)) {
				last, d = d, p/q
			} else {
				d, last = mid, mid
			}
		} else {
			d, last = mid, mid
		}
		a, fa = b, fb
		if math.Abs(d) > eps {
			b += d
		} else {
			b += math.Copysign(eps, mid)
		}
		if fb, err = f(b); err != nil {
			return 0, err
		}
		if fb > 0 == (fc > 0) {
			c, fc = a, fa
			d = b - a
			last = d
		}
	}
	return b, nil
}
