package leverage_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"demarche/internal/game"
	"demarche/internal/leverage"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/scenario"
)

// This file holds dependence against closed forms of the library, and against
// games that are laid out in full and solved by the other solver.

// patronage is library/buffer with the client as an actor that loses K by its own
// collapse, and a patron whose quiet act is to leave.
func patronage(t *testing.T) string {
	return library(t, "buffer",
		`actor "rival" {`, `actor "client" {
  discount = delta
}

parameter "K" { value = 5 }

payoff "client" { each_period = collapse ? -K : 0 }

actor "rival" {`,
		"  when  = period == 1\n  action \"give\" {", "  when  = period == 1\n  quiet = \"leave\"\n  action \"leave\" { effect = { aid = 0 } }\n  action \"give\" {",
		"state == \"buffer\"\n  action \"spare\" {}", "state == \"buffer\"\n  quiet = \"spare\"\n  action \"spare\" {}",
		"% 2 == 0 && state == \"buffer\"\n  action \"spare\" {}", "% 2 == 0 && state == \"buffer\"\n  quiet = \"spare\"\n  action \"spare\" {}",
	)
}

// Aid leaves a danger of h₀ exp(−k a*) = 1/(k L) of collapse instead of h₀
// (LIBRARY 17), so the client depends on the patron by K (h₀ − 1/(k L)); the
// patron on itself alone: it would lose L by the collapse, but the client does
// nothing that it could be held back from.
func TestClientDependsOnThePatronThatMightLeave(t *testing.T) {
	const k, l, h, loss = 2.0, 6.0, 0.4, 5.0
	off := 0.0005 // of the mean aid, see the theory of library/buffer
	danger := 1 / (k * l)
	r := dependence(t, patronage(t))
	near(t, "L of the client on the patron", on(t, r, "client", "patron"), loss*(h-danger), loss*danger*(math.Exp(off*k)-1)+1e-9)
	near(t, "L of the client on the rival", on(t, r, "client", "rival"), 0, 1e-9)
	near(t, "L of the patron on the client", on(t, r, "patron", "client"), 0, 0)
	// If the danger is so small that aid does not pay, the patron does nothing, and nobody depends on it.
	r = dependence(t, patronage(t), "h_0=0.01", "L=2")
	near(t, "L of the client on a patron that gives nothing", on(t, r, "client", "patron"), 0, loss*0.01*(math.Exp((1/math.Sqrt(2000*k)+0.02)*k)-1))
	// The rival depends on the patron only by whether it is spared: it is either way.
	near(t, "L of the rival on the patron", on(t, r, "rival", "patron"), 0, 1e-6)
}

