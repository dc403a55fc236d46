// Package store keeps a finished run on disk: a directory with a manifest, the
// full result, the sources it was made from, and tables that DuckDB, pandas, R
// and spreadsheets read. It knows nothing of how a run is made or shown.
package store

import (
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"demarche/internal/sweep"
)

// This file says what a run directory holds.

// Format is the version of the layout of run directories. It grows when an
// older reader could misread a newer directory.
const Format = 1

// Run is everything that is kept of a run.
type Run struct {
	Result   *sweep.Result
	Scenario []byte    // source text, byte for byte
	Evidence []byte    // source text; nil without
	Flags    []string  // the command line after the verb, as given
	Created  time.Time // the only part of a directory that a second run of the same seed changes
}

// Names of the files of a run directory.
const (
	manifestFile = "manifest.json"
	resultFile   = "result.json"
	scenarioFile = "scenario.hcl"
	evidenceFile = "evidence.csv"
)

// Manifest is the cover sheet of a run directory.
type Manifest struct {
	Format       int                     `json:"format"`
	Created      time.Time               `json:"created"`
	Version      string                  `json:"version"` // of demarche
	Go           string                  `json:"go"`
	Scenario     string                  `json:"scenario"`
	Title        string                  `json:"title"`
	File         string                  `json:"file"`
	ModelHash    string                  `json:"model_hash"`
	EvidenceHash string                  `json:"evidence_hash"`
	AsOf         string                  `json:"as_of"`
	Seed         uint64                  `json:"seed"`
	Draws        int                     `json:"draws"`
	Stories      int                     `json:"stories"`
	Flags        []string                `json:"flags"`
	NoEvidence   bool                    `json:"no_evidence"`
	Assumptions  []string                `json:"assumptions"`
	Interrupted  bool                    `json:"interrupted"`
	Questions    map[string]sweep.Number `json:"questions"` // name to probability
	Files        map[string]FileInfo     `json:"files"`     // every other file of the directory
}

// FileInfo lets a reader tell a whole file from a torn one.
type FileInfo struct {
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"` // hexadecimal
}

// DefaultDir is where a run is kept if nothing else is said:
// demarche-runs/<scenario>-<as of>-<hash> under base. The hash is the model's,
// so that runs of one model at one date replace each other.
func DefaultDir(base string, r *sweep.Result) string {
	hash := r.ModelHash
	if len(hash) > 8 {
		hash = hash[:8]
	}
	return filepath.Join(base, "demarche-runs", fmt.Sprintf("%s-%s-%s", fileName(r.Scenario), fileName(r.AsOf), fileName(hash)))
}

// fileName keeps of s what every file system takes.
func fileName(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return '-'
	}, s)
	if len(s) > 80 {
		s = s[:80]
	}
	if s == "" {
		return "run"
	}
	return s
}
