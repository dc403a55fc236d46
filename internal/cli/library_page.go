package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"

	"demarche/internal/proof"
	"demarche/internal/report"
	"demarche/internal/theory"
	"demarche/library"
)

// This file is `demarche library page`: pages with figures, for docs/library or
// for a theory of one's own.

type pageVerb struct {
	Names     []string   `arg:"" optional:"" help:"Scenarios of the library, or files with a theory beside them; without any, the whole library and its table."`
	To        string     `default:"." placeholder:"FOLDER" help:"Folder to write to."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a look-ahead that would need more (half of the machine)."`
}

func (v *pageVerb) Run(a *app) error {
	names, whole := v.Names, len(v.Names) == 0
	if whole {
		names = mechanisms()
	}
	if err := os.MkdirAll(v.To, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder %s: %w", v.To, err)
	}
	var theories []*theory.Theory
	for _, name := range names {
		e, err := engine(name, nil, 0, v.MaxMemory)
		if err != nil {
			return err
		}
		theories = append(theories, e.T)
		page, err := mechanismPage(a, e)
		if err == nil {
			err = v.write(a, e.S.Name+".md", page)
		}
		if err == nil {
			err = v.write(a, e.S.Name+".shape.svg", []byte(report.ShapeFigure(e.S)+"\n"))
		}
		if err == nil && e.T.Picture != nil {
			var line, points []proof.Along
			if line, points, err = e.Picture(a.ctx); err == nil {
				err = v.write(a, e.S.Name+".svg", []byte(report.TheoryFigure(e, line, points)+"\n"))
			}
		}
		if a.ctx.Err() != nil {
			fmt.Fprintln(a.stderr, "demarche: stopped; the pages written so far are complete")
			return errStopped
		}
		if err != nil {
			return err
		}
	}
	if !whole {
		return nil
	}
	var b bytes.Buffer
	if err := report.LibraryReadme(&b, theories); err != nil {
		return err
	}
	return v.write(a, "README.md", b.Bytes())
}

// mechanismPage is the text of one page.
func mechanismPage(a *app, e *proof.Engine) ([]byte, error) {
	out, err := e.Compare(a.ctx)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err = report.MechanismPage(&b, report.FromOutcome(e, out), e.T, e.T.Picture != nil)
	return b.Bytes(), err
}

// mechanisms are the scenarios of the library that have a theory.
func mechanisms() []string {
	var out []string
	for _, name := range library.Names() {
		if src, err := openLibrary(library.Path(name)); err == nil && src.theory != nil {
			out = append(out, name)
		}
	}
	return out
}

func (v *pageVerb) write(a *app, name string, body []byte) error {
	name = filepath.Join(v.To, name)
	if err := os.WriteFile(name, body, 0o644); err != nil {
		return plainCause(name, err)
	}
	fmt.Fprintln(a.stdout, "wrote", name)
	return nil
}

// engine loads a scenario and its theory.
func engine(name string, set []string, precision float64, limit memorySize) (*proof.Engine, error) {
	src, err := openWithTheory(name)
	if err != nil {
		return nil, err
	}
	plain, _, err := src.load(nil)
	if err != nil {
		return nil, err
	}
	t, err := src.loadTheory(plain)
	if err != nil {
		return nil, err
	}
	sc, _, err := src.load(set)
	if err != nil {
		return nil, err
	}
	return &proof.Engine{T: t, S: sc, Precision: precision, MaxMemory: limit.orHalf()}, nil
}
