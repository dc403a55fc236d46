package trial

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file compares a conclusion with what it would be on other evidence.

// Change is how far a conclusion moves.
type Change struct {
	By        float64 // the conclusion on the other evidence less that on the given one
	Low, High float64 // 90% interval of By from the variance between draws; NaN of fewer than two
}

// Compare compares the mean of x over draws weighed by w with the mean of y over
// the same draws weighed by v. Weights are ≥ 0 and need not sum to 1; values of
// draws without weight are not read. By is NaN where either has no weight at all.
//
// The standard error is that of the difference of two ratios with the same draws
// in both, to first order (Owen 2013, §9.2), so that what moves both moves
// nothing; the interval is Student's with as many degrees of freedom as draws
// that count, less one.
func Compare(w, x, v, y []float64) Change {
	mx, sw := mean(w, x)
	my, sv := mean(v, y)
	c := Change{By: my - mx, Low: math.NaN(), High: math.NaN()}
	n, sum := 0.0, 0.0
	for d := range w {
		if w[d] == 0 && v[d] == 0 {
			continue
		}
		e := 0.0
		if v[d] > 0 {
			e += v[d] / sv * (y[d] - my)
		}
		if w[d] > 0 {
			e -= w[d] / sw * (x[d] - mx)
		}
		n++
		sum += e * e
	}
	if n > 1 {
		t := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(0.95)
		half := t * math.Sqrt(sum*n/(n-1))
		c.Low, c.High = c.By-half, c.By+half
	}
	return c
}

func mean(w, x []float64) (mean, total float64) {
	sum := 0.0
	for d := range w {
		if w[d] > 0 {
			sum += w[d] * x[d]
			total += w[d]
		}
	}
	return sum / total, total
}
