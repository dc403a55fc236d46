package store

import (
	"bytes"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"demarche/internal/sweep"
)

var nan = sweep.Number(math.NaN())

// madeUp is a run with something in every table, missing numbers included.
func madeUp() Run {
	r := &sweep.Result{File: "a.hcl", Scenario: "a", Title: "A made-up run", ModelHash: "0123456789abcdef", EvidenceHash: "ff", AsOf: "2013-04-16",
		Seed: math.MaxUint64, Draws: 2, Stories: 2, Version: "test", Unit: "month", Assumptions: []string{}, Warnings: []string{"a warning"}, LogEv: -3.25,
		Secrets:   []sweep.SecretInfo{{Name: "s", Title: "S", Values: []string{"z", "a"}, KnownTo: []string{}}},
		Questions: []sweep.QuestionResult{{Name: "q", Probability: 0.1, Interval: sweep.Interval{0.05, 0.2}, MonteCarlo: sweep.Interval{nan, nan}, Previous: nan, Assumed: nan, AssumedIn: sweep.Interval{nan, nan}, Prior: 1. / 3}},
		Beliefs:   []sweep.DatedBelief{{Date: "2013-01", Secrets: map[string]map[string]sweep.Number{"s": {"z": 0.25, "a": 0.75}, "r": {"1": nan}}}},
		Evidence:  []sweep.EvidenceRow{{ID: "E1", Used: true, LogLikelihood: -1.5, Surprise: nan, Note: "“quoted”, 中"}},
		Sources:   []sweep.ParameterSource{{Name: "p", Value: "90%: 2–5"}, {Name: "q"}},
		DrawTable: []sweep.DrawRow{{Draw: 0, LogLikelihood: -1.25, Weight: 1, Stories: 2, Parameters: []float64{0.1, 2}}, {Draw: 1, LogLikelihood: math.Inf(-1), Parameters: []float64{0.3, 4}}},
		StoryRows: []sweep.StoryRow{{Draw: 0, Story: 0, Period: "2013-04", Phase: "p", Event: "p.e"}, {Draw: 0, Story: 1, Period: "2013-04", Phase: "p", Event: "p.f"}}}
	return Run{Result: r, Scenario: []byte("scenario \"a\" {}\r\n"), Evidence: []byte("id,date\n"), Flags: []string{"--seed", "1"}, Created: time.Date(2026, 11, 23, 1, 2, 3, 0, time.UTC)}
}

func TestWriteThenReadGivesTheRunBack(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "deep", "run")
	run := madeUp()
	for range 2 { // the second time replaces the first
		if err := Write(dir, run); err != nil {
			t.Fatal(err)
		}
	}
	got, m, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(&run, got, sameNumber, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the run changed on its way through the disk (-written +read):\n%s", diff)
	}
	if m.Questions["q"] != 0.1 || m.Seed != math.MaxUint64 {
		t.Errorf("manifest: %+v", m)
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".demarche-run-*"))
	if len(left) > 0 {
		t.Errorf("temporary folders were left: %v", left)
	}
}

var sameNumber = cmp.Comparer(func(x, y sweep.Number) bool {
	return x == y || math.IsNaN(float64(x)) && math.IsNaN(float64(y))
})

func TestSameRunSameBytes(t *testing.T) {
	a, b := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "b")
	later := madeUp()
	later.Created = later.Created.Add(time.Hour)
	if err := errors.Join(Write(a, madeUp()), Write(b, later)); err != nil {
		t.Fatal(err)
	}
	for _, name := range append(required(), evidenceFile) {
		x, _ := os.ReadFile(filepath.Join(a, name))
		y, err := os.ReadFile(filepath.Join(b, name))
		if err != nil || !bytes.Equal(x, y) {
			t.Errorf("%s differs between two runs of one seed (%v)", name, err)
		}
	}
}

