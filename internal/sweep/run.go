// Package sweep runs a scenario over many draws of its parameters: it weighs
// each draw by the evidence, tells stories from the as-of date, and sums up.
package sweep

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/work"
)

// This file is the plan of a run, and the workers that carry it out.

// Options of a run. The zero value asks for the defaults.
type Options struct {
	AsOf       scenario.Date // zero: the scenario's
	Seed       uint64
	Draws      int // parameter draws weighed by the evidence; 0: DefaultDraws
	Stories    int // stories told from the as-of date; 0: DefaultStories
	Workers    int // 0: one a core
	Precision  float64
	MaxMemory  int64 // bytes for one look-ahead and its solution; 0: no bound
	NoEvidence bool
	Assume     []Assumption
	Previous   bool // also forecast from a period earlier
	Progress   func(Progress)
}

// Defaults of a run.
const (
	DefaultDraws   = 200
	DefaultStories = 200
	earlyDraws     = 12 // draws after which a first partial forecast is made
	retraceShare   = 0.02
)

// Assumption imposes an act, which nobody then takes as a sign of anything.
type Assumption struct {
	Period int
	Step   int // place in scenario.Steps
	Action int
	Text   string
}

// Progress is how far a run has come.
type Progress struct {
	work.Progress
	Partial []QuestionResult // a first forecast from few draws, once; else nil
}

// weighed is one draw of the parameters after the evidence.
type weighed struct {
	parameters []float64
	filtered   *evidence.Filtered
	start      *lookahead.Position // before any evidence
	moments    []held
	stats      story.Stats
	done       bool
}

// held is a particle kept for its stories.
type held struct {
	moment *story.Moment // only where play follows one solved tree
	pos    *lookahead.Position
	w      float64
	yes    []bool
	stale  []int32
}

// told is the stories of one draw.
type told struct {
	stories []*story.Told
	assumed []*story.Told
	next    []nextShare
	missed  int // stories in which an assumption could not be imposed
	stats   story.Stats
	done    bool
}

// run is a run in hand.
type run struct {
	s     *scenario.Scenario
	src   *lookahead.Source
	set   *evidence.Set
	seen  *evidence.Observed // what is over and what was reported
	clock story.Clock
	wins  []story.Window
	opt   Options
	draws []weighed
	tales []told
	begun time.Time
	pairs []int // by draw: pairs of stories
}

// Run forecasts the questions of a scenario given its evidence (nil: none).
// The result depends on the scenario, the evidence, the options and the seed
// alone, not on the number of workers. When ctx ends early the result holds
// what was finished, Diag.Interrupted is set, and the error is nil.
func Run(ctx context.Context, s *scenario.Scenario, set *evidence.Set, opt Options) (*Result, error) {
	r, err := newRun(s, set, opt)
	if err != nil {
		return nil, err
	}
	// Look-aheads are made and dropped by the thousand; memory is not what is short.
	defer debug.SetGCPercent(debug.SetGCPercent(200))
	if err := r.weigh(ctx); err != nil {
		return nil, err
	}
	if err := r.possible(); err != nil {
		return nil, err
	}
	r.allocate()
	if err := r.tell(ctx); err != nil {
		return nil, err
	}
	res, err := r.result(ctx)
	if err != nil {
		return nil, err
	}
	if opt.Previous && ctx.Err() == nil {
		if err := r.previous(ctx, res); err != nil {
			return nil, err
		}
	}
	res.Timing["seconds"] = time.Since(r.begun).Seconds()
	return res, nil
}

