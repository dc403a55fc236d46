package qre

import (
	"fmt"
	"math"
	"math/rand"
	"testing"

	"demarche/internal/game"
)

// signalling builds the benchmark family: two actors with two types each, three
// public actions a round, the actors in turn. share 0 draws every payoff
// independently at every leaf; otherwise payoffs are mostly additive in one's
// own acts and type, with the given share.
func signalling(tb testing.TB, rounds int, share float64, seed int64) *game.Game {
	r := rand.New(rand.NewSource(seed))
	b := game.NewBuilder("signalling", "One", "Two")
	labels := []string{"a", "b", "c"}
	sets := map[string]int{}
	var own [2][2][16][3]float64
	for i := range own {
		for k := range own[i] {
			for d := range own[i][k] {
				for a := range own[i][k][d] {
					own[i][k][d][a] = r.NormFloat64()
				}
			}
		}
	}
	var grow func(d int, history string, types [2]int, sum [2]float64)
	grow = func(d int, history string, types [2]int, sum [2]float64) {
		if d == rounds {
			var u [2]float64
			for i := range u {
				u[i] = share*sum[i] + (1-share)*r.NormFloat64()
			}
			b.AddTerminal(u[0], u[1])
			return
		}
		mover := d % 2
		key := fmt.Sprint(history, mover, types[mover])
		s, ok := sets[key]
		if !ok {
			s = b.InformationSet(mover, "", labels...)
			sets[key] = s
		}
		b.AddDecision(s)
		for a := range labels {
			next := sum
			next[mover] += own[mover][types[mover]][d][a]
			grow(d+1, history+labels[a], types, next)
		}
	}
	b.AddChance(b.ChanceMove("types", []string{"11", "12", "21", "22"}, []float64{0.3, 0.2, 0.25, 0.25}))
	for k := range 4 {
		grow(0, "", [2]int{k / 2, k % 2}, [2]float64{})
	}
	g, err := b.Game()
	if err != nil {
		tb.Fatal(err)
	}
	return g
}

// TestPublicTreeOfSignalling: one public state per public history, but for the
// last round, where nothing joins the two types of the mover any more.
func TestPublicTreeOfSignalling(t *testing.T) {
	g := signalling(t, 4, 0, 1)
	if k, want := len(game.PublicTree(g).Blocks), 1+1+3+9+2*27; k != want {
		t.Errorf("%d public states, want %d", k, want)
	}
}

// TestNoAllocation: a linearisation allocates nothing.
func TestNoAllocation(t *testing.T) {
	s, err := dense(signalling(t, 3, 0, 1), 1)
	if err != nil {
		t.Fatal(err)
	}
	x, newton, tangent := make([]float64, s.n), make([]float64, s.n), make([]float64, s.n)
	s.start(x)
	s.linearise(x, 0.5, newton, tangent)
	if k := testing.AllocsPerRun(20, func() { s.linearise(x, 0.5, newton, tangent) }); k != 0 {
		t.Errorf("%v allocations in a linearisation", k)
	}
}

// TestManyFolds: a game with independent payoffs at every leaf, whose branch
// folds, is followed to λ=20 and certified.
func TestManyFolds(t *testing.T) {
	g := signalling(t, 4, 0, 3)
	r, err := Solve(g, Options{Precision: 20})
	if err != nil {
		t.Fatal(err)
	}
	if r.Branch != Principal || r.Certificate.Residual > 1e-9 {
		t.Errorf("%+v, certificate %+v", r.Solution, r.Certificate)
	}
}

func BenchmarkPass(b *testing.B) {
	for _, rounds := range []int{4, 6, 8} {
		g := signalling(b, rounds, 0.8, 1)
		s, err := dense(g, 1)
		if err != nil {
			b.Fatal(err)
		}
		x, newton, tangent := make([]float64, s.n), make([]float64, s.n), make([]float64, s.n)
		s.start(x)
		b.Run(fmt.Sprintf("rounds=%d,actions=%d", rounds, s.n), func(b *testing.B) {
			for b.Loop() {
				s.linearise(x, 0.5, newton, tangent)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(s.blocks)), "ns/public-state")
		})
	}
}

func BenchmarkSignalling(b *testing.B) {
	for _, c := range []struct {
		rounds int
		share  float64
	}{{2, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {4, 0.8}, {6, 0.8}, {8, 0.8}, {6, 0.5}} {
		g := signalling(b, c.rounds, c.share, 1)
		b.Run(fmt.Sprintf("rounds=%d,share=%v,actions=%d", c.rounds, c.share, g.Actions()), func(b *testing.B) {
			var r *Result
			for b.Loop() {
				var err error
				if r, err = Solve(g, Options{Precision: 20, Retrace: RetraceNever}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(r.Folds), "folds")
			b.ReportMetric(float64(r.Passes), "passes")
		})
	}
}

// BenchmarkFastPass: the cost of one linearisation per public history.
func BenchmarkFastPass(b *testing.B) {
	for _, rounds := range []int{4, 6, 8, 10} {
		g := signalling(b, rounds, 0.9, 1)
		c, ok := game.Convert(g, game.PublicTree(g))
		if !ok {
			b.Fatal("not converted")
		}
		s, err := newFast(c.Game, 1, 1, 0)
		if err != nil {
			b.Fatal(err)
		}
		x, newton, tangent := make([]float64, s.n), make([]float64, s.n), make([]float64, s.n)
		s.start(x)
		s.linearise(x, 0.5, newton, tangent)
		b.Run(fmt.Sprintf("rounds=%d,actions=%d", rounds, s.n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.linearise(x, 0.5, newton, tangent)
			}
			histories := (math.Pow(3, float64(rounds)) - 1) / 2
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/histories, "ns/history")
			b.ReportMetric(float64(len(s.shapes)), "shapes")
			b.ReportMetric(float64(len(s.blocks)), "blocks")
		})
	}
}
