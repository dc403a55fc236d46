package qre

import (
	"testing"

	"demarche/internal/game"
)

// TestUnlikelyActsKeepDigits: a type that did what it hardly ever does still
// knows to full precision what it believes. Before beliefs left out a type's own
// acts, the residual of this game stalled at 1e-7.
func TestUnlikelyActsKeepDigits(t *testing.T) {
	b := game.NewBuilder("deal, bet, answer", "A", "B")
	bet, answer := [2]int{}, [2]int{}
	for k := range 2 {
		bet[k] = b.InformationSet(0, "", "pass", "bet")
	}
	for k := range 2 {
		answer[k] = b.InformationSet(1, "", "fold", "call")
	}
	b.AddChance(b.ChanceMove("deal", []string{"00", "01", "10", "11"}, []float64{0.1, 0.3, 0.2, 0.4}))
	for k := range 4 {
		a, o := k/2, k%2
		b.AddDecision(bet[a])
		b.AddTerminal(float64(2-a), 0)
		b.AddDecision(answer[o])
		b.AddTerminal(1, -1)
		b.AddTerminal(float64(2*(a-o)), float64(2*(o-a)))
	}
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	r, err := Solve(g, Options{Precision: 70000})
	if err != nil {
		t.Fatal(err)
	}
	if !(r.Certificate.Residual <= 1e-9) {
		t.Errorf("residual %v", r.Certificate.Residual)
	}
}
