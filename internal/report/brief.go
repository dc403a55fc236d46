package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the brief: its order, its shorter sections, and the terminal.

// brief is what is said, before it is laid out.
type brief struct {
	title, standing string
	warnings        []string // the first sentence of at most three, what that leaves out in a section at the end
	sections        []*section
}

// briefOf chooses, orders and words; it computes nothing.
func briefOf(result *sweep.Result) *brief {
	r := Complete(result)
	b := &brief{title: title(r), standing: standing(r), warnings: warnings(r.Warnings)}
	for _, c := range []*section{keyJudgements(r), forecasts(r), score(r.Score), next(r), beliefs(r), parameters(r)} {
		b.add(c)
	}
	for _, c := range analyses(r) {
		b.add(c)
	}
	for _, c := range []*section{frequencies(r.Frequency), who(r), allWarnings(r.Warnings), provenance(r), allParameters(r), rowsOfEvidence(r)} {
		b.add(c)
	}
	return b
}

// add puts a section at the end; nil is nothing.
func (b *brief) add(c *section) {
	if c != nil {
		b.sections = append(b.sections, c)
	}
}

// Brief writes what `demarche run` prints: warnings, forecasts, next acts,
// beliefs, parameters, what the forecast rests on, who is who, and where the
// numbers come from.
func Brief(w io.Writer, result *sweep.Result, o Options) error {
	return briefOf(result).terminal(w, o)
}

// terminal writes a brief for a terminal.
func (b *brief) terminal(w io.Writer, o Options) error {
	s := newSheet(o)
	s.para(0, 0, &styleTitle, b.title)
	s.para(0, 0, &styleMuted, b.standing)
	if len(b.warnings) > 0 {
		s.blank()
	}
	for _, x := range b.warnings {
		s.para(0, 2, &styleWarning, "! "+truncate(x, 2*s.width-8))
	}
	for _, c := range b.sections {
		c.terminal(s)
	}
	return s.flush(w)
}

func title(r *sweep.Result) string {
	if r.Title != "" {
		return r.Title
	}
	return human(r.Scenario)
}

// standing says from where the assessment looks.
func standing(r *sweep.Result) string {
	used := usedRows(r)
	text := "As of " + r.AsOf
	switch {
	case r.NoEvidence:
		text += ", without evidence"
	default:
		text += ", from " + plural(used, "piece of evidence", "pieces of evidence")
	}
	if len(r.Assumptions) > 0 {
		text += "; assuming " + strings.Join(r.Assumptions, ", ")
	}
	return text + "."
}

// briefWarning is how many columns a warning can take at the top of every
// terminal: two lines of the narrowest.
const briefWarning = 2*80 - 8

// warnings are the first sentences of at most three warnings.
func warnings(ws []string) []string {
	var out []string
	for i, w := range ws {
		if i == 2 && len(ws) > 3 {
			return append(out, fmt.Sprintf("and %d more, at the end", len(ws)-2))
		}
		out = append(out, firstSentence(w))
	}
	return out
}

// firstSentence is the text up to the first full stop with a space behind it.
func firstSentence(text string) string {
	text = clean(text)
	if at := strings.Index(text, ". "); at >= 0 {
		return text[:at+1]
	}
	return text
}

// allWarnings is every warning in full if the top of the brief could not say it.
func allWarnings(ws []string) *section {
	cut := len(ws) > 3
	for _, w := range ws {
		cut = cut || truncate(firstSentence(w), briefWarning) != clean(w)
	}
	if !cut {
		return nil
	}
	c := &section{title: "The warnings in full", short: "Warnings"}
	for _, w := range ws {
		c.para("! %s", w)
		c.parts[len(c.parts)-1].hang = 2
	}
	return c
}

