// Reading the moves and outcomes of .efg files.

package game

import (
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
)

func (r *efgReader) chance() (int, error) {
	const form = `a chance node looks like: c "" 1 "" { "rain" 1/3 "sun" 2/3 } 0`
	at := r.tok.at
	number, err := r.integer("the number of the chance move", form)
	if err != nil {
		return 0, err
	}
	label := ""
	if r.tok.kind == quoted {
		if label, err = r.quotedText("", ""); err != nil {
			return 0, err
		}
	}
	m, known := r.chances.get(number)
	if r.tok.kind != open {
		if !known {
			return 0, r.errorAt(at, "chance move %d is met for the first time; list its actions and probabilities here: %s", number, form)
		}
		return m, nil
	}
	at = r.tok.at
	r.advance()
	r.actions, r.values, r.exact = r.actions[:0], r.values[:0], r.exact[:0]
	for r.tok.kind == quoted {
		a, err := r.quotedText("", "")
		if err != nil {
			return 0, err
		}
		numberAt := r.tok
		f, q, err := r.number("the probability of " + strconv.Quote(clip(a)))
		if err != nil {
			return 0, err
		}
		if f < 0 || f > 1 || f == 0 && q != nil && q.Sign() < 0 {
			return 0, r.errorAt(numberAt.at, "the probability of %q is %s; it must lie between 0 and 1", clip(a), rational(f, q).RatString())
		}
		r.actions, r.values, r.exact = append(r.actions, a), append(r.values, f), append(r.exact, q)
	}
	actions, prob := r.actions, r.values
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
		own := b.numbers(len(prob))
		copy(own, prob)
		m = b.ChanceMove(label, r.shared(actions), own)
		b.g.Chances[m].Number = number
		b.g.Chances[m].Exact = exactParts(r.exact)
		r.chances.put(number, m)
		return m, r.charge(int64(100 + 32*len(prob)))
	}
	c := &r.b.g.Chances[m]
	if len(c.Actions) != len(actions) {
		return 0, r.errorAt(at, "chance move %d has %d actions here but %d where it was first met; give this move a number of its own, or make the two agree", number, len(actions), len(c.Actions))
	}
	if a, same := sameNumbers(c.Probability, c.Exact, prob, r.exact); !same {
		return 0, r.errorAt(at, "chance move %d gives %q the probability %s here but %s where it was first met; give this move a number of its own, or make the two agree", number, actions[a],
			rational(prob[a], r.exact[a]).RatString(), rational(c.Probability[a], ratAt(c.Exact, a)).RatString())
	}
	if !slices.Equal(c.Actions, actions) {
		r.compareLabels(fmt.Sprintf("chance move %d", number), c.Actions, actions)
	}
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
		if label, err = r.quotedText("", ""); err != nil {
			return 0, err
		}
	}
	s, known := r.sets[player-1].get(number)
	if r.tok.kind != open {
		if !known {
			return 0, r.errorAt(at, "information set %d of player %d is met for the first time; list its actions here: %s", number, player, form)
		}
		return s, nil
	}
	at = r.tok.at
	r.advance()
	r.actions = r.actions[:0]
	for r.tok.kind == quoted {
		a, err := r.quotedText("", "")
		if err != nil {
			return 0, err
		}
		r.actions = append(r.actions, a)
	}
	actions := r.actions
	if r.tok.kind != shut {
		return 0, r.expected(`an action in quotes, or "}"`, form)
	}
	if len(actions) == 0 {
		return 0, r.errorAt(r.tok.at, "information set %d of player %d has no actions; list at least one", number, player)
	}
	r.advance()
	if !known {
		s = r.b.informationSet(player-1, number, label, r.shared(actions))
		r.sets[player-1].put(number, s)
		return s, r.charge(112)
	}
	first := r.b.g.Sets[s].Actions
	if len(first) != len(actions) {
		return 0, r.errorAt(at, "information set %d of player %d has %d actions here but %d where it was first met; a player has the same actions at every node that it can not tell apart", number, player, len(actions), len(first))
	}
	if !slices.Equal(first, actions) {
		r.compareLabels(fmt.Sprintf("information set %d of player %d", number, player), first, actions)
	}
	return s, nil
}

// shared gives a list of actions that moves with the same actions share.
func (r *efgReader) shared(actions []string) []string {
	h := uint32(len(actions))
	for _, a := range actions {
		h = 31*h + uint32(len(a))
		if len(a) > 0 {
			h = 31*h + uint32(a[0]) + uint32(a[len(a)-1])<<8
		}
	}
	list := &r.lists[(h^h>>10)%uint32(len(r.lists))]
	if !slices.Equal(*list, actions) {
		r.left -= int64(24 * len(actions))
		*list = slices.Clone(actions)
	}
	return *list
}

// exactParts copies exact parts, nil where there are none.
func exactParts(exact []*big.Rat) []*big.Rat {
	for _, q := range exact {
		if q != nil {
			return slices.Clone(exact)
		}
	}
	return nil
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
		if label, err = r.quotedText("", ""); err != nil {
			return 0, err
		}
	}
	o, known := r.outcomes.get(number)
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
	r.values, r.exact = r.values[:0], r.exact[:0]
	for r.tok.kind == word {
		f, q, err := r.number("a payoff")
		if err != nil {
			return 0, err
		}
		r.values, r.exact = append(r.values, f), append(r.exact, q)
	}
	payoff := r.values
	if r.tok.kind != shut {
		return 0, r.expected(`a payoff, or "}"`, form)
	}
	if len(payoff) != players {
		return 0, r.errorAt(at, "%d payoffs for %d players; give one payoff per player, in the order of the players", len(payoff), players)
	}
	r.advance()
	if known && number > 0 {
		first := &r.b.g.Outcomes[o]
		if i, same := sameNumbers(first.Payoff, first.Exact, payoff, r.exact); !same {
			return 0, r.errorAt(at, "outcome %d pays player %d %s here but %s where it was first met; give this outcome a number of its own, or make the two agree", number, i+1,
				rational(payoff[i], r.exact[i]).RatString(), rational(first.Payoff[i], ratAt(first.Exact, i)).RatString())
		}
		return o, nil
	}
	if number == 0 && label == "" && allZero(payoff) {
		return -1, nil
	}
	own, exact := r.b.numbers(players), exactParts(r.exact)
	copy(own, payoff)
	if err := r.charge(int64(8*players + 8*len(exact) + bytesPerOutcome)); err != nil {
		return 0, err
	}
	// Payoffs without a number of their own hang on this node alone.
	o = int(r.b.outcome(number, label, own, exact))
	if number > 0 {
		r.outcomes.put(number, o)
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
