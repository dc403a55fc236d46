// Long horizons: bargaining by offers in turn (Rubinstein 1982) over a hundred
// rounds, as a scenario. Public histories that leave the same game are one.

package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
)

// rubinstein is the scenario of the project's own test of long horizons.
func (b *bench) rubinstein(rounds, steps int, precision float64) (string, error) {
	text, err := os.ReadFile(filepath.Join(b.root, "testdata", "bargaining.hcl.tmpl"))
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(string(text), rounds, steps, precision), nil
}

// bargain values the game by a recursion of its own over the rounds.
func bargain(rounds, steps int, precision float64) (v [2]float64) {
	discount := [2]float64{0.99, 0.98}
	for round := rounds; round >= 1; round-- {
		giver := (round + 1) % 2
		taker := 1 - giver
		for i := range v {
			v[i] *= discount[i]
		}
		worth := make([][2]float64, steps+1)
		top := math.Inf(-1)
		for k := range worth {
			share := float64(k) / float64(steps)
			yes := 1 / (1 + math.Exp(precision*(v[taker]-share)))
			worth[k][giver] = yes*(1-share) + (1-yes)*v[giver]
			worth[k][taker] = yes*share + (1-yes)*v[taker]
			top = max(top, worth[k][giver])
		}
		var now [2]float64
		sum := 0.0
		for _, u := range worth {
			w := math.Exp(precision * (u[giver] - top))
			sum += w
			now[0] += w * u[0]
			now[1] += w * u[1]
		}
		v = [2]float64{now[0] / sum, now[1] / sum}
	}
	return v
}

// treeLog10 is the decimal logarithm of the number of ends of the tree in which
// every history is kept apart: after each offer an end or another round.
func treeLog10(rounds, offers int) float64 {
	return float64(rounds) * math.Log10(float64(offers))
}

func (b *bench) bargaining() error {
	const precision = 20
	rounds, steps := []int{2, 10, 50, 100}, 100
	if b.quick {
		rounds, steps = []int{2}, 10
	}
	for _, n := range rounds {
		name := fmt.Sprintf("bargaining-%03d-%d", n, steps+1)
		path := filepath.Join(b.games(), name+".hcl")
		text, err := b.rubinstein(n, steps, precision)
		if err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			return err
		}
		r := &row{Game: name, Chain: name, Size: n, Lambda: precision}
		if err := b.measure(r, path, b.ours(path, false)); err != nil {
			return err
		}
		c := r.cell(oneCore)
		res := bargainResult{Rounds: n, Offers: steps + 1, TreeLog10: treeLog10(n, steps+1), Precision: precision, Cell: c, States: r.PublicStates}
		want, worst := bargain(n, steps, precision), 0.0
		for i, actor := range []string{"a", "b"} {
			if v := c.values[actor]; v != nil {
				worst = max(worst, math.Abs(*v-want[i]))
			} else {
				worst = math.NaN()
			}
		}
		if c.Status == statusOK {
			res.Difference = ptr(worst)
		}
		b.current.Bargain = append(b.current.Bargain, res)
	}
	return nil
}
