package story

import (
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
)

// This file says how likely everything hidden is, on one way and below a moment.

// EachBehind calls visit for every hidden possibility behind branch k: with the
// natural logarithm of its probability together with that of the branch, given
// that play stands at the moment; with the secrets before the branch; and with
// after(e), the secrets once the branch's event e (0, 1, …) has happened.
func (m *Moment) EachBehind(k int, visit func(log float64, before uint64, after func(event int) uint64)) {
	tree, g := m.Look.Tree, m.Look.Tree.Game
	bl, cb := &g.Blocks[m.Block], &g.Blocks[m.Branches()[k].Block]
	here := logspace.Sum(m.Look.logReach[bl.Profile : bl.Profile+bl.Profiles])
	for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
		visit(m.Look.logWay[p]-here, tree.Profiles[g.Src[p]].Secrets, func(event int) uint64 { return tree.SecretsAt(p, event) })
	}
}

// Codes lists, in growing order, the combinations of secrets that are possible
// at the moment.
func (m *Moment) Codes() []uint64 {
	var out []uint64
	bl := &m.Look.Tree.Game.Blocks[m.Block]
	for _, p := range m.Look.Tree.Profiles[bl.Profile : bl.Profile+bl.Profiles] {
		out = append(out, p.Secrets)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// CodeShares is the probability of each of Codes at the moment.
func (m *Moment) CodeShares() []float64 {
	codes := m.Codes()
	out := make([]float64, len(codes))
	bl := &m.Look.Tree.Game.Blocks[m.Block]
	logs := m.Look.logReach[bl.Profile : bl.Profile+bl.Profiles]
	total := logspace.Sum(logs)
	for p, l := range logs {
		k, _ := slices.BinarySearch(codes, m.Look.Tree.Profiles[int(bl.Profile)+p].Secrets)
		out[k] += math.Exp(l - total)
	}
	return out
}

// ChancesWith is Chances together with the secrets being code at the moment:
// the sum of ChancesWith over Codes is Chances.
func (m *Moment) ChancesWith(code uint64) []float64 {
	return m.chances(func(p lookahead.Profile) bool { return p.Secrets == code })
}

// chances is the probability of every profile of the moment's look-ahead,
// together with a profile of the moment that is chosen, given that play stands there.
func (m *Moment) chances(chosen func(p lookahead.Profile) bool) []float64 {
	g := m.Look.Tree.Game
	logs := slices.Repeat([]float64{math.Inf(-1)}, len(g.Src))
	bl := &g.Blocks[m.Block]
	from := m.Look.logReach[bl.Profile : bl.Profile+bl.Profiles]
	total := logspace.Sum(from)
	for p, l := range from {
		if chosen(m.Look.Tree.Profiles[int(bl.Profile)+p]) {
			logs[int(bl.Profile)+p] = l - total
		}
	}
	order := g.Order()
	for k := range g.Blocks {
		b := k
		if order != nil {
			b = int(order[k])
		}
		bl := &g.Blocks[b]
		for p := bl.Profile; p < bl.Profile+bl.Profiles && bl.Parent >= 0; p++ {
			if src := logs[g.Src[p]]; !math.IsInf(src, -1) {
				logs[p] = logspace.Add(logs[p], src+m.Look.step(b, p))
			}
		}
		if bl.Same > 0 {
			there := g.Blocks[bl.Same].Profile
			logs[there] = logspace.Add(logs[there], logs[bl.Profile])
		}
	}
	for p := range logs {
		logs[p] = math.Exp(logs[p])
	}
	return logs
}

// EachStretch calls visit for every stretch of play below the moment that may be
// gone through, from one choice to the next: with the block that it leads to,
// whose events (Tree.Events) are those of the stretch, and with the probability
// of going through it, by combination of secrets at the moment in the order of
// codes. visit must not keep p. Stretches are not in the order of play.
func (m *Moment) EachStretch(codes []uint64, visit func(block int, p []float64)) {
	g := m.Look.Tree.Game
	by := make([][]float64, len(codes))
	for k, code := range codes {
		by[k] = m.ChancesWith(code)
	}
	p := make([]float64, len(codes))
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		if bl.Parent < 0 || b == m.Block {
			continue
		}
		some := false
		clear(p)
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			way := math.Exp(m.Look.step(b, at)) // a block that others lead to as well has ways beside this
			for k := range codes {
				if from := by[k][g.Src[at]]; from > 0 {
					p[k] += from * way
					some = true
				}
			}
		}
		if some {
			visit(b, p)
		}
	}
}
