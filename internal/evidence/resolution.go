package evidence

import (
	"fmt"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
)

// This file reads how the questions of a scenario were answered by events.

// Resolution is how one question was answered.
type Resolution struct {
	Outcome bool
	Date    scenario.Date // of the event; of a no, the day up to which nothing happened
	Row     string        // the row of evidence that settles it, or "absent to 2013-12-31"
	Source  string
	Note    string
	At      diag.Range
}

var resolutionColumns = columns{
	what:     "a resolution file",
	required: []string{"question", "outcome", "date"},
	optional: []string{"row", "source", "note"},
}

// LoadResolutionFile reads a resolution file from disk.
func LoadResolutionFile(s *scenario.Scenario, path string) (map[string]Resolution, diag.List) {
	src, diags := readFile(path)
	if diags != nil {
		return nil, diags
	}
	return LoadResolution(s, path, src)
}

// LoadResolution reads the text of a resolution file for scenario s, by the
// names of the questions. A question that is not settled yet has no line. It
// reports like Load; the map is nil if the list holds an error.
func LoadResolution(s *scenario.Scenario, file string, src []byte) (map[string]Resolution, diag.List) {
	text, ok := open(file, src)
	if !ok {
		return nil, text.finish()
	}
	t, ok := readTable(text, resolutionColumns)
	if !ok {
		return nil, text.finish()
	}
	rd := &resolutionReader{table: t, s: s, questions: map[string]*scenario.Question{}, lines: map[string]*line{}}
	for i := range s.Questions {
		rd.questions[s.Questions[i].Name] = &s.Questions[i]
		rd.names = append(rd.names, s.Questions[i].Name)
	}
	out := map[string]Resolution{}
	for i := range t.lines {
		if l := &t.lines[i]; !l.shifted {
			rd.resolution(l, out)
		}
	}
	list := text.finish()
	if list.HasErrors() {
		return nil, list
	}
	return out, list
}

type resolutionReader struct {
	*table
	s         *scenario.Scenario
	questions map[string]*scenario.Question
	names     []string
	lines     map[string]*line // of each question
}

// resolution reads one line into out.
func (rd *resolutionReader) resolution(l *line, out map[string]Resolution) {
	r := Resolution{Row: rd.get(l, "row").text, Source: rd.get(l, "source").text, Note: rd.get(l, "note").text}
	if !rd.full() {
		r.At = rd.span(l.from, l.to)
	}
	q, ok := rd.question(l)
	if c := rd.get(l, "outcome"); rd.has("outcome") {
		yes, good := truth(c.text)
		r.Outcome = yes
		if !good {
			ok = false
			rd.errorf(BadOutcome, c.from, c.to, "write yes or no; leave the line out while the question is open", "the outcome %q is neither yes nor no", short(c.text))
		}
	}
	if !ok || !rd.has("date") {
		return
	}
	if c := rd.get(l, "date"); r.Outcome {
		ok = rd.yes(c, q, &r)
	} else {
		ok = rd.no(c, rd.get(l, "row"), q, &r)
	}
	if row := rd.get(l, "row"); ok && r.Outcome && strings.HasPrefix(row.text, "absent") {
		ok = false
		rd.errorf(BadAbsence, row.from, row.to, "name the row that settles it, or write outcome no", "the outcome is yes, but no event is named")
	}
	if ok {
		out[q.Name] = r
	}
}

// question finds the question of a line.
func (rd *resolutionReader) question(l *line) (*scenario.Question, bool) {
	c := rd.get(l, "question")
	if !rd.has("question") {
		return nil, false
	}
	q, ok := rd.questions[c.text]
	if !ok {
		hint := ""
		if !rd.full() {
			hint = didYouMean(c.text, rd.names)
		}
		rd.errorf(UnknownQuestion, c.from, c.to, hint, "the scenario has no question %q", short(c.text))
		return nil, false
	}
	if first := rd.lines[c.text]; first != nil {
		if !rd.full() {
			rd.report(diag.Diagnostic{Code: DuplicateQuestion, Message: fmt.Sprintf("the question %q is answered twice", short(c.text)), Hint: "keep one of the two",
				Subject: rd.span(c.from, c.to), Notes: []diag.Note{{Message: "the first answer is here", At: rd.span(first.from, first.to)}}})
		} else {
			rd.report(diag.Diagnostic{Code: DuplicateQuestion})
		}
		return nil, false
	}
	rd.lines[c.text] = l
	return q, true
}

// window is the first and the last day that a question asks about.
func (rd *resolutionReader) window(q *scenario.Question) (from, by scenario.Date) {
	from = q.From
	if from.IsZero() {
		from = rd.s.AsOf
	}
	if from.Before(rd.s.Start.Time) {
		from = rd.s.Start
	}
	return from, q.By
}

// yes reads the day on which a question came true.
func (rd *resolutionReader) yes(c cell, q *scenario.Question, r *Resolution) bool {
	if c.text == "" {
		rd.errorf(MissingValue, c.from, c.to, "write the day on which it came true", "this line has no date")
		return false
	}
	first, last, ok := rd.date(c)
	if !ok {
		return false
	}
	r.Date = first
	from, by := rd.window(q)
	if last.Before(from.Time) || first.After(by.Time) {
		rd.errorf(OutsideQuestion, c.from, c.to, "an event outside of that time does not answer it: write outcome no, or correct the date",
			"the question %q asks about %s to %s, and %s is outside of it", q.Name, from, by, c.text)
		return false
	}
	return true
}

// no reads up to which day nothing happened.
func (rd *resolutionReader) no(c, row cell, q *scenario.Question, r *Resolution) bool {
	_, by := rd.window(q)
	r.Date = by
	at := c
	if c.text != "" {
		_, last, ok := rd.date(c)
		if !ok {
			return false
		}
		r.Date = last
	}
	if day, ok := strings.CutPrefix(row.text, "absent to "); ok {
		d := cell{text: strings.TrimSpace(day), from: row.from, to: row.to}
		_, last, ok := rd.date(d)
		if !ok {
			return false
		}
		if last.Before(r.Date.Time) {
			r.Date, at = last, row
		}
	} else if strings.HasPrefix(row.text, "absent") {
		rd.errorf(BadAbsence, row.from, row.to, "write up to which day nothing was seen, like: absent to "+by.String(), "%q does not say up to which day", short(row.text))
		return false
	}
	if r.Date.Before(by.Time) {
		rd.warnf(EarlyNo, at.from, at.to, "leave the line out until then, unless it has become impossible",
			"answered no as of %s, but the question %q is open to %s", r.Date, q.Name, by)
	}
	return true
}
