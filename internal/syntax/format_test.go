package syntax

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, pattern := range []string{"../../testdata/good/*.hcl", "../../testdata/bad/*.hcl", "../../library/*/*.hcl"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out[f] = src
		}
	}
	if len(out) < 50 {
		t.Fatalf("only %d files", len(out))
	}
	return out
}

var comment = regexp.MustCompile(`(#|//)[^\n]*`)

// A formatted file says the same, keeps its comments, and is not changed again.
func TestFormat(t *testing.T) {
	for name, src := range corpus(t) {
		checkFormat(t, name, src)
	}
}

func checkFormat(t *testing.T, name string, src []byte) {
	t.Helper()
	before, diags := Parse(name, src)
	out, problems := FormatFile(name, src)
	if diags.HasErrors() {
		if !problems.HasErrors() || !bytes.Equal(out, src) {
			t.Errorf("%s: a broken file was changed", name)
		}
		return
	}
	if len(problems) > 0 {
		t.Errorf("%s: %v", name, problems)
		return
	}
	after, _ := Parse(name, out)
	if !Same(before, after) {
		t.Errorf("%s: the meaning changed", name)
	}
	again, _ := FormatFile(name, out)
	if !bytes.Equal(out, again) {
		t.Errorf("%s: not stable:\n%s\n---\n%s", name, out, again)
	}
	if a, b := len(comment.FindAll(src, -1)), len(comment.FindAll(out, -1)); a != b {
		t.Errorf("%s: %d comments became %d", name, a, b)
	}
}

func TestFormatLayout(t *testing.T) {
	for src, want := range map[string]string{
		"":                      "",
		"\n\n# only this\n\n\n": "# only this\n",
		"\xef\xbb\xbfactor \"a\" {\r\n\ttitle=\"A\"  # why\r\n\r\n\r\n      precision   =1\r\n}": "actor \"a\" {\n  title = \"A\" # why\n\n  precision = 1\n}\n",
		"actor \"a\"   {}\nactor \"b\" { title=\"B\" }":                                          "actor \"a\" {}\nactor \"b\" { title = \"B\" }\n",
		"payoff \"a\" {\n each_period={a=1,b = -2\nc=3}\n}":                                      "payoff \"a\" {\n  each_period = { a = 1, b = -2\n  c = 3 }\n}\n",
	} {
		got, diags := Format([]byte(src))
		if string(got) != want || len(diags) > 0 {
			t.Errorf("%q: got %q (%v)", src, got, diags)
		}
	}
}

func FuzzFormat(f *testing.F) {
	for _, src := range corpus(f) {
		if len(src) < 4000 { // large seeds only slow the search down
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) { checkFormatFuzz(t, src) })
}

func checkFormatFuzz(t *testing.T, src []byte) {
	before, diags := Parse("", src)
	out, problems := Format(src)
	if diags.HasErrors() || problems.HasErrors() {
		return
	}
	after, _ := Parse("", out)
	if !Same(before, after) {
		t.Errorf("the meaning changed: %q became %q", src, out)
	}
	if again, _ := Format(out); !bytes.Equal(out, again) {
		t.Errorf("not stable: %q, %q, %q", src, out, again)
	}
}
