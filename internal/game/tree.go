// The public tree of an extensive-form game: its nodes grouped into the finest
// blocks that everybody can tell apart and that form a tree.

package game

// Tree is the public tree of a game. Blocks stand parents before children.
type Tree struct {
	Blocks []PublicState
	// BlockOf is the block of each node that is not terminal, −1 for terminal
	// nodes.
	BlockOf []int32
}

// PublicState is a block: nodes of which somebody cannot tell which one is
// reached. A block meets the rest of the tree only at its entries: the parents
// of all entries lie in one block.
type PublicState struct {
	Parent   int32   // −1 at the root
	Children []int32 // in order of their first node
	Nodes    []int32 // in preorder, terminal nodes left out
	Entries  []int32 // the nodes whose parent lies outside, in preorder
	Sets     []int32 // information sets, in the order of the game
}

// PublicTree groups the nodes of g. Two nodes that share an information set are
// in one block; the parents of a block's entries are in one block; where that
// would make a block its own ancestor, everything between is contracted (an
// information set that holds a shallow and a deep node). Blocks that hold only
// chance moves are then joined to the block above. The time is linear in the
// nodes for each round of the closure; a game whose information sets hold nodes
// of one depth takes two rounds.
func PublicTree(g *Game) *Tree {
	c := &closure{g: g, up: make([]int32, g.Nodes()), mark: make([]int32, g.Nodes())}
	c.union = make([]int32, g.Nodes())
	for h := range c.union {
		c.union[h] = int32(h)
	}
	for i := range g.Sets {
		for _, h := range g.Sets[i].Nodes {
			c.join(g.Sets[i].Nodes[0], h)
		}
	}
	c.byDepth()
	for c.contractCycles() || c.joinParents() {
	}
	return c.tree()
}

type closure struct {
	g     *Game
	union []int32 // union-find with path halving
	order []int32 // nodes that are not terminal, deepest first
	up    []int32
	mark  []int32
}

func (c *closure) find(h int32) int32 {
	for c.union[h] != h {
		c.union[h] = c.union[c.union[h]]
		h = c.union[h]
	}
	return h
}

// join merges two classes; the smaller node number represents them.
func (c *closure) join(a, b int32) bool {
	a, b = c.find(a), c.find(b)
	if a == b {
		return false
	}
	c.union[max(a, b)] = min(a, b)
	return true
}

// byDepth sorts the inner nodes by depth, deepest first.
func (c *closure) byDepth() {
	n := c.g.Nodes()
	depth := make([]int32, n)
	most := int32(0)
	for h := 1; h < n; h++ {
		depth[h] = depth[c.g.Parent[h]] + 1
		most = max(most, depth[h])
	}
	start := make([]int32, most+2)
	inner := 0
	for h := range depth {
		if c.g.Kind[h] != Terminal {
			start[most-depth[h]+1]++
			inner++
		}
	}
	for d := range most + 1 {
		start[d+1] += start[d]
	}
	c.order = make([]int32, inner)
	for h := range depth {
		if c.g.Kind[h] != Terminal {
			d := most - depth[h]
			c.order[start[d]] = int32(h)
			start[d]++
		}
	}
}

// joinParents joins the parents of each class's entries, deepest first, so that
// joins travel up to the root within one call. It reports whether it joined.
func (c *closure) joinParents() bool {
	for h := range c.up {
		c.up[h] = -1
	}
	changed := false
	for _, h := range c.order {
		p := c.g.Parent[h]
		if p < 0 {
			continue
		}
		k, q := c.find(h), c.find(p)
		switch {
		case k == q:
		case c.up[k] < 0:
			c.up[k] = q
		case c.find(c.up[k]) != k && c.join(c.up[k], q):
			changed = true
		}
	}
	return changed
}

// contractCycles joins the strongly connected components of the quotient graph
// (Tarjan 1972, without recursion). It reports whether it joined.
func (c *closure) contractCycles() bool {
	g := c.g
	n := g.Nodes()
	// Edges from a class to the classes of its nodes' children, grouped by class.
	start := make([]int32, n+1)
	for _, h := range c.order {
		if p := g.Parent[h]; p >= 0 && c.find(p) != c.find(h) {
			start[c.find(p)+1]++
		}
	}
	for h := range n {
		start[h+1] += start[h]
	}
	edges, fill := make([]int32, start[n]), append([]int32(nil), start[:n]...)
	for _, h := range c.order {
		if p := g.Parent[h]; p >= 0 {
			if a, b := c.find(p), c.find(h); a != b {
				edges[fill[a]] = b
				fill[a]++
			}
		}
	}
	index, low := c.mark, make([]int32, n)
	for h := range index {
		index[h] = 0
	}
	at := append([]int32(nil), start[:n]...)
	onStack := make([]bool, n)
	var stack, calls []int32
	next := int32(1)
	changed := false
	for _, root := range c.order {
		if root != c.union[root] || index[root] != 0 {
			continue
		}
		calls = append(calls[:0], root)
		for len(calls) > 0 {
			v := calls[len(calls)-1]
			if index[v] == 0 {
				index[v], low[v] = next, next
				next++
				stack = append(stack, v)
				onStack[v] = true
			}
			descended := false
			for at[v] < start[v+1] {
				w := edges[at[v]]
				if index[w] == 0 {
					calls = append(calls, w)
					descended = true
					break
				}
				if onStack[w] {
					low[v] = min(low[v], low[w])
				}
				at[v]++
			}
			if descended {
				continue
			}
			calls = calls[:len(calls)-1]
			if low[v] != index[v] {
				continue
			}
			for {
				w := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				onStack[w] = false
				if w == v {
					break
				}
				c.join(v, w)
				changed = true
			}
		}
	}
	return changed
}

// tree lays out the blocks.
func (c *closure) tree() *Tree {
	g := c.g
	n := g.Nodes()
	// Blocks of chance moves alone join the block above.
	decides := make([]bool, n)
	for h := range n {
		if g.Kind[h] == Decision {
			decides[c.find(int32(h))] = true
		}
	}
	for i := len(c.order) - 1; i >= 0; i-- { // shallow first
		h := c.order[i]
		if p := g.Parent[h]; p >= 0 && !decides[c.find(h)] {
			a, b := c.find(h), c.find(p)
			d := decides[a] || decides[b]
			c.join(a, b)
			decides[c.find(h)] = d
		}
	}
	t := &Tree{BlockOf: make([]int32, n)}
	block := c.mark
	for h := range block {
		block[h] = -1
	}
	for h := int32(0); int(h) < n; h++ {
		if g.Kind[h] == Terminal {
			t.BlockOf[h] = -1
			continue
		}
		k := c.find(h)
		if block[k] < 0 {
			block[k] = int32(len(t.Blocks))
			t.Blocks = append(t.Blocks, PublicState{Parent: -1})
		}
		b := block[k]
		t.BlockOf[h] = b
		s := &t.Blocks[b]
		s.Nodes = append(s.Nodes, h)
		p := g.Parent[h]
		if p < 0 || t.BlockOf[p] != b {
			s.Entries = append(s.Entries, h)
			if p >= 0 && s.Parent < 0 {
				s.Parent = t.BlockOf[p]
				up := &t.Blocks[s.Parent]
				up.Children = append(up.Children, b)
			}
		}
	}
	for i := range g.Sets {
		b := t.BlockOf[g.Sets[i].Nodes[0]]
		t.Blocks[b].Sets = append(t.Blocks[b].Sets, int32(i))
	}
	return t
}
