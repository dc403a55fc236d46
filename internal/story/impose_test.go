package story_test

// This file checks imposed acts: they happen, to whomever they are imposed on,
// and nobody learns from them.

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/random"
	"demarche/internal/story"
)

// imposing tells stories with an act imposed at a step of period 1, and returns
// the share in which the question with that place came true, how many missed,
// and the moment after the first choice as the stories had it.
func imposing(t *testing.T, tl *story.Teller, step, action, question int) (share float64, missed int) {
	t.Helper()
	wins := story.Windows(tl.M.Src.S)
	m := begin(t, tl)
	clock := story.Clock{Step: -1}
	tl.Impose = map[[2]int]int{{1, step}: action}
	defer func() { tl.Impose = nil }()
	const n = 2000
	for s := range n {
		rng := random.New(6, 0, s, random.UseTest)
		told, err := tl.Tell(m, m.Draw(rng), wins, clock, make([]bool, len(wins)), rng)
		if err != nil {
			t.Fatal(err)
		}
		if told.Yes[question] {
			share++
		}
		if told.Missed {
			missed++
		}
	}
	return share / n, missed
}

const imposed = `
phase "p" {
  actor = "a"
  quiet = "wait"
  %s
  action "wait" {}
  action "shout" { cost = mood == "good" ? 0 : 1 }
}
phase "q" {
  actor        = "b"
  quiet        = "hold"
  simultaneous = true
  action "hold" {}
  action "hit" { when = v == 0 }
}
phase "r" {
  actor = "b"
  quiet = "rest"
  action "rest" {}
  action "react" { when = v > 0 }
}
question "shout" {
  when = p.shout
  by   = "2013-01-31"
}
question "hit" {
  when = q.hit
  by   = "2013-01-31"
}
question "good" {
  when = mood == "good"
  by   = "2013-01-31"
}
`

func TestImposedActsHappen(t *testing.T) {
	for _, depth := range []string{"outlook = 1", "foresight = 3"} {
		tl := teller(t, fmt.Sprintf(head, depth, `"b"`)+fmt.Sprintf(imposed, ""))
		for _, c := range []struct {
			what                           string
			step, action, question, missed int
			want                           float64
		}{
			{"the first of two that move at once", 0, 1, 0, 0, 1},
			{"the first, kept from it", 0, 0, 0, 0, 0},
			{"the second of two that move at once", 1, 1, 1, 0, 1},
			{"the second, kept from it", 1, 0, 1, 0, 0},
			{"what cannot be done", 2, 1, 0, 2000, -1},
			{"what is done anyway", 2, 0, 0, 0, -1},
		} {
			share, missed := imposing(t, tl, c.step, c.action, c.question)
			if c.want >= 0 && share != c.want {
				t.Errorf("%s, %s: happens in %.3f of the stories, should be %g", depth, c.what, share, c.want)
			}
			if missed != c.missed {
				t.Errorf("%s, %s: missed in %d stories, should be %d", depth, c.what, missed, c.missed)
			}
			// an imposed act is no sign of the mood
			if good, _ := imposing(t, tl, c.step, c.action, 2); math.Abs(good-0.3) > 0.045 {
				t.Errorf("%s, %s: the mood is good in %.3f of the stories", depth, c.what, good)
			}
		}
		// where the first of the two does not move, the second is still meant
		tl = teller(t, fmt.Sprintf(head, depth, `"b"`)+fmt.Sprintf(imposed, "when = v > 0"))
		if share, missed := imposing(t, tl, 1, 1, 1); share != 1 || missed != 0 {
			t.Errorf("%s: the second, alone: happens in %.3f of the stories, missed in %d", depth, share, missed)
		}
		if _, missed := imposing(t, tl, 0, 1, 1); missed != 2000 {
			t.Errorf("%s: a phase that is skipped: missed in %d stories, should be all", depth, missed)
		}
	}
}

// Chosen, the act speaks for a good mood; imposed, it does not.
func TestNobodyLearnsFromImposedActs(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+fmt.Sprintf(imposed, ""))
	m := begin(t, tl)
	src := tl.M.Src
	for k, b := range m.Branches() {
		next, err := tl.Follow(m, k)
		if err != nil {
			t.Fatal(err)
		}
		chosen := src.Marginals(next.Pos)[0][0]
		if shouted := b.Events[0].Action == 1; shouted && chosen < 0.35 || !shouted && chosen > 0.25 {
			t.Errorf("after %v the mood is good with probability %.3f", b.Events, chosen)
		}
		for mover := range 2 {
			acts := []int{-1, -1}
			acts[mover] = b.Events[mover].Action
			next, err := tl.FollowImposed(m, k, acts)
			if err != nil {
				t.Fatal(err)
			}
			want := 0.3
			if mover == 1 {
				want = chosen // b's act is imposed, and what a did still speaks
			}
			if got := src.Marginals(next.Pos)[0][0]; math.Abs(got-want) > 1e-12 {
				t.Errorf("act %d imposed: the mood is good with probability %.6f, should be %.6f", mover, got, want)
			}
		}
	}
}

// An imposed covert act is done; who cannot see it believes as before.
func TestImposedCovertAct(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", ``)+`
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    exposed    = mood == "good" ? 0.6 : 0.1
    cost       = mood == "good" ? 0 : 1
    effect     = { stock = stock + 1 }
  }
}
chance "rain" {
  probability = mood == "good" ? 0.5 : 0.2
  effect      = { v = 1 }
}
phase "q" {
  actor = "b"
  action "hold" {}
  action "hit" {}
}
`+"question \"shipped\" {\n  when = p.ship\n  by = \"2013-01-31\"\n}\n")
	if share, missed := imposing(t, tl, 0, 1, 0); share != 1 || missed != 0 {
		t.Errorf("the covert act is done in %.3f of the stories, missed in %d", share, missed)
	}
	m := begin(t, tl)
	ship := [2]float64{} // by mood, what it would choose
	for _, set := range m.Look.Tree.Game.Infosets[:2] {
		ship[m.Look.Tree.Profiles[set.Type].Secrets&1] = math.Exp(m.Look.Result.X[set.Var+1])
	}
	prior, exposed, rain := [2]float64{0.3, 0.7}, [2]float64{0.6, 0.1}, [2]float64{0.5, 0.2}
	for k, b := range m.Branches() {
		next, err := tl.FollowImposed(m, k, []int{1})
		if err != nil {
			t.Fatal(err)
		}
		// the mood as before, but for the rain; the act by what each mood would do
		var want [2][2]float64 // by mood and whether it shipped
		sum := 0.0
		for mood := range 2 {
			w := prior[mood]
			if b.Events[1].Happened {
				w *= rain[mood]
			} else {
				w *= 1 - rain[mood]
			}
			done := 1.0
			if !b.Events[0].Exposed {
				done = ship[mood] * (1 - exposed[mood]) / (1 - ship[mood]*exposed[mood])
			}
			want[mood][0], want[mood][1] = w*(1-done), w*done
			sum += w
		}
		for p, pr := range next.Pos.Profiles {
			mood, done := tl.M.Src.Secret(pr, 0), pr.Covert&1
			if w := want[mood][done] / sum; math.Abs(next.Pos.Belief[p]-w) > 1e-12 {
				t.Errorf("after %+v: mood %d, shipped %d is believed with %.9f, should be %.9f", b.Events, mood, done, next.Pos.Belief[p], w)
			}
		}
	}
}
