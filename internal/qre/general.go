// The general path: the logit equations of any extensive-form game, laid out
// along its public tree for linear-time linearisation.

package qre

import (
	"fmt"
	"math"

	"demarche/internal/game"
)

// general is the system of a game.Game: G_a = x_a − logsoftmax_I(λ_I t Q_I(x))_a
// for every action a of every information set I. In this form the unknowns of
// an information set need no normalisation row, Newton's method is well scaled
// from far away, and det ∂G/∂x equals the determinant of the usual equations on
// the tangent space of the strategies.
type general struct {
	g       *game.Game
	tree    *game.Tree
	players int
	n       int // unknowns
	blocks  []block

	lambda []float64 // by information set: multiplier·precision·scale, per unit of t
	span   float64   // largest payoff range of a player
	spans  []float64

	// By node.
	edge    []int32   // the unknown on the edge into the node, −1 below chance and at the root
	chance  []float64 // probability of the edge into the node below chance, else 1
	logp    []float64 // its logarithm; 0 for probability 0, see counted
	counted []bool    // a decision node that its owner weighs; false where only zero-probability chance leads there and other nodes of the set need less of it
	own, up paths     // what d(ln reach) of a node is a sum of, in its own block and, for entries, in the block above

	set []int32 // by unknown: its information set

	t      float64   // of the latest linearisation
	bias   []float64 // by unknown, or nil; see lean
	from   []float64 // where the bias makes an equilibrium
	rising bool      // the precision rises as the bias fades
	damped float64   // see damp

	// State of the latest evaluation.
	reach  []float64 // ln reach, by node
	value  []float64 // by node and player
	weight []float64 // by decision node: belief within its information set
	q      []float64 // by unknown: conditional expected payoff
	y      []float64 // logsoftmax(λtQ) − x
	prob   []float64 // exp(x)

	// Buffers of the linear algebra, see newton.go.
	a, r, dvalue, dreach, rhs, work, rest, spare, probe, correction []float64
}

// paths holds, for each node, indices of a block's local variables: unknowns
// first, then entries.
type paths struct {
	start []int32
	index []int32
}

func (p *paths) of(h int32) []int32 { return p.index[p.start[h]:p.start[h+1]] }

// block is a public state with its place in the linear algebra.
type block struct {
	parent   int32
	children []int32
	nodes    []int32
	entries  []int32
	sets     []int32
	m        int     // entries, or 0 for a single one: a common scale of reach changes nothing
	vars     []int32 // its unknowns
	live     []int32 // players with a choice above: they need the block's values
	work     []int32 // live and the block's own movers
	slot     []int32 // by player: place in work, −1
	affine   []float64
	lu       []float64 // vars × vars
	pivot    []int32
	l        []float64 // vars × m: d(vars)/d(ln reach of entries)
	mat      []float64 // (entry, live player) × m: d(values)/d(ln reach of entries)
	place    []int32   // of every entry: position in nodes
}

// newGeneral lays out the system. Precision multiplies every player's own.
func newGeneral(g *game.Game, tree *game.Tree, precision float64, maxBytes int64) (*general, error) {
	g, tree = byBlock(g, tree)
	s := &general{g: g, tree: tree, players: len(g.Players), n: g.Actions()}
	nodes := g.Nodes()
	s.lambda = make([]float64, len(g.Sets))
	s.set = make([]int32, s.n)
	for i := range g.Sets {
		set := &g.Sets[i]
		s.lambda[i] = precision * g.Precision[set.Player] * set.Scale
		if s.lambda[i] < 0 || math.IsNaN(s.lambda[i]) || math.IsInf(s.lambda[i], 0) {
			return nil, fmt.Errorf("the precision at %s is %v; it must be a finite number of 0 or more", g.SetName(i), s.lambda[i])
		}
		for a := range set.Actions {
			s.set[set.First+a] = int32(i)
		}
	}
	s.spans = g.Range()
	for _, r := range s.spans {
		s.span = math.Max(s.span, r)
	}
	s.layEdges()
	if err := s.layBlocks(maxBytes); err != nil {
		return nil, err
	}
	s.layPaths()
	f := func(k int) []float64 { return make([]float64, k) }
	s.reach, s.value, s.weight = f(nodes), f(nodes*s.players), f(nodes)
	s.q, s.y, s.prob = f(s.n), f(s.n), f(s.n)
	s.dvalue, s.dreach = f(nodes*s.players), f(nodes)
	s.rhs, s.work, s.rest, s.spare, s.probe = f(s.n), f(s.n), f(s.n), f(s.n), f(s.n)
	for a := range s.probe { // a fixed direction without symmetries
		s.probe[a] = math.Sin(1 + 2.399963229728653*float64(a)*float64(a+1))
	}
	return s, nil
}

