package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/proof"
	"demarche/internal/sweep"
	"demarche/internal/theory"
)

// This file is what `demarche library show` says: a theory beside what the
// engine computes. The JSON names are a contract.

// ShowReport is one scenario held against its theory.
type ShowReport struct {
	Name        string           `json:"name"`
	Title       string           `json:"title"`
	Source      string           `json:"source"`
	Status      string           `json:"status"` // published or after
	Number      int              `json:"number"` // in the list of mechanisms; 0: none
	Covers      []string         `json:"covers"`
	Words       string           `json:"words"`
	Restriction string           `json:"restriction"`
	File        string           `json:"file"`
	TheoryFile  string           `json:"theory_file"`
	Parameters  []ShowParameter  `json:"parameters"`
	Require     string           `json:"require"`    // condition on the parameters, as written; "": none
	Admissible  bool             `json:"admissible"` // the closed forms are claimed at these parameters
	Results     []ShowResult     `json:"results"`
	Profiles    []ShowProfile    `json:"profiles"`
	Solution    *SolutionInfo    `json:"solution"`    // null: nothing was solved, or it could not be
	Certificate *CertificateInfo `json:"certificate"` // of the solution; null where there is none
	Solve       string           `json:"solve"`       // precision, limit or extrapolate
	Warnings    []string         `json:"warnings"`
}

// ShowParameter is one parameter.
type ShowParameter struct {
	Name   string          `json:"name"`
	Title  string          `json:"title"`
	Value  sweep.Number    `json:"value"`
	Region *sweep.Interval `json:"region"` // where it may move; null: the theory leaves it where it is
}

// ShowResult is a closed form beside the engine's figure.
type ShowResult struct {
	Name       string       `json:"name"`
	Title      string       `json:"title"`
	ClosedForm sweep.Number `json:"closed_form"`
	Engine     sweep.Number `json:"engine"`
	Difference sweep.Number `json:"difference"`
	Tolerance  sweep.Number `json:"tolerance"`
	Within     bool         `json:"within"`  // the tolerance
	Claimed    bool         `json:"claimed"` // what the result requires holds here
	Formula    string       `json:"formula"`
	Basis      string       `json:"basis"` // where the tolerance comes from
}

// ShowProfile is the certificate of an equilibrium in closed form.
type ShowProfile struct {
	Name     string                  `json:"name"`
	Title    string                  `json:"title"`
	Regret   sweep.Number            `json:"regret"`   // the most that one other choice gains anywhere
	Allowed  sweep.Number            `json:"allowed"`  // the most that it may
	Claimed  bool                    `json:"claimed"`  // what the profile requires holds here
	Holds    bool                    `json:"holds"`    // the theory says that it is an equilibrium here
	Passes   bool                    `json:"passes"`   // it is one exactly where the theory says so
	Where    string                  `json:"where"`    // where the most is gained
	Best     map[string]sweep.Number `json:"best"`     // by actor: gain of its best reply to the whole profile
	Distance sweep.Number            `json:"distance"` // largest difference of a probability from the engine's solution where either comes by
	Selected bool                    `json:"selected"` // the engine's solution is this one, to within 0.02
}

// selectedWithin is how near the engine's solution must be to a profile to be it.
const selectedWithin = 0.02

// FromOutcome words a comparison.
func FromOutcome(e *proof.Engine, o *proof.Outcome) *ShowReport {
	t, s := e.T, e.S
	r := &ShowReport{Name: s.Name, Title: t.Title, Source: t.Source, Status: t.Status, Number: t.Number, Covers: t.Covers, Words: t.Words,
		Restriction: t.Restriction, File: s.File, TheoryFile: t.File, Require: t.RequireAs, Admissible: len(o.Outside) == 0, Solve: t.Solve.String()}
	for _, x := range o.Outside {
		r.Warnings = append(r.Warnings, "outside of the region in which the closed forms hold: "+x)
	}
	r.Warnings = append(r.Warnings, o.Warnings...)
	region := map[int]*sweep.Interval{}
	for _, x := range t.Region {
		region[x.Parameter] = &sweep.Interval{sweep.Number(x.Low), sweep.Number(x.High)}
	}
	for i, p := range s.Parameters {
		if p.Hidden && region[i] == nil {
			continue
		}
		r.Parameters = append(r.Parameters, ShowParameter{Name: p.Name, Title: p.Title, Value: sweep.Number(o.Point.Parameters[i]), Region: region[i]})
	}
	for i := range o.Results {
		x := &o.Results[i]
		if !x.Claimed {
			r.Warnings = append(r.Warnings, fmt.Sprintf("the result %q is not claimed here: %s does not hold", x.Result.Name, x.Result.RequireAs))
		}
		r.Results = append(r.Results, ShowResult{Name: x.Result.Name, Title: x.Result.Title, ClosedForm: sweep.Number(x.ClosedForm), Engine: sweep.Number(x.Engine),
			Difference: sweep.Number(x.Difference()), Tolerance: sweep.Number(x.Tolerance), Within: x.Holds(), Claimed: x.Claimed, Formula: x.Result.FormAs, Basis: x.Result.Basis})
	}
	for _, p := range o.Profiles {
		best := map[string]sweep.Number{}
		for k, v := range p.ByActor {
			best[k] = sweep.Number(v)
		}
		r.Profiles = append(r.Profiles, ShowProfile{Name: p.Profile.Name, Title: p.Profile.Title, Regret: sweep.Number(p.Regret), Allowed: sweep.Number(p.Allowed),
			Claimed: p.Claimed, Holds: p.Holds, Passes: p.Passes(),
			Where: p.Where, Best: best, Distance: sweep.Number(p.Distance), Selected: p.Distance <= selectedWithin})
	}
	if o.Solved != nil {
		plan := o.Solved.Plan()
		solve := FromPlan(plan)
		r.Solution = &solve.Solution
		r.Certificate = &solve.Certificate
	}
	return r
}

