// Package sensitivity says what a forecast hinges on, from a sample alone: how
// much of the forecast's uncertainty each parameter accounts for by itself and
// together with the others, and what the forecast is where a parameter is small
// or large. It knows nothing of scenarios: it reads arrays of numbers.
package sensitivity

import (
	"context"
	"fmt"
	"math"
	"sort"

	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/work"
)

// This file is the analysis from the sample to the result.

// Sample is draws of the parameters, and for each question what was found at
// each draw. The sample may be weighted, and the parameters may hang together:
// both are so after evidence.
type Sample struct {
	// Score is by draw and parameter, on any scale that keeps the order, such as
	// normal scores of the prior; ±Inf are the smallest and largest values, NaN is
	// not allowed. Only the order within a parameter is used.
	Score     [][]float64
	Weight    []float64 // by draw, ≥ 0; only the ratios matter
	Questions []Outcome
}

// Outcome is what the stories of each draw say of one question.
type Outcome struct {
	Mean    []float64 // by draw: mean over its stories; NaN (no answer) makes the whole outcome null
	Within  []float64 // by draw: variance among its stories, with the divisor Stories − 1; NaN where there is one
	Stories []int     // by draw: how many stories, ≥ 1
	// Probability: Mean estimates a probability, so that the log-odds scale makes
	// sense; a little outside [0,1] is allowed, as control variates have it.
	Probability bool
}

// Options of an analysis. The zero value asks for the defaults.
type Options struct {
	Seed       uint64
	Workers    int // 0: 1
	Replicates int // of the bootstrap, and of the shuffled samples; 0: 200
	Progress   func(done, total int)
}

// What is too little to say anything, see docs/sensitivity.md.
const (
	fewestDraws = 20  // effective draws below which nothing is estimated
	poorQ2      = 0.5 // predictive share below which a surrogate is not used
)

// Result is by question, in the order of the sample.
type Result struct {
	Questions []Question
}

// Question is what one forecast hinges on.
type Question struct {
	Reason     string            // why nothing is given, "" if something is
	SD         quantity.Number   // standard deviation of the probability between draws, noise of the stories taken off
	SDInterval quantity.Interval // 90%, bootstrap over draws
	Floor      quantity.Number   // the largest first-order index that chance alone would show, in 19 of 20 shuffled samples
	Surrogate  Surrogate
	Parameters []Parameter // in the order of the sample
}

// Surrogate is the simple function of the parameters that stands in for the model.
type Surrogate struct {
	Q2 quantity.Number // cross-validated share of the variance between draws that it predicts; below 0: worse than the mean
	// Q2Interval is its 90% interval, bootstrap over the draws with the predictions as they are.
	Q2Interval quantity.Interval
	Scale      string // "probability" or "log-odds"; "" without one
	Terms      int    // beside the constant
	Reason     string // why there are no Shapley effects, "" if there are
}

// Parameter is what one parameter has to do with one question.
type Parameter struct {
	First           quantity.Number   // first-order index S = Var(E[P | parameter]) / Var(P), in [0,1]
	FirstInterval   quantity.Interval // 90%, bootstrap over draws
	Shapley         quantity.Number   // Shapley effect: share of the surrogate's variance; they sum to 1
	ShapleyInterval quantity.Interval // 90%, bootstrap over draws, the surrogate made anew each time
	ShapleyError    quantity.Number   // standard error from sampling; 0 where every coalition was valued
	Low, High       Third             // the forecast in the lowest and highest third of the draws
	Swing           quantity.Number   // High less Low
	SwingInterval   quantity.Interval // 90%
	Reason          string            // why the parameter has no figures, "" if it has
}

// Third is the forecast among the third of the draws (by weight) in which a
// parameter is smallest, or largest.
type Third struct {
	Mean     quantity.Number
	Interval quantity.Interval // 90%, for the finite number of draws and stories
}

