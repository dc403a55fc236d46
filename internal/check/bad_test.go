package check

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/diag"
)

// This file tests that every wrong file in testdata/bad gets exactly the
// diagnostics that stand in it as comments: `# ERROR E123: regexp` on the line
// where it is reported, `# ERROR FILE E123: regexp` for one without a place,
// `# WARNING W601: regexp` for a warning.

var expectation = regexp.MustCompile(`# (ERROR|WARNING) (FILE )?([EW]\d{3}): ([^\n#]*)`)

type wanted struct {
	severity, code string
	line           int // 0: no place
	message        *regexp.Regexp
}

func expectations(t *testing.T, src []byte) []wanted {
	t.Helper()
	var out []wanted
	for i, line := range bytes.Split(src, []byte("\n")) {
		for _, m := range expectation.FindAllSubmatch(line, -1) {
			e := wanted{severity: strings.ToLower(string(m[1])), code: string(m[3]), line: i + 1}
			if len(m[2]) > 0 {
				e.line = 0
			}
			e.message = regexp.MustCompile(strings.TrimSpace(string(m[4])))
			out = append(out, e)
		}
	}
	return out
}

// everything is what a person is told of a file: errors, or warnings and lint.
func everything(file string, src []byte) diag.List {
	s, diags := Load(file, src)
	if s != nil {
		diags = append(diags, Lint(s)...)
	}
	return diags
}

func badFiles(t testing.TB) []string {
	t.Helper()
	files, err := filepath.Glob("../../testdata/bad/*.hcl")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	return files
}

func TestBad(t *testing.T) {
	for _, f := range badFiles(t) {
		t.Run(filepath.Base(f), func(t *testing.T) {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			want := expectations(t, src)
			if len(want) == 0 {
				t.Fatal("the file expects nothing")
			}
			judge(t, want, everything(f, src))
		})
	}
}

// judge compares the diagnostics of a file with what its comments expect.
func judge(t *testing.T, want []wanted, got diag.List) {
	t.Helper()
	for _, d := range got {
		found := false
		for i, w := range want {
			if w.code == d.Code && w.severity == d.Severity.String() && w.line == d.Subject.Start.Line && w.message.MatchString(d.Message) {
				want = append(want[:i:i], want[i+1:]...)
				found = true
				break
			}
		}
		if !found {
			t.Errorf("unexpected: %v (%s)", d, d.Hint)
		}
	}
	for _, w := range want {
		t.Errorf("missing: line %d: %s: %v", w.line, w.code, w.message)
	}
}
