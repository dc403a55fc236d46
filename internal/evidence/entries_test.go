package evidence_test

import (
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"demarche/internal/check"
	"demarche/internal/diag"
	"demarche/internal/evidence"
)

// What is taken apart and put together again says the same.
func TestEntriesAndBack(t *testing.T) {
	s, list := check.LoadFile("../../library/korea-2013/korea-2013.hcl")
	if list.HasErrors() {
		t.Fatal(list)
	}
	src, err := os.ReadFile("../../library/korea-2013/evidence.csv")
	if err != nil {
		t.Fatal(err)
	}
	want, list := evidence.Load(s, "evidence.csv", src)
	if list.HasErrors() {
		t.Fatal(list)
	}
	entries := evidence.Entries(src)
	got, list := evidence.Load(s, "evidence.csv", evidence.Write(entries))
	if list.HasErrors() || len(entries) != len(want.Rows) {
		t.Fatalf("%d entries of %d rows: %v", len(entries), len(want.Rows), list)
	}
	for i := range want.Rows {
		a, b := want.Rows[i], got.Rows[i]
		a.At, b.At = diag.Range{}, diag.Range{}
		if d := cmp.Diff(a, b); d != "" {
			t.Errorf("row %s: %s", a.ID, d)
		}
		if !entries[i].Same(entries[i]) {
			t.Errorf("row %s differs from itself", a.ID)
		}
	}
}

func TestEntriesSayTheSame(t *testing.T) {
	const header = "id,date,known,phase,action,reliability,use,note\n"
	one := evidence.Entries([]byte(header + "1,2013-04-16,,beijing,assert,0.80,,a\n"))
	for text, same := range map[string]bool{
		header + "1,2013-04-16,2013-04-16,beijing,assert,0.8,yes,b\n":                           true,
		header + "1,2013-04-17,,beijing,assert,0.8,yes,a\n":                                     false,
		header + "1,2013-04-16,,beijing,assert,0.7,,a\n":                                        false,
		header + "1,2013-04-16,,beijing,assert,0.8,no,a\n":                                      false,
		header + "1,2013-04-16,2013-05-01,beijing,assert,0.8,,a\n":                              false,
		header + "1,2013-04-16,,beijing,criticise,0.8,,a\n":                                     false,
		"use;id;date;known;phase;action;reliability;note\n;1;2013-04-16;;beijing;assert;0,8;\n": true,
	} {
		other := evidence.Entries([]byte(text))
		if len(one) != 1 || len(other) != 1 {
			t.Fatalf("%d and %d entries", len(one), len(other))
		}
		if got := one[0].Same(other[0]); got != same {
			t.Errorf("%q: the same is %v", text, got)
		}
	}
	if got := one[0].String(); got != "2013-04-16, beijing.assert, reliability 0.80" {
		t.Errorf("in words: %q", got)
	}
	if evidence.Entries([]byte("a;b\n")) != nil {
		t.Error("a file that cannot be read has entries")
	}
}
