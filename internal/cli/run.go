package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/report"
	"demarche/internal/scenario"
	"demarche/internal/store"
	"demarche/internal/sweep"
)

// This file is `demarche run`.

type runVerb struct {
	File        string `arg:"" help:"Scenario file, or the name of one of the library."`
	modelFlags  `embed:""`
	Seed        uint64   `default:"1" placeholder:"N" help:"Same seed, same answer (${default})."`
	Draws       int      `default:"${draws}" placeholder:"N" help:"Draws of the parameters, each weighed by the evidence (${default})."`
	Stories     int      `default:"${stories}" placeholder:"N" help:"Stories told from the as-of date (${default})."`
	Inference   string   `enum:"auto,importance,tempered" default:"auto" help:"Weigh draws from the prior (importance), draw anew step by step (tempered), or the second where the first is poor (${default})."`
	NoEvidence  bool     `help:"Leave the evidence aside, and print how often each act happens beside how often it did."`
	Assume      []string `placeholder:"ACT" sep:"none" help:"Impose an act, such as \"2013-05 washington.offer_return\", without inferring anything from it (repeatable)."`
	Score       bool     `help:"Mark the forecasts against what happened."`
	Ledger      string   `placeholder:"FILE" help:"Enter the forecasts in this ledger, for demarche score --ledger."`
	HTML        string   `name:"html" placeholder:"FILE" help:"Write the brief as a page, too."`
	Markdown    string   `placeholder:"FILE" help:"Write the brief as Markdown, too, with its figures in a folder beside it."`
	Force       bool     `help:"Overwrite the file and the figures of --markdown if they are there."`
	Sensitivity bool     `help:"Say what each forecast hinges on: how much of its uncertainty each parameter accounts for, and the smallest change that would turn its word into another."`
	UpperHand   bool     `help:"Measure who has the upper hand at the as-of date: who depends on whom, whose commitment would move the outcome."`
	ACH         bool     `name:"ach" help:"Put the evidence on trial: weigh draws anew with each report left out in turn, and with every report taken for certain."`
	ACHDraws    int      `name:"ach-draws" default:"${trial}" placeholder:"N" help:"Draws to weigh anew for --ach (${default})."`
	Out         string   `placeholder:"DIR" help:"Keep the run in this folder (demarche-runs/...)."`
	Progress    bool     `help:"Say on stderr how far the run is, even where there is no terminal."`
	Quiet       bool     `short:"q" help:"Say nothing on stderr but errors."`
}

func (v *runVerb) Run(a *app) error {
	opt, err := v.options()
	if err != nil {
		return err
	}
	if v.Markdown != "" {
		if err := mayWriteMarkdown(v.Markdown, v.Force); err != nil {
			return err
		}
	}
	src, err := open(v.File)
	if err != nil {
		return err
	}
	sc, notes, err := v.load(src)
	if err != nil {
		return err
	}
	if err := within(sc, opt.AsOf); err != nil {
		return err
	}
	var set *evidence.Set
	if src.evidence != nil {
		var list diag.List
		set, list = evidence.Load(sc, src.evidenceFile, src.evidence)
		if list.HasErrors() {
			return wrongError{list, src.sources()}
		}
		notes = append(notes, list...)
	}
	var settled map[string]evidence.Resolution
	if v.Score {
		if settled, err = src.settled(sc); err != nil {
			return err
		}
	}
	for _, text := range v.Assume {
		x, err := assumption(sc, text)
		if err != nil {
			return usageError{err}
		}
		opt.Assume = append(opt.Assume, x)
	}
	opt.Sensitivity = v.Sensitivity
	if v.ACH {
		opt.Trial = v.ACHDraws
	}
	if v.UpperHand {
		opt.UpperHand = sweep.DefaultUpperHand
	}
	m := a.meter(v.Progress, v.Quiet)
	opt.Progress = m.update
	done := false
	if j := v.journal(a, src, sc, opt); j != nil {
		opt.Memo = j
		defer func() { settle(a, j, done) }()
	}
	r, err := sweep.Run(a.ctx, sc, set, opt)
	m.wipe()
	if err != nil {
		done = a.ctx.Err() == nil // there is nothing to go on from
		return src.modelFault(err)
	}
	if r.Draws == 0 && r.Diag.Interrupted {
		fmt.Fprintln(a.stderr, "demarche: stopped before the first draw was done; there is nothing to report")
		return errStopped
	}
	r.Version = version()
	for _, d := range notes {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s: %s", d.Subject, d.Message))
	}
	if v.Score {
		r.Score = report.FromScore(evidence.ScoreForecasts(report.Forecasts(r), settled))
	}
	done, err = v.deliver(a, src, sc, r)
	return err
}

