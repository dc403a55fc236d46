package evidence

import (
	"cmp"
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/story"
)

// This file weighs one draw of the parameters by the evidence: the story is
// played along what was seen, and what was not seen is summed over.

// Limits of exact summation over public histories, and the number carried on by
// the particle filter beyond it.
const (
	DefaultExact     = 64
	DefaultParticles = 16
)

// FilterOptions of Filter.
type FilterOptions struct {
	Exact     int            // most public histories summed exactly; 0: DefaultExact
	Particles int            // histories kept beyond that; 0: DefaultParticles
	Stream    *random.Stream // for resampling
	Clock     story.Clock    // from when on questions count
	// Begin is where play begins, of an earlier Filter with the same teller, so that
	// the two share the look-aheads that the teller keeps; nil: a new one.
	Begin *story.Moment
	// Along is other evidence, of the same steps: the history that it tells word for
	// word is never dropped, however improbable it seems on the way; nil: none.
	Along *Observed
}

// Particle is one public history that the evidence leaves open.
type Particle struct {
	Moment *story.Moment
	LogW   float64 // log probability of the history and of the evidence along it
	Yes    []bool  // questions with an explicit from that have come true
	Stale  []int32 // flags true at the as-of cut
	// Ahead is what happened on the way to the moment that is not over yet, since
	// nobody had a choice in it.
	Ahead []lookahead.Event
	heard Heard // what linked rows have told along it
	along bool  // all went as FilterOptions.Along tells it
}

// Belief is what is believed after a step.
type Belief struct {
	Period, Step  int    // 0, −1: at the start
	Row           int    // row of the evidence that spoke of the step, −1 none
	Event         string // the act or chance, as the likeliest history has it
	Quiet         bool
	Before, After float64     // log-likelihood of everything up to the step, without and with it
	Secrets       [][]float64 // by secret and value
}

// Said is what the evidence says about one draw, as plain data.
type Said struct {
	LogLikelihood float64
	Path          []Belief
	Noted         []Noted // by step that is over and not left open
	Exact         bool
	Histories     int // most carried at once
	Clock         story.Clock
}

// Filtered is what the evidence says about one draw, and where it leads.
type Filtered struct {
	Said
	Particles []Particle // with LogW normalised to sum to 1 over exp
	Begin     *story.Moment
}

// filter is the work in hand.
type filter struct {
	t    *story.Teller
	o    *Observed
	wins []story.Window
	opt  FilterOptions
	out  *Filtered
	led  *ledger
}

// Filter plays the evidence through a teller's model from its start. With
// nothing observed the start itself is the only particle. A draw that makes the
// evidence impossible has log-likelihood −Inf and no particles.
func Filter(t *story.Teller, o *Observed, opt FilterOptions) (out *Filtered, err error) {
	defer lookahead.Recover(&err)
	if opt.Exact == 0 {
		opt.Exact = DefaultExact
	}
	if opt.Particles == 0 {
		opt.Particles = DefaultParticles
	}
	pos, err := t.M.Start()
	if err != nil {
		return nil, err
	}
	m := opt.Begin
	if m == nil {
		if m, err = t.Begin(pos, nil, 0); err != nil {
			return nil, err
		}
	}
	s := t.M.Src.S
	f := &filter{t: t, o: o, wins: story.Windows(s), opt: opt, led: newLedger(t.M.Src, o)}
	f.out = &Filtered{Said: Said{Exact: true, Clock: opt.Clock}, Begin: m}
	start := Particle{Moment: m, Yes: make([]bool, len(s.Questions)), heard: o.Listen(), along: opt.Along != nil}
	f.out.Path = append(f.out.Path, Belief{Step: -1, Row: -1, Quiet: true, Secrets: t.M.Src.Marginals(pos)})
	f.led.enterAt(pos, 0, f.absorb(&start, nil, pos.World, m.Before(), m.World(), m.Settled()))
	list := []Particle{start}
	for {
		next, moved, err := f.advance(list)
		if err != nil {
			return nil, err
		}
		list = next
		if !moved || len(list) == 0 {
			break
		}
	}
	f.out.Histories = max(f.out.Histories, len(list))
	total := logSumW(list)
	f.out.LogLikelihood += total
	for i := range list {
		list[i].LogW -= total
	}
	if math.IsInf(f.out.LogLikelihood, -1) {
		list = nil
	}
	f.out.Particles, f.out.Noted = list, f.led.list()
	return f.out, nil
}

func logSumW(list []Particle) float64 {
	logs := make([]float64, len(list))
	for i := range list {
		logs[i] = list[i].LogW
	}
	return logspace.Sum(logs)
}

