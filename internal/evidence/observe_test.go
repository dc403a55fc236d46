package evidence_test

import (
	"fmt"
	"math"
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/scenario"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// This file tests which steps are over, and the probabilities of reports.

// The steps of testdata/evidence/model.hcl.
const (
	aid = iota
	probe
	watch
	storm
	reply
	steps
)

// The acts of its phase aid.
const (
	deny = iota
	ship
	advise
	india
	mongolia
)

func parse(t testing.TB, s *scenario.Scenario, rows string) *evidence.Set {
	t.Helper()
	set, list := evidence.Load(s, "rows.csv", []byte("id,date,known,phase,action,reliability,use\n"+rows))
	if set == nil {
		t.Fatal(list.Err())
	}
	return set
}

// What is over, by hand.
func TestCut(t *testing.T) {
	s := load(t, files+"model.hcl")
	const (
		raid   = "A,2013-04-03,,probe,raid,,\n"
		late   = "B,2013-04-05,2013-04-20,storm,yes,,\n"
		marked = "C,2013-04-05,,reply,trade,,no\n"
		before = "D,2013-03-05,,reply,trade,,\n"
		first  = "E,2013-04-02,,aid,ship,,\n"
		last   = "F,2013-04-09,,reply,strike,,\n"
	)
	for _, c := range []struct {
		name, rows, asOf string
		period, step     int
	}{
		{"nothing reported this month", before, "2013-04-16", 4, 0},
		{"the first to move has moved", first, "2013-04-16", 4, probe},
		{"those who move at once are over together", raid, "2013-04-16", 4, storm},
		{"known four days later", raid + late, "2013-04-16", 4, storm},
		{"known now", raid + late, "2013-04-20", 4, reply},
		{"a row kept for the record cuts nothing", raid + marked, "2013-04-16", 4, storm},
		{"the last to move has moved", last, "2013-04-16", 5, 0},
		{"a day too early", raid, "2013-04-02", 4, 0},
		{"the very day", raid, "2013-04-03", 4, storm},
		{"before the story", raid, "2012-12-31", 1, 0},
		{"the first day", raid, "2013-01-01", 1, 0},
		{"after the story", raid, "2015-01-01", 13, 0},
		{"the last day", raid, "2013-12-31", 12, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := parse(t, s, c.rows).Observe(s, day(t, c.asOf))
			if o.CutPeriod != c.period || o.CutStep != c.step {
				t.Errorf("cut at %d, %d, not %d, %d", o.CutPeriod, o.CutStep, c.period, c.step)
			}
			for p := -1; p < 15; p++ {
				for k := -1; k <= steps; k++ {
					want := p >= 1 && k >= 0 && k < steps && (p < c.period || p == c.period && k < c.step)
					if _, ok := o.At(p, k); ok != want || o.Over(p, k) != want {
						t.Errorf("%d, %d: over is %v", p, k, ok)
					}
				}
			}
		})
	}
}

func TestNoEvidence(t *testing.T) {
	s := load(t, files+"model.hcl")
	var set *evidence.Set
	o := set.Observe(s, s.AsOf)
	if o.Over(1, 0) || o.CutPeriod != 1 || o.CutStep != 0 || o.Reasons(set) != nil {
		t.Errorf("%+v", o)
	}
	if l := o.Log(lookahead.Event{Period: 1, Step: probe, Action: 1}); l != 0 {
		t.Error(l)
	}
	for name, f := range o.Frequencies(s) {
		if !math.IsNaN(f) {
			t.Errorf("%s: %v of no periods", name, f)
		}
	}
}

