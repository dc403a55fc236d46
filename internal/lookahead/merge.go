package lookahead

// This file merges identical subgames. Where nothing is hidden from anybody, a
// public history starts a proper subgame, and histories that differ in nothing
// that is read later start the same one. It is laid out once, at the first of
// them; the others are blocks that say so (game.Block.Same). The tree then grows
// with the number of states, not with that of the ways to them.

// known is the subgames laid out so far.
type known struct {
	live *liveness
	at   map[string]first
	paid []float64 // by subgame and actor: what had been paid on the way to it
	key  []byte    // scratch
}

// first is where a subgame is laid out.
type first struct {
	block int32
	paid  int // place in known.paid
}

// complete reports whether nothing is hidden in a bunch.
func complete(profiles []Profile) bool {
	return len(profiles) == 1 && profiles[0].Covert == 0 && profiles[0].Memory == ""
}

// merges reports whether what starts in g may be the same as what has been laid out.
func (b *builder) merges(g *bunch, parent int32) bool {
	if b.limits.Unmerged || b.probe != nil || parent < 0 || !complete(g.profile) {
		return false
	}
	if k := &b.known; k.live == nil {
		k.at = map[string]first{}
		if k.live = b.m.Src.solvedAnew(); b.t.Exact {
			k.live = b.m.Src.solvedOnce()
		}
	}
	return true
}

// met ends the way to w in a block that stands for one laid out before, if there
// is one, before it is known what can be done in w.
func (b *builder) met(w *World, g *bunch, parent int32) bool {
	k := &b.known
	k.key = k.live.key(k.key[:0], w, g.profile[0].Secrets, nil)
	f, ok := k.at[string(k.key)]
	if ok {
		b.share(f, w, g, parent)
	}
	return ok
}

// same is met once it is known what can be done: what all of it overwrites does
// not matter.
func (b *builder) same(w *World, g *bunch, parent int32, moves []move) bool {
	k := &b.known
	k.key = k.live.key(k.key[:0], w, g.profile[0].Secrets, moves)
	f, ok := k.at[string(k.key)]
	if ok {
		k.key = k.live.key(k.key[:0], w, g.profile[0].Secrets, nil)
		k.at[string(k.key)] = f // known at once the next time
		b.share(f, w, g, parent)
	}
	return ok
}

// share makes a block that stands for the first of its subgame.
func (b *builder) share(f first, w *World, g *bunch, parent int32) {
	b.merged = true
	bl := &b.g.Blocks[b.block(*w, g, parent)]
	bl.Same = f.block
	bl.Payoff = int32(len(b.g.Payoff))
	for i := range b.n {
		b.g.Payoff = append(b.g.Payoff, g.paid[i]-b.known.paid[f.paid+i])
	}
}

// note keeps a block that is about to be laid out for others to share.
func (b *builder) note(id int32, w *World, g *bunch, moves []move) {
	k := &b.known
	f := first{id, len(k.paid)}
	k.paid = append(k.paid, g.paid...)
	k.key = k.live.key(k.key[:0], w, g.profile[0].Secrets, moves)
	k.at[string(k.key)] = f
	k.key = k.live.key(k.key[:0], w, g.profile[0].Secrets, nil)
	k.at[string(k.key)] = f
}
