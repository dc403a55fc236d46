package score

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file asks whether what was called 30% came true in three cases of ten.

// Bins is the number of equal steps into which [0, 1] is cut. The last holds 1.
const Bins = 10

// Coverage is the rate at which the intervals of this package claim to cover.
const Coverage = 0.90

// Bin is the forecasts of one step of [0, 1].
type Bin struct {
	From, To  float64
	Forecasts int     // how many
	Questions int     // how many different questions they are about
	Forecast  float64 // their mean; NaN if there are none
	Frequency float64 // the share that came true; NaN if there are none
	Lo, Hi    float64 // interval of the frequency, see Wilson; 0 and 1 if there are none
}

// binOf is the step that p lies in; a lower edge belongs to the step above it.
func binOf(p float64) int { return min(int(p*Bins), Bins-1) }

// Reliability sorts points into bins. The interval of a frequency counts each
// question once, however often it was asked: its outcome is one outcome.
func Reliability(points []Point) []Bin {
	groups := group(points)
	out := make([]Bin, Bins)
	for k := range out {
		b := &out[k]
		b.From, b.To = float64(k)/Bins, float64(k+1)/Bins
		b.Forecasts, b.Questions = len(groups[k]), questions(groups[k])
		b.Forecast, b.Frequency = meanP(groups[k]), BaseRate(groups[k])
		b.Lo, b.Hi = Wilson(b.Frequency, float64(b.Questions))
	}
	return out
}

func group(points []Point) [Bins][]Point {
	var out [Bins][]Point
	for _, p := range points {
		k := binOf(p.P)
		out[k] = append(out[k], p)
	}
	return out
}

func meanP(points []Point) float64 {
	xs := make([]float64, len(points))
	for i, p := range points {
		xs[i] = p.P
	}
	return mean(xs)
}

// Wilson is the 90% score interval (Wilson 1927) of a frequency observed in n
// independent cases; 0 and 1 if there are none.
func Wilson(frequency, n float64) (lo, hi float64) {
	if !(n > 0) || !valid(frequency) {
		return 0, 1
	}
	z := distuv.UnitNormal.Quantile((1 + Coverage) / 2)
	z2 := z * z
	mid := (frequency + z2/(2*n)) / (1 + z2/n)
	half := z / (1 + z2/n) * math.Sqrt(frequency*(1-frequency)/n+z2/(4*n*n))
	lo, hi = math.Max(mid-half, 0), math.Min(mid+half, 1)
	if frequency == 0 {
		lo = 0
	}
	if frequency == 1 {
		hi = 1
	}
	return lo, hi
}

// Decomposition splits the mean Brier score over bins:
//
//	Brier = Reliability − Resolution + Uncertainty + Within
//
// after Murphy (1973). Within is what the binning itself leaves over, the
// variance of the forecasts within bins less twice their covariance with the
// outcomes (Stephenson, Coelho and Jolliffe 2008); with it the sum is exact.
type Decomposition struct {
	Reliability float64 // squared distance of frequency from forecast, ≥ 0: 0 is best
	Resolution  float64 // squared distance of the bins' frequencies from the base rate, ≥ 0: more is better
	Uncertainty float64 // of the questions themselves: base rate × (1 − base rate)
	Within      float64
}

// Murphy decomposes the mean Brier score of points; all NaN if there are none.
func Murphy(points []Point) Decomposition {
	n := float64(len(points))
	if n == 0 {
		nan := math.NaN()
		return Decomposition{nan, nan, nan, nan}
	}
	base := BaseRate(points)
	d := Decomposition{Uncertainty: base * (1 - base)}
	for _, g := range group(points) {
		if len(g) == 0 {
			continue
		}
		f, y, w := meanP(g), BaseRate(g), float64(len(g))/n
		d.Reliability += w * (f - y) * (f - y)
		d.Resolution += w * (y - base) * (y - base)
		for _, p := range g {
			d.Within += ((p.P-f)*(p.P-f) - 2*(p.y()-y)*(p.P-f)) / n
		}
	}
	return d
}
