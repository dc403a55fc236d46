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

// This file is the table of forecasts in the terminal.

// plotWidth is the width of the little interval plot, in columns: 5% each.
const plotWidth = 21

func forecasts(s *sheet, r *sweep.Result) {
	if len(r.Questions) == 0 {
		return
	}
	by := commonBy(r.Questions)
	heading := "Forecasts, given this model"
	if by != "" {
		heading += ", to " + by
	}
	s.heading(heading)
	switch {
	case len(r.Assumptions) > 0:
		assumedTable(s, r, by)
	default:
		plainTable(s, r, by)
	}
	note := "90%: credible interval over the draws of the parameters. In words: the bands of ICD 203; two where the interval lies across bands."
	if previous(r.Questions) && len(r.Assumptions) == 0 {
		note += fmt.Sprintf(" %s: what would have been said with the evidence of a %s before.", capital(before(r)), strings.TrimPrefix(before(r), "last "))
	}
	s.para(2, 0, &styleMuted, note)
}

func plainTable(s *sheet, r *sweep.Result, by string) {
	previous := previous(r.Questions)
	plot := s.width >= 110
	columns := []column{{title: "Question", flex: true}, {title: "Probability", right: true, style: &styleStrong}, {title: "90%", right: true}}
	if previous {
		columns[1].title = capital(before(r)) + " → now"
	}
	if plot {
		columns = append(columns, column{title: "0%       50%     100%", style: &styleFigure})
	}
	columns = append(columns, column{title: "In words", width: 20})
	rows := make([][]string, len(r.Questions))
	for i, q := range r.Questions {
		chance := chart.Percent(float64(q.Probability))
		if previous && finite(q.Previous) {
			chance = chart.Percent(float64(q.Previous)) + " → " + padLeft(chance, 4)
		}
		row := []string{questionTitle(q, by), chance, span(q.Interval)}
		if plot {
			row = append(row, dotPlot(q.Probability, q.Interval))
		}
		word := q.Word
		if word == "" {
			word = "not computed"
		}
		rows[i] = append(row, word)
	}
	s.table(columns, rows)
}

// previous reports whether any question was asked a period earlier, too.
func previous(qs []sweep.QuestionResult) bool {
	return slices.ContainsFunc(qs, func(q sweep.QuestionResult) bool { return finite(q.Previous) })
}

// assumedTable shows every forecast as it is, and under the assumptions.
func assumedTable(s *sheet, r *sweep.Result, by string) {
	rows := make([][]string, len(r.Questions))
	for i, q := range r.Questions {
		rows[i] = []string{questionTitle(q, by), withWord(q.Probability, q.Interval), withWord(q.Assumed, q.AssumedIn)}
	}
	s.table([]column{{title: "Question", flex: true}, {title: "As things stand", width: 24}, {title: "Under the assumptions", width: 24}}, rows)
	s.para(2, 0, &styleMuted, "Assumed: "+strings.Join(r.Assumptions, "; ")+". An assumed act is imposed: nothing is inferred from it.")
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
