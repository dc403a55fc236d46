package report

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the evidence on trial, and what to look for next.

// Bounds of what is shown.
const (
	// tells is the weight of evidence from which on a cell counts: odds of 1.1 to 1.
	tells        = 0.0953
	clearly      = 0.693 // 2 to 1
	strongly     = 1.609 // 5 to 1
	widestTrial  = 6     // values of a secret that have columns
	point        = 0.01  // change of a probability that is worth a word
	mostMoves    = 4     // changes that are listed for one report
	mostSights   = 10
	fewestBits   = 0.0005
	mostWatches  = 8
	shakyDraws   = 3 // effective draws below which a figure is called rough
	spokenBits   = 0.02
	namedReports = 12
)

// onTrial is the evidence on trial: nil without evidence, or where nothing is hidden.
func onTrial(r *sweep.Result) *section {
	t := r.Trial
	if t == nil || len(t.Matrices) == 0 && t.Without == nil {
		return nil
	}
	c := &section{title: "The evidence on trial, given this model", short: "Evidence on trial"}
	if len(t.Matrices) > 0 {
		c.para("What each report says for (+) and against (−) each possibility, given what had come before it: the natural logarithm of how much likelier the report is if the possibility is so than if it is not. %s", signsKey())
		for _, m := range t.Matrices {
			trialMatrix(c, r, m, "")
		}
	}
	leftOut(c, r)
	takenForCertain(c, r)
	return c
}

func signsKey() string {
	return "+ stands for odds of 1.1 to 1 or more, ++ for 2 to 1, +++ for 5 to 1."
}

func trialMatrix(c *section, r *sweep.Result, m sweep.TrialMatrix, under string) {
	title := human(m.Secret)
	for _, s := range r.Secrets {
		if s.Name == m.Secret {
			title = secretTitle(s)
		}
	}
	var rows [][]string
	e := chart.Evidence{}
	shown, wide := 0, len(m.Values) <= widestTrial
	reports := 0
	for _, x := range m.Rows {
		if x.ID != "" {
			reports++
		}
		if !telling(x) {
			continue
		}
		if x.ID != "" {
			shown++
		}
		row := []string{reportName(r, x.ID, x.Date, x.Phase, x.Action, x.Steps)}
		if wide {
			var cells []float64
			var texts []string
			for v := range m.Values {
				row = append(row, cellText(x, v, m.Values[v]))
				cells = append(cells, cellValue(x, v, m.Values[v]))
				texts = append(texts, row[len(row)-1])
			}
			e.Rows, e.Cells, e.Texts = append(e.Rows, row[0]), append(e.Cells, cells), append(e.Texts, texts)
		} else {
			row = append(row, extremes(x, m.Values))
		}
		rows = append(rows, append(row, bits(x.Moved)))
	}
	if under == "" {
		c.heading(title)
	}
	if len(rows) == 0 {
		c.para("No report tells one possibility from another by odds of more than 1.1 to 1.")
		return
	}
	cols := []column{{title: "Report", flex: true}}
	if wide {
		for _, v := range m.Values {
			cols = append(cols, column{title: human(v), right: true, width: 11})
		}
		e.Values = humans(m.Values)
	} else {
		cols = append(cols, column{title: "Most for and against", width: 34})
	}
	cols = append(cols, column{title: "bits", right: true})
	if under != "" {
		c.fold(title+": "+under, cols, rows)
		c.only(onPage | inMarkdown)
		return
	}
	if wide {
		c.figure(drawing{name: "trial-" + m.Secret, wide: chart.Matrix(e), narrow: chart.MatrixNarrow(e), alt: "What each report says of: " + title})
		c.table(cols, rows)
		c.only(inTerminal | inMarkdown)
		c.fold("As a table: "+title, cols, rows)
		c.only(onPage)
	} else {
		c.table(cols, rows)
	}
	if rest := reports - shown; rest > 0 {
		c.note("%s no possibility from another by odds of more than 1.1 to 1. Bits: how far the report moved what was believed.", plural(rest, "other report tells", "other reports tell"))
	} else {
		c.note("Bits: how far the report moved what was believed.")
	}
}

// telling reports whether a row tells one possibility from another.
func telling(x sweep.TrialRow) bool {
	return len(x.RuledOut) > 0 || slices.ContainsFunc(x.Cells, func(v sweep.Number) bool { return math.Abs(float64(v)) >= tells })
}

