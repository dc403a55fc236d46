// Building a game node by node.

package game

import (
	"errors"
	"fmt"
	"math/big"
)

// Builder makes a Game from its nodes in preorder: each Add… places the next
// node as the first open child of the latest node that still lacks one. Its
// methods do not fail; Game reports the first thing that went wrong.
type Builder struct {
	g    Game
	open []opening
	err  error
	done bool
}

type opening struct {
	node int32
	next int32 // children placed so far
}

// NewBuilder starts a game among the named players, each with precision 1.
func NewBuilder(title string, players ...string) *Builder {
	b := &Builder{}
	b.g.Title = title
	b.g.Players = players
	b.g.Precision = make([]float64, len(players))
	for i := range b.g.Precision {
		b.g.Precision[i] = 1
	}
	return b
}

// SetPrecision sets the precision of a player.
func (b *Builder) SetPrecision(player int, precision float64) {
	if player < 0 || player >= len(b.g.Players) {
		b.fail("there is no player %d", player+1)
		return
	}
	b.g.Precision[player] = precision
}

// InformationSet declares one and returns its index, to be given to
// AddDecision. Its number is the next free one of the player.
func (b *Builder) InformationSet(player int, label string, actions ...string) int {
	number := 1
	for i := len(b.g.Sets) - 1; i >= 0; i-- { // numbers rise: the latest is the largest
		if b.g.Sets[i].Player == player {
			number = b.g.Sets[i].Number + 1
			break
		}
	}
	return b.informationSet(player, number, label, actions)
}

func (b *Builder) informationSet(player, number int, label string, actions []string) int {
	if player < 0 || player >= len(b.g.Players) {
		b.fail("information set %q belongs to player %d, but there are %d players", label, player+1, len(b.g.Players))
	}
	if len(actions) == 0 {
		b.fail("information set %q has no actions; give it at least one", label)
	}
	b.g.Sets = append(b.g.Sets, InformationSet{
		Player: player, Number: number, Label: label, Actions: actions, First: b.g.Actions(), Scale: 1,
	})
	return len(b.g.Sets) - 1
}

// SetScale sets what multiplies its owner's precision at an information set.
func (b *Builder) SetScale(set int, scale float64) {
	if set < 0 || set >= len(b.g.Sets) {
		b.fail("there is no information set with index %d", set)
		return
	}
	b.g.Sets[set].Scale = scale
}

// ChanceMove declares a distribution over actions and returns its index, to be
// given to AddChance.
func (b *Builder) ChanceMove(label string, actions []string, probability []float64) int {
	if len(actions) != len(probability) || len(actions) == 0 {
		b.fail("chance move %q has %d actions and %d probabilities; give one probability per action", label, len(actions), len(probability))
	}
	b.g.Chances = append(b.g.Chances, ChanceMove{
		Number: len(b.g.Chances) + 1, Label: label, Actions: actions, Probability: probability,
	})
	return len(b.g.Chances) - 1
}

// AddDecision places a node of the information set and returns its number.
func (b *Builder) AddDecision(set int) int32 {
	if set < 0 || set >= len(b.g.Sets) {
		b.fail("there is no information set with index %d", set)
		return -1
	}
	return b.add(Decision, int32(set), "")
}

// AddChance places a chance node and returns its number.
func (b *Builder) AddChance(move int) int32 {
	if move < 0 || move >= len(b.g.Chances) {
		b.fail("there is no chance move with index %d", move)
		return -1
	}
	return b.add(Chance, int32(move), "")
}

// AddTerminal places a terminal node with its payoffs, one per player, and
// returns its number.
func (b *Builder) AddTerminal(payoff ...float64) int32 {
	h := b.add(Terminal, -1, "")
	b.Pay(h, payoff...)
	return h
}

// Pay hangs payoffs, one per player, on a node; they add to what else is met
// along the path.
func (b *Builder) Pay(node int32, payoff ...float64) {
	if b.err != nil {
		return
	}
	if node < 0 || int(node) >= b.g.Nodes() {
		b.fail("payoffs for node %d, which does not exist", node)
		return
	}
	b.g.Outcome[node] = b.outcome(len(b.g.Outcomes)+1, "", append([]float64(nil), payoff...), nil)
}

func (b *Builder) outcome(number int, label string, payoff []float64, exact []*big.Rat) int32 {
	if len(payoff) != len(b.g.Players) {
		b.fail("%d payoffs for %d players; give one per player", len(payoff), len(b.g.Players))
	}
	b.g.Outcomes = append(b.g.Outcomes, Outcome{Number: number, Label: label, Payoff: payoff, Exact: exact})
	return int32(len(b.g.Outcomes) - 1)
}

func (b *Builder) add(kind Kind, move int32, label string) int32 {
	if b.err != nil {
		return -1
	}
	if b.done {
		b.fail("a node after the tree is complete: some move has fewer actions than children were given")
		return -1
	}
	g := &b.g
	h := int32(g.Nodes())
	parent, branch := int32(-1), int32(0)
	if n := len(b.open); n > 0 {
		top := &b.open[n-1]
		parent, branch = top.node, top.next
		g.Children[g.First[parent]+branch] = h
		if top.next++; int(top.next) == g.Degree(parent) {
			b.open = b.open[:n-1]
		}
	}
	g.Parent = append(g.Parent, parent)
	g.Branch = append(g.Branch, branch)
	g.Kind = append(g.Kind, kind)
	g.Move = append(g.Move, move)
	g.Outcome = append(g.Outcome, -1)
	g.First = append(g.First, int32(len(g.Children)))
	g.Label = append(g.Label, label)
	if d := g.Degree(h); d > 0 {
		for range d {
			g.Children = append(g.Children, -1)
		}
		b.open = append(b.open, opening{node: h})
	}
	if kind == Decision {
		s := &g.Sets[move]
		s.Nodes = append(s.Nodes, h)
	}
	b.done = len(b.open) == 0
	return h
}

// complete reports whether every branch has its node.
func (b *Builder) complete() bool { return b.done }

func (b *Builder) fail(format string, args ...any) {
	if b.err == nil {
		b.err = fmt.Errorf(format, args...)
	}
}

// Game returns the finished game, verified.
func (b *Builder) Game() (*Game, error) {
	switch {
	case b.err != nil:
		return nil, b.err
	case b.g.Nodes() == 0:
		return nil, errors.New("the game has no nodes; add at least a terminal one")
	case !b.done:
		top := b.open[len(b.open)-1]
		return nil, fmt.Errorf("the tree is not complete: node %d has %d of its %d children", top.node+1, top.next, b.g.Degree(top.node))
	}
	if err := Verify(&b.g); err != nil {
		return nil, err
	}
	return &b.g, nil
}
