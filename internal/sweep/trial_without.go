package sweep

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"demarche/internal/evidence"
	"demarche/internal/importance"
	"demarche/internal/logspace"
	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/story"
	"demarche/internal/trial"
)

// This file weighs some draws anew on other evidence: with one report left out
// at a time, and with all reports taken for certain.

// Bounds of the cost of it.
const (
	// DefaultTrial is how many draws are weighed anew for every report.
	DefaultTrial = 8
	// trialStates is how many public states, over the histories that are followed at
	// once, a trial may solve for a step: so many histories as have room in it, but
	// at least fewestHistories.
	trialStates     = 3000
	fewestHistories = 3
)

// LeaveOneOut is how far each conclusion rests on each report: how it would
// change if the report had not come in and nobody knew what happened there. That
// is summed over, not taken for quiet.
type LeaveOneOut struct {
	Draws     int       `json:"draws"`     // weighed anew, picked in proportion to their weight; all, where they are few
	Stories   int       `json:"stories"`   // told for each report, the same random numbers in each
	Histories int       `json:"histories"` // most public histories carried at once
	Exact     bool      `json:"exact"`     // what was left open was summed exactly, else by particles
	Rows      []LeftOut `json:"rows"`      // in the order in which things happened
}

// LeftOut is what changes without one report.
type LeftOut struct {
	ID             string       `json:"id"`
	Date           string       `json:"date"`
	Phase          string       `json:"phase"`
	Action         string       `json:"action"`
	EffectiveDraws Number       `json:"effective_draws"` // what the draws are worth without the report
	Conclusions    []Conclusion `json:"conclusions"`
	Largest        Number       `json:"largest"` // absolute change of any conclusion
}

// Conclusion is the probability of one value of a secret, or of a question, on
// the evidence and on other evidence. Change is estimated on the same draws and
// the same random numbers; Other is With and Change.
type Conclusion struct {
	Secret   string   `json:"secret,omitempty"`
	Value    string   `json:"value,omitempty"`
	Question string   `json:"question,omitempty"`
	With     Number   `json:"with"`
	Other    Number   `json:"other"`
	Change   Number   `json:"change"`
	Interval Interval `json:"interval"` // 90%, of Change, from the variance between draws; null of one draw
}

// CertainTrial is the trial with every report taken for certain.
type CertainTrial struct {
	Draws          int           `json:"draws"`
	EffectiveDraws Number        `json:"effective_draws"`
	Matrices       []TrialMatrix `json:"matrices"`
	Conclusions    []Conclusion  `json:"conclusions"`
	// Contradictions are the reports at which the evidence, taken for certain,
	// cannot have happened under the model, most frequent first.
	Contradictions []Contradiction `json:"contradictions"`
}

// Contradiction is a report that cannot be certain if those before it are.
type Contradiction struct {
	ID     string `json:"id"` // "" where it is that nothing was reported
	Period string `json:"period"`
	Phase  string `json:"phase"`
	Share  Number `json:"share"` // of the draws, by their weight
}

// tried is one draw on all the evidences. It is kept from one process to the next.
type tried struct {
	Base   verdict
	Others []verdict // by variant
	Stats  story.Stats
}

// verdict is what one draw concludes from some evidence.
type verdict struct {
	Log             float64   // likelihood of the evidence; −Inf: nothing below
	Secrets         []float64 // by secret and value, one after the other
	Yes, Martingale []float64 // by question: mean over the stories of the answer, and of the answer less its hazard
	Noted           []evidence.Noted
	Broken          evidence.Belief // the last step, where Log is −Inf
	Exact           bool
	Histories       int
	stories         []retold
	particles       []evidence.Particle
	begin           *story.Moment
}

// retold is a story and the particle that it starts from.
type retold struct {
	particle int
	told     *story.Told
}

// variant is other evidence.
type variant struct {
	row  int // left out; −1: every report is certain
	seen *evidence.Observed
}

// chosen is a draw that is weighed anew.
type chosen struct {
	draw   int
	log    float64 // of its weight, apart from the likelihood
	copies int
}