func cellValue(x sweep.TrialRow, v int, value string) float64 {
	if slices.Contains(x.RuledOut, value) {
		return math.Inf(-1)
	}
	if w := float64(x.Cells[v]); finite(x.Cells[v]) || len(x.RuledOut) == 0 {
		return w
	}
	if x.After[v] > 0 && x.Before[v] < 1 {
		return math.Inf(1)
	}
	return math.NaN()
}

func cellText(x sweep.TrialRow, v int, value string) string {
	switch w := cellValue(x, v, value); {
	case math.IsInf(w, -1):
		return "ruled out"
	case math.IsInf(w, 1):
		return "proved"
	case math.IsNaN(w):
		return "–"
	default:
		if mark := signs(w); mark != "" {
			return fmt.Sprintf("%s %.2f", mark, math.Abs(w))
		}
		return signedWeight(w)
	}
}

// signs are the strength of a weight of evidence.
func signs(w float64) string {
	n := 0
	for _, edge := range []float64{tells, clearly, strongly} {
		if math.Abs(w) >= edge {
			n++
		}
	}
	if w < 0 {
		return strings.Repeat("−", n)
	}
	return strings.Repeat("+", n)
}

func signedWeight(w float64) string {
	switch text := fmt.Sprintf("%+.2f", w); text {
	case "+0.00", "-0.00":
		return "0"
	default:
		return strings.Replace(text, "-", "−", 1)
	}
}

// extremes names the values that a report speaks most for and against.
func extremes(x sweep.TrialRow, values []string) string {
	best, worst := -1, -1
	for v := range values {
		w := cellValue(x, v, values[v])
		if math.IsNaN(w) {
			continue
		}
		if best < 0 || w > cellValue(x, best, values[best]) {
			best = v
		}
		if worst < 0 || w < cellValue(x, worst, values[worst]) {
			worst = v
		}
	}
	if best < 0 {
		return "–"
	}
	return fmt.Sprintf("%s %s; %s %s", human(values[best]), cellText(x, best, values[best]), human(values[worst]), cellText(x, worst, values[worst]))
}

