// The reduced strategic form of an extensive-form game.

package game

import (
	"bufio"
	"cmp"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strings"
)

// Bounds on what computing a strategic form may take: additions, and those of
// exact fractions.
const (
	mostWork  = 200_000_000
	exactWork = 200_000
)

// strategicForm is a reduced strategic form. A strategy of a player names an
// action at each of its information sets that it does not itself rule out.
type strategicForm struct {
	g        *Game
	sets     [][]int32 // by player: its sets, earlier ones first
	slot     []int32   // by set: its place among its owner's
	own      []int32   // by set: its owner's latest move before it, as an index in a profile, −1 for none
	below    [][]int32 // by own move + 1: the sets whose latest own move it is, of all players under 0
	strategy [][]int32 // by player: its strategies' actions in turn, one per set, −1 where it never leads
	count    []int     // by player
	using    [][]int32 // by own move: the strategies that make it, where their owner lets it
	stride   []int
	cells    int

	sum   []float64  // by cell and player
	exact []*big.Rat // instead, where the game is small
}

func newStrategicForm(g *Game) (*strategicForm, error) {
	f := &strategicForm{g: g, sets: make([][]int32, len(g.Players)), slot: make([]int32, len(g.Sets)), own: make([]int32, len(g.Sets)),
		below: make([][]int32, g.Actions()+1), using: make([][]int32, g.Actions())}
	order := make([]int32, len(g.Sets))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(g.Sets[a].Nodes[0], g.Sets[b].Nodes[0]) })
	for _, i := range order {
		s := &g.Sets[i]
		f.slot[i] = int32(len(f.sets[s.Player]))
		f.sets[s.Player] = append(f.sets[s.Player], i)
		f.own[i] = f.latest(s.Nodes[0], s.Player)
		f.below[f.own[i]+1] = append(f.below[f.own[i]+1], i)
	}
	cells, sizes := 1.0, make([]string, len(g.Players))
	for i := range g.Players {
		n := f.number(-1, i)
		cells *= n
		sizes[i] = large(n)
	}
	if cells > MostCells {
		return nil, fmt.Errorf("the strategic form of this game has %s = %s cells, and %d are the most that are written; write its extensive form (.efg) instead",
			strings.Join(sizes, " × "), large(cells), MostCells)
	}
	f.stride, f.count, f.strategy, f.cells = make([]int, len(g.Players)), make([]int, len(g.Players)), make([][]int32, len(g.Players)), 1
	for i := range g.Players {
		f.enumerate(i)
		f.stride[i] = f.cells
		f.cells *= f.count[i]
	}
	return f, f.pay()
}

// large words a count that may be beyond all bounds.
func large(n float64) string {
	if math.IsInf(n, 0) {
		return "over 1e308"
	}
	return fmt.Sprintf("%.4g", n)
}

// latest is the owner's latest move before a node, as an index in a profile.
func (f *strategicForm) latest(h int32, player int) int32 {
	g := f.g
	for g.Parent[h] >= 0 {
		b := g.Branch[h]
		h = g.Parent[h]
		if g.Kind[h] == Decision && g.Sets[g.Move[h]].Player == player {
			return int32(g.Sets[g.Move[h]].First) + b
		}
	}
	return -1
}

// number counts a player's strategies after an own move.
func (f *strategicForm) number(own int32, player int) float64 {
	all := 1.0
	for _, m := range f.below[own+1] {
		s := &f.g.Sets[m]
		if s.Player != player {
			continue
		}
		n := 0.0
		for a := range s.Actions {
			n += f.number(int32(s.First+a), player)
		}
		all *= n
	}
	return all
}

// enumerate lists a player's strategies: an odometer over the sets that are not
// ruled out, the last one turning fastest.
func (f *strategicForm) enumerate(player int) {
	sets := f.sets[player]
	now := make([]int32, len(sets))
	reset := func(k int) {
		for ; k < len(sets); k++ {
			now[k] = 0
			if own := f.own[sets[k]]; own >= 0 {
				m := f.setOf(own)
				if int(now[f.slot[m]]) != int(own)-f.g.Sets[m].First {
					now[k] = -1
				}
			}
		}
	}
	reset(0)
	for {
		for k, a := range now {
			if a >= 0 {
				v := f.g.Sets[sets[k]].First + int(a)
				f.using[v] = append(f.using[v], int32(f.count[player]))
			}
		}
		f.strategy[player] = append(f.strategy[player], now...)
		f.count[player]++
		k := len(sets) - 1
		for k >= 0 && (now[k] < 0 || int(now[k])+1 == len(f.g.Sets[sets[k]].Actions)) {
			k--
		}
		if k < 0 {
			return
		}
		now[k]++
		reset(k + 1)
	}
}

// setOf is the information set of an action.
func (f *strategicForm) setOf(action int32) int32 {
	lo, hi := 0, len(f.g.Sets)
	for hi-lo > 1 {
		if m := (lo + hi) / 2; f.g.Sets[m].First <= int(action) {
			lo = m
		} else {
			hi = m
		}
	}
	return int32(lo)
}

