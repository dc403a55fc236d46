package flip

import (
	"context"
	"math"
	"slices"

	"demarche/internal/importance"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
)

// This file looks for flips where the questions are decided over draws and
// stories: the distributions of parameters are moved, and the draws weighed anew.
//
// If the normal scores z of the parameters are moved by t together, a draw weighs
// more by the ratio of the two densities; with independent scores that is
// exp(t·z − t²/2). The forecast is P(t) = Σ w p exp(t·z) / Σ w exp(t·z) over the
// draws of the posterior, whatever the evidence, and its gradient the posterior
// covariance of z and p: no look-ahead is solved. How far t can be believed is
// said by the effective number of draws (Kong 1992).

// Draws are the draws that stories were told of.
type Draws struct {
	Free   []int       // the parameters with a distribution, places in the scenario's, ascending
	Weight []float64   // by draw: of the posterior, as far as it is told by stories; > 0
	Score  [][]float64 // by draw and parameter of Free: what its log-density gains per standard deviation that the distribution is moved; its normal score where nothing is correlated
	P      [][]float64 // by draw and question: its probability in that draw; NaN where it has none
	Now    []float64   // by question: the forecast
}

// Rerun makes the run again with the distributions of the parameters in
// Draws.Free moved by so many standard deviations, everything else being the
// same: by question the forecast and its 90% Monte Carlo interval. Its errors leave
// a change as it was predicted, with a warning.
type Rerun func(ctx context.Context, shift []float64) ([]float64, []quantity.Interval, error)

// SampledOptions of Reweigh.
type SampledOptions struct {
	Confirm int   // how many of the smallest changes of one parameter are confirmed by a run, and of two as well if it is above 0
	Rerun   Rerun // nil: none is confirmed
}

const (
	// FewestDraws is the effective number of draws below which no weighing is believed.
	FewestDraws = 20
	// DefaultConfirm is how many changes of one parameter are confirmed, all questions together.
	DefaultConfirm = 1

	sampledStep = 0.1
	clearly     = 2.6 // standard errors by which a prediction must differ from the forecast to be one: 1 in 100 does by chance
)

// Reweigh looks for flips of the forecasts of s over draws. Where the draws that
// have stories are worth fewer than FewestDraws nothing is looked for, and it is
// said.
func Reweigh(ctx context.Context, s *scenario.Scenario, d Draws, opt SampledOptions) (*Flips, error) {
	f := describe(s, d.Free, Sampled)
	on := &reweighed{d: d}
	on.base = on.offsets()
	worth := on.effective(make([]float64, len(d.Free)))
	f.Effective, f.Fewest, f.Step = Number(worth), FewestDraws, sampledStep
	look := &search{on: on, n: len(d.Free), step: sampledStep, farthest: Farthest, clear: on.clear}
	if worth < FewestDraws {
		f.Farthest = none
		f.warn("What would change the assessment was not looked for: the draws that have stories are worth %.0f, and it takes %d to weigh them anew; use more --draws and --stories.", worth, FewestDraws)
	} else if err := look.start(ctx); err != nil {
		return nil, err
	}
	for q := range s.Questions {
		x := FlipQuestion{Name: s.Questions[q].Name, Title: s.Questions[q].Title, Probability: Number(d.Now[q]), Word: word(d.Now[q]), Changes: []Flip{}}
		if worth >= FewestDraws {
			var err error
			x.Changes, err = look.question(ctx, q, func(up bool, edge float64, at *point) Flip {
				return Flip{Up: up, Word: neighbour(d.Now[q], up), Edge: Number(edge), Moves: moves(s, d.Free, at.t), Size: Number(at.size), Predicted: Number(at.p),
					Verdict: Predicted, Confirmed: none, MonteCarlo: quantity.Interval{none, none}, Effective: Number(on.effective(at.t))}
			})
			if err != nil {
				return nil, err
			}
		}
		f.Questions = append(f.Questions, x)
	}
	if worth >= FewestDraws {
		f.Farthest = Number(look.reach)
	}
	return f, f.confirm(ctx, s, d, opt)
}

// confirm makes runs with the smallest changes.
func (f *Flips) confirm(ctx context.Context, s *scenario.Scenario, d Draws, opt SampledOptions) error {
	if opt.Rerun == nil || opt.Confirm <= 0 {
		return nil
	}
	type place struct{ q, k int }
	var singles, pairs []place
	for q := range f.Questions {
		for k, c := range f.Questions[q].Changes {
			if len(c.Moves) == 1 {
				singles = append(singles, place{q, k})
			} else {
				pairs = append(pairs, place{q, k})
			}
		}
	}
	at := func(p place) *Flip { return &f.Questions[p.q].Changes[p.k] }
	smallest := func(list []place, n int) []place {
		slices.SortStableFunc(list, func(a, b place) int { return compare(float64(at(a).Size), float64(at(b).Size)) })
		return list[:min(n, len(list))]
	}
	for _, p := range append(smallest(singles, opt.Confirm), smallest(pairs, 1)...) {
		c := at(p)
		shift := make([]float64, len(d.Free))
		for k, i := range d.Free {
			for _, m := range c.Moves {
				if m.Parameter == s.Parameters[i].Name {
					shift[k] = float64(m.SD)
				}
			}
		}
		there, spread, err := opt.Rerun(ctx, shift)
		if ctx.Err() != nil {
			f.warn("The run was stopped before what would change the assessment was confirmed by runs.")
			return nil
		}
		if err != nil {
			f.warn("A change found for the question %s could not be run: %s.", f.Questions[p.q].Name, err)
			continue
		}
		f.Runs++
		c.Confirmed, c.MonteCarlo = Number(there[p.q]), spread[p.q]
		if c.Verdict = Refuted; c.holds() {
			c.Verdict = Confirmed
		}
	}
	return nil
}

