// Package leverage measures who has the upper hand in a look-ahead: who depends
// on whom, whose commitment would move what happens, and, where payoffs are in
// one currency and nothing is hidden, what each actor's threats are worth.
package leverage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"sync"
	"sync/atomic"
	"time"

	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/quantity"
	"demarche/internal/work"
)

// This file is the contract: what is asked for and what comes back, as it is
// written for programs and read by the report; and how games with holds are solved.

// DefaultTries is how many combinations of acts an actor's commitment is looked
// for among before they are searched rather than tried out one by one.
const DefaultTries = 1000

// Options of Measure.
type Options struct {
	Precision float64 // multiplies every actor's precision, as the plan was solved; 0: 1
	Limit     bool    // follow every branch to its limit, as the plan's was
	Seed      uint64  // of the starts of a search for a commitment
	Workers   int     // games solved at once; 0: 1. Results do not depend on it
	Tries     int     // 0: DefaultTries
	MaxBytes  int64   // memory of all solutions together; 0: the solver's default for each
	Stop      func() bool
	// Progress, if set, is told how far the search for one actor's commitment has
	// come. It is called by one goroutine at a time.
	Progress func(work.Progress)
}

// Leverage is who has the upper hand in one look-ahead. Payoffs are each actor's
// own, in the current value of the look-ahead's first period: those of different
// actors are in one currency only where Transferable says so.
type Leverage struct {
	File         string          `json:"file"`
	Scenario     string          `json:"scenario"`
	Title        string          `json:"title"`
	ModelHash    string          `json:"model_hash"`
	Start        string          `json:"start"`
	Foresight    int             `json:"foresight"`
	Transferable bool            `json:"transferable"`
	Actors       []LeverageActor `json:"actors"`
	Free         GameSolution    `json:"free"`
	Held         []Hold          `json:"held"`
	Dependence   []Dependence    `json:"dependence"`
	Commitment   []Commitment    `json:"commitment"`
	ThreatPower  ThreatPower     `json:"threat_power"`
	Seed         uint64          `json:"seed"`
	Timing       map[string]any  `json:"timing"`
	Warnings     []string        `json:"warnings"`
}

// LeverageActor is an actor and what it expects as things are.
type LeverageActor struct {
	Name  string          `json:"name"`
	Title string          `json:"title"`
	Value quantity.Number `json:"value"` // V_i
	Range quantity.Number `json:"range"` // its best less its worst payoff over all ways the look-ahead can go
	// Precision, at which differences of its payoff are weighed: a difference d
	// makes for odds of e^(precision·d) to 1.
	Precision quantity.Number `json:"precision"`
	Moves     bool            `json:"moves"` // it chooses somewhere in the look-ahead
}

// GameSolution says how one game was solved, and what the independent check found.
type GameSolution struct {
	Values    map[string]quantity.Number `json:"values"` // expected payoff, by actor
	Precision quantity.Number            `json:"precision"`
	Branch    string                     `json:"branch"` // principal, decomposed, local
	Limit     bool                       `json:"limit"`
	Residual  quantity.Number            `json:"residual"` // in log-probability
	Allowed   quantity.Number            `json:"allowed"`  // what rounding may leave of it
	Regret    map[string]quantity.Number `json:"regret"`   // what leaving the profile would gain, by actor
}

// Hold is the look-ahead with one actor held to its quiet acts.
type Hold struct {
	Actor    string        `json:"actor"`
	Acts     []PhaseAct    `json:"acts"`     // its phases in the look-ahead and their quiet acts
	Solution *GameSolution `json:"solution"` // null where there is none
	Reason   string        `json:"reason"`   // why there is none
}

// PhaseAct is an act of a phase.
type PhaseAct struct {
	Phase  string `json:"phase"`
	Action string `json:"action"`
	Title  string `json:"title"`
}

// Dependence is what one actor would lose if another were held to its quiet acts.
type Dependence struct {
	Actor      string          `json:"actor"`
	On         string          `json:"on"`
	Dependence quantity.Number `json:"dependence"` // L_ij = V_i − V_i(on held to its quiet acts)
	Without    quantity.Number `json:"without"`    // V_i(on held)
	LogOdds    quantity.Number `json:"log_odds"`   // precision × dependence: how clearly the actor would choose things as they are over things without the other's acts
	Reason     string          `json:"reason"`     // why it could not be computed
}

// Commitment is the best promise of one act for each of an actor's phases.
type Commitment struct {
	Actor        string                     `json:"actor"`
	Acts         []PhaseAct                 `json:"acts"`
	Gain         quantity.Number            `json:"gain"`     // C_i = V_i(committed) − V_i
	Value        quantity.Number            `json:"value"`    // V_i(committed)
	Moves        quantity.Number            `json:"moves"`    // total variation between the outcomes as things are and committed
	Changes      map[string]quantity.Number `json:"changes"`  // of everybody's payoff, each in its own utility: in whose favour it is
	LogOdds      map[string]quantity.Number `json:"log_odds"` // precision × change, by actor
	Questions    map[string]Shift           `json:"questions"`
	Ends         map[string]Shift           `json:"ends"`
	Combinations quantity.Number            `json:"combinations"`
	Tried        int                        `json:"tried"`
	Failed       int                        `json:"failed"`
	Exhaustive   bool                       `json:"exhaustive"`
	Solution     *GameSolution              `json:"solution"`
	Reason       string                     `json:"reason"`
}

