package story

import (
	"slices"

	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

// This file starts a look-ahead from the one before it: what the actors planned
// still is a good guess of what they will plan.

type gamePublic = *game.Public

// carry writes a first guess for tree, the look-ahead after branch of hint:
// the old plans where the two overlap, best replies in the last phase.
func carry(hint *Moment, branch int, tree *lookahead.Tree, precision float64) []float64 {
	g := tree.Game
	old := hint.Look.Tree
	x := make([]float64, g.Vars)
	found := make([]bool, len(g.Infosets))
	type pair struct{ new, old int32 }
	queue := []pair{{0, old.Game.At(int32(hint.branches[branch].Block))}}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		overlay(tree, old, hint.Look.Result.X, int(at.new), int(at.old), x, found)
		nb, ob := &g.Blocks[at.new], &old.Game.Blocks[at.old]
		kids := old.Game.Kids[ob.Kid : ob.Kid+ob.Kids]
		for _, c := range g.Kids[nb.Kid : nb.Kid+nb.Kids] {
			if g.Blocks[c].Same > 0 {
				continue // it is met where it is laid out
			}
			for _, o := range kids {
				if sameEvents(tree.Events[c], old.Events[o]) {
					queue = append(queue, pair{c, old.Game.At(o)})
					break
				}
			}
		}
	}
	qre.Guess(g, x, found, precision)
	return x
}

func sameEvents(a, b []lookahead.Event) bool {
	n := min(len(a), len(b)) // the old path may stop at its end
	for i := range n {
		if a[i].Period != b[i].Period || a[i].Step != b[i].Step || a[i].Action != b[i].Action || a[i].Exposed != b[i].Exposed || a[i].Happened != b[i].Happened {
			return false
		}
	}
	return n > 0 || len(a) == len(b)
}

// overlay copies the choices of an old block to a new one where the same types
// have the same acts.
func overlay(tree, old *lookahead.Tree, from []float64, nb, ob int, x []float64, found []bool) {
	g, h := tree.Game, old.Game
	bl, bo := &g.Blocks[nb], &h.Blocks[ob]
	if bl.IsLeaf() || bo.IsLeaf() || bl.Movers != bo.Movers || !slices.Equal(tree.Phases[nb], old.Phases[ob]) {
		return
	}
	for i := int(bl.Infoset); i < len(g.Infosets) && int(g.Infosets[i].Block) == nb; i++ {
		set := &g.Infosets[i]
		for p := range int(bl.Profiles) {
			if g.TypeOf(nb, int(set.Actor), p) != int(set.Type) {
				continue
			}
			if j := matching(old, ob, set, tree.Profiles[int(bl.Profile)+p]); j >= 0 {
				o := &h.Infosets[j]
				if slices.Equal(tree.Acts[set.Var:set.Var+set.Vars], old.Acts[o.Var:o.Var+o.Vars]) {
					copy(x[set.Var:set.Var+set.Vars], from[o.Var:o.Var+o.Vars])
					found[i] = true
				}
			}
			break
		}
	}
}

// matching finds the information set of the old block for the type that a profile has.
func matching(old *lookahead.Tree, ob int, set *game.Infoset, pr lookahead.Profile) int {
	h := old.Game
	bo := &h.Blocks[ob]
	for p := range int(bo.Profiles) {
		q := old.Profiles[int(bo.Profile)+p]
		if q.Secrets != pr.Secrets || q.Covert != pr.Covert {
			continue
		}
		t := h.TypeOf(ob, int(set.Actor), p)
		for j := int(bo.Infoset); j < len(h.Infosets) && int(h.Infosets[j].Block) == ob; j++ {
			if h.Infosets[j].Mover == set.Mover && int(h.Infosets[j].Type) == t {
				return j
			}
		}
	}
	return -1
}
