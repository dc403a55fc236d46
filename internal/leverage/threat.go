package leverage

import (
	"fmt"
	"math"
	"math/bits"

	"demarche/internal/game"
	"demarche/internal/plan"
	"demarche/internal/quantity"
)

// This file computes the threat-power value: what each actor can claim of what
// all could have together, by what it could do to the others and they to it.
//
// Source: Kohlberg, E. & Neyman, A. (2021). Cooperative strategic games.
// Theoretical Economics 16, 825–851. The value is
//
//	γ_i = Σ_{S∋i} (|S|−1)!(n−|S|)!/n! · δ(S),
//
// δ(S) being the value of the zero-sum game of S against everybody else, in which
// S gets what its members are paid less what the others are.

// mostActors is how many actors the threat-power value is computed for: the
// coalitions double with each.
const mostActors = 16

// method is how δ is found.
const method = "δ(S) is exact: backward induction over the look-ahead, coalitions acting as one, and linear programming where both sides choose at once. It does not depend on precision."

// threatPower computes γ for a look-ahead in which nothing is hidden and payoffs
// are in one currency; otherwise it says why it does not.
func threatPower(p *plan.Plan) ThreatPower {
	t := ThreatPower{Total: nan, Values: map[string]quantity.Number{}, Coalitions: []Coalition{}}
	g, s := p.Tree.Game, p.S
	n := g.Actors
	switch {
	case !s.Transferable:
		t.Reason = "the scenario does not declare transferable = true: how people choose tells only precision × payoff, so payoffs of different actors have no common unit in which one could make up for the other's"
		return t
	case hidden(g):
		t.Reason = "something is hidden in this look-ahead: what a coalition can threaten with would depend on what its members tell one another"
		return t
	case n > mostActors:
		t.Reason = fmt.Sprintf("there are %d actors, and coalitions are counted for at most %d", n, mostActors)
		return t
	}
	t.Offered, t.Method = true, method
	power := make([]float64, 1<<n)
	gap := make([]float64, 1<<n) // how far apart the two guarantees are
	all := 1<<n - 1
	for set := 1; set <= all; set++ {
		if other := all &^ set; other != 0 && other < set { // δ(S) = −δ(N∖S)
			power[set], gap[set] = -power[other], gap[other]
			continue
		}
		least, most := conflict(g, uint(set))
		power[set], gap[set] = (least+most)/2, most-least
	}
	for set := 1; set <= all; set++ {
		c := Coalition{Power: number(power[set]), Least: number(power[set] - gap[set]/2), Most: number(power[set] + gap[set]/2)}
		for i, a := range s.Actors {
			if set>>i&1 == 1 {
				c.Members = append(c.Members, a.Name)
			}
		}
		t.Coalitions = append(t.Coalitions, c)
	}
	t.Total = number(power[all])
	for i, a := range s.Actors {
		t.Values[a.Name] = number(gamma(power, n, i))
	}
	return t
}

// gamma is γ_i from the powers of the coalitions, by bits. power has 2ⁿ entries.
func gamma(power []float64, n, i int) float64 {
	sum := 0.0
	for set := range power {
		if set>>i&1 == 0 {
			continue
		}
		size := bits.OnesCount(uint(set))
		weight := 1 / float64(n) // (|S|−1)!(n−|S|)!/n! is one over n times the number of coalitions of that size with i
		for k := 1; k < size; k++ {
			weight *= float64(k) / float64(n-k)
		}
		sum += weight * power[set]
	}
	return sum
}

// hidden reports whether somebody may not know something in a look-ahead.
func hidden(g *game.Public) bool {
	for b := range g.Blocks {
		if g.Blocks[b].Profiles > 1 {
			return true
		}
	}
	return false
}

// conflict is what coalition set (a bit for each actor) can make sure of in the
// zero-sum game against the others, and what they can make sure that it does not
// exceed. The two are one but for rounding.
func conflict(g *game.Public, set uint) (least, most float64) {
	low, high := make([]float64, len(g.Blocks)), make([]float64, len(g.Blocks))
	eachBack(g, func(b int) {
		bl := &g.Blocks[b]
		switch {
		case bl.IsLeaf():
			low[b] = margin(g, bl, set)
			high[b] = low[b]
		case bl.Same > 0:
			d := margin(g, bl, set)
			low[b], high[b] = low[bl.Same]+d, high[bl.Same]+d
		default:
			c := newClash(g, b, set)
			for _, k := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
				kid := &g.Blocks[k]
				row, col := c.place(g.Choice[kid.Choice:][:bl.Movers])
				share := math.Exp(g.LogK[kid.Profile])
				c.low[row][col] += share * low[k]
				c.high[row][col] += share * high[k]
			}
			low[b], high[b] = c.solve()
		}
	})
	return low[0], high[0]
}

// margin is what a block of one profile pays a coalition less what it pays the others.
func margin(g *game.Public, bl *game.Block, set uint) float64 {
	sum := 0.0
	for i := range g.Actors {
		if u := g.Payoff[int(bl.Payoff)+i]; set>>i&1 == 1 {
			sum += u
		} else {
			sum -= u
		}
	}
	return sum
}

// clash is one choice, of one side or of both at once.
type clash struct {
	low, high [][]float64 // by row and column: what the coalition gets
	first     []int32     // by mover: its first unknown
	step      []int       // by mover: what one act further on adds to the row or column
	rows      []bool      // by mover: of the coalition
}

func newClash(g *game.Public, b int, set uint) *clash {
	c := &clash{}
	bl := &g.Blocks[b]
	rows, cols := 1, 1
	for k := range bl.Movers {
		s := &g.Infosets[bl.Infoset+k] // one type each
		ours := set>>uint(s.Actor)&1 == 1
		c.first, c.rows = append(c.first, s.Var), append(c.rows, ours)
		if ours {
			c.step = append(c.step, rows)
			rows *= int(s.Vars)
		} else {
			c.step = append(c.step, cols)
			cols *= int(s.Vars)
		}
	}
	c.low, c.high = matrix(rows, cols), matrix(rows, cols)
	return c
}

// place is the row and column of what the movers did.
func (c *clash) place(choice []int32) (row, col int) {
	for k, v := range choice {
		if at := int(v-c.first[k]) * c.step[k]; c.rows[k] {
			row += at
		} else {
			col += at
		}
	}
	return row, col
}

// solve is what the coalition can make sure of, and what the others can hold it
// to: the best row, the worst column, or optimal mixtures.
func (c *clash) solve() (least, most float64) {
	middle := matrix(len(c.low), len(c.low[0]))
	for i := range middle {
		for j := range middle[i] {
			middle[i][j] = (c.low[i][j] + c.high[i][j]) / 2
		}
	}
	p, q := matrixGame(middle)
	return guarantee(c.low, c.high, p, q)
}

func matrix(rows, cols int) [][]float64 {
	out := make([][]float64, rows)
	for i := range out {
		out[i] = make([]float64, cols)
	}
	return out
}
