package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads the scenario block: the calendar and how far people look.

// maxHorizon is the longest story, in periods.
const maxHorizon = 10000

func (c *checker) settings() {
	s := c.out
	s.Horizon, s.Foresight, s.Outlook = 1, 1, -1
	c.noCalendar = true
	blocks := c.blocks("scenario")
	if len(blocks) == 0 {
		c.report(diag.Diagnostic{
			Code: diag.MissingBlock, Subject: diag.Range{File: c.file},
			Message: "the file has no scenario block", Hint: `start it with scenario "name" { start = "2013-01", … }`,
		})
		return
	}
	for _, b := range blocks[1:] {
		c.report(diag.Diagnostic{
			Code: diag.DuplicateBlock, Subject: b.Header, Message: "there is a second scenario block", Hint: "keep one",
			Notes: []diag.Note{{Message: "the first one is here", At: blocks[0].Header}},
		})
	}
	b := blocks[0]
	s.Name = b.Label()
	if b.Broken {
		return
	}
	s.Title, s.Description = c.text(b, "title"), c.text(b, "description")
	s.Transferable = c.plainTruth(b, "transferable")
	s.Grades = c.grades(b)
	if a := b.Arg("period"); a != nil {
		s.Unit = c.unit(a.Value)
	}
	before := len(c.diags)
	s.Horizon = c.whole(b, "horizon", 1, 1, maxHorizon)
	if h := b.Arg("horizon"); h != nil && len(c.diags) == before {
		_, broken := h.Value.(*syntax.Bad)
		c.noCalendar = broken
	}
	s.Foresight = c.whole(b, "foresight", 1, 1, maxHorizon)
	s.Outlook = c.whole(b, "outlook", -1, 0, maxHorizon)
	s.Start = c.date(b, "start")
	s.AsOf = c.date(b, "as_of")
	if s.Start.IsZero() {
		c.noCalendar = true
	}
	if s.AsOf.IsZero() {
		s.AsOf = s.Start
		return
	}
	if c.noCalendar {
		return
	}
	if p := s.PeriodOf(s.AsOf); p < 1 || p > s.Horizon {
		c.errorf(diag.OutsideStory, b.Arg("as_of").Value.Span(), "choose a date within it, or change start or horizon",
			"the as-of date %s is outside of the story, which runs from %s to %s", s.AsOf, s.PeriodStart(1), c.lastDay())
	}
}

// lastDay is the last day of the story.
func (c *checker) lastDay() scenario.Date {
	return scenario.Date{Time: c.out.PeriodStart(c.out.Horizon+1).AddDate(0, 0, -1)}
}

func (c *checker) unit(e syntax.Expr) scenario.Unit {
	switch v := e.(type) {
	case *syntax.String:
		for i, name := range scenario.Units {
			if v.Value == name {
				return scenario.Unit(i)
			}
		}
		c.errorf(diag.UnknownValue, v.Span(), didYouMean(v.Value, scenario.Units), "%q is not a length of period", v.Value)
	case *syntax.Bad:
	default:
		c.errorf(diag.WrongType, e.Span(), `write period = "month"`, `period must be "week", "month", "quarter" or "year"`)
	}
	return scenario.Month
}

// whole reads an argument that is a constant whole number in [lo, hi].
func (c *checker) whole(b *syntax.Block, name string, absent, lo, hi int) int {
	a := b.Arg(name)
	if a == nil {
		return absent
	}
	v, ok := c.constant(a.Value, name)
	if !ok {
		return max(absent, lo)
	}
	if v != float64(int(v)) {
		c.errorf(diag.NotWhole, a.Value.Span(), "", "%s must be a whole number", name)
		return max(absent, lo)
	}
	if v < float64(lo) || v > float64(hi) {
		c.errorf(diag.OutOfRange, a.Value.Span(), fmt.Sprintf("it lies between %d and %d", lo, hi), "%s cannot be %v", name, v)
		return max(absent, lo)
	}
	return int(v)
}

// date reads an argument that is a date in quotes; the zero date if absent or wrong.
func (c *checker) date(b *syntax.Block, name string) scenario.Date {
	a := b.Arg(name)
	if a == nil {
		return scenario.Date{}
	}
	switch v := a.Value.(type) {
	case *syntax.String:
		d, err := scenario.ParseDate(v.Value)
		if err != nil {
			c.errorf(diag.BadDate, v.Span(), "write it like 2013-04-16 or 2013-04", "%q is not a date", v.Value)
		} else if d.Year() < 1 || d.Year() > 9000 {
			c.errorf(diag.BadDate, v.Span(), "", "the year %d is out of reach", d.Year())
			return scenario.Date{}
		}
		return d
	case *syntax.Bad:
	case *syntax.Binary, *syntax.Number:
		c.errorf(diag.UnquotedDate, v.Span(), `write "2013-04", in quotes`, "without quotes this is a calculation, not a date")
	default:
		c.errorf(diag.WrongType, v.Span(), `write "2013-04", in quotes`, "%s must be a date in quotes", name)
	}
	return scenario.Date{}
}
