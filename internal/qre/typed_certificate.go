package qre

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"demarche/internal/game"
)

// This file checks solutions of games in public-tree form. It shares no
// numerical code with the solver: a plain walk over every node of the extensive
// form (public history × profile), values from the last to the first. Reaches
// are kept as logarithms, since at large precisions whole public histories fall
// below the smallest number.

// PublicCertificate is what the check found.
type PublicCertificate struct {
	Residual float64 // max |x_a − x_0 − λ(Q_a − Q_0)| over information sets
	// Share is the largest residual of an information set over what rounding may
	// leave there, Bar: 1e-9 + λ·m·(1e-14·depth + 1e-15·L). m is the largest
	// |payoff| that its owner can still get, in the units in which λ counts,
	// depth the number of choices that may follow, and L the largest |ln| of the
	// probability with which chance and the others lead to one of its nodes, if
	// it has several: beliefs are known no better than these logarithms.
	Share, Bar float64
	SumError   float64   // max |Σσ − 1|
	Regret     []float64 // by actor: best-response value minus value at the root
	OneShot    float64   // largest one-shot regret beyond (ln|A| + 2·residual)/λ: above 0 is a bug
}

// Good reports whether the solution keeps its bars. NaN is not good.
func (c *PublicCertificate) Good() bool {
	return c.Share <= 1 && c.SumError <= 1e-9 && c.OneShot <= 1e-12
}

// Fault says which bar is not kept, "" if all are.
func (c *PublicCertificate) Fault() string {
	switch {
	case c.Good():
		return ""
	case !(c.Share <= 1):
		return fmt.Sprintf("residual %.3g, allowed %.3g", c.Share*c.Bar, c.Bar)
	case !(c.SumError <= 1e-9):
		return fmt.Sprintf("probabilities are off by %.3g, allowed 1e-9", c.SumError)
	}
	return fmt.Sprintf("one choice could gain %.3g more than the precision explains", c.OneShot)
}

// CertifyPublic checks the log-probabilities x against the logit conditions of
// g with every precision multiplied by precision.
func CertifyPublic(g *game.Public, x []float64, precision float64) *PublicCertificate {
	w := new(walk).over(g, x)
	c := w.certify(precision)
	follow := make([]float64, g.Actors)
	for i := range follow {
		follow[i] = w.atRoot(w.values, w.actors, i)
	}
	for i := range follow {
		c.Regret = append(c.Regret, w.atRoot(w.bestResponse(i), 1, 0)-follow[i])
	}
	return c
}

// CheckPublic is CertifyPublic without the actors' whole regrets, for solutions
// by the thousand.
func CheckPublic(g *game.Public, x []float64, precision float64) *PublicCertificate {
	w := walks.Get().(*walk)
	c := w.over(g, x).certify(precision)
	w.g, w.x = nil, nil
	walks.Put(w)
	return c
}

// walks are lent to checks by the thousand, for their memory.
var walks = sync.Pool{New: func() any { return new(walk) }}

// walk is a plain view of the extensive form: a node is a profile of a block.
// Subgames that several ways lead to are walked once.
type walk struct {
	g       *game.Public
	x       []float64
	sigma   []float64 // exp(x)
	chance  []float64 // by node: exp(LogK)
	step    []float64 // by node: probability of coming here from the node before
	kid     []int32   // by node, and one more: its first place in kids
	kids    []int32   // nodes that come from a node, in their own order
	choice  []int32   // by node: where what the movers do on the way to it stands in game.Public.Choice
	order   []int32   // the blocks, what leads to a subgame before it
	depth   []int32   // by block: the number of blocks on the longest way on from it
	most    []float64 // by block and actor: the largest |payoff| behind it
	actors  int       // of those that values are kept of
	values  []float64 // by node and actor
	reach   []float64 // by node that is no leaf: log-probability, without the choices of one actor or nobody
	others  []float64 // by node: what the ways by other blocks add to it; nil where there are none
	floats  arena
	q       []float64 // scratch
	members []int32   // scratch
	next    []int32   // scratch
}

// over prepares a walk over g under x, in the memory of an earlier walk.
func (w *walk) over(g *game.Public, x []float64) *walk {
	n := len(g.Src)
	*w = walk{g: g, x: x, order: g.Order(), floats: w.floats, kid: w.kid[:0], kids: w.kids[:0], choice: w.choice, next: w.next, q: w.q, members: w.members}
	w.floats.back()
	if w.order == nil {
		w.order = make([]int32, len(g.Blocks))
		for b := range w.order {
			w.order[b] = int32(b)
		}
	} else {
		w.others = w.floats.take(n)
	}
	w.sigma, w.chance, w.step, w.reach = w.floats.take(len(x)), w.floats.take(n), w.floats.take(n), w.floats.take(n)
	for v, l := range x {
		w.sigma[v] = math.Exp(l)
	}
	for at, l := range g.LogK {
		w.chance[at] = 1
		if l != 0 {
			w.chance[at] = math.Exp(l)
		}
	}
	w.kid, w.choice = slices.Grow(w.kid, n+1)[:n+1], slices.Grow(w.choice[:0], n)[:n]
	clear(w.kid)
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		movers := w.moversOf(bl.Parent)
		for p := range bl.Profiles {
			node := bl.Profile + p
			if src := g.Src[node]; src >= 0 {
				w.kid[src+1]++
			}
			w.choice[node] = bl.Choice + p*movers
			w.step[node] = w.passes(node, g.Choice[w.choice[node]:][:movers], -1)
		}
	}
	for at := range n {
		w.kid[at+1] += w.kid[at]
	}
	w.kids = slices.Grow(w.kids, int(w.kid[n]))[:w.kid[n]]
	next := append(w.next[:0], w.kid[:n]...)
	w.next = next
	for at := range n {
		if src := g.Src[at]; src >= 0 {
			w.kids[next[src]] = int32(at)
			next[src]++
		}
	}
	return w
}

