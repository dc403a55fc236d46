// Package diag holds the vocabulary of diagnostics: what is wrong, where, and
// how to mend it. It knows nothing of the language or of the engine.
package diag

import "fmt"

// Severity says whether a diagnostic stops the work.
type Severity int

const (
	// Error means that the model or the data cannot be used.
	Error Severity = iota
	// Warning means that the model can be used, but probably says something else than meant.
	Warning
)

func (s Severity) String() string {
	if s == Warning {
		return "warning"
	}
	return "error"
}

// Pos is a place in a file. Line and Column count from 1; Column counts
// characters as a person sees them; Byte counts from 0.
type Pos struct {
	Line, Column, Byte int
}

// Range is a stretch of a file, End exclusive. The zero Range means "nowhere in particular".
type Range struct {
	File       string
	Start, End Pos
}

// IsZero reports whether r names no place at all.
func (r Range) IsZero() bool { return r.Start.Line == 0 }

func (r Range) String() string {
	if r.IsZero() {
		return r.File
	}
	return fmt.Sprintf("%s:%d:%d", r.File, r.Start.Line, r.Start.Column)
}

// Diagnostic is one message to the person who wrote the file.
type Diagnostic struct {
	Code     string // stable, for example "E103"
	Severity Severity
	Message  string // one sentence: what is wrong
	Hint     string // how to mend it, or ""
	Subject  Range  // the tight place
	Context  Range  // the wider place (a block), or zero
	Notes    []Note // further places that matter
}

// Note points at a second place, for example an earlier definition.
type Note struct {
	Message string
	At      Range
}

// Error makes a Diagnostic usable as an error.
func (d Diagnostic) Error() string { return fmt.Sprintf("%s: %s: %s", d.Subject, d.Code, d.Message) }

// List is the diagnostics of one run over a file, in the order found.
type List []Diagnostic

// HasErrors reports whether any diagnostic of the list is an error.
func (l List) HasErrors() bool {
	for _, d := range l {
		if d.Severity == Error {
			return true
		}
	}
	return false
}

// Err returns the list as an error if it holds an error, else nil.
func (l List) Err() error {
	if l.HasErrors() {
		return l
	}
	return nil
}

// Error gives the first error of the list.
func (l List) Error() string {
	for _, d := range l {
		if d.Severity == Error {
			return d.Error()
		}
	}
	return "no error"
}