// Analyse computes everything that the sample can bear. What it cannot bear is
// null, with the reason. The result is the same for any number of workers. When
// ctx ends early it returns ctx.Err().
func Analyse(ctx context.Context, s Sample, opt Options) (Result, error) {
	if opt.Replicates == 0 {
		opt.Replicates = 200
	}
	if opt.Workers == 0 {
		opt.Workers = 1
	}
	if err := s.valid(); err != nil {
		return Result{}, err
	}
	p := 0
	if len(s.Score) > 0 {
		p = len(s.Score[0])
	}
	res := Result{Questions: make([]Question, len(s.Questions))}
	for q := range res.Questions {
		res.Questions[q] = nothing(p)
	}
	a := newAnalysis(s, opt)
	if p == 0 {
		for q := range res.Questions {
			res.Questions[q].Reason = "no parameter is uncertain"
		}
		return res, nil
	}
	if a.effective() < fewestDraws {
		for q := range res.Questions {
			res.Questions[q].Reason = fmt.Sprintf("the run has only %.0f effective draws with stories, and at least %d are needed", math.Floor(a.effective()), fewestDraws)
		}
		return res, nil
	}
	total := 2*opt.Replicates + len(s.Questions)
	tell := func(base int) func(int) {
		if opt.Progress == nil {
			return nil
		}
		return func(done int) { opt.Progress(base+done, total) }
	}
	err := a.firstOrder(ctx, res.Questions, tell)
	if err != nil {
		return res, err
	}
	for q := range res.Questions {
		a.thirds(q, &res.Questions[q])
	}
	a.dependence()
	err = work.Each(ctx, opt.Workers, len(res.Questions), tell(2*opt.Replicates), func(q int) error {
		if res.Questions[q].Reason == "" {
			a.shapley(q, &res.Questions[q])
		}
		return nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return res, err
}

func (s Sample) valid() error {
	n := len(s.Score)
	if len(s.Weight) != n {
		return fmt.Errorf("sensitivity: %d weights for %d draws", len(s.Weight), n)
	}
	for d := range s.Score {
		if len(s.Score[d]) != len(s.Score[0]) {
			return fmt.Errorf("sensitivity: draw %d has %d parameters, draw 0 has %d", d, len(s.Score[d]), len(s.Score[0]))
		}
		for _, x := range s.Score[d] {
			if math.IsNaN(x) {
				return fmt.Errorf("sensitivity: a score of draw %d is not a number", d)
			}
		}
		if !(s.Weight[d] >= 0) || math.IsInf(s.Weight[d], 0) {
			return fmt.Errorf("sensitivity: the weight of draw %d is %v", d, s.Weight[d])
		}
	}
	for q, o := range s.Questions {
		if len(o.Mean) != n || len(o.Within) != n || len(o.Stories) != n {
			return fmt.Errorf("sensitivity: question %d has not one outcome for each of %d draws", q, n)
		}
		for d, k := range o.Stories {
			if k < 1 {
				return fmt.Errorf("sensitivity: draw %d has no story for question %d", d, q)
			}
		}
	}
	return nil
}

// nothing is a question of p parameters about which nothing is known.
func nothing(p int) Question {
	none, nowhere := quantity.None, quantity.Interval{quantity.None, quantity.None}
	q := Question{SD: none, SDInterval: nowhere, Floor: none, Surrogate: Surrogate{Q2: none, Q2Interval: nowhere}, Parameters: make([]Parameter, p)}
	for i := range q.Parameters {
		third := Third{none, nowhere}
		q.Parameters[i] = Parameter{First: none, FirstInterval: nowhere, Shapley: none, ShapleyInterval: nowhere, ShapleyError: none, Low: third, High: third, Swing: none, SwingInterval: nowhere}
	}
	return q
}

// analysis is one in hand. Draws without weight are left out of it.
type analysis struct {
	opt       Options
	w         []float64   // by draw, summing to 1
	t         [][]float64 // by parameter and draw: normal scores within the sample, see ranks
	u         [][]float64 // their ranks in (0,1); nil for a parameter that does not vary
	outcomes  []outcome
	smooth    []*smoother // by parameter; nil for one that does not vary
	corr      [][]float64 // between normal scores, see dependence
	questions []int
}

// outcome is one question's, cleaned of its draws without weight.
type outcome struct {
	y, noise    []float64 // by draw: mean, and its variance from the finite number of stories; noise is nil if it is not known
	stories     []int
	probability bool
	missing     bool // a mean is not a number
}

func newAnalysis(s Sample, opt Options) *analysis {
	a := &analysis{opt: opt}
	sum := 0.0
	var keep []int
	for d, w := range s.Weight {
		if w > 0 {
			keep = append(keep, d)
			sum += w
		}
	}
	for _, d := range keep {
		a.w = append(a.w, s.Weight[d]/sum)
	}
	if len(keep) > 0 {
		for i := range s.Score[keep[0]] {
			x := make([]float64, len(keep))
			for k, d := range keep {
				x[k] = s.Score[d][i]
			}
			u, t := ranks(x, a.w)
			a.u, a.t = append(a.u, u), append(a.t, t)
		}
	}
	for _, o := range s.Questions {
		c := outcome{probability: o.Probability}
		for _, d := range keep {
			c.y = append(c.y, o.Mean[d])
			c.stories = append(c.stories, o.Stories[d])
			c.missing = c.missing || math.IsNaN(o.Mean[d]) || math.IsInf(o.Mean[d], 0)
		}
		c.noise = noise(o, keep, a.w)
		a.outcomes = append(a.outcomes, c)
	}
	return a
}

// noise is the variance of every draw's mean that its finite number of stories
// leaves, unbiased: the variance among its stories over their number. A draw of
// one story cannot tell, and takes the mean of the others; nil if none can.
func noise(o Outcome, keep []int, w []float64) []float64 {
	pooled, known := 0.0, 0.0
	for k, d := range keep {
		if o.Stories[d] > 1 && !math.IsNaN(o.Within[d]) {
			pooled += w[k] * o.Within[d]
			known += w[k]
		}
	}
	if known == 0 {
		return nil
	}
	out := make([]float64, len(keep))
	for k, d := range keep {
		v := pooled / known
		if o.Stories[d] > 1 && !math.IsNaN(o.Within[d]) {
			v = o.Within[d]
		}
		out[k] = v / float64(o.Stories[d])
	}
	return out
}

// effective is the number of equal draws that would say as much (Kish 1965).
func (a *analysis) effective() float64 {
	squares := 0.0
	for _, w := range a.w {
		squares += w * w
	}
	if squares == 0 {
		return 0
	}
	return math.Round(1e9/squares) / 1e9 // 20 equal draws are 20
}

// stream is a random stream of the analysis' own: part and number are its address.
func (a *analysis) stream(part, number int) *random.Stream {
	return random.New(a.opt.Seed, number, part, random.UseSensitivity)
}

// The parts of the analysis that need random numbers.
const (
	partBootstrap = iota
	partShuffle
	partFolds
	partEffects
	partOrders
)

// quantile is the value below which a share u of xs lies, xs sorted, with linear
// interpolation; NaN of none.
func quantile(sorted []float64, u float64) float64 {
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	h := u * float64(n-1)
	k := min(int(h), n-2)
	if n == 1 {
		return sorted[0]
	}
	return sorted[k] + (h-float64(k))*(sorted[k+1]-sorted[k])
}

// middle is the central 90% of xs, which it sorts.
func middle(xs []float64) (lo, hi float64) {
	sort.Float64s(xs)
	return quantile(xs, 0.05), quantile(xs, 0.95)
}

func clip(x, lo, hi float64) float64 { return math.Min(math.Max(x, lo), hi) }
