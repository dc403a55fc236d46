package leverage

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"testing"

	"demarche/internal/check"
	"demarche/internal/expr"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/scenario"
)

// This file tests that a game with holds is the game that it should be: nothing
// held gives the same game, and holding an act is the same as a scenario in which
// the other acts are not possible, solved apart and laid out in full.

// secretive has everything that could go wrong: hidden types, covert acts, chances,
// simultaneous moves, guards.
const secretive = `scenario "secretive" {
  start     = "2013-01"
  horizon   = 4
  foresight = 2
  outlook   = 2
}
actor "china" { discount = 0.9 }
actor "korea" { precision = 2 }
actor "japan" { precision = 1.5 }
secret "stance" {
  known_to = ["china"]
  values   = ["shield", "break"]
  start    = { shield = 0.6, break = 0.4 }
}
secret "stock" {
  known_to = ["korea"]
  values   = levels(0, 1)
  start    = 0
}
variable "heat" {
  values = levels(0, 2)
  start  = 0
}
phase "fuel" {
  actor = "china"
  quiet = "assert"
  action "assert" {}
  action "cut" {
    when   = heat < 2
    cost   = { shield = 0.7, break = 0.1 }[stance]
    effect = { heat = heat + 1 }
  }
  action "ship" {
    looks_like = "assert"
    seen_by    = ["korea"]
    exposed    = 0.2
    cost       = 0.1
    effect     = { stock = stock + 1 }
  }
}
phase "test" {
  actor = "korea"
  quiet = "rest"
  action "rest" {}
  action "fire" {
    when   = heat > 0 || stock > 0
    effect = { heat = heat + 1 }
  }
}
phase "arm" {
  actor        = "japan"
  quiet        = "wait"
  simultaneous = true
  action "wait" {}
  action "arm" { cost = 0.3 }
}
chance "storm" {
  probability = 0.1 + 0.1 * heat
}
payoff "china" {
  each_period = {
    calm = -heat
    face = fuel.ship.exposed ? -1 : 0
    like = { shield = 1, break = 0.2 }[stance] * stock
    arms = arm.arm ? -0.5 : 0
  }
}
payoff "korea" { each_period = { show = test.fire ? 0.8 : 0, stock = 0.5 * stock, storm = storm ? -0.3 : 0 } }
payoff "japan" { each_period = { safe = test.fire && !arm.arm ? -1 : 0, calm = -0.2 * heat } }
question "fired" { when = test.fire }
question "hot" { when = heat == 2 }
`

// open has nothing hidden, and histories that differ only in what was paid on the
// way, so that they are merged.
const open = `scenario "open" {
  start     = "2013-01"
  horizon   = 3
  foresight = 3
}
actor "buyer" {
  precision = 3
  discount  = 0.8
}
actor "seller" {
  precision = 2
  discount  = 0.9
}
variable "price" {
  values = levels(0, 2)
  start  = 1
}
variable "done" {
  values = ["no", "yes"]
  start  = "no"
}
phase "ask" {
  actor = "seller"
  quiet = "keep"
  when  = done == "no"
  action "keep" {}
  action "raise" {
    cost   = 0.05
    effect = { price = price + 1 }
  }
  action "cut" {
    when   = price > 0
    effect = { price = price - 1 }
  }
}
phase "wait" {
  actor = "buyer"
  quiet = "idle"
  when  = done == "no"
  action "idle" { cost = 0.02 }
  action "look" { cost = 0.04 }
}
chance "fire" {
  when        = done == "no"
  probability = 0.1
  effect      = { done = "yes" }
}
phase "buy" {
  actor = "buyer"
  quiet = "leave"
  when  = done == "no"
  action "leave" {}
  action "take" { effect = { done = "yes" } }
}
payoff "buyer" { each_period = buy.take ? 2 - price : wait.look ? -0.1 : 0 }
payoff "seller" { each_period = buy.take ? price : 0 }
question "sold" { when = buy.take }
question "cheap" { when = buy.take && price == 0 }
end "closed" { when = done == "yes" }
`

