package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/diff"
	"demarche/internal/quantity"
)

// This file is what `demarche diff` prints: tables, figures, a page and the
// JSON. What is said in words is in diff_words.go.

// DiffJSON writes d as one indented object.
func DiffJSON(w io.Writer, d *diff.Diff) error { return writeJSON(w, d) }

// DiffText writes d for a person.
func DiffText(w io.Writer, d *diff.Diff, o Options) error { return diffBrief(d).terminal(w, o) }

// DiffHTML writes d as one self-contained page.
func DiffHTML(w io.Writer, d *diff.Diff) error { return diffBrief(d).page(w) }

// DiffFigure draws every forecast that moved.
func DiffFigure(d *diff.Diff) string {
	var falls []chart.Fall
	for i := range d.Questions {
		falls = append(falls, fall(d, &d.Questions[i], true))
	}
	return chart.Waterfall(falls)
}

// mostWarnings is how many warnings stand at the top; all stand at the end.
const mostWarnings = 3

// diffBrief chooses, orders and words.
func diffBrief(d *diff.Diff) *brief {
	b := &brief{title: "Why the forecast moved: " + sideTitle(d.B), standing: fmt.Sprintf("From A, %s, to B, %s.", sideText(d.A), sideText(d.B))}
	b.warnings = d.Warnings[:min(len(d.Warnings), mostWarnings)]
	b.add(diffInWords(d))
	b.add(diffChanges(d))
	for i := range d.Questions {
		if len(d.Changes) > 0 {
			b.add(diffQuestion(d, &d.Questions[i]))
		}
	}
	b.add(diffUnasked(d))
	if len(d.Warnings) > mostWarnings {
		c := &section{title: "All warnings"}
		for _, w := range d.Warnings {
			c.para("! %s", w)
		}
		b.add(c)
	}
	b.add(diffMethod(d))
	return b
}

func sideTitle(s diff.DiffSide) string {
	switch {
	case s.Title != "":
		return s.Title
	case s.Scenario != "":
		return s.Scenario
	}
	return s.File
}

// sideText says which version it is: its file, its date, and what it was made from.
func sideText(s diff.DiffSide) string {
	text := fmt.Sprintf("%s as of %s (model %s", s.File, s.AsOf, short8(s.ModelHash))
	if s.EvidenceHash != "" {
		return text + ", evidence " + short8(s.EvidenceHash) + ")"
	}
	return text + ", no evidence)"
}

func short8(hash string) string { return hash[:min(len(hash), 8)] }

// diffChanges is the numbered table of what changed.
func diffChanges(d *diff.Diff) *section {
	c := &section{title: "What changed"}
	columns := []column{{title: "No.", right: true}, {title: "What", width: 26}, {title: "Was", width: 22}, {title: "Is now", flex: true}}
	row := func(x *diff.DiffChange, number string) []string {
		what := x.Name
		if x.Title != "" && x.Kind != "evidence" {
			what += " (" + x.Title + ")"
		}
		return []string{number, what, orDash(x.Old), orDash(x.New)}
	}
	var rows [][]string
	for i := range d.Changes {
		rows = append(rows, row(&d.Changes[i], fmt.Sprint(d.Changes[i].Number)))
	}
	if len(rows) == 0 {
		c.para("Nothing that bears on a forecast.")
	} else {
		c.table(columns, rows)
	}
	for _, g := range d.Groups {
		if len(g.Changes) > 1 {
			c.note("Changes %s are taken together: apart, they make no valid version (%s).", andList(numbered(g.Changes)), g.Why)
		}
	}
	others := func(title, note string, list []diff.DiffChange) {
		if len(list) == 0 {
			return
		}
		var rows [][]string
		for i := range list {
			rows = append(rows, row(&list[i], "–"))
		}
		c.note("%s", note)
		c.fold(title, columns, rows)
	}
	others("Changes without bearing", "Without bearing on any forecast by themselves (a parameter bears where it is read, a question on no other; these reports do not count at either date):", d.Idle)
	others("Changes of wording", "Wording only:", d.Wording)
	return c
}

func orDash(s string) string {
	if s == "" {
		return "–"
	}
	return s
}

func numbered(list []int) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = fmt.Sprint(n)
	}
	return out
}

// diffQuestion is the table and the figure of one forecast.
func diffQuestion(d *diff.Diff, q *diff.DiffQuestion) *section {
	title := q.Title
	if title == "" {
		title = human(q.Name)
	}
	c := &section{title: title, short: human(q.Name)}
	if !finite(q.Change) {
		c.para("From %s to %s, given this model: the change is not known.", chart.Percent(float64(q.From)), chart.Percent(float64(q.To)))
		return c
	}
	c.para("From %s to %s, given this model: %s%s.", chart.Percent(float64(q.From)), chart.Percent(float64(q.To)), points(q.Change), bounds(q.ChangeIn))
	if len(q.Shares) == 0 {
		return c
	}
	f := fall(d, q, false)
	c.figure(drawing{name: "moved-" + q.Name, wide: chart.Waterfall([]chart.Fall{f}), narrow: chart.WaterfallNarrow([]chart.Fall{f}),
		alt: "How each change moved the forecast of " + title})
	intervals := d.Sampled
	for _, s := range q.Shares {
		intervals = intervals || finite(s.Interval[0])
	}
	columns := []column{{title: "Change", width: 8}, {title: "Owed to", flex: true}, {title: "Points", right: true, style: &styleStrong}}
	if intervals {
		columns = append(columns, column{title: "90%", right: true})
	}
	var rows [][]string
	for _, s := range q.Shares {
		row := []string{strings.Join(numbered(groupOf(d, s.Group).Changes), ", "), groupPhrase(d, s.Group), pointsShort(s.Share)}
		if intervals {
			row = append(row, pointsRange(s.Interval))
		}
		rows = append(rows, row)
	}
	c.table(columns, rows)
	return c
}

