package sweep

import "demarche/internal/story"

// This file says what each draw contributes to the forecasts, for whoever
// compares runs that share their draws.

// DrawAnswers is what the stories of one draw say. A forecast is the mean of P
// over the draws, weighed by Weight, kept within [0,1]; likewise that with the
// assumptions imposed, of Assumed.
type DrawAnswers struct {
	Draw    int       // 1, 2, …
	Weight  float64   // stories told
	P       []float64 // by question: the share that came true, less the control variate; may lie a little outside of [0,1]
	Assumed []float64 // nil without assumptions
}

// answers takes the forecasts apart.
func (r *run) answers() []DrawAnswers {
	var out []DrawAnswers
	var groups, others [][]*story.Told
	for d := range r.tales {
		if t := &r.tales[d]; t.done && len(t.Stories) > 0 {
			out = append(out, DrawAnswers{Draw: d + 1, Weight: float64(len(t.Stories)), P: make([]float64, len(r.s.Questions))})
			groups, others = append(groups, t.Stories), append(others, t.Assumed)
		}
	}
	means := func(groups [][]*story.Told, q int, put func(k int, mean float64)) {
		beta := estimateOf(groups, q).beta
		for k, g := range groups {
			sum := 0.0
			for _, s := range g {
				sum += outcome(s, q) - beta*(outcome(s, q)-s.Hazard[q])
			}
			put(k, sum/float64(len(g)))
		}
	}
	for q := range r.s.Questions {
		means(groups, q, func(k int, mean float64) { out[k].P[q] = mean })
	}
	if len(r.opt.Assume) > 0 {
		for k := range out {
			out[k].Assumed = make([]float64, len(r.s.Questions))
		}
		for q := range r.s.Questions {
			means(others, q, func(k int, mean float64) { out[k].Assumed[q] = mean })
		}
	}
	return out
}
