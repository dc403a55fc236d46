package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	scoring "demarche/internal/score"
	"demarche/internal/sweep"
)

// This file is what `demarche score` prints.

// EnoughForDiagram is how many forecasts a reliability diagram needs at least:
// below that its bins hold one or two each.
const EnoughForDiagram = 20

// ScoreJSON writes s as one indented object.
func ScoreJSON(w io.Writer, s *scoring.ScoreSheet) error { return writeJSON(w, s) }

// ReliabilitySVG draws s as a figure that stands alone; "" if there are too few
// forecasts for one.
func ReliabilitySVG(s *scoring.ScoreSheet) string {
	f := s.Together
	if f.Forecasts < EnoughForDiagram {
		return ""
	}
	var bins []chart.Calibrated
	for _, b := range f.Bins {
		bins = append(bins, chart.Calibrated{Forecast: float64(b.Forecast), Frequency: float64(b.Frequency), Lo: float64(b.Interval[0]), Hi: float64(b.Interval[1]),
			Forecasts: b.Forecasts, Questions: b.Questions})
	}
	label := fmt.Sprintf("%s: %s of %s, and how often they came true", scoreTitle(s), plural(f.Forecasts, "forecast", "forecasts"), plural(f.Questions, "question", "questions"))
	return chart.Standalone(chart.ReliabilityDiagram(label, bins, float64(f.BaseRate)))
}

// ScoreText writes s for a person.
func ScoreText(w io.Writer, s *scoring.ScoreSheet, o Options) error {
	t := newSheet(o)
	t.para(0, 0, &styleTitle, "Scores: "+scoreTitle(s))
	t.para(0, 0, &styleMuted, scoreStanding(s))
	if l := s.Ledger; l != nil {
		t.para(0, 0, &styleMuted, fmt.Sprintf("The ledger %s is whole: %s, %d of them scored.", l.File, plural(l.Entries, "entry", "entries"), l.Used))
		t.para(0, 0, &styleMuted, "Its last hash: "+l.Head)
	}
	for _, x := range s.Warnings {
		t.para(0, 2, &styleWarning, "! "+x)
	}
	if len(s.Runs) > 0 {
		byDate(t, s)
	}
	if s.Together.Forecasts > 0 {
		together(t, &s.Together)
		calibration(t, &s.Together)
	}
	everyForecast(t, s)
	if s.Diagram != "" {
		t.blank()
		t.para(0, 0, &styleMuted, "Reliability diagram: "+s.Diagram)
	}
	return t.flush(w)
}

func scoreTitle(s *scoring.ScoreSheet) string { return titled(s.Title, s.Scenario) }

func scoreStanding(s *scoring.ScoreSheet) string {
	text := "By what was known on " + s.At + " (" + s.Resolution + ")."
	if s.At == "" {
		text = "Nothing is settled in " + s.Resolution + "."
	}
	return text
}

// byDate is a line for each as-of date.
func byDate(t *sheet, s *scoring.ScoreSheet) {
	t.heading("By date: mean Brier score, beside the baselines on the same questions")
	columns := []column{{title: "As of"}, {title: "Scored", right: true}, {title: "True", right: true}, {title: "Brier", right: true, style: &styleStrong},
		{title: "Random", right: true}, {title: "Prior", right: true}, {title: "Half", right: true}, {title: "Rate", right: true},
		{title: "Log", right: true}, {title: "AUC", right: true}}
	row := func(name string, f *scoring.ScoreFigures) []string {
		cells := []string{name, fmt.Sprint(f.Forecasts), fmt.Sprint(cameTrue(f)), three(f.Brier)}
		for _, b := range f.Baselines {
			if b.BrierDifference.Forecasts < f.Forecasts { // on other forecasts than ours: not to be set beside
				cells = append(cells, "–")
				continue
			}
			cells = append(cells, three(b.Brier))
		}
		return append(cells, three(f.Log), two(f.Discrimination.Area))
	}
	var rows [][]string
	for i := range s.Runs {
		rows = append(rows, row(s.Runs[i].AsOf, &s.Runs[i].Figures))
	}
	if len(s.Runs) > 1 {
		rows = append(rows, row("together", &s.Together))
	}
	t.table(columns, rows)
	t.para(2, 0, &styleMuted, "Brier: mean squared error, 0 best, 1 worst. Log: mean −ln of the probability given to what came about, 0 best, 0.693 for one half. AUC: chance that what came true was called likelier than what did not, 0.5 for lots.")
	t.para(2, 0, &styleMuted, "Random: the same model, everybody choosing at random. Prior: the model without evidence. Rate: the share of the other questions of that date that came true, which nobody knew then. True: how many of those scored came true.")
}

func cameTrue(f *scoring.ScoreFigures) int {
	if f.Forecasts == 0 {
		return 0
	}
	return int(math.Round(float64(f.BaseRate) * float64(f.Forecasts)))
}

// together compares all scored forecasts with the baselines.
func together(t *sheet, f *scoring.ScoreFigures) {
	t.heading("Better than the baselines? Differences, pair by pair")
	var rows [][]string
	for _, b := range f.Baselines {
		d := b.BrierDifference
		if d.Forecasts == 0 {
			rows = append(rows, []string{b.Title, "–", "", "", "–", ""})
			continue
		}
		rows = append(rows, []string{b.Title, plusOrMinus(d.Mean), fromTo(d.Interval), fmt.Sprintf("%d of %d", d.Better, d.Questions), plusOrMinus(b.LogDifference.Mean), fromTo(b.LogDifference.Interval)})
	}
	t.table([]column{{title: "Baseline", flex: true}, {title: "Brier", right: true}, {title: "90%"}, {title: "Better", right: true}, {title: "Log", right: true}, {title: "90%"}}, rows)
	t.para(2, 0, &styleMuted, fmt.Sprintf("The baseline's loss less the forecast's: above 0 the forecast was better. Better: on how many questions. Intervals count %s, not %s.",
		plural(f.Questions, "question", "questions"), plural(f.Forecasts, "forecast", "forecasts")))
}

