package sweep

import (
	"context"
	"fmt"
	"math"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/importance"
	"demarche/internal/random"
	"demarche/internal/work"
)

// This file weighs draws by the evidence.

// weigh weighs every draw by the evidence. After the
// first few draws it makes a partial forecast, for the impatient.
func (r *run) weigh(ctx context.Context) error {
	early := min(earlyDraws, len(r.draws))
	one := func(d int) error { return r.weighOne(ctx, fmt.Sprintf("weighed/%d", d), &r.draws[d]) }
	if r.opt.Progress != nil && len(r.draws) > 2*early {
		if err := r.each(ctx, "a first look", early, one); err != nil {
			return err
		}
		r.early(ctx, early)
	} else {
		early = 0
	}
	return r.each(ctx, "weighing draws", len(r.draws)-early, func(i int) error { return one(early + i) })
}

// weighOne weighs one draw, or recalls what came of it.
func (r *run) weighOne(ctx context.Context, key string, w *weighed) error {
	if r.recall(key, w) {
		w.done = true
		return nil
	}
	fail := func(err error) error { return fmt.Errorf("draw %d: %w", w.stream+1, err) }
	t, err := r.teller(w, ctx)
	if err != nil {
		return fail(err)
	}
	f, err := evidence.Filter(t, r.seen, evidence.FilterOptions{Clock: r.clock, Stream: random.New(r.opt.Seed, w.stream, 0, random.UseFilter)})
	if ctx.Err() != nil {
		return context.Canceled
	}
	if err != nil {
		return fail(err)
	}
	lasting := true
	for _, p := range f.Particles {
		h := held{Pos: p.Moment.Pos, W: math.Exp(p.LogW), Yes: p.Yes, Stale: p.Stale, Ahead: p.Ahead}
		if l := p.Moment.Look; l != nil && (l.Tree.Exact || p.Moment.Over()) {
			h.moment, lasting = p.Moment, false
		}
		w.Held = append(w.Held, h)
	}
	if w.Start, err = t.M.Start(); err != nil {
		return err
	}
	w.Said, w.Stats, w.done = f.Said, t.Stats, true
	if lasting { // a solved tree that play goes on in is solved again, not kept
		r.keep(key, w)
	}
	return nil
}

// early tells one story for each of a few draws and reports a partial forecast.
func (r *run) early(ctx context.Context, n int) {
	small := run{s: r.s, src: r.src, set: r.set, seen: r.seen, clock: r.clock, wins: r.wins, opt: r.opt, begun: r.begun}
	small.draws = r.draws[:n:n]
	small.pairs = make([]int, n)
	weights := small.weights()
	rng := random.New(r.opt.Seed, 0, 0, random.UseTruth)
	for range (n + 1) / 3 {
		if k := rng.Pick(weights); k >= 0 {
			small.pairs[k]++
		}
	}
	small.opt.Progress, small.opt.Assume, small.opt.Memo = nil, nil, nil
	if small.tell(ctx) != nil || ctx.Err() != nil {
		return
	}
	questions, _ := small.questions(false)
	r.opt.Progress(Progress{work.Progress{Stage: "a first look", Done: n, Total: n, Elapsed: time.Since(r.begun)}, questions})
}

// weights is each draw's share of the posterior. Of tempered draws it is how
// often they were drawn; likelihoods of draws from the prior are smoothed.
func (r *run) weights() []float64 {
	if r.tempered != nil {
		return importance.Shares(r.logs())
	}
	w, _ := r.smoothed()
	return w
}

// smoothed is the weights of draws from the prior, and the shape of their tail.
func (r *run) smoothed() ([]float64, float64) {
	var finished []int
	var logs []float64
	for d, l := range r.logs() {
		if r.draws[d].done {
			finished, logs = append(finished, d), append(logs, l)
		}
	}
	w, k := importance.Weights(logs)
	out := make([]float64, len(r.draws))
	for j, d := range finished {
		out[d] = w[j]
	}
	return out, k
}

// logs is the logarithm of each draw's weight, not normalised; −Inf for those
// that are not done.
func (r *run) logs() []float64 {
	out := make([]float64, len(r.draws))
	for d := range r.draws {
		out[d] = math.Inf(-1)
		if w := &r.draws[d]; w.done {
			out[d] = w.log(w.Said.LogLikelihood)
		}
	}
	return out
}

// first are the draws from the prior.
func (r *run) first() []weighed {
	if r.prior != nil {
		return r.prior
	}
	return r.draws
}

// better is, of the draws from the prior and those drawn anew, the ones that are
// worth more when each weighs e^log. What was believed early is known better
// from the prior's draws, what is believed in the end from the others.
func (r *run) better(log func(w *weighed) float64) []weighed {
	if r.prior == nil {
		return r.draws
	}
	worth := func(set []weighed) float64 {
		logs := make([]float64, len(set))
		for d := range set {
			logs[d] = math.Inf(-1)
			if set[d].done {
				logs[d] = set[d].log(log(&set[d]))
			}
		}
		return importance.Effective(importance.Shares(logs))
	}
	if worth(r.prior) > worth(r.draws) {
		return r.prior
	}
	return r.draws
}

// possible refuses evidence that cannot have happened under any draw.
func (r *run) possible() error {
	for d := range r.draws {
		if !r.draws[d].done || !math.IsInf(r.draws[d].Said.LogLikelihood, -1) {
			return nil
		}
	}
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		path := r.draws[d].Said.Path
		last := path[len(path)-1]
		where := fmt.Sprintf("%s in period %s", r.stepName(last.Step), r.s.PeriodLabel(max(last.Period, 1)))
		if ob, ok := r.seen.At(last.Period, last.Step); ok && ob.Row >= 0 {
			last.Row = ob.Row
		}
		if last.Row >= 0 {
			row := r.set.Rows[last.Row]
			return fmt.Errorf("%s: row %s says what cannot have happened under this model (%s); change its action, give it a reliability below 1, or let the model allow it", row.At, row.ID, where)
		}
		return fmt.Errorf("under this model it cannot be that nothing was reported of %s; add a row for it, or let the quiet act be possible there", where)
	}
	return nil
}

func (r *run) stepName(k int) string {
	if k < 0 {
		return "the start"
	}
	if st := r.s.Steps[k]; st.Chance {
		return r.s.Chances[st.Index].Name
	} else {
		return r.s.Phases[st.Index].Name
	}
}
