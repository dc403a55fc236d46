package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/report"
	"demarche/internal/theory"
)

// This file tests that docs/library is what `demarche library page` makes today.

const pagesFolder = "../../docs/library"

const remake = "run: go run ./cmd/demarche library page --to docs/library"

// sameFile demands that a file of docs/library holds want.
func sameFile(t *testing.T, name string, want []byte) {
	t.Helper()
	got, err := os.ReadFile(filepath.Join(pagesFolder, name))
	if err != nil {
		t.Errorf("%v; %s", err, remake)
	} else if !bytes.Equal(got, want) {
		t.Errorf("docs/library/%s is not up to date; %s", name, remake)
	}
}

// The pages and the table are made anew. The points of the figures take many
// solutions, so only that the figure is there is tested.
func TestLibraryPagesAreUpToDate(t *testing.T) {
	a := &app{ctx: t.Context()}
	var theories []*theory.Theory
	for _, name := range mechanisms() {
		e, err := engine(name, nil, 0, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		theories = append(theories, e.T)
		page, err := mechanismPage(a, e)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		sameFile(t, name+".md", page)
		sameFile(t, name+".shape.svg", []byte(report.ShapeFigure(e.S)+"\n"))
		if e.T.Picture != nil {
			b, err := os.ReadFile(filepath.Join(pagesFolder, name+".svg"))
			if err != nil || !bytes.HasPrefix(b, []byte("<svg")) || bytes.Count(b, []byte("<circle")) < 10 {
				t.Errorf("docs/library/%s.svg is missing or has few points; %s", name, remake)
			}
		}
	}
	var b bytes.Buffer
	if err := report.LibraryReadme(&b, theories); err != nil {
		t.Fatal(err)
	}
	sameFile(t, "README.md", b.Bytes())
	if n := strings.Count(b.String(), "| none |"); n > 0 {
		t.Errorf("%d mechanisms of the founding case are shown by no scenario of the library", n)
	}
}

// --set is taken by every verb that computes, and moves what it says.
func TestSetEverywhere(t *testing.T) {
	for _, verb := range []string{"check", "run", "solve", "export --format efg", "library show"} {
		args := append(strings.Fields(verb), "../../testdata/bad/theory/scenario.hcl", "--set", "nobody=1")
		if verb == "library show" {
			args[2] = "risk-return"
		}
		var stdout, stderr strings.Builder
		if got := Main(args, strings.NewReader(""), &stdout, &stderr); got != exitWrong {
			t.Errorf("%s: exit status %d, want %d", verb, got, exitWrong)
		}
		if said := stdout.String() + stderr.String(); !strings.Contains(said, `there is no parameter "nobody"`) {
			t.Errorf("%s says %s", verb, said)
		}
	}
}
