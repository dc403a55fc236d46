package report

import (
	"math"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file shows the parameters: as the analyst wrote them, and what the evidence taught.

// mostMoved is how many parameters get a row of their own.
const mostMoved = 8

// learnt is one parameter before and after the evidence.
type learnt struct {
	source      sweep.ParameterSource
	prior, post sweep.ParameterSummary
	shift       float64 // of the mean, in prior standard deviations; 0 where there is none
}

// learntOf lists the parameters of r, what moved most first.
func learntOf(r *sweep.Result) []learnt {
	out := make([]learnt, 0, len(r.Sources))
	for _, src := range r.Sources {
		l := learnt{source: src, prior: r.Prior.Parameters[src.Name], post: r.Posterior.Parameters[src.Name]}
		// A fixed parameter has no spread but that of rounding.
		if sd := float64(l.prior.SD); sd > 1e-9*math.Abs(float64(l.prior.Mean)) {
			if d := (float64(l.post.Mean) - float64(l.prior.Mean)) / sd; !math.IsNaN(d) {
				l.shift = d
			}
		}
		out = append(out, l)
	}
	sort.SliceStable(out, func(i, j int) bool { return math.Abs(out[i].shift) > math.Abs(out[j].shift) })
	return out
}

func (l learnt) title() string {
	if l.source.Title != "" {
		return l.source.Title
	}
	return human(l.source.Name)
}

// now is the posterior 90% interval, in the form in which the prior is written.
func (l learnt) now() string {
	lo, hi := number(float64(l.post.Q05)), number(float64(l.post.Q95))
	if lo == hi {
		return lo
	}
	return "90%: " + lo + "–" + hi
}

func parameters(r *sweep.Result) *section {
	all := learntOf(r)
	if len(all) == 0 {
		return nil
	}
	c := &section{title: "Parameters: what the evidence moved most", short: "Parameters"}
	var rows [][]string
	var rest []string
	var bars []chart.Interval
	for _, l := range all {
		shift := ""
		if l.shift != 0 {
			shift = signed(l.shift)
		}
		if l.shift == 0 || len(rows) == mostMoved {
			rest = append(rest, l.source.Name+" "+l.source.Value)
			continue
		}
		rows = append(rows, []string{l.full(), l.source.Value, l.now(), shift})
		bars = append(bars, chart.Interval{Label: l.title(),
			PriorLo: float64(l.prior.Q05), PriorMid: float64(l.prior.Q50), PriorHi: float64(l.prior.Q95),
			PostLo: float64(l.post.Q05), PostMid: float64(l.post.Q50), PostHi: float64(l.post.Q95),
			Note: number(float64(l.prior.Q05)) + "–" + number(float64(l.prior.Q95)) + " → " + number(float64(l.post.Q05)) + "–" + number(float64(l.post.Q95))})
	}
	columns := []column{{title: "Parameter", flex: true}, {title: "As written", width: 18}, {title: "Now", width: 18}, {title: "Shift, sd", right: true}}
	if len(rows) == 0 {
		c.title = "Parameters, as written"
		c.para("%s.", strings.Join(rest, "; "))
	} else {
		c.figure(drawing{name: "parameters", wide: chart.Intervals(bars), narrow: chart.IntervalsNarrow(bars)})
		c.note("Each parameter has a scale of its own; the marks are medians.")
		c.only(onPage | inMarkdown)
		c.table(columns, rows)
		c.only(inTerminal)
		c.note("%s", shiftNote)
		c.only(inTerminal)
		if len(rest) > 0 {
			c.parts = append(c.parts, part{on: inTerminal, cells: []*section{{parts: []part{{text: "The others, as written: " + strings.Join(rest, "; ") + "."}}}}})
		}
	}
	return c
}

// allParameters is every one of them with what it rests on, for the end of a page.
func allParameters(r *sweep.Result) *section {
	all := learntOf(r)
	if len(all) == 0 {
		return nil
	}
	c := &section{title: "Annex: all parameters", short: "Annex: parameters", on: onPage | inMarkdown}
	var rows [][]string
	for _, l := range all {
		shift := ""
		if l.shift != 0 {
			shift = signed(l.shift)
		}
		rows = append(rows, []string{l.full(), l.source.Value, l.now(), shift, l.source.Basis})
	}
	c.fold("As written and now, with what each rests on", []column{{title: "Parameter", flex: true}, {title: "As written", width: 18}, {title: "Now", width: 18},
		{title: "Shift, sd", right: true}, {title: "Basis", width: 30}}, rows)
	c.note("%s", shiftNote)
	return c
}

const shiftNote = "Shift: how far the mean moved, in standard deviations of what was written."

// full is the title and the name of a parameter.
func (l learnt) full() string {
	if l.source.Title == "" {
		return l.source.Name
	}
	return l.source.Title + " (" + l.source.Name + ")"
}
