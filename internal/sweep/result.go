package sweep

import (
	"demarche/internal/flip"
	"demarche/internal/quantity"
)

// This file is the shape of a finished run: what the brief, the JSON, the page
// and the stored tables are made from. The JSON names are a contract: fields
// may be added, never renamed.

// Number is a quantity that may not exist.
type Number = quantity.Number

// Interval is a pair of bounds, low first.
type Interval = quantity.Interval

// Result is one run.
type Result struct {
	File         string         `json:"file"`
	Scenario     string         `json:"scenario"`
	Title        string         `json:"title"`
	ModelHash    string         `json:"model_hash"`
	EvidenceHash string         `json:"evidence_hash"` // "" without evidence
	AsOf         string         `json:"as_of"`
	Seed         uint64         `json:"seed"`
	Draws        int            `json:"draws"`   // parameter draws weighed by the evidence
	Stories      int            `json:"stories"` // stories told from the as-of date
	Assumptions  []string       `json:"assumptions"`
	NoEvidence   bool           `json:"no_evidence"`
	Timing       map[string]any `json:"timing"`
	RunDirectory string         `json:"run_directory"`
	Version      string         `json:"version"`
	Unit         string         `json:"period_unit"` // "month", "week", "quarter", "year"

	Actors      []ActorInfo       `json:"actors"`
	Secrets     []SecretInfo      `json:"secrets"` // in file order: what the maps of Beliefs cannot say
	Questions   []QuestionResult  `json:"questions"`
	Next        []NextAct         `json:"next"`
	Posterior   Beliefs           `json:"posterior"`
	Prior       Beliefs           `json:"prior"`
	Beliefs     []DatedBelief     `json:"beliefs"`
	Evidence    []EvidenceRow     `json:"evidence"`
	LogEv       Number            `json:"log_evidence"`
	LookFor     *LookFor          `json:"look_for,omitempty"`    // null without secrets
	Trial       *Trial            `json:"ach,omitempty"`         // null without evidence or secrets
	Frequency   []ActFrequency    `json:"frequencies,omitempty"` // --no-evidence: the prior predictive check
	Sensitivity *Sensitivity      `json:"sensitivity,omitempty"` // --sensitivity
	Flips       *flip.Flips       `json:"flips,omitempty"`       // --sensitivity
	UpperHand   *UpperHand        `json:"upper_hand,omitempty"`  // --upper-hand
	Score       *Score            `json:"score,omitempty"`
	Diag        RunDiagnostics    `json:"diagnostics"`
	Warnings    []string          `json:"warnings"`
	Sources     []ParameterSource `json:"parameters"`
	DrawTable   []DrawRow         `json:"-"` // stored, not printed
	StoryRows   []StoryRow        `json:"-"`
	Answers     []DrawAnswers     `json:"-"` // by draw that has stories; neither stored nor printed
}

// ActorInfo is a line of "who is who".
type ActorInfo struct {
	Name      string   `json:"name"`
	Title     string   `json:"title"`
	Precision Number   `json:"precision"` // posterior mean
	Discount  Number   `json:"discount"`
	Knows     []string `json:"knows"` // titles of the secrets it is told
}

// SecretInfo says what a secret is called and in which order its values stand.
type SecretInfo struct {
	Name    string   `json:"name"`
	Title   string   `json:"title"`
	Values  []string `json:"values"`
	KnownTo []string `json:"known_to"` // names of actors
}

// QuestionResult is one forecast.
type QuestionResult struct {
	Name        string   `json:"name"`
	Title       string   `json:"title"`
	By          string   `json:"by"`
	Probability Number   `json:"probability"`
	Interval    Interval `json:"interval"`             // 90% credible, from the variance between draws
	MonteCarlo  Interval `json:"monte_carlo_interval"` // 90%, from the finite number of draws and stories alone
	Word        string   `json:"word"`                 // filled by report, from ICD 203
	Previous    Number   `json:"previous"`             // the forecast a period earlier, null if none
	PreviousIn  Interval `json:"previous_interval"`    // 90%, from the finite number of draws and stories
	Assumed     Number   `json:"assumed"`              // with the assumptions imposed; null without
	AssumedIn   Interval `json:"assumed_interval"`
	Prior       Number   `json:"prior"` // without evidence; null if not computed
}

// NextAct is one act that an actor may choose next.
type NextAct struct {
	Actor       string `json:"actor"`
	Period      string `json:"period"`
	Phase       string `json:"phase"`
	Action      string `json:"action"`
	Title       string `json:"title"`
	Covert      bool   `json:"covert"`
	Probability Number `json:"probability"`
	Why         string `json:"why"` // filled by report from Reasons, for the likeliest act of each phase
	// Reasons compares the likeliest act with the next likeliest, term by term, in the
	// actor's own current-value utility, at the posterior medians.
	Against string   `json:"against,omitempty"`
	Reasons []Reason `json:"reasons,omitempty"`
}

// Reason is what one named payoff term contributes to preferring one act over another.
type Reason struct {
	Term       string `json:"term"`
	Difference Number `json:"difference"`
}

// Beliefs is a distribution over secrets and parameters.
type Beliefs struct {
	Secrets    map[string]map[string]Number `json:"secrets"`
	Joint      []JointBelief                `json:"joint"`
	Parameters map[string]ParameterSummary  `json:"parameters"`
}

