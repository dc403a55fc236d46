package plan

import (
	"errors"
	"math"
	"slices"

	"gonum.org/v1/gonum/floats"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/story"
)

// This file says what a choice is made of: what each term of an actor's payoff
// contributes to what its acts promise.

// CostOfActing is what the costs of acts are called beside the payoff's terms.
const CostOfActing = "cost of the act itself"

// Terms is what an actor's payoff is made of in a solved look-ahead.
type Terms struct {
	Names []string            // the payoff's terms (lookahead.TermNames), each once, then CostOfActing
	Trees [][]*lookahead.Tree // by term: the look-aheads in which it alone is paid, to that actor alone; two where it is paid each period and at the end
	Q     [][]float64         // by term and unknown: its part in what the act promises, in the current value of the choice
}

// TermsOf values the terms of an actor's payoff in the look-ahead from pos,
// played by the log-probabilities x of tree, which m built from there within the
// same limits. The parts of a promise sum to the whole. m pays everything again
// when it returns. Errors are those of lookahead.Model.Build.
func TermsOf(m *lookahead.Model, pos *lookahead.Position, limits lookahead.Limits, tree *lookahead.Tree, x []float64, actor int) (t *Terms, err error) {
	defer lookahead.Recover(&err)
	defer m.OnlyTerm(-1, -1)
	t = &Terms{}
	names := append(lookahead.TermNames(m.Src.S, actor), CostOfActing)
	for k, name := range names {
		term := k
		if k == len(names)-1 {
			term = lookahead.CostsOnly
		}
		m.OnlyTerm(actor, term)
		part, err := m.Build(pos, limits)
		if err != nil {
			return nil, err
		}
		if part.Game.Vars != tree.Game.Vars || len(part.Game.Src) != len(tree.Game.Src) {
			return nil, errors.New("the look-ahead of one term of a payoff is another game than the whole")
		}
		_, q, _ := qre.Value(part.Game, x)
		at := slices.Index(t.Names, name)
		if at < 0 {
			t.Names, t.Trees, t.Q = append(t.Names, name), append(t.Trees, nil), append(t.Q, make([]float64, len(q)))
			at = len(t.Names) - 1
		}
		t.Trees[at] = append(t.Trees[at], part)
		floats.Add(t.Q[at], q)
	}
	return t, nil
}

// Difference is what an act promises less what another does by q (a promise, or
// a term's part in it, by unknown), on average over the information sets of a
// phase at which both can be done, weighed by how often the first is done there.
// reach is the probability of every information set. It is 0 where there is no
// such set.
func Difference(tree *lookahead.Tree, x, reach, q []float64, phase, top, rival int) float64 {
	g := tree.Game
	sum, weight := 0.0, 0.0
	for i := range g.Infosets {
		set := &g.Infosets[i]
		if tree.Phases[set.Block][set.Mover] != phase {
			continue
		}
		a, b := int32(-1), int32(-1)
		for v := set.Var; v < set.Var+set.Vars; v++ {
			switch int(tree.Acts[v]) {
			case top:
				a = v
			case rival:
				b = v
			}
		}
		if a < 0 || b < 0 {
			continue
		}
		w := reach[i] * math.Exp(x[a])
		sum += w * (q[a] - q[b])
		weight += w
	}
	if weight == 0 {
		return 0
	}
	return sum / weight
}

// Model is the scenario at the plan's parameters. It is for one goroutine at a time.
func (p *Plan) Model() *lookahead.Model { return p.model }

// Position is where the look-ahead starts.
func (p *Plan) Position() *lookahead.Position { return p.pos }

// Clock says from when on questions count.
func (p *Plan) Clock() story.Clock { return p.clock }
