package lookahead

import (
	"fmt"
	"math"
	"slices"

	"demarche/internal/game"
)

// This file compiles choices: the phases that move at once, how their acts
// appear, and what each actor learns from it.

// choose handles the group of phases at w. It returns true if it made a block
// and followed all its outcomes, false if play goes on in w and g.
func (b *builder) choose(w *World, g *bunch, parent int32, group int) bool {
	m := b.m
	s := m.Src.S
	merges := b.merges(g, parent)
	if merges && b.met(w, g, parent) {
		return true
	}
	m.load(w)
	var moves []move
	for k := range group {
		pi := s.Steps[w.Step+k].Index
		if !m.holds(&m.phases[pi].when) {
			continue
		}
		if mv, ok := b.available(w, g, pi); ok {
			moves = append(moves, mv)
		}
	}
	if len(moves) == 0 {
		w.Step += group
		return false
	}
	if b.forced(w, g, moves, group) {
		return false
	}
	if merges && b.same(w, g, parent, moves) {
		return true
	}
	id := b.block(*w, g, parent)
	b.movers(id, w, g, moves)
	if merges {
		b.note(id, w, g, moves)
	}
	if b.count != nil {
		b.count.later(b, w, g, id, moves, group)
		return true
	}
	since := b.since
	b.since = len(b.events)
	b.follow(w, g, id, moves, make([]outcome, len(moves)), 0, group)
	b.since = since
	return true
}

// available finds what each type of the mover of phase pi can do.
func (b *builder) available(w *World, g *bunch, pi int) (move, bool) {
	m := b.m
	ph := &m.Src.S.Phases[pi]
	mv := move{phase: pi, actor: ph.Actor, plain: true}
	actions := m.phases[pi].actions
	for a := range actions {
		mv.plain = mv.plain && actions[a].bit < 0
		mv.private = mv.private || actions[a].rivals || len(actions[a].hidden) > 0
	}
	guarded := false // an act is, by what not everybody knows
	for a := range actions {
		guarded = guarded || actions[a].when.private
	}
	open := make([]bool, 2*len(actions))
	open, shown := open[:len(actions)], open[len(actions):]
	anywhere := false
	count := g.count[ph.Actor]
	mv.available = make([][]int32, count)
	types, np := g.types, len(g.profile)
	next := int32(0) // types are numbered as they come
	for p := 0; p < np && next < count; p++ {
		if types[ph.Actor*np+p] != next {
			continue
		}
		if next > 0 && !guarded {
			mv.available[next] = mv.available[0]
			next++
			continue
		}
		loaded := false
		list := make([]int32, 0, len(actions))
		for a := range actions {
			x := &actions[a]
			if x.when.private && !loaded {
				m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
				loaded = true
			}
			if m.holds(&x.when) {
				list = append(list, int32(a))
				open[a] = true
				anywhere = true
			}
		}
		mv.available[next] = list
		next++
	}
	if !anywhere {
		return mv, false
	}
	for t, list := range mv.available {
		if len(list) == 0 {
			panic(&ModelError{fmt.Sprintf("in phase %s, %s could act here if it were of another type, but as it is (case %d) it has no act at all; give every type an act, for instance a quiet one without a guard (%s)",
				ph.Name, m.Src.actor(ph.Actor), t+1, m.where()), ph.Range})
		}
	}
	mv.outcome = make([]outcome, 0, len(actions))
	for a := range actions {
		if !open[a] {
			continue
		}
		o := outcome{action: a}
		if bit := actions[a].bit; bit >= 0 {
			if !actions[a].exposed.constant || actions[a].exposed.v > 0 {
				mv.outcome = append(mv.outcome, outcome{a, true})
			}
			o.action = ph.Actions[a].LooksLike
		}
		if !shown[o.action] {
			shown[o.action] = true
			mv.outcome = append(mv.outcome, o)
		}
	}
	return mv, true
}

