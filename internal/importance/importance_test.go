package importance

import (
	"math"
	"sort"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/random"
)

// This file checks the tail's fit against known tails, and weights against
// means that are known.

// TestShapeOfKnownTails fits samples of generalised Pareto distributions.
func TestShapeOfKnownTails(t *testing.T) {
	for _, want := range []float64{-0.3, 0, 0.3, 0.7, 1.2} {
		rng := random.New(5, int(100*(want+1)), 0, random.UseTest)
		const n = 20000
		x := make([]float64, n)
		for i := range x {
			x[i] = quantile(rng.Open(), want, 2)
		}
		sort.Float64s(x)
		k, sigma := fit(x)
		// the asymptotic standard deviation of the shape's best estimate is (1+k)/√n
		if d := math.Abs(k - want); d > 4*(1+want)/math.Sqrt(n)+1e-3 {
			t.Errorf("shape %g: fitted %g", want, k)
		}
		if math.Abs(sigma-2) > 0.12 {
			t.Errorf("shape %g: scale %g, want 2", want, sigma)
		}
	}
}

// TestShapeOfRatios: draws of N(0,1) weighed towards N(m,1) have log-normal
// ratios, whose mean is known; the shape grows with m.
func TestShapeOfRatios(t *testing.T) {
	before := math.Inf(-1)
	for _, m := range []float64{0.3, 1, 2, 4} {
		const n = 4000
		logs, z := make([]float64, n), make([]float64, n)
		rng := random.New(3, int(10*m), 0, random.UseTest)
		for i := range logs {
			z[i] = distuv.UnitNormal.Quantile(rng.Open())
			logs[i] = m*z[i] - m*m/2
		}
		w, k := Weights(logs)
		mean, sum := 0.0, 0.0
		for i := range w {
			mean += w[i] * z[i]
			sum += w[i]
		}
		if math.Abs(sum-1) > 1e-12 {
			t.Errorf("m %g: shares sum to %g", m, sum)
		}
		if k <= before {
			t.Errorf("m %g: shape %g is not above %g", m, k, before)
		}
		before = k
		if sd := math.Sqrt((1 + m*m) / Effective(w)); k < Reliable && math.Abs(mean-m) > 4*sd {
			t.Errorf("m %g: mean %g, off by more than four standard errors (%g)", m, mean, sd)
		}
		if (m <= 2) != (k < Reliable) {
			t.Errorf("m %g: shape %g", m, k)
		}
	}
}

func TestWeightsOfOddDraws(t *testing.T) {
	inf := math.Inf(-1)
	for name, c := range map[string]struct{ logs, want []float64 }{
		"none":     {nil, nil},
		"all zero": {[]float64{inf, inf}, []float64{0, 0}},
		"one":      {[]float64{-1000}, []float64{1}},
		"equal":    {[]float64{-3, -3, inf, -3, -3}, []float64{.25, .25, 0, .25, .25}},
		"far":      {[]float64{-2000, 0}, []float64{0, 1}},
		"few":      {[]float64{0, math.Log(3)}, []float64{.25, .75}},
	} {
		w, k := Weights(c.logs)
		if !math.IsNaN(k) {
			t.Errorf("%s: shape %g", name, k)
		}
		for d := range c.want {
			if math.Abs(w[d]-c.want[d]) > 1e-15 {
				t.Errorf("%s: shares %v, want %v", name, w, c.want)
			}
		}
	}
	equal := make([]float64, 100)
	w, k := Weights(equal)
	if e := Effective(w); !math.IsNaN(k) || math.Abs(e-100) > 1e-9 {
		t.Errorf("a hundred equal draws: shape %g, %g effective", k, e)
	}
	for d := range equal { // two likelihoods alone: nothing to fit
		equal[d] = float64(d % 2)
	}
	if w, _ := Weights(equal); math.Abs(w[1]/w[0]-math.E) > 1e-12 {
		t.Errorf("two likelihoods: ratio of shares %g", w[1]/w[0])
	}
}

// TestSystematic: copies are within one of what they should be, and right on average.
func TestSystematic(t *testing.T) {
	w := []float64{0.05, 0, 0.5, 0.45}
	const n, times = 7, 20000
	mean := make([]float64, len(w))
	rng := random.New(1, 0, 0, random.UseTest)
	for range times {
		total := 0
		for d, c := range Systematic(w, n, rng.Float64()) {
			if math.Abs(float64(c)-n*w[d]) >= 1 {
				t.Fatalf("%d copies for a share of %g of %d", c, w[d], n)
			}
			mean[d] += float64(c) / times
			total += c
		}
		if total != n {
			t.Fatalf("%d copies of %d", total, n)
		}
	}
	for d := range w {
		if math.Abs(mean[d]-n*w[d]) > 0.02 {
			t.Errorf("draw %d: %g copies on average, want %g", d, mean[d], n*w[d])
		}
	}
}
