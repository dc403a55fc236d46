package game

import (
	"fmt"
	"testing"
)

func TestRescale(t *testing.T) {
	build := func(scale ...float64) *Game {
		b := NewBuilder("", "A", "B", "idle")
		b.SetPrecision(0, 2)
		b.SetPrecision(1, 0)
		first, last := b.InformationSet(0, "", "a", "b"), b.InformationSet(0, "", "a", "b")
		other := b.InformationSet(1, "", "a", "b")
		b.SetScale(first, scale[0])
		b.SetScale(last, scale[1])
		b.AddDecision(first)
		b.AddTerminal(1, 2, 3)
		b.AddDecision(other)
		b.AddTerminal(4, 5, 6)
		b.AddDecision(last)
		b.AddTerminal(0, 0, 1)
		b.AddTerminal(-1, 0, 1)
		g, err := b.Game()
		if err != nil {
			t.Fatal(err)
		}
		return g
	}
	g := build(3, 3)
	factor, several := g.Rescale()
	if got := fmt.Sprint(factor, several, g.Precision, g.Sets[0].Scale, g.Sets[1].Scale, g.Outcomes[1].Payoff); got != "[6 0 1] [] [1 1 1] 1 1 [24 0 6]" {
		t.Error(got)
	}
	g = build(1, 2)
	factor, several = g.Rescale()
	if got := fmt.Sprint(factor, several, g.Sets[0].Scale, g.Sets[1].Scale, g.Outcomes[1].Payoff); got != "[2 0 1] [0] 1 2 [8 0 6]" {
		t.Error(got)
	}
}
