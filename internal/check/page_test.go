package check

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/syntax"
)

// This file tests docs/language.md: every example in it is checked, every
// argument stands in a table, and every code in the list.

const page = "../../docs/language.md"

// skeleton is what the fragments of the page are put into. Blocks of the
// fragment take the place of those of the same kind and name.
var skeleton = []string{
	"scenario \"page\" {\n  start   = \"2013-01\"\n  horizon = 12\n}\n",
	"actor \"china\" {}\n",
	"actor \"korea\" {}\n",
	"parameter \"buffer\" { value = between(2, 5) }\n",
	"variable \"crisis\" {\n  values = [\"calm\", \"tense\", \"war\"]\n  start  = \"calm\"\n}\n",
	"variable \"favour\" {\n  values = levels(0, 3)\n  start  = 0\n}\n",
	"secret \"stance\" {\n  known_to = [\"china\"]\n  values   = [\"shield\", \"break\"]\n  start    = uniform\n}\n",
	"phase \"beijing\" {\n  actor = \"china\"\n  action \"wait\" {}\n  action \"press\" {}\n}\n",
	"payoff \"china\" { each_period = 0 }\n",
	"payoff \"korea\" { each_period = 0 }\n",
}

var blockHead = regexp.MustCompile(`(?m)^(\w+) "([^"]+)" \{`)

// wrap puts a fragment into the skeleton.
func wrap(fragment string) string {
	own := map[string]bool{}
	for _, m := range blockHead.FindAllStringSubmatch(fragment, -1) {
		own[m[1]+m[2]] = true
	}
	var b strings.Builder
	for _, block := range skeleton {
		if m := blockHead.FindStringSubmatch(block); !own[m[1]+m[2]] {
			b.WriteString(block)
		}
	}
	return b.String() + fragment
}

type sample struct {
	mark, text string
	line       int
}

func examples(t *testing.T, text string) []sample {
	t.Helper()
	var out []sample
	open := -1
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if !strings.HasPrefix(l, "```") {
			continue
		}
		if open < 0 {
			open = i
			continue
		}
		mark := strings.TrimPrefix(lines[open], "```")
		out = append(out, sample{mark, strings.Join(lines[open+1:i], "\n") + "\n", open + 1})
		open = -1
	}
	return out
}

func TestLanguagePage(t *testing.T) {
	src, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(src)
	complete := 0
	for _, e := range examples(t, text) {
		at := fmt.Sprintf("language.md:%d", e.line)
		clean := func(src string, lint bool) {
			s, diags := Load(at, []byte(src))
			if s != nil && lint {
				diags = append(diags, Lint(s)...)
			}
			for _, d := range diags {
				t.Errorf("%s: %v (%s)", at, d, d.Hint)
			}
		}
		switch e.mark {
		case "csv":
		case "hcl":
			complete++
			clean(e.text, true)
			if out, _ := syntax.Format([]byte(e.text)); string(out) != e.text {
				t.Errorf("%s: not in the canonical layout", at)
			}
		case "hcl fragment":
			clean(wrap(e.text), false)
		case "hcl condition", "hcl number":
			for line := range strings.Lines(e.text) {
				clean(line1(e.mark, line), false)
			}
		case "hcl wrong condition", "hcl wrong number", "hcl wrong blocks":
			for line := range strings.Lines(e.text) {
				checkWrong(t, at, strings.Replace(e.mark, "wrong ", "", 1), line)
			}
		default:
			t.Errorf("%s: an example marked %q is not tested", at, e.mark)
		}
	}
	if complete < 2 {
		t.Errorf("only %d complete examples", complete)
	}
	checkCodeTable(t, text)
	checkTableCodes(t, text)
	for kind, sh := range shapes {
		section := text[strings.Index(text, "\n### "+kind+"\n")+1:]
		section, _, _ = strings.Cut(section, "\n#")
		for _, name := range append(append([]string{}, sh.required...), sh.optional...) {
			if !regexp.MustCompile("(?m)^\\|[^|]*`" + name + "`[^|]*\\|").MatchString(section) {
				t.Errorf("the table of %s does not explain %s", kind, name)
			}
		}
	}
}

// line1 makes a scenario of one line of an example.
func line1(mark, line string) string {
	switch mark {
	case "hcl condition":
		return wrap("question \"example\" {\n  when = " + line + "}\n")
	case "hcl number":
		return wrap("payoff \"china\" {\n  each_period = " + line + "}\n")
	}
	return wrap(line)
}

var behind = regexp.MustCompile(`# ((?:E\d{3} ?)+):`)

// checkWrong demands the codes that stand in the comment, and no others, but
// for arguments that a block of one line has no room for.
func checkWrong(t *testing.T, at, mark, line string) {
	t.Helper()
	m := behind.FindStringSubmatch(line)
	if m == nil {
		t.Errorf("%s: no code stands behind %s", at, line)
		return
	}
	want := map[string]bool{}
	for _, code := range strings.Fields(m[1]) {
		want[code] = true
	}
	_, diags := Load(at, []byte(line1(mark, line)))
	for _, d := range diags {
		if mark == "hcl blocks" && d.Code == diag.MissingArgument && !want[d.Code] {
			continue
		}
		if !want[d.Code] {
			t.Errorf("%s: %s gives %v", at, strings.TrimSpace(line), d)
		}
	}
	for code := range want {
		if len(only(diags, code)) == 0 {
			t.Errorf("%s: %s does not give %s", at, strings.TrimSpace(line), code)
		}
	}
}

// checkTableCodes demands that the page explains the codes of package evidence, and no others.
func checkTableCodes(t *testing.T, text string) {
	t.Helper()
	source, err := os.ReadFile("../evidence/codes.go")
	if err != nil {
		t.Fatal(err)
	}
	declared := map[string]bool{}
	for _, m := range regexp.MustCompile(`= "(V\d{3})"`).FindAllSubmatch(source, -1) {
		declared[string(m[1])] = true
	}
	if len(declared) < 20 {
		t.Errorf("only %d codes of evidence", len(declared))
	}
	explained := map[string]bool{}
	for _, row := range regexp.MustCompile(`(?m)^\| (V[V\d, ]*) \|`).FindAllStringSubmatch(text, -1) {
		for _, code := range strings.Split(row[1], ", ") {
			if explained[code] || !declared[code] {
				t.Errorf("the page explains %s twice, or there is no such code", code)
			}
			explained[code] = true
		}
	}
	for code := range declared {
		if !explained[code] {
			t.Errorf("the page does not explain %s", code)
		}
	}
}

func checkCodeTable(t *testing.T, text string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("\n| code | what | explanation | for example |\n|---|---|---|---|\n")
	cell := func(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
	for _, c := range diag.Codes {
		fmt.Fprintf(&b, "| %s | %s | %s | `%s` |\n", c.Code, cell(c.Title), cell(c.Explanation), cell(squeeze(c.Example)))
	}
	before, rest, ok := strings.Cut(text, "-run TestLanguagePage` -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- end of codes -->")
	if !ok || !ok2 {
		t.Fatal("the page has no place for the codes")
	}
	want := before + "-run TestLanguagePage` -->\n" + b.String() + "\n<!-- end of codes -->" + after
	if want == text {
		return
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(page, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	t.Error("the list of codes is not that of the program: run the command that stands above it")
}
