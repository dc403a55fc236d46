package check

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/syntax"
)

// This file tests that every code is explained, and that what is given as its
// example really gets it.

// elsewhere makes the codes that no file of ordinary size can show.
var elsewhere = map[string]func(t *testing.T) diag.List{
	diag.FileUnreadable: func(t *testing.T) diag.List {
		_, missing := LoadFile(filepath.Join(t.TempDir(), "no-such-file.hcl"))
		_, folder := LoadFile(t.TempDir())
		if !folder.HasErrors() || folder[0].Code != diag.FileUnreadable {
			t.Errorf("a folder: %v", folder)
		}
		return missing
	},
	diag.FileTooLarge: func(t *testing.T) diag.List {
		path := filepath.Join(t.TempDir(), "large.hcl")
		if err := os.WriteFile(path, bytes.Repeat([]byte("# filler\n"), syntax.MaxBytes/8), 0o644); err != nil {
			t.Fatal(err)
		}
		_, diags := LoadFile(path)
		return diags
	},
	diag.TooManyErrors: func(t *testing.T) diag.List {
		_, diags := Load("many.hcl", []byte(strings.Repeat("nonsense \"x\" {}\n", 150)))
		if len(diags) != maxReported+1 {
			t.Errorf("%d messages", len(diags))
		}
		return diags[maxReported:]
	},
	diag.TooLarge: func(t *testing.T) diag.List {
		var b strings.Builder
		for i := range maxBlocks {
			fmt.Fprintf(&b, "parameter \"p%d\" { value = 1 }\n", i)
		}
		_, diags := Load("large.hcl", []byte(b.String()+minimal))
		return only(diags, diag.TooLarge)
	},
	diag.BadAssignment: func(t *testing.T) diag.List {
		_, diags := Override(mustLoad(t, minimal), "buffer")
		return diags
	},
	diag.CannotSet: func(t *testing.T) diag.List {
		_, diags := Override(mustLoad(t, minimal), "bufer=3")
		return diags
	},
	diag.Uncoupled: func(t *testing.T) diag.List {
		src := strings.Replace(minimal, "  min   = 0\n", "  min   = 0\n  correlation = { \"china.precision\" = 0.5 }\n", 1)
		_, diags := Override(mustLoad(t, strings.Replace(src, "precision = 1.5", "precision = between(1, 2)", 1)), "buffer=3")
		return diags
	},
}

func only(list diag.List, code string) diag.List {
	var out diag.List
	for _, d := range list {
		if d.Code == code {
			out = append(out, d)
		}
	}
	return out
}

// inPlay are the codes that a file by itself cannot show; internal/cli tests
// that their examples get them.
func inPlay(code string) bool { return code >= "E700" && code < "E900" }

func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestCodes(t *testing.T) {
	source, err := os.ReadFile("../diag/codes.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`= "([EW]\d{3})"`).FindAllSubmatch(source, -1) {
		declared[string(m[1])] = true
	}
	shown := map[string]string{} // by code: the text of the files that get it
	for _, f := range append(badFiles(t), badTheories(t)...) {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range expectations(t, src) {
			shown[w.code] += string(src)
		}
		if name := filepath.Base(f); !declared[name[:4]] {
			t.Errorf("%s: there is no such code", name)
		}
	}
	if !sort.SliceIsSorted(diag.Codes, func(i, j int) bool { return less(diag.Codes[i].Code, diag.Codes[j].Code) }) {
		t.Error("the codes are not in order")
	}
	explained := map[string]bool{}
	for _, c := range diag.Codes {
		if explained[c.Code] || !declared[c.Code] || c.Title == "" || c.Explanation == "" || c.Example == "" {
			t.Errorf("%s: explained twice, not declared or incomplete", c.Code)
		}
		explained[c.Code] = true
		if make, ok := elsewhere[c.Code]; ok {
			if diags := make(t); len(diags) != 1 || diags[0].Code != c.Code {
				t.Errorf("%s: got %v", c.Code, diags)
			}
			continue
		}
		if inPlay(c.Code) {
			continue
		}
		example := squeeze(c.Example)
		if c.Code == diag.MissingBlock {
			example = "# ERROR FILE E209: no scenario block"
		}
		if !strings.Contains(squeeze(shown[c.Code]), example) {
			t.Errorf("%s: no file in testdata/bad shows %q", c.Code, c.Example)
		}
	}
	for code := range declared {
		if !explained[code] {
			t.Errorf("%s is not explained", code)
		}
	}
	if len(declared) < 50 {
		t.Errorf("only %d codes", len(declared))
	}
}

// less puts errors before warnings.
func less(a, b string) bool {
	if a[0] != b[0] {
		return a[0] < b[0]
	}
	return a < b
}
