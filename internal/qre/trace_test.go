package qre

import (
	"errors"
	"math"
	"testing"

	"demarche/internal/game"
)

// strategic builds a two-player simultaneous game.
func strategic(t testing.TB, a, b [][]float64) *game.Game {
	t.Helper()
	labels := []string{"a", "b", "c", "d"}
	g := game.NewBuilder("strategic", "Row", "Column")
	s1 := g.InformationSet(0, "", labels[:len(a)]...)
	s2 := g.InformationSet(1, "", labels[:len(a[0])]...)
	g.AddDecision(s1)
	for i := range a {
		g.AddDecision(s2)
		for j := range a[i] {
			g.AddTerminal(a[i][j], b[i][j])
		}
	}
	out, err := g.Game()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func identity(n int) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		m[i][i] = 1
	}
	return m
}

// TestBifurcations: in pure coordination on n actions uniform play is a logit
// equilibrium at every λ, and loses its isolation at λ=n: the linearisation at
// uniform play has the eigenvalue 1 − λ/n, n−1 times. For n=2 and 4 the
// determinant changes sign there; for n=3 it does not.
func TestBifurcations(t *testing.T) {
	for n := 2; n <= 4; n++ {
		g := strategic(t, identity(n), identity(n))
		r, err := Solve(g, Options{Precision: 2 * float64(n)})
		if err != nil {
			t.Fatal(err)
		}
		if r.Bifurcations != 1 || math.Abs(r.FirstBifurcation-float64(n)) > 0.01 || len(r.Warnings) == 0 {
			t.Errorf("n=%d: %d bifurcations, first at %v, warnings %q; want one at %d", n, r.Bifurcations, r.FirstBifurcation, r.Warnings, n)
		}
		for a, x := range r.X {
			if math.Abs(math.Exp(x)-1/float64(n)) > 1e-9 {
				t.Errorf("n=%d: action %d has probability %v, want the symmetric branch", n, a, math.Exp(x))
			}
		}
		// The slightest asymmetry parts the branches: none is crossed any more.
		a := identity(n)
		a[0][0] = 1.05
		r, err = Solve(strategic(t, a, a), Options{Precision: 3 * float64(n)})
		if err != nil {
			t.Fatal(err)
		}
		if r.Bifurcations != 0 || r.Branch != Principal || math.Exp(r.X[0]) < 0.9 {
			t.Errorf("n=%d, perturbed: %+v, first action %v", n, r.Solution, math.Exp(r.X[0]))
		}
	}
}

// TestMixedLimit: with a small regret bound the limit gives mixed equilibria to
// many digits, without ever being told their support.
func TestMixedLimit(t *testing.T) {
	// A generalised rock-paper-scissors, zero-sum: optimal play is
	// proportional to (payoff of the other two actions' duel).
	m := [][]float64{{0, -1, 2}, {1, 0, -3}, {-2, 3, 0}}
	neg := make([][]float64, 3)
	for i := range m {
		neg[i] = make([]float64, 3)
		for j := range m[i] {
			neg[i][j] = -m[i][j]
		}
	}
	r, err := Solve(strategic(t, m, neg), Options{Limit: true, Regret: 1e-10})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []float64{0.5, 1.0 / 3, 1.0 / 6, 0.5, 1.0 / 3, 1.0 / 6} {
		if got := math.Exp(r.X[k]); math.Abs(got-want) > 1e-8 {
			t.Errorf("action %d: %.12f, want %.12f (λ=%.3g)", k, got, want, r.Precision)
		}
	}
	if !r.Limit {
		t.Errorf("%+v", r.Solution)
	}
}

// TestWarm: a game that differs little is solved from the old solution, to the
// same place as by tracing; from far away warm says no, or finds an equilibrium
// and calls it local.
func TestWarm(t *testing.T) {
	g := signalling(t, 3, 0.8, 5)
	opt := Options{Precision: 3}
	r, err := Solve(g, opt)
	if err != nil {
		t.Fatal(err)
	}
	for i := range g.Outcomes {
		g.Outcomes[i].Payoff[i%2] += 0.02 * math.Sin(float64(i))
	}
	cold, err := Solve(g, opt)
	if err != nil {
		t.Fatal(err)
	}
	s, err := dense(g, 3)
	if err != nil {
		t.Fatal(err)
	}
	x, sol, ok := warm(s, r.X, opt)
	if !ok || sol.Branch != Local || sol.Passes > 8 || sol.Precision != 3 {
		t.Errorf("warm: %v, %+v", ok, sol)
	}
	for a := range x {
		if math.Abs(x[a]-cold.X[a]) > 1e-8 {
			t.Errorf("action %d: warm %v, traced %v", a, x[a], cold.X[a])
		}
	}
	far := append([]float64(nil), r.X...)
	for a := range far {
		far[a] = -5 * float64((a*7)%3)
	}
	s.normalise(far)
	if _, _, ok := warm(s, far, opt); ok {
		t.Error("warm accepted a start far away")
	}
}

// TestBudget: a path that outlives its budget ends in an honest label.
func TestBudget(t *testing.T) {
	g := signalling(t, 5, 0, 1)
	r, err := Solve(g, Options{Precision: 20, MaxPasses: 40})
	switch {
	case err != nil && !errors.Is(err, ErrStopped):
		t.Error(err)
	case err == nil && (r.Branch != Local || len(r.Warnings) == 0):
		t.Errorf("%+v, warnings %q", r.Solution, r.Warnings)
	}
	stop := false
	_, err = Solve(g, Options{Precision: 20, Stop: func() bool { return stop || func() bool { stop = true; return false }() }})
	if !errors.Is(err, ErrStopped) {
		t.Errorf("an interrupt gives %v", err)
	}
}

// TestUnits: payoffs in cents at a hundredth of the precision are the same game,
// and a constant added to a payoff changes nothing.
func TestUnits(t *testing.T) {
	for _, name := range []string{"fold.efg", "covert.efg", "interior.efg"} {
		g := load(t, name)
		want, err := Solve(g, Options{Precision: 2})
		if err != nil {
			t.Fatal(err)
		}
		for _, unit := range []float64{1e-6, 1e6} {
			h := load(t, name)
			for o := range h.Outcomes {
				for i := range h.Outcomes[o].Payoff {
					h.Outcomes[o].Payoff[i] *= unit
				}
			}
			got, err := Solve(h, Options{Precision: 2 / unit})
			if err != nil {
				t.Fatalf("%s in units of %v: %v", name, unit, err)
			}
			for a := range want.X {
				if math.Abs(got.X[a]-want.X[a]) > 1e-8 {
					t.Errorf("%s in units of %v: action %d: %v, want %v", name, unit, a, got.X[a], want.X[a])
				}
			}
			if got.Folds != want.Folds {
				t.Errorf("%s in units of %v: %d folds, want %d", name, unit, got.Folds, want.Folds)
			}
		}
	}
}

// TestHighPrecision: large precisions neither overflow nor lose the solution.
func TestHighPrecision(t *testing.T) {
	for _, name := range []string{"signal.efg", "covert.efg", "twosided.efg", "pennies.efg", "midchance.efg"} {
		for _, lambda := range []float64{1e3, 1e5, 1e7} {
			r, err := Solve(load(t, name), Options{Precision: lambda})
			if err != nil {
				t.Errorf("%s at %v: %v", name, lambda, err)
				continue
			}
			if r.Branch != Principal {
				t.Errorf("%s at %v: %s", name, lambda, r.Branch)
			}
		}
	}
}
