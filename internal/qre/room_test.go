package qre

import (
	"math"
	"testing"

	"demarche/internal/game"
)

// This file checks that memory lent from one game to the next leaves no trace.

func bitwise(x, y []float64) bool {
	if len(x) != len(y) {
		return false
	}
	for k := range x {
		if math.Float64bits(x[k]) != math.Float64bits(y[k]) {
			return false
		}
	}
	return true
}

// TestRoomLeavesNoTrace: games solved one after another in one room have the
// solutions that each has in memory of its own, bit for bit, whatever came before.
func TestRoomLeavesNoTrace(t *testing.T) {
	var games []*game.Public
	for _, c := range []struct {
		rounds int
		types  float64
	}{{3, 0.9}, {5, 0.8}, {2, 0.5}, {4, 0.9}} {
		games = append(games, publicForm(t, signalling(t, c.rounds, c.types, 1)))
	}
	opt := Options{Retrace: RetraceNever}.withDefaults()
	r := new(room)
	for round := range 2 {
		for k, g := range games {
			own, err := newFast(g, 1, 1, opt.MaxBytes)
			if err != nil {
				t.Fatal(err)
			}
			lent, err := r.system(g, 1, 1, opt.MaxBytes)
			if err != nil {
				t.Fatal(err)
			}
			x, a, err := follow(own, opt)
			if err != nil {
				t.Fatal(err)
			}
			y, b, err := follow(lent, opt)
			if err != nil {
				t.Fatal(err)
			}
			if !bitwise(x, y) || a != b {
				t.Errorf("round %d, game %d: another solution in a room that others used before", round, k)
			}
		}
	}
}

// TestEvaluateIsLinearise: the residual without derivatives is that with them, bit
// for bit, and completing it leaves Newton's direction as linearise does.
func TestEvaluateIsLinearise(t *testing.T) {
	for _, rounds := range []int{1, 3} {
		g := publicForm(t, signalling(t, rounds, 0.9, 1))
		for _, general := range []bool{false, true} { // with and without the kernel for pairs
			s, err := newFastOn(compile(g, general), 1.3, 1, 0)
			if err != nil {
				t.Fatal(err)
			}
			x := make([]float64, s.n)
			s.start(x)
			for v := range x {
				x[v] += 0.1 * math.Sin(float64(3*v+1))
			}
			y := append([]float64(nil), x...)
			newton, tangent := make([]float64, s.n), make([]float64, s.n)
			n2, t2 := make([]float64, s.n), make([]float64, s.n)
			want := s.linearise(x, 1, newton, tangent)
			got := s.evaluate(y, 1)
			if got.residual != want.residual || !bitwise(x, y) {
				t.Errorf("%d rounds: residual %g, linearise says %g", rounds, got.residual, want.residual)
			}
			if all := s.complete(n2, t2); all != want || !bitwise(newton, n2) || !bitwise(tangent, t2) {
				t.Errorf("%d rounds: completed to %+v, linearise gives %+v", rounds, all, want)
			}
		}
	}
}