// Shift is a probability before and after.
type Shift struct {
	Before quantity.Number `json:"before"`
	After  quantity.Number `json:"after"`
}

// ThreatPower is the value of Kohlberg and Neyman.
type ThreatPower struct {
	Offered    bool                       `json:"offered"`
	Reason     string                     `json:"reason"` // why not
	Method     string                     `json:"method"`
	Values     map[string]quantity.Number `json:"values"` // γ_i, by actor
	Total      quantity.Number            `json:"total"`  // δ(N): the most that all can have together
	Coalitions []Coalition                `json:"coalitions"`
}

// Coalition is what one side of a conflict would win by.
type Coalition struct {
	Members []string        `json:"members"`
	Power   quantity.Number `json:"power"` // δ(S)
	Least   quantity.Number `json:"least"` // S can make sure of so much
	Most    quantity.Number `json:"most"`  // the others can make sure that it is no more
}

// Matters is the log-odds from which on words say that a difference matters to an
// actor: it would choose the better of the two at 5 to 4.
const Matters = 0.2231435513142097

// Measure finds who has the upper hand in a look-ahead that SolvePlan solved with
// the same precision and limit. Errors are those of the solver, or that it was
// stopped; what cannot be computed for one actor is null in the result, and its
// reason beside it.
func Measure(ctx context.Context, p *plan.Plan, opt Options) (*Leverage, error) {
	begun := time.Now()
	e, r := begin(ctx, p, opt)
	if err := e.depend(r); err != nil {
		return nil, err
	}
	if err := e.commit(r); err != nil {
		return nil, err
	}
	r.ThreatPower = threatPower(p)
	r.Timing = map[string]any{"seconds": time.Since(begun).Seconds(), "games": int(e.games.Load()), "workers": e.workers()}
	return r, nil
}

// begin writes down how things are.
func begin(ctx context.Context, p *plan.Plan, opt Options) (*engine, *Leverage) {
	if opt.Precision == 0 {
		opt.Precision = 1
	}
	if opt.Tries == 0 {
		opt.Tries = DefaultTries
	}
	s := p.S
	r := &Leverage{File: s.File, Scenario: s.Name, Title: s.Title, ModelHash: s.Hash, Start: s.PeriodLabel(p.Tree.Worlds[0].Period),
		Foresight: s.Foresight, Transferable: s.Transferable, Dependence: []Dependence{}, Seed: opt.Seed, Warnings: append([]string{}, p.Warnings...)}
	e := &engine{ctx: ctx, p: p, opt: opt}
	e.lay()
	lo, hi := payoffs(p.Tree.Game)
	for i, a := range s.Actors {
		r.Actors = append(r.Actors, LeverageActor{Name: a.Name, Title: a.Title, Value: quantity.Number(p.Result.Values[i]), Range: quantity.Number(hi[i] - lo[i]),
			Precision: quantity.Number(p.Tree.Game.Precision[i] * p.Result.Precision), Moves: len(e.phases[i]) > 0})
	}
	r.Free = *e.describe(&solved{result: p.Result, certificate: p.Certificate})
	if p.Result.Branch == qre.Local {
		r.Warnings = append(r.Warnings, "As things are, the equilibrium could not be shown to be the principal one; another may be.")
	}
	return e, r
}

// engine solves the look-ahead with holds.
type engine struct {
	ctx    context.Context
	p      *plan.Plan
	opt    Options
	phases [][]phase // by actor: those of its phases in which it chooses somewhere in the look-ahead
	games  atomic.Int64
}

// phase is one in which an actor chooses somewhere in the look-ahead.
type phase struct {
	index int
	acts  []int   // those possible somewhere, ascending
	sets  []int32 // information sets
}

// lay finds out who chooses what in the look-ahead.
func (e *engine) lay() {
	g := e.p.Tree.Game
	e.phases = make([][]phase, g.Actors)
	for k := range e.p.S.Phases {
		ph := phase{index: k}
		possible := make([]bool, len(e.p.S.Phases[k].Actions))
		for i := range g.Infosets {
			set := &g.Infosets[i]
			if e.p.Tree.Phases[set.Block][set.Mover] != k {
				continue
			}
			ph.sets = append(ph.sets, int32(i))
			for v := set.Var; v < set.Var+set.Vars; v++ {
				possible[e.p.Tree.Acts[v]] = true
			}
		}
		for a, ok := range possible {
			if ok {
				ph.acts = append(ph.acts, a)
			}
		}
		if len(ph.sets) > 0 {
			actor := e.p.S.Phases[k].Actor
			e.phases[actor] = append(e.phases[actor], ph)
		}
	}
}

