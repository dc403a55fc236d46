package story_test

// This file checks stories as they are told: probabilities that sum to 1,
// beliefs by Bayes' rule, what is remembered, what is imposed, and the control
// variate.

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/check"
	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/story"
)

func teller(t testing.TB, text string) *story.Teller {
	t.Helper()
	s, ds := check.Load("told.hcl", []byte(text))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		t.Fatal(err)
	}
	return &story.Teller{M: m}
}

func begin(t testing.TB, tl *story.Teller) *story.Moment {
	t.Helper()
	pos, err := tl.M.Start()
	if err != nil {
		t.Fatal(err)
	}
	m, err := tl.Begin(pos, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

const head = `
scenario "told" {
  start   = "2013-01"
  horizon = 3
  %s
}
actor "a" {
  precision = 1.2
  discount  = 0.9
}
actor "b" { precision = 0.8 }
secret "mood" {
  known_to = ["a"]
  values   = ["good", "bad"]
  start    = { good = 0.3, bad = 0.7 }
}
secret "stock" {
  known_to = [%s]
  values   = levels(0, 3)
  start    = 0
}
variable "v" {
  values = levels(0, 4)
  start  = 0
}
payoff "a" { each_period = { v = 0.3 * v, stock = mood == "good" ? 0.6 * stock : 0.2 * stock } }
payoff "b" { each_period = { v = -0.2 * v, stock = -0.3 * stock } }
`

const body = `
chance "rain" {
  probability = mood == "good" ? 0.5 : 0.2
  effect      = { mood = redraw }
}
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    exposed    = 0.2
    cost       = mood == "good" ? 0.1 : 0.4
    effect     = { stock = stock + 1 }
  }
  action "shout" { effect = { v = v + 1 } }
}
phase "q" {
  actor        = "b"
  quiet        = "hold"
  simultaneous = true
  action "hold" {}
  action "hit" { cost = 0.2 }
}
end "over" { when = v == 2 && q.hit }
question "ship" {
  when = p.ship && mood == "good"
  by   = "2013-03-31"
}
question "hit" {
  when = q.hit && v == 1
  by   = "2013-02-28"
}
`

// everyMoment visits every public history.
func everyMoment(t testing.TB, tl *story.Teller, m *story.Moment, depth int, visit func(m *story.Moment)) {
	visit(m)
	if m.Over() || m.World().Period > tl.M.Src.S.Horizon || depth == 0 {
		return
	}
	for k := range m.Branches() {
		next, err := tl.Follow(m, k)
		if err != nil {
			t.Fatal(err)
		}
		everyMoment(t, tl, next, depth-1, visit)
	}
}

func TestProbabilitiesSumToOne(t *testing.T) {
	for _, depth := range []string{"outlook = 1", "", "foresight = 3"} {
		tl := teller(t, fmt.Sprintf(head, depth, `"b"`)+body)
		n := 0
		everyMoment(t, tl, begin(t, tl), 3, func(m *story.Moment) {
			n++
			belief := 0.0
			for _, b := range m.Pos.Belief {
				belief += b
			}
			if math.Abs(belief-1) > 1e-12 {
				t.Fatalf("beliefs sum to %.15f", belief)
			}
			if m.Over() {
				return
			}
			sum := 0.0
			for _, b := range m.Branches() {
				sum += b.Probability
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Fatalf("in period %d the branches sum to %.12f", m.World().Period, sum)
			}
			// and for each truth by itself, mixing to the same
			bl := &m.Look.Tree.Game.Blocks[m.Block]
			if m.World().Period > tl.M.Src.S.Horizon {
				return
			}
			for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
				sum := 0.0
				err := tl.EachWay(m, p, func(_ int, q float64, next *story.Moment, at int32, _ []lookahead.Event, _ story.Hidden) {
					sum += q
					nb := &next.Look.Tree.Game.Blocks[next.Block]
					if at < nb.Profile || at >= nb.Profile+nb.Profiles {
						t.Fatalf("profile %d leads to %d, outside of its moment", p, at)
					}
				})
				if err != nil {
					t.Fatal(err)
				}
				if math.Abs(sum-1) > 1e-9 {
					t.Fatalf("what may come of profile %d sums to %.12f", p, sum)
				}
			}
		})
		t.Logf("%q: %d moments, %+v", depth, n, tl.Stats)
	}
}

// tell tells many stories and returns, by question, how often it came true, and
// the mean and standard error of Yes − Hazard.
func tell(t testing.TB, tl *story.Teller, n int) (yes, mean, se []float64) {
	t.Helper()
	wins := story.Windows(tl.M.Src.S)
	m := begin(t, tl)
	k := len(wins)
	yes, mean, se = make([]float64, k), make([]float64, k), make([]float64, k)
	before := make([]bool, k)
	clock := story.Clock{Step: -1}
	tl.Answers(wins, &clock, m.Before(), m.Settled(), before)
	for s := range n {
		rng := random.New(5, 0, s, random.UseTest)
		told, err := tl.Tell(m, m.Draw(rng), wins, clock, before, rng)
		if err != nil {
			t.Fatal(err)
		}
		for q := range wins {
			d := -told.Hazard[q]
			if told.Yes[q] {
				yes[q] += 1 / float64(n)
				d++
			}
			mean[q] += d / float64(n)
			se[q] += d * d / float64(n)
		}
	}
	for q := range wins {
		se[q] = math.Sqrt(se[q] / float64(n))
	}
	return yes, mean, se
}

func TestControlVariateHasMeanZero(t *testing.T) {
	for name, text := range map[string]string{
		"general": fmt.Sprintf(head, "outlook = 1", `"b"`) + body,
		"exact":   fmt.Sprintf(head, "foresight = 3", `"b"`) + body,
		// a choice that is no choice comes first in the period, and answers a question
		"forced": fmt.Sprintf(head, "outlook = 1", `"b"`) + `
phase "o" {
  actor = "b"
  action "stand" { effect = { v = 1 } }
}
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" { effect = { v = 0 } }
  action "shout" { effect = { v = 3 } }
}
question "first" {
  when = o.stand && v == 1 && period == 1
  by   = "2013-01-31"
}
question "second" {
  when = o.stand && v == 1 && period == 2
}
question "shout" { when = p.shout && period == 2 }
`,
	} {
		t.Run(name, func(t *testing.T) {
			tl := teller(t, text)
			yes, mean, se := tell(t, tl, 8000)
			for q := range mean {
				t.Logf("%s: %.4f; yes − hazard %.5f ± %.5f", tl.M.Src.S.Questions[q].Name, yes[q], mean[q], se[q])
				if math.Abs(mean[q]) > 4*se[q]+1e-9 {
					t.Errorf("question %s: yes − hazard has mean %.5f, standard error %.5f", tl.M.Src.S.Questions[q].Name, mean[q], se[q])
				}
			}
		})
	}
}

// A chance that is certain and draws a secret anew, before anybody chooses.
func TestCertainRedrawAtTheStart(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+`
chance "dawn" {
  probability = 1
  effect      = { mood = redraw }
}
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "shout" { effect = { v = v + 1 } }
}
question "good" { 
  when = mood == "good" && dawn
  by   = "2013-01-31"
}
`)
	yes, _, _ := tell(t, tl, 4000)
	if math.Abs(yes[0]-0.3) > 4*math.Sqrt(0.21/4000) {
		t.Errorf("good in %.3f of the stories after the draw, should be 0.3", yes[0])
	}
	everyMoment(t, tl, begin(t, tl), 6, func(m *story.Moment) {})
}

// A question reads the secret as it is when the question is asked: an act and a
// redraw that follows it are two steps.
func TestQuestionsReadSecretsStepByStep(t *testing.T) {
	tl := teller(t, fmt.Sprintf(head, "outlook = 1", `"b"`)+`
phase "p" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "shout" {}
}
chance "dusk" {
  probability = 1
  effect      = { mood = redraw }
}
question "before" {
  when = mood == "good" && !dusk
  by   = "2013-01-31"
}
question "after" {
  when = mood == "bad" && dusk
  by   = "2013-01-31"
}
question "either" {
  when = mood == "good"
  by   = "2013-01-31"
}
`)
	yes, mean, se := tell(t, tl, 8000)
	for q, want := range []float64{0.3, 0.7, 1 - 0.49} {
		if math.Abs(yes[q]-want) > 4*math.Sqrt(want*(1-want)/8000) {
			t.Errorf("%s: %.4f, should be %.4f", tl.M.Src.S.Questions[q].Name, yes[q], want)
		}
		if math.Abs(mean[q]) > 4*se[q]+1e-9 {
			t.Errorf("%s: yes − hazard has mean %.4f", tl.M.Src.S.Questions[q].Name, mean[q])
		}
	}
}
