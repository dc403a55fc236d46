package random

import (
	"math"
	"slices"
	"sort"
	"testing"

	"demarche/internal/expr"
	"demarche/internal/scenario"
	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// This file tests that correlated parameters have the rank correlations that
// were asked for, each keeping its own distribution.

// several is a scenario with one parameter of every family.
func several(list ...scenario.Correlation) *scenario.Scenario {
	s := &scenario.Scenario{Layout: scenario.MakeLayout(7, 0, 0, 0)}
	twice := expr.MustCompile(expr.Make(expr.Mul, expr.Num(2), expr.Slot(s.Layout.Parameter)))
	for _, d := range []scenario.Distribution{
		{Kind: scenario.Normal, A: -1, B: 3},
		{Kind: scenario.Fixed, A: 7},
		{Kind: scenario.LogNormal, A: 2, B: 50, Min: 1},
		{Kind: scenario.Derived, Expr: twice},
		{Kind: scenario.LogitNormal, A: 0.1, B: 0.9, Min: 0, Max: 1},
		{Kind: scenario.Uniform, A: 5, B: 6},
		{Kind: scenario.Normal, A: 0, B: 1},
	} {
		s.Parameters = append(s.Parameters, scenario.Parameter{Dist: d})
	}
	s.Correlated = list
	c, ok := scenario.MakeCopula(list)
	if !ok {
		panic("no such copula")
	}
	s.Copula = c
	return s
}

// ranks are the places of values in ascending order.
func ranks(x []float64) []float64 {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool { return x[order[a]] < x[order[b]] })
	out := make([]float64, len(x))
	for r, i := range order {
		out[i] = float64(r)
	}
	return out
}

func TestRankCorrelations(t *testing.T) {
	s := several(
		scenario.Correlation{A: 0, B: 2, Rank: 0.6}, scenario.Correlation{A: 2, B: 4, Rank: -0.3},
		scenario.Correlation{A: 4, B: 5, Rank: 0.8}, scenario.Correlation{A: 0, B: 5, Rank: -0.2},
	)
	const n = 20000
	columns := make([][]float64, len(s.Parameters))
	for d := range n {
		rng := New(11, d, 0, UseParameters)
		for i, v := range Parameters(s, func(int) float64 { return rng.Open() }) {
			columns[i] = append(columns[i], v)
		}
	}
	want := map[[2]int]float64{}
	for _, c := range s.Correlated {
		want[[2]int{c.A, c.B}] = c.Rank
	}
	for _, a := range []int{0, 2, 4, 5, 6} {
		for _, b := range []int{0, 2, 4, 5, 6} {
			if a >= b {
				continue
			}
			got := stat.Correlation(ranks(columns[a]), ranks(columns[b]), nil)
			if d := math.Abs(got - want[[2]int{a, b}]); d > 4/math.Sqrt(n) { // four standard errors at no correlation, where they are largest
				t.Errorf("parameters %d and %d: rank correlation %.3f, not %.3f", a, b, got, want[[2]int{a, b}])
			}
		}
		// Kolmogorov and Smirnov's distance from its own distribution, at 1 in 1,000
		x := slices.Clone(columns[a])
		slices.Sort(x)
		most := 0.0
		for i, v := range x {
			f := distuv.UnitNormal.CDF(ScoreOf(&s.Parameters[a].Dist, v))
			most = max(most, f-float64(i)/n, float64(i+1)/n-f)
		}
		if most > 1.95/math.Sqrt(n) {
			t.Errorf("parameter %d is no longer distributed as stated: distance %.4f", a, most)
		}
	}
	for d := range n {
		if columns[1][d] != 7 || columns[3][d] != 2*columns[0][d] {
			t.Fatalf("draw %d: fixed %v, twice %v is %v", d, columns[1][d], columns[0][d], columns[3][d])
		}
	}
}

// The factor gives the scores exactly the correlations that the ranks need, and
// leaves those of others alone.
func TestCopula(t *testing.T) {
	list := []scenario.Correlation{{A: 1, B: 4, Rank: 0.5}, {A: 4, B: 9, Rank: -0.7}, {A: 1, B: 12, Rank: 0.2}}
	c, ok := scenario.MakeCopula(list)
	if !ok || !slices.Equal(c.Of, []int{1, 4, 9, 12}) {
		t.Fatalf("%+v", c)
	}
	dot := func(a, b []float64) (sum float64) {
		for k := range min(len(a), len(b)) {
			sum += a[k] * b[k]
		}
		return sum
	}
	for a := range c.Of {
		for b := range c.Of[:a+1] {
			want := 0.0
			if a == b {
				want = 1
			}
			for _, r := range list {
				if r.A == c.Of[b] && r.B == c.Of[a] {
					want = 2 * math.Sin(math.Pi*r.Rank/6)
				}
			}
			if got := dot(c.L[a], c.L[b]); math.Abs(got-want) > 1e-15 {
				t.Errorf("scores %d and %d: correlation %v, not %v", c.Of[a], c.Of[b], got, want)
			}
		}
	}
	if c, ok := scenario.MakeCopula(nil); c != nil || !ok {
		t.Error("a copula of nothing")
	}
}

// Three parameters of which two go with the third and against each other, all
// equally: that can be up to a correlation of scores of one half.
func TestWhatCanBeCorrelated(t *testing.T) {
	edge := 6 / math.Pi * math.Asin(0.25)
	for _, c := range []struct {
		rank float64
		ok   bool
	}{{edge - 1e-6, true}, {edge + 1e-6, false}, {edge, false}, {0.9, false}, {-edge + 1e-6, true}} {
		list := []scenario.Correlation{{A: 0, B: 1, Rank: c.rank}, {A: 0, B: 2, Rank: c.rank}, {A: 1, B: 2, Rank: -c.rank}}
		if _, ok := scenario.MakeCopula(list); ok != c.ok {
			t.Errorf("rank correlation %v: %v", c.rank, ok)
		}
	}
}

// Without correlations a draw is each parameter's quantile at its own place, to
// the last bit; scores of 0 are the medians either way.
func TestUncorrelatedParametersAreUntouched(t *testing.T) {
	s := several()
	plain := several(scenario.Correlation{A: 0, B: 2, Rank: 0.6})
	for d := range 200 {
		rng := New(3, d, 0, UseParameters)
		u := make([]float64, len(s.Parameters))
		asked := 0
		got := Parameters(s, func(i int) float64 {
			asked++
			u[i] = rng.Open()
			return u[i]
		})
		if asked != len(u)-1 {
			t.Fatalf("asked for %d places, not for every parameter but the derived one", asked)
		}
		other := Parameters(plain, func(i int) float64 { return u[i] })
		for i := range s.Parameters {
			p := &s.Parameters[i].Dist
			if want := Quantile(p, u[i]); p.Kind != scenario.Derived && got[i] != want {
				t.Fatalf("parameter %d: %v, not %v", i, got[i], want)
			}
			if i != 2 && math.Abs(other[i]-got[i]) > 1e-12*math.Abs(got[i]) {
				t.Fatalf("parameter %d: %v, which a correlation of others makes %v", i, got[i], other[i])
			}
		}
	}
	a, b := Medians(s), Medians(plain)
	if !slices.Equal(a[:5], b[:5]) || !slices.Equal(a, FromScores(s, make([]float64, len(a)))) {
		t.Errorf("medians %v and %v", a, b)
	}
}
