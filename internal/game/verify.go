// Verification: what every game must satisfy before anything is computed on it.

package game

import (
	"errors"
	"fmt"
	"math"
)

// mostFaults bounds how many faults one Verify reports.
const mostFaults = 20

// Verify checks the shape of the tree, that chance probabilities are
// non-negative and sum to 1 within 1e-9, that payoffs, precisions and scales
// are finite, and that every player has perfect recall (Kuhn 1953). It returns
// all faults found, up to 20, joined; nil when there are none.
func Verify(g *Game) error {
	var faults []error
	add := func(format string, args ...any) {
		if len(faults) < mostFaults {
			faults = append(faults, fmt.Errorf(format, args...))
		}
	}
	if err := shape(g); err != nil {
		return err // nothing else can be looked at safely
	}
	for i, p := range g.Precision {
		if !(p >= 0) || math.IsInf(p, 0) {
			add("the precision of player %s is %v; it must be a number of 0 or more", g.playerName(i), p)
		}
	}
	for i := range g.Sets {
		if s := g.Sets[i].Scale; !(s >= 0) || math.IsInf(s, 0) {
			add("the scale of %s is %v; it must be a number of 0 or more", g.SetName(i), s)
		}
	}
	for i := range g.Chances {
		c := &g.Chances[i]
		sum := 0.0
		for a, p := range c.Probability {
			if !(p >= 0 && p <= 1+1e-9) {
				add("%s gives %q the probability %v; it must lie between 0 and 1", g.chanceName(i), c.Actions[a], p)
			}
			sum += p
		}
		if !(math.Abs(sum-1) <= 1e-9) {
			add("the probabilities of %s sum to %.12g, not to 1; correct one of them", g.chanceName(i), sum)
		}
	}
	for i := range g.Outcomes {
		for p, v := range g.Outcomes[i].Payoff {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				add("outcome %d (%q) pays player %s %v; payoffs must be finite numbers", g.Outcomes[i].Number, g.Outcomes[i].Label, g.playerName(p), v)
			}
		}
	}
	recall(g, add)
	return errors.Join(faults...)
}

// shape checks that the arrays describe one tree in preorder.
func shape(g *Game) error {
	n := g.Nodes()
	if n == 0 {
		return errors.New("the game has no nodes")
	}
	if len(g.Players) == 0 {
		return errors.New("the game has no players; name at least one")
	}
	if len(g.Parent) != n || len(g.Branch) != n || len(g.Move) != n || len(g.Outcome) != n || len(g.First) != n || len(g.Precision) != len(g.Players) {
		return errors.New("the game's arrays differ in length; this is a fault of the program that built it")
	}
	first := 0
	for i := range g.Sets {
		s := &g.Sets[i]
		if s.Player < 0 || s.Player >= len(g.Players) || s.First != first || len(s.Actions) == 0 {
			return fmt.Errorf("%s is malformed: it needs a player of the game and at least one action", g.SetName(i))
		}
		if len(s.Nodes) == 0 {
			return fmt.Errorf("%s has no nodes: nobody ever chooses there; remove it", g.SetName(i))
		}
		first += len(s.Actions)
	}
	for i := range g.Chances {
		if c := &g.Chances[i]; len(c.Actions) == 0 || len(c.Actions) != len(c.Probability) {
			return fmt.Errorf("%s needs one probability per action", g.chanceName(i))
		}
	}
	for i := range g.Outcomes {
		if k := len(g.Outcomes[i].Payoff); k != len(g.Players) {
			return fmt.Errorf("outcome %d has %d payoffs for %d players", g.Outcomes[i].Number, k, len(g.Players))
		}
	}
	if g.Parent[0] != -1 {
		return errors.New("the first node must be the root")
	}
	for h := 0; h < n; h++ {
		limit := 0
		switch g.Kind[h] {
		case Decision:
			limit = len(g.Sets)
		case Chance:
			limit = len(g.Chances)
		}
		if limit > 0 && (g.Move[h] < 0 || int(g.Move[h]) >= limit) || limit == 0 && g.Kind[h] != Terminal {
			return fmt.Errorf("node %d has no move", h+1)
		}
		if int(g.Outcome[h]) >= len(g.Outcomes) {
			return fmt.Errorf("node %d has an outcome that does not exist", h+1)
		}
		f := int(g.First[h])
		if f < 0 || f+g.Degree(int32(h)) > len(g.Children) {
			return fmt.Errorf("node %d lacks children: one per action is needed", h+1)
		}
		for b, c := range g.Kids(int32(h)) {
			if int(c) <= h || int(c) >= n || g.Parent[c] != int32(h) || g.Branch[c] != int32(b) {
				return fmt.Errorf("child %d of node %d is not placed after it in preorder", b+1, h+1)
			}
		}
	}
	for h, at := int32(1), int32(0); int(h) < n; h++ {
		for at >= 0 && at != g.Parent[h] {
			at = g.Parent[at]
		}
		if at < 0 {
			return fmt.Errorf("node %d does not follow its parent in preorder", h+1)
		}
		at = h
	}
	for i := range g.Sets {
		for _, h := range g.Sets[i].Nodes {
			if h < 0 || int(h) >= n || g.Kind[h] != Decision || int(g.Move[h]) != i {
				return fmt.Errorf("%s lists a node that is not its own", g.SetName(i))
			}
		}
	}
	return nil
}

