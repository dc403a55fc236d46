package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"demarche/internal/flip"
	"demarche/internal/random"
	"demarche/internal/work"
)

// This file moves the distributions of parameters, and says what would change
// the assessment.

// at is the parameters at independent scores, their distributions moved as the
// options ask: by Options.Shift standard deviations each, however they are
// correlated.
func (r *run) at(scores []float64) []float64 {
	if r.opt.Shift == nil {
		return random.FromScores(r.s, scores)
	}
	e := slices.Clone(scores)
	for i, by := range random.Decorrelate(r.s.Copula, r.opt.Shift) { // moves of independent scores that move each as asked
		e[i] += by
	}
	return random.FromScores(r.s, e)
}

// moved sets the parameters of draws from the prior where distributions are moved.
func (r *run) moved() {
	for d := range r.draws {
		if r.opt.Shift != nil {
			r.draws[d].parameters = r.at(r.draws[d].scores)
		}
	}
}

// flips fills in what would change the assessment, if the run is to say what it
// hinges on. Where one solved look-ahead decides the questions it is found there;
// else from the draws and by running again. What goes wrong is a warning: the
// forecast stands without it.
func (r *run) flips(ctx context.Context, res *Result) {
	if !r.opt.Sensitivity || ctx.Err() != nil {
		return
	}
	begun := time.Now()
	var err error
	if flip.Decided(r.s) && r.clock.Period <= 1 && r.clock.Step < 0 {
		opt := flip.ExactOptions{Precision: r.opt.Precision, MaxMemory: r.opt.MaxMemory}
		if r.opt.Progress != nil {
			opt.Progress = func(done, total int) {
				r.opt.Progress(Progress{Progress: work.Progress{Stage: "what would change it", Done: done, Total: total, Elapsed: time.Since(r.begun)}})
			}
		}
		res.Flips, err = flip.Solve(ctx, r.s, opt)
	} else {
		res.Flips, err = flip.Reweigh(ctx, r.s, r.weighable(res), flip.SampledOptions{Confirm: r.confirm(), Rerun: r.rerun})
	}
	if err != nil && ctx.Err() == nil {
		res.Warnings = append(res.Warnings, fmt.Sprintf("What would change the assessment could not be computed: %s.", err))
	}
	if res.Flips != nil {
		res.Warnings = append(res.Warnings, res.Flips.Warnings...)
	}
	res.Timing["flips_seconds"] = time.Since(begun).Seconds()
}

func (r *run) confirm() int {
	if r.opt.Confirm == 0 {
		return flip.DefaultConfirm
	}
	return r.opt.Confirm
}

// weighable is the run as draws that can be weighed anew.
func (r *run) weighable(res *Result) flip.Draws {
	out := flip.Draws{Free: free(r.s)}
	sample, _ := r.sampled(out.Free)
	out.Weight = sample.Weight
	gains := make([][]float64, len(out.Free)) // by parameter: the move of independent scores that moves it alone
	for k, i := range out.Free {
		unit := make([]float64, len(r.s.Parameters))
		unit[i] = 1
		gains[k] = random.Decorrelate(r.s.Copula, unit)
	}
	for d := range sample.Score {
		z := make([]float64, len(r.s.Parameters))
		for k, i := range out.Free {
			z[i] = sample.Score[d][k]
		}
		e := random.Decorrelate(r.s.Copula, z)
		score := make([]float64, len(out.Free))
		for k := range score {
			for i, g := range gains[k] {
				score[k] += g * e[i]
			}
		}
		p := make([]float64, len(r.s.Questions))
		for q := range p {
			p[q] = sample.Questions[q].Mean[d]
		}
		out.Score, out.P = append(out.Score, score), append(out.P, p)
	}
	for q := range res.Questions {
		out.Now = append(out.Now, float64(res.Questions[q].Probability))
	}
	return out
}

