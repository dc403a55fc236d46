package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"

	"demarche/internal/check"
	"demarche/internal/syntax"
)

// This file is `demarche fmt`.

type fmtVerb struct {
	Files []string `arg:"" help:"Scenario files to lay out; - reads stdin and writes stdout."`
	Check bool     `help:"Change nothing: list the files that are not laid out, and exit with status 1 if there are any."`
}

// Run lays every file out, going on after one that cannot be, and names those it changed.
func (v *fmtVerb) Run(a *app) error {
	var failed error
	for _, file := range v.Files {
		changed, err := v.one(a, file)
		if err != nil {
			a.fail(err)
			failed = errReported
			continue
		}
		if changed {
			fmt.Fprintln(a.stdout, file)
			if v.Check {
				failed = errReported
			}
		}
	}
	return failed
}

func (v *fmtVerb) one(a *app, file string) (changed bool, err error) {
	if file == "-" {
		return v.stream(a)
	}
	text, list := check.ReadFile(file)
	if list.HasErrors() {
		return false, wrongError{list: list}
	}
	out, list := syntax.FormatFile(file, text)
	if list.HasErrors() {
		return false, wrongError{list, map[string][]byte{file: text}}
	}
	if bytes.Equal(text, out) || v.Check {
		return !bytes.Equal(text, out), nil
	}
	return true, rewrite(file, out)
}

// stream formats stdin; under --check it only says whether it is laid out.
func (v *fmtVerb) stream(a *app) (bool, error) {
	text, err := io.ReadAll(io.LimitReader(a.stdin, syntax.MaxBytes+4))
	if err != nil {
		return false, fmt.Errorf("cannot read stdin: %w", err)
	}
	out, list := syntax.FormatFile("stdin", text)
	if list.HasErrors() {
		return false, wrongError{list, map[string][]byte{"stdin": text}}
	}
	if v.Check {
		return !bytes.Equal(text, out), nil
	}
	_, err = a.stdout.Write(out)
	return false, err
}

// rewrite replaces a file whole: a full disk must not leave half a scenario.
func rewrite(file string, body []byte) error {
	info, err := os.Stat(file)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, err)
	}
	temp := file + ".demarche-fmt"
	err = os.WriteFile(temp, body, info.Mode().Perm())
	if err == nil {
		err = os.Rename(temp, file)
	}
	if err != nil {
		return fmt.Errorf("cannot write %s, which was left as it is: %w", file, errors.Join(err, os.Remove(temp)))
	}
	return nil
}
