package check

import (
	"math"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/scenario"
)

const minimal = `scenario "small" {
  start   = "2013-01"
  horizon = 3
}
actor "china" { precision = 1.5 }
parameter "base" { value = 2 }
parameter "buffer" {
  value = between(2, 5)
  min   = 0
}
parameter "twice" { value = 2 * buffer }
variable "level" {
  values = levels(0, 3)
  start  = 0
}
phase "beijing" {
  actor = "china"
  action "wait" {}
  action "go" {
    when   = level < 3
    effect = { level = level + 1 }
  }
}
payoff "china" {
  each_period = { buffer = buffer * level, other = base * twice }
}
`

func mustLoad(t *testing.T, src string) *scenario.Scenario {
	t.Helper()
	s, diags := Load("test.hcl", []byte(src))
	if s == nil || len(diags) > 0 {
		t.Fatal(diags)
	}
	return s
}

func find(t *testing.T, s *scenario.Scenario, name string) scenario.Parameter {
	t.Helper()
	for _, p := range s.Parameters {
		if p.Name == name {
			return p
		}
	}
	t.Fatalf("no parameter %s", name)
	return scenario.Parameter{}
}

func TestOverride(t *testing.T) {
	s := mustLoad(t, minimal)
	for _, c := range []struct {
		assignment string
		name       string
		kind       scenario.Kind
		a, b       float64
	}{
		{"buffer=3", "buffer", scenario.Fixed, 3, 3},
		{"buffer = 0", "buffer", scenario.Fixed, 0, 0}, // min itself is allowed: it switches a term off
		{"buffer=between(1, 3)", "buffer", scenario.LogNormal, 1, 3},
		{"base=between(1, 3)", "base", scenario.Normal, 1, 3},
		{"base=-2", "base", scenario.Fixed, -2, -2},
		{"twice=uniform(1,3)", "twice", scenario.Uniform, 1, 3},
		{"china.precision=2", "china.precision", scenario.Fixed, 2, 2},
		{"china.precision=between(1,3)", "china.precision", scenario.LogNormal, 1, 3},
		{"china.discount=between(0.9, 0.99)", "china.discount", scenario.LogitNormal, 0.9, 0.99},
	} {
		out, diags := Override(s, c.assignment)
		if out == nil {
			t.Fatalf("%s: %v", c.assignment, diags)
		}
		d := find(t, out, c.name).Dist
		if d.Kind != c.kind || d.A != c.a || d.B != c.b {
			t.Errorf("%s: %+v", c.assignment, d)
		}
		if out.Hash == s.Hash || out.SourceHash != s.SourceHash {
			t.Errorf("%s: the hash does not tell", c.assignment)
		}
	}
	if d := find(t, s, "buffer").Dist; d.Kind != scenario.LogNormal || d.A != 2 || s.Overrides != nil {
		t.Error("the original was changed")
	}
	if d := find(t, s, "twice").Dist; d.Kind != scenario.Derived {
		t.Error("the original was changed")
	}
}

// A derived value may be set from outside too, and reads what stands before it.
func TestOverrideDerived(t *testing.T) {
	s := mustLoad(t, minimal)
	out, diags := Override(s, "twice=buffer + base")
	if out == nil {
		t.Fatal(diags)
	}
	frame := make([]float64, out.Layout.Size)
	frame[out.Layout.Parameter], frame[out.Layout.Parameter+1] = 10, 3
	if v := find(t, out, "twice").Dist.Expr.Eval(frame); v != 13 {
		t.Error(v)
	}
	out, diags = Override(s, "china.precision=base / 2")
	if out == nil {
		t.Fatal(diags)
	}
	if v := find(t, out, "china.precision").Dist.Expr.Eval(frame); v != 5 {
		t.Error(v)
	}
}

func TestOverrideHash(t *testing.T) {
	s := mustLoad(t, minimal)
	set := func(list ...string) string {
		out := s
		for _, a := range list {
			var diags diag.List
			if out, diags = Override(out, a); out == nil {
				t.Fatal(diags)
			}
		}
		return out.Hash
	}
	if set("base=1", "buffer=3") != set("buffer=3", "base=1") {
		t.Error("the order of overrides matters")
	}
	if set("base=1", "base=4") != set("base=4") {
		t.Error("a replaced override matters")
	}
	if set("base=1") == set("base=4") || set("base=1") == s.Hash {
		t.Error("different models, one hash")
	}
}

func TestOverrideRefuses(t *testing.T) {
	s := mustLoad(t, minimal)
	for assignment, want := range map[string]string{
		"":                     diag.BadAssignment,
		"buffer":               diag.BadAssignment,
		"=3":                   diag.BadAssignment,
		"buffer=":              diag.BadAssignment,
		"bufer=3":              diag.CannotSet,
		"china=3":              diag.CannotSet,
		"level=2":              diag.CannotSet,
		"buffer=-1":            diag.BadBounds,
		"buffer=between(0, 3)": diag.BadBounds,
		"buffer=between(3, 1)": diag.BadDistribution,
		"buffer=between(3":     diag.Unclosed,
		"buffer=twice":         diag.DefinedLater,
		"buffer=level":         diag.UnknownName,
		"buffer=1e999":         diag.NotFinite,
		"buffer=1/0":           diag.NotFinite,
		"buffer=\"3\"":         diag.QuotedNumber,
		"china.precision=0":    diag.OutOfRange,
		"china.discount=1.5":   diag.OutOfRange,
		"china.discount=0":     diag.OutOfRange,
		"buffer=1 2":           diag.BrokenExpression,
		"buffer=1\nbase=2":     diag.BrokenExpression,
		"buffer=$":             diag.StrayCharacter,
	} {
		out, diags := Override(s, assignment)
		if out != nil || len(diags) != 1 || diags[0].Code != want {
			t.Errorf("%q: want %s, got %v", assignment, want, diags)
			continue
		}
		if !strings.HasPrefix(diags[0].Subject.String(), "--set "+assignment) {
			t.Errorf("%q: at %v", assignment, diags[0].Subject)
		}
	}
	if math.IsNaN(find(t, s, "buffer").Dist.Min) {
		t.Error("min is lost")
	}
}