// onTrial weighs opt.Trial draws anew and fills in what follows of it. It does
// nothing where that is 0, where there is no evidence, or where ctx is done.
func (r *run) onTrial(ctx context.Context, res *Result) error {
	variants := r.variants()
	if r.opt.Trial <= 0 || len(variants) == 0 || ctx.Err() != nil {
		return nil
	}
	draws := r.choose(r.opt.Trial)
	results := make([]tried, len(draws))
	err := r.each(ctx, "putting the evidence on trial", len(draws), func(i int) error {
		key := fmt.Sprintf("trial/%d/%d", r.draws[draws[i].draw].stream, draws[i].copies)
		if r.recall(key, &results[i]) {
			return nil
		}
		if err := r.try(ctx, &draws[i], variants, &results[i]); err != nil {
			if ctx.Err() != nil {
				return context.Canceled
			}
			return fmt.Errorf("draw %d: %w", draws[i].draw+1, err)
		}
		r.keep(key, &results[i])
		return nil
	})
	if err != nil || ctx.Err() != nil {
		if ctx.Err() != nil {
			res.Warnings = append(res.Warnings, "The run was stopped before the evidence had been put on trial.")
			res.Diag.Interrupted = true
		}
		return err
	}
	for i := range results {
		r.spent.Add(results[i].Stats)
	}
	if res.Trial == nil {
		res.Trial = &Trial{Matrices: []TrialMatrix{}}
	}
	r.leaveOneOut(res, variants, draws, results)
	r.certain(res, variants, draws, results)
	return nil
}

// variants are the evidences to compare with: without each row that speaks, in
// the order of the steps, and with every row certain where some are not.
func (r *run) variants() []variant {
	if r.set == nil || r.opt.NoEvidence {
		return nil
	}
	var out []variant
	doubt := false
	for period, step := 1, 0; r.seen.Over(period, step); {
		if ob, _ := r.seen.At(period, step); ob.Row >= 0 {
			out = append(out, variant{ob.Row, r.set.Without(ob.Row).Observe(r.s, r.opt.AsOf)})
			doubt = doubt || ob.Reliability < 1
		}
		if step++; step == len(r.s.Steps) {
			period, step = period+1, 0
		}
	}
	if doubt {
		out = append(out, variant{-1, r.set.Certain().Observe(r.s, r.opt.AsOf)})
	}
	return out
}

// choose picks n draws in proportion to their weight by systematic resampling
// (Kitagawa 1996); all of them, each once, where there are not more.
func (r *run) choose(n int) []chosen {
	var out []chosen
	for d := range r.draws {
		if r.draws[d].done {
			out = append(out, chosen{d, r.draws[d].log(0), 1})
		}
	}
	if len(out) <= n {
		return out
	}
	out = nil
	u := random.New(r.opt.Seed, 0, 0, random.UseTrial).Float64()
	for d, copies := range importance.Systematic(r.weights(), n, u) {
		if copies > 0 {
			out = append(out, chosen{d, math.Log(float64(copies)) - r.draws[d].Said.LogLikelihood, copies})
		}
	}
	return out
}

// try weighs one draw on every evidence, and tells stories from each.
func (r *run) try(ctx context.Context, c *chosen, variants []variant, out *tried) error {
	w := &r.draws[c.draw]
	t, err := r.teller(w, ctx)
	if err != nil {
		return err
	}
	stories := 2 * c.copies
	histories := min(evidence.DefaultExact, max(fewestHistories, trialStates/max(w.Stats.Blocks, 1)))
	if w.Said.Histories <= histories { // what was seen is followed once for all evidences
		t.Opt.Keep = math.MaxInt
	}
	base, err := r.verdict(t, w, r.seen, evidence.FilterOptions{Stream: random.New(r.opt.Seed, w.stream, 0, random.UseFilter)}, nil, stories)
	if err != nil {
		return err
	}
	out.Base = *base
	for _, v := range variants {
		opt := evidence.FilterOptions{Exact: histories, Particles: histories, Begin: base.begin, Along: r.seen,
			Stream: random.New(r.opt.Seed, w.stream, v.row+2, random.UseTrial)}
		x, err := r.verdict(t, w, v.seen, opt, base, stories)
		if err != nil {
			return err
		}
		if v.row >= 0 {
			x.Noted = nil
		}
		x.stories, x.particles, x.begin = nil, nil, nil
		out.Others = append(out.Others, *x)
	}
	out.Base.Noted, out.Base.stories, out.Base.particles, out.Base.begin = nil, nil, nil, nil
	out.Stats = t.Stats
	return nil
}

