package qre

import (
	"math"

	"demarche/internal/game"
)

// This file checks solutions of games in public-tree form. It shares no
// numerical code with the solver: a plain walk over every node of the extensive
// form (public history × profile). Reaches are kept as logarithms, since at
// large precisions whole public histories fall below the smallest number.

// PublicCertificate is what the check found.
type PublicCertificate struct {
	Residual float64   // max |x_a − x_0 − λ(Q_a − Q_0)| over information sets
	SumError float64   // max |Σσ − 1|
	Regret   []float64 // by actor: best-response value minus value at the root
	OneShot  float64   // largest one-shot regret beyond (ln|A| + 2·residual)/λ: above 0 is a bug
	// Bar is the residual that rounding may leave: 1e-9 + (1e-14·s + 1e-16·s²)·depth,
	// s being the largest λ·range. Log-probabilities are of size s, so beliefs
	// are known to no better than 1e-16·s, and they enter the equations times s:
	// the square outweighs 1e-9 from s = 1000 on.
	Bar float64
}

// Good reports whether the solution keeps its bars. NaN is not good.
func (c *PublicCertificate) Good() bool {
	return c.Residual <= c.Bar && c.SumError <= 1e-9 && c.OneShot <= 1e-12
}

// CertifyPublic checks the log-probabilities x against the logit conditions of
// g with every precision multiplied by precision.
func CertifyPublic(g *game.Public, x []float64, precision float64) *PublicCertificate {
	c, w := certify(g, x, precision)
	for i := range g.Actors {
		c.Regret = append(c.Regret, w.bestResponse(i)-w.follow(i))
	}
	return c
}

// CheckPublic is CertifyPublic without the actors' whole regrets, for solutions
// by the thousand.
func CheckPublic(g *game.Public, x []float64, precision float64) *PublicCertificate {
	c, _ := certify(g, x, precision)
	return c
}

func certify(g *game.Public, x []float64, precision float64) (*PublicCertificate, *walk) {
	w := &walk{g: g, x: x, kids: make([][]int32, len(g.Src))}
	for _, l := range x {
		w.sigma = append(w.sigma, math.Exp(l))
	}
	for _, l := range g.LogK {
		w.chance = append(w.chance, math.Exp(l))
	}
	for b := range g.Blocks {
		w.blockOf = append(w.blockOf, make([]int32, g.Blocks[b].Profiles)...)
		for p := range int(g.Blocks[b].Profiles) {
			at := int(g.Blocks[b].Profile) + p
			w.blockOf[at] = int32(b)
			if src := g.Src[at]; src >= 0 {
				w.kids[src] = append(w.kids[src], int32(at))
			}
		}
	}
	c := &PublicCertificate{Bar: 1e-9}
	lo, hi := make([]float64, g.Actors), make([]float64, g.Actors)
	for i := range lo {
		lo[i], hi[i] = math.Inf(1), math.Inf(-1)
	}
	w.extent(lo, hi)
	w.depth = make([]int, len(g.Blocks))
	for b := range g.Blocks {
		if p := g.Blocks[b].Parent; p >= 0 {
			w.depth[b] = w.depth[p] + 1
		}
	}
	w.all = w.reaches(-1)
	for actor := range g.Actors {
		w.forget() // values are remembered for one actor at a time
		for i := range g.Infosets {
			if int(g.Infosets[i].Actor) == actor {
				w.checkSet(c, i, precision)
			}
		}
	}
	scale := 0.0
	for i := range g.Infosets {
		set := &g.Infosets[i]
		scale = larger(scale, precision*g.Precision[set.Actor]*set.Scale*(hi[set.Actor]-lo[set.Actor]))
	}
	c.Bar += (1e-14*scale + 1e-16*scale*scale) * float64(1+w.deepest())
	return c, w
}

// walk is a plain view of the extensive form: a node is a profile of a block.
type walk struct {
	g       *game.Public
	x       []float64
	sigma   []float64 // exp(x)
	chance  []float64 // by node: exp(LogK)
	kids    [][]int32
	blockOf []int32
	memo    []float64
	known   []bool
	depth   []int     // of each block
	all     []float64 // log-reaches of everybody
}

func (w *walk) extent(lo, hi []float64) {
	for at := range w.kids {
		bl := &w.g.Blocks[w.blockOf[at]]
		if bl.Leaf < 0 {
			continue
		}
		for i := range lo {
			u := w.pay(int32(at), i)
			lo[i], hi[i] = math.Min(lo[i], u), math.Max(hi[i], u)
		}
	}
}

func (w *walk) pay(node int32, i int) float64 {
	bl := &w.g.Blocks[w.blockOf[node]]
	return w.g.Payoff[bl.Payoff+int32(i)*bl.Profiles+node-bl.Profile]
}

// step is the probability of going from a node's parent to it: chance, and the
// choices of all movers except the one at place skip.
func (w *walk) step(node int32, skip int) float64 {
	bl := &w.g.Blocks[w.blockOf[node]]
	p := w.chance[node]
	if bl.Parent < 0 {
		return p
	}
	movers := int(w.g.Blocks[bl.Parent].Movers)
	for k := range movers {
		if k != skip {
			p *= w.sigma[w.g.Choice[int(bl.Choice)+int(node-bl.Profile)*movers+k]]
		}
	}
	return p
}

// choice is the action that mover k of the parent block takes on the way to node.
func (w *walk) choice(node int32, k int) int32 {
	bl := &w.g.Blocks[w.blockOf[node]]
	return w.g.Choice[int(bl.Choice)+int(node-bl.Profile)*int(w.g.Blocks[bl.Parent].Movers)+k]
}

