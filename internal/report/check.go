package report

import (
	"fmt"
	"io"

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
	Seconds        sweep.Number `json:"seconds"` // that it took to build and solve it from nothing; null if not measured
}

// SizeOf is the size of a solved look-ahead, and the time that it took to build and solve it.
func SizeOf(p *sweep.Plan) *CheckSize {
	g := p.Tree.Game
	return &CheckSize{Nodes: len(g.Src), PublicStates: len(g.Blocks), SecretProfiles: int(g.Blocks[0].Profiles),
		Bytes: int64(g.Bytes()), Seconds: sweep.Number((p.Build + p.Solve).Seconds())}
}

// CheckJSON writes r as one indented object.
func CheckJSON(w io.Writer, r *CheckReport) error {
	return writeJSON(w, struct {
		File        string        `json:"file"`
		Diagnostics []diag.Record `json:"diagnostics"`
		Size        *CheckSize    `json:"size"`
	}{r.File, diag.Records(r.Diagnostics), r.Size})
}

// CheckText writes r for a person: each diagnostic with its line underlined,
// then the size, or how many errors there are.
func CheckText(w io.Writer, r *CheckReport, o Options) error {
	if err := Diagnostics(w, r.Diagnostics, r.Sources, o); err != nil {
		return err
	}
	s := newSheet(o)
	switch summary := diag.Summary(r.Diagnostics); {
	case r.Diagnostics.HasErrors():
		s.para(0, 2, &styleError, r.File+": "+summary)
	case summary != "":
		s.para(0, 2, &styleStrong, r.File+": can be run, with "+summary)
	default:
		s.para(0, 2, &styleStrong, r.File+": nothing to mend")
	}
	if r.Size != nil {
		line := fmt.Sprintf("The look-ahead at the start has %s and %s", plural(r.Size.PublicStates, "public state", "public states"),
			plural(r.Size.SecretProfiles, "combination of secrets", "combinations of secrets"))
		if r.Size.Nodes > 0 {
			line += fmt.Sprintf(" (%s)", plural(r.Size.Nodes, "node", "nodes"))
		}
		line += ", and takes " + memory(r.Size.Bytes)
		if finite(r.Size.Seconds) {
			line += fmt.Sprintf(" and %s s to build and solve here", number(float64(r.Size.Seconds)))
		}
		s.para(0, 2, nil, line+".")
	}
	return s.flush(w)
}

// Diagnostics writes a list by itself, as every verb that reads a file does
// when the file is wrong.
func Diagnostics(w io.Writer, list diag.List, sources map[string][]byte, o Options) error {
	return diag.WriteText(w, list, diag.TextOptions{Color: o.Color, Source: func(file string) []byte { return sources[file] }})
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
