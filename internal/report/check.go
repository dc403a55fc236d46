package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/x/ansi"
	"github.com/rivo/uniseg"

	"demarche/internal/diag"
	"demarche/internal/sweep"
)

// This file is what `demarche check` says: the diagnostics of a file, and how
// large its look-ahead is. The JSON names are a contract.

// CheckReport is one checked file.
type CheckReport struct {
	File        string
	Diagnostics diag.List
	Size        *CheckSize        // nil if the file has errors
	Sources     map[string][]byte // text of the files that the diagnostics name, for the line that each underlines
}

// CheckSize says what one look-ahead costs.
type CheckSize struct {
	Nodes          int          `json:"nodes"`
	PublicStates   int          `json:"public_states"`
	SecretProfiles int          `json:"secret_profiles"`
	Bytes          int64        `json:"bytes"`
	Seconds        sweep.Number `json:"seconds"` // of one cold solve; null if not estimated
}

type diagnosticJSON struct {
	Code      string     `json:"code"`
	Severity  string     `json:"severity"`
	Message   string     `json:"message"`
	File      string     `json:"file"`
	Line      int        `json:"line"`
	Column    int        `json:"column"`
	EndLine   int        `json:"end_line"`
	EndColumn int        `json:"end_column"`
	Hint      string     `json:"hint"`
	Notes     []noteJSON `json:"notes"`
}

type noteJSON struct {
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
}

// CheckJSON writes r as one indented object.
func CheckJSON(w io.Writer, r *CheckReport) error {
	out := struct {
		File        string           `json:"file"`
		Diagnostics []diagnosticJSON `json:"diagnostics"`
		Size        *CheckSize       `json:"size"`
	}{r.File, []diagnosticJSON{}, r.Size}
	for _, d := range r.Diagnostics {
		j := diagnosticJSON{d.Code, d.Severity.String(), d.Message, d.Subject.File, d.Subject.Start.Line, d.Subject.Start.Column,
			d.Subject.End.Line, d.Subject.End.Column, d.Hint, []noteJSON{}}
		for _, n := range d.Notes {
			j.Notes = append(j.Notes, noteJSON{n.Message, n.At.File, n.At.Start.Line, n.At.Start.Column})
		}
		out.Diagnostics = append(out.Diagnostics, j)
	}
	return writeJSON(w, out)
}

// CheckText writes r for a person: each diagnostic with its line underlined,
// then the size, or how many errors there are.
func CheckText(w io.Writer, r *CheckReport, o Options) error {
	s := newSheet(o)
	diagnostics(s, r.Diagnostics, r.Sources)
	errors, warned := 0, 0
	for _, d := range r.Diagnostics {
		if d.Severity == diag.Error {
			errors++
		} else {
			warned++
		}
	}
	switch {
	case errors > 0:
		line := r.File + ": " + plural(errors, "error", "errors")
		if warned > 0 {
			line += ", " + plural(warned, "warning", "warnings")
		}
		s.para(0, 2, &styleError, line)
	case warned > 0:
		s.para(0, 2, &styleStrong, r.File+": can be run, with "+plural(warned, "warning", "warnings"))
	default:
		s.para(0, 2, &styleStrong, r.File+": nothing to mend")
	}
	if r.Size != nil {
		line := fmt.Sprintf("One look-ahead has %s and %s", plural(r.Size.PublicStates, "public state", "public states"),
			plural(r.Size.SecretProfiles, "combination of secrets", "combinations of secrets"))
		if r.Size.Nodes > 0 {
			line += fmt.Sprintf(" (%s)", plural(r.Size.Nodes, "node", "nodes"))
		}
		line += ", and takes " + memory(r.Size.Bytes)
		if finite(r.Size.Seconds) {
			line += fmt.Sprintf(" and about %s s to solve from nothing", number(float64(r.Size.Seconds)))
		}
		s.para(0, 2, nil, line+".")
	}
	return s.flush(w)
}

// Diagnostics writes a list by itself, as every verb that reads a file does
// when the file is wrong.
func Diagnostics(w io.Writer, list diag.List, sources map[string][]byte, o Options) error {
	s := newSheet(o)
	diagnostics(s, list, sources)
	return s.flush(w)
}

func diagnostics(s *sheet, list diag.List, sources map[string][]byte) {
	for _, d := range list {
		style := &styleError
		if d.Severity == diag.Warning {
			style = &styleWarning
		}
		s.para(0, 2, style, fmt.Sprintf("%s %s: %s", d.Severity, d.Code, d.Message))
		excerpt(s, d.Subject, sources)
		for _, n := range d.Notes {
			s.para(2, 2, &styleMuted, fmt.Sprintf("%s: %s", n.At, n.Message))
		}
		if d.Hint != "" {
			s.para(2, 2, nil, "→ "+d.Hint)
		}
		s.blank()
	}
}

// excerpt shows the place, the line, and a mark under what the message is about.
func excerpt(s *sheet, at diag.Range, sources map[string][]byte) {
	if place := at.String(); place != "" {
		s.para(2, 2, &styleMuted, place)
	}
	source, ok := sources[at.File]
	if !ok || at.IsZero() {
		return
	}
	lines := strings.Split(string(source), "\n")
	if at.Start.Line > len(lines) {
		return
	}
	line := characters(strings.TrimRight(lines[at.Start.Line-1], "\r"))
	from := min(max(at.Start.Column-1, 0), len(line))
	to := len(line)
	if at.End.Line == at.Start.Line {
		to = min(max(at.End.Column-1, from), len(line))
	}
	number := fmt.Sprintf("%d", at.Start.Line)
	room := s.width - len(number) - 7
	// A long line is shown around the place, not from its beginning.
	cut := 0
	if from > room*2/3 {
		cut = from - room/3
	}
	shown := ansi.Truncate(strings.Join(line[cut:], ""), room, "…")
	mark := strings.Repeat(" ", ansi.StringWidth(strings.Join(line[cut:from], "")))
	mark += strings.Repeat("^", min(max(ansi.StringWidth(strings.Join(line[from:to], "")), 1), max(room-ansi.StringWidth(mark), 1)))
	s.b.WriteString("  " + s.paint(styleMuted, number+" │ ") + shown + "\n")
	s.b.WriteString("  " + strings.Repeat(" ", len(number)) + s.paint(styleMuted, " │ ") + s.paint(styleStrong, mark) + "\n")
}

// characters splits a line as columns of diagnostics count it. What a terminal
// must not be given becomes a space, so that the columns stay true.
func characters(line string) []string {
	var out []string
	for g := uniseg.NewGraphemes(strings.ToValidUTF8(line, "�")); g.Next(); {
		c := clean(g.Str())
		if c == "" {
			c = " "
		}
		out = append(out, c)
	}
	return out
}

// memory writes an amount of memory.
func memory(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
