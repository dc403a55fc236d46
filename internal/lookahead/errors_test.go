package lookahead_test

// This file checks that what is wrong with a model and shows only in play is
// said, with the place and the state, and never a panic or a silent number.

import (
	"errors"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/lookahead"
	"demarche/internal/random"
)

const fragile = `
scenario "fragile" {
  start   = "2013-01"
  horizon = 6
  outlook = 1
}
actor "a" {}
actor "b" {}
parameter "nought" { value = 0 }
parameter "below" { value = -1 }
parameter "half" { value = 0.5 }
variable "v" {
  values = levels(0, 2)
  start  = 1
}
variable "w" {
  values = ["low", "high"]
  start  = "low"
}
secret "mood" {
  known_to = ["a"]
  values   = ["good", "bad"]
  start    = %s
}
secret "hoard" {
  known_to = []
  values   = levels(0, 2)
  start    = 1
}
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" {}
  action "y" { %s }
  %s
}
phase "q" {
  actor        = "b"
  quiet        = "x"
  simultaneous = true
  action "x" {}
  action "y" { %s }
  %s
}
%s
payoff "a" { each_period = %s }
payoff "b" { at_end = %s }
`

func TestModelErrors(t *testing.T) {
	fine := [...]string{"{ good = 0.5, bad = 0.5 }", "cost = 0", "", "cost = 0", "", "", "0", "0"}
	const (
		start = iota
		py
		pMore
		qy
		qMore
		more
		each
		atEnd
	)
	type change map[int]string
	for name, c := range map[string]struct {
		change change
		says   []string // what the message must hold
	}{
		"probability": {change{more: "chance \"c\" {\n probability = 1.2 * v\n}"}, []string{"c is 1.2", "between 0 and 1", "v = 1"}},
		"probability that is not a number": {change{more: "chance \"c\" {\n probability = nought / nought\n}"},
			[]string{"c is NaN"}},
		"probability beyond the look-ahead": {change{more: "chance \"c\" {\n when = period > 2\n probability = 1.2 * v\n}"}, []string{"c is 1.2", "period = 3"}},
		"exposure":                          {change{pMore: "action \"z\" {\n looks_like = \"x\"\n exposed = 3 * v\n}"}, []string{"p.z", "is 3"}},
		"payoff":                            {change{each: "1 / (v - 1)"}, []string{"payoff each period of a", "division by zero", "v = 1"}},
		"payoff by secret":                  {change{each: `mood == "good" ? 1 / nought : 1`}, []string{"payoff each period of a"}},
		"payoff at the end":                 {change{atEnd: "log(nought)"}, []string{"payoff at the end of b"}},
		"cost":                              {change{py: "cost = v / nought"}, []string{"cost of p.y"}},
		"off the grid":                      {change{py: "effect = { v = v * half }"}, []string{"0.5", "v", "not one of its values"}},
		"effect that divides by zero":       {change{py: "effect = { v = v / nought }"}, []string{"effect on v"}},
		"secret off the grid":               {change{pMore: "action \"z\" {\n looks_like = \"x\"\n effect = { hoard = hoard * half }\n}"}, []string{"hoard", "0.5"}},
		"negative weight":                   {change{start: "{ good = below, bad = 2 }"}, []string{"mood", "good", "negative"}},
		"no weight":                         {change{start: "{ good = nought, bad = nought }"}, []string{"mood", "any weight"}},
		"weight that is not a number":       {change{start: "{ good = nought / nought, bad = 2 }"}, []string{"mood"}},
		"guard that divides by zero":        {change{py: "when = v / nought > 1"}, []string{"guard of p.y"}},
		"guard that is not a number":        {change{py: "when = nought / nought > 1 || v > 5"}, []string{"guard of p.y"}},
		"guard of a phase":                  {change{pMore: "when = v / nought > 1"}, []string{"guard of p"}},
		"guard of a chance":                 {change{more: "chance \"c\" {\n when = v / nought > 1\n probability = 0.5\n}"}, []string{"guard of c"}},
		"end":                               {change{more: "end \"c\" { when = v / nought > 1 }"}, []string{"the end c"}},
		"at once":                           {change{py: "effect = { v = 2 }", qy: "effect = { v = 0 }"}, []string{"simultaneous", "v", "2", "0"}},
		"at once, hidden": {change{pMore: "action \"z\" {\n looks_like = \"x\"\n effect = { hoard = 2 }\n}", qMore: "action \"z\" {\n looks_like = \"x\"\n effect = { hoard = 0 }\n}"},
			[]string{"simultaneous", "hoard", "2", "0"}},
		"at once, drawn": {change{pMore: "action \"z\" {\n looks_like = \"x\"\n effect = { hoard = redraw }\n}", qMore: "action \"z\" {\n looks_like = \"x\"\n effect = { hoard = 0 }\n}"},
			[]string{"simultaneous", "hoard"}},
		"no act": {change{more: "phase \"r\" {\n actor = \"a\"\n action \"x\" { when = mood == \"good\" }\n}"}, []string{"phase r", "no act"}},
	} {
		t.Run(name, func(t *testing.T) {
			parts := fine
			for k, text := range c.change {
				parts[k] = text
			}
			text := fragile
			for _, part := range parts {
				text = strings.Replace(text, "%s", part, 1)
			}
			s, ds := check.Load("fragile.hcl", []byte(text))
			if ds.HasErrors() {
				t.Fatal(ds)
			}
			src, err := lookahead.NewSource(s)
			if err != nil {
				t.Fatal(err)
			}
			err = play(t, src)
			var e *lookahead.ModelError
			if !errors.As(err, &e) {
				t.Fatalf("the error is %T: %v", err, err)
			}
			if e.At.IsZero() {
				t.Errorf("the error does not say where: %v", err)
			}
			for _, want := range c.says {
				if !strings.Contains(e.Message, want) {
					t.Errorf("the message does not say %q: %v", want, err)
				}
			}
			t.Log(err)
		})
	}
}

// play builds the look-aheads of the first three periods.
func play(t *testing.T, src *lookahead.Source) error {
	m, err := src.NewModel(random.Medians(src.S))
	if err != nil {
		return err
	}
	pos, err := m.Start()
	if err != nil {
		return err
	}
	for range 3 {
		if _, err = m.Build(pos, lookahead.Limits{}); err != nil {
			return err
		}
		pos = &lookahead.Position{World: pos.World, Profiles: pos.Profiles, Belief: pos.Belief}
		pos.World.Period++
	}
	return nil
}
