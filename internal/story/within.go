package story

import (
	"math"

	"demarche/internal/lookahead"
)

// This file says what happens within one look-ahead, without playing on.

// Within is the probability that each question comes true, and that each end is
// met, within a look-ahead played by the log-probabilities x. Errors are
// *lookahead.ModelError.
func (t *Teller) Within(tree *lookahead.Tree, x []float64, wins []Window, c Clock) (questions, ends []float64, err error) {
	defer lookahead.Recover(&err)
	g := tree.Game
	n := len(wins)
	open := make([]float64, len(g.Src)*n) // by profile and question: probability of coming here before it comes true
	others := map[int32][]float64{}       // the same by block: of coming to a shared subgame by another way
	yes := make([]bool, n)
	questions = make([]float64, n)
	ends = make([]float64, len(t.M.Src.S.Ends))
	look := played(tree, x)
	look.visit(c, func(v *visited) {
		bl := &g.Blocks[v.block]
		here := open[int(v.at)*n:][:n]
		if bl.Parent >= 0 {
			copy(here, open[int(g.Src[v.at])*n:][:n])
		} else {
			for q := range here {
				here[q] = 1
			}
		}
		for q := range here {
			here[q] *= v.way
			yes[q] = here[q] == 0 // nothing more to find out
		}
		t.Answers(wins, &v.clock, tree.Events[v.block], v.hidden, yes)
		for q := range here {
			if yes[q] {
				questions[q] += here[q]
				here[q] = 0
			}
		}
		if e := tree.Worlds[v.block].Ended; bl.IsLeaf() && e >= 0 {
			ends[e] += math.Exp(look.logReach[v.at])
		}
		for q, o := range others[int32(v.block)] {
			here[q] += o
		}
		if bl.Same > 0 {
			if others[bl.Same] == nil {
				others[bl.Same] = make([]float64, n)
			}
			for q := range here {
				others[bl.Same][q] += here[q]
			}
		}
	})
	return questions, ends, nil
}
