// Package lookahead turns a scenario, a public state and a joint belief into
// the finite game that the actors have in mind when one of them chooses.
package lookahead

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"sync"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file holds what every look-ahead of a scenario shares, whatever the draw.

// Source is a scenario prepared for the engine. It is safe for concurrent use.
type Source struct {
	S *scenario.Scenario

	private      []bool      // by slot: not everybody knows it
	calendar     bool        // what happens or is paid depends on the period's number or month
	lasting      bool        // so does what lies beyond a look-ahead
	live         []int8      // by flag: its place among those that what lies beyond a look-ahead depends on, or −1
	packed       bool        // those fit one word
	months       []float64   // by period, the first few years
	secret       pack        // packs all secrets into one word
	known        [][]int     // by actor: secrets it is told
	step         []int       // by phase: its place in scenario.Steps
	common       []int       // secrets that all actors are told
	covert       []covert    // the covert acts, by bit of Profile.Covert
	bit          []int       // by flag: bit of the covert act that sets it, or −1
	groups       []int       // flags that stand for several acts of which some are covert
	act          [][]act     // by phase and action
	starts       []uint16    // starting values of the variables
	values       [][]float64 // by variable: what expressions see
	secretValues [][]float64

	solvedOnce, solvedAnew func() *liveness // what may be read later; see liveness.exact
}

// month is the calendar month in which a period starts.
func (src *Source) month(period int) float64 {
	if period <= len(src.months) {
		return src.months[period-1]
	}
	return float64(src.S.MonthOf(period))
}

// covert is a covert act.
type covert struct {
	phase, action int
	flags         []int
	knows         []bool // by actor: knows at once when it was done
}

// act is what the engine wants to know of an action in one place.
type act struct {
	phase   int
	flags   []int             // flags that it sets, those of its groups included
	bit     int               // of Profile.Covert, or −1
	lasting bool              // the mover goes on remembering whether it did this after the period
	public  []scenario.Effect // on variables; a covert act's are its look-alike's
	hidden  []scenario.Effect // on secrets
	when    *expr.Program
	rivals  bool // another action of the phase looks the same
}

// maxCovert is how many covert acts a scenario may declare.
const maxCovert = 64

// NewSource prepares a checked scenario. It fails where the scenario is beyond
// what the engine can hold.
func NewSource(s *scenario.Scenario) (*Source, error) {
	src := &Source{S: s}
	src.private = make([]bool, s.Layout.Size)
	for i := range s.Secrets {
		src.private[s.Layout.Secret+i] = true
	}
	for i, f := range s.Flags {
		src.private[s.Layout.Flag+i] = f.Covert
	}
	src.known = make([][]int, len(s.Actors))
	for i := range s.Actors {
		for j := range s.Secrets {
			if s.Secrets[j].Knows(i) {
				src.known[i] = append(src.known[i], j)
			}
		}
	}
	src.step = make([]int, len(s.Phases))
	for k, st := range s.Steps {
		if !st.Chance {
			src.step[st.Index] = k
		}
	}
	for j := range s.Secrets {
		if len(s.Secrets[j].KnownTo) == len(s.Actors) {
			src.common = append(src.common, j)
		}
	}
	for i := range s.Variables {
		src.starts = append(src.starts, uint16(s.Variables[i].Start))
		src.values = append(src.values, domainValues(s.Variables[i].Domain))
	}
	sizes := make([]int, len(s.Secrets))
	for i := range s.Secrets {
		sizes[i] = s.Secrets[i].Domain.Size()
		src.secretValues = append(src.secretValues, domainValues(s.Secrets[i].Domain))
	}
	var ok bool
	if src.secret, ok = newPack(sizes); !ok {
		return nil, fmt.Errorf("the secrets have too many combinations of values to be told apart; use fewer values")
	}
	src.bit = make([]int, len(s.Flags))
	for i := range src.bit {
		src.bit[i] = -1
	}
	for pi := range s.Phases {
		ph := &s.Phases[pi]
		acts := make([]act, len(ph.Actions))
		for ai := range ph.Actions {
			if err := src.addAct(acts, pi, ai); err != nil {
				return nil, err
			}
		}
		src.act = append(src.act, acts)
	}
	for i, f := range s.Flags {
		if slices.ContainsFunc(f.Group, func(g int) bool { return src.bit[g] >= 0 }) {
			src.groups = append(src.groups, i)
		}
	}
	src.findReads()
	src.solvedOnce = sync.OnceValue(func() *liveness { return newLiveness(src, true) })
	src.solvedAnew = sync.OnceValue(func() *liveness { return newLiveness(src, false) })
	for p := range 120 {
		src.months = append(src.months, float64(s.MonthOf(p+1)))
	}
	return src, nil
}

func (src *Source) addAct(acts []act, pi, ai int) error {
	s := src.S
	ph := &s.Phases[pi]
	a := &ph.Actions[ai]
	x := act{phase: pi, bit: -1, when: a.When, flags: []int{a.Flag}}
	for i, f := range s.Flags {
		if slices.Contains(f.Group, a.Flag) {
			x.flags = append(x.flags, i)
		}
	}
	shown := a
	if a.Covert() {
		shown = &ph.Actions[a.LooksLike]
		x.when = shown.When
		x.rivals = true
		x.bit = len(src.covert)
		if x.bit >= maxCovert {
			return fmt.Errorf("%s: a scenario can hold at most %d covert acts", a.Range, maxCovert)
		}
		c := covert{phase: pi, action: ai, flags: x.flags, knows: make([]bool, len(s.Actors))}
		c.knows[ph.Actor] = true
		for _, i := range a.SeenBy {
			c.knows[i] = true
		}
		src.covert = append(src.covert, c)
		src.bit[a.Flag] = x.bit
	} else {
		x.rivals = slices.ContainsFunc(ph.Actions, func(o scenario.Action) bool { return o.LooksLike == ai })
	}
	for _, e := range shown.Effects {
		if !e.Secret {
			x.public = append(x.public, e)
		}
	}
	for _, e := range a.Effects {
		if e.Secret {
			x.hidden = append(x.hidden, e)
		}
	}
	// The mover must remember what it did where a secret that it is not told records it.
	for _, o := range ph.Actions {
		if o.Covert() && (o.LooksLike == ai || o.LooksLike == a.LooksLike) || o.Flag == a.Flag && a.Covert() {
			for _, e := range o.Effects {
				if e.Secret && !s.Secrets[e.Target].Knows(ph.Actor) {
					x.lasting = true
				}
			}
		}
	}
	acts[ai] = x
	return nil
}

