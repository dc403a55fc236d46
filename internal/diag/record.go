package diag

import (
	"encoding/json"
	"io"
)

// This file writes diagnostics for programs. The field names are a contract.

// Record is a diagnostic as JSON. Lines and columns count from 1; they are 0
// where a diagnostic has no place in the file.
type Record struct {
	Code      string `json:"code"`
	Severity  string `json:"severity"` // "error" or "warning"
	Message   string `json:"message"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Column    int    `json:"column"`
	EndLine   int    `json:"end_line"`
	EndColumn int    `json:"end_column"`
	Hint      string `json:"hint"`
}

// Records gives the list in the form of the contract; never nil.
func Records(list List) []Record {
	out := make([]Record, 0, len(list))
	for _, d := range list {
		r := d.Subject
		out = append(out, Record{
			Code: d.Code, Severity: d.Severity.String(), Message: d.Message, Hint: d.Hint, File: r.File,
			Line: r.Start.Line, Column: r.Start.Column, EndLine: r.End.Line, EndColumn: r.End.Column,
		})
	}
	return out
}

// WriteJSON writes the list as a JSON array.
func WriteJSON(w io.Writer, list List) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(Records(list))
}
