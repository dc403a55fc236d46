package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file sums a run up.

func (r *run) result(ctx context.Context) (*Result, error) {
	s := r.s
	res := &Result{
		File: s.File, Scenario: s.Name, Title: s.Title, ModelHash: s.Hash, AsOf: r.opt.AsOf.String(), Seed: r.opt.Seed,
		NoEvidence: r.opt.NoEvidence, Unit: s.Unit.String(), Timing: map[string]any{}, Warnings: []string{}, Assumptions: []string{},
	}
	if r.set != nil && !r.opt.NoEvidence {
		res.EvidenceHash = r.set.Hash
	}
	for _, a := range r.opt.Assume {
		res.Assumptions = append(res.Assumptions, a.Text)
	}
	weights := r.weights()
	r.describe(res)
	medians := r.parameters(res, weights)
	r.secrets(res, weights)
	r.trajectory(res)
	r.evidence(res)
	res.Questions, res.Stories = r.questions(len(r.opt.Assume) > 0)
	var err error
	if ctx.Err() == nil {
		if res.Next, err = r.next(medians); err != nil {
			return nil, err
		}
	}
	if r.opt.NoEvidence {
		r.frequencies(res)
	}
	r.tables(res, weights)
	r.diagnose(ctx, res, weights)
	return res, nil
}

// describe fills in who is who and what the analyst wrote.
func (r *run) describe(res *Result) {
	s := r.s
	for i := range s.Actors {
		a := ActorInfo{Name: s.Actors[i].Name, Title: s.Actors[i].Title, Knows: []string{}}
		for j := range s.Secrets {
			if s.Secrets[j].Knows(i) {
				a.Knows = append(a.Knows, s.Secrets[j].Title)
			}
		}
		res.Actors = append(res.Actors, a)
	}
	for j := range s.Secrets {
		sec := &s.Secrets[j]
		x := SecretInfo{Name: sec.Name, Title: sec.Title, KnownTo: []string{}}
		for v := range sec.Domain.Size() {
			x.Values = append(x.Values, sec.Domain.Label(v))
		}
		for _, i := range sec.KnownTo {
			x.KnownTo = append(x.KnownTo, s.Actors[i].Name)
		}
		res.Secrets = append(res.Secrets, x)
	}
	for i := range s.Parameters {
		p := &s.Parameters[i]
		res.Sources = append(res.Sources, ParameterSource{Name: p.Name, Title: p.Title, Value: echo(&p.Dist), Basis: p.Basis})
	}
}

// echo says a distribution as a person would.
func echo(d *scenario.Distribution) string {
	switch d.Kind {
	case scenario.Fixed:
		return fmt.Sprintf("%g", d.A)
	case scenario.Uniform:
		return fmt.Sprintf("anywhere in %g–%g", d.A, d.B)
	case scenario.Derived:
		return "derived"
	}
	return fmt.Sprintf("90%%: %g–%g", d.A, d.B)
}

