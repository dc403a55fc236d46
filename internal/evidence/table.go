package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"demarche/internal/diag"
)

// This file reads a CSV text (RFC 4180) as a table of named columns. The commas
// may be semicolons or tabs, as spreadsheets write them where the comma is the
// decimal sign. A broken line does not hide what follows it.

// cell is one field, without the spaces around it.
type cell struct {
	text     string
	from, to int // in source.text
}

// line is one record.
type line struct {
	cells    []cell // of those beyond the first line's number only one is kept
	fields   int    // how many there are
	from, to int
	shifted  bool // another number of fields than columns: some stand in the wrong one
}

// columns says which columns a table must and may have, and what it is called.
type columns struct {
	what               string
	required, optional []string
}

func (c columns) all() []string { return append(slices.Clone(c.required), c.optional...) }

// table is a file whose columns are known.
type table struct {
	*source
	delimiter rune
	column    map[string]int // place of each column that is there
	lines     []line
}

// has reports whether the column is there.
func (t *table) has(column string) bool { _, ok := t.column[column]; return ok }

// get is the cell of a column; where it is missing, an empty one at the line's end.
func (t *table) get(l *line, column string) cell {
	if i, ok := t.column[column]; ok && i < len(l.cells) {
		return l.cells[i]
	}
	return cell{from: l.to, to: l.to}
}

// maxBroken is how many lines with broken quotation are reported before reading stops.
const maxBroken = 50

// Bounds on the memory that a table can take.
const (
	maxColumns = 1000    // unknown ones included
	maxRows    = 100_000 // lines
)

// readTable reads a table, reporting what is wrong with its form. It returns
// false if there is nothing to go on with.
func readTable(s *source, want columns) (*table, bool) {
	t := &table{source: s, column: map[string]int{}}
	start := t.separatorLine()
	if t.delimiter == 0 {
		t.delimiter = guessDelimiter(s.text[start:])
	}
	lines := t.records(start)
	if len(lines) == 0 {
		if len(s.list) == 0 {
			s.report(diag.Diagnostic{Code: NoHeader, Subject: diag.Range{File: s.file}, Message: "the file is empty",
				Hint: "its first line must be: " + strings.Join(want.all(), ",")})
		}
		return t, false
	}
	padded := lines[0].fields
	if !t.header(&lines[0], want) {
		return t, false
	}
	n := len(lines[0].cells)
	for k := 1; k < len(lines); k++ {
		l := &lines[k]
		if blank(l.cells) && l.fields <= padded {
			continue
		}
		t.count(l, n, padded, k == len(lines)-1)
		t.lines = append(t.lines, *l)
	}
	return t, true
}

// separatorLine reads the first line "sep=;" that some spreadsheets write.
func (t *table) separatorLine() (start int) {
	first := strings.TrimRight(string(t.text[:t.lineEnd(0)]), "\r")
	if rest, ok := strings.CutPrefix(first, "sep="); ok && len(rest) == 1 && strings.Contains(",;\t", rest) && len(t.source.lines) > 1 {
		t.delimiter = rune(rest[0])
		return t.source.lines[1]
	}
	return 0
}

