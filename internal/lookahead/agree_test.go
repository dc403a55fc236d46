package lookahead_test

// This file checks the fast path against the general path, which shares with it
// only the tracer: the same scenarios, laid out node by node, must have the same
// equilibrium.

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/check"
	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
)

// Scenarios of different shape, each with everybody's payoffs depending on
// everybody's secrets somewhere.
var shapes = map[string]string{
	"signalling": `
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "test" { cost = { hard = 0.2, soft = 0.9 }[resolve] }
}
phase "south" {
  actor = "b"
  action "hold" {}
  action "concede" {}
}
payoff "a" { each_period = { gain = south.concede ? 1.5 : 0 } }
payoff "b" { each_period = { loss = south.concede ? -1 : (resolve == "hard" && north.test ? -3 : 0) } }
payoff "c" { each_period = 0 }
`,
	"covert": `
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    seen_by    = ["b"]
    exposed    = resolve == "hard" ? 0.3 : 0.1
    effect     = { stock = stock + 1 }
  }
  action "shout" { cost = 0.3 }
}
phase "south" {
  actor = "b"
  action "hold" {}
  action "strike" {}
}
phase "east" {
  actor = "c"
  action "hold" {}
  action "probe" { cost = 0.1 }
}
payoff "a" { each_period = { gain = (north.ship ? 1 : 0) - (south.strike ? 1 + stock : 0) } }
payoff "b" { each_period = { fear = south.strike ? -0.5 + 0.8 * stock : -stock } }
payoff "c" { each_period = { know = east.probe ? (stock >= 1 ? 1 : -0.4) : 0, hard = resolve == "hard" && south.strike ? 1 : 0 } }
`,
	"simultaneous": `
phase "north" {
  actor = "a"
  action "dare" {}
  action "swerve" {}
}
phase "south" {
  actor        = "b"
  simultaneous = true
  action "dare" {}
  action "swerve" {}
  action "hide" {
    looks_like = "swerve"
    exposed    = 0.2
  }
}
phase "east" {
  actor = "c"
  action "bet" {}
  action "pass" {}
}
chance "shock" {
  probability = resolve == "hard" ? 0.6 : 0.2
  effect      = { resolve = redraw }
}
payoff "a" { each_period = { clash = north.dare ? (south.dare ? -2 : (south.hide ? 0.3 : 1)) : 0, late = resolve == "hard" && shock ? 0.5 : 0 } }
payoff "b" { each_period = { clash = south.dare ? (north.dare ? -2 : 1) : (south.hide ? 0.2 : 0) } }
payoff "c" { each_period = { bet = east.bet ? (south.hide ? 1.2 : -0.3) + (resolve == "soft" ? 0.2 : 0) : 0 } }
`,
	"guarded": `
phase "north" {
  actor = "a"
  action "wait" {}
  action "bluff" { when = resolve == "soft" }
  action "test" { when = resolve == "hard" }
}
phase "south" {
  actor = "b"
  action "hold" {}
  action "pay" { when = temper == "mild" }
  action "strike" { cost = { mild = 1, harsh = 0.2 }[temper] }
}
phase "east" {
  actor = "a"
  action "stop" {}
  action "go_on" { cost = 0.2 }
}
payoff "a" { each_period = { gain = (south.pay ? 1 : 0) - (south.strike ? 2 : 0) + (east.go_on && temper == "mild" ? 0.6 : 0) } }
payoff "b" { each_period = { gain = (south.strike ? (resolve == "hard" ? 1 : -1) : 0) - (south.pay ? 0.3 : 0) - (east.go_on ? 0.7 : 0) } }
payoff "c" { each_period = 0 }
`,
}

const preamble = `
scenario "shape" {
  start     = "2013-01"
  as_of     = "2013-02-01"
  horizon   = 4
  foresight = %d
  outlook   = 2
}
actor "a" {
  precision = %g
  discount  = 0.9
}
actor "b" {
  precision = %g
  discount  = 0.8
}
actor "c" {
  precision = %g
}
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.3, soft = 0.7 }
}
secret "temper" {
  known_to = ["b"]
  values   = ["mild", "harsh"]
  start    = { mild = resolve == "hard" ? 0.8 : 0.4, harsh = resolve == "hard" ? 0.2 : 0.6 }
}
secret "stock" {
  known_to = ["b"]
  values   = levels(0, 2)
  start    = { "0" = 0.9, "1" = 0.1, "2" = 0 }
}
`

func load(t testing.TB, text string) *lookahead.Model {
	t.Helper()
	s, ds := check.Load("shape.hcl", []byte(text))
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
	return m
}

func extensive(t testing.TB, m *lookahead.Model, tree *lookahead.Tree) *game.Game {
	t.Helper()
	names := []string{}
	for _, a := range m.Src.S.Actors {
		names = append(names, a.Name)
	}
	g, err := tree.Game.Extensive("shape", names, func(v int) string { return fmt.Sprintf("%d", v) })
	if err != nil {
		t.Fatal(err)
	}
	if err := game.Verify(g); err != nil {
		t.Fatalf("the extensive form is not a proper game: %v", err)
	}
	return g
}

func TestFastPathAgreesWithGeneralPath(t *testing.T) {
	for name, body := range shapes {
		for _, foresight := range []int{1, 2} {
			for _, precision := range []float64{0.5, 1.5, 4} {
				if foresight == 2 && name == "simultaneous" && precision > 2 {
					continue // the node-by-node form has 10⁵ nodes
				}
				t.Run(fmt.Sprintf("%s/%d/%g", name, foresight, precision), func(t *testing.T) {
					m := load(t, fmt.Sprintf(preamble, foresight, precision, 1.3*precision, 0.8*precision)+body)
					pos, err := m.Start()
					if err != nil {
						t.Fatal(err)
					}
					tree, err := m.Build(pos, lookahead.Limits{})
					if err != nil {
						t.Fatal(err)
					}
					fast, err := qre.SolvePublic(tree.Game, qre.Options{})
					if err != nil {
						t.Fatal(err)
					}
					if c := qre.CertifyPublic(tree.Game, fast.X, 1); !c.Good() {
						t.Fatalf("certificate: %+v", c)
					}
					g := extensive(t, m, tree)
					general, err := qre.Solve(g, qre.Options{General: true})
					if err != nil {
						t.Fatal(err)
					}
					for v := range fast.X {
						if d := math.Abs(math.Exp(fast.X[v]) - math.Exp(general.X[v])); !(d < 1e-9) {
							t.Fatalf("unknown %d: fast path %.12f, general path %.12f", v, math.Exp(fast.X[v]), math.Exp(general.X[v]))
						}
					}
					for i := range fast.Values {
						if d := math.Abs(fast.Values[i] - general.Values[i]); !(d < 1e-9) {
							t.Fatalf("actor %d: value %.12f on the fast path, %.12f on the general path", i, fast.Values[i], general.Values[i])
						}
					}
					t.Logf("%d public states, %d nodes, %d unknowns, passes %d / %d", len(tree.Game.Blocks), g.Nodes(), len(fast.X), fast.Passes, general.Passes)
				})
			}
		}
	}
}