func next(r *sweep.Result) *section {
	cs := choices(r)
	if len(cs) == 0 {
		return nil
	}
	c := &section{title: "What each is likely to do next, given this model", short: "Next acts"}
	var cells []*section
	for k, x := range cs {
		cell := &section{}
		head := x.period + " · " + human(x.phase)
		cell.parts = append(cell.parts, part{label: head, muted: true})
		top := x.likeliest()
		if top == nil {
			cell.para("%s: not computed; the warnings say why.", x.title)
			cells = append(cells, cell)
			continue
		}
		cell.para("%s", top.Why)
		if others := x.others(); others != "" {
			cell.note("Otherwise: %s.", others)
			cell.parts[len(cell.parts)-1].hang = 2
			cell.only(inTerminal | inMarkdown)
		}
		bars := make([]chart.Bar, len(x.acts))
		for i, a := range x.acts {
			bars[i] = chart.Bar{Label: x.name(a), P: x.share(a), Covert: a.Covert}
		}
		cell.figure(drawing{name: fmt.Sprintf("next-%d", k+1), wide: chart.Bars(x.title+", "+head, bars), alt: x.title + ", " + head})
		cell.only(onPage)
		cells = append(cells, cell)
	}
	c.beside(cells)
	c.note("In brackets after a reason: what that term of its payoff adds to, or takes from, the first act over the second.")
	c.only(inTerminal | inMarkdown)
	c.note("In brackets after a reason: what that term of its payoff adds to, or takes from, the first act over the second. Pale bars are covert acts.")
	c.only(onPage)
	return c
}

// frequencies is the prior predictive check: does the model, before any
// evidence, act about as often as the world did?
func frequencies(fs []sweep.ActFrequency) *section {
	if len(fs) == 0 {
		return nil
	}
	c := &section{title: "How often each act happens, before any evidence is taken in", short: "How often acts happen"}
	rows := make([][]string, len(fs))
	last := ""
	for i, f := range fs {
		phase := human(f.Phase)
		if f.Phase == last {
			phase = ""
		}
		last = f.Phase
		rows[i] = []string{phase, human(f.Action), chart.Percent(float64(f.Model)), chart.Percent(float64(f.Evidence))}
	}
	c.table([]column{{title: "Phase", width: 24}, {title: "Act", flex: true}, {title: "In the model", right: true},
		{title: "In the evidence", right: true}}, rows)
	c.note("Share of periods. Far apart means that the model, not the evidence, will drive the forecast.")
	return c
}

// rowsOfEvidence is what became of every row; too long for a terminal.
func rowsOfEvidence(r *sweep.Result) *section {
	if len(r.Evidence) == 0 {
		return nil
	}
	c := &section{title: "Annex: the evidence", short: "Annex: evidence", on: onPage | inMarkdown}
	rows := make([][]string, len(r.Evidence))
	dim := make([]bool, len(r.Evidence))
	for i, e := range r.Evidence {
		date, act, surprise, note := e.Date, human(e.Phase), "", e.Note
		if date == "" {
			date = e.Period
		}
		if e.Action != "" && e.Action != e.Phase {
			act += ": " + human(e.Action)
		}
		if finite(e.Surprise) {
			surprise = number(float64(e.Surprise))
		}
		if !e.Used {
			note = strings.TrimSuffix("not used: "+e.Reason+". "+e.Note, " ")
		} else if e.Reason == "quiet" {
			note = "nothing reported"
		} else {
			note = strings.TrimSuffix(rated(&e)+note, " ")
		}
		rows[i], dim[i] = []string{e.ID, date, act, surprise, note, e.Source}, !e.Used
	}
	c.fold("Row by row, with how much it surprised the model", []column{{title: "Row"}, {title: "Date"}, {title: "Act"},
		{title: "Surprise, bits", right: true}, {title: "Note", flex: true}, {title: "Source", width: 24}}, rows)
	c.parts[0].dim = dim
	return c
}

// rated says how far a used row is trusted and what it hangs together with; ""
// of a certain row that stands alone.
func rated(e *sweep.EvidenceRow) string {
	var said []string
	switch {
	case e.Grade != "":
		said = append(said, e.Grade+", reliability "+number(float64(e.Reliability)))
	case float64(e.Reliability) < 1:
		said = append(said, "reliability "+number(float64(e.Reliability)))
	}
	if len(e.Story) > 0 {
		said = append(said, "one story with "+andList(e.Story))
	}
	if len(said) == 0 {
		return ""
	}
	return "[" + strings.Join(said, "; ") + "] "
}

