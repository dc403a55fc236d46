package evidence

import (
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
	"demarche/internal/story"
)

// This file notes, step by step, how probable the reports are under every value
// of every secret: what the evidence is put on trial with.

// Noted is how probable the report of one step is, secret by secret and value by
// value. Values are those just before the step; secrets that acts change may be
// something else after it. Acts that move at once have one "before".
type Noted struct {
	Period, Step int
	Row          int // in Set.Rows; −1: nothing was reported of the step, which counts as quiet
	// Before and With are ln P(the value just before the step, everything reported
	// of the steps before it), and the same with what was reported of the step. All
	// secrets stand one after the other, in file order, each with all its values;
	// see Cut. Over the values of one secret either sums to one probability.
	Before, With []float64
}

// Cut is the part of x, which is laid out as Before and With of Noted, that is
// about secret j, given how many values each secret has.
func Cut(x []float64, sizes []int, j int) []float64 {
	for _, n := range sizes[:j] {
		x = x[n:]
	}
	return x[:sizes[j]]
}

// mark is what was reported of one step on the way of a branch.
type mark struct {
	period, step int
	events       int // of the branch, that came before the step
	log          float64
}

// ledger gathers Noted over the paths.
type ledger struct {
	src   *lookahead.Source
	o     *Observed
	sizes []int
	width int
	at    map[int]*Noted // by place in Observed
}

func newLedger(src *lookahead.Source, o *Observed) *ledger {
	l := &ledger{src: src, o: o, at: map[int]*Noted{}}
	for j := range src.S.Secrets {
		l.sizes = append(l.sizes, src.S.Secrets[j].Domain.Size())
		l.width += l.sizes[j]
	}
	return l
}

// enter takes in the steps of one branch, hidden possibility by hidden
// possibility; logW is the weight of the path that it leaves from.
func (l *ledger) enter(m *story.Moment, k int, logW float64, marks []mark) {
	if len(marks) == 0 {
		return
	}
	events := m.Branches()[k].Events
	m.EachBehind(k, func(log float64, before uint64, after func(event int) uint64) {
		l.follow(logW+log, marks, func(x *mark) uint64 {
			if n := l.alone(x, events); n > 0 {
				return after(n - 1)
			}
			return before
		})
	})
}

// alone is how many of a branch's events came before a step and all the steps
// that move at once with it.
func (l *ledger) alone(x *mark, events []lookahead.Event) int {
	n := min(x.events, len(events))
	for step := x.step; n > 0 && together(l.src.S, step) && events[n-1].Period == x.period && events[n-1].Step == step-1; step-- {
		n--
	}
	return n
}

// enterAt takes in steps at which nobody chose, from a position.
func (l *ledger) enterAt(pos *lookahead.Position, logW float64, marks []mark) {
	for p, pr := range pos.Profiles {
		l.follow(logW+math.Log(pos.Belief[p]), marks, func(*mark) uint64 { return pr.Secrets })
	}
}

func (l *ledger) follow(log float64, marks []mark, secrets func(x *mark) uint64) {
	for i := range marks {
		if math.IsInf(log, -1) {
			return
		}
		x := &marks[i]
		n := l.note(x)
		code := secrets(x)
		at := 0
		for j, size := range l.sizes {
			v := at + l.src.SecretAt(code, j)
			n.Before[v] = logspace.Add(n.Before[v], log)
			n.With[v] = logspace.Add(n.With[v], log+x.log)
			at += size
		}
		log += x.log
	}
}

func (l *ledger) note(x *mark) *Noted {
	place := l.o.place(x.period, x.step)
	n := l.at[place]
	if n == nil {
		n = &Noted{Period: x.period, Step: x.step, Row: l.o.seen[place].Row}
		n.Before = slices.Repeat([]float64{math.Inf(-1)}, l.width)
		n.With = slices.Clone(n.Before)
		l.at[place] = n
	}
	return n
}

// list is what was noted, in the order of the steps, those left open apart.
func (l *ledger) list() []Noted {
	var out []Noted
	for place := range l.o.seen {
		if n := l.at[place]; n != nil && !l.o.seen[place].Open {
			out = append(out, *n)
		}
	}
	return out
}
