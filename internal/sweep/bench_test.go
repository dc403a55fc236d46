package sweep_test

// This file measures a small run of the flagship from end to end.

import (
	"context"
	"os"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/sweep"
)

func BenchmarkFlagship(b *testing.B) {
	text, err := os.ReadFile("../../library/korea-2013/korea-2013.hcl")
	if err != nil {
		b.Fatal(err)
	}
	s, ds := check.Load("korea-2013.hcl", text)
	if ds.HasErrors() {
		b.Fatal(ds)
	}
	rows, err := os.ReadFile("../../library/korea-2013/evidence.csv")
	if err != nil {
		b.Fatal(err)
	}
	set, ds := evidence.Load(s, "evidence.csv", rows)
	if ds.HasErrors() {
		b.Fatal(ds)
	}
	for b.Loop() {
		r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 1, Draws: 6, Stories: 4, Workers: 1})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(r.Diag.Solves), "solves")
		b.ReportMetric(float64(r.Diag.Cold), "cold")
		b.ReportMetric(float64(r.Timing["passes"].(int))/float64(r.Diag.Solves), "passes/solve")
		b.ReportMetric(float64(r.Diag.PublicStates), "public-states")
	}
}
