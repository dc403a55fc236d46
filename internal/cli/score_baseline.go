package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/report"
	"demarche/internal/scenario"
	"demarche/internal/score"
	"demarche/internal/store"
	"demarche/internal/sweep"
)

// This file makes the runs that a score compares with, from the sources that a
// run keeps, and finds those that were made before.

// atRandom is what every precision is multiplied by where everybody is to
// choose at random: the better of two acts is then as likely as the other to
// nine digits.
const atRandom = 1e-9

// keptRun is a run as read from its folder.
type keptRun struct {
	dir     string
	result  *sweep.Result
	src     *source // as kept with the run
	flags   []string
	created time.Time
}

func openRun(dir string) (*keptRun, error) {
	run, m, err := store.Read(dir)
	if err != nil {
		return nil, err
	}
	run.Result.RunDirectory = dir
	src := &source{file: m.File, scenario: run.Scenario, evidence: run.Evidence, evidenceFile: filepath.Join(dir, "evidence.csv")}
	if _, err := scenario.ParseDate(run.Result.AsOf); err != nil {
		return nil, fmt.Errorf("%s: its as-of date: %w", dir, err)
	}
	return &keptRun{dir, run.Result, src, m.Flags, m.Created}, nil
}

// verb is the command that made the run.
func (k *keptRun) verb() (*runVerb, error) {
	var v verbs
	p, err := parser(&v, io.Discard, io.Discard)
	if err == nil {
		_, err = p.Parse(append([]string{"run"}, k.flags...))
	}
	return &v.Run, err
}

// start is the first day of the story of the run.
func (k *keptRun) start() (scenario.Date, error) {
	sc, _, err := k.src.load(nil)
	if err != nil {
		return scenario.Date{}, err
	}
	return sc.Start, nil
}

// baselines adds to m the forecasts of the same model with everybody choosing
// at random and without evidence, which stand in folders beside the run. What
// hinders it is a warning: the scores are right without them.
func (k *keptRun) baselines(a *app, v *scoreVerb, m *score.Made) (warning string, err error) {
	say := func(err error) (string, error) {
		switch list, ok := wrongList(err); {
		case errors.Is(err, errStopped):
			return "", err
		case errors.Is(err, errNotThere):
			return "", nil
		case ok && len(list) > 0:
			err = errors.New(list[0].Message)
		}
		return fmt.Sprintf("The baselines of %s could not be run: %v.", k.dir, err), nil
	}
	run, err := k.verb()
	if err != nil {
		return say(fmt.Errorf("its command line is not understood any more: %w", err))
	}
	sc, _, err := run.load(k.src)
	if err != nil {
		return say(err)
	}
	if sc.Hash != k.result.ModelHash {
		return say(errors.New("its sources now mean another model"))
	}
	run.AsOf, run.Workers, run.MaxMemory = k.result.AsOf, v.Workers, v.MaxMemory
	run.Assume, run.Score = nil, false
	flags := func(more ...string) []string { return append(append([]string{}, k.flags...), more...) }

	random, dir := *run, k.dir+"-random"
	random.Precision = atRandom
	if run.Precision > 0 {
		random.Precision *= run.Precision
	}
	r, err := keep(a, v, k.src, &random, dir, flags("--precision", fmt.Sprint(random.Precision)), "everybody at random, as of "+run.AsOf)
	if err == nil {
		m.Random, m.RandomRun = score.Probabilities(r), dir
	} else if !errors.Is(err, errNotThere) {
		return say(err)
	}
	if k.result.NoEvidence {
		return "", nil
	}
	prior, dir := *run, k.dir+"-prior"
	prior.NoEvidence = true
	r, err = keep(a, v, k.src, &prior, dir, flags("--no-evidence"), "without evidence, as of "+run.AsOf)
	if err != nil {
		return say(err)
	}
	m.Prior, m.PriorRun = score.Probabilities(r), dir
	return "", nil
}

func wrongList(err error) (diag.List, bool) {
	var wrong wrongError
	ok := errors.As(err, &wrong)
	return wrong.list, ok
}

// errNotThere is a run that --quick does not make.
var errNotThere = errors.New("not there")

// keep makes a run and keeps it in dir, unless dir holds that run already.
func keep(a *app, v *scoreVerb, src *source, run *runVerb, dir string, flags []string, what string) (*sweep.Result, error) {
	opt, err := run.options()
	if err != nil {
		return nil, err
	}
	opt.Previous = false
	sc, notes, err := run.load(src)
	if err != nil {
		return nil, err
	}
	if k, err := openRun(dir); err == nil && same(k, sc, src, run) {
		return k.result, nil
	}
	if v.Quick {
		return nil, errNotThere
	}
	var set *evidence.Set
	if src.evidence != nil {
		var list diag.List
		if set, list = evidence.Load(sc, src.evidenceFile, src.evidence); list.HasErrors() {
			return nil, wrongError{list, src.sources()}
		}
	}
	m := a.meter(v.Progress, v.Quiet)
	opt.Progress = func(p sweep.Progress) {
		p.Stage = what + ": " + p.Stage
		m.update(p)
	}
	r, err := sweep.Run(a.ctx, sc, set, opt)
	m.wipe()
	if err != nil {
		return nil, src.modelFault(err)
	}
	if r.Diag.Interrupted {
		fmt.Fprintln(a.stderr, "demarche: stopped; the runs that were finished are kept, and the same command goes on from there")
		return nil, errStopped
	}
	r.Version, r.RunDirectory = version(), dir
	for _, d := range notes {
		r.Warnings = append(r.Warnings, fmt.Sprintf("%s: %s", d.Subject, d.Message))
	}
	r = report.Complete(r)
	return r, store.Write(dir, store.Run{Result: r, Scenario: src.scenario, Evidence: src.evidence, Flags: flags, Created: time.Now()})
}

// same reports whether a kept run is what this command would make.
func same(k *keptRun, sc *scenario.Scenario, src *source, run *runVerb) bool {
	r := k.result
	old, err := k.verb()
	return err == nil && r.ModelHash == sc.Hash && r.AsOf == run.AsOf && r.Seed == run.Seed && r.Diag.DrawsRequested == run.Draws && old.Stories == run.Stories &&
		r.NoEvidence == run.NoEvidence && !r.Diag.Interrupted && string(k.src.evidence) == string(src.evidence)
}