// Every sort of observation, by hand.
func TestObservations(t *testing.T) {
	s := load(t, files+"model.hcl")
	set := parse(t, s, "A,2013-01-03,,probe,raid,0.9,\nB,2013-02-03,,aid,ship,0.8,\nC,2013-02-03,,storm,yes,0.7,\nD,2013-03-03,,storm,no,0.6,\nE,2013-03-03,,reply,trade,0.5,\nF,2013-03-05,,probe,wait,0.4,\n")
	o := set.Observe(s, day(t, "2013-04-01"))
	minus := math.Inf(-1)
	ln := math.Log
	act := func(period, step, action int) lookahead.Event {
		return lookahead.Event{Period: period, Step: step, Action: action}
	}
	chance := func(period int, happened bool) lookahead.Event {
		return lookahead.Event{Period: period, Step: storm, Action: -1, Happened: happened}
	}
	exposed := lookahead.Event{Period: 2, Step: aid, Action: ship, Exposed: true}
	for _, c := range []struct {
		name string
		got  float64
		want float64
	}{
		{"as reported", o.Log(act(1, probe, 1)), ln(0.95)},
		{"other than reported", o.Log(act(1, probe, 0)), ln(0.05)},
		{"reported where nobody could act", o.LogSkipped(1, probe), ln(0.05)},
		{"quiet", o.Log(act(1, aid, deny)), 0},
		{"not quiet", o.Log(act(1, aid, india)), minus},
		{"quiet and exposed", o.Log(lookahead.Event{Period: 1, Step: aid, Action: ship, Exposed: true}), minus},
		{"quiet where nobody could act", o.LogSkipped(1, aid), 0},
		{"quiet chance", o.Log(chance(1, false)), 0},
		{"chance without a report", o.Log(chance(1, true)), minus},
		{"chance that could not be", o.LogSkipped(1, storm), 0},
		{"open", o.Log(act(1, reply, 2)), 0},
		{"open where nobody could act", o.LogSkipped(1, reply), 0},
		// aid has four appearances: deny, ship exposed, and two sidelines; advise is never seen
		{"exposed as reported", o.Log(exposed), ln(0.8 + 0.2/4)},
		{"covert though reported exposed", o.Log(act(2, aid, deny)), ln(0.2 / 4)},
		{"another though reported exposed", o.Log(act(2, aid, mongolia)), ln(0.2 / 4)},
		{"exposed report where nobody could act", o.LogSkipped(2, aid), ln(0.2 / 4)},
		{"chance as reported", o.Log(chance(2, true)), ln(0.85)},
		{"chance reported in error", o.Log(chance(2, false)), ln(0.15)},
		{"chance reported that could not be", o.LogSkipped(2, storm), ln(0.15)},
		{"no chance as reported", o.Log(chance(3, false)), ln(0.8)},
		{"no chance reported in error", o.Log(chance(3, true)), ln(0.2)},
		{"no chance reported and none could be", o.LogSkipped(3, storm), ln(0.8)},
		{"without quiet, as reported", o.Log(act(3, reply, 1)), ln(0.5 + 0.5/3)},
		{"without quiet, reported where nobody could act", o.LogSkipped(3, reply), ln(0.5 / 3)},
		{"quiet as reported", o.Log(act(3, probe, 0)), ln(0.7)},
		{"quiet reported where nobody could act", o.LogSkipped(3, probe), ln(0.7)},
		{"not over", o.Log(act(4, probe, 1)), 0},
		{"not over where nobody could act", o.LogSkipped(4, probe), 0},
	} {
		if !(c.got == c.want || math.Abs(c.got-c.want) < 1e-14) {
			t.Errorf("%s: %v, not %v", c.name, c.got, c.want)
		}
	}
	if ob, _ := o.At(1, reply); !ob.Open || ob.Row != -1 {
		t.Errorf("%+v is not open", ob)
	}
	if ob, _ := o.At(2, aid); ob.K != 4 || ob.Row != 1 || !ob.Exposed {
		t.Errorf("%+v is not the exposed shipment", ob)
	}
	if ob, _ := o.At(2, storm); ob.K != 2 || !ob.Happened {
		t.Errorf("%+v is not the storm", ob)
	}
}

