// The judge between two answers: what a profile misses the definition of a
// logit equilibrium by, and what each player would gain by leaving it. Plain
// recursion over the tree, in linear probabilities; it shares no code with any
// solver, ours included.

package main

import (
	"math"

	"demarche/internal/game"
)

// judge holds one profile.
type judge struct {
	g      *game.Game
	p      []float64 // probabilities, in the order of a behaviour profile
	reach  []float64
	values [][]float64
}

func newJudge(g *game.Game, p []float64) *judge {
	j := &judge{g: g, p: p, reach: make([]float64, g.Nodes()), values: make([][]float64, g.Nodes())}
	j.visit(0, 1)
	return j
}

func (j *judge) probability(h int32, branch int) float64 {
	if j.g.Kind[h] == game.Chance {
		return j.g.Chances[j.g.Move[h]].Probability[branch]
	}
	return j.p[j.g.Sets[j.g.Move[h]].First+branch]
}

func (j *judge) visit(h int32, reach float64) []float64 {
	v := make([]float64, len(j.g.Players))
	copy(v, j.g.Payoff(h))
	j.reach[h] = reach
	for a, kid := range j.g.Kids(h) {
		p := j.probability(h, a)
		for i, u := range j.visit(kid, reach*p) {
			v[i] += p * u
		}
	}
	j.values[h] = v
	return v
}

// residual is max |ln p_a − ln p_0 − λ(Q_a − Q_0)| over all information sets and
// actions; infinite where a probability is 0, or not a number.
func (j *judge) residual(lambda float64) float64 {
	worst := 0.0
	for i := range j.g.Sets {
		s := &j.g.Sets[i]
		total := 0.0
		q := make([]float64, len(s.Actions))
		for _, h := range s.Nodes {
			total += j.reach[h]
			for a, kid := range j.g.Kids(h) {
				q[a] += j.reach[h] * j.values[kid][s.Player]
			}
		}
		for a := range s.Actions {
			d := math.Abs(math.Log(j.p[s.First+a]/j.p[s.First]) - lambda*(q[a]-q[0])/total)
			if math.IsNaN(d) {
				d = math.Inf(1)
			}
			worst = math.Max(worst, d)
		}
	}
	return worst
}

// regret is the most that a player would gain by leaving the profile for its
// best reply, in payoff units.
func (j *judge) regret() float64 {
	worst := 0.0
	for i := range j.g.Players {
		worst = math.Max(worst, j.bestReply(i)-j.values[0][i])
	}
	return worst
}

// bestReply is the largest payoff of a player against the others: its
// information sets are settled from the last of its moves to the first.
func (j *judge) bestReply(player int) float64 {
	g := j.g
	others, own := make([]float64, g.Nodes()), make([]int, g.Nodes())
	others[0] = 1
	most := 0
	for h := int32(1); int(h) < g.Nodes(); h++ {
		up := g.Parent[h]
		others[h], own[h] = others[up], own[up]
		if g.Kind[up] == game.Decision && g.Sets[g.Move[up]].Player == player {
			own[h]++
			most = max(most, own[h])
		} else {
			others[h] *= j.probability(up, int(g.Branch[h]))
		}
	}
	choice := make([]int, len(g.Sets))
	var value func(h int32) float64
	value = func(h int32) float64 {
		v := 0.0
		if u := g.Payoff(h); u != nil {
			v = u[player]
		}
		if g.Kind[h] == game.Decision && g.Sets[g.Move[h]].Player == player {
			return v + value(g.Kids(h)[choice[g.Move[h]]])
		}
		for a, kid := range g.Kids(h) {
			if p := j.probability(h, a); p > 0 {
				v += p * value(kid)
			}
		}
		return v
	}
	for k := most; k >= 0; k-- {
		for i := range g.Sets {
			s := &g.Sets[i]
			if s.Player != player || own[s.Nodes[0]] != k {
				continue
			}
			best := math.Inf(-1)
			for a := range s.Actions {
				q := 0.0
				for _, h := range s.Nodes {
					if others[h] > 0 {
						q += others[h] * value(g.Kids(h)[a])
					}
				}
				if q > best {
					best, choice[i] = q, a
				}
			}
		}
	}
	return value(0)
}

// byPlayer puts probabilities from Gambit's order (by player, then by first
// appearance) into the order of a behaviour profile; nil if they do not fit.
func byPlayer(g *game.Game, p []float64) []float64 {
	if len(p) != g.Actions() {
		return nil
	}
	out := make([]float64, len(p))
	k := 0
	for i := range g.Players {
		for s := range g.Sets {
			if set := &g.Sets[s]; set.Player == i {
				k += copy(out[set.First:set.First+len(set.Actions)], p[k:])
			}
		}
	}
	return out
}

// sameOrder says whether Gambit lists the information sets as we do, as far as
// the names of the actions tell.
func sameOrder(g *game.Game, labels [][]string) bool {
	k := 0
	for i := range g.Players {
		for s := range g.Sets {
			if set := &g.Sets[s]; set.Player == i {
				if k >= len(labels) || len(labels[k]) != len(set.Actions) {
					return false
				}
				for a, name := range set.Actions {
					if labels[k][a] != name {
						return false
					}
				}
				k++
			}
		}
	}
	return k == len(labels)
}

// apart is the largest difference between two profiles.
func apart(a, b []float64) float64 {
	worst := 0.0
	for i := range a {
		d := math.Abs(a[i] - b[i])
		if !(d <= worst) {
			worst = d
		}
	}
	return worst
}
