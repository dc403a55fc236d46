package report

import (
	"math"
	"sort"
	"strings"

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

func parameters(s *sheet, r *sweep.Result) {
	all := learntOf(r)
	if len(all) == 0 {
		return
	}
	var rows [][]string
	var rest []string
	for _, l := range all {
		if l.shift == 0 || len(rows) == mostMoved {
			rest = append(rest, l.source.Name+" "+l.source.Value)
			continue
		}
		rows = append(rows, []string{l.title() + " (" + l.source.Name + ")", l.source.Value, l.now(), signed(l.shift)})
	}
	if len(rows) > 0 {
		s.heading("Parameters: what the evidence moved most")
		s.table([]column{{title: "Parameter", flex: true}, {title: "As written", width: 18}, {title: "Now", width: 18},
			{title: "Shift, sd", right: true}}, rows)
		s.para(2, 0, &styleMuted, "Shift: how far the mean moved, in standard deviations of what was written.")
		if len(rest) > 0 {
			s.blank()
			s.para(2, 0, nil, "The others, as written: "+strings.Join(rest, "; ")+".")
		}
		return
	}
	s.heading("Parameters, as written")
	s.para(2, 0, nil, strings.Join(rest, "; ")+".")
}