func TestFrequencies(t *testing.T) {
	s := load(t, files+"model.hcl")
	set := parse(t, s, "A,2013-01-03,,probe,raid,0.9,\nB,2013-02-03,,aid,ship,,\nC,2013-02-03,,storm,yes,,\nD,2013-03-03,,reply,trade,,\nE,2013-04-03,,probe,raid,,\n")
	got := set.Observe(s, day(t, "2013-04-10")).Frequencies(s)
	want := map[string]float64{
		"aid.deny": 3.0 / 4, "aid.ship.exposed": 1.0 / 4, "aid.sideline.india": 0, "aid.sideline.mongolia": 0,
		"probe.wait": 2.0 / 4, "probe.raid": 2.0 / 4,
		"watch.rest": 1, "watch.patrol": 0, // over in April with the raid
		"storm":         1.0 / 3,
		"reply.protest": 0, "reply.trade": 1, "reply.strike": 0, // seen once, open before
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestReasons(t *testing.T) {
	s := load(t, files+"model.hcl")
	set, list := evidence.Load(s, "rows.csv", []byte(`id,date,known,phase,action,use,linked
A,2013-01-03,,probe,raid,,event
B,2013-01-03,,watch,patrol,no,event
C,2013-02-03,,watch,patrol,no,
D,2013-04-03,2013-04-17,probe,raid,,
E,2013-04-17,,aid,ship,,
F,2014-04-03,,probe,raid,,
`))
	if set == nil {
		t.Fatal(list)
	}
	want := []string{
		"used", "marked use=no: A reports the same event", "marked use=no", "not known before 2013-04-17, after the as-of date",
		"happened after the as-of date, 2013-04-16", "after the end of the scenario",
	}
	if d := cmp.Diff(want, set.Observe(s, s.AsOf).Reasons(set)); d != "" {
		t.Error(d)
	}
}

// An appearance is one thing that can be reported of a step.
type appearance struct {
	action            int
	exposed, happened bool
}

func appearances(s *scenario.Scenario, step int) []appearance {
	st := s.Steps[step]
	if st.Chance {
		return []appearance{{action: -1}, {action: -1, happened: true}}
	}
	var out []appearance
	for i, a := range s.Phases[st.Index].Actions {
		if !a.Covert() || a.Exposed != nil {
			out = append(out, appearance{action: i, exposed: a.Covert()})
		}
	}
	return out
}

func (a appearance) event(period, step int) lookahead.Event {
	return lookahead.Event{Period: period, Step: step, Action: a.action, Exposed: a.exposed, Happened: a.happened}
}

// reporting is evidence of a single row.
func reporting(s *scenario.Scenario, a appearance, period, step int, reliability float64) *evidence.Observed {
	d := s.PeriodStart(period)
	set := &evidence.Set{Rows: []evidence.Row{{ID: "A", Date: d, Known: d, Period: period, Step: step, Action: a.action, Exposed: a.exposed, Happened: a.happened, Reliability: reliability, Use: true}}}
	return set.Observe(s, s.PeriodStart(period+1))
}

// Whatever happened, the probabilities of all possible reports add to one, and a
// report of reliability 0 says nothing.
func TestReportsAddToOne(t *testing.T) {
	s := load(t, files+"model.hcl")
	rapid.Check(t, func(t *rapid.T) {
		period := rapid.IntRange(1, s.Horizon).Draw(t, "period")
		step := rapid.IntRange(0, steps-1).Draw(t, "step")
		reliability := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1})).Draw(t, "reliability")
		all := appearances(s, step)
		for _, happened := range all {
			sum, silent := 0.0, 0.0
			for _, reported := range all {
				o := reporting(s, reported, period, step, reliability)
				l := o.Log(happened.event(period, step))
				if math.IsNaN(l) || l > 0 {
					t.Fatalf("ln P = %v", l)
				}
				sum += math.Exp(l)
				silent += math.Exp(o.LogSkipped(period, step))
				if nothing := math.Log(1 / float64(len(all))); reliability == 0 && (l != nothing || o.LogSkipped(period, step) != nothing) {
					t.Fatalf("a report of reliability 0 has ln P = %v, not %v", l, nothing)
				}
			}
			if math.Abs(sum-1) > 1e-12 {
				t.Fatalf("%+v: the reports add to %v", happened, sum)
			}
			// without a quiet act there is one more thing to see: nothing
			want := 1.0
			if step == reply {
				want = 1 - reliability
			}
			if math.Abs(silent-want) > 1e-12 {
				t.Fatalf("nothing happened: the reports add to %v, not %v", silent, want)
			}
		}
	})
}

