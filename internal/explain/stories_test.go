package explain_test

// This file tests explanations that need stories, names of all sorts, and that
// shared subgames change nothing.

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/explain"
	"demarche/internal/plan"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// siege is played with rolling look-aheads: what is asked takes longer than one.
const siege = `
scenario "siege" {
  title     = "A siege"
  start     = "2013-01"
  horizon   = 6
  foresight = 1
  outlook   = 2
}

actor "town" { title = "The town" }

actor "host" {
  title     = "The host"
  precision = 2
}

variable "stores" {
  values = levels(0, 3)
  start  = 3
}

secret "relief" {
  title    = "Whether help is on its way"
  known_to = ["town"]
  values   = ["none", "near"]
  start    = { none = 0.7, near = 0.3 }
}

phase "investment" {
  title = "The host's move"
  actor = "host"
  quiet = "wait"
  action "wait" { effect = { stores = stores - 1 } }
  action "storm" { cost = 0.8 }
  action "withdraw" { cost = 0.3 }
}

phase "answer" {
  title = "The town's move"
  actor = "town"
  quiet = "hold_out"
  action "hold_out" {}
  action "surrender" { when = stores <= 1 }
}

payoff "town" {
  each_period = {
    hunger  = -0.4 * (3 - stores)
    honour  = answer.surrender ? -1 : 0
    relief  = relief == "near" && answer.hold_out ? 0.6 : 0
  }
}

payoff "host" {
  each_period = {
    prize = answer.surrender ? 2 : investment.storm ? 0.5 : 0
    camp  = -0.2
  }
}

end "over" {
  title = "The siege is over"
  when  = answer.surrender || investment.withdraw
}

question "surrender" {
  title = "The town surrenders"
  when  = answer.surrender
}
`

func parse(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, list := check.Load("test.hcl", []byte(text))
	if list.HasErrors() {
		t.Fatal(list)
	}
	return s
}

