// Writing Gambit's .nfg files.

package game

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// MostCells bounds the strategic forms that are written.
const MostCells = 1_000_000

// WriteNFG writes g in strategic form, in Gambit's .nfg format, version 1. A
// game whose players move in turn without seeing each other, payoffs at the end
// only, is written as it stands, outcomes and all. Of any other game the reduced
// strategic form is computed: strategies that differ only where they themselves
// never lead are one; payoffs are expected over chance. They are exact where the
// game is small, doubles elsewhere. A game of more than MostCells cells, or that
// would take very long, is an error.
//
// Players without a move have one strategy. Precisions and scales have no place
// in the format and are not written.
func WriteNFG(w io.Writer, g *Game) error {
	cells, ok := simultaneous(g)
	var form *strategicForm
	if !ok {
		var err error
		if form, err = newStrategicForm(g); err != nil {
			return err
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "NFG 1 R %s {", quote(g.Title))
	for _, p := range g.Players {
		out.WriteString(" " + quote(p))
	}
	out.WriteString(" }\n\n{ ")
	for i := range g.Players {
		out.WriteByte('{')
		for _, s := range strategyNames(g, form, i) {
			out.WriteString(" " + quote(s))
		}
		out.WriteString(" }\n")
	}
	out.WriteString("}\n" + quote(g.Comment) + "\n\n")
	if ok {
		writeOutcomes(out, g, cells)
	} else {
		form.write(out)
	}
	return out.Flush()
}

// OneShot reports whether g is a strategic form as it stands: every player
// moves at most once, at one information set, without chance, and on every path
// in the same order.
func OneShot(g *Game) bool {
	depth, moves := make([]int32, g.Nodes()), int32(len(g.Sets))
	at := make([]int32, len(g.Sets)) // depth of each set + 1
	player := make([]bool, len(g.Players))
	for i := range g.Sets {
		if player[g.Sets[i].Player] {
			return false
		}
		player[g.Sets[i].Player] = true
	}
	for h := range depth {
		if p := g.Parent[h]; p >= 0 {
			depth[h] = depth[p] + 1
		}
		switch g.Kind[h] {
		case Chance:
			return false
		case Terminal:
			if depth[h] != moves {
				return false
			}
		case Decision:
			m := g.Move[h]
			if at[m] == 0 {
				at[m] = depth[h] + 1
			}
			if at[m] != depth[h]+1 {
				return false
			}
		}
	}
	return true
}

// simultaneous lists the terminal nodes of a strategic form by cell, the first
// player's strategy varying fastest.
func simultaneous(g *Game) (cells []int32, ok bool) {
	if !OneShot(g) {
		return nil, false
	}
	stride, n := make([]int, len(g.Players)), 1
	for i := range g.Players {
		for k := range g.Sets {
			if g.Sets[k].Player == i {
				stride[i] = n
				n *= len(g.Sets[k].Actions)
			}
		}
	}
	cells = make([]int32, n)
	cell := make([]int, g.Nodes())
	for h := range cell {
		if p := g.Parent[h]; p >= 0 {
			cell[h] = cell[p] + int(g.Branch[h])*stride[g.Sets[g.Move[p]].Player]
		}
		if g.Kind[h] == Terminal {
			cells[cell[h]] = int32(h)
		} else if g.Outcome[h] >= 0 {
			return nil, false
		}
	}
	return cells, true
}

// writeOutcomes lists the outcomes that occur and the outcome of each cell.
func writeOutcomes(out *bufio.Writer, g *Game, cells []int32) {
	number := make([]int, len(g.Outcomes))
	for _, h := range cells {
		if o := g.Outcome[h]; o >= 0 {
			number[o] = 1
		}
	}
	out.WriteString("{\n")
	n := 0
	for o := range g.Outcomes {
		if number[o] == 0 {
			continue
		}
		n++
		number[o] = n
		out.WriteString("{ " + quote(g.Outcomes[o].Label))
		writePayoffs(out, &g.Outcomes[o])
		out.WriteString(" }\n")
	}
	out.WriteString("}\n")
	for k, h := range cells {
		if k > 0 {
			if k%32 == 0 {
				out.WriteByte('\n')
			} else {
				out.WriteByte(' ')
			}
		}
		o := 0
		if g.Outcome[h] >= 0 {
			o = number[g.Outcome[h]]
		}
		out.WriteString(strconv.Itoa(o))
	}
	out.WriteByte('\n')
}

// strategyNames are the strategies of a player, each name once.
func strategyNames(g *Game, form *strategicForm, player int) []string {
	names := []string{"-"}
	if form != nil {
		names = form.names(player)
	} else {
		for k := range g.Sets {
			if g.Sets[k].Player == player {
				names = actionNames(&g.Sets[k])
			}
		}
	}
	seen := map[string]int{}
	for k, name := range names {
		seen[name]++
		for seen[name] > 1 {
			seen[name]++
			next := fmt.Sprintf("%s #%d", name, seen[name]-1)
			if seen[next] == 0 {
				names[k] = next
				seen[next]++
				break
			}
		}
	}
	return names
}

// actionNames are a set's actions, numbers for those without a name.
func actionNames(s *InformationSet) []string {
	names := make([]string, len(s.Actions))
	for a, name := range s.Actions {
		if names[a] = name; name == "" {
			names[a] = strconv.Itoa(a + 1)
		}
	}
	return names
}
