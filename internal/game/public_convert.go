package game

import "math"

// This file brings an extensive-form game into public-tree form, where it has
// one: then the linear-time solver takes it.

// Converted is a game in public-tree form with its way back.
type Converted struct {
	Game *Public
	// Var is, by unknown of Game, the action's place in a behaviour profile of the
	// extensive form; Set is, by information set of Game, its index in Sets.
	Var, Set []int32
}

// Convert brings g into public-tree form. It reports false where a public state
// cannot be written as one choice of one player (an information set reaches
// over several layers of moves, or who moves is itself hidden), or where
// chance moves of probability zero leave beliefs to convention. Types of
// players who do not move in a block are left at zero. tree is g's public tree.
func Convert(g *Game, tree *Tree) (*Converted, bool) {
	if g.Kind[0] == Terminal || len(g.Sets) == 0 {
		return nil, false
	}
	for i := range g.Chances {
		for _, p := range g.Chances[i].Probability {
			if p <= 0 {
				return nil, false
			}
		}
	}
	c := &converter{g: g, tree: tree, n: len(g.Players), out: &Converted{Game: &Public{Actors: len(g.Players), Precision: append([]float64(nil), g.Precision...)}}}
	if !c.layers() {
		return nil, false
	}
	c.reserve()
	c.lay()
	c.p.Link()
	return c.out, true
}

type converter struct {
	g    *Game
	tree *Tree
	n    int
	out  *Converted
	p    *Public

	above   []int32   // by node: nearest decision above, −1 for none
	mover   []int32   // by block of the tree: player, −1 when it decides nothing
	parent  []int32   // by block: block of the decisions above, −1 at the root
	first   []int32   // by block: first child of a linked list
	next    []int32   // by block: next sibling
	members [][]int32 // by block: its decisions
	sets    [][]int32 // by block: its information sets
	profile []int32   // by node: profile in the new game
	logK    []float64 // by decision below chance alone: log probability
}

// layers checks that every block is one choice of one player, and finds the
// tree of those blocks.
func (c *converter) layers() bool {
	g := c.g
	nodes, blocks := g.Nodes(), len(c.tree.Blocks)
	c.above = make([]int32, nodes)
	c.mover, c.parent = make([]int32, blocks), make([]int32, blocks)
	for b := range c.mover {
		c.mover[b], c.parent[b] = -1, -2
	}
	c.members = make([][]int32, blocks)
	for h := int32(0); int(h) < nodes; h++ {
		a := int32(-1)
		if p := g.Parent[h]; p >= 0 {
			a = c.above[p]
			if g.Kind[p] == Decision {
				a = p
			}
		}
		c.above[h] = a
		if g.Kind[h] != Decision {
			continue
		}
		b := c.tree.BlockOf[h]
		up := int32(-1)
		if a >= 0 {
			up = c.tree.BlockOf[a]
		}
		player := int32(g.Sets[g.Move[h]].Player)
		switch {
		case up == b:
			return false
		case c.mover[b] < 0:
			c.mover[b], c.parent[b] = player, up
		case c.mover[b] != player || c.parent[b] != up:
			return false
		}
		c.members[b] = append(c.members[b], h)
	}
	c.first, c.next = make([]int32, blocks), make([]int32, blocks)
	for b := range c.first {
		c.first[b], c.next[b] = -1, -1
	}
	c.joinLast()
	for b := int32(blocks) - 1; b >= 0; b-- {
		if c.mover[b] < 0 {
			continue
		}
		if p := c.parent[b]; p >= 0 {
			c.next[b] = c.first[p]
			c.first[p] = b
		}
	}
	return true
}

// joinLast puts blocks after which nobody moves together where one act of the
// block above leads to them: nothing joins the types of a last mover in the
// public tree, but one block for all of them is less work than one for each.
func (c *converter) joinLast() {
	g := c.g
	moves := make([]bool, len(c.mover)) // somebody moves below
	for b, p := range c.parent {
		if c.mover[b] >= 0 && p >= 0 {
			moves[p] = true
		}
	}
	type way struct {
		parent, mover, act int32
		actions            int
	}
	first := map[way]int32{}
	c.sets = make([][]int32, len(c.mover))
	for b := range c.mover {
		c.sets[b] = c.tree.Blocks[b].Sets
		if c.mover[b] < 0 || moves[b] || c.parent[b] < 0 {
			continue
		}
		w := way{parent: c.parent[b], mover: c.mover[b], act: -1, actions: len(g.Sets[c.sets[b][0]].Actions)}
		for _, h := range c.members[b] {
			if g.Parent[h] != c.above[h] || w.act >= 0 && w.act != g.Branch[h] {
				w.act = -1
				break
			}
			w.act = g.Branch[h]
		}
		if w.act < 0 {
			continue
		}
		to, ok := first[w]
		if !ok {
			first[w] = int32(b)
			continue
		}
		c.members[to] = append(c.members[to], c.members[b]...)
		c.sets[to] = append(c.sets[to][:len(c.sets[to]):len(c.sets[to])], c.sets[b]...)
		c.mover[b], c.members[b] = -1, nil
	}
}

