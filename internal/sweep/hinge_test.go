package sweep_test

// This file holds what a run says of what its forecasts hinge on against closed
// forms: a probability that is a line in two parameters.

import (
	"context"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/sweep"
)

// line is a scenario of chances alone. A flood in the first month says something
// of both parameters together, so that after it they hang together; the dam's
// break in the second is a line in them.
const line = `
scenario "line" {
  start   = "2013-01"
  as_of   = "2013-01-01"
  horizon = 2
}

actor "a" {}

parameter "rise" {
  title = "How fast the water rises"
  value = normal(0, 1)
}

parameter "wall" { value = normal(0, 2) }

parameter "idle" { value = between(1, 2) }

parameter "twice" { value = 2 * idle }

parameter "fixed" { value = 3 }

phase "wait" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
}

payoff "a" { each_period = 0 }

chance "flood" {
  when        = period == 1
  probability = 1 / (1 + exp(-2 * (rise - wall / 2)))
}

chance "break" {
  when        = period == 2
  probability = min(1, max(0, 0.5 + 0.12 * rise - 0.03 * wall))
}

chance "coin" { probability = 0.3 }

question "break" {
  when = break
  by   = "2013-02-28"
}

question "both" {
  title = "The dam breaks, and the coin falls heads that month"
  when  = break && coin
  by    = "2013-02-28"
}

question "never" {
  when = period > 5
  by   = "2013-02-28"
}
`

// plane is the posterior of rise and of wall/2 on a grid: their prior times what
// a flood says, or the prior alone.
func plane(flood bool) (at []float64, weight [][]float64) {
	const n, far = 401, 6.0
	for k := range n {
		at = append(at, far*(2*float64(k)/(n-1)-1))
	}
	sum := 0.0
	for _, x := range at {
		row := make([]float64, n)
		for j, y := range at {
			row[j] = math.Exp(-(x*x + y*y) / 2)
			if flood {
				row[j] /= 1 + math.Exp(-2*(x-y))
			}
			sum += row[j]
		}
		weight = append(weight, row)
	}
	for _, row := range weight {
		for j := range row {
			row[j] /= sum
		}
	}
	return at, weight
}

// exactly is the first-order indices of rise and wall for the dam's break, their
// Shapley effects and its standard deviation, by quadrature.
func exactly(flood bool) (first, share [2]float64, sd float64) {
	at, w := plane(flood)
	p := func(x, y float64) float64 { return math.Min(1, math.Max(0, 0.5+0.12*x-0.06*y)) }
	var mean, square float64
	var margin, part [2][]float64
	for i := range 2 {
		margin[i], part[i] = make([]float64, len(at)), make([]float64, len(at))
	}
	for i, x := range at {
		for j, y := range at {
			v := w[i][j] * p(x, y)
			mean += v
			square += v * p(x, y)
			for k, at := range []int{i, j} {
				margin[k][at] += w[i][j]
				part[k][at] += v
			}
		}
	}
	variance := square - mean*mean
	for k := range 2 {
		for i, m := range margin[k] {
			first[k] += (part[k][i]/m - mean) * (part[k][i]/m - mean) * m / variance
		}
	}
	for k := range 2 {
		share[k] = (first[k] + 1 - first[1-k]) / 2
	}
	return first, share, math.Sqrt(variance)
}

func hinge(t *testing.T, r *sweep.Result, name string) *sweep.HingeTable {
	t.Helper()
	for i := range r.Sensitivity.Questions {
		if r.Sensitivity.Questions[i].Name == name {
			return &r.Sensitivity.Questions[i]
		}
	}
	t.Fatalf("no question %s", name)
	return nil
}

func agree(t *testing.T, what string, got sweep.Number, want, by float64) {
	t.Helper()
	if !(math.Abs(float64(got)-want) <= by) {
		t.Errorf("%s is %.4f, by quadrature %.4f", what, float64(got), want)
	}
}

