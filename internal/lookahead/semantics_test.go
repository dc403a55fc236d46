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