func (c *converter) reserve() {
	g, p := c.g, c.out.Game
	c.p = p
	blocks, inner, leaves := 2, 0, 0
	for b := range c.mover {
		if c.mover[b] >= 0 {
			blocks += 2
			inner += len(c.members[b])
		}
	}
	for _, k := range g.Kind {
		if k == Terminal {
			leaves++
		}
	}
	p.Blocks = make([]Block, 0, blocks)
	p.Src = make([]int32, 0, inner+leaves+1)
	p.LogK = make([]float64, 0, inner+leaves+1)
	p.Choice = make([]int32, 0, inner+leaves+1)
	p.Type = make([]int32, 0, (inner+1)*c.n)
	p.Payoff = make([]float64, 0, leaves*c.n)
	p.Infosets = make([]Infoset, 0, len(g.Sets))
	c.out.Var = make([]int32, 0, g.Actions())
	c.out.Set = make([]int32, 0, len(g.Sets))
	c.profile = make([]int32, g.Nodes())
	c.logK = make([]float64, g.Nodes())
}

// lay writes the blocks, each followed by its leaves and its kids.
func (c *converter) lay() {
	g := c.g
	// What happens before anybody moves.
	var roots []int32
	whole := true // all of it leads to one block
	var scan func(h int32, logK float64)
	scan = func(h int32, logK float64) {
		switch g.Kind[h] {
		case Decision:
			c.logK[h] = logK
			if len(roots) > 0 && c.tree.BlockOf[roots[0]] != c.tree.BlockOf[h] {
				whole = false
			}
			roots = append(roots, h)
		case Terminal:
			whole = false
		default:
			for a, kid := range g.Kids(h) {
				scan(kid, logK+math.Log(g.Chances[g.Move[h]].Probability[a]))
			}
		}
	}
	scan(0, 0)
	if whole {
		c.block(c.tree.BlockOf[roots[0]], -1)
		return
	}
	// A block in which nobody moves, for public chance at the start.
	p := c.p
	id := c.open(-1, 1)
	p.Src, p.LogK = append(p.Src, -1), append(p.LogK, 0)
	for range c.n {
		p.Type, p.Count = append(p.Type, 0), append(p.Count, 1)
	}
	p.Blocks[id].Infoset, p.Blocks[id].Var = 0, 0
	c.leaves(id, func(each func(h, src, choice int32)) { each(0, 0, -1) })
	done := map[int32]bool{}
	for _, h := range roots {
		if b := c.tree.BlockOf[h]; !done[b] {
			done[b] = true
			c.block(b, id)
		}
	}
}

// open appends a block without contents.
func (c *converter) open(parent int32, profiles int) int32 {
	p := c.p
	id := int32(len(p.Blocks))
	p.Blocks = append(p.Blocks, Block{
		Parent: parent, Profile: int32(len(p.Src)), Profiles: int32(profiles), Type: int32(len(p.Type)), Choice: int32(len(p.Choice)),
		Infoset: int32(len(p.Infosets)), Var: int32(len(c.out.Var)), Payoff: -1, Leaf: -1,
	})
	return id
}

// block writes block b of the tree below the new block parent, and what follows.
func (c *converter) block(b, parent int32) {
	type visit struct{ b, parent int32 }
	stack := []visit{{b, parent}}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		id := c.decide(v.b, v.parent)
		at := len(stack)
		for k := c.first[v.b]; k >= 0; k = c.next[k] {
			stack = append(stack, visit{k, id})
		}
		for i, j := at, len(stack)-1; i < j; i, j = i+1, j-1 {
			stack[i], stack[j] = stack[j], stack[i]
		}
	}
}

