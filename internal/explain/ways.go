package explain

import (
	"cmp"
	"slices"

	"demarche/internal/quantity"
)

// This file finds the ways by which something comes true.

const (
	raises    = 0.1   // an act or event belongs to a way if it raises the probability by so much,
	multiple  = 1.5   // or by this factor
	atLeast   = 0.02  // and so much, or brings it true
	certainly = 0.999 // what was so likely before is brought true by nobody
	mostWays  = 3
	leastWay  = 0.05 // share of a way worth telling
	mostKept  = 400  // ways carried through a look-ahead; the least likely are lumped together
)

// label is a step of a way: all acts of one for_each are one.
type label struct {
	period, step, action int
}

// trail numbers the sequences of steps that occur.
type trail struct {
	parent []int
	step   []label
	place  map[trailKey]int
}

type trailKey struct {
	parent int
	step   label
}

// lumped is the number of the ways that are not told apart.
const lumped = -2

func newTrail() *trail { return &trail{place: map[trailKey]int{}} }

// add is the sequence that goes on from another (−1: from nothing) with a step.
func (t *trail) add(parent int, step label) int {
	if parent == lumped {
		return lumped
	}
	key := trailKey{parent, step}
	n, ok := t.place[key]
	if !ok {
		n = len(t.step)
		t.place[key] = n
		t.parent, t.step = append(t.parent, parent), append(t.step, step)
	}
	return n
}

// steps is a sequence, first step first.
func (t *trail) steps(n int) []label {
	var out []label
	for ; n >= 0; n = t.parent[n] {
		out = append(out, t.step[n])
	}
	slices.Reverse(out)
	return out
}

// told lists what on the way to a profile belongs to the way by which the
// question comes true: what raises its probability, up to where it is true.
func (l *look) told(at int32) []label {
	before := l.before(at)
	var out []label
	for n, h := range l.what[at] {
		after := l.after(at, n+1)
		turns := int(l.turn[at]) == n
		if raised(before, after) || turns && before < certainly {
			if lb, ok := l.label(h); ok {
				out = append(out, lb)
			}
		}
		if turns {
			break
		}
		before = after
	}
	return out
}

// raised reports whether a probability is markedly higher than before.
func raised(before, after float64) bool {
	return after-before >= raises || after >= multiple*before && after-before >= atLeast
}

// label names a happening; a chance that does not happen has no name.
func (l *look) label(h happening) (label, bool) {
	if h.action < 0 {
		return label{h.period, h.step, -1}, h.happened
	}
	first, _ := family(&l.s.Phases[l.s.Steps[h.step].Index], h.action)
	return label{h.period, h.step, first}, true
}

// share is how likely play comes somewhere by one sequence of steps.
type share struct {
	trail int
	p     float64
}

// ways lists the sequences by which the question comes true in the look-ahead,
// with their probabilities, the likeliest first, and the total.
func (l *look) ways() (list []share, t *trail, total float64) {
	t = newTrail()
	here := make([][]share, len(l.kids))
	yes := map[int]float64{}
	g := l.tree.Game
	add := func(at int32, x share) {
		if k := slices.IndexFunc(here[at], func(o share) bool { return o.trail == x.trail }); k >= 0 {
			here[at][k].p += x.p
		} else {
			here[at] = append(here[at], x)
		}
	}
	for _, b := range l.order {
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			if l.then(at) == 0 {
				continue // nothing more comes of it
			}
			from := []share{{-1, 1}}
			var steps []label
			if src := g.Src[at]; src >= 0 {
				from, steps = here[src], l.told(at)
			}
			for _, s := range from {
				id := s.trail
				for _, x := range steps {
					id = t.add(id, x)
				}
				if p := s.p * l.way[at]; l.turn[at] >= 0 {
					yes[id] += p
				} else {
					add(at, share{id, p})
				}
			}
			if len(here[at]) > mostKept {
				here[at] = lump(here[at])
			}
			if bl.Same > 0 {
				for _, s := range here[at] {
					add(g.Blocks[bl.Same].Profile, s)
				}
			}
		}
	}
	for id, p := range yes {
		list = append(list, share{id, p})
	}
	slices.SortFunc(list, func(a, b share) int { return cmp.Or(-cmp.Compare(a.p, b.p), a.trail-b.trail) })
	for _, s := range list {
		total += s.p
	}
	return list, t, total
}

// lump takes the least likely half together.
func lump(list []share) []share {
	slices.SortStableFunc(list, func(a, b share) int { return -cmp.Compare(a.p, b.p) })
	rest := share{trail: lumped}
	for _, s := range list[mostKept/2:] {
		rest.p += s.p
	}
	return append(slices.Clone(list[:mostKept/2]), rest)
}

// listWays fills in the ways of the look-ahead.
func (l *look) listWays(e *Explanation) {
	list, t, total := l.ways()
	listed := 0.0
	for _, s := range list {
		if s.trail == lumped || len(e.Ways) == mostWays || total == 0 || len(e.Ways) > 0 && s.p/total < leastWay {
			continue
		}
		w := Way{Share: quantity.Number(s.p / total), Probability: quantity.Number(s.p)}
		for _, x := range t.steps(s.trail) {
			w.Steps = append(w.Steps, l.step(x))
		}
		listed += s.p
		e.Ways = append(e.Ways, w)
	}
	e.Unlisted = quantity.None
	if total > 0 {
		e.Unlisted = quantity.Number(max(0, 1-listed/total))
	}
}

// step describes a step of a way.
func (l *look) step(x label) WayStep {
	out := WayStep{Act: l.act(x.step, x.action)}
	if x.period > 0 {
		out.Period = l.s.PeriodLabel(x.period)
	}
	if x.action >= 0 {
		ph := &l.s.Phases[l.s.Steps[x.step].Index]
		if _, n := family(ph, x.action); n > 1 {
			a := &ph.Actions[x.action]
			out.Act.Action, out.Act.Title = a.Base, cmp.Or(a.Title, human(a.Base))
		}
	}
	return out
}

// signs lists values of secrets that are markedly likelier where
// it comes true than at the start of the look-ahead.
func (l *look) signs(e *Explanation) {
	if !(e.Probability > 0) {
		return
	}
	for j := range l.s.Secrets {
		sec := &l.s.Secrets[j]
		n := sec.Domain.Size()
		then, all := make([]float64, n), make([]float64, n)
		mass := 0.0
		for at := range l.turn {
			if l.turn[at] < 0 {
				continue
			}
			src := l.tree.Game.Src[at]
			p := l.way[at]
			if src >= 0 {
				p *= l.open[src]
			}
			v := l.m.Src.SecretAt(l.tree.SecretsAt(int32(at), int(l.turn[at])), j)
			then[v] += p
			mass += p
		}
		for at, src := range l.tree.Game.Src {
			if src < 0 {
				all[l.m.Src.Secret(l.tree.Profiles[at], j)] += l.way[at]
			}
		}
		if mass == 0 {
			continue
		}
		best := -1
		for v := range then {
			then[v] /= mass
			if d := then[v] - all[v]; d >= raises && (best < 0 || d > then[best]-all[best]) {
				best = v
			}
		}
		if best >= 0 && n <= mostListed {
			e.Signs = append(e.Signs, Sign{Secret: sec.Name, Title: cmp.Or(sec.Title, human(sec.Name)), Value: human(sec.Domain.Label(best)),
				Then: quantity.Number(then[best]), Overall: quantity.Number(all[best])})
		}
	}
}
