package lookahead

import (
	"math"
	"slices"

	"demarche/internal/game"
)

// This file compiles a position into the game that the actors look ahead to.

// Tree is a look-ahead: the game, and what its blocks mean in the scenario.
type Tree struct {
	Game     *game.Public
	Worlds   []World   // by block
	Events   [][]Event // by block: what happened since the parent block
	Profiles []Profile // by profile of the game
	Phases   [][]int   // by block: the phases that move there, in the order of its movers
	Acts     []int32   // by unknown: the action it stands for, in its phase
	Exact    bool      // the game runs to the horizon: play follows it and is never solved again
	src      *Source
	was      []*was // by profile: see SecretsAt
	Dropped  bool   // somebody forgets a private sighting at a period's end
}

// Bit is the bit of Profile.Covert that the covert act behind unknown v, of
// mover k of block b, sets, or −1 if the act is public.
func (t *Tree) Bit(b, k int, v int32) int {
	return t.src.act[t.Phases[b][k]][t.Acts[v]].bit
}

// StepOf is the place in scenario.Steps of mover k's phase in block b.
func (t *Tree) StepOf(b, k int) int {
	step := t.Worlds[b].Step
	for s := t.src.S; s.Steps[step].Chance || s.Steps[step].Index != t.Phases[b][k]; {
		step++
	}
	return step
}

// Limits bound a look-ahead before it is built. Zero fields mean no bound.
type Limits struct {
	Foresight int   // periods; 0: the scenario's
	Bytes     int64 // memory of the game and its solution
	Unmerged  bool  // lay every public history out, also where two start the same game
}

// bunch is the profiles of one public history while the tree is built.
type bunch struct {
	*minds
	src    []int32
	logK   []float64
	choice []int32   // by profile and mover
	paid   []float64 // by profile and actor: what was paid so far, discounted to the root
	was    []*was    // by profile: its secrets before the events since the block before; nil: the same
}

func (g *bunch) reset() {
	g.minds, g.src, g.logK, g.choice, g.paid, g.was = nil, g.src[:0], g.logK[:0], g.choice[:0], g.paid[:0], nil
}

type builder struct {
	m      *Model
	t      *Tree
	g      *game.Public
	limits Limits
	n      int   // actors
	last   World // the period and step at which the look-ahead ends
	pays   int   // period after the last one that is paid
	spare  []*bunch
	leaves int
	root   int       // period of the root
	values []float64 // scratch
	costs  []float64 // scratch
	stack  []float64 // scratch, last in first out
	places []int32   // scratch
	real   real      // scratch
	kinds  []kindKey // scratch
	bytes  float64
	probe  *probe // estimating: one way through the tree stands for all
	count  *tally // counting: breadth first
	known  known  // subgames that others may share
	merged bool   // some do
	events []Event
	since  int // first of events that the block before does not know
	slab   []Event
}

// Build compiles the look-ahead from a position. The tree's unknowns are laid
// out block by block. Errors are *ModelError or *TooLarge.
func (m *Model) Build(pos *Position, limits Limits) (t *Tree, err error) {
	defer Recover(&err)
	defer func() {
		if r := recover(); r != nil {
			e, ok := r.(*TooLarge)
			if !ok {
				panic(r)
			}
			err = e
		}
	}()
	b := m.builder(pos, limits)
	b.reserve()
	b.begin(pos)
	m.room.note(b)
	b.g.Vars = len(b.t.Acts)
	b.g.Link()
	return b.t, nil
}

// builder prepares to lay out the look-ahead from a position.
func (m *Model) builder(pos *Position, limits Limits) *builder {
	s := m.Src.S
	n := len(s.Actors)
	foresight := limits.Foresight
	if foresight == 0 {
		foresight = s.Foresight
	}
	t := &Tree{src: m.Src, Game: &game.Public{Actors: n, Precision: slices.Clone(m.Precision)}}
	b := &builder{m: m, t: t, g: t.Game, limits: limits, n: n, root: pos.World.Period}
	b.last = World{Period: pos.World.Period + foresight, Step: pos.World.Step}
	b.pays = b.last.Period + s.Outlook
	if s.Outlook < 0 {
		b.pays = s.Horizon + 1
		t.Exact = b.last.Period > s.Horizon
		if t.Exact {
			b.last = World{Period: s.Horizon + 1}
		}
	}
	return b
}

