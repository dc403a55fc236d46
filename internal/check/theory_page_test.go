package check

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/syntax"
)

// This file tests docs/theory.md: its example is checked and in the canonical
// layout, and every argument stands in a table.

func TestTheoryPage(t *testing.T) {
	b, err := os.ReadFile("../../docs/theory.md")
	if err != nil {
		t.Fatal(err)
	}
	text := string(b)
	example := func(mark string) []byte {
		_, after, ok := strings.Cut(text, "```"+mark+"\n")
		body, _, ok2 := strings.Cut(after, "```\n")
		if !ok || !ok2 {
			t.Fatalf("the page has no example marked %q", mark)
		}
		if laid, list := syntax.Format([]byte(body)); list.HasErrors() || string(laid) != body {
			t.Errorf("the example marked %q is not in the canonical layout: %v", mark, list)
		}
		return []byte(body)
	}
	s, list := Load("ask.hcl", example("hcl scenario"))
	if s == nil || len(append(list, Lint(s)...)) > 0 {
		t.Fatal(list)
	}
	if _, list := LoadTheory(s, "ask.theory.hcl", example("hcl theory")); len(list) > 0 {
		t.Error(list)
	}
	for kind, sh := range theoryShapes {
		section := text[strings.Index(text, "\n### "+kind+"\n")+1:]
		section, _, _ = strings.Cut(section, "\n#")
		for _, name := range append(append([]string{}, sh.required...), sh.optional...) {
			if !regexp.MustCompile("(?m)^\\|[^|]*`" + name + "`[^|]*\\|").MatchString(section) {
				t.Errorf("the table of %s does not explain %s", kind, name)
			}
		}
	}
}
