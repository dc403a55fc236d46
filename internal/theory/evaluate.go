package theory

import (
	"fmt"
	"math"
	"slices"

	"demarche/internal/expr"
)

// This file evaluates closed forms at given parameters.

// Point is a theory at one set of parameters: the frame that its expressions
// read, with lets computed and figures still to come (NaN).
type Point struct {
	T          *Theory
	Parameters []float64
	Frame      []float64
}

// At computes the lets at the parameters (all of the scenario's, in order).
func (t *Theory) At(parameters []float64) *Point {
	p := &Point{T: t, Parameters: parameters, Frame: make([]float64, t.Layout.Size)}
	copy(p.Frame[t.S.Layout.Parameter:], parameters)
	p.Frame[0], p.Frame[1] = 1, float64(t.S.MonthOf(1))
	for i := t.Layout.Change; i < t.Layout.Size; i++ {
		p.Frame[i] = math.NaN()
	}
	for i := range t.Lets {
		p.Frame[t.Layout.Let+i] = t.Lets[i].Value.Eval(p.Frame)
	}
	return p
}

// Eval computes an expression there; NaN where it has no value.
func (p *Point) Eval(x *expr.Program) float64 {
	v := x.Eval(p.Frame)
	if math.IsInf(v, 0) {
		return math.NaN()
	}
	return v
}

// Holds reports whether a condition holds there; nil always does.
func (p *Point) Holds(x *expr.Program) bool { return x == nil || x.Eval(p.Frame) == 1 }

// Outside says in words why the closed forms are not claimed at these
// parameters, or nothing where they are.
func (p *Point) Outside() []string {
	t := p.T
	var out []string
	for _, r := range t.Region {
		v, name := p.Parameters[r.Parameter], t.S.Parameters[r.Parameter].Name
		switch {
		case !(v >= r.Low && v <= r.High):
			out = append(out, fmt.Sprintf("%s = %.15g lies outside of its admissible range, %.15g to %.15g", name, v, r.Low, r.High))
		case r.Whole && v != math.Trunc(v):
			out = append(out, fmt.Sprintf("%s = %.15g must be a whole number", name, v))
		}
	}
	if !p.Holds(t.Require) {
		out = append(out, fmt.Sprintf("the condition %s does not hold", t.RequireAs))
	}
	return out
}

// Admissible reports whether the closed forms are claimed at these parameters.
func (p *Point) Admissible() bool { return len(p.Outside()) == 0 }

// Sources says what figures an expression reads: whether the solution's, and
// those of which profiles.
func (t *Theory) Sources(x *expr.Program) (solution bool, profiles []int) {
	for _, r := range x.Reads() {
		if r < t.Layout.Figure {
			continue
		}
		switch k := (r-t.Layout.Figure)/t.Layout.Figures - 1; {
		case k < 0:
			solution = true
		case !slices.Contains(profiles, k):
			profiles = append(profiles, k)
		}
	}
	return solution, profiles
}
