package trial_test

// This file checks weights, gains and changes against closed forms.

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"demarche/internal/random"
	"demarche/internal/trial"
)

func close(t *testing.T, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-12 || got == want || math.IsNaN(got) && math.IsNaN(want)) {
		t.Errorf("%s: %.15g, want %.15g", what, got, want)
	}
}

func logs(x ...float64) []float64 {
	out := make([]float64, len(x))
	for i := range x {
		out[i] = math.Log(x[i])
	}
	return out
}

// Two draws that disagree about the prior and the likelihoods, by hand.
func TestWeighMixesDrawsFirst(t *testing.T) {
	// draw 1, weight 0.75: prior 0.2, 0.8; likelihoods 0.5, 0.1
	// draw 2, weight 0.25: prior 0.6, 0.4; likelihoods 0.1, 0.3
	r := trial.Weigh(logs(0.75, 0.25), [][]float64{logs(0.2, 0.8), logs(0.6, 0.4)}, [][]float64{logs(0.1, 0.08), logs(0.06, 0.12)})
	a, b := 0.75*0.2+0.25*0.6, 0.75*0.8+0.25*0.4
	aw, bw := 0.75*0.1+0.25*0.06, 0.75*0.08+0.25*0.12
	close(t, "before", r.Before[0], a)
	close(t, "after", r.After[0], aw/(aw+bw))
	close(t, "cell", r.Cells[0], math.Log(aw/a/(bw/b)))
	close(t, "cell of the other", r.Cells[1], -r.Cells[0])
	close(t, "spread", r.Spread, math.Abs(math.Log(aw/a/(bw/b))))
	p, q := aw/(aw+bw), a
	close(t, "moved", r.Moved, p*math.Log2(p/q)+(1-p)*math.Log2((1-p)/(1-q)))
}

func TestWeighWhatIsRuledOut(t *testing.T) {
	zero := math.Inf(-1)
	r := trial.Weigh([]float64{0}, [][]float64{logs(0.5, 0.3, 0.2, 0)}, [][]float64{{zero, math.Log(0.15), math.Log(0.02), zero}})
	close(t, "ruled out", r.Cells[0], zero)
	close(t, "was never possible", r.Cells[3], math.NaN())
	close(t, "of three", r.Cells[1], math.Log(0.5/(0.02/0.7)))
	close(t, "spread", r.Spread, math.Inf(1))
	r = trial.Weigh([]float64{0}, [][]float64{logs(0.5, 0.5)}, [][]float64{{zero, math.Log(0.1)}})
	close(t, "all others ruled out", r.Cells[1], math.Inf(1))
	r = trial.Weigh([]float64{0}, [][]float64{logs(1, 0)}, [][]float64{logs(0.3, 0)})
	close(t, "certain before", r.Cells[0], math.NaN())
	close(t, "certain: moved", r.Moved, 0)
	r = trial.Weigh([]float64{0}, [][]float64{logs(0.4, 0.6)}, [][]float64{logs(0, 0)})
	close(t, "cannot be", r.Moved, math.NaN())
	if r = trial.Weigh(nil, nil, nil); len(r.Cells) != 0 {
		t.Error("a row of nothing has cells")
	}
	close(t, "nothing joined", trial.Join(nil).Moved, math.NaN())
}

// Log odds after are those before and the cell; rows that follow each other add up.
func TestWeightsAddUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n, draws := rapid.IntRange(2, 4).Draw(rt, "values"), rapid.IntRange(1, 4).Draw(rt, "draws")
		positive := rapid.Float64Range(-8, 0)
		var weights []float64
		var x, y, z [][]float64
		for range draws {
			weights = append(weights, positive.Draw(rt, "weight"))
			var a, b, c []float64
			for v := range n {
				a = append(a, positive.Draw(rt, "before"))
				b = append(b, a[v]+positive.Draw(rt, "first"))
				c = append(c, b[v]+positive.Draw(rt, "second"))
			}
			x, y, z = append(x, a), append(y, b), append(z, c)
		}
		first, second, both := trial.Weigh(weights, x, y), trial.Weigh(weights, y, z), trial.Weigh(weights, x, z)
		joined := trial.Join([]trial.Row{first, second})
		for v := range n {
			logit := func(p float64) float64 { return math.Log(p / (1 - p)) }
			if d := math.Abs(logit(first.After[v]) - logit(first.Before[v]) - first.Cells[v]); !(d <= 1e-8) {
				rt.Fatalf("odds move by %g more than the cell", d)
			}
			if d := math.Abs(joined.Cells[v] - both.Cells[v]); !(d <= 1e-8) {
				rt.Fatalf("two rows add up to %g, at once they are %g", joined.Cells[v], both.Cells[v])
			}
		}
		if math.Abs(joined.Moved-both.Moved) > 1e-9 {
			rt.Fatalf("moved %g, at once %g", joined.Moved, both.Moved)
		}
	})
}

