package sweep

import (
	"math"
	"slices"

	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/story"
)

// This file says what each actor is likely to do next, and why.

// nextShare is the probability of an act in the coming look-ahead.
type nextShare struct {
	Phase, Action, Period int
	P                     float64
}

// nextOf lists the probability of every act in the first look-ahead of a draw,
// each phase where it first comes round.
func (r *run) nextOf(m *story.Moment) []nextShare {
	if m.Over() { // the story has ended: nobody does anything next
		return nil
	}
	tree, res := m.Look.Tree, m.Look.Result
	g := tree.Game
	chance := m.Chances()    // in the exact game the moment may lie deep in the tree
	first := map[int]int32{} // by phase: period offset at which it first comes round
	for b := range g.Blocks {
		if !below(g, chance, b) {
			continue
		}
		for _, ph := range tree.Phases[b] {
			if at, ok := first[ph]; !ok || g.Blocks[b].Period < at {
				first[ph] = g.Blocks[b].Period
			}
		}
	}
	var out []nextShare
	for i := range g.Infosets {
		set := &g.Infosets[i]
		ph := tree.Phases[set.Block][set.Mover]
		if at, ok := first[ph]; !ok || !below(g, chance, int(set.Block)) || g.Blocks[set.Block].Period != at {
			continue
		}
		reach := 0.0
		bl := &g.Blocks[set.Block]
		for p := range int(bl.Profiles) {
			if g.TypeOf(int(set.Block), int(set.Actor), p) == int(set.Type) {
				reach += chance[int(bl.Profile)+p]
			}
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			k := slices.IndexFunc(out, func(x nextShare) bool { return x.Phase == ph && x.Action == int(tree.Acts[v]) })
			if k < 0 {
				k = len(out)
				out = append(out, nextShare{Phase: ph, Action: int(tree.Acts[v]), Period: tree.Worlds[set.Block].Period})
			}
			out[k].P += reach * math.Exp(res.X[v])
		}
	}
	return out
}

// below reports whether play may come to block b, given the chances that it does.
func below(g *game.Public, chance []float64, b int) bool {
	bl := &g.Blocks[b]
	return slices.ContainsFunc(chance[bl.Profile:bl.Profile+bl.Profiles], func(p float64) bool { return p > 0 })
}

// next averages the draws' next acts and explains the likeliest of each phase.
func (r *run) next(medians []float64) ([]NextAct, error) {
	var sum []nextShare
	total := 0.0
	for d := range r.tales {
		if !r.tales[d].done {
			continue
		}
		w := float64(r.pairs[d])
		total += w
		for _, x := range r.tales[d].Next {
			k := slices.IndexFunc(sum, func(y nextShare) bool { return y.Phase == x.Phase && y.Action == x.Action })
			if k < 0 {
				k = len(sum)
				sum = append(sum, nextShare{Phase: x.Phase, Action: x.Action, Period: x.Period})
			}
			sum[k].P += w * x.P
		}
	}
	if total == 0 {
		return nil, nil
	}
	slices.SortStableFunc(sum, func(a, b nextShare) int {
		if a.Phase != b.Phase {
			if a.Period != b.Period {
				return a.Period - b.Period
			}
			return a.Phase - b.Phase
		}
		switch {
		case a.P > b.P:
			return -1
		case a.P < b.P:
			return 1
		}
		return a.Action - b.Action
	})
	var out []NextAct
	for _, x := range sum {
		ph := &r.s.Phases[x.Phase]
		a := &ph.Actions[x.Action]
		out = append(out, NextAct{
			Actor: r.s.Actors[ph.Actor].Name, Period: r.s.PeriodLabel(x.Period), Phase: ph.Name,
			Action: a.Name, Title: a.Title, Covert: a.Covert(), Probability: Number(x.P / total),
		})
	}
	if err := r.explain(medians, sum, out); err != nil {
		return nil, err
	}
	return out, nil
}

// explain compares the likeliest act of each phase with the next likeliest,
// term by term, in the look-ahead of the parameters' posterior medians.
func (r *run) explain(medians []float64, acts []nextShare, out []NextAct) error {
	best := 0
	for d := range r.pairs {
		if r.pairs[d] > r.pairs[best] && len(r.draws[d].Held) > 0 {
			best = d
		}
	}
	if len(r.draws[best].Held) == 0 {
		return nil
	}
	m, err := r.src.NewModel(medians)
	if err != nil {
		return err
	}
	limits := lookahead.Limits{Bytes: r.opt.MaxMemory}
	pos := r.draws[best].Held[0].Pos
	tree, err := m.Build(pos, limits)
	if err != nil {
		return err
	}
	precision := r.opt.Precision
	if precision == 0 {
		precision = 1
	}
	res, err := qre.SolvePublic(tree.Game, qre.Options{Precision: precision, Retrace: qre.RetraceNever})
	if err != nil {
		return nil // no reasons rather than wrong ones
	}
	for actor := range r.s.Actors {
		type pair struct{ top, rival int }
		var pairs []pair
		for k := range acts {
			if r.s.Phases[acts[k].Phase].Actor != actor || k > 0 && acts[k-1].Phase == acts[k].Phase {
				continue
			}
			if k+1 < len(acts) && acts[k+1].Phase == acts[k].Phase {
				pairs = append(pairs, pair{k, k + 1})
			}
		}
		if len(pairs) == 0 {
			continue
		}
		terms, err := plan.TermsOf(m, pos, limits, tree, res.X, actor)
		if err != nil {
			return err
		}
		for term, name := range terms.Names {
			for _, p := range pairs {
				d := plan.Difference(tree, res.X, res.Reach, terms.Q[term], acts[p.top].Phase, acts[p.top].Action, acts[p.rival].Action)
				out[p.top].Against = out[p.rival].Action
				if math.Abs(d) > 5e-3 {
					out[p.top].Reasons = append(out[p.top].Reasons, Reason{Term: name, Difference: Number(d)})
				}
			}
		}
		for _, p := range pairs {
			slices.SortStableFunc(out[p.top].Reasons, func(a, b Reason) int {
				switch x, y := math.Abs(float64(a.Difference)), math.Abs(float64(b.Difference)); {
				case x > y:
					return -1
				case x < y:
					return 1
				}
				return 0
			})
		}
	}
	return nil
}
