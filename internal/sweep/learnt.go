package sweep

import (
	"math"
	"slices"
	"sort"

	"demarche/internal/evidence"
	"demarche/internal/importance"
	"demarche/internal/scenario"
)

// This file says what is believed of parameters and secrets, before the evidence,
// after it, and on the way.

// parameters fills the prior and posterior of every parameter and returns the
// posterior medians, derived parameters computed from the others.
func (r *run) parameters(res *Result, weights []float64) []float64 {
	res.Prior.Parameters, res.Posterior.Parameters = map[string]ParameterSummary{}, map[string]ParameterSummary{}
	first := r.first()
	equal := make([]float64, len(first))
	for d := range equal {
		equal[d] = 1 / float64(len(equal))
	}
	medians := make([]float64, len(r.s.Parameters))
	frame := make([]float64, r.s.Layout.Size)
	for i := range r.s.Parameters {
		p := &r.s.Parameters[i]
		values := func(set []weighed) []float64 {
			out := make([]float64, len(set))
			for d := range set {
				out[d] = set[d].parameters[i]
			}
			return out
		}
		res.Prior.Parameters[p.Name] = summarise(values(first), equal)
		post := summarise(values(r.draws), weights)
		res.Posterior.Parameters[p.Name] = post
		medians[i] = float64(post.Q50)
		if p.Dist.Kind == scenario.Derived {
			medians[i] = p.Dist.Expr.Eval(frame)
		}
		frame[r.s.Layout.Parameter+i] = medians[i]
	}
	for i := range r.s.Actors {
		var precision, discount float64
		for d, w := range weights {
			if w == 0 {
				continue
			}
			copy(frame[r.s.Layout.Parameter:], r.draws[d].parameters)
			precision += w * r.s.Actors[i].Precision.Eval(frame)
			discount += w * r.s.Actors[i].Discount.Eval(frame)
		}
		res.Actors[i].Precision, res.Actors[i].Discount = Number(precision), Number(discount)
	}
	return medians
}

// summarise describes a weighted sample. Weights sum to 1.
func summarise(values, weights []float64) ParameterSummary {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return values[order[a]] < values[order[b]] })
	mean := 0.0
	for i, v := range values {
		mean += weights[i] * v
	}
	variance := 0.0
	for i, v := range values {
		variance += weights[i] * (v - mean) * (v - mean)
	}
	quantile := func(u float64) Number {
		cum := 0.0
		last := math.NaN()
		for _, i := range order {
			if weights[i] == 0 {
				continue
			}
			cum += weights[i]
			last = values[i]
			if cum >= u-1e-12 {
				break
			}
		}
		return Number(last)
	}
	return ParameterSummary{Mean: Number(mean), SD: Number(math.Sqrt(variance)), Q05: quantile(0.05), Q50: quantile(0.5), Q95: quantile(0.95)}
}

// secrets fills the prior and posterior of what is hidden.
func (r *run) secrets(res *Result, weights []float64) {
	prior := map[uint64]float64{}
	post := map[uint64]float64{}
	finished := 0.0
	for _, w := range r.first() {
		if !w.done {
			continue
		}
		finished++
		for k, p := range w.Start.Profiles {
			prior[p.Secrets] += w.Start.Belief[k]
		}
	}
	for d := range r.draws {
		for _, m := range r.draws[d].Held {
			for k, p := range m.Pos.Profiles {
				post[p.Secrets] += weights[d] * m.W * m.Pos.Belief[k]
			}
		}
	}
	for k := range prior {
		prior[k] /= finished
	}
	r.fillSecrets(&res.Prior, prior)
	r.fillSecrets(&res.Posterior, post)
}

