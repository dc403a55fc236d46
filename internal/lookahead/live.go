package lookahead

import (
	"encoding/binary"
	"slices"

	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file finds out what of the public state anything later may still read.
// Where everybody knows everything, two public histories that differ in nothing
// of that kind start the same game: see merge.go.

// mask is a set of variables and, behind them, flags.
type mask []uint64

func (x mask) add(i int)      { x[i/64] |= 1 << (i % 64) }
func (x mask) has(i int) bool { return x[i/64]>>(i%64)&1 == 1 }

// with adds the members of y to x.
func (x mask) with(y mask) mask {
	for k := range x {
		x[k] |= y[k]
	}
	return x
}

// stepLive is what may be read from one step of a period on.
type stepLive struct {
	reads  mask // by the phases that move at once there, before anything changes
	after  mask // by anything after them: questions, ends and payoffs included
	before mask // by all of it, whatever can be done there
}

// liveness is what may be read from every step on. An act or chance is followed
// to the end of the scenario, whatever look-aheads end in between, so that it
// holds for the story too.
type liveness struct {
	s       *scenario.Scenario
	src     *Source
	exact   bool         // play follows one solved tree: it never runs on quietly
	periods [][]stepLive // by period from 1 and step
	beyond  []stepLive   // after the horizon, by step
	vars    mask         // all variables
	cache   map[*expr.Program]mask
	empty   mask
	phases  []phaseReads
}

// newLiveness follows what is read backwards from the last period.
func newLiveness(src *Source, exact bool) *liveness {
	s := src.S
	l := &liveness{s: s, src: src, exact: exact, cache: map[*expr.Program]mask{}}
	l.empty = make(mask, (len(s.Variables)+len(s.Flags)+63)/64)
	l.vars = l.none()
	for i := range s.Variables {
		l.vars.add(i)
	}
	for pi := range s.Phases {
		l.phases = append(l.phases, l.sortReads(pi))
	}
	next := l.none()
	if s.Outlook >= 0 { // look-aheads go on after the horizon
		for {
			var start mask
			l.beyond, start = l.period(0, next)
			if slices.Equal(start, next) {
				break
			}
			next = start
		}
	}
	l.periods = make([][]stepLive, s.Horizon)
	for p := s.Horizon; p >= 1; p-- {
		l.periods[p-1], next = l.period(p, next)
	}
	return l
}

func (l *liveness) none() mask { return make(mask, len(l.empty)) }

// at is what may be read from a step of a period on.
func (l *liveness) at(period, step int) *stepLive {
	if period <= len(l.periods) {
		return &l.periods[period-1][step]
	}
	return &l.beyond[step]
}

// period follows one period backwards from what the next one reads. It returns
// what may be read from each step on, and the variables that may be from its
// start on. Period 0 stands for any after the horizon.
func (l *liveness) period(period int, next mask) (steps []stepLive, start mask) {
	s := l.s
	pay, end := l.none(), l.none()
	for i := range s.Payoffs {
		for _, t := range s.Payoffs[i].EachPeriod {
			pay.with(l.reads(t.Value, period))
		}
		for _, t := range s.Payoffs[i].AtEnd {
			end.with(l.reads(t.Value, period))
		}
	}
	// whatever happens, questions are asked after it and ends looked for
	always := l.none()
	for q := range s.Questions {
		x := &s.Questions[q]
		if period == 0 || period > s.PeriodOf(x.By) || !x.From.IsZero() && period < s.PeriodOf(x.From) {
			continue
		}
		always.with(l.reads(x.When, period))
	}
	if len(s.Ends) > 0 {
		for e := range s.Ends {
			always.with(l.reads(s.Ends[e].When, period))
		}
		always.with(pay).with(end)
	}
	live := l.none().with(next).with(pay)
	if s.Outlook >= 0 || period == 0 || period >= s.Horizon {
		live.with(end)
	}
	steps = make([]stepLive, len(s.Steps))
	for _, at := range slices.Backward(l.groups()) {
		after := l.none().with(live).with(always)
		steps[at].after = after
		st := s.Steps[at]
		if st.Chance {
			c := &s.Chances[st.Index]
			if l.never(c.When, period) {
				live, steps[at].reads, steps[at].before = after, l.empty, after
				continue
			}
			reads := l.none().with(l.reads(c.When, period)).with(l.reads(c.Probability, period))
			reads.with(l.effects(c.Effects, after, period))
			steps[at].reads = reads
			live = l.none().with(after).with(reads)
			steps[at].before = live
			continue
		}
		reads, kept := l.none(), l.none().with(after)
		for k := range l.src.together(at) {
			pi := s.Steps[at+k].Index
			if l.never(s.Phases[pi].When, period) {
				continue
			}
			reads.with(l.phaseReads(pi, after, period))
			if l.certain(pi, period) {
				all := make([]int32, len(s.Phases[pi].Actions))
				for a := range all {
					all[a] = int32(a)
				}
				l.drop(kept, pi, all)
			}
		}
		steps[at].reads = reads
		live = kept.with(reads)
		steps[at].before = live
	}
	live = l.none().with(live)
	for k := range live {
		live[k] &= l.vars[k] // events are forgotten at a period's end
	}
	return steps, live
}

// groups lists the steps of a period that play may stand before.
func (l *liveness) groups() []int {
	var out []int
	for at := 0; at < len(l.s.Steps); {
		out = append(out, at)
		if l.s.Steps[at].Chance {
			at++
		} else {
			at += l.src.together(at)
		}
	}
	return out
}

// phaseReads is what a phase's guards, costs and effects may read.
func (l *liveness) phaseReads(pi int, after mask, period int) mask {
	ph := &l.phases[pi]
	out := l.none().with(ph.always)
	for _, p := range ph.dated {
		out.with(l.reads(p, period))
	}
	return out.with(l.effects(ph.effects, after, period))
}

// phaseReads is what is read in a phase, sorted by when it may be.
type phaseReads struct {
	always  mask
	dated   []*expr.Program   // that depend on the calendar
	effects []scenario.Effect // that read anything
}

// sortReads looks through a phase, which may hold a thousand acts, once.
func (l *liveness) sortReads(pi int) phaseReads {
	ph := &l.s.Phases[pi]
	r := phaseReads{always: l.none()}
	look := func(p *expr.Program) {
		switch {
		case p == nil:
		case readsCalendar(p):
			r.dated = append(r.dated, p)
		default:
			r.always.with(l.reads(p, 0))
		}
	}
	look(ph.When)
	for a := range ph.Actions {
		x := &l.src.act[pi][a]
		look(x.when)
		look(ph.Actions[a].Cost)
		look(ph.Actions[a].Exposed)
		for _, e := range slices.Concat(x.public, x.hidden) {
			if e.Redraw || len(e.Value.Reads()) > 0 {
				r.effects = append(r.effects, e)
			}
		}
	}
	return r
}

// certain reports whether some action of a phase is done whenever play comes to
// it, also where play runs on quietly.
func (l *liveness) certain(pi, period int) bool {
	ph := &l.s.Phases[pi]
	if !l.exact && ph.Quiet < 0 || !l.holds(ph.When, period) {
		return false
	}
	return slices.ContainsFunc(l.src.act[pi], func(a act) bool { return l.holds(a.when, period) })
}

// drop takes out of x the variables that each of the given actions of a phase overwrites.
func (l *liveness) drop(x mask, pi int, actions []int32) {
	acts := l.src.act[pi]
	for _, e := range acts[actions[0]].public {
		every := true
		for _, a := range actions[1:] {
			every = every && slices.ContainsFunc(acts[a].public, func(o scenario.Effect) bool { return o.Target == e.Target })
		}
		if every {
			x[e.Target/64] &^= 1 << (e.Target % 64)
		}
	}
}

// effects is what effects may read: a variable that only counts on matters only
// where the count does.
func (l *liveness) effects(es []scenario.Effect, after mask, period int) mask {
	out := l.none()
	for _, e := range es {
		if !e.Secret && !after.has(e.Target) {
			continue
		}
		out.with(l.reads(e.Value, period))
		if e.Redraw {
			for _, w := range l.s.Secrets[e.Target].Start {
				out.with(l.reads(w, period))
			}
		}
	}
	return out
}

// reads is what an expression may read in a period.
func (l *liveness) reads(p *expr.Program, period int) mask {
	if p == nil {
		return l.empty
	}
	slots := p.Reads()
	dated := readsCalendar(p) && period > 0
	if dated {
		slots = l.inPeriod(p, period).Reads()
	} else if x, ok := l.cache[p]; ok {
		return x
	}
	out, lay := l.none(), &l.s.Layout
	for _, r := range slots {
		switch {
		case r >= lay.Flag:
			out.add(len(l.s.Variables) + r - lay.Flag)
			for _, f := range l.s.Flags[r-lay.Flag].Group {
				out.add(len(l.s.Variables) + f)
			}
		case r >= lay.Variable && r < lay.Secret:
			out.add(r - lay.Variable)
		}
	}
	if !dated {
		l.cache[p] = out
	}
	return out
}

func readsCalendar(p *expr.Program) bool {
	return slices.Contains(p.Reads(), scenario.SlotPeriod) || slices.Contains(p.Reads(), scenario.SlotMonth)
}

// inPeriod is an expression with the calendar put in.
func (l *liveness) inPeriod(p *expr.Program, period int) *expr.Program {
	q, err := expr.Compile(expr.Bind(p.Tree(), map[int]float64{
		scenario.SlotPeriod: float64(period), scenario.SlotMonth: float64(l.s.MonthOf(period)),
	}))
	if err != nil {
		return p // it would be too deep: then what it may read in any period
	}
	return q
}

// holds reports whether a condition holds in a period whatever the state.
func (l *liveness) holds(p *expr.Program, period int) bool {
	if p == nil {
		return true
	}
	if period > 0 && readsCalendar(p) {
		p = l.inPeriod(p, period)
	}
	v, ok := p.Constant()
	return ok && v == v && v != 0
}

// never reports whether a condition fails in a period whatever the state: what
// comes only in the first period is not read later.
func (l *liveness) never(p *expr.Program, period int) bool {
	if p == nil {
		return false
	}
	if period > 0 && readsCalendar(p) {
		p = l.inPeriod(p, period)
	}
	v, ok := p.Constant()
	return ok && v == 0
}

// key writes into buf what a choice and everything after it may depend on, where
// all that is hidden is known; moves nil: whatever can be done.
func (l *liveness) key(buf []byte, w *World, secrets uint64, moves []move) []byte {
	at := l.at(w.Period, w.Step)
	live := at.before
	if moves != nil {
		live = l.none().with(at.after)
		for k := range moves {
			l.drop(live, moves[k].phase, moves[k].available[0])
		}
		live.with(at.reads)
	}
	buf = binary.LittleEndian.AppendUint32(buf, uint32(w.Period))
	buf = binary.LittleEndian.AppendUint32(buf, uint32(w.Step))
	buf = binary.LittleEndian.AppendUint64(buf, secrets)
	for i, v := range w.Vars {
		if live.has(i) {
			buf = binary.LittleEndian.AppendUint16(buf, v+1)
		} else {
			buf = append(buf, 0, 0)
		}
	}
	first := len(buf)
	for _, f := range w.Flags {
		if live.has(len(w.Vars) + int(f)) {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(f))
		}
	}
	// whatever the order in which they came true
	for i := first + 4; i < len(buf); i += 4 {
		for j := i; j > first && string(buf[j-4:j]) > string(buf[j:j+4]); j -= 4 {
			for k := range 4 {
				buf[j-4+k], buf[j+k] = buf[j+k], buf[j-4+k]
			}
		}
	}
	return buf
}
