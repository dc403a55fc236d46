package explain

import (
	"cmp"
	"context"
	"slices"

	"demarche/internal/plan"
	"demarche/internal/quantity"
	"demarche/internal/random"
	"demarche/internal/story"
	"demarche/internal/work"
)

// This file tells stories where a question lies beyond one look-ahead, and finds
// in them the ways by which it comes true and the choices that bring it about.

// turn is a choice or an event in a story that raised the probability of the
// question within the look-ahead of its moment, or brought it true.
type turn struct {
	label  label
	raised float64
	moment *story.Moment // nil for a chance
	from   int32
}

// tale is what is kept of a story.
type tale struct {
	yes   bool
	turns []turn
}

// tell fills in an explanation from stories told from the look-ahead l of p on.
func (l *look) tell(ctx context.Context, e *Explanation, p *plan.Plan, win story.Window, q int, opt Options) error {
	tales := make([]tale, opt.Stories)
	workers := max(1, min(opt.Workers, opt.Stories))
	wins := story.Windows(l.s)
	done := func(n int) {
		if opt.Progress != nil {
			opt.Progress(work.Progress{Stage: "telling stories", Done: min(opt.Stories, n*(opt.Stories+workers-1)/workers), Total: opt.Stories})
		}
	}
	err := work.Each(ctx, workers, workers, done, func(w int) error {
		m, err := l.m.Src.NewModel(l.m.Parameters)
		if err != nil {
			return err
		}
		t := &story.Teller{M: m, Opt: story.Options{Limits: l.limits, Precision: opt.Precision, Stop: opt.Stop}}
		begun, err := t.Begin(p.Position(), nil, 0)
		if err != nil {
			return err
		}
		looks := map[*story.Look]*look{}
		for k := w; k < opt.Stories; k += workers {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			x := &tales[k]
			var fault error
			t.Watch = func(m *story.Moment, from, to int32, branch int) {
				if fault != nil {
					return
				}
				at := looks[m.Look]
				if at == nil {
					if at, fault = newLook(t.M, m.Pos, l.limits, m.Look.Tree, m.Look.Result.X, p.Clock(), q); fault != nil {
						return
					}
					looks[m.Look] = at
				}
				x.watch(at, m, from, to)
			}
			rng := random.New(opt.Seed, 0, k, random.UseStory)
			out, err := t.Tell(begun, begun.Draw(rng), wins, p.Clock(), make([]bool, len(wins)), rng)
			if err = cmp.Or(err, fault); err != nil {
				return err
			}
			if x.yes = out.Yes[q]; !x.yes {
				x.turns = nil
			}
			clear(looks) // a look-ahead is megabytes
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	return l.sumUp(ctx, e, p, tales, q, opt)
}

// watch notes what a choice of the story did to the question.
func (x *tale) watch(at *look, m *story.Moment, from, to int32) {
	if x.yes {
		return
	}
	before := at.before(to)
	for n, h := range at.what[to] {
		after := at.after(to, n+1)
		turns := int(at.turn[to]) == n
		if lb, ok := at.label(h); ok && (raised(before, after) || turns && before < certainly) {
			s := turn{label: lb, raised: after - before, from: from}
			if h.mover >= 0 {
				s.moment = m
			}
			x.turns = append(x.turns, s)
		}
		if turns {
			x.yes = true
			return
		}
		before = after
	}
}

// sumUp takes the stories in which it came true together.
func (l *look) sumUp(ctx context.Context, e *Explanation, p *plan.Plan, tales []tale, q int, opt Options) error {
	e.Stories = &Told{Told: len(tales)}
	t := newTrail()
	count := map[int]int{}
	type brought struct {
		label label
		by    float64
		best  turn
	}
	var bring []brought
	for k := range tales {
		x := &tales[k]
		if !x.yes {
			continue
		}
		e.Stories.Yes++
		id := -1
		for _, s := range x.run(l.s.Foresight) {
			lb := s.label
			lb.period = 0 // stories of all periods are taken together
			id = t.add(id, lb)
			if s.moment == nil {
				continue
			}
			n := slices.IndexFunc(bring, func(b brought) bool { return b.label == lb })
			if n < 0 {
				n = len(bring)
				bring = append(bring, brought{label: lb})
			}
			bring[n].by += s.raised
			if s.raised > bring[n].best.raised {
				bring[n].best = s
			}
		}
		count[id]++
	}
	type way struct{ trail, n int }
	var ways []way
	for id, n := range count {
		ways = append(ways, way{id, n})
	}
	slices.SortFunc(ways, func(a, b way) int { return cmp.Or(b.n-a.n, a.trail-b.trail) })
	listed := 0
	for _, w := range ways[:min(len(ways), mostWays)] {
		x := Way{Share: quantity.Number(float64(w.n) / float64(e.Stories.Yes)), Probability: quantity.None, Stories: w.n}
		for _, s := range t.steps(w.trail) {
			x.Steps = append(x.Steps, l.step(s))
		}
		listed += w.n
		e.Ways = append(e.Ways, x)
	}
	if e.Stories.Yes > 0 {
		e.Unlisted = quantity.Number(float64(e.Stories.Yes-listed) / float64(e.Stories.Yes))
	}
	slices.SortStableFunc(bring, func(a, b brought) int { return -cmp.Compare(a.by, b.by) })
	// What can be decided within the look-ahead at hand is explained there.
	if e.Stories.Yes == 0 {
		l.listWays(e)
	}
	if e.Probability >= raises/10 || e.Stories.Yes == 0 {
		return l.listChoices(e)
	}
	n := 0
	for n < len(bring) && n < mostChoices && bring[n].by >= leastMove*bring[0].by {
		n++
	}
	e.MoreChoices = len(bring) - n
	top := bring[:n]
	slices.SortStableFunc(top, func(a, b brought) int {
		return cmp.Or(a.best.label.period-b.best.label.period, a.label.step-b.label.step)
	})
	for _, b := range top {
		c, err := l.there(b.best, p, q)
		if err != nil {
			return err
		}
		if c != nil {
			e.Choices = append(e.Choices, *c)
		}
	}
	return nil
}

// run lists the turns of the last look-ahead before it came true: what raised it
// earlier and came to nothing is no part of the way.
func (x *tale) run(foresight int) []turn {
	if len(x.turns) == 0 {
		return nil
	}
	last := x.turns[len(x.turns)-1].label
	return slices.DeleteFunc(slices.Clone(x.turns), func(s turn) bool {
		return s.label.period < last.period-foresight || s.label.period == last.period-foresight && s.label.step <= last.step
	})
}

// there explains a turn of a story in the look-ahead in which it was taken.
func (l *look) there(s turn, p *plan.Plan, q int) (*PivotalChoice, error) {
	m := s.moment
	at, err := newLook(l.m, m.Pos, l.limits, m.Look.Tree, m.Look.Result.X, p.Clock(), q)
	if err != nil {
		return nil, err
	}
	for k := range at.tree.Phases[m.Block] {
		if at.tree.StepOf(m.Block, k) != s.label.step {
			continue
		}
		var kinds []turning
		swing := 0.0
		for _, t := range at.turnings(m.Block) {
			if t.mover == k {
				kinds = append(kinds, t)
				swing += t.swing
			}
		}
		phase, _ := at.phaseOf(m.Block, k)
		return at.pivotal(pivot{period: s.label.period, phase: phase, swing: swing, best: kinds, most: swing})
	}
	return nil, nil
}
