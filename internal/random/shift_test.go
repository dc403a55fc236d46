package random

import (
	"math"
	"testing"

	"demarche/internal/scenario"
)

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

// TestMarginsAreWhereTheyAreSaidToBe: the value at a score scores that, whatever
// the parameters are correlated with.
func TestMarginsAreWhereTheyAreSaidToBe(t *testing.T) {
	nan := math.NaN()
	s := &scenario.Scenario{Parameters: []scenario.Parameter{
		{Dist: scenario.Distribution{Kind: scenario.Normal, A: -2, B: 5, Min: nan, Max: nan}},
		{Dist: scenario.Distribution{Kind: scenario.Fixed, A: 7}},
		{Dist: scenario.Distribution{Kind: scenario.LogNormal, A: 2, B: 5, Min: 1, Max: nan}},
		{Dist: scenario.Distribution{Kind: scenario.LogitNormal, A: 0.2, B: 0.7, Min: 0, Max: 1}},
		{Dist: scenario.Distribution{Kind: scenario.Uniform, A: 3, B: 4, Min: nan, Max: nan}},
	}}
	s.Layout.Size = len(s.Parameters) // parameters alone
	var ok bool
	if s.Copula, ok = scenario.MakeCopula([]scenario.Correlation{{A: 0, B: 2, Rank: 0.6}}); !ok {
		t.Fatal("no such copula")
	}
	z := []float64{1.2, 9, -2.5, 0.4, 3}
	values := FromMargins(s, z)
	for i := range s.Parameters {
		d := &s.Parameters[i].Dist
		if !Uncertain(d) {
			if values[i] != d.A {
				t.Errorf("a fixed parameter moved to %g", values[i])
			}
			continue
		}
		if got := ScoreOf(d, values[i]); math.Abs(got-z[i]) > 1e-9 {
			t.Errorf("parameter %d at score %g scores %.12g", i, z[i], got)
		}
	}
}
