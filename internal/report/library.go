package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// This file is what `demarche library` says.

// LibraryReport lists the ready-made scenarios.
type LibraryReport struct {
	Scenarios []LibraryEntry `json:"scenarios"`
}

// LibraryEntry is one scenario of the library.
type LibraryEntry struct {
	Name        string   `json:"name"` // as `demarche run` takes it
	Title       string   `json:"title"`
	Description string   `json:"description"`
	Number      int      `json:"number,omitempty"` // in the list of mechanisms; 0: a case, not a mechanism
	Covers      []string `json:"covers"`           // mechanisms of the founding essay
	Status      string   `json:"status,omitempty"` // published or after
	Source      string   `json:"source,omitempty"`
}

// LibraryJSON writes r as one indented object.
func LibraryJSON(w io.Writer, r *LibraryReport) error {
	c := &LibraryReport{append([]LibraryEntry{}, r.Scenarios...)}
	for i := range c.Scenarios {
		c.Scenarios[i].Covers = orEmpty(c.Scenarios[i].Covers)
	}
	return writeJSON(w, c)
}

// LibraryText writes r for a person: mechanisms in the order of their numbers,
// then cases.
func LibraryText(w io.Writer, r *LibraryReport, o Options) error {
	s := newSheet(o)
	var mechanisms, cases []LibraryEntry
	for _, e := range r.Scenarios {
		if e.Number > 0 || len(e.Covers) > 0 {
			mechanisms = append(mechanisms, e)
		} else {
			cases = append(cases, e)
		}
	}
	slices.SortStableFunc(mechanisms, func(a, b LibraryEntry) int { return cmp.Compare(a.Number, b.Number) })
	if len(cases) > 0 {
		s.para(0, 2, &styleHeading, "Cases")
		var rows [][]string
		for _, e := range cases {
			rows = append(rows, []string{e.Name, e.Title + ". " + e.Description})
		}
		s.table([]column{{title: "Name", style: &styleStrong}, {title: "What it is", flex: true}}, rows)
	}
	if len(mechanisms) > 0 {
		s.heading("Mechanisms, each tested against its closed form")
		var rows [][]string
		for _, e := range mechanisms {
			rows = append(rows, []string{e.Name, strings.Join(e.Covers, " "), e.Title})
		}
		s.table([]column{{title: "Name", style: &styleStrong}, {title: "Shows", width: 10}, {title: "Mechanism", flex: true}}, rows)
		s.para(2, 0, &styleMuted, fmt.Sprintf("S1 to S16 are mechanisms of the founding case: docs/library/README.md. %s.", plural(len(mechanisms), "mechanism", "mechanisms")))
	}
	s.blank()
	s.para(0, 0, nil, "demarche library show NAME holds a mechanism against its theory; demarche run NAME forecasts a case; demarche new FILE --from NAME copies either.")
	return s.flush(w)
}