// passes is the probability of going to a node from the one before it: chance,
// and the choices of all movers except the one at place skip.
func (w *walk) passes(node int32, choices []int32, skip int) float64 {
	p := w.chance[node]
	for k, v := range choices {
		if k != skip {
			p *= w.sigma[v]
		}
	}
	return p
}

// moversOf is how many move in block b; −1: none.
func (w *walk) moversOf(b int32) int32 {
	if b < 0 {
		return 0
	}
	return w.g.Blocks[b].Movers
}

func (w *walk) kidsOf(node int32) []int32 { return w.kids[w.kid[node]:w.kid[node+1]] }

func (w *walk) certify(precision float64) *PublicCertificate {
	g := w.g
	c := &PublicCertificate{Share: -1}
	w.follow()
	w.measure()
	for actor := range g.Actors {
		w.reaches(actor) // with perfect recall an actor's own acts cancel in its beliefs
		for i := range g.Infosets {
			if set := &g.Infosets[i]; int(set.Actor) == actor {
				w.checkSet(c, set, precision)
			}
		}
	}
	c.Share = max(c.Share, 0)
	return c
}

// measure fills, by block, the number of blocks on the longest way on from it
// and the largest |payoff| that each actor can get behind it.
func (w *walk) measure() {
	g, n := w.g, w.g.Actors
	w.depth, w.most = make([]int32, len(g.Blocks)), w.floats.take(len(g.Blocks)*n)
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		b := w.order[k]
		bl := &g.Blocks[b]
		most := w.most[int(b)*n:][:n]
		switch {
		case bl.Leaf >= 0:
			for i := range most {
				for _, u := range g.Payoff[int(bl.Payoff)+i*int(bl.Profiles):][:bl.Profiles] {
					most[i] = larger(most[i], math.Abs(u))
				}
			}
		case bl.Same > 0: // it stands for the other
			w.depth[b] = w.depth[bl.Same]
			for i := range most {
				most[i] = w.most[int(bl.Same)*n+i] + math.Abs(g.Payoff[int(bl.Payoff)+i])
			}
		}
		if up := bl.Parent; up >= 0 {
			w.depth[up] = max(w.depth[up], w.depth[b]+1)
			for i, u := range most {
				w.most[int(up)*n+i] = larger(w.most[int(up)*n+i], u)
			}
		}
	}
}

// follow fills what every actor expects at every node under x.
func (w *walk) follow() {
	g, n := w.g, w.g.Actors
	w.actors, w.values = n, w.floats.take(len(g.Src)*n)
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := &g.Blocks[w.order[k]]
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			v := w.values[int(node)*n:][:n]
			for i := range v {
				v[i] = w.settled(bl, node, i, w.values, n, i)
			}
			for _, kid := range w.kidsOf(node) {
				p := w.step[kid]
				for i, u := range w.values[int(kid)*n:][:n] {
					v[i] += p * u
				}
			}
		}
	}
}

// settled is what a node is worth to actor i that has no nodes behind it: what a
// leaf pays, or what a shared subgame is worth (its place in values, that stand
// n to a node, is at), and what was paid before it.
func (w *walk) settled(bl *game.Block, node int32, i int, values []float64, n, at int) float64 {
	switch {
	case bl.Leaf >= 0:
		return w.g.Payoff[bl.Payoff+int32(i)*bl.Profiles+node-bl.Profile]
	case bl.Same > 0:
		return values[int(w.g.Blocks[bl.Same].Profile)*n+at] + w.g.Payoff[int(bl.Payoff)+i]
	}
	return 0
}

// reaches fills every node's log realisation probability, leaves apart, without
// the choices of actor except (−1: all count).
func (w *walk) reaches(except int) {
	g := w.g
	for at := range w.others {
		w.others[at] = math.Inf(-1)
	}
	for _, b := range w.order {
		bl := &g.Blocks[b]
		if bl.Leaf >= 0 {
			continue
		}
		skip, movers := -1, w.moversOf(bl.Parent)
		if bl.Parent >= 0 && except >= 0 {
			skip = w.moverOf(bl.Parent, except)
		}
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			r := g.LogK[node]
			if bl.Parent >= 0 {
				r += w.reach[g.Src[node]]
			}
			for k, v := range g.Choice[w.choice[node]:][:movers] {
				if k != skip {
					r += w.x[v]
				}
			}
			if w.others != nil {
				r = either(r, w.others[node])
			}
			w.reach[node] = r
			if bl.Same > 0 {
				there := g.Blocks[bl.Same].Profile
				w.others[there] = either(w.others[there], r)
			}
		}
	}
}