// advance takes the particles that stand at the earliest step that is over one
// choice further.
func (f *filter) advance(list []Particle) (next []Particle, moved bool, err error) {
	period, step := 0, 0
	for i := range list {
		w := f.world(&list[i])
		if f.done(&list[i], w) {
			continue
		}
		if !moved || w.Period < period || w.Period == period && w.Step < step {
			period, step, moved = w.Period, w.Step, true
		}
	}
	if !moved {
		return list, false, nil
	}
	before := logSumW(list)
	var ways []way
	for i := range list {
		p := &list[i]
		w := f.world(p)
		if f.done(p, w) || w.Period != period || w.Step != step {
			ways = append(ways, way{Particle: *p})
			continue
		}
		branches := p.Moment.Branches()
		for k := range branches {
			heard := p.heard.Copy()
			l, marks := f.span(heard, w.Period, w.Step, branches[k].Events, p.Moment.Look.Tree.Worlds[branches[k].Block])
			f.led.enter(p.Moment, k, p.LogW, marks)
			l += p.LogW + math.Log(branches[k].Probability)
			if math.IsInf(l, -1) || math.IsNaN(l) {
				continue
			}
			ways = append(ways, way{Particle{LogW: l, Yes: append([]bool(nil), p.Yes...), Stale: p.Stale, heard: heard, along: p.along && f.along(branches[k].Events)}, p.Moment, k})
		}
	}
	f.out.Histories = max(f.out.Histories, len(ways))
	if len(ways) > f.opt.Exact {
		ways = f.resample(ways) // before anything more is solved
	}
	var seen []lookahead.Event
	best := math.Inf(-1)
	rows := map[int]bool{}
	for i := range ways {
		q := &ways[i].Particle
		if ways[i].from == nil {
			next = append(next, *q)
			continue
		}
		if err := f.follow(&ways[i]); err != nil {
			return nil, false, err
		}
		if math.IsInf(q.LogW, -1) {
			continue
		}
		events := ways[i].from.Branches()[ways[i].branch].Events
		for e := range events {
			ev := &events[e]
			if ob, ok := f.o.At(ev.Period, ev.Step); ok && ob.Row >= 0 {
				rows[ob.Row] = true
			}
		}
		if q.LogW > best && len(events) > 0 {
			best, seen = q.LogW, events
		}
		next = append(next, *q)
	}
	after := logSumW(next)
	if math.IsInf(after, -1) {
		next = nil
	}
	f.note(period, step, seen, rows, before, after, next)
	return next, true, nil
}

// way is a particle that is to go, or stays where it is (from is nil).
type way struct {
	Particle
	from   *story.Moment
	branch int
}

// follow takes a particle along its branch.
func (f *filter) follow(w *way) error {
	m, k := w.from, w.branch
	to := m.Look.Tree.Worlds[m.Branches()[k].Block]
	events := m.Branches()[k].Events
	if !f.o.Over(to.Period, to.Step) {
		w.Moment = f.t.Arrive(m, k) // what follows is for the stories to solve
		f.absorb(&w.Particle, events, to, nil, to, m.Truths(k))
		return nil
	}
	next, err := f.t.Follow(m, k)
	if err != nil {
		return err
	}
	w.Moment = next
	begun := w.LogW - math.Log(m.Branches()[k].Probability)
	marks := f.absorb(&w.Particle, events, to, next.Before(), next.World(), m.Truths(k))
	for i := range marks {
		marks[i].events = len(events)
	}
	f.led.enter(m, k, begun, marks)
	return nil
}

func (f *filter) world(p *Particle) *lookahead.World {
	w := p.Moment.World()
	return &w
}

// done reports whether a particle has come past everything that is over.
func (f *filter) done(p *Particle, w *lookahead.World) bool {
	return !f.o.Over(w.Period, w.Step) || p.Moment.Over()
}

// span weighs every step that is over from (period, step) to where play then
// stands, steps without an event included, and says what each weighs. Linked
// rows are taken in by heard.
func (f *filter) span(heard Heard, period, step int, events []lookahead.Event, to lookahead.World) (l float64, marks []mark) {
	n := len(f.t.M.Src.S.Steps)
	k := 0
	pass := func(log float64, before int) {
		l += log
		marks = append(marks, mark{period, step, before, log})
		if step++; step >= n {
			period, step = period+1, 0
		}
	}
	for (period < to.Period || period == to.Period && step < to.Step) && f.o.Over(period, step) {
		if k < len(events) && events[k].Period == period && events[k].Step == step {
			k++
			pass(f.o.LogGiven(heard, events[k-1]), k-1)
		} else {
			pass(f.o.LogSkippedGiven(heard, period, step), k)
		}
	}
	if to.Ended >= 0 { // what is reported after an end cannot have been seen
		if period, step = to.Period, to.Step; step >= n {
			period, step = period+1, 0
		}
		for f.o.Over(period, step) {
			log := 0.0
			if ob, ok := f.o.At(period, step); ok && ob.Row >= 0 {
				log = f.o.LogSkippedGiven(heard, period, step)
			}
			pass(log, len(events))
		}
	}
	return l, marks
}

