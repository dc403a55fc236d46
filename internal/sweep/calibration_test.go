package sweep_test

// This file checks that what is inferred is right as often as it says: truths
// are drawn from the model itself, reports of what happened are made, and the
// run knows the reports alone (simulation-based calibration, Talts, Betancourt,
// Simpson, Vehtari and Gelman 2018).

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/sweep"
	"demarche/internal/work"
)

const watched = `
scenario "watched" {
  start     = "2013-01"
  as_of     = "2013-02-28"
  horizon   = 3
  foresight = 1
  outlook   = 1
}
actor "a" { precision = 1.5 }
actor "b" { precision = 1.2 }
parameter "price" {
  value = between(0.2, 1.4)
  min   = 0
}
parameter "fear" { value = between(-0.5, 1.5) }
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.4, soft = 0.6 }
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "test" { cost = price * { hard = 0.4, soft = 1.5 }[resolve] }
  action "prepare" {
    looks_like = "wait"
    exposed    = 0.3
    cost       = 0.2
  }
}
phase "south" {
  actor = "b"
  quiet = "hold"
  action "hold" {}
  action "concede" {}
}
chance "accident" {
  when        = north.test
  probability = 0.2
}
payoff "a" { each_period = { gain = south.concede ? 1 : 0, ready = north.prepare ? 0.4 : 0, harm = accident ? -1 : 0 } }
payoff "b" { each_period = { loss = south.concede ? -0.5 : (north.test ? -fear : 0), harm = resolve == "hard" && north.prepare && !south.concede ? -0.7 : 0 } }
question "test" {
  when = north.test
  by   = "2013-03-31"
}
question "concede" {
  when = south.concede
  by   = "2013-03-31"
}
`

// life is one truth and what was reported of it.
type life struct {
	parameters []float64
	hard       bool
	rows       string
	yes        []bool // of what came after the as-of date
}

