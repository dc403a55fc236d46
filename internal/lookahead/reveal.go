package lookahead

// This file splits public histories where what happens to a variable depends on
// a secret that all actors are told: they all see which value it took.

// reveals reports whether an effect on a variable reads a secret: one that all
// actors are told.
func reveals(public []effect) bool {
	for i := range public {
		if public[i].value.private {
			return true
		}
	}
	return false
}

// eachRevealed calls follow with the profiles of g, split by the secrets that
// all actors know if shown is true: a bunch of their own, their places in g and
// one's secrets. before gives the secrets of a profile before the event.
func (b *builder) eachRevealed(g *bunch, shown bool, before func(p int) uint64, follow func(h *bunch, from []int, secrets uint64)) {
	if !shown {
		follow(g, nil, 0)
		return
	}
	src := b.m.Src
	var keys []uint64
	groups := map[uint64][]int{}
	for p := range g.profile {
		key := src.secret.project(before(p), src.common)
		if groups[key] == nil {
			keys = append(keys, key)
		}
		groups[key] = append(groups[key], p)
	}
	if b.probe != nil { // one stands for all
		keys = keys[b.probe.one(len(keys)):][:1]
	}
	for _, key := range keys {
		group, at := groups[key], 0
		h := b.kept(g, func(p int) (float64, bool) {
			mine := at < len(group) && group[at] == p
			if mine {
				at++
			}
			return 0, mine
		}, func(float64) float64 { return 0 })
		follow(h, group, key)
	}
}

// pick is the entries of x at the given places; nil: all.
func pick(x []float64, places []int) []float64 {
	if places == nil {
		return x
	}
	out := make([]float64, len(places))
	for k, p := range places {
		out[k] = x[p]
	}
	return out
}
