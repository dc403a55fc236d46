package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"demarche/internal/chart"
	"demarche/internal/diff"
	"demarche/internal/report"
	"demarche/internal/sweep"
)

// This file is `demarche diff`; what it compares is put together in diff_problem.go.

type diffVerb struct {
	A         string     `arg:"" help:"The earlier version: a scenario file, the name of one of the library, or the folder of a kept run."`
	B         string     `arg:"" help:"The later version."`
	Seed      uint64     `default:"1" placeholder:"N" help:"Same seed, same answer (${default})."`
	Draws     int        `default:"100" placeholder:"N" help:"Draws of the parameters for each version (${default})."`
	Stories   int        `default:"100" placeholder:"N" help:"Stories for each version (${default})."`
	Orders    int        `placeholder:"N" help:"Make the changes in so many random orders (all combinations of up to 10 changes; else 40)."`
	Workers   int        `placeholder:"N" help:"Solve on so many cores (all)."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
	SVG       string     `name:"svg" placeholder:"FILE" help:"Write the figure here too."`
	HTML      string     `name:"html" placeholder:"FILE" help:"Write the comparison as a page, too."`
	Force     bool       `help:"Overwrite the figure and the page if they are there."`
	JSON      bool       `name:"json" help:"Print one JSON object."`
	Progress  bool       `help:"Say on stderr how far it is, even where there is no terminal."`
	Quiet     bool       `short:"q" help:"Say nothing on stderr but errors."`
}

func (v *diffVerb) Run(a *app) error {
	switch {
	case v.Draws < 1 || v.Stories < 1:
		return usageError{errors.New("--draws and --stories must be at least 1")}
	case v.Orders < 0 || v.Orders == 1:
		return usageError{errors.New("--orders must be at least 2, better 40: one order tells nothing of the others")}
	case v.Workers < 0:
		return usageError{fmt.Errorf("--workers must be at least 1, not %d", v.Workers)}
	}
	first, err := openSide(v.A)
	if err != nil {
		return err
	}
	last, err := openSide(v.B)
	if err != nil {
		return err
	}
	d, err := v.compare(a, first, last)
	if err != nil {
		return err
	}
	return v.deliver(a, d)
}

// compare divides the differences among the changes.
func (v *diffVerb) compare(a *app, first, last *versionSide) (*diff.Diff, error) {
	m := a.meter(v.Progress, v.Quiet)
	defer m.wipe()
	d, err := diff.Compare(a.ctx, between(first, last), diff.Options{Seed: v.Seed, Draws: v.Draws, Stories: v.Stories, Orders: v.Orders,
		Workers: v.Workers, MaxMemory: v.MaxMemory.orHalf(), Progress: m.step})
	m.wipe()
	var atFirst *diff.FirstError
	var atLast *diff.LastError
	switch {
	case err == nil:
		return d, nil
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(a.stderr, "demarche: stopped before the changes were told apart; there is nothing to report")
		return nil, errStopped
	case errors.Is(err, diff.ErrNothingCommon):
		return nil, fmt.Errorf("%w: %s asks %s; %s asks %s. Questions are the same if they have the same name",
			err, v.A, asks(first.scenario), v.B, asks(last.scenario))
	case errors.As(err, &atFirst):
		return nil, v.fault(a, first, atFirst.Err)
	case errors.As(err, &atLast):
		return nil, v.fault(a, last, atLast.Err)
	}
	return nil, err
}

// fault is what is wrong with A or B, with its place in its own file: what was
// compared is written anew, in other lines.
func (v *diffVerb) fault(a *app, s *versionSide, err error) error {
	_, own := sweep.Run(a.ctx, s.scenario, s.set, sweep.Options{AsOf: s.asOf, Seed: v.Seed, Draws: v.Draws, Stories: v.Stories, Workers: v.Workers,
		Precision: s.precision(), MaxMemory: v.MaxMemory.orHalf(), NoEvidence: s.run.NoEvidence, Method: sweep.Importance})
	if own != nil {
		return s.src.modelFault(own)
	}
	return fmt.Errorf("%s cannot be forecast: %w", s.name, err)
}

// deliver prints the comparison.
func (v *diffVerb) deliver(a *app, d *diff.Diff) error {
	var drawn, page error
	if v.SVG != "" {
		drawn = writeWhole(v.SVG, v.Force, func(w io.Writer) error {
			_, err := io.WriteString(w, chart.Standalone(report.DiffFigure(d))+"\n")
			return err
		})
	}
	if v.HTML != "" {
		page = writeWhole(v.HTML, v.Force, func(w io.Writer) error { return report.DiffHTML(w, d) })
	}
	var err error
	if v.JSON {
		err = report.DiffJSON(a.stdout, d)
	} else {
		err = report.DiffText(a.stdout, d, a.out)
	}
	return errors.Join(err, drawn, page)
}

// isRun reports whether name is the folder of a kept run.
func isRun(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir() && exists(filepath.Join(name, "manifest.json"))
}
