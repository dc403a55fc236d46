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
	profile []Profile
	src     []int32
	logK    []float64
	choice  []int32   // by profile and mover
	kind    []int32   // by profile and actor: what the actor knows beyond the public history
	paid    []float64 // by profile and actor: what was paid so far, discounted to the root
	was     []*was    // by profile: its secrets before the events since the block before
}

func (g *bunch) reset() {
	g.profile, g.src, g.logK = g.profile[:0], g.src[:0], g.logK[:0]
	g.choice, g.kind, g.paid, g.was = g.choice[:0], g.kind[:0], g.paid[:0], g.was[:0]
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
	cases  cases     // scratch
	caseOf []int     // scratch
	costs  []float64 // scratch
	kinds  []kindKey
	bytes  float64
	probe  *probe // estimating: one way through the tree stands for all
	count  *tally // counting: breadth first
	known  known  // subgames that others may share
	merged bool   // some do
	events []Event
	since  int // first of events that the block before does not know
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
	m.room = sizes{len(b.g.Blocks), len(b.g.Src), len(b.g.Payoff), len(b.g.Infosets), len(b.t.Acts)}
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

// sizes is how long a tree's arrays became.
type sizes struct{ blocks, profiles, payoffs, infosets, acts int }

// reserve makes room for a tree about as large as the model's last one.
func (b *builder) reserve() {
	r, g, t := b.m.room, b.g, b.t
	more := func(n int) int { return n + n/8 }
	g.Blocks = make([]game.Block, 0, more(r.blocks))
	t.Worlds = make([]World, 0, more(r.blocks))
	t.Events = make([][]Event, 0, more(r.blocks))
	t.Phases = make([][]int, 0, more(r.blocks))
	g.Count = make([]int32, 0, more(r.blocks*b.n))
	g.Src = make([]int32, 0, more(r.profiles))
	g.LogK = make([]float64, 0, more(r.profiles))
	g.Choice = make([]int32, 0, more(r.profiles))
	g.Type = make([]int32, 0, more(r.profiles*b.n))
	t.Profiles = make([]Profile, 0, more(r.profiles))
	t.was = make([]*was, 0, more(r.profiles))
	g.Payoff = make([]float64, 0, more(r.payoffs))
	g.Infosets = make([]game.Infoset, 0, more(r.infosets))
	t.Acts = make([]int32, 0, more(r.acts))
}

// begin lays the tree out from its root.
func (b *builder) begin(pos *Position) {
	root := b.take()
	for p, pr := range pos.Profiles {
		root.profile = append(root.profile, pr)
		root.src = append(root.src, -1)
		root.logK = append(root.logK, math.Log(pos.Belief[p]))
		root.was = append(root.was, nil)
		for i := range b.n {
			root.kind = append(root.kind, b.rootKind(i, pr))
			root.paid = append(root.paid, 0)
		}
	}
	b.settle(pos.World, root, -1)
}

// rootKind numbers what actor i knows in profile p before the look-ahead.
func (b *builder) rootKind(i int, p Profile) int32 {
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
	return b.kindOf(kindKey{actor: i, from: -1, a: secrets, b: covert, memory: memory})
}

// kindKey is one thing an actor may know, beyond what it knew before (from).
type kindKey struct {
	actor  int
	from   int32
	a, b   uint64
	memory string
}

// kindOf numbers kinds of knowledge; the list is kept short by clearing it for each outcome.
func (b *builder) kindOf(k kindKey) int32 {
	for i := range b.kinds {
		if b.kinds[i] == k {
			return int32(i)
		}
	}
	b.kinds = append(b.kinds, k)
	return int32(len(b.kinds) - 1)
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

func (b *builder) copyOf(g *bunch) *bunch {
	h := b.take()
	h.profile = append(h.profile, g.profile...)
	h.src = append(h.src, g.src...)
	h.logK = append(h.logK, g.logK...)
	h.choice = append(h.choice, g.choice...)
	h.kind = append(h.kind, g.kind...)
	h.paid = append(h.paid, g.paid...)
	h.was = append(h.was, g.was...)
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
		all := b.casesOf(g)
		b.values = append(b.values[:0], make([]float64, all.size()*b.n)...)
		m.pay(&w, all, m.each, 1, b.values)
		for i := range b.n {
			scale := m.power(i, w.Period-b.root)
			for p, c := range b.caseOf {
				g.paid[p*b.n+i] += scale * b.values[c*b.n+i]
			}
		}
	}
	for p := range g.profile {
		if g.profile[p].Covert != 0 {
			b.t.Dropped = b.t.Dropped || !b.t.Exact
			g.profile[p].Covert = 0
		}
	}
	return World{Period: w.Period + 1, Vars: w.Vars, Ended: -1}
}

// random reports whether more than one thing may come of the chance at w, or
// what is hidden is no more what it was.
func (b *builder) random(w *World, g *bunch) bool {
	none, all := b.chanceShares(w, g, nil)
	c := &b.m.chance[b.m.Src.S.Steps[w.Step].Index]
	return !none && (!all || reveals(c.public) || len(c.hidden) > 0)
}

// chanceShares evaluates the probability of the chance at w for each profile.
func (b *builder) chanceShares(w *World, g *bunch, out []float64) (none, all bool) {
	m := b.m
	c := &m.chance[m.Src.S.Steps[w.Step].Index]
	none, all = true, true
	m.load(w)
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
		if out != nil {
			out[p] = share
		}
	}
	return none, all
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
		h.was[p] = nil
	}
	return h
}

