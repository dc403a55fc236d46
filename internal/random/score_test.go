package random

import (
	"math"
	"testing"

	"demarche/internal/scenario"
	"gonum.org/v1/gonum/stat/distuv"
)

// TestScoreUndoesQuantile goes there and back in every family, from the far
// tails to the median.
func TestScoreUndoesQuantile(t *testing.T) {
	for _, d := range []scenario.Distribution{
		{Kind: scenario.Normal, A: -3, B: 5},
		{Kind: scenario.LogNormal, A: 2, B: 5, Min: 0},
		{Kind: scenario.LogNormal, A: -0.5, B: 40, Min: -1},
		{Kind: scenario.LogitNormal, A: 0.1, B: 0.4, Min: 0, Max: 1},
		{Kind: scenario.LogitNormal, A: 11, B: 19, Min: 10, Max: 20},
		{Kind: scenario.Uniform, A: -1, B: 3},
	} {
		for _, z := range []float64{-4, -1.6448536269514722, -0.3, 0, 1, 1.6448536269514722, 4} {
			x := Quantile(&d, distuv.UnitNormal.CDF(z))
			if got := ScoreOf(&d, x); math.Abs(got-z) > 1e-7 { // the nearest numbers to Φ(4) are 1e-12 apart in z, to a value near its Max 1e-8
				t.Errorf("kind %d: %v standard deviations give %v, which scores %v", d.Kind, z, x, got)
			}
		}
	}
}

func TestScoreAtTheEdges(t *testing.T) {
	nan := math.NaN()
	for _, c := range []struct {
		d       scenario.Distribution
		x, want float64
	}{
		{scenario.Distribution{Kind: scenario.Normal, A: 1, B: 3}, 2, 0},
		{scenario.Distribution{Kind: scenario.Normal, A: 1, B: 3}, 3, z90},
		{scenario.Distribution{Kind: scenario.LogNormal, A: 1, B: 3, Min: 0}, 0, math.Inf(-1)},
		{scenario.Distribution{Kind: scenario.LogNormal, A: 1, B: 3, Min: 0}, -1, nan},
		{scenario.Distribution{Kind: scenario.LogitNormal, A: 1, B: 3, Min: 0, Max: 4}, 4, math.Inf(1)},
		{scenario.Distribution{Kind: scenario.Uniform, A: 1, B: 3}, 1, math.Inf(-1)},
		{scenario.Distribution{Kind: scenario.Uniform, A: 1, B: 3}, 4, nan},
		{scenario.Distribution{Kind: scenario.Fixed, A: 1}, 1, nan},
		{scenario.Distribution{Kind: scenario.Derived}, 1, nan},
	} {
		got := ScoreOf(&c.d, c.x)
		if got != c.want && math.Abs(got-c.want) > 1e-12 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("kind %d: %v scores %v, not %v", c.d.Kind, c.x, got, c.want)
		}
	}
}
