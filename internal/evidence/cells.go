package evidence

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"demarche/internal/scenario"
)

// This file reads dates, and reliabilities as numbers and as grades.

// dates reads the date of the act and from when on it is known.
func (rd *rowReader) dates(l *line, row *Row) bool {
	if !rd.has("date") {
		return true
	}
	c := rd.get(l, "date")
	if c.text == "" {
		rd.errorf(MissingValue, c.from, c.to, "write the day of the act, like 2013-04-16", "this row has no date")
		return false
	}
	first, last, ok := rd.date(c)
	if !ok {
		return false
	}
	row.Date, row.Known, row.Period = first, last, rd.s.PeriodOf(first)
	if rd.s.PeriodOf(last) != row.Period {
		rd.errorf(BadDate, c.from, c.to, "write the day, like "+first.String(), "%q does not say in which %s it was", c.text, rd.s.Unit)
		return false
	}
	if k := rd.get(l, "known"); k.text != "" {
		_, known, ok := rd.date(k)
		if !ok {
			return false
		}
		row.Known = known
		if known.Before(first.Time) {
			rd.errorf(KnownBeforeDate, k.from, k.to, "exchange the two dates, or leave this one empty if it was known the same day",
				"known on %s, before it happened on %s", k.text, c.text)
			return false
		}
	}
	if !row.Use {
		return true
	}
	if row.Period < 1 || last.Before(rd.s.Start.Time) {
		rd.errorf(BeforeStart, c.from, c.to, fmt.Sprintf("what came before %s belongs into the starting values of the scenario; mark the row use=no to keep it for the record", rd.s.Start),
			"%s is before the scenario starts", c.text)
		return false
	}
	if row.Period > rd.s.Horizon {
		end := scenario.Date{Time: rd.s.PeriodStart(rd.s.Horizon+1).AddDate(0, 0, -1)}
		rd.warnf(AfterHorizon, c.from, c.to, "check the year, or lengthen the horizon of the scenario",
			"%s is after the scenario ends on %s: the row is never used", c.text, end)
	}
	return true
}

// date reads a day, or the first and last day of a month or year.
func (t *table) date(c cell) (first, last scenario.Date, ok bool) {
	if d, err := scenario.ParseDate(c.text); err == nil && d.Year() >= 1 {
		switch len(c.text) {
		case len("2013"):
			return d, scenario.Date{Time: d.AddDate(1, 0, -1)}, true
		case len("2013-04"):
			return d, scenario.Date{Time: d.AddDate(0, 1, -1)}, true
		}
		return d, d, true
	}
	hint := ""
	if !t.full() {
		hint = dateHint(c.text)
	}
	t.errorf(BadDate, c.from, c.to, hint, "%q is not a date", short(c.text))
	return first, last, false
}

// dateHint says how a date should have been written.
func dateHint(text string) string {
	if n, err := strconv.Atoi(text); err == nil && n > 9999 && n < 100000 {
		return "the spreadsheet has written the day as a number: format the column as text, and write it like 2013-04-16"
	}
	var year, month, day int
	if n, err := fmt.Sscanf(text, "%4d-%2d-%2d", &year, &month, &day); n == 3 && err == nil && month >= 1 && month <= 12 && day > 28 && day <= 31 {
		m := time.Date(year, time.Month(month), 1, 0, 0, 0, 0, time.UTC)
		return fmt.Sprintf("%s has %d days", m.Format("January 2006"), m.AddDate(0, 1, -1).Day())
	}
	var found []string
	for _, layout := range []string{
		"2006-1-2", "2006/1/2", "2006.1.2", "20060102", time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2.1.2006", "2/1/2006", "1/2/2006", "2-1-2006", "1-2-2006",
		"2 January 2006", "2 Jan 2006", "January 2, 2006", "January 2 2006", "Jan 2, 2006", "Jan 2 2006", "2-Jan-2006", "2-Jan-06",
	} {
		if d, err := time.Parse(layout, text); err == nil {
			if iso := d.Format("2006-01-02"); !slices.Contains(found, iso) {
				found = append(found, iso)
			}
		}
	}
	if len(found) > 0 {
		return "write " + strings.Join(found, " or ")
	}
	return "write year, month and day, like 2013-04-16"
}

// reliability reads a share between 0 and 1, or an Admiralty grade.
func (rd *rowReader) reliability(c cell) (r float64, grade string, ok bool) {
	if gradeLike.MatchString(c.text) {
		grade, ok = rd.grade(c)
		if ok {
			r = rd.s.GradeReliability(grade)
		}
		return r, grade, ok
	}
	r, ok = rd.share(c)
	return r, "", ok
}

// gradeLike is what was meant as a grade: a letter, then perhaps a number.
var gradeLike = regexp.MustCompile(`^(?i:[A-Z][\s/.:_-]*\d*|[1-6][\s/.:_-]*[A-F])$`)

// grade reads a grade such as B2.
func (t *table) grade(c cell) (string, bool) {
	text := strings.ToUpper(c.text)
	if whole, _ := scenario.IsGrade(text); whole {
		return text, true
	}
	if t.full() {
		t.errorf(BadGrade, c.from, c.to, "", "")
		return "", false
	}
	hint := "a grade is a letter from A to F for the source and a number from 1 to 6 for the information, such as B2"
	var parts string
	for _, r := range text {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			parts += string(r)
		}
	}
	if len(parts) == 2 && unicode.IsDigit(rune(parts[0])) {
		parts = parts[1:] + parts[:1]
	}
	switch whole, part := scenario.IsGrade(parts); {
	case whole:
		hint = "write " + parts
	case part:
		hint += "; where the information cannot be judged, write " + parts + "6"
	}
	t.errorf(BadGrade, c.from, c.to, hint, "%q is not an Admiralty grade", short(c.text))
	return "", false
}

// share reads a number between 0 and 1.
func (t *table) share(c cell) (float64, bool) {
	text := c.text
	if t.delimiter != ',' {
		text = strings.Replace(text, ",", ".", 1) // the decimal comma of a spreadsheet that separates by semicolons
	}
	x, err := strconv.ParseFloat(text, 64)
	if err == nil && x >= 0 && x <= 1 {
		return math.Abs(x), true // −0 is 0
	}
	if t.full() {
		t.errorf(BadReliability, c.from, c.to, "", "")
		return 0, false
	}
	const shareHint = "write a share between 0 (says nothing) and 1 (certain)"
	hint := shareHint + ", or an Admiralty grade such as B2"
	percent := strings.TrimSpace(strings.TrimSuffix(text, "%"))
	switch y, e := strconv.ParseFloat(strings.Replace(percent, ",", ".", 1), 64); {
	case e != nil:
	case percent != text && y >= 0 && y <= 100, y > 1 && y <= 100 && !strings.Contains(text, ","):
		hint = shareHint + ": " + strconv.FormatFloat(y/100, 'g', 12, 64)
	case y >= 0 && y <= 1:
		hint = shareHint + ", with a point: " + strconv.FormatFloat(y, 'g', -1, 64)
	}
	t.errorf(BadReliability, c.from, c.to, hint, "the reliability %q is not a share between 0 and 1", short(c.text))
	return 0, false
}
