package leverage

import (
	"cmp"
	"slices"

	"demarche/internal/game"
)

// This file holds choices to one act: from a game in public-tree form it makes
// the one in which, wherever that act is possible, there is no other. What lies
// beyond the look-ahead stays what it was, and every information set of the new
// game is one of the old.

// held is a game in which some choices are held.
type held struct {
	game *game.Public
	from *game.Public // the game without holds
	vars []int32      // by unknown of game: the same one of from
	keep []int32      // by information set of from: the unknown that it is held to, or −1
}

// hold makes the game in which information set i is held to the unknown keep[i]
// (−1: free). Public histories that nobody can bring about any more are left
// out; so are types that cannot arise. A subgame that was laid out behind such a
// history and is reached by another way too is laid out there, with what that
// way has paid.
func hold(g *game.Public, keep []int32) *held {
	p := &placing{
		old: g, held: &held{from: g, keep: keep},
		new:     &game.Public{Actors: g.Actors, Precision: slices.Clone(g.Precision)},
		setOf:   make([]int32, g.Vars),
		profile: filled(len(g.Src), -1), unknown: filled(g.Vars, -1), laid: filled(len(g.Blocks), -1),
	}
	for i := range g.Infosets {
		set := &g.Infosets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			p.setOf[v] = int32(i)
		}
	}
	p.put(0, -1, make([]float64, g.Actors))
	p.new.Vars = len(p.held.vars)
	p.new.Link()
	p.held.game = p.new
	return p.held
}

// spread lays a solution of the held game over the game without holds: acts that
// are held back get probability 0, choices that nobody comes to any more are
// left to chance.
func (h *held) spread(x []float64) []float64 {
	out := make([]float64, h.from.Vars)
	uniform(h.from, out)
	for i, v := range h.keep {
		if v < 0 {
			continue
		}
		set := &h.from.Infosets[i]
		for w := set.Var; w < set.Var+set.Vars; w++ {
			out[w] = never
		}
		out[v] = 0
	}
	for k, v := range h.vars {
		out[v] = x[k]
	}
	return out
}

// never is the logarithm of a probability that is 0 as a number, and yet finite:
// sums of it stay numbers.
const never = -1e6

func uniform(g *game.Public, x []float64) {
	for i := range g.Infosets {
		set := &g.Infosets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			x[v] = -logOf(int(set.Vars))
		}
	}
}

// placing lays the held game out.
type placing struct {
	old, new *game.Public
	held     *held
	setOf    []int32     // by old unknown: its information set
	profile  []int32     // by old profile: the new one, −1: none
	unknown  []int32     // by old unknown: the new one, −1: none
	laid     []int32     // by old block: the new one that holds its subgame, −1: none yet
	shift    [][]float64 // by new block and actor: paid on the way there beyond what was paid on the old block's
}

// put lays out what follows where old block entry stood, below new block parent;
// shift is what had been paid above it beyond the old way.
func (p *placing) put(entry, parent int32, shift []float64) {
	from := p.surviving(entry)
	if len(from) == 0 {
		return
	}
	at, old := entry, &p.old.Blocks[entry]
	if old.Same > 0 {
		at = old.Same
		shift = slices.Clone(shift)
		for i := range shift {
			shift[i] += p.old.Payoff[int(old.Payoff)+i]
		}
	}
	if first := p.laid[at]; first >= 0 {
		p.share(entry, first, parent, from, shift)
		return
	}
	id := p.block(entry, at, parent, from, shift)
	p.laid[at] = id
	kids := &p.old.Blocks[at]
	for _, k := range p.old.Kids[kids.Kid : kids.Kid+kids.Kids] {
		p.put(k, id, shift)
	}
}

// surviving are the profiles of an old block that can still come about.
func (p *placing) surviving(b int32) []int32 {
	bl := &p.old.Blocks[b]
	var out []int32
	for q := bl.Profile; q < bl.Profile+bl.Profiles; q++ {
		if bl.Parent < 0 {
			out = append(out, q)
			continue
		}
		if p.profile[p.old.Src[q]] < 0 {
			continue
		}
		possible := true
		for _, v := range p.choice(bl, q) {
			k := p.held.keep[p.setOf[v]]
			possible = possible && (k < 0 || k == v)
		}
		if possible {
			out = append(out, q)
		}
	}
	return out
}

// choice is what the movers above did on the way to profile q of old block bl.
func (p *placing) choice(bl *game.Block, q int32) []int32 {
	n := p.old.Blocks[bl.Parent].Movers
	return p.old.Choice[bl.Choice+(q-bl.Profile)*n:][:n]
}

