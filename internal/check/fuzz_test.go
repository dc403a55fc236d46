package check

import (
	"demarche/internal/cputime"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/internal/diag"
)

// This file tests that no text, however broken, makes the checker panic, hang
// or accept what it should not.

// limit is how much processor time any file may take.
const limit = 5 * time.Second

func good(t testing.TB) [][]byte {
	t.Helper()
	var out [][]byte
	for _, pattern := range []string{"../../testdata/good/*.hcl", "../../library/*/*.hcl"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if strings.HasSuffix(f, ".theory.hcl") {
				continue // not a scenario: theory_test.go
			}
			src, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, src)
		}
	}
	return out
}

// digest loads src and fails if that takes too long, or if the outcome makes no sense.
func digest(t *testing.T, src []byte) (loaded bool) {
	t.Helper()
	start := cputime.Spent()
	s, diags := Load("mutant.hcl", src)
	switch {
	case (s == nil) != diags.HasErrors():
		t.Errorf("scenario %v, diagnostics %v", s != nil, diags)
	case s != nil:
		for i := range s.Phases {
			for k := range s.Phases[i].Actions {
				if a := &s.Phases[i].Actions[k]; a.LooksLike >= len(s.Phases[i].Actions) {
					t.Error("a look-alike out of range")
				}
			}
		}
		diags = append(diags, Lint(s)...)
	}
	for _, d := range diags {
		if _, known := diag.Explain(d.Code); !known || d.Message == "" || d.Subject.File == "" {
			t.Errorf("an incomplete diagnostic: %+v", d)
		}
		if d.Subject.Start.Byte > len(src) || d.Subject.End.Byte > len(src)+1 {
			t.Errorf("a place outside of the file: %+v", d)
		}
	}
	if err := diag.WriteText(new(strings.Builder), diags, diag.TextOptions{Source: func(string) []byte { return src }}); err != nil {
		t.Error(err)
	}
	if d := cputime.Spent() - start; d > limit {
		t.Errorf("took %v", d)
	}
	return s != nil
}

// mutate changes a few places of src: bytes, lines and words.
func mutate(r *rand.Rand, src []byte) []byte {
	out := append([]byte{}, src...)
	for range 1 + r.IntN(4) {
		if len(out) == 0 {
			break
		}
		i := r.IntN(len(out))
		j := min(len(out), i+1+r.IntN(20))
		switch r.IntN(8) {
		case 0:
			out = append(out[:i:i], out[j:]...) // drop
		case 1:
			out = append(out[:j:j], out[i:]...) // repeat
		case 2:
			out[i] = byte(r.IntN(256))
		case 3:
			const marks = `{}[]()"'\=!<>&|?:,.#/*-+%$` + "\n\t"
			out[i] = marks[r.IntN(len(marks))]
		case 4:
			insert := []string{"${", "%{", "<<A\n", "/*", "1e999", "each.value", "period", "redraw", "uniform", "\xef\xbb\xbf", "\x00", "\r\n", "for", "null", "[*]", "...", "=>", "0.0.0"}[r.IntN(18)]
			out = append(out[:i:i], append([]byte(insert), out[i:]...)...)
		case 5: // exchange two lines
			lines := strings.Split(string(out), "\n")
			a, b := r.IntN(len(lines)), r.IntN(len(lines))
			lines[a], lines[b] = lines[b], lines[a]
			out = []byte(strings.Join(lines, "\n"))
		case 6: // drop a line
			lines := strings.Split(string(out), "\n")
			a := r.IntN(len(lines))
			out = []byte(strings.Join(append(lines[:a:a], lines[a+1:]...), "\n"))
		case 7: // exchange two words
			words := strings.Split(string(out), " ")
			a, b := r.IntN(len(words)), r.IntN(len(words))
			words[a], words[b] = words[b], words[a]
			out = []byte(strings.Join(words, " "))
		}
	}
	return out
}

func TestMutants(t *testing.T) {
	files := good(t)
	r := rand.New(rand.NewPCG(2013, 4))
	loaded := 0
	for i := range 1200 {
		src := mutate(r, files[i%len(files)])
		if digest(t, src) {
			loaded++
		}
		if t.Failed() {
			t.Fatalf("mutant %d:\n%s", i, src)
		}
	}
	if loaded == 0 || loaded > 600 {
		t.Errorf("%d of 1200 mutants load: the mutations test nothing", loaded)
	}
}

// One mistake, one message: taking any one character from a correct file gives
// hardly ever more than one diagnostic.
func TestOneMistakeOneMessage(t *testing.T) {
	for _, name := range []string{"guards", "tour"} {
		src, err := os.ReadFile("../../testdata/good/" + name + ".hcl")
		if err != nil {
			t.Fatal(err)
		}
		total, broken := 0, 0
		for i := range src {
			_, diags := Load("small.hcl", append(append([]byte{}, src[:i]...), src[i+1:]...))
			if diags.HasErrors() {
				broken++
				total += len(diags)
			}
		}
		if mean := float64(total) / float64(broken); mean > 1.1 {
			t.Errorf("%s: %.2f messages for one mistake, over %d files", name, mean, broken)
		}
	}
}

