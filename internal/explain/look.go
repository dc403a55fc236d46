package explain

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strings"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file lays what is asked over a solved look-ahead: how likely it is to come
// true from everywhere in it, and what happens on the way to everywhere.

// look is a solved look-ahead with a question. By profile means by place in
// Game.Src. Where several histories lead to one subgame, probabilities add.
type look struct {
	s      *scenario.Scenario
	m      *lookahead.Model
	limits lookahead.Limits
	pos    *lookahead.Position
	tree   *lookahead.Tree
	x      []float64 // log-probabilities of the acts

	order  []int          // the blocks: what leads to one before it
	shared map[int32]bool // blocks that several histories lead to

	start [][]float64   // by secret and value: what was believed before the first period
	block []int32       // by profile: its block
	kids  [][]int32     // by profile: those that come of it
	way   []float64     // by profile: probability of coming there from the profile before; at the root the belief
	prob  []float64     // by profile: probability of coming there
	logp  []float64     // its logarithm, also where it is too small for a number
	open  []float64     // by profile: of coming there before the question has come true
	turn  []int16       // by profile: event on the way to its block at which it comes true; −1: none
	later []float64     // by profile: probability that it comes true from there on
	what  [][]happening // by profile: what really happens on the way to it from the profile before

	turned map[int][]turning         // by block
	seenAs map[int32]map[string]odds // by block and what happens next
	terms  map[int]*plan.Terms
	values map[[2]int][]float64 // by actor and term: what it is worth, by profile
}

// happening is an act, as it really is, or a chance.
type happening struct {
	period, step int
	action       int  // −1: a chance
	happened     bool // of a chance
	mover        int  // among the movers of the block before; −1: there was no choice, or chance
}

// newLook analyses the look-ahead from pos that m built as tree and that is
// played by x, for question q.
func newLook(m *lookahead.Model, pos *lookahead.Position, limits lookahead.Limits, tree *lookahead.Tree, x []float64, clock story.Clock, q int) (*look, error) {
	s := m.Src.S
	l := &look{s: s, m: m, limits: limits, pos: pos, tree: tree, x: x, turned: map[int][]turning{}, seenAs: map[int32]map[string]odds{}, terms: map[int]*plan.Terms{}, values: map[[2]int][]float64{}}
	first, err := m.Start()
	if err != nil {
		return nil, err
	}
	l.start = m.Src.Marginals(first)
	t := &story.Teller{M: m}
	if l.turn, err = t.Turns(tree, x, story.Windows(s)[q], clock, q); err != nil {
		return nil, err
	}
	g := tree.Game
	n := len(g.Src)
	l.block, l.kids, l.what = make([]int32, n), make([][]int32, n), make([][]happening, n)
	l.way, l.prob, l.open, l.later = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	l.logp = slices.Repeat([]float64{math.Inf(-1)}, n)
	l.order, l.shared = make([]int, len(g.Blocks)), map[int32]bool{}
	order := g.Order()
	for k := range l.order {
		l.order[k] = k
		if order != nil {
			l.order[k] = int(order[k])
		}
	}
	for _, b := range l.order {
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			l.block[at] = int32(b)
			l.way[at] = l.given(at, -1)
			prob, open, logp := l.way[at], l.way[at], l.logGiven(at, -1, -1)
			if src := g.Src[at]; src >= 0 {
				logp += l.logp[src]
				l.kids[src] = append(l.kids[src], at)
				prob *= l.prob[src]
				open *= l.open[src]
			}
			if l.turn[at] >= 0 {
				open = 0
			}
			l.what[at] = l.happenings(b, at)
			l.prob[at] += prob
			l.logp[at] = logspace.Add(l.logp[at], logp)
			l.open[at] += open
			if bl.Same > 0 { // a shared subgame has one profile
				there := g.Blocks[bl.Same].Profile
				l.prob[there] += l.prob[at]
				l.logp[there] = logspace.Add(l.logp[there], l.logp[at])
				l.open[there] += l.open[at]
				l.shared[bl.Same] = true
			}
		}
	}
	for _, b := range slices.Backward(l.order) {
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			if bl.Same > 0 {
				l.later[at] = l.later[g.Blocks[bl.Same].Profile]
			}
			if src := g.Src[at]; src >= 0 {
				l.later[src] += l.way[at] * l.then(at)
			}
		}
	}
	return l, nil
}

