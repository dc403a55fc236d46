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
	chance := m.Chances()
	for q := range yes {
		if yes[q] {
			questions[q] = 1
		}
	}
	m.Look.answers(t, c, wins, questions, func(v *visited, here []float64) bool {
		if v.block != m.Block {
			return false
		}
		for q := range here {
			if here[q] = 0; !yes[q] {
				here[q] = chance[v.at]
			}
		}
		return true
	})
	for q := range questions {
		questions[q] = math.Min(questions[q], 1) // rounding
	}
	return questions, true, nil
}
