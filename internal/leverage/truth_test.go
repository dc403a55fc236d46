package leverage_test

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/leverage"
)

// This file tests figures that are known on paper.

// one is a game of one period; blocks are appended.
const one = `scenario "one" {
  start        = "2013-01"
  horizon      = 1
  transferable = true
}
`

// bimatrix is two actors moving at once, and what each of the four outcomes pays.
func bimatrix(u [2][2]float64, v [2][2]float64) string {
	pay := func(u [2][2]float64) string {
		return fmt.Sprintf("row.up ? (col.left ? %g : %g) : (col.left ? %g : %g)", u[0][0], u[0][1], u[1][0], u[1][1])
	}
	return one + `
actor "a" {}
actor "b" {}
phase "row" {
  actor = "a"
  quiet = "up"
  action "up" {}
  action "down" {}
}
phase "col" {
  actor        = "b"
  quiet        = "left"
  simultaneous = true
  action "left" {}
  action "right" {}
}
payoff "a" { each_period = ` + pay(u) + ` }
payoff "b" { each_period = ` + pay(v) + ` }
question "up" { when = row.up }
`
}

// With two actors γ_1 = (δ(1) + δ(N))/2, γ_2 = (δ(N) − δ(1))/2: half of the most
// that they can have together, and half of the value of the game of differences.
func TestThreatPowerOfTwoByHand(t *testing.T) {
	for name, x := range map[string]struct {
		u, v           [2][2]float64
		power, a, b, n float64
	}{
		// differences [[1, −4], [3, 0]]: a saddle of 0; at most 4 together
		"a saddle": {[2][2]float64{{2, 0}, {3, 1}}, [2][2]float64{{1, 4}, {0, 1}}, 0, 2, 2, 4},
		// differences [[4, 1], [0, 3]]: mixed, worth 2; at most 4 together
		"a mixture": {[2][2]float64{{4, 1}, {0, 3}}, [2][2]float64{{0, 0}, {0, 0}}, 2, 3, 1, 4},
		// who can hurt the other at little cost to itself is paid for not doing it
		"a threat": {[2][2]float64{{1, 1}, {0, 0}}, [2][2]float64{{1, 1}, {-9, -9}}, 9, 5.5, -3.5, 2},
	} {
		r, _ := measure(t, bimatrix(x.u, x.v), leverage.Options{})
		p := r.ThreatPower
		if !p.Offered {
			t.Fatal(name, p.Reason)
		}
		near(t, name+": γ of a", float64(p.Values["a"]), x.a, 1e-12)
		near(t, name+": γ of b", float64(p.Values["b"]), x.b, 1e-12)
		near(t, name+": δ(N)", float64(p.Total), x.n, 1e-12)
		near(t, name+": δ(a)", float64(p.Coalitions[0].Power), x.power, 1e-12)
		near(t, name+": δ(b)", float64(p.Coalitions[1].Power), -x.power, 1e-12)
		for _, c := range p.Coalitions {
			near(t, fmt.Sprint(name, ": the guarantees of ", c.Members), float64(c.Most-c.Least), 0, 1e-12)
		}
	}
}

// four is a game of four actors in which the last is a null actor: nothing it
// does matters to anybody, and nothing matters to it; the first two are the same.
const four = `scenario "four" {
  start        = "2013-01"
  horizon      = 2
  foresight    = 2
  transferable = true
}
actor "twin" { discount = 0.9 }
actor "other" { discount = 0.9 }
actor "third" {
  precision = 2
  discount  = 0.8
}
actor "idler" {}
variable "harm" {
  values = levels(0, 3)
  start  = 0
}
phase "first" {
  actor = "twin"
  quiet = "work"
  action "work" {}
  action "hit" {
    cost   = 0.2
  }
}
phase "second" {
  actor        = "other"
  quiet        = "work"
  simultaneous = true
  action "work" {}
  action "hit" { cost = 0.2 }
}
phase "answer" {
  actor = "third"
  quiet = "bear"
  action "bear" {}
  action "pay" { cost = 0.4 }
}
phase "noise" {
  actor = "idler"
  quiet = "still"
  action "still" {}
  action "shout" {}
}
chance "luck" {
  probability = first.hit || second.hit ? 0.5 : 0.2
  effect      = { harm = harm + 1 }
}
payoff "twin" { each_period = (first.work && second.work ? 1 : 0) + (answer.pay ? 0.7 : 0) }
payoff "other" { each_period = (first.work && second.work ? 1 : 0) + (answer.pay ? 0.7 : 0) }
payoff "third" { each_period = -0.5 * harm - (first.hit ? 0.3 : 0) - (second.hit ? 0.3 : 0) }
payoff "idler" { each_period = 0 }
question "paid" { when = answer.pay }
question "harmed" { when = harm >= 2 }
`

