package sweep_test

// This file checks that moved distributions move as asked, and that what would
// change an assessment is the same by weighing draws anew, by running again, and
// by solving.

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/flip"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// decided is a scenario of one choice, whose logit probability is known: by one
// look-ahead, or, with an outlook, by draws and stories.
const decided = `
scenario "go" {
  start     = "2013"
  period    = "year"
  horizon   = 1
  foresight = 1
  OUTLOOK
}
actor "a" { precision = 1 }
parameter "gain" {
  value       = GAIN
  correlation = { RANK }
}
parameter "drag" { value = DRAG }
parameter "fixed" { value = 0.5 }
phase "act" {
  actor = "a"
  action "wait" {}
  action "go" { cost = drag }
}
payoff "a" { each_period = act.go ? gain : 0 }
question "went" { when = act.go }
`

func goes(t *testing.T, outlook, gain, drag, rank string) *scenario.Scenario {
	t.Helper()
	return scene(t, strings.NewReplacer("OUTLOOK", outlook, "GAIN", gain, "DRAG", drag, "RANK", rank).Replace(decided))
}

const correlated = "drag = 0.6"

func assess(t *testing.T, s *scenario.Scenario, opt sweep.Options) *sweep.Result {
	t.Helper()
	opt.Seed = 4
	r, err := sweep.Run(context.Background(), s, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestMovedDistributions: every draw moves by the standard deviations asked for on
// its parameter's own scale, the others stay where they are, correlated or not.
func TestMovedDistributions(t *testing.T) {
	for _, rank := range []string{"", correlated} {
		s := goes(t, "outlook = 0", "uniform(-1, 2)", "normal(0, 0.5)", rank)
		shift := make([]float64, len(s.Parameters))
		for i, p := range s.Parameters {
			if p.Name == "gain" {
				shift[i] = 0.7
			}
		}
		was := assess(t, s, sweep.Options{Draws: 30, Stories: 2})
		is := assess(t, s, sweep.Options{Draws: 30, Stories: 2, Shift: shift})
		for d := range was.DrawTable {
			for i := range s.Parameters {
				dist := &s.Parameters[i].Dist
				a, b := was.DrawTable[d].Parameters[i], is.DrawTable[d].Parameters[i]
				if !random.Uncertain(dist) {
					if a != b {
						t.Errorf("draw %d: the fixed parameter %d went from %g to %g", d, i, a, b)
					}
					continue
				}
				if by := random.ScoreOf(dist, b) - random.ScoreOf(dist, a); math.Abs(by-shift[i]) > 1e-6 {
					t.Errorf("draw %d: %s moved by %.9g, asked for %g", d, s.Parameters[i].Name, by, shift[i])
				}
			}
		}
	}
}

// TestPredictedAndRunAgree: what weighing the draws anew predicts, a run with the
// distributions moved finds, within the error of both; also where parameters are
// correlated, of a single parameter and of a pair.
func TestPredictedAndRunAgree(t *testing.T) {
	for name, rank := range map[string]string{"independent": "", "correlated": correlated} {
		s := goes(t, "outlook = 0", "normal(0.4, 1)", "uniform(-1, 1)", rank)
		r := assess(t, s, sweep.Options{Draws: 600, Stories: 1200, Sensitivity: true, Confirm: 9})
		f := r.Flips
		if f == nil || f.Method != flip.Sampled {
			t.Fatalf("%s: %+v, warnings %v", name, f, r.Warnings)
		}
		singles, pairs := 0, 0
		for _, x := range f.Questions[0].Changes {
			if x.Verdict == flip.Predicted {
				continue
			}
			if len(x.Moves) == 1 {
				singles++
			} else {
				pairs++
			}
			// The run's error is that of its probability; the prediction rests on fewer
			// draws than it has, of a probability that varies with σ ≤ 1/2 between them.
			run := float64(x.MonteCarlo[1]-x.MonteCarlo[0]) / 2 / 1.645
			drawn := 0.25 / math.Sqrt(float64(x.Effective))
			if d := float64(x.Confirmed - x.Predicted); !(math.Abs(d) <= 3*math.Hypot(run, drawn)) {
				t.Errorf("%s: %+v: predicted %.4f, run %.4f, errors %.4f and %.4f", name, x.Moves, x.Predicted, x.Confirmed, drawn, run)
			}
			t.Logf("%s: %+v size %.3f: predicted %.4f, run %.4f (%s), errors %.4f and %.4f", name, x.Moves, x.Size, x.Predicted, x.Confirmed, x.Verdict, drawn, run)
		}
		if singles < 1 || pairs < 1 {
			t.Errorf("%s: %d changes of one parameter were run, %d of two", name, singles, pairs)
		}
		if slices.Contains(f.Parameters, "fixed") {
			t.Errorf("%s: a fixed parameter is moved: %v", name, f.Parameters)
		}
	}
}

// TestPredictedAndRunAgreeGivenEvidence: the same where what was seen weighs the
// draws; the change is run with the draws of the stories, moved along, and by a
// run of its own with the distributions moved.
func TestPredictedAndRunAgreeGivenEvidence(t *testing.T) {
	s := scene(t, strings.NewReplacer("OUTLOOK", "outlook = 0\n  as_of = \"2015\"", "horizon   = 1", "horizon   = 4", "GAIN", "normal(0.4, 1)", "DRAG", "uniform(-1, 1)", "RANK", "",
		"when = act.go", "when = act.go && period == 4").Replace(decided))
	set, list := evidence.Load(s, "e.csv", []byte("id,date,known,phase,action,reliability\n1,2013,2013,act,go,0.9\n2,2014,2014,act,go,0.9\n"))
	if list.HasErrors() {
		t.Fatal(list)
	}
	opt := sweep.Options{Seed: 4, Draws: 900, Stories: 1200, Sensitivity: true, Confirm: 1}
	r, err := sweep.Run(context.Background(), s, set, opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.Diag.EffectiveDraws > 850 {
		t.Fatalf("the evidence weighs nothing: %g draws", r.Diag.EffectiveDraws)
	}
	ran := 0
	for _, x := range r.Flips.Questions[0].Changes {
		if x.Verdict == flip.Predicted {
			continue
		}
		ran++
		opt := opt
		opt.Sensitivity, opt.Shift = false, make([]float64, len(s.Parameters))
		for i, p := range s.Parameters {
			for _, m := range x.Moves {
				if m.Parameter == p.Name {
					opt.Shift[i] = float64(m.SD)
				}
			}
		}
		whole, err := sweep.Run(context.Background(), s, set, opt)
		if err != nil {
			t.Fatal(err)
		}
		one := whole.Questions[0]
		error := func(in sweep.Interval) float64 { return float64(in[1]-in[0]) / 2 / 1.645 }
		e := math.Hypot(error(one.MonteCarlo), error(x.MonteCarlo))
		if d := float64(x.Confirmed - one.Probability); !(math.Abs(d) <= 3*e) {
			t.Errorf("%+v: along %.4f, in a run of its own %.4f, error %.4f", x.Moves, x.Confirmed, one.Probability, e)
		}
		drawn := 0.25 / math.Sqrt(float64(x.Effective))
		if d := float64(x.Confirmed - x.Predicted); !(math.Abs(d) <= 3*math.Hypot(error(x.MonteCarlo), drawn)) {
			t.Errorf("%+v: predicted %.4f, run %.4f", x.Moves, x.Predicted, x.Confirmed)
		}
		t.Logf("%+v: now %.4f, predicted %.4f, along %.4f, in a run of its own %.4f, error %.4f", x.Moves, r.Questions[0].Probability, x.Predicted, x.Confirmed, one.Probability, e)
	}
	if ran < 2 {
		t.Errorf("%d changes were run, of one parameter and of two", ran)
	}
}

// TestBothWaysAgreeForANarrowPrior: where a parameter is known well, moving its
// value and moving its distribution come to the same.
func TestBothWaysAgreeForANarrowPrior(t *testing.T) {
	const gain, drag = "normal(0.19, 0.02)", "normal(0, 0.01)"
	exact := assess(t, goes(t, "", gain, drag, ""), sweep.Options{Draws: 10, Stories: 20, Sensitivity: true}).Flips
	drawn := assess(t, goes(t, "outlook = 0", gain, drag, ""), sweep.Options{Draws: 1000, Stories: 2000, Sensitivity: true, Confirm: -1}).Flips
	if exact == nil || drawn == nil || exact.Method != flip.Exact || drawn.Method != flip.Sampled {
		t.Fatalf("%+v, %+v", exact, drawn)
	}
	// ln(0.55 / 0.45) = 0.2007 is the log-odds of the edge above
	edge := math.Log(0.55 / 0.45)
	want := map[int]float64{1: (edge - 0.19) / 0.02, 2: (edge - 0.19) / math.Hypot(0.02, 0.01)}
	for parameters, size := range want {
		for name, f := range map[string]*flip.Flips{"exact": exact, "sampled": drawn} {
			at := slices.IndexFunc(f.Questions[0].Changes, func(x flip.Flip) bool { return x.Up && len(x.Moves) == parameters })
			if at < 0 {
				t.Errorf("%s: no change of %d parameters: %+v", name, parameters, f.Questions[0])
				continue
			}
			tolerance := 1e-4
			if name == "sampled" {
				tolerance = 0.1
			}
			if x := f.Questions[0].Changes[at]; math.Abs(float64(x.Size)-size) > tolerance*size {
				t.Errorf("%s: %d parameters, size %.6f, closed form %.6f", name, parameters, x.Size, size)
			}
		}
	}
}
