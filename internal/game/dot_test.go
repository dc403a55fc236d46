package game

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestDOT compares a figure with the one that was looked at.
func TestDOT(t *testing.T) {
	g, err := ReadEFG(corpus(t)["testdata/styles.efg"], "styles.efg", 0)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := WriteDOT(&out, g); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/styles.dot"
	if os.Getenv("UPDATE_GOLDEN") == "1" {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(out.Bytes(), want) {
		t.Errorf("the figure changed; look at it and refresh with UPDATE_GOLDEN=1:\n%s", out.String())
	}
}

// TestDOTHostile: names are other people's, and none leaves its place.
func TestDOTHostile(t *testing.T) {
	for _, name := range []string{`"`, `\`, `\"`, `a\nb`, "a\nb", `<b>`, `</font>`, `&amp;`, `]; x [label="`, "\x00\x1b[31m", "\xff\xfe", `">`, "->", strings.Repeat("é", 500), "", " ", "\t", "\u202egnp.exe"} {
		b := NewBuilder(name, name, name)
		b.AddChance(b.ChanceMove(name, []string{name, name}, []float64{0.5, 0.5}))
		s := b.InformationSet(0, name, name, name)
		for range 2 {
			b.AddDecision(s)
			b.AddTerminal(1, 2)
			b.AddTerminal(3, 4)
		}
		g, err := b.Game()
		if err != nil {
			t.Fatal(err)
		}
		g.Label = make([]string, g.Nodes())
		for h := range g.Label {
			g.Label[h] = name
		}
		var out bytes.Buffer
		if err := WriteDOT(&out, g); err != nil {
			t.Fatal(err)
		}
		if n, want := strings.Count(out.String(), "\n"), 3+1+7+6+1+2; n != want {
			t.Errorf("%q: %d lines, want %d:\n%s", name, n, want, out.String())
		}
		for line := range strings.Lines(out.String()) {
			if strings.Contains(line, "\x1b") || strings.Contains(line, "\u202e") || !balanced(line) {
				t.Errorf("%q: %q", name, line)
			}
		}
		if dot, err := exec.LookPath("dot"); err == nil {
			run := exec.Command(dot, "-Tplain")
			run.Stdin = bytes.NewReader(out.Bytes())
			if text, err := run.CombinedOutput(); err != nil || bytes.Contains(text, []byte("Error")) || bytes.Contains(text, []byte("Warning")) {
				t.Errorf("%q: %v: %s\n%s", name, err, text, out.String())
			}
		}
	}
}

// balanced reports whether the quotes of a line close, by Graphviz's rules.
func balanced(line string) bool {
	inside := false
	for k := 0; k < len(line); k++ {
		switch {
		case inside && line[k] == '\\':
			k++
		case line[k] == '"':
			inside = !inside
		}
	}
	return !inside
}

func TestDOTLimit(t *testing.T) {
	b := NewBuilder("", "A")
	acts := make([]string, MostDrawn)
	b.AddDecision(b.InformationSet(0, "", acts...))
	for range acts {
		b.AddTerminal(0)
	}
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteDOT(&bytes.Buffer{}, g); err == nil || !strings.Contains(err.Error(), "501 nodes, and no more than 500") {
		t.Error(err)
	}
}
