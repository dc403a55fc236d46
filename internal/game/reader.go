// What the readers of both game formats share: budget, words, numbers.

package game

import (
	"math"
	"math/big"
	"strconv"
)

type reader struct {
	lexer
	tok          token
	left, budget int64
	slow         [1 << 8]slowNumber // numbers met lately that were not plain decimals
}

type slowNumber struct {
	text  string
	f     float64
	exact *big.Rat
}

func (r *reader) advance() { r.next(&r.tok) }

// charge accounts for memory about to be taken.
func (r *reader) charge(bytes int64) error {
	if r.left -= bytes; r.left < 0 {
		return r.errorAt(r.tok.at, "reading this game needs more than the %d MB allowed; allow more memory, or make the game smaller", (r.budget+(1<<20)-1)>>20)
	}
	return nil
}

// expected is the error for a token that does not fit.
func (r *reader) expected(what, mend string) error {
	if r.tok.kind == broken {
		return r.errorAt(r.tok.at, `a text starts here and is never closed; add the closing " (a " inside a text is written \")`)
	}
	return r.errorAt(r.tok.at, "expected %s, found %s; %s", what, r.describe(r.tok), mend)
}

func (r *reader) quotedText(what, mend string) (string, error) {
	if r.tok.kind != quoted {
		return "", r.expected(what, mend)
	}
	s := r.text(r.tok)
	if err := r.charge(int64(len(s))); err != nil {
		return "", err
	}
	r.advance()
	return s, nil
}

func (r *reader) integer(what, mend string) (int, error) {
	if r.tok.kind != word {
		return 0, r.expected(what, mend)
	}
	t := r.src[r.tok.start:r.tok.end]
	if len(t) < 10 { // plain digits
		n := 0
		for k, c := range t {
			if c < '0' || c > '9' {
				break
			}
			n = 10*n + int(c-'0')
			if k == len(t)-1 {
				r.advance()
				return n, nil
			}
		}
	}
	n, err := strconv.Atoi(string(t))
	if err != nil || n < 0 || n > math.MaxInt32 {
		return 0, r.expected(what, mend)
	}
	r.advance()
	return n, nil
}

// number reads a number: its double, and its exact part where the shortest
// decimal of the double is not the number.
func (r *reader) number(what string) (float64, *big.Rat, error) {
	if r.tok.kind != word {
		return 0, nil, r.notNumber(what)
	}
	t := r.src[r.tok.start:r.tok.end]
	if f, ok := plainDecimal(t); ok {
		r.advance()
		return f, nil, nil
	}
	known := &r.slow[hash(t)%uint32(len(r.slow))]
	if known.text != string(t) {
		q, ok := parseNumber(string(t))
		if !ok {
			return 0, nil, r.notNumber(what)
		}
		f, _ := q.Float64()
		if math.IsInf(f, 0) {
			return 0, nil, r.errorAt(r.tok.at, "%s is too large a number; give payoffs in a larger unit", clip(string(t)))
		}
		if err := r.charge(int64(80 + len(t))); err != nil {
			return 0, nil, err
		}
		*known = slowNumber{string(t), f, exactPart(q, f)}
	}
	r.advance()
	return known.f, known.exact, nil
}

func (r *reader) notNumber(what string) error {
	return r.expected(what, "numbers look like -3, 0.5, 1e-3 or 1/3")
}

// heading reads version, title and players.
func (r *reader) heading(version, form string) (title string, players []string, err error) {
	if !r.is(r.tok, version) {
		return "", nil, r.expected("the version number "+version, form)
	}
	r.advance()
	if !r.is(r.tok, "R") && !r.is(r.tok, "D") {
		return "", nil, r.expected(`"R" or "D"`, form)
	}
	r.advance()
	if title, err = r.quotedText("the title in quotes", form); err != nil {
		return "", nil, err
	}
	if r.tok.kind != open {
		return "", nil, r.expected(`"{" and the names of the players`, form)
	}
	r.advance()
	for r.tok.kind == quoted {
		if err := r.charge(64 + int64(r.tok.end-r.tok.start)); err != nil {
			return "", nil, err
		}
		players = append(players, r.text(r.tok))
		r.advance()
	}
	if r.tok.kind != shut {
		return "", nil, r.expected(`a player's name in quotes, or "}"`, form)
	}
	if len(players) == 0 {
		return "", nil, r.errorAt(r.tok.at, "the game has no players; name at least one between the braces")
	}
	r.advance()
	return title, players, nil
}
