// Package explain says why something may come true: by which ways, on whose
// choices it hangs, why those fall as they do, and what makes the difference.
// It reads solved look-aheads and stories, and words nothing.
package explain

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/work"
)

// This file puts an explanation together.

// DefaultStories is how many stories are told where a look-ahead does not reach
// as far as the question.
const DefaultStories = 40

// Options of Explain.
type Options struct {
	AsOf      scenario.Date // zero: the start, before any evidence
	Precision float64       // multiplies every actor's precision; 0: 1
	Limit     bool          // follow the branch of an exact game to its limit
	Stories   int           // told beyond a look-ahead; 0: DefaultStories
	Seed      uint64        // of the stories
	Workers   int
	MaxMemory int64
	Stop      func() bool
	Progress  func(work.Progress)
}

// Unknown is a name that nothing of the scenario has.
type Unknown struct{ Name string }

func (u Unknown) Error() string {
	return fmt.Sprintf("there is no question, end, act or chance called %q", u.Name)
}

// Explain says why what name stands for (see Names) may come true, parameters at
// their medians. Errors are Unknown, or those of plan.Solve and of stories.
func Explain(ctx context.Context, s *scenario.Scenario, set *evidence.Set, name string, opt Options) (*Explanation, error) {
	with, q, asked, ok := find(s, name)
	if !ok {
		return nil, Unknown{name}
	}
	if opt.Stories == 0 {
		opt.Stories = DefaultStories
	}
	p, err := plan.Solve(ctx, with, set, plan.Options{AsOf: opt.AsOf, Precision: opt.Precision, Limit: opt.Limit,
		Workers: opt.Workers, MaxMemory: opt.MaxMemory, Stop: opt.Stop})
	if err != nil {
		return nil, err
	}
	limits := lookahead.Limits{Bytes: opt.MaxMemory}
	l, err := newLook(p.Model(), p.Position(), limits, p.Tree, p.Result.X, p.Clock(), q)
	if err != nil {
		return nil, err
	}
	e := &Explanation{File: s.File, Title: cmp.Or(s.Title, s.Name), Asked: asked, AsOf: opt.AsOf.String(), Exact: p.Tree.Exact, Parameters: "medians",
		Probability: quantity.Number(p.Questions[q]), Unlisted: quantity.None, Warnings: slices.Clone(p.Warnings)}
	w := p.Tree.Worlds[0]
	e.From = s.PeriodLabel(w.Period)
	last := s.Horizon
	if !p.Tree.Exact {
		last = min(last, w.Period+s.Foresight)
	}
	e.Until = s.PeriodLabel(last)
	window := story.Windows(with)[q]
	if !p.Tree.Exact && asked.Kind != KindAct && window.By > w.Period+s.Foresight-1 || !p.Tree.Exact && e.Probability < noMove {
		return e, l.tell(ctx, e, p, window, q, opt)
	}
	l.listWays(e)
	l.signs(e)
	return e, l.listChoices(e)
}