// forced plays a move in which nobody has a choice, and reports whether it was one.
func (b *builder) forced(w *World, g *bunch, moves []move, group int) bool {
	m := b.m
	for _, mv := range moves {
		if len(mv.outcome) != 1 || len(mv.available[0]) != 1 || m.phases[mv.phase].actions[mv.available[0][0]].bit >= 0 {
			return false
		}
		for _, list := range mv.available {
			if len(list) != 1 || list[0] != mv.available[0][0] {
				return false
			}
		}
		a := &m.phases[mv.phase].actions[mv.available[0][0]]
		if len(a.hidden) > 0 || reveals(a.public) {
			return false
		}
	}
	// pay, then write: every right side reads the state before the acts
	chosen := make([]outcome, len(moves))
	for k, mv := range moves {
		chosen[k] = outcome{action: int(mv.available[0][0])}
		a := &m.phases[mv.phase].actions[chosen[k].action]
		if !a.hasCost || !m.costs(mv.actor) {
			continue
		}
		scale := b.discount(mv.actor, w.Period)
		for p := range g.profile {
			m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
			g.paid[p*b.n+mv.actor] -= scale * m.number(&a.cost)
		}
	}
	*w = b.after(w, moves, chosen, group, 0)
	return true
}

func (b *builder) discount(actor, period int) float64 {
	return b.m.power(actor, period-b.root)
}

// after is the public state after the moves appeared as chosen; it notes the
// events. Of the secrets before the moves only those that all know may matter.
func (b *builder) after(w *World, moves []move, chosen []outcome, group int, secrets uint64) World {
	m := b.m
	s := m.Src.S
	m.load(w)
	next := *w
	next.Step += group
	acts := make([]*action, len(moves))
	private := false
	for k, mv := range moves {
		acts[k] = &m.phases[mv.phase].actions[chosen[k].action]
		private = private || reveals(acts[k].public)
	}
	if private {
		m.loadHidden(secrets, 0)
	}
	next.Vars = m.writeAll(w.Vars, acts)
	for k, mv := range moves {
		a := &m.phases[mv.phase].actions[chosen[k].action]
		next.Flags = withFlags(next.Flags, a.flags...)
		if chosen[k].exposed {
			next.Flags = withFlags(next.Flags, s.Phases[mv.phase].Actions[chosen[k].action].ExposedFlag)
		}
		step := w.Step
		for s.Steps[step].Index != mv.phase || s.Steps[step].Chance {
			step++
		}
		b.events = append(b.events, Event{Period: w.Period, Step: step, Action: chosen[k].action, Exposed: chosen[k].exposed})
	}
	m.finish(&next)
	for k := len(b.events) - len(moves); k < len(b.events); k++ {
		b.events[k].After = next
	}
	return next
}

// movers writes the information sets and unknowns of block id.
func (b *builder) movers(id int32, w *World, g *bunch, moves []move) {
	bl := &b.g.Blocks[id]
	bl.Movers = int32(len(moves))
	for k, mv := range moves {
		b.t.Phases[id] = append(b.t.Phases[id], mv.phase)
		moves[k].first = make([]int32, len(mv.available))
		for t, list := range mv.available {
			moves[k].first[t] = int32(len(b.t.Acts))
			b.g.Infosets = append(b.g.Infosets, game.Infoset{
				Block: id, Actor: int32(mv.actor), Type: int32(t), Mover: int32(k),
				Var: int32(len(b.t.Acts)), Vars: int32(len(list)),
				Scale: 1 / b.discount(mv.actor, w.Period),
			})
			b.t.Acts = append(b.t.Acts, list...)
		}
	}
	bl.Vars = int32(len(b.t.Acts)) - bl.Var
}