// sizes is how long trees' arrays became.
type sizes struct{ blocks, profiles, choices, types, payoffs, private, infosets, acts int }

// note remembers how large a tree became, and slowly forgets larger ones.
func (r *sizes) note(b *builder) {
	g, t := b.g, b.t
	keep := func(most *int, n int) { *most = max(n, *most-*most/16) }
	keep(&r.blocks, len(g.Blocks))
	keep(&r.profiles, len(g.Src))
	keep(&r.choices, len(g.Choice))
	keep(&r.types, len(g.Type))
	keep(&r.payoffs, len(g.Payoff))
	keep(&r.private, len(g.Private))
	keep(&r.infosets, len(g.Infosets))
	keep(&r.acts, len(t.Acts))
}

// reserve makes room for a tree about as large as the model's last ones.
func (b *builder) reserve() {
	r, g, t := &b.m.room, b.g, b.t
	g.Blocks = make([]game.Block, 0, r.blocks)
	t.Worlds = make([]World, 0, r.blocks)
	t.Events = make([][]Event, 0, r.blocks)
	t.Phases = make([][]int, 0, r.blocks)
	g.Count = make([]int32, 0, r.blocks*b.n)
	g.Src = make([]int32, 0, r.profiles)
	g.LogK = make([]float64, 0, r.profiles)
	g.Choice = make([]int32, 0, r.choices)
	g.Type = make([]int32, 0, r.types)
	t.Profiles = make([]Profile, 0, r.profiles)
	g.Payoff = make([]float64, 0, r.payoffs)
	g.Private = make([]bool, 0, r.private)
	g.Infosets = make([]game.Infoset, 0, r.infosets)
	t.Acts = make([]int32, 0, r.acts)
}

// begin lays the tree out from its root.
func (b *builder) begin(pos *Position) {
	root := b.take()
	kinds := make([]kindKey, len(pos.Profiles)*b.n)
	for p, pr := range pos.Profiles {
		root.src = append(root.src, -1)
		root.logK = append(root.logK, math.Log(pos.Belief[p]))
		for i := range b.n {
			kinds[p*b.n+i] = b.rootKind(i, pr)
			root.paid = append(root.paid, 0)
		}
	}
	root.minds = b.newMinds(slices.Clone(pos.Profiles), func(p, i int) kindKey { return kinds[p*b.n+i] })
	b.settle(pos.World, root, -1)
}

// rootKind is what actor i knows in profile p before the look-ahead.
func (b *builder) rootKind(i int, p Profile) kindKey {
	src := b.m.Src
	secrets := src.secret.project(p.Secrets, src.known[i])
	covert := uint64(0)
	for k := range src.covert {
		if src.covert[k].knows[i] {
			covert |= p.Covert & (1 << k)
		}
	}
	memory := ""
	if p.Memory != "" {
		memory = src.remembers(p.Memory, i)
	}
	return kindKey{from: -1, a: secrets, b: covert, memory: memory}
}

func (b *builder) take() *bunch {
	if n := len(b.spare); n > 0 {
		g := b.spare[n-1]
		b.spare = b.spare[:n-1]
		g.reset()
		return g
	}
	return &bunch{}
}

func (b *builder) give(g *bunch) { b.spare = append(b.spare, g) }

// copyOf is a bunch like g.
func (b *builder) copyOf(g *bunch) *bunch {
	h := b.take()
	h.minds = g.minds
	h.src = append(h.src, g.src...)
	h.logK = append(h.logK, g.logK...)
	h.choice = append(h.choice, g.choice...)
	h.paid = append(h.paid, g.paid...)
	h.was = g.was
	return h
}

// settle lets play run from w to the next choice or the end of the look-ahead,
// branching where chance decides, and gives g back.
func (b *builder) settle(w World, g *bunch, parent int32) {
	s := b.m.Src.S
	mark := len(b.events)
	defer func() { b.events = b.events[:mark]; b.give(g) }()
	for {
		if w.Ended >= 0 || w.Period == b.last.Period && w.Step == b.last.Step {
			b.leaf(w, g, parent)
			return
		}
		if w.Step == len(s.Steps) {
			w = b.endPeriod(w, g)
			continue
		}
		st := s.Steps[w.Step]
		if st.Chance {
			if parent < 0 && b.random(&w, g) {
				b.chanceRoot(w, g)
				return
			}
			if !b.chance(&w, g, parent) {
				return
			}
			continue
		}
		if b.choose(&w, g, parent, b.m.Src.together(w.Step)) {
			return
		}
	}
}

