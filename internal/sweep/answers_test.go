package sweep_test

import (
	"context"
	"math"
	"testing"

	"demarche/internal/sweep"
)

// The draws' answers make the forecasts, with and without an assumption.
func TestAnswersMakeTheForecasts(t *testing.T) {
	s := scene(t, crisis)
	r, err := sweep.Run(context.Background(), s, nil, sweep.Options{Seed: 3, Draws: 12, Stories: 40,
		Assume: []sweep.Assumption{{Period: 2, Step: 0, Action: 1, Text: "an act"}}})
	if err != nil {
		t.Fatal(err)
	}
	for q, x := range r.Questions {
		var weight, p, assumed float64
		for _, a := range r.Answers {
			weight += a.Weight
			p += a.Weight * a.P[q]
			assumed += a.Weight * a.Assumed[q]
		}
		if int(weight) != r.Stories {
			t.Fatalf("%g stories, told %d", weight, r.Stories)
		}
		for what, pair := range map[string][2]float64{"forecast": {p / weight, float64(x.Probability)}, "assumed": {assumed / weight, float64(x.Assumed)}} {
			if got := math.Min(math.Max(pair[0], 0), 1); math.Abs(got-pair[1]) > 1e-12 {
				t.Errorf("%s, %s: %g, of the draws %g", x.Name, what, pair[1], got)
			}
		}
	}
}
