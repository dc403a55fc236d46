package proof

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/theory"
)

// This file compares theory and engine at one set of parameters.

// Outcome is a theory at one set of parameters, held against the engine.
type Outcome struct {
	Point    *theory.Point
	Outside  []string // why the closed forms are not claimed here; empty: they are
	Results  []ResultOutcome
	Profiles []*ProfileOutcome
	Solved   *Solved // nil: it could not be solved
	Warnings []string
}

// ResultOutcome is one result; NaN where a figure could not be computed.
type ResultOutcome struct {
	Result                        *theory.Result
	Claimed                       bool // what the result requires holds
	ClosedForm, Engine, Tolerance float64
	Warning                       string // why a figure is missing
	cause                         string // why the engine has none
}

// Difference is what lies between theory and engine.
func (r *ResultOutcome) Difference() float64 { return math.Abs(r.ClosedForm - r.Engine) }

// Holds reports whether they agree within the tolerance.
func (r *ResultOutcome) Holds() bool { return r.Difference() <= r.Tolerance }

// Compare computes every result and checks every profile. What cannot be
// computed is NaN, with a warning; an error is only that it was stopped.
func (e *Engine) Compare(ctx context.Context) (*Outcome, error) {
	out := &Outcome{Point: e.Point()}
	out.Outside = out.Point.Outside()
	for i := range e.T.Results {
		r := e.Result(ctx, i)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out.Results = append(out.Results, r)
	}
	for _, r := range out.Results {
		out.warn(sameCause(r, out.Results))
	}
	for i := range e.T.Profiles {
		p := e.Check(ctx, i)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out.Profiles = append(out.Profiles, p)
		out.warn(p.InWarning)
	}
	for _, at := range e.all() {
		if at.solved == nil {
			continue
		}
		if out.Solved == nil { // the parameters as they are come first
			out.Solved = at.solved
		}
		for _, w := range at.solved.Warnings {
			out.warn(w)
		}
	}
	return out, nil
}

// sameCause is the warning of a result; where several lack a figure for one
// cause, one warning for all.
func sameCause(r ResultOutcome, all []ResultOutcome) string {
	if r.cause == "" {
		return r.Warning
	}
	var names []string
	for _, o := range all {
		if o.cause == r.cause {
			names = append(names, strconv.Quote(o.Result.Name))
		}
	}
	if len(names) < 2 {
		return r.Warning
	}
	return fmt.Sprintf("the engine's figures of %s could not be computed: %s", strings.Join(names, ", "), r.cause)
}

// all is the engine and its variants, always in the same order.
func (e *Engine) all() []*Engine {
	out := []*Engine{e}
	for _, key := range slices.Sorted(maps.Keys(e.variants)) {
		out = append(out, e.variants[key])
	}
	return out
}

// warn notes a warning, once.
func (o *Outcome) warn(text string) {
	if text != "" && !slices.Contains(o.Warnings, text) {
		o.Warnings = append(o.Warnings, text)
	}
}

// Result computes result i of the theory.
func (e *Engine) Result(ctx context.Context, i int) ResultOutcome {
	r := &e.T.Results[i]
	v := e.Variant(r.Set)
	p := v.Point()
	x := ResultOutcome{Result: r, Claimed: p.Holds(r.Require), ClosedForm: p.Eval(r.ClosedForm), Engine: math.NaN(), Tolerance: p.Eval(r.Tolerance)}
	var err error
	if x.Engine, err = v.engineFigure(ctx, r, x.Tolerance); err != nil {
		x.Engine, x.cause = math.NaN(), fault(err)
		x.Warning = fmt.Sprintf("the engine's figure of %q could not be computed: %s", r.Name, x.cause)
	} else if math.IsNaN(x.Engine) {
		x.Warning = fmt.Sprintf("the engine's figure of %q does not exist here: a measure matches nothing, or something is divided by zero", r.Name)
	}
	if math.IsNaN(x.ClosedForm) {
		x.cause = ""
		x.Warning = strings.TrimSuffix(fmt.Sprintf("the closed form of %q does not exist here: it divides by zero, or takes a root or logarithm that is not a number; %s", r.Name, x.Warning), "; ")
	}
	return x
}

// engineFigure is what the engine makes of a result.
func (e *Engine) engineFigure(ctx context.Context, r *theory.Result, tolerance float64) (float64, error) {
	if r.Engine != nil {
		return e.Eval(ctx, r.Engine)
	}
	if !(tolerance > 0) {
		tolerance = 1e-9
	}
	return e.root(ctx, r.Root, tolerance)
}