func TestGain(t *testing.T) {
	close(t, "nothing", trial.Gain(nil), 0)
	close(t, "independent", trial.Gain([][]float64{{0.06, 0.14}, {0.24, 0.56}}), 0)
	close(t, "a copy, not normalised", trial.Gain([][]float64{{1, 0}, {0, 3}}), trial.Entropy([]float64{0.25, 0.75}))
	h := -0.1*math.Log2(0.1) - 0.9*math.Log2(0.9)
	close(t, "a noisy channel", trial.Gain([][]float64{{0.45, 0.05}, {0.05, 0.45}}), 1-h)
	close(t, "NaN", trial.Gain([][]float64{{math.NaN(), 1}}), math.NaN())
	close(t, "entropy", trial.Entropy([]float64{1, 1, 1, 1, 0}), 2)
	close(t, "entropy of nothing", trial.Entropy(nil), 0)
	given := trial.Given([][]float64{{0.1, 0.3}, {0, 0}})
	close(t, "given", given[0][1], 0.75)
	close(t, "given what cannot be", given[1][0], math.NaN())
}

// Draws that agree that a sign says nothing, but not on what is so: in the
// mixture it says which draw is right. The average of their gains is 0.
func TestGainOfAMixtureIsNoAverage(t *testing.T) {
	one, two := [][]float64{{0.72, 0.08}, {0.18, 0.02}}, [][]float64{{0.02, 0.18}, {0.08, 0.72}}
	close(t, "one draw", trial.Gain(one), 0)
	close(t, "the other", trial.Gain(two), 0)
	mixed := [][]float64{{0.37, 0.13}, {0.13, 0.37}}
	h := -0.74*math.Log2(0.74) - 0.26*math.Log2(0.26)
	close(t, "mixed", trial.Gain(mixed), 1-h)
}

// With equal weights the interval is Student's for paired differences.
func TestCompare(t *testing.T) {
	x, y := []float64{0.1, 0.5, 0.4, 0.9, 0.3}, []float64{0.2, 0.4, 0.8, 0.9, 0.6}
	w := []float64{2, 2, 2, 2, 2}
	c := trial.Compare(w, x, []float64{1, 1, 1, 1, 1}, y)
	var d []float64
	for i := range x {
		d = append(d, y[i]-x[i])
	}
	mean, sd := stat.MeanStdDev(d, nil)
	half := distuv.StudentsT{Sigma: 1, Nu: 4}.Quantile(0.95) * sd / math.Sqrt(5)
	close(t, "change", c.By, mean)
	close(t, "low", c.Low, mean-half)
	close(t, "high", c.High, mean+half)
	same := trial.Compare(w, x, w, x)
	close(t, "the same", same.By, 0)
	close(t, "the same: interval", same.High, 0)
	v := []float64{1, 0, 0, 0, 3}
	y[1], y[2], y[3] = math.NaN(), math.NaN(), math.NaN() // without weight: not read
	close(t, "weighed", trial.Compare(w, x, v, y).By, (0.2+3*0.6)/4-0.44)
	one := trial.Compare([]float64{1}, []float64{0.5}, []float64{1}, []float64{0.6})
	close(t, "one draw", one.Low, math.NaN())
	none := trial.Compare(w, x, make([]float64, 5), y)
	close(t, "no weight", none.By, math.NaN())
}

// The interval covers the change at its rate where weights differ, too: draws of
// a size as runs have them, 2,000 times.
func TestCompareCovers(t *testing.T) {
	const n, times = 24, 2000
	rng := random.New(7, 0, 0, random.UseTest)
	covered := 0
	// w = 1, v = u² with u uniform, x = u, y = u + noise: mean of x is ½, of y by v 3/4
	for range times {
		w, v, x, y := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		for i := range n {
			u := rng.Float64()
			w[i], v[i], x[i], y[i] = 1, u*u, u, u+0.4*(rng.Float64()-0.5)
		}
		c := trial.Compare(w, x, v, y)
		if c.Low <= 0.25 && 0.25 <= c.High {
			covered++
		}
	}
	rate := float64(covered) / times
	if rate < 0.87 || rate > 0.93 { // 90%, its own error 0.7%, and the ratio's bias at 24 draws
		t.Errorf("the 90%% interval covers in %.1f%%", 100*rate)
	}
	t.Logf("covers in %.1f%%", 100*rate)
}
