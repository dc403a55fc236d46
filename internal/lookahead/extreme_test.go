package lookahead_test

// This file checks large precisions, limits, and beliefs at the edge: a solution
// that keeps its certificate, or an error that says so, and never NaN.

import (
	"errors"
	"fmt"
	"math"
	"testing"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
)

func checkSolution(t *testing.T, what string, tree *lookahead.Tree, r *qre.PublicResult, err error, precision float64) bool {
	t.Helper()
	if err != nil {
		if !errors.Is(err, qre.ErrStopped) {
			t.Errorf("%s: the error does not say that the path stopped: %v", what, err)
		}
		t.Logf("%s: %v", what, err)
		return false
	}
	for v := range r.X {
		if math.IsNaN(r.X[v]) || math.IsNaN(r.Q[v]) {
			t.Fatalf("%s: unknown %d has log-probability %g and payoff %g", what, v, r.X[v], r.Q[v])
		}
	}
	for i, v := range r.Values {
		if math.IsNaN(v) {
			t.Fatalf("%s: actor %d expects %g", what, i, v)
		}
	}
	if c := qre.CertifyPublic(tree.Game, r.X, precision); !c.Good() {
		t.Errorf("%s: a solution on the branch %v fails its certificate: residual %g (bar %g), sum %g, one-shot %g", what, r.Branch, c.Residual, c.Bar, c.SumError, c.OneShot)
	}
	return true
}

func TestLargePrecision(t *testing.T) {
	for name, body := range shapes {
		for _, precision := range []float64{1e2, 1e3, 1e4, 1e6} {
			m := load(t, fmt.Sprintf(preamble, 1, 1.0, 1.3, 0.7)+body)
			pos, err := m.Start()
			if err != nil {
				t.Fatal(err)
			}
			tree, err := m.Build(pos, lookahead.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			r, err := qre.SolvePublic(tree.Game, qre.Options{Precision: precision})
			what := fmt.Sprintf("%s at precision %g", name, precision)
			if checkSolution(t, what, tree, r, err, precision) {
				t.Logf("%s: %v, %d folds, %d passes", what, r.Branch, r.Folds, r.Passes)
			}
		}
	}
}

func TestLimit(t *testing.T) {
	for name, body := range shapes {
		m := load(t, fmt.Sprintf(preamble, 1, 1.0, 1.3, 0.7)+body)
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		tree, err := m.Build(pos, lookahead.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		r, err := qre.SolvePublic(tree.Game, qre.Options{Limit: true})
		if checkSolution(t, name+" at the limit", tree, r, err, r.Precision) {
			t.Logf("%s: limit %v at precision %g, regret %g", name, r.Limit, r.Precision, r.Regret)
		}
	}
}

// What cannot be so makes no profile, and what can barely be so does no harm.
func TestBeliefsAtTheEdge(t *testing.T) {
	m := load(t, fmt.Sprintf(preamble, 1, 1.0, 1.3, 0.7)+shapes["covert"])
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pos.Profiles {
		if m.Src.Secret(p, 2) == 2 {
			t.Error("a stock of 2 has no weight, yet it is thought possible")
		}
	}
	whole := solveAt(t, m, pos)
	for _, tiny := range []float64{1e-300, 1e-200, 1e-100, 1e-20} {
		edge := &lookahead.Position{World: pos.World, Profiles: pos.Profiles, Belief: append([]float64(nil), pos.Belief...)}
		edge.Belief[3] += edge.Belief[0] - tiny
		edge.Belief[0] = tiny
		solveAt(t, m, edge)
	}
	// without a profile that has almost no weight, nothing changes for the others
	edge := &lookahead.Position{World: pos.World, Profiles: pos.Profiles, Belief: append([]float64(nil), pos.Belief...)}
	rest := 1 - edge.Belief[len(edge.Belief)-1]
	for p := range edge.Belief {
		edge.Belief[p] /= rest
	}
	last := len(edge.Belief) - 1
	edge.Belief[last] = 1e-300
	with := solveAt(t, m, edge)
	without := solveAt(t, m, &lookahead.Position{World: pos.World, Profiles: pos.Profiles[:last], Belief: edge.Belief[:last]})
	for i := range with.res.Values {
		if math.Abs(with.res.Values[i]-without.res.Values[i]) > 1e-9 {
			t.Errorf("actor %d expects %.12f with what is barely possible, %.12f without", i, with.res.Values[i], without.res.Values[i])
		}
	}
	_ = whole
}
