package diff

import (
	"errors"
	"math"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/sweep"
	"demarche/internal/work"
)

// This file forecasts one version: exactly where nothing must be sampled, else
// by a run.

// Folds is how many parts the draws are cut into, to see how much the shares
// rest on some of them.
const Folds = 20

// value is the forecasts of one version, by question in the version's order.
type value struct {
	p        []float64
	folds    [][]float64 // by fold: p from the draws outside of it; nil where p is exact
	credible []Interval
	warnings []string
	few      bool // the evidence leaves few draws
}

// all is p, then p without each fold: one long row.
func (v *value) all() []float64 {
	out := append([]float64(nil), v.p...)
	for _, f := range v.folds {
		out = append(out, f...)
	}
	return out
}

// errNotExact is returned where a forecast cannot be computed but has to be told.
var errNotExact = errors.New("not exact")

// forecastOne forecasts one version.
func (c *comparison) forecastOne(v *Version) (x *value, err error) {
	if c.sampled {
		x, err = c.run(v)
	} else {
		x, err = c.exact(v)
	}
	if err == nil && c.opt.Progress != nil {
		done := len(c.values) + 1
		c.opt.Progress(work.Progress{Stage: "forecasting versions", Done: done, Total: max(c.total, done), Elapsed: time.Since(c.begun)})
	}
	return x, err
}

// exact computes the forecasts of a version without distributions in which play
// follows one solved tree; else the error is errNotExact.
func (c *comparison) exact(v *Version) (x *value, err error) {
	defer lookahead.Recover(&err)
	s := v.Scenario
	for i := range s.Parameters {
		if k := s.Parameters[i].Dist.Kind; k != scenario.Fixed && k != scenario.Derived {
			return nil, errNotExact
		}
	}
	if len(v.Assume) > 0 {
		return nil, errNotExact
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		return nil, err
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		return nil, err
	}
	pos, err := m.Start()
	if err != nil {
		return nil, err
	}
	limits := lookahead.Limits{Bytes: c.opt.MaxMemory}
	if err := m.Fits(pos, limits); err != nil {
		return nil, err
	}
	seen := v.Evidence.Observe(s, v.AsOf)
	clock := story.Clock{Period: seen.CutPeriod, Step: seen.CutStep - 1}
	if v.NoEvidence {
		var none *evidence.Set
		seen = none.Observe(s, v.AsOf)
	}
	t := &story.Teller{M: m, Opt: story.Options{Limits: limits, Precision: v.Precision, Stop: func() bool { return c.ctx.Err() != nil }}}
	f, err := evidence.Filter(t, seen, evidence.FilterOptions{Clock: clock, Stream: random.New(c.opt.Seed, 0, 0, random.UseFilter)})
	if err != nil {
		return nil, err
	}
	if !f.Exact {
		return nil, errNotExact
	}
	if len(f.Particles) == 0 {
		return nil, errors.New("under this version what was reported cannot have happened")
	}
	wins := story.Windows(s)
	x = &value{p: make([]float64, len(wins))}
	for i := range f.Particles {
		p := &f.Particles[i]
		m := p.Moment
		if m.Look == nil {
			if m, err = t.Begin(m.Pos, nil, 0); err != nil {
				return nil, err
			}
		}
		here := clock
		here.Stale = p.Stale
		here.Pass(m.Before())
		t.Answers(wins, &here, m.Before(), m.Settled(), p.Yes)
		from := clock
		if m.Block == 0 {
			from = here // the tree begins here, and knows nothing of what was before
		}
		q, ok, err := t.Onward(m, wins, from, p.Yes)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, errNotExact
		}
		for k := range q {
			x.p[k] += math.Exp(p.LogW) * q[k]
		}
	}
	for q := range wins {
		if wins[q].Explicit && seen.Over(wins[q].From, 0) && src.Hidden(s.Questions[q].When) {
			x.p[q] = math.NaN() // see sweep: what was hidden then is not followed step by step
		}
		x.credible = append(x.credible, Interval{quantity.None, quantity.None})
	}
	return x, nil
}

// run forecasts a version by stories. Draws from the prior are weighed, and never
// moved towards where the evidence of one version points: versions share them.
func (c *comparison) run(v *Version) (*value, error) {
	r, err := sweep.Run(c.ctx, v.Scenario, v.Evidence, sweep.Options{AsOf: v.AsOf, Seed: c.opt.Seed, Draws: c.opt.Draws, Stories: c.opt.Stories,
		Workers: c.opt.Workers, Precision: v.Precision, MaxMemory: c.opt.MaxMemory, NoEvidence: v.NoEvidence, Assume: v.Assume, Method: sweep.Importance})
	if err != nil {
		return nil, err
	}
	if c.ctx.Err() != nil {
		return nil, c.ctx.Err()
	}
	x := &value{warnings: r.Warnings, few: float64(r.Diag.EffectiveDraws) < math.Min(10, 0.25*float64(c.opt.Draws))}
	assumed := len(v.Assume) > 0
	for _, q := range r.Questions {
		p, in := q.Probability, q.Interval
		if assumed {
			p, in = q.Assumed, q.AssumedIn
		}
		x.p, x.credible = append(x.p, float64(p)), append(x.credible, in)
	}
	x.folds = folds(r.Answers, assumed, len(x.p), min(Folds, c.opt.Draws))
	for q, p := range x.p {
		for f := range x.folds {
			if math.IsNaN(p) {
				x.folds[f][q] = math.NaN()
			}
		}
	}
	return x, nil
}

// folds is the forecasts of q questions from the draws outside of each of n
// folds. Draw d is in fold d mod n in every version, so that what draws have in
// common stays in common; NaN where no story is left.
func folds(answers []sweep.DrawAnswers, assumed bool, q, n int) [][]float64 {
	out := make([][]float64, n)
	for f := range out {
		out[f] = make([]float64, q)
		weight := 0.0
		for _, a := range answers {
			if a.Draw%n == f {
				continue
			}
			p := a.P
			if assumed {
				p = a.Assumed
			}
			weight += a.Weight
			for k := range out[f] {
				out[f][k] += a.Weight * p[k]
			}
		}
		for k := range out[f] {
			out[f][k] /= weight
		}
	}
	return out
}
