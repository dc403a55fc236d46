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

func (r *efgReader) chance() (int, error) {
	const form = `a chance node looks like: c "" 1 "" { "rain" 1/3 "sun" 2/3 } 0`
	at := r.tok.at
	number, err := r.integer("the number of the chance move", form)
	if err != nil {
		return 0, err
	}
	label := ""
	if r.tok.kind == quoted {
		if label, err = r.text("", ""); err != nil {
			return 0, err
		}
	}
	m, known := r.chances[number]
	if r.tok.kind != open {
		if !known {
			return 0, r.errorAt(at, "chance move %d is met for the first time; list its actions and probabilities here: %s", number, form)
		}
		return m, nil
	}
	at = r.tok.at
	r.advance()
	var actions []string
	var exact []*big.Rat
	var prob []float64
	for r.tok.kind == quoted {
		a, err := r.text("", "")
		if err != nil {
			return 0, err
		}
		numberAt := r.tok.at
		q, f, err := r.number("the probability of " + strconv.Quote(clip(a)))
		if err != nil {
			return 0, err
		}
		if q.Sign() < 0 || f > 1 {
			return 0, r.errorAt(numberAt, "the probability of %q is %s; it must lie between 0 and 1", clip(a), q.RatString())
		}
		actions, exact, prob = append(actions, a), append(exact, q), append(prob, f)
	}
	if r.tok.kind != shut {
		return 0, r.expected(`an action in quotes and its probability, or "}"`, form)
	}
	if len(actions) == 0 {
		return 0, r.errorAt(r.tok.at, "chance move %d has no actions; list at least one with its probability", number)
	}
	sum := 0.0
	for _, p := range prob {
		sum += p
	}
	if !(math.Abs(sum-1) <= 1e-9) {
		return 0, r.errorAt(at, "the probabilities of chance move %d sum to %.12g, not to 1; correct one of them (fractions such as 1/3 are exact)", number, sum)
	}
	r.advance()
	if !known {
		b := r.b
		m = b.ChanceMove(label, actions, prob)
		b.g.Chances[m].Number = number
		b.g.Chances[m].Exact = exact
		r.chances[number] = m
		return m, nil
	}
	c := &r.b.g.Chances[m]
	if len(c.Actions) != len(actions) {
		return 0, r.errorAt(at, "chance move %d has %d actions here but %d where it was first met; give this move a number of its own, or make the two agree", number, len(actions), len(c.Actions))
	}
	for a := range actions {
		if c.Exact[a].Cmp(exact[a]) != 0 {
			return 0, r.errorAt(at, "chance move %d gives %q the probability %s here but %s where it was first met; give this move a number of its own, or make the two agree", number, actions[a], exact[a].RatString(), c.Exact[a].RatString())
		}
	}
	r.compareLabels(fmt.Sprintf("chance move %d", number), c.Actions, actions)
	return m, nil
}

func (r *efgReader) set() (int, error) {
	const form = `a move of a player looks like: p "" 1 1 "set" { "left" "right" } 0`
	at := r.tok.at
	player, err := r.integer("the number of the player who moves", form)
	if err != nil {
		return 0, err
	}
	if player < 1 || player > len(r.b.g.Players) {
		return 0, r.errorAt(at, "player %d moves here, but the game has %d players; players are numbered from 1", player, len(r.b.g.Players))
	}
	at = r.tok.at
	number, err := r.integer("the number of the information set", form)
	if err != nil {
		return 0, err
	}
	label := ""
	if r.tok.kind == quoted {
		if label, err = r.text("", ""); err != nil {
			return 0, err
		}
	}
	s, known := r.sets[[2]int{player, number}]
	if r.tok.kind != open {
		if !known {
			return 0, r.errorAt(at, "information set %d of player %d is met for the first time; list its actions here: %s", number, player, form)
		}
		return s, nil
	}
	at = r.tok.at
	r.advance()
	var actions []string
	for r.tok.kind == quoted {
		a, err := r.text("", "")
		if err != nil {
			return 0, err
		}
		if err := r.charge(48); err != nil {
			return 0, err
		}
		actions = append(actions, a)
	}
	if r.tok.kind != shut {
		return 0, r.expected(`an action in quotes, or "}"`, form)
	}
	if len(actions) == 0 {
		return 0, r.errorAt(r.tok.at, "information set %d of player %d has no actions; list at least one", number, player)
	}
	r.advance()
	if !known {
		s = r.b.informationSet(player-1, number, label, actions)
		r.sets[[2]int{player, number}] = s
		return s, r.charge(160)
	}
	first := r.b.g.Sets[s].Actions
	if len(first) != len(actions) {
		return 0, r.errorAt(at, "information set %d of player %d has %d actions here but %d where it was first met; a player has the same actions at every node that it can not tell apart", number, player, len(actions), len(first))
	}
	r.compareLabels(fmt.Sprintf("information set %d of player %d", number, player), first, actions)
	return s, nil
}

