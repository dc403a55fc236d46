package qre

import (
	"fmt"
	"math"

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
	w := newWalk(g, x)
	c := w.certify(precision)
	for i := range g.Actors {
		follow := w.atRoot(w.follow(i))
		c.Regret = append(c.Regret, w.atRoot(w.bestResponse(i))-follow)
	}
	return c
}

// CheckPublic is CertifyPublic without the actors' whole regrets, for solutions
// by the thousand.
func CheckPublic(g *game.Public, x []float64, precision float64) *PublicCertificate {
	return newWalk(g, x).certify(precision)
}

// walk is a plain view of the extensive form: a node is a profile of a block.
// Subgames that several ways lead to are walked once.
type walk struct {
	g       *game.Public
	x       []float64
	sigma   []float64 // exp(x)
	chance  []float64 // by node: exp(LogK)
	kid     []int32   // by node, and one more: its first place in kids
	kids    []int32   // nodes that come from a node, in their own order
	blockOf []int32   // by node
	order   []int32   // of the blocks, what leads to a subgame before it; nil: their own
	values  []float64 // by node, for one actor at a time
	reach   []float64 // by node: log-probability, without the choices of one actor or nobody
	others  []float64 // by node: what the ways by other blocks add to it; nil where there are none
	q       []float64 // scratch
	members []int32   // scratch
}

func newWalk(g *game.Public, x []float64) *walk {
	w := &walk{g: g, x: x, order: g.Order()}
	w.sigma = make([]float64, len(x))
	for v, l := range x {
		w.sigma[v] = math.Exp(l)
	}
	n := len(g.Src)
	w.chance = make([]float64, n)
	for at, l := range g.LogK {
		w.chance[at] = 1
		if l != 0 {
			w.chance[at] = math.Exp(l)
		}
	}
	w.blockOf = make([]int32, n)
	w.kid = make([]int32, n+1)
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			w.blockOf[at] = int32(b)
			if src := g.Src[at]; src >= 0 {
				w.kid[src+1]++
			}
		}
	}
	for at := range n {
		w.kid[at+1] += w.kid[at]
	}
	w.kids = make([]int32, w.kid[n])
	next := append([]int32(nil), w.kid[:n]...)
	for at := range n {
		if src := g.Src[at]; src >= 0 {
			w.kids[next[src]] = int32(at)
			next[src]++
		}
	}
	w.values = make([]float64, n)
	w.reach = make([]float64, n)
	if w.order != nil {
		w.others = make([]float64, n)
	}
	return w
}

// at is the block at place k of the order.
func (w *walk) at(k int) *game.Block {
	if w.order != nil {
		k = int(w.order[k])
	}
	return &w.g.Blocks[k]
}

func (w *walk) kidsOf(node int32) []int32 { return w.kids[w.kid[node]:w.kid[node+1]] }

func (w *walk) certify(precision float64) *PublicCertificate {
	g := w.g
	c := &PublicCertificate{Share: -1}
	depth := w.depths()
	for actor := range g.Actors {
		w.reaches(actor) // with perfect recall an actor's own acts cancel in its beliefs
		w.follow(actor)
		most := w.mosts(actor)
		for i := range g.Infosets {
			if set := &g.Infosets[i]; int(set.Actor) == actor {
				w.checkSet(c, set, precision, most[set.Block], depth[set.Block])
			}
		}
	}
	c.Share = max(c.Share, 0)
	return c
}

// mosts is, by block, the largest |payoff| that actor i can get behind it.
func (w *walk) mosts(i int) []float64 {
	g := w.g
	most := make([]float64, len(g.Blocks))
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := w.at(k)
		b := w.blockOf[bl.Profile]
		switch {
		case bl.Leaf >= 0:
			for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
				most[b] = larger(most[b], math.Abs(w.pay(bl, node, i)))
			}
		case bl.Same > 0:
			most[b] = most[bl.Same] + math.Abs(g.Payoff[int(bl.Payoff)+i])
		}
		if bl.Parent >= 0 {
			most[bl.Parent] = larger(most[bl.Parent], most[b])
		}
	}
	return most
}

// depths is, by block, the number of blocks on the longest way on from it.
func (w *walk) depths() []int32 {
	depth := make([]int32, len(w.g.Blocks))
	for k := len(w.g.Blocks) - 1; k >= 0; k-- {
		bl := w.at(k)
		b := w.blockOf[bl.Profile]
		if bl.Same > 0 { // it stands for the other
			depth[b] = depth[bl.Same]
		}
		if bl.Parent >= 0 {
			depth[bl.Parent] = max(depth[bl.Parent], depth[b]+1)
		}
	}
	return depth
}

