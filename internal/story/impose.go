package story

import "math"

// This file imposes acts: the policy question "what if they did this?", which
// must not be taken for a sign that they are the kind of actor who would.

// impose leaves only the outcomes in which the mover's act is the imposed one,
// each as likely as chance makes it. It reports false, and changes nothing,
// where the act cannot be done.
func (t *Teller) impose(m *Moment, action int, at []int32, branch []int, weights []float64) bool {
	tree := m.Look.Tree
	g := tree.Game
	stride := int(g.Blocks[m.Block].Movers)
	if stride == 0 {
		return false
	}
	chosen := make([]float64, len(weights))
	any := false
	for i, q := range at {
		cb := &g.Blocks[m.branches[branch[i]].Block]
		choice := g.Choice[int(cb.Choice)+int(q-cb.Profile)*stride:][:stride]
		if int(tree.Acts[choice[0]]) != action {
			continue
		}
		l := g.LogK[q]
		for _, v := range choice[1:] {
			l += m.Look.Result.X[v]
		}
		chosen[i] = math.Exp(l)
		any = true
	}
	if any {
		copy(weights, chosen)
	}
	return any
}

// followImposed goes to branch k without learning from the first mover's act.
func (t *Teller) followImposed(m *Moment, k int) (*Moment, error) {
	tree := m.Look.Tree
	g := tree.Game
	block := m.branches[k].Block
	cb := &g.Blocks[block]
	stride := int(g.Blocks[m.Block].Movers)
	logs := append([]float64(nil), m.Look.logReach...)
	for p := range int(cb.Profiles) {
		at := int(cb.Profile) + p
		l := m.Look.logReach[g.Src[at]] + g.LogK[at]
		for _, v := range g.Choice[int(cb.Choice)+p*stride:][1:stride] {
			l += m.Look.Result.X[v]
		}
		logs[at] = l
	}
	pos, place := tree.Next(t.M.Src, block, logs)
	if pos.World.Ended >= 0 || tree.Exact {
		return &Moment{Look: m.Look, Block: block, Pos: pos}, nil
	}
	next, err := t.Begin(pos, m, k)
	if err != nil {
		return nil, err
	}
	next.from = place
	return next, nil
}
