package report

import (
	"demarche/internal/evidence"
	"demarche/internal/sweep"
)

// This file hands forecasts to the scorer, and its marks back to the result.

// Forecasts are the probabilities of r, for scoring.
func Forecasts(r *sweep.Result) []evidence.Forecast {
	out := make([]evidence.Forecast, len(r.Questions))
	for i, q := range r.Questions {
		out[i] = evidence.Forecast{Question: q.Name, Probability: float64(q.Probability)}
	}
	return out
}

// FromScore describes a score.
func FromScore(s evidence.Score) *sweep.Score {
	out := &sweep.Score{Brier: sweep.Number(s.Brier), Constant: sweep.Number(s.Half), Questions: []sweep.QuestionMark{}}
	for _, m := range s.Marks {
		out.Questions = append(out.Questions, sweep.QuestionMark{Name: m.Question, Outcome: m.Resolution.Outcome, Date: m.Resolution.Date.String(),
			Row: m.Resolution.Row, Source: m.Resolution.Source, Probability: sweep.Number(m.Probability), Brier: sweep.Number(m.Brier)})
	}
	return out
}
