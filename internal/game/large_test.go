package game

// This file measures reading on generated signalling games: nature draws the
// sender's type, then sender and receiver move in turn.

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"
)

// signalling writes a game of so many rounds as Gambit writes them: every
// outcome with a number of its own, every set's actions at the first mention.
// It has 2·(4^rounds + …) nodes: at every node two actions.
func signalling(moves int) []byte {
	var b bytes.Buffer
	b.WriteString("EFG 2 R \"signalling\" { \"Sender\" \"Receiver\" }\n\"\"\n\nc \"\" 1 \"\" { \"strong\" 1/2 \"weak\" 1/2 } 0\n")
	terminal := 0
	sets := [2]map[string]int{{}, {}}
	path := make([]byte, 0, moves)
	var walk func(kind, d int)
	walk = func(kind, d int) {
		if d == moves {
			terminal++
			fmt.Fprintf(&b, "t \"\" %d \"\" { %d.%02d, -%d.5 }\n", terminal, terminal%17, terminal%100, terminal%13)
			return
		}
		player := d % 2
		key := string(path)
		if player == 0 {
			key = strconv.Itoa(kind) + key
		}
		n, known := sets[player][key]
		if !known {
			n = len(sets[player]) + 1
			sets[player][key] = n
			fmt.Fprintf(&b, "p \"\" %d %d \"(%d,%d)\" { \"left\" \"right\" } 0\n", player+1, n, player+1, n)
		} else {
			fmt.Fprintf(&b, "p \"\" %d %d \"(%d,%d)\" 0\n", player+1, n, player+1, n)
		}
		for a := range 2 {
			path = append(path, byte('0'+a))
			walk(kind, d+1)
			path = path[:len(path)-1]
		}
	}
	walk(0, 0)
	walk(1, 0)
	return b.Bytes()
}

func BenchmarkReadEFG(b *testing.B) {
	src := signalling(13)
	b.SetBytes(int64(len(src)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ReadEFG(src, "bench", 0); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	g, err := ReadEFG(signalling(13), "bench", 0)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Verify(g); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLarge reads a large game and prints time and memory:
//
//	DEMARCHE_LARGE=/tmp/large.efg go test ./internal/game -run TestLarge -v
//
// run twice: the first run writes the file, the second reads it.
func TestLarge(t *testing.T) {
	file := os.Getenv("DEMARCHE_LARGE")
	if file == "" {
		t.Skip("set DEMARCHE_LARGE to the name of a file to make or read")
	}
	at := time.Now()
	src, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		if err := os.WriteFile(file, signalling(20), 0o600); err != nil {
			t.Fatal(err)
		}
		t.Skip("written; run again")
	}
	if err != nil {
		t.Fatal(err)
	}
	loaded := time.Since(at)
	at = time.Now()
	g, err := ReadEFG(src, file, 0)
	if err != nil {
		t.Fatal(err)
	}
	took := time.Since(at)
	at = time.Now()
	if err := Verify(g); err != nil {
		t.Fatal(err)
	}
	verify := time.Since(at)
	status, _ := os.ReadFile("/proc/self/status")
	for line := range strings.Lines(string(status)) {
		if strings.HasPrefix(line, "VmHWM") {
			t.Logf("most ever held, the file included: %s", strings.TrimSpace(line))
		}
	}
	t.Logf("%d MB, %d nodes, %d sets: loaded in %v, read in %v, of which verified in %v", len(src)>>20, g.Nodes(), len(g.Sets), loaded, took, verify)
	var m runtime.MemStats
	src = nil
	runtime.GC()
	runtime.ReadMemStats(&m)
	t.Logf("the game: %d MB", m.HeapAlloc>>20)
	runtime.KeepAlive(g)
}
