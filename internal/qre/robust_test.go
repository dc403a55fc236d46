package qre

import (
	"demarche/internal/cputime"
	"errors"
	"math"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"demarche/internal/game"
)

// TestDegenerate: games in which nobody, or nobody really, has a choice.
func TestDegenerate(t *testing.T) {
	for name, src := range map[string]string{
		"a lone terminal":       `EFG 2 R "" { "A" "B" } t "" 1 "" { 1 2 }`,
		"chance alone":          `EFG 2 R "" { "A" "B" } c "" 1 "" { "h" .5 "t" .5 } 0 t "" 1 "" { 1 2 } t "" 2 "" { 3 4 }`,
		"one action":            `EFG 2 R "" { "A" "B" } p "" 1 1 "" { "only" } 0 t "" 1 "" { 1 2 }`,
		"indifference":          `EFG 2 R "" { "A" "B" } p "" 1 1 "" { "l" "r" } 0 t "" 1 "" { 1 2 } t "" 1`,
		"behind nothing":        `EFG 2 R "" { "A" "B" } c "" 1 "" { "h" 1 "t" 0 } 0 t "" 1 "" { 1 2 } p "" 1 1 "" { "l" "r" } 0 t "" 2 "" { 1 2 } t "" 3 "" { 2 1 }`,
		"tiny and huge payoffs": `EFG 2 R "" { "A" "B" } p "" 1 1 "" { "l" "r" } 0 t "" 1 "" { 1e-200 1e200 } t "" 2 "" { 0 -1e200 }`,
	} {
		g, err := game.ReadEFG([]byte(src), name, 0)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for _, opt := range []Options{{Precision: 3}, {Limit: true}} {
			if _, err := Solve(g, opt); err != nil {
				t.Errorf("%s, %+v: %v", name, opt, err)
			}
		}
	}
}

// TestMutatedGames: whatever a damaged file still says, solving it gives a
// certified equilibrium or an error that says so, in bounded time.
func TestMutatedGames(t *testing.T) {
	files, err := filepath.Glob("testdata/*.efg")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewSource(16))
	solved := 0
	const mutants = 1000
	for k := range mutants {
		src, err := os.ReadFile(files[k%len(files)])
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(src), "\n")
		for range 1 + r.Intn(3) {
			a, b := 1+r.Intn(len(lines)-1), 1+r.Intn(len(lines)-1)
			switch r.Intn(3) {
			case 0:
				lines[a], lines[b] = lines[b], lines[a]
			case 1:
				lines[a] = strings.Replace(lines[a], "{ 1", "{ 1000", 1)
			case 2:
				digits := []byte(lines[a])
				for i, c := range digits {
					if c >= '0' && c <= '9' && r.Intn(4) == 0 {
						digits[i] = byte('0' + r.Intn(10))
					}
				}
				lines[a] = string(digits)
			}
		}
		g, err := game.ReadEFG([]byte(strings.Join(lines, "")), "mutant", 0)
		if err != nil {
			continue
		}
		at := cputime.Spent()
		res, err := Solve(g, Options{Precision: []float64{0.1, 1, 10, 1000}[k%4], MaxPasses: 3000})
		if took := cputime.Spent() - at; took > 5*time.Second {
			t.Errorf("mutant %d took %v", k, took)
		}
		if err != nil {
			if !errors.Is(err, ErrStopped) {
				t.Errorf("mutant %d of %s: %v\n%s", k, files[k%len(files)], err, strings.Join(lines, ""))
			}
			continue
		}
		solved++
		if c := Certify(g, res.X, res.Precision); c.Err() != nil || math.IsNaN(c.Residual) {
			t.Errorf("mutant %d: %v", k, c.Err())
		}
	}
	t.Logf("%d of %d mutants solved", solved, mutants)
	if solved < 100 {
		t.Errorf("only %d mutants were games", solved)
	}
}

// TestMemoryBound: a public state too wide for its matrices is refused before
// anything is allocated.
func TestMemoryBound(t *testing.T) {
	b := game.NewBuilder("wide", "A", "B")
	labels := make([]string, 5000)
	s, o := b.InformationSet(0, "", labels...), b.InformationSet(1, "", "x", "y")
	b.AddDecision(s)
	for i := range labels {
		b.AddDecision(o)
		b.AddTerminal(float64(i%7), 1)
		b.AddTerminal(float64(i%5), 0)
	}
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Solve(g, Options{MaxBytes: 100 << 20}); err == nil || !strings.Contains(err.Error(), "allow more memory") {
		t.Errorf("%v", err)
	}
	if _, err := Solve(g, Options{MaxBytes: 100 << 20, General: true}); err == nil || !strings.Contains(err.Error(), "allow more memory") {
		t.Errorf("general path: %v", err)
	}
}

// TestCommonOffset: payoffs that all have the same large part are solved and
// certified like others, but for the digits that it takes.
func TestCommonOffset(t *testing.T) {
	for _, g := range []*game.Game{signalling(t, 2, 0.5, 1), perfectGame(t, 6, 1), crowd(t, 3, -5)} {
		want, err := Solve(g, Options{Precision: 10})
		if err != nil {
			t.Fatal(err)
		}
		for i := range g.Outcomes {
			for k := range g.Outcomes[i].Payoff {
				g.Outcomes[i].Payoff[k] += 1e6
			}
		}
		for _, general := range []bool{false, true} {
			r, err := Solve(g, Options{Precision: 10, General: general})
			if err != nil {
				t.Errorf("%s: %v", g.Title, err)
				continue
			}
			for a := range r.X {
				if math.Abs(r.X[a]-want.X[a]) > 1e-6 {
					t.Fatalf("%s: action %d has ln probability %v, without the offset %v", g.Title, a, r.X[a], want.X[a])
				}
			}
		}
	}
}

// TestTwoFoldsInOneStep: a step that passes two folds at once is seen, because t
// went against both tangents: folds are counted, and nothing is taken for a
// bifurcation.
func TestTwoFoldsInOneStep(t *testing.T) {
	g := signalling(t, 5, 0.3, 13)
	a, err := Solve(g, Options{Precision: 60, Retrace: RetraceNever})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Solve(g, Options{Precision: 60, Retrace: RetraceAlways})
	if err != nil {
		t.Fatal(err)
	}
	if a.Folds != b.Folds || a.Bifurcations != 0 || b.Bifurcations != 0 {
		t.Errorf("%d folds and %d bifurcations, by shorter steps %d and %d", a.Folds, a.Bifurcations, b.Folds, b.Bifurcations)
	}
}
