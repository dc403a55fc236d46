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
	open := make([]bool, len(actions))
	anywhere := false
	b.kinds = b.kinds[:0]
	var kinds []int32 // of the mover, in order of appearance: its types
	for p := range g.profile {
		kind := g.kind[p*b.n+ph.Actor]
		if slices.Contains(kinds, kind) {
			continue
		}
		kinds = append(kinds, kind)
		loaded := false
		var list []int32
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
		mv.available = append(mv.available, list)
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
	shown := make([]bool, len(actions))
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
		for t, list := range mv.available {
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
	saw := b.happen(w, g, h, id, moves, chosen)
	if len(h.profile) == 0 { // nobody's type can bring this about
		b.give(h)
		return
	}
	if saw != nil {
		b.learn(h, saw)
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

// happen appends to h every way in which the profiles of g bring the chosen
// outcome about. It returns what each actor saw of it by profile and actor, or
// nil if everybody saw everything there was to see.
func (b *builder) happen(w *World, g, h *bunch, id int32, moves []move, chosen []outcome) []uint64 {
	m := b.m
	bl := &b.g.Blocks[id]
	m.load(w)
	var saw []uint64
	private := false
	for k := range moves {
		private = private || moves[k].private
	}
	acts := make([]int32, len(moves)) // what each mover really does
	vars := make([]int32, len(moves))
	for p := range g.profile {
		var each func(k int, logK float64)
		each = func(k int, logK float64) {
			if k == len(moves) {
				saw = b.realise(w, g, h, p, bl.Profile+int32(p), moves, acts, vars, logK, private, saw)
				return
			}
			mv := &moves[k]
			t := b.g.TypeOf(int(id), mv.actor, p)
			set := b.infoset(bl, k, t)
			if mv.plain {
				if j, ok := slices.BinarySearch(mv.available[t], int32(chosen[k].action)); ok {
					acts[k], vars[k] = mv.available[t][j], set.Var+int32(j)
					each(k+1, logK)
				}
				return
			}
			for j, a := range mv.available[t] {
				x := &m.phases[mv.phase].actions[a]
				shown := int(a)
				lk := 0.0
				if x.bit >= 0 {
					if !x.exposed.constant {
						m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
					}
					exposed := m.share(&x.exposed)
					if chosen[k].exposed {
						lk = math.Log(exposed)
					} else {
						lk = math.Log1p(-exposed)
						shown = m.Src.S.Phases[mv.phase].Actions[a].LooksLike
					}
				} else if chosen[k].exposed {
					continue
				}
				if shown != chosen[k].action || math.IsInf(lk, -1) {
					continue
				}
				acts[k] = a
				vars[k] = set.Var + int32(j)
				each(k+1, logK+lk)
			}
		}
		each(0, 0)
	}
	if !private {
		return nil
	}
	return saw
}

// infoset is the information set of type t of mover k of a block.
func (b *builder) infoset(bl *game.Block, k, t int) *game.Infoset {
	for i := int(bl.Infoset); ; i++ {
		if s := &b.g.Infosets[i]; int(s.Mover) == k && int(s.Type) == t {
			return s
		}
	}
}

// realise appends the results of the acts that profile p really does.
func (b *builder) realise(w *World, g, h *bunch, p int, src int32, moves []move, acts, vars []int32, logK float64, private bool, saw []uint64) []uint64 {
	m := b.m
	pr := g.profile[p]
	var hidden []effect
	loaded := false
	load := func() {
		if !loaded {
			m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
			loaded = true
		}
	}
	b.costs = append(b.costs[:0], make([]float64, len(moves))...)
	costs := b.costs
	for k := range moves {
		x := &m.phases[moves[k].phase].actions[acts[k]]
		if x.bit >= 0 {
			pr.Covert |= 1 << x.bit
		}
		if x.lasting && !b.t.Exact {
			pr.Memory += remembered(moves[k].phase, int(acts[k]))
		}
		hidden = append(hidden, x.hidden...)
		if x.hasCost && m.costs(moves[k].actor) {
			if x.cost.private {
				load()
			}
			costs[k] = b.discount(moves[k].actor, w.Period) * m.number(&x.cost)
		}
	}
	add := func(secrets uint64, share float64) {
		at := len(h.profile)
		h.profile = append(h.profile, pr)
		h.profile[at].Secrets = secrets
		h.src = append(h.src, src)
		h.logK = append(h.logK, logK+math.Log(share))
		h.choice = append(h.choice, vars...)
		h.kind = append(h.kind, g.kind[p*b.n:(p+1)*b.n]...)
		h.paid = append(h.paid, g.paid[p*b.n:(p+1)*b.n]...)
		h.was = append(h.was, nil)
		for k := range moves {
			h.paid[at*b.n+moves[k].actor] -= costs[k]
		}
		if private {
			for i := range b.n {
				saw = append(saw, b.sees(i, moves, acts))
			}
		}
	}
	if len(hidden) == 0 {
		add(pr.Secrets, 1)
		return saw
	}
	load()
	m.outcomes(pr.Secrets, hidden, add)
	return saw
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