func TestBeliefRowsFollowTheOrderOfValues(t *testing.T) {
	var got []string
	for _, r := range beliefRows(madeUp().Result) {
		got = append(got, r.Secret+"="+r.Value)
	}
	if diff := cmp.Diff([]string{"r=1", "s=z", "s=a"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyRunsAreReplaced(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.doc"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := Write(dir, madeUp()); err == nil || !strings.Contains(err.Error(), "--out") {
		t.Errorf("a folder with other things was replaced, or without advice: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "thesis.doc")); err != nil {
		t.Error(err)
	}
	if err := Write(filepath.Join(dir, "thesis.doc"), madeUp()); err == nil {
		t.Error("a file was replaced")
	}
	if err := Write(t.TempDir(), madeUp()); err != nil {
		t.Errorf("an empty folder was refused: %v", err)
	}
}

// fullDisk takes so many bytes in all, and then says what a full disk says.
type fullDisk struct {
	f    *os.File
	left *int
}

func (d fullDisk) Write(b []byte) (int, error) {
	if *d.left -= len(b); *d.left < 0 {
		return 0, &os.PathError{Op: "write", Path: d.f.Name(), Err: syscall.ENOSPC}
	}
	return d.f.Write(b)
}

func (d fullDisk) Close() error { return d.f.Close() }

func TestFullDiskLeavesTheEarlierRunAndOneClearError(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "run")
	if err := Write(dir, madeUp()); err != nil {
		t.Fatal(err)
	}
	for room := 0; room < 8000; room += 500 {
		left := room
		err := write(dir, madeUp(), func(path string) (io.WriteCloser, error) {
			f, err := os.Create(path)
			return fullDisk{f, &left}, err
		})
		if err == nil {
			t.Fatalf("with room for %d bytes nothing failed", room)
		}
		if !strings.Contains(err.Error(), "is full") || strings.Contains(err.Error(), "\n") {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
		if _, _, err := Read(dir); err != nil {
			t.Fatalf("the earlier run was lost: %v", err)
		}
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(dir), ".demarche-run-*")); len(left) > 0 {
		t.Errorf("temporary folders were left: %v", left)
	}
}

func TestTornRunsAreNamed(t *testing.T) {
	for _, name := range append(required(), manifestFile, evidenceFile) {
		for what, tear := range map[string]func(path string, b []byte) error{
			"missing": func(path string, b []byte) error { return os.Remove(path) },
			"short":   func(path string, b []byte) error { return os.WriteFile(path, b[:len(b)/2], 0o644) },
			"flipped": func(path string, b []byte) error { b[len(b)/2] ^= 0x80; return os.WriteFile(path, b, 0o644) },
		} {
			dir := filepath.Join(t.TempDir(), "run")
			if err := Write(dir, madeUp()); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(dir, name)
			b, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if err := tear(path, b); err != nil {
				t.Fatal(err)
			}
			if name == manifestFile && what == "flipped" {
				continue // a bit inside one of its own strings leaves a manifest; a checksum of a file is another file's business
			}
			if _, _, err := Read(dir); err == nil {
				t.Errorf("%s %s: read without an error", name, what)
			} else if !strings.Contains(err.Error(), name) {
				t.Errorf("%s %s: the error does not name the file: %v", name, what, err)
			}
		}
	}
	if _, _, err := Read(t.TempDir()); err == nil || !strings.Contains(err.Error(), "not a run") {
		t.Errorf("an empty folder: %v", err)
	}
}

func TestDefaultDir(t *testing.T) {
	r := &sweep.Result{Scenario: "korea/../../etc", AsOf: "2013-04-16", ModelHash: "0123456789"}
	want := filepath.Join("x", "demarche-runs", "korea-------etc-2013-04-16-01234567")
	if got := DefaultDir("x", r); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// FuzzRead puts any bytes into a run directory, as one of its files: an error or
// the run, never a panic. Bytes that are not the run's must not be believed.
func FuzzRead(f *testing.F) {
	seed := filepath.Join(f.TempDir(), "seed")
	if err := Write(seed, madeUp()); err != nil {
		f.Fatal(err)
	}
	names := append(required(), manifestFile)
	whole := map[string][]byte{}
	for i, name := range append(names, evidenceFile) {
		b, err := os.ReadFile(filepath.Join(seed, name))
		if err != nil {
			f.Fatal(err)
		}
		whole[name] = b
		f.Add(i, b)
	}
	f.Add(len(names)-1, []byte(`{"format":1,"files":{"../x":{}}}`))
	f.Fuzz(func(t *testing.T, which int, b []byte) {
		dir := t.TempDir()
		torn := names[((which%len(names))+len(names))%len(names)]
		for name, content := range whole {
			if name == torn {
				content = b
			}
			if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		run, _, err := Read(dir)
		if err == nil && run.Result.Title != madeUp().Result.Title {
			t.Error("bytes that are not the run's were believed")
		}
	})
}
