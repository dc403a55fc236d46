package report

import (
	"encoding/json"
	"fmt"
	"io"

	"demarche/internal/sweep"
)

// This file writes results for programs.

// JSON writes r, completed, as one indented object: same result, same bytes.
func JSON(w io.Writer, r *sweep.Result) error { return writeJSON(w, Complete(r)) }

// writeJSON writes any value the way all verbs do. Maps come out in key order.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // "a < b" stays readable; nobody pastes this into a page unescaped
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("cannot write the JSON: %w", err)
	}
	return nil
}
