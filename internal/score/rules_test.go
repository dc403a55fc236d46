package score

// This file holds the scoring rules against numbers worked out by hand.

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func near(t *testing.T, what string, got, want float64) {
	t.Helper()
	if math.IsNaN(got) != math.IsNaN(want) || math.Abs(got-want) > 1e-12 {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

func TestRulesByHand(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	for _, c := range []struct {
		p          float64
		happened   bool
		brier, log float64
		held       bool
	}{
		{0.7, true, 0.09, 0.356674943938732378912638711241, false},
		{0.7, false, 0.49, 1.203972804325935992622746217762, false},
		{0.5, true, 0.25, math.Ln2, false},
		{0.5, false, 0.25, math.Ln2, false},
		{0, true, 1, 6.907755278982137, true}, // ln 1000
		{0, false, 0, 0.001000500333583534, true},
		{1, true, 0, 0.001000500333583534, true},
		{1, false, 1, 6.907755278982137, true},
		{0.001, true, 0.998001, 6.907755278982137, false},
		{1e-300, true, 1, 6.907755278982137, true},
		{nan, true, nan, nan, false},
		{inf, true, nan, nan, false},
		{-inf, false, nan, nan, false},
		{1.0000001, true, nan, nan, false},
		{-0.1, false, nan, nan, false},
	} {
		near(t, "Brier", Brier(c.p, c.happened), c.brier)
		l, held := Log(c.p, c.happened)
		near(t, "Log", l, c.log)
		if held != c.held {
			t.Errorf("Log(%v): held %v, want %v", c.p, held, c.held)
		}
	}
}

func TestNobodyGainsBySayingWhatHeDoesNotBelieve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		believed := rapid.Float64Range(Held, 1-Held).Draw(t, "believed")
		said := rapid.Float64Range(0, 1).Draw(t, "said")
		brier := func(p float64) float64 { return believed*Brier(p, true) + (1-believed)*Brier(p, false) }
		logarithm := func(p float64) float64 {
			yes, _ := Log(p, true)
			no, _ := Log(p, false)
			return believed*yes + (1-believed)*no
		}
		if brier(believed) > brier(said)+1e-12 || logarithm(believed) > logarithm(said)+1e-12 {
			t.Fatalf("believing %v it pays to say %v", believed, said)
		}
	})
}

func TestMeansOfNothing(t *testing.T) {
	loss, held := MeanLog(nil)
	for what, x := range map[string]float64{"Brier": MeanBrier(nil), "log": loss, "base rate": BaseRate(nil), "reliability": Murphy(nil).Reliability, "area": AUC(nil).Area,
		"difference": Paired(nil, nil, nil).Mean} {
		if !math.IsNaN(x) {
			t.Errorf("%s of nothing is %v, want NaN", what, x)
		}
	}
	if held != 0 || len(Reliability(nil)) != Bins || len(LeaveOneOut(nil)) != 0 || AUC(nil).Why == "" {
		t.Error("nothing gave something")
	}
}
