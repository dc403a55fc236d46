// The poker family: our limit solution beside OpenSpiel's CFR+ and Gambit's
// linear program, on games that are checked to be the same.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
)

// pokerFacts is what OpenSpiel says of its game.
type pokerFacts struct {
	Ends    map[string][2]float64 `json:"ends"`
	Sets    map[string][]int      `json:"sets"`
	Uniform float64               `json:"uniform"`
}

func (b *bench) poker() error {
	for _, c := range []struct {
		game  string
		write func(io.Writer) (*pokerGame, error)
		value float64 // of the first player in equilibrium
	}{
		{"kuhn_poker", writeKuhn, -1.0 / 18},
		{"leduc_poker", writeLeduc, -0.085606},
	} {
		if b.quick && c.game != "kuhn_poker" {
			// Its file is made and compared, but nothing is solved.
			p, err := c.write(io.Discard)
			if err != nil {
				return err
			}
			facts, err := compareFacts(c.game, p)
			if err != nil {
				return err
			}
			b.current.Poker = append(b.current.Poker, &pokerResult{Game: c.game, Counts: p.counts, Facts: facts, Value: c.value})
			continue
		}
		if err := b.pokerGame(c.game, c.write, c.value); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) pokerGame(name string, write func(io.Writer) (*pokerGame, error), value float64) error {
	p, err := write(io.Discard)
	if err != nil {
		return err
	}
	path, n, err := b.file(name, func(w io.Writer) (counts, error) {
		p, err := write(w)
		return p.counts, err
	})
	if err != nil {
		return err
	}
	res := &pokerResult{Game: name, Counts: n, Value: value, Target: 1e-6}
	b.current.Poker = append(b.current.Poker, res)
	if res.Facts, err = compareFacts(name, p); err != nil {
		return err
	}
	res.Row = &row{Game: name, Chain: name, Limit: true, Counts: n}
	jobs := b.ours(path, true, "--limit")
	jobs = append(jobs, b.theirs(gambit17, gambit17.ID, "limit", path, "1e-6")...)
	jobs = append(jobs, b.theirs(gambit17, gambit17.ID+"lp", "lp", path)...)
	if err := b.measure(res.Row, path, jobs); err != nil {
		return err
	}
	if spiel.python == "" {
		return nil
	}
	if us := res.Row.cell(oneCore); us.profile != nil {
		if res.Ours, err = b.exploit(name, path, p, us.profile); err != nil {
			return err
		}
		res.Target = res.Ours.Exploitability
	}
	return b.cfr(res)
}

// compareFacts compares our game with OpenSpiel's of that name, end by end and
// information set by information set.
func compareFacts(name string, p *pokerGame) ([]string, error) {
	if spiel.python == "" {
		return nil, nil
	}
	var f pokerFacts
	if err := spiel.ask(&f, "facts", name); err != nil {
		return nil, err
	}
	worst := 0.0
	for h, u := range p.Returns {
		v, found := f.Ends[h]
		if !found {
			return nil, fmt.Errorf("%s: OpenSpiel has no end %s", name, h)
		}
		worst = max(worst, math.Abs(u[0]-v[0]), math.Abs(u[1]-v[1]))
	}
	sets := map[string][]int{}
	for i := range p.Sets {
		for _, s := range p.Sets[i] {
			sets[fmt.Sprintf("%d|%s", i, s.Seen)] = s.Actions
		}
	}
	if len(p.Returns) != len(f.Ends) || worst > 1e-12 {
		return nil, fmt.Errorf("%s: %d ends, OpenSpiel has %d; payoffs differ by %g", name, len(p.Returns), len(f.Ends), worst)
	}
	if !maps.EqualFunc(sets, f.Sets, slices.Equal[[]int]) {
		return nil, fmt.Errorf("%s: information sets or their actions differ from OpenSpiel's", name)
	}
	return []string{fmt.Sprintf("%d information sets and %d ends, the same as in OpenSpiel's game, with the same actions and payoffs; at random play the first player has %.9g there", len(sets), len(p.Returns), f.Uniform)}, nil
}

// exploit has OpenSpiel value our strategy.
func (b *bench) exploit(name, path string, p *pokerGame, profile []float64) (*exploit, error) {
	g, err := readGame(path, name)
	if err != nil {
		return nil, err
	}
	policy := map[string]map[string]float64{}
	for _, s := range g.Sets {
		known := p.Sets[s.Player][s.Number]
		odds := map[string]float64{}
		for k, id := range known.Actions {
			odds[fmt.Sprint(id)] = profile[s.First+k]
		}
		policy[fmt.Sprintf("%d|%s", s.Player, known.Seen)] = odds
	}
	text, err := json.Marshal(policy)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(b.cache, "work", "policy.json")
	if err := os.WriteFile(file, text, 0o644); err != nil {
		return nil, err
	}
	e := &exploit{}
	return e, spiel.ask(e, "exploit", name, file)
}

// cfr runs CFR+ until it is as good as we are, or the time is over. The time of
// its iterations alone counts.
func (b *bench) cfr(res *pokerResult) error {
	c := &cell{Tool: spiel.ID, Status: statusOK, Limit: b.timeout}
	res.CFR = c
	stdout, stderr := filepath.Join(b.cache, "work", "stdout"), filepath.Join(b.cache, "work", "stderr")
	for k := range b.runs {
		argv := pinned(b.core, spiel.argv("cfr", res.Game, res.Target, b.timeout)...)
		u, err := run(child{Argv: argv, Env: single, Stdout: stdout, Stderr: stderr, Timeout: 10*b.timeout + 60})
		if err != nil {
			return err
		}
		if u.TimedOut || u.Exit != 0 {
			text, _ := os.ReadFile(stderr)
			c.Status, c.Note = statusFault, lastLine(text)
			break
		}
		text, err := os.ReadFile(stdout)
		if err != nil {
			return err
		}
		var a struct {
			Import  float64     `json:"import"`
			Solve   float64     `json:"solve"`
			Reached bool        `json:"reached"`
			Value   float64     `json:"value"`
			Curve   [][]float64 `json:"curve"`
		}
		if err := json.Unmarshal(text, &a); err != nil {
			return err
		}
		c.Wall, c.CPU, c.Bytes = append(c.Wall, u.Wall), append(c.CPU, u.CPU), append(c.Bytes, float64(u.Bytes))
		c.Solve, c.Import = append(c.Solve, a.Solve), append(c.Import, a.Import)
		if k == 0 {
			res.Curve, res.Reached, res.CFRValue = a.Curve, a.Reached, a.Value
			last := a.Curve[len(a.Curve)-1]
			say("  %s: CFR+ %.3g s, %.0f iterations, exploitability %.3g (target %.3g)", res.Game, last[1], last[0], last[2], res.Target)
		}
		if !a.Reached || u.Wall > long && k+1 >= longRuns {
			break
		}
	}
	return b.keep()
}