// compareLabels notes, once per place, that two mentions name actions
// differently. Their order decides, as it does in Gambit.
func (r *efgReader) compareLabels(place string, first, again []string) {
	for a := range first {
		if first[a] != again[a] && !r.noted[place] {
			if r.noted == nil {
				r.noted = map[string]bool{}
			}
			r.noted[place] = true
			r.b.g.Notes = append(r.b.g.Notes, fmt.Sprintf("%s names its action %d %q at first and %q later; the order of the actions decides", place, a+1, first[a], again[a]))
		}
	}
}

// outcome reads the outcome of a node and returns its index, −1 for none.
func (r *efgReader) outcome(terminal bool) (int, error) {
	const form = `an outcome looks like: 1 "name" { 10, 2 }, or 0 for none`
	at := r.tok.at
	number := 0
	if r.tok.kind != open || !terminal { // a terminal node may give bare payoffs
		var err error
		if number, err = r.integer("the number of the outcome, or 0", form); err != nil {
			return 0, err
		}
	}
	label := ""
	if r.tok.kind == quoted {
		var err error
		if label, err = r.text("", ""); err != nil {
			return 0, err
		}
	}
	o, known := r.outcomes[number]
	if r.tok.kind != open {
		switch {
		case number == 0:
			return -1, nil
		case !known:
			return 0, r.errorAt(at, "outcome %d is met for the first time; give its payoffs here: %s", number, form)
		}
		return o, nil
	}
	at = r.tok.at
	r.advance()
	players := len(r.b.g.Players)
	payoff, exact := make([]float64, 0, players), make([]*big.Rat, 0, players)
	if err := r.charge(int64(16*players + 96)); err != nil {
		return 0, err
	}
	for r.tok.kind == word {
		q, f, err := r.number("a payoff")
		if err != nil {
			return 0, err
		}
		payoff, exact = append(payoff, f), append(exact, q)
	}
	if r.tok.kind != shut {
		return 0, r.expected(`a payoff, or "}"`, form)
	}
	if len(payoff) != players {
		return 0, r.errorAt(at, "%d payoffs for %d players; give one payoff per player, in the order of the players", len(payoff), players)
	}
	r.advance()
	if number == 0 || !known {
		if number == 0 {
			if label == "" && allZero(payoff) {
				return -1, nil
			}
			// Payoffs without a number of their own hang on this node alone.
			return int(r.b.outcome(0, label, payoff, exact)), nil
		}
		o = int(r.b.outcome(number, label, payoff, exact))
		r.outcomes[number] = o
		return o, nil
	}
	for i, q := range r.b.g.Outcomes[o].Exact {
		if q.Cmp(exact[i]) != 0 {
			return 0, r.errorAt(at, "outcome %d pays player %d %s here but %s where it was first met; give this outcome a number of its own, or make the two agree", number, i+1, exact[i].RatString(), q.RatString())
		}
	}
	return o, nil
}

func allZero(v []float64) bool {
	for _, x := range v {
		if x != 0 {
			return false
		}
	}
	return true
}
