// Kuhn's and Leduc poker by the rules of OpenSpiel, from the rules alone.

package main

import (
	"fmt"
	"io"
	"strings"
)

// pokerGame is a poker file with what is needed to compare it with OpenSpiel's
// game of that name.
type pokerGame struct {
	counts
	// Sets are the information sets by player and number: what the owner has
	// seen, in the words that peers/openspiel.py makes of OpenSpiel's states.
	Sets [2]map[int]pokerSet
	// Returns are the payoffs at every end, by OpenSpiel's history.
	Returns map[string][2]float64
}

type pokerSet struct {
	Seen    string
	Actions []int // OpenSpiel's numbers
}

type pokerWriter struct {
	e       *efgWriter
	numbers [2]map[string]int
	game    *pokerGame
}

func newPoker(w io.Writer, title string) *pokerWriter {
	p := &pokerWriter{e: newEFG(w, title, "first", "second"), game: &pokerGame{Returns: map[string][2]float64{}}}
	for i := range p.numbers {
		p.numbers[i] = map[string]int{}
		p.game.Sets[i] = map[int]pokerSet{}
	}
	return p
}

func (p *pokerWriter) move(player int, seen string, ids []int, names []string) {
	n, ok := p.numbers[player][seen]
	if !ok {
		n = len(p.numbers[player]) + 1
		p.numbers[player][seen] = n
		p.game.Sets[player][n] = pokerSet{seen, ids}
	}
	p.e.move(player, n, seen, names)
}

// deal writes a chance node over the cards that are not out.
func (p *pokerWriter) deal(cards int, out []int) []int {
	var left []int
	var names, odds []string
	for c := range cards {
		if !contains(out, c) {
			left = append(left, c)
			names = append(names, fmt.Sprint(c))
		}
	}
	for range left {
		odds = append(odds, fmt.Sprintf("1/%d", len(left)))
	}
	p.e.chance(names, odds)
	return left
}

func (p *pokerWriter) leaf(history []int, first float64) {
	p.game.Returns[words(history)] = [2]float64{first, -first}
	p.e.leaf(first, -first)
}

func (p *pokerWriter) end() (*pokerGame, error) {
	c, err := p.e.end()
	p.game.counts = c
	return p.game, err
}

func contains(list []int, x int) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

// words is a list of numbers with blanks between.
func words(list []int) string {
	return strings.Trim(fmt.Sprint(list), "[]")
}

func with(list []int, x ...int) []int {
	return append(append([]int(nil), list...), x...)
}

// writeKuhn writes Kuhn's poker (Kuhn 1950): three cards, ante 1, one bet of 1.
func writeKuhn(w io.Writer) (*pokerGame, error) {
	p := newPoker(w, "kuhn_poker")
	for _, a := range p.deal(3, nil) {
		for _, b := range p.deal(3, []int{a}) {
			cards := []int{a, b}
			show := 1.0
			if b > a {
				show = -1
			}
			var visit func(bets []int)
			visit = func(bets []int) {
				h := with(cards, bets...)
				switch words(bets) {
				case "0 0":
					p.leaf(h, show)
				case "0 1 0":
					p.leaf(h, -1)
				case "1 0":
					p.leaf(h, 1)
				case "1 1", "0 1 1":
					p.leaf(h, 2*show)
				default:
					i := len(bets) % 2
					p.move(i, fmt.Sprintf("%d:%s", cards[i], words(bets)), []int{0, 1}, []string{"pass", "bet"})
					visit(with(bets, 0))
					visit(with(bets, 1))
				}
			}
			visit(nil)
		}
	}
	return p.end()
}

// leducState is a position in Leduc poker (Southey et al. 2005) as OpenSpiel
// plays it: cards 0 to 5, two of a rank; ante 1; two rounds, the second after a
// public card; raises of 2, then 4, at most two a round.
type leducState struct {
	cards   []int // first player's, second player's, public
	history []int
	bets    [2][]int // of each round
	round   int
	in      [2]float64 // what each has put in
	raises  int
}

const (
	fold = iota
	call
	raise
)

// writeLeduc writes Leduc poker.
func writeLeduc(w io.Writer) (*pokerGame, error) {
	p := newPoker(w, "leduc_poker")
	for _, a := range p.deal(6, nil) {
		for _, b := range p.deal(6, []int{a}) {
			p.leduc(leducState{cards: []int{a, b}, history: []int{a, b}, in: [2]float64{1, 1}})
		}
	}
	return p.end()
}

func (p *pokerWriter) leduc(s leducState) {
	i := len(s.bets[s.round]) % 2
	ids, names := []int{call}, []string{"call"}
	if s.in[0] != s.in[1] {
		ids, names = []int{fold, call}, []string{"fold", "call"}
	}
	if s.raises < 2 {
		ids, names = append(ids, raise), append(names, "raise")
	}
	seen := fmt.Sprintf("%d:%s", s.cards[i], words(s.bets[0]))
	if s.round == 1 {
		seen += fmt.Sprintf(":%d:%s", s.cards[2], words(s.bets[1]))
	}
	p.move(i, seen, ids, names)
	for _, act := range ids {
		n := s
		n.history = with(s.history, act)
		n.bets[s.round] = with(s.bets[s.round], act)
		switch act {
		case fold:
			first := s.in[1]
			if i == 0 {
				first = -s.in[0]
			}
			p.leaf(n.history, first)
			continue
		case raise:
			n.raises++
			n.in[i] = s.in[1-i] + float64(2+2*s.round)
		case call:
			n.in[i] = s.in[1-i]
			if len(s.bets[s.round]) > 0 { // both have spoken: the round is over
				if s.round == 1 {
					p.leaf(n.history, n.in[0]*leducShow(s.cards))
					continue
				}
				n.round, n.raises = 1, 0
				for _, c := range p.deal(6, s.cards) {
					d := n
					d.cards, d.history = with(n.cards, c), with(n.history, c)
					p.leduc(d)
				}
				continue
			}
		}
		p.leduc(n)
	}
}

// leducShow is 1 if the first player's cards win, −1 if the second's do, 0 if
// they split. A pair beats all, then the higher card counts.
func leducShow(cards []int) float64 {
	a, b, public := cards[0]/2, cards[1]/2, cards[2]/2
	switch {
	case a == b:
		return 0
	case a == public:
		return 1
	case b == public:
		return -1
	case a > b:
		return 1
	}
	return -1
}
