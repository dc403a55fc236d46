package lookahead_test

// This file checks that what a choice is worth is the sum of what its parts are
// worth: every payoff term by itself, and the costs of acting.

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

func TestTermsAddUp(t *testing.T) {
	shapes := map[string]string{
		"ends": `
variable "crisis" {
  values = ["calm", "war"]
  start  = "calm"
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" { cost = 0.05 }
  action "fight" {
    cost   = { hard = 0.2, soft = 0.9 }[resolve]
    effect = { crisis = crisis + 1 }
  }
}
phase "south" {
  actor        = "b"
  quiet        = "hold"
  simultaneous = true
  action "hold" { cost = 0.01 * period }
  action "hit" { cost = temper == "mild" ? 0.3 : 0 }
}
chance "spark" {
  probability = south.hit ? 0.4 : 0.1
  effect      = { crisis = "war" }
}
payoff "a" {
  each_period = { peace = crisis == "calm" ? 1 : 0, hit = south.hit ? -1 : 0, same = month }
  at_end      = { same = crisis == "war" ? -3 : 0, temper = temper == "mild" ? 1 : 0 }
}
payoff "b" {
  each_period = { war = crisis == "war" ? -1 : 0, hard = resolve == "hard" && north.fight ? -2 : 0 }
  at_end      = 2
}
payoff "c" { each_period = { a = spark ? 1 : 0, b = stock } }
end "war" { when = crisis == "war" }
`}
	for name, body := range shapesWith(shapes) {
		for _, foresight := range []int{1, 2} {
			m := load(t, fmt.Sprintf(preamble, foresight, 1.2, 0.7, 0.9)+body)
			pos, err := m.Start()
			if err != nil {
				t.Fatal(err)
			}
			s := solveAt(t, m, pos)
			for actor := range m.Src.S.Actors {
				q := make([]float64, len(s.res.Q))
				total := 0.0
				for k := -1; k < len(lookahead.TermNames(m.Src.S, actor)); k++ {
					term := k
					if k < 0 {
						term = lookahead.CostsOnly
					}
					m.OnlyTerm(actor, term)
					part, err := m.Build(pos, lookahead.Limits{})
					if err != nil {
						t.Fatal(err)
					}
					values, some, _ := qre.Value(part.Game, s.res.X)
					for v := range q {
						q[v] += some[v]
					}
					total += values[actor]
				}
				m.OnlyTerm(-1, -1)
				for i, set := range s.tree.Game.Infosets {
					if int(set.Actor) != actor {
						continue
					}
					for v := set.Var; v < set.Var+set.Vars; v++ {
						if math.Abs(q[v]-s.res.Q[v]) > 1e-9 {
							t.Fatalf("%s, foresight %d: information set %d: the parts add up to %.12f, the whole is %.12f", name, foresight, i, q[v], s.res.Q[v])
						}
					}
				}
				if math.Abs(total-s.res.Values[actor]) > 1e-9 {
					t.Errorf("%s: actor %d: the parts add up to %.12f, the whole is %.12f", name, actor, total, s.res.Values[actor])
				}
			}
			// everything is as it was
			again, err := m.Build(pos, lookahead.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			for k := range again.Game.Payoff {
				if again.Game.Payoff[k] != s.tree.Game.Payoff[k] {
					t.Fatalf("%s: payoff %d is %g after restoring, was %g", name, k, again.Game.Payoff[k], s.tree.Game.Payoff[k])
				}
			}
		}
	}
}

func shapesWith(more map[string]string) map[string]string {
	out := map[string]string{}
	for name, body := range shapes {
		out[name] = body
	}
	for name, body := range more {
		out[name] = body
	}
	return out
}
