package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

// This file holds the flags that the verbs that compute share.

// modelFlags change the model or what is asked of it.
type modelFlags struct {
	Set       []string   `placeholder:"NAME=VALUE" sep:"none" help:"Give a parameter another value or distribution (repeatable)."`
	Precision float64    `placeholder:"X" help:"Multiply every actor's precision; for a Gambit file, the λ."`
	Foresight int        `placeholder:"N" help:"Periods that each actor looks ahead."`
	Horizon   int        `placeholder:"N" help:"Periods that the story runs."`
	AsOf      string     `placeholder:"DATE" help:"Look from this date, such as 2013-04-16."`
	Workers   int        `placeholder:"N" help:"Solve on so many cores (all)."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
	JSON      bool       `name:"json" help:"Print one JSON object."`
}

// check refuses numbers that mean nothing. Zero stands for "not given".
func (f *modelFlags) check() error {
	switch {
	case f.Precision < 0 || f.Precision != f.Precision:
		return usageError{fmt.Errorf("--precision must be above 0, not %v", f.Precision)}
	case f.Foresight < 0:
		return usageError{fmt.Errorf("--foresight must be at least 1 period, not %d", f.Foresight)}
	case f.Horizon < 0:
		return usageError{fmt.Errorf("--horizon must be at least 1 period, not %d", f.Horizon)}
	case f.Workers < 0:
		return usageError{fmt.Errorf("--workers must be at least 1, not %d", f.Workers)}
	}
	return nil
}

// workers is the number of cores to use.
func (f *modelFlags) workers() int {
	if f.Workers > 0 {
		return f.Workers
	}
	return runtime.GOMAXPROCS(0)
}

// date is the as-of date, zero if it was not given.
func (f *modelFlags) date() (scenario.Date, error) {
	if f.AsOf == "" {
		return scenario.Date{}, nil
	}
	d, err := scenario.ParseDate(f.AsOf)
	if err != nil {
		return d, usageError{fmt.Errorf("--as-of: %w", err)}
	}
	return d, nil
}

// within refuses an as-of date outside of the story, the zero date aside: what
// is asked of a scenario there has no answer.
func within(sc *scenario.Scenario, asOf scenario.Date) error {
	switch p := sc.PeriodOf(asOf); {
	case asOf.IsZero():
	case p < 1:
		return usageError{fmt.Errorf("--as-of: %s is before the scenario starts (%s); choose a later date", asOf, sc.Start)}
	case p > sc.Horizon:
		last := sc.PeriodStart(sc.Horizon+1).AddDate(0, 0, -1)
		return usageError{fmt.Errorf("--as-of: %s is after the story ends (%s); choose an earlier date, or lengthen the story with --horizon", asOf, scenario.Date{Time: last})}
	}
	return nil
}

// at is the scenario that file names with the flags obeyed, and what was reported
// up to the date that they ask for, if they ask for one.
func (f *modelFlags) at(file string) (src *source, sc *scenario.Scenario, set *evidence.Set, date scenario.Date, err error) {
	if date, err = f.date(); err != nil {
		return
	}
	if src, err = open(file); err != nil {
		return
	}
	if sc, _, err = f.load(src); err != nil {
		return
	}
	if err = within(sc, date); err != nil {
		return
	}
	set, err = src.reports(sc, date)
	return
}

// load reads the scenario of src under the flags. A flag that makes another
// model of it shows in the hash, so that two models never share one.
func (f *modelFlags) load(src *source) (*scenario.Scenario, diag.List, error) {
	sc, list, err := src.load(f.Set)
	if err != nil || f.Foresight == 0 && f.Horizon == 0 && (f.Precision == 0 || f.Precision == 1) {
		return sc, list, err
	}
	c := *sc
	if f.Foresight > 0 {
		c.Foresight = f.Foresight
	}
	if f.Horizon > 0 {
		c.Horizon = f.Horizon
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\nforesight=%d\nhorizon=%d\nprecision=%v\n", sc.Hash, f.Foresight, f.Horizon, f.Precision))
	c.Hash = hex.EncodeToString(sum[:])
	return &c, list, nil
}
