package lookahead_test

// This file checks what a look-ahead means against values worked out by hand:
// the order of a period, discounting, outlook, ends, covert acts, redraws.

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

// solved is a look-ahead from the start of a scenario, and its solution.
type solved struct {
	m    *lookahead.Model
	pos  *lookahead.Position
	tree *lookahead.Tree
	res  *qre.PublicResult
}

func solve(t testing.TB, text string) solved {
	t.Helper()
	m := load(t, text)
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	return solveAt(t, m, pos)
}

func solveAt(t testing.TB, m *lookahead.Model, pos *lookahead.Position) solved {
	t.Helper()
	tree, err := m.Build(pos, lookahead.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	res, err := qre.SolvePublic(tree.Game, qre.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := qre.CertifyPublic(tree.Game, res.X, 1); !c.Good() {
		t.Fatalf("certificate: %+v", c)
	}
	return solved{m, pos, tree, res}
}

// gap is Q of the second act less Q of the first at information set i, and the
// log-odds, which must be precision times as much.
func (s solved) gap(i int) (gap, odds float64) {
	set := s.tree.Game.Infosets[i]
	return s.res.Q[set.Var+1] - s.res.Q[set.Var], s.res.X[set.Var+1] - s.res.X[set.Var]
}

func (s solved) wantGap(t *testing.T, i int, want float64) {
	t.Helper()
	set := s.tree.Game.Infosets[i]
	gap, odds := s.gap(i)
	if math.Abs(gap-want) > 1e-9 {
		t.Errorf("information set %d: the second act is worth %.9f more, by hand %.9f", i, gap, want)
	}
	if l := s.m.Precision[set.Actor] * want; math.Abs(odds-l) > 1e-8 {
		t.Errorf("information set %d: log-odds %.9f, by hand %.9f", i, odds, l)
	}
}

const lone = `
scenario "lone" {
  start     = "2013-01"
  horizon   = %s
}
actor "a" {
  precision = 2
  discount  = 0.9
}
`

func scene(horizon string) string { return fmt.Sprintf(lone, horizon) }

func TestEventsAreThoseSinceTheBlockBefore(t *testing.T) {
	s := solve(t, scene("2\n foresight = 2")+`
variable "v" {
  values = levels(0, 9)
  start  = 0
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" { effect = { v = v + 1 } }
}
chance "c" { probability = 0.5 }
phase "q" {
  actor = "a"
  action "x" {}
  action "y" { effect = { v = v + 2 } }
}
payoff "a" { each_period = v }
`)
	for b, ev := range s.tree.Events {
		bl := s.tree.Game.Blocks[b]
		if bl.Parent < 0 {
			continue
		}
		from := s.tree.Worlds[bl.Parent]
		for _, e := range ev {
			if e.Period < from.Period || e.Period == from.Period && e.Step < from.Step {
				t.Fatalf("block %d starts at step %d of period %d, yet after it step %d of period %d is said to happen", bl.Parent, from.Step, from.Period, e.Step, e.Period)
			}
		}
	}
}

const choosing = `
variable "v" {
  values = levels(0, 9)
  start  = 0
}
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" {}
  action "y" {
    cost   = 0.25
    effect = { v = v + 1 }
  }
}
payoff "a" {
  each_period = { event = p.y ? 3 : 0, stock = v }
  at_end      = 5 * v
}
`

// δ = 0.9. The act y costs 0.25 at once; its event pays 3 once; v = 1 pays in
// every period that is paid, and 5 at the end.
func TestOutlookIsCountedFromTheLookAhead(t *testing.T) {
	const d = 0.9
	for outlook, want := range []float64{
		-0.25 + 3 + 1 + d*5,
		-0.25 + 3 + 1 + d + d*d*5,
		-0.25 + 3 + 1 + d + d*d + d*d*d*5,
	} {
		s := solve(t, scene(fmt.Sprintf("9\n outlook = %d", outlook))+choosing)
		s.wantGap(t, 0, want)
		if s.tree.Exact {
			t.Error("a look-ahead with an outlook passes for the exact game")
		}
		// counted anew at each choice, beyond the horizon too
		later := &lookahead.Position{World: lookahead.World{Period: 9, Vars: s.pos.World.Vars, Ended: -1}, Profiles: s.pos.Profiles, Belief: s.pos.Belief}
		solveAt(t, s.m, later).wantGap(t, 0, want)
	}
}

func TestWithoutOutlookToTheHorizon(t *testing.T) {
	const d = 0.9
	s := solve(t, scene("4")+choosing)
	for period, want := range map[int]float64{
		1: 2.75 + 1 + d + d*d + d*d*d + d*d*d*d*5,
		2: 2.75 + 1 + d + d*d + d*d*d*5,
		3: 2.75 + 1 + d + d*d*5,
		4: 2.75 + 1 + d*5,
	} {
		at := solveAt(t, s.m, &lookahead.Position{World: lookahead.World{Period: period, Vars: s.pos.World.Vars, Ended: -1}, Profiles: s.pos.Profiles, Belief: s.pos.Belief})
		at.wantGap(t, 0, want)
		if at.tree.Exact != (period == 4) {
			t.Errorf("period %d: exact %v", period, at.tree.Exact)
		}
	}
}

// A choice a period ahead is made in the current value of its own period.
func TestLaterChoicesAreMadeInTheirOwnValue(t *testing.T) {
	const d = 0.9
	s := solve(t, scene("3\n foresight = 2\n outlook = 1")+choosing)
	if n := len(s.tree.Game.Infosets); n != 3 {
		t.Fatalf("%d information sets, should be 1 in the first period and 2 in the second", n)
	}
	for i, set := range s.tree.Game.Infosets {
		if s.tree.Worlds[set.Block].Period == 2 {
			// paid: period 2, then period 3 as outlook
			s.wantGap(t, i, 2.75+1+d+d*d*5)
		} else {
			s.wantGap(t, i, 2.75+1+d+d*d+d*d*d*5) // v adds up: the later choice is the same
		}
	}
	// and a look-ahead that starts there says the same
	later := &lookahead.Position{World: lookahead.World{Period: 2, Vars: s.pos.World.Vars, Ended: -1}, Profiles: s.pos.Profiles, Belief: s.pos.Belief}
	m := load(t, scene("3\n foresight = 1\n outlook = 1")+choosing)
	solveAt(t, m, later).wantGap(t, 0, 2.75+1+d+d*d*5)
}

func TestExactGame(t *testing.T) {
	const d = 0.9
	s := solve(t, scene("2\n foresight = 2")+choosing)
	if !s.tree.Exact {
		t.Fatal("foresight reaches the horizon, and the game is not exact")
	}
	for i, set := range s.tree.Game.Infosets {
		if s.tree.Worlds[set.Block].Period == 2 {
			s.wantGap(t, i, 2.75+1+d*5)
		} else {
			s.wantGap(t, i, 2.75+1+d+d*d*5)
		}
	}
	// the value of the whole: by backward induction with logit choice
	q := 1 / (1 + math.Exp(-2*(2.75+1+d*5)))
	second := q * (2.75 + 1 + d*5)                         // from v = 0
	first := 1 / (1 + math.Exp(-2*(2.75+1+d+d*d*5)))       // of y now
	want := first*(2.75+1+d+d*d*5) + d*second              // v adds up
	if got := s.res.Values[0]; math.Abs(got-want) > 1e-9 { // in value of the root
		t.Errorf("value %.9f, by hand %.9f", got, want)
	}
}

const two = `
scenario "two" {
  start   = "2013-01"
  horizon = 9
  outlook = %d
}
actor "a" {
  precision = 1
  discount  = 0.5
}
actor "b" {
  precision = 1
  discount  = 0.25
}
`

func TestEffectsReadTheStateBefore(t *testing.T) {
	// start v = 0, w = 3: swapped, v = 3, w = 0
	s := solve(t, fmt.Sprintf(two, 0)+`
variable "v" {
  values = levels(0, 3)
  start  = 0
}
variable "w" {
  values = levels(0, 3)
  start  = 3
}
phase "p" {
  actor = "a"
  action "stay" {}
  action "swap" { effect = { v = w, w = v } }
}
payoff "a" { each_period = 10 * v + w }
payoff "b" { each_period = 0 }
`)
	s.wantGap(t, 0, 30-3)
}

const swapping = `
variable "v" {
  values = levels(0, 3)
  start  = 0
}
variable "w" {
  values = levels(0, 3)
  start  = 3
}
phase "lead" {
  actor = "a"
  action "stop" {}
  action "go" {}
}
phase "p" {
  actor = "a"
  quiet = "stay"
  when  = %s
  action "stay" { effect = { v = w } }
  action "leave" {}
}
phase "q" {
  actor        = "b"
  quiet        = "stay"
  simultaneous = true
  when         = %s
  action "stay" { effect = { w = v } }
  action "leave" {}
}
payoff "a" { each_period = lead.go ? 0 : 10 * v + w }
payoff "b" { each_period = 10 * v + w }
`

func TestSimultaneousActsReadTheStateBeforeEither(t *testing.T) {
	s := solve(t, fmt.Sprintf(two, 0)+fmt.Sprintf(swapping, "true", "true"))
	g := s.tree.Game
	seen := 0
	for b, w := range s.tree.Worlds {
		if len(s.tree.Events[b]) != 2 || g.Blocks[g.Blocks[b].Parent].Movers != 2 {
			continue
		}
		seen++
		want := [2]uint16{0, 3}
		if s.tree.Events[b][0].Action == 0 {
			want[0] = 3
		}
		if s.tree.Events[b][1].Action == 0 {
			want[1] = 0
		}
		if [2]uint16(w.Vars) != want {
			t.Errorf("after %v: v, w = %v, should be %v", s.tree.Events[b], w.Vars, want)
		}
		if w.Step != 0 || w.Period != 2 {
			t.Errorf("the outcome stands at step %d of period %d", w.Step, w.Period)
		}
	}
	if seen != 8 {
		t.Errorf("%d outcomes, should be 4 behind each of 2", seen)
	}
}

// Beyond the look-ahead the quiet acts of simultaneous phases swap v and w too.
func TestQuietActsAtOnceReadTheStateBeforeEither(t *testing.T) {
	s := solve(t, fmt.Sprintf(two, 1)+fmt.Sprintf(swapping, "period > 1", "period > 1"))
	// only `lead` is a choice; period 1 pays 10·0 + 3, period 2 after the swap
	// 10·3 + 0, discounted by 0.5. lead.go is an event of period 1 alone.
	s.wantGap(t, 0, -3)
	if want := (1-logistic(-3))*3 + 0.5*30; math.Abs(s.res.Values[0]-want) > 1e-9 {
		t.Errorf("a expects %.9f, by hand %.9f", s.res.Values[0], want)
	}
	if want := 3 + 0.25*30; math.Abs(s.res.Values[1]-want) > 1e-9 {
		t.Errorf("b expects %.9f, by hand %.9f", s.res.Values[1], want)
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func TestEndFreezesAndPaysWhatIsLeft(t *testing.T) {
	const d = 0.5
	s := solve(t, fmt.Sprintf(two, 2)+`
variable "state" {
  values = ["on", "off"]
  start  = "on"
}
phase "p" {
  actor = "a"
  quiet = "go_on"
  action "go_on" {}
  action "stop" { effect = { state = "off" } }
}
phase "q" {
  actor = "b"
  quiet = "hold"
  action "hold" { cost = 0.1 }
  action "hit" {}
}
payoff "a" {
  each_period = { once = p.stop ? 7 : 0, frozen = state == "off" ? 2 : 0, hit = q.hit ? -5 : 0 }
  at_end      = state == "off" ? 3 : 0
}
payoff "b" {
  each_period = state == "off" ? -1 : 0
  at_end      = 1
}
end "over" { when = state == "off" }
`)
	// stop: 7 once, 2 in each of the 3 periods paid, 3 at the end; q does not move.
	// go_on: b then chooses between a cost of 0.1 and nothing; hitting costs a 5.
	hit := logistic(0.1)
	s.wantGap(t, 0, 7+2*(1+d+d*d)+d*d*d*3-hit*(-5))
	// b from the end: −1 in three periods and 1 at the end, δ = 0.25; else it pays
	// 0.1 if it holds now and in both quiet periods
	stop := logistic(1 * (7 + 2*(1+d+d*d) + d*d*d*3 + 5*hit))
	frozen := -(1 + 0.25 + 0.0625) + 0.015625
	quiet := -0.1*(0.25+0.0625) + 0.015625
	want := stop*frozen + (1-stop)*(quiet-(1-hit)*0.1)
	if got := s.res.Values[1]; math.Abs(got-want) > 1e-9 {
		t.Errorf("b expects %.9f, by hand %.9f", got, want)
	}
}

// An end that chance brings about beyond the look-ahead.
func TestEndInQuietPlay(t *testing.T) {
	const d = 0.9
	s := solve(t, scene("9\n outlook = 3")+`
variable "state" {
  values = ["on", "off"]
  start  = "on"
}
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" {}
  action "y" { cost = 1 }
}
chance "fall" {
  when        = period > 1
  probability = 0.4
  effect      = { state = "off" }
}
payoff "a" {
  each_period = { on = state == "on" ? 1 : 3, fall = fall ? -0.5 : 0 }
  at_end      = state == "on" ? 10 : 20
}
end "over" { when = fall }
`)
	var w func(k int) float64
	w = func(k int) float64 { // from the start of a period with k to be paid
		if k == 0 {
			return 10
		}
		frozen, p := 0.0, 1.0
		for range k {
			frozen += 3 * p
			p *= d
		}
		return 0.4*(frozen-0.5+p*20) + 0.6*(1+d*w(k-1))
	}
	s.wantGap(t, 0, -1)
	y := logistic(-2)
	if want := 1 - y + d*w(3); math.Abs(s.res.Values[0]-want) > 1e-9 {
		t.Errorf("value %.9f, by hand %.9f", s.res.Values[0], want)
	}
}

// From the middle of a period, the rest of the last period is the first of outlook.
func TestPartialPeriodIsTheFirstOfOutlook(t *testing.T) {
	const d = 0.9
	body := `
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" {}
  action "y" { cost = 0.5 }
}
phase "q" {
  actor = "a"
  quiet = "x"
  action "x" { cost = 0.2 }
  action "y" {}
}
payoff "a" {
  each_period = { base = 1, p = p.y ? 10 : 0, q = q.y ? 2 : 0 }
  at_end      = 4
}
`
	for _, c := range []struct {
		outlook    int
		p, q, rest float64 // gaps of the two choices; what else the root expects
	}{
		// q now: 2 + 0.2. p next period is planned, and paid if that period is.
		{0, -0.5, 2.2, 1 + d*4},
		{1, 9.5, 2.2, 1 + d + d*d*4 - d*0.2},
		{2, 9.5, 2.2, 1 + d + d*d + d*d*d*4 - d*0.2 - d*d*0.2},
	} {
		m := load(t, scene(fmt.Sprintf("9\n outlook = %d", c.outlook))+body)
		start, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		s := solveAt(t, m, &lookahead.Position{World: lookahead.World{Period: 1, Step: 1, Vars: start.World.Vars, Ended: -1}, Profiles: start.Profiles, Belief: start.Belief})
		for i, set := range s.tree.Game.Infosets {
			if s.tree.Phases[set.Block][set.Mover] == 1 {
				s.wantGap(t, i, c.q)
			} else {
				s.wantGap(t, i, c.p)
			}
		}
		q, p := logistic(2*c.q), logistic(2*c.p)
		want := c.rest + q*2 - (1-q)*0.2 + d*p*c.p
		if got := s.res.Values[0]; math.Abs(got-want) > 1e-9 {
			t.Errorf("outlook %d: the root expects %.9f, by hand %.9f", c.outlook, got, want)
		}
	}
}

const hiding = `
variable "v" {
  values = levels(0, 3)
  start  = 0
}
secret "stock" {
  known_to = ["a"]
  values   = levels(0, 1)
  start    = 0
}
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" { effect = { v = v + 1 } }
  action "ship" {
    looks_like = "wait"
    exposed    = 0.25
    effect     = { stock = 1 }
    %s
  }
  action "shout" { when = v > 0 }
}
phase "q" {
  actor = "b"
  action "hold" {}
  action "strike" {}
}
payoff "a" { each_period = { v = v, ship = p.ship ? 1 : 0, caught = p.ship.exposed ? -4 : 0, wait = p.wait ? 2 : 0, stock = 0.5 * stock } }
payoff "b" { each_period = q.strike ? (stock == 1 ? 1 : -1) : 0 }
`

func TestCovertAct(t *testing.T) {
	for _, seen := range []bool{false, true} {
		by := ""
		if seen {
			by = `seen_by = ["b"]`
		}
		s := solve(t, fmt.Sprintf(two, 0)+fmt.Sprintf(hiding, by))
		// v rises whichever is done, exposed or not. Shipping: 1 + 0.5 and, one time
		// in four, −4; the event `wait` is what all see three times in four.
		s.wantGap(t, 0, 1+0.5-0.25*4-0.25*2)
		g := s.tree.Game
		root := g.Blocks[0]
		if root.Kids != 2 {
			t.Fatalf("%d outcomes, should be `wait` and the exposure", root.Kids)
		}
		ship := math.Exp(s.res.X[1])
		for _, c := range g.Kids[root.Kid : root.Kid+root.Kids] {
			e := s.tree.Events[c][0]
			if v := s.tree.Worlds[c].Vars[0]; v != 1 {
				t.Errorf("after %+v v = %d", e, v)
			}
			want := 2 // profiles: waited or shipped
			if e.Exposed {
				want = 1
			}
			if n := int(g.Blocks[c].Profiles); n != want {
				t.Errorf("after %+v there are %d profiles, should be %d", e, n, want)
			}
			types := 1
			if seen && !e.Exposed {
				types = 2
			}
			if n := g.TypeCount(int(c), 1); n != types {
				t.Errorf("seen %v: after %+v b has %d types, should have %d", seen, e, n, types)
			}
		}
		// b strikes on its belief
		for i, set := range g.Infosets {
			if set.Actor != 1 {
				continue
			}
			pr := s.tree.Profiles[int(g.Blocks[set.Block].Profile)+int(set.Type)]
			belief := float64(pr.Secrets)
			if !seen && !s.tree.Events[set.Block][0].Exposed {
				belief = ship * 0.75 / (ship*0.75 + 1 - ship)
			}
			s.wantGap(t, i, 2*belief-1)
		}
	}
}

func TestRedraw(t *testing.T) {
	s := solve(t, scene("9\n outlook = 0")+`
secret "mood" {
  known_to = ["a"]
  values   = ["good", "bad"]
  start    = { good = 0.3, bad = 0.7 }
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" {}
}
chance "change" {
  probability = 0.4
  effect      = { mood = redraw }
}
payoff "a" { each_period = p.y && mood == "good" ? 1 : 0 }
`)
	for i, set := range s.tree.Game.Infosets {
		// good stays good, or is drawn again: 0.6 + 0.4·0.3; bad only by the draw
		want := 0.12
		if s.tree.Profiles[set.Type].Secrets == 0 {
			want = 0.72
		}
		s.wantGap(t, i, want)
	}
}

func TestGuardsAndSkippedPhases(t *testing.T) {
	s := solve(t, scene("9\n outlook = 0")+`
secret "mood" {
  known_to = ["a"]
  values   = ["good", "bad"]
  start    = { good = 0.3, bad = 0.7 }
}
phase "never" {
  actor = "a"
  when  = period > 3
  action "x" {}
  action "y" {}
}
phase "nothing" {
  actor = "a"
  action "x" { when = period > 3 }
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" { when = mood == "good" }
  action "z" { when = mood == "bad" }
}
payoff "a" { each_period = p.y ? 1 : (p.z ? 2 : 0) }
`)
	if n := len(s.tree.Game.Infosets); n != 2 {
		t.Fatalf("%d information sets, should be one for each mood", n)
	}
	if w := s.tree.Worlds[0]; w.Step != 2 {
		t.Errorf("the first choice is at step %d", w.Step)
	}
	for i, set := range s.tree.Game.Infosets {
		mood := s.tree.Profiles[set.Type].Secrets
		if a := s.tree.Acts[set.Var+1]; int(a) != 1+int(mood) {
			t.Errorf("mood %d can do act %d", mood, a)
		}
		s.wantGap(t, i, float64(1+mood))
	}
}

func TestChanceBeforeTheFirstPhase(t *testing.T) {
	for _, c := range []struct {
		probability string
		p           float64
	}{{"0.3", 0.3}, {"0", 0}, {"1", 1}} {
		s := solve(t, scene("9\n outlook = 0")+`
variable "v" {
  values = levels(0, 1)
  start  = 0
}
chance "rain" {
  probability = `+c.probability+`
  effect      = { v = 1 }
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" {}
}
payoff "a" { each_period = p.y ? (v == 1 ? 1 : -1) : 0 }
`)
		for i, set := range s.tree.Game.Infosets {
			s.wantGap(t, i, 2*float64(s.tree.Worlds[set.Block].Vars[0])-1)
		}
		y, n := logistic(2), logistic(-2)
		if want := c.p*y - (1-c.p)*n; math.Abs(s.res.Values[0]-want) > 1e-9 {
			t.Errorf("probability %s: value %.9f, by hand %.9f", c.probability, s.res.Values[0], want)
		}
	}
}

func TestCalendarAndSaturation(t *testing.T) {
	const d = 0.9
	s := solve(t, scene("9\n outlook = 2")+`
variable "crisis" {
  values = ["calm", "tense", "war"]
  start  = "tense"
}
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" { effect = { crisis = crisis - 1 } }
  action "y" { effect = { crisis = crisis + 1 } }
}
payoff "a" { each_period = { war = crisis == "war" ? 1 : 0, when = crisis == "tense" ? 10 * period + month : 0, calm = crisis == "calm" ? 0.1 : 0 } }
`)
	// y: war, then x leads to tense in period 2 (10·2 + 2), to calm in period 3
	// x: calm, and it stays there
	s.wantGap(t, 0, 1+d*22+d*d*0.1-(0.1+d*0.1+d*d*0.1))
	// at the top it stays: y from war is war
	top := solveAt(t, s.m, &lookahead.Position{World: lookahead.World{Period: 12, Vars: []uint16{2}, Ended: -1}, Profiles: s.pos.Profiles, Belief: s.pos.Belief})
	// x: tense in December (10·12 + 12), calm, calm; y: war, tense in January (10·13 + 1), calm
	top.wantGap(t, 0, 1+d*131+d*d*0.1-(132+d*0.1+d*d*0.1))
}

// A secret that all actors are told may decide what happens to a variable.
func TestEffectOfASecretThatAllKnow(t *testing.T) {
	body := `
variable "v" {
  values = levels(0, 3)
  start  = 0
}
secret "coin" {
  known_to = ["a", "b"]
  values   = ["heads", "tails"]
  start    = { heads = 0.4, tails = 0.6 }
}
phase "p" {
  actor = "a"
  quiet = "x"
  action "x" {}
  action "y" { effect = { v = coin == "heads" ? 1 : 3 } }
}
chance "c" {
  probability = 0.5
  effect      = { v = coin == "heads" ? 2 : v }
}
phase "q" {
  actor = "b"
  action "x" {}
  action "y" { when = v > 0 }
}
payoff "a" { each_period = v }
payoff "b" { each_period = q.y ? v : 0 }
`
	s := solve(t, fmt.Sprintf(two, 0)+body)
	for i, set := range s.tree.Game.Infosets {
		if set.Actor != 0 {
			continue
		}
		bl := s.tree.Game.Blocks[set.Block]
		// heads: 1, or 2 if the chance comes true, instead of 0 or 2
		want := 0.5
		for p := range int(bl.Profiles) {
			if s.tree.Game.TypeOf(int(set.Block), 0, p) == int(set.Type) && s.tree.Profiles[int(bl.Profile)+p].Secrets == 1 {
				want = 3 // tails: 3 either way, instead of 0
			}
		}
		s.wantGap(t, i, want)
	}
	// quietly, beyond the look-ahead
	s = solve(t, fmt.Sprintf(two, 1)+`
variable "v" {
  values = levels(0, 3)
  start  = 0
}
secret "coin" {
  known_to = ["a", "b"]
  values   = ["heads", "tails"]
  start    = { heads = 0.4, tails = 0.6 }
}
phase "p" {
  actor = "a"
  action "x" {}
  action "y" {}
}
phase "q" {
  actor = "b"
  when  = period > 1
  quiet = "go"
  action "go" { effect = { v = coin == "heads" ? 1 : 3 } }
}
payoff "a" { each_period = v }
payoff "b" { each_period = 0 }
`)
	if want := 0.5 * (0.4*1 + 0.6*3); math.Abs(s.res.Values[0]-want) > 1e-9 {
		t.Errorf("a expects %.9f, by hand %.9f", s.res.Values[0], want)
	}
}
