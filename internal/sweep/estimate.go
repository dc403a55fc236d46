package sweep

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/story"
)

// This file turns stories into probabilities with their two uncertainties.

// estimate is a question's probability from stories grouped by draw.
type estimate struct {
	p           float64 // mean
	between     float64 // variance of the probability from draw to draw
	simulation  float64 // variance of p as an estimate: stories are finite
	n           int     // stories
	beta        float64 // of the control variate
	none, every bool    // no story, or every story, came true
}

// estimateOf estimates the probability of question q. yes − β·(yes − hazard)
// has the mean of yes for any β; the β that makes it vary least is fitted
// (control variates, Glasserman 2004, §4.1). Where no story, or every story, came
// true there is nothing to fit: β is 1, and the hazards alone say how likely it
// was. To say 0 there would make rare things rarer than they are.
func estimateOf(groups [][]*story.Told, q int) estimate {
	var n, sumI, sumM, sumMM, sumIM float64
	for _, g := range groups {
		for _, s := range g {
			i, m := outcome(s, q), outcome(s, q)-s.Hazard[q]
			n++
			sumI += i
			sumM += m
			sumMM += m * m
			sumIM += i * m
		}
	}
	if n == 0 {
		return estimate{p: math.NaN(), between: math.NaN(), simulation: math.NaN()}
	}
	beta := 0.0
	if v := sumMM - sumM*sumM/n; sumI == 0 || sumI == n {
		beta = 1
	} else if v > 1e-12 {
		beta = (sumIM - sumI*sumM/n) / v
	}
	e := estimate{n: int(n), beta: beta, none: sumI == 0, every: sumI == n}
	e.p = math.Min(math.Max((sumI-beta*sumM)/n, 0), 1)
	// one-way analysis of variance, draws as groups
	var within, among, squares, clustered, draws float64
	for _, g := range groups {
		if len(g) == 0 {
			continue
		}
		k := float64(len(g))
		mean := 0.0
		for _, s := range g {
			mean += outcome(s, q) - beta*(outcome(s, q)-s.Hazard[q])
		}
		mean /= k
		for _, s := range g {
			d := outcome(s, q) - beta*(outcome(s, q)-s.Hazard[q]) - mean
			within += d * d
		}
		among += k * (mean - e.p) * (mean - e.p)
		squares += k * k
		clustered += k * k * (mean - e.p) * (mean - e.p)
		draws++
	}
	e.simulation = clustered / (n * n)
	if draws > 1 && n > draws {
		within /= n - draws
		among /= draws - 1
		e.between = math.Max(0, (among-within)/((n-squares/n)/(draws-1)))
	}
	e.between = math.Min(e.between, e.p*(1-e.p))
	return e
}

func outcome(s *story.Told, q int) float64 {
	if s.Yes[q] {
		return 1
	}
	return 0
}

// credible is the 90% interval of the probability over what we do not know of
// the parameters, widened by what the simulation leaves open.
func (e estimate) credible() Interval { return e.interval(e.between + e.simulation) }

// monteCarlo is the 90% interval that the finite number of stories leaves.
func (e estimate) monteCarlo() Interval { return e.interval(e.simulation) }

// interval is the central 90% of the beta distribution with mean p and the
// given variance. Where no story, or every story, came true, the simulation
// alone leaves the exact binomial bound (Clopper and Pearson 1934).
func (e estimate) interval(variance float64) Interval {
	if math.IsNaN(e.p) {
		return Interval{Number(math.NaN()), Number(math.NaN())}
	}
	if e.p < 1e-12 {
		return Interval{0, Number(1 - math.Pow(0.05, 1/float64(e.n)))}
	}
	if e.p > 1-1e-12 {
		return Interval{Number(math.Pow(0.05, 1/float64(e.n))), 1}
	}
	lo, hi := e.unseen()
	if variance <= 0 {
		return Interval{Number(min(e.p, lo)), Number(max(e.p, hi))}
	}
	// a beta distribution with both shapes at least a little above 0
	k := math.Max(e.p*(1-e.p)/variance-1, 0.05)
	b := distuv.Beta{Alpha: math.Max(e.p*k, 1e-3), Beta: math.Max((1-e.p)*k, 1e-3)}
	return Interval{Number(min(b.Quantile(0.05), e.p, lo)), Number(max(b.Quantile(0.95), e.p, hi))}
}

// unseen is how far the interval must reach where no story, or every story, came
// true: ways that none of them took are not in their hazards either (the exact
// binomial bound, Clopper and Pearson 1934).
func (e estimate) unseen() (lo, hi float64) {
	switch {
	case e.none:
		return 1, 1 - math.Pow(0.05, 1/float64(e.n))
	case e.every:
		return math.Pow(0.05, 1/float64(e.n)), 0
	}
	return 1, 0
}
