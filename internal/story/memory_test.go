package story_test

// This file checks what actors carry from one look-ahead to the next, and what
// they forget.

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"demarche/internal/story"
)

const shipping = `
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    %s
    effect     = { stock = stock + 1 }
  }
}
phase "q" {
  actor = "b"
  action "hold" {}
  action "hit" { cost = 0.2 }
}
`

// down follows the first branch in which nothing is exposed, n choices down.
func down(t *testing.T, tl *story.Teller, m *story.Moment, n int) *story.Moment {
	t.Helper()
	for range n {
		next, err := tl.Follow(m, 0)
		if err != nil {
			t.Fatal(err)
		}
		m = next
	}
	return m
}

// types counts what an actor may know at the root of a moment's look-ahead.
func types(m *story.Moment, actor int) int { return m.Look.Tree.Game.TypeCount(m.Block, actor) }

func TestMemoryOfOwnCovertActs(t *testing.T) {
	// b is told the stock, a is not: what a did is all that a knows of it
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+fmt.Sprintf(shipping, ""))
	m := down(t, tl, begin(t, tl), 2) // ship or wait, b, and a again in period 2
	if w := m.World(); w.Period != 2 || w.Step != 0 {
		t.Fatalf("period %d, step %d", w.Period, w.Step)
	}
	if n := types(m, 0); n != 4 { // mood × whether it shipped
		t.Errorf("a knows %d things apart, should be mood and whether it shipped: 4", n)
	}
	// and what it believes of the stock follows
	for p, pr := range m.Pos.Profiles {
		if tl.M.Src.Secret(pr, 1) != btoi(strings.HasSuffix(pr.Memory, "\x01")) {
			t.Errorf("profile %d: stock %d with memory %q", p, tl.M.Src.Secret(pr, 1), pr.Memory)
		}
	}
	m = down(t, tl, m, 2)
	// shipping in the first month or in the second leaves the same stock and, b
	// not having been told more, predicts the same: 0, 1 or 2 shipments, by mood
	if n := types(m, 0); n > 8 || n < 6 {
		t.Errorf("a knows %d things apart in period 3, should be 6 to 8", n)
	}

	// a is told the stock too: nothing else is to be remembered
	tl = teller(t, fmt.Sprintf(head, "outlook = 1", `"a", "b"`)+fmt.Sprintf(shipping, ""))
	m = down(t, tl, begin(t, tl), 2)
	for _, pr := range m.Pos.Profiles {
		if pr.Memory != "" || pr.Covert != 0 {
			t.Errorf("a is told the stock, and remembers %q, %b", pr.Memory, pr.Covert)
		}
	}
	if n := types(m, 0); n != 4 {
		t.Errorf("a knows %d things apart, should be mood and stock: 4", n)
	}
	if n := types(m, 1); n != 2 {
		t.Errorf("b knows %d things apart, should be the stock: 2", n)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Memories that predict the same are one: an act that leaves no trace is forgotten.
func TestUselessMemoryIsForgotten(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+fmt.Sprintf(strings.Replace(shipping, "stock + 1", "0", 1), ""))
	m := down(t, tl, begin(t, tl), 2)
	if n := types(m, 0); n != 2 {
		t.Errorf("a knows %d things apart, should be its mood: 2", n)
	}
	if n := len(m.Pos.Profiles); n != 2 {
		t.Errorf("%d profiles, should be 2", n)
	}
	if g := tl.M.Src.Marginals(m.Pos)[0][0]; g <= 0 || g >= 1 {
		t.Errorf("the mood is good with %g", g)
	}
}

// A sighting lasts to the end of the period, and no longer unless a secret records it.
func TestSightings(t *testing.T) {
	for known, want := range map[string]int{``: 1, `"b"`: 2} {
		tl := teller(t, fmt.Sprintf(head, "outlook = 1", known)+fmt.Sprintf(shipping, `seen_by = ["b"]`))
		m := down(t, tl, begin(t, tl), 1)
		if n := types(m, 1); n != 2 {
			t.Errorf("stock known to [%s]: in the same period b knows %d things apart, should be 2", known, n)
		}
		m = down(t, tl, m, 1)
		if n := types(m, 1); n != want {
			t.Errorf("stock known to [%s]: in the next period b knows %d things apart, should be %d", known, n, want)
		}
	}
}

