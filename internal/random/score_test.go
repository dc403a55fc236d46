package random

import (
	"math"
	"testing"

	"demarche/internal/scenario"
)

func distributions() map[string]scenario.Distribution {
	nan := math.NaN()
	return map[string]scenario.Distribution{
		"normal":       {Kind: scenario.Normal, A: -2, B: 5, Min: nan, Max: nan},
		"lognormal":    {Kind: scenario.LogNormal, A: 2, B: 5, Min: 1, Max: nan},
		"logit-normal": {Kind: scenario.LogitNormal, A: 0.2, B: 0.7, Min: 0, Max: 1},
		"uniform":      {Kind: scenario.Uniform, A: 3, B: 4, Min: nan, Max: nan},
	}
}

// TestScoresThereAndBack: a value's score leads back to it, a score's value to
// the score, and the score is the normal quantile of the value's probability.
func TestScoresThereAndBack(t *testing.T) {
	for name, d := range distributions() {
		for z := -4.0; z <= 4; z += 0.25 {
			x := AtScore(&d, z)
			if got := ScoreOf(&d, x); math.Abs(got-z) > 1e-9 {
				t.Errorf("%s: the score of the value at %g is %.12g", name, z, got)
			}
			if got := AtScore(&d, ScoreOf(&d, x)); math.Abs(got-x) > 1e-12*math.Abs(x) {
				t.Errorf("%s: %.15g comes back as %.15g", name, x, got)
			}
		}
		for _, u := range []float64{0.01, 0.05, 0.3, 0.5, 0.95} {
			if got := ScoreOf(&d, Quantile(&d, u)); math.Abs(got-Score(u)) > 1e-10 {
				t.Errorf("%s: the score at probability %g is %.12g, want %.12g", name, u, got, Score(u))
			}
		}
		if got := ScoreOf(&d, d.B) - ScoreOf(&d, d.A); d.Kind != scenario.Uniform && math.Abs(got-2*z90) > 1e-9 {
			t.Errorf("%s: the 90%% interval is %.12g scores wide, want %.12g", name, got, 2*z90)
		}
	}
}

func TestScoresBeyondTheRange(t *testing.T) {
	d := distributions()
	for name, x := range map[string]float64{"lognormal": 1, "logit-normal": -0.5, "uniform": 3} {
		if k := d[name]; !math.IsInf(ScoreOf(&k, x), -1) {
			t.Errorf("%s: the score of %g is %g, want −Inf", name, x, ScoreOf(&k, x))
		}
	}
	for name, x := range map[string]float64{"logit-normal": 1, "uniform": 5} {
		if k := d[name]; !math.IsInf(ScoreOf(&k, x), 1) {
			t.Errorf("%s: the score of %g is %g, want +Inf", name, x, ScoreOf(&k, x))
		}
	}
	fixed := scenario.Distribution{Kind: scenario.Fixed, A: 2}
	if !math.IsNaN(ScoreOf(&fixed, 2)) || Uncertain(&fixed) {
		t.Error("a fixed parameter has a score")
	}
	uniform := d["uniform"]
	if !math.IsNaN(ScoreOf(&uniform, math.NaN())) {
		t.Error("what is no number has a score")
	}
}

// TestDecorrelateUndoesCorrelate on a copula of three of five parameters.
func TestDecorrelateUndoesCorrelate(t *testing.T) {
	c, ok := scenario.MakeCopula([]scenario.Correlation{{A: 0, B: 2, Rank: 0.6}, {A: 2, B: 4, Rank: -0.4}})
	if !ok {
		t.Fatal("no such copula")
	}
	e := []float64{0.3, -1, 2, 0.7, -0.2}
	for k, v := range Decorrelate(c, Correlate(c, e)) {
		if math.Abs(v-e[k]) > 1e-14 {
			t.Errorf("score %d comes back as %g, was %g", k, v, e[k])
		}
	}
	if math.Abs(Correlate(c, e)[2]-e[2]) < 0.01 {
		t.Error("nothing was correlated")
	}
}
