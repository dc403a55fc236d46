package cli

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/report"
	"demarche/internal/scenario"
	"demarche/internal/score"
	"demarche/internal/sweep"
)

// This file is `demarche score`: what it is given, and what it prints.

type scoreVerb struct {
	Runs       []string   `arg:"" optional:"" name:"run" help:"Folders of kept runs; or one scenario with --from, to make a run for every period."`
	Resolution string     `placeholder:"FILE" help:"What happened (the scenario's own resolution.csv)."`
	At         string     `placeholder:"DATE" help:"Score by what was known on that day (the last date of the resolution file)."`
	Ledger     string     `placeholder:"FILE" help:"Verify this ledger, and score the forecasts in it."`
	Scenario   string     `placeholder:"NAME" help:"Of a ledger of several scenarios, the one to score."`
	Head       string     `placeholder:"HASH" help:"Demand that the ledger's chain passes through this hash, noted earlier."`
	From       string     `placeholder:"DATE" help:"With a scenario: the first as-of date; the same day of every later period follows."`
	To         string     `placeholder:"DATE" help:"With a scenario: the last as-of date (the story's end)."`
	Draws      int        `default:"${draws}" placeholder:"N" help:"With a scenario: draws of each run (${default})."`
	Stories    int        `default:"${stories}" placeholder:"N" help:"With a scenario: stories of each run (${default})."`
	Seed       uint64     `default:"1" placeholder:"N" help:"With a scenario: the seed of each run (${default})."`
	Out        string     `placeholder:"DIR" help:"With a scenario: keep the runs in this folder, and take from it those that are there."`
	Quick      bool       `help:"Make no runs: of the two baselines that need them, take what is there."`
	SVG        string     `name:"svg" placeholder:"FILE" help:"Write the reliability diagram, too."`
	Workers    int        `placeholder:"N" help:"Solve on so many cores (all)."`
	MaxMemory  memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
	JSON       bool       `name:"json" help:"Print one JSON object."`
	Progress   bool       `help:"Say on stderr how far the runs are, even where there is no terminal."`
	Quiet      bool       `short:"q" help:"Say nothing on stderr but errors."`
}

func (v *scoreVerb) Run(a *app) error {
	at, err := v.usage()
	if err != nil {
		return err
	}
	var s *score.ScoreSheet
	if v.Ledger != "" {
		s, err = v.ofLedger(at)
	} else {
		s, err = v.ofRuns(a, at)
	}
	if err != nil {
		return err
	}
	var drawn error
	if v.SVG != "" {
		if svg := report.ReliabilitySVG(s); svg == "" {
			s.Warnings = append(s.Warnings, fmt.Sprintf("No reliability diagram: %d scored forecasts are too few (at least %d).", s.Together.Forecasts, report.EnoughForDiagram))
		} else if drawn = writeFigure(v.SVG, svg); drawn == nil {
			s.Diagram = v.SVG
		}
	}
	if v.JSON {
		err = report.ScoreJSON(a.stdout, s)
	} else {
		err = report.ScoreText(a.stdout, s, a.out)
	}
	return errors.Join(err, drawn)
}

func writeFigure(file, svg string) error {
	if err := os.WriteFile(file, []byte(svg+"\n"), 0o644); err != nil {
		return fmt.Errorf("the reliability diagram was not written: %w", err)
	}
	return nil
}

// usage refuses flags that do not go together, and reads --at.
func (v *scoreVerb) usage() (scenario.Date, error) {
	at, err := dateFlag("--at", v.At)
	fail := func(text string) (scenario.Date, error) { return at, usageError{errors.New(text)} }
	switch {
	case err != nil:
		return at, err
	case v.Ledger != "" && len(v.Runs) > 0:
		return fail("give runs or --ledger, not both")
	case v.Ledger == "" && len(v.Runs) == 0:
		return fail("say what to score: folders of runs (demarche-runs/…), a scenario with --from, or --ledger FILE")
	case v.Ledger == "" && (v.Head != "" || v.Scenario != ""):
		return fail("--head and --scenario belong to --ledger")
	case v.Ledger != "" && (v.From != "" || v.To != "" || v.Out != ""):
		return fail("--from, --to and --out belong to a scenario, not to a ledger")
	case v.Draws < 1 || v.Stories < 1:
		return fail("--draws and --stories must be at least 1")
	case v.Workers < 0:
		return fail(fmt.Sprintf("--workers must be at least 1, not %d", v.Workers))
	}
	return at, nil
}

func dateFlag(name, text string) (scenario.Date, error) {
	if text == "" {
		return scenario.Date{}, nil
	}
	d, err := scenario.ParseDate(text)
	if err != nil {
		return d, usageError{fmt.Errorf("%s: %w", name, err)}
	}
	return d, nil
}