// rooted starts with a chance, has a secret that both know and that shows in what
// is public, and two who move at once.
const rooted = `scenario "rooted" {
  start     = "2013-01"
  horizon   = 2
  foresight = 2
}
actor "east" { precision = 2 }
actor "west" {}
secret "season" {
  known_to = ["east", "west"]
  values   = ["dry", "wet"]
  start    = { dry = 0.3, wet = 0.7 }
}
variable "level" {
  values = levels(0, 2)
  start  = 1
}
chance "rain" {
  probability = { dry = 0.2, wet = 0.7 }[season]
  effect      = { level = level + 1 }
}
phase "dam" {
  actor = "east"
  quiet = "open"
  action "open" {}
  action "close" {
    when   = level > 0
    effect = { level = level - 1 }
  }
}
phase "pump" {
  actor        = "west"
  quiet        = "rest"
  simultaneous = true
  action "rest" {}
  action "pump" { cost = 0.3 }
}
payoff "east" { each_period = level + (dam.close ? 0.4 : 0) }
payoff "west" { each_period = 1.5 * level + (pump.pump && level > 0 ? 0.8 : 0) - (dam.close ? 1 : 0) }
question "closed" { when = dam.close }
question "low" { when = level == 0 }
`

func solvePlan(t *testing.T, s *scenario.Scenario, unmerged bool) *plan.Plan {
	t.Helper()
	p, err := plan.Solve(context.Background(), s, nil, plan.Options{Unmerged: unmerged})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func loadText(t *testing.T, text string) *scenario.Scenario {
	t.Helper()
	s, list := check.Load("game.hcl", []byte(text))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return s
}

// only makes every act of a phase but one impossible, wherever that one is
// possible: another scenario, in which the act is not held but all there is. It
// cannot say so of a covert act, which is possible only where its look-alike is.
func only(s *scenario.Scenario, phase, action int) *scenario.Scenario {
	c := *s
	c.Phases = append([]scenario.Phase{}, s.Phases...)
	ph := &c.Phases[phase]
	ph.Actions = append([]scenario.Action{}, ph.Actions...)
	guard := ph.Actions[action].When
	for a := range ph.Actions {
		act := &ph.Actions[a]
		if a != action && act.Covert() && guard == nil { // else it is possible where its look-alike is
			act.LooksLike, act.Exposed = -1, nil
		}
		switch {
		case a == action:
		case guard == nil:
			act.When = expr.MustCompile(expr.Num(0))
		case act.When == nil:
			act.When = expr.MustCompile(expr.Make(expr.Cond, guard.Tree(), expr.Num(0), expr.Num(1)))
		default:
			act.When = expr.MustCompile(expr.Make(expr.Cond, guard.Tree(), expr.Num(0), act.When.Tree()))
		}
	}
	return &c
}

func TestNothingHeldIsTheSameGame(t *testing.T) {
	for name, text := range map[string]string{"secretive": secretive, "open": open, "rooted": rooted} {
		for _, unmerged := range []bool{false, true} {
			g := solvePlan(t, loadText(t, text), unmerged).Tree.Game
			h := hold(g, filled(len(g.Infosets), -1))
			if !reflect.DeepEqual(plain(g.Blocks), plain(h.game.Blocks)) || !reflect.DeepEqual(g.Infosets, h.game.Infosets) || !reflect.DeepEqual(g.Payoff, h.game.Payoff) ||
				!reflect.DeepEqual(g.LogK, h.game.LogK) || !reflect.DeepEqual(g.Src, h.game.Src) || !reflect.DeepEqual(g.Choice, h.game.Choice) ||
				!reflect.DeepEqual(g.Type, h.game.Type) || !reflect.DeepEqual(g.Count, h.game.Count) || !reflect.DeepEqual(g.Private, h.game.Private) || g.Vars != h.game.Vars {
				t.Errorf("%s (unmerged %v): with nothing held, the game is another one", name, unmerged)
			}
			if name == "open" && !unmerged && !g.Merged() {
				t.Error("nothing is merged in the game that is to test it")
			}
		}
	}
}

// plain leaves out where empty lists start.
func plain[B any](blocks []B) string {
	return fmt.Sprint(blocks)
}

func TestHoldingIsTheScenarioWithoutTheOtherActs(t *testing.T) {
	for name, text := range map[string]string{"secretive": secretive, "open": open, "rooted": rooted} {
		s := loadText(t, text)
		merged := solvePlan(t, s, false)
		e := &engine{ctx: context.Background(), p: merged, opt: Options{Precision: 1}}
		e.lay()
		for i := range e.phases {
			for _, ph := range e.phases[i] {
				for _, a := range ph.acts {
					act := &s.Phases[ph.index].Actions[a]
					what := name + ": " + s.Phases[ph.index].Name + "." + act.Name
					x := e.solve(e.keep([]phase{ph}, []int{a}), true)
					if x.err != nil {
						t.Fatal(what, x.err)
					}
					var apart *plan.Plan
					if !act.Covert() { // a guard cannot hold somebody to a covert act
						apart = solvePlan(t, only(s, ph.index, a), true)
					}
					compare(t, what, x, merged, apart)
				}
			}
		}
	}
}

// compare holds a solution of a game with holds against itself, spread over the
// game without, and against the same game made and solved apart (nil: there is
// none): what everybody expects, and what comes true.
func compare(t *testing.T, what string, x *solved, p, apart *plan.Plan) {
	t.Helper()
	// the solution spread over the game without holds
	whole := x.held.spread(x.result.X)
	values, _, _ := qre.Value(p.Tree.Game, whole)
	for i, v := range values {
		if !(math.Abs(v-x.result.Values[i]) <= 1e-9) {
			t.Errorf("%s: spread over the whole game, actor %d expects %.12g, held %.12g", what, i, v, x.result.Values[i])
		}
	}
	questions, ends, err := p.Within(whole)
	if err != nil {
		t.Fatal(err)
	}
	here, err := p.Outcomes(whole)
	if err != nil {
		t.Fatal(err)
	}
	consistent(t, what, here, questions)
	if apart == nil {
		return
	}
	for i, v := range apart.Result.Values {
		if !(math.Abs(v-x.result.Values[i]) <= 1e-8) {
			t.Errorf("%s: actor %d expects %.12g, apart %.12g", what, i, x.result.Values[i], v)
		}
	}
	for q := range questions {
		if !(math.Abs(questions[q]-apart.Questions[q]) <= 1e-8) {
			t.Errorf("%s: question %d has %.12g, apart %.12g", what, q, questions[q], apart.Questions[q])
		}
	}
	for k := range ends {
		if !(math.Abs(ends[k]-apart.Ends[k]) <= 1e-8) {
			t.Errorf("%s: end %d has %.12g, apart %.12g", what, k, ends[k], apart.Ends[k])
		}
	}
	there, err := apart.Outcomes(apart.Result.X)
	if err != nil {
		t.Fatal(err)
	}
	if d := totalVariation(here, there); !(d <= 1e-8) {
		t.Errorf("%s: the outcomes differ by %g", what, d)
	}
}

// consistent holds the joint distribution of outcomes against what it is made of.
func consistent(t *testing.T, what string, here map[string]float64, questions []float64) {
	t.Helper()
	sum, yes := 0.0, make([]float64, len(questions))
	for k, p := range here {
		sum += p
		for q := range yes {
			if k[q] == '1' {
				yes[q] += p
			}
		}
	}
	if !(math.Abs(sum-1) <= 1e-12) {
		t.Errorf("%s: the outcomes sum to %.15g", what, sum)
	}
	for q := range yes {
		if !(math.Abs(yes[q]-questions[q]) <= 1e-12) {
			t.Errorf("%s: outcomes give question %d the probability %.15g, Within %.15g", what, q, yes[q], questions[q])
		}
	}
}
