package lookahead_test

// This file checks that identical subgames are laid out once, and that nothing
// else about the game changes by it.

import (
	"errors"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

// rubinstein is bargaining over a pie of 1 by offers in turn (Rubinstein 1982),
// with an end after so many rounds.
func rubinstein(t testing.TB, rounds, steps int, precision float64) string {
	t.Helper()
	text, err := os.ReadFile("../../testdata/bargaining.hcl.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf(string(text), rounds, steps, precision) + fmt.Sprintf(`
question "soon" {
  when = b_answers.accept || a_answers.accept
  by   = "2013-02-28"
}
question "fair" { when = (b_answers.accept || a_answers.accept) && offer / %[1]d >= 0.4 && offer / %[1]d <= 0.6 }
`, steps)
}

// bargain values the same game by a recursion of its own over rounds: what a and
// b expect at the start of the first.
func bargain(rounds, steps int, precision float64) (v [2]float64) {
	discount := [2]float64{0.99, 0.98}
	for round := rounds; round >= 1; round-- {
		giver := (round + 1) % 2
		taker := 1 - giver
		for i := range v {
			v[i] *= discount[i]
		}
		worth := make([][2]float64, steps+1)
		top := math.Inf(-1)
		for k := range worth {
			share := float64(k) / float64(steps)
			yes := 1 / (1 + math.Exp(precision*(v[taker]-share)))
			worth[k][giver] = yes*(1-share) + (1-yes)*v[giver]
			worth[k][taker] = yes*share + (1-yes)*v[taker]
			top = max(top, worth[k][giver])
		}
		var now [2]float64
		sum := 0.0
		for k := range worth {
			w := math.Exp(precision * (worth[k][giver] - top))
			sum += w
			now[0] += w * worth[k][0]
			now[1] += w * worth[k][1]
		}
		v = [2]float64{now[0] / sum, now[1] / sum}
	}
	return v
}

func start(t testing.TB, text string) (*lookahead.Model, *lookahead.Position) {
	t.Helper()
	m := load(t, text)
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	return m, pos
}

func build(t testing.TB, m *lookahead.Model, pos *lookahead.Position, l lookahead.Limits) *lookahead.Tree {
	t.Helper()
	tree, err := m.Build(pos, l)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestBargaining(t *testing.T) {
	for _, c := range []struct {
		rounds, steps int
		precision     float64
	}{{3, 4, 2}, {4, 300, 3}, {10, 20, 5}, {40, 100, 20}, {100, 100, 50}} {
		m, pos := start(t, rubinstein(t, c.rounds, c.steps, c.precision))
		begun := time.Now()
		tree := build(t, m, pos, lookahead.Limits{})
		took := time.Since(begun)
		// in each round a choice of the offer, and one for each offer
		choices := 0
		for b := range tree.Game.Blocks {
			if tree.Game.Blocks[b].Movers > 0 {
				choices++
			}
		}
		if want := c.rounds * (c.steps + 2); choices != want {
			t.Errorf("%d rounds of %d offers: %d choices, should be %d", c.rounds, c.steps+1, choices, want)
		}
		begun = time.Now()
		r, err := qre.SolvePublic(tree.Game, qre.Options{Retrace: qre.RetraceNever})
		if err != nil {
			t.Fatal(err)
		}
		solved := time.Since(begun)
		begun = time.Now()
		cert := qre.CertifyPublic(tree.Game, r.X, 1)
		t.Logf("%d rounds of %d offers: %d blocks, %d unknowns; built in %v, solved in %v, certified in %v: residual %.2g, regret %.2g",
			c.rounds, c.steps+1, len(tree.Game.Blocks), tree.Game.Vars, took, solved, time.Since(begun), cert.Residual, cert.Regret)
		if !cert.Good() {
			t.Errorf("the certificate is not good: %+v", cert)
		}
		// However long and discounted the horizon: a change by a millionth is seen.
		for k := range 5 {
			v := k * (tree.Game.Vars - 1) / 4
			x := append([]float64(nil), r.X...)
			x[v] += 1e-6
			if bad := qre.CheckPublic(tree.Game, x, 1); bad.Good() {
				t.Errorf("ln of the probability of act %d is off by 1e-6, and nothing is said: %+v", v, bad)
			}
		}
		want := bargain(c.rounds, c.steps, c.precision)
		for i, v := range r.Values {
			if math.Abs(v-want[i]) > 1e-10 {
				t.Errorf("%d rounds of %d offers: actor %d expects %.12f, by hand %.12f", c.rounds, c.steps+1, i, v, want[i])
			}
		}
	}
}

// With growing precision the shares approach those of the subgame-perfect
// equilibrium, which long horizons bring near to Rubinstein's own.
func TestBargainingByHandApproachesRubinstein(t *testing.T) {
	v := bargain(400, 5000, 1e6)
	da, db := 0.99, 0.98
	if want := (1 - db) / (1 - da*db); math.Abs(v[0]-want) > 1e-2 {
		t.Errorf("a gets %.4f, Rubinstein says %.4f", v[0], want)
	}
}

// A variable that only an end, or only a question, will read keeps histories
// apart; one that nothing reads does not.
func TestWhatIsReadLaterKeepsHistoriesApart(t *testing.T) {
	for _, c := range []struct {
		reads  string
		merges bool
	}{
		{"", true},
		{`end "enough" { when = count == 4 }`, false},
		{"question \"often\" {\n  when = count == 3\n}", false},
		{"question \"often\" {\n  when = count == 2\n  by   = \"2013-02-28\"\n}", true}, // apart for two months
		{"question \"acts\" {\n  when = p.more\n}", true},                               // events are forgotten
		{"chance \"c\" {\n  probability = count / 10\n}", false},
		{"chance \"c\" {\n  when        = period == 1\n  probability = count / 10\n}", true}, // never again
		{"chance \"c\" {\n  when        = period == 4\n  probability = count / 10\n}", false},
		{"phase \"q\" {\n  actor = \"a\"\n  when  = period <= 2\n  action \"wait\" { cost = count }\n}", true},
	} {
		text := fmt.Sprintf(`
scenario "count" {
  start     = "2013-01"
  horizon   = 4
  foresight = 4
}
actor "a" {}
variable "count" {
  values = levels(0, 5)
  start  = 0
}
phase "p" {
  actor = "a"
  action "rest" {}
  action "more" { effect = { count = count + 1 } }
}
payoff "a" { each_period = { more = p.more ? 1 : 0 } }
%s
`, c.reads)
		m, pos := start(t, text)
		tree := build(t, m, pos, lookahead.Limits{})
		choices := make([]int, 5)
		for b := range tree.Game.Blocks {
			if bl := &tree.Game.Blocks[b]; bl.Movers > 0 {
				choices[bl.Period]++
			}
		}
		if merges := choices[3] == 1; merges != c.merges {
			t.Errorf("with %q there are %v choices in the periods", c.reads, choices)
		}
	}
}

// An estimate counts what merges once, and is near where counting would be long.
func TestEstimateOfMergedGames(t *testing.T) {
	for _, c := range []struct{ rounds, steps int }{{10, 20}, {100, 100}, {300, 300}} {
		m, pos := start(t, rubinstein(t, c.rounds, c.steps, 5))
		begun := time.Now()
		size, err := m.Estimate(pos, lookahead.Limits{})
		took := time.Since(begun)
		if err != nil {
			t.Fatal(err)
		}
		blocks := float64(1 + c.rounds*(3*c.steps+3))
		t.Logf("%d rounds of %d offers: about %.0f public states in %v, there are %.0f", c.rounds, c.steps+1, size.Blocks, took, blocks)
		if math.Abs(size.Blocks/blocks-1) > 0.1 {
			t.Errorf("%d rounds of %d offers: about %.0f public states, there are %.0f", c.rounds, c.steps+1, size.Blocks, blocks)
		}
		if c.steps == 100 {
			if err := m.Fits(pos, lookahead.Limits{Bytes: 100 << 20}); err != nil {
				t.Error(err)
			}
			var large *lookahead.TooLarge
			if err := m.Fits(pos, lookahead.Limits{Bytes: 1 << 20}); !errors.As(err, &large) {
				t.Errorf("got %v", err)
			}
			if err := m.Fits(pos, lookahead.Limits{Bytes: 100 << 20, Unmerged: true}); !errors.As(err, &large) {
				t.Errorf("got %v", err)
			}
		}
	}
}

// Where nothing is hidden but everything is remembered, a tree beyond all memory
// is refused all the same.
func TestOpenGameTooLargeIsRefused(t *testing.T) {
	text := `
scenario "memory" {
  start     = "2013-01"
  horizon   = 30
  foresight = 30
}
actor "a" {}
`
	for v := range 30 {
		text += fmt.Sprintf("variable \"v%d\" {\n  values = levels(0, 2)\n  start = 0\n}\n", v)
	}
	text += "phase \"p\" {\n  actor = \"a\"\n"
	for v := range 30 {
		text += fmt.Sprintf("  action \"m%d\" {\n    effect = { v%d = v%d + period %% 2 }\n  }\n", v, v, v)
	}
	text += "}\npayoff \"a\" {\n  at_end = "
	for v := range 30 {
		text += fmt.Sprintf("v%d * %d + ", v, v)
	}
	text += "0\n}\n"
	m, pos := start(t, text)
	begun := time.Now()
	err := m.Fits(pos, lookahead.Limits{Bytes: 1 << 30})
	var large *lookahead.TooLarge
	if !errors.As(err, &large) {
		t.Fatalf("got %v", err)
	}
	t.Log(time.Since(begun), err)
}

func BenchmarkBuildBargaining(b *testing.B) {
	m, pos := start(b, rubinstein(b, 100, 100, 50))
	b.ReportAllocs()
	for b.Loop() {
		build(b, m, pos, lookahead.Limits{})
	}
}
