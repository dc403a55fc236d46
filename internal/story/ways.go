package story

import (
	"math"

	"demarche/internal/lookahead"
)

// This file follows every way that play may take, for small scenarios.

// EachWay calls visit for everything that may come of the next choice when
// profile truth of the moment's game is what is really so: with its
// probability, the moment and profile it leads to, and what happened.
func (t *Teller) EachWay(m *Moment, truth int32, visit func(k int, p float64, next *Moment, at int32, events []lookahead.Event, hidden Hidden)) error {
	g := m.Look.Tree.Game
	stride := int(g.Blocks[m.Block].Movers)
	for k := range m.Branches() {
		br := &m.branches[k]
		cb := &g.Blocks[br.Block]
		for p := range int(cb.Profiles) {
			q := cb.Profile + int32(p)
			if g.Src[q] != truth {
				continue
			}
			l := g.LogK[q]
			for _, v := range g.Choice[int(cb.Choice)+p*stride:][:stride] {
				l += m.Look.Result.X[v]
			}
			next, err := t.Follow(m, k)
			if err != nil {
				return err
			}
			visit(k, math.Exp(l), next, m.enter(next, k, q), br.Events, m.hidden(truth, q, k))
		}
	}
	return nil
}
