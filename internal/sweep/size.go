package sweep

// This file says how large a solved look-ahead is.

// Size is how large the look-ahead is: nodes of the extensive form (public
// history and profile) and public states, those that start the same game once.
func (p *Plan) Size() (nodes, states int) {
	g := p.Tree.Game
	nodes, states = len(g.Src), len(g.Blocks)
	for b := range g.Blocks {
		if g.Blocks[b].Same > 0 { // it has one profile
			nodes--
			states--
		}
	}
	return nodes, states
}