// then is the probability that the question comes true on the way to a profile or later.
func (l *look) then(at int32) float64 {
	if l.turn[at] >= 0 {
		return 1
	}
	return l.later[at]
}

// given is the probability of coming to a profile from the one before if the
// mover `held` there does what leads to it; −1: nobody is held.
func (l *look) given(at int32, held int) float64 { return math.Exp(l.logGiven(at, held, -1)) }

// logGiven is its logarithm, with two movers held.
func (l *look) logGiven(at int32, one, other int) float64 {
	v := l.tree.Game.LogK[at]
	for k, c := range l.choice(at) {
		if k != one && k != other {
			v += l.x[c]
		}
	}
	return v
}

// choice is what the movers before a profile chose to come to it.
func (l *look) choice(at int32) []int32 {
	g := l.tree.Game
	bl := &g.Blocks[l.block[at]]
	if bl.Parent < 0 {
		return nil
	}
	movers := g.Blocks[bl.Parent].Movers
	return g.Choice[bl.Choice+(at-bl.Profile)*movers:][:movers]
}

// happenings lists what happens on the way to a profile of a block.
func (l *look) happenings(b int, at int32) []happening {
	g := l.tree.Game
	parent := int(g.Blocks[b].Parent)
	chosen := l.choice(at)
	var out []happening
	for _, e := range l.tree.Events[b] {
		h := happening{period: e.Period, step: e.Step, action: e.Action, happened: e.Happened, mover: -1}
		if e.Action >= 0 && parent >= 0 && e.Period == l.tree.Worlds[parent].Period {
			for k, v := range chosen {
				if l.tree.StepOf(parent, k) == e.Step {
					h.mover, h.action = k, int(l.tree.Acts[v])
				}
			}
		}
		out = append(out, h)
	}
	return out
}

// odds is a probability of coming somewhere with the question open, and of its
// coming true from there.
type odds struct{ open, yes float64 }

func (o odds) chance() float64 {
	if o.open == 0 {
		return 0
	}
	return o.yes / o.open
}

// before is the probability that the question comes true, to an onlooker who has
// seen what everybody saw up to the block before profile at.
func (l *look) before(at int32) float64 {
	bl := &l.tree.Game.Blocks[l.block[l.tree.Game.Src[at]]]
	var o odds
	for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
		o.open += l.open[p]
		o.yes += l.open[p] * l.later[p]
	}
	return o.chance()
}

// after is the same once the first n things on the way to at have happened, when
// the onlooker has seen them for what they are.
func (l *look) after(at int32, n int) float64 {
	if l.turn[at] >= 0 && int(l.turn[at]) < n {
		return 1
	}
	block := l.block[l.tree.Game.Src[at]]
	seen := l.seenAs[block]
	if seen == nil {
		seen = map[string]odds{}
		bl := &l.tree.Game.Blocks[block]
		for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
			for _, kid := range l.kids[p] {
				w := l.open[p] * l.way[kid]
				for k := range l.what[kid] {
					key := keyOf(l.what[kid][:k+1])
					o := seen[key]
					o.open += w
					o.yes += w * l.then(kid)
					seen[key] = o
				}
			}
		}
		l.seenAs[block] = seen
	}
	return seen[keyOf(l.what[at][:n])].chance()
}