// ofLedger scores the forecasts that a ledger holds.
func (v *scoreVerb) ofLedger(at scenario.Date) (*score.ScoreSheet, error) {
	entries, err := score.ReadLedger(v.Ledger)
	if err != nil {
		return nil, err
	}
	if v.Head != "" && !score.Holds(entries, v.Head) {
		return nil, fmt.Errorf("%s is whole in itself, but holds no entry with the hash %s: it was written anew or cut off since that hash was noted", v.Ledger, v.Head)
	}
	names := score.Scenarios(entries)
	name := v.Scenario
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("%s holds no entry yet; demarche run FILE --ledger %s makes one", v.Ledger, v.Ledger)
	case name == "" && len(names) > 1:
		return nil, usageError{fmt.Errorf("the ledger holds forecasts of %s; choose with --scenario", strings.Join(names, ", "))}
	case name == "":
		name = names[0]
	}
	made, again := score.FromLedger(entries, name)
	if len(made) == 0 {
		return nil, fmt.Errorf("%s holds no forecast of %q, but of %s", v.Ledger, name, strings.Join(names, ", "))
	}
	file := v.Resolution
	if file == "" {
		return nil, usageError{errors.New("a ledger does not say what happened; give the file with --resolution")}
	}
	frame, by := score.Frame(name, score.FirstDay(entries, name), made)
	truth, err := answers(frame, file, nil)
	if err != nil {
		return nil, err
	}
	truth.By, truth.At = by, at
	s := score.Assess(made, truth)
	s.Scenario, s.Title = name, entries[len(entries)-1].Title
	for i := range entries {
		if entries[i].Scenario == name {
			s.Title = entries[i].Title
		}
	}
	s.Ledger = &score.LedgerState{File: v.Ledger, Entries: len(entries), Used: len(made), Head: score.Head(entries)}
	if again > 0 {
		s.Warnings = append(s.Warnings, fmt.Sprintf("Only the first entry for each date is scored; later ones left out: %d.", again))
	}
	return s, nil
}

// answers reads a resolution file: from disk, or what lies beside the scenario.
func answers(sc *scenario.Scenario, file string, text []byte) (score.Truth, error) {
	if text == nil {
		b, err := os.ReadFile(file)
		if err != nil {
			return score.Truth{}, fmt.Errorf("cannot read what happened: %w", err)
		}
		text = b
	}
	settled, list := evidence.LoadResolution(sc, file, text)
	if list.HasErrors() {
		return score.Truth{}, wrongError{list, map[string][]byte{file: text}}
	}
	t := score.Truth{File: file, Settled: settled}
	for _, d := range list {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %s.", d.Subject, d.Message))
	}
	return t, nil
}

// ofRuns scores kept runs, or those of a scenario, which it makes.
func (v *scoreVerb) ofRuns(a *app, at scenario.Date) (*score.ScoreSheet, error) {
	series := len(v.Runs) == 1 && !exists(filepath.Join(v.Runs[0], "manifest.json")) && isScenario(v.Runs[0])
	dirs := v.Runs
	var warnings []string
	var err error
	switch {
	case series && v.From == "":
		return nil, usageError{fmt.Errorf("%s is a scenario, not a run: say from which as-of date on with --from, such as --from 2013-04-16; or score a run of it, demarche-runs/…", v.Runs[0])}
	case !series && (v.From != "" || v.To != "" || v.Out != ""):
		return nil, usageError{errors.New("--from, --to and --out make runs of a scenario; give one scenario instead of runs")}
	case series:
		if dirs, warnings, err = v.series(a); err != nil {
			return nil, err
		}
	}
	var made []score.Made
	var last *keptRun
	for _, dir := range dirs {
		k, err := openRun(dir)
		if err != nil {
			return nil, err
		}
		if last != nil && last.result.Scenario != k.result.Scenario {
			return nil, usageError{fmt.Errorf("%s is a run of %s, and %s of %s: score them one scenario at a time", last.dir, last.result.Scenario, k.dir, k.result.Scenario)}
		}
		sc, _, err := k.src.load(nil)
		if err != nil {
			return nil, err
		}
		m := score.FromResult(k.result, sc)
		m.Run, m.Created = dir, k.created
		w, err := k.baselines(a, v, &m)
		if err != nil {
			return nil, err
		}
		if w != "" {
			warnings = append(warnings, w)
		}
		made = append(made, m)
		if last == nil || k.result.AsOf >= last.result.AsOf {
			last = k
		}
	}
	truth, err := v.truth(last, made)
	if err != nil {
		return nil, err
	}
	truth.At = at
	s := score.Assess(made, truth)
	s.Scenario, s.Title = last.result.Scenario, last.result.Title
	s.Warnings = append(s.Warnings, warnings...)
	return s, nil
}

