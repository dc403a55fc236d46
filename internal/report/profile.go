package report

import (
	"fmt"
	"time"

	"demarche/internal/chart"
	"demarche/internal/qre"
	"demarche/internal/sweep"
)

// This file is what `demarche solve --profile` adds: where the time goes, and
// what to change about it.

// Profile says what a solve took. Seconds stand under timing.
type Profile struct {
	Passes       int          `json:"passes"`        // linearisations
	Steps        int          `json:"steps"`         // accepted, along the path
	Rejected     int          `json:"rejected"`      // steps that were too long
	Folds        int          `json:"folds"`         // met on the way
	Bytes        int64        `json:"bytes"`         // memory of the linearisation on one core; 0: not known
	PublicStates int          `json:"public_states"` // that the linearisation visits; 0: not known
	Widths       []StateWidth `json:"widths"`        // what takes most work first; none: the game is not solved state by state
	Advice       string       `json:"advice"`        // what makes the model slow and what to change
}

// StateWidth is what public states of one size have in common.
type StateWidth struct {
	PublicStates int          `json:"public_states"` // of this size
	Profiles     int          `json:"profiles"`      // hidden combinations, at most
	Types        int          `json:"types"`         // of those who chose before
	Columns      int          `json:"columns"`       // beliefs that earlier choices move
	Actions      int          `json:"actions"`       // over all types that choose
	Share        sweep.Number `json:"share"`         // estimated part of the work of a pass
}

// AddProfile adds what the solve took; reading and certifying are added to the
// times of building and solving that r has.
func (r *SolveReport) AddProfile(w qre.Widths, sol qre.Solution, reading, certifying time.Duration) {
	p := &Profile{Passes: sol.Passes, Steps: sol.Steps, Rejected: sol.Rejected, Folds: sol.Folds, Bytes: w.Bytes, PublicStates: w.States, Widths: []StateWidth{}}
	for _, x := range w.By {
		p.Widths = append(p.Widths, StateWidth{x.States, x.Profiles, x.Types, x.Columns, x.Actions, sweep.Number(x.Share)})
	}
	r.Profile = p
	r.Timing["read_seconds"], r.Timing["certify_seconds"] = reading.Seconds(), certifying.Seconds()
	r.Timing["seconds_per_pass"] = r.seconds("solve_seconds") / float64(max(sol.Passes, 1))
	if r.seconds("read_seconds")+r.seconds("build_seconds")+r.seconds("solve_seconds")+certifying.Seconds() < 1 {
		p.Advice = "This model takes less than a second. "
	}
	p.Advice += advice(p, r.seconds("read_seconds")+r.seconds("build_seconds"), r.seconds("solve_seconds"), certifying.Seconds())
}

// seconds is a time that was measured, or 0.
func (r *SolveReport) seconds(name string) float64 {
	x, _ := r.Timing[name].(float64)
	return x
}

const (
	longPath  = 300 // passes: most paths take fewer
	fewShares = 0.5 // of the work: one width makes the model slow
)

// advice names what takes longest and what would make it shorter.
func advice(p *Profile, build, solve, certify float64) string {
	switch {
	case build > solve && build > certify:
		return "Most of the time goes to reading and building the game, not to solving it: it shrinks with the public states, so look ahead fewer periods, or leave out phases, acts or chances."
	case certify > solve:
		return "Most of the time goes to the certificate, which visits every hidden combination in every public state: fewer secrets, or values of a secret, make it shorter."
	case p.Passes > longPath && (p.Folds > 0 || p.Rejected > p.Steps/2):
		return fmt.Sprintf("The path is long and winding (%d passes, %s, %d steps too long): actors come close to indifference on the way, so lower the precision, or part the payoffs of acts that are nearly alike.",
			p.Passes, plural(p.Folds, "fold", "folds"), p.Rejected)
	case p.Passes > longPath:
		return fmt.Sprintf("The path is long (%d passes): precision times the range of payoffs is large, so lower the precision, or shrink the largest payoffs.", p.Passes)
	case len(p.Widths) == 0:
		return "The game is solved node by node, because what everybody sees does not divide it into rounds of choices at once: a game of that form would be solved faster."
	}
	w := p.Widths[0]
	if p.PublicStates > 1 && float64(w.Share) > fewShares && w.Types > 1 && w.PublicStates < p.PublicStates/2 {
		return fmt.Sprintf("%s of the work of a pass is in %s with %s and %s: give actors fewer secrets or covert acts, or let more be seen.",
			chart.Percent(float64(w.Share)), plural(w.PublicStates, "public state", "public states"), plural(w.Types, "type", "types"), plural(w.Actions, "action", "actions"))
	}
	if p.PublicStates == 1 {
		return fmt.Sprintf("All of the work is in one public state with %s: fewer actions or types there make it faster.", plural(w.Actions, "action", "actions"))
	}
	return fmt.Sprintf("The work is spread over %s: look ahead fewer periods, or leave out phases, acts or chances.", plural(p.PublicStates, "public state", "public states"))
}

// mostWidths is how many widths the text shows; the JSON has them all.
const mostWidths = 12

// profile shows what the solve took, if it was asked for.
func profile(s *sheet, r *SolveReport) {
	p := r.Profile
	if p == nil {
		return
	}
	s.heading("Where the time goes")
	seconds := func(x float64) string { return fmt.Sprintf("%.3g s", x) }
	memory := "not known"
	if p.Bytes > 0 {
		memory = fmt.Sprintf("%.3g MB", float64(p.Bytes)/(1<<20))
	}
	s.table([]column{{title: "What", flex: true}, {title: "Is", right: true}}, [][]string{
		{"Reading and building", seconds(r.seconds("read_seconds") + r.seconds("build_seconds"))},
		{"Solving", seconds(r.seconds("solve_seconds"))},
		{"Certifying", seconds(r.seconds("certify_seconds"))},
		{"One pass (linearisation)", seconds(r.seconds("seconds_per_pass"))},
		{"Passes", count(p.Passes)},
		{"Steps along the path", count(p.Steps)},
		{"Steps that were too long", count(p.Rejected)},
		{"Folds", count(p.Folds)},
		{"Memory of a linearisation, on one core", memory},
	})
	if len(p.Widths) > 0 {
		s.blank()
		rows := [][]string{}
		for _, w := range p.Widths[:min(mostWidths, len(p.Widths))] {
			rows = append(rows, []string{count(w.PublicStates), count(w.Profiles), count(w.Types), count(w.Columns), count(w.Actions), chart.Percent(float64(w.Share))})
		}
		s.table([]column{{title: "Public states", right: true}, {title: "Profiles", right: true}, {title: "Types", right: true},
			{title: "Columns", right: true}, {title: "Actions", right: true}, {title: "Of the work", right: true}}, rows)
		s.para(2, 0, &styleMuted, "Public states by width, those that take most of a pass first: types of those who chose before, the beliefs (columns) that their choices move, actions over all types that choose. The share is an estimate.")
		if rest := len(p.Widths) - mostWidths; rest > 0 {
			s.para(2, 0, &styleMuted, fmt.Sprintf("%s not shown: --json has them all.", plural(rest, "width is", "widths are")))
		}
	}
	s.para(2, 2, nil, p.Advice)
}
