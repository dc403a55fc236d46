package evidence_test

import (
	"bytes"
	"demarche/internal/cputime"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"demarche/internal/diag"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/scenario"
)

// This file tests that broken files give diagnostics or a valid set, and
// nothing else: no panic, no hang.

// valid fails unless what was read can be used, or was refused with reasons.
func valid(t testing.TB, s *scenario.Scenario, src []byte) {
	t.Helper()
	set, list := evidence.Load(s, "evidence.csv", src)
	reasons(t, set != nil, list, src)
	if set == nil {
		return
	}
	for _, r := range set.Rows {
		if whole, _ := scenario.IsGrade(r.Grade); r.Grade != "" && (!whole || r.Reliability != s.GradeReliability(r.Grade)) || r.Story != 0 && (!r.Use || r.Linked == "" && !named(set, r.ID)) {
			t.Fatalf("%+v is no valid row", r)
		}
		if !(r.Reliability >= 0 && r.Reliability <= 1) || r.Known.Before(r.Date.Time) || r.Use && (r.ID == "" || r.Step < 0 || r.Period < 1) {
			t.Fatalf("%+v is no valid row", r)
		}
	}
	for _, asOf := range []scenario.Date{{}, s.Start, s.AsOf, s.PeriodStart(s.Horizon + 2)} {
		o := set.Observe(s, asOf)
		o.Reasons(set)
		for name, f := range o.Frequencies(s) {
			if !math.IsNaN(f) && !(f >= 0 && f <= 1) {
				t.Fatalf("%s is seen in %v of the periods", name, f)
			}
		}
		heard := o.Listen()
		for p := 1; p <= s.Horizon; p++ {
			for k := range s.Steps {
				ob, ok := o.At(p, k)
				e := lookahead.Event{Period: p, Step: k, Action: ob.Action, Exposed: ob.Exposed, Happened: ob.Happened}
				if l := o.LogGiven(heard, e); math.IsNaN(l) || l > 1e-12 || ok && !ob.Open && math.IsInf(l, -1) {
					t.Fatalf("%+v: ln P = %v of what was reported, given the rest of its story", ob, l)
				}
				l := o.Log(e)
				if math.IsNaN(l) || l > 0 || !ok && l != 0 || ok && !ob.Open && math.IsInf(l, -1) {
					t.Fatalf("%+v: ln P = %v of what was reported", ob, l)
				}
			}
		}
	}
}

// named reports whether a row is named by the link of another.
func named(set *evidence.Set, id string) bool {
	return slices.ContainsFunc(set.Rows, func(r evidence.Row) bool { return r.Linked == id })
}

func validResolution(t testing.TB, s *scenario.Scenario, src []byte) {
	t.Helper()
	m, list := evidence.LoadResolution(s, "resolution.csv", src)
	reasons(t, m != nil, list, src)
}

// reasons fails unless exactly one of a result and errors is there, and each
// diagnostic says something, within the file, that can be shown.
func reasons(t testing.TB, ok bool, list diag.List, src []byte) {
	t.Helper()
	if ok == list.HasErrors() {
		t.Fatalf("a result: %v, and diagnostics %v", ok, list)
	}
	for _, d := range list {
		r := d.Subject
		if d.Code == "" || d.Message == "" || r.Start.Byte > r.End.Byte || r.End.Byte > len(src) {
			t.Fatalf("%+v", d)
		}
	}
	var text bytes.Buffer
	if err := diag.WriteText(&text, list, diag.TextOptions{Source: func(string) []byte { return src }}); err != nil {
		t.Fatal(err)
	}
}

// mutate changes a text in one to five places.
func mutate(r *rand.Rand, src []byte) []byte {
	out := bytes.Clone(src)
	pieces := []string{"\"", "\"\"", ",", ";", "\n", "\r\n", "\r", "\x00", "\xff", "\xef\xbb\xbf", "\t", "yes", "no", "95%", "NaN", "-1", "1e999", "2013-02-30", "0001-01-01", "9999-12-31", "2013", "K13-03", "ü", "’", " ", "use", "B2", "F6", "Z9", ",story,", "linked", "id,date,known,phase,action\n"}
	for range 1 + r.IntN(5) {
		if len(out) == 0 {
			return out
		}
		i := r.IntN(len(out))
		j := min(len(out), i+r.IntN(40))
		switch r.IntN(7) {
		case 0: // drop
			out = append(out[:i:i], out[j:]...)
		case 1: // repeat
			out = append(out[:j:j], out[i:]...)
		case 2: // insert
			out = append(out[:i:i], append([]byte(pieces[r.IntN(len(pieces))]), out[i:]...)...)
		case 3: // replace
			out = append(out[:i:i], append([]byte(pieces[r.IntN(len(pieces))]), out[j:]...)...)
		case 4: // one byte
			out[i] = byte(r.IntN(256))
		case 5: // cut off
			if r.IntN(4) == 0 {
				out = out[:i]
			}
		case 6: // exchange two lines, the header's too
			lines := bytes.SplitAfter(out, []byte("\n"))
			a, b := r.IntN(len(lines)), r.IntN(len(lines))
			lines[a], lines[b] = lines[b], lines[a]
			out = bytes.Join(lines, nil)
		}
	}
	return out
}