func newRun(s *scenario.Scenario, set *evidence.Set, opt Options) (*run, error) {
	if opt.Draws == 0 {
		opt.Draws = DefaultDraws
	}
	if opt.Stories == 0 {
		opt.Stories = DefaultStories
	}
	if opt.Workers <= 0 {
		opt.Workers = runtime.GOMAXPROCS(0)
	}
	if opt.AsOf.IsZero() {
		opt.AsOf = s.AsOf
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		return nil, err
	}
	r := &run{s: s, src: src, set: set, opt: opt, begun: time.Now(), wins: story.Windows(s)}
	if p := s.PeriodOf(opt.AsOf); p < 1 {
		return nil, fmt.Errorf("the as-of date %s is before the scenario starts (%s); choose a later one", opt.AsOf, s.Start)
	}
	full := set.Observe(s, opt.AsOf)
	r.clock = story.Clock{Period: full.CutPeriod, Step: full.CutStep - 1}
	r.seen = full
	if opt.NoEvidence {
		var none *evidence.Set
		r.seen = none.Observe(s, opt.AsOf)
	}
	r.draws = make([]weighed, opt.Draws)
	return r, r.fits()
}

// fits refuses a first look-ahead that would be too large before any work is done.
func (r *run) fits() error {
	m, err := r.src.NewModel(random.Medians(r.s))
	if err != nil {
		return err
	}
	pos, err := m.Start()
	if err != nil {
		return err
	}
	return m.Fits(pos, lookahead.Limits{Bytes: r.opt.MaxMemory})
}

// checked is work with what a question cannot answer as an error.
func checked(work func(i int) error, i int) (err error) {
	defer lookahead.Recover(&err)
	return work(i)
}

// each does a stage of the work for every index below n; see work.Each.
func (r *run) each(ctx context.Context, stage string, n int, do func(i int) error) error {
	var tell func(int)
	if r.opt.Progress != nil {
		tell = func(done int) {
			r.opt.Progress(Progress{Progress: work.Progress{Stage: stage, Done: done, Total: n, Elapsed: time.Since(r.begun)}})
		}
	}
	return work.Each(ctx, r.opt.Workers, n, tell, func(i int) error { return checked(do, i) })
}

func (r *run) teller(d int, ctx context.Context) (*story.Teller, error) {
	m, err := r.src.NewModel(r.draws[d].parameters)
	if err != nil {
		return nil, err
	}
	return &story.Teller{M: m, Opt: story.Options{
		Limits:    lookahead.Limits{Bytes: r.opt.MaxMemory},
		Precision: r.opt.Precision, Share: retraceShare,
		Retrace: random.New(r.opt.Seed, d, 0, random.UseRetrace),
		Stop:    func() bool { return ctx.Err() != nil },
	}}, nil
}

// weigh draws the parameters and weighs every draw by the evidence. After the
// first few draws it makes a partial forecast, for the impatient.
func (r *run) weigh(ctx context.Context) error {
	for d := range r.draws {
		rng := random.New(r.opt.Seed, d, 0, random.UseParameters)
		r.draws[d].parameters = random.Parameters(r.s, func(int) float64 { return rng.Open() })
	}
	early := min(earlyDraws, len(r.draws))
	one := func(d int) error { return r.weighOne(ctx, d) }
	if r.opt.Progress != nil && len(r.draws) > 2*early {
		if err := r.each(ctx, "a first look", early, one); err != nil {
			return err
		}
		r.early(ctx, early)
	} else {
		early = 0
	}
	return r.each(ctx, "weighing draws", len(r.draws)-early, func(i int) error { return one(early + i) })
}

func (r *run) weighOne(ctx context.Context, d int) error {
	t, err := r.teller(d, ctx)
	if err != nil {
		return fmt.Errorf("draw %d: %w", d+1, err)
	}
	f, err := evidence.Filter(t, r.seen, evidence.FilterOptions{Clock: r.clock, Stream: random.New(r.opt.Seed, d, 0, random.UseFilter)})
	if ctx.Err() != nil {
		return context.Canceled
	}
	if err != nil {
		return fmt.Errorf("draw %d: %w", d+1, err)
	}
	w := &r.draws[d]
	for _, p := range f.Particles {
		h := held{pos: p.Moment.Pos, w: math.Exp(p.LogW), yes: p.Yes, stale: p.Stale}
		if l := p.Moment.Look; l != nil && (l.Tree.Exact || p.Moment.Over()) {
			h.moment = p.Moment
		}
		w.moments = append(w.moments, h)
	}
	f.Particles = nil
	if w.start, err = t.M.Start(); err != nil {
		return err
	}
	w.filtered, w.stats, w.done = f, t.Stats, true
	return nil
}

