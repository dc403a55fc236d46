package sweep

import (
	"cmp"
	"context"
	"math"
	"slices"
	"sort"
	"time"

	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/sensitivity"
	"demarche/internal/story"
	"demarche/internal/work"
)

// This file is what the forecasts hinge on: the sample that a run is, handed to
// the statistics of internal/sensitivity, and what comes back under its names.

// Sensitivity says how much of each forecast's uncertainty each parameter accounts for.
type Sensitivity struct {
	Inputs     string       `json:"inputs"`    // "prior" or "posterior": what the parameters were drawn from
	Draws      int          `json:"draws"`     // that were told stories
	Effective  Number       `json:"effective"` // equal draws that would say as much
	Stories    int          `json:"stories"`
	Parameters int          `json:"parameters"` // that are uncertain
	Questions  []HingeTable `json:"questions"`
}

// HingeTable is what one forecast hinges on.
type HingeTable struct {
	Name        string       `json:"name"`
	Title       string       `json:"title"`
	Probability Number       `json:"probability"`
	Reason      string       `json:"reason"`         // why the indices are null, "" if they are not
	SD          Number       `json:"sd"`             // of the probability between draws, the noise of the stories taken off
	SDInterval  Interval     `json:"sd_interval"`    // 90%
	Floor       Number       `json:"noise_floor"`    // the largest first-order index that chance alone would show in 19 of 20 runs
	Q2          Number       `json:"q2"`             // cross-validated share of the variance between draws that the surrogate predicts
	Q2Interval  Interval     `json:"q2_interval"`    // 90%
	Scale       string       `json:"scale"`          // of the surrogate: "probability" or "log-odds"; "" without one
	Terms       int          `json:"terms"`          // of the surrogate, beside its constant
	NoShapley   string       `json:"shapley_reason"` // why there are no Shapley effects, "" if there are
	Parameters  []HingeShare `json:"parameters"`     // the most important first
}

// HingeShare is what one parameter has to do with one forecast.
type HingeShare struct {
	Name            string   `json:"name"`
	Title           string   `json:"title"`
	First           Number   `json:"first_order"`
	FirstInterval   Interval `json:"first_order_interval"` // 90%
	Shapley         Number   `json:"shapley"`
	ShapleyInterval Interval `json:"shapley_interval"` // 90%
	ShapleyError    Number   `json:"shapley_error"`    // standard error from sampled orders; 0 where exact
	Below           Number   `json:"low_below"`        // its lowest third lies below, in its own unit
	Low             Number   `json:"low"`              // the forecast there
	LowInterval     Interval `json:"low_interval"`     // 90%
	Above           Number   `json:"high_above"`       // its highest third lies above
	High            Number   `json:"high"`
	HighInterval    Interval `json:"high_interval"`
	Swing           Number   `json:"swing"` // high less low
	SwingInterval   Interval `json:"swing_interval"`
	Reason          string   `json:"reason"` // why it has no figures, "" if it has
}

// hinges fills in what the forecasts hinge on. What goes wrong is a warning: the
// forecast stands without it.
func (r *run) hinges(ctx context.Context, res *Result) {
	if !r.opt.Sensitivity || ctx.Err() != nil {
		return
	}
	begun := time.Now()
	of := free(r.s)
	sample, draws := r.sampled(of)
	out := &Sensitivity{Inputs: "posterior", Parameters: len(of), Questions: []HingeTable{}}
	if r.opt.NoEvidence || r.set == nil {
		out.Inputs = "prior"
	}
	weights := make([]float64, len(draws))
	var sum, squares float64
	for k := range draws {
		out.Draws++
		out.Stories += int(sample.Weight[k])
		weights[k] = sample.Weight[k]
		sum += weights[k]
		squares += weights[k] * weights[k]
	}
	out.Effective = Number(sum * sum / squares)
	opt := sensitivity.Options{Seed: r.opt.Seed, Workers: r.opt.Workers}
	if r.opt.Progress != nil {
		opt.Progress = func(done, total int) {
			r.opt.Progress(Progress{Progress: work.Progress{Stage: "what it hinges on", Done: done, Total: total, Elapsed: time.Since(r.begun)}})
		}
	}
	found, err := sensitivity.Analyse(ctx, sample, opt)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		res.Warnings = append(res.Warnings, "what the forecasts hinge on could not be computed: "+err.Error())
		return
	}
	for q := range found.Questions {
		out.Questions = append(out.Questions, r.hinge(q, &found.Questions[q], res.Questions[q].Probability, of, draws, weights))
	}
	res.Sensitivity = out
	res.Timing["sensitivity_seconds"] = time.Since(begun).Seconds()
}

