package explain

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// This file plays on from a choice after one of its acts, and says what comes of
// every later phase and chance.

// stage is a phase or chance of a period, after an act.
type stage struct{ period, step int }

// outcome is one thing that may happen at a stage: with what probability, and
// what a term of a payoff comes to where it does, times that probability.
type outcome struct{ p, worth float64 }

func (o outcome) mean() float64 { return o.worth / o.p }

// answers is what comes of a stage once an act is done. Outcomes are actions; of
// a chance 1 where it happens, 0 where it does not.
type answers struct {
	outcome map[int]outcome
	ifDone  map[int]outcome // of a choice: what would come of an action if it were chosen wherever it can be
	log     map[int]float64 // and the log-probability of its being chosen, times the probability of ifDone
	total   float64         // the term, on the whole after the act
}

// p is the probability of an outcome.
func (a *answers) p(r int) float64 {
	if a == nil {
		return 0
	}
	return a.outcome[r].p
}

// without is the term where outcome r does not come.
func (a *answers) without(r int) float64 {
	o := a.outcome[r]
	return (a.total - o.worth) / (1 - o.p)
}

// instead is an action to put in the place of r: the likeliest one after the
// other act, if it can be done here; else the likeliest here, however unlikely.
// −1: there is none.
func (a *answers) instead(r int, other *answers) int {
	best := -1
	if other != nil {
		for _, k := range slices.Sorted(maps.Keys(other.outcome)) {
			if best < 0 || other.p(k) > other.p(best) {
				best = k
			}
		}
		if best != r && best >= 0 && a.ifDone[best].p > 0 {
			return best
		}
		best = -1
	}
	for _, k := range slices.Sorted(maps.Keys(a.ifDone)) {
		if k != r && a.ifDone[k].p > 0 && (best < 0 || a.log[k]/a.ifDone[k].p > a.log[best]/a.ifDone[best].p) {
			best = k
		}
	}
	return best
}

// follow plays on from the choice with its act at place a done by the kinds
// compared, weighed by how often they do c.act. It calls do for every profile
// whose profile before play comes to then. paid is what actors were paid on the
// way to a shared subgame beyond the first way to it, by block; nil for nothing.
func (c *comparison) follow(a int, paid func(block int) float64, do func(at int32, f followed)) {
	l := c.l
	g := l.tree.Game
	start := c.l.chances(c.kinds, c.act)
	mover := c.kinds[0].mover
	chance, extra := map[int32]float64{}, map[int32]float64{}
	for _, b := range l.order {
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			src := g.Src[at]
			if src < 0 {
				continue
			}
			var f followed
			if int(l.block[src]) == c.block() {
				mass, here := start[src]
				if !here || l.choice(at)[mover] != g.Infosets[l.setOf(c.kinds, src)].Var+int32(a) {
					continue
				}
				f.before, f.way = mass, l.given(at, mover)
			} else if f.before = chance[src]; f.before > 0 {
				f.extra, f.way = extra[src], l.way[at]
			}
			if f.before == 0 {
				continue
			}
			do(at, f)
			chance[at] += f.before * f.way
			extra[at] += f.extra * f.way
			if bl.Same > 0 {
				there := g.Blocks[bl.Same].Profile
				chance[there] += chance[at]
				extra[there] += extra[at]
				if paid != nil {
					extra[there] += chance[at] * paid(b)
				}
			}
		}
	}
}

// followed is how play comes to a profile.
type followed struct {
	before float64 // probability of the profile before
	way    float64 // and of coming on from there
	extra  float64 // what was paid on the ways to the profile before beyond the first way, times their probability
}

func (f followed) p() float64 { return f.before * f.way }

// setOf is the information set of the kind that chooses in profile at.
func (l *look) setOf(kinds []turning, at int32) int {
	g := l.tree.Game
	for _, t := range kinds {
		set := &g.Infosets[t.set]
		if g.TypeOf(t.block, int(set.Actor), int(at-g.Blocks[t.block].Profile)) == int(set.Type) {
			return t.set
		}
	}
	return -1
}

// answered is, by later stage, what comes of it after the act at place a, for
// one term of the actor's payoff.
func (c *comparison) answered(a, term int) (map[stage]*answers, float64, error) {
	l := c.l
	worth, err := l.worth(c.actor(), term)
	if err != nil {
		return nil, 0, err
	}
	scale := l.tree.Game.Infosets[c.kinds[0].set].Scale // from the look-ahead's start to the choice
	own := l.tree.StepOf(c.block(), c.kinds[0].mover)
	period := l.tree.Worlds[c.block()].Period
	stages := map[stage]*answers{}
	total := 0.0
	parts := l.terms[c.actor()].Trees[term]
	paid := func(b int) float64 { return payoff(parts, int(l.tree.Game.Blocks[b].Payoff)+c.actor()) }
	c.follow(a, paid, func(at int32, f followed) {
		src := l.tree.Game.Src[at]
		value := func(way float64) float64 { return (f.before*way*worth[at] + f.extra*way) * scale }
		if int(l.block[src]) == c.block() {
			total += value(f.way)
		}
		for _, h := range l.what[at] {
			if h.period == period && h.step <= own {
				continue
			}
			x := stages[stage{h.period, h.step}]
			if x == nil {
				x = &answers{map[int]outcome{}, map[int]outcome{}, map[int]float64{}, 0}
				stages[stage{h.period, h.step}] = x
			}
			add := func(m map[int]outcome, way float64) {
				o := m[h.answer()]
				m[h.answer()] = outcome{o.p + f.before*way, o.worth + value(way)}
			}
			add(x.outcome, f.way)
			if h.mover >= 0 {
				way := l.given(at, h.mover)
				if int(l.block[src]) == c.block() { // beside the choice itself, at once
					way = math.Exp(l.logGiven(at, c.kinds[0].mover, h.mover))
				}
				add(x.ifDone, way)
				x.log[h.answer()] += f.before * way * l.x[l.choice(at)[h.mover]]
			}
		}
	})
	for _, x := range stages {
		x.total = total
	}
	return stages, total, nil
}

// inTime lists stages in the order of time.
func inTime(m map[stage]*answers) []stage {
	return slices.SortedFunc(maps.Keys(m), func(a, b stage) int { return cmp.Or(a.period-b.period, a.step-b.step) })
}

// answer is what happens at a stage.
func (h happening) answer() int {
	switch {
	case h.action >= 0:
		return h.action
	case h.happened:
		return 1
	}
	return 0
}
