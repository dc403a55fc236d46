package score

import (
	"demarche/internal/sweep"
)

// This file is the shape of a finished score: what the table and the JSON are
// made from. The JSON names are a contract: fields may be added, never renamed.

// ScoreSheet is the scores of all runs given.
type ScoreSheet struct {
	Scenario   string           `json:"scenario"`
	Title      string           `json:"title"`
	Resolution string           `json:"resolution"` // file that says what happened
	At         string           `json:"at"`         // the scoring date
	Runs       []ScoreRun       `json:"runs"`       // by as-of date
	Together   ScoreFigures     `json:"together"`   // every scored forecast of every run
	Forecasts  []ScoredForecast `json:"forecasts"`  // scored or not
	Ledger     *LedgerState     `json:"ledger,omitempty"`
	Diagram    string           `json:"diagram,omitempty"` // file of the reliability diagram
	Warnings   []string         `json:"warnings"`
}

// ScoreRun is the scores of one as-of date.
type ScoreRun struct {
	Run        string       `json:"run"`
	AsOf       string       `json:"as_of"`
	Created    string       `json:"created"`
	ModelHash  string       `json:"model_hash"`
	Seed       uint64       `json:"seed"`
	Draws      int          `json:"draws"`
	Stories    int          `json:"stories"`
	NoEvidence bool         `json:"no_evidence"`
	RandomRun  string       `json:"random_run"` // where the baseline runs are kept; "": there is none
	PriorRun   string       `json:"prior_run"`
	Before     int          `json:"settled_before"` // questions that had come true by the as-of date
	Open       int          `json:"open"`           // last day not over, early answers included
	Left       int          `json:"left_out"`       // no forecast, or no answer where there should be one
	Figures    ScoreFigures `json:"figures"`
}

// ScoreFigures is the figures of a set of forecasts.
type ScoreFigures struct {
	Forecasts      int                 `json:"forecasts"`
	Questions      int                 `json:"questions"` // different ones
	BaseRate       sweep.Number        `json:"base_rate"`
	Brier          sweep.Number        `json:"brier"`
	Log            sweep.Number        `json:"log"`  // nats
	Held           int                 `json:"held"` // probabilities held at 0.001 or 0.999 for the logarithm
	Murphy         ScoreMurphy         `json:"murphy"`
	Bins           []ReliabilityBin    `json:"bins"`
	Discrimination ScoreDiscrimination `json:"discrimination"`
	Baselines      []ScoreBaseline     `json:"baselines"`
}

// ScoreMurphy is Murphy's decomposition: brier = reliability − resolution + uncertainty + within.
type ScoreMurphy struct {
	Reliability sweep.Number `json:"reliability"`
	Resolution  sweep.Number `json:"resolution"`
	Uncertainty sweep.Number `json:"uncertainty"`
	Within      sweep.Number `json:"within_bins"`
}

// ReliabilityBin is one bin of the reliability diagram.
type ReliabilityBin struct {
	From      sweep.Number   `json:"from"`
	To        sweep.Number   `json:"to"`
	Forecasts int            `json:"forecasts"`
	Questions int            `json:"questions"`
	Forecast  sweep.Number   `json:"forecast"`
	Frequency sweep.Number   `json:"frequency"`
	Interval  sweep.Interval `json:"interval"`
}

// ScoreDiscrimination is the area under the operating characteristic.
type ScoreDiscrimination struct {
	Area     sweep.Number   `json:"area"`
	Interval sweep.Interval `json:"interval"`
	Yes      int            `json:"came_true"` // different questions
	No       int            `json:"did_not"`
	Why      string         `json:"why_undefined"`
}

// ScoreBaseline is a baseline on the same forecasts.
type ScoreBaseline struct {
	Name            string           `json:"name"` // random, prior, half, climate
	Title           string           `json:"title"`
	Brier           sweep.Number     `json:"brier"`
	Log             sweep.Number     `json:"log"`
	Held            int              `json:"held"`
	Skill           sweep.Number     `json:"skill"` // 1 − brier of the forecasts / brier of the baseline, on the pairs compared
	BrierDifference PairedDifference `json:"brier_difference"`
	LogDifference   PairedDifference `json:"log_difference"`
}

// PairedDifference is the baseline's loss less the forecasts', pair by pair.
type PairedDifference struct {
	Mean      sweep.Number   `json:"mean"`
	Interval  sweep.Interval `json:"interval"`
	Forecasts int            `json:"forecasts"`
	Questions int            `json:"questions"`
	Better    int            `json:"better"`
	Worse     int            `json:"worse"`
}

// ScoredForecast is one forecast and what became of it.
type ScoredForecast struct {
	AsOf        string         `json:"as_of"`
	Question    string         `json:"question"`
	Title       string         `json:"title"`
	By          string         `json:"by"`
	Status      Status         `json:"status"`
	Outcome     *bool          `json:"outcome"` // null: not known at the scoring date
	Date        string         `json:"date"`    // of the outcome
	Row         string         `json:"row"`
	Probability sweep.Number   `json:"probability"`
	Interval    sweep.Interval `json:"interval"`
	Brier       sweep.Number   `json:"brier"`
	Log         sweep.Number   `json:"log"`
	Random      sweep.Number   `json:"random"`
	Prior       sweep.Number   `json:"prior"`
	Climate     sweep.Number   `json:"climate"`
}

// LedgerState says what the chain of a ledger is worth.
type LedgerState struct {
	File    string `json:"file"`
	Entries int    `json:"entries"`
	Used    int    `json:"used"` // entries scored
	Head    string `json:"head"` // hash of the last entry: who keeps it can tell later whether the file was rewritten
}
