package score

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file is what a line of the ledger holds.
//
// A ledger is a text file with one forecast run a line, as JSON. Each line
// holds the SHA-256 of the line before it, and its own: whoever changes, drops
// or inserts a line breaks the chain from there on. Nothing in a file can keep
// its owner from writing all of it anew, or from cutting off its end; the hash
// of the last line can, if somebody else was given it (mail it, print it).

// LedgerFormat is the version of ledger lines. It grows when an older reader
// could misread a newer line.
const LedgerFormat = 1

// Entry is one line: the forecasts of one run, as they were made.
type Entry struct {
	Format       int             `json:"format"`
	Number       int             `json:"number"` // 1, 2, …
	Time         time.Time       `json:"time"`   // when it was written, UTC
	Scenario     string          `json:"scenario"`
	Title        string          `json:"title"`
	Start        string          `json:"start"` // first day of the story
	AsOf         string          `json:"as_of"`
	ModelHash    string          `json:"model_hash"`
	EvidenceHash string          `json:"evidence_hash"`
	NoEvidence   bool            `json:"no_evidence"`
	Seed         uint64          `json:"seed"`
	Draws        int             `json:"draws"`
	Stories      int             `json:"stories"`
	Effective    sweep.Number    `json:"effective_draws"`
	Version      string          `json:"version"` // of demarche
	Questions    []EntryQuestion `json:"questions"`
	Previous     string          `json:"previous"`       // hash of the line before; 64 zeros in the first
	Hash         string          `json:"hash,omitempty"` // SHA-256 of this line without this field
}

// EntryQuestion is one forecast of an entry.
type EntryQuestion struct {
	Name        string         `json:"name"`
	Title       string         `json:"title"`
	From        string         `json:"from"` // "": from the as-of date on
	By          string         `json:"by"`
	Probability sweep.Number   `json:"probability"` // null: could not be computed
	Interval    sweep.Interval `json:"interval"`    // 90% credible
}

// noHash stands before the first line.
var noHash = strings.Repeat("0", 2*sha256.Size)

// EntryOf makes an entry of a finished run; Append numbers, dates and chains it.
func EntryOf(r *sweep.Result, s *scenario.Scenario) Entry {
	e := Entry{Format: LedgerFormat, Scenario: r.Scenario, Title: r.Title, Start: s.Start.String(), AsOf: r.AsOf, ModelHash: r.ModelHash, EvidenceHash: r.EvidenceHash,
		NoEvidence: r.NoEvidence, Seed: r.Seed, Draws: r.Draws, Stories: r.Stories, Effective: r.Diag.EffectiveDraws, Version: r.Version, Questions: []EntryQuestion{}}
	for _, q := range r.Questions {
		e.Questions = append(e.Questions, EntryQuestion{q.Name, q.Title, from(s, q.Name).String(), q.By, q.Probability, q.Interval})
	}
	return e
}

// from is the first day that counts for a question, zero if the scenario gives none.
func from(s *scenario.Scenario, name string) scenario.Date {
	for i := range s.Questions {
		if s.Questions[i].Name == name {
			return s.Questions[i].From
		}
	}
	return scenario.Date{}
}

// line is the entry's one way of being written, without the line end.
func (e Entry) line() ([]byte, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(e); err != nil {
		return nil, err
	}
	return []byte(strings.TrimSuffix(b.String(), "\n")), nil
}

// sum is the hash of the entry.
func (e Entry) sum() (string, error) {
	e.Hash = ""
	b, err := e.line()
	if err != nil {
		return "", err
	}
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:]), nil
}

// check refuses values that no run writes.
func (e *Entry) check() error {
	for what, text := range map[string]string{"as_of": e.AsOf, "start": e.Start} {
		if _, err := day(text); err != nil {
			return fmt.Errorf("its %s is %q, which is not a day", what, text)
		}
	}
	if e.Scenario == "" {
		return errors.New("it names no scenario")
	}
	seen := map[string]bool{}
	for _, q := range e.Questions {
		if _, err := day(q.By); err != nil {
			return fmt.Errorf("the last day of question %q is %q, which is not a day", q.Name, q.By)
		}
		if _, err := day(q.From); err != nil && q.From != "" {
			return fmt.Errorf("the first day of question %q is %q, which is not a day", q.Name, q.From)
		}
		if p := float64(q.Probability); p == p && !valid(p) {
			return fmt.Errorf("the probability of question %q is %v, and must lie between 0 and 1", q.Name, p)
		}
		if seen[q.Name] {
			return fmt.Errorf("it holds the question %q twice", q.Name)
		}
		seen[q.Name] = true
	}
	return nil
}

// day reads a whole date, and nothing shorter.
func day(text string) (scenario.Date, error) {
	t, err := time.Parse("2006-01-02", text)
	return scenario.Date{Time: t}, err
}
