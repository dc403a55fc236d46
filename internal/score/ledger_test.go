package score

// This file tests that a ledger which is not what it was is found out, and by line.

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

var noon = time.Date(2013, 4, 16, 12, 0, 0, 0, time.UTC)

// sample is a made-up run's entry.
func sample(asOf string, p float64) Entry {
	r := &sweep.Result{Scenario: "river", Title: "A river <\u2028> “quoted”", ModelHash: "ab", AsOf: asOf, Seed: math.MaxUint64, Draws: 8, Stories: 16, Version: "test",
		Questions: []sweep.QuestionResult{{Name: "dam", Title: "The dam", By: "2013-12-31", Probability: sweep.Number(p), Interval: sweep.Interval{0.1, 1. / 3}},
			{Name: "none", By: "2013-12-31", Probability: nan, Interval: sweep.Interval{nan, nan}}}}
	return EntryOf(r, &scenario.Scenario{Start: on("2013-01-01"), Questions: []scenario.Question{{Name: "dam", From: on("2013-02-01")}}})
}

// ledgerOf makes a ledger of n entries and gives its file and text.
func ledgerOf(t testing.TB, n int) (string, []byte) {
	file := filepath.Join(t.TempDir(), "ledger")
	for i := range n {
		if _, err := Append(file, sample(fmt.Sprintf("2013-%02d-16", i+1), 0.1*float64(i)), noon); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return file, b
}

func TestLedgerGoesRound(t *testing.T) {
	file, _ := ledgerOf(t, 3)
	entries, err := ReadLedger(file)
	if err != nil {
		t.Fatal(err)
	}
	made, again := FromLedger(entries, "river")
	if len(made) != 3 || again != 0 || made[2].Forecasts[0].P != 0.2 || !made[2].Forecasts[0].From.Equal(on("2013-02-01").Time) || !made[2].Forecasts[1].From.IsZero() || made[2].Seed != math.MaxUint64 || !math.IsNaN(made[2].Forecasts[1].P) || !made[0].Created.Equal(noon) {
		t.Errorf("%+v", made)
	}
	if !Holds(entries, entries[1].Hash) || Holds(entries, noHash) || Head(entries) != entries[2].Hash || Head(nil) != "" {
		t.Error("hashes are not found where they are, or where they are not")
	}
	if _, err := Append(file, sample("2013-02-16", 0.9), noon); err != nil {
		t.Fatal(err)
	}
	entries, _ = ReadLedger(file)
	if made, again := FromLedger(entries, "river"); len(made) != 3 || again != 1 || made[1].Forecasts[0].P != 0.1 {
		t.Errorf("a second forecast for one date: %d sets, %d left out, %+v", len(made), again, made[1])
	}
}

func TestEveryChangedByteIsFoundAndNamed(t *testing.T) {
	_, text := ledgerOf(t, 3)
	for i := range text {
		for _, change := range []byte{0x01, 0x20, 0x80} {
			bad := bytes.Clone(text)
			bad[i] ^= change
			line := 1 + bytes.Count(text[:i], []byte("\n"))
			_, err := ParseLedger("l", bad)
			var broken *BrokenError
			if !errors.As(err, &broken) {
				t.Fatalf("byte %d changed by %#x in line %d: %v", i, change, line, err)
			}
			if broken.Line != line {
				t.Fatalf("byte %d changed in line %d, named is line %d: %v", i, line, broken.Line, err)
			}
			if strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), fmt.Sprintf("l:%d:", line)) {
				t.Fatalf("the message is not one line with the place: %q", err)
			}
		}
	}
}