func TestMutations(t *testing.T) {
	s := load(t, korea+"korea-2013.hcl")
	for _, c := range []struct {
		file  string
		check func(testing.TB, *scenario.Scenario, []byte)
	}{{"evidence.csv", valid}, {"resolution.csv", validResolution}} {
		src := read(t, korea+c.file)
		r := rand.New(rand.NewPCG(2013, 4))
		for i := range 1000 {
			m := mutate(r, src)
			start := cputime.Spent()
			c.check(t, s, m)
			if d := cputime.Spent() - start; d > 5*time.Second {
				t.Errorf("%s, mutation %d took %v", c.file, i, d)
			}
		}
	}
}

// Files made to take long, or to say much, do neither.
func TestHostile(t *testing.T) {
	s := load(t, korea+"korea-2013.hcl")
	const head = "id,date,known,phase,action,linked\n"
	const size = evidence.MaxBytes / 4 // enough for what is not linear to show
	fill := func(head, piece string) []byte {
		return append([]byte(head), bytes.Repeat([]byte(piece), (size-len(head))/len(piece))...)
	}
	number := func(head, format string, wide bool) []byte {
		out := []byte(head)
		for i := 0; len(out) < size; i++ {
			id := []byte{byte('a' + i%26), byte('a' + i/26%26), byte('a' + i/676%26), byte('a' + i/17576%26)}
			out = append(out, bytes.ReplaceAll([]byte(format), []byte("#"), id)...)
		}
		if wide {
			out = append(out, '\n')
		}
		return out
	}
	for name, src := range map[string][]byte{
		"commas":          fill("", ","),
		"quotes":          fill("", "\""),
		"open quotes":     fill(head, "a,\"b\n"),
		"bare quotes":     fill(head, "a\"b\n"),
		"two quotes":      fill(head, "\"\"\n"),
		"three quotes":    fill(head, ",\"\"\"\n"),
		"swallowed lines": fill(head+"x,\"", "a\"\"b\n"),
		"empty lines":     fill(head, "\n"),
		"long cell":       fill(head, "x"),
		"long id":         append(fill(head, "x")[:size/2], ",2013-01-01,,nobody,nothing,other\n"...),
		"short lines":     fill(head, "x\n"),
		"bad rows":        number(head, "#,2013-13-01,,beijng,tset,#\n", false),
		"unknown links":   number(head, "#,2013-01-01,,,,b#\n", false),
		"one story":       number(head, "#,2013-01-01,,beijing,deny,one\n", false),
		"chain":           number(head, "#,2013-01-01,,beijing,deny,aaaa\n", false),
		"bad columns":     number("id,", "#,", true),
		"combining":       fill(head, "\u0301"),
		"NULs":            fill(head, "\x00"),
		"no text":         fill("", "\xff\n"),
	} {
		start := cputime.Spent()
		valid(t, s, src)
		validResolution(t, s, bytes.Replace(src, []byte(head), []byte("question,outcome,date\n"), 1))
		if d := cputime.Spent() - start; d > 5*time.Second {
			t.Errorf("%s took %v", name, d)
		}
	}
}

// stories is a file with grades and two stories, one of which names its first row.
const stories = `id,date,known,phase,action,reliability,use,linked,source,note
A1,2013-01-03,,probe,raid,B2,,agency,wire,
A2,2013-02-03,2013-03-01,aid,ship,b2,,agency,,
A3,2013-02,,aid,sideline.india,0.3,no,agency,,
B1,2013-03-03,,storm,yes,F6,,,,
B2,2013-03-04,,reply,trade,F6,,B1,,
B3,2013-04-04,,probe,wait,0.3472,,B1,,
`

func FuzzLoad(f *testing.F) {
	s := load(f, files+"model.hcl")
	seeds(f)
	f.Add([]byte(stories))
	f.Fuzz(func(t *testing.T, src []byte) { valid(t, s, src) })
}

func FuzzLoadResolution(f *testing.F) {
	s := load(f, files+"model.hcl")
	seeds(f)
	f.Fuzz(func(t *testing.T, src []byte) { validResolution(t, s, src) })
}