func score(sc *sweep.Score) *section {
	if sc == nil {
		return nil
	}
	c := &section{title: "The forecasts against what happened", short: "Score"}
	rows := make([][]string, len(sc.Questions))
	for i, q := range sc.Questions {
		rows[i] = []string{human(q.Name), chart.Percent(float64(q.Probability)), happened(q), number(float64(q.Brier)), settledBy(q)}
	}
	c.table([]column{{title: "Question", width: 28}, {title: "Forecast", right: true}, {title: "Happened"},
		{title: "Brier", right: true}, {title: "Settled by", flex: true}}, rows)
	c.para("%s", scoreLine(sc))
	return c
}

func scoreLine(sc *sweep.Score) string {
	return fmt.Sprintf("Brier score %s over %s: 0 is perfect, %s is what saying one half to everything earns, 1 is worst.",
		number(float64(sc.Brier)), plural(len(sc.Questions), "question", "questions"), number(float64(sc.Constant)))
}

func happened(q sweep.QuestionMark) string {
	switch {
	case !q.Outcome:
		return "no"
	case q.Date == "":
		return "yes"
	}
	return "yes, " + q.Date
}

func settledBy(q sweep.QuestionMark) string {
	if q.Row != "" {
		return q.Row
	}
	return q.Source
}

func who(r *sweep.Result) *section {
	if len(r.Actors) == 0 {
		return nil
	}
	c := &section{title: "Who is who"}
	rows := make([][]string, len(r.Actors))
	for i, a := range r.Actors {
		knows := strings.Join(a.Knows, "; ")
		if knows == "" {
			knows = "nothing that others do not"
		}
		rows[i] = []string{actorTitle(r, a.Name), number(float64(a.Precision)), number(float64(a.Discount)), knows}
	}
	c.table([]column{{title: "Actor", width: 24}, {title: "Precision", right: true}, {title: "Discount", right: true},
		{title: "Alone or with others, it knows", flex: true}}, rows)
	c.note("Precision: how reliably it picks the better act. Discount: what next period's payoff is worth today.")
	return c
}

// provenance says how far the numbers carry and how to get them again. It
// speaks of the computing only: likelihood and confidence never share a sentence.
func provenance(r *sweep.Result) *section {
	c := &section{title: "Where this comes from", short: "Sources"}
	for _, line := range provenanceLines(r) {
		c.para("%s", line)
		c.parts[len(c.parts)-1].hang = 2
	}
	return c
}

func provenanceLines(r *sweep.Result) []string {
	d := r.Diag
	var out []string
	if r.Draws > 0 {
		line := fmt.Sprintf("%s of the parameters", plural(r.Draws, "draw", "draws"))
		if !math.IsNaN(float64(d.EffectiveDraws)) && !r.NoEvidence {
			line += fmt.Sprintf(", worth %.0f after weighing by the evidence", float64(d.EffectiveDraws))
		}
		line += fmt.Sprintf("; %s.", plural(r.Stories, "story", "stories"))
		if d.Interrupted {
			line += fmt.Sprintf(" Stopped early: %s were asked for.", plural(d.DrawsRequested, "draw", "draws"))
		}
		out = append(out, line)
	}
	if d.Solves > 0 {
		out = append(out, fmt.Sprintf("%s solved, the largest with %s; certificate residual at most %s (0 would be exact).",
			plural(d.Solves, "game", "games"), plural(d.PublicStates, "public state", "public states"), scientific(float64(d.MaxResidual))))
	}
	line := fmt.Sprintf("Model %s", short(r.ModelHash))
	if r.EvidenceHash != "" {
		line += ", evidence " + short(r.EvidenceHash)
	}
	line += fmt.Sprintf(", seed %d", r.Seed)
	if r.Version != "" {
		line += ", demarche " + r.Version
	}
	out = append(out, line+".")
	if r.RunDirectory != "" {
		out = append(out, "Kept in "+r.RunDirectory+".")
	}
	return out
}

func short(hash string) string {
	if len(hash) > 8 {
		return hash[:8]
	}
	return hash
}

func scientific(x float64) string {
	if math.IsNaN(x) {
		return "unknown"
	}
	return fmt.Sprintf("%.0e", x)
}
