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
	g      Game
	open   []opening
	number []int     // the latest information set's number, by player
	slab   []float64 // room for payoffs
	share  float64   // of the input read so far, 0 if not known: how much is to come
	err    error
	done   bool
}

type opening struct {
	node int32
	next int32 // children placed so far
	kids int32
}

// NewBuilder starts a game among the named players, each with precision 1.
func NewBuilder(title string, players ...string) *Builder {
	b := &Builder{number: make([]int, len(players))}
	b.g.Title = title
	b.g.Players = players
	b.g.Precision = make([]float64, len(players))
	for i := range b.g.Precision {
		b.g.Precision[i] = 1
	}
	return b
}

// room is the capacity to give to a list of n that is full: where it is known
// how much of the input is read, what will be needed, amply. Memory that is
// never touched costs nothing; a second copy of a long list does.
func (b *Builder) room(n int) int {
	if b.share == 0 || n < 1024 {
		return 2*n + 16
	}
	return min(max(int(1.25*float64(n)/b.share), n+n/8), 16*n)
}

// expect makes room for so many nodes and outcomes.
func (b *Builder) expect(nodes, outcomes int) {
	b.nodeRoom(nodes)
	b.g.Children = resize(b.g.Children, nodes)
	b.g.Outcomes = resize(b.g.Outcomes, outcomes)
}

func (b *Builder) nodeRoom(n int) {
	g := &b.g
	g.Parent, g.Branch, g.Kind = resize(g.Parent, n), resize(g.Branch, n), resize(g.Kind, n)
	g.Move, g.Outcome, g.First = resize(g.Move, n), resize(g.Outcome, n), resize(g.First, n)
}

// push appends to a list that grows by room.
func push[T any](b *Builder, list []T, v T) []T {
	if len(list) == cap(list) {
		list = resize(list, b.room(len(list)))
	}
	return append(list, v)
}

func resize[T any](list []T, room int) []T {
	return append(make([]T, 0, room), list...)
}

// numbers gives room for n numbers, cut from a slab that all share.
func (b *Builder) numbers(n int) []float64 {
	if len(b.slab)+n > cap(b.slab) {
		b.slab = make([]float64, 0, max(n, min(2*cap(b.slab), 1<<16), 16))
	}
	at := len(b.slab)
	b.slab = b.slab[:at+n]
	return b.slab[at : at+n : at+n]
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
	if player >= 0 && player < len(b.number) {
		number = b.number[player] + 1
	}
	return b.informationSet(player, number, label, actions)
}

func (b *Builder) informationSet(player, number int, label string, actions []string) int {
	if player < 0 || player >= len(b.g.Players) {
		b.fail("information set %q belongs to player %d, but there are %d players", label, player+1, len(b.g.Players))
		return -1
	}
	if len(actions) == 0 {
		b.fail("information set %q has no actions; give it at least one", label)
	}
	b.number[player] = number
	b.g.Sets = push(b, b.g.Sets, InformationSet{
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
	b.g.Chances = push(b, b.g.Chances, ChanceMove{
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
	own := b.numbers(len(payoff))
	copy(own, payoff)
	b.g.Outcome[node] = b.outcome(len(b.g.Outcomes)+1, "", own, nil)
}

func (b *Builder) outcome(number int, label string, payoff []float64, exact []*big.Rat) int32 {
	if len(payoff) != len(b.g.Players) {
		b.fail("%d payoffs for %d players; give one per player", len(payoff), len(b.g.Players))
	}
	b.g.Outcomes = push(b, b.g.Outcomes, Outcome{Number: number, Label: label, Payoff: payoff, Exact: exact})
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
	n := len(g.Kind)
	if n == cap(g.Kind) {
		b.nodeRoom(b.room(n))
	}
	h := int32(n)
	parent, branch := int32(-1), int32(0)
	if k := len(b.open); k > 0 {
		top := &b.open[k-1]
		parent, branch = top.node, top.next
		g.Children[g.First[parent]+branch] = h
		if top.next++; top.next == top.kids {
			b.open = b.open[:k-1]
		}
	}
	g.Parent = append(g.Parent, parent)
	g.Branch = append(g.Branch, branch)
	g.Kind = append(g.Kind, kind)
	g.Move = append(g.Move, move)
	g.Outcome = append(g.Outcome, -1)
	g.First = append(g.First, int32(len(g.Children)))
	if label != "" || g.Label != nil {
		if g.Label == nil {
			g.Label = make([]string, n, max(n+1, cap(g.Kind)))
		}
		g.Label = push(b, g.Label, label)
	}
	if d := g.Degree(h); d > 0 {
		for range d {
			g.Children = push(b, g.Children, -1)
		}
		b.open = append(b.open, opening{node: h, kids: int32(d)})
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
	g := b.g // on its own: the builder's memory is not the game's
	g.gather()
	if err := Verify(&g); err != nil {
		return nil, err
	}
	return &g, nil
}

// gather lists the nodes of every information set, in one array.
func (g *Game) gather() {
	count := make([]int32, len(g.Sets))
	total := int32(0)
	for h, k := range g.Kind {
		if k == Decision {
			count[g.Move[h]]++
			total++
		}
	}
	all := make([]int32, total)
	at := int32(0)
	for i := range g.Sets {
		g.Sets[i].Nodes = all[at : at : at+count[i]]
		at += count[i]
	}
	for h, k := range g.Kind {
		if k == Decision {
			s := &g.Sets[g.Move[h]]
			s.Nodes = append(s.Nodes, int32(h))
		}
	}
}
