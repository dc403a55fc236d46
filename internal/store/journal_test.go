package store

// This file checks that a journal gives back what was kept and nothing else,
// wherever it was torn.

import (
	"os"
	"path/filepath"
	"testing"
)

type piece struct {
	Text    string
	Numbers []float64
	hidden  int
}

func open(t testing.TB, path, identity string) *Journal {
	t.Helper()
	j, err := OpenJournal(path, identity)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func TestJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "runs", "j")
	j := open(t, path, "a run")
	j.Keep("one", piece{Text: "first", Numbers: []float64{1, 2}})
	j.Keep("two", piece{Text: "second"})
	j.Keep("one", piece{Text: "again"})
	j.Close()
	j = open(t, path, "a run")
	if j.Pieces() != 2 {
		t.Fatalf("%d pieces, want 2", j.Pieces())
	}
	x := piece{hidden: 7}
	if !j.Recall("two", &x) || x.Text != "second" || x.hidden != 7 {
		t.Errorf("recalled %+v", x)
	}
	if !j.Recall("one", &x) || x.Text != "again" {
		t.Errorf("recalled %+v: the later record counts", x)
	}
	if j.Recall("three", &x) {
		t.Error("recalled what was never kept")
	}
	var other int
	if j.Recall("two", &other) {
		t.Error("recalled a piece as another type")
	}
	j.Close()
	if j = open(t, path, "another run"); j.Pieces() != 0 {
		t.Error("recalled another run's pieces")
	}
	if err := j.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("the journal is still there")
	}
}

// TestTornJournal cuts a journal at every byte, and changes every byte: what is
// recalled is what was kept, and more can be kept and recalled.
func TestTornJournal(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j")
	j := open(t, path, "a run")
	kept := map[string]string{"one": "first", "two": "second", "three": "third"}
	for _, k := range []string{"one", "two", "three"} {
		j.Keep(k, piece{Text: kept[k]})
	}
	j.Close()
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	try := func(b []byte, what string, at int) {
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		for _, again := range []bool{false, true} {
			j := open(t, path, "a run")
			for k, want := range kept {
				var x piece
				if j.Recall(k, &x) && x.Text != want {
					t.Fatalf("%s at %d: %s is %q", what, at, k, x.Text)
				}
			}
			if again {
				var x piece
				if !j.Recall("new", &x) || x.Text != "new" {
					t.Fatalf("%s at %d: what was kept afterwards is lost", what, at)
				}
			} else {
				j.Keep("new", piece{Text: "new"})
			}
			j.Close()
		}
	}
	for at := range whole {
		try(whole[:at:at], "cut", at)
		b := append([]byte(nil), whole...)
		b[at] ^= 0x40
		try(b, "changed", at)
	}
}

func TestJournalOnFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full here")
	}
	j := open(t, filepath.Join(t.TempDir(), "j"), "a run")
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	good := j.file
	j.file = full
	j.Keep("one", piece{Text: "first"})
	j.file = good
	j.Keep("two", piece{Text: "second"})
	var x piece
	if j.Recall("one", &x) || j.Recall("two", &x) {
		t.Error("recalled what could not be written")
	}
	if err := j.Err(); err == nil {
		t.Error("a full disk was not reported")
	} else {
		t.Log(err)
	}
}

func FuzzJournal(f *testing.F) {
	path := filepath.Join(f.TempDir(), "seed")
	j := open(f, path, "a run")
	j.Keep("one", piece{Text: "first"})
	j.Close()
	seed, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add(seed[:len(seed)-5])
	f.Fuzz(func(t *testing.T, b []byte) {
		path := filepath.Join(t.TempDir(), "j")
		if err := os.WriteFile(path, b, 0o644); err != nil {
			t.Fatal(err)
		}
		j := open(t, path, "a run")
		defer j.Close()
		var x piece
		j.Recall("one", &x)
		j.Keep("new", piece{Text: "new"})
		if !j.Recall("new", &x) || x.Text != "new" {
			t.Error("what was kept is lost")
		}
	})
}
