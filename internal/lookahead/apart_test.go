package lookahead

import (
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"demarche/internal/check"
	"demarche/internal/qre"
	"demarche/internal/random"
)

// This file checks that what a model remembers, within a look-ahead and from one
// to the next, changes nothing but the time that it takes.

// sameTree reports the first part in which two trees differ; numbers by their bits.
func sameTree(t *testing.T, a, b *Tree) string {
	t.Helper()
	bits := func(x []float64) []uint64 {
		out := make([]uint64, len(x))
		for k, v := range x {
			out[k] = math.Float64bits(v)
		}
		return out
	}
	g, h := *a.Game, *b.Game
	switch {
	case !reflect.DeepEqual(bits(g.Payoff), bits(h.Payoff)):
		return "payoffs"
	case !reflect.DeepEqual(bits(g.LogK), bits(h.LogK)):
		return "chances"
	}
	for _, part := range []struct {
		name string
		a, b any
	}{
		{"games", g, h}, {"worlds", a.Worlds, b.Worlds}, {"events", a.Events, b.Events}, {"profiles", a.Profiles, b.Profiles},
		{"phases", a.Phases, b.Phases}, {"acts", a.Acts, b.Acts}, {"what is dropped", a.Dropped, b.Dropped},
	} {
		if !reflect.DeepEqual(part.a, part.b) {
			return part.name
		}
	}
	for p := range a.Profiles {
		for e := range 8 {
			if a.SecretsAt(int32(p), e) != b.SecretsAt(int32(p), e) {
				return "secrets on the way"
			}
		}
	}
	return ""
}

// TestRememberingChangesNothing: along a way through every scenario of the
// library and of testdata/good, a model that remembers lays out the look-aheads
// of one that does not, bit for bit.
func TestRememberingChangesNothing(t *testing.T) {
	files, _ := filepath.Glob("../../library/*/*.hcl")
	more, _ := filepath.Glob("../../testdata/good/*.hcl")
	tried := 0
	for _, file := range append(files, more...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		s, ds := check.Load(file, text)
		if ds.HasErrors() || s == nil {
			continue // a theory
		}
		src, err := NewSource(s)
		if err != nil {
			t.Fatal(err)
		}
		model := func() *Model {
			m, err := src.NewModel(random.Medians(s))
			if err != nil {
				t.Fatal(err)
			}
			return m
		}
		m := model()
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		for step := range 4 {
			limits := Limits{Bytes: 4 << 20, Unmerged: step%2 == 1}
			tree, err := m.Build(pos, limits)
			if _, large := err.(*TooLarge); large {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			fresh := model()
			fresh.apart = true
			plain, err := fresh.Build(pos, limits)
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			if what := sameTree(t, tree, plain); what != "" {
				t.Errorf("%s, step %d: %s differ", file, step, what)
			}
			tried++
			g := tree.Game
			if g.Blocks[0].Kids == 0 || tree.Exact {
				break
			}
			// on to another block each time, whatever its probability
			next := int(g.Kids[int(g.Blocks[0].Kid)+step%int(g.Blocks[0].Kids)])
			logs := make([]float64, len(g.Src))
			pos, _ = tree.Next(src, next, logs)
			if pos.World.Ended >= 0 || pos.World.Period > s.Horizon {
				break
			}
		}
	}
	if tried < 80 {
		t.Errorf("only %d look-aheads were compared", tried)
	}
}

const guarded = `
scenario "guarded" {
  start     = "2013-01"
  as_of     = "2013-02-01"
  horizon   = 4
  foresight = 1
  outlook   = 2
}
actor "a" {
  precision = 2
  discount  = 0.9
}
actor "b" {
  precision = 2
  discount  = 0.9
}
parameter "nerve" { value = between(0.2, 0.8) }
secret "type" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = uniform
}
variable "heat" {
  values = levels(0, 2)
  start  = 0
}
phase "one" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "dare" {
    when   = nerve > 0.5 || type == "hard"
    effect = { heat = heat + 1 }
  }
}
chance "storm" {
  probability = nerve > 0.5 ? 0 : nerve
  effect      = { heat = heat + 1 }
}
phase "two" {
  actor = "b"
  quiet = "hold"
  action "hold" {}
  action "yield" { when = heat > nerve }
}
payoff "a" { each_period = { gain = two.yield ? 1 : -nerve * heat } }
payoff "b" { each_period = { loss = two.yield ? -nerve : 0, heat = { hard = -2, soft = -1 }[type] * heat } }
`

// TestDrawsDoNotShareStructure: where guards and chances depend on a parameter,
// draws have look-aheads of different shapes, and each is solved as if the other
// had never been.
func TestDrawsDoNotShareStructure(t *testing.T) {
	s, ds := check.Load("guarded.hcl", []byte(guarded))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	solve := func(src *Source, nerve float64) (*Tree, []float64) {
		parameters := random.Medians(s)
		for i := range s.Parameters {
			if s.Parameters[i].Name == "nerve" {
				parameters[i] = nerve
			}
		}
		m, err := src.NewModel(parameters)
		if err != nil {
			t.Fatal(err)
		}
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		tree, err := m.Build(pos, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := qre.SolvePublic(tree.Game, qre.Options{Bare: true})
		if err != nil {
			t.Fatal(err)
		}
		return tree, r.X
	}
	one, err := NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	blocks := map[int]bool{}
	for _, nerve := range []float64{0.3, 0.7, 0.3, 0.4, 0.7} {
		another, err := NewSource(s)
		if err != nil {
			t.Fatal(err)
		}
		tree, x := solve(one, nerve)
		alone, y := solve(another, nerve)
		if what := sameTree(t, tree, alone); what != "" {
			t.Errorf("nerve %g: %s differ from those of a source of its own", nerve, what)
		}
		if !reflect.DeepEqual(x, y) {
			t.Errorf("nerve %g: another solution after other draws", nerve)
		}
		blocks[len(tree.Game.Blocks)] = true
	}
	if len(blocks) < 2 {
		t.Error("the parameter does not change the structure: this tests nothing")
	}
}
