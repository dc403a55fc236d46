package story

import (
	"fmt"

	"demarche/internal/lookahead"
)

// This file says where within a look-ahead a question has come true.

// Leaves lists, by question, the leaf profiles of a look-ahead (places in
// Game.Src) at which it has come true on the way: its probability is that of
// ending there. x are log-probabilities of the acts, which must all be finite;
// nothing else of them is read. The look-ahead must have been laid out in full
// (Limits.Unmerged): where histories share a subgame, whether a question came
// true before is not known there. Errors are that, or *lookahead.ModelError.
func (t *Teller) Leaves(tree *lookahead.Tree, x []float64, wins []Window, c Clock) (leaves [][]int32, err error) {
	defer lookahead.Recover(&err)
	g := tree.Game
	if g.Merged() {
		return nil, fmt.Errorf("a look-ahead whose histories share subgames does not say at its leaves what came true")
	}
	n := len(wins)
	yes := make([]bool, len(g.Src)*n) // by profile and question
	leaves = make([][]int32, n)
	played(tree, x).visit(c, func(v *visited) {
		bl := &g.Blocks[v.block]
		here := yes[int(v.at)*n:][:n]
		if bl.Parent >= 0 {
			copy(here, yes[int(g.Src[v.at])*n:][:n])
		}
		t.Answers(wins, &v.clock, tree.Events[v.block], v.hidden, here)
		if bl.IsLeaf() {
			for q := range here {
				if here[q] {
					leaves[q] = append(leaves[q], v.at)
				}
			}
		}
	})
	return leaves, nil
}