// decide writes one block with its profiles, information sets and leaves.
func (c *converter) decide(b, parent int32) int32 {
	g, p := c.g, c.p
	members := c.members[b]
	id := c.open(parent, len(members))
	player := int(c.mover[b])
	chance := parent >= 0 && p.Blocks[parent].Movers == 0
	sets := c.sets[b]
	for k, h := range members {
		c.profile[h] = p.Blocks[id].Profile + int32(k)
		src, logK := int32(-1), c.logK[h]
		if a := c.above[h]; a >= 0 {
			src = c.profile[a]
			choice, l := c.way(a, h)
			logK = l
			p.Choice = append(p.Choice, choice)
		} else if chance {
			src = p.Blocks[parent].Profile
		}
		p.Src, p.LogK = append(p.Src, src), append(p.LogK, logK)
	}
	start := len(p.Type)
	for i := range c.n {
		count := int32(1)
		for _, h := range members {
			t := int32(0)
			if i == player {
				for k, s := range sets {
					if s == g.Move[h] {
						t = int32(k)
						break
					}
				}
				count = int32(len(sets))
			}
			p.Type = append(p.Type, t)
		}
		p.Count = append(p.Count, count)
	}
	p.Blocks[id].Type = int32(start)
	p.Blocks[id].Movers = 1
	for k, s := range sets {
		set := &g.Sets[s]
		p.Infosets = append(p.Infosets, Infoset{
			Block: id, Actor: int32(player), Type: int32(k), Var: int32(len(c.out.Var)), Vars: int32(len(set.Actions)), Scale: set.Scale,
		})
		c.out.Set = append(c.out.Set, s)
		for a := range set.Actions {
			c.out.Var = append(c.out.Var, int32(set.First+a))
		}
	}
	p.Blocks[id].Vars = int32(len(c.out.Var)) - p.Blocks[id].Var
	p.Vars = len(c.out.Var)
	c.leaves(id, func(each func(h, src, choice int32)) {
		for k, h := range members {
			v := c.unknown(id, h)
			for a, kid := range g.Kids(h) {
				each(kid, p.Blocks[id].Profile+int32(k), v+int32(a))
			}
		}
	})
	return id
}

// unknown is the first unknown of the information set of h in block id.
func (c *converter) unknown(id, h int32) int32 {
	bl := &c.p.Blocks[id]
	for i := int(bl.Infoset); ; i++ {
		if c.out.Set[i] == c.g.Move[h] {
			return c.p.Infosets[i].Var
		}
	}
}

// way is the unknown chosen at decision a on the way to h, and the log
// probability of chance between them.
func (c *converter) way(a, h int32) (choice int32, logK float64) {
	g := c.g
	for g.Parent[h] != a {
		up := g.Parent[h]
		logK += math.Log(g.Chances[g.Move[up]].Probability[g.Branch[h]])
		h = up
	}
	// The block of a stands already; its information sets are found from its profile.
	return c.unknown(c.blockOf(a), a) + g.Branch[h], logK
}

// blockOf is the new block that holds decision a.
func (c *converter) blockOf(a int32) int32 {
	// Profiles rise with blocks: bisect.
	p := c.p
	at := c.profile[a]
	lo, hi := 0, len(p.Blocks)
	for hi-lo > 1 {
		if mid := (lo + hi) / 2; p.Blocks[mid].Profile <= at {
			lo = mid
		} else {
			hi = mid
		}
	}
	return int32(lo)
}

// leaves appends one leaf block to block id with all terminal nodes that follow
// its choices, chance between them folded in. starts calls each for every node
// that a choice leads to.
func (c *converter) leaves(id int32, starts func(each func(h, src, choice int32))) {
	g, p := c.g, c.p
	leaf := int32(-1)
	movers := p.Blocks[id].Movers
	var pay []float64
	var walk func(h, src, choice int32, logK float64)
	walk = func(h, src, choice int32, logK float64) {
		switch g.Kind[h] {
		case Decision:
		case Chance:
			for a, kid := range g.Kids(h) {
				walk(kid, src, choice, logK+math.Log(g.Chances[g.Move[h]].Probability[a]))
			}
		case Terminal:
			if leaf < 0 {
				leaf = c.open(id, 0)
			}
			p.Src, p.LogK = append(p.Src, src), append(p.LogK, logK)
			if movers > 0 {
				p.Choice = append(p.Choice, choice)
			}
			p.Blocks[leaf].Profiles++
			at := len(pay)
			for range c.n {
				pay = append(pay, 0)
			}
			c.total(h, pay[at:])
		}
	}
	starts(func(h, src, choice int32) { walk(h, src, choice, 0) })
	if leaf < 0 {
		return
	}
	bl := &p.Blocks[leaf]
	m := int(bl.Profiles)
	bl.Payoff, bl.Leaf = int32(len(p.Payoff)), int32(len(p.Private)/c.n)
	for i := range c.n {
		for k := range m {
			p.Payoff = append(p.Payoff, pay[k*c.n+i])
		}
		p.Private, p.Count = append(p.Private, false), append(p.Count, 1)
	}
	for range m * c.n {
		p.Type = append(p.Type, 0)
	}
}

// total writes the payoffs met on the way to h, its own included.
func (c *converter) total(h int32, pay []float64) {
	for ; h >= 0; h = c.g.Parent[h] {
		for i, u := range c.g.Payoff(h) {
			pay[i] += u
		}
	}
}
