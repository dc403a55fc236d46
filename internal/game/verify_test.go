package game

import (
	"math"
	"strings"
	"testing"
)

func TestVerify(t *testing.T) {
	forget := func(b *Builder) {
		s1 := b.InformationSet(0, "first", "l", "r")
		s2 := b.InformationSet(0, "second", "l", "r")
		b.AddDecision(s1)
		for range 2 {
			b.AddDecision(s2)
			b.AddTerminal(1, 2)
			b.AddTerminal(0, 0)
		}
	}
	absent := func(b *Builder) {
		s := b.InformationSet(0, "drive", "exit", "on")
		b.AddDecision(s)
		b.AddTerminal(0, 0)
		b.AddDecision(s)
		b.AddTerminal(4, 0)
		b.AddTerminal(1, 0)
	}
	for name, c := range map[string]struct {
		make func(*Builder)
		says string
	}{
		"forgets its move": {forget, `player 1 ("Ann") does not have perfect recall: at information set 2 of player 1 ("Ann") ("second")`},
		"absent-minded":    {absent, "does not have perfect recall"},
		"probabilities": {func(b *Builder) {
			b.AddChance(b.ChanceMove("coin", []string{"h", "t"}, []float64{0.5, 0.4}))
			b.AddTerminal(0, 0)
			b.AddTerminal(0, 0)
		}, `chance move 1 ("coin") sum to 0.9, not to 1`},
		"negative": {func(b *Builder) {
			b.AddChance(b.ChanceMove("coin", []string{"h", "t"}, []float64{1.5, -0.5}))
			b.AddTerminal(0, 0)
			b.AddTerminal(0, 0)
		}, "must lie between 0 and 1"},
		"not finite": {func(b *Builder) { b.AddTerminal(math.NaN(), 0) }, "payoffs must be finite"},
		"incomplete": {func(b *Builder) { b.AddDecision(b.InformationSet(0, "", "a", "b")); b.AddTerminal(0, 0) }, "1 of its 2 children"},
		"too many":   {func(b *Builder) { b.AddTerminal(0, 0); b.AddTerminal(0, 0) }, "after the tree is complete"},
		"payoffs":    {func(b *Builder) { b.AddTerminal(0) }, "1 payoffs for 2 players"},
		"no nodes":   {func(b *Builder) {}, "no nodes"},
		"no set":     {func(b *Builder) { b.AddDecision(3) }, "no information set with index 3"},
		"unused set": {func(b *Builder) { b.InformationSet(1, "idle", "a"); b.AddTerminal(0, 0) }, "has no nodes"},
		"precision":  {func(b *Builder) { b.SetPrecision(0, -1); b.AddTerminal(0, 0) }, "0 or more"},
	} {
		b := NewBuilder("t", "Ann", "Bob")
		c.make(b)
		_, err := b.Game()
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v, want …%s…", name, err, c.says)
		}
	}
}

// TestVerifyShape: damage to any array of a good game is reported, never a panic.
func TestVerifyShape(t *testing.T) {
	fresh := func() *Game {
		b := NewBuilder("t", "Ann", "Bob")
		s := b.InformationSet(1, "", "l", "r")
		b.AddChance(b.ChanceMove("", []string{"h", "t"}, []float64{0.5, 0.5}))
		for range 2 {
			b.AddDecision(s)
			b.AddTerminal(1, 2)
			b.AddTerminal(3, 4)
		}
		g, err := b.Game()
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	for h := range fresh().Parent {
		for _, v := range []int32{-2, -1, 0, 1, 3, 6, 7, 100} {
			for which := range 6 {
				g := fresh()
				array := [][]int32{g.Parent, g.Branch, g.Move, g.Outcome, g.First, g.Children}[which]
				if h >= len(array) || array[h] == v {
					continue
				}
				array[h] = v
				err := Verify(g)
				harmless := which == 3 && v < 4 || which == 4 && g.Kind[h] == Terminal ||
					which == 2 && g.Kind[h] == Terminal || which == 1 && h == 0
				if err == nil && !harmless {
					t.Errorf("array %d, node %d set to %d: no complaint", which, h, v)
				}
			}
		}
	}
}