// stepActs is what the columns phase and action say of an appearance.
func stepActs(s *scenario.Scenario, st scenario.Step, a appearance) string {
	switch {
	case !st.Chance:
		return s.Phases[st.Index].Name + "," + s.Phases[st.Index].Actions[a.action].Name
	case a.happened:
		return s.Chances[st.Index].Name + ",yes"
	}
	return s.Chances[st.Index].Name + ",no"
}

// drawRows makes the lines of a valid file, at most one used row for each step.
func drawRows(t *rapid.T, s *scenario.Scenario) []string {
	var out []string
	for p := 1; p <= 6; p++ {
		for k := range steps {
			if rapid.IntRange(0, 2).Draw(t, "skip") != 0 {
				continue
			}
			a := rapid.SampledFrom(appearances(s, k)).Draw(t, "act")
			name := stepActs(s, s.Steps[k], a)
			d := rapid.IntRange(1, 28).Draw(t, "day")
			known := rapid.IntRange(d, 28).Draw(t, "known")
			out = append(out, fmt.Sprintf("R%d-%d,2013-%02d-%02d,2013-%02d-%02d,%s,%v,%s\n", p, k, p, d, p, known, name,
				rapid.Float64Range(0, 1).Draw(t, "reliability"), rapid.SampledFrom([]string{"yes", "yes", "no"}).Draw(t, "use")))
		}
	}
	return out
}

// told is everything that o says, rows by their ids.
func told(s *scenario.Scenario, set *evidence.Set, o *evidence.Observed) string {
	out := fmt.Sprint(o.CutPeriod, o.CutStep, "\n")
	for p := 1; p <= s.Horizon; p++ {
		for k := range steps {
			ob, ok := o.At(p, k)
			id := ""
			if ob.Row >= 0 {
				id = set.Rows[ob.Row].ID
			}
			ob.Row = 0
			out += fmt.Sprint(p, k, id, ok, ob, o.LogSkipped(p, k))
			for _, a := range appearances(s, k) {
				out += fmt.Sprint(" ", math.Float64bits(o.Log(a.event(p, k))))
			}
			out += "\n"
		}
	}
	return out
}

// The order of the rows in the file says nothing.
func TestOrderOfRows(t *testing.T) {
	s := load(t, files+"model.hcl")
	rapid.Check(t, func(t *rapid.T) {
		lines := drawRows(t, s)
		join := func(lines []string) string {
			out := ""
			for _, l := range lines {
				out += l
			}
			return out
		}
		asOf := scenario.Date{Time: s.Start.AddDate(0, 0, rapid.IntRange(-10, 400).Draw(t, "as of"))}
		say := func(text string) string {
			set, list := evidence.Load(s, "rows.csv", []byte("id,date,known,phase,action,reliability,use\n"+text))
			if set == nil {
				t.Fatal(list)
			}
			return told(s, set, set.Observe(s, asOf))
		}
		if d := cmp.Diff(say(join(lines)), say(join(rapid.Permutation(lines).Draw(t, "order")))); d != "" {
			t.Fatal(d)
		}
	})
}