// absorb takes in what happened on a particle's way: events of the branch, which
// led to from, then those in which nobody chose. The latter change the
// particle's weight; it returns what each of their steps weighs.
func (f *filter) absorb(p *Particle, events []lookahead.Event, from lookahead.World, before []lookahead.Event, to lookahead.World, hidden story.Hidden) (marks []mark) {
	c := story.Clock{Period: f.out.Clock.Period, Step: f.out.Clock.Step, Stale: p.Stale}
	all := append(append([]lookahead.Event(nil), events...), before...)
	if from.Period != to.Period || from.Step != to.Step {
		var l float64
		l, marks = f.span(p.heard, from.Period, from.Step, before, to)
		p.LogW += l
	}
	c.Pass(all)
	p.Stale = c.Stale
	f.t.Answers(f.wins, &c, all, hidden, p.Yes)
	for i := range all {
		if !f.o.Over(all[i].Period, all[i].Step) {
			p.Ahead = append(p.Ahead, all[i])
		}
	}
	return marks
}

// note records what was believed after the step.
func (f *filter) note(period, step int, seen []lookahead.Event, rows map[int]bool, before, after float64, list []Particle) {
	b := Belief{Period: period, Step: step, Row: -1, Quiet: true, Before: before, After: after}
	for r := range rows {
		if b.Row < 0 || r < b.Row {
			b.Row, b.Quiet = r, false
		}
	}
	for k := range seen { // the one that the row speaks of, else the first
		ob, ok := f.o.At(seen[k].Period, seen[k].Step)
		if spoken := ok && b.Row >= 0 && ob.Row == b.Row; k == 0 || spoken {
			b.Event = lookahead.FlagName(f.t.M.Src.S, seen[k])
		}
	}
	total := logSumW(list)
	for i := range list {
		w := math.Exp(list[i].LogW - total)
		m := f.t.M.Src.Marginals(list[i].Moment.Pos)
		if b.Secrets == nil {
			b.Secrets = make([][]float64, len(m))
			for j := range m {
				b.Secrets[j] = make([]float64, len(m[j]))
			}
		}
		for j := range m {
			for v := range m[j] {
				b.Secrets[j][v] += w * m[j][v]
			}
		}
	}
	f.out.Path = append(f.out.Path, b)
}

// along reports whether all that happened is what FilterOptions.Along tells.
func (f *filter) along(events []lookahead.Event) bool {
	for i := range events {
		if ob, ok := f.opt.Along.At(events[i].Period, events[i].Step); ok && !ob.Open && !ob.says(events[i]) {
			return false
		}
	}
	return true
}

// resample keeps a fixed number of histories. Those that weigh more than 1/c are
// kept as they are, the others by systematic resampling at the weight 1/c, where c
// makes the number right: it leaves the likelihood unbiased, and of all ways that
// do it changes the weights least (Fearnhead and Clifford 2003).
func (f *filter) resample(list []way) []way {
	f.out.Exact = false
	logs := make([]float64, len(list))
	fixed := 0
	for i := range list {
		if logs[i] = list[i].LogW; list[i].along {
			logs[i] = math.Inf(-1) // out of the lottery
			fixed++
		}
	}
	total := logspace.Sum(logs)
	weights := make([]float64, len(list))
	for i := range list {
		weights[i] = math.Exp(logs[i] - total)
	}
	heavy := slices.Clone(weights)
	slices.SortFunc(heavy, func(a, b float64) int { return cmp.Compare(b, a) })
	rest, c, least := 0.0, 0.0, math.Inf(1) // least: the lightest that is kept as it is
	for _, w := range heavy {
		rest += w
	}
	for k, w := range heavy {
		if c = float64(max(f.opt.Particles-fixed, 1)-k) / rest; c*w < 1 {
			break
		}
		rest -= w
		least = w
	}
	var out []way
	u := f.opt.Stream.Float64()
	cum, k := 0.0, 0
	for i := range list {
		p := list[i]
		if !p.along && weights[i] < least {
			cum += c * weights[i]
			if float64(k)+u >= cum { // c may be 0: nothing weighs anything
				continue
			}
			k++
			p.LogW = total - math.Log(c)
		}
		out = append(out, p)
	}
	return out
}
