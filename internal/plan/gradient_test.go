package plan_test

import (
	"context"
	"io/fs"
	"math"
	"slices"
	"testing"

	"demarche/internal/check"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/scenario"
	"demarche/library"
)

// opened is a scenario of the library with some parameters set.
func opened(t *testing.T, name string, set ...string) *scenario.Scenario {
	t.Helper()
	text, err := fs.ReadFile(library.FS(), library.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	s, list := check.Load(name, text)
	for _, assignment := range set {
		if list.HasErrors() {
			break
		}
		s, list = check.Override(s, assignment)
	}
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	return s
}

// TestSlopesAreThoseOfWholeSolves: the engine's gradient in payoffs, priors,
// probabilities of chance, precisions and discounts, on scenarios with secrets,
// covert acts, chances and shared subgames, equals central differences of whole
// solves.
func TestSlopesAreThoseOfWholeSolves(t *testing.T) {
	for _, c := range []struct {
		name      string
		precision float64
		set       []string
	}{
		{"inspection", 1e-3, []string{"c=between(0.1, 0.3)", "L=uniform(0.6, 1)", "k=between(0.05, 0.15)", "rival.precision=between(10000, 40000)"}},
		{"costly-signal", 1e-3, []string{"q=between(0.3, 0.7)", "theta_H=between(1.8, 2.2)", "e=between(0.8, 1.2)"}},
		{"preventive-war", 1e-4, []string{"delta=between(0.7, 0.9)", "p2=between(0.5, 0.7)", "c_B=between(3, 8)", "riser.precision=between(20000, 90000)"}},
		{"buffer", 1e-3, []string{"delta=uniform(0.4, 0.65)", "h_0=between(0.2, 0.6)", "L=between(4, 8)", "k=between(1.5, 2.5)"}},
	} {
		f, err := plan.NewField(opened(t, c.name, c.set...), plan.Options{Precision: c.precision, Retrace: qre.RetraceNever})
		if err != nil {
			t.Fatal(err)
		}
		if len(f.Free) != len(c.set) {
			t.Fatalf("%s: %d free parameters", c.name, len(f.Free))
		}
		z := make([]float64, len(f.Free))
		for k := range z {
			z[k] = 0.3 - 0.4*float64(k)
		}
		at := func(k int, h float64) []float64 {
			z := slices.Clone(z)
			z[k] += h
			p, err := f.At(context.Background(), z, false)
			if err != nil {
				t.Fatalf("%s: %v", c.name, err)
			}
			return p.Questions
		}
		s, err := f.Slopes(context.Background(), z)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if len(s.Kinks) > 0 {
			t.Errorf("%s: kinks at %v", c.name, s.Kinks)
		}
		moved := 0
		for q, p := range at(0, 0) { // merged, where the gradient's is laid out in full
			if math.Abs(p-s.P[q]) > 1e-9 {
				t.Errorf("%s, question %d: probability %.12g, in full %.12g", c.name, q, p, s.P[q])
			}
		}
		const h = 2e-3
		for k := range f.Free {
			a, b, c1, d := at(k, h), at(k, -h), at(k, 2*h), at(k, -2*h)
			for q := range a {
				want := (8*(a[q]-b[q]) - (c1[q] - d[q])) / (12 * h)
				if got := s.Slope[q][k]; math.Abs(got-want) > 1e-7 {
					t.Errorf("%s, question %d in %s: slope %.10g, whole solves give %.10g", c.name, q, f.S.Parameters[f.Free[k]].Name, got, want)
				}
				if math.Abs(want) > 1e-3 {
					moved++
				}
			}
		}
		if moved < len(f.Free) {
			t.Errorf("%s: only %d slopes are of any size", c.name, moved)
		}
	}
}

// TestSlopesWhereAnActAppears: a parameter that decides what can be done has no
// slope there, and the others keep theirs.
func TestSlopesWhereAnActAppears(t *testing.T) {
	text := `
scenario "kink" {
  start   = "2013"
  period  = "year"
  horizon = 1
}
actor "a" {}
parameter "least" { value = normal(1, 0.5) }
parameter "gain" { value = normal(0, 1) }
phase "act" {
  actor = "a"
  action "wait" {}
  action "go" { when = least < 1.00000001 }
}
payoff "a" { each_period = act.go ? gain : 0 }
question "went" { when = act.go }
`
	s, list := check.Load("kink.hcl", []byte(text))
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	f, err := plan.NewField(s, plan.Options{})
	if err != nil {
		t.Fatal(err)
	}
	g, err := f.Slopes(context.Background(), []float64{0, 0})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(g.Kinks, []int{0}) || !math.IsNaN(g.Slope[0][0]) {
		t.Errorf("kinks %v, slopes %v", g.Kinks, g.Slope)
	}
	// P = 1/(1+e^(−gain)) has the slope 1/4 × one standard deviation of 1
	if got := g.Slope[0][1]; math.Abs(g.P[0]-0.5) > 1e-12 || math.Abs(got-0.25) > 1e-9 {
		t.Errorf("probability %g, slope %.12g; want 1/2 and 1/4", g.P[0], got)
	}
}
