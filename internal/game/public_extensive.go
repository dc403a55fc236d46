package game

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// This file lays a game in public-tree form out as an extensive form, node by
// node: for the general solver, for .efg files and for checks.

// Names are what the parts of a game in public-tree form are called when it is
// laid out.
type Names struct {
	Title, Comment string
	Players        []string
	Action         func(unknown int) string
	Set            func(infoset int) string   // nil: they are numbered
	Chance         func(profile int32) string // what chance does on the way to a profile; nil: numbered
}

// Extensive writes g as an extensive-form game. Information sets keep their
// order, and their actions the order of the unknowns, so that a solution of one
// is a solution of the other. action names an unknown.
func (g *Public) Extensive(title string, players []string, action func(unknown int) string) (*Game, error) {
	return g.ExtensiveNamed(Names{Title: title, Players: players, Action: action})
}

// ExtensiveNamed is Extensive, with a name for everything.
func (g *Public) ExtensiveNamed(names Names) (*Game, error) {
	if g.Merged() {
		return nil, errors.New("subgames that were merged cannot be laid out one by one; build the look-ahead unmerged")
	}
	b := NewBuilder(names.Title, names.Players...)
	b.g.Comment = names.Comment
	for i, p := range g.Precision {
		b.SetPrecision(i, p)
	}
	for i := range g.Infosets {
		set := &g.Infosets[i]
		acts := make([]string, set.Vars)
		for k := range acts {
			acts[k] = names.Action(int(set.Var) + k)
		}
		label := strconv.Itoa(i + 1)
		if names.Set != nil {
			label = names.Set(i)
		}
		b.SetScale(b.InformationSet(int(set.Actor), label, acts...), set.Scale)
	}
	e := &extensive{g: g, b: b, name: names.Chance, kids: make([][]int32, len(g.Src)), block: make([]int32, len(g.Src))}
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

// ExtensiveSize is about how many nodes g has when it is laid out.
func (g *Public) ExtensiveSize() float64 {
	kids := make([]float64, len(g.Src))
	for _, p := range g.Src {
		if p >= 0 {
			kids[p]++
		}
	}
	size := math.Min(1, float64(g.Blocks[0].Profiles-1)) // a draw at the root
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		for p := range bl.Profiles {
			ways := 1.0
			for i := bl.Infoset; i < int32(len(g.Infosets)) && g.Infosets[i].Block == int32(b); i++ {
				if set := &g.Infosets[i]; int(set.Type) == g.TypeOf(b, int(set.Actor), int(p)) {
					size += ways
					ways *= float64(set.Vars)
				}
			}
			switch n := kids[bl.Profile+p]; {
			case bl.IsLeaf():
				size++
			case n > ways: // chance moves
				size += math.Min(ways, n-ways)
			}
		}
	}
	return size
}

type extensive struct {
	g     *Public
	b     *Builder
	name  func(profile int32) string
	kids  [][]int32
	block []int32
}

// chance writes a chance move over profiles, or nothing if there is only one.
func (e *extensive) chance(to []int32) {
	if len(to) > 1 {
		names, probability, met := make([]string, len(to)), make([]float64, len(to)), map[string]int{}
		for k, p := range to {
			names[k], probability[k] = strconv.Itoa(k+1), math.Exp(e.g.LogK[p])
			if e.name != nil {
				if names[k] = e.name(p); names[k] == "" {
					names[k] = "nothing"
				}
				if met[names[k]]++; met[names[k]] > 1 {
					names[k] += fmt.Sprintf(" #%d", met[names[k]])
				}
			}
		}
		e.b.AddChance(e.b.ChanceMove("", names, decimals(probability)))
	}
	for _, p := range to {
		e.node(p, 0, e.kids[p])
	}
}

// decimals takes back what logarithm and exponential added to probabilities,
// where 15 digits of each sum to exactly 1.
func decimals(p []float64) []float64 {
	short, sum := make([]float64, len(p)), new(big.Rat)
	for k, v := range p {
		short[k], _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 15, 64), 64)
		sum.Add(sum, rational(short[k], nil))
	}
	if sum.Cmp(big.NewRat(1, 1)) != 0 {
		return p
	}
	return short
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