func TestTornAndReorderedLedgers(t *testing.T) {
	_, text := ledgerOf(t, 3)
	lines := bytes.SplitAfter(text, []byte("\n"))[:3]
	join := func(order ...int) []byte {
		var out []byte
		for _, i := range order {
			out = append(out, lines[i]...)
		}
		return out
	}
	for i := 1; i < len(text); i++ { // torn anywhere
		_, err := ParseLedger("l", text[:i])
		var broken *BrokenError
		whole := text[i-1] == '\n'
		if whole != (err == nil) || !whole && (!errors.As(err, &broken) || broken.Line != 1+bytes.Count(text[:i], []byte("\n"))) {
			t.Fatalf("torn after %d bytes: %v", i, err)
		}
	}
	for name, bad := range map[string]struct {
		text []byte
		line int
	}{
		"the first dropped": {join(1, 2), 1}, "one in the middle dropped": {join(0, 2), 2}, "two swapped": {join(0, 2, 1), 2}, "one twice": {join(0, 0, 1), 2},
		"an empty line": {append(join(0), append([]byte("\n"), join(1)...)...), 2}, "spaces": {append([]byte(" "), text...), 1},
		"line ends of Windows": {bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")), 1}, "two entries in a line": {append(bytes.TrimSuffix(lines[0], []byte("\n")), lines[1]...), 1},
	} {
		_, err := ParseLedger("l", bad.text)
		var broken *BrokenError
		if !errors.As(err, &broken) || broken.Line != bad.line {
			t.Errorf("%s: %v, want line %d", name, err, bad.line)
		}
	}
	// A line that was forged well, hash and all, still does not fit the next one.
	entries, _ := ParseLedger("l", text)
	forged := entries[1]
	forged.Questions = []EntryQuestion{{Name: "dam", By: "2013-12-31", Probability: 0.99, Interval: sweep.Interval{nan, nan}}}
	forged.Hash, _ = forged.sum()
	b, _ := forged.line()
	_, err := ParseLedger("l", append(append(bytes.Clone(lines[0]), append(b, '\n')...), lines[2]...))
	var broken *BrokenError
	if !errors.As(err, &broken) || broken.Line != 3 {
		t.Errorf("a forged line: %v, want line 3", err)
	}
}

func TestABrokenLedgerIsLeftAlone(t *testing.T) {
	file, text := ledgerOf(t, 2)
	bad := bytes.Replace(text, []byte("0.1"), []byte("0.9"), 1)
	if err := os.WriteFile(file, bad, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Append(file, sample("2013-03-16", 0.5), noon)
	var broken *BrokenError
	if !errors.As(err, &broken) {
		t.Errorf("appended to a broken ledger: %v", err)
	}
	if now, _ := os.ReadFile(file); !bytes.Equal(now, bad) {
		t.Error("the broken ledger was changed")
	}
}

func TestAnInterruptedAppendLeavesTheOldChain(t *testing.T) {
	file, text := ledgerOf(t, 2)
	_, err := appendWith(file, sample("2013-03-16", 0.5), noon, func(from, to string) error { return errors.New("killed") })
	if err == nil {
		t.Error("no error")
	}
	if now, _ := os.ReadFile(file); !bytes.Equal(now, text) {
		t.Error("the ledger was changed")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(file), ".demarche-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	for name, bad := range map[string]string{"no folder": filepath.Join(t.TempDir(), "a", "b"), "a folder": t.TempDir()} {
		if _, err := Append(bad, sample("2013-03-16", 0.5), noon); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v", name, err)
		}
	}
	bent := sample("2013-03-16", 0.5)
	bent.Title = "\xff"
	for _, e := range []Entry{sample("soon", 0.5), sample("2013-03-16", 1.5), bent} {
		if _, err := Append(file, e, noon); err == nil {
			t.Errorf("an impossible entry was written: %+v", e)
		}
	}
	if _, err := ReadLedger(file); err != nil {
		t.Error(err)
	}
}

// TestKilledWhileAppending kills a process that appends without pause, and
// finds a whole chain each time.
func TestKilledWhileAppending(t *testing.T) {
	if file := os.Getenv("LEDGER_TO_FILL"); file != "" {
		for i := 0; ; i++ {
			if _, err := Append(file, sample("2013-04-16", 0.5), time.Now()); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
		}
	}
	if testing.Short() {
		t.Skip("starts processes")
	}
	file := filepath.Join(t.TempDir(), "ledger")
	for i := range 10 {
		cmd := exec.Command(os.Args[0], "-test.run=TestKilledWhileAppending")
		cmd.Env = append(os.Environ(), "LEDGER_TO_FILL="+file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(40+17*i) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait()
		if _, err := os.Stat(file); err != nil {
			continue // killed before the first entry
		}
		if _, err := ReadLedger(file); err != nil {
			t.Fatal(err)
		}
	}
	if entries, err := ReadLedger(file); err != nil || len(entries) == 0 {
		t.Errorf("%d entries, %v", len(entries), err)
	}
}

func TestManyAtOnceLoseNothing(t *testing.T) {
	file := filepath.Join(t.TempDir(), "ledger")
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 5 {
				if _, err := Append(file, sample("2013-04-16", 0.5), noon); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wait.Wait()
	if entries, err := ReadLedger(file); err != nil || len(entries) != 40 {
		t.Errorf("%d entries, %v; want 40", len(entries), err)
	}
}

// FuzzLedger takes any bytes: an error or a chain, and a chain is exactly its bytes.
func FuzzLedger(f *testing.F) {
	_, text := ledgerOf(f, 2)
	f.Add(text)
	f.Add(bytes.TrimSuffix(text[:bytes.IndexByte(text, '\n')], []byte("\n")))
	f.Add(text[:len(text)/2])
	f.Add([]byte{})
	f.Add([]byte("{}\n"))
	f.Add([]byte(`{"format":1,"number":1,"hash":"","questions":null}` + "\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		var e Entry
		if json.Unmarshal(b, &e) == nil { // the same with a hash that fits, or nothing would come further
			e.Format, e.Number, e.Previous = LedgerFormat, 1, noHash
			e.Hash, _ = e.sum()
			if line, err := e.line(); err == nil {
				b = append(line, '\n')
			}
		}
		entries, err := ParseLedger("l", b)
		if err != nil {
			return
		}
		var again []byte
		for _, e := range entries {
			line, err := e.line()
			if err != nil {
				t.Fatal(err)
			}
			again = append(append(again, line...), '\n')
		}
		if !bytes.Equal(again, b) {
			t.Fatalf("read %q as a chain, and it is %q", b, again)
		}
		for _, name := range Scenarios(entries) {
			made, _ := FromLedger(entries, name)
			Assess(made, Truth{})
		}
	})
}

// FuzzResolution reads any bytes as a resolution file and scores by it: no panic,
// and every figure a number that it can be.
func FuzzResolution(f *testing.F) {
	f.Add([]byte("question,outcome,date,row,source,note\ndam,yes,2013-08-14,R1,made up,\n"))
	f.Add([]byte("question;outcome;date\ndam;no;\n"))
	f.Add([]byte("question,outcome,date,row\ndam,no,2013,absent to 2013-12-31\n"))
	f.Add([]byte("question,outcome\r\ndam,ja"))
	f.Fuzz(func(t *testing.T, b []byte) {
		made := []Made{{AsOf: on("2013-04-16"), Forecasts: []Forecast{{"dam", "", scenario.Date{}, on("2013-12-31"), 0.3, nanF, nanF}, {"war", "", scenario.Date{}, on("2013-12-31"), 1, nanF, nanF}}}}
		frame, by := Frame("river", on("2013-01-01"), made)
		settled, list := evidence.LoadResolution(frame, "r.csv", b)
		if list.HasErrors() {
			if settled != nil {
				t.Fatal("answers in spite of errors")
			}
			return
		}
		s := Assess(made, Truth{Settled: settled, By: by})
		if x := float64(s.Together.Brier); x < 0 || x > 1 {
			t.Fatalf("Brier score %v", x)
		}
	})
}

var nanF = math.NaN()