// calibration shows bins, Murphy's parts and the area.
func calibration(t *sheet, f *scoring.ScoreFigures) {
	t.heading("Calibration: did what was called likely come true as often?")
	var rows [][]string
	for _, b := range f.Bins {
		if b.Forecasts > 0 {
			rows = append(rows, []string{fmt.Sprintf("%.0f–%.0f%%", 100*float64(b.From), 100*float64(b.To)), fmt.Sprint(b.Forecasts), fmt.Sprint(b.Questions),
				whole(b.Forecast), whole(b.Frequency), whole(b.Interval[0]) + " – " + whole(b.Interval[1])})
		}
	}
	t.table([]column{{title: "Called"}, {title: "Forecasts", right: true}, {title: "Questions", right: true}, {title: "Mean forecast", right: true}, {title: "Came true", right: true}, {title: "90%"}}, rows)
	m := f.Murphy
	t.para(2, 0, nil, fmt.Sprintf("Brier %s = reliability %s (0 is best) − resolution %s (more is better) + uncertainty %s (of the questions themselves) %s within bins.",
		three(f.Brier), three(m.Reliability), three(m.Resolution), three(m.Uncertainty), plusMinus(m.Within)))
	d := f.Discrimination
	switch text := ""; {
	case math.IsNaN(float64(d.Area)):
		t.para(2, 0, nil, "Discrimination is undefined: "+d.Why+".")
	default:
		if d.Why != "" {
			text = "; no interval: " + d.Why
		} else {
			text = fmt.Sprintf(" (90%%: %s–%s)", two(d.Interval[0]), two(d.Interval[1]))
		}
		t.para(2, 0, nil, fmt.Sprintf("Discrimination: area %s%s, from %s that came true and %d that did not.", two(d.Area), text, plural(d.Yes, "question", "questions"), d.No))
	}
}

// everyForecast shows each question's forecasts by date, as long as they fit.
func everyForecast(t *sheet, s *scoring.ScoreSheet) {
	if len(s.Forecasts) == 0 {
		return
	}
	runs := s.Runs
	year, wide := yearOf(runs), 12
	if year != "" {
		wide = 7
	}
	most := (t.width - 32) / wide // dates that fit
	if len(runs) > most {
		runs = runs[len(runs)-most:]
	}
	t.heading("What became of each forecast")
	columns := []column{{title: "Question", flex: true}, {title: "Came true"}}
	at := map[string]int{} // column of a date
	for _, r := range runs {
		at[r.AsOf] = len(columns)
		columns = append(columns, column{title: strings.TrimPrefix(r.AsOf, year), right: true})
	}
	var order []string
	rows := map[string][]string{}
	brackets := false
	for _, f := range s.Forecasts {
		row := rows[f.Question]
		if row == nil {
			row = make([]string, len(columns))
			row[0], row[1] = titled(f.Title, f.Question), "?"
			rows[f.Question] = row
			order = append(order, f.Question)
		}
		if f.Outcome != nil {
			row[1] = "no"
			if *f.Outcome {
				row[1] = f.Date
			}
		}
		c, ok := at[f.AsOf]
		if !ok {
			continue
		}
		switch f.Status {
		case scoring.Scored:
			row[c] = chart.Percent(float64(f.Probability))
		case scoring.Before:
			row[c] = "·"
		default:
			row[c], brackets = "("+chart.Percent(float64(f.Probability))+")", true
		}
	}
	var lines [][]string
	for _, q := range order {
		lines = append(lines, rows[q])
	}
	t.table(columns, lines)
	note := "·: settled by then, so no forecast any more."
	if brackets {
		note += " In brackets: not scored; the warnings say why, or the question is still open on " + s.At + "."
	}
	if len(s.Runs) > most {
		note += fmt.Sprintf(" The last %d dates; --json has all.", most)
	}
	t.para(2, 0, &styleMuted, note)
}

// yearOf is the year that all runs are of, with its dash; "" if they differ or
// there are few enough to write it out.
func yearOf(runs []scoring.ScoreRun) string {
	if len(runs) <= 3 || len(runs[0].AsOf) < 5 {
		return ""
	}
	year := runs[0].AsOf[:5]
	for _, r := range runs {
		if !strings.HasPrefix(r.AsOf, year) {
			return ""
		}
	}
	return year
}

func three(x sweep.Number) string { return decimals(x, 3) }
func two(x sweep.Number) string   { return decimals(x, 2) }

func decimals(x sweep.Number, n int) string {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return "–"
	}
	return fmt.Sprintf("%.*f", n, float64(x))
}

func whole(x sweep.Number) string {
	if math.IsNaN(float64(x)) {
		return "–"
	}
	return fmt.Sprintf("%.0f%%", 100*float64(x))
}

func plusOrMinus(x sweep.Number) string {
	if math.IsNaN(float64(x)) {
		return "–"
	}
	if x < 0 {
		return "−" + three(-x)
	}
	return "+" + three(x)
}

func plusMinus(x sweep.Number) string {
	if x < 0 {
		return "− " + three(-x)
	}
	return "+ " + three(x)
}

func fromTo(in sweep.Interval) string {
	if math.IsNaN(float64(in[0])) {
		return "no interval"
	}
	return plusOrMinus(in[0]) + " to " + plusOrMinus(in[1])
}
