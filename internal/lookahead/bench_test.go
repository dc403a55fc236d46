package lookahead_test

// This file measures the flagship's look-ahead: compiling it, solving it cold
// and warm, certifying it.

import (
	"os"
	"testing"

	"demarche/internal/check"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
)

func flagship(b *testing.B) (*lookahead.Source, *lookahead.Model, *lookahead.Position) {
	text, err := os.ReadFile("../../library/korea-2013/korea-2013.hcl")
	if err != nil {
		b.Fatal(err)
	}
	s, ds := check.Load("korea-2013.hcl", text)
	if ds.HasErrors() {
		b.Fatal(ds)
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		b.Fatal(err)
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		b.Fatal(err)
	}
	pos, err := m.Start()
	if err != nil {
		b.Fatal(err)
	}
	return src, m, pos
}

func BenchmarkModel(b *testing.B) {
	src, m, _ := flagship(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := src.NewModel(m.Parameters); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuildCold compiles the first look-ahead of a draw: nothing is known
// yet of what lies beyond it.
func BenchmarkBuildCold(b *testing.B) {
	src, m, pos := flagship(b)
	b.ReportAllocs()
	for b.Loop() {
		m, err := src.NewModel(m.Parameters)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := m.Build(pos, lookahead.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBuildWarm(b *testing.B) {
	_, m, pos := flagship(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Build(pos, lookahead.Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSolveCold(b *testing.B) {
	_, m, pos := flagship(b)
	tree, err := m.Build(pos, lookahead.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	passes := 0
	for b.Loop() {
		r, err := qre.SolvePublic(tree.Game, qre.Options{Retrace: qre.RetraceNever})
		if err != nil {
			b.Fatal(err)
		}
		passes = r.Passes
	}
	b.ReportMetric(float64(passes), "passes")
	b.ReportMetric(float64(len(tree.Game.Blocks)), "public-states")
}

func BenchmarkSolveWarm(b *testing.B) {
	_, m, pos := flagship(b)
	tree, err := m.Build(pos, lookahead.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	r, err := qre.SolvePublic(tree.Game, qre.Options{Retrace: qre.RetraceNever})
	if err != nil {
		b.Fatal(err)
	}
	x := make([]float64, len(r.X))
	passes := 0
	for b.Loop() {
		for v := range x {
			x[v] = r.X[v] * (1 + 0.01*float64(v%3-1))
		}
		w, ok := qre.WarmPublic(tree.Game, x, qre.Options{})
		if !ok {
			b.Fatal("the warm start was refused")
		}
		passes = w.Passes
	}
	b.ReportMetric(float64(passes), "passes")
}

func BenchmarkCertify(b *testing.B) {
	_, m, pos := flagship(b)
	tree, err := m.Build(pos, lookahead.Limits{})
	if err != nil {
		b.Fatal(err)
	}
	r, err := qre.SolvePublic(tree.Game, qre.Options{Retrace: qre.RetraceNever})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if c := qre.CertifyPublic(tree.Game, r.X, 1); !c.Good() {
			b.Fatalf("%+v", c)
		}
	}
}
