package story

import (
	"math"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

// This file says what happens within one look-ahead, without playing on.

// Within is the probability that each question comes true, and that each end is
// met, within a look-ahead played by the log-probabilities x. Errors are
// *lookahead.ModelError.
func (t *Teller) Within(tree *lookahead.Tree, x []float64, wins []Window, c Clock) (questions, ends []float64, err error) {
	defer lookahead.Recover(&err)
	g := tree.Game
	look := &Look{Tree: tree, Result: &qre.PublicResult{X: x}}
	look.reach()
	m := &Moment{Look: look}
	yes := make([][]bool, len(g.Src))
	stale := make([][]int32, len(g.Blocks))
	questions = make([]float64, len(wins))
	ends = make([]float64, len(t.M.Src.S.Ends))
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		clock := c
		if bl.Parent >= 0 {
			clock.Stale = stale[bl.Parent]
		}
		clock.Pass(tree.Events[b])
		stale[b] = clock.Stale
		if bl.Parent >= 0 {
			m.Block = int(bl.Parent)
		}
		for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
			yes[p] = make([]bool, len(wins))
			hidden := Hidden{Period: tree.Worlds[b].Period, Secrets: tree.Profiles[p].Secrets, Covert: tree.Profiles[p].Covert}
			if bl.Parent >= 0 {
				copy(yes[p], yes[g.Src[p]])
				hidden = m.behind(g.Src[p], p, b)
			}
			t.Answers(wins, &clock, tree.Events[b], hidden, yes[p])
			if !bl.IsLeaf() {
				continue
			}
			w := math.Exp(look.logReach[p])
			for q := range wins {
				if yes[p][q] {
					questions[q] += w
				}
			}
			if e := tree.Worlds[b].Ended; e >= 0 {
				ends[e] += w
			}
		}
	}
	return questions, ends, nil
}
