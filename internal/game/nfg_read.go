// Reading Gambit's .nfg files.

package game

import (
	"fmt"
	"math"
	"math/big"
	"strconv"
)

// ReadNFG reads a game in strategic form in Gambit's .nfg format (version 1),
// with payoffs or with outcomes. The players move in turn, in the order of the
// file, without seeing each other: one information set each, whose actions are
// the strategies. Arguments and errors are those of ReadEFG.
func ReadNFG(src []byte, name string, maxBytes int64) (*Game, error) {
	if maxBytes == 0 {
		maxBytes = DefaultMaxBytes
	}
	r := &nfgReader{reader: reader{lexer: lexer{file: name, src: src}, left: maxBytes, budget: maxBytes}}
	if err := r.charge(int64(len(src))); err != nil {
		return nil, err
	}
	r.advance()
	if err := r.prologue(); err != nil {
		return nil, err
	}
	if err := r.body(); err != nil {
		return nil, err
	}
	if r.tok.kind != endOfFile {
		return nil, r.errorAt(r.tok.at, "the game is complete here: %s; but %s follows; remove what follows, or add the missing strategies above", r.size(), r.describe(r.tok))
	}
	return r.game()
}

type nfgReader struct {
	reader
	title, comment string
	players        []string
	strategies     []int      // by player: how many
	names          [][]string // by player, nil where the file gives numbers only
	cells          int64      // contingencies; saturates

	labels []string         // of outcomes, nil in a file of payoffs
	values []float64        // by outcome and player; in a file of payoffs a cell is an outcome
	exact  map[int]*big.Rat // by place in values, see Outcome.Exact
	cell   []int32          // by cell: the outcome, counted from 1, 0 for none; nil in a file of payoffs
}

func (r *nfgReader) prologue() (err error) {
	const form = `a file starts with: NFG 1 R "title" { "player 1" "player 2" }`
	if !r.is(r.tok, "NFG") {
		if r.is(r.tok, "EFG") {
			return r.errorAt(r.tok.at, "this is a game in extensive form; give the file a name that ends in .efg")
		}
		return r.expected(`"NFG"`, form)
	}
	r.advance()
	if r.title, r.players, err = r.heading("1", form); err != nil {
		return err
	}
	if err := r.strategyBlock(); err != nil {
		return err
	}
	r.cells = 1
	for _, n := range r.strategies {
		if r.cells > math.MaxInt64/int64(n) {
			r.cells = math.MaxInt64
			break
		}
		r.cells *= int64(n)
	}
	if r.tok.kind == quoted {
		r.comment = r.text(r.tok)
		r.advance()
	}
	return nil
}

// strategyBlock reads { 2 3 } or { { "up" "down" } { "a" "b" "c" } }.
func (r *nfgReader) strategyBlock() error {
	const form = `strategies look like: { { "up" "down" } { "left" "right" } }, or { 2 2 }`
	start := r.tok.at
	if r.tok.kind != open {
		return r.expected(`"{" and the strategies of the players`, form)
	}
	r.advance()
	for r.tok.kind == open || r.tok.kind == word {
		if err := r.charge(64); err != nil {
			return err
		}
		at := r.tok.at
		n, names := 0, []string(nil)
		if r.tok.kind == word {
			var err error
			if n, err = r.integer("a number of strategies", form); err != nil {
				return err
			}
		} else {
			r.advance()
			for r.tok.kind == quoted || r.tok.kind == word {
				if err := r.charge(16 + int64(r.tok.end-r.tok.start)); err != nil {
					return err
				}
				names = append(names, r.text(r.tok))
				r.advance()
			}
			if r.tok.kind != shut {
				return r.expected(`a strategy in quotes, or "}"`, form)
			}
			r.advance()
			n = len(names)
		}
		if k := len(r.strategies); k < len(r.players) && n == 0 {
			return r.errorAt(at, "player %d (%q) has no strategies; give it at least one", k+1, clip(r.players[k]))
		}
		r.strategies, r.names = append(r.strategies, n), append(r.names, names)
	}
	if r.tok.kind != shut {
		return r.expected(`the strategies of a player, or "}"`, form)
	}
	if k := len(r.strategies); k != len(r.players) {
		return r.errorAt(start, "strategies for %d players here, but the game has %d; %s", k, len(r.players), form)
	}
	r.advance()
	return nil
}

func (r *nfgReader) body() error {
	if r.tok.kind == open {
		return r.outcomes()
	}
	all := int64(math.MaxInt64)
	if r.cells <= all/int64(len(r.players)) {
		all = r.cells * int64(len(r.players))
	}
	for int64(len(r.values)) < all {
		if r.tok.kind != word {
			return r.expected(fmt.Sprintf("payoff %d of %d", len(r.values)+1, all),
				r.size()+", and each needs a payoff for every player, those for the next strategy of player 1 following first")
		}
		if err := r.value(); err != nil {
			return err
		}
	}
	return nil
}

