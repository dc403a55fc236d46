package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file says what may be read where: a guard reads what the mover knows, a
// phase's `when` what everybody knows, a payoff everything.

// knowledge is whose knowledge an expression is limited to: an actor's place,
// or one of the constants.
const (
	knowsAll    = -1
	knowsPublic = -2
)

// place is where an expression stands.
type place struct {
	what  string // "the guard of an act", for messages
	knows int    // an actor, knowsAll or knowsPublic
	code  string // what a breach of knows is reported as
	hint  string // and how to mend it

	parameters, secrets, world bool // which names may be read; world: variables, events, period and month
	noEvents                   bool // events may not be read although the world may
	parameterLimit             int  // parameters before this place only; −1: all
	secretLimit                int  // secrets before this place only; −1: all
	letLimit                   int  // lets of a theory before this place only; −1: all
	figures                    bool // the figures of a solution may be read
	source                     int  // of those of this profile, or −1: the engine's
	change                     bool // the change of a static may be read
	group                      int  // events of this simultaneous group and later have not happened; −1: no such limit

	each *each // the entry of a for_each, or nil
}

// each is one entry of a for_each.
type each struct {
	key   string
	keyAt diag.Range
	value syntax.Expr
}

// nothing is where only constants may stand.
func nothing(what string) *place {
	return &place{what: what, knows: knowsAll, parameterLimit: -1, secretLimit: -1, letLimit: -1, group: -1}
}

// numbersOf is where parameters may be read and nothing else.
func numbersOf(what string) *place {
	p := nothing(what)
	p.parameters = true
	return p
}

// everywhere is where everything may be read.
func everywhere(what string) *place {
	p := numbersOf(what)
	p.secrets, p.world = true, true
	return p
}

// known is where only what actor i knows may be read.
func known(what string, i int) *place {
	p := everywhere(what)
	p.knows, p.code = i, diag.MoverDoesNotKnow
	return p
}

// public is where only what everybody knows may be read.
func public(what string) *place {
	p := everywhere(what)
	p.knows, p.code = knowsPublic, diag.NotPublic
	return p
}

// at adds that events of the step's group and later have not happened.
func (p *place) at(group int) *place {
	p.group = group
	return p
}

// with adds the entry of a for_each.
func (p *place) with(e *each) *place {
	p.each = e
	return p
}

// mayReadSecret reports a secret that the place must not read.
func (c *checker) mayReadSecret(p *place, i int, r diag.Range) bool {
	s := &c.out.Secrets[i]
	switch {
	case p.knows == knowsAll:
		return true
	case p.knows == knowsPublic:
		if len(s.KnownTo) == len(c.out.Actors) {
			return p.code != diag.NotPublic || c.reportUnknown(p, fmt.Sprintf("the secret %q", s.Name), r)
		}
	case s.Knows(p.knows):
		return true
	}
	return c.reportUnknown(p, fmt.Sprintf("the secret %q", s.Name), r)
}

// mayReadFlag reports an event that the place must not read.
func (c *checker) mayReadFlag(p *place, i int, r diag.Range) bool {
	f := &c.out.Flags[i]
	if p.noEvents {
		c.errorf(diag.EventAtEnd, r, "set a variable when it happens, and read that",
			"%q is true only until the end of its period, so %s cannot read it", f.Name, p.what)
		return false
	}
	if p.group >= 0 && c.groups[c.stepOf(f)] >= p.group {
		c.errorf(diag.NotYetHappened, r, "events are forgotten at the end of their period: to remember it, set a variable when it happens, and read that",
			"%q cannot have happened yet when %s is read: it comes later in the period, or at the same time", f.Name, p.what)
		return false
	}
	if !f.Covert || p.knows == knowsAll {
		return true
	}
	if p.knows >= 0 && c.knowsAct(p.knows, f) {
		return true
	}
	return c.reportUnknown(p, fmt.Sprintf("whether %q happened", f.Name), r)
}

// knowsAct reports whether actor i moved in the flag's phase, or is in seen_by
// of the act (of all acts, for the base name of a for_each).
func (c *checker) knowsAct(i int, f *scenario.Flag) bool {
	phase := &c.out.Phases[f.Phase]
	if phase.Actor == i {
		return true
	}
	if f.Action < 0 {
		for _, g := range f.Group {
			if !c.knowsAct(i, &c.out.Flags[g]) {
				return false
			}
		}
		return true
	}
	for _, k := range phase.Actions[f.Action].SeenBy {
		if k == i {
			return true
		}
	}
	return false
}

func (c *checker) reportUnknown(p *place, what string, r diag.Range) bool {
	hint := p.hint
	switch p.code {
	case diag.MoverDoesNotKnow:
		if hint == "" {
			hint = "a guard may read what is public, and what the mover knows; let the cost or the payoff depend on it instead"
		}
		c.errorf(p.code, r, hint, "%s does not know %s, so %s cannot depend on it", c.out.Actors[p.knows].Name, what, p.what)
	case diag.RevealsSecret:
		c.errorf(p.code, r, hint, "%s is public and would reveal %s", p.what, what)
	default:
		if hint == "" {
			hint = "read what is public instead; a probability or a payoff may depend on it"
		}
		c.errorf(diag.NotPublic, r, hint, "not everybody knows %s, so %s cannot depend on it", what, p.what)
	}
	return false
}

// stepOf is the step of the period in which the flag is raised.
func (c *checker) stepOf(f *scenario.Flag) int {
	for i, s := range c.out.Steps {
		if s.Chance == (f.Chance >= 0) && (s.Chance && s.Index == f.Chance || !s.Chance && s.Index == f.Phase) {
			return i
		}
	}
	return 0
}
