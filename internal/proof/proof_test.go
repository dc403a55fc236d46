package proof_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/proof"
	"demarche/internal/theory"
)

// This file tests the comparison of theory and engine on games small enough to
// be solved on paper.

// load checks a scenario and its theory. The theory's heading is added.
func load(t *testing.T, scenario, claims string) *proof.Engine {
	t.Helper()
	s, list := check.Load("game.hcl", []byte(scenario))
	if list.HasErrors() {
		t.Fatal(list)
	}
	if !strings.Contains(claims, "theory \"") {
		claims = "theory \"game\" {\n  title = \"t\"\n  source = \"s\"\n  words = \"w\"\n}\n" + claims
	}
	th, list := check.LoadTheory(s, "game.theory.hcl", []byte(claims))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return &proof.Engine{T: th, S: s}
}

// entry is the game of an entrant and a monopolist who threatens to fight.
const entry = `scenario "entry" {
  start   = "2013-01"
  horizon = 1
}
actor "entrant" { precision = 1000 }
actor "monopolist" { precision = 1000 }
parameter "c" {
  title = "What a fight costs the monopolist beyond what it yields"
  value = 1
}
phase "entry" {
  actor = "entrant"
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
payoff "monopolist" { each_period = answer.fight ? 1 - c : answer.share ? 1 : 2 }
question "entry" { when = entry.come }
question "war" { when = answer.fight }
`

const anything = `
result "entry" {
  closed_form = 1
  engine      = question.entry
  tolerance   = 1e-6
}
`

// A threat that nobody would carry out holds the entrant off, and nobody gains
// at the start by leaving that profile; but where the threat would have to be
// carried out, the monopolist gains by sharing.
func TestEmptyThreatFails(t *testing.T) {
	e := load(t, entry, anything+`
profile "threat" {
  regret = 1e-6
  play "entry" { stay_out = 1 }
  play "answer" { fight = 1 }
}
profile "sharing" {
  regret = 1e-6
  play "entry" { come = 1 }
  play "answer" { share = 1 }
}
`)
	threat := e.Check(context.Background(), 0)
	if threat.Passes() || math.Abs(threat.Regret-1) > 1e-6 || !strings.Contains(threat.Where, "answer") {
		t.Errorf("the threat: %+v", threat)
	}
	if threat.ByActor["entrant"] > 1e-6 || threat.ByActor["monopolist"] > 1e-6 {
		t.Errorf("at the start somebody gains: %v", threat.ByActor)
	}
	if !(threat.Distance > 0.9) {
		t.Errorf("the engine is said to threaten: %g", threat.Distance)
	}
	sharing := e.Check(context.Background(), 1)
	if !sharing.Passes() || !(sharing.Distance < 1e-6) {
		t.Errorf("sharing: %+v", sharing)
	}
}

// The threshold at which a threat becomes true, from the solution and from a
// profile, and what the figures of both are.
func TestRootsAndFigures(t *testing.T) {
	e := load(t, entry, `
measure "fight" {
  phase  = "answer"
  action = "fight"
  take   = "payoff"
}
measure "share" {
  phase  = "answer"
  action = "share"
  take   = "payoff"
}
measure "comes" {
  phase = "answer"
  take  = "reach"
}
result "true_from" {
  closed_form = 0
  root        = { parameter = "c", from = -1.3, to = 0.8 }
  balance     = measure.fight - measure.share
  tolerance   = 1e-7
}
result "in_profile" {
  profile     = "threat"
  closed_form = 2 * c
  engine      = value.monopolist + (measure.share - measure.fight) - profile.threat.value.entrant - 1 - question.entry - measure.comes - (c == 0.5 ? c : 0)
  set         = { c = c / 2 }
  tolerance   = 1e-6
}
result "nowhere" {
  closed_form = 0
  root        = { parameter = "c", from = 0.1, to = 0.8 }
  balance     = measure.fight - measure.share
  tolerance   = 1e-7
}
profile "threat" {
  regret = 1e-6
  play "entry" { stay_out = 1 }
  play "answer" { fight = 1 }
}
`)
	r := e.Result(context.Background(), 0)
	if !r.Holds() {
		t.Errorf("the threat is true from %g on: %s", r.Engine, r.Warning)
	}
	// in the profile, with c = 0.5: value of the monopolist 2, share − fight = 0.5
	r = e.Result(context.Background(), 1)
	if !r.Holds() || math.Abs(r.ClosedForm-1) > 1e-12 {
		t.Errorf("in the profile: closed form %g, engine %g; %s", r.ClosedForm, r.Engine, r.Warning)
	}
	r = e.Result(context.Background(), 2)
	if !math.IsNaN(r.Engine) || !strings.Contains(r.Warning, "does not change its sign") {
		t.Errorf("a root where there is none: %g, %s", r.Engine, r.Warning)
	}
}

