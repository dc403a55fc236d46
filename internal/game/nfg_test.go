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

func nfgCorpus(t testing.TB) map[string][]byte {
	t.Helper()
	files, err := filepath.Glob("testdata/*.nfg")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	out := map[string][]byte{}
	for _, f := range files {
		if out[f], err = os.ReadFile(f); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func readNFG(t testing.TB, src []byte) *Game {
	t.Helper()
	g, err := ReadNFG(src, "f.nfg", 0)
	if err != nil {
		t.Fatalf("%v in\n%s", err, src)
	}
	return g
}

func writeNFG(t testing.TB, g *Game) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := WriteNFG(&out, g); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// table lists what a strategic form pays, cell by cell, exactly.
func table(t testing.TB, g *Game) []string {
	t.Helper()
	cells, ok := simultaneous(g)
	if !ok {
		t.Fatal("no strategic form")
	}
	var out []string
	for _, h := range cells {
		line := ""
		for i := range g.Players {
			text := "0"
			if o := g.Outcome[h]; o >= 0 {
				text = rational(g.Outcomes[o].Payoff[i], ratAt(g.Outcomes[o].Exact, i)).RatString()
			}
			line += text + " "
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

func TestReadNFG(t *testing.T) {
	g := readNFG(t, nfgCorpus(t)["testdata/chicken.nfg"])
	if got := fmt.Sprint(g.Players, g.Sets[0].Actions, g.Sets[1].Actions, g.Comment[:7], g.Nodes()); got != "[Row Column] [1 2] [1 2 3]payoffs9" {
		t.Error(got)
	}
	if got := strings.Join(table(t, g), ", "); got != "0 0, 7 2, 2 7, 6 6, 1/3 -1/2, 12345678901234567890 1/1000" {
		t.Error(got)
	}
	// The tree: the second strategy of the row player against the third of the column player.
	h := g.Kids(g.Kids(0)[1])[2]
	if p := g.Payoff(h); p[0] != 12345678901234567890 || p[1] != 1e-3 {
		t.Error(p)
	}
	g = readNFG(t, nfgCorpus(t)["testdata/votes.nfg"])
	if got := fmt.Sprint(g.Title, g.Players, g.Sets[2].Actions, len(g.Outcomes), g.Outcomes[0].Label, g.Comment); got != `Three vote, "by hand"[Ann Bob Cem] [yes no no] 3passed` {
		t.Error(got)
	}
	if got := strings.Join(table(t, g), ", "); got != "2 1 -1, 2 1 -1, 2 1 -1, 0 0 1/4, 2 1 -1, 0 0 1/4, 0 0 1/4, 0 0 0, 2 1 -1, 0 0 0, 0 0 0, 0 0 0" {
		t.Error(got)
	}
}

func TestNFGRoundTrip(t *testing.T) {
	for name, src := range nfgCorpus(t) {
		nfgRoundTrip(t, name, readNFG(t, src))
	}
}

func nfgRoundTrip(t testing.TB, name string, g *Game) {
	t.Helper()
	text := writeNFG(t, g)
	again := readNFG(t, text)
	if a, b := strings.Join(table(t, g), ", "), strings.Join(table(t, again), ", "); a != b {
		t.Errorf("%s changed:\n%s\n%s", name, a, b)
	}
	if g.Title != again.Title && !strings.HasSuffix(g.Title, `\`) || len(g.Sets) != len(again.Sets) {
		t.Errorf("%s: %q, %d sets; %q, %d sets", name, g.Title, len(g.Sets), again.Title, len(again.Sets))
	}
	if second := writeNFG(t, again); !bytes.Equal(text, second) {
		t.Errorf("%s: writing is not stable:\n%s\n%s", name, text, second)
	}
	if again = rewrite(t, g); strings.Join(table(t, g), ", ") != strings.Join(table(t, again), ", ") {
		t.Errorf("%s changed when written as .efg", name)
	}
}

func TestNFGCatalog(t *testing.T) {
	for name, src := range catalog(t, ".nfg") {
		g, err := ReadNFG(src, name, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		nfgRoundTrip(t, name, g)
	}
	n := 0
	for name, src := range catalog(t, ".efg") {
		g, err := ReadEFG(src, name, 0)
		if err != nil {
			continue
		}
		var out bytes.Buffer
		if err := WriteNFG(&out, g); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again := readNFG(t, out.Bytes())
		checkForm(t, name, g, again)
		n++
	}
	t.Logf("%d extensive forms were written in strategic form", n)
}

// checkForm plays random pure strategies of the strategic form n in the
// extensive form g and compares what they pay.
func checkForm(t testing.TB, name string, g, n *Game) {
	t.Helper()
	cells, ok := simultaneous(n)
	if !ok {
		t.Fatalf("%s: not a strategic form", name)
	}
	form, err := newStrategicForm(g)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewSource(1))
	for range 50 {
		cell := random.Intn(form.cells)
		want := make([]float64, len(g.Players))
		var walk func(h int32, p float64)
		walk = func(h int32, p float64) {
			for i, v := range g.Payoff(h) {
				want[i] += p * v
			}
			switch g.Kind[h] {
			case Chance:
				for a, c := range g.Kids(h) {
					walk(c, p*g.Chances[g.Move[h]].Probability[a])
				}
			case Decision:
				m := g.Move[h]
				i := g.Sets[m].Player
				s := cell / form.stride[i] % form.count[i]
				walk(g.Kids(h)[form.strategy[i][s*len(form.sets[i])+int(form.slot[m])]], p)
			}
		}
		walk(0, 1)
		got := n.Payoff(cells[cell])
		for i, w := range want {
			v := 0.0
			if got != nil {
				v = got[i]
			}
			if math.Abs(v-w) > 1e-12*(1+math.Abs(w)) {
				t.Fatalf("%s: cell %d pays player %d %v, the tree %v", name, cell, i+1, v, w)
			}
		}
	}
}

// TestStrategicForm: a signalling game by hand. The sender's strategies name an
// act for each type, those of the receiver what follows each message.
func TestStrategicForm(t *testing.T) {
	src := `EFG 2 R "beer" { "S" "R" }
c "" 1 "" { "a" 1/3 "b" 2/3 } 0
p "" 1 1 "" { "out" "in" } 0
t "" 1 "" { 1 1 }
p "" 2 1 "" { "yes" "no" } 2 "fee" { -1/10 0 }
t "" 3 "" { 3 0 }
t "" 4 "" { 0 3 }
p "" 1 2 "" { "out" "in" } 0
t "" 1
p "" 2 1 "" 2
t "" 5 "" { 6 6 }
t "" 0
`
	g, err := ReadEFG([]byte(src), "f.efg", 0)
	if err != nil {
		t.Fatal(err)
	}
	text := writeNFG(t, g)
	n := readNFG(t, text)
	if got := fmt.Sprint(n.Sets[0].Actions, n.Sets[1].Actions); got != "[out/out out/in in/out in/in] [yes no]" {
		t.Error(got)
	}
	if got := strings.Join(table(t, n), ", "); got != "1 1, 64/15 13/3, 49/30 2/3, 49/10 4, 1 1, 4/15 1/3, 19/30 5/3, -1/10 1" {
		t.Error(got)
	}
	checkForm(t, "beer", g, n)
}

// TestReduced: who leaves at once has one strategy, not one for every later move.
func TestReduced(t *testing.T) {
	b := NewBuilder("centipede", "A", "B", "idle")
	late := b.InformationSet(0, "", "stop", "go") // declared before its turn
	first := b.InformationSet(0, "", "stop", "go")
	other := b.InformationSet(1, "", "stop", "")
	b.AddDecision(first)
	b.AddTerminal(1, 0, 0)
	b.AddDecision(other)
	b.AddTerminal(0, 2, 0)
	b.AddDecision(late)
	b.AddTerminal(3, 1, 0)
	b.AddTerminal(2, 4, 5)
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	n := readNFG(t, writeNFG(t, g))
	if got := fmt.Sprint(n.Sets[0].Actions, n.Sets[1].Actions, n.Sets[2].Actions); got != "[stop/* go/stop go/go] [stop 2] [-]" {
		t.Error(got)
	}
	if got := strings.Join(table(t, n), ", "); got != "1 0 0, 0 2 0, 0 2 0, 1 0 0, 3 1 0, 2 4 5" {
		t.Error(got)
	}
}

func TestStrategicFormRandom(t *testing.T) {
	r := rand.New(rand.NewSource(7))
	written := 0
	for k := range 200 {
		g := randomGame(t, r)
		if g.Nodes() > 30 {
			continue
		}
		var out bytes.Buffer
		if WriteNFG(&out, g) != nil {
			continue
		}
		written++
		checkForm(t, fmt.Sprint(k), g, readNFG(t, out.Bytes()))
	}
	if written < 50 {
		t.Errorf("only %d games", written)
	}
}

func TestTooManyCells(t *testing.T) {
	b := NewBuilder("", "A", "B")
	for i := range 2 {
		b.AddChance(b.ChanceMove("", []string{"1", "2", "3", "4", "5", "6"}, []float64{0.5, 0.1, 0.1, 0.1, 0.1, 0.1}))
		for k := range 6 {
			b.AddDecision(b.InformationSet(i, "", "a", "b", "c", "d"))
			for a := range 4 {
				if i == 0 && k == 5 && a == 3 {
					continue // the second chance move
				}
				b.AddTerminal(float64(k), 0)
			}
		}
	}
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	if err := WriteNFG(&bytes.Buffer{}, g); err == nil || !strings.Contains(err.Error(), "4096 × 4096 = 1.678e+07 cells") {
		t.Error(err)
	}
}

func TestNFGSyntaxErrors(t *testing.T) {
	const head = "NFG 1 R \"t\" { \"A\" \"B\" }\n"
	for _, c := range []struct{ src, at, says string }{
		{"", "1:1", "a file starts with"},
		{"EFG 2 R", "1:1", "ends in .efg"},
		{"NFG 2 R", "1:5", "version number 1"},
		{"NFG 1 R \"t\" { }", "1:15", "name at least one"},
		{head, "2:1", "strategies of the players"},
		{head + "{ 2 }", "2:1", "strategies for 1 players here, but the game has 2"},
		{head + "{ 2 0 } 1", "2:5", "has no strategies"},
		{head + "{ 2 {} } 1", "2:5", "has no strategies"},
		{head + "{ 2 -2 } 1", "2:5", "a number of strategies"},
		{head + "{ { \"a\" ", "2:9", "a strategy in quotes"},
		{head + "{ 2 2 } 1 1 1 1 1 1 1", "2:22", "payoff 8 of 8"},
		{head + "{ 2 2 } 1 1 1 1 1 1 1 x", "2:23", "numbers look like"},
		{head + "{ 2 2 } 1 1 1 1 1 1 1 1 1", "2:25", "the game has 2×2 cells; but"},
		{head + "{ 2 2 } \"c\" { { \"\" 1 } } 1", "2:15", "1 payoffs for 2 players"},
		{head + "{ 2 2 } { { \"\" 1 2 } } 1 0 2", "2:28", "there is no outcome 2"},
		{head + "{ 2 2 } { { \"\" 1 2 } } 1 0 1", "2:29", "outcome 4 of 4"},
		{head + "{ 2 2 } { { \"\" 1 2 } ", "2:22", "an outcome"},
		{head + "{ 1000000000 1000000000 1000000000 } 1 2", "2:1", "strategies for 3 players"},
		{head + "{ 1000000000 1000000000 } 1 2", "2:30", "payoff 3 of 2000000000000000000"},
	} {
		_, err := ReadNFG([]byte(c.src), "f.nfg", 0)
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

// holdsNFG is what must be true of anything fed to the reader.
func holdsNFG(t testing.TB, src []byte) bool {
	t.Helper()
	at := cputime.Spent()
	g, err := ReadNFG(src, "mutant", 16<<20)
	if took := cputime.Spent() - at; took > 5*time.Second {
		t.Fatalf("took %v on %q", took, src)
	}
	if err != nil {
		var s *SyntaxError
		if !errors.As(err, &s) || s.Message == "" {
			t.Fatalf("error %q on %q", err, src)
		}
		return false
	}
	if err := Verify(g); err != nil || !OneShot(g) {
		t.Fatalf("%v on %q", err, src)
	}
	nfgRoundTrip(t, "mutant", g)
	return true
}

func TestNFGMutants(t *testing.T) {
	r := rand.New(rand.NewSource(20130416))
	var all [][]byte
	for _, name := range sortedNames(nfgCorpus(t)) {
		all = append(all, nfgCorpus(t)[name])
	}
	good := 0
	const mutants = 3000
	for range mutants {
		if holdsNFG(t, mutate(r, all[r.Intn(len(all))], all)) {
			good++
		}
	}
	if good == 0 || good == mutants {
		t.Errorf("%d of %d mutants are still games: the mutation tests nothing", good, mutants)
	}
}

func FuzzReadNFG(f *testing.F) {
	for _, src := range nfgCorpus(f) {
		f.Add(src)
	}
	f.Add([]byte(`NFG 1 R "" { "A" } { 1 } 0`))
	f.Fuzz(func(t *testing.T, src []byte) { holdsNFG(t, src) })
}