// mostSteps is how many changes a figure draws one by one.
const mostSteps = 12

// fall is the figure of one forecast.
func fall(d *diff.Diff, q *diff.DiffQuestion, titled bool) chart.Fall {
	f := chart.Fall{From: float64(q.From), To: float64(q.To), FromLabel: "A, as of " + d.A.AsOf, ToLabel: "B, as of " + d.B.AsOf, Unfinished: "The change is not known."}
	if titled {
		if f.Title = q.Title; f.Title == "" {
			f.Title = human(q.Name)
		}
	}
	rest, n := 0.0, 0
	for _, s := range q.Shares {
		if len(f.Steps) == mostSteps && len(q.Shares) > mostSteps+1 || math.Abs(float64(s.Share)) < 5e-5 && finite(s.Share) && len(q.Shares) > 1 {
			rest += float64(s.Share)
			n++
			continue
		}
		f.Steps = append(f.Steps, chart.Added{Label: capital(groupPhrase(d, s.Group)), Share: float64(s.Share),
			Lo: float64(s.Interval[0]), Hi: float64(s.Interval[1]), Text: pointsShort(s.Share)})
	}
	if n > 0 {
		others := "The other change"
		if n > 1 {
			others = fmt.Sprintf("The other %d changes", n)
		}
		f.Steps = append(f.Steps, chart.Added{Label: others, Share: rest, Lo: math.NaN(), Hi: math.NaN(), Text: pointsShort(quantity.Number(rest))})
	}
	return f
}

func groupOf(d *diff.Diff, number int) *diff.DiffGroup {
	for i := range d.Groups {
		if d.Groups[i].Number == number {
			return &d.Groups[i]
		}
	}
	return &diff.DiffGroup{}
}

// points writes a difference of probabilities in words: "up 11 points".
func points(x quantity.Number) string {
	switch v := 100 * float64(x); {
	case math.IsNaN(v):
		return "not known"
	case math.Abs(v) < 0.05:
		return "no change of a tenth of a point"
	case v > 0:
		return "up " + pointsOf(v)
	default:
		return "down " + pointsOf(-v)
	}
}

// pointsOf writes a number of points.
func pointsOf(v float64) string {
	text := fmt.Sprintf("%.0f", v)
	if v < 9.95 {
		text = fmt.Sprintf("%.1f", v)
	}
	text = strings.TrimSuffix(text, ".0")
	if text == "1" {
		return "1 point"
	}
	return text + " points"
}

// pointsShort writes a share in a tenth of a point, with its sign.
func pointsShort(x quantity.Number) string {
	v := 100 * float64(x)
	switch {
	case math.IsNaN(v):
		return "–"
	case math.Abs(v) < 0.05:
		return "0"
	}
	return strings.Replace(fmt.Sprintf("%+.1f", v), "-", "−", 1)
}

func pointsRange(in quantity.Interval) string {
	if !finite(in[0]) || !finite(in[1]) {
		return "–"
	}
	return pointsShort(in[0]) + " to " + pointsShort(in[1])
}

// bounds is an interval of points after a figure.
func bounds(in quantity.Interval) string {
	if !finite(in[0]) || !finite(in[1]) {
		return ""
	}
	return fmt.Sprintf(" (90%%: %s)", pointsRange(in))
}

// diffUnasked lists what only one version asks.
func diffUnasked(d *diff.Diff) *section {
	if len(d.OnlyA)+len(d.OnlyB) == 0 {
		return nil
	}
	c := &section{title: "Asked by one version only"}
	var rows [][]string
	for k, list := range [][]diff.DiffAsked{d.OnlyA, d.OnlyB} {
		for _, q := range list {
			title := q.Title
			if title == "" {
				title = human(q.Name)
			}
			rows = append(rows, []string{[]string{"A", "B"}[k], title, q.By})
		}
	}
	c.table([]column{{title: "By"}, {title: "Question", flex: true}, {title: "Until"}}, rows)
	return c
}

// diffMethod says how the figures came about.
func diffMethod(d *diff.Diff) *section {
	c := &section{title: "How this was computed"}
	if d.Method == diff.None {
		c.para("Both versions mean the same: there was nothing to divide.")
		return c
	}
	made := fmt.Sprintf("the mean over all orders in which the changes can be made, from %s", plural(d.Versions, "version", "versions"))
	if d.Method == diff.Orders {
		made = fmt.Sprintf("the mean over %d random orders in which the changes were made, from %s", d.Orders, plural(d.Versions, "version", "versions"))
	}
	c.para("What is owed to a change is its Shapley value: what it adds to the forecast when it is made, %s. Shares sum to the whole change.", made)
	if d.Sampled {
		c.para("Each version was forecast with %s and %s, all with the same random numbers (seed %d), fewer than a run takes: the forecasts differ a little from those of demarche run, and the differences between them are known better than they are. The 90%% is what these numbers %sleave open, by leaving out a %dth of the draws at a time.",
			plural(d.Draws, "draw", "draws"), plural(d.Stories, "story", "stories"), d.Seed, ordersToo(d), min(diff.Folds, d.Draws))
	} else if d.Method == diff.Orders {
		c.para("Each version was solved exactly; the 90%% are what the choice of orders leaves open.")
	} else {
		c.para("Each version was solved exactly: nothing was sampled.")
	}
	return c
}

func ordersToo(d *diff.Diff) string {
	if d.Method == diff.Orders {
		return "and the choice of orders "
	}
	return ""
}