// guessDelimiter is the separator that the first line with text uses most.
func guessDelimiter(text []byte) rune {
	text = bytes.TrimLeft(text, "\r\n")
	if i := bytes.IndexByte(text, '\n'); i >= 0 {
		text = text[:i]
	}
	best, most := ',', bytes.Count(text, []byte(","))
	for _, r := range ";\t" {
		if n := bytes.Count(text, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best
}

func blank(cells []cell) bool {
	return !slices.ContainsFunc(cells, func(c cell) bool { return c.text != "" })
}

// records reads every line that can be read.
func (t *table) records(start int) []line {
	var out []line
	broken := 0
	for start < len(t.text) {
		r := csv.NewReader(bytes.NewReader(t.text[start:]))
		r.Comma = t.delimiter
		r.FieldsPerRecord = -1
		r.TrimLeadingSpace = t.delimiter != '\t'
		base := t.lineOf(start)
		again := -1
		for again < 0 {
			before := start + int(r.InputOffset())
			fields, err := r.Read()
			if err == io.EOF {
				return out
			}
			if err != nil {
				var pe *csv.ParseError
				if broken++; broken > maxBroken || !errors.As(err, &pe) {
					t.report(diag.Diagnostic{Code: diag.TooManyErrors, Subject: diag.Range{File: t.file},
						Message: "the rest of the file is not read, for too many lines have stray quotation marks", Hint: "mend the first ones and check again"})
					return out
				}
				again = t.brokenQuote(before, base+pe.StartLine-1, base+pe.Line-1)
				continue
			}
			keep := maxColumns + 1
			if len(out) > 0 {
				keep = out[0].fields + 1
			}
			if len(out) > maxRows {
				at := start + int(r.InputOffset())
				t.errorf(TooLarge, at, at, "keep only the rows that the scenario needs", "the file has more than %d lines", maxRows)
				return out
			}
			out = append(out, t.line(r, fields, keep, base, start+int(r.InputOffset())))
		}
		start = again
	}
	return out
}

// line gives the fields of a record, the first `keep` of them, their places.
func (t *table) line(r *csv.Reader, fields []string, keep, base, end int) line {
	end = min(end, len(t.text))
	for end > 0 && (t.text[end-1] == '\n' || t.text[end-1] == '\r') {
		end--
	}
	at := make([]int, len(fields)+1)
	for i := range fields {
		l, c := r.FieldPos(i)
		at[i] = t.source.lines[base+l-1] + c - 1
	}
	at[len(fields)] = end + 1
	l := line{from: min(at[0], end), to: end, fields: len(fields), cells: make([]cell, min(len(fields), keep))}
	for i := range l.cells {
		from := min(at[i], end)
		to := max(from, min(at[i+1]-1, end))
		// what was trimmed before the next field, and the separator before that
		for to > from && isSpace(t.text[to-1], t.delimiter) {
			to--
		}
		if i < len(fields)-1 && to > from && rune(t.text[to-1]) == t.delimiter {
			to--
			for to > from && isSpace(t.text[to-1], t.delimiter) {
				to--
			}
		}
		l.cells[i] = cell{text: strings.TrimSpace(fields[i]), from: from, to: to}
	}
	return l
}

func isSpace(c byte, delimiter rune) bool {
	return (c == ' ' || c == '\t' || c == '\r' || c == '\n') && rune(c) != delimiter
}

// brokenQuote reports the quotation mark at fault in the record that was read
// from offset `from` (lines `first` to `last`), and returns where to read on.
func (t *table) brokenQuote(from, first, last int) int {
	opened, stray := t.blame(max(from, t.source.lines[first]))
	line := t.lineOf(min(opened, len(t.text)))
	next := func(l int) int {
		if l+1 < len(t.source.lines) {
			return t.source.lines[l+1]
		}
		return len(t.text)
	}
	double := `a text that holds quotation marks stands in quotation marks itself, and its own are doubled: "he said ""no"""`
	switch {
	case stray < 0: // the file ends inside the quotation
		hint := "close it before the next field"
		if line == t.lineOf(max(0, len(bytes.TrimRight(t.text, "\r\n"))-1)) {
			hint += "; if this is the last line, the file may have been cut off"
		}
		t.errorf(UnclosedQuote, opened, opened+1, hint, "this quotation mark is never closed")
		return next(line)
	case t.lineOf(stray) > line: // it ran on into another line's quotation
		t.errorf(UnclosedQuote, opened, opened+1, "close it before the next field; inside a text, quotation marks are doubled",
			"this quotation mark is not closed on its line, and the next one on line %d does not close it either", t.lineOf(stray)+1)
		return next(line)
	default:
		t.errorf(StrayQuote, stray, stray+1, double, "this quotation mark cannot stand here")
		return next(max(last, line))
	}
}

// blame finds the quotation mark that breaks the record starting at offset i.
// opened is where the quotation starts that it belongs to (the mark itself
// where there is none), stray the mark at fault, −1 if the text ends before.
func (t *table) blame(i int) (opened, stray int) {
	for i < len(t.text) {
		for i < len(t.text) && isSpace(t.text[i], t.delimiter) {
			i++
		}
		if i >= len(t.text) {
			break
		}
		if t.text[i] != '"' {
			for i < len(t.text) && t.text[i] != '\n' && rune(t.text[i]) != t.delimiter {
				if t.text[i] == '"' {
					return i, i
				}
				i++
			}
			i++
			continue
		}
		opened = i
		for i++; ; i++ {
			k := bytes.IndexByte(t.text[i:], '"')
			if k < 0 {
				return opened, -1
			}
			i += k
			if i+1 < len(t.text) && t.text[i+1] == '"' {
				i++
				continue
			}
			break
		}
		if i+1 >= len(t.text) {
			break
		}
		if c := t.text[i+1]; c != '\n' && c != '\r' && rune(c) != t.delimiter {
			return opened, i
		}
		i += 2
	}
	return min(i, max(0, len(t.text)-1)), -1
}

// header learns the columns from the first line.
func (t *table) header(l *line, want columns) bool {
	all := want.all()
	if l.fields > maxColumns {
		t.errorf(NoHeader, l.from, l.from, "put this line above the others: "+strings.Join(all, string(t.delimiter)),
			"the first line has %d fields, which cannot be the names of columns", l.fields)
		return false
	}
	for len(l.cells) > 1 && l.cells[len(l.cells)-1].text == "" {
		l.cells = l.cells[:len(l.cells)-1] // a spreadsheet's empty columns
	}
	known := 0
	for _, c := range l.cells {
		if slices.Contains(all, strings.ToLower(c.text)) {
			known++
		}
	}
	if known == 0 {
		t.errorf(NoHeader, l.from, l.to, "put this line above the others: "+strings.Join(all, string(t.delimiter)),
			"the first line of %s must name its columns", want.what)
		return false
	}
	guessed := map[string]bool{}
	for i, c := range l.cells {
		name := strings.ToLower(c.text)
		if slices.Contains(all, name) {
			if at, twice := t.column[name]; twice {
				t.errorf(DuplicateColumn, c.from, c.to, "remove or rename one of them", "the column %q stands twice, as number %d and %d", name, at+1, i+1)
				continue
			}
			t.column[name] = i
		}
	}
	for i, c := range l.cells {
		name := strings.ToLower(c.text)
		if slices.Contains(all, name) {
			continue
		}
		var free []string
		for _, k := range all {
			if !t.has(k) {
				free = append(free, k)
			}
		}
		near := nearest(name, free)
		hint := "remove it, or move what it says into the column note"
		if near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
			guessed[near] = true
		}
		if name == "" {
			t.errorf(UnknownColumn, c.from, c.to, "name it, or remove it", "column %d has no name", i+1)
			continue
		}
		t.errorf(UnknownColumn, c.from, c.to, hint, "%s has no column %q", want.what, short(c.text))
	}
	var missing []string
	for _, k := range want.required {
		if !t.has(k) && !guessed[k] {
			missing = append(missing, k)
		}
	}
	switch len(missing) {
	case 0:
	case 1:
		t.errorf(MissingColumn, l.from, l.to, "add it; the columns may stand in any order", "there is no column %q", missing[0])
	default:
		t.errorf(MissingColumn, l.from, l.to, "add them; the columns may stand in any order", "there are no columns %s", listed(missing))
	}
	return true
}

// count checks the number of fields of a line: n, or as many as the first line
// has with a spreadsheet's empty columns. Other surplus fields are never taken
// for empty: they are what is left of a text with a comma in it.
func (t *table) count(l *line, n, padded int, last bool) {
	if l.fields == padded && blank(l.cells[n:]) {
		l.cells, l.fields = l.cells[:n], n
	}
	switch {
	case l.fields > n:
		l.shifted = true
		hint := `a text that holds a comma must stand in quotation marks: "first, second"`
		if t.delimiter != ',' {
			hint = "a text that holds the separator must stand in quotation marks"
		}
		t.errorf(FieldCount, l.cells[n].from, l.to, hint, "this line has %d fields, but there are %d columns", l.fields, n)
	case l.fields < n:
		l.shifted = true
		hint := "write the separators of empty fields too"
		if last {
			hint = "the file may have been cut off here; if not, write the separators of empty fields too"
		}
		if t.lineOf(l.from) != t.lineOf(l.to) {
			hint = "a quotation mark may be missing, so that several lines are read as one"
		}
		t.errorf(FieldCount, l.from, l.to, hint, "this line has only %d fields, but there are %d columns", l.fields, n)
	}
}
