package cli

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/diff"
	"demarche/library"
)

// This file tests what `demarche diff` compares and how versions in between are made.

const parley = `scenario "parley" {
  start   = "2013-01"
  as_of   = "2013-01-01"
  horizon = 3
  foresight = 3
}
actor "a" { precision = 2 }
parameter "prize" { value = 1 }
secret "kind" {
  known_to = ["a"]
  values   = ["keen", "cool"]
  start    = { keen = 0.3, cool = 0.7 }
}
phase "move" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "talk" {}
}
payoff "a" { each_period = { gain = move.talk ? { keen = prize, cool = -1 }[kind] : 0 } }
question "talks" { when = move.talk }
`

// sideOf is a version in a folder of its own.
func sideOf(t *testing.T, scenario, evidence string) *versionSide {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "parley.hcl"), []byte(scenario), 0o644); err != nil {
		t.Fatal(err)
	}
	if evidence != "" {
		if err := os.WriteFile(filepath.Join(dir, "evidence.csv"), []byte(evidence), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s, err := openSide(filepath.Join(dir, "parley.hcl"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func swap(t *testing.T, s, old, now string) string {
	t.Helper()
	if !strings.Contains(s, old) {
		t.Fatalf("there is no %q", old)
	}
	return strings.Replace(s, old, now, 1)
}

// told is the changes by name, "old → new".
func told(p *diff.Problem) map[string]string {
	out := map[string]string{}
	for _, c := range p.Changes {
		out[c.Name] = c.Old + " → " + c.New
	}
	return out
}

func expect(t *testing.T, got, want map[string]string) {
	t.Helper()
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %q, want %q", k, got[k], v)
		}
	}
	if len(got) != len(want) {
		t.Errorf("changes are %v", got)
	}
}

const rowsHeader = "id,date,known,phase,action,reliability,use,linked,source,note\n"

func TestRowsThatCount(t *testing.T) {
	a := sideOf(t, parley, rowsHeader+"1,2013-01-01,,move,wait,1,,,,\n2,2013-02-03,,move,talk,0.8,,,,\n")
	later := swap(t, parley, `as_of   = "2013-01-01"`, `as_of   = "2013-02-20"`)
	b := sideOf(t, later, rowsHeader+"1,2013-01-01,,move,wait,1,,,,a note\n2,2013-02-03,,move,talk,0.8,,,,\n3,2013-02-05,,move,talk,0.9,no,,,\n")
	p := between(a, b)
	expect(t, told(p), map[string]string{"as-of date": "2013-01-01 → 2013-02-20", "report 2": " → 2013-02-03, move.talk, reliability 0.8"})
	if len(p.Idle) != 1 || p.Idle[0].Name != "report 3" || len(p.Wording) != 1 || p.Wording[0].Name != "report 1: source or note" {
		t.Errorf("idle %v, wording %v", p.Idle, p.Wording)
	}
	if p.Gate != 0 || !p.Later || len(p.Gated) != 2 || p.Gated[0] || !p.Gated[1] {
		t.Errorf("gate %d, later %v, gated %v", p.Gate, p.Later, p.Gated)
	}
	for _, with := range [][]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
		v, err := p.Make(with)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, r := range v.Evidence.Rows {
			if r.Use && !r.Date.After(v.AsOf.Time) {
				n++
			}
		}
		want := 1
		if with[0] && with[1] {
			want = 2
		}
		if n != want {
			t.Errorf("%v: %d rows count, want %d", with, n, want)
		}
	}
	back := between(b, a)
	if back.Later || len(back.Gated) != 2 || !back.Gated[1] || back.Changes[1].New != "" {
		t.Errorf("backwards: later %v, gated %v, %v", back.Later, back.Gated, back.Changes)
	}
}

// An evidence file is a change of its own: what it does not report of was quiet.
func TestEvidenceFileOfOneVersion(t *testing.T) {
	late := swap(t, parley, `as_of   = "2013-01-01"`, `as_of   = "2013-02-20"`)
	p := between(sideOf(t, late, ""), sideOf(t, late, rowsHeader+"2,2013-02-03,,move,talk,0.8,,,,\n"))
	got := told(p)
	if len(got) != 2 || got["the evidence file"] == "" || got["report 2"] == "" {
		t.Fatalf("%v", got)
	}
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if d.Sampled || len(d.Groups) != 2 || d.Versions != 3 { // without the file the row is nothing
		t.Errorf("sampled %v, %d versions, %v", d.Sampled, d.Versions, d.Groups)
	}
}

// An act and what reads it are one change: apart they do not check.
func TestActAndItsQuestion(t *testing.T) {
	b := swap(t, parley, "  action \"talk\" {}\n", "  action \"talk\" {}\n  action \"sign\" {\n    cost = 0.5\n  }\n")
	b = swap(t, b, "question \"talks\" { when = move.talk }", "question \"talks\" { when = move.talk || move.sign }")
	b = swap(t, b, "value = 1 }", "value = 2 }")
	p := between(sideOf(t, parley, ""), sideOf(t, b, ""))
	expect(t, told(p), map[string]string{"parameter prize": "1 → 2", "act move.sign": " → cost = 0.5", "question talks: when": "move.talk → move.talk || move.sign"})
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Groups) != 2 || d.Versions != 4 {
		t.Fatalf("%d versions of %v", d.Versions, d.Groups)
	}
	for _, g := range d.Groups {
		if len(g.Changes) == 2 && !strings.Contains(g.Why, `"sign"`) || len(g.Changes) == 1 && g.Why != "" {
			t.Errorf("group %v because: %s", g.Changes, g.Why)
		}
	}
}

func TestFlagsOfRuns(t *testing.T) {
	a, b := sideOf(t, parley, rowsHeader), sideOf(t, parley, rowsHeader)
	b.run = &runVerb{NoEvidence: true, Assume: []string{"2013-02 move.talk"}}
	b.run.Precision, b.run.Set, b.run.Horizon = 2, []string{"prize=3"}, 2
	var err error
	if b.scenario, _, err = b.run.load(b.src); err != nil {
		t.Fatal(err)
	}
	p := between(a, b)
	expect(t, told(p), map[string]string{"the evidence": "used → left aside", "precision of all actors": "× 1 → × 2",
		"assumption 2013-02 move.talk": " → imposed", "parameter prize": "1 → 3", "setting horizon": "3 → 2"})
	with := make([]bool, len(p.Changes))
	for i := range with {
		with[i] = true
	}
	v, err := p.Make(with)
	if err != nil {
		t.Fatal(err)
	}
	if !v.NoEvidence || v.Precision != 2 || len(v.Assume) != 1 || v.Scenario.Horizon != 2 || v.Scenario.Parameters[0].Dist.A != 3 {
		t.Errorf("%+v", v)
	}
}

// Whatever two scenarios of the library are compared, versions in between are
// made or refused, and those at the ends are made.
func TestBetweenScenariosOfTheLibrary(t *testing.T) {
	names := library.Names()
	rng := rand.New(rand.NewPCG(5, 8))
	for range 12 {
		a, err := openSide(names[rng.IntN(len(names))])
		if err != nil {
			t.Fatal(err)
		}
		b, err := openSide(names[rng.IntN(len(names))])
		if err != nil {
			t.Fatal(err)
		}
		p := between(a, b)
		for k := range 5 {
			with := make([]bool, len(p.Changes))
			for i := range with {
				with[i] = k == 1 || k > 1 && rng.IntN(2) == 1
			}
			if _, err := p.Make(with); err != nil && k < 2 {
				t.Errorf("%s to %s, end %d: %v", a.name, b.name, k, err)
			}
		}
	}
}
