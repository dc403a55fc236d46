// Package evidence holds what was seen: dated reports of acts, what they say
// about the paths that play can have taken, and how questions were answered.
package evidence

import (
	"slices"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
)

// This file reads an evidence file: one row for each report of an act.

// Row is one report.
type Row struct {
	ID          string
	Date        scenario.Date // of the act; the first day where the file names only a month or a year
	Known       scenario.Date // from when on the report may be used; the last day where the file names only a month or a year
	Period      int           // 1, 2, … that Date falls in
	Step        int           // place in scenario.Steps; −1 where an unused row names none
	Action      int           // in the phase, as it was seen; −1 for a chance, and where an unused row names none
	Exposed     bool          // a covert act that was seen for what it is
	Happened    bool          // of a chance
	Reliability float64       // in [0, 1]: the probability that the report was made because of the act
	Grade       string        // the Admiralty grade that the file gives instead of a number, such as "B2"; "" if none
	Use         bool          // false for rows kept for the record only
	Linked      string        // row, or common label, with which this row shares one factor
	Story       int           // used rows with one number above 0 rest on one source; 0: the row stands alone
	Silent      bool          // never of a file: what happened in its step is left open, as if nobody had looked
	Source      string
	Note        string
	At          diag.Range
}

// Set is an evidence file. A nil Set is no evidence at all.
type Set struct {
	File string // as given by the user
	Hash string // SHA-256, hexadecimal, of the file
	Rows []Row  // in the order of the file
}

var evidenceColumns = columns{
	what:     "evidence",
	required: []string{"id", "date", "known", "phase", "action"},
	optional: []string{"reliability", "use", "linked", "source", "note"},
}

// LoadFile reads an evidence file from disk.
func LoadFile(s *scenario.Scenario, path string) (*Set, diag.List) {
	src, diags := readFile(path)
	if diags != nil {
		return nil, diags
	}
	return Load(s, path, src)
}

// Load reads the text of an evidence file for scenario s. It reports everything
// that it can find, in the order of the file. The set is nil if the list holds
// an error; Load never panics and takes time in proportion to the text.
func Load(s *scenario.Scenario, file string, src []byte) (*Set, diag.List) {
	text, ok := open(file, src)
	if !ok {
		return nil, text.finish()
	}
	t, ok := readTable(text, evidenceColumns)
	if !ok {
		return nil, text.finish()
	}
	rd := &rowReader{table: t, s: s, names: namesOf(s), broken: map[string]bool{}}
	set := &Set{File: file, Hash: hash(src)}
	for i := range t.lines {
		l := &t.lines[i]
		if l.shifted {
			// other rows may refer to it all the same
			rd.broken[t.get(l, "id").text] = true
			continue
		}
		if row, ok := rd.row(l); ok {
			set.Rows = append(set.Rows, row)
			rd.kept = append(rd.kept, l)
		} else {
			rd.broken[row.ID] = true
		}
	}
	rd.among(set.Rows)
	if len(t.lines) == 0 && len(text.list) == 0 {
		at := len(text.text)
		t.warnf(NoRows, at, at, "write at least one row below the names of the columns, or run without evidence",
			"there are no rows: every phase before the as-of date would count as quiet")
	}
	list := text.finish()
	if list.HasErrors() {
		return nil, list
	}
	return set, list
}

// rowReader reads the rows of one file.
type rowReader struct {
	*table
	s      *scenario.Scenario
	names  names
	kept   []*line         // of each row that could be read
	broken map[string]bool // ids of the others
}

// row reads one line. ok is false if it holds an error.
func (rd *rowReader) row(l *line) (row Row, ok bool) {
	row = Row{Step: -1, Action: -1, Reliability: 1, Use: true, ID: rd.get(l, "id").text, Linked: rd.get(l, "linked").text,
		Source: rd.get(l, "source").text, Note: rd.get(l, "note").text}
	if !rd.full() {
		row.At = rd.span(l.from, l.to)
	}
	ok = true
	need := func(column string) bool {
		c := rd.get(l, column)
		if c.text == "" && rd.has(column) {
			ok = false
			rd.errorf(MissingValue, c.from, c.to, "write it, or mark a row that is only kept for the record with use=no", "this row has no %s", column)
		}
		return c.text != ""
	}
	if c := rd.get(l, "id"); c.text == "" && rd.has("id") {
		ok = false
		rd.errorf(MissingValue, l.from, l.to, "give every row a name of its own, such as a number", "this row has no id")
	}
	if c := rd.get(l, "use"); c.text != "" {
		u, good := truth(c.text)
		row.Use = u
		if !good {
			ok = false
			rd.errorf(BadUse, c.from, c.to, "write yes or no; an empty field means yes", "%q is neither yes nor no", short(c.text))
		}
	}
	if c := rd.get(l, "reliability"); c.text != "" {
		r, grade, good := rd.reliability(c)
		ok = ok && good
		row.Reliability, row.Grade = r, grade
	}
	ok = rd.dates(l, &row) && ok
	if rd.has("phase") && rd.has("action") {
		phase, action := rd.get(l, "phase"), rd.get(l, "action")
		switch {
		case row.Use && (!need("phase") || !need("action")):
		case !row.Use && phase.text == "": // kept for the record
		default:
			ok = rd.act(phase, action, &row) && ok
		}
	}
	return row, ok
}

// truth reads yes and no in the forms that people and spreadsheets write.
func truth(s string) (value, ok bool) {
	s = strings.ToLower(s)
	switch {
	case slices.Contains([]string{"yes", "y", "true", "1"}, s):
		return true, true
	case slices.Contains([]string{"no", "n", "false", "0"}, s):
		return false, true
	}
	return false, false
}