// recall reports every information set whose owner is asked to forget: its
// nodes must agree on the owner's previous move, and then, by induction along
// the path, on all earlier ones.
func recall(g *Game, add func(string, ...any)) {
	last := make([]int32, len(g.Players)) // latest own action of each player on the path, as an index in a profile
	for i := range last {
		last[i] = -1
	}
	known := make([]int32, len(g.Sets)) // what the first node of each set saw; −2: not met yet
	faulty := make([]bool, len(g.Sets))
	for i := range known {
		known[i] = -2
	}
	// An iterative walk down one path: saved holds, for every move on it, the
	// mover's entry of last before the move.
	var saved []int32
	previous := int32(-1)
	for h := int32(0); int(h) < g.Nodes(); h++ {
		for previous != g.Parent[h] { // climb out of finished subtrees
			if g.Kind[previous] == Decision {
				last[g.Sets[g.Move[previous]].Player] = saved[len(saved)-1]
				saved = saved[:len(saved)-1]
			}
			previous = g.Parent[previous]
		}
		if p := g.Parent[h]; p >= 0 && g.Kind[p] == Decision {
			s := &g.Sets[g.Move[p]]
			last[s.Player] = int32(s.First) + g.Branch[h]
		}
		if g.Kind[h] == Decision {
			m := g.Move[h]
			l := last[g.Sets[m].Player]
			saved = append(saved, l)
			switch {
			case known[m] == -2:
				known[m] = l
			case known[m] != l && !faulty[m]:
				faulty[m] = true
				add("player %s does not have perfect recall: at %s it cannot tell apart %s from %s; split the information set, or merge the earlier ones",
					g.playerName(g.Sets[m].Player), g.SetName(int(m)), g.ownMove(known[m]), g.ownMove(l))
			}
		}
		previous = h
	}
}

// ownMove describes having made a move, given as an index in a profile.
func (g *Game) ownMove(action int32) string {
	if action < 0 {
		return "not having moved before"
	}
	lo, hi := 0, len(g.Sets)
	for hi-lo > 1 {
		if m := (lo + hi) / 2; g.Sets[m].First <= int(action) {
			lo = m
		} else {
			hi = m
		}
	}
	return fmt.Sprintf("having chosen %q at %s", g.Sets[lo].Actions[int(action)-g.Sets[lo].First], g.SetName(lo))
}

func (g *Game) playerName(i int) string {
	if i < 0 || i >= len(g.Players) {
		return fmt.Sprintf("%d", i+1)
	}
	return fmt.Sprintf("%d (%q)", i+1, g.Players[i])
}

// SetName names an information set for a message, by owner, number and label.
func (g *Game) SetName(set int) string {
	s := &g.Sets[set]
	name := fmt.Sprintf("information set %d of player %s", s.Number, g.playerName(s.Player))
	if s.Label != "" {
		name += fmt.Sprintf(" (%q)", s.Label)
	}
	return name
}

func (g *Game) chanceName(i int) string {
	c := &g.Chances[i]
	if c.Label == "" {
		return fmt.Sprintf("chance move %d", c.Number)
	}
	return fmt.Sprintf("chance move %d (%q)", c.Number, c.Label)
}
