package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is what the forecasts hinge on.

const (
	mostHinges  = 3 // parameters named for each question
	mostTornado = 6 // questions with a figure; the others are folded
)

func hinges(r *sweep.Result) *section {
	x := r.Sensitivity
	if x == nil || len(x.Questions) == 0 || len(x.Questions) != len(r.Questions) {
		return nil
	}
	c := &section{title: "What the forecasts hinge on", short: "What they hinge on"}
	if x.Parameters == 0 {
		c.para("No parameter of this model is uncertain, so that no forecast hinges on one. Give ranges to those that you are not sure of.")
		return c
	}
	if reason := sameReason(x); reason != "" {
		c.para("Nothing can be said: %s.", reason)
		return c
	}
	if text := hingeWords(r); text != "" {
		c.para("%s", text)
	}
	for _, text := range hingeTrouble(x) {
		c.para("%s", text)
	}
	by := commonBy(r.Questions)
	var rows [][]string
	for i := range x.Questions {
		q := &x.Questions[i]
		rows = append(rows, []string{questionTitle(r.Questions[i], by), hingeCell(q), predictedShare(q)})
	}
	c.table([]column{{title: "Question", width: 30}, {title: "Hinges most on", flex: true}, {title: "Q²", right: true}}, rows)
	c.note("%s", hingeNote(x))
	shown := mostUncertain(x)
	for _, i := range shown {
		c.heading(questionTitle(r.Questions[i], by))
		c.only(onPage | inMarkdown)
		hingeFigure(c, &x.Questions[i])
	}
	if len(shown) > 0 {
		c.note("The bars go from the forecast to the mean of the draws in which the parameter is in its lowest, or highest, third; the whiskers are 90%% intervals for the finite number of draws and stories. %s", howShares)
		c.only(onPage | inMarkdown)
	}
	var rest [][]string
	for i := range x.Questions {
		if q := &x.Questions[i]; q.Reason == "" && !slices.Contains(shown, i) {
			for _, row := range hingeRows(q, mostHinges) {
				rest = append(rest, append([]string{questionTitle(r.Questions[i], by)}, row...))
			}
		}
	}
	if len(rest) > 0 {
		c.fold("The other questions", append([]column{{title: "Question", flex: true}}, hingeColumns...), rest)
		c.only(onPage | inMarkdown)
	}
	return c
}

const howShares = "Alone: the share of the forecast's variance that knowing the parameter would remove by itself. Share: when what parameters do together is divided among them (Shapley effect); the shares of all parameters make 100%."

// sameReason is why nothing can be said of any question, "" if that differs.
func sameReason(x *sweep.Sensitivity) string {
	for i := range x.Questions {
		if x.Questions[i].Reason != x.Questions[0].Reason {
			return ""
		}
	}
	return x.Questions[0].Reason
}

// hingeWords says of the forecast that is most uncertain what it hinges on.
func hingeWords(r *sweep.Result) string {
	for _, i := range mostUncertain(r.Sensitivity) {
		q := &r.Sensitivity.Questions[i]
		for k := range q.Parameters {
			p := &q.Parameters[k]
			if !standsOut(q, p) || !finite(p.Swing) {
				continue
			}
			return fmt.Sprintf("Given this model, the forecast that our ignorance moves most is that for “%s”: if “%s” is small (below %s) it is %s, if it is large (above %s) %s.",
				questionTitle(r.Questions[i], commonBy(r.Questions)), hingeTitle(p), number(float64(p.Below)), chart.Percent(float64(p.Low)), number(float64(p.Above)), chart.Percent(float64(p.High)))
		}
	}
	return ""
}

// hingeTrouble says first what is not to be believed.
func hingeTrouble(x *sweep.Sensitivity) []string {
	nothing, poor := 0, 0
	for i := range x.Questions {
		switch q := &x.Questions[i]; {
		case q.Reason != "":
			nothing++
		case q.NoShapley != "":
			poor++
		}
	}
	var out []string
	of := fmt.Sprintf("of %s", plural(len(x.Questions), "forecast", "forecasts"))
	if nothing > 0 {
		out = append(out, fmt.Sprintf("For %d %s nothing can be said, for the reason in the table.", nothing, of))
	}
	if poor > 0 {
		out = append(out, fmt.Sprintf("For %d %s no simple function of the parameters predicts even half of what differs between draws (Q² below 50%%): what parameters do together is not divided there, and the figures are what each explains alone.", poor, of))
	}
	return out
}

// hingeCell names the parameters that matter most, each with its share and the
// way in which it moves the forecast.
func hingeCell(q *sweep.HingeTable) string {
	if q.Reason != "" {
		return capital(q.Reason)
	}
	var names []string
	for k := range q.Parameters {
		p := &q.Parameters[k]
		if len(names) == mostHinges {
			break
		}
		if standsOut(q, p) {
			alone := ""
			if !finite(p.Shapley) {
				alone = " alone"
			}
			names = append(names, fmt.Sprintf("%s (%s%s%s)", hingeTitle(p), wholePercent(hingeShare(p)), alone, direction(p)))
		}
	}
	if len(names) == 0 {
		return "No single parameter stands out from chance"
	}
	return strings.Join(names, "; ")
}

