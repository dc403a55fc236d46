package report

import (
	"fmt"
	"strings"

	"demarche/internal/game"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/sweep"
)

// This file is what `demarche solve --all` adds: the equilibria that random
// starts found beside the principal one.

// Equilibrium is one of those found.
type Equilibrium struct {
	Principal bool                    `json:"principal"` // on the principal branch
	Starts    int                     `json:"starts"`    // that led here
	Residual  sweep.Number            `json:"residual"`  // of its certificate, in log-probability
	Values    map[string]sweep.Number `json:"values"`    // expected payoff, by actor
	Regret    map[string]sweep.Number `json:"regret"`    // payoff that leaving the profile would gain, by actor
	Strategy  []Choice                `json:"strategy"`
}

// StartCount says where the starts led.
type StartCount struct {
	Tried   int  `json:"tried"`             // the principal branch among them
	Nowhere int  `json:"nowhere"`           // led to no equilibrium that passes its certificate
	Stopped bool `json:"stopped,omitempty"` // interrupted: the other starts were not followed
}

// Stopped says whether the search for equilibria was interrupted.
func (r *SolveReport) Stopped() bool { return r.Starts != nil && r.Starts.Stopped }

// AddGame adds the equilibria found of a game file.
func (r *SolveReport) AddGame(g *game.Game, list []*qre.Result, census qre.Census) {
	names := playerNames(g)
	for k, res := range list {
		e := newEquilibrium(census.Starts[k], res.Branch, res.Certificate.Residual, names, res.Values, res.Certificate.Regret)
		e.Strategy = gameChoices(g, names, res)
		r.Equilibria = append(r.Equilibria, e)
	}
	r.Starts = &StartCount{census.Tried, census.Nowhere, census.Stopped}
}

// AddPlan adds the equilibria found of a look-ahead.
func (r *SolveReport) AddPlan(p *plan.Plan, all *plan.Equilibria) {
	for k, res := range all.Results {
		c := all.Certificates[k]
		e := newEquilibrium(all.Census.Starts[k], res.Branch, c.Residual, r.Game.Actors, res.Values, c.Regret)
		e.Strategy = planChoices(p, res)
		r.Equilibria = append(r.Equilibria, e)
	}
	r.Starts = &StartCount{all.Census.Tried, all.Census.Nowhere, all.Census.Stopped}
}

func newEquilibrium(starts int, branch string, residual float64, names []string, values, regret []float64) Equilibrium {
	e := Equilibrium{Principal: branch == qre.Principal, Starts: starts, Residual: sweep.Number(residual),
		Values: map[string]sweep.Number{}, Regret: map[string]sweep.Number{}}
	for i, name := range names {
		e.Values[name], e.Regret[name] = sweep.Number(values[i]), sweep.Number(regret[i])
	}
	return e
}

// fewActors is how many have a column each in the table of equilibria.
const fewActors = 3

// equilibria shows what --all found, if it was asked for.
func equilibria(s *sheet, r *SolveReport) {
	if r.Starts == nil {
		return
	}
	s.heading("Equilibria found")
	columns := []column{{title: "", right: true}, {title: "Branch"}, {title: "Starts", right: true}, {title: "Residual", right: true}}
	each := len(r.Game.Actors) <= fewActors
	for _, a := range r.Game.Actors {
		if each {
			columns = append(columns, column{title: "Payoff of " + human(a), right: true})
		}
	}
	if !each {
		columns = append(columns, column{title: "Payoffs", flex: true})
	}
	rows := make([][]string, len(r.Equilibria))
	for k, e := range r.Equilibria {
		mark := "another"
		switch {
		case e.Principal:
			mark = "principal"
		case k == 0:
			mark = "not known"
		}
		rows[k] = []string{fmt.Sprint(k + 1), mark, count(e.Starts), scientific(float64(e.Residual))}
		var payoffs []string
		for _, a := range r.Game.Actors {
			payoffs = append(payoffs, number(lookup(e.Values, a)))
		}
		if !each {
			for i, a := range r.Game.Actors {
				payoffs[i] = human(a) + " " + payoffs[i]
			}
			payoffs = []string{strings.Join(payoffs, ", ")}
		}
		rows[k] = append(rows[k], payoffs...)
	}
	s.table(columns, rows)
	line := fmt.Sprintf("%s, the first along the principal branch, the others from random profiles", plural(r.Starts.Tried, "start", "starts"))
	if r.Starts.Nowhere > 0 {
		line += fmt.Sprintf("; %s led nowhere", count(r.Starts.Nowhere))
	}
	if r.Starts.Stopped {
		line += "; stopped before the other starts were followed"
	}
	s.para(2, 0, &styleMuted, line+". There may be equilibria that no start led to; more --starts look further. What is shown elsewhere is the first.")
}
