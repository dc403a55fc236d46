package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/internal/sweep"
)

// This file tests that the brief as Markdown and its figures are written whole or
// not at all, and over nobody's files.

// listed is what lies in a folder, folders with their files.
func listed(t *testing.T, folder string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(folder, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(folder, path)
			out = append(out, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func aRun() *sweep.Result {
	return &sweep.Result{Title: "A run", Unit: "month", Questions: []sweep.QuestionResult{{Name: "q", Title: "Q", By: "2013-12-31", Probability: 0.3, Interval: sweep.Interval{0.2, 0.4}}}}
}

func TestMarkdownIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "brief.md")
	if err := writeMarkdown(file, false, aRun()); err != nil {
		t.Fatal(err)
	}
	want := []string{"brief.figures/forecasts.svg", "brief.md"}
	if got := listed(t, dir); !slices.Equal(got, want) {
		t.Fatalf("%v, want %v", got, want)
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "(brief.figures/forecasts.svg)") {
		t.Errorf("the figure is not where the text says: %v\n%s", err, text)
	}
	if err := writeMarkdown(file, false, aRun()); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Errorf("written over without being asked: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "brief.figures", "old-figure.svg"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := writeMarkdown(file, true, aRun()); err != nil {
		t.Fatal(err)
	}
	if got := listed(t, dir); !slices.Equal(got, want) {
		t.Errorf("%v, want %v: a figure of the brief before should be gone", got, want)
	}
}

// What somebody else put there stays, and nothing is begun.
func TestMarkdownLeavesOthersFilesAlone(t *testing.T) {
	for name, x := range map[string]struct{ put, message string }{
		"a file among the figures":  {"brief.figures/notes.txt", "is not a figure"},
		"a folder among them":       {"brief.figures/deep/a.svg", "is not a figure"},
		"the figures are a file":    {"brief.figures", "cannot write"},
		"the text is a folder":      {"brief.md/a.txt", "it is a folder"},
		"the figures, without text": {"brief.figures/forecasts.svg", ""},
	} {
		dir := t.TempDir()
		at := filepath.Join(dir, filepath.FromSlash(x.put))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte("theirs"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, force := range []bool{false, true} {
			err := writeMarkdown(filepath.Join(dir, "brief.md"), force, aRun())
			if force && x.message == "" {
				if err != nil {
					t.Errorf("%s: %v", name, err)
				}
				continue
			}
			if err == nil || force && !strings.Contains(err.Error(), x.message) {
				t.Errorf("%s, --force %v: %v", name, force, err)
			}
			if text, e := os.ReadFile(at); e != nil || string(text) != "theirs" {
				t.Errorf("%s: it is gone: %v", name, e)
			}
			if got := listed(t, dir); !slices.Equal(got, []string{x.put}) {
				t.Errorf("%s: left behind: %v", name, got)
			}
		}
	}
}

func TestMarkdownNeedsANameAndAFolder(t *testing.T) {
	dir := t.TempDir()
	for file, message := range map[string]string{filepath.Join(dir, "a.figures"): "end it in .md", filepath.Join(dir, "no", "b.md"): "there is no folder"} {
		if err := mayWriteMarkdown(file, true); err == nil || !strings.Contains(err.Error(), message) {
			t.Errorf("%s: %v", file, err)
		}
	}
}