func (s *general) layEdges() {
	g, n := s.g, s.g.Nodes()
	s.edge, s.chance, s.logp = make([]int32, n), make([]float64, n), make([]float64, n)
	s.counted = make([]bool, n)
	zeros := make([]int32, n) // zero-probability chance moves on the path
	for h := 0; h < n; h++ {
		s.edge[h], s.chance[h] = -1, 1
		p := g.Parent[h]
		if p < 0 {
			continue
		}
		zeros[h] = zeros[p]
		switch g.Kind[p] {
		case game.Decision:
			s.edge[h] = int32(g.Sets[g.Move[p]].First) + g.Branch[h]
		case game.Chance:
			c := g.Chances[g.Move[p]].Probability[g.Branch[h]]
			s.chance[h] = c
			if c > 0 {
				s.logp[h] = math.Log(c)
			} else {
				zeros[h]++
			}
		}
	}
	for i := range g.Sets {
		least := zeros[g.Sets[i].Nodes[0]]
		for _, h := range g.Sets[i].Nodes {
			least = min(least, zeros[h])
		}
		for _, h := range g.Sets[i].Nodes {
			s.counted[h] = zeros[h] == least
		}
	}
}

func (s *general) layBlocks(maxBytes int64) error {
	g := s.g
	s.blocks = make([]block, len(s.tree.Blocks))
	var bytes int64
	var mostA, mostR int64
	moved := make([]bool, s.players)
	for b := range s.tree.Blocks {
		t := &s.tree.Blocks[b]
		k := &s.blocks[b]
		k.parent, k.children, k.nodes, k.entries, k.sets = t.Parent, t.Children, t.Nodes, t.Entries, t.Sets
		if k.m = len(k.entries); k.m == 1 {
			k.m = 0
		}
		for i := range moved {
			moved[i] = false
		}
		if t.Parent >= 0 {
			k.live = s.blocks[t.Parent].work
			for _, i := range k.live {
				moved[i] = true
			}
		}
		for _, i := range k.sets {
			set := &g.Sets[i]
			moved[set.Player] = true
			for a := range set.Actions {
				k.vars = append(k.vars, int32(set.First+a))
			}
		}
		k.slot = make([]int32, s.players)
		for i, did := range moved {
			k.slot[i] = -1
			if did {
				k.slot[i] = int32(len(k.work))
				k.work = append(k.work, int32(i))
			}
		}
		v, m := int64(len(k.vars)), int64(k.m)
		floats := v*v + v*m + int64(len(k.entries)*len(k.live))*(m+1)
		bytes += 8*floats + 200
		mostA = max(mostA, v*(v+m))
		mostR = max(mostR, int64(len(k.nodes)*len(k.work))*(v+m))
		if maxBytes > 0 && bytes+8*(mostA+mostR) > maxBytes {
			return fmt.Errorf("solving this game needs more than the %d MB allowed: a public state of it has %d actions and %d nodes; allow more memory, or let the players see more", maxBytes>>20, v, len(k.nodes))
		}
		k.lu, k.pivot = make([]float64, v*v), make([]int32, v)
		k.l = make([]float64, v*m)
		k.mat = make([]float64, int64(len(k.entries)*len(k.live))*m)
		k.affine = make([]float64, len(k.entries)*len(k.live))
	}
	s.a, s.r = make([]float64, mostA), make([]float64, mostR)
	return nil
}

// layPaths lists what the logarithm of each node's reach is a sum of.
func (s *general) layPaths() {
	n := s.g.Nodes()
	local := make([]int32, s.n) // of an unknown in its block
	entry := make([]int32, n)   // of an entry in its block
	for b := range s.blocks {
		k := &s.blocks[b]
		for j, a := range k.vars {
			local[a] = int32(j)
		}
		k.place = make([]int32, len(k.entries))
		e := 0
		for j, h := range k.nodes {
			if e < len(k.entries) && k.entries[e] == h {
				entry[h] = int32(e)
				k.place[e] = int32(j)
				e++
			} else {
				entry[h] = -1
			}
		}
	}
	s.own.start, s.up.start = make([]int32, n+1), make([]int32, n+1)
	for h := int32(0); int(h) < n; h++ {
		b, p := s.tree.BlockOf[h], s.g.Parent[h]
		if b >= 0 {
			k := &s.blocks[b]
			above := func(to []int32) []int32 {
				to = append(to, s.own.of(p)...)
				if a := s.edge[h]; a >= 0 {
					to = append(to, local[a])
				}
				return to
			}
			switch {
			case entry[h] < 0:
				s.own.index = above(s.own.index)
			default:
				if k.m > 0 {
					s.own.index = append(s.own.index, int32(len(k.vars))+entry[h])
				}
				if p >= 0 {
					s.up.index = above(s.up.index)
				}
			}
		}
		s.own.start[h+1], s.up.start[h+1] = int32(len(s.own.index)), int32(len(s.up.index))
	}
}

