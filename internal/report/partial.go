package report

import (
	"fmt"
	"io"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the first look: a forecast from a few draws, while the run goes on.

// Partial writes a first forecast from so many draws, for a person who waits.
func Partial(w io.Writer, qs []sweep.QuestionResult, draws int, o Options) error {
	s := newSheet(o)
	s.para(0, 2, &styleMuted, fmt.Sprintf("A first look, given this model, from %s; it will change:", plural(draws, "draw", "draws")))
	rows := make([][]string, len(qs))
	for i, q := range qs {
		rows[i] = []string{questionTitle(q, ""), chart.Percent(float64(q.Probability)), span(q.Interval)}
	}
	s.table([]column{{title: "Question", flex: true}, {title: "Probability", right: true}, {title: "90%", right: true}}, rows)
	s.blank()
	return s.flush(w)
}
