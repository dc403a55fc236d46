// Package theory holds what a theory file says of a scenario, checked, as plain
// data: closed forms, where they hold, what of the solution they speak of, and
// by how much the two may differ. It evaluates closed forms and knows nothing of
// solving.
package theory

import (
	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file holds the checked theory.

// Theory is a checked theory file. It is never changed after it was checked.
type Theory struct {
	File        string
	S           *scenario.Scenario // whose parameters, secrets and phases it names
	Name, Title string
	Covers      []string // mechanisms of the founding essay: "S7"
	Number      int      // in the list of mechanisms; 0: none
	Status      string   // Published or After
	Source      string
	Words       string
	Restriction string
	Solve       Mode
	Multiples   []float64 // of the scenario's precision, ascending; for Extrapolate

	Region    []Range
	Require   *expr.Program // nil: always; reads parameters and lets
	RequireAs string        // as written
	Lets      []Let
	Measures  []Measure
	Results   []Result
	Profiles  []Profile
	Statics   []Static
	Ablations []Ablation
	Picture   *Picture // nil: none

	Layout Layout
}

// What a closed form is.
const (
	Published = "published" // the author's result
	After     = "after"     // a reduced form after the author
)

// Mode is where the engine's figures are read.
type Mode int

// The modes.
const (
	Precision   Mode = iota // at the scenario's own precision
	Limit                   // at the limit of the branch
	Extrapolate             // from a fit at rising precision
)

// Modes are the names of the modes, in their order.
var Modes = []string{"precision", "limit", "extrapolate"}

func (m Mode) String() string { return Modes[m] }

// Range is where a parameter may move.
type Range struct {
	Parameter int // in scenario.Parameters
	Low, High float64
	Whole     bool // whole numbers only
	At        diag.Range
}

// Let is an intermediate figure of the closed forms; it reads parameters and
// the lets before it.
type Let struct {
	Name  string
	Value *expr.Program
	At    diag.Range
}

// Take is what a measure reads.
type Take int

// What can be read.
const (
	Probability Take = iota // of the action
	Payoff                  // expected from the action on, where it is chosen
	Reach                   // probability that play comes there
	Mean                    // of the numbers that an action's for_each gives it
)

// Takes are their names, in their order.
var Takes = []string{"probability", "payoff", "reach", "mean"}

// Condition demands that something has one of its values.
type Condition struct {
	Index int // in Variables or Secrets
	Value int // position in the domain
}

// Measure is something read from the solution: over the information sets that
// match, weighted by how likely they are to be reached.
type Measure struct {
	Name    string
	Phase   int
	Period  int         // 0: every period
	Knows   []Condition // secrets
	State   []Condition // public variables when the choice is made
	Seen    []string    // events on the way there
	Actions []int       // of the phase; none for Reach
	Take    Take
	At      diag.Range
}

// Result is a claim: a closed form, and what the engine must come to.
type Result struct {
	Name, Title string
	Set         []Setting     // parameters that have other values in this result
	Require     *expr.Program // nil: claimed in the whole region
	RequireAs   string        // as written
	ClosedForm  *expr.Program // reads parameters and lets
	FormAs      string        // as written
	Engine      *expr.Program // reads figures, parameters and lets; nil where Root is not
	Root        *Root
	Tolerance   *expr.Program // reads parameters and lets
	Basis       string
	At          diag.Range
}

// Root says that the engine's figure is the value of a parameter at which
// Balance crosses zero.
type Root struct {
	Parameter int
	From, To  *expr.Program // read parameters and lets
	Balance   *expr.Program // reads figures, parameters and lets
}

// Profile is an equilibrium in closed form.
type Profile struct {
	Name, Title string
	Set         []Setting
	Require     *expr.Program // nil: claimed in the whole region
	Holds       *expr.Program // where it is an equilibrium, and nowhere else; nil: everywhere
	Plays       []Play
	Tremble     float64       // share of uniform play that is mixed in
	Regret      *expr.Program // the most that anybody may gain anywhere; reads parameters and lets
	At          diag.Range
}

// Play is what a profile does in one phase.
type Play struct {
	Phase       int
	Probability []*expr.Program // by action of the phase, nil: 0; reads what the mover knows, and lets
	Tremble     *expr.Program   // nil: the profile's
	At          diag.Range
}

// Sign of a comparative static.
type Sign int

// The signs.
const (
	None Sign = iota
	Up
	Down
)

// Signs are their names, in their order.
var Signs = []string{"none", "up", "down"}

// Static claims what a figure does when a parameter rises.
type Static struct {
	Name, Title string
	Set         []Setting
	Parameter   int
	Change      *expr.Program // reads parameters and lets
	Figure      *expr.Program // reads figures, parameters and lets
	Sign        Sign
	Tolerance   float64       // a change of no more is none
	When        *expr.Program // nil: everywhere in the region; reads parameters, lets and the change
	At          diag.Range
}

// Ablation takes a mechanism out of the scenario and says what must then change.
type Ablation struct {
	Name, Title string
	Covers      []string
	Require     *expr.Program // nil: everywhere in the region
	Set         []Setting
	Secrets     []Condition
	Held        []Act // acts that nobody can choose
	Result      int   // in Results
	Becomes     *expr.Program
	Tolerance   *expr.Program // nil: the result's
	At          diag.Range
}

// Setting gives a parameter another value.
type Setting struct {
	Parameter int
	Value     *expr.Program // reads parameters and lets
}

// Act is an action of a phase.
type Act struct{ Phase, Action int }

// Picture is what the page of the library draws.
type Picture struct {
	Set      []Setting
	Result   int // in Results
	Along    int // parameter
	From, To float64
	At       diag.Range
}

// Layout is where a theory's expressions find what they read: behind the frame
// of the scenario stand the lets, the change of a static, and the figures, those
// of the engine's solution first and then those of each profile.
type Layout struct {
	Let, Change, Figure           int
	Question, End, Value, Measure int // within the figures of one source
	Figures                       int // of one source
	Size                          int
}

// MakeLayout lays out the frame of a theory about s.
func MakeLayout(s *scenario.Scenario, lets, measures, profiles int) Layout {
	l := Layout{Let: s.Layout.Size}
	l.Change = l.Let + lets
	l.Figure = l.Change + 1
	l.End = len(s.Questions)
	l.Value = l.End + len(s.Ends)
	l.Measure = l.Value + len(s.Actors)
	l.Figures = l.Measure + measures
	l.Size = l.Figure + l.Figures*(1+profiles)
	return l
}

// Source is the first slot of a profile's figures, −1 the solution's.
func (l *Layout) Source(profile int) int { return l.Figure + l.Figures*(1+profile) }
