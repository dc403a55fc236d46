package check_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/syntax"
	"demarche/library"
)

// sources are all scenarios there are, by name.
func sources(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, n := range library.Names() {
		b, err := fs.ReadFile(library.FS(), library.Path(n))
		if err != nil {
			t.Fatal(err)
		}
		out[n] = b
	}
	good, err := filepath.Glob("../../testdata/good/*.hcl")
	if err != nil || len(good) == 0 {
		t.Fatalf("testdata/good: %v, %d files", err, len(good))
	}
	for _, p := range good {
		b, err := os.ReadFile(p)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(p)] = b
	}
	return out
}

// What is written out again of a file says what the file says, block by block.
func TestSourceSaysTheSame(t *testing.T) {
	for name, src := range sources(t) {
		v := check.Version{File: name, Source: src}
		r := check.Revise(v, v)
		if n := len(r.Changes) + len(r.Idle) + len(r.Wording); n != 0 {
			t.Errorf("%s differs from itself: %v %v %v", name, r.Changes, r.Idle, r.Wording)
			continue
		}
		again := r.Source(nil)
		if _, list := check.Load(name, again); list.HasErrors() {
			t.Errorf("%s, written out: %v\n%s", name, list, again)
			continue
		}
		old, _ := syntax.Parse(name, src)
		now, _ := syntax.Parse(name, again)
		if len(old.Blocks) != len(now.Blocks) {
			t.Errorf("%s: %d blocks, was %d", name, len(now.Blocks), len(old.Blocks))
		}
		for _, b := range old.Blocks {
			for _, a := range b.Args {
				if b.Kind == "scenario" && a.Name == "as_of" {
					continue
				}
				found := false
				for _, c := range now.Blocks {
					if c.Kind == b.Kind && c.Label() == b.Label() && c.Arg(a.Name) != nil {
						found = syntax.SameExpr(a.Value, c.Arg(a.Name).Value)
					}
				}
				if _, empty := a.Value.(*syntax.Object); !found && !empty {
					t.Errorf("%s: %s %s: %s is not what it was", name, b.Kind, b.Label(), a.Name)
				}
			}
		}
	}
}

const before = `scenario "x" {
  start   = "2013-01"
  horizon = 3
}
actor "one" {}
parameter "p" {
  title = "Price"
  value = between(2, 5)
}
variable "v" {
  values = levels(0, 2)
  start  = 0
}
phase "go" {
  actor = "one"
  quiet = "wait"
  action "wait" {}
  action "push" {
    cost   = p
    effect = { v = v + 1 }
  }
}
chance "luck" {
  probability = 0.5
  effect      = { v = 0 }
}
payoff "one" {
  each_period = {
    gain = v
    loss = -0.5 * v
  }
}
question "q" { when = v == 2 }
`

func revise(t *testing.T, a, b string) *check.Revision {
	t.Helper()
	for _, s := range []string{a, b} {
		if _, list := check.Load("x.hcl", []byte(s)); list.HasErrors() {
			t.Fatalf("%v\n%s", list, s)
		}
	}
	return check.Revise(check.Version{File: "x.hcl", Source: []byte(a)}, check.Version{File: "x.hcl", Source: []byte(b)})
}

func replace(t *testing.T, s, old, now string) string {
	t.Helper()
	if !strings.Contains(s, old) {
		t.Fatalf("there is no %q", old)
	}
	return strings.Replace(s, old, now, 1)
}

func TestLayoutIsNoChange(t *testing.T) {
	b := "# a comment\n" + before
	b = replace(t, b, "    gain = v\n    loss = -0.5 * v\n", "    loss = (-0.50 * v) # dear\n\n    gain = (v)\n")
	b = replace(t, b, "  start   = \"2013-01\"\n  horizon = 3\n", "  horizon = 3\n  start = \"2013-01\"\n")
	r := revise(t, before, b)
	if len(r.Changes)+len(r.Idle)+len(r.Wording) != 0 {
		t.Errorf("layout counts as a change: %+v", r)
	}
}

