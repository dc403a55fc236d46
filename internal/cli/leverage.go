package cli

import (
	"errors"
	"fmt"
	"io"

	"demarche/internal/chart"
	"demarche/internal/leverage"
	"demarche/internal/plan"
	"demarche/internal/report"
)

// This file is `demarche leverage`.

type leverageVerb struct {
	File       string `arg:"" help:"Scenario file, or the name of one of the library."`
	modelFlags `embed:""`
	Limit      bool   `help:"Follow every branch to its limit."`
	Tries      int    `default:"1000" placeholder:"N" help:"Try all combinations of acts that an actor may commit itself to, up to so many; search among more (${default})."`
	Seed       uint64 `default:"1" placeholder:"N" help:"Of the starts of such a search (${default})."`
	SVG        string `name:"svg" placeholder:"FILE" help:"Write the figure here too."`
	Force      bool   `help:"Overwrite the figure's file if it is there."`
	Progress   bool   `help:"Say on stderr how far it is, even where there is no terminal."`
}

func (v *leverageVerb) Run(a *app) error {
	if err := v.check(); err != nil {
		return err
	}
	switch {
	case isGame(v.File):
		return usageError{errors.New("leverage is for scenarios: a game file does not say which acts are quiet; demarche solve reads it")}
	case v.Tries < 1:
		return usageError{fmt.Errorf("--tries must be at least 1, not %d", v.Tries)}
	}
	r, err := v.measure(a)
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before it was known who has the upper hand; there is nothing to report")
		return errStopped
	}
	if err != nil {
		return err
	}
	if v.SVG != "" {
		err := writeWhole(v.SVG, v.Force, func(w io.Writer) error {
			_, err := io.WriteString(w, chart.Standalone(report.LeverageFigure(r))+"\n")
			return err
		})
		if err != nil {
			return err
		}
	}
	if v.JSON {
		return report.LeverageJSON(a.stdout, r)
	}
	return report.LeverageText(a.stdout, r, a.out)
}

// measure solves the look-ahead as solve does, and then with choices held.
func (v *leverageVerb) measure(a *app) (*leverage.Leverage, error) {
	src, sc, set, date, err := v.at(v.File)
	if err != nil {
		return nil, err
	}
	plan, err := plan.Solve(a.ctx, sc, set, plan.Options{AsOf: date, Precision: v.Precision, Limit: v.Limit,
		MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped})
	if err != nil {
		return nil, src.modelFault(err)
	}
	m := a.meter(v.Progress, false)
	defer m.wipe()
	r, err := leverage.Measure(a.ctx, plan, leverage.Options{Precision: v.Precision, Limit: v.Limit, Seed: v.Seed, Tries: v.Tries,
		Workers: v.workers(), MaxBytes: v.MaxMemory.orHalf(), Stop: a.stopped, Progress: m.step})
	if err != nil {
		return nil, src.modelFault(err)
	}
	return r, nil
}
