package random

import (
	"math"

	"demarche/internal/scenario"
	"gonum.org/v1/gonum/stat/distuv"
)

// This file draws parameters.

// z90 is the standard normal's 95% quantile: a 90% interval is ±z90.
var z90 = distuv.UnitNormal.Quantile(0.95)

// Quantile is the value below which a parameter lies with probability u in
// (0, 1). Derived parameters have none: see Parameters.
func Quantile(d *scenario.Distribution, u float64) float64 {
	if d.Kind == scenario.Uniform { // not by way of the score: that would round
		return d.A + u*(d.B-d.A)
	}
	return quantileAt(d, distuv.UnitNormal.Quantile(u))
}

// quantileAt is the quantile at the probability of a standard normal score.
func quantileAt(d *scenario.Distribution, z float64) float64 {
	within := func(lo, hi float64) float64 { // between lo and hi with 90%, on a normal scale
		return (lo+hi)/2 + z*(hi-lo)/(2*z90)
	}
	switch d.Kind {
	case scenario.Normal:
		return within(d.A, d.B)
	case scenario.LogNormal:
		return d.Min + math.Exp(within(math.Log(d.A-d.Min), math.Log(d.B-d.Min)))
	case scenario.LogitNormal:
		logit := func(x float64) float64 { return math.Log((x - d.Min) / (d.Max - x)) }
		return d.Min + (d.Max-d.Min)/(1+math.Exp(-within(logit(d.A), logit(d.B))))
	case scenario.Uniform:
		return d.A + distuv.UnitNormal.CDF(z)*(d.B-d.A)
	}
	return d.A
}

// Parameters is a value for every parameter of s: quantile gives an independent
// place for parameter i, uniform in (0, 1). Where nothing is correlated that is
// its place within its distribution; else FromScores makes one of it. quantile
// is asked for every parameter that is not derived, in order.
func Parameters(s *scenario.Scenario, quantile func(i int) float64) []float64 {
	if s.Copula == nil {
		return fill(s, func(i int) float64 { return Quantile(&s.Parameters[i].Dist, quantile(i)) })
	}
	e := make([]float64, len(s.Parameters))
	for i := range e {
		if s.Parameters[i].Dist.Kind != scenario.Derived {
			e[i] = Score(quantile(i))
		}
	}
	return FromScores(s, e)
}

// fill computes the derived parameters from the others.
func fill(s *scenario.Scenario, value func(i int) float64) []float64 {
	out := make([]float64, len(s.Parameters))
	frame := make([]float64, s.Layout.Size)
	for i := range s.Parameters {
		d := &s.Parameters[i].Dist
		if d.Kind == scenario.Derived {
			out[i] = d.Expr.Eval(frame)
		} else {
			out[i] = value(i)
		}
		frame[s.Layout.Parameter+i] = out[i]
	}
	return out
}

// Medians is every parameter at its median, derived ones computed from those.
func Medians(s *scenario.Scenario) []float64 {
	return Parameters(s, func(int) float64 { return 0.5 })
}
