package sweep_test

// This file holds both ways of inference against a posterior that is known by
// quadrature.

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/evidence"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// urge is an actor that tests with the logistic probability of a sum of two
// parameters, month by month.
const urge = `
scenario "urge" {
  start     = "2013-01"
  as_of     = "2013-12-31"
  horizon   = 13
  foresight = 1
  outlook   = 0
}
actor "a" { precision = 1 }
parameter "urge" { value = between(-4, 0) }
parameter "mood" { value = between(-1, 1) }
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "test" {}
}
payoff "a" { each_period = { joy = north.test ? urge + mood : 0 } }
question "test" {
  when = north.test
  by   = "2014-01-31"
}
`

// tests is evidence of a test in each of the first n months, and none after.
func tests(t testing.TB, s *scenario.Scenario, n int) *evidence.Set {
	t.Helper()
	var b strings.Builder
	b.WriteString("id,date,known,phase,action\n")
	for m := 1; m <= 12; m++ {
		act := "wait"
		if m <= n {
			act = "test"
		}
		fmt.Fprintf(&b, "%d,2013-%02d-10,2013-%02d-10,north,%s\n", m, m, m, act)
	}
	set, ds := evidence.Load(s, "tests.csv", []byte(b.String()))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return set
}

// TestPosteriorKnownByQuadrature: urge + mood is normal; its posterior mean, the
// probability of another test and the evidence are one-dimensional integrals.
func TestPosteriorKnownByQuadrature(t *testing.T) {
	s := scene(t, urge)
	z90 := distuv.UnitNormal.Quantile(0.95)
	sd1, sd2 := 2/z90, 1/z90
	sum := distuv.Normal{Mu: -2, Sigma: math.Hypot(sd1, sd2)}
	logistic := func(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
	for _, n := range []int{2, 6, 12} {
		likelihood := func(x float64) float64 {
			return math.Pow(logistic(x), float64(n)) * math.Pow(logistic(-x), float64(12-n))
		}
		integral := func(f func(x float64) float64) float64 {
			return quad.Fixed(func(x float64) float64 { return f(x) * likelihood(x) * sum.Prob(x) }, -14, 12, 400, quad.Legendre{}, 0)
		}
		z := integral(func(float64) float64 { return 1 })
		mean := integral(func(x float64) float64 { return x }) / z
		square := integral(func(x float64) float64 { return x * x })/z - mean*mean
		again := integral(logistic) / z
		urgeMean := -2 + sd1*sd1/(sum.Sigma*sum.Sigma)*(mean+2)
		share := sd1 * sd1 / (sum.Sigma * sum.Sigma)
		urgeSD := math.Sqrt(share*share*square + sd1*sd1*(1-share)) // given the sum, urge is normal
		set := tests(t, s, n)
		for _, method := range []string{sweep.Importance, sweep.Tempered} {
			const draws = 400
			r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 4, Draws: draws, Stories: 2 * draws, Workers: 2, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			ess := float64(r.Diag.EffectiveDraws)
			post := r.Posterior.Parameters["urge"]
			name := fmt.Sprintf("%d tests, %s (%.0f effective draws, k %.2f, %d steps, %.2f accepted)", n, method, r.Diag.EffectiveDraws, r.Diag.ParetoK, r.Diag.Steps, r.Diag.Accepted)
			if d := math.Abs(float64(post.Mean) - urgeMean); d > 4*urgeSD/math.Sqrt(ess) {
				t.Errorf("%s: mean of urge %.3f, want %.3f", name, post.Mean, urgeMean)
			}
			if d := math.Abs(float64(post.SD)/urgeSD - 1); d > 4/math.Sqrt(2*ess) {
				t.Errorf("%s: sd of urge %.3f, want %.3f", name, post.SD, urgeSD)
			}
			if d := math.Abs(float64(r.LogEv) - math.Log(z)); d > 4*math.Sqrt(float64(max(r.Diag.Steps, 1))*(draws/ess)/draws) {
				t.Errorf("%s: log evidence %.3f, want %.3f", name, r.LogEv, math.Log(z))
			}
			if d := math.Abs(float64(r.Questions[0].Probability) - again); d > 4*math.Sqrt(again*(1-again)/(2*draws)+0.25*square/16/ess) {
				t.Errorf("%s: %.3f, want %.3f", name, r.Questions[0].Probability, again)
			}
			t.Logf("%s: mean %.3f (%.3f), sd %.3f (%.3f), log evidence %.2f (%.2f), forecast %.3f (%.3f)", name,
				post.Mean, urgeMean, post.SD, urgeSD, r.LogEv, math.Log(z), r.Questions[0].Probability, again)
		}
		r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 4, Draws: 200, Stories: 20, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		if want := map[bool]string{true: sweep.Tempered, false: sweep.Importance}[n == 12]; r.Diag.Method != want {
			t.Errorf("%d tests: inference by %s (%.0f effective draws, k %.2f), want %s", n, r.Diag.Method, r.Diag.EffectiveDraws, r.Diag.ParetoK, want)
		}
	}
}
