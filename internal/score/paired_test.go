package score

// This file tests differences to baselines, and the leave-one-out base rate.

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPairedByHand(t *testing.T) {
	nan := math.NaN()
	// Differences 0.3, 0.1, 0.2: mean 0.2, standard error 0.1/√3, t₂(0.95) = 2.919985580353726.
	d := Paired([]string{"a", "b", "c", "x", "y"}, []float64{0, 0, 0, nan, 1}, []float64{0.3, 0.1, 0.2, 1, nan})
	near(t, "mean", d.Mean, 0.2)
	half := 2.919985580353726 * 0.1 / math.Sqrt(3)
	if math.Abs(d.Lo-(0.2-half)) > 1e-9 || math.Abs(d.Hi-(0.2+half)) > 1e-9 {
		t.Errorf("interval %v–%v, want %v–%v", d.Lo, d.Hi, 0.2-half, 0.2+half)
	}
	if d.Forecasts != 3 || d.Questions != 3 || d.Better != 3 || d.Worse != 0 {
		t.Errorf("%+v", d)
	}
	if d := Paired([]string{"a", "a"}, []float64{0, 0}, []float64{1, 0}); d.Mean != 0.5 || !math.IsNaN(d.Lo) {
		t.Errorf("one question has no interval: %+v", d)
	}
}

func TestIntervalsOfRepeatedQuestions(t *testing.T) {
	// 20 questions asked 6 times with a difference of their own: intervals that
	// count questions cover the truth about nine times in ten; those that count
	// forecasts would cover it about half as often.
	r := rand.New(rand.NewPCG(5, 5))
	hit, n := 0, 2000
	for range n {
		var q []string
		var a, b []float64
		for k := range 20 {
			own := r.NormFloat64()
			for range 6 {
				q, a, b = append(q, string(rune('a'+k))), append(a, 0), append(b, 0.3+own+0.1*r.NormFloat64())
			}
		}
		if d := Paired(q, a, b); d.Lo <= 0.3 && 0.3 <= d.Hi {
			hit++
		}
	}
	if rate := float64(hit) / float64(n); math.Abs(rate-Coverage) > 0.03 { // four standard errors
		t.Errorf("the intervals cover in %.3f of the cases, and claim %v", rate, Coverage)
	}
}

func TestLeaveOneOutByHand(t *testing.T) {
	got := LeaveOneOut([]Point{{"a", 0, true}, {"b", 0, false}, {"c", 0, false}, {"a", 1, true}})
	if diff := cmp.Diff([]float64{0, 0.5, 0.5, 0}, got); diff != "" {
		t.Error(diff)
	}
	if got := LeaveOneOut([]Point{{"a", 0, true}}); !math.IsNaN(got[0]) {
		t.Errorf("of one question: %v", got)
	}
}
