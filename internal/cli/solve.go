package cli

import (
	"errors"
	"fmt"
	"time"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/game"
	"demarche/internal/qre"
	"demarche/internal/report"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file is `demarche solve`.

type solveVerb struct {
	File       string `arg:"" help:"Scenario file, the name of one of the library, or a Gambit .efg or .nfg file."`
	modelFlags `embed:""`
	Limit      bool `help:"Follow the branch to its limit."`
}

func (v *solveVerb) Run(a *app) error {
	if err := v.check(); err != nil {
		return err
	}
	solve := v.scenario
	if isGame(v.File) {
		solve = v.gambit
	}
	r, err := solve(a)
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before the equilibrium was reached; there is nothing to report")
		return errStopped
	}
	if err != nil {
		return err
	}
	if v.JSON {
		return report.SolveJSON(a.stdout, r)
	}
	return report.SolveText(a.stdout, r, a.out)
}

// scenario solves the look-ahead at a scenario's start or, with --as-of, where
// the evidence leads to.
func (v *solveVerb) scenario(a *app) (*report.SolveReport, error) {
	date, err := v.date()
	if err != nil {
		return nil, err
	}
	src, err := open(v.File)
	if err != nil {
		return nil, err
	}
	sc, _, err := v.load(src)
	if err != nil {
		return nil, err
	}
	if err := within(sc, date); err != nil {
		return nil, err
	}
	set, err := src.reports(sc, date)
	if err != nil {
		return nil, err
	}
	plan, err := sweep.SolvePlan(a.ctx, sc, set, sweep.PlanOptions{AsOf: date, Precision: v.Precision, Limit: v.Limit,
		MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped})
	if err != nil {
		return nil, src.modelFault(err)
	}
	return report.FromPlan(plan), nil
}

// reports reads the evidence if a date asks for it.
func (s *source) reports(sc *scenario.Scenario, date scenario.Date) (*evidence.Set, error) {
	if date.IsZero() || s.evidence == nil {
		return nil, nil
	}
	set, list := evidence.Load(sc, s.evidenceFile, s.evidence)
	if list.HasErrors() {
		return nil, wrongError{list, s.sources()}
	}
	return set, nil
}

// gambit solves a game of Gambit.
func (v *solveVerb) gambit(a *app) (*report.SolveReport, error) {
	if len(v.Set) > 0 || v.Foresight != 0 || v.Horizon != 0 || v.AsOf != "" {
		return nil, usageError{errors.New("--set, --foresight, --horizon and --as-of are for scenarios; a Gambit file takes --precision and --limit")}
	}
	limit := v.MaxMemory.orHalf()
	g, err := readGame(v.File, limit)
	if err != nil {
		return nil, err
	}
	begun := time.Now()
	res, err := qre.Solve(g, qre.Options{Precision: v.Precision, Limit: v.Limit, Workers: v.workers(), MaxBytes: limit, Stop: a.stopped})
	if err != nil {
		return nil, err
	}
	return report.FromGame(v.File, g, res, time.Since(begun)), nil
}

func (a *app) stopped() bool { return a.ctx.Err() != nil }

// gameFault shows a fault of a game file as those of scenarios are shown.
func gameFault(err error, file string, text []byte) error {
	var fault *game.SyntaxError
	if !errors.As(err, &fault) {
		return err
	}
	at := diag.Pos{Line: fault.Line, Column: fault.Column}
	end := diag.Pos{Line: fault.Line, Column: fault.Column + 1}
	d := diag.Diagnostic{Code: diag.GameSyntax, Message: fault.Message, Subject: diag.Range{File: file, Start: at, End: end}}
	return wrongError{diag.List{d}, map[string][]byte{file: text}}
}
