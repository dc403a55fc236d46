package report

import (
	"demarche/internal/sweep"
)

// This file finishes a result for readers: words, sentences, and no missing lists.

// Complete returns a copy of r with Word filled for every question and Why for
// the likeliest act of every choice, and with empty lists and maps in the place
// of missing ones, as the JSON contract wants. r itself is not touched.
func Complete(r *sweep.Result) *sweep.Result {
	c := *r
	c.Questions = append([]sweep.QuestionResult{}, r.Questions...)
	for i := range c.Questions {
		q := &c.Questions[i]
		q.Word = Words(q.Probability, q.Interval)
	}
	c.Next = append([]sweep.NextAct{}, r.Next...)
	for _, choice := range choices(&c) {
		if top := choice.likeliest(); top != nil {
			top.Why = why(choice)
		}
	}
	c.Assumptions = orEmpty(c.Assumptions)
	c.Actors = orEmpty(c.Actors)
	c.Secrets = orEmpty(c.Secrets)
	c.Beliefs = orEmpty(c.Beliefs)
	c.Evidence = append([]sweep.EvidenceRow{}, r.Evidence...)
	for i := range c.Evidence {
		c.Evidence[i].Story = orEmpty(c.Evidence[i].Story)
	}
	c.Warnings = orEmpty(c.Warnings)
	c.Sources = orEmpty(c.Sources)
	c.Prior, c.Posterior = complete(c.Prior), complete(c.Posterior)
	if c.Timing == nil {
		c.Timing = map[string]any{}
	}
	return &c
}

func complete(b sweep.Beliefs) sweep.Beliefs {
	if b.Secrets == nil {
		b.Secrets = map[string]map[string]sweep.Number{}
	}
	if b.Parameters == nil {
		b.Parameters = map[string]sweep.ParameterSummary{}
	}
	b.Joint = orEmpty(b.Joint)
	return b
}

func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
