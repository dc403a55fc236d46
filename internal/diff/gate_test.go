package diff_test

import (
	"context"
	"fmt"
	"math"
	"testing"

	"demarche/internal/diff"
	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

// What a report does is measured at the date at which it counts, and what the
// date does without it; forwards and backwards.
func TestReportsAndTheirDate(t *testing.T) {
	text := fmt.Sprintf(seen, "1", "0.3")
	s := load(t, text)
	// the changes forwards: the date, the report, the prior
	version := func(late, report, prior bool) *diff.Version {
		text, rows := text, "id,date,known,phase,action,reliability\n"
		if prior {
			text = fmt.Sprintf(seen, "1", "0.4")
		}
		if report {
			rows += "r,2013-01-20,,move,act,0.8\n"
		}
		sc := load(t, text)
		ev, list := evidence.Load(sc, "rows.csv", []byte(rows))
		if list.HasErrors() {
			t.Fatal(list)
		}
		day := "2013-01-01"
		if late {
			day = "2013-02-15"
		}
		asOf, err := scenario.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		return &diff.Version{Scenario: sc, Evidence: ev, AsOf: asOf, Key: text + rows + day}
	}
	keen, cool := sigma(1), sigma(-1)
	early := func(q float64) float64 { return q*(1-(1-keen)*(1-keen)) + (1-q)*(1-(1-cool)*(1-cool)) }
	late := func(q float64) float64 { return q*keen + (1-q)*cool }
	told := func(q float64) float64 { // after the report
		l := func(p float64) float64 { return 0.9*p + 0.1*(1-p) }
		return late(q * l(keen) / (q*l(keen) + (1-q)*l(cool)))
	}
	// over the six orders the date comes before the prior in three, the report in
	// three; of the prior's places, two are first, one after each of the others, two last
	dateShare := (late(0.3) - early(0.3) + late(0.4) - early(0.4)) / 2
	reportShare := (told(0.3) - late(0.3) + told(0.4) - late(0.4)) / 2
	e, l, w := early(0.4)-early(0.3), late(0.4)-late(0.3), told(0.4)-told(0.3)
	priorShare := e/3 + l/6 + (w-l+e)/6 + w/3
	for _, later := range []bool{true, false} {
		p := &diff.Problem{First: s, Last: s, Changes: make([]diff.DiffChange, 3), Gate: 0, Later: later, Gated: []bool{false, true, false}}
		sign := 1.0
		p.Make = func(with []bool) (*diff.Version, error) { return version(with[0], with[1], with[2]), nil }
		if !later {
			sign = -1
			p.Make = func(with []bool) (*diff.Version, error) { return version(!with[0], !with[1], !with[2]), nil }
		}
		d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []float64{dateShare, reportShare, priorShare} {
			if got := float64(shareOf(t, d, 0, i+1).Share); math.Abs(got-sign*want) > 1e-8 {
				t.Errorf("later %v, change %d: %.10g, by hand %.10g", later, i+1, got, sign*want)
			}
		}
		if q := d.Questions[0]; math.Abs(sum(q)-float64(q.Change)) > 1e-14 {
			t.Errorf("later %v: shares sum to %g of %g", later, sum(q), float64(q.Change))
		}
	}
}
