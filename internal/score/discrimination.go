package score

import (
	"maps"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// This file asks whether what came true had been called likelier than what did not.

// Discrimination is the area under the receiver operating characteristic: the
// probability that of two questions, one that came true and one that did not,
// the first had the higher forecast, ties counting half. ½ is no better than
// drawing lots.
type Discrimination struct {
	Area    float64 // 0 to 1; NaN if all questions came out the same
	Lo, Hi  float64 // 90%; NaN if undefined
	Yes, No int     // different questions of each outcome
	Why     string  // why Area, or its interval, is undefined; "" if it is not
}

// AUC computes the area by pairs (Bamber 1975). Its variance comes from
// placements (DeLong, DeLong and Clarke-Pearson 1988), summed by question so
// that a question asked every month counts as one case (Obuchowski 1997); the
// interval is taken on the logit scale, with Student's t at one degree of
// freedom less than there are questions of the rarer outcome. Below two
// questions of either outcome, or where all pairs are in order (or all out of
// order), a variance cannot be had, and there is no interval.
func AUC(points []Point) Discrimination {
	nan := math.NaN()
	out := Discrimination{Area: nan, Lo: nan, Hi: nan}
	var yes, no []Point
	for _, p := range points {
		if p.Happened {
			yes = append(yes, p)
		} else {
			no = append(no, p)
		}
	}
	out.Yes, out.No = questions(yes), questions(no)
	switch {
	case len(points) == 0:
		out.Why = "there is nothing to score"
		return out
	case len(yes) == 0:
		out.Why = "no question came true"
		return out
	case len(no) == 0:
		out.Why = "every question came true"
		return out
	}
	below := placements(yes, no) // of each yes: share of the nos below it
	above := placements(no, yes)
	for i := range above {
		above[i] = 1 - above[i]
	}
	out.Area = mean(below)
	switch {
	case out.Yes < 2 || out.No < 2:
		out.Why = "an interval needs two questions of either outcome"
		return out
	case out.Area <= 0 || out.Area >= 1:
		out.Why = "all pairs are in one order: with so few questions the data cannot say how far from that the truth may be"
		return out
	}
	variance := spread(yes, below, out.Area, out.Yes) + spread(no, above, out.Area, out.No)
	if !(variance > 0) {
		out.Why = "the placements do not vary: a variance cannot be had"
		return out
	}
	t := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: float64(min(out.Yes, out.No) - 1)}.Quantile((1 + Coverage) / 2)
	centre := math.Log(out.Area / (1 - out.Area))
	half := t * math.Sqrt(variance) / (out.Area * (1 - out.Area))
	out.Lo, out.Hi = logistic(centre-half), logistic(centre+half)
	return out
}

// placements is, for each of a, the share of b below it, ties counting half.
func placements(a, b []Point) []float64 {
	ps := make([]float64, len(b))
	for i := range b {
		ps[i] = b[i].P
	}
	sort.Float64s(ps)
	out := make([]float64, len(a))
	for i := range a {
		under := sort.SearchFloat64s(ps, a[i].P)
		upTo := sort.Search(len(ps), func(k int) bool { return ps[k] > a[i].P })
		out[i] = float64(under+upTo) / 2 / float64(len(ps))
	}
	return out
}

// spread is one outcome's part of the variance of the area.
func spread(points []Point, placed []float64, area float64, clusters int) float64 {
	sums := map[string]float64{}
	for i, p := range points {
		sums[p.Question] += placed[i] - area
	}
	total := 0.0
	for _, k := range slices.Sorted(maps.Keys(sums)) {
		total += sums[k] * sums[k]
	}
	n, g := float64(len(points)), float64(clusters)
	return g / (g - 1) * total / (n * n)
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
