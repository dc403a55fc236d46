package cli

import (
	"fmt"

	"demarche/internal/check"
	"demarche/internal/report"
	"demarche/internal/scenario"
	"demarche/internal/theory"
	"demarche/library"
)

// This file is `demarche library` and `demarche library show`.

type libraryVerb struct {
	List listVerb `cmd:"" default:"withargs" help:"List the ready-made scenarios."`
	Show showVerb `cmd:"" help:"Hold one against its theory: closed forms beside what the engine computes."`
	Page pageVerb `cmd:"" help:"Write the page of one, with figures, or the pages of all."`
}

type listVerb struct {
	JSON bool `name:"json" help:"Print one JSON object."`
}

func (v *listVerb) Run(a *app) error {
	r := &report.LibraryReport{}
	for _, name := range library.Names() {
		src, err := openLibrary(library.Path(name))
		if err != nil {
			return err
		}
		entry := report.LibraryEntry{Name: name}
		if sc, list := check.Load(src.file, src.scenario); !list.HasErrors() {
			entry.Title, entry.Description = sc.Title, sc.Description
			if t, err := src.loadTheory(sc); err == nil {
				entry.Number, entry.Covers, entry.Status, entry.Source = t.Number, t.Covers, t.Status, t.Source
			}
		}
		r.Scenarios = append(r.Scenarios, entry)
	}
	if v.JSON {
		return report.LibraryJSON(a.stdout, r)
	}
	return report.LibraryText(a.stdout, r, a.out)
}

type showVerb struct {
	Name      string     `arg:"" help:"Scenario of the library, or a scenario file with a theory file beside it."`
	Set       []string   `placeholder:"NAME=VALUE" sep:"none" help:"Give a parameter another value (repeatable)."`
	Precision float64    `placeholder:"X" help:"Multiply every actor's precision."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
	JSON      bool       `name:"json" help:"Print one JSON object."`
}

func (v *showVerb) Run(a *app) error {
	if v.Precision < 0 || v.Precision != v.Precision {
		return usageError{fmt.Errorf("--precision must be above 0, not %v", v.Precision)}
	}
	e, err := engine(v.Name, v.Set, v.Precision, v.MaxMemory)
	if err != nil {
		return err
	}
	out, err := e.Compare(a.ctx)
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before theory and engine were compared; there is nothing to report")
		return errStopped
	}
	if err != nil {
		return err
	}
	r := report.FromOutcome(e, out)
	if v.JSON {
		return report.ShowJSON(a.stdout, r)
	}
	return report.ShowText(a.stdout, r, a.out)
}

// openWithTheory finds a scenario that has a theory.
func openWithTheory(name string) (*source, error) {
	src, err := open(name)
	if err != nil {
		return nil, err
	}
	if src.theory == nil {
		return nil, fmt.Errorf("%s has no theory: there is no file %s beside it", src.file, library.Theory(src.file))
	}
	return src, nil
}

// loadTheory checks the theory of a scenario as it stands in its file.
func (s *source) loadTheory(plain *scenario.Scenario) (*theory.Theory, error) {
	if s.theory == nil {
		return nil, fmt.Errorf("%s has no theory", s.file)
	}
	t, list := check.LoadTheory(plain, s.theoryFile, s.theory)
	if list.HasErrors() {
		return nil, wrongError{list, s.sources()}
	}
	return t, nil
}