// either is log(eᵃ + eᵇ).
func either(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// moverOf is the place of an actor among the movers of block b, or −1.
func (w *walk) moverOf(b int32, actor int) int {
	bl := &w.g.Blocks[b]
	for i := int(bl.Infoset); i < len(w.g.Infosets) && w.g.Infosets[i].Block == b; i++ {
		if int(w.g.Infosets[i].Actor) == actor {
			return int(w.g.Infosets[i].Mover)
		}
	}
	return -1
}

// payoffs is the conditional expected payoff of each action of a set under the
// log weights that the nodes have now and its actor's values, which stand at
// place at of those of a node. It is overwritten by the next.
func (w *walk) payoffs(set *game.Infoset, at int) []float64 {
	w.q = append(w.q[:0], make([]float64, set.Vars)...)
	bl := &w.g.Blocks[set.Block]
	w.members = w.members[:0]
	top := math.Inf(-1)
	for p := range bl.Profiles {
		if w.g.Type[bl.Type+set.Actor*bl.Profiles+p] == set.Type {
			w.members = append(w.members, bl.Profile+p)
			top = math.Max(top, w.reach[bl.Profile+p])
		}
	}
	total := 0.0
	for _, node := range w.members {
		weight := math.Exp(w.reach[node] - top)
		total += weight
		for _, kid := range w.kidsOf(node) {
			choices := w.g.Choice[w.choice[kid]:][:bl.Movers]
			w.q[choices[set.Mover]-set.Var] += weight * w.passes(kid, choices, int(set.Mover)) * w.values[int(kid)*w.actors+at]
		}
	}
	for a := range w.q {
		w.q[a] /= total
	}
	return w.q
}

func (w *walk) checkSet(c *PublicCertificate, set *game.Infoset, precision float64) {
	q := w.payoffs(set, int(set.Actor))
	most, depth := w.most[int(set.Block)*w.g.Actors+int(set.Actor)], w.depth[set.Block]
	lambda := precision * w.g.Precision[set.Actor] * set.Scale
	sum, mean, best, worst := 0.0, 0.0, math.Inf(-1), 0.0
	for a := range q {
		x, p := w.x[int(set.Var)+a], w.sigma[int(set.Var)+a]
		sum += p
		mean += p * q[a]
		best = math.Max(best, q[a])
		worst = larger(worst, math.Abs(x-w.x[set.Var]-lambda*(q[a]-q[0])))
	}
	blur := 0.0
	for _, node := range w.members {
		if len(w.members) > 1 {
			blur = math.Max(blur, math.Abs(w.reach[node]))
		}
	}
	bar := 1e-9 + lambda*most*(1e-14*float64(depth+1)+1e-15*blur)
	if share := worst / bar; !(share <= c.Share) {
		c.Share, c.Bar = share, bar
	}
	c.Residual = larger(c.Residual, worst)
	c.SumError = larger(c.SumError, math.Abs(sum-1))
	if lambda > 0 {
		c.OneShot = larger(c.OneShot, best-mean-(math.Log(float64(len(q)))+2*worst)/lambda)
	}
}

// larger is max with NaN loud.
func larger(a, b float64) float64 {
	if b > a || b != b {
		return b
	}
	return a
}

// atRoot is the expectation at the root of the values at place at of each node's n.
func (w *walk) atRoot(values []float64, n, at int) float64 {
	root := &w.g.Blocks[0]
	total := 0.0
	for p := root.Profile; p < root.Profile+root.Profiles; p++ {
		total += w.step[p] * values[int(p)*n+at]
	}
	return total
}

// bestResponse fills actor i's value at every node when it alone plays as well
// as it can: its information sets are settled from the last to the first.
func (w *walk) bestResponse(i int) []float64 {
	g := w.g
	w.reaches(i)
	best := make([]bool, g.Vars)
	w.actors, w.values = 1, make([]float64, len(g.Src))
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		b := w.order[k]
		bl := &g.Blocks[b]
		mover := w.moverOf(b, i)
		for s := int(bl.Infoset); mover >= 0 && s < len(g.Infosets) && g.Infosets[s].Block == b; s++ {
			set := &g.Infosets[s]
			if int(set.Actor) != i {
				continue
			}
			q := w.payoffs(set, 0)
			top := 0
			for a := range q {
				if q[a] > q[top] {
					top = a
				}
			}
			best[int(set.Var)+top] = true
		}
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			v := w.settled(bl, node, i, w.values, 1, 0)
			for _, kid := range w.kidsOf(node) {
				choices := g.Choice[w.choice[kid]:][:bl.Movers]
				if mover < 0 || best[choices[mover]] {
					v += w.passes(kid, choices, mover) * w.values[kid]
				}
			}
			w.values[node] = v
		}
	}
	return w.values
}
