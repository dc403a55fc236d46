// Package sweep runs a scenario over many draws of its parameters: it weighs
// each draw by the evidence, tells stories from the as-of date, and sums up.
package sweep

import (
	"context"
	"fmt"
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
	AsOf        scenario.Date // zero: the scenario's
	Seed        uint64
	Draws       int // parameter draws weighed by the evidence; 0: DefaultDraws
	Stories     int // stories told from the as-of date; 0: DefaultStories
	Workers     int // 0: one a core
	Precision   float64
	MaxMemory   int64 // bytes for one look-ahead and its solution; 0: no bound
	NoEvidence  bool
	Assume      []Assumption
	Method      string         // Auto, Importance, Tempered; "": Auto
	Previous    bool           // also forecast from a period earlier
	Sensitivity bool           // say what the forecasts hinge on
	Confirm     int            // of Sensitivity: how many changes of one parameter runs confirm; 0: flip.DefaultConfirm, below 0: none
	Shift       []float64      // by parameter: standard deviations by which its distribution is moved; nil: none
	UpperHand   int            // draws to measure who has the upper hand in; 0: not asked for
	Trial       int            // draws to weigh anew with each report left out, and with all certain; 0: not asked for
	Progress    func(Progress) `json:"-"`
	Memo        work.Memo      `json:"-"` // what an earlier process has done of this very run; nil: nothing
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

// told is the stories of one draw. It is kept from one process to the next.
type told struct {
	Stories []*story.Told
	Assumed []*story.Told
	Next    []nextShare
	Sights  sights // what may be seen next
	Missed  int    // stories in which an assumption could not be imposed
	Stats   story.Stats
	done    bool
}

// within tells the progress of a run that is a part of another, under a name; nil
// if nobody listens.
func (o *Options) within(name string) func(Progress) {
	if o.Progress == nil {
		return nil
	}
	show := o.Progress
	return func(p Progress) {
		p.Stage, p.Partial = name+": "+p.Stage, nil
		show(p)
	}
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
	prior []weighed // where the draws are tempered: those that were drawn first
	tales []told
	begun time.Time
	pairs []int  // by draw: pairs of stories
	place string // before the keys of what is remembered

	tempered *tempering  // nil: draws from the prior
	spent    story.Stats // on draws that were proposed, beside those in draws and prior
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
	if err := r.onward(ctx); err != nil {
		return nil, err
	}
	res, err := r.result(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.onTrial(ctx, res); err != nil {
		return nil, err
	}
	if err := r.upperHand(ctx, res); err != nil {
		return nil, err
	}
	if opt.Previous && ctx.Err() == nil {
		if err := r.previous(ctx, res); err != nil {
			return nil, err
		}
	}
	r.diagnose(ctx, res)
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
	r.draws = sample(s, opt.Seed, opt.Draws)
	r.moved()
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

func (r *run) teller(w *weighed, ctx context.Context) (*story.Teller, error) {
	m, err := r.src.NewModel(w.parameters)
	if err != nil {
		return nil, err
	}
	return &story.Teller{M: m, Opt: story.Options{
		Limits:    lookahead.Limits{Bytes: r.opt.MaxMemory},
		Precision: r.opt.Precision, Share: retraceShare,
		Retrace: random.New(r.opt.Seed, w.stream, 0, random.UseRetrace),
		Stop:    func() bool { return ctx.Err() != nil },
	}}, nil
}

// recall fills into with a piece of work that an earlier process did.
func (r *run) recall(key string, into any) bool {
	return r.opt.Memo != nil && r.opt.Memo.Recall(r.place+key, into)
}

// keep remembers a piece of work for a later process.
func (r *run) keep(key string, value any) {
	if r.opt.Memo != nil {
		r.opt.Memo.Keep(r.place+key, value)
	}
}
