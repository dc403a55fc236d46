package story

import (
	"math"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

// This file walks over a look-ahead that is played by given strategies.

// visited is one profile of one block, as visit comes to it.
type visited struct {
	block  int
	at     int32 // the profile, of all
	clock  Clock // after what happened on the way, which is the same to questions whatever the way
	hidden Hidden
	way    float64 // probability of coming here from the profile before, 1 at the root but for chance
}

// played is a look-ahead with the log-probabilities x and the reaches that follow.
func played(tree *lookahead.Tree, x []float64) *Look {
	look := &Look{Tree: tree, Result: &qre.PublicResult{X: x}}
	look.reach()
	return look
}

// visit calls do for every profile, what leads to a subgame before it.
func (look *Look) visit(c Clock, do func(*visited)) {
	tree, g := look.Tree, look.Tree.Game
	order := g.Order()
	m := &Moment{Look: look}
	stale := make([][]int32, len(g.Blocks))
	var v visited
	for k := range g.Blocks {
		v.block = k
		if order != nil {
			v.block = int(order[k])
		}
		bl := &g.Blocks[v.block]
		v.clock = c
		if bl.Parent >= 0 {
			v.clock.Stale = stale[bl.Parent]
			m.Block = int(bl.Parent)
		}
		v.clock.Pass(tree.Events[v.block])
		stale[v.block] = v.clock.Stale
		for v.at = bl.Profile; v.at < bl.Profile+bl.Profiles; v.at++ {
			v.hidden = Hidden{Period: tree.Worlds[v.block].Period, Secrets: tree.Profiles[v.at].Secrets, Covert: tree.Profiles[v.at].Covert}
			if bl.Parent >= 0 {
				v.hidden = m.behind(g.Src[v.at], v.at, v.block)
			}
			v.way = math.Exp(look.step(v.block, v.at))
			do(&v)
		}
	}
}
