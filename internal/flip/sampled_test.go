package flip

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/scenario"
)

// probit is a scenario of two uncertain parameters and one question, and n draws
// of them in which the question has the probability Φ(a + b·z). Moved by t, its
// forecast is Φ((a + b·t) / √(1 + b²)).
func probit(n int, a float64, b [2]float64) (*scenario.Scenario, Draws, func(t []float64) float64) {
	nan := math.NaN()
	s := &scenario.Scenario{Questions: []scenario.Question{{Name: "q"}}}
	for range 2 {
		s.Parameters = append(s.Parameters, scenario.Parameter{Dist: scenario.Distribution{Kind: scenario.Normal, A: -1, B: 1, Min: nan, Max: nan}})
	}
	s.Parameters[0].Name, s.Parameters[1].Name = "x", "y"
	s.Layout.Size = 2
	d := Draws{Free: []int{0, 1}}
	norm := distuv.UnitNormal
	sum := 0.0
	for k := range n {
		rng := random.New(5, k, 0, random.UseTest)
		z := []float64{norm.Quantile((float64(k) + rng.Open()) / float64(n)), norm.Quantile(rng.Open())}
		p := norm.CDF(a + b[0]*z[0] + b[1]*z[1])
		d.Weight, d.Score, d.P = append(d.Weight, 2), append(d.Score, z), append(d.P, []float64{p})
		sum += p
	}
	d.Now = []float64{sum / float64(n)}
	return s, d, func(t []float64) float64 {
		return norm.CDF((a + b[0]*t[0] + b[1]*t[1]) / math.Sqrt(1+b[0]*b[0]+b[1]*b[1]))
	}
}

// TestReweighingMeetsClosedForm: the changes that are found carry the closed form
// of the forecast to the edge, and no smaller ones do, as far as draws can tell.
func TestReweighingMeetsClosedForm(t *testing.T) {
	a, b := 0.4, [2]float64{0.5, -0.3}
	s, d, truth := probit(4000, a, b)
	f, err := Reweigh(context.Background(), s, d, SampledOptions{})
	if err != nil {
		t.Fatal(err)
	}
	q := f.Questions[0]
	spread := math.Sqrt(1 + b[0]*b[0] + b[1]*b[1])
	found := 0
	for _, x := range q.Changes {
		move := make([]float64, 2)
		for _, m := range x.Moves {
			move[strings.Index("xy", m.Parameter)] = float64(m.SD)
		}
		r := reweighed{d: d}
		w, w0 := r.weights(move), r.weights([]float64{0, 0})
		se := 0.0
		for k := range w {
			e := w[k]*(d.P[k][0]-float64(x.Predicted)) - w0[k]*(d.P[k][0]-d.Now[0])
			se += e * e
		}
		se = math.Sqrt(se) + math.Abs(truth([]float64{0, 0})-d.Now[0])
		if miss := truth(move) - float64(x.Edge); math.Abs(miss) > 3*se {
			t.Errorf("%+v: the closed form misses the edge by %.4f, standard error %.4f", x.Moves, miss, se)
		}
		if x.Verdict != Predicted || !beyond(float64(x.Predicted), float64(x.Edge), x.Up) || math.Abs(float64(x.Predicted)-float64(x.Edge)) > 1e-5 {
			t.Errorf("%+v: predicted %.6f at the edge %.2f, %s", x.Moves, x.Predicted, x.Edge, x.Verdict)
		}
		if w := float64(x.Effective); w < FewestDraws || w > 4000 {
			t.Errorf("%+v: %g effective draws", x.Moves, w)
		}
		// The nearest of one parameter is the steeper one's, of two the gradient's.
		want := math.Abs(distuv.UnitNormal.Quantile(float64(x.Edge))*spread - a)
		if len(x.Moves) == 1 {
			want /= math.Abs(b[0])
			if x.Moves[0].Parameter != "x" {
				t.Errorf("the nearest move is one of %s", x.Moves[0].Parameter)
			}
		} else {
			want /= math.Hypot(b[0], b[1])
		}
		if math.Abs(float64(x.Size)-want) > 0.15*want {
			t.Errorf("%+v: size %.3f, closed form %.3f", x.Moves, x.Size, want)
		}
		found++
	}
	if found < 4 {
		t.Errorf("only %d changes were found, of two up and two down", found)
	}
}

