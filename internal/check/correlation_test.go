package check

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/scenario"
)

// This file tests what becomes of correlations that are stated.

// correlated is the minimal scenario with more uncertain parameters.
const correlated = `
parameter "spill" {
  value       = uniform(0, 1)
  correlation = { buffer = 0.5, nerves = -0.2, "china.precision" = 0.1 }
}
parameter "nerves" {
  value       = normal(0, 1)
  correlation = { spill = -0.2 }
}
`

func correlatedSource() string {
	return strings.Replace(minimal, "precision = 1.5", "precision = between(1, 2)", 1) + correlated
}

// by says the correlations by name.
func by(s *scenario.Scenario) map[string]float64 {
	out := map[string]float64{}
	for _, r := range s.Correlated {
		out[s.Parameters[r.A].Name+" "+s.Parameters[r.B].Name] = r.Rank
	}
	return out
}

func TestCorrelations(t *testing.T) {
	s := mustLoad(t, correlatedSource())
	if got, want := fmt.Sprint(by(s)), "map[buffer spill:0.5 spill china.precision:0.1 spill nerves:-0.2]"; got != want {
		t.Errorf("%s, not %s", got, want)
	}
	if s.Copula == nil || len(s.Copula.Of) != 4 {
		t.Fatalf("copula %+v", s.Copula)
	}
	if mustLoad(t, minimal).Copula != nil {
		t.Error("a copula of nothing")
	}
}

func TestOverrideOfCorrelatedParameters(t *testing.T) {
	s := mustLoad(t, correlatedSource())
	for _, c := range []struct {
		assignment, left string
		warned           bool
	}{
		{"buffer=3", "map[spill china.precision:0.1 spill nerves:-0.2]", true},
		{"nerves=2 * base", "map[buffer spill:0.5 spill china.precision:0.1]", true},
		{"buffer=between(3, 4)", "map[buffer spill:0.5 spill china.precision:0.1 spill nerves:-0.2]", false},
		{"china.precision=1", "map[buffer spill:0.5 spill nerves:-0.2]", true},
		{"spill=0.3", "map[]", true},
		{"base=between(1, 2)", "map[buffer spill:0.5 spill china.precision:0.1 spill nerves:-0.2]", false},
	} {
		out, diags := Override(s, c.assignment)
		if out == nil {
			t.Fatalf("%s: %v", c.assignment, diags)
		}
		if got := fmt.Sprint(by(out)); got != c.left {
			t.Errorf("%s leaves %s, not %s", c.assignment, got, c.left)
		}
		if warned := len(only(diags, diag.Uncoupled)) == 1 && len(diags) == 1; warned != c.warned || len(diags) > 0 != c.warned {
			t.Errorf("%s: %v", c.assignment, diags)
		}
		if (out.Copula == nil) != (len(out.Correlated) == 0) || out.Copula != nil && len(out.Copula.Of) != len(parametersOf(out.Correlated)) {
			t.Errorf("%s: copula %+v of %v", c.assignment, out.Copula, out.Correlated)
		}
	}
	if len(s.Correlated) != 3 || len(s.Copula.Of) != 4 {
		t.Error("the scenario itself was changed")
	}
}

// The hint of impossible correlations says by how much to shrink them: three
// that go against one another equally can be up to scores correlated by a half.
func TestShrink(t *testing.T) {
	for _, rank := range []float64{0.5, 0.7, 0.9, 0.99} {
		list := []scenario.Correlation{{A: 0, B: 1, Rank: rank}, {A: 0, B: 2, Rank: rank}, {A: 1, B: 2, Rank: -rank}}
		want := math.Floor(100*6/math.Pi*math.Asin(0.25)/rank) / 100
		if got := shrink(list); got != want {
			t.Errorf("%v is to be multiplied by %v, not by %v", rank, want, got)
		}
	}
}

// Many parameters that all go with one another are more than the matrix may hold.
func TestManyCorrelations(t *testing.T) {
	var b strings.Builder
	for i := range maxCorrelated + 1 {
		fmt.Fprintf(&b, "parameter \"p%d\" {\n  value = uniform(0, 1)\n  correlation = {", i)
		for k := range i {
			fmt.Fprintf(&b, " p%d = 0.3,", k)
		}
		b.WriteString(" }\n}\n")
	}
	_, diags := Load("many.hcl", []byte(minimal+b.String()))
	if len(diags) != 1 || diags[0].Code != diag.TooLarge {
		t.Errorf("%v", diags)
	}
	// one fewer is possible, and quickly
	s, diags := Load("many.hcl", []byte(minimal+strings.ReplaceAll(b.String()[:strings.LastIndex(b.String(), "parameter")], "p0 = 0.3,", "p0 = 0.31,")))
	if s == nil || len(s.Copula.Of) != maxCorrelated {
		t.Errorf("%v", diags)
	}
}
