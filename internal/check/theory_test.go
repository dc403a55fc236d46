package check

import (
	"demarche/internal/cputime"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/scenario"
)

// This file tests theory files: that wrong ones get the diagnostics that stand
// in them as comments, and that no text makes the checker panic or hang.

// theoryScenario is what the wrong theories speak of.
func theoryScenario(t testing.TB) *scenario.Scenario {
	t.Helper()
	s, diags := LoadFile("../../testdata/bad/theory/scenario.hcl")
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return s
}

func badTheories(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/bad/theory/*.theory.hcl")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	return files
}

func TestBadTheories(t *testing.T) {
	s := theoryScenario(t)
	for _, f := range badTheories(t) {
		t.Run(filepath.Base(f), func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			_, diags := LoadTheory(s, f, src)
			judge(t, expectations(t, src), diags)
		})
	}
}

// theories are the theory files of the library, each with its scenario.
func theories(t testing.TB) map[string]*scenario.Scenario {
	t.Helper()
	files, err := filepath.Glob("../../library/*/*.theory.hcl")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*scenario.Scenario{}
	for _, f := range files {
		if s, diags := LoadFile(strings.TrimSuffix(f, ".theory.hcl") + ".hcl"); !diags.HasErrors() {
			out[f] = s
		}
	}
	return out
}

func FuzzTheory(f *testing.F) {
	s := theoryScenario(f)
	for _, file := range badTheories(f) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for file := range theories(f) {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src []byte) { digestTheory(t, s, src) })
}

// digestTheory fails if the outcome makes no sense.
func digestTheory(t *testing.T, s *scenario.Scenario, src []byte) {
	t.Helper()
	start := cputime.Spent()
	th, diags := LoadTheory(s, "mutant.theory.hcl", src)
	if (th == nil) != diags.HasErrors() {
		t.Errorf("theory %v, diagnostics %v", th != nil, diags)
	}
	for _, d := range diags {
		if _, known := diag.Explain(d.Code); !known || d.Message == "" || d.Subject.File == "" {
			t.Errorf("an incomplete diagnostic: %+v", d)
		}
	}
	if th != nil {
		parameters := make([]float64, len(s.Parameters))
		p := th.At(parameters)
		p.Outside()
		for i := range th.Results {
			p.Eval(th.Results[i].ClosedForm)
		}
	}
	if took := cputime.Spent() - start; took > limit {
		t.Errorf("took %v", took)
	}
}

// Every line of the library's theories is left out, doubled or broken, one way
// after the other.
func TestBrokenTheories(t *testing.T) {
	for file, s := range theories(t) {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(src), "\n")
		for i, line := range lines {
			before, after := strings.Join(lines[:i], ""), strings.Join(lines[i+1:], "")
			ways := []string{"", line + line, strings.Replace(line, "=", "", 1), strings.Replace(line, "\"", "", 1), strings.ReplaceAll(line, "e", "}")}
			digestTheory(t, s, []byte(before+ways[i%len(ways)]+after))
		}
	}
}
