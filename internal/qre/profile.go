package qre

import (
	"cmp"
	"slices"

	"demarche/internal/game"
)

// This file says how large the linear algebra of a game is, and where: what
// makes a model slow.

// Widths is the size of a game on the fast path.
type Widths struct {
	States int   // public states where somebody chooses or chance plays
	Bytes  int64 // memory of the linearisation on one core
	By     []Width
}

// Width is what public states of one size have in common.
type Width struct {
	States   int
	Profiles int     // hidden profiles, at most
	Types    int     // of those who chose before: rows of the state's matrix
	Columns  int     // likelihoods of types that earlier choices move
	Actions  int     // over the information sets of the state: unknowns
	Share    float64 // estimated part of a linearisation's work
}

// WidthsOf measures a game in public-tree form; the widths that take most work
// come first.
func WidthsOf(g *game.Public) Widths {
	w := compile(g, false)
	type size struct{ rows, cols, vars int }
	by := map[size]*Width{}
	total := 0.0
	for k := range w.blocks {
		b := &w.blocks[k]
		at := size{b.rows, b.cols, b.vars}
		if by[at] == nil {
			by[at] = &Width{Types: b.rows, Columns: b.cols, Actions: b.vars}
		}
		by[at].States++
		by[at].Profiles = max(by[at].Profiles, b.m)
		by[at].Share += b.work()
		total += b.work()
	}
	out := Widths{States: len(w.blocks), Bytes: w.bytes(1)}
	for _, x := range by {
		x.Share /= total
		out.By = append(out.By, *x)
	}
	slices.SortFunc(out.By, func(a, b Width) int {
		return cmp.Or(-cmp.Compare(a.Share, b.Share), -cmp.Compare(a.Types, b.Types), -cmp.Compare(a.Actions, b.Actions), -cmp.Compare(a.Columns, b.Columns))
	})
	return out
}

// WidthsOfGame measures a game that the fast path takes; false: it does not.
func WidthsOfGame(g *game.Game) (Widths, bool) {
	c, ok := game.Convert(g, game.PublicTree(g))
	if !ok {
		return Widths{}, false
	}
	return WidthsOf(c.Game), true
}

// work is about how many multiplications a linearisation spends on a block:
// the edges, the equations of its unknowns, and what they do to its matrix.
func (s *shape) work() float64 {
	rows, cols, vars := float64(s.rows), float64(s.cols), float64(s.vars)
	n := float64(len(s.src)*(len(s.types)+1)) + (rows+vars)*(cols+columns)
	if s.couple {
		n += vars*vars*vars/3 + vars*vars*(cols+columns) + rows*vars*(cols+columns)
	}
	for i := range s.kids {
		n += float64(len(s.kids[i].row)) * float64(s.kids[i].cols) * 2
	}
	return n
}
