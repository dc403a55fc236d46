package lookahead

import (
	"math"
	"slices"
)

// This file carries play from one look-ahead to the next: what has been learnt,
// and what is forgotten.

// Next is where play stands after it came to block b of t with the
// log-probabilities x: the public state there, and Bayes' rule on the joint
// belief. place maps each profile of b to its profile in the result.
//
// A private sighting of another's covert act lasts until the period's end
// unless a secret records it; an actor's memory of its own covert acts lasts
// where it tells something about a secret that the actor is not told.
func (t *Tree) Next(src *Source, b int, logReach []float64) (pos *Position, place []int32) {
	bl := &t.Game.Blocks[b]
	pos = &Position{World: t.Worlds[b]}
	first, m := int(bl.Profile), int(bl.Profiles)
	top := math.Inf(-1)
	for p := range m {
		top = max(top, logReach[first+p])
	}
	place = make([]int32, m)
	for p := range m {
		pr := t.Profiles[first+p]
		pr.Memory = src.sorted(pr.Memory)
		at := slices.Index(pos.Profiles, pr)
		if at < 0 {
			at = len(pos.Profiles)
			pos.Profiles = append(pos.Profiles, pr)
			pos.Belief = append(pos.Belief, 0)
		}
		pos.Belief[at] += math.Exp(logReach[first+p] - top)
		place[p] = int32(at)
	}
	pos.normalise()
	if kept, moved := pos.forget(src); moved {
		for p := range place {
			place[p] = kept[place[p]]
		}
	}
	return pos, place
}

func (pos *Position) normalise() {
	sum := 0.0
	for _, b := range pos.Belief {
		sum += b
	}
	for p := range pos.Belief {
		pos.Belief[p] /= sum
	}
	// the next look-ahead takes logarithms: what underflowed stays barely possible
	const never = 1e-300
	for p := range pos.Belief {
		pos.Belief[p] = max(pos.Belief[p], never)
	}
}

// forget merges memories that predict the same. It returns where each profile went.
func (pos *Position) forget(src *Source) (place []int32, moved bool) {
	if !slices.ContainsFunc(pos.Profiles, func(p Profile) bool { return p.Memory != "" }) {
		return nil, false
	}
	place = make([]int32, len(pos.Profiles))
	for p := range place {
		place[p] = int32(p)
	}
	for i := range src.S.Actors {
		for pos.mergeMemory(src, i, place) {
			moved = true
		}
	}
	return place, moved
}

// mergeMemory looks for two memories of actor i that leave it with the same
// belief about everything else, and makes them one.
func (pos *Position) mergeMemory(src *Source, i int, place []int32) bool {
	type view struct {
		known  uint64
		covert uint64
		memory string
	}
	views := map[view][]int{}
	var order []view
	for p, pr := range pos.Profiles {
		v := view{src.secret.project(pr.Secrets, src.known[i]), src.seenBy(i, pr.Covert), src.remembers(pr.Memory, i)}
		if views[v] == nil {
			order = append(order, v)
		}
		views[v] = append(views[v], p)
	}
	for k, a := range order {
		for _, b := range order[:k] {
			if a.known != b.known || a.covert != b.covert || a.memory == b.memory {
				continue
			}
			if pos.sameView(src, i, views[a], views[b]) {
				pos.rename(src, i, views[a], b.memory, place)
				return true
			}
		}
	}
	return false
}

// seenBy keeps the covert acts that actor i knows of.
func (src *Source) seenBy(i int, covert uint64) uint64 {
	out := uint64(0)
	for k := range src.covert {
		if src.covert[k].knows[i] {
			out |= covert & (1 << k)
		}
	}
	return out
}

// others is a memory without actor i's part.
func (src *Source) others(memory string, i int) string {
	out := ""
	for j := range src.S.Actors {
		if j != i {
			out += src.remembers(memory, j)
		}
	}
	return out
}

// sameView reports whether two groups of profiles hold the same distribution
// over everything but actor i's memory.
func (pos *Position) sameView(src *Source, i int, a, b []int) bool {
	type rest struct {
		secrets, covert uint64
		memory          string
	}
	sum := func(group []int) map[rest]float64 {
		out, total := map[rest]float64{}, 0.0
		for _, p := range group {
			total += pos.Belief[p]
		}
		for _, p := range group {
			pr := pos.Profiles[p]
			out[rest{pr.Secrets, pr.Covert, src.others(pr.Memory, i)}] += pos.Belief[p] / total
		}
		return out
	}
	x, y := sum(a), sum(b)
	if len(x) != len(y) {
		return false
	}
	for k, v := range x {
		w, ok := y[k]
		if !ok || math.Abs(v-w) > 1e-12 {
			return false
		}
	}
	return true
}

// rename gives the profiles of a group another memory of actor i and merges equal profiles.
func (pos *Position) rename(src *Source, i int, group []int, memory string, place []int32) {
	for _, p := range group {
		pos.Profiles[p].Memory = src.sorted(src.others(pos.Profiles[p].Memory, i) + memory)
	}
	var profiles []Profile
	var belief []float64
	to := make([]int32, len(pos.Profiles))
	for p, pr := range pos.Profiles {
		at := slices.Index(profiles, pr)
		if at < 0 {
			at = len(profiles)
			profiles = append(profiles, pr)
			belief = append(belief, 0)
		}
		belief[at] += pos.Belief[p]
		to[p] = int32(at)
	}
	pos.Profiles, pos.Belief = profiles, belief
	for p := range place {
		place[p] = to[place[p]]
	}
}