// JointBelief is the probability of one combination of secrets.
type JointBelief struct {
	Values      map[string]string `json:"values"`
	Probability Number            `json:"probability"`
}

// ParameterSummary describes a parameter's distribution.
type ParameterSummary struct {
	Mean Number `json:"mean"`
	SD   Number `json:"sd"`
	Q05  Number `json:"q05"`
	Q50  Number `json:"q50"`
	Q95  Number `json:"q95"`
}

// DatedBelief is what was believed after everything known of one period (or row) was taken in.
type DatedBelief struct {
	Date    string                       `json:"date"`
	Phase   string                       `json:"phase"` // "" for the start
	Event   string                       `json:"event"` // act or chance that moved it, "" for quiet
	ID      string                       `json:"id"`    // evidence row, "" if none
	Secrets map[string]map[string]Number `json:"secrets"`
}

// EvidenceRow says what became of a row of the evidence file.
type EvidenceRow struct {
	ID            string   `json:"id"`
	Date          string   `json:"date"`
	Period        string   `json:"period"`
	Phase         string   `json:"phase"`
	Action        string   `json:"action"`
	Used          bool     `json:"used"`
	Reason        string   `json:"reason"` // why not, or "quiet" for a period without a row
	Reliability   Number   `json:"reliability"`
	Grade         string   `json:"grade"`          // the Admiralty grade that stands for it, "" if none
	Story         []string `json:"story"`          // ids of the other used rows that rest on the same source
	LogLikelihood Number   `json:"log_likelihood"` // of the row given what came before; null if unused
	Surprise      Number   `json:"surprise"`       // −log2 of its probability: bits
	Source        string   `json:"source"`
	Note          string   `json:"note"`
}

// ActFrequency is how often an act happens in a period, in the model and in the evidence.
type ActFrequency struct {
	Phase    string `json:"phase"`
	Action   string `json:"action"`
	Model    Number `json:"model"`    // mean share of periods, no evidence
	Evidence Number `json:"evidence"` // share of the periods over by the as-of date; null if unobserved
}

// Score is how the forecast did against what happened.
type Score struct {
	Brier     Number         `json:"brier"`      // mean over the questions, 0 best, 1 worst
	Constant  Number         `json:"brier_half"` // of saying one half to everything: 0.25
	Questions []QuestionMark `json:"questions"`
}

// QuestionMark is the score of one question.
type QuestionMark struct {
	Name        string `json:"name"`
	Outcome     bool   `json:"outcome"`
	Date        string `json:"date"`
	Row         string `json:"row"`
	Source      string `json:"source"`
	Probability Number `json:"probability"`
	Brier       Number `json:"brier"`
}

// RunDiagnostics says how far the run can be believed.
type RunDiagnostics struct {
	EffectiveDraws  Number `json:"effective_draws"`
	MaxWeight       Number `json:"max_weight"` // share of the heaviest draw
	Solves          int    `json:"solves"`
	Cold            int    `json:"cold_solves"`      // traced from precision 0
	Warm            int    `json:"warm_solves"`      // Newton from a neighbouring solution
	Local           int    `json:"local_solves"`     // not on the principal branch, or not known to be
	Retraced        int    `json:"retraced"`         // warm solutions checked by tracing
	RetraceDiffer   int    `json:"retraced_differ"`  // of those, how many differed
	MaxResidual     Number `json:"max_residual"`     // largest certificate residual over all solves
	MaxRegret       Number `json:"max_regret"`       // largest one-shot regret beyond what precision allows
	PublicStates    int    `json:"public_states"`    // largest look-ahead
	SecretProfiles  int    `json:"secret_profiles"`  // largest look-ahead, at its start
	FilterExact     bool   `json:"filter_exact"`     // unobserved acts summed exactly (else by particles)
	Histories       int    `json:"histories"`        // most public histories carried at once
	Interrupted     bool   `json:"interrupted"`      // stopped early; what was finished is reported
	DrawsRequested  int    `json:"draws_requested"`  //
	StoriesPerDraw  Number `json:"stories_per_draw"` //
	ParetoK         Number `json:"pareto_k"`         // of the draws' weights; above 0.7 they are not reliable; null if not computed
	Method          string `json:"method"`           // "importance": draws from the prior, weighed; "tempered": drawn anew
	Steps           int    `json:"tempering_steps"`  // temperatures taken; 0 for importance
	Accepted        Number `json:"acceptance"`       // share of moves accepted in tempering; null for importance
	DroppedMemories int    `json:"dropped_memories"` // private sightings forgotten at period ends
}

// ParameterSource is a parameter as the analyst wrote it.
type ParameterSource struct {
	Name  string `json:"name"`
	Title string `json:"title"`
	Value string `json:"value"` // "90%: 2–5", "0.5", "derived"
	Basis string `json:"basis"`
}

// DrawRow is one draw of the parameters.
type DrawRow struct {
	Draw          int
	LogLikelihood float64
	Weight        float64
	Stories       int
	Parameters    []float64 // in the order of Result.Sources
}

// StoryRow is one step of one story.
type StoryRow struct {
	Draw, Story int
	Period      string
	Phase       string
	Event       string
}