// Without is the engine with a mechanism taken out of the scenario. The closed
// forms are those of the parameters before it.
func (e *Engine) Without(a *theory.Ablation) *Engine {
	p := e.Point()
	set := map[int]float64{}
	for _, x := range a.Set {
		set[x.Parameter] = p.Eval(x.Value)
	}
	out := e.With(set)
	s := *out.S
	s.Secrets = append([]scenario.Secret{}, s.Secrets...)
	for _, c := range a.Secrets {
		sec := &s.Secrets[c.Index]
		sec.Start = make([]*expr.Program, sec.Domain.Size())
		for v := range sec.Start {
			weight := 0.0
			if v == c.Value {
				weight = 1
			}
			sec.Start[v] = expr.MustCompile(expr.Num(weight))
		}
	}
	s.Phases = append([]scenario.Phase{}, s.Phases...)
	for _, h := range a.Held {
		ph := &s.Phases[h.Phase]
		ph.Actions = append([]scenario.Action{}, ph.Actions...)
		act := &ph.Actions[h.Action]
		act.When, act.LooksLike, act.Exposed = expr.MustCompile(expr.Num(0)), -1, nil
	}
	out.S = &s
	return out
}

// AblationOutcome is what became of a result once a mechanism was taken out.
type AblationOutcome struct {
	ClosedForm float64 // of the scenario as it stands
	Engine     float64 // without the mechanism
	Becomes    float64 // what the engine must come to then; NaN: anything but the closed form
	Tolerance  float64 // of the result: the change must be larger
	Near       float64 // how near Engine must be to Becomes
}

// Shows reports whether the mechanism is needed: without it the result fails.
func (a *AblationOutcome) Shows() bool {
	if !(math.Abs(a.Engine-a.ClosedForm) > a.Tolerance) {
		return false
	}
	return math.IsNaN(a.Becomes) || math.Abs(a.Engine-a.Becomes) <= a.Near
}

// Ablate computes a result without a mechanism; ok is false where that is not
// claimed.
func (e *Engine) Ablate(ctx context.Context, a *theory.Ablation) (out *AblationOutcome, ok bool, err error) {
	r := &e.T.Results[a.Result]
	v := e.Variant(r.Set)
	p := v.Point()
	if !p.Holds(a.Require) || !p.Holds(r.Require) {
		return nil, false, nil
	}
	out = &AblationOutcome{ClosedForm: p.Eval(r.ClosedForm), Becomes: math.NaN(), Tolerance: p.Eval(r.Tolerance)}
	if a.Becomes != nil {
		out.Becomes = p.Eval(a.Becomes)
	}
	out.Near = out.Tolerance
	if a.Tolerance != nil {
		out.Near = p.Eval(a.Tolerance)
	}
	if out.Engine, err = v.Without(a).engineFigure(ctx, r, out.Tolerance); err != nil {
		return nil, false, err
	}
	if math.IsNaN(out.Engine) {
		return nil, false, errors.New("without the mechanism the figure does not exist")
	}
	return out, true, nil
}

// StaticOutcome is what a figure does when a parameter rises.
type StaticOutcome struct{ Before, After, Tolerance float64 }

// Sign is the direction of the change.
func (s *StaticOutcome) Sign() theory.Sign {
	switch d := s.After - s.Before; {
	case d > s.Tolerance:
		return theory.Up
	case d < -s.Tolerance:
		return theory.Down
	}
	return theory.None
}

// Move computes a comparative static; ok is false where it is not claimed: its
// own condition does not hold, or the region's would not hold any more. The
// parameter may leave the range that it is drawn from.
func (e *Engine) Move(ctx context.Context, st *theory.Static) (out *StaticOutcome, ok bool, err error) {
	change := e.Point().Eval(st.Change)
	from := e.Variant(st.Set)
	p := from.Point()
	p.Frame[e.T.Layout.Change] = change
	if !p.Holds(st.When) {
		return nil, false, nil
	}
	rise := map[int]float64{st.Parameter: p.Parameters[st.Parameter] + change}
	if !e.With(rise).Point().Holds(e.T.Require) {
		return nil, false, nil
	}
	out = &StaticOutcome{Tolerance: st.Tolerance}
	to := from.With(rise)
	to.Quick = true
	for k, at := range []*Engine{from, to} {
		v, err := at.Eval(ctx, st.Figure)
		if err != nil {
			return nil, false, err
		}
		if math.IsNaN(v) {
			return nil, false, fmt.Errorf("the figure of %q does not exist", st.Name)
		}
		if k == 0 {
			out.Before = v
		} else {
			out.After = v
		}
	}
	return out, true, nil
}
