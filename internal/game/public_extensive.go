package game

import (
	"fmt"
	"math"
)

// This file lays a game in public-tree form out as an extensive form, node by
// node: for the general solver, for .efg files and for checks.

// Extensive writes g as an extensive-form game. Information sets keep their
// order, and their actions the order of the unknowns, so that a solution of one
// is a solution of the other. action names an unknown.
func (g *Public) Extensive(title string, players []string, action func(unknown int) string) (*Game, error) {
	b := NewBuilder(title, players...)
	for i, p := range g.Precision {
		b.SetPrecision(i, p)
	}
	for i := range g.Infosets {
		set := &g.Infosets[i]
		names := make([]string, set.Vars)
		for k := range names {
			names[k] = action(int(set.Var) + k)
		}
		b.SetScale(b.InformationSet(int(set.Actor), fmt.Sprintf("%d", i+1), names...), set.Scale)
	}
	e := &extensive{g: g, b: b, kids: make([][]int32, len(g.Src)), block: make([]int32, len(g.Src))}
	for bl := range g.Blocks {
		for p := g.Blocks[bl].Profile; p < g.Blocks[bl].Profile+g.Blocks[bl].Profiles; p++ {
			e.block[p] = int32(bl)
			if g.Src[p] >= 0 {
				e.kids[g.Src[p]] = append(e.kids[g.Src[p]], p)
			}
		}
	}
	var roots []int32
	for p := range g.Blocks[0].Profiles {
		roots = append(roots, p)
	}
	e.chance(roots)
	return b.Game()
}

type extensive struct {
	g     *Public
	b     *Builder
	kids  [][]int32
	block []int32
}

// chance writes a chance move over profiles, or nothing if there is only one.
func (e *extensive) chance(to []int32) {
	if len(to) > 1 {
		names, probability := make([]string, len(to)), make([]float64, len(to))
		for k, p := range to {
			names[k], probability[k] = fmt.Sprintf("%d", k+1), math.Exp(e.g.LogK[p])
		}
		e.b.AddChance(e.b.ChanceMove("", names, probability))
	}
	for _, p := range to {
		e.node(p, 0, e.kids[p])
	}
}

// node writes profile p of its block from mover k on; left are the outcomes
// that agree with the choices before.
func (e *extensive) node(p int32, k int, left []int32) {
	bl := &e.g.Blocks[e.block[p]]
	if bl.IsLeaf() {
		pay := make([]float64, e.g.Actors)
		for i := range pay {
			pay[i] = e.g.Payoff[int(bl.Payoff)+i*int(bl.Profiles)+int(p-bl.Profile)]
		}
		e.b.AddTerminal(pay...)
		return
	}
	if k == int(bl.Movers) {
		e.chance(left)
		return
	}
	for i := bl.Infoset; ; i++ {
		set := &e.g.Infosets[i]
		if int(set.Mover) != k || int(set.Type) != e.g.TypeOf(int(e.block[p]), int(set.Actor), int(p-bl.Profile)) {
			continue
		}
		e.b.AddDecision(int(i))
		for v := set.Var; v < set.Var+set.Vars; v++ {
			var agree []int32
			for _, c := range left {
				cb := &e.g.Blocks[e.block[c]]
				if e.g.Choice[cb.Choice+(c-cb.Profile)*bl.Movers+int32(k)] == v {
					agree = append(agree, c)
				}
			}
			e.node(p, k+1, agree)
		}
		return
	}
}
