package evidence

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
)

// This file takes an evidence file apart into its rows as written, and puts rows
// of several files together again.

// Entry is one row as written: the text of every column, "" where there is none.
type Entry map[string]string

// Entries reads the rows of an evidence file as written, those without an id
// left out, of those with the same id the first. A file that cannot be read has
// none; Load says what is wrong with it.
func Entries(src []byte) []Entry {
	text, ok := open("", src)
	if !ok {
		return nil
	}
	t, ok := readTable(text, evidenceColumns)
	if !ok {
		return nil
	}
	var out []Entry
	seen := map[string]bool{}
	for i := range t.lines {
		l := &t.lines[i]
		id := t.get(l, "id").text
		if id == "" || seen[id] {
			continue
		}
		seen[id] = true
		e := Entry{}
		for _, name := range evidenceColumns.all() {
			e[name] = t.get(l, name).text
		}
		if t.delimiter != ',' {
			e["reliability"] = strings.Replace(e["reliability"], ",", ".", 1)
		}
		out = append(out, e)
	}
	return out
}

// Write is an evidence file of the entries, in their order.
func Write(entries []Entry) []byte {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	names := evidenceColumns.all()
	_ = w.Write(names) // a buffer takes everything
	for _, e := range entries {
		line := make([]string, len(names))
		for i, n := range names {
			line[i] = e[n]
		}
		_ = w.Write(line)
	}
	w.Flush()
	return b.Bytes()
}

// Same reports whether two entries say the same of what happened: their sources
// and notes, and the way in which a field is written, aside.
func (e Entry) Same(o Entry) bool {
	for _, n := range evidenceColumns.all() {
		if !slices.Contains(remarks, n) && e.plain(n) != o.plain(n) {
			return false
		}
	}
	return true
}

// SameRemarks reports whether two entries have the same source and note.
func (e Entry) SameRemarks(o Entry) bool {
	return !slices.ContainsFunc(remarks, func(n string) bool { return e[n] != o[n] })
}

var remarks = []string{"source", "note"}

// plain is a field in one way of writing it.
func (e Entry) plain(column string) string {
	text := e[column]
	switch column {
	case "use":
		if use, ok := truth(text); ok {
			return strconv.FormatBool(use)
		} else if text == "" {
			return "true"
		}
	case "reliability":
		if text == "" {
			return "1"
		}
		if x, err := strconv.ParseFloat(text, 64); err == nil {
			return strconv.FormatFloat(x, 'g', -1, 64)
		}
		return strings.ToUpper(text)
	case "known":
		if text == "" {
			return e["date"]
		}
	}
	return text
}

// String says an entry in a few words: "2013-04-16 beijing.criticise, reliability 0.8".
func (e Entry) String() string {
	words := []string{}
	for _, n := range evidenceColumns.all() {
		text := e[n]
		switch {
		case n == "id" || n == "action" || slices.Contains(remarks, n) || text == "":
		case n == "date":
			words = append(words, text)
		case n == "known":
			if text != e["date"] {
				words = append(words, "known "+text)
			}
		case n == "phase":
			words = append(words, strings.TrimSuffix(text+"."+e["action"], "."))
		case n == "use":
			if use, ok := truth(text); ok && !use {
				words = append(words, "not used")
			}
		default:
			words = append(words, n+" "+text)
		}
	}
	return strings.Join(words, ", ")
}
