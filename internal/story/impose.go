package story

import (
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
)

// This file imposes acts: the policy question "what if they did this?", which
// must not be taken for a sign that they are the kind of actor who would.

// free in place of an imposed act leaves the choice to the mover.
const free = -1

// imposedAt is, by mover of the moment's block, the act that is imposed on it,
// or free; nil where none is.
func (t *Teller) imposedAt(m *Moment) []int {
	if len(t.Impose) == 0 {
		return nil
	}
	tree := m.Look.Tree
	var acts []int
	for k := range tree.Phases[m.Block] {
		action, ok := t.Impose[[2]int{tree.Worlds[m.Block].Period, tree.StepOf(m.Block, k)}]
		if !ok {
			continue
		}
		if acts == nil {
			acts = slices.Repeat([]int{free}, len(tree.Phases[m.Block]))
		}
		acts[k] = action
	}
	return acts
}

// impose leaves only the outcomes in which the movers do what is imposed on
// them, each as likely as chance and the other movers make it. It frees those
// who cannot do it where the story stands, and reports whether all could.
func (t *Teller) impose(m *Moment, acts []int, at []int32, branch []int, weights []float64) bool {
	tree := m.Look.Tree
	g := tree.Game
	stride := int(g.Blocks[m.Block].Movers)
	choice := func(i int) []int32 {
		cb := &g.Blocks[m.branches[branch[i]].Block]
		return g.Choice[int(cb.Choice)+int(at[i]-cb.Profile)*stride:][:stride]
	}
	done := true
	for k, action := range acts {
		if action == free {
			continue
		}
		can := false
		for i := range at {
			can = can || int(tree.Acts[choice(i)[k]]) == action
		}
		if !can {
			acts[k], done = free, false
		}
	}
	for i, q := range at {
		l := g.LogK[q]
		for k, v := range choice(i) {
			switch {
			case acts[k] == free:
				l += m.Look.Result.X[v]
			case int(tree.Acts[v]) != acts[k]:
				l = math.Inf(-1)
			}
		}
		weights[i] = math.Exp(l)
	}
	return done
}

// imposition is a moment reached by imposed acts.
type imposition struct {
	acts []int
	next *Moment
}

// FollowImposed goes to branch k without learning from the acts that are imposed
// (by mover; −1: its own choice): how they appear is taken to be as likely for
// every type. Who takes a covert act for its look-alike goes on doing so.
func (t *Teller) FollowImposed(m *Moment, k int, acts []int) (*Moment, error) {
	br := &m.Branches()[k]
	for _, i := range br.imposed {
		if slices.Equal(i.acts, acts) {
			return i.next, nil
		}
	}
	tree := m.Look.Tree
	g := tree.Game
	bl, cb := &g.Blocks[m.Block], &g.Blocks[br.Block]
	// how likely each type was to appear to do what is imposed on it
	shown := slices.Repeat([]float64{math.Inf(-1)}, int(bl.Profiles))
	for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
		if !m.looksAlike(int(c), br.Block, acts) {
			continue
		}
		for p := g.Blocks[c].Profile; p < g.Blocks[c].Profile+g.Blocks[c].Profiles; p++ {
			at := g.Src[p] - bl.Profile
			shown[at] = logspace.Add(shown[at], m.Look.logWay[p]-m.Look.logReach[g.Src[p]])
		}
	}
	logs := slices.Clone(m.Look.logWay)
	for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
		logs[p] -= shown[g.Src[p]-bl.Profile]
	}
	pos, place := tree.Next(t.M.Src, br.Block, logs)
	next := m.Look.moment(br.Block, pos)
	if pos.World.Ended < 0 && !tree.Exact {
		var err error
		if next, err = t.Begin(pos, m, k); err != nil {
			return nil, err
		}
		next.from = place
	}
	br.imposed = append(br.imposed, imposition{slices.Clone(acts), next})
	return next, nil
}

// looksAlike reports whether the acts of the movers on whom something is imposed
// appear the same on the way to two children of the moment's block.
func (m *Moment) looksAlike(a, b int, acts []int) bool {
	tree := m.Look.Tree
	for k, action := range acts {
		if action == free {
			continue
		}
		step := tree.StepOf(m.Block, k)
		its := func(e lookahead.Event) bool { return e.Step == step }
		x := tree.Events[a][slices.IndexFunc(tree.Events[a], its)]
		y := tree.Events[b][slices.IndexFunc(tree.Events[b], its)]
		if x.Action != y.Action || x.Exposed != y.Exposed {
			return false
		}
	}
	return true
}

// overlooked reports whether an imposed act was passed by between two places of
// a story: its phase did not take place, or somebody had no choice but another act.
func (t *Teller) overlooked(from, to lookahead.World, events []lookahead.Event, met map[[2]int]bool) bool {
	for at, action := range t.Impose {
		before := at[0] < from.Period || at[0] == from.Period && at[1] < from.Step
		reached := at[0] < to.Period || at[0] == to.Period && at[1] < to.Step
		if before || !reached || met[at] {
			continue
		}
		if !slices.ContainsFunc(events, func(e lookahead.Event) bool {
			return e.Period == at[0] && e.Step == at[1] && e.Action == action
		}) {
			return true
		}
	}
	return false
}
