package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the forecasts: the table in the terminal, the figure and the
// whole table on a page.

// plotWidth is the width of the little interval plot, in columns: 5% each.
const plotWidth = 21

func forecasts(r *sweep.Result) *section {
	if len(r.Questions) == 0 {
		return nil
	}
	by := commonBy(r.Questions)
	c := &section{title: "Forecasts, given this model", short: "Forecasts"}
	if by != "" {
		c.title += ", to " + by
	}
	rows := make([]chart.Forecast, len(r.Questions))
	for i, q := range r.Questions {
		rows[i] = chart.Forecast{Label: questionTitle(q, by), Note: q.Word, P: float64(q.Probability),
			Lo: float64(q.Interval[0]), Hi: float64(q.Interval[1]), MCLo: float64(q.MonteCarlo[0]), MCHi: float64(q.MonteCarlo[1]),
			Previous: float64(q.Previous), Assumed: float64(q.Assumed), AssumedLo: float64(q.AssumedIn[0]), AssumedHi: float64(q.AssumedIn[1])}
		if len(r.Assumptions) == 0 {
			rows[i].Assumed = math.NaN()
		}
	}
	c.figure(drawing{name: "forecasts", wide: chart.Forecasts(rows, Bands, before(r)), narrow: chart.ForecastsNarrow(rows, Bands, before(r))})
	if len(r.Assumptions) > 0 {
		assumedTable(c, r, by)
	} else {
		plainTable(c, r, by)
	}
	c.only(inTerminal)
	assumed := ""
	if len(r.Assumptions) > 0 {
		assumed = "Assumed: " + strings.Join(r.Assumptions, "; ") + ". An assumed act is imposed: nothing is inferred from it."
		c.note("%s", assumed)
		c.only(inTerminal)
	}
	note := "90%: credible interval over the draws of the parameters. In words: the bands of ICD 203; two where the interval lies across bands."
	if previous(r.Questions) && len(r.Assumptions) == 0 {
		note += fmt.Sprintf(" %s: what would have been said with the evidence of a %s before.", capital(before(r)), strings.TrimPrefix(before(r), "last "))
	}
	c.note("%s", note)
	c.only(inTerminal)
	c.note("%s", strings.TrimSpace("Bars are 90% credible intervals over the draws of the parameters. Words are those of Intelligence Community Directive 203; two words where the interval lies across bands. "+assumed))
	c.only(onPage | inMarkdown)
	wholeTable(c, r, by)
	c.only(onPage | inMarkdown)
	return c
}

// wholeTable has every figure of the forecasts, for where there is room.
func wholeTable(c *section, r *sweep.Result, by string) {
	type field struct {
		column
		text func(q sweep.QuestionResult) string
	}
	percent := func(of func(q sweep.QuestionResult) sweep.Number) func(q sweep.QuestionResult) string {
		return func(q sweep.QuestionResult) string { return chart.Percent(float64(of(q))) }
	}
	fields := []field{{column{title: "Question", flex: true}, func(q sweep.QuestionResult) string { return questionTitle(q, by) }}}
	if slices.ContainsFunc(r.Questions, func(q sweep.QuestionResult) bool { return finite(q.Prior) }) {
		fields = append(fields, field{column{title: "Without evidence", right: true}, percent(func(q sweep.QuestionResult) sweep.Number { return q.Prior })})
	}
	if previous(r.Questions) {
		fields = append(fields, field{column{title: capital(before(r)), right: true}, percent(func(q sweep.QuestionResult) sweep.Number { return q.Previous })})
	}
	fields = append(fields, field{column{title: "Now", right: true, style: &styleStrong}, percent(func(q sweep.QuestionResult) sweep.Number { return q.Probability })},
		field{column{title: "90%", right: true}, func(q sweep.QuestionResult) string { return span(q.Interval) }},
		field{column{title: "In words"}, wordOf})
	if len(r.Assumptions) > 0 {
		fields = append(fields, field{column{title: "Assumed", right: true, style: &styleStrong}, percent(func(q sweep.QuestionResult) sweep.Number { return q.Assumed })},
			field{column{title: "90%", right: true}, func(q sweep.QuestionResult) string { return span(q.AssumedIn) }},
			field{column{title: "In words"}, func(q sweep.QuestionResult) string { return Words(q.Assumed, q.AssumedIn) }})
	}
	columns := make([]column, len(fields))
	for k := range fields {
		columns[k] = fields[k].column
	}
	rows := make([][]string, len(r.Questions))
	for i, q := range r.Questions {
		for k := range fields {
			rows[i] = append(rows[i], fields[k].text(q))
		}
	}
	c.fold("The same as a table", columns, rows)
}

