package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the brief in the terminal: its order, and its shorter sections.

// Brief writes what `demarche run` prints: warnings, forecasts, next acts,
// beliefs, parameters, who is who, and where the numbers come from.
func Brief(w io.Writer, result *sweep.Result, o Options) error {
	r := Complete(result)
	s := newSheet(o)
	s.para(0, 0, &styleTitle, title(r))
	s.para(0, 0, &styleMuted, standing(r))
	warnings(s, r.Warnings)
	forecasts(s, r)
	score(s, r.Score)
	next(s, r)
	beliefs(s, r)
	parameters(s, r)
	for _, c := range analyses(r) {
		c.terminal(s)
	}
	frequencies(s, r.Frequency)
	who(s, r)
	allWarnings(s, r.Warnings)
	provenance(s, r)
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
	used := 0
	for _, e := range r.Evidence {
		if e.Used && e.ID != "" {
			used++
		}
	}
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

// warnings prints the first sentence of at most three warnings; what that leaves
// out stands at the end, see allWarnings.
func warnings(s *sheet, ws []string) {
	if len(ws) == 0 {
		return
	}
	s.blank()
	for i, w := range ws {
		if i == 2 && len(ws) > 3 {
			s.para(0, 2, &styleWarning, fmt.Sprintf("! and %d more, at the end", len(ws)-2))
			return
		}
		s.para(0, 2, &styleWarning, "! "+truncate(firstSentence(w), 2*s.width-8))
	}
}

// firstSentence is the text up to the first full stop with a space behind it.
func firstSentence(text string) string {
	text = clean(text)
	if at := strings.Index(text, ". "); at >= 0 {
		return text[:at+1]
	}
	return text
}

// allWarnings prints every warning in full if the top of the brief could not.
func allWarnings(s *sheet, ws []string) {
	cut := len(ws) > 3
	for _, w := range ws {
		cut = cut || truncate(firstSentence(w), 2*s.width-8) != clean(w)
	}
	if !cut {
		return
	}
	s.heading("The warnings in full")
	for _, w := range ws {
		s.para(2, 2, nil, "! "+w)
	}
}

func next(s *sheet, r *sweep.Result) {
	cs := choices(r)
	if len(cs) == 0 {
		return
	}
	s.heading("What each is likely to do next, given this model")
	for _, c := range cs {
		s.blank()
		s.para(2, 0, &styleMuted, c.period+" · "+human(c.phase))
		top := c.likeliest()
		if top == nil {
			s.para(2, 0, nil, c.title+": not computed; the warnings say why.")
			continue
		}
		s.para(2, 0, nil, top.Why)
		if others := c.others(); others != "" {
			s.para(2, 2, &styleMuted, "Otherwise: "+others+".")
		}
	}
	s.blank()
	s.para(2, 0, &styleMuted, "In brackets after a reason: what that term of its payoff adds to, or takes from, the first act over the second.")
}

// frequencies is the prior predictive check: does the model, before any
// evidence, act about as often as the world did?
func frequencies(s *sheet, fs []sweep.ActFrequency) {
	if len(fs) == 0 {
		return
	}
	s.heading("How often each act happens, before any evidence is taken in")
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
	s.table([]column{{title: "Phase", width: 24}, {title: "Act", flex: true}, {title: "In the model", right: true},
		{title: "In the evidence", right: true}}, rows)
	s.para(2, 0, &styleMuted, "Share of periods. Far apart means that the model, not the evidence, will drive the forecast.")
}

func score(s *sheet, sc *sweep.Score) {
	if sc == nil {
		return
	}
	s.heading("The forecasts against what happened")
	rows := make([][]string, len(sc.Questions))
	for i, q := range sc.Questions {
		rows[i] = []string{human(q.Name), chart.Percent(float64(q.Probability)), happened(q), number(float64(q.Brier)), settledBy(q)}
	}
	s.table([]column{{title: "Question", width: 28}, {title: "Forecast", right: true}, {title: "Happened"},
		{title: "Brier", right: true}, {title: "Settled by", flex: true}}, rows)
	s.para(2, 0, nil, scoreLine(sc))
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

func who(s *sheet, r *sweep.Result) {
	if len(r.Actors) == 0 {
		return
	}
	s.heading("Who is who")
	rows := make([][]string, len(r.Actors))
	for i, a := range r.Actors {
		knows := strings.Join(a.Knows, "; ")
		if knows == "" {
			knows = "nothing that others do not"
		}
		rows[i] = []string{a.Title, number(float64(a.Precision)), number(float64(a.Discount)), knows}
		if a.Title == "" {
			rows[i][0] = human(a.Name)
		}
	}
	s.table([]column{{title: "Actor", width: 24}, {title: "Precision", right: true}, {title: "Discount", right: true},
		{title: "Alone or with others, it knows", flex: true}}, rows)
	s.para(2, 0, &styleMuted, "Precision: how reliably it picks the better act. Discount: what next period's payoff is worth today.")
}

// provenance says how far the numbers carry and how to get them again. It
// speaks of the computing only: likelihood and confidence never share a sentence.
func provenance(s *sheet, r *sweep.Result) {
	s.heading("Where this comes from")
	for _, line := range provenanceLines(r) {
		s.para(2, 2, nil, line)
	}
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
