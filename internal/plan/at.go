package plan

import (
	"context"
	"errors"

	"demarche/internal/lookahead"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file solves the look-ahead of one draw of the parameters, from wherever
// the evidence has led it.

// Place is where a look-ahead starts: the parameters of a draw (in the
// scenario's order), a position with the beliefs there, and the clock of the
// questions.
type Place struct {
	Parameters []float64
	Position   *lookahead.Position
	Clock      story.Clock
}

// ErrOver is returned where play is over and nobody chooses any more.
var ErrOver = errors.New("play is over: nobody chooses any more")

// At solves the look-ahead from a place. Where nobody has a choice until the
// same step comes round again, it goes on to where somebody has one, as a story
// does. src is that of s; opt.AsOf is not read. Errors are those of Solve, or
// ErrOver.
func At(ctx context.Context, s *scenario.Scenario, src *lookahead.Source, at Place, opt Options) (*Plan, error) {
	m, err := src.NewModel(at.Parameters)
	if err != nil {
		return nil, err
	}
	p := &Plan{S: s, Src: src, model: m, clock: at.Clock}
	limits := lookahead.Limits{Bytes: opt.MaxMemory, Unmerged: opt.Unmerged}
	pos := at.Position
	for {
		if p.Tree, err = m.Build(pos, limits); err != nil {
			return nil, err
		}
		w := p.Tree.Worlds[0]
		if !p.Tree.Game.Blocks[0].IsLeaf() || p.Tree.Exact || w.Ended >= 0 || w.Period > s.Horizon {
			break
		}
		logs := make([]float64, len(p.Tree.Game.Src))
		copy(logs, p.Tree.Game.LogK)
		pos, _ = p.Tree.Next(src, 0, logs)
	}
	p.pos = pos
	if p.Tree.Game.Blocks[0].IsLeaf() {
		return nil, ErrOver
	}
	if err := p.solve(ctx, opt); err != nil {
		return nil, err
	}
	return p, nil
}
