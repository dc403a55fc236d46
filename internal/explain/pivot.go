package explain

import (
	"cmp"
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/quantity"
)

// This file finds the choices on which it hangs.

const (
	mostChoices = 3
	leastMove   = 0.2   // of what the choice that moves it most does
	noMove      = 0.001 // probability below which a choice moves nothing
	mostKinds   = 4     // kinds of an actor that are told apart at one choice
)

// turning is how far one kind of a mover of a block can move the question.
type turning struct {
	block, mover int
	set          int       // place in Game.Infosets
	by           []float64 // by act: probability of coming to the choice with the question open, and of its coming true if that act is done
	open         float64   // of coming to the choice with the question open
	yes          float64   // and of its coming true then, as the choice falls
	swing        float64   // between the act that raises it most and the one that lowers it most
}

// turnings measures every information set of a block.
func (l *look) turnings(b int) []turning {
	if out, ok := l.turned[b]; ok {
		return out
	}
	g := l.tree.Game
	bl := &g.Blocks[b]
	var out []turning
	for i := int(bl.Infoset); i < len(g.Infosets) && int(g.Infosets[i].Block) == b; i++ {
		set := &g.Infosets[i]
		t := turning{block: b, mover: int(set.Mover), set: i, by: make([]float64, set.Vars)}
		for p := range int(bl.Profiles) {
			if g.TypeOf(b, int(set.Actor), p) != int(set.Type) {
				continue
			}
			src := bl.Profile + int32(p)
			t.open += l.open[src]
			t.yes += l.open[src] * l.later[src]
			for _, at := range l.kids[src] {
				t.by[l.choice(at)[set.Mover]-set.Var] += l.open[src] * l.given(at, int(set.Mover)) * l.then(at)
			}
		}
		t.swing = slices.Max(t.by) - slices.Min(t.by)
		out = append(out, t)
	}
	l.turned[b] = out
	return out
}

// pivot is a phase of a period at which the question is decided.
type pivot struct {
	period, phase int
	swing         float64   // over all its public states
	open          float64   // how far the choice moves the question as it falls, on average over its acts
	best          []turning // the public state at which most is decided: its mover's kinds
	most          float64   // weight of that state
}

// pivots lists the choices that move the question, those that move it most first.
func (l *look) pivots() []pivot {
	var out []pivot
	g := l.tree.Game
	for b := range g.Blocks {
		all := l.turnings(b)
		for k := range int(g.Blocks[b].Movers) {
			var kinds []turning
			swing, moves := 0.0, 0.0
			for _, t := range all {
				if t.mover == k {
					kinds = append(kinds, t)
					swing += t.swing
					moves += l.moves(t)
				}
			}
			phase, _ := l.phaseOf(b, k)
			period := l.tree.Worlds[b].Period
			n := slices.IndexFunc(out, func(p pivot) bool { return p.period == period && p.phase == phase })
			if n < 0 {
				n = len(out)
				out = append(out, pivot{period: period, phase: phase})
			}
			out[n].swing += swing
			out[n].open += moves
			if weight := moves + possible*swing; weight > out[n].most {
				out[n].most, out[n].best = weight, kinds
			}
		}
	}
	out = slices.DeleteFunc(out, func(p pivot) bool { return p.swing < noMove })
	slices.SortStableFunc(out, func(a, b pivot) int { return -cmp.Compare(a.weight(), b.weight()) })
	return out
}

// possible is what a choice counts for that could move the question, but surely
// falls one way, beside one that is open.
const possible = 0.1

// weight is how much hangs on a choice.
func (p pivot) weight() float64 { return p.open + possible*p.swing }

// moves is how far a choice moves the question as it falls, on average over its
// acts.
func (l *look) moves(t turning) float64 {
	sum := 0.0
	for a, by := range t.by {
		sum += math.Exp(l.x[int(l.tree.Game.Infosets[t.set].Var)+a]) * math.Abs(by-t.yes)
	}
	return sum
}

// listChoices explains the choices that move the question most, in order of
// time.
func (l *look) listChoices(e *Explanation) error {
	all := l.pivots()
	if len(all) == 0 {
		return nil
	}
	n := 0
	for n < len(all) && n < mostChoices && all[n].weight() >= leastMove*all[0].weight() {
		n++
	}
	e.MoreChoices = len(all) - n
	top := all[:n]
	step := func(p pivot) int { return l.tree.StepOf(p.best[0].block, p.best[0].mover) }
	slices.SortStableFunc(top, func(a, b pivot) int { return cmp.Or(a.period-b.period, step(a)-step(b)) })
	for _, p := range top {
		c, err := l.pivotal(p)
		if err != nil {
			return err
		}
		e.Choices = append(e.Choices, *c)
	}
	return nil
}

