package leverage

import (
	"math"
	"testing"

	"demarche/internal/random"
)

// This file tests matrix games: known ones, and guarantees that meet on random ones.

func TestMatrixGamesByHand(t *testing.T) {
	for name, x := range map[string]struct {
		a     [][]float64
		value float64
		p, q  []float64
	}{
		"matching pennies": {[][]float64{{1, -1}, {-1, 1}}, 0, []float64{0.5, 0.5}, []float64{0.5, 0.5}},
		// p: 3p + 1(1−p)… rows equalise: 4p = 1·p + 3(1−p) → p = 1/2; value 2
		"mixed":    {[][]float64{{4, 1}, {0, 3}}, 2, []float64{0.5, 0.5}, []float64{1.0 / 3, 2.0 / 3}},
		"saddle":   {[][]float64{{3, 2}, {1, 0}}, 2, []float64{1, 0}, []float64{0, 1}},
		"one row":  {[][]float64{{3, -2, 5}}, -2, []float64{1}, []float64{0, 1, 0}},
		"one act":  {[][]float64{{7}}, 7, []float64{1}, []float64{1}},
		"scissors": {[][]float64{{0, -1, 1}, {1, 0, -1}, {-1, 1, 0}}, 0, []float64{1. / 3, 1. / 3, 1. / 3}, []float64{1. / 3, 1. / 3, 1. / 3}},
	} {
		p, q := matrixGame(x.a)
		least, most := guarantee(x.a, x.a, p, q)
		if math.Abs(least-x.value) > 1e-12 || math.Abs(most-x.value) > 1e-12 {
			t.Errorf("%s: worth %g to %g, want %g", name, least, most, x.value)
		}
		for i := range p {
			if math.Abs(p[i]-x.p[i]) > 1e-12 {
				t.Errorf("%s: rows %v, want %v", name, p, x.p)
			}
		}
		for j := range q {
			if math.Abs(q[j]-x.q[j]) > 1e-12 {
				t.Errorf("%s: columns %v, want %v", name, q, x.q)
			}
		}
	}
}

// What the rows can make sure of is what the columns can hold them to: the value.
// Entries of a few whole numbers make ties and degenerate programmes.
func TestGuaranteesMeet(t *testing.T) {
	for n := range 400 {
		rng := random.New(7, n, 0, random.UseTest)
		a := matrix(1+int(rng.Float64()*9), 1+int(rng.Float64()*9))
		scale := math.Pow(10, math.Floor(rng.Float64()*8-4))
		for i := range a {
			for j := range a[i] {
				if a[i][j] = rng.Float64(); n%2 == 0 {
					a[i][j] = math.Floor(4 * a[i][j])
				}
				a[i][j] = scale * (a[i][j] - 0.3)
			}
		}
		p, q := matrixGame(a)
		least, most := guarantee(a, a, p, q)
		if !(most-least <= 1e-10*scale && least-most <= 1e-10*scale) {
			t.Errorf("game %d (%d by %d): between %g and %g", n, len(a), len(a[0]), least, most)
		}
	}
}
