package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/explain"
	"demarche/internal/report"
	"demarche/internal/scenario"
)

// This file is `demarche explain`.

type explainVerb struct {
	File       string `arg:"" help:"Scenario file, or the name of one of the library."`
	Question   string `arg:"" optional:"" help:"Name of a question, an end, a chance, or an act (phase.act). Without it, what can be asked is listed."`
	modelFlags `embed:""`
	NoEvidence bool   `help:"Look from the start, before any evidence."`
	Limit      bool   `help:"Follow the branch to its limit."`
	Stories    int    `default:"${explain_stories}" placeholder:"N" help:"Stories told where the look-ahead does not reach as far as the question (${default})."`
	Seed       uint64 `default:"1" placeholder:"N" help:"Of the stories (${default})."`
	Progress   bool   `help:"Say on stderr how far it is, even where there is no terminal."`
}

func (v *explainVerb) Run(a *app) error {
	if err := v.check(); err != nil {
		return err
	}
	switch {
	case isGame(v.File):
		return usageError{errors.New("explain is for scenarios: a game file has no questions; demarche solve reads it")}
	case v.Stories < 1:
		return usageError{fmt.Errorf("--stories must be at least 1, not %d", v.Stories)}
	case v.NoEvidence && v.AsOf != "":
		return usageError{errors.New("--no-evidence looks from the start, and --as-of from a date; give one of them")}
	}
	if v.AsOf == "" && !v.NoEvidence {
		if err := v.fromEvidence(); err != nil {
			return err
		}
	}
	src, sc, set, date, err := v.at(v.File)
	if err != nil {
		return err
	}
	if v.Question == "" {
		return report.ListAsked(a.stdout, sc.Title, askable(sc), a.out)
	}
	if !explain.Has(sc, v.Question) {
		return usageError{unknownQuestion(sc, v.Question)}
	}
	m := a.meter(v.Progress, false)
	defer m.wipe()
	e, err := explain.Explain(a.ctx, sc, set, v.Question, explain.Options{AsOf: date, Precision: v.Precision, Limit: v.Limit, Stories: v.Stories,
		Seed: v.Seed, Workers: v.workers(), MaxMemory: v.MaxMemory.orHalf(), Stop: a.stopped, Progress: m.step})
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before it could be explained; there is nothing to report")
		return errStopped
	}
	if err != nil {
		return src.modelFault(err)
	}
	m.wipe()
	r := report.FromExplanation(e)
	if v.JSON {
		return report.ExplainJSON(a.stdout, r)
	}
	return report.ExplainText(a.stdout, r, a.out)
}

// fromEvidence looks from the scenario's own as-of date where there is evidence.
func (v *explainVerb) fromEvidence() error {
	src, err := open(v.File)
	if err != nil || src.evidence == nil {
		return err
	}
	sc, _, err := v.load(src)
	if err == nil && !sc.AsOf.IsZero() {
		v.AsOf = sc.AsOf.String()
	}
	return err
}

// askable lists what can be asked about, with titles.
func askable(s *scenario.Scenario) []report.AskedGroup {
	groups := []report.AskedGroup{{Title: "Questions"}, {Title: "Ends"}, {Title: "Chances"}, {Title: "Acts"}}
	add := func(k int, name, title string) { groups[k].Names = append(groups[k].Names, [2]string{name, title}) }
	for _, q := range s.Questions {
		add(0, q.Name, q.Title)
	}
	for _, e := range s.Ends {
		add(1, e.Name, e.Title)
	}
	for _, c := range s.Chances {
		add(2, c.Name, c.Title)
	}
	for _, p := range s.Phases {
		for i, x := range p.Actions {
			if x.Base == x.Name {
				add(3, p.Name+"."+x.Name, cmp.Or(x.Title, p.Title))
			} else if i == 0 || p.Actions[i-1].Base != x.Base {
				add(3, p.Name+"."+x.Base, cmp.Or(x.Title, p.Title))
			}
		}
	}
	return groups
}

// unknownQuestion says what may have been meant.
func unknownQuestion(s *scenario.Scenario, name string) error {
	shown := name
	if r := []rune(shown); len(r) > 60 {
		shown = string(r[:60]) + "…"
	}
	if near := diag.Nearest(name, explain.Names(s)); near != "" {
		return fmt.Errorf("there is no question, end, chance or act called %q; did you mean %s?", shown, near)
	}
	var names []string
	for _, q := range s.Questions {
		names = append(names, q.Name)
	}
	if len(names) == 0 {
		return fmt.Errorf("there is no question, end, chance or act called %q; demarche explain FILE lists what there is", shown)
	}
	return fmt.Errorf("there is no question, end, chance or act called %q; the questions are %s (demarche explain FILE lists acts and chances too)", shown, strings.Join(names, ", "))
}
