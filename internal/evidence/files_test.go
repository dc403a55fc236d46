package evidence_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/scenario"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// This file tests the files of testdata/evidence: those in bad give the code
// that they are named after, in the words of the .txt file beside them; those
// in good all say the same.

var update = flag.Bool("update", false, "write the expected messages anew")

const files = "../../testdata/evidence/"

// isResolution reports whether a file is about questions, by its first column.
func isResolution(src []byte) bool { return bytes.HasPrefix(src, []byte("question")) }

func diagnose(s *scenario.Scenario, file string, src []byte) (ok bool, list diag.List) {
	if isResolution(src) {
		m, list := evidence.LoadResolution(s, file, src)
		return m != nil, list
	}
	set, list := evidence.Load(s, file, src)
	return set != nil, list
}

func TestBad(t *testing.T) {
	s := load(t, files+"model.hcl")
	names, err := filepath.Glob(files + "bad/*.csv")
	if err != nil || len(names) == 0 {
		t.Fatal("no files", err)
	}
	covered := map[string]bool{}
	for _, name := range names {
		base := filepath.Base(name)
		code := base[:4]
		covered[code] = true
		t.Run(base, func(t *testing.T) {
			src := read(t, name)
			ok, list := diagnose(s, base, src)
			if ok == list.HasErrors() {
				t.Errorf("a set and errors exclude one another: %v", list)
			}
			found := false
			for _, d := range list {
				found = found || d.Code == code
				if d.Message == "" || d.Subject.File != base {
					t.Errorf("%+v says nothing, or not where", d)
				}
			}
			if !found {
				t.Errorf("no %s among %v", code, list)
			}
			var text bytes.Buffer
			if err := diag.WriteText(&text, list, diag.TextOptions{Source: func(string) []byte { return src }}); err != nil {
				t.Fatal(err)
			}
			golden := strings.TrimSuffix(name, ".csv") + ".txt"
			if *update {
				if err := os.WriteFile(golden, text.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(string(read(t, golden)), text.String()); d != "" {
				t.Error(d)
			}
		})
	}
	covered[evidence.TooLarge] = true // TestTooLarge
	for _, code := range codes(t) {
		if !covered[code] {
			t.Errorf("no example of %s", code)
		}
	}
}

// codes are those that codes.go declares.
func codes(t *testing.T) []string {
	t.Helper()
	f, err := parser.ParseFile(token.NewFileSet(), "codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	seen := map[string]bool{}
	ast.Inspect(f, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
			code := strings.Trim(l.Value, `"`)
			if seen[code] {
				t.Errorf("%s has two meanings", code)
			}
			seen[code] = true
			out = append(out, code)
		}
		return true
	})
	if len(out) < 20 {
		t.Fatal("codes are missing")
	}
	return out
}

func TestGood(t *testing.T) {
	s := load(t, files+"model.hcl")
	names, err := filepath.Glob(files + "good/*.csv")
	if err != nil || len(names) < 8 {
		t.Fatal("no files", err)
	}
	want, list := evidence.LoadFile(s, files+"good/plain.csv")
	none(t, list)
	if want == nil || len(want.Rows) != 5 {
		t.Fatal("rows are missing")
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			set, list := evidence.LoadFile(s, name)
			none(t, list)
			if set == nil {
				t.Fatal("no set")
			}
			if d := cmp.Diff(want.Rows, set.Rows, cmpopts.IgnoreFields(evidence.Row{}, "At")); d != "" {
				t.Error(d)
			}
		})
	}
}

// A row says what its line says.
func TestRow(t *testing.T) {
	s := load(t, files+"model.hcl")
	set, list := evidence.LoadFile(s, files+"good/plain.csv")
	none(t, list)
	place := func(line, end int) diag.Range {
		return diag.Range{File: files + "good/plain.csv", Start: diag.Pos{Line: line, Column: 1}, End: diag.Pos{Line: line, Column: end}}
	}
	want := []evidence.Row{
		{ID: "A1", Date: day(t, "2013-01-03"), Known: day(t, "2013-01-03"), Period: 1, Step: 1, Action: 1, Reliability: 0.9, Use: true, Source: "wire", Note: "a text, with a comma", At: place(2, 60)},
		{ID: "A2", Date: day(t, "2013-02-03"), Known: day(t, "2013-03-01"), Period: 2, Step: 0, Action: 1, Exposed: true, Reliability: 1, Use: true, At: place(3, 39)},
		// a month is known when it is over
		{ID: "A3", Date: day(t, "2013-02-01"), Known: day(t, "2013-02-28"), Period: 2, Step: 0, Action: 3, Reliability: 1, Linked: "A2", At: place(4, 40)},
		{ID: "A4", Date: day(t, "2013-03-03"), Known: day(t, "2013-03-03"), Period: 3, Step: 3, Action: -1, Happened: true, Reliability: 1, Use: true, At: place(5, 30)},
		{ID: "A5", Date: day(t, "2012-05-01"), Known: day(t, "2012-05-01"), Period: -7, Step: -1, Action: -1, Reliability: 1, Note: "before the story", At: place(6, 40)},
	}
	if d := cmp.Diff(want, set.Rows, cmpopts.IgnoreFields(diag.Pos{}, "Byte")); d != "" {
		t.Error(d)
	}
}

func TestTooLarge(t *testing.T) {
	s := load(t, files+"model.hcl")
	set, list := evidence.Load(s, "large.csv", make([]byte, evidence.MaxBytes+1))
	if set != nil || len(list) != 1 || list[0].Code != evidence.TooLarge {
		t.Errorf("%v", list)
	}
	text := "id,date,known,phase,action,use\n" + strings.Repeat(",,,,,no\n", 100_001)
	set, list = evidence.Load(s, "large.csv", []byte(text))
	if set != nil || !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Code == evidence.TooLarge }) && list[len(list)-1].Code != diag.TooManyErrors {
		t.Errorf("%v", list)
	}
}

func TestUnreadable(t *testing.T) {
	s := load(t, files+"model.hcl")
	for _, path := range []string{files + "none.csv", files} {
		set, list := evidence.LoadFile(s, path)
		if set != nil || len(list) != 1 || list[0].Code != diag.FileUnreadable {
			t.Errorf("%s: %v", path, list)
		}
		r, list := evidence.LoadResolutionFile(s, path)
		if r != nil || len(list) != 1 || list[0].Code != diag.FileUnreadable {
			t.Errorf("%s: %v", path, list)
		}
	}
}

// seeds gives a fuzz target the files of testdata/evidence.
func seeds(f *testing.F) {
	for _, folder := range []string{"good", "bad"} {
		names, err := filepath.Glob(files + folder + "/*.csv")
		if err != nil || len(names) == 0 {
			f.Fatal("no files", err)
		}
		for _, name := range names {
			f.Add(read(f, name))
		}
	}
}
