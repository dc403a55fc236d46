package random

import (
	"math"

	"demarche/internal/scenario"
	"gonum.org/v1/gonum/stat/distuv"
)

// This file says where a value stands within what the analyst held possible.

// ScoreOf is how many standard deviations x lies above the median of d on the
// scale on which d is normal: the inverse of Quantile on that scale, so that
// ±1.645 are the bounds of the 90% interval of whichever family. At a bound of
// the family (Min, Max, an end of a uniform) it is ±Inf; beyond, and for fixed
// and derived parameters, which have no uncertainty of their own, it is NaN.
func ScoreOf(d *scenario.Distribution, x float64) float64 {
	within := func(v, lo, hi float64) float64 { return (v - (lo+hi)/2) * 2 * z90 / (hi - lo) }
	switch d.Kind {
	case scenario.Normal:
		return within(x, d.A, d.B)
	case scenario.LogNormal:
		return within(math.Log(x-d.Min), math.Log(d.A-d.Min), math.Log(d.B-d.Min))
	case scenario.LogitNormal:
		logit := func(x float64) float64 { return math.Log((x - d.Min) / (d.Max - x)) }
		return within(logit(x), logit(d.A), logit(d.B))
	case scenario.Uniform:
		u := (x - d.A) / (d.B - d.A)
		if !(u >= 0 && u <= 1) {
			return math.NaN()
		}
		return distuv.UnitNormal.Quantile(u)
	}
	return math.NaN()
}
