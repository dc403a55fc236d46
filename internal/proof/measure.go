package proof

import (
	"math"
	"slices"

	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/theory"
)

// This file reads a measure off a solution.

// measure averages over the information sets that match, weighted by how likely
// each is to be reached; NaN where none matches.
func measure(p *plan.Plan, m *theory.Measure) float64 {
	g := p.Tree.Game
	var at []int
	reach := 0.0
	for i := range g.Infosets {
		if matches(p, m, i) {
			at = append(at, i)
			reach += p.Result.Reach[i]
		}
	}
	if len(at) == 0 {
		return math.NaN()
	}
	if m.Take == theory.Reach {
		return reach
	}
	sum, weight := 0.0, 0.0
	for _, i := range at {
		w := p.Result.Reach[i]
		if reach == 0 { // all too unlikely for a number: none counts more than another
			w = 1
		}
		if v := taken(p, m, i); !math.IsNaN(v) && w > 0 {
			sum += w * v
			weight += w
		}
	}
	return sum / weight
}

// matches reports whether an information set is one that the measure speaks of.
func matches(p *plan.Plan, m *theory.Measure, i int) bool {
	g := p.Tree.Game
	set := &g.Infosets[i]
	b := int(set.Block)
	w := &p.Tree.Worlds[b]
	if p.Tree.Phases[b][set.Mover] != m.Phase || m.Period > 0 && w.Period != m.Period {
		return false
	}
	for _, c := range m.State {
		if int(w.Vars[c.Index]) != c.Value {
			return false
		}
	}
	if len(m.Knows) > 0 {
		pr := profileOf(p, i)
		for _, c := range m.Knows {
			if p.Src.Secret(pr, c.Index) != c.Value {
				return false
			}
		}
	}
	if len(m.Seen) > 0 {
		seen := events(p, b)
		for _, name := range m.Seen {
			if !seen[name] {
				return false
			}
		}
	}
	return true
}

// profileOf is one of the possibilities that the chooser of an information set cannot tell apart.
func profileOf(p *plan.Plan, i int) lookahead.Profile {
	g := p.Tree.Game
	set := &g.Infosets[i]
	bl := &g.Blocks[set.Block]
	for k := range int(bl.Profiles) {
		if g.TypeOf(int(set.Block), int(set.Actor), k) == int(set.Type) {
			return p.Tree.Profiles[int(bl.Profile)+k]
		}
	}
	return lookahead.Profile{}
}

// events are the names of what happened on the way to a block, groups of a
// for_each included.
func events(p *plan.Plan, b int) map[string]bool {
	out := map[string]bool{}
	for at := int32(b); at >= 0; at = p.Tree.Game.Blocks[at].Parent {
		for _, e := range p.Tree.Events[at] {
			if e.Action < 0 && !e.Happened {
				continue
			}
			out[lookahead.FlagName(p.S, e)] = true
			if st := p.S.Steps[e.Step]; !st.Chance {
				ph := &p.S.Phases[st.Index]
				out[ph.Name+"."+ph.Actions[e.Action].Base] = true
			}
		}
	}
	return out
}

// taken is what the measure takes at one information set.
func taken(p *plan.Plan, m *theory.Measure, i int) float64 {
	set := &p.Tree.Game.Infosets[i]
	top := math.Inf(-1)
	var vs []int32
	for v := set.Var; v < set.Var+set.Vars; v++ {
		if slices.Contains(m.Actions, int(p.Tree.Acts[v])) {
			vs = append(vs, v)
			top = math.Max(top, p.Result.X[v])
		}
	}
	acts := p.S.Phases[m.Phase].Actions
	probability, mean, payoff, weight := 0.0, 0.0, 0.0, 0.0
	for _, v := range vs {
		pr := math.Exp(p.Result.X[v])
		probability += pr
		mean += pr * acts[p.Tree.Acts[v]].Number
		w := math.Exp(p.Result.X[v] - top)
		payoff += w * p.Result.Q[v]
		weight += w
	}
	switch m.Take {
	case theory.Mean:
		return mean
	case theory.Payoff:
		return payoff / weight // NaN where the action is not possible
	}
	return probability
}
