// Package trial puts evidence on trial and says what to look for next. It works
// on plain arrays: probabilities of reports and of hypotheses, draw by draw.
package trial

import (
	"math"

	"demarche/internal/logspace"
)

// This file weighs one report by itself: a row of a matrix of competing
// hypotheses (Heuer 1999, ch. 8), computed rather than scored by hand.

// Row is what one report says about hypotheses that exclude each other.
type Row struct {
	Before, After []float64 // probability of each hypothesis without and with the report
	// Cells is, by hypothesis, ln [P(report | it) / P(report | another)], both given
	// what came before: the weight of evidence (Good 1950), which added to the log
	// odds before gives those after. −Inf where the report rules the hypothesis out,
	// +Inf where it rules out all others, NaN where it, or all others, had been ruled
	// out before.
	Cells []float64
	Logs  []float64 // ln P(report | hypothesis); NaN where it had been ruled out before
	// Moved is the information that the report gave, in bits: the Kullback–Leibler
	// divergence of After from Before (Lindley 1956). NaN where the report cannot be.
	Moved float64
	// Spread is how far apart the report holds two hypotheses at most: the logarithm
	// of the largest ratio of two likelihoods. It does not depend on how probable the
	// hypotheses are. NaN with fewer than two, +Inf where one of them is ruled out.
	Spread float64
}

// Weigh makes the row of one report. before and with are, by draw and hypothesis,
// ln P(hypothesis, what came before) and ln P(hypothesis, what came before, the
// report), and logs is the logarithm of each draw's weight apart from that; −Inf
// is a draw, or a hypothesis, that does not count. Draws are mixed before
// anything is divided: P(report | h) is that of the mixture.
func Weigh(logs []float64, before, with [][]float64) Row {
	mixed := func(by [][]float64) []float64 {
		var out []float64
		for d := range by {
			for h, l := range by[d] {
				if h >= len(out) {
					out = append(out, math.Inf(-1))
				}
				out[h] = logspace.Add(out[h], logs[d]+l)
			}
		}
		return out
	}
	return rowOf(mixed(before), mixed(with))
}

func rowOf(before, with []float64) Row {
	n := len(before)
	r := Row{Before: shares(before), After: shares(with), Cells: make([]float64, n), Logs: make([]float64, n)}
	for h := range n {
		r.Logs[h] = with[h] - before[h] // NaN if both are impossible
		others, othersWith := math.Inf(-1), math.Inf(-1)
		for k := range n {
			if k != h {
				others, othersWith = logspace.Add(others, before[k]), logspace.Add(othersWith, with[k])
			}
		}
		r.Cells[h] = r.Logs[h] - (othersWith - others)
	}
	r.finish()
	return r
}

// finish fills in what follows from the rest.
func (r *Row) finish() {
	r.Moved = Divergence(r.After, r.Before)
	r.Spread = math.NaN()
	lo, hi, n := math.Inf(1), math.Inf(-1), 0
	for _, l := range r.Logs {
		if !math.IsNaN(l) {
			lo, hi, n = math.Min(lo, l), math.Max(hi, l), n+1
		}
	}
	if n > 1 && !math.IsInf(hi, -1) {
		r.Spread = hi - lo
	}
}

// Join is the row of several reports that came one after the other: weights of
// evidence add up. It is of none if there are none.
func Join(rows []Row) Row {
	if len(rows) == 0 {
		return Row{Moved: math.NaN(), Spread: math.NaN()}
	}
	first, last := rows[0], rows[len(rows)-1]
	r := Row{Before: first.Before, After: last.After, Cells: make([]float64, len(first.Cells)), Logs: make([]float64, len(first.Logs))}
	for _, x := range rows {
		for h := range r.Cells {
			r.Cells[h] = plus(r.Cells[h], x.Cells[h])
			r.Logs[h] = plus(r.Logs[h], x.Logs[h])
		}
	}
	r.finish()
	return r
}

// plus adds weights of evidence: what is ruled out, or certain, stays so.
func plus(a, b float64) float64 {
	if math.IsInf(a, 0) {
		return a
	}
	return a + b
}

// Divergence is the Kullback–Leibler divergence of p from q in bits: 0 where they
// are equal, +Inf where p allows what q does not, NaN if either holds a NaN.
func Divergence(p, q []float64) float64 {
	sum := 0.0
	for h := range p {
		switch {
		case math.IsNaN(p[h]) || math.IsNaN(q[h]):
			return math.NaN()
		case p[h] > 0:
			sum += p[h] * math.Log2(p[h]/q[h])
		}
	}
	return math.Max(sum, 0) // rounding
}

// shares turns logarithms into shares of 1; NaN if nothing is possible.
func shares(logs []float64) []float64 {
	total := math.Inf(-1)
	for _, l := range logs {
		total = logspace.Add(total, l)
	}
	out := make([]float64, len(logs))
	for h, l := range logs {
		out[h] = math.Exp(l - total)
	}
	return out
}
