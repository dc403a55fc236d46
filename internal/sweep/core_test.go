package sweep_test

// This file checks that what is wrong with a model shows in a run as one message
// with its place, and what a run says of the acts to come.

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

func scene(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, ds := check.Load("scene.hcl", []byte(text))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return s
}

// broken is the crisis with one part replaced.
func broken(t testing.TB, old, new string) *scenario.Scenario {
	t.Helper()
	if !strings.Contains(crisis, old) {
		t.Fatalf("the crisis has no %q", old)
	}
	return scene(t, strings.Replace(crisis, old, new, 1))
}

func TestModelErrorsInRuns(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		says     string
	}{
		"probability":            {"probability = 0.1", "probability = prize > 0 ? 1.2 : 0.1", "1.2"},
		"in some draws only":     {"probability = 0.1", "probability = prize > 1.4 ? 1.2 : 0.1", "1.2"},
		"division":               {"north.test ? -1.5 : 0)", "north.test ? -1.5 : 1 / (period - 3))", "division by zero"},
		"a guard":                {"when = north.test }", "when = north.test || 1 / (period - 3) > 1 }", "divides by zero"},
		"a question":             {`when = resolve == "hard" && south.concede`, `when = 1 / (period - 3) > 0`, "question hard"},
		"a start":                {"start    = { hard = 0.3, soft = 0.7 }", "start    = { hard = 1 - prize, soft = 0.7 }", "negative"},
		"a precision":            {`actor "b" { precision = 1.1 }`, `actor "b" { precision = prize - 1 }`, "precision of b"},
		"a type without any act": {"action \"concede\" { when = north.test }\n", "action \"concede\" { when = north.test }\n}\nphase \"east\" {\n  actor = \"a\"\n  action \"go\" { when = resolve == \"hard\" }\n", "no act"},
	} {
		t.Run(name, func(t *testing.T) {
			s := broken(t, c.old, c.new)
			var first string
			for _, workers := range []int{1, 2, 4} {
				_, err := sweep.Run(context.Background(), s, nil, sweep.Options{Seed: 1, Draws: 60, Stories: 60, Workers: workers})
				var e *lookahead.ModelError
				if !errors.As(err, &e) {
					t.Fatalf("the error is %T: %v", err, err)
				}
				if !strings.Contains(err.Error(), c.says) || e.At.IsZero() || strings.Contains(err.Error(), "\n") {
					t.Errorf("the message should say %q, its place, and be one line: %v", c.says, err)
				}
				if first == "" {
					first = err.Error()
					t.Log(first)
				} else if err.Error() != first {
					t.Errorf("%d workers say %q, one says %q", workers, err, first)
				}
			}
		})
	}
}

// A fault of ours in a worker must not end the program there, and the person who
// meets it gets one line.
func TestPanicInWorker(t *testing.T) {
	s := scene(t, crisis)
	defer func() {
		p := recover()
		if p == nil {
			t.Fatal("the panic got lost")
		}
		if text := toText(p); !strings.Contains(text, "broken progress") || strings.Contains(text, "goroutine") {
			t.Errorf("the panic reads %q", text)
		}
	}()
	sweep.Run(context.Background(), s, nil, sweep.Options{Seed: 1, Draws: 10, Stories: 10, Workers: 2, Progress: func(sweep.Progress) { panic("broken progress") }})
}

func toText(p any) string {
	if e, ok := p.(error); ok {
		return e.Error()
	}
	s, _ := p.(string)
	return s
}

// In the exact game, where one tree is solved and followed, what comes next is
// what comes after the as-of date, not at the start.
func TestNextInTheExactGame(t *testing.T) {
	text := strings.Replace(crisis, "foresight = 1\n  outlook   = 2", "foresight = 4", 1)
	s := scene(t, text)
	set, ds := evidence.Load(s, "crisis.csv", []byte("id,date,known,phase,action,reliability\n1,2013-01-10,2013-01-10,north,test,1\n2,2013-02-10,2013-02-10,south,hold,1\n"))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 1, Draws: 4, Stories: 8})
	if err != nil {
		t.Fatal(err)
	}
	sum := map[string]float64{}
	for _, n := range r.Next {
		if n.Period != "2013-03" {
			t.Errorf("%s.%s is said to come in %s, the as-of date being in 2013-02", n.Phase, n.Action, n.Period)
		}
		sum[n.Phase] += float64(n.Probability)
	}
	if math.Abs(sum["north"]-1) > 1e-9 {
		t.Errorf("what north does next has probabilities that sum to %.9f", sum["north"])
	}
}

// What happened in secret before the as-of cut does not answer a question about
// what comes after it.
func TestCovertActsBeforeTheCut(t *testing.T) {
	s := scene(t, `
scenario "covert" {
  start   = "2013-01"
  as_of   = "2013-01-20"
  horizon = 2
  outlook = 0
}
actor "a" {}
actor "b" {}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "ship" { looks_like = "wait" }
}
phase "south" {
  actor = "b"
  action "hold" {}
  action "hit" {}
}
payoff "a" { each_period = 0 }
payoff "b" { each_period = 0 }
question "ship" {
  when = north.ship
  by   = "2013-01-31"
}
question "later" {
  when = north.ship
}
question "ever" {
  when = north.ship
  from = "2013-01-01"
}
`)
	set, ds := evidence.Load(s, "covert.csv", []byte("id,date,known,phase,action\n1,2013-01-10,2013-01-10,north,wait\n"))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 1, Draws: 4, Stories: 4000})
	if err != nil {
		t.Fatal(err)
	}
	for q, want := range []float64{0, 0.5} {
		if math.Abs(float64(r.Questions[q].Probability)-want) > 0.03 {
			t.Errorf("%s: %.4f, should be %.2f", r.Questions[q].Name, float64(r.Questions[q].Probability), want)
		}
	}
	// what was done in secret in the past cannot be told apart story by story: no
	// number rather than a wrong one, and it is said
	ever := r.Questions[2]
	said := false
	for _, w := range r.Warnings {
		said = said || strings.Contains(w, "ever")
	}
	if !math.IsNaN(float64(ever.Probability)) || !said {
		t.Errorf("a question about secrets of the past: %v, warnings %q", ever.Probability, r.Warnings)
	}
}
