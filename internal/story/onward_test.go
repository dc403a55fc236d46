package story_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"demarche/internal/story"
)

// long is a game that is played to its horizon along one solved tree, with a
// secret, chance, covert acts and an end.
var long = fmt.Sprintf(head, "foresight = 3", "") + `
phase "move" {
  actor = "a"
  quiet = "sit"
  action "sit" {}
  action "push" { effect = { v = v + 1 } }
  action "arm" {
    looks_like = "sit"
    exposed    = 0.3
    effect     = { stock = stock + 1 }
  }
}
phase "reply" {
  actor = "b"
  action "yield" { effect = { v = v - 1 } }
  action "hold" {}
}
chance "storm" {
  probability = 0.2
  effect      = { v = v + 1 }
}
end "full" { when = v == 4 }
question "high" { when = v >= 2 }
question "seen" { when = move.arm.exposed }
question "later" {
  when = reply.yield
  from = "2013-02"
}
question "armed" { when = stock >= 2 && mood == "good" }
`

// From the start, the questions come true as often as along the whole tree.
func TestOnwardFromTheStart(t *testing.T) {
	tl := teller(t, long)
	m := begin(t, tl)
	wins := story.Windows(tl.M.Src.S)
	c := story.Clock{Period: 1, Step: -1}
	want, _, err := tl.Within(m.Look.Tree, m.Look.Result.X, wins, c)
	if err != nil {
		t.Fatal(err)
	}
	got, ok, err := tl.Onward(m, wins, c, make([]bool, len(wins)))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	for q := range want {
		if math.Abs(got[q]-want[q]) > 1e-12 || want[q] < 1e-3 || want[q] > 1-1e-3 {
			t.Errorf("question %d: %g, along the tree %g", q, got[q], want[q])
		}
	}
}

// At every moment, what is expected of the questions that all can see is the mean
// of what will be expected at the next.
func TestOnwardIsAMartingale(t *testing.T) {
	tl := teller(t, long)
	wins := story.Windows(tl.M.Src.S)
	c := story.Clock{Period: 1, Step: -1}
	public := []int{0, 1, 2}
	moments := 0
	var look func(m *story.Moment, yes []bool)
	look = func(m *story.Moment, yes []bool) {
		if m.Over() {
			return
		}
		moments++
		now, ok, err := tl.Onward(m, wins, c, yes)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		mean := make([]float64, len(wins))
		for k, b := range m.Branches() {
			came := slices.Clone(yes)
			clock := c
			tl.Answers(wins, &clock, b.Events, m.Truths(k), came)
			next, err := tl.Follow(m, k)
			if err != nil {
				t.Fatal(err)
			}
			then, _, err := tl.Onward(next, wins, c, came)
			if err != nil {
				t.Fatal(err)
			}
			for _, q := range public {
				mean[q] += b.Probability * then[q]
			}
			if moments < 40 {
				look(next, came)
			}
		}
		for _, q := range public {
			if math.Abs(now[q]-mean[q]) > 1e-10 {
				t.Errorf("period %d, question %d: %g, mean of what follows %g", m.World().Period, q, now[q], mean[q])
			}
		}
	}
	look(begin(t, tl), make([]bool, len(wins)))
}

// Where actors look again there is no one tree to follow.
func TestOnwardOfStoriesThatAreSolvedAgain(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "foresight = 1", "")+long[len(fmt.Sprintf(head, "foresight = 3", "")):])
	m := begin(t, tl)
	if _, ok, err := tl.Onward(m, story.Windows(tl.M.Src.S), story.Clock{}, make([]bool, 4)); ok || err != nil {
		t.Errorf("ok %v, %v", ok, err)
	}
}
