package leverage_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"

	"demarche/internal/leverage"
	"demarche/internal/plan"
	"demarche/internal/random"
)

// This file tests properties: the zero-sum solver against the limit of the logit
// path, axioms of the threat-power value on random games, and that neither the
// number of workers nor the way of searching shows.

// contest is a zero-sum game with a chance, moves in turn and moves at once.
const contest = `scenario "contest" {
  start        = "2013-01"
  horizon      = 2
  foresight    = 2
  transferable = true
}
actor "a" {}
actor "b" {}
variable "lead" {
  values = levels(-2, 2)
  start  = 0
}
phase "first" {
  actor = "a"
  action "probe" {}
  action "push" { cost = 0 }
}
chance "luck" {
  probability = first.push ? 0.6 : 0.3
  effect      = { lead = lead + 1 }
}
phase "strike" {
  actor = "a"
  action "left" {}
  action "right" {}
}
phase "guard" {
  actor        = "b"
  simultaneous = true
  action "left" {}
  action "right" {}
}
payoff "a" { each_period = WIN }
payoff "b" { each_period = -(WIN) }
`

const win = "lead + (strike.left ? (guard.left ? -1 : 2) : (guard.left ? 1 : -3)) + (first.push ? -0.2 : 0)"

// In a zero-sum game δ(a) is twice its value, and the logit path leads to it.
func TestThreatPowerOfAZeroSumGameIsItsLimit(t *testing.T) {
	text := strings.ReplaceAll(contest, "WIN", win)
	s := load(t, text)
	p, err := plan.Solve(context.Background(), s, nil, plan.Options{Limit: true})
	if err != nil {
		t.Fatal(err)
	}
	r, err := leverage.Measure(context.Background(), p, leverage.Options{Limit: true})
	if err != nil {
		t.Fatal(err)
	}
	if !p.Result.Limit {
		t.Fatalf("the limit was not reached: regret %g", p.Result.Regret)
	}
	near(t, "half of δ(a)", float64(r.ThreatPower.Coalitions[0].Power)/2, p.Result.Values[0], 1e-4)
	near(t, "δ(N)", float64(r.ThreatPower.Total), 0, 1e-12)
	near(t, "γ of a", float64(r.ThreatPower.Values["a"]), p.Result.Values[0], 1e-4)
	// each strike by itself is [[−1, 2], [1, −3]]: a mixture worth −1/7
	plain, _ := measure(t, strings.Replace(strings.ReplaceAll(contest, "WIN", "strike.left ? (guard.left ? -1 : 2) : (guard.left ? 1 : -3)"), "horizon      = 2\n  foresight    = 2", "horizon      = 1", 1), leverage.Options{})
	near(t, "half of δ(a) of one strike", float64(plain.ThreatPower.Coalitions[0].Power)/2, -1.0/7, 1e-12)
}

// Efficiency, what symmetric actors get, the null actor, and that scaling and
// adding constants do what they must, on random games of three and a null actor.
func TestThreatPowerAxioms(t *testing.T) {
	for n := range 20 {
		rng := random.New(3, n, 0, random.UseTest)
		u := make([]string, 3)
		for i := range u {
			x := func() float64 { return math.Floor(rng.Float64()*21-10) / 2 }
			u[i] = fmt.Sprintf("(one.x ? %g : %g) + (two.x ? %g : %g) * (three.x ? %g : %g) + (one.x && three.y ? %g : 0) + (luck ? %g : 0)", x(), x(), x(), x(), x(), x(), x(), x())
		}
		text := func(scale, add float64) string {
			out := one
			for i, name := range []string{"p", "q", "r"} {
				out += fmt.Sprintf("actor %q {}\npayoff %q { each_period = %g * (%s) + %g }\n", name, name, scale, u[i], add)
			}
			out += "actor \"idler\" {}\npayoff \"idler\" { each_period = 0 }\n"
			out += "phase \"one\" {\n  actor = \"p\"\n  action \"x\" {}\n  action \"y\" {}\n}\n"
			out += "phase \"noise\" {\n  actor = \"idler\"\n  action \"x\" {}\n  action \"y\" {}\n}\n"
			out += "chance \"luck\" {\n  probability = one.x ? 0.7 : 0.2\n}\n"
			out += "phase \"two\" {\n  actor = \"q\"\n  action \"x\" {}\n  action \"y\" {}\n}\n"
			out += "phase \"three\" {\n  actor = \"r\"\n  simultaneous = true\n  action \"x\" {}\n  action \"y\" {}\n}\n"
			return out
		}
		at := func(scale, add float64) leverage.ThreatPower {
			s := load(t, text(scale, add))
			p, err := plan.Build(s, nil, plan.Options{})
			if err != nil {
				t.Fatal(err)
			}
			return leverage.Threats(p)
		}
		g, h := at(1, 0), at(2, 3)
		sum := 0.0
		for _, v := range g.Values {
			sum += float64(v)
		}
		near(t, fmt.Sprint("game ", n, ": the sum of γ"), sum, float64(g.Total), 1e-9)
		near(t, fmt.Sprint("game ", n, ": γ of the null actor"), float64(g.Values["idler"]), 0, 1e-9)
		for _, name := range []string{"p", "q", "r"} {
			near(t, fmt.Sprint("game ", n, ": γ of ", name, " doubled, and 3 more each"), float64(h.Values[name]), 2*float64(g.Values[name])+3, 1e-8)
		}
		for _, c := range g.Coalitions {
			near(t, fmt.Sprint("game ", n, ": guarantees of ", c.Members), float64(c.Most-c.Least), 0, 1e-9)
		}
	}
}

// Workers do not show, and a search finds what trying everything finds where
// phases do not hang together.
func TestSameForAnyWorkersAndBySearch(t *testing.T) {
	whole, _ := measure(t, leverage.Open, leverage.Options{Workers: 1, Seed: 1})
	whole.Timing = nil
	one, err := json.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	more, _ := measure(t, leverage.Open, leverage.Options{Workers: 3, Seed: 1})
	more.Timing = nil
	if three, _ := json.Marshal(more); string(three) != string(one) {
		t.Error("the number of workers shows in the result")
	}
	searched, _ := measure(t, leverage.Open, leverage.Options{Tries: 1, Seed: 1})
	for i, c := range searched.Commitment {
		if c.Exhaustive || float64(c.Combinations) <= 1 || c.Failed > 0 {
			t.Errorf("%s: %+v", c.Actor, c)
		}
		near(t, "C of "+c.Actor+" by search", float64(c.Gain), float64(whole.Commitment[i].Gain), 1e-12)
	}
}

// Covert acts can be promised too, and hidden types keep what they know.
func TestCommitmentToACovertAct(t *testing.T) {
	r, _ := measure(t, leverage.Secretive, leverage.Options{})
	c := commitment(t, r, "china")
	if c.Combinations != 3 || c.Tried != 3 || c.Failed != 0 {
		t.Errorf("%+v", c)
	}
	if !(float64(c.Moves) >= 0 && float64(c.Moves) <= 1) {
		t.Errorf("moves by %g", float64(c.Moves))
	}
	if r.ThreatPower.Offered {
		t.Error("threats are counted where something is hidden")
	}
}

func TestStoppedIsAnError(t *testing.T) {
	p, err := plan.Solve(context.Background(), load(t, leverage.Open), nil, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if r, err := leverage.Measure(ctx, p, leverage.Options{}); err == nil || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped, and yet %v, %v", r, err)
	}
}
