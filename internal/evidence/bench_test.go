package evidence_test

import (
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
)

// This file measures reading the evidence of the flagship, and weighing one event.

func BenchmarkLoad(b *testing.B) {
	s := load(b, korea+"korea-2013.hcl")
	src := read(b, korea+"evidence.csv")
	for b.Loop() {
		evidence.Load(s, "evidence.csv", src)
	}
}

func BenchmarkLog(b *testing.B) {
	s := load(b, korea+"korea-2013.hcl")
	set, _ := evidence.LoadFile(s, korea+"evidence.csv")
	o := set.Observe(s, s.AsOf)
	b.ReportAllocs()
	for b.Loop() {
		o.Log(lookahead.Event{Period: 2, Step: 3, Action: 1})
	}
}