// endPeriod pays the period and begins the next.
func (b *builder) endPeriod(w World, g *bunch) World {
	m := b.m
	if w.Period < b.pays {
		all := b.casesOf(g.minds)
		b.values = append(b.values[:0], make([]float64, all.size()*b.n)...)
		m.pay(&w, all.cases, m.each, 1, b.values)
		for i := range b.n {
			scale := m.power(i, w.Period-b.root)
			for p, c := range all.of {
				g.paid[p*b.n+i] += scale * b.values[int(c)*b.n+i]
			}
		}
	}
	if g.minds = b.overnight(g.minds); g.dropped {
		b.t.Dropped = b.t.Dropped || !b.t.Exact
	}
	return World{Period: w.Period + 1, Vars: w.Vars, Ended: -1}
}

// random reports whether more than one thing may come of the chance at w, or
// what is hidden is no more what it was.
func (b *builder) random(w *World, g *bunch) bool {
	mark := len(b.stack)
	_, none, all := b.chanceShares(w, g)
	b.stack = b.stack[:mark]
	c := &b.m.chance[b.m.Src.S.Steps[w.Step].Index]
	return !none && (!all || reveals(c.public) || len(c.hidden) > 0)
}

// scratch is room for n numbers until the stack is cut back.
func (b *builder) scratch(n int) []float64 {
	at := len(b.stack)
	b.stack = slices.Grow(b.stack, n)[:at+n]
	return b.stack[at : at+n : at+n]
}

// chanceShares evaluates the probability of the chance at w for each profile.
// The result lies on the stack.
func (b *builder) chanceShares(w *World, g *bunch) (shares []float64, none, all bool) {
	m := b.m
	c := &m.chance[m.Src.S.Steps[w.Step].Index]
	none, all = true, true
	m.load(w)
	shares = b.scratch(len(g.profile))
	private := c.when.private || c.probability.private
	share := 0.0
	for p := range g.profile {
		if p == 0 || private {
			if private {
				m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
			}
			share = 0
			if m.holds(&c.when) {
				share = m.share(&c.probability)
			}
		}
		none = none && share == 0
		all = all && share == 1
		shares[p] = share
	}
	return shares, none, all
}

// chanceRoot makes a block in which nobody moves, for a chance at the root.
func (b *builder) chanceRoot(w World, g *bunch) {
	id := b.block(w, g, -1)
	h := b.passOn(g, id)
	since := b.since
	b.since = len(b.events)
	b.chance(&w, h, id)
	b.since = since
	b.give(h)
}

// passOn starts the profiles of an outcome from those of block id, movers apart.
func (b *builder) passOn(g *bunch, id int32) *bunch {
	h := b.copyOf(g)
	h.choice = h.choice[:0]
	for p := range h.profile {
		h.src[p] = b.g.Blocks[id].Profile + int32(p)
		h.logK[p] = 0
	}
	h.was = nil
	return h
}

// chance lets the chance at w happen or not. It returns true if play goes on in
// w and g; false if both branches were followed and g must not be used again.
func (b *builder) chance(w *World, g *bunch, parent int32) bool {
	m := b.m
	c := &m.chance[m.Src.S.Steps[w.Step].Index]
	mark := len(b.stack)
	defer func() { b.stack = b.stack[:mark] }()
	shares, none, all := b.chanceShares(w, g)
	if none {
		event := Event{Period: w.Period, Step: w.Step, Action: -1}
		w.Step++
		event.After = *w
		b.events = append(b.events, event)
		return true
	}
	event := Event{Period: w.Period, Step: w.Step, Action: -1}
	way := -1 // both
	if b.probe != nil && !all {
		way = b.probe.one(2)
	}
	if way != 1 {
		b.eachRevealed(g, reveals(c.public), func(p int) uint64 { return g.profile[p].Secrets }, func(h *bunch, from []int, secrets uint64) {
			b.happened(*w, h, parent, c, pick(shares, from), event, secrets)
		})
	}
	if all || way == 0 {
		return false
	}
	not := *w
	not.Step++
	event.After = not
	seen := len(b.events)
	b.events = append(b.events, event)
	b.settle(not, b.kept(g, func(p int) (float64, bool) { return -shares[p], shares[p] < 1 }, math.Log1p), parent)
	b.events = b.events[:seen]
	return false
}

