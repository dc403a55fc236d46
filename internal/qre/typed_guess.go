package qre

import (
	"math"

	"demarche/internal/game"
)

// This file completes a first guess at a solution.

// Guess fills the information sets of x that are not known with the logit
// replies to what follows them, the unknown ones there being random. It is exact
// for a last layer of choices; the result is a starting point, not a solution.
func Guess(g *game.Public, x []float64, known []bool, precision float64) {
	for i := range g.Infosets {
		set := &g.Infosets[i]
		if !known[i] {
			for v := set.Var; v < set.Var+set.Vars; v++ {
				x[v] = -math.Log(float64(set.Vars))
			}
		}
	}
	_, q, _ := Value(g, x)
	for i := range g.Infosets {
		set := &g.Infosets[i]
		if known[i] {
			continue
		}
		lambda := precision * g.Precision[set.Actor]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			x[v] = lambda * q[v]
		}
		normaliseLog(x[set.Var : set.Var+set.Vars])
	}
}
