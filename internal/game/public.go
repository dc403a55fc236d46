package game

// This file holds games in public-tree form: the tree of what everybody sees,
// with the hidden profiles carried along each public history. It is what a
// scenario's look-ahead is compiled to; the nodes of the extensive form (public
// history × profile) are never laid out one by one.

// Public is a finite game of perfect recall on its public tree, in flat arrays.
//
// A block is one public history; its profiles are the nodes of the extensive
// form that share it. Each profile gives every actor a type: all that the actor
// knows beyond the public history. At a decision block the movers choose at
// once; the block's children are the public outcomes.
type Public struct {
	Actors    int
	Precision []float64 // by actor, at path parameter 1
	Blocks    []Block   // parents before children; 0 is the root
	Kids      []int32   // children of each block, see Block.Kids
	Infosets  []Infoset // by block, then mover, then type
	Vars      int       // actions over all information sets: the unknowns

	// By profile (Block.Profile is a block's first).
	Src    []int32   // profile of the parent block it comes from, absolute; −1 at the root
	LogK   []float64 // at the root the log prior; else the log probability of chance on the way, given the choices
	Choice []int32   // by profile and mover of the parent block: the action taken (an unknown's index); see Block.Choice
	Type   []int32   // by actor and profile of a block: type, counted from 0 in the block; see Block.Type
	Count  []int32   // by block and actor: number of types

	// Payoffs at leaves, by actor and profile; see Block.Payoff.
	Payoff  []float64
	Private []bool // by leaf and actor: the payoff is the same for every profile of a type; see Block.Leaf
}

// Block is one public history.
type Block struct {
	Parent   int32
	Profile  int32 // first profile
	Profiles int32
	Type     int32 // Type[b.Type + actor·Profiles + p]
	Choice   int32 // Choice[b.Choice + p·(movers of the parent) + k]
	Kid      int32 // Kids[b.Kid : b.Kid+b.Kids]
	Kids     int32
	Infoset  int32 // first information set
	Movers   int32 // 0: chance alone, or a leaf
	Var      int32 // first unknown
	Vars     int32
	Payoff   int32 // Payoff[b.Payoff + actor·Profiles + p] of a leaf, else −1
	Leaf     int32 // number among the leaves, else −1
	Period   int32 // periods since the root
	// Same, if not 0, is the block whose subgame starts here too: this block then
	// has one profile and no kids, and Payoff[b.Payoff+i] is what actor i has been
	// paid on the way here beyond what it had been paid on the way to Same.
	// Merging them makes the public tree a directed acyclic graph.
	Same int32
}

// IsLeaf reports whether play ends here.
func (b *Block) IsLeaf() bool { return b.Leaf >= 0 }

// Infoset is where one type of one mover chooses.
type Infoset struct {
	Block, Actor, Type int32
	Mover              int32   // place among the block's movers
	Var, Vars          int32   // first action, and how many
	Scale              float64 // multiplies the actor's precision: choices are made in current value
}

// Shared is the number of blocks that stand for another one's subgame.
func (g *Public) Shared() int {
	n := 0
	for b := range g.Blocks {
		if g.Blocks[b].Same > 0 {
			n++
		}
	}
	return n
}

// Merged reports whether some subgame of g is reached in several ways.
func (g *Public) Merged() bool { return g.Shared() > 0 }

// At is the block whose subgame starts at block b: b itself unless it has Same.
func (g *Public) At(b int32) int32 {
	if t := g.Blocks[b].Same; t > 0 {
		return t
	}
	return b
}

// Order lists the blocks so that parents come before children, and everything
// that leads to a shared subgame before the subgame. It is nil where the blocks
// stand in such an order already, because nothing is shared. Call it after Link.
func (g *Public) Order() []int32 {
	waits := make([]int32, len(g.Blocks)) // ways to a block that are not listed yet
	merged := false
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		if bl.Parent >= 0 {
			waits[b]++
		}
		if bl.Same > 0 {
			waits[bl.Same]++
			merged = true
		}
	}
	if !merged {
		return nil
	}
	order := make([]int32, 0, len(g.Blocks))
	ready := []int32{0}
	come := func(b int32) {
		if waits[b]--; waits[b] == 0 {
			ready = append(ready, b)
		}
	}
	for len(ready) > 0 {
		b := ready[len(ready)-1]
		ready = ready[:len(ready)-1]
		order = append(order, b)
		bl := &g.Blocks[b]
		if bl.Same > 0 {
			come(bl.Same)
		}
		kids := g.Kids[bl.Kid : bl.Kid+bl.Kids]
		for k := len(kids) - 1; k >= 0; k-- { // the first is taken first
			come(kids[k])
		}
	}
	return order
}

// Link fills Kids from the blocks' parents; call it once when all blocks stand.
func (g *Public) Link() {
	for b := range g.Blocks {
		g.Blocks[b].Kids = 0
	}
	for b := range g.Blocks {
		if p := g.Blocks[b].Parent; p >= 0 {
			g.Blocks[p].Kids++
		}
	}
	at := int32(0)
	for b := range g.Blocks {
		g.Blocks[b].Kid = at
		at += g.Blocks[b].Kids
		g.Blocks[b].Kids = 0
	}
	g.Kids = make([]int32, at)
	for b := range g.Blocks {
		if p := g.Blocks[b].Parent; p >= 0 {
			bl := &g.Blocks[p]
			g.Kids[bl.Kid+bl.Kids] = int32(b)
			bl.Kids++
		}
	}
}

// TypeCount is the number of types of an actor in block b.
func (g *Public) TypeCount(b, actor int) int { return int(g.Count[b*g.Actors+actor]) }

// TypeOf is the type (counted from 0 in block b) of an actor in profile p of b.
func (g *Public) TypeOf(b, actor, p int) int {
	bl := &g.Blocks[b]
	return int(g.Type[int(bl.Type)+actor*int(bl.Profiles)+p])
}

// Bytes is roughly what the arrays of g take.
func (g *Public) Bytes() int {
	return len(g.Blocks)*64 + len(g.Infosets)*40 + 4*(len(g.Kids)+len(g.Src)+len(g.Choice)+len(g.Type)+len(g.Count)) +
		8*(len(g.LogK)+len(g.Payoff)) + len(g.Private)
}