// early tells one story for each of a few draws and reports a partial forecast.
func (r *run) early(ctx context.Context, n int) {
	small := run{s: r.s, src: r.src, set: r.set, seen: r.seen, clock: r.clock, wins: r.wins, opt: r.opt, begun: r.begun}
	small.draws = r.draws[:n]
	small.pairs = make([]int, n)
	weights := small.weights()
	rng := random.New(r.opt.Seed, 0, 0, random.UseTruth)
	for range (n + 1) / 3 {
		if k := rng.Pick(weights); k >= 0 {
			small.pairs[k]++
		}
	}
	small.opt.Progress, small.opt.Assume = nil, nil
	if small.tell(ctx) != nil || ctx.Err() != nil {
		return
	}
	questions, _ := small.questions(false)
	r.opt.Progress(Progress{work.Progress{Stage: "a first look", Done: n, Total: n, Elapsed: time.Since(r.begun)}, questions})
}

// weights is each draw's share of the posterior.
func (r *run) weights() []float64 {
	out := make([]float64, len(r.draws))
	top := math.Inf(-1)
	for d := range r.draws {
		if r.draws[d].done {
			top = max(top, r.draws[d].filtered.LogLikelihood)
		}
	}
	if math.IsInf(top, -1) {
		return out
	}
	sum := 0.0
	for d := range r.draws {
		if r.draws[d].done {
			out[d] = math.Exp(r.draws[d].filtered.LogLikelihood - top)
			sum += out[d]
		}
	}
	for d := range out {
		out[d] /= sum
	}
	return out
}

// possible refuses evidence that cannot have happened under any draw.
func (r *run) possible() error {
	for d := range r.draws {
		if !r.draws[d].done || !math.IsInf(r.draws[d].filtered.LogLikelihood, -1) {
			return nil
		}
	}
	for d := range r.draws {
		if !r.draws[d].done {
			continue
		}
		path := r.draws[d].filtered.Path
		last := path[len(path)-1]
		where := fmt.Sprintf("%s in period %s", r.stepName(last.Step), r.s.PeriodLabel(max(last.Period, 1)))
		if ob, ok := r.seen.At(last.Period, last.Step); ok && ob.Row >= 0 {
			last.Row = ob.Row
		}
		if last.Row >= 0 {
			row := r.set.Rows[last.Row]
			return fmt.Errorf("%s: row %s says what cannot have happened under this model (%s); change its action, give it a reliability below 1, or let the model allow it", row.At, row.ID, where)
		}
		return fmt.Errorf("under this model it cannot be that nothing was reported of %s; add a row for it, or let the quiet act be possible there", where)
	}
	return nil
}

func (r *run) stepName(k int) string {
	if k < 0 {
		return "the start"
	}
	if st := r.s.Steps[k]; st.Chance {
		return r.s.Chances[st.Index].Name
	} else {
		return r.s.Phases[st.Index].Name
	}
}

// allocate gives each draw its stories, in pairs, in proportion to its weight
// (systematic resampling, Kitagawa 1996). Pairs tell chance within a draw from
// differences between draws.
func (r *run) allocate() {
	r.pairs = make([]int, len(r.draws))
	weights := r.weights()
	n := max(r.opt.Stories/2, 1)
	u := random.New(r.opt.Seed, 0, 0, random.UseTruth).Float64()
	cum, k := 0.0, 0
	for d, w := range weights {
		cum += w * float64(n)
		for float64(k)+u < cum && k < n {
			r.pairs[d]++
			k++
		}
	}
}

