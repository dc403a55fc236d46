package sensitivity

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/quantity"
)

// This file is the forecast where a parameter is small, and where it is large.

// thirds fills in the low and the high third of every parameter.
func (a *analysis) thirds(q int, out *Question) {
	o := &a.outcomes[q]
	if o.missing {
		return
	}
	for i := range a.u {
		if a.u[i] == nil {
			continue
		}
		p := &out.Parameters[i]
		lo, vlo := a.third(o, func(d int) bool { return a.u[i][d] <= 1.0/3 })
		hi, vhi := a.third(o, func(d int) bool { return a.u[i][d] >= 2.0/3 })
		p.Low, p.High = lo, hi
		if math.IsNaN(float64(lo.Mean)) || math.IsNaN(float64(hi.Mean)) {
			p.Reason = "too few of its values are apart"
			continue
		}
		p.Swing = hi.Mean - lo.Mean
		w := quantity.Number(z90 * math.Sqrt(vlo+vhi))
		p.SwingInterval = quantity.Interval{p.Swing - w, p.Swing + w}
		if o.probability {
			p.SwingInterval = quantity.Interval{max(p.SwingInterval[0], -1), min(p.SwingInterval[1], 1)}
		}
	}
}

// z90 is the standard normal's 95% quantile: a 90% interval is ±z90.
var z90 = distuv.UnitNormal.Quantile(0.95)

// third is the mean among the draws that are in, and its variance as an
// estimate, draws as clusters of their stories. Of a probability the interval is
// the central 90% of the beta distribution with that mean and variance; where
// all stories agree, the exact binomial bound (Clopper and Pearson 1934).
func (a *analysis) third(o *outcome, in func(d int) bool) (Third, float64) {
	none := Third{quantity.None, quantity.Interval{quantity.None, quantity.None}}
	var sum, mean float64
	draws, stories := 0, 0
	for d, w := range a.w {
		if in(d) {
			sum += w
			mean += w * o.y[d]
			draws++
			stories += o.stories[d]
		}
	}
	if draws < 2 {
		return none, math.NaN()
	}
	mean /= sum
	variance := 0.0
	for d, w := range a.w {
		if in(d) {
			variance += w / sum * w / sum * (o.y[d] - mean) * (o.y[d] - mean)
		}
	}
	variance *= float64(draws) / float64(draws-1)
	if !o.probability {
		w := z90 * math.Sqrt(variance)
		return Third{quantity.Number(mean), quantity.Interval{quantity.Number(mean - w), quantity.Number(mean + w)}}, variance
	}
	mean = clip(mean, 0, 1)
	lo, hi := mean, mean
	bound := math.Pow(0.05, 1/float64(stories))
	switch {
	case mean < 1e-12:
		lo, hi = 0, 1-bound
		variance = math.Max(variance, hi*hi/(z90*z90))
	case mean > 1-1e-12:
		lo, hi = bound, 1
		variance = math.Max(variance, (1-lo)*(1-lo)/(z90*z90))
	case variance > 0:
		k := math.Max(mean*(1-mean)/variance-1, 0.05)
		b := distuv.Beta{Alpha: math.Max(mean*k, 1e-3), Beta: math.Max((1-mean)*k, 1e-3)}
		lo, hi = math.Min(b.Quantile(0.05), mean), math.Max(b.Quantile(0.95), mean)
	}
	return Third{quantity.Number(mean), quantity.Interval{quantity.Number(lo), quantity.Number(hi)}}, variance
}