func TestHinges(t *testing.T) {
	s := scene(t, line)
	run := func(workers int, opt sweep.Options) *sweep.Result {
		opt.Seed, opt.Draws, opt.Stories, opt.Workers, opt.Sensitivity = 1, 400, 1600, workers, true
		r, err := sweep.Run(context.Background(), s, nil, opt)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run(2, sweep.Options{})
	if r.Sensitivity.Inputs != "prior" || r.Sensitivity.Parameters != 3 || r.Sensitivity.Draws != 400 || r.Sensitivity.Stories != 1600 {
		t.Errorf("%+v", r.Sensitivity)
	}
	// a Latin hypercube of 400 draws leaves about 1/√400 of correlation between parameters
	first, share, sd := exactly(false)
	q := hinge(t, r, "break")
	agree(t, "the spread", q.SD, sd, 0.006)
	agree(t, "Q²", q.Q2, 1, 0.01)
	for k, name := range []string{"rise", "wall"} {
		p := &q.Parameters[k] // the most important first
		if p.Name != name {
			t.Fatalf("parameter %d is %s", k, p.Name)
		}
		agree(t, name+" alone", p.First, first[k], 0.05)
		agree(t, name+"'s share", p.Shapley, share[k], 0.02)
	}
	// the mean of a standard normal variable in its lowest third is −1.0908
	agree(t, "the forecast where rise is small", q.Parameters[0].Low, 0.5-0.12*1.0908, 0.02)
	agree(t, "the forecast where wall is large", q.Parameters[1].High, 0.5-0.06*1.0908, 0.03)
	agree(t, "the bound of wall's highest third", q.Parameters[1].Above, 2*0.4307, 0.02)
	if idle := q.Parameters[2]; idle.Name != "idle" || idle.FirstInterval[0] != 0 || idle.Title != "" {
		t.Errorf("%+v", idle)
	}
	if p := hinge(t, r, "both").Parameters[0]; p.Name != "rise" || p.High <= p.Low {
		t.Errorf("%+v", p)
	}
	if never := hinge(t, r, "never"); !strings.Contains(never.Reason, "same probability") || !math.IsNaN(float64(never.Parameters[0].First)) {
		t.Errorf("%+v", never)
	}
	// one answer for any number of workers
	var one, two []byte
	one, _ = json.Marshal(r.Sensitivity)
	if two, _ = json.Marshal(run(1, sweep.Options{}).Sensitivity); string(one) != string(two) {
		t.Error("one worker and two say something else")
	}
	if r, err := sweep.Run(context.Background(), s, nil, sweep.Options{Draws: 4, Stories: 4}); err != nil || r.Sensitivity != nil {
		t.Errorf("not asked for: %v, %v", r.Sensitivity, err)
	}
}

// TestHingesAfterEvidence: the evidence makes the parameters hang together, which
// draws weighed by it must show.
func TestHingesAfterEvidence(t *testing.T) {
	s := scene(t, strings.Replace(line, `as_of   = "2013-01-01"`, `as_of   = "2013-02-01"`, 1))
	set, list := evidence.Load(s, "e.csv", []byte("id,date,known,phase,action,reliability,use,linked,source,note\n1,2013-01-15,2013-01-15,flood,yes,1,yes,,,\n"))
	if list.HasErrors() {
		t.Fatal(list)
	}
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{Seed: 3, Draws: 2000, Stories: 6000, Workers: 2, Sensitivity: true})
	if err != nil {
		t.Fatal(err)
	}
	if r.Sensitivity.Inputs != "posterior" {
		t.Errorf("the inputs are %s", r.Sensitivity.Inputs)
	}
	first, share, sd := exactly(true)
	prior, _, _ := exactly(false)
	if math.Abs(first[1]-prior[1]) < 0.06 || math.Abs(first[1]-share[1]) < 0.04 {
		t.Fatalf("the case does not test what it should: %v, %v, %v", prior, first, share)
	}
	q := hinge(t, r, "break")
	agree(t, "the spread", q.SD, sd, 0.006)
	for k, name := range []string{"rise", "wall"} {
		for i := range q.Parameters {
			if p := &q.Parameters[i]; p.Name == name {
				agree(t, name+" alone", p.First, first[k], 0.03)
				agree(t, name+"'s share", p.Shapley, share[k], 0.03)
			}
		}
	}
}
