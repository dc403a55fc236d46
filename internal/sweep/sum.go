package sweep

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/internal/evidence"
	"demarche/internal/importance"
	"demarche/internal/quantity"
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
	res.LookFor = r.lookFor()
	res.Trial = r.trial()
	if r.opt.NoEvidence {
		r.frequencies(res)
	}
	r.tables(res, weights)
	res.Answers = r.answers()
	r.hinges(ctx, res)
	r.flips(ctx, res)
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
		res.Sources = append(res.Sources, ParameterSource{Name: p.Name, Title: p.Title, Value: echo(&p.Dist) + correlatedWith(s, i), Basis: p.Basis})
	}
}

// correlatedWith says what parameter i is correlated with, as far as that comes after it.
func correlatedWith(s *scenario.Scenario, i int) string {
	var out []string
	for _, c := range s.Correlated {
		if c.A == i {
			out = append(out, fmt.Sprintf("%g with %s", c.Rank, s.Parameters[c.B].Name))
		}
	}
	if out == nil {
		return ""
	}
	return ", rank correlation " + strings.Join(out, ", ")
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
	return fmt.Sprintf("90%%: %.6g–%.6g", d.A, d.B)
}

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

// evidence says what became of every row, and how surprising it was.
func (r *run) evidence(res *Result) {
	res.Evidence = []EvidenceRow{}
	res.LogEv = Number(math.NaN())
	if r.set == nil {
		return
	}
	if !r.opt.NoEvidence {
		res.LogEv = Number(r.logEvidence())
	}
	reasons := r.seen.Reasons(r.set)
	for i, row := range r.set.Rows {
		x := EvidenceRow{
			ID: row.ID, Date: row.Date.String(), Reason: reasons[i], Source: row.Source, Note: row.Note,
			Reliability: Number(row.Reliability), Grade: row.Grade, Story: append([]string{}, r.seen.Story(r.set, i)...),
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
			l := r.logRow(i)
			x.LogLikelihood, x.Surprise = Number(l), Number(-l/math.Ln2)
		}
		res.Evidence = append(res.Evidence, x)
	}
}

// logEvidence is the logarithm of the mean likelihood over the prior's draws.
func (r *run) logEvidence() float64 {
	if r.tempered != nil {
		return r.tempered.evidence
	}
	var logs []float64
	for d := range r.draws {
		if r.draws[d].done {
			logs = append(logs, r.draws[d].Said.LogLikelihood)
		}
	}
	return logMean(logs)
}

// logRow is the log-probability of a row given what came before.
func (r *run) logRow(row int) float64 {
	spoken := func(w *weighed) (before, after float64) {
		before, after = math.Inf(-1), math.Inf(-1)
		first := true
		for i := range w.Said.Path {
			if b := &w.Said.Path[i]; b.Row == row {
				if first {
					before, first = b.Before, false
				}
				after = b.After
			}
		}
		return before, after
	}
	var before, after []float64
	set := r.better(func(w *weighed) float64 { before, _ := spoken(w); return before })
	for d := range set {
		if w := &set[d]; w.done {
			b, a := spoken(w)
			before, after = append(before, w.log(b)), append(after, w.log(a))
		}
	}
	return logMean(after) - logMean(before)
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
			groups = append(groups, r.tales[d].Stories)
			others = append(others, r.tales[d].Assumed)
			n += len(r.tales[d].Stories)
		}
	}
	out := []QuestionResult{}
	nan := Number(math.NaN())
	for q := range r.s.Questions {
		e := estimateOf(groups, q)
		x := QuestionResult{
			Name: r.s.Questions[q].Name, Title: r.s.Questions[q].Title, By: r.s.Questions[q].By.String(),
			Probability: Number(e.p), Interval: e.credible(), MonteCarlo: e.monteCarlo(),
			Previous: nan, PreviousIn: Interval{nan, nan}, Assumed: nan, AssumedIn: Interval{nan, nan}, Prior: nan,
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
		for _, t := range r.tales[d].Stories {
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
		x := DrawRow{Draw: d + 1, LogLikelihood: r.draws[d].Said.LogLikelihood, Weight: weights[d], Parameters: r.draws[d].parameters}
		if r.tales[d].done {
			x.Stories = len(r.tales[d].Stories)
			for k, t := range r.tales[d].Stories {
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
func (r *run) diagnose(ctx context.Context, res *Result) {
	weights, before := r.weights(), res.Warnings
	res.Warnings = []string{}
	st := r.spent
	exact := true
	for _, w := range r.first() {
		if w.done {
			res.Draws++
			st.Add(w.Stats)
		}
	}
	for d := range r.draws {
		if w := &r.draws[d]; w.done {
			exact = exact && w.Said.Exact
			res.Diag.Histories = max(res.Diag.Histories, w.Said.Histories)
		}
		if r.tales[d].done {
			st.Add(r.tales[d].Stats)
		}
	}
	g := &res.Diag
	g.EffectiveDraws, g.MaxWeight = Number(importance.Effective(weights)), Number(slices.Max(weights))
	g.Solves, g.Cold, g.Warm, g.Local = st.Solves, st.Cold, st.Warm, st.Local
	g.Retraced, g.RetraceDiffer = st.Retraced, st.RetraceDiffer
	g.MaxResidual, g.MaxRegret = Number(st.MaxResidual), Number(math.NaN())
	g.PublicStates, g.SecretProfiles, g.DroppedMemories = st.Blocks, st.Profiles, st.Dropped
	g.FilterExact, g.DrawsRequested = exact, r.opt.Draws
	g.Interrupted = ctx.Err() != nil
	_, k := r.smoothed()
	g.Method, g.ParetoK, g.Accepted = Importance, Number(k), quantity.None
	if m := r.tempered; m != nil {
		g.Method, g.ParetoK, g.Steps, g.Accepted = Tempered, quantity.None, m.stages, Number(m.accepted)
		g.EffectiveDraws = min(g.EffectiveDraws, Number(m.effective))
	}
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
		warn("The run was stopped early: %d of %d draws and %d stories were finished. What is shown rests on these alone, and what was to come after them is missing.", res.Draws, r.opt.Draws, res.Stories)
	}
	switch m := r.tempered; {
	case m != nil && !m.needed:
		warn("The parameters were drawn anew step by step, as asked (tempered sequential Monte Carlo, %d steps, %.0f%% of the moves accepted).", m.stages, 100*m.accepted)
	case m != nil:
		warn("Few of the draws from the prior lie where the evidence points, so the parameters were drawn anew, nearer and nearer to it (tempered sequential Monte Carlo, %d steps, %.0f%% of the moves accepted).", m.stages, 100*m.accepted)
	case k > importance.Reliable:
		warn("The weights of the draws have a heavy tail (Pareto k %.2f, above %.1f): a few draws may decide the figures; use more --draws, or --inference tempered.", k, importance.Reliable)
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
		missed += r.tales[d].Missed
	}
	if missed > 0 {
		warn("In %d of %d stories an assumed act was not possible when its time came; there the actor chose freely.", missed, res.Stories)
	}
	res.Warnings = append(res.Warnings, before...)
}