// parameters fills the prior and posterior of every parameter and returns the
// posterior medians, derived parameters computed from the others.
func (r *run) parameters(res *Result, weights []float64) []float64 {
	res.Prior.Parameters, res.Posterior.Parameters = map[string]ParameterSummary{}, map[string]ParameterSummary{}
	equal := make([]float64, len(weights))
	for d := range equal {
		equal[d] = 1 / float64(len(equal))
	}
	medians := make([]float64, len(r.s.Parameters))
	frame := make([]float64, r.s.Layout.Size)
	for i := range r.s.Parameters {
		p := &r.s.Parameters[i]
		values := make([]float64, len(r.draws))
		for d := range r.draws {
			values[d] = r.draws[d].parameters[i]
		}
		res.Prior.Parameters[p.Name] = summarise(values, equal)
		post := summarise(values, weights)
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
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		finished++
		for k, p := range r.draws[d].start.Profiles {
			prior[p.Secrets] += r.draws[d].start.Belief[k]
		}
		for _, m := range r.draws[d].moments {
			for k, p := range m.pos.Profiles {
				post[p.Secrets] += weights[d] * m.w * m.pos.Belief[k]
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
	type sum struct {
		top     float64
		secrets [][]float64
		weight  float64
		event   string
		eventW  float64
		row     int
		quiet   bool
	}
	sums := map[pathKey]*sum{}
	for pass := range 2 {
		for d := range r.draws {
			if !r.draws[d].done {
				continue
			}
			for _, b := range r.draws[d].filtered.Path {
				k := pathKey{b.Period, b.Step}
				x := sums[k]
				if x == nil {
					x = &sum{top: math.Inf(-1), row: -1, quiet: true}
					sums[k] = x
				}
				if math.IsInf(b.After, -1) || b.Secrets == nil {
					continue
				}
				if pass == 0 {
					x.top = max(x.top, b.After)
					continue
				}
				w := math.Exp(b.After - x.top)
				if x.secrets == nil {
					for j := range b.Secrets {
						x.secrets = append(x.secrets, make([]float64, len(b.Secrets[j])))
					}
				}
				for j := range b.Secrets {
					for v := range b.Secrets[j] {
						x.secrets[j][v] += w * b.Secrets[j][v]
					}
				}
				x.weight += w
				if w > x.eventW {
					x.event, x.eventW, x.row, x.quiet = b.Event, w, b.Row, b.Quiet
				}
			}
		}
	}
	keys := make([]pathKey, 0, len(sums))
	for k := range sums {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b pathKey) int {
		if a.period != b.period {
			return a.period - b.period
		}
		return a.step - b.step
	})
	res.Beliefs = []DatedBelief{}
	for _, k := range keys {
		x := sums[k]
		if x.weight == 0 {
			continue
		}
		b := DatedBelief{Secrets: map[string]map[string]Number{}}
		if k.period == 0 {
			b.Date = r.s.Start.String()
		} else {
			b.Date, b.Phase, b.Event = r.s.PeriodLabel(k.period), r.stepName(k.step), x.event
			if x.row >= 0 {
				b.ID = r.set.Rows[x.row].ID
				b.Date = r.set.Rows[x.row].Date.String()
			}
		}
		for j := range r.s.Secrets {
			m := map[string]Number{}
			for v, w := range x.secrets[j] {
				m[r.s.Secrets[j].Domain.Label(v)] = Number(w / x.weight)
			}
			b.Secrets[r.s.Secrets[j].Name] = m
		}
		res.Beliefs = append(res.Beliefs, b)
	}
}

// evidence says what became of every row, and how surprising it was.
func (r *run) evidence(res *Result) {
	res.Evidence = []EvidenceRow{}
	res.LogEv = Number(math.NaN())
	if r.set == nil {
		return
	}
	if !r.opt.NoEvidence {
		var logs []float64
		for d := range r.draws {
			if r.draws[d].done {
				logs = append(logs, r.draws[d].filtered.LogLikelihood)
			}
		}
		res.LogEv = Number(logMean(logs))
	}
	before, after := map[int][]float64{}, map[int][]float64{}
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		for _, b := range r.draws[d].filtered.Path {
			if b.Row >= 0 {
				before[b.Row] = append(before[b.Row], b.Before)
				after[b.Row] = append(after[b.Row], b.After)
			}
		}
	}
	reasons := r.seen.Reasons(r.set)
	for i, row := range r.set.Rows {
		x := EvidenceRow{
			ID: row.ID, Date: row.Date.String(), Reason: reasons[i], Source: row.Source, Note: row.Note,
			LogLikelihood: Number(math.NaN()), Surprise: Number(math.NaN()),
		}
		if row.Step >= 0 && row.Period >= 1 {
			x.Period, x.Phase = r.s.PeriodLabel(row.Period), r.stepName(row.Step)
			st := r.s.Steps[row.Step]
			switch {
			case !st.Chance && row.Action >= 0:
				x.Action = r.s.Phases[st.Index].Actions[row.Action].Name
			case st.Chance && row.Happened:
				x.Action = "yes"
			case st.Chance:
				x.Action = "no"
			}
		}
		if ob, ok := r.seen.At(row.Period, row.Step); ok && ob.Row == i {
			x.Used = true
			l := logMean(after[i]) - logMean(before[i])
			x.LogLikelihood, x.Surprise = Number(l), Number(-l/math.Ln2)
		}
		res.Evidence = append(res.Evidence, x)
	}
}

// logMean is the logarithm of the mean of exponentials.
func logMean(logs []float64) float64 {
	if len(logs) == 0 {
		return math.NaN()
	}
	top := slices.Max(logs)
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum/float64(len(logs)))
}

