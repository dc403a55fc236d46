package evidence

import (
	"fmt"
	"math"
)

// This file scores forecasts against what happened.

// Forecast is the probability given to a question.
type Forecast struct {
	Question    string
	Probability float64 // in [0, 1]; NaN where it could not be computed
}

// Mark is the score of one settled question.
type Mark struct {
	Question    string
	Resolution  Resolution
	Probability float64
	Brier       float64 // (p − 1)² if it came true, p² if not; NaN without a probability
}

// Score is how forecasts did against what happened.
type Score struct {
	Brier     float64  // mean over the marks that have one (Brier 1950, in the form for two outcomes): 0 best, 1 worst; NaN if there is none
	Half      float64  // what saying one half to each of the same questions scores: 0.25; NaN if there is none
	Marks     []Mark   // settled questions, in the order of the forecasts
	Unsettled []string // questions without a resolution: they do not count
	Undefined []string // why, where a mark or the mean has no number
}

// ScoreForecasts scores the forecasts of the questions that are settled.
func ScoreForecasts(forecasts []Forecast, settled map[string]Resolution) Score {
	out := Score{Brier: math.NaN(), Half: math.NaN()}
	sum, n := 0.0, 0
	for _, f := range forecasts {
		r, ok := settled[f.Question]
		if !ok {
			out.Unsettled = append(out.Unsettled, f.Question)
			continue
		}
		m := Mark{Question: f.Question, Resolution: r, Probability: f.Probability, Brier: math.NaN()}
		if f.Probability >= 0 && f.Probability <= 1 {
			outcome := 0.0
			if r.Outcome {
				outcome = 1
			}
			m.Brier = (f.Probability - outcome) * (f.Probability - outcome)
			sum += m.Brier
			n++
		} else {
			out.Undefined = append(out.Undefined, fmt.Sprintf("%s has no forecast to score, and does not count", f.Question))
		}
		out.Marks = append(out.Marks, m)
	}
	if n == 0 {
		out.Undefined = append(out.Undefined, "there is no Brier score: no settled question has a forecast")
		return out
	}
	out.Brier, out.Half = sum/float64(n), 0.25
	return out
}
