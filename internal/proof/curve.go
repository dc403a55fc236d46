package proof

import (
	"context"
	"math"

	"demarche/internal/theory"
)

// This file follows a result along a parameter.

// Along is a result at one value of a parameter; NaN where a figure has none.
type Along struct {
	X, ClosedForm, Engine, Tolerance float64
	Claimed                          bool // the closed form is claimed there
}

// lineAlong is how many values the line of a picture has, pointsAlong how many
// are solved.
const (
	lineAlong   = 240
	pointsAlong = 15
)

// Picture computes the picture of a theory: the closed form at many values of
// the parameter, and the engine's figure at a few.
func (e *Engine) Picture(ctx context.Context) (line, points []Along, err error) {
	p := e.T.Picture
	r := &e.T.Results[p.Result]
	at := func(x float64) (set *Engine, claimed bool) {
		drawn := e.With(map[int]float64{p.Along: x}).Variant(p.Set)
		set = drawn.Variant(r.Set)
		return set, drawn.Point().Admissible() && set.Point().Holds(r.Require)
	}
	for _, x := range places(p, lineAlong, 0) {
		v, claimed := at(x)
		q := v.Point()
		line = append(line, Along{X: x, ClosedForm: q.Eval(r.ClosedForm), Engine: math.NaN(), Tolerance: q.Eval(r.Tolerance), Claimed: claimed})
	}
	for _, x := range places(p, pointsAlong, 0.5) {
		v, claimed := at(x)
		v.Quick = true
		q := v.Point()
		y := Along{X: x, ClosedForm: q.Eval(r.ClosedForm), Tolerance: q.Eval(r.Tolerance), Claimed: claimed}
		if y.Engine, err = v.engineFigure(ctx, r, y.Tolerance); err != nil {
			y.Engine = math.NaN() // the picture has a gap there
		}
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		points = append(points, y)
	}
	return line, points, nil
}

// places are n values from one end to the other, both included, or, inset by
// half a step, neither: round numbers are often thresholds, where anything goes.
func places(p *theory.Picture, n int, inset float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = p.From + (p.To-p.From)*(float64(i)+inset)/(float64(n-1)+2*inset)
	}
	return out
}
