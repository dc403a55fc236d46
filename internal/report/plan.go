package report

import (
	"math"
	"slices"

	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/sweep"
)

// This file puts a solved look-ahead of a scenario into the words of its author:
// phases, periods, acts, what each type knows and has seen.

// FromPlan describes a solved look-ahead.
func FromPlan(p *plan.Plan) *SolveReport {
	s, g, res := p.S, p.Tree.Game, p.Result
	r := &SolveReport{File: s.File, Title: s.Title, Warnings: slices.Clone(p.Warnings)}
	if r.Title == "" {
		r.Title = s.Name
	}
	nodes, states := p.Size()
	r.Game = GameSize{
		Nodes: nodes, InformationSets: len(g.Infosets), Actions: g.Vars,
		PublicStates: states, SecretProfiles: int(g.Blocks[0].Profiles),
	}
	r.Values, r.Certificate.Regret = map[string]sweep.Number{}, map[string]sweep.Number{}
	for i, a := range s.Actors {
		r.Game.Actors = append(r.Game.Actors, a.Name)
		r.Values[a.Name] = sweep.Number(res.Values[i])
		r.Certificate.Regret[a.Name] = sweep.Number(p.Certificate.Regret[i])
	}
	r.Certificate.Residual = sweep.Number(p.Certificate.Residual)
	nan := sweep.Number(math.NaN())
	r.Solution = SolutionInfo{
		Precision: sweep.Number(res.Precision), Branch: res.Branch, Folds: res.Folds, FirstFold: nan,
		Bifurcations: res.Bifurcations, FirstBifurcation: nan, Limit: res.Limit, Steps: res.Steps, Passes: res.Passes,
	}
	if res.Folds > 0 {
		r.Solution.FirstFold = sweep.Number(res.FirstFold)
	}
	if res.Bifurcations > 0 {
		r.Solution.FirstBifurcation = sweep.Number(res.FirstBifurcation)
	}
	if res.Branch != "principal" {
		r.Warnings = append(r.Warnings, "This equilibrium could not be shown to be the principal one; another may be.")
	}
	r.Questions, r.Ends = map[string]sweep.Number{}, map[string]sweep.Number{}
	for q := range s.Questions {
		r.Questions[s.Questions[q].Name] = sweep.Number(p.Questions[q])
	}
	for e := range s.Ends {
		r.Ends[s.Ends[e].Name] = sweep.Number(p.Ends[e])
	}
	r.Strategy = planChoices(p, res)
	r.Timing = map[string]any{"build_seconds": p.Build.Seconds(), "solve_seconds": p.Solve.Seconds()}
	return r
}

// planChoices is who does what in an equilibrium of the look-ahead.
func planChoices(p *plan.Plan, res *qre.PublicResult) []Choice {
	s, g := p.S, p.Tree.Game
	var out []Choice
	ways := waysTo(g)
	count := make([]int, len(s.Actors))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		ph := &s.Phases[p.Tree.Phases[set.Block][set.Mover]]
		count[set.Actor]++
		c := Choice{
			Actor: s.Actors[set.Actor].Name, Player: int(set.Actor) + 1, InformationSet: count[set.Actor],
			Phase: ph.Name, Period: s.PeriodLabel(p.Tree.Worlds[set.Block].Period),
			Knows: p.Knows(int(set.Block), int(set.Actor), int(set.Type)), Seen: seen(p, int(set.Block)), Reach: sweep.Number(res.Reach[i]),
		}
		if n := ways[set.Block]; n > 1 {
			c.Histories = sweep.Number(n)
		}
		for v := set.Var; v < set.Var+set.Vars; v++ {
			c.Actions = append(c.Actions, ChoiceAction{
				Action: ph.Actions[p.Tree.Acts[v]].Name, Probability: sweep.Number(math.Exp(res.X[v])), Payoff: sweep.Number(res.Q[v]),
			})
		}
		out = append(out, c)
	}
	return out
}

// seen is what happened on the way to a block: where several lead there, the
// first of them.
func seen(p *plan.Plan, b int) []string {
	var way []int
	for at := int32(b); at >= 0; at = p.Tree.Game.Blocks[at].Parent {
		way = append(way, int(at))
	}
	var out []string
	for _, at := range slices.Backward(way) {
		for _, e := range p.Tree.Events[at] {
			if e.Action >= 0 || e.Happened {
				out = append(out, lookahead.FlagName(p.S, e))
			}
		}
	}
	return out
}

// waysTo is, by block, how many public histories lead to it.
func waysTo(g *game.Public) []float64 {
	ways := make([]float64, len(g.Blocks))
	ways[0] = 1
	order := g.Order()
	for k := range g.Blocks {
		b := int32(k)
		if order != nil {
			b = order[k]
		}
		bl := &g.Blocks[b]
		if bl.Parent >= 0 {
			ways[b] = math.Min(ways[b]+ways[bl.Parent], math.MaxFloat64)
		}
		if bl.Same > 0 {
			ways[bl.Same] = math.Min(ways[bl.Same]+ways[b], math.MaxFloat64)
		}
	}
	return ways
}