// size describes the game for an error message.
func (r *nfgReader) size() string {
	text := ""
	for k, n := range r.strategies {
		if k == 8 {
			return "the game has " + text + "× … cells"
		}
		if k > 0 {
			text += "×"
		}
		text += strconv.Itoa(n)
	}
	return "the game has " + text + " cells"
}

func (r *nfgReader) value() error {
	if err := r.charge(8); err != nil {
		return err
	}
	f, q, err := r.number("a payoff")
	if err != nil {
		return err
	}
	if q != nil {
		if r.exact == nil {
			r.exact = map[int]*big.Rat{}
		}
		r.exact[len(r.values)] = q
	}
	r.values = append(r.values, f)
	return nil
}

// outcomes reads { { "name" 1 2 } … } and the outcome of each cell.
func (r *nfgReader) outcomes() error {
	const form = `outcomes look like: { { "name" 1, 2 } { "" 0, 3 } }, and then the number of an outcome for every cell`
	r.advance()
	for r.tok.kind == open {
		at := r.tok.at
		r.advance()
		label, err := "", error(nil)
		if r.tok.kind == quoted {
			if label, err = r.quotedText("", ""); err != nil {
				return err
			}
		}
		if err := r.charge(16); err != nil {
			return err
		}
		before := len(r.values)
		for r.tok.kind == word {
			if err := r.value(); err != nil {
				return err
			}
		}
		if r.tok.kind != shut {
			return r.expected(`a payoff, or "}"`, form)
		}
		if n := len(r.values) - before; n != len(r.players) {
			return r.errorAt(at, "%d payoffs for %d players; give one payoff per player, in the order of the players", n, len(r.players))
		}
		r.advance()
		r.labels = append(r.labels, label)
	}
	if r.tok.kind != shut {
		return r.expected(`an outcome, or "}"`, form)
	}
	r.advance()
	r.cell = []int32{}
	for int64(len(r.cell)) < r.cells {
		at := r.tok.at
		if err := r.charge(4); err != nil {
			return err
		}
		o, err := r.integer(fmt.Sprintf("outcome %d of %d", len(r.cell)+1, r.cells), r.size()+", and each needs the number of an outcome, 0 for none")
		if err != nil {
			return err
		}
		if o > len(r.labels) {
			return r.errorAt(at, "there is no outcome %d: %d are listed above; add it, or write 0 for none", o, len(r.labels))
		}
		r.cell = append(r.cell, int32(o))
	}
	return nil
}

// game lays the cells out as a tree.
func (r *nfgReader) game() (*Game, error) {
	n, players := len(r.strategies), len(r.players)
	outcomes := len(r.values) / players
	nodes, inner, stride := r.cells, int64(1), make([]int, n)
	for k, s := range r.strategies {
		stride[k] = int(inner)
		nodes += inner
		inner *= int64(s)
		if nodes > math.MaxInt32 {
			break
		}
	}
	// Every name of a strategy was read or, if the file gives numbers, is one of
	// no more strategies than there are cells.
	if err := r.charge(nodes*bytesPerNode + int64(outcomes)*bytesPerOutcome); err != nil || nodes > math.MaxInt32 {
		return nil, r.errorAt(0, "%s and needs %d nodes, more than the %d MB allowed; allow more memory, or make the game smaller", r.size(), nodes, (r.budget+(1<<20)-1)>>20)
	}
	b := NewBuilder(r.title, r.players...)
	b.g.Comment = r.comment
	b.expect(int(nodes), outcomes)
	for k, names := range r.names {
		for a := len(names); a < r.strategies[k]; a++ {
			names = append(names, strconv.Itoa(a+1))
		}
		b.InformationSet(k, "", names...)
	}
	for o := range outcomes {
		label := ""
		if r.labels != nil {
			label = r.labels[o]
		}
		var exact []*big.Rat
		for i := range players {
			if q := r.exact[o*players+i]; q != nil {
				if exact == nil {
					exact = make([]*big.Rat, players)
				}
				exact[i] = q
			}
		}
		b.outcome(o+1, label, r.values[o*players:(o+1)*players:(o+1)*players], exact)
	}
	choice, cell := make([]int, n), 0
	for from := 0; from >= 0; {
		for k := from; k < n; k++ {
			b.add(Decision, int32(k), "")
		}
		h := b.add(Terminal, -1, "")
		if b.err != nil {
			break
		}
		b.g.Outcome[h] = int32(cell)
		if r.cell != nil {
			b.g.Outcome[h] = r.cell[cell] - 1
		}
		k := n - 1
		for k >= 0 && choice[k]+1 == r.strategies[k] {
			cell -= choice[k] * stride[k]
			choice[k] = 0
			k--
		}
		if k >= 0 {
			choice[k]++
			cell += stride[k]
			from = k + 1
		} else {
			from = -1
		}
	}
	g, err := b.Game()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.file, err)
	}
	return g, nil
}
