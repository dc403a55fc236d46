package report

import (
	"fmt"
	"math"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file shows what is believed of the secrets, and how it moved with the evidence.

// sparkWidth is the most columns that a sparkline takes.
const sparkWidth = 32

// series is the belief about one secret over the dated rows of a run.
type series struct {
	secret sweep.SecretInfo
	dates  []string
	events []string
	p      [][]float64 // by row and value
}

// seriesOf lines up the beliefs of r by secret. A run without dated beliefs
// still has two rows: before and after the evidence.
func seriesOf(r *sweep.Result) []series {
	dated := r.Beliefs
	if len(dated) == 0 {
		dated = []sweep.DatedBelief{{Date: "before", Secrets: r.Prior.Secrets}, {Date: r.AsOf, Secrets: r.Posterior.Secrets}}
	}
	out := make([]series, 0, len(r.Secrets))
	for _, secret := range r.Secrets {
		s := series{secret: secret}
		for _, d := range dated {
			values, ok := d.Secrets[secret.Name]
			if !ok {
				continue
			}
			row := make([]float64, len(secret.Values))
			for v, name := range secret.Values {
				row[v] = math.NaN()
				if p, ok := values[name]; ok {
					row[v] = float64(p)
				}
			}
			s.dates = append(s.dates, d.Date)
			s.events = append(s.events, eventName(d))
			s.p = append(s.p, row)
		}
		if len(s.p) > 0 {
			out = append(out, s)
		}
	}
	return out
}

func eventName(d sweep.DatedBelief) string {
	name := human(d.Event)
	if name != "" && d.Phase != "" && d.Phase != d.Event && !strings.HasPrefix(d.Event, d.Phase+".") {
		name = human(d.Phase) + ": " + name
	}
	if d.ID != "" {
		name = strings.TrimSpace(d.ID + " " + name)
	}
	return name
}

func beliefs(r *sweep.Result) *section {
	all := seriesOf(r)
	if len(all) == 0 {
		return nil
	}
	c := &section{title: "What is believed now, given this model, and how it moved", short: "Beliefs"}
	var cells []*section
	for k, x := range all {
		values := make([]string, len(x.secret.Values))
		for i, v := range x.secret.Values {
			values[i] = human(v)
		}
		cell := &section{}
		cell.parts = append(cell.parts, part{label: secretTitle(x.secret) + knownTo(r, x.secret)})
		cell.figure(drawing{name: fmt.Sprintf("belief-%d", k+1), alt: secretTitle(x.secret), plain: x.plain,
			wide: chart.Beliefs(chart.Belief{Title: secretTitle(x.secret), Values: values, Dates: x.dates, Events: x.events, P: x.p})})
		x.table(cell)
		cell.note("%s", x.caption())
		cell.only(onPage | inMarkdown)
		cells = append(cells, cell)
	}
	c.beside(cells)
	return c
}

// table says the beginning and the end in figures, where a figure may not be seen.
func (x series) table(c *section) {
	var rows [][]string
	for v, name := range x.secret.Values {
		rows = append(rows, []string{human(name), chart.Percent(x.p[0][v]), chart.Percent(x.p[len(x.p)-1][v])})
	}
	c.table([]column{{title: "Value"}, {title: x.dates[0], right: true}, {title: "Now", right: true}}, rows)
	c.only(inMarkdown)
}

// plain is a line for every value, with how it moved.
func (x series) plain(s *sheet) {
	label := 0
	for _, v := range x.secret.Values {
		label = max(label, ansi.StringWidth(clean(human(v))))
	}
	label = min(label, 24)
	for v, name := range x.secret.Values {
		first, last := x.p[0][v], x.p[len(x.p)-1][v]
		name = truncate(clean(human(name)), label)
		name += strings.Repeat(" ", label-ansi.StringWidth(name))
		line := fmt.Sprintf("    %s  %s ", name, padLeft(chart.Percent(first), 4))
		line += s.paint(styleFigure, sparkline(x.p, v)) + " " + s.paint(styleStrong, padLeft(chart.Percent(last), 4))
		s.b.WriteString(line + "\n")
	}
	s.para(4, 2, &styleMuted, x.caption())
}

// caption says from when to when, and which row moved the belief most.
func (x series) caption() string {
	text := x.dates[0]
	if last := x.dates[len(x.dates)-1]; last != text {
		text += " to " + last
	}
	at, value, size := 0, 0, 0.0
	for i := 1; i < len(x.p); i++ {
		for v := range x.p[i] {
			if d := math.Abs(x.p[i][v] - x.p[i-1][v]); d > size {
				at, value, size = i, v, d
			}
		}
	}
	if size < 0.005 {
		return text + "; it hardly moved."
	}
	cause := x.events[at]
	if cause == "" {
		cause = "nothing reported"
	}
	when := "in " + x.dates[at]
	if strings.Count(x.dates[at], "-") == 2 { // a day, not a month
		when = "on " + x.dates[at]
	}
	return fmt.Sprintf("%s; moved most %s (%s): %s %s → %s.", text, when, cause, human(x.secret.Values[value]),
		chart.Percent(x.p[at-1][value]), chart.Percent(x.p[at][value]))
}

// sparkline draws one value's probability over the rows on a scale from 0 to 1,
// so that sparklines can be compared; longer histories show the last row of each stretch.
func sparkline(p [][]float64, v int) string {
	levels := []rune("▁▂▃▄▅▆▇█")
	n := min(len(p), sparkWidth)
	out := make([]rune, n)
	for i := range out {
		row := i
		if len(p) > sparkWidth {
			row = (i+1)*len(p)/sparkWidth - 1
			if i == 0 {
				row = 0 // the prior is always shown
			}
		}
		x := p[row][v]
		if math.IsNaN(x) {
			out[i] = ' '
			continue
		}
		out[i] = levels[min(max(int(x*float64(len(levels))), 0), len(levels)-1)]
	}
	return string(out)
}

func secretTitle(s sweep.SecretInfo) string {
	if s.Title != "" {
		return s.Title
	}
	return human(s.Name)
}

func knownTo(r *sweep.Result, s sweep.SecretInfo) string {
	if len(s.KnownTo) == 0 {
		return " (nobody knows)"
	}
	names := make([]string, len(s.KnownTo))
	for i, n := range s.KnownTo {
		names[i] = actorTitle(r, n)
	}
	return " (known to " + strings.Join(names, ", ") + ")"
}