func TestAblationsAndStatics(t *testing.T) {
	e := load(t, entry, anything+`
region {
  c = [0.5, 2]
}
ablation "no_monopolist" {
  held    = ["entry.come"]
  result  = "entry"
  becomes = 0
}
ablation "nothing_lost" {
  set    = { c = c * 2 }
  result = "entry"
}
static "costlier" {
  parameter = "c"
  change    = 0.5
  figure    = value.entrant
  sign      = "none"
  when      = c + change < 1.8
}
`)
	ctx := context.Background()
	out, ok, err := e.Ablate(ctx, &e.T.Ablations[0])
	if err != nil || !ok || !out.Shows() || out.Engine != 0 {
		t.Errorf("entry held back: %+v, %v", out, err)
	}
	out, ok, err = e.Ablate(ctx, &e.T.Ablations[1])
	if err != nil || !ok || out.Shows() {
		t.Errorf("an ablation that changes nothing is said to show something: %+v, %v", out, err)
	}
	st, ok, err := e.Move(ctx, &e.T.Statics[0])
	if err != nil || !ok || st.Sign() != theory.None {
		t.Errorf("static: %+v, %v, %v", st, ok, err)
	}
	if _, ok, err := e.With(map[int]float64{0: 1.5}).Move(ctx, &e.T.Statics[0]); ok || err != nil {
		t.Errorf("a static is claimed where its condition fails (%v)", err)
	}
	for n := range 20 {
		d, err := e.Draw(1, n)
		if err != nil {
			t.Fatal(err)
		}
		if c := d.Point().Parameters[0]; c < 0.5 || c > 2 {
			t.Errorf("drew c = %g", c)
		}
	}
}

// A type that is known to make a mistake more often is who is believed to have
// made it. Both types of a sender stay quiet; the receiver, who would fight a
// weak one alone, therefore fights or not.
const quiet = `scenario "quiet" {
  start   = "2013-01"
  horizon = 1
}
actor "sender" { precision = 100 }
actor "receiver" { precision = 100 }
secret "nerve" {
  known_to = ["sender"]
  values   = ["weak", "tough"]
  start    = { weak = 0.9, tough = 0.1 }
}
phase "word" {
  actor = "sender"
  action "quiet" {}
  action "loud" {}
}
phase "answer" {
  actor = "receiver"
  when  = word.loud
  action "yield" {}
  action "fight" {}
}
payoff "sender" { each_period = answer.yield ? 1 : answer.fight ? -1 : 0 }
payoff "receiver" { each_period = answer.fight ? (nerve == "weak" ? 1 : -1) : 0 }
question "war" { when = answer.fight }
`

func TestTremblesMakeBeliefs(t *testing.T) {
	const claims = `
measure "fights" {
  phase  = "answer"
  action = "fight"
  take   = "payoff"
}
result "belief" {
  profile     = "silence"
  closed_form = %
  engine      = measure.fights
  tolerance   = 1e-3
}
profile "silence" {
  regret = 1e-6
  play "word" {
    quiet   = 1
    tremble = nerve == "tough" ? # : 1e-12
  }
  play "answer" { fight = 1 }
}
`
	for _, c := range []struct {
		tremble, payoff string
		passes          bool
	}{{"1e-12", "0.8", true}, {"1e-6", "-1", false}} {
		e := load(t, quiet, strings.NewReplacer("#", c.tremble, "%", c.payoff).Replace(claims))
		if r := e.Result(context.Background(), 0); !r.Holds() {
			t.Errorf("tremble %s: fighting pays %g, not %s; %s", c.tremble, r.Engine, c.payoff, r.Warning)
		}
		if p := e.Check(context.Background(), 0); p.Passes() != c.passes || p.InWarning != "" {
			t.Errorf("tremble %s: %+v", c.tremble, p)
		}
	}
}

