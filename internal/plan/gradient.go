package plan

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file differentiates the answers to a scenario's questions in its
// parameters, where one solved look-ahead decides them.

// Field is how likely the questions of a scenario come true within the
// look-ahead from its start, as a function of the normal scores of its uncertain
// parameters: 0 is the median, 1 a standard deviation above it on the scale on
// which the parameter's distribution is normal. It is for one goroutine at a time.
type Field struct {
	S    *scenario.Scenario
	Free []int // the parameters with a distribution, places in S.Parameters, ascending

	src  *lookahead.Source
	wins []story.Window
	opt  Options
}

// NewField prepares the field of s. Of opt, Precision, MaxMemory, MaxPasses,
// Workers, Retrace and Stop count.
func NewField(s *scenario.Scenario, opt Options) (*Field, error) {
	src, err := lookahead.NewSource(s)
	if err != nil {
		return nil, err
	}
	if opt.Precision == 0 {
		opt.Precision = 1
	}
	opt.Limit, opt.Unmerged = false, false
	f := &Field{S: s, src: src, wins: story.Windows(s), opt: opt}
	for i := range s.Parameters {
		if random.Uncertain(&s.Parameters[i].Dist) {
			f.Free = append(f.Free, i)
		}
	}
	return f, nil
}

// Values is every parameter of the scenario at the scores z of those in Free.
func (f *Field) Values(z []float64) []float64 {
	all := make([]float64, len(f.S.Parameters))
	for k, i := range f.Free {
		all[i] = z[k]
	}
	return random.FromMargins(f.S, all)
}

// At solves the look-ahead at the scores z of the parameters in Free, from
// precision 0; if it is to be sure, the path is followed a second time, whatever
// the options say. Errors are those of Solve.
func (f *Field) At(ctx context.Context, z []float64, sure bool) (*Plan, error) {
	opt := f.opt
	if sure {
		opt.Retrace = qre.RetraceAlways
	}
	return f.at(ctx, z, opt)
}

func (f *Field) at(ctx context.Context, z []float64, opt Options) (*Plan, error) {
	p, err := f.build(z, opt.Unmerged)
	if err != nil {
		return nil, err
	}
	return p, p.solve(ctx, opt)
}

// build lays the look-ahead out and solves nothing.
func (f *Field) build(z []float64, unmerged bool) (*Plan, error) {
	m, err := f.src.NewModel(f.Values(z))
	if err != nil {
		return nil, err
	}
	p := &Plan{S: f.S, Src: f.src, model: m, clock: story.Clock{Step: -1}}
	pos, err := m.Start()
	if err != nil {
		return nil, err
	}
	limits := lookahead.Limits{Bytes: f.opt.MaxMemory, Unmerged: unmerged}
	if unmerged && f.opt.MaxMemory > 0 { // laid out in full it may be far larger
		if err := m.Fits(pos, limits); err != nil {
			return nil, err
		}
	}
	p.Tree, err = m.Build(pos, limits)
	return p, err
}

// Slopes is a Field's gradient at one point.
type Slopes struct {
	P        []float64   // by question: its probability
	Slope    [][]float64 // by question and parameter in Field.Free: ∂P per standard deviation; NaN where there is none (see Kinks)
	Kinks    []int       // places in Free: what may be done or happen changes with the parameter right here, so that there is no slope
	Residual float64     // the largest that a transposed solve left
}

// bump is how far a parameter is moved, in standard deviations, to see how the
// compiled game's numbers change with it. They are smooth functions in closed
// form, so central differences are right to some 1e-10 of their size.
const bump = 1e-5