func (s *general) size() int { return s.n }

func (s *general) start(x []float64) {
	if s.bias != nil {
		copy(x, s.from)
		return
	}
	for i := range s.g.Sets {
		set := &s.g.Sets[i]
		v := -math.Log(float64(len(set.Actions)))
		for a := range set.Actions {
			x[set.First+a] = v
		}
	}
}

func (s *general) normalise(x []float64) {
	for i := range s.g.Sets {
		set := &s.g.Sets[i]
		v := x[set.First : set.First+len(set.Actions)]
		z := logSumExp(v)
		for a := range v {
			v[a] -= z
		}
	}
}

// damp: see system.
func (s *general) damp(share float64) { s.damped = share }

// lean: see system.
func (s *general) lean(x0 []float64, rising bool) {
	s.bias, s.from, s.rising = nil, nil, rising
	if x0 == nil {
		return
	}
	s.from = append([]float64(nil), x0...)
	if rising {
		s.normalise(s.from)
		s.bias = s.from
		return
	}
	s.normalise(s.from)
	s.evaluate(s.from)
	s.bias = make([]float64, s.n)
	for i := range s.g.Sets {
		set := &s.g.Sets[i]
		for a := set.First; a < set.First+len(set.Actions); a++ {
			s.bias[a] = s.from[a] - s.lambda[i]*s.q[a]
		}
	}
}

func (s *general) probabilities() []float64 { return s.prob }

func (s *general) helpers() *pool { return newPool(1) }

// regret is the largest one-shot regret, relative to the owner's payoff range.
func (s *general) regret(x []float64) float64 {
	s.evaluate(x)
	most := 0.0
	for i := range s.g.Sets {
		set := &s.g.Sets[i]
		r := s.spans[set.Player]
		if r == 0 {
			continue
		}
		best, mean := math.Inf(-1), 0.0
		for a := set.First; a < set.First+len(set.Actions); a++ {
			best = math.Max(best, s.q[a])
			mean += s.prob[a] * s.q[a]
		}
		most = math.Max(most, (best-mean)/r)
	}
	return most
}

func logSumExp(v []float64) float64 {
	m := math.Inf(-1)
	for _, x := range v {
		m = math.Max(m, x)
	}
	sum := 0.0
	for _, x := range v {
		sum += math.Exp(x - m)
	}
	return m + math.Log(sum)
}

// evaluate computes reach, values, beliefs and Q at x.
func (s *general) evaluate(x []float64) {
	g, n, np := s.g, s.g.Nodes(), s.players
	for a, v := range x {
		s.prob[a] = math.Exp(v)
	}
	s.reach[0] = 0
	for h := 1; h < n; h++ {
		r := s.reach[g.Parent[h]] + s.logp[h]
		if a := s.edge[h]; a >= 0 {
			r += x[a]
		}
		s.reach[h] = r
	}
	for i := range s.value {
		s.value[i] = 0
	}
	for h := n - 1; h >= 0; h-- {
		v := s.value[h*np : h*np+np]
		for i, u := range g.Payoff(int32(h)) {
			v[i] += u
		}
		p := g.Parent[h]
		if p < 0 {
			break
		}
		c := s.chance[h]
		if a := s.edge[h]; a >= 0 {
			c = s.prob[a]
		}
		to := s.value[int(p)*np : int(p)*np+np]
		for i, u := range v {
			to[i] += c * u
		}
	}
	for i := range g.Sets {
		set := &g.Sets[i]
		top := math.Inf(-1)
		for _, h := range set.Nodes {
			if s.counted[h] {
				top = math.Max(top, s.reach[h])
			}
		}
		sum := 0.0
		for _, h := range set.Nodes {
			w := 0.0
			if s.counted[h] {
				w = math.Exp(s.reach[h] - top)
			}
			s.weight[h] = w
			sum += w
		}
		q := s.q[set.First : set.First+len(set.Actions)]
		for a := range q {
			q[a] = 0
		}
		for _, h := range set.Nodes {
			s.weight[h] /= sum
			w := s.weight[h]
			for a, c := range s.kids(h) {
				q[a] += w * s.value[int(c)*np+set.Player]
			}
		}
	}
}
