package story

import (
	"slices"

	"demarche/internal/lookahead"
	"demarche/internal/scenario"
)

// This file answers the scenario's questions as a story goes along.

// Clock says from when on questions count.
type Clock struct {
	Period, Step int     // the last step that is over at the as-of date; 0, −1: none
	Stale        []int32 // flags that were true then: acts before do not count
}

// Past reports whether an event lies before or at the as-of cut.
func (c *Clock) Past(e *lookahead.Event) bool {
	return e.Period < c.Period || e.Period == c.Period && e.Step <= c.Step
}

// Pass notes which acts lie before the cut, when events lead up to it.
func (c *Clock) Pass(events []lookahead.Event) {
	for i := range events {
		if e := &events[i]; c.Past(e) && e.Period == c.Period {
			c.Stale = e.After.Flags
		}
	}
}

// Window is the span of periods in which a question counts.
type Window struct {
	From, By int  // periods; From 0: after the as-of cut
	Explicit bool // From was given
}

// Windows reads the questions' spans off a scenario.
func Windows(s *scenario.Scenario) []Window {
	var out []Window
	for _, q := range s.Questions {
		w := Window{By: s.PeriodOf(q.By)}
		if !q.From.IsZero() {
			w.From, w.Explicit = s.PeriodOf(q.From), true
		}
		out = append(out, w)
	}
	return out
}

// holds reports whether question q comes true with event e.
func (t *Teller) holds(q int, win *Window, c *Clock, e *lookahead.Event, secrets, covert uint64) bool {
	if e.Period > win.By || e.Period < win.From {
		return false
	}
	w := &e.After
	if !win.Explicit {
		if c.Past(e) {
			return false
		}
		if e.Period == c.Period {
			covert &^= t.M.Src.CovertUpTo(c.Step)
		}
		if e.Period == c.Period && len(c.Stale) > 0 {
			fresh := *w
			fresh.Flags = nil
			for _, f := range w.Flags {
				if !slices.Contains(c.Stale, f) {
					fresh.Flags = append(fresh.Flags, f)
				}
			}
			w = &fresh
		}
	}
	return t.M.Holds(q, w, secrets, covert)
}

// Answers marks the questions that came true in a run of events that end in
// profile pr of a game; covert is what was done in secret this period before.
func (t *Teller) Answers(wins []Window, c *Clock, events []lookahead.Event, path Hidden, yes []bool) {
	period, covert := path.Period, path.Covert
	for i := range events {
		e := &events[i]
		if e.Period != period {
			period, covert = e.Period, 0
		}
		covert |= path.Did(e)
		secrets := path.secrets(i)
		for q := range wins {
			if !yes[q] && t.holds(q, &wins[q], c, e, secrets, covert) {
				yes[q] = true
			}
		}
	}
}

// Hidden is what really happened behind a run of events.
type Hidden struct {
	Period  int    // of Covert, and of the acts done
	Covert  uint64 // done in secret this period before the events
	Secrets uint64 // in the end
	Done    []Deed // covert acts done in the events

	tree    *lookahead.Tree // nil: the secrets did not change on the way
	profile int32           // in the end
}

// secrets is what they were after the event with the given place.
func (h *Hidden) secrets(event int) uint64 {
	if h.tree == nil {
		return h.Secrets
	}
	return h.tree.SecretsAt(h.profile, event)
}

// Deed is a covert act done at a step.
type Deed struct {
	Step, Bit int
}

// Did is the covert acts done in an event.
func (h *Hidden) Did(e *lookahead.Event) uint64 {
	out := uint64(0)
	for _, d := range h.Done {
		if e.Step == d.Step && e.Period == h.Period {
			out |= 1 << d.Bit
		}
	}
	return out
}