func TestTwinsNullActorAndEfficiency(t *testing.T) {
	r, p := measure(t, four, leverage.Options{Workers: 2})
	g := r.ThreatPower
	if !g.Offered {
		t.Fatal(g.Reason)
	}
	sum := 0.0
	for _, v := range g.Values {
		sum += float64(v)
	}
	near(t, "the sum of γ", sum, float64(g.Total), 1e-12)
	near(t, "γ of the twins", float64(g.Values["twin"]), float64(g.Values["other"]), 1e-12)
	near(t, "γ of the null actor", float64(g.Values["idler"]), 0, 1e-12)
	if float64(g.Values["twin"]) == 0 || float64(g.Values["third"]) == 0 {
		t.Errorf("nothing is at stake: %v", g.Values)
	}
	// powers of the coalitions with the null actor are those without it, of both sides
	byName := map[string]float64{}
	for _, c := range g.Coalitions {
		byName[fmt.Sprint(c.Members)] = float64(c.Power)
	}
	near(t, "δ with the null actor", byName["[twin idler]"], byName["[twin]"], 1e-12)
	near(t, "δ of the other side", byName["[other third]"], -byName["[twin idler]"], 1e-12)

	near(t, "L of the twins on each other", on(t, r, "twin", "other"), on(t, r, "other", "twin"), 1e-9)
	near(t, "L of the twins on the third", on(t, r, "twin", "third"), on(t, r, "other", "third"), 1e-9)
	near(t, "L of the third on the twins", on(t, r, "third", "twin"), on(t, r, "third", "other"), 1e-9)
	if math.Abs(on(t, r, "twin", "third")) < 1e-3 {
		t.Error("the twins do not depend on the third: nothing is tested")
	}
	for _, a := range []string{"twin", "other", "third"} {
		near(t, "L of "+a+" on the null actor", on(t, r, a, "idler"), 0, 1e-9)
		near(t, "L of the null actor on "+a, on(t, r, "idler", a), 0, 1e-9)
	}
	near(t, "C of the twins", float64(commitment(t, r, "twin").Gain), float64(commitment(t, r, "other").Gain), 1e-9)
	null := commitment(t, r, "idler")
	near(t, "C of the null actor", float64(null.Gain), 0, 1e-9)
	near(t, "what the null actor moves", float64(null.Moves), 0, 1e-9)
	if got := int(p.Tree.Game.Actors); got != 4 {
		t.Errorf("%d actors", got)
	}
}

// entry is the game of an entrant and a monopolist who would like to be known to fight.
const entry = one + `
actor "entrant" { precision = 200 }
actor "monopolist" { precision = 200 }
phase "entry" {
  actor = "entrant"
  quiet = "stay_out"
  action "stay_out" {}
  action "come" {}
}
phase "answer" {
  actor = "monopolist"
  when  = entry.come
  action "share" {}
  action "fight" {}
}
payoff "entrant" { each_period = answer.fight ? -1 : answer.share ? 1 : 0 }
payoff "monopolist" { each_period = answer.fight ? 0 : answer.share ? 1 : 2 }
question "entry" { when = entry.come }
question "war" { when = answer.fight }
`