// TestReweighingKnowsItsLimits: too few draws say nothing, moves end where the
// draws are worth too little, and what is not distinguishable is not named.
func TestReweighingKnowsItsLimits(t *testing.T) {
	s, d, _ := probit(FewestDraws-1, 0.4, [2]float64{0.5, -0.3})
	f, err := Reweigh(context.Background(), s, d, SampledOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Questions[0].Changes) > 0 || !math.IsNaN(float64(f.Farthest)) || len(f.Warnings) != 1 {
		t.Errorf("from %d draws: %+v", FewestDraws-1, f)
	}
	s, d, _ = probit(60, 0.4, [2]float64{0.5, -0.3})
	if f, err = Reweigh(context.Background(), s, d, SampledOptions{}); err != nil {
		t.Fatal(err)
	}
	// n draws moved by t are worth about n exp(−t²)
	if want := math.Sqrt(math.Log(60.0 / FewestDraws)); math.Abs(float64(f.Farthest)-want) > 0.4 {
		t.Errorf("60 draws were moved by %g, expected about %.2f", f.Farthest, want)
	}
	for _, x := range f.Questions[0].Changes {
		if float64(x.Effective) < FewestDraws || float64(x.Size) > 3 {
			t.Errorf("a change worth %g draws: %+v", x.Effective, x)
		}
	}
	// A forecast at the edge of a word that depends on nothing: some draw or other
	// would always carry it across.
	s, d, _ = probit(200, 0, [2]float64{0, 0})
	sum := 0.0
	for k := range d.P {
		d.P[k][0] = float64(random.New(9, k, 0, random.UseTest).Uint64() % 2)
		sum += d.P[k][0]
	}
	d.Now[0] = sum / 200
	if f, err = Reweigh(context.Background(), s, d, SampledOptions{}); err != nil {
		t.Fatal(err)
	}
	if n := len(f.Questions[0].Changes); n > 0 {
		t.Errorf("%d changes of a forecast that depends on nothing: %+v", n, f.Questions[0].Changes)
	}
}

// TestConfirmingSaysWhatItFound: the smallest changes are run, those that come to
// the edge are confirmed, others refuted, and a run that fails is said.
func TestConfirmingSaysWhatItFound(t *testing.T) {
	s, d, truth := probit(4000, 0.4, [2]float64{0.5, -0.3})
	margin := 0.02
	runs := 0
	rerun := func(_ context.Context, shift []float64) ([]float64, []quantity.Interval, error) {
		runs++
		p := truth(shift)
		return []float64{p}, []quantity.Interval{{Number(p - margin), Number(p + margin)}}, nil
	}
	f, err := Reweigh(context.Background(), s, d, SampledOptions{Confirm: 1, Rerun: rerun})
	if err != nil {
		t.Fatal(err)
	}
	verdicts := map[string]int{}
	for _, x := range f.Questions[0].Changes {
		verdicts[x.Verdict]++
		if x.Verdict == Confirmed && math.Abs(float64(x.Confirmed)-float64(x.Predicted)) > margin {
			t.Errorf("confirmed at %.4f, predicted %.4f", x.Confirmed, x.Predicted)
		}
	}
	if runs != 2 || f.Runs != 2 || verdicts[Confirmed] != 2 || verdicts[Predicted] != len(f.Questions[0].Changes)-2 {
		t.Errorf("%d runs, verdicts %v", runs, verdicts)
	}
	stays := func(context.Context, []float64) ([]float64, []quantity.Interval, error) {
		p := d.Now[0]
		return []float64{p}, []quantity.Interval{{Number(p), Number(p)}}, nil
	}
	if f, err = Reweigh(context.Background(), s, d, SampledOptions{Confirm: 1, Rerun: stays}); err != nil {
		t.Fatal(err)
	}
	if x := f.Questions[0].Changes[0]; x.Verdict != Refuted {
		t.Errorf("a run in which nothing moves leaves the verdict %s", x.Verdict)
	}
	fails := func(context.Context, []float64) ([]float64, []quantity.Interval, error) {
		return nil, nil, errors.New("no such world")
	}
	if f, err = Reweigh(context.Background(), s, d, SampledOptions{Confirm: 1, Rerun: fails}); err != nil {
		t.Fatal(err)
	}
	if x := f.Questions[0].Changes[0]; x.Verdict != Predicted || len(f.Warnings) == 0 || !strings.Contains(f.Warnings[0], "no such world") {
		t.Errorf("a run that fails: %s, %v", x.Verdict, f.Warnings)
	}
}
