// Package proof holds what a theory file claims against what the engine
// computes: results, equilibria in closed form, comparative statics, and what
// changes when a mechanism is taken out of the scenario.
package proof

import (
	"context"
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"

	"demarche/internal/expr"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/theory"
)

// This file solves a scenario as its theory asks, and reads figures off the solution.

// Engine solves the scenario of one theory at parameters of the caller's
// choice, and remembers what it has solved. It is for one goroutine at a time.
type Engine struct {
	T         *theory.Theory
	S         *scenario.Scenario // with the parameters of the caller's choice
	Precision float64            // multiplies every actor's precision; 0: 1
	MaxMemory int64
	Count     *int // of solutions, where somebody counts them
	Quick     bool // paths are followed once, not a second time to be sure: where many solutions are wanted

	sized    bool // a look-ahead was built, so that others of the scenario fit too
	solved   *Solved
	failed   error
	played   map[int]*played // by profile
	variants map[string]*Engine
}

// Solved is one solution, or several at rising precision.
type Solved struct {
	Plans    []*plan.Plan // of which the last is the most precise
	Warnings []string
	figures  [][]float64 // by plan
}

// Plan is the most precise solution.
func (s *Solved) Plan() *plan.Plan { return s.Plans[len(s.Plans)-1] }

// With is the engine with some parameters at other values.
func (e *Engine) With(values map[int]float64) *Engine {
	s := *e.S
	s.Parameters = append([]scenario.Parameter{}, s.Parameters...)
	for i, v := range values {
		s.Parameters[i].Dist = scenario.Distribution{Kind: scenario.Fixed, A: v, Min: math.NaN(), Max: math.NaN()}
	}
	return &Engine{T: e.T, S: &s, Precision: e.Precision, MaxMemory: e.MaxMemory, Count: e.Count, Quick: e.Quick, sized: e.sized}
}

// Variant is the engine with the parameters that one block of the theory sets.
func (e *Engine) Variant(set []theory.Setting) *Engine {
	if len(set) == 0 {
		return e
	}
	p := e.Point()
	values := map[int]float64{}
	for _, x := range set {
		values[x.Parameter] = p.Eval(x.Value)
	}
	key := fmt.Sprint(values) // maps print in the order of their keys
	if e.variants[key] == nil {
		if e.variants == nil {
			e.variants = map[string]*Engine{}
		}
		e.variants[key] = e.With(values)
	}
	return e.variants[key]
}

// Point is the theory at the engine's parameters.
func (e *Engine) Point() *theory.Point { return e.T.At(random.Medians(e.S)) }

// Solve solves the scenario in the mode that the theory asks for, once.
func (e *Engine) Solve(ctx context.Context) (*Solved, error) {
	if e.solved == nil && e.failed == nil {
		e.solved, e.failed = e.solve(ctx)
	}
	return e.solved, e.failed
}

func (e *Engine) solve(ctx context.Context) (*Solved, error) {
	out := &Solved{}
	multiples := []float64{1}
	if e.T.Solve == theory.Extrapolate {
		multiples = e.T.Multiples
	}
	precision := e.Precision
	if precision == 0 {
		precision = 1
	}
	s := watched(e.S, e.T)
	retrace := qre.RetraceSmall
	if e.Quick {
		retrace = qre.RetraceNever
	}
	for _, m := range multiples {
		if e.Count != nil {
			*e.Count++
		}
		plan, err := plan.Solve(ctx, s, nil, plan.Options{
			Precision: precision * m, Limit: e.T.Solve == theory.Limit, Unmerged: unmerged(e.T), MaxMemory: e.MaxMemory, Retrace: retrace, Sized: e.sized,
		})
		if err != nil {
			return nil, err
		}
		e.sized = true
		if e.T.Solve == theory.Limit && !plan.Result.Limit {
			out.Warnings = append(out.Warnings, fmt.Sprintf("the limit was not reached: the engine's figures stand at %.4g times the scenario's precision, where the largest gain left is %.2g of the payoff range",
				plan.Result.Precision, plan.Result.Regret))
		}
		if plan.Result.Branch != "principal" {
			out.Warnings = append(out.Warnings, "the engine's equilibrium could not be shown to be the one that the principal branch leads to; another may be")
		}
		out.Warnings = append(out.Warnings, plan.Warnings...)
		out.Plans = append(out.Plans, plan)
		out.figures = append(out.figures, e.figures(plan))
	}
	return out, nil
}