// verdict weighs a draw on some evidence and tells stories. Stories that are the
// same as on the evidence of base are not told again.
func (r *run) verdict(t *story.Teller, w *weighed, seen *evidence.Observed, opt evidence.FilterOptions, base *verdict, stories int) (*verdict, error) {
	opt.Clock = r.clock
	keep := t.Opt.Keep
	if base != nil {
		t.Opt.Keep = -1 // what only this evidence leads to
	}
	f, err := evidence.Filter(t, seen, opt)
	t.Opt.Keep = 0
	defer func() { t.Opt.Keep = keep }()
	if err != nil {
		return nil, err
	}
	out := &verdict{Log: f.LogLikelihood, Noted: f.Noted, Exact: f.Exact, Histories: f.Histories, begin: f.Begin, particles: f.Particles}
	if len(f.Particles) == 0 {
		out.Broken = f.Path[len(f.Path)-1]
		return out, nil
	}
	if base != nil {
		out.particles = inOrderOf(base.particles, f.Particles)
	}
	shares := make([]float64, len(out.particles))
	for k := range out.particles {
		p := &out.particles[k]
		shares[k] = math.Exp(p.LogW)
		for j, m := range t.M.Src.Marginals(p.Moment.Pos) {
			at := 0
			for i := range j {
				at += r.s.Secrets[i].Domain.Size()
			}
			for v := range m {
				if at+v >= len(out.Secrets) {
					out.Secrets = append(out.Secrets, 0)
				}
				out.Secrets[at+v] += shares[k] * m[v]
			}
		}
	}
	begun := make([]*story.Moment, len(out.particles))
	out.Yes, out.Martingale = make([]float64, len(r.wins)), make([]float64, len(r.wins))
	for n := range stories {
		rng := random.New(r.opt.Seed, w.stream, n+1, random.UseStory)
		k := rng.Pick(shares)
		p := &out.particles[k]
		var s *story.Told
		if base != nil && n < len(base.stories) && samePlace(p, &base.particles[base.stories[n].particle]) {
			s = base.stories[n].told
		} else {
			if begun[k] == nil {
				begun[k] = p.Moment
				if l := p.Moment.Look; l == nil || !l.Tree.Exact && !p.Moment.Over() {
					if begun[k], err = t.Begin(p.Moment.Pos, nil, 0); err != nil {
						return nil, err
					}
				}
			}
			clock, truth, yes := r.ready(t, begun[k], p.Stale, p.Yes, rng)
			if s, err = t.Tell(begun[k], truth, r.wins, clock, yes, rng); err != nil {
				return nil, err
			}
		}
		out.stories = append(out.stories, retold{k, s})
		for q := range r.wins {
			out.Yes[q] += outcome(s, q) / float64(stories)
			out.Martingale[q] += (outcome(s, q) - s.Hazard[q]) / float64(stories)
		}
	}
	return out, nil
}

// inOrderOf puts first, in the order of base, the particles of list that stand
// where one of base does, so that the same random number picks the same one.
func inOrderOf(base, list []evidence.Particle) []evidence.Particle {
	var out []evidence.Particle
	used := make([]bool, len(list))
	for b := range base {
		if k := slices.IndexFunc(list, func(p evidence.Particle) bool { return samePlace(&p, &base[b]) }); k >= 0 && !used[k] {
			used[k] = true
			out = append(out, list[k])
		}
	}
	for k := range list {
		if !used[k] {
			out = append(out, list[k])
		}
	}
	return out
}

// samePlace reports whether play goes on in the same way from two particles.
func samePlace(a, b *evidence.Particle) bool {
	x, y := a.Moment.Pos, b.Moment.Pos
	return x.World.Period == y.World.Period && x.World.Step == y.World.Step && x.World.Ended == y.World.Ended &&
		slices.Equal(x.World.Vars, y.World.Vars) && slices.Equal(x.World.Flags, y.World.Flags) &&
		slices.Equal(x.Profiles, y.Profiles) && slices.Equal(x.Belief, y.Belief) &&
		slices.Equal(a.Yes, b.Yes) && slices.Equal(a.Stale, b.Stale)
}

// trialWeights weighs the chosen draws by the likelihoods that of gives, not normalised
// but on one scale for all evidences.
func trialWeights(draws []chosen, results []tried, of func(x *tried) *verdict) []float64 {
	top := math.Inf(-1)
	logs := make([]float64, len(draws))
	for i := range draws {
		logs[i] = draws[i].log + of(&results[i]).Log
		top = max(top, logs[i])
	}
	for i := range logs {
		logs[i] = math.Exp(logs[i] - top)
	}
	return logs
}

