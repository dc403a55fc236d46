package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"demarche/internal/qre"
	"demarche/internal/sweep"
)

// This file tests what --all and --profile add to a solve.

func TestEquilibriaInText(t *testing.T) {
	r := solved()
	values := numbers{"upper": 3.25, "lower": -1.5}
	r.Equilibria = []Equilibrium{{Principal: true, Starts: 6, Residual: 1e-14, Values: values, Regret: values, Strategy: r.Strategy},
		{Starts: 3, Residual: 1e-13, Values: values, Regret: values, Strategy: r.Strategy}}
	r.Starts = &StartCount{Tried: 10, Nowhere: 1}
	for _, actors := range [][]string{{"upper", "lower"}, {"upper", "lower", "port", "sea", "sky"}} {
		r.Game.Actors = actors
		var b bytes.Buffer
		if err := SolveText(&b, r, Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Equilibria found", "principal", "another", "10 starts", "1 led nowhere", "3.25"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("the text does not say %q:\n%s", want, b.String())
			}
		}
	}
}

func TestProfileAdvises(t *testing.T) {
	wide := qre.Widths{States: 10, Bytes: 1 << 20, By: []qre.Width{{States: 1, Types: 8, Actions: 20, Share: 0.9}, {States: 9, Share: 0.1}}}
	for _, c := range []struct {
		name             string
		widths           qre.Widths
		sol              qre.Solution
		build, certifies time.Duration
		want             string
	}{
		{"builds", wide, qre.Solution{}, time.Minute, 0, "building"},
		{"certifies", wide, qre.Solution{}, 0, time.Minute, "certificate"},
		{"folds", wide, qre.Solution{Passes: 1000, Folds: 4}, 0, 0, "4 folds"},
		{"long", wide, qre.Solution{Passes: 1000}, 0, 0, "range of payoffs"},
		{"wide", wide, qre.Solution{}, 0, 0, "8 types"},
		{"many", qre.Widths{States: 10, By: []qre.Width{{States: 10, Types: 2, Share: 1}}}, qre.Solution{}, 0, 0, "10 public states"},
		{"one", qre.Widths{States: 1, By: []qre.Width{{States: 1, Actions: 4, Share: 1}}}, qre.Solution{}, 0, 0, "one public state"},
		{"general", qre.Widths{}, qre.Solution{}, 0, 0, "node by node"},
	} {
		r := solved()
		r.Timing = map[string]any{"solve_seconds": 5.0}
		r.AddProfile(c.widths, c.sol, c.build, c.certifies)
		if !strings.Contains(r.Profile.Advice, c.want) {
			t.Errorf("%s: %q does not say %q", c.name, r.Profile.Advice, c.want)
		}
		var b bytes.Buffer
		if err := SolveText(&b, r, Options{Width: 80}); err != nil || !strings.Contains(b.String(), "Where the time goes") {
			t.Errorf("%s: %v\n%s", c.name, err, b.String())
		}
	}
}

func TestEquilibriaHaveNoNullLists(t *testing.T) {
	var b bytes.Buffer
	r := &SolveReport{Equilibria: []Equilibrium{{Values: numbers{}, Regret: numbers{}, Strategy: []Choice{{Reach: sweep.Number(1)}}}}, Starts: &StartCount{}}
	if err := SolveJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), `"actions": null`) || strings.Contains(b.String(), `"knows": null`) {
		t.Errorf("null lists in %s", b.String())
	}
}