// happened goes on from a chance that came true.
func (b *builder) happened(w World, g *bunch, parent int32, c *chance, shares []float64, event Event, secrets uint64) {
	m := b.m
	h := b.affected(g, c.hidden, shares, &w)
	if len(h.profile) == 0 {
		b.give(h)
		return
	}
	m.load(&w)
	if reveals(c.public) {
		m.loadHidden(secrets, 0)
	}
	next := w
	next.Vars = m.write(w.Vars, c.public)
	next.Flags = withFlags(w.Flags, c.flag)
	next.Step++
	m.finish(&next)
	mark := len(b.events)
	event.Happened, event.After = true, next
	b.events = append(b.events, event)
	b.settle(next, h, parent)
	b.events = b.events[:mark]
}

// kept is the profiles of g that stay possible, each with more log probability:
// the logarithm of what share gives.
func (b *builder) kept(g *bunch, share func(p int) (x float64, possible bool), log func(float64) float64) *bunch {
	h := b.take()
	stride := 0
	if len(g.profile) > 0 {
		stride = len(g.choice) / len(g.profile)
	}
	last, more := math.NaN(), 0.0
	places := b.places[:0]
	for p := range g.profile {
		x, possible := share(p)
		if !possible {
			continue
		}
		if x != last {
			last, more = x, log(x)
		}
		places = append(places, int32(p))
		h.src = append(h.src, g.src[p])
		h.logK = append(h.logK, g.logK[p]+more)
		h.choice = append(h.choice, g.choice[p*stride:(p+1)*stride]...)
		h.paid = append(h.paid, g.paid[p*b.n:(p+1)*b.n]...)
	}
	b.places = places
	h.minds = b.some(g.minds, places)
	h.was = g.was
	if g.was != nil && len(places) < len(g.profile) {
		h.was = make([]*was, len(places))
		for k, p := range places {
			h.was[k] = g.was[p]
		}
	}
	return h
}

// affected is the profiles of g after a chance that changes secrets.
func (b *builder) affected(g *bunch, hidden []effect, shares []float64, w *World) *bunch {
	if len(hidden) == 0 {
		return b.kept(g, func(p int) (float64, bool) { return shares[p], shares[p] != 0 }, math.Log)
	}
	m := b.m
	h := b.take()
	stride := len(g.choice) / max(len(g.profile), 1)
	var profile []Profile
	var from []int32
	for p := range g.profile {
		if shares[p] == 0 {
			continue
		}
		m.load(w)
		m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
		m.outcomes(g.profile[p].Secrets, hidden, func(sec uint64, share float64) {
			pr := g.profile[p]
			pr.Secrets = sec
			profile, from = append(profile, pr), append(from, int32(p))
			h.src = append(h.src, g.src[p])
			h.logK = append(h.logK, g.logK[p]+(math.Log(shares[p])+math.Log(share)))
			h.choice = append(h.choice, g.choice[p*stride:(p+1)*stride]...)
			h.paid = append(h.paid, g.paid[p*b.n:(p+1)*b.n]...)
			var before *was
			if g.was != nil {
				before = g.was[p]
			}
			h.was = append(h.was, b.remember(before, g.profile[p].Secrets, sec))
		})
	}
	h.minds = b.learn(g.minds, profile, from, nil)
	return h
}

