package cli

import (
	"errors"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/plan"
	"demarche/internal/report"
	"demarche/internal/scenario"
)

// This file is `demarche check`.

type checkVerb struct {
	File      string     `arg:"" help:"Scenario file, or the name of one of the library."`
	Set       []string   `placeholder:"NAME=VALUE" sep:"none" help:"Give a parameter another value or distribution (repeatable)."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
	JSON      bool       `name:"json" help:"Print one JSON object."`
}

func (v *checkVerb) Run(a *app) error {
	src, err := open(v.File)
	var unreadable wrongError
	if errors.As(err, &unreadable) {
		src = &source{file: v.File} // the report says why, as for every other fault
	} else if err != nil {
		return err
	}
	r := &report.CheckReport{File: src.file, Sources: src.sources()}
	if r.Diagnostics = unreadable.list; !r.Diagnostics.HasErrors() {
		v.check(a, src, r)
	}
	if v.JSON {
		err = report.CheckJSON(a.stdout, r)
	} else {
		err = report.CheckText(a.stdout, r, a.out)
	}
	if err == nil && r.Diagnostics.HasErrors() {
		return errReported
	}
	return err
}

// check fills in the diagnostics of the file, those of
// its theory, of --set, of the tables beside it, and those that show when the
// look-ahead at the start is solved.
func (v *checkVerb) check(a *app, src *source, r *report.CheckReport) {
	sc, list := check.Load(src.file, src.scenario)
	r.Diagnostics = list
	if list.HasErrors() {
		return
	}
	r.Diagnostics = append(r.Diagnostics, check.Lint(sc)...)
	if src.theory != nil {
		_, more := check.LoadTheory(sc, src.theoryFile, src.theory)
		if r.Diagnostics = append(r.Diagnostics, more...); more.HasErrors() {
			return
		}
	}
	for _, assignment := range v.Set {
		next, more := check.Override(sc, assignment)
		r.Diagnostics = append(r.Diagnostics, more...)
		if more.HasErrors() {
			return
		}
		sc = next
	}
	if r.Evidence = v.tables(sc, src, r); r.Diagnostics.HasErrors() {
		return
	}
	plan, err := plan.Solve(a.ctx, sc, nil, plan.Options{MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped})
	if err != nil {
		var fault wrongError
		if err = src.modelFault(err); !errors.As(err, &fault) {
			fault.list = diag.List{{Code: diag.CannotSolve, Message: err.Error(), Subject: diag.Range{File: src.file}}}
		}
		r.Diagnostics = append(r.Diagnostics, fault.list...)
		return
	}
	r.Size = report.SizeOf(plan)
}

// tables checks the evidence and the resolutions beside the scenario, and says
// which rows a run would use.
func (v *checkVerb) tables(sc *scenario.Scenario, src *source, r *report.CheckReport) *report.CheckEvidence {
	if src.resolution != nil {
		_, list := evidence.LoadResolution(sc, src.resolutionFile, src.resolution)
		r.Diagnostics = append(r.Diagnostics, list...)
	}
	if src.evidence == nil {
		return &report.CheckEvidence{AsOf: sc.AsOf.String(), Unused: []string{}, NotFound: besides(src.file, "evidence.csv")}
	}
	set, list := evidence.Load(sc, src.evidenceFile, src.evidence)
	r.Diagnostics = append(r.Diagnostics, list...)
	if list.HasErrors() {
		return nil
	}
	return report.EvidenceOf(sc, set)
}