// figures are those of one solution, in the order of the theory's layout.
func (e *Engine) figures(p *plan.Plan) []float64 {
	l := &e.T.Layout
	f := make([]float64, l.Figures)
	copy(f[l.Question:l.End], p.Questions)
	copy(f[l.End:l.Value], p.Ends)
	copy(f[l.Value:l.Measure], p.Result.Values)
	for i := range e.T.Measures {
		f[l.Measure+i] = measure(p, &e.T.Measures[i])
	}
	return f
}

// Eval computes an expression that may read figures: of a profile as it is
// played, of the engine's solution as it stands or, where the theory asks for
// that, from the fit of a + (b + c·ln λ)/λ. NaN where it has no value.
func (e *Engine) Eval(ctx context.Context, x *expr.Program) (float64, error) {
	l := &e.T.Layout
	frame := e.Point().Frame
	solution, profiles := e.T.Sources(x)
	for _, k := range profiles {
		p, err := e.play(k)
		if err != nil {
			return math.NaN(), fmt.Errorf("the profile %q cannot be played: %s", e.T.Profiles[k].Name, fault(err))
		}
		copy(frame[l.Source(k):], p.figures)
	}
	if !solution {
		return finite(x.Eval(frame)), nil
	}
	s, err := e.Solve(ctx)
	if err != nil {
		return math.NaN(), err
	}
	v := make([]float64, len(s.figures))
	for i, f := range s.figures {
		copy(frame[l.Source(-1):], f)
		v[i] = finite(x.Eval(frame))
	}
	if len(v) == 1 {
		return v[0], nil
	}
	return extrapolate(e.T.Multiples, v), nil
}

// finite is v, NaN for what is no number.
func finite(v float64) float64 {
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// extrapolate fits a + (b + c·ln λ)/λ by least squares and gives a.
func extrapolate(lambda, v []float64) float64 {
	a := mat.NewDense(len(v), 3, nil)
	for i, l := range lambda {
		if math.IsNaN(v[i]) {
			return math.NaN()
		}
		a.SetRow(i, []float64{1, 1 / l, math.Log(l) / l})
	}
	var x mat.VecDense
	if err := x.SolveVec(a, mat.NewVecDense(len(v), v)); err != nil {
		return math.NaN()
	}
	return x.AtVec(0)
}

// unmerged reports whether the look-ahead must be laid out in full: what was
// seen in earlier periods is lost where histories that leave the same game are
// one.
func unmerged(t *theory.Theory) bool {
	for i := range t.Measures {
		if len(t.Measures[i].Seen) > 0 {
			return true
		}
	}
	return false
}

// watched is s with what the theory looks at when somebody chooses read there,
// by a cost of nothing, so that histories that differ in it are never taken for
// the same.
func watched(s *scenario.Scenario, t *theory.Theory) *scenario.Scenario {
	slots := map[int]map[int]bool{} // by phase
	watch := func(phase, slot int) {
		if slots[phase] == nil {
			slots[phase] = map[int]bool{}
		}
		slots[phase][slot] = true
	}
	for i := range t.Measures {
		for _, c := range t.Measures[i].State {
			watch(t.Measures[i].Phase, s.Layout.Variable+c.Index)
		}
	}
	for i := range t.Profiles {
		for _, p := range t.Profiles[i].Plays {
			for _, x := range append(append([]*expr.Program{}, p.Probability...), p.Tremble) {
				if x == nil {
					continue
				}
				for _, r := range x.Reads() {
					if r >= s.Layout.Variable && r < s.Layout.Secret || r >= s.Layout.Flag && r < s.Layout.Size {
						watch(p.Phase, r)
					}
				}
			}
		}
	}
	if len(slots) == 0 {
		return s
	}
	c := *s
	c.Phases = append([]scenario.Phase{}, s.Phases...)
	for phase, read := range slots {
		n := expr.Num(0)
		for slot := range s.Layout.Size {
			if read[slot] {
				n = expr.Make(expr.Max, n, expr.Slot(slot))
			}
		}
		nothing := expr.Make(expr.Cond, expr.Make(expr.Lt, n, expr.Num(0)), expr.Num(1), expr.Num(0)) // n is never below 0
		ph := &c.Phases[phase]
		ph.Actions = append([]scenario.Action{}, ph.Actions...)
		act := &ph.Actions[0]
		if act.Cost != nil {
			nothing = expr.Make(expr.Add, act.Cost.Tree(), nothing)
		}
		act.Cost = expr.MustCompile(nothing)
	}
	return &c
}

// fault words an error of the model for a list of warnings.
func fault(err error) string {
	if m, ok := err.(*lookahead.ModelError); ok {
		return m.Message
	}
	return err.Error()
}
