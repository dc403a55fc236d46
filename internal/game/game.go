// Extensive-form games: nodes in flat arrays, information sets, payoffs.

// Package game holds finite extensive-form games with perfect recall, checks
// them, reads and writes them in Gambit's .efg format, and finds their public
// tree.
package game

import "math/big"

// Kind of a node.
type Kind uint8

const (
	Terminal Kind = iota
	Decision
	Chance
)

// Game is a finite extensive-form game. Nodes are numbered in preorder, 0 is
// the root. An outcome may hang on any node; payoffs add along the path.
//
// A behaviour profile is a vector of Actions() numbers: the actions of Sets[0],
// then of Sets[1], and so on; see InformationSet.First.
type Game struct {
	Title   string
	Comment string
	Players []string

	// Precision of each player: λ multiplies it. A payoff gap of 1 makes the
	// better action e^precision times likelier.
	Precision []float64

	Sets     []InformationSet // of players, in order of first appearance
	Chances  []ChanceMove     // distributions, in order of first appearance
	Outcomes []Outcome

	// By node.
	Parent  []int32 // −1 at the root
	Branch  []int32 // which action of the parent leads here
	Kind    []Kind
	Move    []int32  // index in Sets of a decision, in Chances of a chance move, −1 at a terminal
	Outcome []int32  // index in Outcomes, −1 for none
	First   []int32  // index in Children of the first child; children follow in the order of the actions
	Label   []string // nil if no node has one

	Children []int32

	// Notes are things that a reader let pass and an analyst should know.
	Notes []string
}

// InformationSet is where a player chooses without telling its nodes apart.
type InformationSet struct {
	Player  int // index in Players
	Number  int // unique per player; the number in the file
	Label   string
	Actions []string
	First   int // index of the first action in a behaviour profile
	// Scale multiplies the owner's precision here: payoffs discounted to the
	// start of the game are judged at the value of the time of the choice.
	Scale float64
	Nodes []int32
}

// ChanceMove is a distribution over actions; several nodes may share it.
type ChanceMove struct {
	Number      int
	Label       string
	Actions     []string
	Probability []float64
	Exact       []*big.Rat // see Outcome.Exact
}

// Outcome is a vector of payoffs, one per player.
type Outcome struct {
	Number int
	Label  string
	Payoff []float64
	// Exact holds the numbers that are not the shortest decimals of their
	// doubles, such as 1/3; nil elsewhere, and as a whole where there are none.
	// The fractions are shared and must not be changed.
	Exact []*big.Rat
}

// Nodes is the number of nodes.
func (g *Game) Nodes() int { return len(g.Kind) }

// Actions is the length of a behaviour profile.
func (g *Game) Actions() int {
	if len(g.Sets) == 0 {
		return 0
	}
	s := &g.Sets[len(g.Sets)-1]
	return s.First + len(s.Actions)
}

// Degree is the number of children of a node.
func (g *Game) Degree(node int32) int {
	switch g.Kind[node] {
	case Decision:
		return len(g.Sets[g.Move[node]].Actions)
	case Chance:
		return len(g.Chances[g.Move[node]].Actions)
	}
	return 0
}

// Kids are the children of a node in the order of its actions.
func (g *Game) Kids(node int32) []int32 {
	f := g.First[node]
	return g.Children[f : int(f)+g.Degree(node)]
}

// Payoff is the payoff vector on the node itself, nil when there is none.
func (g *Game) Payoff(node int32) []float64 {
	if o := g.Outcome[node]; o >= 0 {
		return g.Outcomes[o].Payoff
	}
	return nil
}

// Range is, for each player, the difference between its largest and its
// smallest payoff over the terminal nodes, in payoff units.
func (g *Game) Range() []float64 {
	n, p := g.Nodes(), len(g.Players)
	lo, hi := make([]float64, p), make([]float64, p)
	sum := make([]float64, n*p)
	seen := false
	for h := 0; h < n; h++ {
		s := sum[h*p : h*p+p]
		if q := g.Parent[h]; q >= 0 {
			copy(s, sum[int(q)*p:int(q)*p+p])
		}
		for i, v := range g.Payoff(int32(h)) {
			s[i] += v
		}
		if g.Kind[h] != Terminal {
			continue
		}
		for i, v := range s {
			if !seen || v < lo[i] {
				lo[i] = v
			}
			if !seen || v > hi[i] {
				hi[i] = v
			}
		}
		seen = true
	}
	for i := range hi {
		hi[i] -= lo[i]
	}
	return hi
}

// Depth is the largest number of moves on a path. Like Range, it asks only that
// parents stand before their children.
func (g *Game) Depth() int {
	depth, most := make([]int32, g.Nodes()), int32(0)
	for h, p := range g.Parent {
		if p >= 0 {
			depth[h] = depth[p] + 1
			most = max(most, depth[h])
		}
	}
	return int(most)
}
