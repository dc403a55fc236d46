package qre

import (
	"math"

	"demarche/internal/game"
)

// This file values a profile of strategies on a game in public-tree form.

// Value computes what each actor expects at the root under the
// log-probabilities x, what each action promises where it is chosen (in the
// current value of the choice), and how probable each information set is. Where
// several ways lead to one subgame, their probabilities add.
func Value(g *game.Public, x []float64) (values, q, reach []float64) {
	n := g.Actors
	order := g.Order()
	lnr := logReach(g, x, order)
	v := make([]float64, len(g.Src)*n) // by profile and actor
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		b := inOrder(order, k)
		bl := &g.Blocks[b]
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			settle(g, bl, p, v, all)
			if bl.Parent < 0 {
				continue
			}
			w := math.Exp(logStep(g, bl, p, x))
			src := int(g.Src[at])
			for i := range n {
				v[src*n+i] += w * v[at*n+i]
			}
		}
	}
	values = make([]float64, n)
	root := &g.Blocks[0]
	for p := range int(root.Profiles) {
		for i := range n {
			values[i] += math.Exp(g.LogK[int(root.Profile)+p]) * v[(int(root.Profile)+p)*n+i]
		}
	}
	q = make([]float64, g.Vars)
	reach = make([]float64, len(g.Infosets))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		reach[i] = valueInfoset(g, set, x, lnr, v, q)
	}
	return values, q, reach
}

// settle fills what profile p of a block that leads no further pays the given
// actors: a leaf, or a block that stands for a shared subgame.
func settle(g *game.Public, bl *game.Block, p int, v []float64, actors []int) {
	n, at := g.Actors, int(bl.Profile)+p
	switch {
	case bl.IsLeaf():
		for _, i := range actors {
			v[at*n+i] = g.Payoff[int(bl.Payoff)+i*int(bl.Profiles)+p]
		}
	case bl.Same > 0:
		there := int(g.Blocks[bl.Same].Profile)
		for _, i := range actors {
			v[at*n+i] = v[there*n+i] + g.Payoff[int(bl.Payoff)+i]
		}
	}
}

// logStep is the log-probability of coming to profile p of a block from the
// profile before.
func logStep(g *game.Public, bl *game.Block, p int, x []float64) float64 {
	l := g.LogK[int(bl.Profile)+p]
	stride := movers(g, bl.Parent)
	for _, c := range g.Choice[int(bl.Choice)+p*stride:][:stride] {
		l += x[c]
	}
	return l
}

// logReach is the log-probability of every profile, over all ways to it.
func logReach(g *game.Public, x []float64, order []int32) []float64 {
	lnr := make([]float64, len(g.Src))
	var others []float64 // what the ways by other blocks add
	if order != nil {
		others = make([]float64, len(g.Src))
		for at := range others {
			others[at] = math.Inf(-1)
		}
	}
	for k := range g.Blocks {
		bl := &g.Blocks[inOrder(order, k)]
		stride := movers(g, bl.Parent)
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			lnr[at] = g.LogK[at]
			if bl.Parent >= 0 {
				lnr[at] += lnr[g.Src[at]]
				for _, c := range g.Choice[int(bl.Choice)+p*stride:][:stride] {
					lnr[at] += x[c]
				}
			}
			if others != nil {
				lnr[at] = addLogs(lnr[at], others[at])
			}
			if bl.Same > 0 {
				there := g.Blocks[bl.Same].Profile
				others[there] = addLogs(others[there], lnr[at])
			}
		}
	}
	return lnr
}

// inOrder is the block at place k of an order; nil is the blocks' own.
func inOrder(order []int32, k int) int {
	if order == nil {
		return k
	}
	return int(order[k])
}

// addLogs is log(eᵃ + eᵇ).
func addLogs(a, b float64) float64 {
	if b > a {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// valueInfoset fills q for one information set and returns its reach.
func valueInfoset(g *game.Public, set *game.Infoset, x, lnr, v, q []float64) float64 {
	n := g.Actors
	bl := &g.Blocks[set.Block]
	types := g.Type[int(bl.Type)+int(set.Actor)*int(bl.Profiles):][:bl.Profiles]
	top := math.Inf(-1)
	for p, t := range types {
		if t == set.Type {
			top = max(top, lnr[int(bl.Profile)+p])
		}
	}
	var room [64]float64
	weight := append(room[:0], make([]float64, len(types))...) // by profile of the type
	sum := 0.0
	for p, t := range types {
		if t == set.Type {
			weight[p] = math.Exp(lnr[int(bl.Profile)+p] - top)
			sum += weight[p]
		}
	}
	stride := int(bl.Movers)
	for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
		cb := &g.Blocks[c]
		for p := range int(cb.Profiles) {
			at := int(cb.Profile) + p
			src := int(g.Src[at])
			if types[src-int(bl.Profile)] != set.Type {
				continue
			}
			choice := g.Choice[int(cb.Choice)+p*stride:][:stride]
			w := weight[src-int(bl.Profile)]
			if stride > 1 || g.LogK[at] != 0 {
				l := lnr[src] - top + g.LogK[at]
				for k, a := range choice {
					if k != int(set.Mover) {
						l += x[a]
					}
				}
				w = math.Exp(l)
			}
			q[choice[set.Mover]] += w / sum * v[at*n+int(set.Actor)]
		}
	}
	for k := set.Var; k < set.Var+set.Vars; k++ {
		q[k] *= set.Scale
	}
	return sum * math.Exp(top)
}

func movers(g *game.Public, b int32) int {
	if b < 0 {
		return 0
	}
	return int(g.Blocks[b].Movers)
}
