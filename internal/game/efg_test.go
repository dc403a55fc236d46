package game

import (
	"bytes"
	"demarche/internal/cputime"
	"errors"
	"fmt"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func corpus(t testing.TB) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for _, glob := range []string{"testdata/*.efg", "../qre/testdata/*.efg"} {
		files, err := filepath.Glob(glob)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			if out[f], err = os.ReadFile(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(out) < 10 {
		t.Fatalf("only %d files", len(out))
	}
	return out
}

func TestReadStyles(t *testing.T) {
	src, err := os.ReadFile("testdata/styles.efg")
	if err != nil {
		t.Fatal(err)
	}
	g, err := ReadEFG(src, "styles.efg", 0)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%q", g.Players); got != `["One" "Two \"the second\"" "Three"]` {
		t.Errorf("players %s", got)
	}
	if g.Nodes() != 12 || len(g.Sets) != 3 || g.Actions() != 6 {
		t.Errorf("%d nodes, %d sets, %d actions; want 12, 3, 6", g.Nodes(), len(g.Sets), g.Actions())
	}
	if s := g.Sets[0]; s.Player != 1 || s.Number != 4 || len(s.Nodes) != 2 || s.Label != "dup" {
		t.Errorf("first set %+v", s)
	}
	if s := g.Chances[0]; s.Probability[0] != 1.0/3 || s.Exact[2].RatString() != "1/6" {
		t.Errorf("chance %+v", s)
	}
	// Payoffs add along the path: fee + fee + inner for the lone terminal below "only".
	sum := make([]float64, 3)
	h := int32(0)
	for i, k := range g.Label {
		if k == "end" {
			h = int32(i)
		}
	}
	for ; h >= 0; h = g.Parent[h] {
		for i, v := range g.Payoff(h) {
			sum[i] += v
		}
	}
	for i, want := range []float64{-2.0/3 + 1.0/7, 0.2, 1} {
		if math.Abs(sum[i]-want) > 1e-15 {
			t.Errorf("player %d gets %v, want %v", i+1, sum[i], want)
		}
	}
}

// TestRoundTrip: what is written reads back as the same game, and writing it
// again gives the same bytes.
func TestRoundTrip(t *testing.T) {
	for name, src := range corpus(t) {
		g, err := ReadEFG(src, name, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again := rewrite(t, g)
		if a, b := canonical(g), canonical(again); a != b {
			t.Errorf("%s changed:\n%s\n%s", name, a, b)
		}
		var first, second bytes.Buffer
		if WriteEFG(&first, again) != nil || WriteEFG(&second, rewrite(t, again)) != nil {
			t.Fatal("writing failed")
		}
		if first.String() != second.String() {
			t.Errorf("%s: writing is not stable", name)
		}
	}
}

func rewrite(t testing.TB, g *Game) *Game {
	t.Helper()
	var out bytes.Buffer
	if err := WriteEFG(&out, g); err != nil {
		t.Fatal(err)
	}
	again, err := ReadEFG(out.Bytes(), "written", 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, out.String())
	}
	return again
}

// canonical lists what makes a game: shape, owners, sets, probabilities,
// payoffs along each path.
func canonical(g *Game) string {
	var b strings.Builder
	for h := int32(0); int(h) < g.Nodes(); h++ {
		fmt.Fprint(&b, g.Kind[h], g.Parent[h], g.Branch[h], g.Payoff(h), " ")
		switch g.Kind[h] {
		case Decision:
			s := &g.Sets[g.Move[h]]
			fmt.Fprint(&b, s.Player, s.Number, s.Actions)
		case Chance:
			fmt.Fprint(&b, g.Chances[g.Move[h]].Exact, g.Chances[g.Move[h]].Probability)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// TestSyntaxErrors: the place and the advice of each error.
func TestSyntaxErrors(t *testing.T) {
	const head = "EFG 2 R \"t\" { \"A\" \"B\" }\n"
	for _, c := range []struct{ src, at, says string }{
		{"", "1:1", "a file starts with"},
		{"NFG 1 R", "1:1", "strategic form"},
		{"EFG 1 R", "1:5", "version number 2"},
		{"EFG 2 R \"t\" { }\nt \"\" 0", "1:15", "name at least one"},
		{"EFG 2 R \"t", "1:9", "never closed"},
		{head, "2:1", "expected a node"},
		{head + "x", "2:1", "expected a node"},
		{head + `p "" 3 1 "" { "a" } 0`, "2:6", "the game has 2 players"},
		{head + `p "" 1 1 0`, "2:8", "list its actions here"},
		{head + `p "" 1 1 "" { } 0`, "2:15", "has no actions"},
		{head + `p "" 1 1 "" { "a" "b" } 0` + "\nt \"\" 0", "3:7", "1 of its 2 children"},
		{head + `p "é" 1 1 "" { "a" "b" } x`, "2:26", "the number of the outcome"},
		{head + `t "" 1 "" { 1 }`, "2:11", "1 payoffs for 2 players"},
		{head + `t "" 1 "" { 1 x }`, "2:15", "numbers look like"},
		{head + `t "" 1 "" { 1 1/0 }`, "2:15", "numbers look like"},
		{head + `t "" 1 "" { 1 1e999999999 }`, "2:15", "numbers look like"},
		{head + `t "" 1`, "2:6", "give its payoffs here"},
		{head + `t "" 0` + "\nt \"\" 0", "3:1", "the tree is complete here"},
		{head + `c "" 1 "" { "a" 1/2 "b" 1/3 } 0`, "2:11", "sum to 0.833333333333, not to 1"},
		{head + `c "" 1 "" { "a" -1 "b" 2 } 0`, "2:17", "between 0 and 1"},
		{head + `p "" 1 1 "" { "a" "b" } 0` + "\n" + `p "" 1 1 "" { "a" } 0`, "3:13", "1 actions here but 2"},
		{head + `p "" 1 1 "" { "a" "b" } 1 "" { 1 2 }` + "\n" + `t "" 1 "" { 1 3 }`, "3:11", "give this outcome a number of its own"},
	} {
		_, err := ReadEFG([]byte(c.src), "f.efg", 0)
		var s *SyntaxError
		if !errors.As(err, &s) {
			t.Errorf("%q: %v is no SyntaxError", c.src, err)
			continue
		}
		if at := fmt.Sprintf("%d:%d", s.Line, s.Column); at != c.at || !strings.Contains(s.Message, c.says) {
			t.Errorf("%q: %s: %s; want %s: …%s…", c.src, at, s.Message, c.at, c.says)
		}
	}
}

func TestMemoryBound(t *testing.T) {
	var b bytes.Buffer
	b.WriteString("EFG 2 R \"\" { \"A\" }\np \"\" 1 1 \"\" {")
	for i := 0; i < 20000; i++ {
		fmt.Fprintf(&b, " \"%d\"", i)
	}
	b.WriteString(" } 0\n")
	for i := 0; i < 20000; i++ {
		b.WriteString("t \"\" 0\n")
	}
	if _, err := ReadEFG(b.Bytes(), "wide", 1<<20); err == nil || !strings.Contains(err.Error(), "more than the 1 MB allowed") {
		t.Errorf("a game of 20000 nodes in 1 MB: %v", err)
	}
	if _, err := ReadEFG(b.Bytes(), "wide", 32<<20); err != nil {
		t.Errorf("a game of 20000 nodes in 32 MB: %v", err)
	}
}

// TestLinearTime: four times the nodes take nowhere near sixteen times the time.
func TestLinearTime(t *testing.T) {
	build := func(depth int) []byte {
		var b bytes.Buffer
		b.WriteString("EFG 2 R \"\" { \"A\" \"B\" }\n")
		n := 0
		var walk func(d int)
		walk = func(d int) {
			n++
			if d == 0 {
				fmt.Fprintf(&b, "t \"\" %d \"\" { %d, 1/3 }\n", n, n)
				return
			}
			fmt.Fprintf(&b, "p \"\" %d %d \"\" { \"l\" \"r\" } 0\n", d%2+1, n)
			walk(d - 1)
			walk(d - 1)
		}
		walk(depth)
		return b.Bytes()
	}
	measure := func(src []byte) time.Duration {
		best := time.Hour
		for range 3 {
			at := cputime.Spent()
			if _, err := ReadEFG(src, "deep", 0); err != nil {
				t.Fatal(err)
			}
			best = min(best, cputime.Spent()-at)
		}
		return best
	}
	small, large := measure(build(12)), measure(build(15))
	if large > 40*small {
		t.Errorf("8 times the nodes took %v instead of %v", large, small)
	}
}

// mutate damages a file in one of many ways.
func mutate(r *rand.Rand, src []byte, others [][]byte) []byte {
	out := append([]byte(nil), src...)
	for range 1 + r.Intn(4) {
		if len(out) == 0 {
			break
		}
		i := r.Intn(len(out))
		j := min(len(out), i+1+r.Intn(30))
		switch r.Intn(8) {
		case 0:
			out = append(out[:i:i], out[j:]...)
		case 1:
			out = append(out[:j:j], out[i:]...)
		case 2:
			out[i] = "{}\"\\ 0123456789-/.eEptcR,\n\x00\xff"[r.Intn(28)]
		case 3:
			out = out[:i]
		case 4:
			o := others[r.Intn(len(others))]
			k := r.Intn(len(o))
			out = append(append(out[:i:i], o[k:min(len(o), k+40)]...), out[i:]...)
		case 5:
			number := []string{"1e300", "1/0", "-0", "99999999999999999999", "1e-300", "NaN", "Inf", "0x10", "1_0", "1/3/3"}
			out = append(append(append(out[:i:i], ' '), number[r.Intn(len(number))]...), out[i:]...)
		case 6:
			out = bytes.Replace(out, []byte("t "), []byte("p "), 1+r.Intn(3))
		case 7:
			lines := bytes.SplitAfter(out, []byte("\n"))
			a, b := r.Intn(len(lines)), r.Intn(len(lines))
			lines[a], lines[b] = lines[b], lines[a]
			out = bytes.Join(lines, nil)
		}
	}
	return out
}

// holds is what must be true of anything fed to the reader: an error with a
// message, or a game that verifies and survives being written and read.
func holds(t testing.TB, src []byte) (ok bool) {
	t.Helper()
	at := cputime.Spent()
	g, err := ReadEFG(src, "mutant", 64<<20)
	if took := cputime.Spent() - at; took > 5*time.Second {
		t.Fatalf("took %v on %q", took, src)
	}
	if err != nil {
		if err.Error() == "" || strings.Contains(err.Error(), "fault of the program") {
			t.Fatalf("error %q on %q", err, src)
		}
		return false
	}
	if err := Verify(g); err != nil {
		t.Fatalf("%v on %q", err, src)
	}
	if a, b := canonical(g), canonical(rewrite(t, g)); a != b {
		t.Fatalf("written and read, %q changed:\n%s\n%s", src, a, b)
	}
	checkTree(t, g)
	return true
}

func TestMutants(t *testing.T) {
	r := rand.New(rand.NewSource(20130416))
	var all [][]byte
	for _, name := range sortedNames(corpus(t)) {
		all = append(all, corpus(t)[name])
	}
	good := 0
	const mutants = 3000
	for range mutants {
		if holds(t, mutate(r, all[r.Intn(len(all))], all)) {
			good++
		}
	}
	if good == 0 || good == mutants {
		t.Errorf("%d of %d mutants are still games: the mutation tests nothing", good, mutants)
	}
}

func sortedNames(m map[string][]byte) []string {
	var names []string
	for n := range m {
		names = append(names, n)
	}
	for i := range names {
		for j := i; j > 0 && names[j] < names[j-1]; j-- {
			names[j], names[j-1] = names[j-1], names[j]
		}
	}
	return names
}

func FuzzReadEFG(f *testing.F) {
	for _, src := range corpus(f) {
		f.Add(src)
	}
	f.Add([]byte(`EFG 2 R "" { "A" } t "" 0`))
	f.Fuzz(func(t *testing.T, src []byte) { holds(t, src) })
}
