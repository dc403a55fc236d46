package lookahead

import (
	"slices"

	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file holds where play stands: what everybody sees, and what is hidden.

// World is what everybody sees. Its slices are never changed in place.
type World struct {
	Period int      // 1, 2, …
	Step   int      // place in scenario.Steps; the step about to be taken
	Vars   []uint16 // positions in the domains
	Flags  []int32  // public flags that are true, in the order in which they became so
	Ended  int      // the end that holds, or −1
}

// Profile is one possibility of what is hidden.
type Profile struct {
	Secrets uint64 // all secrets, packed
	Covert  uint64 // covert acts done this period, by bit
	Memory  string // what actors privately remember from earlier periods: see remembered
}

// Position is a public state with the joint belief over what is hidden: the
// root of a look-ahead.
type Position struct {
	World    World
	Profiles []Profile
	Belief   []float64 // by profile, positive, sums to 1
}

// Event is something that happened and was seen by all.
type Event struct {
	Period   int
	Step     int   // place in scenario.Steps
	Action   int   // as it appeared; −1 for a chance
	Exposed  bool  // a covert act seen by all for what it is
	Happened bool  // of a chance
	After    World // what everybody sees once it has happened
}

// Secret is the position of secret i's value in profile p.
func (src *Source) Secret(p Profile, i int) int { return src.secret.get(p.Secrets, i) }

// SecretAt is the position of secret i's value in packed secrets.
func (src *Source) SecretAt(code uint64, i int) int { return src.secret.get(code, i) }

// width is how many bytes of a memory hold one act.
const width = 4

// remembered writes an act into a memory: phase and action, two bytes each.
func remembered(phase, action int) string {
	return string([]byte{byte(phase >> 8), byte(phase), byte(action >> 8), byte(action)})
}

// remembers is actor i's part of a memory.
func (src *Source) remembers(memory string, actor int) string {
	out := ""
	for k := 0; k+width <= len(memory); k += width {
		if src.S.Phases[int(memory[k])<<8|int(memory[k+1])].Actor == actor {
			out += memory[k : k+width]
		}
	}
	return out
}

// sorted puts a memory's acts in the order of the actors, so that equal memories
// look equal whoever moved when.
func (src *Source) sorted(memory string) string {
	if memory == "" {
		return ""
	}
	out := ""
	for i := range src.S.Actors {
		out += src.remembers(memory, i)
	}
	return out
}

// FlagName is the name of an event as scenarios write it.
func FlagName(s *scenario.Scenario, e Event) string {
	st := s.Steps[e.Step]
	if st.Chance {
		return s.Chances[st.Index].Name
	}
	ph := &s.Phases[st.Index]
	name := ph.Name + "." + ph.Actions[e.Action].Name
	if e.Exposed {
		name += ".exposed"
	}
	return name
}

// CovertUpTo is the bits (of Profile.Covert) of the covert acts of a period's
// steps up to one.
func (src *Source) CovertUpTo(step int) uint64 {
	bits := uint64(0)
	for k, c := range src.covert {
		if src.step[c.phase] <= step {
			bits |= 1 << k
		}
	}
	return bits
}

// Hidden reports whether an expression reads what not everybody knows.
func (src *Source) Hidden(p *expr.Program) bool {
	return p != nil && slices.ContainsFunc(p.Reads(), func(slot int) bool { return src.private[slot] })
}
