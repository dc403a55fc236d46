// Calling demarche: the binary under test, and what it answers.

package main

import (
	"encoding/json"
	"fmt"
	"math"
	"os"

	"demarche/internal/game"
)

// ourSummary is what the driver reads of every `demarche solve --json`
// (docs/json.md).
type ourSummary struct {
	Game struct {
		Nodes        int `json:"nodes"`
		Sets         int `json:"information_sets"`
		Actions      int `json:"actions"`
		PublicStates int `json:"public_states"`
	} `json:"game"`
	Solution struct {
		Precision *float64 `json:"precision"`
		Branch    string   `json:"branch"`
		Folds     int      `json:"folds"`
		// FirstCrossing is where the branch first crosses another one.
		FirstCrossing *float64 `json:"first_bifurcation"`
		Limit         bool     `json:"limit"`
		Steps         int      `json:"steps"`
		Passes        int      `json:"passes"`
	} `json:"solution"`
	Certificate struct {
		Residual *float64            `json:"residual"`
		Regret   map[string]*float64 `json:"regret"`
	} `json:"certificate"`
	Values map[string]*float64 `json:"values"`
	Timing struct {
		Solve float64 `json:"solve_seconds"`
	} `json:"timing"`
}

// ourAnswer has the strategy too.
type ourAnswer struct {
	ourSummary
	Strategy []struct {
		Player  int `json:"player"`
		Set     int `json:"information_set"`
		Actions []struct {
			Probability float64 `json:"probability"`
		} `json:"actions"`
	} `json:"strategy"`
}

// readOurs reads an answer; the strategy, which may be large, only when wanted.
func readOurs(file string, strategy bool) (*ourAnswer, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var a ourAnswer
	var into any = &a.ourSummary
	if strategy {
		into = &a
	}
	if err := json.NewDecoder(f).Decode(into); err != nil {
		return nil, fmt.Errorf("demarche's JSON could not be read: %w", err)
	}
	return &a, nil
}

// profile puts the strategy into the order of a behaviour profile of g.
func (a *ourAnswer) profile(g *game.Game) ([]float64, error) {
	at := map[[2]int]int{}
	for i, s := range g.Sets {
		at[[2]int{s.Player + 1, s.Number}] = i
	}
	p := make([]float64, g.Actions())
	for i := range p {
		p[i] = math.NaN()
	}
	for _, c := range a.Strategy {
		i, ok := at[[2]int{c.Player, c.Set}]
		if !ok || len(c.Actions) != len(g.Sets[i].Actions) {
			return nil, fmt.Errorf("demarche's strategy has an information set %d of player %d that the file has not", c.Set, c.Player)
		}
		for k, act := range c.Actions {
			p[g.Sets[i].First+k] = act.Probability
		}
	}
	for _, x := range p {
		if math.IsNaN(x) {
			return nil, fmt.Errorf("demarche's strategy misses an information set of the file")
		}
	}
	return p, nil
}

// solveArgs is a call of demarche on so many cores.
func (b *bench) solveArgs(file string, cores int, args ...string) (argv, env []string) {
	list := append([]string{b.binary, "solve", file, "--json", "--workers", fmt.Sprint(cores)}, args...)
	on := b.core
	if cores > 1 {
		on = b.cores
	}
	return pinned(on, list...), []string{fmt.Sprintf("GOMAXPROCS=%d", cores)}
}
