package qre

import (
	"errors"
	"math"
	"math/rand"
	"testing"

	"demarche/internal/game"
)

// perfectGame is a random game of perfect information: three players in turn, two
// or three acts, chance now and then, over so many rounds.
func perfectGame(t *testing.T, rounds int, seed int64) *game.Game {
	t.Helper()
	r := rand.New(rand.NewSource(seed))
	b := game.NewBuilder("open", "One", "Two", "Three")
	labels := []string{"a", "b", "c"}
	var grow func(d int)
	grow = func(d int) {
		switch {
		case d == rounds || d > 1 && r.Float64() < 0.1:
			b.AddTerminal(3*r.NormFloat64(), 3*r.NormFloat64(), 3*r.NormFloat64())
		case r.Float64() < 0.2:
			p := 0.1 + 0.8*r.Float64()
			b.AddChance(b.ChanceMove("", labels[:2], []float64{p, 1 - p}))
			grow(d + 1)
			grow(d + 1)
		default:
			n := 2 + r.Intn(2)
			b.AddDecision(b.InformationSet(r.Intn(3), "", labels[:n]...))
			for range n {
				grow(d + 1)
			}
		}
	}
	grow(0)
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// TestPerfectInformation: where nothing is hidden, one walk from the last choices up gives
// what the path leads to, and at the limit backward induction.
func TestPerfectInformation(t *testing.T) {
	for seed := range int64(12) {
		g := perfectGame(t, 6, seed)
		if g.Actions() == 0 {
			continue
		}
		once, err := Solve(g, Options{Precision: 3})
		if err != nil {
			t.Fatal(err)
		}
		path, err := Solve(g, Options{Precision: 3, General: true})
		if err != nil {
			t.Fatal(err)
		}
		if once.Passes != 1 || once.Branch != Principal {
			t.Errorf("seed %d: %+v", seed, once.Solution)
		}
		for a := range once.X {
			if math.Abs(once.X[a]-path.X[a]) > 1e-9*(1+math.Abs(path.X[a])) {
				t.Fatalf("seed %d: action %d has ln probability %v, by the path %v", seed, a, once.X[a], path.X[a])
			}
		}
		limit, err := Solve(g, Options{Limit: true})
		if err != nil {
			t.Fatal(err)
		}
		if want := backward(g, 0); !limit.Limit {
			t.Errorf("seed %d: the limit was not reached: %+v", seed, limit.Solution)
		} else {
			for i, v := range limit.Values {
				if math.Abs(v-want[i]) > 1e-5 {
					t.Errorf("seed %d: player %d expects %v in the limit, by backward induction %v", seed, i+1, v, want[i])
				}
			}
		}
	}
}

// backward is what the players get from node h on by backward induction.
func backward(g *game.Game, h int32) []float64 {
	out := make([]float64, len(g.Players))
	copy(out, g.Payoff(h))
	var kids [][]float64
	for _, kid := range g.Kids(h) {
		kids = append(kids, backward(g, kid))
	}
	best := 0
	for a, v := range kids {
		if g.Kind[h] == game.Chance {
			for i := range out {
				out[i] += g.Chances[g.Move[h]].Probability[a] * v[i]
			}
		} else if p := g.Sets[g.Move[h]].Player; v[p] > kids[best][p] {
			best = a
		}
	}
	if g.Kind[h] == game.Decision {
		for i, v := range kids[best] {
			out[i] += v
		}
	}
	return out
}

// TestInductAtEquilibrium: at a logit equilibrium backward induction at its own
// beliefs changes nothing.
func TestInductAtEquilibrium(t *testing.T) {
	for _, g := range []*game.Game{signalling(t, 5, 0.5, 4), talk(t, 3), crowd(t, 2, -1)} {
		w := publicForm(t, g)
		r, err := SolvePublic(w, Options{Precision: 3})
		if err != nil {
			t.Fatal(err)
		}
		s, err := newFast(w, 3, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		x, out := append([]float64(nil), r.X...), make([]float64, s.n)
		if d := s.induct(x, 1, out); !(d < 1e-9) {
			t.Errorf("%s: backward induction differs by %.3g", g.Title, d)
		}
	}
}

// TestLostBranch: where the passes do not suffice for the principal branch, what
// comes is an equilibrium, is called local, and says where the branch was lost.
func TestLostBranch(t *testing.T) {
	lost := 0
	for _, seed := range []int64{4, 5, 7, 11, 15, 20, 24} {
		g := signalling(t, 5, 0, seed)
		opt := Options{Precision: 20, Retrace: RetraceNever, MaxPasses: 900}
		r, err := Solve(g, opt)
		if errors.Is(err, ErrStopped) {
			lost++
			continue
		}
		if err != nil {
			t.Errorf("seed %d: %v", seed, err)
			continue
		}
		if r.Passes > opt.MaxPasses+leapPasses+500 {
			t.Errorf("seed %d: %d passes", seed, r.Passes)
		}
		if r.Precision != 20 || r.Branch != Local || len(r.Warnings) == 0 {
			t.Errorf("seed %d: %+v, %q", seed, r.Solution, r.Warnings)
		}
		if err := r.Certificate.Err(); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
		t.Logf("seed %d: %s, %d passes, %d folds", seed, r.Branch, r.Passes, r.Folds)
	}
	if lost > 2 {
		t.Errorf("nothing was found in %d games", lost)
	}
}
