package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/lookahead"
	"demarche/internal/scenario"
	"demarche/library"
)

// This file finds what a FILE argument names: a file on disk, or a scenario of the library.

// source is a scenario and the files that lie beside it.
type source struct {
	file       string // what messages call it
	scenario   []byte
	evidence   []byte // nil if there is none
	resolution []byte // nil if there is none
	theory     []byte // nil if there is none
	// names that messages use for the three
	evidenceFile, resolutionFile, theoryFile string
}

// open reads the scenario that name stands for. A file on disk comes before a
// scenario of the library of the same name; a folder stands for the scenario in
// it that has the folder's name, and a theory file for the scenario beside it.
func open(name string) (*source, error) {
	name = ofTheory(name)
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return openDisk(name)
	} else if err == nil {
		if inside := filepath.Join(name, filepath.Base(name)+".hcl"); exists(inside) {
			return openDisk(inside)
		}
	}
	if p := library.Path(name); p != "" {
		return openLibrary(p)
	}
	if filepath.Ext(name) == "" && !exists(name) {
		return nil, fmt.Errorf("there is no file %q and no scenario of that name in the library; %s", name, inLibrary(name))
	}
	return openDisk(name)
}

// ofTheory is the scenario that a theory file speaks of.
func ofTheory(name string) string {
	if stem, is := strings.CutSuffix(name, ".theory.hcl"); is {
		return stem + ".hcl"
	}
	return name
}

// inLibrary says what somebody may have meant who named a scenario that the
// library does not have.
func inLibrary(name string) string {
	if near := diag.Nearest(name, library.Names()); near != "" {
		return fmt.Sprintf("did you mean %s? (demarche library lists them)", near)
	}
	return "demarche library lists those that there are"
}

func openDisk(name string) (*source, error) {
	b, list := check.ReadFile(name)
	if list.HasErrors() {
		return nil, wrongError{list: list}
	}
	s := &source{file: name, scenario: b}
	var err error
	for _, p := range besides(name, "evidence.csv") {
		if s.evidence == nil && err == nil {
			s.evidenceFile, s.evidence, err = readTable(p)
		}
	}
	for _, p := range besides(name, "resolution.csv") {
		if s.resolution == nil && err == nil {
			s.resolutionFile, s.resolution, err = readTable(p)
		}
	}
	if err == nil {
		s.theoryFile, s.theory, err = readTable(library.Theory(name))
	}
	return s, err
}

// besides lists where a table of a scenario may lie, the scenario's own first:
// mine.evidence.csv beside mine.hcl, or evidence.csv for every scenario of the folder.
func besides(name, table string) []string {
	return []string{strings.TrimSuffix(name, filepath.Ext(name)) + "." + table, filepath.Join(filepath.Dir(name), table)}
}

// readTable reads a table if it is there; a file without a byte is there.
func readTable(p string) (string, []byte, error) {
	b, err := os.ReadFile(p)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, fmt.Errorf("cannot read %s: %w", p, err)
	}
	return p, append([]byte{}, b...), nil
}

func openLibrary(p string) (*source, error) {
	b, err := fs.ReadFile(library.FS(), p)
	if err != nil {
		return nil, err
	}
	s := &source{file: p, scenario: b}
	read := func(table string) (string, []byte) {
		for _, q := range besides(p, table) {
			q = filepath.ToSlash(q)
			if b, err := fs.ReadFile(library.FS(), q); err == nil {
				return q, b
			}
		}
		return "", nil
	}
	s.evidenceFile, s.evidence = read("evidence.csv")
	s.resolutionFile, s.resolution = read("resolution.csv")
	if b, err := fs.ReadFile(library.FS(), library.Theory(p)); err == nil {
		s.theoryFile, s.theory = library.Theory(p), b
	}
	return s, nil
}

// isScenario reports whether open would find something.
func isScenario(name string) bool { return exists(name) || library.Path(name) != "" }

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

// sources is what diagnostics show lines from.
func (s *source) sources() map[string][]byte {
	m := map[string][]byte{s.file: s.scenario}
	if s.evidence != nil {
		m[s.evidenceFile] = s.evidence
	}
	if s.resolution != nil {
		m[s.resolutionFile] = s.resolution
	}
	if s.theory != nil {
		m[s.theoryFile] = s.theory
	}
	return m
}

// load checks the scenario and applies --set in order. The list holds warnings
// even where there is no error.
func (s *source) load(set []string) (*scenario.Scenario, diag.List, error) {
	sc, list := check.Load(s.file, s.scenario)
	if list.HasErrors() {
		return nil, list, wrongError{list, s.sources()}
	}
	for _, assignment := range set {
		next, more := check.Override(sc, assignment)
		if more.HasErrors() {
			return nil, list, wrongError{more, s.sources()}
		}
		list = append(list, more...)
		sc = next
	}
	return sc, list, nil
}

// advice says how to mend a fault in play whose message does not say so itself.
func advice(message string) string {
	switch {
	case strings.Contains(message, "simultaneous acts"):
		return "let one of them change another variable and combine the two in a chance or a payoff, or remove simultaneous"
	case strings.Contains(message, "a probability lies"):
		return "keep it between 0 and 1, with min(1, max(0, …)) or with min and max of the parameters that it reads"
	case strings.Contains(message, "division by zero"), strings.Contains(message, "divides by zero"):
		return "write what it is in that situation with a choice, such as x == 0 ? 0 : 1 / x"
	}
	return ""
}

// modelFault turns a fault of the model that showed in play into a diagnostic
// of its file; other errors stay what they are.
func (s *source) modelFault(err error) error {
	var fault *lookahead.ModelError
	if !errors.As(err, &fault) {
		return err
	}
	d := diag.Diagnostic{Code: diag.FaultInPlay, Message: fault.Message, Hint: advice(fault.Message), Subject: fault.At}
	if d.Subject.File == "" {
		d.Subject.File = s.file
	}
	return wrongError{diag.List{d}, s.sources()}
}