// compare is every conclusion on the evidence and on another; none if the latter
// cannot have happened in any draw. It says how many draws the latter leaves.
func (r *run) compare(res *Result, draws []chosen, results []tried, of func(x *tried) *verdict) (out []Conclusion, effective Number) {
	out = []Conclusion{}
	w := trialWeights(draws, results, func(x *tried) *verdict { return &x.Base })
	v := trialWeights(draws, results, of)
	if !slices.ContainsFunc(v, func(x float64) bool { return x > 0 }) {
		return out, quantity.None
	}
	by := func(from func(x *verdict) float64) trial.Change {
		x, y := make([]float64, len(draws)), make([]float64, len(draws))
		for i := range draws {
			if w[i] > 0 {
				x[i] = from(&results[i].Base)
			}
			if v[i] > 0 {
				y[i] = from(of(&results[i]))
			}
		}
		return trial.Compare(w, x, v, y)
	}
	conclude := func(c Conclusion, with Number, d trial.Change) {
		c.With, c.Change, c.Interval = with, Number(d.By), Interval{Number(d.Low), Number(d.High)}
		c.Other = Number(math.Min(math.Max(float64(with)+d.By, 0), 1))
		out = append(out, c)
	}
	at := 0
	for j := range r.s.Secrets {
		sec := &r.s.Secrets[j]
		for u := range sec.Domain.Size() {
			label, k := sec.Domain.Label(u), at
			conclude(Conclusion{Secret: sec.Name, Value: label}, res.Posterior.Secrets[sec.Name][label], by(func(x *verdict) float64 { return x.Secrets[k] }))
			at++
		}
	}
	var groups [][]*story.Told
	for d := range r.tales {
		groups = append(groups, r.tales[d].Stories)
	}
	for q := range r.s.Questions {
		if r.lost(q) {
			continue
		}
		beta := estimateOf(groups, q).beta
		conclude(Conclusion{Question: r.s.Questions[q].Name}, res.Questions[q].Probability, by(func(x *verdict) float64 { return x.Yes[q] - beta*x.Martingale[q] }))
	}
	total := 0.0
	for _, x := range v {
		total += x
	}
	for i := range v {
		v[i] /= total
	}
	return out, Number(importance.Effective(v))
}

func (r *run) leaveOneOut(res *Result, variants []variant, draws []chosen, results []tried) {
	out := &LeaveOneOut{Exact: true, Rows: []LeftOut{}}
	for _, c := range draws {
		out.Draws += c.copies
		out.Stories += 2 * c.copies
	}
	for i := range results {
		for k := range results[i].Others {
			out.Exact = out.Exact && results[i].Others[k].Exact
			out.Histories = max(out.Histories, results[i].Others[k].Histories)
		}
	}
	for k, v := range variants {
		if v.row < 0 {
			continue
		}
		row := r.rowOf(v.row)
		x := LeftOut{ID: row.ID, Date: row.Date, Phase: row.Phase, Action: row.Action}
		x.Conclusions, x.EffectiveDraws = r.compare(res, draws, results, func(t *tried) *verdict { return &t.Others[k] })
		for _, c := range x.Conclusions {
			x.Largest = Number(math.Max(float64(x.Largest), math.Abs(float64(c.Change))))
		}
		out.Rows = append(out.Rows, x)
	}
	if len(out.Rows) > 0 {
		res.Trial.Without = out
	}
}

// certain fills in the trial with every report taken for certain.
func (r *run) certain(res *Result, variants []variant, draws []chosen, results []tried) {
	k := slices.IndexFunc(variants, func(v variant) bool { return v.row < 0 })
	if k < 0 {
		return
	}
	of := func(x *tried) *verdict { return &x.Others[k] }
	out := &CertainTrial{Matrices: []TrialMatrix{}, Contradictions: []Contradiction{}}
	for _, c := range draws {
		out.Draws += c.copies
	}
	out.Conclusions, out.EffectiveDraws = r.compare(res, draws, results, of)
	if len(r.s.Secrets) > 0 {
		out.Matrices = r.matrices(variants[k].seen, func(place pathKey) []weighedStep {
			var list []weighedStep
			for i := range draws {
				if n := notedAt(of(&results[i]).Noted, place); n != nil {
					list = append(list, weighedStep{draws[i].log, n})
				}
			}
			return list
		})
	}
	w := trialWeights(draws, results, func(x *tried) *verdict { return &x.Base })
	total, broken := 0.0, map[pathKey]float64{}
	for i := range draws {
		total += w[i]
		if v := of(&results[i]); math.IsInf(v.Log, -1) {
			broken[v.where()] += w[i]
		}
	}
	for place, share := range broken {
		c := Contradiction{Period: r.s.PeriodLabel(place.period), Phase: r.stepName(place.step), Share: Number(share / total)}
		if ob, ok := r.seen.At(place.period, place.step); ok && ob.Row >= 0 {
			c.ID = r.set.Rows[ob.Row].ID
		}
		out.Contradictions = append(out.Contradictions, c)
	}
	slices.SortFunc(out.Contradictions, func(a, b Contradiction) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(a.Period, b.Period), cmp.Compare(a.Phase, b.Phase))
	})
	res.Trial.Certain = out
}

// where is the step at which the evidence cannot have happened any more.
func (v *verdict) where() pathKey {
	for i := range v.Noted {
		if n := &v.Noted[i]; math.IsInf(logspace.Sum(n.With), -1) {
			return pathKey{n.Period, n.Step}
		}
	}
	return pathKey{max(v.Broken.Period, 1), v.Broken.Step}
}
