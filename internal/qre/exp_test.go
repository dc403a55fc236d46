package qre

import (
	"math"
	"math/rand"
	"testing"
)

// TestExpNear: within two units in the last place of math.Exp, which may be one
// off itself.
func TestExpNear(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 200000 {
		x := r.Float64()*1380 - 690
		if r.Intn(2) == 0 {
			x = r.NormFloat64()
		}
		got, want := expNear(x), math.Exp(x)
		if math.Abs(got-want) > 4.5e-16*want {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
}

// TestNormalise: both ways of normalising give the same, whatever the scale.
func TestNormalise(t *testing.T) {
	for _, x := range [][]float64{
		{-0.7, -0.69}, {-1e-9, -30, -800}, {0, 0, 0, 0}, {5, 4}, {-1e7, -1e7 + 1}, {300, -400}, {-1.0986, -1.0986, -1.0987}, {-5e-324}, {1e300, -1e300},
	} {
		a, sigma := append([]float64(nil), x...), make([]float64, len(x))
		normaliseInto(a, sigma)
		scale := 1.0 // the larger x, the fewer digits a shift leaves
		for _, v := range x {
			scale = math.Max(scale, math.Abs(v))
		}
		b := append([]float64(nil), x...)
		normaliseLog(b)
		sum := 0.0
		for i := range a {
			sum += sigma[i]
			if math.Abs(a[i]-b[i]) > 1e-15*(1+math.Abs(b[i])) || math.Abs(sigma[i]-math.Exp(b[i])) > 1e-15*scale {
				t.Errorf("%v: %v, %v, want %v", x, a, sigma, b)
			}
		}
		if math.Abs(sum-1) > 1e-15 {
			t.Errorf("%v: the probabilities sum to %v", x, sum)
		}
	}
}