// pivotal explains a choice: which of its mover's kinds, which act, against
// which rival, and why.
func (l *look) pivotal(p pivot) (*PivotalChoice, error) {
	kinds := l.kindsOf(p.best)
	g := l.tree.Game
	set := &g.Infosets[kinds[0].set]
	open, by, brings := 0.0, make([]float64, set.Vars), make([]float64, set.Vars)
	for _, t := range kinds {
		open += t.open
		for a := range by {
			by[a] += t.by[a]
			brings[a] += t.by[a] * math.Exp(l.x[int(g.Infosets[t.set].Var)+a])
		}
	}
	phase, ph := l.phaseOf(kinds[0].block, kinds[0].mover)
	likely := l.rank(kinds)
	// what is explained is the act that brings it about most often
	act, rival := 0, -1
	for a := range brings {
		if brings[a] > brings[act] || brings[act] == 0 && likely[a] > likely[act] {
			act = a
		}
	}
	swing := slices.Max(by) - slices.Min(by)
	mine, size := family(ph, int(l.tree.Acts[int(set.Var)+act]))
	for a := range by {
		action := int(l.tree.Acts[int(set.Var)+a])
		first, _ := family(ph, action)
		inside := first == mine && size > 2 && action != first && action != first+size-1
		if a == act || inside || math.Abs(by[a]-by[act]) < raises*swing {
			continue
		}
		if rival < 0 || likely[a] > likely[rival] {
			rival = a
		}
	}
	if rival < 0 {
		for a := range by {
			if a != act && (rival < 0 || likely[a] > likely[rival]) {
				rival = a
			}
		}
	}
	c := &comparison{l: l, phase: phase, kinds: kinds, act: act, rival: rival, all: p.best}
	out := &PivotalChoice{Moves: quantity.Number(p.swing)}
	var err error
	if out.Choosing, err = c.choosing(); err != nil {
		return nil, err
	}
	out.IfAct, out.IfRival = quantity.Number(by[act]/open), quantity.Number(by[rival]/open)
	if out.Response, out.Decisive, err = c.response(out.Terms); err != nil {
		return nil, err
	}
	return out, nil
}

// kindsOf picks the kind of a mover whose choice the question hangs on most, or
// all of them where they are many.
func (l *look) kindsOf(all []turning) []turning {
	if len(all) > mostKinds {
		first := l.acts(all[0])
		return slices.DeleteFunc(slices.Clone(all), func(t turning) bool { return !slices.Equal(l.acts(t), first) })
	}
	widest := 0.0
	for _, t := range all {
		widest = max(widest, t.swing)
	}
	best := -1
	for k, t := range all {
		if t.swing >= raises*widest && (best < 0 || cmp.Or(cmp.Compare(t.yes, all[best].yes), cmp.Compare(t.swing, all[best].swing)) > 0) {
			best = k
		}
	}
	return all[best : best+1]
}

// acts are those that a kind can choose among.
func (l *look) acts(t turning) []int32 {
	set := &l.tree.Game.Infosets[t.set]
	return l.tree.Acts[set.Var : set.Var+set.Vars]
}

// reach is the probability of coming to an information set.
func (l *look) reach(i int) float64 {
	g := l.tree.Game
	set := &g.Infosets[i]
	bl := &g.Blocks[set.Block]
	sum := 0.0
	for p := range int(bl.Profiles) {
		if g.TypeOf(int(set.Block), int(set.Actor), p) == int(set.Type) {
			sum += l.prob[int(bl.Profile)+p]
		}
	}
	return sum
}

// chances is the probability of every profile in which kinds choose, given that
// one of them does; with act ≥ 0, given that it does the act at that place. It
// stands also where play hardly ever comes.
func (l *look) chances(kinds []turning, act int) map[int32]float64 {
	out := map[int32]float64{}
	top := math.Inf(-1)
	for _, t := range kinds {
		more := 0.0
		if act >= 0 {
			more = l.x[int(l.tree.Game.Infosets[t.set].Var)+act]
		}
		l.each(t, func(at int32) {
			out[at] = l.logp[at] + more
			top = max(top, out[at])
		})
	}
	total := 0.0
	for _, t := range kinds {
		l.each(t, func(at int32) {
			out[at] = math.Exp(out[at] - top)
			total += out[at]
		})
	}
	for at := range out {
		out[at] /= total
	}
	return out
}

// shares is the same by kind.
func (l *look) shares(kinds []turning, act int) []float64 {
	p := l.chances(kinds, act)
	out := make([]float64, len(kinds))
	for k, t := range kinds {
		l.each(t, func(at int32) { out[k] += p[at] })
	}
	return out
}

// likely is how likely each act is at information sets taken together.
func (l *look) likely(kinds []turning) []float64 {
	out := make([]float64, len(kinds[0].by))
	for k, share := range l.shares(kinds, -1) {
		for a := range out {
			out[a] += share * math.Exp(l.x[int(l.tree.Game.Infosets[kinds[k].set].Var)+a])
		}
	}
	return out
}

// rank is the logarithm of likely, which tells acts apart too that are too
// unlikely for a number.
func (l *look) rank(kinds []turning) []float64 {
	out := slices.Repeat([]float64{math.Inf(-1)}, len(kinds[0].by))
	for k, share := range l.shares(kinds, -1) {
		for a := range out {
			out[a] = logspace.Add(out[a], math.Log(share)+l.x[int(l.tree.Game.Infosets[kinds[k].set].Var)+a])
		}
	}
	return out
}
