// Reading Gambit's .efg files.

package game

import (
	"bytes"
	"fmt"
	"math/big"
)

// DefaultMaxBytes bounds the memory of a game read from a file when the caller
// names no bound.
const DefaultMaxBytes = 1 << 30

// ReadEFG reads an extensive-form game in Gambit's .efg format (version 2). name
// stands in messages; maxBytes bounds the memory taken, 0 means
// DefaultMaxBytes. Errors of syntax are *SyntaxError; every error says where,
// what was expected and how to mend it. The game is verified.
//
// Commas are optional, labels may repeat or be missing, payoffs and
// probabilities are exact (-3, .5, 1e-3, 1/3), outcomes may hang on interior
// nodes, and data may be given at the first mention or at every mention.
func ReadEFG(src []byte, name string, maxBytes int64) (*Game, error) {
	if maxBytes == 0 {
		maxBytes = DefaultMaxBytes
	}
	r := &efgReader{reader: reader{lexer: lexer{file: name, src: src}, left: maxBytes, budget: maxBytes}}
	if err := r.charge(int64(len(src))); err != nil {
		return nil, err
	}
	r.advance()
	if err := r.prologue(); err != nil {
		return nil, err
	}
	r.b.expect(r.count())
	for !r.b.complete() {
		r.b.share = float64(r.pos) / float64(len(src))
		if err := r.node(); err != nil {
			return nil, err
		}
		if r.b.err != nil {
			return nil, r.errorAt(r.tok.at, "%v", r.b.err)
		}
	}
	if r.tok.kind != endOfFile {
		return nil, r.errorAt(r.tok.at, "the tree is complete here, but %s follows; remove what follows, or add the missing action to an information set above", r.describe(r.tok))
	}
	g, err := r.b.Game()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return g, nil
}

// count guesses the numbers of nodes and outcomes from the usual layout, one
// node a line, within the budget.
func (r *efgReader) count() (nodes, outcomes int) {
	rest := r.src[r.tok.at:] // the first node's letter was read
	terminal := bytes.Count(rest, []byte("\nt "))
	inner := bytes.Count(rest, []byte("\np ")) + bytes.Count(rest, []byte("\nc "))
	return int(min(int64(terminal+inner+1), r.left/bytesPerNode)), int(min(int64(terminal), r.left/bytesPerOutcome))
}

type efgReader struct {
	reader
	b        *Builder
	sets     []index // by player
	chances  index
	outcomes index
	noted    map[string]bool
	lists    [1 << 10][]string // lists of actions met lately, by hash
	// what is being read
	actions []string
	values  []float64
	exact   []*big.Rat
}

// index finds things by the number that the file gives them: at once where the
// numbers are dense, as they mostly are.
type index struct {
	dense  []int32 // by number: place + 1, 0 for none
	sparse map[int]int32
	n      int
}

func (x *index) get(number int) (place int, ok bool) {
	if number < len(x.dense) && x.dense[number] > 0 {
		return int(x.dense[number]) - 1, true
	}
	p, ok := x.sparse[number]
	return int(p), ok
}

func (x *index) put(number, place int) {
	x.n++
	if number < 4*x.n+64 {
		for number >= len(x.dense) {
			if len(x.dense) == cap(x.dense) {
				x.dense = resize(x.dense, 2*len(x.dense)+64)
			}
			x.dense = append(x.dense, 0)
		}
		x.dense[number] = int32(place) + 1
		return
	}
	if x.sparse == nil {
		x.sparse = map[int]int32{}
	}
	x.sparse[number] = int32(place)
}

func (r *efgReader) prologue() error {
	const form = `a file starts with: EFG 2 R "title" { "player 1" "player 2" }`
	if !r.is(r.tok, "EFG") {
		if r.is(r.tok, "NFG") {
			return r.errorAt(r.tok.at, "this is a game in strategic form; give the file a name that ends in .nfg")
		}
		return r.expected(`"EFG"`, form)
	}
	r.advance()
	title, players, err := r.heading("2", form)
	if err != nil {
		return err
	}
	r.b = NewBuilder(title, players...)
	r.sets = make([]index, len(players))
	if r.tok.kind == quoted {
		r.b.g.Comment = r.text(r.tok)
		r.advance()
	}
	return nil
}

// What a node and an outcome take in the arrays, slack of growth included.
const bytesPerNode, bytesPerOutcome = 40, 80

func (r *efgReader) node() error {
	if err := r.charge(bytesPerNode); err != nil {
		return err
	}
	if r.tok.kind != word {
		return r.missing()
	}
	letter := r.src[r.tok.start]
	if r.tok.end != r.tok.start+1 || letter != 'c' && letter != 'p' && letter != 't' {
		return r.missing()
	}
	r.advance()
	label := ""
	if r.tok.kind == quoted { // some writers leave it out
		var err error
		if label, err = r.quotedText("", ""); err != nil {
			return err
		}
	}
	var h int32
	switch letter {
	case 't':
		h = r.b.add(Terminal, -1, label)
	case 'c':
		m, err := r.chance()
		if err != nil {
			return err
		}
		if err := r.charge(4 * int64(len(r.b.g.Chances[m].Actions))); err != nil {
			return err
		}
		h = r.b.add(Chance, int32(m), label)
	case 'p':
		s, err := r.set()
		if err != nil {
			return err
		}
		if err := r.charge(4 * int64(len(r.b.g.Sets[s].Actions))); err != nil {
			return err
		}
		h = r.b.add(Decision, int32(s), label)
	}
	o, err := r.outcome(letter == 't')
	if err != nil || r.b.err != nil {
		return err
	}
	r.b.g.Outcome[h] = int32(o)
	return nil
}

// missing is the error where a node should start and does not.
func (r *efgReader) missing() error {
	if r.tok.kind == endOfFile && len(r.b.open) > 0 {
		g := &r.b.g
		top := r.b.open[len(r.b.open)-1]
		where := "a chance move"
		if g.Kind[top.node] == Decision {
			where = g.SetName(int(g.Move[top.node]))
		}
		return r.errorAt(r.tok.at, "the file ends before the tree is complete: a node of %s has %d of its %d children; add the missing nodes, or remove an action there", where, top.next, g.Degree(top.node))
	}
	return r.expected(`a node: "c" (chance), "p" (a player moves) or "t" (terminal)`, `a node looks like: p "" 1 1 "set" { "left" "right" } 0`)
}