// As things are, the entrant comes and they share, 1 and 1. A monopolist that
// could commit itself to fight would keep it out, 0 and 2. The monopolist depends
// on the entrant's coming by −1: it would rather that it did nothing.
func TestCommitmentOfTheMonopolist(t *testing.T) {
	r, _ := measure(t, entry, leverage.Options{})
	c := commitment(t, r, "monopolist")
	if len(c.Acts) != 1 || c.Acts[0].Action != "fight" || !c.Exhaustive || c.Tried != 2 || c.Combinations != 2 {
		t.Errorf("the monopolist commits itself to %+v", c)
	}
	near(t, "C of the monopolist", float64(c.Gain), 1, 1e-9)
	near(t, "what it moves", float64(c.Moves), 1, 1e-9)
	near(t, "for the monopolist", float64(c.Changes["monopolist"]), 1, 1e-9)
	near(t, "against the entrant", float64(c.Changes["entrant"]), -1, 1e-9)
	near(t, "entry before", float64(c.Questions["entry"].Before), 1, 1e-9)
	near(t, "entry after", float64(c.Questions["entry"].After), 0, 1e-9)
	near(t, "L of the monopolist on the entrant", on(t, r, "monopolist", "entrant"), -1, 1e-9)
	e := commitment(t, r, "entrant")
	if e.Acts[0].Action != "come" {
		t.Errorf("the entrant commits itself to %+v", e.Acts)
	}
	near(t, "C of the entrant", float64(e.Gain), 0, 1e-9)

	// the monopolist's answer has no quiet act: nothing is guessed
	for _, d := range r.Dependence {
		if d.On == "monopolist" && (!math.IsNaN(float64(d.Dependence)) || d.Reason == "") {
			t.Errorf("dependence on an actor that cannot be held: %+v", d)
		}
	}

	// γ: the monopolist can hurt the entrant by 1 more than itself is hurt, only if it
	// comes: δ(entrant) = max(0 − 2, min(1 − 1, −1 − 0)) = −1; together at most 2
	near(t, "γ of the entrant", float64(r.ThreatPower.Values["entrant"]), 0.5, 1e-12)
	near(t, "γ of the monopolist", float64(r.ThreatPower.Values["monopolist"]), 1.5, 1e-12)
}

// At precision 0 all choose at random, whatever is at stake: L_ij is what random
// acts of j are worth to i more than its quiet one.
func TestDependenceAtPrecisionZero(t *testing.T) {
	u, v := [2][2]float64{{2, 0}, {3, 1}}, [2][2]float64{{1, 4}, {0, 1}}
	r, _ := measure(t, bimatrix(u, v), leverage.Options{Precision: 1e-9})
	near(t, "V of a", float64(r.Actors[0].Value), (2+0+3+1)/4.0, 1e-7)
	near(t, "L of a on b", on(t, r, "a", "b"), (2+0+3+1)/4.0-(2+3)/2.0, 1e-7)
	near(t, "L of b on a", on(t, r, "b", "a"), (1+4+0+1)/4.0-(1+4)/2.0, 1e-7)
	near(t, "C of a", float64(commitment(t, r, "a").Gain), (3+1)/2.0-(2+0+3+1)/4.0, 1e-7)
	near(t, "C of b", float64(commitment(t, r, "b").Gain), (4+1)/2.0-(1+4+0+1)/4.0, 1e-7)
	near(t, "what a moves", float64(commitment(t, r, "a").Moves), 0.5, 1e-7)
}

// At the limit nothing is left to chance.
func TestAtTheLimit(t *testing.T) {
	u, v := [2][2]float64{{2, 0}, {3, 1}}, [2][2]float64{{1, 4}, {0, 1}}
	r, _ := measure(t, bimatrix(u, v), leverage.Options{Limit: true}) // dominance: down and right, 1 and 1
	if !r.Free.Limit || !r.Held[0].Solution.Limit {
		t.Error("the limit was not reached")
	}
	near(t, "V of a", float64(r.Actors[0].Value), 1, 1e-5)
	near(t, "L of a on b", on(t, r, "a", "b"), 1-3, 1e-5)
	near(t, "L of b on a", on(t, r, "b", "a"), 1-4, 1e-5)
}

func TestThreatPowerIsNotOfferedWhere(t *testing.T) {
	r, _ := measure(t, `scenario "apart" {
  start   = "2013-01"
  horizon = 1
}
actor "a" {}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" {}
}
payoff "a" { each_period = p.x ? 1 : 0 }
`, leverage.Options{})
	if p := r.ThreatPower; p.Offered || p.Reason == "" || len(p.Values) > 0 {
		t.Errorf("payoffs in no common currency: %+v", p)
	}
	if c := r.Commitment[0]; !math.IsNaN(float64(c.Moves)) || len(r.Warnings) == 0 {
		t.Errorf("nothing is asked, and yet it moves by %v: %v", c.Moves, r.Warnings)
	}
	r, _ = measure(t, one+`
actor "a" {}
secret "mood" {
  known_to = ["a"]
  values   = ["good", "bad"]
  start    = uniform
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" {}
}
payoff "a" { each_period = p.x && mood == "good" ? 1 : 0 }
`, leverage.Options{})
	if p := r.ThreatPower; p.Offered || p.Reason == "" {
		t.Errorf("something is hidden: %+v", p)
	}
}