// Slopes is the gradient of every question's probability at the scores z, by the
// engine: how the numbers of the compiled game (payoffs, probabilities of chance
// and priors, precisions, discounts) move with each parameter, by central
// differences of games that are built and not solved; and how the questions move
// with those, exactly, by one transposed solve for each question whatever the
// number of parameters (qre.Gradient). The look-ahead is laid out in full.
//
// Errors: those of Solve; *lookahead.TooLarge where it does not fit in full; and,
// wrapping qre.ErrSingular, where the equilibrium has no derivative.
func (f *Field) Slopes(ctx context.Context, z []float64) (*Slopes, error) {
	opt := f.opt
	opt.Unmerged = true
	p, err := f.at(ctx, z, opt)
	if err != nil {
		return nil, err
	}
	t := &story.Teller{M: p.model}
	leaves, err := t.Leaves(p.Tree, p.Result.X, f.wins, p.clock)
	if err != nil {
		return nil, err
	}
	g := p.Tree.Game
	out := &Slopes{P: p.Questions}
	var by []*qre.Slopes
	for q := range leaves {
		if len(leaves[q]) == 0 { // it cannot come true: no number of the game moves that
			by = append(by, nil)
			out.Slope = append(out.Slope, make([]float64, len(f.Free)))
			continue
		}
		s, err := qre.Gradient(g, p.Result.X, qre.Options{Precision: f.opt.Precision, MaxBytes: f.opt.MaxMemory}, qre.Scalar{Event: leaves[q]})
		if err != nil {
			return nil, fmt.Errorf("the question %s: %w", f.S.Questions[q].Name, err)
		}
		if d := math.Abs(s.Value - p.Questions[q]); !(d <= 1e-9) {
			return nil, fmt.Errorf("the question %s has the probability %.12g at the leaves of its look-ahead and %.12g on the way; this is a fault of demarche", f.S.Questions[q].Name, s.Value, p.Questions[q])
		}
		out.Residual = math.Max(out.Residual, s.Residual)
		by = append(by, s)
		out.Slope = append(out.Slope, make([]float64, len(f.Free)))
	}
	for k := range f.Free {
		d, err := f.direction(z, k, g)
		if err != nil {
			out.Kinks = append(out.Kinks, k)
			for q := range out.Slope {
				out.Slope[q][k] = math.NaN()
			}
			continue
		}
		for q, s := range by {
			if s != nil {
				out.Slope[q][k] = s.Along(d)
			}
		}
	}
	return out, nil
}

var errShape = errors.New("the game has another shape")

// direction is how the numbers of game g, built at the scores z, move per
// standard deviation of the k-th free parameter.
func (f *Field) direction(z []float64, k int, g *game.Public) (qre.Direction, error) {
	var side [2]*game.Public
	for n, h := range []float64{-bump, bump} {
		at := slices.Clone(z)
		at[k] += h
		p, err := f.build(at, true)
		if err != nil {
			return qre.Direction{}, err
		}
		side[n] = p.Tree.Game
		if !sameShape(side[n], g) {
			return qre.Direction{}, errShape
		}
	}
	lo, hi := side[0], side[1]
	slope := func(a, b []float64) []float64 {
		out := make([]float64, len(a))
		for i := range a {
			if a[i] != b[i] { // −∞ on both sides does not move
				out[i] = (b[i] - a[i]) / (2 * bump)
			}
		}
		return out
	}
	d := qre.Direction{Payoff: slope(lo.Payoff, hi.Payoff), LogK: slope(lo.LogK, hi.LogK), Precision: slope(lo.Precision, hi.Precision), Scale: make([]float64, len(g.Infosets))}
	for i := range d.Scale {
		d.Scale[i] = (hi.Infosets[i].Scale - lo.Infosets[i].Scale) / (2 * bump)
	}
	for _, v := range d.LogK {
		if math.IsInf(v, 0) {
			return qre.Direction{}, errShape
		}
	}
	return d, nil
}

// sameShape reports whether two games differ in numbers alone.
func sameShape(a, b *game.Public) bool {
	return a.Vars == b.Vars && len(a.Payoff) == len(b.Payoff) && len(a.Infosets) == len(b.Infosets) &&
		slices.Equal(a.Blocks, b.Blocks) && slices.Equal(a.Src, b.Src) && slices.Equal(a.Choice, b.Choice) && slices.Equal(a.Type, b.Type)
}
