package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"demarche/library"
)

// This file is `demarche new`.

type newVerb struct {
	File string `arg:"" help:"Scenario file to write."`
	From string `default:"korea-2013" help:"Scenario of the library to start from (${default})."`
}

// Run copies a scenario, and the evidence, resolutions and theory beside it,
// without ever overwriting a file.
func (v *newVerb) Run(a *app) error {
	p := library.Path(v.From)
	if p == "" {
		return usageError{fmt.Errorf("the library has no scenario %q; %s", v.From, inLibrary(v.From))}
	}
	src, err := openLibrary(p)
	if err != nil {
		return err
	}
	file := v.File
	if filepath.Ext(file) == "" {
		file += ".hcl"
	}
	folder, stem := filepath.Dir(file), strings.TrimSuffix(file, filepath.Ext(file))
	files := []struct {
		name string
		body []byte
	}{{file, src.scenario}, {stem + ".evidence.csv", src.evidence}, {stem + ".resolution.csv", src.resolution}, {library.Theory(file), src.theory}}
	for _, f := range files {
		if _, err := os.Lstat(f.name); f.body != nil && err == nil {
			return fmt.Errorf("%s is already there and is never overwritten; choose another name", f.name)
		} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot write %s: %w", f.name, err)
		}
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder %s: %w", folder, err)
	}
	for _, f := range files {
		if f.body == nil {
			continue
		}
		if err := writeNew(f.name, f.body); err != nil {
			return fmt.Errorf("cannot write %s: %w", f.name, err)
		}
		fmt.Fprintln(a.stdout, "wrote", f.name)
	}
	fmt.Fprintf(a.stdout, "It is a copy of %s. Next: edit it, then demarche check %s\n", v.From, file)
	if src.theory != nil {
		fmt.Fprintf(a.stdout, "demarche solve %s says who would do what; demarche library show %s holds it against its theory.\n", file, file)
		fmt.Fprintf(a.stdout, "Once it says something else than the theory does, delete %s.\n", library.Theory(file))
	}
	return nil
}

// writeNew fails if the file appeared in the meantime.
func writeNew(name string, body []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(body)
	return errors.Join(err, f.Close())
}
