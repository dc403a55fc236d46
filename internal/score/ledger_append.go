package score

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// This file adds an entry to a ledger, whole or not at all.

// Append adds e to the ledger in file, made if it is not there, and gives it
// back as written. The chain is verified first; a broken ledger is left alone.
// The new text is written beside the file, through to the disk, and renamed
// over it, so that a process killed at any moment leaves the old chain or the
// new one. Two processes that append at once do so one after the other.
func Append(file string, e Entry, now time.Time) (Entry, error) {
	return appendWith(file, e, now, os.Rename)
}

func appendWith(file string, e Entry, now time.Time, rename func(from, to string) error) (Entry, error) {
	if real, err := filepath.EvalSymlinks(file); err == nil {
		file = real
	}
	unlock, err := lock(filepath.Dir(file))
	if err != nil {
		return e, explain(file, err)
	}
	defer unlock()
	var old []byte
	mode := fs.FileMode(0o644)
	if info, err := os.Stat(file); err == nil {
		if info.IsDir() {
			return e, fmt.Errorf("the forecast was not entered: %s is a folder; give a file with --ledger", file)
		}
		mode = info.Mode().Perm()
		if info.Size() > MaxLedger {
			return e, fmt.Errorf("the forecast was not entered: %s is too large for a ledger", file)
		}
		if old, err = os.ReadFile(file); err != nil {
			return e, explain(file, err)
		}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return e, explain(file, err)
	}
	entries, err := ParseLedger(file, old)
	if err != nil {
		return e, fmt.Errorf("the forecast was not entered: %w", err)
	}
	e.Format, e.Number, e.Time, e.Previous = LedgerFormat, len(entries)+1, now.UTC().Truncate(time.Second), noHash
	if len(entries) > 0 {
		e.Previous = Head(entries)
	}
	if err := e.check(); err != nil {
		return e, fmt.Errorf("the forecast was not entered: %w", err)
	}
	if e.Hash, err = e.sum(); err != nil {
		return e, explain(file, err)
	}
	line, err := e.line()
	if err != nil {
		return e, explain(file, err)
	}
	if _, err := parseEntry(line); err != nil { // a text that JSON cannot carry unchanged would break the chain for good
		return e, fmt.Errorf("the forecast was not entered: its texts cannot be kept unchanged: %w", err)
	}
	return e, explain(file, swap(file, append(append(old, line...), '\n'), mode, rename))
}

// swap replaces file by text in one step.
func swap(file string, text []byte, mode fs.FileMode, rename func(from, to string) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".demarche-ledger-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	_, err = f.Write(text)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if e := f.Close(); err == nil {
		err = e
	}
	if err != nil {
		return err
	}
	if err := rename(f.Name(), file); err != nil {
		return err
	}
	if d, err := os.Open(filepath.Dir(file)); err == nil { // the new name must outlive a power cut, too
		_ = d.Sync() // not every system can
		d.Close()
	}
	return nil
}

func explain(file string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the forecast was not entered: the disk of %s is full", file)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("the forecast was not entered: %s may not be written; give another file with --ledger", file)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the forecast was not entered: there is no folder %s", filepath.Dir(file))
	}
	return fmt.Errorf("the forecast was not entered in %s: %w", file, err)
}