// holds reports whether the run with the change came to the edge, or past it, as
// far as its stories can tell: a change is found just at the edge.
func (c *Flip) holds() bool {
	p, edge := float64(c.Confirmed), float64(c.Edge)
	if math.IsNaN(p) {
		return false
	}
	if c.Up {
		return p > edge || float64(c.MonteCarlo[1]) >= edge
	}
	return p <= edge || float64(c.MonteCarlo[0]) <= edge
}

// reweighed is a surface of weighed draws.
type reweighed struct {
	d    Draws
	base []float64 // by question: the forecast less that of the draws as they are
}

// weights are the draws' shares of the posterior with the parameters moved by t;
// they sum to 1.
func (r *reweighed) weights(t []float64) []float64 {
	w := make([]float64, len(r.d.Weight))
	top := math.Inf(-1)
	for d := range w {
		for k, v := range t {
			if v != 0 {
				w[d] += v * r.d.Score[d][k]
			}
		}
		top = math.Max(top, w[d])
	}
	sum := 0.0
	for d := range w {
		w[d] = r.d.Weight[d] * math.Exp(w[d]-top)
		sum += w[d]
	}
	for d := range w {
		w[d] /= sum
	}
	return w
}

// effective is the number of draws that the weighed ones are worth (Kong 1992).
func (r *reweighed) effective(t []float64) float64 { return importance.Effective(r.weights(t)) }

func (r *reweighed) at(_ context.Context, t []float64) ([]float64, error) {
	w := r.weights(t)
	if importance.Effective(w) < FewestDraws {
		return nil, nil
	}
	return r.forecast(w), nil
}

// clear reports whether question q, with the parameters moved by t, differs from
// the forecast by more than the choice of draws makes it: the standard error of the
// difference is that of two weighed means of the same draws (delta method).
func (r *reweighed) clear(q int, t []float64) bool {
	w, w0 := r.weights(t), r.weights(make([]float64, len(t)))
	p, p0 := r.forecast(w)[q], r.forecast(w0)[q]
	variance := 0.0
	for d := range w {
		e := w[d]*(r.d.P[d][q]+r.base[q]-p) - w0[d]*(r.d.P[d][q]+r.base[q]-p0)
		variance += e * e
	}
	return math.Abs(p-p0) > clearly*math.Sqrt(variance)
}

// forecast is every question's probability under weights.
func (r *reweighed) forecast(w []float64) []float64 {
	p := make([]float64, len(r.d.Now))
	for q := range p {
		if math.IsNaN(r.d.Now[q]) {
			p[q] = math.NaN()
			continue
		}
		for d := range w {
			p[q] += w[d] * r.d.P[d][q]
		}
		p[q] = math.Max(0, math.Min(1, p[q]+r.base[q]))
	}
	return p
}

// offsets are the forecasts less what the draws as they are make of them: the two
// smooth the stories otherwise, and a word must not hang on that.
func (r *reweighed) offsets() []float64 {
	r.base = make([]float64, len(r.d.Now))
	if len(r.d.Weight) == 0 {
		return r.base
	}
	p := r.forecast(r.weights(make([]float64, len(r.d.Free))))
	for q := range p {
		if !math.IsNaN(r.d.Now[q]) {
			p[q] = r.d.Now[q] - p[q]
		}
	}
	return p
}

func (r *reweighed) slopes(_ context.Context, t []float64) ([]float64, [][]float64, error) {
	w := r.weights(t)
	if importance.Effective(w) < FewestDraws {
		return nil, nil, nil
	}
	p := r.forecast(w)
	slope := make([][]float64, len(p))
	mean := make([]float64, len(t))
	for d := range w {
		for k := range mean {
			mean[k] += w[d] * r.d.Score[d][k]
		}
	}
	for q := range slope {
		slope[q] = make([]float64, len(t))
		for k := range t {
			if math.IsNaN(p[q]) {
				slope[q][k] = math.NaN()
				continue
			}
			for d := range w {
				slope[q][k] += w[d] * (r.d.Score[d][k] - mean[k]) * (r.d.P[d][q] - p[q])
			}
		}
	}
	return p, slope, nil
}
