package flip

import (
	"context"
	"errors"
	"math"
	"strings"

	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/scenario"
)

// This file looks for flips where one solved look-ahead decides the questions:
// values of parameters are moved, and every look is a whole solve.

// How far apart one parameter is looked at, so that few solves suffice.
const (
	fineStep   = 0.5
	coarseStep = 1.0
	manyFree   = 16 // parameters from which on the steps are coarse
	difference = 1e-3
)

// ExactOptions of Solve.
type ExactOptions struct {
	Precision float64 // multiplies every actor's precision; 0: 1
	MaxMemory int64   // bytes of a look-ahead and its solution; 0: no bound
	Progress  func(done, total int)
}

// Decided reports whether one look-ahead from the start decides the questions of s.
func Decided(s *scenario.Scenario) bool { return s.Outlook < 0 && s.Foresight >= s.Horizon }

// Solve looks for flips of the questions of s, as they stand at its start with
// parameters at their medians. Only for scenarios that are Decided.
//
// Every probability comes from the principal branch, traced from precision 0; those
// that are reported are solved a second time along a path of half the step. Where
// there is no gradient (see plan.Field.Slopes), differences of whole solves stand
// in, and it is said. Errors are those of plan.Solve at the medians; where
// parameters are moved to values that cannot be solved, that way is followed no
// further, and it is said.
func Solve(ctx context.Context, s *scenario.Scenario, opt ExactOptions) (*Flips, error) {
	if !Decided(s) {
		return nil, errors.New("the questions are not decided within one look-ahead")
	}
	field, err := plan.NewField(s, plan.Options{Precision: opt.Precision, MaxMemory: opt.MaxMemory, Retrace: qre.RetraceNever})
	if err != nil {
		return nil, err
	}
	on := &solved{field: field}
	f := describe(s, field.Free, Exact)
	look := &search{on: on, n: len(field.Free), step: fineStep, farthest: Farthest}
	if look.n >= manyFree {
		look.step = coarseStep
	}
	if err := look.start(ctx); err != nil {
		return nil, err
	}
	for q := range s.Questions {
		if opt.Progress != nil {
			each, done := 2*look.n, 0 // parameters, in two directions
			look.told = func() { done++; opt.Progress(q*each+done, len(s.Questions)*each) }
		}
		x := FlipQuestion{Name: s.Questions[q].Name, Title: s.Questions[q].Title, Probability: Number(look.now[q]), Word: word(look.now[q])}
		x.Changes, err = look.question(ctx, q, func(up bool, edge float64, at *point) Flip {
			return Flip{Up: up, Word: neighbour(look.now[q], up), Edge: Number(edge), Moves: moves(s, field.Free, at.t), Size: Number(at.size), Predicted: Number(at.p),
				Confirmed: none, MonteCarlo: [2]Number{none, none}, Effective: none}
		})
		if err != nil {
			return nil, err
		}
		if err := on.confirm(ctx, q, x.Changes); err != nil {
			return nil, err
		}
		f.Questions = append(f.Questions, x)
	}
	f.Farthest, f.Step, f.Solves = Number(look.reach), Number(look.step), on.solves
	on.say(f)
	return f, nil
}

// solved is a surface each point of which is a whole solve.
type solved struct {
	field    *plan.Field
	solves   int
	local    int // solutions off the principal branch
	failed   string
	failures int
	stands   string // why differences of whole solves stand in for gradients
	kinks    map[int]bool
}

func (o *solved) at(ctx context.Context, t []float64) ([]float64, error) {
	p, err := o.solve(ctx, t, false)
	if err != nil || p == nil {
		return nil, err
	}
	return p.Questions, nil
}

// solve is nil where the model or the solver has no answer.
func (o *solved) solve(ctx context.Context, t []float64, sure bool) (*plan.Plan, error) {
	o.solves++
	p, err := o.field.At(ctx, t, sure)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		if norm(t) == 0 {
			return nil, err
		}
		o.failures++
		if o.failed == "" {
			o.failed = err.Error()
		}
		return nil, nil
	}
	if p.Result.Branch != qre.Principal {
		o.local++
	}
	return p, nil
}

func (o *solved) slopes(ctx context.Context, t []float64) ([]float64, [][]float64, error) {
	if o.stands == "" {
		o.solves++
		s, err := o.field.Slopes(ctx, t)
		if err == nil {
			for _, k := range s.Kinks {
				if o.kinks == nil {
					o.kinks = map[int]bool{}
				}
				o.kinks[k] = true
			}
			return s.P, s.Slope, nil
		}
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		var large *lookahead.TooLarge
		switch {
		case errors.As(err, &large):
			o.stands = "laid out in full the look-ahead is too large for the engine's gradient"
		case errors.Is(err, qre.ErrSingular) && norm(t) == 0:
			o.stands = "where the parameters stand the equilibrium turns over, and has no gradient"
		default:
			return nil, nil, err
		}
	}
	p, err := o.at(ctx, t)
	if err != nil || p == nil {
		return nil, nil, err
	}
	slope := make([][]float64, len(p))
	for q := range slope {
		slope[q] = make([]float64, len(t))
	}
	for k := range t {
		var side [2][]float64
		for n, h := range []float64{-difference, difference} {
			moved := append([]float64(nil), t...)
			moved[k] += h
			if side[n], err = o.at(ctx, moved); err != nil {
				return nil, nil, err
			}
		}
		for q := range p {
			slope[q][k] = math.NaN()
			if side[0] != nil && side[1] != nil {
				slope[q][k] = (side[1][q] - side[0][q]) / (2 * difference)
			}
		}
	}
	return p, slope, nil
}

// confirm solves the changes of question q anew, the path followed twice.
func (o *solved) confirm(ctx context.Context, q int, changes []Flip) error {
	for n := range changes {
		c := &changes[n]
		t := make([]float64, len(o.field.Free))
		for k, i := range o.field.Free {
			for _, m := range c.Moves {
				if m.Parameter == o.field.S.Parameters[i].Name {
					t[k] = float64(m.SD)
				}
			}
		}
		p, err := o.solve(ctx, t, true)
		if err != nil {
			return err
		}
		c.Verdict = Refuted
		if p == nil {
			continue
		}
		c.Confirmed = Number(p.Questions[q])
		if p.Result.Branch == qre.Principal && beyond(p.Questions[q], float64(c.Edge), c.Up) {
			c.Verdict = Confirmed
		}
	}
	return nil
}

// say warns of what was met on the way.
func (o *solved) say(f *Flips) {
	if o.stands != "" {
		f.warn("What would change the assessment was found from differences of whole solves: %s.", o.stands)
	}
	if len(o.kinks) > 0 {
		var names []string
		for k, i := range o.field.Free {
			if o.kinks[k] {
				names = append(names, o.field.S.Parameters[i].Name)
			}
		}
		f.warn("What can be done, or may happen, changes with %s: pairs with it were not looked for there.", strings.Join(names, ", "))
	}
	if o.failures > 0 {
		f.warn("At %d of %d places parameters were moved to, there was no answer; the first: %s. They were not moved beyond.", o.failures, o.solves, o.failed)
	}
	if o.local > 0 {
		f.warn("%d of %d solutions for what would change the assessment lie off the principal branch, or could not be shown to be on it.", o.local, o.solves)
	}
	for _, q := range f.Questions {
		for _, c := range q.Changes {
			if c.Verdict == Refuted {
				f.warn("A change that was found for the question %s did not hold when its look-ahead was solved again along a finer path.", q.Name)
			}
		}
	}
}

var none = Number(math.NaN())
