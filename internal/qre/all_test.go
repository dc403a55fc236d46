package qre

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/game"
)

// This file tests that random starts find the equilibria that there are.

func all(t *testing.T, g *game.Game, precision float64, opt Options) ([]*Result, Census) {
	t.Helper()
	opt.Precision = precision
	first, err := Solve(g, opt)
	if err != nil {
		t.Fatal(err)
	}
	list, census, err := All(g, first, opt, 100, 1)
	if err != nil {
		t.Fatal(err)
	}
	sum := census.Nowhere
	for k, r := range list {
		if err := r.Certificate.Err(); err != nil {
			t.Error(err)
		}
		sum += census.Starts[k]
	}
	if sum != 100 || census.Tried != 100 {
		t.Errorf("%+v does not account for 100 starts", census)
	}
	return list, census
}

var (
	sexes = [2][][]float64{{{3, 0}, {0, 2}}, {{2, 0}, {0, 3}}}
	hunt  = [2][][]float64{{{4, 0}, {3, 3}}, {{4, 3}, {0, 3}}}
	jail  = [2][][]float64{{{-1, -10}, {0, -5}}, {{-1, 0}, {-10, -5}}}
)

func TestAllFindsEveryEquilibrium(t *testing.T) {
	for _, c := range []struct {
		name string
		pay  [2][][]float64
		want int
	}{{"battle of the sexes", sexes, 3}, {"stag hunt", hunt, 3}, {"prisoners' dilemma", jail, 1}} {
		for _, general := range []bool{false, true} {
			list, census := all(t, strategic(t, c.pay[0], c.pay[1]), 10, Options{General: general})
			if len(list) != c.want || census.Nowhere > 50 {
				t.Errorf("%s (general %v): %d equilibria, want %d; %+v", c.name, general, len(list), c.want, census)
			}
			mixed := 0
			for _, r := range list {
				if p := math.Exp(r.X[0]); p > 0.1 && p < 0.9 {
					mixed++
				}
			}
			if c.want == 3 && mixed != 1 {
				t.Errorf("%s (general %v): %d mixed equilibria, want 1", c.name, general, mixed)
			}
		}
	}
}

func TestAllIsTheSameForAnyWorkers(t *testing.T) {
	g := strategic(t, sexes[0], sexes[1])
	text := func(workers int) string {
		list, census := all(t, g, 10, Options{Workers: workers})
		s := fmt.Sprint(census)
		for _, r := range list {
			s += fmt.Sprint(r.X, r.Values, r.Solution)
		}
		return s
	}
	if a, b := text(1), text(5); a != b {
		t.Errorf("one worker: %s\nfive workers: %s", a, b)
	}
}
