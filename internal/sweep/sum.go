package sweep

import (
	"context"
	"fmt"
	"math"
	"strings"

	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file sums a run up.

func (r *run) result(ctx context.Context) (*Result, error) {
	s := r.s
	res := &Result{
		File: s.File, Scenario: s.Name, Title: s.Title, ModelHash: s.Hash, AsOf: r.opt.AsOf.String(), Seed: r.opt.Seed,
		NoEvidence: r.opt.NoEvidence, Unit: s.Unit.String(), Timing: map[string]any{}, Warnings: []string{}, Assumptions: []string{},
	}
	if r.set != nil && !r.opt.NoEvidence {
		res.EvidenceHash = r.set.Hash
	}
	for _, a := range r.opt.Assume {
		res.Assumptions = append(res.Assumptions, a.Text)
	}
	weights := r.weights()
	r.describe(res)
	medians := r.parameters(res, weights)
	r.secrets(res, weights)
	r.trajectory(res)
	r.evidence(res)
	res.Questions, res.Stories = r.questions(len(r.opt.Assume) > 0)
	var err error
	if ctx.Err() == nil {
		if res.Next, err = r.next(medians); err != nil {
			return nil, err
		}
	}
	res.LookFor = r.lookFor()
	res.Trial = r.trial()
	if r.opt.NoEvidence {
		r.frequencies(res)
	}
	r.tables(res, weights)
	res.Answers = r.answers()
	r.hinges(ctx, res)
	r.flips(ctx, res)
	return res, nil
}

// describe fills in who is who and what the analyst wrote.
func (r *run) describe(res *Result) {
	s := r.s
	for i := range s.Actors {
		a := ActorInfo{Name: s.Actors[i].Name, Title: s.Actors[i].Title, Knows: []string{}}
		for j := range s.Secrets {
			if s.Secrets[j].Knows(i) {
				a.Knows = append(a.Knows, s.Secrets[j].Title)
			}
		}
		res.Actors = append(res.Actors, a)
	}
	for j := range s.Secrets {
		sec := &s.Secrets[j]
		x := SecretInfo{Name: sec.Name, Title: sec.Title, KnownTo: []string{}}
		for v := range sec.Domain.Size() {
			x.Values = append(x.Values, sec.Domain.Label(v))
		}
		for _, i := range sec.KnownTo {
			x.KnownTo = append(x.KnownTo, s.Actors[i].Name)
		}
		res.Secrets = append(res.Secrets, x)
	}
	for i := range s.Parameters {
		p := &s.Parameters[i]
		res.Sources = append(res.Sources, ParameterSource{Name: p.Name, Title: p.Title, Value: echo(&p.Dist) + correlatedWith(s, i), Basis: p.Basis})
	}
}

// correlatedWith says what parameter i is correlated with, as far as that comes after it.
func correlatedWith(s *scenario.Scenario, i int) string {
	var out []string
	for _, c := range s.Correlated {
		if c.A == i {
			out = append(out, fmt.Sprintf("%g with %s", c.Rank, s.Parameters[c.B].Name))
		}
	}
	if out == nil {
		return ""
	}
	return ", rank correlation " + strings.Join(out, ", ")
}

// echo says a distribution as a person would.
func echo(d *scenario.Distribution) string {
	switch d.Kind {
	case scenario.Fixed:
		return fmt.Sprintf("%g", d.A)
	case scenario.Uniform:
		return fmt.Sprintf("anywhere in %g–%g", d.A, d.B)
	case scenario.Derived:
		return "derived"
	}
	return fmt.Sprintf("90%%: %.6g–%.6g", d.A, d.B)
}

// lost reports whether a question may have come true before the as-of date in
// what is hidden: the evidence is weighed by what all could see, and does not
// keep apart when the hidden part came about.
func (r *run) lost(q int) bool {
	return r.wins[q].Explicit && r.seen.Over(r.wins[q].From, 0) && r.src.Hidden(r.s.Questions[q].When)
}

// questions forecasts, and counts the stories told.
func (r *run) questions(assumed bool) ([]QuestionResult, int) {
	var groups, others [][]*story.Told
	n := 0
	for d := range r.tales {
		if r.tales[d].done {
			groups = append(groups, r.tales[d].Stories)
			others = append(others, r.tales[d].Assumed)
			n += len(r.tales[d].Stories)
		}
	}
	out := []QuestionResult{}
	nan := Number(math.NaN())
	for q := range r.s.Questions {
		e := estimateOf(groups, q)
		x := QuestionResult{
			Name: r.s.Questions[q].Name, Title: r.s.Questions[q].Title, By: r.s.Questions[q].By.String(),
			Probability: Number(e.p), Interval: e.credible(), MonteCarlo: e.monteCarlo(),
			Previous: nan, PreviousIn: Interval{nan, nan}, Assumed: nan, AssumedIn: Interval{nan, nan}, Prior: nan,
		}
		if assumed {
			a := estimateOf(others, q)
			x.Assumed, x.AssumedIn = Number(a.p), a.credible()
		}
		if r.lost(q) {
			none := Interval{nan, nan}
			x.Probability, x.Interval, x.MonteCarlo, x.Assumed, x.AssumedIn = nan, none, none, nan, none
		}
		out = append(out, x)
	}
	return out, n
}

// tables fills what is stored but not printed.
func (r *run) tables(res *Result, weights []float64) {
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		x := DrawRow{Draw: d + 1, LogLikelihood: r.draws[d].Said.LogLikelihood, Weight: weights[d], Parameters: r.draws[d].parameters}
		if r.tales[d].done {
			x.Stories = len(r.tales[d].Stories)
			for k, t := range r.tales[d].Stories {
				for _, e := range t.Events {
					if e.Action < 0 && !e.Happened {
						continue
					}
					res.StoryRows = append(res.StoryRows, StoryRow{Draw: d + 1, Story: k + 1, Period: r.s.PeriodLabel(e.Period), Phase: r.stepName(e.Step), Event: eventName(r.s, e.Step, e.Action, e.Exposed)})
				}
			}
		}
		res.DrawTable = append(res.DrawTable, x)
	}
}

func eventName(s *scenario.Scenario, step, action int, exposed bool) string {
	st := s.Steps[step]
	if st.Chance {
		return s.Chances[st.Index].Name
	}
	name := s.Phases[st.Index].Actions[action].Name
	if exposed {
		name += ".exposed"
	}
	return name
}