// What becomes known after the as-of date says nothing, not even by being there.
func TestNothingFromTheFuture(t *testing.T) {
	s := load(t, files+"model.hcl")
	rapid.Check(t, func(t *rapid.T) {
		text := ""
		for _, l := range drawRows(t, s) {
			text += l
		}
		set, list := evidence.Load(s, "rows.csv", []byte("id,date,known,phase,action,reliability,use\n"+text))
		if set == nil {
			t.Fatal(list)
		}
		asOf := scenario.Date{Time: s.Start.AddDate(0, 0, rapid.IntRange(0, 200).Draw(t, "as of"))}
		past := &evidence.Set{}
		for _, r := range set.Rows {
			if !r.Known.After(asOf.Time) {
				past.Rows = append(past.Rows, r)
			}
		}
		if d := cmp.Diff(told(s, past, past.Observe(s, asOf)), told(s, set, set.Observe(s, asOf))); d != "" {
			t.Fatal(d)
		}
	})
}

// Grades are read whatever their case, and the rows of a story found through
// labels and ids.
func TestGradesAndStories(t *testing.T) {
	s := load(t, files+"model.hcl")
	set, list := evidence.Load(s, "rows.csv", []byte(stories))
	none(t, list)
	if set == nil {
		t.Fatal("no set")
	}
	type row struct {
		Reliability float64
		Grade       string
		Story       int
	}
	var got []row
	for _, r := range set.Rows {
		got = append(got, row{r.Reliability, r.Grade, r.Story})
	}
	want := []row{{0.72, "B2", 1}, {0.72, "B2", 1}, {0.3, "", 0}, {0.3472, "F6", 2}, {0.3472, "F6", 2}, {0.3472, "", 2}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	o := set.Observe(s, day(t, "2013-03-03")) // the first row of the second story, and not the rest of it
	for i, want := range [][]string{{"A2"}, {"A1"}, nil, nil, nil, nil} {
		if d := cmp.Diff(want, o.Story(set, i)); d != "" {
			t.Errorf("%s: %s", set.Rows[i].ID, d)
		}
	}
	if d := cmp.Diff([]string{"B1", "B2"}, set.Observe(s, s.AsOf).Story(set, 5)); d != "" {
		t.Error(d)
	}
	if r := o.Reasons(set)[2]; r != "marked use=no: A2 reports the same event" { // and not A1, of the same source
		t.Error(r)
	}
}

// A scenario can say what grades count for, whole or by their parts.
func TestGradesOfTheScenario(t *testing.T) {
	s := &scenario.Scenario{}
	mean := func(x ...float64) (m float64) {
		for _, v := range x {
			m += v / float64(len(x))
		}
		return m
	}
	near := func(grade string, want float64) {
		t.Helper()
		if got := s.GradeReliability(grade); math.Abs(got-want) > 1e-9 {
			t.Errorf("%s counts for %v, not %v", grade, got, want)
		}
	}
	f, six := mean(0.95, 0.8, 0.6, 0.35, 0.1), mean(1, 0.9, 0.7, 0.4, 0.1)
	near("A1", 0.95)
	near("C3", 0.42)
	near("E5", 0.01)
	near("F1", f)
	near("F6", f*six)
	near("A6", 0.95*six)
	for _, better := range scenario.GradesOfSource[:5] { // the better grade is the more reliable
		for _, worse := range scenario.GradesOfSource[:5] {
			for k, better2 := range scenario.GradesOfInformation[:5] {
				for _, worse2 := range scenario.GradesOfInformation[k:5] {
					if x, y := string(better)+string(better2), string(worse)+string(worse2); better <= worse && x != y && !(s.GradeReliability(x) > s.GradeReliability(y)) {
						t.Errorf("%s is not more reliable than %s", x, y)
					}
				}
			}
		}
	}
	s.Grades = map[string]float64{"C": 0.5, "1": 0.98, "B2": 0.75, "6": 0.2}
	near("B2", 0.75)
	near("C2", 0.45)
	near("B1", 0.8*0.98)
	near("F1", mean(0.95, 0.8, 0.5, 0.35, 0.1)*0.98)
	near("B6", 0.8*0.2)
}