// dependence measures dependence alone, at other parameters.
func dependence(t *testing.T, text string, set ...string) *leverage.Leverage {
	t.Helper()
	s := load(t, text)
	for _, assignment := range set {
		s = override(t, s, assignment)
	}
	p, err := plan.Solve(context.Background(), s, nil, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := leverage.Depend(context.Background(), p, leverage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	certified(t, r)
	return r
}

// road is library/circumvention in which to be quiet is to offer nothing and to
// haggle on.
func road(t *testing.T) string {
	silent := "\n  quiet = \"silent\"\n  action \"silent\" { effect = { offer = 0 } }"
	return library(t, "circumvention",
		`phase "patron_offers" {`, `phase "patron_offers" {`+silent,
		`phase "outsider_offers" {`, `phase "outsider_offers" {`+silent,
		`phase "outsider_answers" {`, `phase "outsider_answers" {`+"\n  quiet = \"haggle\"",
		`phase "patron_answers" {`, `phase "patron_answers" {`+"\n  quiet = \"haggle\"",
	)
}

// The road round is worth something to the outsider only where it binds, from
// b > δ/(1+δ) on: there the patron's dependence on the outsider falls by as much as
// the road is worth more, and the outsider depends on the patron no more.
func TestDependenceMovesOnlyWhereTheOutsideOptionBinds(t *testing.T) {
	text := road(t)
	const delta = 0.9
	waiting := delta * (1 - delta) / (1 - delta*delta) // 0.473684
	off := (0.001+math.Log(2)/2000)/(1-delta*delta) + math.Log(1000)/2000
	imposed := 0.5 * math.Pow(delta, 20)
	at := func(b float64) (patron, outsider float64) {
		r := dependence(t, text, fmt.Sprintf("b=%g", b))
		return on(t, r, "patron", "outsider"), on(t, r, "outsider", "patron")
	}
	slackPatron, slackOutsider := at(0.3)
	slack2, _ := at(0.4)
	near(t, "L of the patron on the outsider, the road not binding", slackPatron, 1-waiting-imposed, off)
	near(t, "the same with a better road that does not bind either", slack2, slackPatron, 1e-6)
	near(t, "L of the outsider on the patron, the road not binding", slackOutsider, waiting-0.3, off)
	tight, none := at(0.5)
	near(t, "L of the patron on the outsider, the road binding", tight, 1-0.5-imposed, off)
	near(t, "L of the outsider on the patron, the road binding", none, 0, off)
	tighter, _ := at(0.53)
	near(t, "what a better road takes off, where it binds", tight-tighter, 0.03, 0.003)
}

// L and C by brute force: the game laid out node by node with nothing merged, the
// acts not possible that are held back, solved by the general solver.
func TestDependenceByBruteForce(t *testing.T) {
	for name, text := range map[string]string{"four": four, "secretive": leverage.Secretive, "open": leverage.Open, "rooted": leverage.Rooted} {
		s := load(t, text)
		if name == "secretive" {
			s.Foresight = 1
		}
		if name == "four" {
			s.Horizon, s.Foresight = 1, 1
		}
		p, err := plan.Solve(context.Background(), s, nil, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := leverage.Measure(context.Background(), p, leverage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		free := brute(t, s)
		for j, b := range s.Actors {
			h := s
			for k := range s.Phases {
				if s.Phases[k].Actor == j {
					h = leverage.Only(h, k, s.Phases[k].Quiet)
				}
			}
			held := brute(t, h)
			for i, a := range s.Actors {
				if i != j {
					near(t, fmt.Sprintf("%s: L of %s on %s", name, a.Name, b.Name), on(t, r, a.Name, b.Name), free[i]-held[i], 1e-8)
				}
			}
			if name == "secretive" {
				continue // covert acts cannot be held by a guard
			}
			best := math.Inf(-1)
			var try func(h *scenario.Scenario, k int)
			try = func(h *scenario.Scenario, k int) {
				for k < len(s.Phases) && s.Phases[k].Actor != j {
					k++
				}
				if k == len(s.Phases) {
					best = math.Max(best, brute(t, h)[j])
					return
				}
				for a := range s.Phases[k].Actions {
					try(leverage.Only(h, k, a), k+1)
				}
			}
			try(s, 0)
			near(t, fmt.Sprintf("%s: C of %s", name, b.Name), float64(commitment(t, r, b.Name).Gain), best-free[j], 1e-8)
		}
	}
}

// brute is what everybody expects in a look-ahead that is laid out node by node
// and solved by the general solver.
func brute(t *testing.T, s *scenario.Scenario) []float64 {
	t.Helper()
	p, err := plan.Build(s, nil, plan.Options{Unmerged: true})
	if err != nil {
		t.Fatal(err)
	}
	names := make([]string, len(s.Actors))
	for i := range names {
		names[i] = s.Actors[i].Name
	}
	var g *game.Game
	if g, err = p.Tree.Game.Extensive(s.Name, names, func(v int) string { return fmt.Sprint("act ", v) }); err != nil {
		t.Fatal(err)
	}
	r, err := qre.Solve(g, qre.Options{General: true, Retrace: qre.RetraceNever})
	if err != nil {
		t.Fatal(err)
	}
	return r.Values
}