func wordOf(q sweep.QuestionResult) string {
	if q.Word == "" {
		return "not computed"
	}
	return q.Word
}

func plainTable(c *section, r *sweep.Result, by string) {
	previous := previous(r.Questions)
	columns := []column{{title: "Question", flex: true}, {title: "Probability", right: true, style: &styleStrong}, {title: "90%", right: true},
		{title: "0%       50%     100%", style: &styleFigure, from: 110}, {title: "In words", width: 20}}
	if previous {
		columns[1].title = capital(before(r)) + " → now"
	}
	rows := make([][]string, len(r.Questions))
	for i, q := range r.Questions {
		chance := chart.Percent(float64(q.Probability))
		if previous && finite(q.Previous) {
			chance = chart.Percent(float64(q.Previous)) + " → " + padLeft(chance, 4)
		}
		rows[i] = []string{questionTitle(q, by), chance, span(q.Interval), dotPlot(q.Probability, q.Interval), wordOf(q)}
	}
	c.table(columns, rows)
}

// previous reports whether any question was asked a period earlier, too.
func previous(qs []sweep.QuestionResult) bool {
	return slices.ContainsFunc(qs, func(q sweep.QuestionResult) bool { return finite(q.Previous) })
}

// assumedTable shows every forecast as it is, and under the assumptions.
func assumedTable(c *section, r *sweep.Result, by string) {
	rows := make([][]string, len(r.Questions))
	for i, q := range r.Questions {
		rows[i] = []string{questionTitle(q, by), withWord(q.Probability, q.Interval), withWord(q.Assumed, q.AssumedIn)}
	}
	c.table([]column{{title: "Question", flex: true}, {title: "As things stand", width: 24}, {title: "Under the assumptions", width: 24}}, rows)
}

func withWord(p sweep.Number, in sweep.Interval) string {
	if !finite(p) {
		return "not computed"
	}
	text := chart.Percent(float64(p))
	if x := span(in); x != "–" {
		text += " (" + x + ")"
	}
	return text + "\n" + Words(p, in)
}

// dotPlot draws the interval and the probability on a line of plotWidth columns.
func dotPlot(p sweep.Number, in sweep.Interval) string {
	cells := []rune(strings.Repeat("·", plotWidth))
	at := func(x sweep.Number) int {
		return min(max(int(math.Round(float64(x)*(plotWidth-1))), 0), plotWidth-1)
	}
	if finite(in[0]) && finite(in[1]) {
		for i := at(in[0]); i <= at(in[1]); i++ {
			cells[i] = '━'
		}
	}
	if finite(p) {
		cells[at(p)] = '●'
	}
	return string(cells)
}

// commonBy is the date to which all questions look, "" if they differ.
func commonBy(qs []sweep.QuestionResult) string {
	by := qs[0].By
	for _, q := range qs {
		if q.By != by {
			return ""
		}
	}
	return by
}

func questionTitle(q sweep.QuestionResult, common string) string {
	text := q.Title
	if text == "" {
		text = human(q.Name)
	}
	if common == "" && q.By != "" {
		text += " [by " + q.By + "]"
	}
	return text
}

// before is how people call the period before this one: "last month".
func before(r *sweep.Result) string {
	if r.Unit == "" {
		return "last period"
	}
	return "last " + r.Unit
}

// span is an interval in per cent, its sign written once; "–" if there is none.
func span(in sweep.Interval) string {
	if !finite(in[0]) || !finite(in[1]) {
		return "–"
	}
	lo, hi := chart.Percent(float64(in[0])), chart.Percent(float64(in[1]))
	if lo == hi {
		return hi
	}
	return fmt.Sprintf("%s–%s", strings.TrimSuffix(lo, "%"), hi)
}

func finite(x sweep.Number) bool { return !math.IsNaN(float64(x)) && !math.IsInf(float64(x), 0) }

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func padLeft(s string, width int) string {
	return strings.Repeat(" ", max(width-ansi.StringWidth(s), 0)) + s
}

func truncate(s string, width int) string { return ansi.Truncate(s, width, "…") }
