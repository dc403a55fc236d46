package sensitivity

import (
	"math"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file brings every parameter to one scale.

// ranks are the mid-ranks u in (0,1) of x within the weighted sample (equal
// values share theirs), and the normal scores t = Φ⁻¹(u) (van der Waerden
// 1952). w sums to 1 and is positive. Both are nil where all of x is equal.
//
// The scale is the sample's and not the prior's, so that a parameter that the
// evidence has narrowed is judged over what it may still be.
func ranks(x, w []float64) (u, t []float64) {
	order := make([]int, len(x))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return x[order[a]] < x[order[b]] })
	u, t = make([]float64, len(x)), make([]float64, len(x))
	below := 0.0
	for i := 0; i < len(order); {
		j, sum := i, 0.0
		for ; j < len(order) && x[order[j]] == x[order[i]]; j++ {
			sum += w[order[j]]
		}
		if j-i == len(order) {
			return nil, nil
		}
		r := clip(below+sum/2, 1e-12, 1-1e-12)
		z := distuv.UnitNormal.Quantile(r)
		for _, k := range order[i:j] {
			u[k], t[k] = r, z
		}
		below += sum
		i = j
	}
	// mean 0 and variance 1, which ties and weights leave a little off
	mean, square := 0.0, 0.0
	for k, z := range t {
		mean += w[k] * z
	}
	for k := range t {
		t[k] -= mean
		square += w[k] * t[k] * t[k]
	}
	for k := range t {
		t[k] /= math.Sqrt(square)
	}
	return u, t
}
