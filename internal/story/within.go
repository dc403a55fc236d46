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
	order := g.Order()
	m := &Moment{Look: look}
	n := len(wins)
	open := make([]float64, len(g.Src)*n) // by profile and question: probability of coming here before it comes true
	others := map[int32][]float64{}       // the same by block: of coming to a shared subgame by another way
	stale := make([][]int32, len(g.Blocks))
	yes := make([]bool, n)
	questions = make([]float64, n)
	ends = make([]float64, len(t.M.Src.S.Ends))
	for k := range g.Blocks {
		b := k
		if order != nil {
			b = int(order[k])
		}
		bl := &g.Blocks[b]
		clock := c
		if bl.Parent >= 0 {
			clock.Stale = stale[bl.Parent]
			m.Block = int(bl.Parent)
		}
		clock.Pass(tree.Events[b])
		stale[b] = clock.Stale // whatever the way: what of it questions may ask of is part of the state
		for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
			hidden := Hidden{Period: tree.Worlds[b].Period, Secrets: tree.Profiles[p].Secrets, Covert: tree.Profiles[p].Covert}
			here := open[int(p)*n:][:n]
			way := math.Exp(look.step(b, p))
			if bl.Parent >= 0 {
				hidden = m.behind(g.Src[p], p, b)
				copy(here, open[int(g.Src[p])*n:][:n])
			} else {
				for q := range here {
					here[q] = 1
				}
			}
			for q := range here {
				here[q] *= way
				yes[q] = here[q] == 0 // nothing more to find out
			}
			t.Answers(wins, &clock, tree.Events[b], hidden, yes)
			for q := range here {
				if yes[q] {
					questions[q] += here[q]
					here[q] = 0
				}
			}
			if e := tree.Worlds[b].Ended; bl.IsLeaf() && e >= 0 {
				ends[e] += math.Exp(look.logReach[p])
			}
			for q, o := range others[int32(b)] {
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
		}
	}
	return questions, ends, nil
}
