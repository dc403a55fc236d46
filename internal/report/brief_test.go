package report

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/sweep"
)

// golden compares got with testdata/name; UPDATE_GOLDEN=1 writes it anew, to be
// reviewed as a diff.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; UPDATE_GOLDEN=1 go test writes it anew. Got:\n%s", path, got)
	}
}

var runs = map[string]func() *sweep.Result{"plain": fixture, "scored": scored, "assumed": assumed, "unweighed": unweighed}

func TestBriefGolden(t *testing.T) {
	for name, run := range runs {
		for width, suffix := range map[int]string{80: "-80", 120: "-120"} {
			var b bytes.Buffer
			if err := Brief(&b, run(), Options{Width: width}); err != nil {
				t.Fatal(err)
			}
			golden(t, "brief-"+name+suffix+".golden", b.Bytes())
		}
	}
}

func TestJSONGolden(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, fixture()); err != nil {
		t.Fatal(err)
	}
	golden(t, "run.json.golden", b.Bytes())
}

func TestJSONKeepsTheContract(t *testing.T) {
	var b bytes.Buffer
	if err := JSON(&b, &sweep.Result{LogEv: nan}); err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	for _, name := range strings.Fields(`file model_hash as_of seed draws stories timing run_directory questions next posterior prior beliefs evidence diagnostics warnings`) {
		if m[name] == nil {
			t.Errorf("field %q of the contract is missing or null in an empty run", name)
		}
	}
	if v, ok := m["log_evidence"]; !ok || v != nil {
		t.Errorf("log_evidence that was not computed is %v, want null", v)
	}
}

func TestCompleteLeavesTheRunAlone(t *testing.T) {
	r := fixture()
	Complete(r)
	for _, q := range r.Questions {
		if q.Word != "" {
			t.Errorf("question %s was changed", q.Name)
		}
	}
	for _, a := range r.Next {
		if a.Why != "" {
			t.Errorf("act %s was changed", a.Action)
		}
	}
}

func TestNothingRunsOverTheWidth(t *testing.T) {
	for name, run := range map[string]func() *sweep.Result{"plain": fixture, "scored": scored, "assumed": assumed, "unweighed": unweighed, "hostile": hostile,
		"empty": func() *sweep.Result { return &sweep.Result{} }} {
		for _, color := range []bool{false, true} {
			for width := 70; width <= 130; width++ {
				var b bytes.Buffer
				if err := Brief(&b, run(), Options{Width: width, Color: color}); err != nil {
					t.Fatal(err)
				}
				limit := min(max(width, 80), 120)
				for _, line := range strings.Split(b.String(), "\n") {
					if w := ansi.StringWidth(line); w > limit {
						t.Fatalf("%s at %d columns: a line of %d:\n%s", name, width, w, line)
					}
				}
			}
		}
	}
}

func TestHostileTextCannotSteerTheTerminal(t *testing.T) {
	var b bytes.Buffer
	if err := Brief(&b, hostile(), Options{Width: 100}); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
		t.Error("the brief lets control characters through")
	}
}

func TestWhy(t *testing.T) {
	r := Complete(fixture())
	want := map[string]string{
		"refrain":     "The Federation of Lower Provinces will likely choose “Hold still” (62%), rather than “Protest to the port”, because of ‘wells kept’ (+0.8) and ‘calm’ (+0.2) and despite ‘burden’ (−0.3).",
		"hold":        "The likeliest act of Upperland is “hold” (40%), ahead of “release”, though its payoff hardly tells the two apart.",
		"detour.east": "If this choice comes up (20%), The Federation of Lower Provinces will very likely choose “Go around (east)” (90%), rather than “Go around (west)”.",
		"watch":       "port can only choose “watch”.",
	}
	for _, a := range r.Next {
		if w, ok := want[a.Action]; ok && a.Why != "" && a.Why != w {
			t.Errorf("%s:\n got %s\nwant %s", a.Action, a.Why, w)
		}
		if a.Action == "protest" && a.Why != "" {
			t.Errorf("a second choice was explained: %s", a.Why)
		}
	}
}
