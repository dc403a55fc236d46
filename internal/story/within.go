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
	questions = make([]float64, len(wins))
	ends = make([]float64, len(t.M.Src.S.Ends))
	look := played(tree, x)
	look.answers(t, c, wins, questions, func(v *visited, here []float64) bool {
		bl := &tree.Game.Blocks[v.block]
		if e := tree.Worlds[v.block].Ended; bl.IsLeaf() && e >= 0 {
			ends[e] += math.Exp(look.logReach[v.at])
		}
		if bl.Parent < 0 {
			for q := range here {
				here[q] = 1
			}
		}
		return false
	})
	return questions, ends, nil
}

// answers adds to questions the probability that each comes true within a
// look-ahead. begin is asked at every profile; where play begins it says how
// likely each question is to be open there, and it reports whether what happened
// on the way to the profile is over and done with.
func (look *Look) answers(t *Teller, c Clock, wins []Window, questions []float64, begin func(v *visited, here []float64) bool) {
	g, n := look.Tree.Game, len(wins)
	open := make([]float64, len(g.Src)*n) // by profile and question: probability of coming here before it comes true
	others := map[int32][]float64{}       // the same by block: of coming to a shared subgame by another way
	came := make([]bool, n)
	look.visit(c, func(v *visited) {
		bl := &g.Blocks[v.block]
		here := open[int(v.at)*n:][:n]
		if bl.Parent >= 0 {
			copy(here, open[int(g.Src[v.at])*n:][:n])
		}
		if begin(v, here) {
			return
		}
		for q := range here {
			here[q] *= v.way
			came[q] = here[q] == 0 // nothing more to find out
		}
		t.Answers(wins, &v.clock, look.Tree.Events[v.block], v.hidden, came)
		for q := range here {
			if came[q] {
				questions[q] += here[q]
				here[q] = 0
			}
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
}
