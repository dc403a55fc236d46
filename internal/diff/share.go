package diff

import (
	"fmt"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/quantity"
	"demarche/internal/shapley"
)

// This file makes shares with their errors of the values of a plan's versions.

// questions fills in what both versions forecast, and the shares.
func (c *comparison) questions(d *Diff, plan *shapley.Plan, values [][]float64) {
	a, b := c.values[c.keys[coalition(c.all(false))]], c.values[c.keys[coalition(c.all(true))]]
	v, err := c.p.Make(c.all(false))
	if err != nil {
		panic(err) // it was made before
	}
	shares := plan.Shares(values)
	n := len(v.Scenario.Questions)
	for q := range v.Scenario.Questions {
		name := v.Scenario.Questions[q].Name
		x, y := question(c.p.First, name), question(c.p.Last, name)
		out := DiffQuestion{Name: name, Title: y.Title, ByA: x.By.String(), ByB: y.By.String(), From: Number(a.p[q]), To: Number(b.p[q]),
			FromInterval: a.credible[q], ToInterval: b.credible[q], Change: Number(b.p[q] - a.p[q]), Shares: []DiffShare{}}
		if a.folds != nil {
			change := make([]float64, len(a.folds))
			for f := range change {
				change[f] = b.folds[f][q] - a.folds[f][q]
			}
			out.ChangeIn = around(b.p[q]-a.p[q], jackknife(change), len(change))
		} else {
			out.ChangeIn = Interval{quantity.None, quantity.None}
		}
		for k := range d.Groups {
			value, orders := shares.Value[k][q], shares.Error[k][q]
			s := DiffShare{Group: k + 1, Share: Number(value), Orders: Number(orders), Error: Number(orders), Interval: Interval{quantity.None, quantity.None}}
			if a.folds != nil {
				left := make([]float64, len(a.folds))
				for f := range left {
					left[f] = shares.Value[k][(f+1)*n+q]
				}
				s.Error = Number(math.Hypot(orders, jackknife(left)))
			}
			if a.folds != nil || !plan.Exact {
				s.Interval = around(value, float64(s.Error), max(len(a.folds), 1))
			}
			out.Shares = append(out.Shares, s)
		}
		sort.SliceStable(out.Shares, func(i, j int) bool {
			return math.Abs(float64(out.Shares[i].Share)) > math.Abs(float64(out.Shares[j].Share))
		})
		d.Questions = append(d.Questions, out)
	}
}

// jackknife is the standard error of an estimate, from the estimates without each
// part of the draws (Quenouille 1956, Tukey 1958); NaN from fewer than two parts.
func jackknife(without []float64) float64 {
	n := float64(len(without))
	if n < 2 {
		return math.NaN()
	}
	return math.Sqrt((n - 1) * (n - 1) / n * stat.Variance(without, nil))
}

// around is the central 90% of Student's distribution about x, with the standard
// error se from n parts; of the normal distribution where n is 1.
func around(x, se float64, n int) Interval {
	z := distuv.UnitNormal.Quantile(0.95)
	if n > 1 {
		z = distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(n - 1)}.Quantile(0.95)
	}
	return Interval{Number(x - z*se), Number(x + z*se)}
}

// warn says what limits the figures.
func (c *comparison) warn(d *Diff) {
	warn := func(format string, args ...any) { d.Warnings = append(d.Warnings, fmt.Sprintf(format, args...)) }
	a, b := c.values[c.keys[coalition(c.all(false))]], c.values[c.keys[coalition(c.all(true))]]
	for k, v := range []*value{a, b} {
		for _, w := range v.warnings {
			if text := []string{"A: ", "B: "}[k] + w; !slices.Contains(d.Warnings, text) {
				d.Warnings = append(d.Warnings, text)
			}
		}
	}
	few := 0
	for _, v := range c.values {
		if v != a && v != b && v.few {
			few++
		}
	}
	if few > 0 {
		warn("In %d of the %d versions between A and B the evidence leaves fewer than 10 effective draws, and less than a quarter, of %d: what is owed to which change is known less well than the intervals say. Use more --draws.", few, len(c.values)-2, c.opt.Draws)
	}
	for _, q := range d.Questions {
		if math.IsNaN(float64(q.From)) || math.IsNaN(float64(q.To)) {
			warn("The question %s has no probability in %s, so that its change is not known.", q.Name, absent(q))
		} else if len(q.Shares) > 0 && math.IsNaN(float64(q.Shares[0].Share)) {
			warn("The question %s has no probability in some version between A and B, so that its change cannot be divided.", q.Name)
		}
		if c.sampled && len(q.Shares) > 0 && !math.IsNaN(float64(q.Shares[0].Share)) && math.IsNaN(float64(q.Shares[0].Error)) {
			warn("How well the shares of %s are known cannot be said: in some version hardly more than one draw carries the forecast. Use more --draws.", q.Name)
		}
		if q.ByA != q.ByB {
			warn("The question %s runs to %s in A and to %s in B: it is not quite the same question.", q.Name, q.ByA, q.ByB)
		}
	}
}

func absent(q DiffQuestion) string {
	switch {
	case math.IsNaN(float64(q.From)) && math.IsNaN(float64(q.To)):
		return "either version"
	case math.IsNaN(float64(q.From)):
		return "A"
	}
	return "B"
}
