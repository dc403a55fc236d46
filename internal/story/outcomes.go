package story

import (
	"slices"
	"strconv"

	"demarche/internal/lookahead"
)

// This file says how likely every combination of ends and answers is within one
// look-ahead: what two ways of playing it are compared by.

// Outcomes is the probability of every outcome of a look-ahead that is played by
// the log-probabilities x. An outcome is which questions came true within the
// look-ahead, and which end was met; its key is a text of one '0' or '1' for
// each question, in file order, then the number of the end in file order, "-"
// for none. Outcomes of probability 0 are left out; the rest sum to 1. Errors
// are *lookahead.ModelError.
func (t *Teller) Outcomes(tree *lookahead.Tree, x []float64, wins []Window, c Clock) (p map[string]float64, err error) {
	defer lookahead.Recover(&err)
	g := tree.Game
	a := &answers{place: map[string]int32{}}
	none := a.of(make([]bool, len(wins)))
	here := make([][]share, len(g.Src))   // by profile
	others := make([][]share, len(g.Src)) // what the ways by other blocks add
	p = map[string]float64{}
	played(tree, x).visit(c, func(v *visited) {
		bl := &g.Blocks[v.block]
		above := []share{{none, 1}}
		if bl.Parent >= 0 {
			above = here[g.Src[v.at]]
		}
		var list []share
		if v.way > 0 && len(above) > 0 {
			now := make([]bool, len(wins))
			t.Answers(wins, &v.clock, tree.Events[v.block], v.hidden, now)
			for _, s := range above {
				list = merged(list, share{a.either(s.answer, now), s.p * v.way})
			}
		}
		for _, s := range others[v.at] {
			list = merged(list, s)
		}
		here[v.at] = list
		switch {
		case bl.Same > 0:
			there := g.Blocks[bl.Same].Profile
			for _, s := range list {
				others[there] = merged(others[there], s)
			}
		case bl.IsLeaf():
			for _, s := range list {
				p[a.key(s.answer, tree.Worlds[v.block].Ended)] += s.p
			}
		}
	})
	return p, nil
}

// share is how likely play comes somewhere with certain answers given already.
type share struct {
	answer int32
	p      float64
}

// merged is list with s in it, those of the same answers added up.
func merged(list []share, s share) []share {
	if s.p == 0 {
		return list
	}
	if k := slices.IndexFunc(list, func(o share) bool { return o.answer == s.answer }); k >= 0 {
		list[k].p += s.p
		return list
	}
	return append(list, s)
}

// answers numbers the combinations of answers that occur.
type answers struct {
	list  [][]bool
	place map[string]int32
}

func (a *answers) of(yes []bool) int32 {
	key := text(yes)
	n, ok := a.place[key]
	if !ok {
		n = int32(len(a.list))
		a.place[key] = n
		a.list = append(a.list, slices.Clone(yes))
	}
	return n
}

// either is the combination in which what is true in one or the other is.
func (a *answers) either(answer int32, now []bool) int32 {
	if !slices.Contains(now, true) {
		return answer
	}
	yes := slices.Clone(a.list[answer])
	for q := range now {
		yes[q] = yes[q] || now[q]
	}
	return a.of(yes)
}

func (a *answers) key(answer int32, end int) string {
	if end < 0 {
		return text(a.list[answer]) + "-"
	}
	return text(a.list[answer]) + strconv.Itoa(end)
}

func text(yes []bool) string {
	b := make([]byte, len(yes))
	for q := range yes {
		b[q] = '0'
		if yes[q] {
			b[q] = '1'
		}
	}
	return string(b)
}
