package qre

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"testing"

	"demarche/internal/game"
)

// publicForm gives a game in public-tree form.
func publicForm(tb testing.TB, g *game.Game) *game.Public {
	tb.Helper()
	c, ok := game.Convert(g, game.PublicTree(g))
	if !ok {
		tb.Fatal("the game has no public-tree form")
	}
	return c.Game
}

// TestFastPathAllocatesNothing: a linearisation, on one core, allocates nothing.
func TestFastPathAllocatesNothing(t *testing.T) {
	for _, g := range []*game.Game{signalling(t, 6, 0.5, 1), talk(t, 3), crowd(t, 1, 1)} {
		s, err := newFast(publicForm(t, g), 1, 1, 0)
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
}

// statedBytes is what docs/method.md promises for a public state of two actors
// with two types each and three acts: all that a linearisation keeps of it.
const statedBytes = 850

// TestMemoryPerPublicState: what a linearisation takes is what is stated, and
// what the bound on memory reckons with.
func TestMemoryPerPublicState(t *testing.T) {
	w := compile(publicForm(t, signalling(t, 9, 0.9, 1)), false)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	s, err := newFastOn(w, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	took, blocks := float64(after.TotalAlloc-before.TotalAlloc), float64(len(s.blocks))
	compiled := blocks * float64(blockBytes) // the blocks themselves were made before
	if reckoned := float64(s.bytes(1)); took+compiled > 1.1*reckoned || took+compiled < 0.8*reckoned {
		t.Errorf("a linearisation of %v public states takes %.0f bytes, reckoned are %.0f", blocks, took+compiled, reckoned)
	}
	if each := float64(s.bytes(1)) / blocks; each > statedBytes {
		t.Errorf("%.0f bytes for a public state, stated are %d", each, statedBytes)
	}
	runtime.KeepAlive(w)
}

// TestSameForAnyNumberOfWorkers: the solution of a game large enough to be
// shared between cores is the same for any number of them, bit for bit.
func TestSameForAnyNumberOfWorkers(t *testing.T) {
	g := signalling(t, 8, 0.9, 2)
	var one *Result
	for _, workers := range []int{1, 2, 3, 7} {
		r, err := Solve(g, Options{Precision: 20, Workers: workers, Retrace: RetraceNever})
		if err != nil {
			t.Fatal(err)
		}
		if one == nil {
			one = r
			if s, err := newFast(publicForm(t, g), 1, 2, 0); err != nil || len(s.tasks) < 3 {
				t.Fatalf("the game is not shared between cores: %v", err)
			}
			continue
		}
		if r.Solution != one.Solution || !slices.Equal(r.X, one.X) || !slices.Equal(r.Q, one.Q) || !slices.Equal(r.Values, one.Values) {
			t.Errorf("with %d workers: %+v, with one: %+v", workers, r.Solution, one.Solution)
		}
	}
}

// crowd is a symmetric game of three players with two acts: the gain from the
// first act is a + b·(p+q), where p and q are the others' probabilities of it.
func crowd(t *testing.T, a, b float64) *game.Game {
	t.Helper()
	g := game.NewBuilder("crowd", "One", "Two", "Three")
	var sets [3]int
	for i := range sets {
		sets[i] = g.InformationSet(i, "", "in", "out")
	}
	var grow func(i int, in [3]float64)
	grow = func(i int, in [3]float64) {
		if i == 3 {
			var u [3]float64
			for k := range u {
				u[k] = in[k] * (a + b*(in[0]+in[1]+in[2]-in[k]))
			}
			g.AddTerminal(u[0], u[1], u[2])
			return
		}
		g.AddDecision(sets[i])
		in[i] = 1
		grow(i+1, in)
		in[i] = 0
		grow(i+1, in)
	}
	grow(0, [3]float64{})
	out, err := g.Game()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// talk is cheap talk: a sender of two types and so many messages, all free; a
// receiver with two acts; both get 1 when the act fits the type.
func talk(t *testing.T, messages int) *game.Game {
	t.Helper()
	g := game.NewBuilder("talk", "Sender", "Receiver")
	labels := make([]string, messages)
	for m := range labels {
		labels[m] = fmt.Sprint(m)
	}
	types := [2]int{g.InformationSet(0, "", labels...), g.InformationSet(0, "", labels...)}
	heard := make([]int, messages)
	for m := range heard {
		heard[m] = g.InformationSet(1, "", "left", "right")
	}
	g.AddChance(g.ChanceMove("type", []string{"left", "right"}, []float64{0.5, 0.5}))
	for k := range types {
		g.AddDecision(types[k])
		for m := range messages {
			g.AddDecision(heard[m])
			for act := range 2 {
				u := 0.0
				if act == k {
					u = 1
				}
				g.AddTerminal(u, u)
			}
		}
	}
	out, err := g.Game()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestKnownBifurcations: games whose symmetric branch crosses others at a
// precision that can be worked out by hand. The solver stays on the symmetric
// branch, says where it crossed, and calls nothing else an equilibrium.
func TestKnownBifurcations(t *testing.T) {
	// In the crowd game with b<0, two directions in which the players part lose
	// their stability at once, where 1 = −λ·b·p(1−p) on the symmetric branch
	// ln(p/(1−p)) = λ(a + 2bp): the determinant keeps its sign.
	symmetric := func(a, b, l float64) float64 {
		lo, hi := 0.0, 1.0
		for range 200 {
			if p := (lo + hi) / 2; math.Log(p/(1-p)) < l*(a+2*b*p) {
				lo = p
			} else {
				hi = p
			}
		}
		return lo
	}
	crossing := func(a, b float64) float64 {
		lo, hi := 0.0, 100.0
		for range 200 {
			l := (lo + hi) / 2
			if p := symmetric(a, b, l); -l*b*p*(1-p) < 1 {
				lo = l
			} else {
				hi = l
			}
		}
		return lo
	}
	for _, c := range []struct {
		name string
		g    *game.Game
		at   float64
	}{
		{"symmetric 2x2x2, parting", crowd(t, 6, -7), crossing(6, -7)},
		{"symmetric 2x2x2, parting, skewed", crowd(t, 3, -5), crossing(3, -5)},
		{"team of three: all the same way", crowd(t, -1, 1), 2}, // 1 = 2λ·b·¼
		{"cheap talk, 2 messages", talk(t, 2), 2},
		{"cheap talk, 3 messages", talk(t, 3), 2},
		{"cheap talk, 5 messages", talk(t, 5), 2},
	} {
		for _, general := range []bool{false, true} {
			r, err := Solve(c.g, Options{Precision: 2 * c.at, General: general})
			if err != nil {
				t.Errorf("%s, general %v: %v", c.name, general, err)
				continue
			}
			if r.Bifurcations != 1 || math.Abs(r.FirstBifurcation-c.at) > 0.01*c.at || r.Branch != Principal {
				t.Errorf("%s, general %v: %d bifurcations, the first at %.5f, %s; want one at %.5f", c.name, general, r.Bifurcations, r.FirstBifurcation, r.Branch, c.at)
			}
			if len(r.Warnings) == 0 {
				t.Errorf("%s, general %v: no warning", c.name, general)
			}
			// Symmetric: all sets of one player have the same strategies.
			for i := range c.g.Sets {
				s := &c.g.Sets[i]
				for j := range c.g.Sets[:i] {
					o := &c.g.Sets[j]
					if len(o.Actions) != len(s.Actions) {
						continue
					}
					for a := range s.Actions {
						if d := r.X[s.First+a] - r.X[o.First+a]; math.Abs(d) > 1e-8 {
							t.Errorf("%s, general %v: off the symmetric branch by %.3g", c.name, general, d)
						}
					}
				}
			}
		}
	}
}
