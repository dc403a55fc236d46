package sweep_test

// This file checks who has the upper hand over the draws of a run against each
// draw solved by itself, and against the look-ahead at the medians.

import (
	"bytes"
	"context"
	"math"
	"slices"
	"strings"
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/leverage"
	"demarche/internal/lookahead"
	"demarche/internal/plan"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/sweep"
)

func swayOf(t *testing.T, s *scenario.Scenario, opt sweep.Options) *sweep.Result {
	t.Helper()
	r, err := sweep.Run(context.Background(), s, nil, opt)
	if err != nil {
		t.Fatal(err)
	}
	if r.UpperHand == nil {
		t.Fatalf("nothing was measured: %v", r.Warnings)
	}
	return r
}

// Where nothing is uncertain there is one look-ahead, and `demarche leverage`
// solves the same from the medians.
func TestUpperHandWithoutUncertainty(t *testing.T) {
	s := scene(t, strings.NewReplacer("between(0.8, 1.6)", "1.2", "between(0.5, 1.5)", "0.9", "  min   = 0\n", "").Replace(crisis))
	r := swayOf(t, s, sweep.Options{Seed: 3, Draws: 10, Stories: 10, UpperHand: 5})
	p, err := plan.Solve(context.Background(), s, nil, plan.Options{AsOf: s.AsOf})
	if err != nil {
		t.Fatal(err)
	}
	l, err := leverage.Measure(context.Background(), p, leverage.Options{Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	u := r.UpperHand
	if u.Draws != 5 || u.Distinct != 1 || u.Failed != 0 || u.Start != l.Start {
		t.Errorf("%+v", u)
	}
	same := func(what string, got sweep.Spread, want float64) {
		t.Helper()
		if g := float64(got.Median); math.Abs(g-want) > 1e-9 || got.Interval != (sweep.Interval{got.Median, got.Median}) {
			t.Errorf("%s: %v, want %v and no spread", what, got, want)
		}
	}
	for k, d := range l.Dependence {
		same(d.Actor+" on "+d.On, u.Dependence[k].Dependence, float64(d.Dependence))
		same(d.Actor+" on "+d.On+", odds", u.Dependence[k].LogOdds, float64(d.LogOdds))
	}
	for k, c := range l.Commitment {
		same(c.Actor+" gains", u.Commitment[k].Gain, float64(c.Gain))
		same(c.Actor+" moves", u.Commitment[k].Moves, float64(c.Moves))
		if !slices.Equal(u.Commitment[k].Acts, c.Acts) || u.Commitment[k].ActsShare != 1 {
			t.Errorf("%s: %v in %v, want %v", c.Actor, u.Commitment[k].Acts, u.Commitment[k].ActsShare, c.Acts)
		}
	}
}

// As many picks as draws of equal weight are every draw once: medians, bounds
// and shares are those of the draws solved one by one.
func TestUpperHandIsThatOfTheDraws(t *testing.T) {
	s := broken(t, `as_of     = "2013-02-20"`, `as_of     = "2013-01-01"`)
	const n = 21
	r := swayOf(t, s, sweep.Options{Seed: 5, Draws: n, Stories: 2, UpperHand: n})
	if r.UpperHand.Distinct != n {
		t.Fatalf("%d different draws of %d", r.UpperHand.Distinct, n)
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	depends := make([][]float64, len(r.UpperHand.Dependence))
	odds := make([][]float64, len(depends))
	gains := make([][]float64, len(s.Actors))
	for _, d := range r.DrawTable {
		if math.Abs(d.Weight-1.0/n) > 1e-12 {
			t.Fatalf("weight %v", d.Weight)
		}
		m, err := src.NewModel(d.Parameters)
		if err != nil {
			t.Fatal(err)
		}
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		p, err := plan.At(context.Background(), s, src, plan.Place{Parameters: d.Parameters, Position: pos}, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		l, err := leverage.Measure(context.Background(), p, leverage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range l.Dependence {
			depends[k] = append(depends[k], float64(l.Dependence[k].Dependence))
			odds[k] = append(odds[k], float64(l.Dependence[k].LogOdds))
		}
		for k := range l.Commitment {
			gains[k] = append(gains[k], float64(l.Commitment[k].Gain))
		}
	}
	check := func(what string, got sweep.Spread, values []float64) {
		t.Helper()
		slices.Sort(values)
		// of 21 equal weights the 2nd value is the first at which they add up to 5%
		if want := (sweep.Interval{sweep.Number(values[1]), sweep.Number(values[19])}); float64(got.Median) != values[10] || got.Interval != want {
			t.Errorf("%s: %v, want %v in %v", what, got, values[10], want)
		}
	}
	spread := false
	for k, d := range r.UpperHand.Dependence {
		check(d.Actor+" on "+d.On, d.Dependence, depends[k])
		needs := 0.0
		for _, v := range odds[k] {
			if v > leverage.Matters {
				needs++
			}
		}
		if math.Abs(float64(d.Needs)-needs/n) > 1e-12 {
			t.Errorf("%s needs %s in %v, want %v of %d", d.Actor, d.On, d.Needs, needs, n)
		}
		spread = spread || depends[k][1] < depends[k][19]
	}
	for k, c := range r.UpperHand.Commitment {
		check(c.Actor+" gains", c.Gain, gains[k])
	}
	if !spread {
		t.Error("the draws do not differ, so that nothing was tested")
	}
}

// After evidence draws count by their weight: the median and the bounds are
// where the weights of the draws, solved one by one, add up to a half, 5% and 95%.
func TestUpperHandIsWeighed(t *testing.T) {
	s := broken(t, "between(0.5, 1.5)", "between(0.1, 6)")
	set, ds := evidence.Load(s, "crisis.csv", []byte("id,date,known,phase,action,reliability\n1,2013-01-10,2013-01-10,north,test,1\n2,2013-02-10,2013-02-10,south,hold,1\n"))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	const picks = 1000
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 5, Draws: 40, Stories: 2, UpperHand: picks})
	if err != nil {
		t.Fatal(err)
	}
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	o := set.Observe(s, s.AsOf)
	clock := story.Clock{Period: o.CutPeriod, Step: o.CutStep - 1}
	values := make([][]float64, len(r.UpperHand.Dependence))
	var weights []float64
	uneven := false
	for _, d := range r.DrawTable {
		m, err := src.NewModel(d.Parameters)
		if err != nil {
			t.Fatal(err)
		}
		f, err := evidence.Filter(&story.Teller{M: m}, o, evidence.FilterOptions{Clock: clock})
		if err != nil || len(f.Particles) != 1 {
			t.Fatalf("%d histories, %v", len(f.Particles), err)
		}
		p, err := plan.At(context.Background(), s, src, plan.Place{Parameters: d.Parameters, Position: f.Particles[0].Moment.Pos, Clock: clock}, plan.Options{})
		if err != nil {
			t.Fatal(err)
		}
		l, err := leverage.Measure(context.Background(), p, leverage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for k := range l.Dependence {
			values[k] = append(values[k], float64(l.Dependence[k].Dependence))
		}
		weights = append(weights, d.Weight)
		uneven = uneven || math.Abs(d.Weight*float64(len(r.DrawTable))-1) > 0.2
	}
	if !uneven {
		t.Error("the weights are even, so that nothing was tested")
	}
	for k, d := range r.UpperHand.Dependence {
		for at, got := range map[float64]sweep.Number{0.05: d.Dependence.Interval[0], 0.5: d.Dependence.Median, 0.95: d.Dependence.Interval[1]} {
			below, upTo := 0.0, 0.0
			for i, v := range values[k] {
				if v < float64(got)-1e-9 {
					below += weights[i]
				}
				if v <= float64(got)+1e-9 {
					upTo += weights[i]
				}
			}
			if below > at+1.0/picks || upTo < at-1.0/picks {
				t.Errorf("%s on %s: %v stands between %v and %v of the weight, not at %v", d.Actor, d.On, got, below, upTo, at)
			}
		}
	}
}

func TestUpperHandForAnyWorkers(t *testing.T) {
	s, set := crisisScenario(t)
	opt := sweep.Options{Seed: 7, Draws: 30, Stories: 10, Workers: 1, UpperHand: 6}
	one := runJSON(t, s, set, opt)
	opt.Workers = 5
	if !bytes.Contains(one, []byte(`"upper_hand":{`)) || !bytes.Equal(one, runJSON(t, s, set, opt)) {
		t.Error("five workers give other bytes than one, or nothing was measured")
	}
}

// Where play is over there is nobody to have the upper hand.
func TestUpperHandAfterTheEnd(t *testing.T) {
	s := broken(t, `end "disaster" { when = accident }`, `end "disaster" { when = period >= 1 }`)
	r, err := sweep.Run(context.Background(), s, nil, sweep.Options{Seed: 1, Draws: 4, Stories: 4, UpperHand: 3})
	if err != nil {
		t.Fatal(err)
	}
	if r.UpperHand != nil || !strings.Contains(strings.Join(r.Warnings, "\n"), "play is over") {
		t.Errorf("%+v\n%v", r.UpperHand, r.Warnings)
	}
}
