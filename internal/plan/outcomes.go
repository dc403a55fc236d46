package plan

import "demarche/internal/story"

// This file compares ways of playing a look-ahead.

// Outcomes is how likely every combination of answers and ends is within the
// look-ahead when it is played by the log-probabilities x; see
// story.Teller.Outcomes for the keys. It is for one goroutine at a time.
func (p *Plan) Outcomes(x []float64) (map[string]float64, error) {
	t := &story.Teller{M: p.model}
	return t.Outcomes(p.Tree, x, story.Windows(p.S), p.clock)
}

// Within is how likely each question comes true and each end is met within the
// look-ahead when it is played by the log-probabilities x, in file order. It is
// for one goroutine at a time.
func (p *Plan) Within(x []float64) (questions, ends []float64, err error) {
	t := &story.Teller{M: p.model}
	return t.Within(p.Tree, x, story.Windows(p.S), p.clock)
}