// rerun makes the run again with the distributions of the uncertain parameters
// moved: with the very draws that were told stories, moved along, where enough of
// them stay likely; else whole.
func (r *run) rerun(ctx context.Context, shift []float64) ([]float64, []Interval, error) {
	opt := r.opt
	opt.Previous, opt.Assume, opt.UpperHand, opt.Trial, opt.Sensitivity = false, nil, 0, 0, false
	opt.Shift = make([]float64, len(r.s.Parameters))
	for k, i := range free(r.s) {
		opt.Shift[i] = shift[k]
	}
	opt.Method = Importance
	if r.tempered != nil {
		opt.Method = Tempered
	}
	if opt.Progress != nil {
		show := opt.Progress
		opt.Progress = func(p Progress) {
			p.Stage, p.Partial = "confirming what would change it: "+p.Stage, nil
			show(p)
		}
	}
	again, err := newRun(r.s, r.set, opt)
	if err != nil {
		return nil, nil, err
	}
	again.begun, again.place = r.begun, r.place+fmt.Sprintf("shift/%v/", shift)
	p, spread, worth, err := r.along(ctx, again)
	if err != nil || worth >= flip.FewestDraws {
		return p, spread, err
	}
	if again, err = newRun(r.s, r.set, opt); err != nil {
		return nil, nil, err
	}
	again.begun, again.place = r.begun, r.place+fmt.Sprintf("shift/%v/whole/", shift)
	return again.whole(ctx)
}

// along tells the stories of r once more in again, each draw moved by what its
// distributions are moved by and told as many stories with the same luck. Draws e
// of the posterior are draws e + a of the moved one if they weigh by the ratio of
// their likelihoods L(e + a) / L(e): what the priors say of the two is the same.
// worth is how many equal draws that leaves.
func (r *run) along(ctx context.Context, again *run) (p []float64, spread []Interval, worth float64, err error) {
	again.draws, again.pairs = nil, nil
	var before []float64
	for d := range r.tales {
		if w := &r.draws[d]; r.tales[d].done && len(r.tales[d].Stories) > 0 {
			again.draws = append(again.draws, weighed{scores: w.scores, parameters: again.at(w.scores), stream: w.stream})
			again.pairs = append(again.pairs, r.pairs[d])
			before = append(before, w.Said.LogLikelihood)
		}
	}
	err = again.each(ctx, "weighing draws", len(again.draws), func(i int) error {
		return again.weighOne(ctx, fmt.Sprintf("along/%d", i), &again.draws[i])
	})
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = again.possible()
	}
	if err != nil {
		return nil, nil, 0, err
	}
	top := math.Inf(-1)
	for d := range before {
		top = math.Max(top, again.draws[d].Said.LogLikelihood-before[d])
	}
	ratio := make([]float64, len(before))
	for d := range ratio {
		if ratio[d] = math.Exp(again.draws[d].Said.LogLikelihood - before[d] - top); ratio[d] == 0 {
			again.pairs[d] = 0 // nothing of it would count
		}
	}
	if err = again.tell(ctx); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, 0, err
	}
	sample, draws := again.sampled(free(r.s))
	sum, squares := 0.0, 0.0
	for k, d := range draws {
		sample.Weight[k] *= ratio[d]
		sum += sample.Weight[k]
		squares += sample.Weight[k] * sample.Weight[k]
	}
	for q := range sample.Questions {
		e := estimate{}
		for k, w := range sample.Weight {
			e.p += w / sum * sample.Questions[q].Mean[k]
			e.n += sample.Questions[q].Stories[k]
		}
		for k, w := range sample.Weight {
			by := w / sum * (sample.Questions[q].Mean[k] - e.p)
			e.simulation += by * by
		}
		e.p = math.Max(0, math.Min(1, e.p))
		p, spread = append(p, e.p), append(spread, e.monteCarlo())
	}
	return p, spread, sum * sum / squares, nil
}

// whole makes the run with draws and stories of its own.
func (r *run) whole(ctx context.Context) ([]float64, []Interval, error) {
	if err := r.weigh(ctx); err != nil {
		return nil, nil, err
	}
	if err := r.possible(); err != nil {
		return nil, nil, err
	}
	if r.opt.Method == Tempered {
		if err := r.temper(ctx); err != nil {
			return nil, nil, err
		}
	}
	r.allocate()
	if err := r.tell(ctx); err != nil {
		return nil, nil, err
	}
	questions, _ := r.questions(false)
	var p []float64
	var spread []Interval
	for q := range questions {
		p, spread = append(p, float64(questions[q].Probability)), append(spread, questions[q].MonteCarlo)
	}
	return p, spread, nil
}