// The stories are those that a teller tells, whatever the number of workers, and
// each way counts some of those in which it came true.
func TestStoriesAreTold(t *testing.T) {
	s := parse(t, siege)
	const n = 30
	var texts []string
	for _, workers := range []int{1, 3} {
		e, err := explain.Explain(context.Background(), s, nil, "surrender", explain.Options{Stories: n, Seed: 7, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Solve(context.Background(), s, nil, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if float64(e.Probability) != p.Questions[0] {
			t.Errorf("probability %g within the look-ahead, should be %g", e.Probability, p.Questions[0])
		}
		tl := &story.Teller{M: p.Model()}
		m, err := tl.Begin(p.Position(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		yes := 0
		for k := range n {
			rng := random.New(7, 0, k, random.UseStory)
			told, err := tl.Tell(m, m.Draw(rng), story.Windows(s), p.Clock(), make([]bool, 1), rng)
			if err != nil {
				t.Fatal(err)
			}
			if told.Yes[0] {
				yes++
			}
		}
		if e.Stories == nil || e.Stories.Told != n || e.Stories.Yes != yes {
			t.Fatalf("stories %+v, should be %d of %d", e.Stories, yes, n)
		}
		if yes == 0 || yes == n {
			t.Fatalf("the test is of no use: it came true in %d of %d", yes, n)
		}
		count := 0
		for _, w := range e.Ways {
			count += w.Stories
			last := w.Steps[len(w.Steps)-1].Act
			if last.Action != "surrender" {
				t.Errorf("a way ends with %s", last.Action)
			}
		}
		if got := float64(count) / float64(yes); count > yes || got+float64(e.Unlisted) < 1-1e-12 || got+float64(e.Unlisted) > 1+1e-12 {
			t.Errorf("%d of %d stories are listed, and %g is said to be left out", count, yes, e.Unlisted)
		}
		if len(e.Choices) == 0 {
			t.Error("no choice is explained")
		}
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, string(b))
	}
	if texts[0] != texts[1] {
		t.Errorf("one worker and three differ:\n%s\n%s", texts[0], texts[1])
	}
}

// Everything that has a name can be asked about, in every scenario of one feature
// each; probabilities stay probabilities and terms sum to the difference.
func TestEveryNameOfTheLanguage(t *testing.T) {
	files, err := filepath.Glob("../../testdata/good/*.hcl")
	if err != nil || len(files) == 0 {
		t.Fatal("no scenarios", err)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		s, list := check.Load(f, text)
		if list.HasErrors() {
			t.Fatal(list)
		}
		for k, name := range explain.Names(s) {
			if k == 12 || filepath.Base(f) == "bargaining.hcl" { // hundreds of offers, of which one is as good as another
				break
			}
			e, err := explain.Explain(context.Background(), s, nil, name, explain.Options{Stories: 2})
			if err != nil {
				t.Errorf("%s, %s: %v", f, name, err)
				continue
			}
			sound(t, f+", "+name, e)
		}
	}
}

func sound(t *testing.T, what string, e *explain.Explanation) {
	t.Helper()
	if !(e.Probability >= 0 && e.Probability <= 1+1e-12) {
		t.Errorf("%s: probability %g", what, e.Probability)
	}
	for _, c := range e.Choices {
		all := []explain.Choosing{c.Choosing}
		if c.Response != nil && c.Response.Chooses != nil {
			all = append(all, *c.Response.Chooses)
		}
		for _, x := range all {
			total, sum := 0.0, 0.0
			for _, a := range x.Acts {
				total += float64(a.Probability)
			}
			for _, p := range x.Terms {
				sum += float64(p.Difference)
			}
			if !(total > 1-1e-9 && total < 1+1e-9) {
				t.Errorf("%s: the acts of %s sum to %g", what, x.Phase, total)
			}
			if d := float64(x.Mine-x.Theirs) - sum; !(d < 1e-9 && d > -1e-9) {
				t.Errorf("%s: the terms of %s leave %g unexplained", what, x.Phase, d)
			}
		}
	}
}

// Where histories share a subgame, and where each is laid out by itself by a cost
// of nothing that reads them, the same is said, the shared past apart.
func TestSharedSubgamesChangeNothing(t *testing.T) {
	const text = `
scenario "toll" {
  start   = "2013-01"
  horizon = 1
}

actor "a" {}

actor "b" { precision = 1.5 }

variable "road" {
  values = ["high", "low"]
  start  = "high"
}

phase "ride" {
  actor = "a"
  action "high" { cost = 0.3 }
  action "low" { effect = { road = "low" } }
}

chance "snow" { probability = road == "high" ? 0.4 : 0.1 }

phase "rest" {
  actor = "a"
  action "on" { effect = { road = "low" } }
  action "stay" {
    cost = 0.2
    effect = { road = "low" }
  }
}

phase "rob" {
  actor = "b"
  action "wait" {}
  action "strike" { cost = (rest.on ? 0.1 : 0.7) %s }
}

payoff "a" { each_period = { loss = rob.strike ? -1 : 0, speed = rest.on ? 0.5 : 0 } }

payoff "b" { each_period = { loot = rob.strike ? 0.6 : 0 } }

question "robbed" { when = rob.strike }
`
	explained := func(more string) (*explain.Explanation, bool) {
		s := parse(t, strings.Replace(text, "%s", more, 1))
		e, err := explain.Explain(context.Background(), s, nil, "robbed", explain.Options{})
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.Solve(context.Background(), s, nil, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return e, p.Tree.Game.Merged()
	}
	one, merged := explained("")
	two, apart := explained("+ (ride.high ? 0 : 0) + (snow ? 0 : 0)")
	if !merged {
		t.Fatal("the test is of no use: nothing is shared")
	}
	if apart {
		t.Fatal("the cost of nothing does not keep histories apart")
	}
	if one.Probability-two.Probability > 1e-9 || two.Probability-one.Probability > 1e-9 || len(one.Ways) != len(two.Ways) {
		t.Errorf("probability %g by %d ways, apart %g by %d", one.Probability, len(one.Ways), two.Probability, len(two.Ways))
	}
	for k := range one.Ways {
		if d := one.Ways[k].Probability - two.Ways[k].Probability; d > 1e-9 || d < -1e-9 {
			t.Errorf("way %d: %g, apart %g", k, one.Ways[k].Probability, two.Ways[k].Probability)
		}
	}
}

func TestUnknownNames(t *testing.T) {
	s := parse(t, siege)
	for _, name := range []string{"", "surender", "answer", "answer.", ".", "answer.surrender.x", "\x00", strings.Repeat("x", 1<<12)} {
		_, err := explain.Explain(context.Background(), s, nil, name, explain.Options{Stories: 1})
		var unknown explain.Unknown
		if !errors.As(err, &unknown) || explain.Has(s, name) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

// Whatever the name, there is an explanation or one message.
func FuzzAsked(f *testing.F) {
	s := parse(f, siege)
	for _, n := range append(explain.Names(s), "", "answer.", "%s", "surrender ", "é.\xff") {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, name string) {
		e, err := explain.Explain(context.Background(), s, nil, name, explain.Options{Stories: 1})
		var unknown explain.Unknown
		if (e == nil) != errors.As(err, &unknown) {
			t.Errorf("%q: %v, %v", name, e, err)
		}
	})
}