// What cannot be played is said, with the place.
func TestProfilesThatDoNotAddUp(t *testing.T) {
	e := load(t, entry, anything+`
profile "half" {
  regret = 1
  play "entry" { stay_out = 0.5 }
  play "answer" { fight = 1 }
}
`)
	if p := e.Check(context.Background(), 0); p.Passes() || !strings.Contains(p.InWarning, "add up to 0.5") {
		t.Errorf("%+v", p)
	}
}

// Histories that leave the same game are kept apart where a measure or a play
// looks at what they differ in.
const twice = `scenario "twice" {
  start     = "2013-01"
  horizon   = 2
  foresight = 2
}
actor "one" { precision = 1 }
variable "last" {
  values = ["none", "left", "right"]
  start  = "none"
}
phase "move" {
  actor = "one"
  action "left" { effect = { last = "left" } }
  action "right" { effect = { last = "right" } }
}
payoff "one" { each_period = move.left ? 0.3 : 0 }
question "left" { when = move.left }
`

func TestHistoriesAreKeptApart(t *testing.T) {
	e := load(t, twice, `
measure "after_left" {
  phase  = "move"
  period = 2
  state  = { last = "left" }
  take   = "reach"
}
measure "seen_right" {
  phase  = "move"
  period = 2
  seen   = ["move.right"]
  take   = "reach"
}
let "p" { value = exp(0.3) / (1 + exp(0.3)) }
result "left" {
  closed_form = p
  engine      = measure.after_left
  tolerance   = 1e-9
}
result "right" {
  closed_form = 1 - p
  engine      = measure.seen_right
  tolerance   = 1e-9
}
`)
	for i := range e.T.Results {
		if r := e.Result(context.Background(), i); !r.Holds() {
			t.Errorf("%s: closed form %g, engine %g; %s", r.Result.Name, r.ClosedForm, r.Engine, r.Warning)
		}
	}
	e = load(t, twice, `
measure "after_left" {
  phase  = "move"
  period = 2
  state  = { last = "left" }
  take   = "reach"
}
measure "again" {
  phase  = "move"
  period = 2
  state  = { last = "left" }
  action = "left"
}
result "left" {
  profile     = "steady"
  closed_form = 0.25
  engine      = measure.after_left
  tolerance   = 1e-6
}
result "again" {
  profile     = "steady"
  closed_form = 1
  engine      = measure.again
  tolerance   = 1e-6
}
profile "steady" {
  regret = 1
  play "move" {
    left  = last == "none" ? 0.25 : last == "left" ? 1 : 0
    right = last == "none" ? 0.75 : last == "right" ? 1 : 0
  }
}
`)
	for i := range e.T.Results {
		if r := e.Result(context.Background(), i); !r.Holds() {
			t.Errorf("%s: closed form %g, engine %g; %s", r.Result.Name, r.ClosedForm, r.Engine, r.Warning)
		}
	}
}

// A mix at finite precision is not that of the limit; the fit and the limit find it.
func TestModes(t *testing.T) {
	const game = `scenario "inspection" {
  start   = "2013-01"
  horizon = 1
}
actor "inspector" { precision = 200 }
actor "inspected" { precision = 200 }
phase "inspect" {
  actor = "inspector"
  action "wait" {}
  action "look" { cost = 0.2 }
}
phase "cheat" {
  actor        = "inspected"
  simultaneous = true
  action "keep" {}
  action "cheat" {}
}
payoff "inspector" { each_period = cheat.cheat && !inspect.look ? -0.8 : 0 }
payoff "inspected" { each_period = cheat.cheat ? (inspect.look ? -1 : 0.25) : 0 }
question "cheating" { when = cheat.cheat }
`
	const claim = `theory "inspection" {
  title = "t"
  source = "s"
  words = "w"
  solve = "MODE"
}
result "cheating" {
  closed_form = 0.25
  engine      = question.cheating
  tolerance   = TOLERANCE
}
`
	for mode, tolerance := range map[string]string{"precision": "0.1", "extrapolate": "2e-4", "limit": "1e-5"} {
		e := load(t, game, strings.NewReplacer("MODE", mode, "TOLERANCE", tolerance).Replace(claim))
		r := e.Result(context.Background(), 0)
		t.Logf("%s: %.8f", mode, r.Engine)
		if !r.Holds() {
			t.Errorf("%s: %g; %s", mode, r.Engine, r.Warning)
		}
		if mode == "precision" && r.Difference() < 1e-3 {
			t.Errorf("the precision is too high to tell the modes apart: %g", r.Difference())
		}
	}
}
