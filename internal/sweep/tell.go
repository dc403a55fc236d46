package sweep

import (
	"context"
	"fmt"

	"demarche/internal/importance"
	"demarche/internal/random"
	"demarche/internal/story"
)

// This file tells the stories of every draw.

// onward takes weighed draws to their stories: drawn anew where that is called for.
func (r *run) onward(ctx context.Context) error {
	if err := r.anew(ctx); err != nil {
		return err
	}
	r.allocate()
	return r.tell(ctx)
}

// allocate gives each draw its stories, in pairs, in proportion to its weight
// (systematic resampling, Kitagawa 1996). Pairs tell chance within a draw from
// differences between draws.
func (r *run) allocate() {
	u := random.New(r.opt.Seed, 0, 0, random.UseTruth).Float64()
	r.pairs = importance.Systematic(r.weights(), max(r.opt.Stories/2, 1), u)
}

// tell tells the stories of every draw that has some.
func (r *run) tell(ctx context.Context) error {
	r.tales = make([]told, len(r.draws))
	var list []int
	for d, n := range r.pairs {
		if n > 0 {
			list = append(list, d)
		}
	}
	return r.each(ctx, "telling stories", len(list), func(i int) error {
		d := list[i]
		key := fmt.Sprintf("told/%d", r.draws[d].stream)
		if r.recall(key, &r.tales[d]) {
			r.tales[d].done = true
			return nil
		}
		t, err := r.teller(&r.draws[d], ctx)
		if err == nil {
			err = r.tellOne(t, d)
		}
		if ctx.Err() != nil {
			return context.Canceled
		}
		if err != nil {
			return fmt.Errorf("draw %d: %w", d+1, err)
		}
		r.tales[d].Stats = t.Stats
		r.tales[d].done = true
		r.keep(key, &r.tales[d])
		return nil
	})
}

func (r *run) tellOne(t *story.Teller, d int) error {
	w, out := &r.draws[d], &r.tales[d]
	begun := make([]*story.Moment, len(w.Held))
	shares := make([]float64, len(w.Held))
	for k := range w.Held {
		shares[k] = w.Held[k].W
	}
	best := 0
	for k := range shares {
		if shares[k] > shares[best] {
			best = k
		}
	}
	moment := func(k int) (*story.Moment, error) {
		if begun[k] == nil {
			if begun[k] = w.Held[k].moment; begun[k] == nil {
				var err error
				if begun[k], err = t.Begin(w.Held[k].Pos, nil, 0); err != nil {
					return nil, err
				}
			}
		}
		return begun[k], nil
	}
	m, err := moment(best)
	if err != nil {
		return err
	}
	out.Next = r.nextOf(m)
	for n := range 2 * r.pairs[d] {
		rng := random.New(r.opt.Seed, w.stream, n+1, random.UseStory)
		k := rng.Pick(shares)
		m, err := moment(k)
		if err != nil {
			return err
		}
		clock, truth, yes := r.ready(t, m, w.Held[k].Stale, w.Held[k].Yes, rng)
		after := *rng // assumptions are compared under common random numbers
		s, err := t.Tell(m, truth, r.wins, clock, yes, rng)
		if err != nil {
			return err
		}
		out.Stories = append(out.Stories, s)
		if len(r.opt.Assume) > 0 {
			t.Impose = r.imposed()
			s, err := t.Tell(m, truth, r.wins, clock, yes, &after)
			t.Impose = nil
			if err != nil {
				return err
			}
			if s.Missed {
				out.Missed++
			}
			out.Assumed = append(out.Assumed, s)
		}
	}
	out.Sights, err = r.sightsOf(w, begun, moment)
	return err
}

// ready is what a story from a moment begins with: its clock, what is really so,
// and the questions that have come true, given those that had before the moment.
func (r *run) ready(t *story.Teller, m *story.Moment, stale []int32, yes []bool, rng *random.Stream) (story.Clock, int32, []bool) {
	clock := r.clock
	clock.Stale = stale
	truth := m.Draw(rng)
	yes = append([]bool(nil), yes...)
	clock.Pass(m.Before())
	t.Answers(r.wins, &clock, m.Before(), m.Settled(), yes)
	return clock, truth, yes
}

func (r *run) imposed() map[[2]int]int {
	out := map[[2]int]int{}
	for _, a := range r.opt.Assume {
		out[[2]int{a.Period, a.Step}] = a.Action
	}
	return out
}
