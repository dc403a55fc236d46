// Writing Gambit's .efg files as a stream, so that a game never stands in
// memory.

package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
)

// counts is the size of a game.
type counts struct {
	Nodes     int `json:"nodes"`
	Terminals int `json:"terminals"`
	Sets      int `json:"information_sets"`
	Actions   int `json:"actions"` // over all information sets: the unknowns
}

// efgWriter writes nodes in preorder. An information set is described where it
// is first met and only named after that. Every terminal has an outcome of its
// own, every chance node a number of its own.
type efgWriter struct {
	w       *bufio.Writer
	buf     []byte
	seen    [][]bool // by player and number
	chances int
	counts
}

// newEFG writes the prologue.
func newEFG(w io.Writer, title string, players ...string) *efgWriter {
	e := &efgWriter{w: bufio.NewWriterSize(w, 1<<20), seen: make([][]bool, len(players))}
	fmt.Fprintf(e.w, "EFG 2 R %q {", title)
	for _, p := range players {
		fmt.Fprintf(e.w, " %q", p)
	}
	e.w.WriteString(" }\n\n")
	return e
}

// chance writes a chance node; probabilities are written as they are given, so
// that they stay exact.
func (e *efgWriter) chance(actions, probabilities []string) {
	e.chances++
	e.Nodes++
	fmt.Fprintf(e.w, "c \"\" %d \"\" {", e.chances)
	for i, a := range actions {
		fmt.Fprintf(e.w, " %q %s", a, probabilities[i])
	}
	e.w.WriteString(" } 0\n")
}

// move writes a decision node; player counts from 0, set from 1.
func (e *efgWriter) move(player, set int, label string, actions []string) {
	e.Nodes++
	b := append(e.buf[:0], `p "" `...)
	b = strconv.AppendInt(b, int64(player+1), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(set), 10)
	for len(e.seen[player]) <= set {
		e.seen[player] = append(e.seen[player], false)
	}
	if !e.seen[player][set] {
		e.seen[player][set] = true
		e.Sets++
		e.Actions += len(actions)
		b = append(b, ' ')
		b = strconv.AppendQuote(b, label)
		b = append(b, " {"...)
		for _, a := range actions {
			b = append(b, ' ')
			b = strconv.AppendQuote(b, a)
		}
		b = append(b, " }"...)
	}
	b = append(b, " 0\n"...)
	e.w.Write(b)
	e.buf = b
}

// leaf writes a terminal node. Payoffs have six decimals at most.
func (e *efgWriter) leaf(payoffs ...float64) {
	e.Nodes++
	e.Terminals++
	b := append(e.buf[:0], `t "" `...)
	b = strconv.AppendInt(b, int64(e.Terminals), 10)
	b = append(b, ` "" {`...)
	for _, u := range payoffs {
		b = append(b, ' ')
		b = strconv.AppendFloat(b, u, 'f', 6, 64)
		for b[len(b)-1] == '0' {
			b = b[:len(b)-1]
		}
		if b[len(b)-1] == '.' {
			b = b[:len(b)-1]
		}
		if n := len(b); b[n-1] == '0' && b[n-2] == '-' {
			b = append(b[:n-2], '0') // -0.0000001
		}
	}
	b = append(b, " }\n"...)
	e.w.Write(b)
	e.buf = b
}

// end flushes; an error of any write shows here.
func (e *efgWriter) end() (counts, error) {
	return e.counts, e.w.Flush()
}