// follow fixes how move k appears, for every k, and goes on from each outcome.
func (b *builder) follow(w *World, g *bunch, id int32, moves []move, chosen []outcome, k, group int) {
	if k < len(moves) {
		if b.probe != nil {
			chosen[k] = moves[k].outcome[b.probe.one(len(moves[k].outcome))]
			b.follow(w, g, id, moves, chosen, k+1, group)
			return
		}
		for _, o := range moves[k].outcome {
			chosen[k] = o
			b.follow(w, g, id, moves, chosen, k+1, group)
		}
		return
	}
	h := b.take()
	b.happen(w, g, h, id, moves, chosen)
	if len(h.src) == 0 { // nobody's type can bring this about
		b.give(h)
		return
	}
	shown := false
	for k, mv := range moves {
		shown = shown || reveals(b.m.phases[mv.phase].actions[chosen[k].action].public)
	}
	first := b.g.Blocks[id].Profile
	b.eachRevealed(h, shown, func(p int) uint64 { return g.profile[h.src[p]-first].Secrets }, func(h *bunch, _ []int, secrets uint64) {
		mark := len(b.events)
		next := b.after(w, moves, chosen, group, secrets)
		b.settle(next, h, id)
		b.events = b.events[:mark]
	})
}

// happen makes h of every way in which the profiles of g bring the chosen outcome
// about, and lets every actor learn what it saw of it.
func (b *builder) happen(w *World, g, h *bunch, id int32, moves []move, chosen []outcome) {
	first := b.g.Blocks[id].Profile
	b.m.load(w)
	private, plain := false, true
	for k := range moves {
		private = private || moves[k].private
		plain = plain && moves[k].plain
	}
	if plain && !private {
		b.openly(w, g, h, first, moves, chosen)
		return
	}
	r := &b.real
	*r = real{b: b, w: w, g: g, h: h, moves: moves, chosen: chosen, private: private,
		acts: append(r.acts[:0], make([]int32, len(moves))...), vars: append(r.vars[:0], make([]int32, len(moves))...),
		hidden: r.hidden, profile: r.profile[:0], from: r.from[:0], saw: r.saw[:0]}
	for p := range g.profile {
		r.p, r.src, r.loaded = p, first+int32(p), false
		r.each(0, 0)
	}
	if len(r.profile) > 0 {
		h.minds = b.learn(g.minds, r.profile, r.from, r.saw)
	}
}

// openly is happen where everybody sees what is done and nothing hidden changes:
// all profiles whose movers can do it go on as they are.
func (b *builder) openly(w *World, g, h *bunch, first int32, moves []move, chosen []outcome) {
	m, np, n := b.m, len(g.profile), b.n
	places := b.places[:0]
	for p := range np {
		mark := len(h.choice)
		for k := range moves {
			mv := &moves[k]
			t := g.types[mv.actor*np+p]
			if j, ok := slices.BinarySearch(mv.available[t], int32(chosen[k].action)); ok {
				h.choice = append(h.choice, mv.first[t]+int32(j))
			}
		}
		if len(h.choice) < mark+len(moves) {
			h.choice = h.choice[:mark]
			continue
		}
		places = append(places, int32(p))
		h.src = append(h.src, first+int32(p))
		h.logK = append(h.logK, 0)
		h.paid = append(h.paid, g.paid[p*n:(p+1)*n]...)
	}
	b.places = places
	if len(places) == 0 {
		return
	}
	h.minds = b.some(g.minds, places)
	for k := range moves {
		mv := &moves[k]
		x := &m.phases[mv.phase].actions[chosen[k].action]
		if !x.hasCost || !m.costs(mv.actor) {
			continue
		}
		scale, cost := b.discount(mv.actor, w.Period), 0.0
		for q, p := range places {
			if q == 0 || x.cost.private {
				if x.cost.private {
					m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
				}
				cost = scale * m.number(&x.cost)
			}
			h.paid[q*n+mv.actor] -= cost
		}
	}
}

// real is what profiles of a block really do that may look like something else.
type real struct {
	b       *builder
	w       *World
	g, h    *bunch
	moves   []move
	chosen  []outcome
	private bool
	p       int     // profile of g
	src     int32   // its place in the game
	loaded  bool    // the frame holds what is hidden in it
	acts    []int32 // what each mover does
	vars    []int32
	hidden  []effect // scratch
	profile []Profile
	from    []int32  // by profile: profile of g
	saw     []uint64 // by profile and actor: what it saw
}