// sampled is the run as a sample: the draws that were told stories, which are as
// many for each draw as its weight asks for, so that each story weighs the same.
func (r *run) sampled(of []int) (sensitivity.Sample, []int) {
	var draws []int
	var groups [][]*story.Told
	for d := range r.tales {
		if r.tales[d].done && len(r.tales[d].Stories) > 0 {
			draws, groups = append(draws, d), append(groups, r.tales[d].Stories)
		}
	}
	s := sensitivity.Sample{}
	for k, d := range draws {
		scores := make([]float64, len(of))
		for j, i := range of {
			scores[j] = random.ScoreOf(&r.s.Parameters[i].Dist, r.draws[d].parameters[i])
		}
		s.Score = append(s.Score, scores)
		s.Weight = append(s.Weight, float64(len(groups[k])))
	}
	for q := range r.s.Questions {
		o := sensitivity.Outcome{Probability: true}
		beta := control(groups, q)
		lost := r.lost(q)
		for _, g := range groups {
			mean, within := 0.0, 0.0
			for _, t := range g {
				mean += (outcome(t, q) - beta*(outcome(t, q)-t.Hazard[q])) / float64(len(g))
			}
			for _, t := range g {
				e := outcome(t, q) - beta*(outcome(t, q)-t.Hazard[q]) - mean
				within += e * e / float64(len(g)-1) // 0/0 is NaN
			}
			if lost {
				mean = math.NaN()
			}
			o.Mean, o.Within, o.Stories = append(o.Mean, mean), append(o.Within, within), append(o.Stories, len(g))
		}
		s.Questions = append(s.Questions, o)
	}
	return s, draws
}

// control is the multiple of (yes − hazard), of mean 0, that makes the outcomes
// vary least within draws; see estimateOf.
func control(groups [][]*story.Told, q int) float64 {
	var square, product float64
	for _, g := range groups {
		var i, m float64
		for _, t := range g {
			i += outcome(t, q) / float64(len(g))
			m += (outcome(t, q) - t.Hazard[q]) / float64(len(g))
		}
		for _, t := range g {
			e := outcome(t, q) - t.Hazard[q] - m
			square += e * e
			product += e * (outcome(t, q) - i)
		}
	}
	if square < 1e-12 {
		return 0
	}
	return product / square
}

// hinge puts names to what was found of question q.
func (r *run) hinge(q int, f *sensitivity.Question, p Number, of, draws []int, weights []float64) HingeTable {
	t := HingeTable{
		Name: r.s.Questions[q].Name, Title: r.s.Questions[q].Title, Probability: p,
		Reason: f.Reason, SD: f.SD, SDInterval: f.SDInterval, Floor: f.Floor,
		Q2: f.Surrogate.Q2, Q2Interval: f.Surrogate.Q2Interval, Scale: f.Surrogate.Scale, Terms: f.Surrogate.Terms, NoShapley: f.Surrogate.Reason,
		Parameters: []HingeShare{},
	}
	for j, i := range of {
		x := f.Parameters[j]
		h := HingeShare{
			Name: r.s.Parameters[i].Name, Title: r.s.Parameters[i].Title,
			First: x.First, FirstInterval: x.FirstInterval,
			Shapley: x.Shapley, ShapleyInterval: x.ShapleyInterval, ShapleyError: x.ShapleyError,
			Low: x.Low.Mean, LowInterval: x.Low.Interval, High: x.High.Mean, HighInterval: x.High.Interval,
			Swing: x.Swing, SwingInterval: x.SwingInterval, Reason: x.Reason,
			Below: quantity.None, Above: quantity.None,
		}
		if x.Reason == "" {
			values := make([]float64, len(draws))
			for k, d := range draws {
				values[k] = r.draws[d].parameters[i]
			}
			h.Below, h.Above = Number(cut(values, weights, 1.0/3)), Number(cut(values, weights, 2.0/3))
		}
		t.Parameters = append(t.Parameters, h)
	}
	slices.SortStableFunc(t.Parameters, func(a, b HingeShare) int { return cmp.Compare(b.rank(), a.rank()) })
	return t
}

// rank orders parameters: by share, else by the index of each alone, else by
// how far the forecast moves.
func (h *HingeShare) rank() float64 {
	for _, x := range []float64{float64(h.Shapley), float64(h.First), math.Abs(float64(h.Swing))} {
		if !math.IsNaN(x) {
			return x
		}
	}
	return math.Inf(-1)
}

// cut is the value below which a share u of the weight lies.
func cut(values, weights []float64, u float64) float64 {
	order := make([]int, len(values))
	sum := 0.0
	for k := range order {
		order[k] = k
		sum += weights[k]
	}
	sort.SliceStable(order, func(a, b int) bool { return values[order[a]] < values[order[b]] })
	below := 0.0
	for _, k := range order {
		if below += weights[k]; below >= u*sum {
			return values[k]
		}
	}
	return math.NaN()
}