// lost reports whether a question may have come true before the as-of date in
// what is hidden: the evidence is weighed by what all could see, and does not
// keep apart when the hidden part came about.
func (r *run) lost(q int) bool {
	return r.wins[q].Explicit && r.seen.Over(r.wins[q].From, 0) && r.src.Hidden(r.s.Questions[q].When)
}

// questions forecasts, and counts the stories told.
func (r *run) questions(assumed bool) ([]QuestionResult, int) {
	var groups, others [][]*story.Told
	n := 0
	for d := range r.tales {
		if r.tales[d].done {
			groups = append(groups, r.tales[d].stories)
			others = append(others, r.tales[d].assumed)
			n += len(r.tales[d].stories)
		}
	}
	out := []QuestionResult{}
	nan := Number(math.NaN())
	for q := range r.s.Questions {
		e := estimateOf(groups, q)
		x := QuestionResult{
			Name: r.s.Questions[q].Name, Title: r.s.Questions[q].Title, By: r.s.Questions[q].By.String(),
			Probability: Number(e.p), Interval: e.credible(), MonteCarlo: e.monteCarlo(),
			Previous: nan, Assumed: nan, AssumedIn: Interval{nan, nan}, Prior: nan,
		}
		if assumed {
			a := estimateOf(others, q)
			x.Assumed, x.AssumedIn = Number(a.p), a.credible()
		}
		if r.lost(q) {
			none := Interval{nan, nan}
			x.Probability, x.Interval, x.MonteCarlo, x.Assumed, x.AssumedIn = nan, none, none, nan, none
		}
		out = append(out, x)
	}
	return out, n
}

// frequencies compares how often acts happen in the model with the evidence.
func (r *run) frequencies(res *Result) {
	full := r.set.Observe(r.s, r.opt.AsOf)
	seen := full.Frequencies(r.s)
	count := map[pathKey]float64{}
	exposed := map[pathKey]float64{}
	stories := 0.0
	for d := range r.tales {
		for _, t := range r.tales[d].stories {
			stories++
			for _, e := range t.Events {
				if !full.Over(e.Period, e.Step) {
					continue
				}
				switch {
				case e.Action < 0 && e.Happened:
					count[pathKey{e.Step, -1}]++
				case e.Exposed:
					exposed[pathKey{e.Step, e.Action}]++
				case e.Action >= 0:
					count[pathKey{e.Step, e.Action}]++
				}
			}
		}
	}
	for k, st := range r.s.Steps {
		periods := 0.0
		for p := 1; full.Over(p, k); p++ {
			periods++
		}
		add := func(phase, action, key string, n float64) {
			x := ActFrequency{Phase: phase, Action: action, Model: Number(n / stories / periods), Evidence: Number(math.NaN())}
			if v, ok := seen[key]; ok {
				x.Evidence = Number(v)
			}
			res.Frequency = append(res.Frequency, x)
		}
		if st.Chance {
			c := r.s.Chances[st.Index].Name
			add(c, "yes", c+".yes", count[pathKey{k, -1}])
			continue
		}
		ph := &r.s.Phases[st.Index]
		for a := range ph.Actions {
			if ph.Actions[a].Covert() {
				if ph.Actions[a].Exposed != nil {
					add(ph.Name, ph.Actions[a].Name+" (exposed)", ph.Name+"."+ph.Actions[a].Name, exposed[pathKey{k, a}])
				}
				continue
			}
			add(ph.Name, ph.Actions[a].Name, ph.Name+"."+ph.Actions[a].Name, count[pathKey{k, a}])
		}
	}
}

