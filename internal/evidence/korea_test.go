package evidence_test

import (
	"os"
	"testing"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

// This file tests that the evidence of the flagship reads as it was meant.

const korea = "../../library/korea-2013/"

func load(t testing.TB, file string) *scenario.Scenario {
	t.Helper()
	s, diags := check.LoadFile(file)
	if s == nil {
		t.Fatal(diags.Err())
	}
	return s
}

func read(t testing.TB, file string) []byte {
	t.Helper()
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func none(t testing.TB, list diag.List) {
	t.Helper()
	for _, d := range list {
		t.Errorf("%v (%s)", d, d.Hint)
	}
}

func day(t testing.TB, s string) scenario.Date {
	t.Helper()
	d, err := scenario.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestKorea(t *testing.T) {
	s := load(t, korea+"korea-2013.hcl")
	set, list := evidence.LoadFile(s, korea+"evidence.csv")
	none(t, list)
	if set == nil || len(set.Rows) != 59 {
		t.Fatal("rows are missing")
	}
	o := set.Observe(s, s.AsOf)
	reasons := o.Reasons(set)
	why := map[string]string{}
	for i, r := range set.Rows {
		why[r.ID] = reasons[i]
	}
	for id, want := range map[string]string{
		"K13-02": "marked use=no: K13-03 reports the same event",
		"K13-03": "used",
		"K13-17": "marked use=no",
		"K13-33": "used",
		"K13-37": "happened after the as-of date, 2013-04-16",
	} {
		if why[id] != want {
			t.Errorf("%s: %q, not %q", id, why[id], want)
		}
	}
	// in April Tokyo, the last to move, has a row: all but the struggle in
	// Pyongyang, which comes after it, is over
	last := len(s.Steps) - 1
	if o.CutPeriod != 4 || o.CutStep != last {
		t.Errorf("cut at %d, %d", o.CutPeriod, o.CutStep)
	}
	f := o.Frequencies(s)
	for name, want := range map[string]float64{
		"beijing.vote": 0.5, "beijing.criticise": 0.5, "beijing.deny": 0, "pyongyang.test": 0.25, "washington.wait": 0.5,
		"fall": 0, "beijing.ship_fuel.exposed": 0,
	} {
		if got, ok := f[name]; !ok || got != want {
			t.Errorf("%s: %v, not %v", name, got, want)
		}
	}
	if _, ok := f["beijing.ship_fuel"]; ok {
		t.Error("a covert act is seen only when exposed")
	}
}