// ShowJSON writes r as one indented object.
func ShowJSON(w io.Writer, r *ShowReport) error {
	c := *r
	c.Covers, c.Warnings = orEmpty(c.Covers), orEmpty(c.Warnings)
	c.Parameters, c.Results, c.Profiles = orEmpty(c.Parameters), orEmpty(c.Results), orEmpty(c.Profiles)
	return writeJSON(w, &c)
}

// ShowText writes r for a person.
func ShowText(w io.Writer, r *ShowReport, o Options) error {
	s := newSheet(o)
	s.para(0, 0, &styleTitle, r.Title)
	line := sourceLine(r)
	s.para(0, 0, &styleMuted, line)
	for _, x := range r.Warnings {
		s.para(0, 2, &styleWarning, "! "+capital(x)+".")
	}
	s.blank()
	s.para(0, 0, nil, r.Words)
	if r.Restriction != "" {
		s.blank()
		s.para(0, 0, nil, "Restriction: "+r.Restriction)
	}
	if len(r.Parameters) > 0 {
		s.heading("Parameters")
		var rows [][]string
		for _, p := range r.Parameters {
			between := "as it is"
			if p.Region != nil {
				between = exact(float64(p.Region[0])) + " – " + exact(float64(p.Region[1]))
			}
			rows = append(rows, []string{p.Name, exact(float64(p.Value)), between, p.Title})
		}
		s.table([]column{{title: "Name", style: &styleStrong}, {title: "Value", right: true}, {title: "Admissible"}, {title: "Meaning", flex: true}}, rows)
		if r.Require != "" {
			s.para(2, 0, &styleMuted, "and "+r.Require)
		}
		s.para(2, 0, &styleMuted, "--set NAME=VALUE moves a parameter.")
	}
	s.heading("Theory and engine")
	var rows [][]string
	for _, x := range r.Results {
		verdict := "agree"
		switch {
		case !x.Claimed:
			verdict = "not claimed"
		case !x.Within:
			verdict = "differ"
		}
		rows = append(rows, []string{titled(x.Title, x.Name), figure(x.ClosedForm), figure(x.Engine), figure(x.Difference), figure(x.Tolerance), verdict})
	}
	s.table([]column{{title: "Result", flex: true}, {title: "Closed form", right: true}, {title: "Engine", right: true}, {title: "Difference", right: true},
		{title: "Tolerance", right: true}, {title: ""}}, rows)
	s.para(2, 0, &styleMuted, solveLine(r))
	for _, x := range r.Results {
		text := fmt.Sprintf("%s = %s", x.Name, x.Formula)
		if x.Basis != "" {
			text += ". Tolerance: " + x.Basis
		}
		s.para(2, 2, &styleMuted, text+".")
	}
	if len(r.Profiles) > 0 {
		s.heading("Equilibria in closed form")
		rows = nil
		for _, p := range r.Profiles {
			verdict, engine := "an equilibrium", "the engine's solution is another"
			if !(p.Regret <= p.Allowed) {
				verdict = "no equilibrium"
			}
			if !p.Claimed {
				verdict += " (nothing claimed)"
			} else if !p.Passes {
				verdict += ", against the theory"
			}
			switch {
			case math.IsNaN(float64(p.Distance)):
				engine = "not compared with the engine's solution"
			case p.Selected:
				engine = "the engine's solution is this one"
			}
			rows = append(rows, []string{titled(p.Title, p.Name), figure(p.Regret), figure(p.Allowed), verdict, engine})
		}
		s.table([]column{{title: "Profile", flex: true}, {title: "Gain", right: true}, {title: "Allowed", right: true}, {title: ""}, {title: ""}}, rows)
		s.para(2, 0, &styleMuted, "Gain: the most that anybody gains by one other choice, at any information set, reached or not.")
	}
	return s.flush(w)
}

func sourceLine(r *ShowReport) string {
	line := r.Source
	if r.Status == theory.After {
		line = source(r) + " A reduced form; not the author's theorem."
	}
	if len(r.Covers) > 0 {
		line += " Shows " + strings.Join(r.Covers, ", ") + "."
	}
	return line
}

func solveLine(r *ShowReport) string {
	switch r.Solve {
	case "limit":
		return "The engine's figures stand at the limit of the principal branch, where precision grows without bound."
	case "extrapolate":
		return "The engine's figures are extrapolated: a + (b + c ln λ)/λ fitted to solutions at rising precision λ."
	}
	return "The engine's figures stand at the scenario's own precision."
}

func titled(text, name string) string {
	if text == "" {
		return human(name)
	}
	return text
}

// exact is a number with all its digits.
func exact(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.15g", v)
}

// figure is a number to be compared with another: six digits.
func figure(v sweep.Number) string {
	x := float64(v)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "–"
	case x != 0 && math.Abs(x) < 1e-4:
		return fmt.Sprintf("%.2e", x)
	}
	return fmt.Sprintf("%.6f", x)
}