// keep is what holding phases to acts means for every information set: where the
// act is possible there is no other, elsewhere the choice stays free.
func (e *engine) keep(phases []phase, acts []int) []int32 {
	g := e.p.Tree.Game
	out := filled(len(g.Infosets), -1)
	for k := range phases {
		for _, i := range phases[k].sets {
			set := &g.Infosets[i]
			for v := set.Var; v < set.Var+set.Vars; v++ {
				if int(e.p.Tree.Acts[v]) == acts[k] {
					out[i] = v
				}
			}
		}
	}
	return out
}

// solved is one game that was solved.
type solved struct {
	held        *held
	result      *qre.PublicResult
	certificate *qre.PublicCertificate
	err         error // why it was not
}

// solve solves the look-ahead with some information sets held, from precision 0
// on, so that nothing of the look-ahead without holds is carried over. whole
// also traces the path a second time where that is cheap.
func (e *engine) solve(keep []int32, whole bool) *solved {
	e.games.Add(1)
	x := &solved{held: hold(e.p.Tree.Game, keep)}
	opt := qre.Options{Precision: e.opt.Precision, Limit: e.opt.Limit, MaxBytes: e.opt.MaxBytes, Retrace: qre.RetraceNever, Stop: e.stopped}
	if whole {
		opt.Retrace = qre.RetraceSmall
	}
	if x.result, x.err = qre.SolvePublic(x.held.game, opt); x.err != nil {
		return x
	}
	x.certificate = qre.CertifyPublic(x.held.game, x.result.X, x.result.Precision)
	if !x.certificate.Good() {
		x.err = fmt.Errorf("the solution does not pass its certificate: %s; this is a fault of demarche, please report it with the scenario", x.certificate.Fault())
	}
	return x
}

// solveAll solves several games at once; the results do not depend on how many.
func (e *engine) solveAll(keeps [][]int32, stage string) []*solved {
	out := make([]*solved, len(keeps))
	var next atomic.Int64
	var tell sync.Mutex
	done := 0
	var group sync.WaitGroup
	for range min(e.workers(), len(keeps)) {
		group.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= len(keeps) || e.stopped() {
					return
				}
				x := e.solve(keeps[k], false)
				x.held = nil // solved again where it is wanted
				out[k] = x
				if e.opt.Progress != nil {
					tell.Lock()
					done++
					e.opt.Progress(work.Progress{Stage: stage, Done: done, Total: len(keeps)})
					tell.Unlock()
				}
			}
		})
	}
	group.Wait()
	return out
}

// workers is how many games are solved at once: as many as asked for, within the
// memory allowed.
func (e *engine) workers() int {
	n := max(1, e.opt.Workers)
	if e.opt.MaxBytes > 0 {
		each := solvingTakes * int64(e.p.Tree.Game.Bytes())
		n = int(max(1, min(int64(n), e.opt.MaxBytes/max(each, 1))))
	}
	return n
}

// solvingTakes is about how many times its own size a game takes while it is solved.
const solvingTakes = 20

func (e *engine) stopped() bool { return e.ctx.Err() != nil || e.opt.Stop != nil && e.opt.Stop() }

// errStopped is returned where somebody asked to stop.
var errStopped = errors.New("stopped before it was known who has the upper hand")

// describe is a solved game for programs and people.
func (e *engine) describe(x *solved) *GameSolution {
	out := &GameSolution{Values: map[string]quantity.Number{}, Regret: map[string]quantity.Number{}, Precision: quantity.Number(x.result.Precision), Branch: x.result.Branch,
		Limit: x.result.Limit, Residual: quantity.Number(x.certificate.Share * x.certificate.Bar), Allowed: quantity.Number(x.certificate.Bar)}
	for i, a := range e.p.S.Actors {
		out.Values[a.Name] = quantity.Number(x.result.Values[i])
		out.Regret[a.Name] = quantity.Number(x.certificate.Regret[i])
	}
	return out
}

// act names an act of a phase.
func (e *engine) act(phase, action int) PhaseAct {
	ph := &e.p.S.Phases[phase]
	return PhaseAct{Phase: ph.Name, Action: ph.Actions[action].Name, Title: ph.Actions[action].Title}
}

// acts names an act for each phase.
func (e *engine) acts(phases []phase, acts []int) []PhaseAct {
	out := []PhaseAct{}
	for k := range phases {
		out = append(out, e.act(phases[k].index, acts[k]))
	}
	return out
}

// weigh is a difference of actor i's payoff in units of its own precision: the
// logarithm of the odds at which it would choose the better side of it. It needs
// no common currency, because precision × payoff is what choices reveal.
func weigh(r *Leverage, i int, d quantity.Number) quantity.Number { return r.Actors[i].Precision * d }

var nan = quantity.Number(math.NaN())

func logOf(n int) float64 { return math.Log(float64(n)) }