// block appends a block for the profiles of g and returns its number.
func (b *builder) block(w World, g *bunch, parent int32) int32 {
	id := int32(len(b.g.Blocks))
	m := len(g.profile)
	bl := game.Block{
		Parent: parent, Profile: int32(len(b.g.Src)), Profiles: int32(m),
		Type: int32(len(b.g.Type)), Choice: int32(len(b.g.Choice)), Kid: -1,
		Infoset: int32(len(b.g.Infosets)), Var: int32(len(b.t.Acts)), Payoff: -1, Leaf: -1,
	}
	bl.Period = int32(w.Period - b.root)
	b.g.Src = append(b.g.Src, g.src...)
	b.g.LogK = append(b.g.LogK, g.logK...)
	b.g.Choice = append(b.g.Choice, g.choice...)
	b.g.Type = append(b.g.Type, g.types...)
	b.g.Count = append(b.g.Count, g.count...)
	b.g.Blocks = append(b.g.Blocks, bl)
	b.t.Worlds = append(b.t.Worlds, w)
	b.t.Events = append(b.t.Events, b.sinceBefore())
	b.t.Profiles = append(b.t.Profiles, g.profile...)
	if g.was != nil && b.t.was == nil {
		b.t.was = make([]*was, len(b.t.Profiles)-m, cap(b.t.Profiles))
	}
	if b.t.was != nil {
		b.t.was = append(b.t.was, make([]*was, m)...)
		copy(b.t.was[len(b.t.was)-m:], g.was)
	}
	b.t.Phases = append(b.t.Phases, nil)
	bytes := float64(160 + m*(40+16*b.n) + m*m*b.n*8 + 64*(len(b.events)-b.since))
	if b.probe != nil {
		w := b.probe.weight
		b.probe.size.Blocks += w
		b.probe.size.Nodes += w * float64(m)
		b.probe.size.Bytes += w * bytes
		return id
	}
	b.bytes += bytes
	if b.count != nil {
		b.count.add(int(bl.Period), Size{Blocks: 1, Nodes: float64(m), Bytes: bytes})
	}
	if l := b.limits; l.Bytes > 0 && b.bytes > float64(l.Bytes) {
		panic(&TooLarge{Size: Size{Blocks: float64(len(b.g.Blocks)), Nodes: float64(len(b.g.Src)), Bytes: b.bytes}, Limit: l.Bytes})
	}
	return id
}

// leaf ends the look-ahead in w.
func (b *builder) leaf(w World, g *bunch, parent int32) {
	m := b.m
	id := b.block(w, g, parent)
	if b.probe != nil || b.count != nil {
		return
	}
	bl := &b.g.Blocks[id]
	bl.Payoff = int32(len(b.g.Payoff))
	bl.Leaf = int32(b.leaves)
	b.leaves++
	np := len(g.profile)
	b.g.Payoff = append(b.g.Payoff, make([]float64, np*b.n)...)
	pay := b.g.Payoff[bl.Payoff:]
	all := b.casesOf(g.minds)
	values := m.beyond(w, all, b.pays-w.Period)
	for i := range b.n {
		scale := m.power(i, w.Period-b.root)
		to := pay[i*np:][:np]
		for p, c := range all.of {
			to[p] = g.paid[p*b.n+i] + scale*values[int(c)*b.n+i]
		}
	}
	for i := range b.n {
		b.g.Private = append(b.g.Private, b.private(bl, i))
	}
}

// sinceBefore is a copy of what happened since the block before.
func (b *builder) sinceBefore() []Event {
	n := len(b.events) - b.since
	if cap(b.slab)-len(b.slab) < n {
		b.slab = make([]Event, 0, max(n, 256))
	}
	at := len(b.slab)
	b.slab = append(b.slab, b.events[b.since:]...)
	return b.slab[at : at+n : at+n]
}

// private reports whether a leaf pays actor i the same in all profiles of a type.
func (b *builder) private(bl *game.Block, i int) bool {
	np := int(bl.Profiles)
	types := b.g.Type[int(bl.Type)+i*np:][:np]
	pay := b.g.Payoff[int(bl.Payoff)+i*np:][:np]
	paid := b.scratch(np) // by type
	defer func() { b.stack = b.stack[:len(b.stack)-np] }()
	next := int32(0) // types are numbered as they come
	for p, t := range types {
		if t == next {
			paid[t] = pay[p]
			next++
		} else if pay[p] != paid[t] {
			return false
		}
	}
	return true
}

// A move is one phase of a choice.
type move struct {
	phase     int
	available [][]int32 // by type: actions
	first     []int32   // by type: first unknown
	outcome   []outcome
	actor     int
	plain     bool // every act is seen for what it is
	private   bool // somebody may see more of an act than others, or learn from it
}

// outcome is how a move can appear.
type outcome struct {
	action  int
	exposed bool
}