// pay sums, over the terminal nodes, what each pays in the cells that lead to it.
func (f *strategicForm) pay() error {
	g, players := f.g, len(f.g.Players)
	all := make([][]int32, players)
	for i := range all {
		all[i] = make([]int32, f.count[i])
		for k := range all[i] {
			all[i][k] = int32(k)
		}
	}
	lists := make([][]int32, players)
	leads := func(h int32) float64 {
		n := float64(players)
		for i := range lists {
			lists[i] = all[i]
			if own := f.latest(h, i); own >= 0 {
				lists[i] = f.using[own]
			}
			n *= float64(len(lists[i]))
		}
		return n
	}
	work := 0.0
	for h, k := range g.Kind {
		if k == Terminal {
			work += leads(int32(h))
		}
	}
	if work > mostWork {
		return fmt.Errorf("computing the strategic form of this game would take %.2g additions, because of its chance moves; write its extensive form (.efg) instead", work)
	}
	exact := work <= exactWork
	if exact {
		f.exact = make([]*big.Rat, f.cells*players)
		for k := range f.exact {
			f.exact[k] = new(big.Rat)
		}
	} else {
		f.sum = make([]float64, f.cells*players)
	}
	u, q := make([]float64, players), make([]*big.Rat, players)
	for h, k := range g.Kind {
		if k != Terminal {
			continue
		}
		leads(int32(h))
		if exact {
			f.worthExact(int32(h), q)
			f.spread(lists, func(at int) {
				for i := range q {
					f.exact[at+i].Add(f.exact[at+i], q[i])
				}
			})
			continue
		}
		f.worth(int32(h), u)
		f.spread(lists, func(at int) {
			for i, v := range u {
				f.sum[at+i] += v
			}
		})
	}
	return nil
}

// spread visits the places in sum of the cells that a product of strategies makes.
func (f *strategicForm) spread(lists [][]int32, visit func(at int)) {
	players := len(lists)
	pick := make([]int, players)
	for {
		cell := 0
		for i, k := range pick {
			cell += int(lists[i][k]) * f.stride[i]
		}
		visit(cell * players)
		i := 0
		for ; i < players; i++ {
			if pick[i]++; pick[i] < len(lists[i]) {
				break
			}
			pick[i] = 0
		}
		if i == players {
			return
		}
	}
}

// worth is what the path to a terminal node pays, times its chance.
func (f *strategicForm) worth(h int32, u []float64) {
	g := f.g
	clear(u)
	chance := 1.0
	for ; ; h = g.Parent[h] {
		for i, v := range g.Payoff(h) {
			u[i] += v
		}
		p := g.Parent[h]
		if p < 0 {
			break
		}
		if g.Kind[p] == Chance {
			chance *= g.Chances[g.Move[p]].Probability[g.Branch[h]]
		}
	}
	for i := range u {
		u[i] *= chance
	}
}

func (f *strategicForm) worthExact(h int32, u []*big.Rat) {
	g := f.g
	for i := range u {
		u[i] = new(big.Rat)
	}
	chance := big.NewRat(1, 1)
	for ; ; h = g.Parent[h] {
		if o := g.Outcome[h]; o >= 0 {
			for i, v := range g.Outcomes[o].Payoff {
				u[i].Add(u[i], rational(v, ratAt(g.Outcomes[o].Exact, i)))
			}
		}
		p := g.Parent[h]
		if p < 0 {
			break
		}
		if g.Kind[p] == Chance {
			c := &g.Chances[g.Move[p]]
			chance.Mul(chance, rational(c.Probability[g.Branch[h]], ratAt(c.Exact, int(g.Branch[h]))))
		}
	}
	for i := range u {
		u[i].Mul(u[i], chance)
	}
}

// names of a player's strategies: its actions in turn, * where it never leads.
func (f *strategicForm) names(player int) []string {
	sets := f.sets[player]
	if len(sets) == 0 {
		return []string{"-"}
	}
	actions := make([][]string, len(sets))
	for k, m := range sets {
		actions[k] = actionNames(&f.g.Sets[m])
	}
	names, part := make([]string, f.count[player]), make([]string, len(sets))
	for s := range names {
		for k, a := range f.strategy[player][s*len(sets) : (s+1)*len(sets)] {
			part[k] = "*"
			if a >= 0 {
				part[k] = actions[k][a]
			}
		}
		names[s] = strings.Join(part, "/")
	}
	return names
}

// write writes the payoffs cell by cell.
func (f *strategicForm) write(out *bufio.Writer) {
	players := len(f.g.Players)
	for at := range f.cells * players {
		text := ""
		if f.exact != nil {
			v, _ := f.exact[at].Float64()
			q := exactPart(f.exact[at], v)
			if q != nil && q.Denom().BitLen() > 48 { // a product of doubles rather than a fraction somebody meant
				q = nil
			}
			text = numberText(v, q)
		} else {
			text = numberText(f.sum[at], nil)
		}
		out.WriteString(text)
		if (at+1)%players == 0 {
			out.WriteByte('\n')
		} else {
			out.WriteByte(' ')
		}
	}
}
