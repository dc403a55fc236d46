package store

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"demarche/internal/sweep"
)

// This file writes a run directory, whole or not at all.

// creator opens a new file for writing; tests put a full disk here.
type creator func(path string) (io.WriteCloser, error)

// Write keeps run in dir. It writes beside dir and renames at the end, so that
// a reader sees the earlier run or this one, never a half. An earlier run in
// dir is replaced; anything else there is an error.
func Write(dir string, run Run) error {
	return write(dir, run, func(path string) (io.WriteCloser, error) { return os.Create(path) })
}

func write(dir string, run Run, create creator) (err error) {
	dir = filepath.Clean(dir)
	parent := filepath.Dir(dir)
	if err := mayReplace(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return explain(dir, err)
	}
	temp, err := os.MkdirTemp(parent, ".demarche-run-*")
	if err != nil {
		return explain(dir, err)
	}
	defer os.RemoveAll(temp)
	if err := os.Chmod(temp, 0o755); err != nil {
		return explain(dir, err)
	}
	if err := fill(temp, run, create); err != nil {
		return explain(dir, err)
	}
	if err := replace(temp, dir); err != nil {
		return explain(dir, err)
	}
	return nil
}

// mayReplace refuses to overwrite what is not a run.
func mayReplace(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return explain(dir, err)
	case !info.IsDir():
		return fmt.Errorf("cannot keep the run in %s: there is a file of that name; give another folder with --out", dir)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return explain(dir, err)
	}
	if len(entries) == 0 {
		return nil
	}
	if _, err := readManifest(dir); err != nil {
		return fmt.Errorf("cannot keep the run in %s: the folder holds something that is not a run; give another folder with --out", dir)
	}
	return nil
}

func fill(dir string, run Run, create creator) error {
	files := map[string]FileInfo{}
	put := func(name string, body func(io.Writer) error) error {
		info, err := writeFile(filepath.Join(dir, name), create, body)
		files[name] = info
		return err
	}
	if err := put(resultFile, func(w io.Writer) error { return writeJSON(w, run.Result) }); err != nil {
		return err
	}
	if err := put(scenarioFile, raw(run.Scenario)); err != nil {
		return err
	}
	if run.Evidence != nil {
		if err := put(evidenceFile, raw(run.Evidence)); err != nil {
			return err
		}
	}
	for _, t := range tables {
		if err := put(t.file, func(w io.Writer) error { return t.write(w, run.Result) }); err != nil {
			return err
		}
	}
	_, err := writeFile(filepath.Join(dir, manifestFile), create, func(w io.Writer) error { return writeJSON(w, manifest(run, files)) })
	return err
}

func manifest(run Run, files map[string]FileInfo) Manifest {
	r := run.Result
	m := Manifest{Format: Format, Created: run.Created.UTC(), Version: r.Version, Go: runtime.Version(), Scenario: r.Scenario, Title: r.Title,
		File: r.File, ModelHash: r.ModelHash, EvidenceHash: r.EvidenceHash, AsOf: r.AsOf, Seed: r.Seed, Draws: r.Draws, Stories: r.Stories,
		Flags: append([]string{}, run.Flags...), NoEvidence: r.NoEvidence, Assumptions: append([]string{}, r.Assumptions...),
		Interrupted: r.Diag.Interrupted, Questions: map[string]sweep.Number{}, Files: files}
	for _, q := range r.Questions {
		m.Questions[q.Name] = q.Probability
	}
	return m
}

func raw(b []byte) func(io.Writer) error {
	return func(w io.Writer) error { _, err := w.Write(b); return err }
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// writeFile writes one file through to the disk and says what it holds.
func writeFile(path string, create creator, body func(io.Writer) error) (FileInfo, error) {
	f, err := create(path)
	if err != nil {
		return FileInfo{}, err
	}
	sum, n := sha256.New(), new(counter)
	buffered := bufio.NewWriter(f)
	err = body(io.MultiWriter(buffered, sum, n))
	if err == nil {
		err = buffered.Flush()
	}
	if s, ok := f.(interface{ Sync() error }); ok && err == nil {
		err = s.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	return FileInfo{int64(*n), hex.EncodeToString(sum.Sum(nil))}, err
}

type counter int64

func (c *counter) Write(b []byte) (int, error) { *c += counter(len(b)); return len(b), nil }

// replace moves temp to dir. An earlier run there steps aside first, and comes
// back if the move fails.
func replace(temp, dir string) error {
	if err := os.Remove(dir); err == nil || errors.Is(err, fs.ErrNotExist) {
		return os.Rename(temp, dir)
	}
	old := temp + "-old"
	if err := os.Rename(dir, old); err != nil {
		return err
	}
	if err := os.Rename(temp, dir); err != nil {
		return errors.Join(err, os.Rename(old, dir))
	}
	return os.RemoveAll(old)
}

// explain says in one sentence what went wrong and how to mend it.
func explain(dir string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("the run was not kept: the disk of %s is full; make room, or give a folder on another disk with --out", dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the run was not kept: %s may not be written; give another folder with --out", dir)
	}
	return fmt.Errorf("the run was not kept in %s: %w", dir, err)
}