func (r *run) fillSecrets(b *Beliefs, joint map[uint64]float64) {
	b.Secrets, b.Joint = map[string]map[string]Number{}, []JointBelief{}
	codes := make([]uint64, 0, len(joint))
	for c := range joint {
		codes = append(codes, c)
	}
	slices.Sort(codes)
	for j := range r.s.Secrets {
		sec := &r.s.Secrets[j]
		m := map[string]Number{}
		for v := range sec.Domain.Size() {
			m[sec.Domain.Label(v)] = 0
		}
		for _, c := range codes {
			m[sec.Domain.Label(r.src.SecretAt(c, j))] += Number(joint[c])
		}
		b.Secrets[sec.Name] = m
	}
	if len(r.s.Secrets) == 0 {
		return
	}
	for _, c := range codes {
		x := JointBelief{Values: map[string]string{}, Probability: Number(joint[c])}
		for j := range r.s.Secrets {
			x.Values[r.s.Secrets[j].Name] = r.s.Secrets[j].Domain.Label(r.src.SecretAt(c, j))
		}
		b.Joint = append(b.Joint, x)
	}
}

// pathKey is a step of the evidence.
type pathKey struct{ period, step int }

// trajectory fills how beliefs moved, draws weighed by what was known then.
func (r *run) trajectory(res *Result) {
	var keys []pathKey
	for _, set := range [][]weighed{r.first(), r.draws} {
		for d := range set {
			for _, b := range set[d].Said.Path {
				if k := (pathKey{b.Period, b.Step}); !slices.Contains(keys, k) {
					keys = append(keys, k)
				}
			}
		}
	}
	slices.SortFunc(keys, func(a, b pathKey) int {
		if a.period != b.period {
			return a.period - b.period
		}
		return a.step - b.step
	})
	res.Beliefs = []DatedBelief{}
	for _, k := range keys {
		if b, ok := r.believed(k); ok {
			res.Beliefs = append(res.Beliefs, b)
		}
	}
}

// believed is what was believed after a step; ok is false where nothing that
// could have been was left.
func (r *run) believed(k pathKey) (out DatedBelief, ok bool) {
	at := func(w *weighed) *evidence.Belief {
		for i := range w.Said.Path {
			if b := &w.Said.Path[i]; b.Period == k.period && b.Step == k.step {
				return b
			}
		}
		return nil
	}
	log := func(w *weighed) float64 {
		if b := at(w); b != nil {
			return b.After
		}
		return math.Inf(-1)
	}
	set := r.better(log)
	logs := make([]float64, len(set))
	for d := range set {
		logs[d] = math.Inf(-1)
		if set[d].done {
			logs[d] = set[d].log(log(&set[d]))
		}
	}
	shares := importance.Shares(logs)
	var spoken *evidence.Belief // by the draw that weighs most
	heaviest := 0.0
	secrets := make([][]float64, len(r.s.Secrets))
	for j := range secrets {
		secrets[j] = make([]float64, r.s.Secrets[j].Domain.Size())
	}
	for d, w := range shares {
		if w == 0 {
			continue
		}
		b := at(&set[d])
		for j := range b.Secrets {
			for v := range b.Secrets[j] {
				secrets[j][v] += w * b.Secrets[j][v]
			}
		}
		if w > heaviest {
			spoken, heaviest = b, w
		}
	}
	if spoken == nil {
		return out, false
	}
	out.Secrets = map[string]map[string]Number{}
	if k.period == 0 {
		out.Date = r.s.Start.String()
	} else {
		out.Date, out.Phase, out.Event = r.s.PeriodLabel(k.period), r.stepName(k.step), spoken.Event
		if spoken.Row >= 0 {
			out.ID = r.set.Rows[spoken.Row].ID
			out.Date = r.set.Rows[spoken.Row].Date.String()
		}
	}
	for j := range r.s.Secrets {
		m := map[string]Number{}
		for v, p := range secrets[j] {
			m[r.s.Secrets[j].Domain.Label(v)] = Number(p)
		}
		out.Secrets[r.s.Secrets[j].Name] = m
	}
	return out, true
}
