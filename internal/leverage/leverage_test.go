package leverage_test

import (
	"context"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/leverage"
	"demarche/internal/plan"
	"demarche/internal/scenario"
)

// This file holds what the tests share: scenarios from text, solved and measured.

// load checks a scenario.
func load(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, list := check.Load("game.hcl", []byte(text))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return s
}

// library reads a scenario of the library and replaces texts in it, in pairs.
func library(t testing.TB, name string, replace ...string) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("../../library/%s/%s.hcl", name, name))
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	for k := 0; k < len(replace); k += 2 {
		if !strings.Contains(text, replace[k]) {
			t.Fatalf("library/%s does not hold %q any more", name, replace[k])
		}
		text = strings.Replace(text, replace[k], replace[k+1], 1)
	}
	return text
}

// measure solves the look-ahead of a scenario and measures who has the upper hand.
func measure(t testing.TB, text string, opt leverage.Options) (*leverage.Leverage, *plan.Plan) {
	t.Helper()
	p, err := plan.Solve(context.Background(), load(t, text), nil, plan.Options{Precision: opt.Precision, Limit: opt.Limit})
	if err != nil {
		t.Fatal(err)
	}
	r, err := leverage.Measure(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	certified(t, r)
	return r, p
}

// certified fails where a solution does not keep its bar.
func certified(t testing.TB, r *leverage.Leverage) {
	t.Helper()
	look := func(what string, s *leverage.GameSolution) {
		if s == nil {
			return
		}
		if !(s.Residual <= s.Allowed) {
			t.Errorf("%s: residual %g, allowed %g", what, s.Residual, s.Allowed)
		}
	}
	look("free", &r.Free)
	for _, h := range r.Held {
		look("with "+h.Actor+" held", h.Solution)
	}
	for _, c := range r.Commitment {
		look("with "+c.Actor+" committed", c.Solution)
	}
}

// on is L_ij.
func on(t testing.TB, r *leverage.Leverage, i, j string) float64 {
	t.Helper()
	for _, d := range r.Dependence {
		if d.Actor == i && d.On == j {
			return float64(d.Dependence)
		}
	}
	t.Fatalf("no dependence of %s on %s", i, j)
	return 0
}

// commitment is that of an actor.
func commitment(t testing.TB, r *leverage.Leverage, i string) leverage.Commitment {
	t.Helper()
	for _, c := range r.Commitment {
		if c.Actor == i {
			return c
		}
	}
	t.Fatalf("no commitment of %s", i)
	return leverage.Commitment{}
}

// near compares with a tolerance.
func near(t testing.TB, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s is %.10g, want %.10g within %.2g", what, got, want, tolerance)
	}
}

// override is a scenario with NAME=VALUE set.
func override(t testing.TB, s *scenario.Scenario, assignment string) *scenario.Scenario {
	t.Helper()
	s, list := check.Override(s, assignment)
	if list.HasErrors() {
		t.Fatal(list)
	}
	return s
}
