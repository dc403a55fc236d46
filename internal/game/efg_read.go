// Reading Gambit's .efg files.

package game

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
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
	r := &efgReader{
		lexer: lexer{file: name, src: src}, left: maxBytes, budget: maxBytes,
		sets: map[[2]int]int{}, chances: map[int]int{}, outcomes: map[int]int{},
	}
	if err := r.charge(int64(len(src))); err != nil {
		return nil, err
	}
	r.advance()
	if err := r.prologue(); err != nil {
		return nil, err
	}
	for !r.b.complete() {
		if err := r.node(); err != nil {
			return nil, err
		}
		if r.b.err != nil {
			return nil, r.errorAt(r.tok.at, "%v", r.b.err)
		}
	}
	if r.tok.kind != endOfFile {
		return nil, r.errorAt(r.tok.at, "the tree is complete here, but %s follows; remove what follows, or add the missing action to an information set above", r.tok.describe())
	}
	g, err := r.b.Game()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return g, nil
}

type efgReader struct {
	lexer
	tok          token
	b            *Builder
	left, budget int64
	sets         map[[2]int]int // by player and number
	chances      map[int]int
	outcomes     map[int]int
	noted        map[string]bool
}

func (r *efgReader) advance() { r.tok = r.next() }

// charge accounts for memory about to be taken.
func (r *efgReader) charge(bytes int64) error {
	if r.left -= bytes; r.left < 0 {
		return r.errorAt(r.tok.at, "reading this game needs more than the %d MB allowed; allow more memory, or make the game smaller", (r.budget+(1<<20)-1)>>20)
	}
	return nil
}

// expected is the error for a token that does not fit.
func (r *efgReader) expected(what, mend string) error {
	if r.tok.kind == broken {
		return r.errorAt(r.tok.at, `a text starts here and is never closed; add the closing " (a " inside a text is written \")`)
	}
	return r.errorAt(r.tok.at, "expected %s, found %s; %s", what, r.tok.describe(), mend)
}

func (r *efgReader) prologue() error {
	const form = `a file starts with: EFG 2 R "title" { "player 1" "player 2" }`
	if r.tok.kind != word || r.tok.text != "EFG" {
		if r.tok.kind == word && r.tok.text == "NFG" {
			return r.errorAt(r.tok.at, "this is a game in strategic form (.nfg); an extensive form (.efg) is needed")
		}
		return r.expected(`"EFG"`, form)
	}
	r.advance()
	if r.tok.kind != word || r.tok.text != "2" {
		return r.expected("the version number 2", form)
	}
	r.advance()
	if r.tok.kind != word || r.tok.text != "R" && r.tok.text != "D" {
		return r.expected(`"R" or "D"`, form)
	}
	r.advance()
	title, err := r.text("the title in quotes", form)
	if err != nil {
		return err
	}
	if r.tok.kind != open {
		return r.expected(`"{" and the names of the players`, form)
	}
	r.advance()
	var players []string
	for r.tok.kind == quoted {
		if err := r.charge(64 + int64(len(r.tok.text))); err != nil {
			return err
		}
		players = append(players, r.tok.text)
		r.advance()
	}
	if r.tok.kind != shut {
		return r.expected(`a player's name in quotes, or "}"`, form)
	}
	if len(players) == 0 {
		return r.errorAt(r.tok.at, "the game has no players; name at least one between the braces")
	}
	r.advance()
	r.b = NewBuilder(title, players...)
	if r.tok.kind == quoted {
		r.b.g.Comment = r.tok.text
		r.advance()
	}
	return nil
}

func (r *efgReader) text(what, mend string) (string, error) {
	if r.tok.kind != quoted {
		return "", r.expected(what, mend)
	}
	s := r.tok.text
	if err := r.charge(int64(len(s))); err != nil {
		return "", err
	}
	r.advance()
	return s, nil
}

func (r *efgReader) integer(what, mend string) (int, error) {
	if r.tok.kind != word {
		return 0, r.expected(what, mend)
	}
	n, err := strconv.Atoi(r.tok.text)
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0, r.expected(what, mend)
	}
	r.advance()
	return n, nil
}

func (r *efgReader) number(what string) (*big.Rat, float64, error) {
	q, ok := (*big.Rat)(nil), false
	if r.tok.kind == word {
		q, ok = parseNumber(r.tok.text)
	}
	if !ok {
		return nil, 0, r.expected(what, "numbers look like -3, 0.5, 1e-3 or 1/3")
	}
	f, _ := q.Float64()
	if math.IsInf(f, 0) {
		return nil, 0, r.errorAt(r.tok.at, "%s is too large a number; give payoffs in a larger unit", clip(r.tok.text))
	}
	if err := r.charge(int64(80 + len(r.tok.text))); err != nil {
		return nil, 0, err
	}
	r.advance()
	return q, f, nil
}

// bytesPerNode is what a node takes in the arrays, slack of growth included.
const bytesPerNode = 128

func (r *efgReader) node() error {
	if err := r.charge(bytesPerNode); err != nil {
		return err
	}
	if r.tok.kind != word {
		return r.missing()
	}
	letter := r.tok.text
	switch letter {
	case "c", "p", "t":
	default:
		return r.missing()
	}
	r.advance()
	label := ""
	if r.tok.kind == quoted { // some writers leave it out
		var err error
		if label, err = r.text("", ""); err != nil {
			return err
		}
	}
	var h int32
	switch letter {
	case "t":
		h = r.b.add(Terminal, -1, label)
	case "c":
		m, err := r.chance()
		if err != nil {
			return err
		}
		if err := r.charge(16 * int64(len(r.b.g.Chances[m].Actions))); err != nil {
			return err
		}
		h = r.b.add(Chance, int32(m), label)
	case "p":
		s, err := r.set()
		if err != nil {
			return err
		}
		if err := r.charge(16 * int64(len(r.b.g.Sets[s].Actions))); err != nil {
			return err
		}
		h = r.b.add(Decision, int32(s), label)
	}
	o, err := r.outcome(letter == "t")
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
