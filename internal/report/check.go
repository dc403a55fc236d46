package report

import (
	"fmt"
	"io"
	"math"
	"runtime"
	"slices"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/plan"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file is what `demarche check` says: the diagnostics of a file, and how
// large its look-ahead is. The JSON names are a contract.

// CheckReport is one checked file.
type CheckReport struct {
	File        string
	Diagnostics diag.List
	Size        *CheckSize        // nil if the file has errors
	Evidence    *CheckEvidence    // nil if a file has errors
	Sources     map[string][]byte // text of the files that the diagnostics name, for the line that each underlines
}

// CheckSize says what one look-ahead costs.
type CheckSize struct {
	Nodes          int          `json:"nodes"`
	PublicStates   int          `json:"public_states"`
	SecretProfiles int          `json:"secret_profiles"`
	Bytes          int64        `json:"bytes"`
	Seconds        sweep.Number `json:"seconds"` // that it took to build and solve it from nothing; null if not measured
	Games          int          `json:"games"`   // look-aheads that a run with the default number of draws solves, at most

	exact bool // there are no later ones
}

// CheckEvidence says what a run from the scenario's as-of date would use.
type CheckEvidence struct {
	File     string     `json:"file"`  // "" if there is no evidence
	AsOf     string     `json:"as_of"` // date
	Rows     int        `json:"rows"`
	Used     int        `json:"used"`
	Unused   []string   `json:"unused"`  // each row that is not used, and why
	Stories  [][]string `json:"stories"` // used rows that rest on one source
	Next     string     `json:"next"`    // the first phase or chance that is not over, and its period; "" if all is over
	NotFound []string   `json:"-"`       // where evidence would have been found
}

// EvidenceOf says what of set a run from the as-of date of s would use.
func EvidenceOf(s *scenario.Scenario, set *evidence.Set) *CheckEvidence {
	o := set.Observe(s, s.AsOf)
	e := &CheckEvidence{File: set.File, AsOf: s.AsOf.String(), Rows: len(set.Rows), Unused: []string{}, Stories: [][]string{}}
	for i, reason := range o.Reasons(set) {
		if o.Used(set, i) {
			e.Used++
			if id := set.Rows[i].ID; !slices.ContainsFunc(e.Stories, func(s []string) bool { return slices.Contains(s, id) }) {
				if others := o.Story(set, i); len(others) > 0 {
					e.Stories = append(e.Stories, append([]string{id}, others...))
				}
			}
		} else {
			e.Unused = append(e.Unused, set.Rows[i].ID+" ("+reason+")")
		}
	}
	if o.CutPeriod <= s.Horizon {
		e.Next = stepName(s, o.CutStep) + " in " + s.PeriodLabel(o.CutPeriod)
	}
	return e
}

func stepName(s *scenario.Scenario, k int) string {
	if st := s.Steps[k]; st.Chance {
		return s.Chances[st.Index].Name
	}
	return s.Phases[s.Steps[k].Index].Name
}

// SizeOf is the size of a solved look-ahead, and the time that it took to build and solve it.
func SizeOf(p *plan.Plan) *CheckSize {
	g := p.Tree.Game
	looks := 0 // in a period; phases that move at once look ahead together
	for i := range p.S.Phases {
		if !p.S.Phases[i].Simultaneous {
			looks++
		}
	}
	nodes, states := p.Size()
	games := sweep.DefaultDraws * looks * p.S.Horizon
	if p.Tree.Exact { // play follows it
		games = sweep.DefaultDraws
	}
	return &CheckSize{Nodes: nodes, PublicStates: states, SecretProfiles: int(g.Blocks[0].Profiles),
		Bytes: int64(g.Bytes()), Seconds: sweep.Number((p.Build + p.Solve).Seconds()), Games: games, exact: p.Tree.Exact}
}

// CheckJSON writes r as one indented object.
func CheckJSON(w io.Writer, r *CheckReport) error {
	return writeJSON(w, struct {
		File        string         `json:"file"`
		Diagnostics []diag.Record  `json:"diagnostics"`
		Evidence    *CheckEvidence `json:"evidence"`
		Size        *CheckSize     `json:"size"`
	}{r.File, diag.Records(r.Diagnostics), r.Evidence, r.Size})
}

// CheckText writes r for a person: each diagnostic with its line underlined,
// then what of the evidence is used, and the size, or how many errors there are.
func CheckText(w io.Writer, r *CheckReport, o Options) error {
	if err := Diagnostics(w, r.Diagnostics, r.Sources, o); err != nil {
		return err
	}
	s := newSheet(o)
	switch summary := diag.Summary(r.Diagnostics); {
	case r.Diagnostics.HasErrors():
		s.para(0, 2, &styleError, r.File+": "+summary)
	case summary != "":
		s.para(0, 2, &styleStrong, r.File+": can be run, with "+summary)
	default:
		s.para(0, 2, &styleStrong, r.File+": nothing to mend")
	}
	if r.Evidence != nil && !r.Diagnostics.HasErrors() {
		s.para(0, 2, nil, r.Evidence.text())
	}
	if r.Size != nil {
		line := fmt.Sprintf("The look-ahead at the start has %s and %s", plural(r.Size.PublicStates, "public state", "public states"),
			plural(r.Size.SecretProfiles, "combination of secrets", "combinations of secrets"))
		if r.Size.Nodes > 0 {
			line += fmt.Sprintf(" (%s)", plural(r.Size.Nodes, "node", "nodes"))
		}
		line += ", and takes " + memory(r.Size.Bytes)
		if finite(r.Size.Seconds) {
			line += fmt.Sprintf(" and %s s to build and solve here", number(float64(r.Size.Seconds)))
		}
		s.para(0, 2, nil, line+"."+r.Size.run())
	}
	return s.flush(w)
}

// mostUnused is how many rows that are not used the text names.
const mostUnused = 6

func (e *CheckEvidence) text() string {
	if e.File == "" {
		return "No evidence: there is no " + strings.Join(e.NotFound, " and no ") + ". A run tells the story from its start."
	}
	line := fmt.Sprintf("%s: %s used as of %s.", e.File, plural(e.Used, "row is", "rows are"), e.AsOf)
	if n := len(e.Unused); n > 0 {
		line += " Not used: " + strings.Join(e.Unused[:min(n, mostUnused)], ", ")
		if n > mostUnused {
			line += fmt.Sprintf(" and %d more", n-mostUnused)
		}
		line += "."
	}
	for _, s := range e.Stories {
		line += " " + andList(s) + " are one story."
	}
	if e.Next == "" {
		return line + " Everything is over."
	}
	return line + " The forecast begins with " + e.Next + "."
}

// run says how long a run will take, as far as the look-ahead at the start can
// tell: later ones may be several times larger, and many are cheaper because
// one close to them was solved before.
func (c *CheckSize) run() string {
	if c.Games == 0 || !finite(c.Seconds) {
		return ""
	}
	total := float64(c.Games) * float64(c.Seconds) / float64(runtime.GOMAXPROCS(0))
	if c.exact {
		return fmt.Sprintf(" A run solves it %s times, once for each draw: reckon with %s.", count(c.Games), waiting(total/2, total*2))
	}
	return fmt.Sprintf(" A run solves up to %s of them, later ones often larger: reckon with %s.", count(c.Games), waiting(total/2, total*5))
}

// waiting words a range of seconds.
func waiting(lo, hi float64) string {
	switch {
	case hi < 10:
		return "seconds"
	case hi < 100:
		return "up to a minute or two"
	case lo < 60:
		return fmt.Sprintf("up to %.0f minutes", math.Ceil(hi/60))
	case hi < 2*3600:
		return fmt.Sprintf("%.0f to %.0f minutes", lo/60, math.Ceil(hi/60))
	}
	return fmt.Sprintf("%s to %s hours", number(math.Round(lo/360)/10), number(math.Ceil(hi/3600)))
}

// Diagnostics writes a list by itself, as every verb that reads a file does
// when the file is wrong.
func Diagnostics(w io.Writer, list diag.List, sources map[string][]byte, o Options) error {
	return diag.WriteText(w, list, diag.TextOptions{Color: o.Color, Source: func(file string) []byte { return sources[file] }})
}

// memory writes an amount of memory.
func memory(n int64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.0f kB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
