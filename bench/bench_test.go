package main

import (
	"bytes"
	"io"
	"math"
	"strings"
	"testing"

	"demarche/internal/game"
	"demarche/internal/qre"
)

// read parses what a generator wrote, which also checks it: tree shape,
// probabilities, perfect recall.
func read(t *testing.T, write func(io.Writer) (counts, error)) (*game.Game, counts) {
	t.Helper()
	var b bytes.Buffer
	c, err := write(&b)
	if err != nil {
		t.Fatal(err)
	}
	g, err := game.ReadEFG(b.Bytes(), "generated", 0)
	if err != nil {
		t.Fatal(err)
	}
	terminals := 0
	for _, k := range g.Kind {
		if k == game.Terminal {
			terminals++
		}
	}
	if got := (counts{g.Nodes(), terminals, len(g.Sets), g.Actions()}); got != c {
		t.Errorf("the file holds %+v, the generator counted %+v", got, c)
	}
	return g, c
}

func TestSizes(t *testing.T) {
	signal := func(rounds int) counts {
		s := signalling{Rounds: rounds}
		leaves := 4
		for range rounds {
			leaves *= 3
		}
		h := s.publicStates()
		return counts{Nodes: 1 + 4*h + leaves, Terminals: leaves, Sets: 2 * h, Actions: 6 * h}
	}
	for _, c := range []struct {
		name  string
		write func(io.Writer) (counts, error)
		want  counts
	}{
		{"signalling 2", signalling{Rounds: 2, Share: 0.5}.write, counts{1 + 4*4 + 36, 36, 8, 24}},
		{"signalling 4", signalling{Rounds: 4, Share: 0, Correlated: true}.write, signal(4)},
		{"signalling 8", signalling{Rounds: 8, Share: 0.9}.write, signal(8)},
		{"covert 1", covert{Rounds: 1}.write, counts{1 + 2*(1+3+6) + 24, 24, 2 + 3 + 4, 6 + 6 + 8}},
		{"covert 2", covert{Rounds: 2}.write, counts{1 + 20 + 24*10 + 288, 288, 2 + 3 + 4 + 24 + 36 + 32, 3*26 + 2*39 + 2*36}},
		{"perfect 5", perfect{Depth: 5}.write, counts{63, 32, 31, 62}},
		{"concede 24", concede{Rounds: 24}.write, counts{1 + 4*49, 100, 48, 96}},
		{"kuhn", func(w io.Writer) (counts, error) { p, err := writeKuhn(w); return p.counts, err }, counts{58, 30, 12, 24}},
		{"leduc", func(w io.Writer) (counts, error) { p, err := writeLeduc(w); return p.counts, err }, counts{9457, 5520, 936, 2184}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, got := read(t, c.write); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// The same game is the same file.
func TestGeneratorsAreDeterministic(t *testing.T) {
	var a, b strings.Builder
	signalling{Rounds: 3, Share: 0.5, Seed: 7}.write(&a)
	signalling{Rounds: 3, Share: 0.5, Seed: 7}.write(&b)
	if a.String() != b.String() {
		t.Error("two files of one game differ")
	}
	b.Reset()
	signalling{Rounds: 3, Share: 0.5, Seed: 8}.write(&b)
	if a.String() == b.String() {
		t.Error("another seed gives the same payoffs")
	}
}

// Both games at random play: what OpenSpiel 2.0.2 says of its own games.
func TestUniformPokerHasOpenSpielsValue(t *testing.T) {
	for _, c := range []struct {
		name  string
		write func(io.Writer) (*pokerGame, error)
		value float64
	}{
		{"kuhn", writeKuhn, 0.125},
		{"leduc", writeLeduc, -0.078125},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, _ := read(t, func(w io.Writer) (counts, error) { p, err := c.write(w); return p.counts, err })
			if v := qre.Certify(g, uniform(g), 1).Values[0]; math.Abs(v-c.value) > 1e-12 {
				t.Errorf("the first player has %.9f, OpenSpiel says %.9f", v, c.value)
			}
		})
	}
}

func uniform(g *game.Game) []float64 {
	var x []float64
	for _, s := range g.Sets {
		for range s.Actions {
			x = append(x, -math.Log(float64(len(s.Actions))))
		}
	}
	return x
}

// The driver's own judge and the project's certificate are two pieces of code
// and must say the same.
func TestJudgeAgreesWithCertificate(t *testing.T) {
	for _, s := range smallGames()[:6] {
		g, _ := read(t, s.write)
		x := uniform(g)
		for i := range g.Sets { // any profile will do
			set := &g.Sets[i]
			z := 0.0
			for a := range set.Actions {
				x[set.First+a] = normal(key(3, uint64(i), uint64(a)))
				z += math.Exp(x[set.First+a])
			}
			for a := range set.Actions {
				x[set.First+a] -= math.Log(z)
			}
		}
		p := make([]float64, len(x))
		for i := range x {
			p[i] = math.Exp(x[i])
		}
		c, j := qre.Certify(g, x, 2), newJudge(g, p)
		if d := math.Abs(c.Residual - j.residual(2)); d > 1e-10 {
			t.Errorf("%s: residuals differ by %g", s.name, d)
		}
		worst := 0.0
		for _, r := range c.Regret {
			worst = max(worst, r)
		}
		if d := math.Abs(worst - j.regret()); d > 1e-12 {
			t.Errorf("%s: regrets differ by %g", s.name, d)
		}
	}
}

func TestSmallGamesAreForty(t *testing.T) {
	names := map[string]bool{}
	for _, s := range smallGames() {
		names[s.name] = true
	}
	if len(names) != 40 {
		t.Errorf("%d games, the page says forty", len(names))
	}
}

// A cell without figures, an infinite residual and a missing family must not
// stop the page.
func TestPageOfHalfARun(t *testing.T) {
	r := &results{Families: map[string]*familyResult{"signalling": {Runs: 5, Rows: []*row{{Game: "g", Chain: "c", Size: 2, Cells: []*cell{
		{Tool: oneCore, Status: statusOK, Wall: []float64{0.1, 0.2}, Solve: []float64{0.01, 0.02}, Residual: ptr(math.Inf(1))},
		{Tool: gambit17.ID, Status: statusTimeout, Limit: 100},
	}}}}}}
	path := t.TempDir() + "/results.json"
	if err := r.save(path); err != nil {
		t.Fatal(err)
	}
	back, err := loadResults(path)
	if err != nil {
		t.Fatal(err)
	}
	text := page(back)
	for _, want := range []string{"not done after 100 s", "> 6667×", "(2 of 5 runs)", "stopped before its end", "+Inf", "Not run yet"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
