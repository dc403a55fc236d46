// Renumbering a game's nodes so that both sweeps stream through memory.

package qre

import "demarche/internal/game"

// byBlock returns g and its public tree with the nodes renumbered block by
// block, terminal nodes behind the block that leads to them. Parents stay before
// children, which is all that the solver asks of the order; information sets
// and profiles keep theirs. Children of consecutive nodes are consecutive.
func byBlock(g *game.Game, tree *game.Tree) (*game.Game, *game.Tree) {
	n := g.Nodes()
	number := make([]int32, n) // of an old node
	order := make([]int32, 0, n)
	for b := range tree.Blocks {
		nodes := tree.Blocks[b].Nodes
		for _, h := range nodes {
			number[h] = int32(len(order))
			order = append(order, h)
		}
		for _, h := range nodes {
			for _, c := range g.Kids(h) {
				if g.Kind[c] == game.Terminal {
					number[c] = int32(len(order))
					order = append(order, c)
				}
			}
		}
	}
	if len(tree.Blocks) == 0 { // a lone terminal node
		order = append(order, 0)
	}
	ng := *g
	ng.Label = nil
	ng.Parent, ng.Branch, ng.Kind = make([]int32, n), make([]int32, n), make([]game.Kind, n)
	ng.Move, ng.Outcome, ng.First = make([]int32, n), make([]int32, n), make([]int32, n+1)
	ng.Children = make([]int32, 0, len(g.Children))
	nt := &game.Tree{Blocks: make([]game.PublicState, len(tree.Blocks)), BlockOf: make([]int32, n)}
	for k, h := range order {
		ng.Parent[k] = -1
		if p := g.Parent[h]; p >= 0 {
			ng.Parent[k] = number[p]
		}
		ng.Branch[k], ng.Kind[k], ng.Move[k], ng.Outcome[k] = g.Branch[h], g.Kind[h], g.Move[h], g.Outcome[h]
		nt.BlockOf[k] = tree.BlockOf[h]
		ng.First[k] = int32(len(ng.Children))
		for _, c := range g.Kids(h) {
			ng.Children = append(ng.Children, number[c])
		}
	}
	ng.First[n] = int32(len(ng.Children))
	renumber := func(old []int32) []int32 {
		out := make([]int32, len(old))
		for i, h := range old {
			out[i] = number[h]
		}
		return out
	}
	ng.Sets = append([]game.InformationSet(nil), g.Sets...)
	for i := range ng.Sets {
		ng.Sets[i].Nodes = renumber(ng.Sets[i].Nodes)
	}
	for b := range tree.Blocks {
		nt.Blocks[b] = tree.Blocks[b]
		nt.Blocks[b].Nodes = renumber(tree.Blocks[b].Nodes)
		nt.Blocks[b].Entries = renumber(tree.Blocks[b].Entries)
	}
	return &ng, nt
}

// kids are the children of a node of a renumbered game.
func (s *general) kids(h int32) []int32 { return s.g.Children[s.g.First[h]:s.g.First[h+1]] }