// actor is what messages call an actor.
func (src *Source) actor(i int) string {
	a := &src.S.Actors[i]
	return cmp.Or(a.Title, a.Name)
}

// together counts the phases that move at once from a step on.
func (src *Source) together(step int) int {
	n := 1
	for _, st := range src.S.Steps[step+1:] {
		if st.Chance || !src.S.Phases[st.Index].Simultaneous {
			break
		}
		n++
	}
	return n
}

func domainValues(d scenario.Domain) []float64 {
	v := make([]float64, d.Size())
	for i := range v {
		v[i] = d.Value(i)
	}
	return v
}

// eachProgram calls look for every expression of the scenario that play may
// evaluate; quiet is true for those that what lies beyond a look-ahead depends on.
func (src *Source) eachProgram(look func(p *expr.Program, quiet bool)) {
	s := src.S
	effects := func(es []scenario.Effect, quiet bool) {
		for _, e := range es {
			look(e.Value, quiet)
			if e.Redraw {
				for _, w := range s.Secrets[e.Target].Start {
					look(w, quiet)
				}
			}
		}
	}
	for _, p := range s.Phases {
		look(p.When, p.Quiet >= 0)
		for ai, a := range p.Actions {
			quiet := ai == p.Quiet
			look(a.When, quiet)
			look(a.Cost, quiet)
			look(a.Exposed, false)
			effects(a.Effects, quiet)
		}
	}
	for _, c := range s.Chances {
		look(c.When, true)
		look(c.Probability, true)
		effects(c.Effects, true)
	}
	for _, p := range s.Payoffs {
		for _, t := range slices.Concat(p.EachPeriod, p.AtEnd) {
			look(t.Value, true)
		}
	}
	for _, e := range s.Ends {
		look(e.When, true)
	}
}

// findReads notes whether play, and what lies beyond a look-ahead, depend on
// the calendar, and which public flags the latter depends on.
func (src *Source) findReads() {
	live := map[int]bool{}
	src.eachProgram(func(p *expr.Program, quiet bool) {
		if p == nil {
			return
		}
		for _, r := range p.Reads() {
			if r == scenario.SlotPeriod || r == scenario.SlotMonth {
				src.calendar = true
				src.lasting = src.lasting || quiet
			}
			if quiet && r >= src.S.Layout.Flag {
				live[r-src.S.Layout.Flag] = true
			}
		}
	})
	for _, q := range src.S.Questions {
		if q.When != nil {
			src.calendar = src.calendar || slices.Contains(q.When.Reads(), scenario.SlotMonth)
		}
	}
	src.live = make([]int8, len(src.S.Flags))
	n := int8(0)
	for f := range src.live {
		src.live[f] = -1
		if live[f] && n >= 0 {
			if n == 64 {
				n = -1 // too many to pack: leaves are not remembered
				continue
			}
			src.live[f] = n
			n++
		}
	}
	src.packed = n >= 0
}

// pack is a mixed-radix code of several small numbers in one word.
type pack struct {
	size   []uint64
	weight []uint64
}

// newPack makes the code for numbers below the given sizes; ok is false if they do not fit.
func newPack(sizes []int) (p pack, ok bool) {
	total := uint64(1)
	for _, n := range sizes {
		p.size = append(p.size, uint64(n))
		p.weight = append(p.weight, total)
		if n > 0 && total > math.MaxInt64/uint64(n) {
			return p, false
		}
		total *= uint64(n)
	}
	return p, true
}

func (p *pack) get(code uint64, i int) int { return int(code / p.weight[i] % p.size[i]) }

func (p *pack) set(code uint64, i, v int) uint64 {
	return code + (uint64(v)-uint64(p.get(code, i)))*p.weight[i]
}

// project keeps the listed numbers and sets the others to 0.
func (p *pack) project(code uint64, keep []int) uint64 {
	out := uint64(0)
	for _, i := range keep {
		out += uint64(p.get(code, i)) * p.weight[i]
	}
	return out
}

// ModelError is something wrong with the model that shows only when it is
// played: a probability beyond 1, a value that is not one of a variable's, a
// payoff that is not a number.
type ModelError struct {
	Message string
	At      diag.Range
}

func (e *ModelError) Error() string {
	if e.At.IsZero() {
		return e.Message
	}
	return e.At.String() + ": " + e.Message
}

// CovertKnown says of every covert act that actor would know of whether it was
// done this period, in profile p, by the act's name.
func (src *Source) CovertKnown(actor int, p Profile) map[string]bool {
	out := map[string]bool{}
	for k, c := range src.covert {
		if c.knows[actor] {
			ph := &src.S.Phases[c.phase]
			out[ph.Name+"."+ph.Actions[c.action].Name] = p.Covert>>k&1 == 1
		}
	}
	return out
}