// frame appends a block for the profiles from of old block entry, and its way
// there; what is in it is for the caller.
func (p *placing) frame(entry, parent int32, from []int32) *game.Block {
	g, old := p.new, &p.old.Blocks[entry]
	g.Blocks = append(g.Blocks, game.Block{
		Parent: parent, Profile: int32(len(g.Src)), Profiles: int32(len(from)), Type: int32(len(g.Type)), Choice: int32(len(g.Choice)),
		Kid: -1, Infoset: int32(len(g.Infosets)), Var: int32(len(p.held.vars)), Payoff: -1, Leaf: -1, Period: old.Period,
	})
	for _, q := range from {
		src := int32(-1)
		if old.Parent >= 0 {
			src = p.profile[p.old.Src[q]]
			for _, v := range p.choice(old, q) {
				g.Choice = append(g.Choice, p.unknown[v])
			}
		}
		g.Src = append(g.Src, src)
		g.LogK = append(g.LogK, p.old.LogK[q])
	}
	return &g.Blocks[len(g.Blocks)-1]
}

// share lays out a block that stands for one laid out before.
func (p *placing) share(entry, first, parent int32, from []int32, paid []float64) {
	g := p.new
	bl := p.frame(entry, parent, from)
	bl.Same, bl.Payoff = first, int32(len(g.Payoff))
	for i := range g.Actors {
		g.Type = append(g.Type, 0)
		g.Count = append(g.Count, 1)
		g.Payoff = append(g.Payoff, paid[i]-p.shift[first][i])
	}
	p.shift = append(p.shift, nil)
}

// block lays out what old block at holds, where old block entry stood (the same
// one, or one that stands for it), and returns its number.
func (p *placing) block(entry, at, parent int32, from []int32, shift []float64) int32 {
	g, old := p.new, &p.old.Blocks[at]
	id := int32(len(g.Blocks))
	bl := p.frame(entry, parent, from)
	p.shift = append(p.shift, shift)
	if at != entry {
		from = []int32{old.Profile} // a shared subgame starts where nothing is hidden
	}
	for k, q := range from {
		p.profile[q] = bl.Profile + int32(k)
	}
	types := make([][]int32, g.Actors) // by actor and old type
	for i := range g.Actors {
		types[i] = filled(p.old.TypeCount(int(at), i), -1)
		count := int32(0)
		for _, q := range from {
			t := p.old.TypeOf(int(at), i, int(q-old.Profile))
			if types[i][t] < 0 {
				types[i][t] = count
				count++
			}
			g.Type = append(g.Type, types[i][t])
		}
		g.Count = append(g.Count, count)
	}
	if old.IsLeaf() {
		p.leaf(bl, old, from, shift)
		return id
	}
	bl.Movers = old.Movers
	var sets []int32
	for i := old.Infoset; int(i) < len(p.old.Infosets) && p.old.Infosets[i].Block == at; i++ {
		if s := &p.old.Infosets[i]; types[s.Actor][s.Type] >= 0 {
			sets = append(sets, i)
		}
	}
	slices.SortStableFunc(sets, func(a, b int32) int {
		s, t := &p.old.Infosets[a], &p.old.Infosets[b]
		return cmp.Or(cmp.Compare(s.Mover, t.Mover), cmp.Compare(types[s.Actor][s.Type], types[t.Actor][t.Type]))
	})
	for _, i := range sets {
		set := p.old.Infosets[i]
		first, last := set.Var, set.Var+set.Vars
		if k := p.held.keep[i]; k >= 0 {
			first, last = k, k+1
		}
		set.Block, set.Type, set.Var, set.Vars = id, types[set.Actor][set.Type], int32(len(p.held.vars)), last-first
		for v := first; v < last; v++ {
			p.unknown[v] = int32(len(p.held.vars))
			p.held.vars = append(p.held.vars, v)
		}
		g.Infosets = append(g.Infosets, set)
	}
	bl.Vars = int32(len(p.held.vars)) - bl.Var
	return id
}

// leaf copies what a leaf pays.
func (p *placing) leaf(bl, old *game.Block, from []int32, shift []float64) {
	g := p.new
	bl.Leaf, bl.Payoff = int32(len(g.Private)/g.Actors), int32(len(g.Payoff))
	for i := range g.Actors {
		paid := make([]float64, len(from))
		for k, q := range from {
			paid[k] = p.old.Payoff[int(old.Payoff)+i*int(old.Profiles)+int(q-old.Profile)] + shift[i]
		}
		g.Payoff = append(g.Payoff, paid...)
		types := g.Type[int(bl.Type)+i*len(from):][:len(from)]
		private := true
		for k := range types {
			private = private && paid[slices.Index(types, types[k])] == paid[k]
		}
		g.Private = append(g.Private, private)
	}
}

func filled(n int, v int32) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = v
	}
	return out
}
