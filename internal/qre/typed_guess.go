package qre

import (
	"math"
	"sync"

	"demarche/internal/game"
)

// This file completes a first guess at a solution.

// Guess fills the information sets of x that are not known with the logit
// replies to what follows them, the unknown ones there being random. It is exact
// for a last layer of choices; the result is a starting point, not a solution.
func Guess(g *game.Public, x []float64, known []bool, precision float64) {
	any := false
	for i := range g.Infosets {
		set := &g.Infosets[i]
		if !known[i] {
			for v := set.Var; v < set.Var+set.Vars; v++ {
				x[v] = -math.Log(float64(set.Vars))
			}
			any = true
		}
	}
	if !any {
		return
	}
	order := g.Order()
	room := guesses.Get().(*arena)
	defer guesses.Put(room)
	room.back()
	lnr := logReach(g, x, order)
	v := valuesBehind(g, x, order, known, room.take(len(g.Src)*g.Actors))
	q := room.take(g.Vars)
	for i := range g.Infosets {
		if !known[i] {
			valueInfoset(g, &g.Infosets[i], x, lnr, v, q)
		}
	}
	for i := range g.Infosets {
		set := &g.Infosets[i]
		if known[i] {
			continue
		}
		lambda := precision * g.Precision[set.Actor]
		for a := set.Var; a < set.Var+set.Vars; a++ {
			x[a] = lambda * q[a]
		}
		normaliseLog(x[set.Var : set.Var+set.Vars])
	}
}

// guesses are lent their memory.
var guesses = sync.Pool{New: func() any { return new(arena) }}

// valuesBehind fills v, all 0, with what actors expect, by profile and actor, in the blocks behind
// those of their information sets that are not known.
func valuesBehind(g *game.Public, x []float64, order []int32, known []bool, v []float64) []float64 {
	n := g.Actors
	wanted := make([]bool, len(g.Blocks)*n) // by block and actor
	for i := range g.Infosets {
		if set := &g.Infosets[i]; !known[i] {
			bl := &g.Blocks[set.Block]
			for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
				wanted[int(c)*n+int(set.Actor)] = true
			}
		}
	}
	for k := range g.Blocks {
		b := inOrder(order, k)
		bl := &g.Blocks[b]
		for i := range n {
			if bl.Parent >= 0 && wanted[int(bl.Parent)*n+i] {
				wanted[b*n+i] = true
			}
			if bl.Same > 0 && wanted[b*n+i] {
				wanted[int(bl.Same)*n+i] = true
			}
		}
	}
	here, up := make([]int, 0, n), make([]int, 0, n) // actors
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		b := inOrder(order, k)
		bl := &g.Blocks[b]
		here, up = here[:0], up[:0]
		for i := range n {
			if wanted[b*n+i] {
				here = append(here, i)
			}
			if bl.Parent >= 0 && wanted[int(bl.Parent)*n+i] {
				up = append(up, i)
			}
		}
		if len(here) == 0 {
			continue
		}
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			settle(g, bl, p, v, here)
			if len(up) > 0 {
				w := math.Exp(logStep(g, bl, p, x))
				src := int(g.Src[at])
				for _, i := range up {
					v[src*n+i] += w * v[at*n+i]
				}
			}
		}
	}
	return v
}
