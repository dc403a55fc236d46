package plan

// This file says how large a solved look-ahead is.

// Size is how large the look-ahead is: nodes of the extensive form (public
// history and profile) and public states, those that start the same game once.
func (p *Plan) Size() (nodes, states int) {
	g := p.Tree.Game
	shared := g.Shared() // of one profile each
	return len(g.Src) - shared, len(g.Blocks) - shared
}