func bits(x sweep.Number) string {
	switch v := float64(x); {
	case math.IsNaN(v):
		return "–"
	case v < fewestBits:
		return "0"
	case v < 0.0995:
		return fmt.Sprintf("%.3f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}

func humans(names []string) []string {
	out := make([]string, len(names))
	for i := range names {
		out[i] = human(names[i])
	}
	return out
}

// reportName is what a person calls a report, or the silence between two.
func reportName(r *sweep.Result, id, date, phase, action string, steps int) string {
	if id == "" {
		return fmt.Sprintf("%s: nothing more of %s", date, plural(steps, "act or chance", "acts and chances"))
	}
	return fmt.Sprintf("%s %s %s", id, date, actOf(r, phase, action))
}

// actOf names what was seen: an act by its phase, a chance by itself.
func actOf(r *sweep.Result, phase, action string) string {
	switch action {
	case "yes":
		return human(phase)
	case "no":
		return "no " + human(phase)
	}
	name, exposed := strings.CutSuffix(action, ".exposed")
	text := human(phase) + ": " + human(name)
	if exposed {
		text += " (exposed)"
	}
	return text
}

// leftOut says what rests on each report.
func leftOut(c *section, r *sweep.Result) {
	w := r.Trial.Without
	if w == nil || len(w.Rows) == 0 {
		return
	}
	c.heading("What rests on each report")
	rows := slices.Clone(w.Rows)
	slices.SortStableFunc(rows, func(a, b sweep.LeftOut) int { return cmp.Compare(b.Largest, a.Largest) })
	var idle, implied []string
	said := 0
	for _, x := range rows {
		name := fmt.Sprintf("%s (%s, %s)", x.ID, actOf(r, x.Phase, x.Action), x.Date)
		list := moves(r, x.Conclusions)
		switch {
		case len(x.Conclusions) == 0:
			c.parts = append(c.parts, part{bullet: true, text: fmt.Sprintf("Without %s nothing can be said: the other reports cannot have come about in any draw.", name)})
		case len(list) > 0:
			rough := ""
			if float64(x.EffectiveDraws) < shakyDraws {
				rough = fmt.Sprintf(" (rough: worth %s effective draws)", number(math.Round(10*float64(x.EffectiveDraws))/10))
			}
			c.parts = append(c.parts, part{bullet: true, text: fmt.Sprintf("Without %s: %s.%s", name, strings.Join(list, "; "), rough)})
			said++
		case float64(x.Largest) < point && spoke(r, x.ID):
			implied = append(implied, x.ID)
		default:
			idle = append(idle, x.ID)
		}
	}
	if len(implied) > 0 {
		c.para("Hardly anything changes without %s, though it moved what was believed when it came: what was reported besides can hardly have come about otherwise.", somenames(implied))
	}
	switch {
	case said == 0:
		c.para("No conclusion is seen to move by a point when any one report is left out.")
	case len(idle) > 0:
		c.para("No conclusion is seen to move by a point without %s.", somenames(idle))
	}
	how := "summed over exactly"
	if !w.Exact {
		how = "summed over in part (by particles)"
	}
	c.note("Given this model. Each report is left out in turn, as if nobody had looked, and what may have happened instead is %s. From %s of the parameters and %s for each report, with the same random numbers; changes of a point or more are listed whose 90%% interval between the draws leaves out 0.",
		how, plural(w.Draws, "draw", "draws"), plural(w.Stories, "story", "stories"))
}

// spoke reports whether a report moved what was believed of any secret when it came.
func spoke(r *sweep.Result, id string) bool {
	for _, m := range r.Trial.Matrices {
		for _, x := range m.Rows {
			if x.ID == id && float64(x.Moved) >= spokenBits {
				return true
			}
		}
	}
	return false
}

func somenames(ids []string) string {
	if len(ids) > namedReports {
		return fmt.Sprintf("%s and %d others", strings.Join(ids[:namedReports], ", "), len(ids)-namedReports)
	}
	return strings.Join(ids, ", ")
}

// leavesOutZero reports whether the interval of a change leaves out 0. What has none, of
// one draw, is never so.
func leavesOutZero(x sweep.Conclusion) bool { return float64(x.Interval[0])*float64(x.Interval[1]) > 0 }

// moves words the conclusions that move, most first.
func moves(r *sweep.Result, list []sweep.Conclusion) []string {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b sweep.Conclusion) int {
		return cmp.Compare(math.Abs(float64(b.Change)), math.Abs(float64(a.Change)))
	})
	var out []string
	two := map[string]bool{} // secrets of two values that have been named
	more := 0
	for _, x := range list {
		if !(math.Abs(float64(x.Change)) >= point) || !leavesOutZero(x) {
			continue
		}
		name := ""
		if x.Question != "" {
			for _, q := range r.Questions {
				if q.Name == x.Question {
					name = "“" + cmp.Or(q.Title, human(q.Name)) + "”"
				}
			}
		} else {
			if two[x.Secret] {
				continue
			}
			for _, s := range r.Secrets {
				two[x.Secret] = two[x.Secret] || s.Name == x.Secret && len(s.Values) == 2
			}
			name = human(x.Secret) + ": " + human(x.Value)
		}
		if len(out) == mostMoves {
			more++
			continue
		}
		out = append(out, fmt.Sprintf("%s %s → %s", name, chart.Percent(float64(x.With)), chart.Percent(float64(x.Other))))
	}
	if more > 0 {
		out = append(out, fmt.Sprintf("and %d more", more))
	}
	return out
}

func takenForCertain(c *section, r *sweep.Result) {
	t := r.Trial.Certain
	switch {
	case t == nil && r.Trial.Without != nil:
		c.note("Every report that is used is taken for certain as it is: there is no trial at reliability 1.")
		return
	case t == nil:
		return
	}
	c.heading("If every report were certain")
	for _, x := range t.Contradictions {
		what := fmt.Sprintf("report %s (%s, %s)", x.ID, human(x.Phase), x.Period)
		if x.ID == "" {
			what = fmt.Sprintf("that nothing was reported of %s in %s", human(x.Phase), x.Period)
		}
		c.para("Taken for certain, the evidence contradicts itself under this model at %s%s.", what, shareOf(x.Share))
	}
	switch list := moves(r, t.Conclusions); {
	case len(t.Conclusions) == 0:
	case len(list) == 0:
		c.para("No conclusion is seen to move by a point if every report is taken for certain, whatever its reliability.")
	default:
		c.para("Taken for certain, whatever the reliability, the reports say: %s.", strings.Join(list, "; "))
	}
	for _, m := range t.Matrices {
		trialMatrix(c, r, m, "the matrix if every report were certain")
	}
}

func shareOf(x sweep.Number) string {
	if float64(x) > 0.9999 {
		return ", in every draw"
	}
	return fmt.Sprintf(", in %s of the draws by weight", chart.Percent(float64(x)))
}

// lookFor is what to look for next; nil where nothing is hidden or nothing comes.
func lookFor(r *sweep.Result) *section {
	l := r.LookFor
	if l == nil || len(l.Sights) == 0 {
		return nil
	}
	c := &section{title: "What to look for next, given this model", short: "What to look for next"}
	var rows [][]string
	var watch []chart.Watch
	for _, x := range l.Sights {
		if float64(x.Gain) < fewestBits || len(rows) == mostSights {
			break
		}
		g, v := moving(r, x)
		if g == nil {
			continue
		}
		name := sightName(r, x)
		value := secretValue(r, g.Secret, v)
		now, seen, never := float64(g.Now[v]), float64(g.IfSeen[v]), float64(g.IfNever[v])
		rows = append(rows, []string{name, chart.Percent(float64(x.Probability)), fmt.Sprintf("%s %s → %s", value, chart.Percent(now), chart.Percent(seen)), "→ " + chart.Percent(never), bits(x.Gain)})
		if len(watch) < mostWatches {
			watch = append(watch, chart.Watch{Label: name + ", " + chart.Percent(float64(x.Probability)), What: value, Now: now, Seen: seen, Never: never, Gain: bits(x.Gain)})
		}
	}
	if len(rows) == 0 {
		c.para("Nothing that may be seen in the period to come would tell one possibility from another: what is hidden shows in no act.")
		return c
	}
	best := l.Sights[0]
	if g, v := moving(r, best); g != nil {
		c.para("The most telling sign would be %s. If it is seen, the probability of %s goes from %s to %s; if it is not, to %s.", sightName(r, best), secretValue(r, g.Secret, v),
			chart.Percent(float64(g.Now[v])), chart.Percent(float64(g.IfSeen[v])), chart.Percent(float64(g.IfNever[v])))
	}
	c.figure(drawing{name: "look-for", wide: chart.Watches(watch), narrow: chart.WatchesNarrow(watch), alt: "How far what may be seen next would move what is believed"})
	c.table([]column{{title: "Watch for", flex: true}, {title: "Chance", right: true}, {title: "If seen", width: 28}, {title: "If not", right: true, width: 7}, {title: "bits", right: true}}, rows)
	var phases []string
	for _, p := range l.Phases {
		if float64(p.Gain) < fewestBits || len(phases) == 3 {
			break
		}
		phases = append(phases, fmt.Sprintf("%s %s", human(p.Phase), bits(p.Gain)))
	}
	if len(phases) > 0 {
		c.para("Watching whole phases is worth, in bits: %s.", strings.Join(phases, ", "))
	}
	c.note("Bits: how much, on average, seeing it or not would tell of everything hidden together, of %s bits that are open; the line shows the possibility that would move most. What everybody may see is meant, the first time that it comes round.", bits(l.Open))
	return c
}

// moving is the secret of which a sight tells most, and the value that it moves most.
func moving(r *sweep.Result, x sweep.Sight) (*sweep.SecretGain, int) {
	var best *sweep.SecretGain
	for k := range x.Secrets {
		if g := &x.Secrets[k]; best == nil || g.Gain > best.Gain {
			best = g
		}
	}
	if best == nil {
		return nil, 0
	}
	v := 0
	by := func(k int) float64 { return math.Abs(float64(best.IfSeen[k] - best.Now[k])) }
	for k := range best.Now {
		if by(k) > by(v)+1e-9 || math.Abs(by(k)-by(v)) <= 1e-9 && best.IfSeen[k] > best.Now[k] && best.IfSeen[v] < best.Now[v] {
			v = k
		}
	}
	return best, v
}

func secretValue(r *sweep.Result, secret string, v int) string {
	for _, s := range r.Secrets {
		if s.Name == secret {
			return human(s.Name) + ": " + human(s.Values[v])
		}
	}
	return human(secret)
}

func sightName(r *sweep.Result, x sweep.Sight) string {
	action := x.Action
	if x.Exposed {
		action += ".exposed"
	}
	return actOf(r, x.Phase, action)
}
