package sweep_test

// This file checks whole runs: the same bytes for any number of workers, and
// forecasts that agree with following every path.

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/sweep"
)

const crisis = `
scenario "crisis" {
  start     = "2013-01"
  as_of     = "2013-02-20"
  horizon   = 4
  foresight = 1
  outlook   = 2
}
actor "a" { precision = between(0.8, 1.6) }
actor "b" { precision = 1.1 }
parameter "prize" {
  value = between(0.5, 1.5)
  min   = 0
}
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.3, soft = 0.7 }
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "test" { cost = { hard = 0.2, soft = 0.9 }[resolve] }
}
phase "south" {
  actor = "b"
  quiet = "hold"
  action "hold" {}
  action "concede" { when = north.test }
}
chance "accident" {
  when        = north.test
  probability = 0.1
}
payoff "a" { each_period = { gain = south.concede ? prize : 0 } }
payoff "b" { each_period = { loss = south.concede ? -0.6 : (resolve == "hard" && north.test ? -1.5 : 0), harm = accident ? -2 : 0 } }
end "disaster" { when = accident }
question "conceded" {
  when = south.concede
  by   = "2013-04-30"
}
question "accident" {
  when = accident
  by   = "2013-04-30"
}
question "hard" {
  when = resolve == "hard" && south.concede
  by   = "2013-03-31"
}
`

func crisisScenario(t testing.TB) (*scenario.Scenario, *evidence.Set) {
	t.Helper()
	s, ds := check.Load("crisis.hcl", []byte(crisis))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	set, ds := evidence.Load(s, "crisis.csv", []byte("id,date,known,phase,action,reliability\n1,2013-01-10,2013-01-10,north,test,0.9\n2,2013-02-10,2013-02-10,south,hold,1\n"))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return s, set
}

func runJSON(t testing.TB, s *scenario.Scenario, set *evidence.Set, opt sweep.Options) []byte {
	t.Helper()
	r, err := sweep.Run(context.Background(), s, set, opt)
	if err != nil {
		t.Fatal(err)
	}
	r.Timing = nil
	b, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSameBytesForAnyWorkers(t *testing.T) {
	s, set := crisisScenario(t)
	opt := sweep.Options{Seed: 7, Draws: 60, Stories: 60, Workers: 1, Previous: true}
	one := runJSON(t, s, set, opt)
	for _, workers := range []int{2, 3} {
		opt.Workers = workers
		// with progress there is a first look, which must leave no trace
		opt.Progress = func(sweep.Progress) {}
		if again := runJSON(t, s, set, opt); !bytes.Equal(one, again) {
			t.Fatalf("%d workers give other bytes than one", workers)
		}
	}
	opt.Seed = 8
	if bytes.Equal(one, runJSON(t, s, set, opt)) {
		t.Error("another seed gives the same bytes")
	}
}

func TestInterruptedRunStartedAgain(t *testing.T) {
	s, set := crisisScenario(t)
	opt := sweep.Options{Seed: 7, Draws: 60, Stories: 60, Workers: 2}
	whole := runJSON(t, s, set, opt)
	ctx, cancel := context.WithCancel(context.Background())
	stopping := opt
	stopping.Progress = func(p sweep.Progress) {
		if p.Stage == "weighing draws" && p.Done == 10 {
			cancel()
		}
	}
	r, err := sweep.Run(ctx, s, set, stopping)
	if err != nil {
		t.Fatal(err)
	}
	if !r.Diag.Interrupted || r.Draws >= 60 || len(r.Warnings) == 0 {
		t.Errorf("an interrupted run does not say so: %d draws, warnings %q", r.Draws, r.Warnings)
	}
	if !bytes.Equal(whole, runJSON(t, s, set, opt)) {
		t.Error("the run started again gives other bytes")
	}
}

// follow adds up the probability that each question comes true over every path.
func follow(t testing.TB, tl *story.Teller, m *story.Moment, truth int32, weight float64, wins []story.Window, c story.Clock, yes []bool, out []float64) {
	if m.Over() || m.World().Period > tl.M.Src.S.Horizon {
		for q, y := range yes {
			if y {
				out[q] += weight
			}
		}
		return
	}
	err := tl.EachWay(m, truth, func(k int, p float64, next *story.Moment, at int32, events []lookahead.Event, hidden story.Hidden) {
		after := append([]bool(nil), yes...)
		tl.Answers(wins, &c, events, hidden, after)
		follow(t, tl, next, at, weight*p, wins, c, after, out)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestForecastAgreesWithEveryPath(t *testing.T) {
	s, set := crisisScenario(t)
	s, ds := check.Override(s, "prize=1")
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	if s, ds = check.Override(s, "a.precision=1.2"); ds.HasErrors() {
		t.Fatal(ds)
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		t.Fatal(err)
	}
	tl := &story.Teller{M: m}
	o := set.Observe(s, s.AsOf)
	clock := story.Clock{Period: o.CutPeriod, Step: o.CutStep - 1}
	f, err := evidence.Filter(tl, o, evidence.FilterOptions{Clock: clock, Stream: random.New(1, 0, 0, random.UseTest)})
	if err != nil {
		t.Fatal(err)
	}
	exact := make([]float64, len(s.Questions))
	wins := story.Windows(s)
	for _, p := range f.Particles {
		first, err := tl.Begin(p.Moment.Pos, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		c := clock
		c.Stale = p.Stale
		for k, b := range p.Moment.Pos.Belief {
			follow(t, tl, first, int32(k), math.Exp(p.LogW)*b, wins, c, p.Yes, exact)
		}
	}
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 3, Draws: 2, Stories: 6000})
	if err != nil {
		t.Fatal(err)
	}
	for q, x := range r.Questions {
		t.Logf("%s: %.4f ± %v, every path %.4f", x.Name, x.Probability, x.MonteCarlo, exact[q])
		// the standard error without control variates, which only make it smaller
		if d := math.Abs(float64(x.Probability) - exact[q]); d > 4*math.Sqrt(exact[q]*(1-exact[q])/6000) {
			t.Errorf("%s: %.4f, every path %.4f", x.Name, x.Probability, exact[q])
		}
	}
}
