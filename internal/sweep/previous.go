package sweep

import (
	"context"

	"demarche/internal/scenario"
)

// This file forecasts from a period before.

// mostBefore is how many draws, and stories, a forecast of a period before is made of.
const mostBefore = 100

// previous forecasts from one period before, with fewer stories, for "last month → now".
func (r *run) previous(ctx context.Context, res *Result) error {
	p := r.s.PeriodOf(r.opt.AsOf) - 1
	if p < 1 {
		return nil
	}
	opt := r.opt
	last := r.s.PeriodStart(p+1).AddDate(0, 0, -1)
	opt.AsOf = scenario.Date{Time: r.s.PeriodStart(p).AddDate(0, 0, min(r.opt.AsOf.Day(), last.Day())-1)}
	if r.s.Unit != scenario.Month {
		opt.AsOf = r.s.PeriodStart(p)
	}
	opt.Draws, opt.Stories = min(max(opt.Draws/5, 2), mostBefore), min(max(opt.Stories/5, 2), mostBefore)
	opt.Previous, opt.Assume = false, nil
	opt.Progress = opt.within("the forecast a period ago")
	old, err := newRun(r.s, r.set, opt)
	if err != nil {
		return err
	}
	old.begun, old.place = r.begun, r.place+"previous/"
	for d := range old.draws { // of the very draws of today, so that less of the difference is chance
		w := &r.first()[d*len(r.first())/len(old.draws)]
		old.draws[d].scores, old.draws[d].parameters = w.scores, w.parameters
	}
	if err := old.weigh(ctx); err != nil {
		return err
	}
	if old.possible() != nil {
		return nil
	}
	if err := old.onward(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	questions, _ := old.questions(false)
	for q := range res.Questions {
		res.Questions[q].Previous, res.Questions[q].PreviousIn = questions[q].Probability, questions[q].MonteCarlo
	}
	return nil
}
