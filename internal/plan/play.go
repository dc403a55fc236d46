package plan

import (
	"demarche/internal/qre"
	"demarche/internal/story"
)

// This file values what the actors of a look-ahead are said to do, whoever says so.

// Play puts the log-probabilities x of every act in the place of a solution:
// what each actor expects then, and how likely ends and questions are.
func (p *Plan) Play(x []float64) error {
	r := &qre.PublicResult{X: x}
	r.Values, r.Q, r.Reach = qre.Value(p.Tree.Game, x)
	var err error
	t := &story.Teller{M: p.model}
	p.Result = r
	p.Questions, p.Ends, err = t.Within(p.Tree, x, story.Windows(p.S), p.clock)
	return err
}
