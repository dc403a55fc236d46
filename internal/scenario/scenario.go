// Package scenario holds the checked model as plain data: who is in the game,
// what is known, hidden, done, wanted and asked. The language writes it, the
// engine reads it; neither knows the other.
package scenario

import (
	"demarche/internal/diag"
	"demarche/internal/expr"
)

// Scenario is a checked model. It is never changed after it was checked, except
// by overriding parameters, and is safe for concurrent reading.
type Scenario struct {
	File        string // as given by the user
	Hash        string // identifies the model: SHA-256, hexadecimal, of the source text and the overrides
	SourceHash  string // SHA-256 of the source text alone
	Overrides   []Override
	Name        string
	Title       string
	Description string

	Start, AsOf  Date
	Unit         Unit
	Horizon      int // periods the story runs, ≥ 1
	Foresight    int // periods each actor looks ahead, ≥ 1
	Outlook      int // periods beyond the look-ahead that count; −1: to the horizon
	Transferable bool
	Grades       map[string]float64 // what the scenario says of Admiralty grades ("B2") and their parts ("C", "3"), in [0, 1]; nil: nothing

	Actors     []Actor
	Parameters []Parameter   // in an order in which each reads only earlier ones
	Correlated []Correlation // each pair once, in the order of the file
	Copula     *Copula       // what Correlated makes of the normal scores; nil: none
	Variables  []Variable
	Secrets    []Secret // each start reads only earlier secrets
	Phases     []Phase
	Chances    []Chance
	Steps      []Step   // phases and chances in file order: one period
	Payoffs    []Payoff // by actor, same order and length as Actors
	Ends       []End
	Questions  []Question
	Flags      []Flag // acts and chances that are true from the event to the period's end

	Layout Layout
}

// Override is a parameter's value that was replaced from outside the file.
type Override struct {
	Name, Value string // as given, for example "china.precision", "between(1, 3)"
}

// Actor is somebody who chooses.
type Actor struct {
	Name, Title string
	Precision   *expr.Program // reads parameters only; > 0
	Discount    *expr.Program // reads parameters only; in (0, 1]
	Range       diag.Range
}

// Parameter is a number that we do not know exactly.
type Parameter struct {
	Name, Title, Basis string
	Dist               Distribution
	Hidden             bool // made by the checker for "china.precision" and the like
	Range              diag.Range
}

// Domain is the finite, ordered set of values of a variable or secret.
// Symbolic values are represented by their position, numeric ones by themselves.
type Domain struct {
	Symbols []string  // nil if numeric
	Numbers []float64 // nil if symbolic; ascending
}

// Size is the number of values.
func (d Domain) Size() int { return len(d.Symbols) + len(d.Numbers) }

// Value is what expressions see for value i.
func (d Domain) Value(i int) float64 {
	if d.Numbers != nil {
		return d.Numbers[i]
	}
	return float64(i)
}

// Label is what people see for value i.
func (d Domain) Label(i int) string {
	if d.Numbers != nil {
		return formatNumber(d.Numbers[i])
	}
	return d.Symbols[i]
}

// Variable is a public, finite quantity of the world.
type Variable struct {
	Name, Title string
	Domain      Domain
	Start       int // position in Domain
	Range       diag.Range
}

// Secret is a finite quantity that only some actors (perhaps nobody) know.
type Secret struct {
	Name, Title string
	Domain      Domain
	KnownTo     []int           // actors, ascending; may be empty
	Start       []*expr.Program // weight of each value ≥ 0; reads parameters and earlier secrets
	Range       diag.Range
}

// Knows reports whether actor i is told the secret.
func (s *Secret) Knows(i int) bool {
	for _, k := range s.KnownTo {
		if k == i {
			return true
		}
	}
	return false
}

// Step is one place in the period: a phase or a chance.
type Step struct {
	Chance bool
	Index  int // in Phases or Chances
}

// Phase is one actor's move.
type Phase struct {
	Name, Title  string
	Actor        int
	Quiet        int           // action, or −1
	Simultaneous bool          // moves together with the phase before it
	When         *expr.Program // nil: always; reads what is public
	Actions      []Action
	Range        diag.Range
}

// Action is something that an actor can do in a phase; one made by for_each is
// several, named base.key.
type Action struct {
	Name, Base, Title string        // Base is Name without the key
	Number            float64       // what for_each gives it; NaN where that is not a plain number
	Flag              int           // place in Scenario.Flags
	When              *expr.Program // nil: always; reads what the mover knows. A covert act has its look-alike's
	Cost              *expr.Program // nil: none; paid by the mover at the act
	Effects           []Effect      // a covert act's own; its look-alike's public effects come with it in the engine
	LooksLike         int           // action of the same phase that others take it for, or −1: public
	SeenBy            []int         // actors who see a covert act for what it is, the mover apart
	Exposed           *expr.Program // probability that everybody does; nil: 0
	ExposedFlag       int           // place in Scenario.Flags, or −1
	Range             diag.Range
}

// Covert reports whether others take the act for another one.
func (a *Action) Covert() bool { return a.LooksLike >= 0 }

// Effect writes one name. Every right side reads the state before the act.
type Effect struct {
	Secret bool          // else a variable
	Target int           // in Secrets or Variables
	Value  *expr.Program // nil for Redraw; the value of a symbolic name is a position, which saturates
	Redraw bool          // draw a secret anew from its start
	Range  diag.Range
}

// Chance is an event that nobody chooses. It is seen by all.
type Chance struct {
	Name, Title string
	Flag        int
	When        *expr.Program // nil: always
	Probability *expr.Program
	Effects     []Effect
	Range       diag.Range
}

// Flag is a name that is true from an event to the end of the period.
type Flag struct {
	Name   string // "beijing.cut_fuel", "collapse", "beijing.ship_fuel.exposed"; "beijing.sideline" for any of for_each
	Phase  int    // −1 for a chance
	Action int    // −1 for a chance or for the base name of a for_each
	Chance int    // −1 for an act
	Covert bool   // true only for those who know of it, so not public
	Group  []int  // flags of which this is the disjunction (base name of a for_each), else nil
}

// Term is one named part of a payoff.
type Term struct {
	Name  string
	Value *expr.Program
	Range diag.Range
}

// Payoff is what an actor gets each period and at the end.
type Payoff struct {
	Actor      int
	EachPeriod []Term
	AtEnd      []Term
	Range      diag.Range
}

// End stops play when it holds.
type End struct {
	Name, Title string
	When        *expr.Program
	Range       diag.Range
}

// Question is asked of the future: it is answered yes if When held after any
// step from From to By. Acts before From do not count.
type Question struct {
	Name, Title string
	When        *expr.Program
	From, By    Date // zero From: the as-of date
	Range       diag.Range
}
