package cli

import (
	"errors"
	"fmt"
	"time"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/game"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/report"
	"demarche/internal/scenario"
)

// This file is `demarche solve`.

type solveVerb struct {
	File       string `arg:"" help:"Scenario file, the name of one of the library, or a Gambit .efg or .nfg file."`
	modelFlags `embed:""`
	Limit      bool   `help:"Follow the branch to its limit."`
	All        bool   `help:"Look for other equilibria at this precision, from random starts."`
	Starts     int    `default:"100" placeholder:"N" help:"Starts of --all (${default})."`
	Seed       uint64 `default:"1" placeholder:"N" help:"Of the starts of --all (${default})."`
	Profile    bool   `help:"Say where the time goes, and what makes the model slow."`
}

func (v *solveVerb) Run(a *app) error {
	if err := v.check(); err != nil {
		return err
	}
	switch {
	case v.All && v.Limit:
		return usageError{errors.New("--all looks for equilibria at one precision, not at the limit; leave --limit out and give --precision")}
	case v.Starts < 1:
		return usageError{fmt.Errorf("--starts must be at least 1, not %d", v.Starts)}
	}
	solve := v.scenario
	if isGame(v.File) {
		solve = v.gambit
	}
	r, err := solve(a)
	if err != nil && a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before the equilibrium was reached; there is nothing to report")
		return errStopped
	}
	if err != nil {
		return err
	}
	if v.JSON {
		err = report.SolveJSON(a.stdout, r)
	} else {
		err = report.SolveText(a.stdout, r, a.out)
	}
	if err == nil && r.Stopped() {
		return errStopped
	}
	return err
}

// scenario solves the look-ahead at a scenario's start or, with --as-of, where
// the evidence leads to.
func (v *solveVerb) scenario(a *app) (*report.SolveReport, error) {
	begun := time.Now()
	src, sc, set, date, err := v.at(v.File)
	if err != nil {
		return nil, err
	}
	p, err := plan.Solve(a.ctx, sc, set, plan.Options{AsOf: date, Precision: v.Precision, Limit: v.Limit,
		Workers: v.workers(), MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped})
	if err != nil {
		return nil, src.modelFault(err)
	}
	r := report.FromPlan(p)
	if v.Profile {
		other := time.Since(begun) - p.Build - p.Solve - p.Certify
		r.AddProfile(qre.WidthsOf(p.Tree.Game), p.Result.Solution, other, p.Certify)
	}
	if v.All {
		all, err := p.All(a.ctx, plan.AllOptions{Starts: v.Starts, Seed: v.Seed, Precision: v.Precision,
			Workers: v.workers(), MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped})
		if err != nil {
			return nil, err
		}
		r.AddPlan(p, all)
	}
	return r, nil
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
		return nil, usageError{errors.New("--set, --foresight, --horizon and --as-of are for scenarios; a Gambit file takes --precision, --limit, --all and --profile")}
	}
	begun := time.Now()
	limit := v.MaxMemory.orHalf()
	g, err := readGame(v.File, limit)
	if err != nil {
		return nil, err
	}
	reading := time.Since(begun)
	opt := qre.Options{Precision: v.Precision, Limit: v.Limit, Workers: v.workers(), MaxBytes: limit, Stop: a.stopped}
	begun = time.Now()
	res, err := qre.Solve(g, opt)
	if err != nil {
		return nil, err
	}
	spent := time.Since(begun)
	var r *report.SolveReport
	if v.Profile {
		begun = time.Now()
		qre.Certify(g, res.X, res.Precision) // as Solve did
		certifying := time.Since(begun)
		r = report.FromGame(v.File, g, res, max(spent-certifying, 0))
		widths, _ := qre.WidthsOfGame(g)
		r.AddProfile(widths, res.Solution, reading, certifying)
	} else {
		r = report.FromGame(v.File, g, res, spent)
	}
	if v.All {
		list, census, err := qre.All(g, res, opt, v.Starts, v.Seed)
		if err != nil {
			return nil, err
		}
		r.AddGame(g, list, census)
	}
	return r, nil
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