func TestHostile(t *testing.T) {
	many := func(n int, format string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, strings.ReplaceAll(format, "@", "%[1]d"), i)
		}
		return b.String()
	}
	rep := strings.Repeat
	for name, src := range map[string]string{
		"brackets":          "parameter \"a\" { value = " + rep("(", 1000000) + "1",
		"brackets closed":   "parameter \"a\" { value = " + rep("(", 100000) + "1" + rep(")", 100000) + " }",
		"braces":            rep("{", 1000000),
		"closers":           rep("}", 1000000),
		"closers on lines":  rep("}\n", 100000),
		"lists":             "variable \"a\" { values = " + rep("[", 50000) + rep("]", 50000) + " }",
		"minuses":           "parameter \"a\" { value = " + rep("-", 1000000) + "1 }",
		"minuses allowed":   "parameter \"a\" { value = " + rep("-", 19990) + "1 }",
		"negations":         "end \"a\" { when = " + rep("!", 19990) + "true }",
		"sum":               "parameter \"a\" { value = 1" + rep(" + 1", 1000000) + " }",
		"sum allowed":       "parameter \"a\" { value = 1" + rep(" + 1", 19990) + " }",
		"choices":           "parameter \"a\" { value = " + rep("true ? 1 : ", 15000) + "1 }",
		"quotes":            rep("\"", 1000000),
		"quoted lines":      rep("\"\n", 300000),
		"arguments":         many(50000, "a@ = 1\n"),
		"blocks":            many(50000, "x \"b@\" {}\n"),
		"parameters":        many(20000, "parameter \"p@\" { value = q@ }\n"),
		"broken blocks":     many(100000, "actor \"b@\" {\n"),
		"broken arguments":  "actor \"a\" {\n" + many(100000, "  a@ 1\n") + "}\n",
		"broken in a block": many(20000, "actor \"a@\" {\n  title = \n  x = ) \n}\n"),
		"labels":            "actor " + rep("\"a\" ", 200000) + "{}",
		"names":             "parameter \"a\" { value = a" + rep(".b", 300000) + " }",
		"long name":         "parameter \"a\" { value = " + rep("b", 1000000) + " }",
		"long list":         "variable \"a\" {\n  values = [" + rep("1,", 300000) + "2]\n}",
		"long object":       minimal + "chance \"x\" {\n probability = 1\n effect = {" + many(100000, "level@ = 1,\n") + "}\n}",
		"levels":            "variable \"a\" { values = levels(0, 1e300, 1e-300) }",
		"levels infinite":   "variable \"a\" { values = levels(-1e308, 1e308) }",
		"for_each":          minimal + "phase \"x\" {\n actor = \"china\"\n" + many(1000, "action \"a@\" {\n for_each = levels(0, 1000)\n cost = 1"+rep(" + each.value", 10)+"\n}\n") + "}",
		"for_each costly":   minimal + "phase \"x\" {\n actor = \"china\"\n action \"a\" {\n for_each = levels(0, 1000)\n cost = 1" + rep(" + each.value", 19000) + "\n}\n}",
		"flags":             minimal + "phase \"x\" {\n actor = \"china\"\n action \"a\" {\n for_each = levels(0, 1000)\n}\n}\nquestion \"q\" {\n when = x.a" + rep(" || x.a", 9000) + "\n}",
		"weights":           minimal + "secret \"s\" {\n known_to = []\n values = levels(0, 1000)\n start = " + rep("true ? uniform : ", 9000) + "uniform\n}",
		"comments":          rep("/*", 500000),
		"heredocs":          rep("a = <<A\n", 100000),
		"templates":         "a = \"" + rep("${", 1000000) + "\"",
		"nul":               rep("\x00", 100000),
		"not text":          rep("\xff\n", 100000),
		"one line":          rep("a ", 500000),
		"combining marks":   "actor \"a\" { title = \"" + rep("e\u0301", 500000) + "\" ) }",
		"wide line":         rep("( ", 90) + rep("界 ", 500000),
	} {
		t.Run(name, func(t *testing.T) { digest(t, []byte(src)) })
	}
}

func FuzzLoad(f *testing.F) {
	for _, src := range good(f) {
		if len(src) < 4000 { // large seeds only slow the search down
			f.Add(src)
		}
	}
	for _, name := range badFiles(f) {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(src) < 4000 {
			f.Add(src)
		}
	}
	f.Fuzz(func(t *testing.T, src []byte) { digest(t, src) })
}

func FuzzOverride(f *testing.F) {
	s, _ := Load("small.hcl", []byte(minimal))
	for _, a := range []string{"buffer=3", "base=between(1,3)", "china.precision=uniform(1, 2)", "x", "a=b=c", "buffer=\"", "buffer={a=1}[b]"} {
		f.Add(a)
	}
	f.Fuzz(func(t *testing.T, a string) {
		out, diags := Override(s, a)
		if (out == nil) != diags.HasErrors() {
			t.Errorf("%q: %v", a, diags)
		}
	})
}