// standsOut reports whether chance alone would hardly show as much.
func standsOut(q *sweep.HingeTable, p *sweep.HingeShare) bool {
	if finite(p.Shapley) && p.Shapley >= 0.01 && p.ShapleyInterval[0] > 0.005 {
		return true
	}
	return finite(p.First) && p.First > q.Floor && p.FirstInterval[0] > 0
}

// hingeShare is the figure that orders parameters.
func hingeShare(p *sweep.HingeShare) float64 {
	if finite(p.Shapley) {
		return math.Max(float64(p.Shapley), 0)
	}
	return float64(p.First)
}

// direction says whether more of it makes the event likelier, where that is sure.
func direction(p *sweep.HingeShare) string {
	switch {
	case p.SwingInterval[0] > 0:
		return ", raises it"
	case p.SwingInterval[1] < 0:
		return ", lowers it"
	}
	return ""
}

func hingeTitle(p *sweep.HingeShare) string {
	if p.Title != "" {
		return p.Title
	}
	return human(p.Name)
}

// predictedShare is Q², in words where it is worse than nothing.
func predictedShare(q *sweep.HingeTable) string {
	switch {
	case !finite(q.Q2):
		return "–"
	case q.Q2 < 0:
		return "none"
	}
	return chart.Percent(float64(q.Q2))
}

func hingeNote(x *sweep.Sensitivity) string {
	where := "Parameters are as uncertain as the evidence leaves them (posterior)"
	if x.Inputs == "prior" {
		where = "Parameters are as uncertain as they were written down (prior, no evidence)"
	}
	return fmt.Sprintf("%s; %s, %s. In brackets: the share of the variance between draws, chance within a draw left out, and whether more of the parameter raises or lowers the forecast. Q²: how much of that variance a simple function of the parameters predicts in draws that it had not seen; above 80%% the shares can be relied on, below 50%% they are not given.",
		where, plural(x.Draws, "draw", "draws"), plural(x.Stories, "story", "stories"))
}

// mostUncertain are the questions with figures: of those in which something
// stands out, the ones that differ most between draws.
func mostUncertain(x *sweep.Sensitivity) []int {
	var out []int
	for i := range x.Questions {
		q := &x.Questions[i]
		if q.Reason != "" {
			continue
		}
		for k := range q.Parameters {
			if standsOut(q, &q.Parameters[k]) {
				out = append(out, i)
				break
			}
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return x.Questions[out[a]].SD > x.Questions[out[b]].SD })
	return out[:min(len(out), mostTornado)]
}

func hingeFigure(c *section, q *sweep.HingeTable) {
	index := "alone"
	for k := range q.Parameters {
		if finite(q.Parameters[k].Shapley) {
			index = "share"
		}
	}
	var rows []chart.Swing
	for k := range q.Parameters {
		p := &q.Parameters[k]
		if p.Reason != "" || !finite(p.Swing) || hingeShare(p) < 0.005 {
			continue
		}
		rows = append(rows, chart.Swing{Label: hingeTitle(p), Low: float64(p.Low), LowLo: float64(p.LowInterval[0]), LowHi: float64(p.LowInterval[1]),
			High: float64(p.High), HighLo: float64(p.HighInterval[0]), HighHi: float64(p.HighInterval[1]), Index: wholePercent(hingeShare(p))})
	}
	at := float64(q.Probability)
	c.figure(drawing{name: "hinges-" + q.Name, wide: chart.Tornado(rows, at, index), narrow: chart.TornadoNarrow(rows, at, index),
		alt: "The forecast where each parameter is small and where it is large"})
	c.only(onPage | inMarkdown)
	c.fold("The figures", hingeColumns, hingeRows(q, 8))
	c.only(onPage | inMarkdown)
}

var hingeColumns = []column{{title: "Parameter", flex: true}, {title: "If small", right: true}, {title: "If large", right: true}, {title: "Alone", right: true}, {title: "Share", right: true}}

// hingeRows are the most important parameters with their intervals.
func hingeRows(q *sweep.HingeTable, most int) [][]string {
	var rows [][]string
	for k := range q.Parameters[:min(most, len(q.Parameters))] {
		p := &q.Parameters[k]
		if p.Reason != "" {
			rows = append(rows, []string{hingeTitle(p) + ": " + p.Reason, "–", "–", "–", "–"})
			continue
		}
		rows = append(rows, []string{hingeTitle(p),
			fmt.Sprintf("below %s: %s", number(float64(p.Below)), withRange(p.Low, p.LowInterval)),
			fmt.Sprintf("above %s: %s", number(float64(p.Above)), withRange(p.High, p.HighInterval)),
			withRange(p.First, p.FirstInterval), withRange(p.Shapley, p.ShapleyInterval)})
	}
	return rows
}

// withRange is a share with its 90% interval in brackets.
func withRange(v sweep.Number, in sweep.Interval) string {
	if !finite(v) {
		return "–"
	}
	text := wholePercent(float64(v))
	if finite(in[0]) && finite(in[1]) {
		text += fmt.Sprintf(" (%s–%s)", strings.TrimSuffix(wholePercent(float64(in[0])), "%"), wholePercent(float64(in[1])))
	}
	return text
}

// wholePercent is a share, of which, unlike of a probability, one may be sure that it is 0.
func wholePercent(x float64) string { return fmt.Sprintf("%.0f%%", 100*math.Max(x, 0)) }