// chance lets the chance at w happen or not. It returns true if play goes on in
// w and g; false if both branches were followed and g must not be used again.
func (b *builder) chance(w *World, g *bunch, parent int32) bool {
	m := b.m
	c := &m.chance[m.Src.S.Steps[w.Step].Index]
	shares := make([]float64, len(g.profile))
	none, all := b.chanceShares(w, g, shares)
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
	mark := len(b.events)
	b.events = append(b.events, event)
	h := b.take()
	for p := range g.profile {
		if shares[p] < 1 {
			b.keep(h, g, p, math.Log1p(-shares[p]))
		}
	}
	b.settle(not, h, parent)
	b.events = b.events[:mark]
	return false
}

// happened goes on from a chance that came true.
func (b *builder) happened(w World, g *bunch, parent int32, c *chance, shares []float64, event Event, secrets uint64) {
	m := b.m
	h := b.take()
	b.affected(h, g, c.hidden, shares, &w)
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

// keep appends profile p of g to h, with the log probability of what chance did.
func (b *builder) keep(h, g *bunch, p int, logShare float64) int {
	stride := 0
	if len(g.profile) > 0 {
		stride = len(g.choice) / len(g.profile)
	}
	h.profile = append(h.profile, g.profile[p])
	h.src = append(h.src, g.src[p])
	h.logK = append(h.logK, g.logK[p]+logShare)
	h.choice = append(h.choice, g.choice[p*stride:(p+1)*stride]...)
	h.kind = append(h.kind, g.kind[p*b.n:(p+1)*b.n]...)
	h.paid = append(h.paid, g.paid[p*b.n:(p+1)*b.n]...)
	h.was = append(h.was, g.was[p])
	return len(h.profile) - 1
}

// affected appends to h the profiles of g after a chance that changes secrets.
func (b *builder) affected(h, g *bunch, hidden []effect, shares []float64, w *World) {
	m := b.m
	for p := range g.profile {
		if shares[p] == 0 {
			continue
		}
		if len(hidden) == 0 {
			b.keep(h, g, p, math.Log(shares[p]))
			continue
		}
		m.load(w)
		m.loadHidden(g.profile[p].Secrets, g.profile[p].Covert)
		m.outcomes(g.profile[p].Secrets, hidden, func(sec uint64, share float64) {
			at := b.keep(h, g, p, math.Log(shares[p])+math.Log(share))
			h.profile[at].Secrets = sec
			h.was[at] = b.remember(g.was[p], g.profile[p].Secrets, sec)
		})
	}
	if len(hidden) > 0 {
		b.learn(h, nil)
	}
}

// learn lets every actor know the secrets it is told, as they stand now, and
// what else (by profile and actor) it saw.
func (b *builder) learn(h *bunch, saw []uint64) {
	src := b.m.Src
	b.kinds = b.kinds[:0]
	for p := range h.profile {
		for i := range b.n {
			k := kindKey{actor: i, from: h.kind[p*b.n+i], a: src.secret.project(h.profile[p].Secrets, src.known[i])}
			if saw != nil {
				k.b = saw[p*b.n+i]
			}
			h.kind[p*b.n+i] = b.kindOf(k)
		}
	}
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
	for i := range b.n {
		// number the actor's kinds of knowledge from 0, in the order of the profiles
		count := int32(0)
		start := len(b.g.Type)
		for p := range m {
			k := g.kind[p*b.n+i]
			t := int32(-1)
			for q := range p {
				if g.kind[q*b.n+i] == k {
					t = b.g.Type[start+q]
					break
				}
			}
			if t < 0 {
				t = count
				count++
			}
			b.g.Type = append(b.g.Type, t)
		}
		b.g.Count = append(b.g.Count, count)
	}
	b.g.Blocks = append(b.g.Blocks, bl)
	b.t.Worlds = append(b.t.Worlds, w)
	b.t.Events = append(b.t.Events, slices.Clone(b.events[b.since:]))
	b.t.Profiles = append(b.t.Profiles, g.profile...)
	b.t.was = append(b.t.was, g.was...)
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
	all := b.casesOf(g)
	values := m.beyond(w, all, b.pays-w.Period)
	for i := range b.n {
		scale := m.power(i, w.Period-b.root)
		for p, c := range b.caseOf {
			pay[i*np+p] = g.paid[p*b.n+i] + scale*values[c*b.n+i]
		}
	}
	for i := range b.n {
		b.g.Private = append(b.g.Private, b.private(bl, i))
	}
}

// casesOf lists what the future may depend on in the profiles of g: those that
// differ in nothing it reads are one case. caseOf says which is whose.
func (b *builder) casesOf(g *bunch) cases {
	b.cases.secrets, b.cases.covert, b.caseOf = b.cases.secrets[:0], b.cases.covert[:0], b.caseOf[:0]
	for _, pr := range g.profile {
		secrets := b.m.Src.secret.project(pr.Secrets, b.m.tails)
		at := -1
		for c := range b.cases.secrets {
			if b.cases.secrets[c] == secrets && b.cases.covert[c] == pr.Covert {
				at = c
				break
			}
		}
		if at < 0 {
			at = b.cases.size()
			b.cases.secrets = append(b.cases.secrets, secrets)
			b.cases.covert = append(b.cases.covert, pr.Covert)
		}
		b.caseOf = append(b.caseOf, at)
	}
	return b.cases
}

// private reports whether a leaf pays actor i the same in all profiles of a type.
func (b *builder) private(bl *game.Block, i int) bool {
	np := int(bl.Profiles)
	types := b.g.Type[int(bl.Type)+i*np:][:np]
	pay := b.g.Payoff[int(bl.Payoff)+i*np:][:np]
	for p := range types {
		for q := range p {
			if types[q] == types[p] {
				if pay[q] != pay[p] {
					return false
				}
				break
			}
		}
	}
	return true
}

// A move is one phase of a choice.
type move struct {
	phase     int
	available [][]int32 // by type: actions
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