func TestWordingIsApart(t *testing.T) {
	r := revise(t, before, replace(t, before, `"Price"`, `"What it costs"`))
	if len(r.Changes) != 0 || len(r.Wording) != 1 || r.Wording[0].Name != "parameter p: title" || r.Wording[0].New != `"What it costs"` {
		t.Errorf("%+v", r)
	}
}

func TestChangesAreNamed(t *testing.T) {
	cases := []struct{ old, now, name, from, to string }{
		{"between(2, 5)", "between(3, 6)", "parameter p", "between(2, 5)", "between(3, 6)"},
		{"value = between(2, 5)", "value = between(2, 5)\n  min = 0", "parameter p", "between(2, 5)", "between(2, 5), min 0"},
		{"horizon = 3", "horizon = 4", "setting horizon", "3", "4"},
		{`actor "one" {}`, "actor \"one\" {\n precision = 2\n}", "actor one: precision", "", "2"},
		{"levels(0, 2)", "levels(0, 3)", "variable v: values", "levels(0, 2)", "levels(0, 3)"},
		{"cost   = p", "cost   = 2 * p", "act go.push: cost", "p", "2 * p"},
		{"    cost   = p\n", "", "act go.push: cost", "p", ""},
		{"{ v = v + 1 }", "{ v = v + 2 }", "act go.push: effect on v", "v + 1", "v + 2"},
		{"    effect = { v = v + 1 }\n", "", "act go.push: effect on v", "v + 1", ""},
		{"  action \"wait\" {}\n", "  action \"wait\" {}\n  action \"pull\" {\n    cost = 1\n  }\n", "act go.pull", "", "cost = 1"},
		{"probability = 0.5", "probability = 0.25", "chance luck: probability", "0.5", "0.25"},
		{"gain = v\n", "gain = v + 1\n", "payoff one: gain", "v", "v + 1"},
		{"loss = -0.5 * v\n", "", "payoff one: loss", "-0.5 * v", ""},
		{`question "q" { when = v == 2 }`, `question "q" { when = v == 1 }`, "question q: when", "v == 2", "v == 1"},
	}
	for _, c := range cases {
		b := replace(t, before, c.old, c.now)
		r := revise(t, before, b)
		if len(r.Changes) != 1 || r.Changes[0].Name != c.name || r.Changes[0].Old != c.from || r.Changes[0].New != c.to {
			t.Errorf("%q: %+v, want %q: %q → %q", c.now, r.Changes, c.name, c.from, c.to)
			continue
		}
		for k, want := range []string{before, b} { // the versions at both ends are A and B
			got := r.Source([]bool{k == 1})
			if _, list := check.Load("x.hcl", got); list.HasErrors() {
				t.Errorf("%q: %v\n%s", c.now, list, got)
			}
			end := revise(t, want, string(got))
			if len(end.Changes) != 0 {
				t.Errorf("%q: the version at the end %d is another: %+v", c.now, k, end.Changes)
			}
		}
	}
}

func TestOrderOfSteps(t *testing.T) {
	chance := "chance \"luck\" {\n  probability = 0.5\n  effect      = { v = 0 }\n}\n"
	b := replace(t, before, chance, "")
	b = replace(t, b, "phase \"go\"", chance+"phase \"go\"")
	r := revise(t, before, b)
	if len(r.Changes) != 1 || r.Changes[0].Old != "go, luck" || r.Changes[0].New != "luck, go" {
		t.Fatalf("%+v", r.Changes)
	}
	if end := revise(t, b, string(r.Source([]bool{true}))); len(end.Changes) != 0 {
		t.Errorf("with the change the order is not that of B: %+v", end.Changes)
	}
}