// truth reads what happened: --resolution, or the table beside the scenario
// that the latest run was made from.
func (v *scoreVerb) truth(k *keptRun, made []score.Made) (score.Truth, error) {
	start, err := k.start()
	if err != nil {
		return score.Truth{}, err
	}
	frame, by := score.Frame(k.result.Scenario, start, made)
	if v.Resolution != "" {
		t, err := answers(frame, v.Resolution, nil)
		t.By = by
		return t, err
	}
	src, err := open(k.result.File)
	if err != nil || src.resolution == nil {
		return score.Truth{}, usageError{fmt.Errorf("there is no resolution file beside %s; say what happened with --resolution FILE", k.result.File)}
	}
	t, err := answers(frame, src.resolutionFile, src.resolution)
	t.By = by
	return t, err
}

// series makes the runs of a scenario, one each period, and gives their folders.
// A run that is there already is not made again; a date that cannot be run is
// left out, and failed says why.
func (v *scoreVerb) series(a *app) (dirs, failed []string, err error) {
	from, err := dateFlag("--from", v.From)
	if err != nil {
		return nil, nil, err
	}
	to, err := dateFlag("--to", v.To)
	if err != nil {
		return nil, nil, err
	}
	src, err := open(v.Runs[0])
	if err != nil {
		return nil, nil, err
	}
	sc, _, err := src.load(nil)
	if err != nil {
		return nil, nil, err
	}
	if err := within(sc, from); err != nil {
		return nil, nil, err
	}
	dates := eachPeriod(sc, from, to)
	if len(dates) == 0 {
		return nil, nil, usageError{fmt.Errorf("--to %s lies before --from %s", to, from)}
	}
	base := v.Out
	if base == "" {
		base = filepath.Join("demarche-runs", fmt.Sprintf("score-%s-%.8s-%dx%d-%d", sc.Name, sc.Hash, v.Draws, v.Stories, v.Seed))
	}
	for _, d := range dates {
		run := &runVerb{File: v.Runs[0], modelFlags: modelFlags{AsOf: d.String(), Workers: v.Workers, MaxMemory: v.MaxMemory}, Seed: v.Seed, Draws: v.Draws, Stories: v.Stories}
		dir := filepath.Join(base, d.String())
		flags := []string{v.Runs[0], "--as-of", d.String(), "--seed", strconv.FormatUint(v.Seed, 10), "--draws", strconv.Itoa(v.Draws), "--stories", strconv.Itoa(v.Stories)}
		switch _, err := keep(a, v, src, run, dir, flags, "as of "+d.String()); {
		case errors.Is(err, errNotThere):
		case errors.Is(err, errStopped):
			return nil, nil, err
		case err != nil:
			if list, ok := wrongList(err); ok && len(list) > 0 {
				err = errors.New(list[0].Message)
			}
			failed = append(failed, fmt.Sprintf("There is no forecast as of %s: %v.", d, err))
		default:
			dirs = append(dirs, dir)
		}
	}
	if len(dirs) == 0 && len(failed) > 0 {
		return nil, nil, errors.New(strings.Join(failed, "\ndemarche: "))
	}
	if len(dirs) == 0 {
		return nil, nil, usageError{fmt.Errorf("there is no run in %s yet; leave --quick out to make them", base)}
	}
	return dirs, failed, nil
}

// eachPeriod is the same day of every period from the first date on to the
// last, the story's end if that is zero.
func eachPeriod(sc *scenario.Scenario, from, to scenario.Date) []scenario.Date {
	first := sc.PeriodOf(from)
	offset := int(math.Round(from.Sub(sc.PeriodStart(first).Time).Hours() / 24))
	var out []scenario.Date
	for p := first; p <= sc.Horizon; p++ {
		d := scenario.Date{Time: sc.PeriodStart(p).AddDate(0, 0, offset)}
		if next := sc.PeriodStart(p + 1); !d.Before(next.Time) { // a short month
			d = scenario.Date{Time: next.AddDate(0, 0, -1)}
		}
		if !to.IsZero() && d.After(to.Time) {
			break
		}
		out = append(out, d)
	}
	return out
}

// enter writes a finished run into a ledger.
func enter(w io.Writer, file string, sc *scenario.Scenario, r *sweep.Result, quiet bool) error {
	e, err := score.Append(file, score.EntryOf(r, sc), time.Now())
	if err == nil && !quiet {
		fmt.Fprintf(w, "Entered in %s as number %d; note its hash elsewhere: %s\n", file, e.Number, e.Hash)
	}
	return err
}