// value is what actor i expects at a node under x.
func (w *walk) value(node int32, i int) float64 {
	if w.g.Blocks[w.blockOf[node]].Leaf >= 0 {
		return w.pay(node, i)
	}
	if w.known[node] {
		return w.memo[node]
	}
	v := 0.0
	for _, k := range w.kids[node] {
		v += w.step(k, -1) * w.value(k, i)
	}
	w.memo[node], w.known[node] = v, true
	return v
}

func (w *walk) forget() {
	w.memo = make([]float64, len(w.kids))
	w.known = make([]bool, len(w.kids))
}

// reaches is every node's log realisation probability, without the choices of
// actor except (−1: all count).
func (w *walk) reaches(except int) []float64 {
	r := make([]float64, len(w.kids))
	for b := range w.g.Blocks {
		bl := &w.g.Blocks[b]
		skip := -1
		if bl.Parent >= 0 && except >= 0 {
			skip = w.moverOf(bl.Parent, except)
		}
		for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
			r[p] = w.g.LogK[p]
			if bl.Parent < 0 {
				continue
			}
			r[p] += r[w.g.Src[p]]
			for k := range int(w.g.Blocks[bl.Parent].Movers) {
				if k != skip {
					r[p] += w.x[w.choice(p, k)]
				}
			}
		}
	}
	return r
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

// members lists the nodes of an information set.
func (w *walk) members(set *game.Infoset) []int32 {
	bl := &w.g.Blocks[set.Block]
	var nodes []int32
	for p := range bl.Profiles {
		if w.g.Type[bl.Type+set.Actor*bl.Profiles+p] == set.Type {
			nodes = append(nodes, bl.Profile+p)
		}
	}
	return nodes
}

// payoffs is the conditional expected payoff of each action of a set under
// values v and log weights r of the nodes.
func (w *walk) payoffs(set *game.Infoset, r []float64, v func(node int32) float64) []float64 {
	q := make([]float64, set.Vars)
	members := w.members(set)
	total, top := 0.0, math.Inf(-1)
	for _, node := range members {
		top = math.Max(top, r[node])
	}
	for _, node := range members {
		weight := math.Exp(r[node] - top)
		total += weight
		for _, k := range w.kids[node] {
			q[w.choice(k, int(set.Mover))-set.Var] += weight * w.step(k, int(set.Mover)) * v(k)
		}
	}
	for a := range q {
		q[a] /= total
	}
	return q
}

func (w *walk) checkSet(c *PublicCertificate, i int, precision float64) {
	set := &w.g.Infosets[i]
	q := w.payoffs(set, w.all, func(node int32) float64 { return w.value(node, int(set.Actor)) })
	lambda := precision * w.g.Precision[set.Actor] * set.Scale
	sum, mean, best, worst := 0.0, 0.0, math.Inf(-1), 0.0
	for a := range q {
		x := w.x[int(set.Var)+a]
		sum += math.Exp(x)
		mean += math.Exp(x) * q[a]
		best = math.Max(best, q[a])
		worst = larger(worst, math.Abs(x-w.x[set.Var]-lambda*(q[a]-q[0])))
	}
	c.Residual = larger(c.Residual, worst)
	c.SumError = larger(c.SumError, math.Abs(sum-1))
	c.OneShot = larger(c.OneShot, best-mean-(math.Log(float64(len(q)))+2*worst)/lambda)
}

func (w *walk) deepest() int {
	d := 0
	for _, k := range w.depth {
		d = max(d, k)
	}
	return d
}

// larger is max with NaN loud.
func larger(a, b float64) float64 {
	if b > a || b != b {
		return b
	}
	return a
}

// follow is actor i's value at the root under x.
func (w *walk) follow(i int) float64 {
	w.forget()
	return w.atRoot(func(node int32) float64 { return w.value(node, i) })
}

func (w *walk) atRoot(v func(node int32) float64) float64 {
	root := &w.g.Blocks[0]
	total := 0.0
	for p := root.Profile; p < root.Profile+root.Profiles; p++ {
		total += w.step(p, -1) * v(p)
	}
	return total
}

// bestResponse is actor i's value at the root when it alone plays as well as it
// can: its information sets are settled from the last to the first.
func (w *walk) bestResponse(i int) float64 {
	r := w.reaches(i)
	value := make([]float64, len(w.kids))
	best := map[int32]bool{}
	for b := len(w.g.Blocks) - 1; b >= 0; b-- {
		bl := &w.g.Blocks[b]
		mover := w.moverOf(int32(b), i)
		for k := int(bl.Infoset); mover >= 0 && k < len(w.g.Infosets) && int(w.g.Infosets[k].Block) == b; k++ {
			set := &w.g.Infosets[k]
			if int(set.Actor) != i {
				continue
			}
			q := w.payoffs(set, r, func(node int32) float64 { return value[node] })
			top := 0
			for a := range q {
				if q[a] > q[top] {
					top = a
				}
			}
			best[set.Var+int32(top)] = true
		}
		for node := bl.Profile; node < bl.Profile+bl.Profiles; node++ {
			if bl.Leaf >= 0 {
				value[node] = w.pay(node, i)
				continue
			}
			for _, k := range w.kids[node] {
				if mover < 0 || best[w.choice(k, mover)] {
					value[node] += w.step(k, mover) * value[k]
				}
			}
		}
	}
	return w.atRoot(func(node int32) float64 { return value[node] })
}
