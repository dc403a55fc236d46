package report

import "io"

// This file is what `demarche library` says.

// LibraryReport lists the ready-made scenarios.
type LibraryReport struct {
	Scenarios []LibraryEntry `json:"scenarios"`
}

// LibraryEntry is one scenario of the library.
type LibraryEntry struct {
	Name        string `json:"name"` // as `demarche run` takes it
	Title       string `json:"title"`
	Description string `json:"description"`
}

// LibraryJSON writes r as one indented object.
func LibraryJSON(w io.Writer, r *LibraryReport) error {
	return writeJSON(w, &LibraryReport{orEmpty(r.Scenarios)})
}

// LibraryText writes r for a person.
func LibraryText(w io.Writer, r *LibraryReport, o Options) error {
	s := newSheet(o)
	for _, e := range r.Scenarios {
		s.para(0, 2, &styleStrong, e.Name)
		s.para(2, 0, nil, e.Title)
		s.para(2, 0, &styleMuted, e.Description)
	}
	s.blank()
	s.para(0, 0, nil, "demarche run NAME forecasts one; demarche new FILE --from NAME copies it.")
	return s.flush(w)
}
