package logspace

// This file checks sums whose terms would overflow, vanish, or are not there.

import (
	"math"
	"testing"
)

func TestSums(t *testing.T) {
	none := math.Inf(-1)
	for _, c := range []struct {
		x    []float64
		want float64
	}{
		{nil, none}, {[]float64{none, none}, none}, {[]float64{none, 2}, 2}, {[]float64{-2000, -2000}, -2000 + math.Ln2},
		{[]float64{math.Log(2), math.Log(3)}, math.Log(5)}, {[]float64{900, 900 + math.Log(3)}, 900 + math.Log(4)},
	} {
		if got := Sum(c.x); got != c.want && math.Abs(got-c.want) > 1e-12*math.Abs(c.want) {
			t.Errorf("Sum(%v) is %v, want %v", c.x, got, c.want)
		}
		added := none
		for _, l := range c.x {
			added = Add(added, l)
		}
		if added != c.want && math.Abs(added-c.want) > 1e-12*math.Abs(c.want) {
			t.Errorf("added up, %v is %v, want %v", c.x, added, c.want)
		}
	}
}
