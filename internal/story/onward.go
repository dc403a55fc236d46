package story

import (
	"math"

	"demarche/internal/lookahead"
)

// This file answers the questions from a moment on without telling stories,
// where play follows one solved tree to the horizon.

// Onward is the probability that each question comes true, given that play
// stands at moment m of the exact game; yes are the questions that came true
// before, and c is the clock at the start of the game. ok is false where play
// would be solved again on the way, so that only stories can tell. Errors are
// *lookahead.ModelError.
func (t *Teller) Onward(m *Moment, wins []Window, c Clock, yes []bool) (questions []float64, ok bool, err error) {
	defer lookahead.Recover(&err)
	n := len(wins)
	questions = make([]float64, n)
	if m.Look == nil || !m.Over() && !m.Look.Tree.Exact {
		return nil, false, nil
	}
	tree, g := m.Look.Tree, m.Look.Tree.Game
	open := make([]float64, len(g.Src)*n) // by profile and question: probability of coming here with the question open
	others := map[int32][]float64{}       // the same by block: of coming to a shared subgame by another way
	chance := m.Chances()
	came := make([]bool, n)
	for q := range yes {
		if yes[q] {
			questions[q] = 1
		}
	}
	m.Look.visit(c, func(v *visited) {
		bl := &g.Blocks[v.block]
		here := open[int(v.at)*n:][:n]
		if v.block == m.Block {
			for q := range here {
				if !yes[q] {
					here[q] = chance[v.at]
				}
			}
			return
		}
		if bl.Parent >= 0 {
			copy(here, open[int(g.Src[v.at])*n:][:n])
		}
		for q := range here {
			here[q] *= v.way
			came[q] = here[q] == 0 // nothing more to find out
		}
		t.Answers(wins, &v.clock, tree.Events[v.block], v.hidden, came)
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
	for q := range questions {
		questions[q] = math.Min(questions[q], 1) // rounding
	}
	return questions, true, nil
}
