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

// instead is the action that is likeliest but for r, however unlikely; −1: there is none.
func (a *answers) instead(r int) int {
	best := -1
	for _, k := range slices.Sorted(maps.Keys(a.ifDone)) {
		if k != r && a.ifDone[k].p > 0 && (best < 0 || a.log[k]/a.ifDone[k].p > a.log[best]/a.ifDone[best].p) {
			best = k
		}
	}
	return best
}

// follow plays on from the choice with its act at place a done by the kinds
// compared, weighed by how often they do c.act. It calls do for every profile
// whose profile before play comes to then, with the probabilities of both.
func (c *comparison) follow(a int, do func(at int32, before, p float64)) {
	l := c.l
	g := l.tree.Game
	weight := 0.0
	start := map[int32]float64{}
	for _, t := range c.kinds {
		w := math.Exp(l.x[int(g.Infosets[t.set].Var)+c.act])
		l.each(t, func(at int32) {
			start[at] = l.prob[at] * w
			weight += start[at]
		})
	}
	mover := c.kinds[0].mover
	bl := &g.Blocks[c.block()]
	from := bl.Profile + bl.Profiles
	chance := make([]float64, len(g.Src)-int(from))
	for at := from; int(at) < len(g.Src); at++ {
		src := g.Src[at]
		before, way := 0.0, 0.0
		if src < from { // from the choice itself, or from beside it
			mass, here := start[src]
			if !here || l.choice(at)[mover] != g.Infosets[l.setOf(c.kinds, src)].Var+int32(a) {
				continue
			}
			before, way = mass/weight, l.given(at, mover)
		} else {
			before, way = chance[src-from], l.way[at]
		}
		if before > 0 {
			chance[at-from] = before * way
			do(at, before, before*way)
		}
	}
}

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
	c.follow(a, func(at int32, before, p float64) {
		src := l.tree.Game.Src[at]
		if l.block[src] == int32(c.block()) {
			total += p * worth[at] * scale
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
			add := func(m map[int]outcome, p float64) {
				o := m[h.answer()]
				m[h.answer()] = outcome{o.p + p, o.worth + p*worth[at]*scale}
			}
			add(x.outcome, p)
			if h.mover >= 0 {
				forced := before * l.given(at, h.mover)
				add(x.ifDone, forced)
				x.log[h.answer()] += forced * l.x[l.choice(at)[h.mover]]
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