// tables fills what is stored but not printed.
func (r *run) tables(res *Result, weights []float64) {
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		x := DrawRow{Draw: d + 1, LogLikelihood: r.draws[d].filtered.LogLikelihood, Weight: weights[d], Parameters: r.draws[d].parameters}
		if r.tales[d].done {
			x.Stories = len(r.tales[d].stories)
			for k, t := range r.tales[d].stories {
				for _, e := range t.Events {
					if e.Action < 0 && !e.Happened {
						continue
					}
					res.StoryRows = append(res.StoryRows, StoryRow{Draw: d + 1, Story: k + 1, Period: r.s.PeriodLabel(e.Period), Phase: r.stepName(e.Step), Event: eventName(r.s, e.Step, e.Action, e.Exposed)})
				}
			}
		}
		res.DrawTable = append(res.DrawTable, x)
	}
}

func eventName(s *scenario.Scenario, step, action int, exposed bool) string {
	st := s.Steps[step]
	if st.Chance {
		return s.Chances[st.Index].Name
	}
	name := s.Phases[st.Index].Actions[action].Name
	if exposed {
		name += ".exposed"
	}
	return name
}

// diagnose says how far the run can be believed.
func (r *run) diagnose(ctx context.Context, res *Result, weights []float64) {
	var st story.Stats
	squares, largest := 0.0, 0.0
	exact := true
	for d := range r.draws {
		w := &r.draws[d]
		if !w.done {
			continue
		}
		res.Draws++
		squares += weights[d] * weights[d]
		largest = max(largest, weights[d])
		st.Add(w.stats)
		exact = exact && w.filtered.Exact
		res.Diag.Histories = max(res.Diag.Histories, w.filtered.Histories)
		if r.tales[d].done {
			st.Add(r.tales[d].stats)
		}
	}
	g := &res.Diag
	g.EffectiveDraws, g.MaxWeight = Number(1/squares), Number(largest)
	g.Solves, g.Cold, g.Warm, g.Local = st.Solves, st.Cold, st.Warm, st.Local
	g.Retraced, g.RetraceDiffer = st.Retraced, st.RetraceDiffer
	g.MaxResidual, g.MaxRegret = Number(st.MaxResidual), Number(math.NaN())
	g.PublicStates, g.SecretProfiles, g.DroppedMemories = st.Blocks, st.Profiles, st.Dropped
	g.FilterExact, g.DrawsRequested, g.ParetoK = exact, r.opt.Draws, Number(math.NaN())
	g.Interrupted = ctx.Err() != nil
	if res.Draws > 0 {
		g.StoriesPerDraw = Number(float64(res.Stories) / float64(res.Draws))
	}
	res.Timing["passes"], res.Timing["workers"] = st.Passes, r.opt.Workers
	warn := func(format string, args ...any) { res.Warnings = append(res.Warnings, fmt.Sprintf(format, args...)) }
	for q := range r.s.Questions {
		if r.lost(q) {
			warn("The question %s reads secrets or covert acts from a date on that has passed, and what was hidden then is not followed step by step: it has no probability. Leave out `from`, or ask about what is seen.", r.s.Questions[q].Name)
		}
	}
	if g.Interrupted {
		warn("The run was stopped early: %d of %d draws and %d stories were finished. What is shown rests on these alone.", res.Draws, r.opt.Draws, res.Stories)
	}
	switch ess := float64(g.EffectiveDraws); {
	case ess < 10 && ess < 0.25*float64(res.Draws):
		warn("Do not trust this forecast: the evidence leaves only %.1f effective draws of %d. The model as written hardly ever does what was seen; widen its ranges, look at the most surprising rows, or use more --draws.", ess, res.Draws)
	case ess < 50:
		warn("The evidence leaves %.0f effective draws of %d, fewer than the 50 that steady figures need; use more --draws.", ess, res.Draws)
	}
	if g.Local > 0 {
		warn("%d of %d look-aheads were solved off the principal branch, or could not be shown to be on it.", g.Local, g.Solves)
	}
	if g.RetraceDiffer > 0 {
		warn("%d of %d solutions checked by tracing from precision 0 had left the principal branch.", g.RetraceDiffer, g.Retraced)
	}
	if !exact {
		warn("What nobody reported could not be summed exactly (over %d histories); a particle filter stood in.", res.Diag.Histories)
	}
	missed := 0
	for d := range r.tales {
		missed += r.tales[d].missed
	}
	if missed > 0 {
		warn("In %d of %d stories an assumed act was not possible when its time came; there the actor chose freely.", missed, res.Stories)
	}
}
