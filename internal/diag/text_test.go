package diag

import (
	"encoding/json"
	"strings"
	"testing"
)

func at(file string, line, from, to int) Range {
	return Range{File: file, Start: Pos{Line: line, Column: from}, End: Pos{Line: line, Column: to}}
}

func render(t *testing.T, list List, source string) string {
	t.Helper()
	var b strings.Builder
	if err := WriteText(&b, list, TextOptions{Source: func(string) []byte { return []byte(source) }}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The underline stands below what it marks, whatever the width of the characters before it.
func TestTextUnderline(t *testing.T) {
	for _, c := range []struct{ source, want string }{
		{"a = wrong\n", "  1 | a = wrong\n    |     ^^^^^\n"},
		{"\ta = wrong\r\n", "  1 |     a = wrong\n    |         ^^^^^\n"},
		{"界 = wrong", "  1 | 界 = wrong\n    |      ^^^^^\n"},
		{"e\u0301 = wrong", "  1 | e\u0301 = wrong\n    |     ^^^^^\n"},
		{"\xef\xbb\xbfa = wrong", "  1 | a = wrong\n    |     ^^^^^\n"},
		{"a = \x1b[31mg", "  1 | a = ·[31mg\n    |     ^^^^^\n"},
	} {
		from := 5
		if c.source[0] == '\t' {
			from = 6
		}
		got := render(t, List{{Code: "E208", Message: "m", Subject: at("f.hcl", 1, from, from+5)}}, c.source)
		want := "error E208: m\n  f.hcl:1:" + string(rune('0'+from)) + "\n" + c.want + "\n"
		if got != want {
			t.Errorf("%q:\n%s\nwant\n%s", c.source, got, want)
		}
	}
}

func TestText(t *testing.T) {
	list := List{
		{Code: "E207", Message: "taken", Hint: "rename it", Subject: at("f", 2, 1, 4),
			Notes: []Note{{Message: "it is defined here", At: at("f", 1, 1, 4)}}},
		{Code: "W601", Severity: Warning, Message: "unused", Subject: Range{File: "f"}},
	}
	want := `error E207: taken
  f:2:1
  2 | two
    | ^^^
  it is defined here
  f:1:1
  1 | one
    | ---
  hint: rename it

warning W601: unused
  f

`
	if got := render(t, list, "one\ntwo\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if s := Summary(append(list, list[0])); s != "2 errors, 1 warning" {
		t.Error(s)
	}
	if Summary(nil) != "" {
		t.Error("a summary of nothing")
	}
}

func TestTextColour(t *testing.T) {
	var plain, coloured strings.Builder
	list := List{{Code: "E208", Message: "m", Hint: "h", Subject: at("f", 1, 1, 2)}}
	source := func(string) []byte { return []byte("x") }
	if WriteText(&plain, list, TextOptions{Source: source}) != nil || WriteText(&coloured, list, TextOptions{Source: source, Color: true}) != nil {
		t.Fatal("cannot write")
	}
	if strings.Contains(plain.String(), "\x1b") || !strings.Contains(coloured.String(), "\x1b[1;31merror E208\x1b[0m") {
		t.Errorf("%q, %q", plain.String(), coloured.String())
	}
}

// A place far into a long line is shown with its surroundings only.
func TestTextLongLine(t *testing.T) {
	got := render(t, List{{Code: "E208", Message: "m", Subject: at("f", 1, 5001, 5004)}}, strings.Repeat("a", 5000)+"bad"+strings.Repeat("c", 5000))
	for line := range strings.Lines(got) {
		if len(line) > 250 {
			t.Errorf("a line of %d characters", len(line))
		}
	}
	if !strings.Contains(got, "bad") {
		t.Error(got)
	}
}

func TestJSON(t *testing.T) {
	var b strings.Builder
	err := WriteJSON(&b, List{{Code: "E208", Message: "m", Hint: "h", Subject: Range{"f", Pos{2, 3, 9}, Pos{2, 5, 11}}}})
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	if err := json.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"code": "E208", "severity": "error", "message": "m", "file": "f", "line": 2.0, "column": 3.0, "end_line": 2.0, "end_column": 5.0, "hint": "h"}
	if len(got) != 1 || len(got[0]) != len(want) {
		t.Fatal(got)
	}
	for k, v := range want {
		if got[0][k] != v {
			t.Errorf("%s: %v", k, got[0][k])
		}
	}
	b.Reset()
	if err := WriteJSON(&b, nil); err != nil || strings.TrimSpace(b.String()) != "[]" {
		t.Errorf("nothing is written as %q", b.String())
	}
}