// In the exact game nothing is forgotten.
func TestExactGameForgetsNothing(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "foresight = 3", ``)+fmt.Sprintf(shipping, `seen_by = ["b"]`))
	m := down(t, tl, begin(t, tl), 4)
	if w := m.World(); w.Period != 3 || !m.Look.Tree.Exact {
		t.Fatalf("period %d, exact %v", w.Period, m.Look.Tree.Exact)
	}
	if n := types(m, 1); n != 4 {
		t.Errorf("b knows %d histories apart, should be 4", n)
	}
	if m.Look.Tree.Dropped {
		t.Error("the exact game is said to forget")
	}
}

// The joint belief that is carried is Bayes' rule on the whole path: the same as
// the belief in a tree in which the path is followed by hand.
func TestBeliefsAlongAStory(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+fmt.Sprintf(shipping, "exposed = 0.1"))
	type key struct{ mood, stock int }
	m := begin(t, tl)
	joint := map[key]float64{{0, 0}: 0.3, {1, 0}: 0.7}
	for range 2 { // p and q in turn; b's act says nothing of the mood beyond the stock
		g := m.Look.Tree.Game
		next := map[key]float64{}
		total := 0.0
		// a waits or ships unexposed, by what it knows: its mood, and in period 2 its memory
		br := m.Branches()[0]
		cb := g.Blocks[br.Block]
		for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
			from := m.Look.Tree.Profiles[g.Src[p]]
			to := m.Look.Tree.Profiles[p]
			w := joint[key{tl.M.Src.Secret(from, 0), tl.M.Src.Secret(from, 1)}] * math.Exp(g.LogK[p]+m.Look.Result.X[g.Choice[cb.Choice+(p-cb.Profile)]])
			next[key{tl.M.Src.Secret(to, 0), tl.M.Src.Secret(to, 1)}] += w
			total += w
		}
		for k := range next {
			next[k] /= total
		}
		joint = next
		m = down(t, tl, m, 1)
		got := map[key]float64{}
		for p, pr := range m.Pos.Profiles {
			got[key{tl.M.Src.Secret(pr, 0), tl.M.Src.Secret(pr, 1)}] += m.Pos.Belief[p]
		}
		for k, w := range joint {
			if math.Abs(got[k]-w) > 1e-12 {
				t.Errorf("mood %d, stock %d is believed with %.9f, should be %.9f", k.mood, k.stock, got[k], w)
			}
		}
	}
}

// Two actors each ship in secret, which nobody is told of: all that is to be
// remembered is how often oneself did, up to the two that count.
func TestMemoriesDoNotMultiply(t *testing.T) {
	tl := teller(t, `
scenario "told" {
  start   = "2013-01"
  horizon = 8
  outlook = 1
}
actor "a" {}
actor "b" {}
secret "s" {
  known_to = []
  values   = levels(0, 2)
  start    = 0
}
secret "r" {
  known_to = []
  values   = levels(0, 2)
  start    = 0
}
phase "p" {
  actor = "a"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    effect     = { s = s + 1 }
  }
}
phase "q" {
  actor = "b"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    effect     = { r = r + 1 }
  }
}
payoff "a" { each_period = 0.5*s - 0.1*r }
payoff "b" { each_period = -0.2*s*s +0.3*r }
`)
	m := begin(t, tl)
	for range 12 {
		m = down(t, tl, m, 1)
		w := m.World()
		if n := len(m.Pos.Profiles); w.Step == 0 && n > 9 || n > 15 {
			t.Errorf("period %d, step %d: %d profiles", w.Period, w.Step, n)
		}
	}
}