// pay is what a leaf's node pays actor i.
func (w *walk) pay(leaf *game.Block, node int32, i int) float64 {
	return w.g.Payoff[leaf.Payoff+int32(i)*leaf.Profiles+node-leaf.Profile]
}

// choices are the actions that the movers of the parent block take on the way to a node.
func (w *walk) choices(node int32) []int32 {
	bl := &w.g.Blocks[w.blockOf[node]]
	if bl.Parent < 0 {
		return nil
	}
	movers := w.g.Blocks[bl.Parent].Movers
	return w.g.Choice[bl.Choice+(node-bl.Profile)*movers:][:movers]
}

// step is the probability of going from a node's parent to it: chance, and the
// choices of all movers except the one at place skip.
func (w *walk) step(node int32, skip int) float64 {
	p := w.chance[node]
	for k, v := range w.choices(node) {
		if k != skip {
			p *= w.sigma[v]
		}
	}
	return p
}

// follow fills what actor i expects at every node under x.
func (w *walk) follow(i int) []float64 {
	for k := len(w.g.Blocks) - 1; k >= 0; k-- {
		bl := w.at(k)
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			w.values[node] = w.settled(bl, node, i)
			for _, kid := range w.kidsOf(node) {
				w.values[node] += w.step(kid, -1) * w.values[kid]
			}
		}
	}
	return w.values
}

// settled is what a node is worth to actor i that has no nodes behind it: what a
// leaf pays, or what a shared subgame is worth, and what was paid before it.
func (w *walk) settled(bl *game.Block, node int32, i int) float64 {
	switch {
	case bl.Leaf >= 0:
		return w.pay(bl, node, i)
	case bl.Same > 0:
		return w.values[w.g.Blocks[bl.Same].Profile] + w.g.Payoff[int(bl.Payoff)+i]
	}
	return 0
}

// reaches fills every node's log realisation probability, without the choices
// of actor except (−1: all count).
func (w *walk) reaches(except int) {
	for at := range w.others {
		w.others[at] = math.Inf(-1)
	}
	for k := range w.g.Blocks {
		bl := w.at(k)
		skip := -1
		if bl.Parent >= 0 && except >= 0 {
			skip = w.moverOf(bl.Parent, except)
		}
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			r := w.g.LogK[node]
			if bl.Parent >= 0 {
				r += w.reach[w.g.Src[node]]
			}
			for k, v := range w.choices(node) {
				if k != skip {
					r += w.x[v]
				}
			}
			if w.others != nil {
				r = either(r, w.others[node])
			}
			w.reach[node] = r
			if bl.Same > 0 {
				there := w.g.Blocks[bl.Same].Profile
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
// values and log weights that the nodes have now. It is overwritten by the next.
func (w *walk) payoffs(set *game.Infoset) []float64 {
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
			action := w.choices(kid)[set.Mover]
			w.q[action-set.Var] += weight * w.step(kid, int(set.Mover)) * w.values[kid]
		}
	}
	for a := range w.q {
		w.q[a] /= total
	}
	return w.q
}

func (w *walk) checkSet(c *PublicCertificate, set *game.Infoset, precision, most float64, depth int32) {
	q := w.payoffs(set)
	lambda := precision * w.g.Precision[set.Actor] * set.Scale
	sum, mean, best, worst := 0.0, 0.0, math.Inf(-1), 0.0
	for a := range q {
		x := w.x[int(set.Var)+a]
		sum += math.Exp(x)
		mean += math.Exp(x) * q[a]
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

func (w *walk) atRoot(values []float64) float64 {
	root := &w.g.Blocks[0]
	total := 0.0
	for p := root.Profile; p < root.Profile+root.Profiles; p++ {
		total += w.step(p, -1) * values[p]
	}
	return total
}

// bestResponse fills actor i's value at every node when it alone plays as well
// as it can: its information sets are settled from the last to the first.
func (w *walk) bestResponse(i int) []float64 {
	g := w.g
	w.reaches(i)
	best := make([]bool, g.Vars)
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := w.at(k)
		b := w.blockOf[bl.Profile]
		mover := w.moverOf(b, i)
		for s := int(bl.Infoset); mover >= 0 && s < len(g.Infosets) && g.Infosets[s].Block == b; s++ {
			set := &g.Infosets[s]
			if int(set.Actor) != i {
				continue
			}
			q := w.payoffs(set)
			top := 0
			for a := range q {
				if q[a] > q[top] {
					top = a
				}
			}
			best[int(set.Var)+top] = true
		}
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			v := w.settled(bl, node, i)
			for _, kid := range w.kidsOf(node) {
				if mover < 0 || best[w.choices(kid)[mover]] {
					v += w.step(kid, mover) * w.values[kid]
				}
			}
			w.values[node] = v
		}
	}
	return w.values
}
