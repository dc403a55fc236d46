package report

import (
	"fmt"
	"math"
	"slices"
	"time"

	"demarche/internal/game"
	"demarche/internal/qre"
	"demarche/internal/sweep"
)

// This file describes a solved game of a .efg file in the file's own words.

// FromGame describes a solved game. Player and information set are the numbers
// in the file, and actions stand in its order. Players who share a name, or
// have none, are told apart by their number.
func FromGame(file string, g *game.Game, res *qre.Result, spent time.Duration) *SolveReport {
	names := playerNames(g)
	nan := sweep.Number(math.NaN())
	r := &SolveReport{File: file, Title: g.Title, Warnings: slices.Concat(g.Notes, res.Warnings),
		Game:   GameSize{Actors: names, Nodes: len(g.Kind), InformationSets: len(g.Sets), Actions: g.Actions(), PublicStates: res.PublicStates},
		Values: map[string]sweep.Number{}, Timing: map[string]any{"solve_seconds": spent.Seconds()},
		Solution: SolutionInfo{Precision: sweep.Number(res.Precision), Branch: res.Branch, Folds: res.Folds, FirstFold: nan,
			Bifurcations: res.Bifurcations, FirstBifurcation: nan, Limit: res.Limit, Steps: res.Steps, Passes: res.Passes},
		Certificate: CertificateInfo{Residual: sweep.Number(res.Certificate.Residual), Regret: map[string]sweep.Number{}}}
	if res.Folds > 0 {
		r.Solution.FirstFold = sweep.Number(res.FirstFold)
	}
	if res.Bifurcations > 0 {
		r.Solution.FirstBifurcation = sweep.Number(res.FirstBifurcation)
	}
	for i, name := range names {
		r.Values[name] = sweep.Number(res.Values[i])
		r.Certificate.Regret[name] = sweep.Number(res.Certificate.Regret[i])
	}
	r.Strategy = gameChoices(g, names, res)
	return r
}

// gameChoices is who does what in an equilibrium of the game.
func gameChoices(g *game.Game, names []string, res *qre.Result) []Choice {
	var out []Choice
	for i := range g.Sets {
		set := &g.Sets[i]
		c := Choice{Actor: names[set.Player], Player: set.Player + 1, InformationSet: set.Number, Phase: set.Label, Reach: sweep.Number(res.Reach[i])}
		for k, action := range set.Actions {
			at := set.First + k
			c.Actions = append(c.Actions, ChoiceAction{Action: action, Probability: sweep.Number(math.Exp(res.X[at])), Payoff: sweep.Number(res.Q[at])})
		}
		out = append(out, c)
	}
	return out
}

func playerNames(g *game.Game) []string {
	seen := map[string]int{}
	for _, p := range g.Players {
		seen[p]++
	}
	names := make([]string, len(g.Players))
	for i, p := range g.Players {
		names[i] = p
		if p == "" || seen[p] > 1 {
			names[i] = fmt.Sprintf("%s#%d", p, i+1)
		}
	}
	return names
}
