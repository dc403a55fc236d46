package random

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/scenario"
)

// This file goes between parameters and their normal scores, both ways.

// Uncertain reports whether a parameter has a distribution of its own: one that
// is fixed or computed from others has no score.
func Uncertain(d *scenario.Distribution) bool {
	switch d.Kind {
	case scenario.Normal, scenario.LogNormal, scenario.LogitNormal, scenario.Uniform:
		return true
	}
	return false
}

// AtScore is the value of a parameter at a normal score z: the inverse of
// ScoreOf. The median is at 0, and z standard deviations of the distribution on
// its normal scale lie between. A fixed parameter has its value at every score.
func AtScore(d *scenario.Distribution, z float64) float64 { return quantileAt(d, z) }

// ScoreOf is the normal score of value x of a parameter: how many standard
// deviations it lies above the median, on the scale on which the distribution is
// normal. It is −Inf or +Inf at and beyond the ends of the distribution's range,
// and NaN where d has no distribution (see Uncertain) or x is not a number.
func ScoreOf(d *scenario.Distribution, x float64) float64 {
	between := func(x, lo, hi float64) float64 { return (x - (lo+hi)/2) * 2 * z90 / (hi - lo) }
	switch d.Kind {
	case scenario.Normal:
		return between(x, d.A, d.B)
	case scenario.LogNormal:
		if x <= d.Min {
			return math.Inf(-1)
		}
		return between(math.Log(x-d.Min), math.Log(d.A-d.Min), math.Log(d.B-d.Min))
	case scenario.LogitNormal:
		logit := func(x float64) float64 { return math.Log((x - d.Min) / (d.Max - x)) }
		switch {
		case x <= d.Min:
			return math.Inf(-1)
		case x >= d.Max:
			return math.Inf(1)
		}
		return between(logit(x), logit(d.A), logit(d.B))
	case scenario.Uniform:
		switch u := (x - d.A) / (d.B - d.A); {
		case u <= 0:
			return math.Inf(-1)
		case u >= 1:
			return math.Inf(1)
		case u > 0:
			return distuv.UnitNormal.Quantile(u)
		}
	}
	return math.NaN()
}

// FromMargins is a value for every parameter of s from the normal scores of
// each by itself (those of fixed and derived parameters are not read): each
// uncertain parameter is AtScore of its own, however they are correlated.
func FromMargins(s *scenario.Scenario, z []float64) []float64 {
	return fill(s, func(i int) float64 { return quantileAt(&s.Parameters[i].Dist, z[i]) })
}

// Decorrelate is the inverse of Correlate: the independent scores that c makes
// into z. Without a copula it is z itself, else a new slice.
func Decorrelate(c *scenario.Copula, z []float64) []float64 {
	if c == nil {
		return z
	}
	e := append([]float64(nil), z...)
	for k, i := range c.Of {
		rest := z[i]
		for j, by := range c.L[k][:k] {
			rest -= by * e[c.Of[j]]
		}
		e[i] = rest / c.L[k][k]
	}
	return e
}
