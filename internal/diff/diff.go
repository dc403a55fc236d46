// Package diff says why a forecast moved from one version of an assessment to
// another: how much of the difference is owed to each change in the assumptions
// or the evidence. It knows changes, and somebody who makes the version with
// some of them; not what a change is made of.
package diff

import (
	"demarche/internal/evidence"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file is the shape of what is asked and of what comes of it. The JSON
// names are a contract: fields may be added, never renamed.

// Number is a quantity that may not exist.
type Number = quantity.Number

// Interval is a pair of bounds, low first.
type Interval = quantity.Interval

// Diff is two versions compared.
type Diff struct {
	A        DiffSide     `json:"a"`
	B        DiffSide     `json:"b"`
	Changes  []DiffChange `json:"changes"`         // those that forecasts are divided among
	Idle     []DiffChange `json:"without_bearing"` // what bears on no forecast by itself
	Wording  []DiffChange `json:"wording"`         // titles, reasons, sources and notes
	Groups   []DiffGroup  `json:"groups"`          // the changes that are told apart
	Method   string       `json:"method"`          // "none", "exact": every combination of groups, or "orders": sampled orders
	Sampled  bool         `json:"sampled"`         // forecasts come from stories; else they are exact
	Seed     uint64       `json:"seed"`
	Draws    int          `json:"draws"`    // of each version; 0 where forecasts are exact
	Stories  int          `json:"stories"`  // of each version; 0 where forecasts are exact
	Orders   int          `json:"orders"`   // in which the changes were made; 0: all
	Versions int          `json:"versions"` // forecast, A and B among them

	Questions []DiffQuestion `json:"questions"` // that both ask
	OnlyA     []DiffAsked    `json:"only_a"`
	OnlyB     []DiffAsked    `json:"only_b"`
	Warnings  []string       `json:"warnings"`
	Timing    map[string]any `json:"timing"`
}

// DiffSide is one of the two versions.
type DiffSide struct {
	File         string `json:"file"`
	Scenario     string `json:"scenario"`
	Title        string `json:"title"`
	ModelHash    string `json:"model_hash"`
	EvidenceHash string `json:"evidence_hash"` // "" without evidence
	AsOf         string `json:"as_of"`
	Unit         string `json:"period_unit"`
}

// DiffChange is one thing that differs.
type DiffChange struct {
	Number    int    `json:"number"` // 1, 2, …; 0 for what forecasts are not divided among
	Kind      string `json:"kind"`   // the sort of thing: "parameter", "payoff", "evidence", "date", …
	Name      string `json:"name"`
	Title     string `json:"title"`     // what the file calls it; "" if nothing
	Old       string `json:"old"`       // "" where it is not there
	New       string `json:"new"`       // "" where it is not there
	Direction string `json:"direction"` // of a number: "higher", "lower", "wider", "narrower"; else ""
	Date      string `json:"date"`      // of a report; else ""
	Act       string `json:"act"`       // that a report is of; else ""
	Parameter string `json:"-"`         // whose value it is
}

// DiffGroup is changes that belong together, mostly one: apart they would not be valid.
type DiffGroup struct {
	Number  int    `json:"number"`
	Changes []int  `json:"changes"` // numbers
	Why     string `json:"why"`     // why they are not told apart; "" for one alone
}

// DiffQuestion is a forecast that both versions make.
type DiffQuestion struct {
	Name         string      `json:"name"`
	Title        string      `json:"title"`
	ByA          string      `json:"by_a"`
	ByB          string      `json:"by_b"`
	From         Number      `json:"from"`          // A's probability
	To           Number      `json:"to"`            // B's
	FromInterval Interval    `json:"from_interval"` // 90% credible; null where the forecast is exact
	ToInterval   Interval    `json:"to_interval"`
	Change       Number      `json:"change"`          // to − from
	ChangeIn     Interval    `json:"change_interval"` // 90%, by what the simulation leaves open; null where the forecast is exact
	Shares       []DiffShare `json:"shares"`          // by group, the largest first; they sum to the change
}

// DiffShare is how much of a change in a forecast is owed to a group of changes.
type DiffShare struct {
	Group    int      `json:"group"`
	Share    Number   `json:"share"`           // in probability
	Interval Interval `json:"interval"`        // 90%, by what the simulation and the sampling of orders leave open; null where nothing is left open
	Error    Number   `json:"standard_error"`  // of both together; null where it is not known
	Orders   Number   `json:"error_of_orders"` // of the sampling of orders alone; 0 where all were taken
}

// DiffAsked is a question that one version alone asks.
type DiffAsked struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	By    string `json:"by"`
}

// Version is what is forecast.
type Version struct {
	Scenario   *scenario.Scenario
	Evidence   *evidence.Set // nil: none
	AsOf       scenario.Date
	Precision  float64 // multiplies every actor's; 0: 1
	NoEvidence bool
	Assume     []sweep.Assumption
	Key        string // versions of one key give the same forecasts
}

// Problem is what is compared.
type Problem struct {
	A, B          DiffSide
	First, Last   *scenario.Scenario // A's and B's, in full
	Changes       []DiffChange       // forecasts are divided among these
	Idle, Wording []DiffChange
	Warnings      []string
	// Gate is the change of the as-of date, by place in Changes, −1 if there is none.
	// Reports that count only at the later date are gated: see gate.go.
	Gate  int
	Later bool   // B's date is the later one
	Gated []bool // by change
	// Make makes the version with some of the changes; its scenario asks what both
	// ask. An error says that these changes are invalid without the others.
	Make func(with []bool) (*Version, error)
}