func (v *runVerb) options() (sweep.Options, error) {
	if err := v.check(); err != nil {
		return sweep.Options{}, err
	}
	if v.Draws < 1 || v.Stories < 1 {
		return sweep.Options{}, usageError{errors.New("--draws and --stories must be at least 1")}
	}
	if v.ACH && v.ACHDraws < 1 {
		return sweep.Options{}, usageError{errors.New("--ach-draws must be at least 1")}
	}
	date, err := v.date()
	return sweep.Options{AsOf: date, Seed: v.Seed, Draws: v.Draws, Stories: v.Stories, Workers: v.Workers, Precision: v.Precision,
		MaxMemory: v.MaxMemory.orHalf(), NoEvidence: v.NoEvidence, Method: v.Inference, Previous: !v.NoEvidence}, err
}

// deliver keeps the run, then prints it: the brief must come even if the disk is
// full. It reports whether the whole run was kept.
func (v *runVerb) deliver(a *app, src *source, sc *scenario.Scenario, r *sweep.Result) (done bool, err error) {
	r.RunDirectory = v.Out
	if r.RunDirectory == "" {
		r.RunDirectory = store.DefaultDir(".", r)
	}
	r = report.Complete(r)
	kept := store.Write(r.RunDirectory, store.Run{Result: r, Scenario: src.scenario, Evidence: src.evidence, Flags: a.args[1:], Created: time.Now()})
	if kept != nil {
		r.RunDirectory = ""
	}
	if v.JSON {
		err = report.JSON(a.stdout, r)
	} else {
		err = report.Brief(a.stdout, r, a.out)
	}
	var page, text error
	if v.HTML != "" {
		page = writePage(v.HTML, func(w io.Writer) error { return report.HTML(w, r) })
	}
	if v.Markdown != "" {
		text = writeMarkdown(v.Markdown, v.Force, r)
	}
	var entered error
	if v.Ledger != "" {
		if entered = v.mayEnter(r); entered == nil {
			entered = enter(a.stderr, v.Ledger, sc, r, v.Quiet)
		}
	}
	if err := errors.Join(err, kept, page, text, entered); err != nil {
		return kept == nil && !r.Diag.Interrupted, errors.New(strings.ReplaceAll(err.Error(), "\n", "\ndemarche: "))
	}
	if r.Diag.Interrupted {
		return false, errStopped
	}
	return true, nil
}

// mayEnter refuses a run that was stopped early: with more draws it may say
// something else.
func (v *runVerb) mayEnter(r *sweep.Result) error {
	if r.Diag.Interrupted {
		return fmt.Errorf("the forecast was not entered in %s: the run was stopped early", v.Ledger)
	}
	return nil
}

func writePage(file string, body func(io.Writer) error) error {
	if err := writeWhole(file, true, body); err != nil {
		return fmt.Errorf("the page was not written: %w", err)
	}
	return nil
}

// settled reads how the questions were answered.
func (s *source) settled(sc *scenario.Scenario) (map[string]evidence.Resolution, error) {
	if s.resolution == nil {
		return nil, fmt.Errorf("--score needs to know what happened, and there is no %s", strings.Join(besides(s.file, "resolution.csv"), " and no "))
	}
	m, list := evidence.LoadResolution(sc, s.resolutionFile, s.resolution)
	if list.HasErrors() {
		return nil, wrongError{list, s.sources()}
	}
	return m, nil
}