func keyOf(hs []happening) string {
	b := make([]byte, 0, 8*len(hs))
	for _, h := range hs {
		b = binary.AppendVarint(binary.AppendVarint(binary.AppendVarint(b, int64(h.period)), int64(h.step)), int64(h.answer()))
	}
	return string(b)
}

// act describes an act or a chance of a step.
func (l *look) act(step, action int) Act {
	st := l.s.Steps[step]
	if st.Chance {
		c := &l.s.Chances[st.Index]
		return Act{Action: c.Name, Title: cmp.Or(c.Title, human(c.Name))}
	}
	ph := &l.s.Phases[st.Index]
	a := &ph.Actions[action]
	return Act{Actor: l.s.Actors[ph.Actor].Name, Who: who(l.s, ph.Actor), Phase: ph.Name, Action: a.Name, Title: actTitle(ph, action), Covert: a.Covert()}
}

// actTitle is what an act is called; acts of one for_each share a title, so
// theirs have the key behind it.
func actTitle(ph *scenario.Phase, action int) string {
	a := &ph.Actions[action]
	key := ""
	if a.Base != a.Name {
		key = human(strings.TrimPrefix(a.Name, a.Base+"."))
	}
	switch {
	case a.Title == "" && key == "":
		return human(a.Name)
	case a.Title == "":
		return human(a.Base) + " " + key
	case key == "":
		return a.Title
	}
	return a.Title + " (" + key + ")"
}

// family is the first act of the same for_each, and how many those are.
func family(ph *scenario.Phase, action int) (first, n int) {
	first = -1
	for k := range ph.Actions {
		if ph.Actions[k].Base == ph.Actions[action].Base {
			if first < 0 {
				first = k
			}
			n++
		}
	}
	return first, n
}

// who is what a person calls an actor.
func who(s *scenario.Scenario, actor int) string {
	return cmp.Or(s.Actors[actor].Title, human(s.Actors[actor].Name))
}

// human makes a name of the language readable.
func human(name string) string { return strings.ReplaceAll(name, "_", " ") }

// phaseOf is the phase of mover k of a block.
func (l *look) phaseOf(b, k int) (index int, ph *scenario.Phase) {
	index = l.tree.Phases[b][k]
	return index, &l.s.Phases[index]
}

// parts is what the payoff of an actor is made of.
func (l *look) parts(actor int) (*plan.Terms, error) {
	if t := l.terms[actor]; t != nil {
		return t, nil
	}
	t, err := plan.TermsOf(l.m, l.pos, l.limits, l.tree, l.x, actor)
	if err != nil {
		return nil, err
	}
	l.terms[actor] = t
	return t, nil
}

// worth is what one term of an actor's payoff comes to on the way to and from a
// profile, by profile, discounted to the look-ahead's start.
func (l *look) worth(actor, term int) ([]float64, error) {
	key := [2]int{actor, term}
	if v := l.values[key]; v != nil {
		return v, nil
	}
	t, err := l.parts(actor)
	if err != nil {
		return nil, err
	}
	g := l.tree.Game
	v := make([]float64, len(g.Src))
	for _, b := range slices.Backward(l.order) {
		bl := &g.Blocks[b]
		for p := range int(bl.Profiles) {
			at := int(bl.Profile) + p
			switch {
			case bl.IsLeaf():
				v[at] = payoff(t.Trees[term], int(bl.Payoff)+actor*int(bl.Profiles)+p)
			case bl.Same > 0:
				v[at] = v[g.Blocks[bl.Same].Profile] + payoff(t.Trees[term], int(bl.Payoff)+actor)
			}
			if src := g.Src[at]; src >= 0 {
				v[src] += l.way[at] * v[at]
			}
		}
	}
	l.values[key] = v
	return v, nil
}

// payoff is a payoff of a term, by its place in Game.Payoff.
func payoff(parts []*lookahead.Tree, at int) float64 {
	sum := 0.0
	for _, t := range parts {
		sum += t.Game.Payoff[at]
	}
	return sum
}