// A parameter that only one version declares stands in all: what bears on a
// forecast is what reads it. One that cannot is a change like others.
func TestParameterDeclaredInOne(t *testing.T) {
	b := replace(t, before, "variable \"v\"", "parameter \"extra\" { value = uniform(0, 1) }\nvariable \"v\"")
	b = replace(t, b, "cost   = p", "cost   = p + extra")
	r := revise(t, before, b)
	if len(r.Changes) != 1 || len(r.Idle) != 1 || r.Idle[0].Name != "parameter extra" {
		t.Fatalf("%+v, idle %+v", r.Changes, r.Idle)
	}
	for _, with := range []bool{false, true} {
		if got := string(r.Source([]bool{with})); !strings.Contains(got, "parameter \"extra\"") {
			t.Errorf("parameter extra is not declared:\n%s", got)
		}
	}
	clash := replace(t, before, "gain = v\n", "gain = v + w\n")
	clash = replace(t, clash, "variable \"v\"", "parameter \"w\" { value = 1 }\nvariable \"v\"")
	other := replace(t, before, "variable \"v\"", "variable \"w\" {\n  values = levels(0, 1)\n  start = 0\n}\nvariable \"v\"")
	r = revise(t, clash, other)
	if len(r.Idle) != 0 || len(r.Changes) != 3 {
		t.Errorf("a name that is a parameter in one and a variable in the other: %+v, idle %+v", r.Changes, r.Idle)
	}
}

func TestParametersThatMustMove(t *testing.T) {
	a := replace(t, before, "variable \"v\"", "parameter \"r\" { value = 2 * p }\nvariable \"v\"")
	b := replace(t, before, "parameter \"p\" {", "parameter \"r\" { value = 2 }\nparameter \"p\" {")
	b = replace(t, b, "between(2, 5)", "3 * r")
	r := revise(t, a, b)
	if _, list := check.Load("x.hcl", r.Source(make([]bool, len(r.Changes)))); list.HasErrors() {
		t.Errorf("A: %v", list)
	}
	all := make([]bool, len(r.Changes))
	for i := range all {
		all[i] = true
	}
	if _, list := check.Load("x.hcl", r.Source(all)); list.HasErrors() {
		t.Errorf("B: %v", list)
	}
}

func TestSetIsAChangeOfItsParameter(t *testing.T) {
	src := []byte(before)
	r := check.Revise(check.Version{File: "x.hcl", Source: src},
		check.Version{File: "x.hcl", Source: src, Set: []string{"p=between(1, 2)", "one.precision = 3"}, Horizon: 5})
	got := map[string]string{}
	for _, c := range r.Changes {
		got[c.Name] = c.Old + " → " + c.New
	}
	want := map[string]string{"parameter p": "between(2, 5) → between(1, 2)", "actor one: precision": " → 3", "setting horizon": "3 → 5"}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q, want %q", k, got[k], v)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%v", got)
	}
	if _, list := check.Load("x.hcl", r.Source([]bool{true, true, true})); list.HasErrors() {
		t.Error(list)
	}
}

// The versions between any two scenarios can be written and checked, whatever comes of it.
func TestVersionsInBetweenNeverPanic(t *testing.T) {
	all := sources(t)
	var names []string
	for n := range all {
		names = append(names, n)
	}
	seed := uint64(7)
	random := func(n int) int { // xorshift: any will do
		seed ^= seed << 13
		seed ^= seed >> 7
		seed ^= seed << 17
		return int(seed % uint64(n))
	}
	for range 60 {
		a, b := names[random(len(names))], names[random(len(names))]
		r := check.Revise(check.Version{File: a, Source: all[a]}, check.Version{File: b, Source: all[b]})
		for range 4 {
			with := make([]bool, len(r.Changes))
			for i := range with {
				with[i] = random(2) == 1
			}
			check.Load("between.hcl", r.Source(with))
		}
		for k := range 2 {
			with := make([]bool, len(r.Changes))
			for i := range with {
				with[i] = k == 1
			}
			if _, list := check.Load("end.hcl", r.Source(with)); list.HasErrors() {
				t.Errorf("%s to %s: the version at end %d: %v", a, b, k, list[0].Message)
			}
		}
	}
}
