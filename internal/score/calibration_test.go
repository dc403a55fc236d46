package score

// This file tests calibration and discrimination on cases worked out by hand,
// and by properties that hold of any forecasts.

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// four forecasts: 0.25 no, 0.25 yes, 0.75 yes, 0.95 yes.
var four = []Point{{"a", 0.25, false}, {"b", 0.25, true}, {"c", 0.75, true}, {"d", 0.95, true}}

func TestMurphyByHand(t *testing.T) {
	// Bins: 0.2–0.3 holds two with frequency ½; 0.7–0.8 and 0.9–1 one each, both true. Base rate ¾.
	m := Murphy(four)
	near(t, "reliability", m.Reliability, (2*0.0625+0.0625+0.0025)/4)
	near(t, "resolution", m.Resolution, (2*0.0625+0.0625+0.0625)/4)
	near(t, "uncertainty", m.Uncertainty, 0.1875)
	near(t, "within", m.Within, 0)
	near(t, "Brier", MeanBrier(four), (0.0625+0.5625+0.0625+0.0025)/4)
	// Two unlike forecasts in one bin: mean 0.15, frequency ½, variance 0.0016, covariance −0.5 × 0.04.
	m = Murphy([]Point{{"a", 0.11, true}, {"b", 0.19, false}})
	near(t, "reliability", m.Reliability, 0.35*0.35)
	near(t, "resolution", m.Resolution, 0)
	near(t, "within", m.Within, 0.0016+0.04)
}

// pointsOf draws any forecasts, ties and ends included.
func pointsOf(t *rapid.T) []Point {
	n := rapid.IntRange(1, 40).Draw(t, "n")
	out := make([]Point, n)
	outcome := map[string]bool{}
	for i := range out {
		q := fmt.Sprint(rapid.IntRange(0, 12).Draw(t, "question"))
		if _, ok := outcome[q]; !ok {
			outcome[q] = rapid.Bool().Draw(t, "outcome")
		}
		p := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 0.1, 0.3, 0.5, 0.7, 0.9, 1})).Draw(t, "p")
		out[i] = Point{q, p, outcome[q]}
	}
	return out
}

func TestMurphyAddsUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := pointsOf(t)
		m := Murphy(points)
		if sum := m.Reliability - m.Resolution + m.Uncertainty + m.Within; math.Abs(sum-MeanBrier(points)) > 1e-12 {
			t.Fatalf("the parts add up to %v, the Brier score is %v", sum, MeanBrier(points))
		}
		if m.Reliability < 0 || m.Resolution < -1e-15 || m.Resolution > m.Uncertainty+1e-12 {
			t.Fatalf("impossible parts: %+v", m)
		}
		n := 0
		for _, b := range Reliability(points) {
			n += b.Forecasts
			if b.Forecasts > 0 && !(b.Lo <= b.Frequency+1e-12 && b.Frequency <= b.Hi+1e-12 && b.Forecast >= b.From-1e-12 && b.Forecast <= b.To+1e-12 && b.Questions <= b.Forecasts) {
				t.Fatalf("impossible bin: %+v", b)
			}
		}
		if n != len(points) {
			t.Fatalf("the bins hold %d of %d", n, len(points))
		}
	})
}

func TestBinEdges(t *testing.T) {
	for p, want := range map[float64]int{0: 0, 0.0999: 0, 0.1: 1, 0.3: 3, 0.7: 7, 0.9: 9, 0.99999: 9, 1: 9} {
		if got := binOf(p); got != want {
			t.Errorf("%v lies in bin %d, want %d", p, got, want)
		}
	}
}

func TestWilsonByHand(t *testing.T) {
	// z² = 2.705543454…; of 1 in 1: lower bound 1/(1 + z²); of ½ in 10: ½ ∓ z/(1+z²/10) √(1/40 + z²/400).
	const z2 = 2.7055434540954146
	lo, hi := Wilson(1, 1)
	near(t, "lo", lo, 1/(1+z2))
	near(t, "hi", hi, 1)
	lo, hi = Wilson(0.5, 10)
	half := math.Sqrt(z2) / (1 + z2/10) * math.Sqrt(1./40+z2/400)
	near(t, "lo", lo, 0.5-half)
	near(t, "hi", hi, 0.5+half)
	for _, n := range []float64{0, math.NaN(), -1} {
		if lo, hi := Wilson(0.5, n); lo != 0 || hi != 1 {
			t.Errorf("of %v cases: %v–%v, want all of 0–1", n, lo, hi)
		}
	}
}

