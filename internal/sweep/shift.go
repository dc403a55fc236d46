package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"demarche/internal/flip"
	"demarche/internal/random"
	"demarche/internal/sensitivity"
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
	opt.Progress = opt.within("confirming what would change it")
	told := len(r.told())
	for _, most := range slices.Compact([]int{min(mostMoved, told), told}) {
		again, err := newRun(r.s, r.set, opt)
		if err != nil {
			return nil, nil, err
		}
		again.begun, again.place = r.begun, r.place+fmt.Sprintf("shift/%v/%d/", shift, most)
		p, spread, worth, err := r.along(ctx, again, most)
		if err != nil || worth >= flip.FewestDraws {
			return p, spread, err
		}
	}
	opt.Draws, opt.Stories = min(opt.Draws, DefaultDraws), min(opt.Stories, DefaultStories)
	again, err := newRun(r.s, r.set, opt)
	if err != nil {
		return nil, nil, err
	}
	again.begun, again.place = r.begun, r.place+fmt.Sprintf("shift/%v/whole/", shift)
	return again.whole(ctx)
}

// told lists the draws that have stories.
func (r *run) told() []int {
	var out []int
	for d := range r.tales {
		if r.tales[d].done && len(r.tales[d].Stories) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// mostMoved is how many draws, of those that were told stories, are moved to
// confirm a change. Moved and unmoved they are compared with each other, which a
// few draws do as well as many.
const mostMoved = 40

// along tells stories of r once more in again, each draw moved by what its
// distributions are moved by and told as many stories with the same luck; of many draws, most. Draws e
// of the posterior are draws e + a of the moved one if they weigh by the ratio of
// their likelihoods L(e + a) / L(e): what the priors say of the two is the same.
// p is r's forecast and the difference that the move makes to these draws, spread
// what the number of draws and stories leaves open of that difference. worth is
// how many equal draws the moved ones are.
func (r *run) along(ctx context.Context, again *run, most int) (p []float64, spread []Interval, worth float64, err error) {
	again.draws, again.pairs = nil, nil
	var from []int // by moved draw: the draw it was
	told := r.told()
	most = min(most, len(told))
	for i := range most { // spread evenly
		d := told[i*len(told)/most]
		w := &r.draws[d]
		again.draws = append(again.draws, weighed{scores: w.scores, parameters: again.at(w.scores), stream: w.stream})
		again.pairs = append(again.pairs, r.pairs[d])
		from = append(from, d)
	}
	err = again.each(ctx, "weighing draws", len(again.draws), func(i int) error {
		return again.weighOne(ctx, fmt.Sprintf("along/%d", i), &again.draws[i])
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, 0, err
	}
	if again.possible() != nil { // for these draws: others may do
		return nil, nil, 0, nil
	}
	gain := func(d int) float64 { return again.draws[d].Said.LogLikelihood - r.draws[from[d]].Said.LogLikelihood }
	top := math.Inf(-1)
	for d := range from {
		top = math.Max(top, gain(d))
	}
	ratio := make([]float64, len(from))
	for d := range ratio {
		if ratio[d] = math.Exp(gain(d) - top); ratio[d] == 0 {
			again.pairs[d] = 0 // nothing of it would count
		}
	}
	if err = again.tell(ctx); err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, nil, 0, err
	}
	moved, there := again.sampled(free(r.s))
	still, here := r.sampled(free(r.s))
	share0, share1 := make([]float64, len(from)), make([]float64, len(from)) // by moved draw
	mean0, mean1 := make([][]float64, len(from)), make([][]float64, len(from))
	means := func(s *sensitivity.Sample, k int) []float64 {
		out := make([]float64, len(s.Questions))
		for q := range out {
			out[q] = s.Questions[q].Mean[k]
		}
		return out
	}
	for k, d := range there {
		share1[d], mean1[d] = moved.Weight[k]*ratio[d], means(&moved, k)
	}
	for k, d := range here {
		if i := slices.Index(from, d); i >= 0 {
			share0[i], mean0[i] = still.Weight[k], means(&still, k)
		}
	}
	normalise(share0)
	worth = normalise(share1)
	now, _ := r.questions(false)
	for q := range now {
		p0, p1 := 0.0, 0.0
		for d := range from {
			p0 += share0[d] * mean0[d][q]
			if share1[d] > 0 {
				p1 += share1[d] * mean1[d][q]
			}
		}
		e := estimate{n: len(from)}
		for d := range from {
			by := -share0[d] * (mean0[d][q] - p0)
			if share1[d] > 0 {
				by += share1[d] * (mean1[d][q] - p1)
			}
			e.simulation += by * by
		}
		e.p = math.Max(0, math.Min(1, float64(now[q].Probability)+p1-p0))
		p, spread = append(p, e.p), append(spread, e.monteCarlo())
	}
	return p, spread, worth, nil
}

// normalise makes shares sum to 1, and returns how many equal ones they are worth.
func normalise(share []float64) float64 {
	sum, squares := 0.0, 0.0
	for _, x := range share {
		sum += x
		squares += x * x
	}
	for d := range share {
		share[d] /= sum
	}
	return sum * sum / squares
}

// whole makes the run with draws and stories of its own.
func (r *run) whole(ctx context.Context) ([]float64, []Interval, error) {
	if err := r.weigh(ctx); err != nil {
		return nil, nil, err
	}
	if err := r.possible(); err != nil {
		return nil, nil, err
	}
	if err := r.onward(ctx); err != nil {
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