// tell tells the stories of every draw that has some.
func (r *run) tell(ctx context.Context) error {
	r.tales = make([]told, len(r.draws))
	var list []int
	for d, n := range r.pairs {
		if n > 0 {
			list = append(list, d)
		}
	}
	return r.each(ctx, "telling stories", len(list), func(i int) error {
		d := list[i]
		t, err := r.teller(d, ctx)
		if err == nil {
			err = r.tellOne(t, d)
		}
		if ctx.Err() != nil {
			return context.Canceled
		}
		if err != nil {
			return fmt.Errorf("draw %d: %w", d+1, err)
		}
		r.tales[d].stats = t.Stats
		r.tales[d].done = true
		return nil
	})
}

func (r *run) tellOne(t *story.Teller, d int) error {
	w, out := &r.draws[d], &r.tales[d]
	begun := make([]*story.Moment, len(w.moments))
	shares := make([]float64, len(w.moments))
	for k := range w.moments {
		shares[k] = w.moments[k].w
	}
	best := 0
	for k := range shares {
		if shares[k] > shares[best] {
			best = k
		}
	}
	moment := func(k int) (*story.Moment, error) {
		if begun[k] == nil {
			if begun[k] = w.moments[k].moment; begun[k] == nil {
				var err error
				if begun[k], err = t.Begin(w.moments[k].pos, nil, 0); err != nil {
					return nil, err
				}
			}
		}
		return begun[k], nil
	}
	m, err := moment(best)
	if err != nil {
		return err
	}
	out.next = r.nextOf(m)
	for n := range 2 * r.pairs[d] {
		rng := random.New(r.opt.Seed, d, n+1, random.UseStory)
		k := rng.Pick(shares)
		m, err := moment(k)
		if err != nil {
			return err
		}
		clock := r.clock
		clock.Stale = w.moments[k].stale
		truth := m.Draw(rng)
		yes := append([]bool(nil), w.moments[k].yes...)
		clock.Pass(m.Before())
		t.Answers(r.wins, &clock, m.Before(), m.Settled(), yes)
		after := *rng // assumptions are compared under common random numbers
		s, err := t.Tell(m, truth, r.wins, clock, yes, rng)
		if err != nil {
			return err
		}
		out.stories = append(out.stories, s)
		if len(r.opt.Assume) > 0 {
			t.Impose = r.imposed()
			s, err := t.Tell(m, truth, r.wins, clock, yes, &after)
			t.Impose = nil
			if err != nil {
				return err
			}
			if s.Missed {
				out.missed++
			}
			out.assumed = append(out.assumed, s)
		}
	}
	return nil
}

func (r *run) imposed() map[[2]int]int {
	out := map[[2]int]int{}
	for _, a := range r.opt.Assume {
		out[[2]int{a.Period, a.Step}] = a.Action
	}
	return out
}

// previous forecasts from one period before, with fewer stories, for "last month → now".
func (r *run) previous(ctx context.Context, res *Result) error {
	p := r.s.PeriodOf(r.opt.AsOf) - 1
	if p < 1 {
		return nil
	}
	opt := r.opt
	opt.AsOf = scenario.Date{Time: r.s.PeriodStart(p).AddDate(0, 0, r.opt.AsOf.Day()-1)}
	if r.s.Unit != scenario.Month {
		opt.AsOf = r.s.PeriodStart(p)
	}
	opt.Draws, opt.Stories = max(opt.Draws/5, 2), max(opt.Stories/5, 2)
	opt.Previous, opt.Assume = false, nil
	if opt.Progress != nil {
		show := opt.Progress
		opt.Progress = func(p Progress) {
			p.Stage, p.Partial = "the forecast a period ago: "+p.Stage, nil
			show(p)
		}
	}
	old, err := newRun(r.s, r.set, opt)
	if err != nil {
		return err
	}
	old.begun = r.begun
	if err := old.weigh(ctx); err != nil {
		return err
	}
	if old.possible() != nil {
		return nil
	}
	old.allocate()
	if err := old.tell(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	questions, _ := old.questions(false)
	for q := range res.Questions {
		res.Questions[q].Previous = questions[q].Probability
	}
	return nil
}