func TestAreaByHand(t *testing.T) {
	for _, c := range []struct {
		name    string
		points  []Point
		area    float64
		without bool // an interval
	}{
		{"a tie counts half", four, (0.5 + 1 + 1) / 3, true}, // one no only
		{"all ties", []Point{{"a", 0.5, true}, {"b", 0.5, false}, {"c", 0.5, true}, {"d", 0.5, false}}, 0.5, true},
		{"in order", []Point{{"a", 0, false}, {"b", 0.1, false}, {"c", 0.2, true}, {"d", 1, true}}, 1, true},
		{"against the order", []Point{{"a", 0.9, false}, {"b", 0.8, false}, {"c", 0.2, true}, {"d", 0.1, true}}, 0, true},
		{"three of four pairs", []Point{{"a", 0.1, false}, {"b", 0.3, false}, {"c", 0.2, true}, {"d", 0.4, true}}, 0.75, false},
		{"no event", []Point{{"a", 0.1, false}, {"b", 0.3, false}}, math.NaN(), true},
		{"only events", []Point{{"a", 0.1, true}}, math.NaN(), true},
	} {
		d := AUC(c.points)
		near(t, c.name, d.Area, c.area)
		if math.IsNaN(d.Lo) != c.without || math.IsNaN(d.Hi) != c.without || (d.Why != "") != c.without {
			t.Errorf("%s: %+v", c.name, d)
		}
	}
	// Three of four: placements of the yes ½, 1, of the no 1, ½; each outcome's part is
	// 2/1 × (1/16 + 1/16)/4 = 1/16, the variance 1/8; logit scale: ln 3 ∓ t₁(0.95) √(1/8) / (3/16).
	d := AUC([]Point{{"a", 0.1, false}, {"b", 0.3, false}, {"c", 0.2, true}, {"d", 0.4, true}})
	half := 6.313751514675043 * math.Sqrt(0.125) / 0.1875
	if math.Abs(d.Lo-logistic(math.Log(3)-half)) > 1e-9 || math.Abs(d.Hi-logistic(math.Log(3)+half)) > 1e-9 {
		t.Errorf("interval %v–%v", d.Lo, d.Hi)
	}
}

func TestAreaIsTheShareOfPairs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := pointsOf(t)
		sum, n := 0.0, 0.0
		for _, a := range points {
			for _, b := range points {
				if a.Happened && !b.Happened {
					n++
					switch {
					case a.P > b.P:
						sum++
					case a.P == b.P:
						sum += 0.5
					}
				}
			}
		}
		d := AUC(points)
		if n == 0 != math.IsNaN(d.Area) || n > 0 && math.Abs(d.Area-sum/n) > 1e-12 {
			t.Fatalf("area %v, by pairs %v", d.Area, sum/n)
		}
		if d.Why == "" && !(0 <= d.Lo && d.Lo <= d.Area && d.Area <= d.Hi && d.Hi <= 1) {
			t.Fatalf("interval %v–%v around %v", d.Lo, d.Hi, d.Area)
		}
	})
}

func TestAskingAgainIsNoNewQuestion(t *testing.T) {
	once := []Point{{"a", 0.1, false}, {"b", 0.3, false}, {"c", 0.2, true}, {"d", 0.4, true}}
	var nine []Point
	for range 9 {
		nine = append(nine, once...)
	}
	a, b := AUC(once), AUC(nine)
	near(t, "area", b.Area, a.Area)
	near(t, "lo", b.Lo, a.Lo)
	near(t, "hi", b.Hi, a.Hi)
	if x, y := Reliability(once)[3], Reliability(nine)[3]; x.Hi != y.Hi || x.Lo != y.Lo {
		t.Errorf("the interval of a bin: %v–%v became %v–%v", x.Lo, x.Hi, y.Lo, y.Hi)
	}
}