// live draws a truth and its reports.
func live(t testing.TB, s *scenario.Scenario, src *lookahead.Source, rep int) life {
	t.Helper()
	rng := random.New(99, rep, 0, random.UseTest)
	scores := make([]float64, len(s.Parameters))
	for i := range scores {
		scores[i] = random.Score(rng.Open())
	}
	l := life{parameters: random.FromScores(s, scores)}
	m, err := src.NewModel(l.parameters)
	if err != nil {
		t.Fatal(err)
	}
	tl := &story.Teller{M: m}
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	at, err := tl.Begin(pos, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	wins := story.Windows(s)
	last := len(s.Steps) - 1
	told, err := tl.Tell(at, at.Draw(rng), wins, story.Clock{Period: 2, Step: last}, make([]bool, len(wins)), rng)
	if err != nil {
		t.Fatal(err)
	}
	l.hard = src.Secret(told.Truth, 0) == 0
	l.yes = told.Yes
	rho := []float64{0.8, 1, 1}
	var b strings.Builder
	b.WriteString("id,date,known,phase,action,reliability\n")
	for period := 1; period <= 2; period++ {
		for k, step := range []struct {
			name  string
			looks []string
		}{{"north", []string{"wait", "test", "prepare"}}, {"south", []string{"hold", "concede"}}, {"accident", []string{"no", "yes"}}} {
			seen := step.looks[0]
			for _, e := range told.Events {
				if e.Period != period || e.Step != k {
					continue
				}
				switch {
				case e.Action >= 0:
					seen = step.looks[e.Action]
				case e.Happened:
					seen = "yes"
				}
			}
			if rng.Float64() >= rho[k] {
				seen = step.looks[int(rng.Float64()*float64(len(step.looks)))]
			}
			fmt.Fprintf(&b, "%d,2013-%02d-10,2013-%02d-10,%s,%s,%g\n", 10*period+k, period, period, step.name, seen, rho[k])
		}
	}
	l.rows = b.String()
	return l
}

// TestCalibration: over many truths, ranks of the true parameters are uniform,
// 90% intervals hold them nine times in ten, and what is said to have
// probability p is so with frequency p: of the secret, and of what came later.
// DEMARCHE_FULL=1 tries 2,000 truths.
func TestCalibration(t *testing.T) {
	s := scene(t, watched)
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	reps := 60
	switch {
	case os.Getenv("DEMARCHE_FULL") != "":
		reps = 2000
	case testing.Short():
		reps = 16
	}
	const bins, ranks = 10, 9
	for _, method := range []string{sweep.Importance, sweep.Tempered} {
		n := reps
		draws := 60
		if method == sweep.Tempered {
			n, draws = reps/4, 40
		}
		type outcome struct {
			rank    [2]int
			covered [2]bool
			hard, p float64
			yes, q  [2]float64
		}
		all := make([]outcome, n)
		err := work.Each(context.Background(), 2, n, nil, func(rep int) error {
			l := live(t, s, src, rep)
			set, ds := evidence.Load(s, "watched.csv", []byte(l.rows))
			if ds.HasErrors() {
				return ds
			}
			r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: uint64(rep), Draws: draws, Stories: 12, Workers: 1, Method: method})
			if err != nil {
				return err
			}
			o := &all[rep]
			rng := random.New(7, rep, 0, random.UseTest)
			weights := make([]float64, len(r.DrawTable))
			for d := range r.DrawTable {
				weights[d] = r.DrawTable[d].Weight
			}
			for i, name := range []string{"price", "fear"} {
				for range ranks {
					if d := rng.Pick(weights); r.DrawTable[d].Parameters[i] < l.parameters[i] {
						o.rank[i]++
					}
				}
				p := r.Posterior.Parameters[name]
				o.covered[i] = float64(p.Q05) <= l.parameters[i] && l.parameters[i] <= float64(p.Q95)
			}
			o.p = float64(r.Posterior.Secrets["resolve"]["hard"])
			if l.hard {
				o.hard = 1
			}
			for q := range o.q {
				o.q[q] = float64(r.Questions[q].Probability)
				if l.yes[q] {
					o.yes[q] = 1
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		const tests = 2 * (2 + 2 + 1 + 2) // Bonferroni, at one in a thousand for all of them
		bar := 0.001 / tests
		for i, name := range []string{"price", "fear"} {
			var count [bins]float64
			covered := 0.0
			for _, o := range all {
				count[o.rank[i]]++
				if o.covered[i] {
					covered++
				}
			}
			chi := 0.0
			for _, c := range count {
				chi += (c - float64(n)/bins) * (c - float64(n)/bins) / (float64(n) / bins)
			}
			if p := 1 - (distuv.ChiSquared{K: bins - 1}).CDF(chi); p < bar {
				t.Errorf("%s: ranks of %s are not uniform (p %.2g): %v", method, name, p, count)
			}
			if z := (covered - 0.9*float64(n)) / math.Sqrt(0.09*float64(n)); 2*distuv.UnitNormal.CDF(-math.Abs(z)) < bar {
				t.Errorf("%s: the 90%% interval of %s held the truth in %.1f%%", method, name, 100*covered/float64(n))
			}
			t.Logf("%s, %s: ranks %v, 90%% intervals hold %.1f%%", method, name, count, 100*covered/float64(n))
		}
		calibrated := func(what string, said, was func(o *outcome) float64) {
			diff, variance := 0.0, 0.0
			for k := range all {
				p := said(&all[k])
				diff += was(&all[k]) - p
				variance += p * (1 - p)
			}
			z := diff / math.Sqrt(variance)
			if 2*distuv.UnitNormal.CDF(-math.Abs(z)) < bar {
				t.Errorf("%s: %s came true %.1f times more often than said (z %.1f)", method, what, diff, z)
			}
			t.Logf("%s, %s: z %.2f", method, what, z)
		}
		calibrated("hard", func(o *outcome) float64 { return o.p }, func(o *outcome) float64 { return o.hard })
		for q, name := range []string{"test", "concede"} {
			calibrated(name, func(o *outcome) float64 { return o.q[q] }, func(o *outcome) float64 { return o.yes[q] })
		}
	}
}
