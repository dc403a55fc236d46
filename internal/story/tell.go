package story

import (
	"math"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
	"demarche/internal/random"
)

// This file tells a story from a moment to the horizon.

// Told is one story.
type Told struct {
	Yes []bool // by question
	// Hazard is, by question, the sum over the story of the probability, just
	// before each choice, that the question would come true at it, and 1 where it
	// came true without a choice. Yes − Hazard has mean 0, so it serves as a
	// control variate.
	Hazard []float64
	Events []lookahead.Event
	Truth  lookahead.Profile // what was hidden at the end
	Missed bool              // an imposed act could not be done where the story stood
}

// Tell plays on from a moment until the horizon has passed or an end holds.
// truth is the profile of the moment's game that is really so, yes what had
// come true before; rng decides everything.
func (t *Teller) Tell(m *Moment, truth int32, wins []Window, clock Clock, yes []bool, rng *random.Stream) (told *Told, err error) {
	defer lookahead.Recover(&err)
	c := &clock
	told = &Told{Yes: append([]bool(nil), yes...), Hazard: make([]float64, len(wins))}
	var weights []float64
	var at []int32
	var branch []int
	start, met := m.World(), map[[2]int]bool{}
	was := make([]bool, len(wins))
	told.certain(was)
	for {
		g := m.Look.Tree.Game
		w := m.Look.Tree.Worlds[m.Block]
		told.Truth = m.Look.Tree.Profiles[truth]
		if m.Over() || w.Period > t.M.Src.S.Horizon {
			told.Missed = told.Missed || t.overlooked(start, w, told.Events, met)
			return told, nil
		}
		weights, at, branch = weights[:0], at[:0], branch[:0]
		branches := m.Branches()
		stride := int(g.Blocks[m.Block].Movers)
		for k := range branches {
			cb := &g.Blocks[branches[k].Block]
			for p := range int(cb.Profiles) {
				q := cb.Profile + int32(p)
				if g.Src[q] != truth {
					continue
				}
				l := g.LogK[q]
				for _, v := range g.Choice[int(cb.Choice)+p*stride:][:stride] {
					l += m.Look.Result.X[v]
				}
				weights = append(weights, math.Exp(l))
				at = append(at, q)
				branch = append(branch, k)
			}
		}
		acts := t.imposedAt(m)
		if acts != nil {
			for k := range acts {
				met[[2]int{w.Period, m.Look.Tree.StepOf(m.Block, k)}] = true
			}
			told.Missed = !t.impose(m, acts, at, branch, weights) || told.Missed
		}
		t.hazards(m, told, weights, at, branch, wins, c)
		pick := rng.Pick(weights)
		k := branch[pick]
		if t.Watch != nil {
			t.Watch(m, truth, at[pick], k)
		}
		var next *Moment
		var err error
		if acts != nil {
			next, err = t.FollowImposed(m, k, acts)
		} else {
			next, err = t.Follow(m, k)
		}
		if err != nil {
			return nil, err
		}
		c.Pass(branches[k].Events)
		t.Answers(wins, c, branches[k].Events, m.hidden(truth, at[pick], k), told.Yes)
		told.Events = append(told.Events, branches[k].Events...)
		truth = m.enter(next, k, at[pick])
		m = next
		if len(m.before) > 0 {
			told.Events = append(told.Events, m.before...)
			copy(was, told.Yes)
			t.Answers(wins, c, m.before, m.settled(truth), told.Yes)
			told.certain(was)
		}
	}
}

// certain counts what has come true since was, without anybody's choice, as what
// had to come.
func (told *Told) certain(was []bool) {
	for q := range was {
		if told.Yes[q] && !was[q] {
			told.Hazard[q]++
		}
	}
}

// hazards adds the probability that each open question comes true at the next choice.
func (t *Teller) hazards(m *Moment, told *Told, weights []float64, at []int32, branch []int, wins []Window, c *Clock) {
	total := 0.0
	for _, w := range weights {
		total += w
	}
	after := make([]bool, len(wins))
	for i, w := range weights {
		k := branch[i]
		copy(after, told.Yes)
		g := m.Look.Tree.Game
		t.Answers(wins, c, m.branches[k].Events, m.hidden(g.Src[at[i]], at[i], k), after)
		for q := range wins {
			if after[q] && !told.Yes[q] {
				told.Hazard[q] += w / total
			}
		}
	}
}

// hidden says what lies behind branch k when profile from became profile to.
func (m *Moment) hidden(from, to int32, k int) Hidden { return m.behind(from, to, m.branches[k].Block) }

// behind says what lies behind the way to a child block.
func (m *Moment) behind(from, to int32, block int) Hidden {
	tree := m.Look.Tree
	a, b := tree.Profiles[from], tree.Profiles[to]
	h := Hidden{Period: tree.Worlds[m.Block].Period, Covert: a.Covert, Secrets: b.Secrets, tree: tree, profile: to}
	g := tree.Game
	cb := &g.Blocks[block]
	stride := int(g.Blocks[m.Block].Movers)
	for j, v := range g.Choice[int(cb.Choice)+int(to-cb.Profile)*stride:][:stride] {
		if bit := tree.Bit(m.Block, j, v); bit >= 0 {
			h.Done = append(h.Done, Deed{tree.StepOf(m.Block, j), bit})
		}
	}
	return h
}

// settled is hidden for events in which nobody chose.
func (m *Moment) settled(at int32) Hidden {
	tree := m.Look.Tree
	p := tree.Profiles[at]
	return Hidden{Period: tree.Worlds[m.Block].Period, Covert: p.Covert, Secrets: p.Secrets}
}

// Settled is what lies behind the events before the moment in which nobody
// chose: the likeliest profile stands for all, as such events are public.
func (m *Moment) Settled() Hidden {
	return m.settled(m.Look.Tree.Game.Blocks[m.Block].Profile)
}

// Truths is what lies behind branch k, with one of its profiles standing for
// all: for questions about what everybody sees.
func (m *Moment) Truths(k int) Hidden {
	to := m.Look.Tree.Game.Blocks[m.branches[k].Block].Profile
	return m.hidden(m.Look.Tree.Game.Src[to], to, k)
}

// Draw picks what is really so at a moment, by the belief there.
func (m *Moment) Draw(rng *random.Stream) int32 {
	bl := &m.Look.Tree.Game.Blocks[m.Block]
	logs := m.Look.logReach[bl.Profile : bl.Profile+bl.Profiles]
	top := logspace.Sum(logs)
	weights := make([]float64, len(logs))
	for p := range logs {
		weights[p] = math.Exp(logs[p] - top)
	}
	return bl.Profile + int32(rng.Pick(weights))
}