func (r *real) load() {
	if !r.loaded {
		pr := &r.g.profile[r.p]
		r.b.m.loadHidden(pr.Secrets, pr.Covert)
		r.loaded = true
	}
}

// each fixes what mover k does, for every k, in every way that looks as it was chosen.
func (r *real) each(k int, logK float64) {
	if k == len(r.moves) {
		r.realise(logK)
		return
	}
	m, mv := r.b.m, &r.moves[k]
	t := r.g.types[mv.actor*len(r.g.profile)+r.p]
	chosen := &r.chosen[k]
	if mv.plain {
		if j, ok := slices.BinarySearch(mv.available[t], int32(chosen.action)); ok {
			r.acts[k], r.vars[k] = mv.available[t][j], mv.first[t]+int32(j)
			r.each(k+1, logK)
		}
		return
	}
	for j, a := range mv.available[t] {
		x := &m.phases[mv.phase].actions[a]
		shown := int(a)
		lk := 0.0
		if x.bit >= 0 {
			if shown = m.Src.S.Phases[mv.phase].Actions[a].LooksLike; chosen.exposed {
				shown = int(a)
			}
			if !x.exposed.constant {
				r.load()
			}
			exposed := m.share(&x.exposed)
			if shown != chosen.action {
				continue
			}
			if chosen.exposed {
				lk = math.Log(exposed)
			} else {
				lk = math.Log1p(-exposed)
			}
		} else if chosen.exposed {
			continue
		}
		if shown != chosen.action || math.IsInf(lk, -1) {
			continue
		}
		r.acts[k] = a
		r.vars[k] = mv.first[t] + int32(j)
		r.each(k+1, logK+lk)
	}
}

// realise appends the results of the acts that are really done.
func (r *real) realise(logK float64) {
	b, h, n := r.b, r.h, r.b.n
	m := b.m
	pr := r.g.profile[r.p]
	r.hidden = r.hidden[:0]
	b.costs = append(b.costs[:0], make([]float64, len(r.moves))...)
	costs := b.costs
	for k := range r.moves {
		mv := &r.moves[k]
		x := &m.phases[mv.phase].actions[r.acts[k]]
		if x.bit >= 0 {
			pr.Covert |= 1 << x.bit
		}
		if x.lasting && !b.t.Exact {
			pr.Memory += remembered(mv.phase, int(r.acts[k]))
		}
		r.hidden = append(r.hidden, x.hidden...)
		if x.hasCost && m.costs(mv.actor) {
			if x.cost.private {
				r.load()
			}
			costs[k] = b.discount(mv.actor, r.w.Period) * m.number(&x.cost)
		}
	}
	add := func(secrets uint64, share float64) {
		at := len(h.src)
		r.profile = append(r.profile, pr)
		r.profile[at].Secrets = secrets
		r.from = append(r.from, int32(r.p))
		h.src = append(h.src, r.src)
		h.logK = append(h.logK, logK+math.Log(share))
		h.choice = append(h.choice, r.vars...)
		h.paid = append(h.paid, r.g.paid[r.p*n:(r.p+1)*n]...)
		for k := range r.moves {
			h.paid[at*n+r.moves[k].actor] -= costs[k]
		}
		if r.private {
			for i := range n {
				r.saw = append(r.saw, b.sees(i, r.moves, r.acts))
			}
		}
	}
	if len(r.hidden) == 0 {
		add(pr.Secrets, 1)
		return
	}
	r.load()
	m.outcomes(pr.Secrets, r.hidden, add)
}

// sees is what actor i notices of acts beyond how they appear.
func (b *builder) sees(i int, moves []move, acts []int32) uint64 {
	src := b.m.Src
	code := uint64(0)
	for k := range moves {
		x := &b.m.phases[moves[k].phase].actions[acts[k]]
		seen := uint64(0)
		if moves[k].actor == i || x.bit >= 0 && src.covert[x.bit].knows[i] {
			seen = uint64(acts[k]) + 1
		}
		code = code*uint64(len(b.m.phases[moves[k].phase].actions)+1) + seen
	}
	return code
}
