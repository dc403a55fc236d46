// Package importance turns the likelihoods of draws into weights, and says how
// far what is weighed so can be believed.
package importance

import (
	"math"
	"slices"
	"sort"
)

// This file smooths the largest weights by a generalised Pareto distribution
// and reads off its shape how heavy their tail is.

// Reliable is the shape of the tail up to which weighed means converge at a
// useful rate (Vehtari, Simpson, Gelman, Yao and Gabry 2024).
const Reliable = 0.7

// fewest is the smallest tail that a shape can be fitted to.
const fewest = 5

// Weights are the shares of draws with log-likelihoods logs, which sum to 1.
// −Inf is a share of 0; NaN and +Inf are not allowed. Where every likelihood is
// 0, or there is no draw, all shares are 0.
//
// The largest min(n/5, 3√n) of them are replaced, in their order, by quantiles of
// the generalised Pareto distribution that fits them (Pareto-smoothed importance
// sampling, Vehtari et al. 2024), none above the largest raw one. k is its shape:
// above Reliable the draws miss too much of where the weight lies. It is NaN, and
// nothing is smoothed, where the tail holds fewer than 5 draws or has no spread.
func Weights(logs []float64) (w []float64, k float64) {
	w = make([]float64, len(logs))
	top := math.Inf(-1)
	for _, l := range logs {
		top = max(top, l)
	}
	if math.IsInf(top, -1) {
		return w, math.NaN()
	}
	for d, l := range logs {
		w[d] = math.Exp(l - top)
	}
	k = smooth(w)
	sum := 0.0
	for _, x := range w {
		sum += x
	}
	for d := range w {
		w[d] /= sum
	}
	return w, k
}

// smooth replaces the tail of w, whose largest element is 1.
func smooth(w []float64) float64 {
	n := len(w)
	m := int(math.Ceil(math.Min(0.2*float64(n), 3*math.Sqrt(float64(n)))))
	if m < fewest || m >= n {
		return math.NaN()
	}
	order := make([]int, n)
	for d := range order {
		order[d] = d
	}
	sort.SliceStable(order, func(a, b int) bool { return w[order[a]] < w[order[b]] })
	tail := order[n-m:]
	from := math.Max(w[order[n-m-1]], math.SmallestNonzeroFloat64)
	over := make([]float64, 0, m)
	for _, d := range tail {
		if x := w[d] - from; x > 0 {
			over = append(over, x)
		}
	}
	if len(over) < fewest || over[len(over)-1]-over[0] <= 1e-12*over[len(over)-1] {
		return math.NaN()
	}
	k, sigma := fit(over)
	if math.IsNaN(k) || math.IsInf(k, 0) || !(sigma > 0) {
		return math.NaN()
	}
	ties := tail[m-len(over):]
	for j, d := range ties {
		w[d] = math.Min(from+quantile((float64(j)+0.5)/float64(len(over)), k, sigma), 1)
	}
	return k
}

// fit is the shape and the scale of a generalised Pareto distribution from a
// sorted positive sample, by the empirical Bayes estimate of Zhang and Stephens
// (2009), the shape drawn towards 1/2 as by ten further observations.
func fit(x []float64) (k, sigma float64) {
	const prior, towards = 3, 10
	n := float64(len(x))
	m := 30 + int(math.Sqrt(n))
	quarter := x[int(n/4+0.5)-1]
	theta := make([]float64, m)
	level := make([]float64, m)
	shape := func(theta float64) float64 {
		sum := 0.0
		for _, v := range x {
			sum += math.Log1p(-theta * v)
		}
		return sum / n
	}
	for j := range theta {
		theta[j] = 1/x[len(x)-1] + (1-math.Sqrt(float64(m)/(float64(j)+0.5)))/(prior*quarter)
		s := shape(theta[j])
		level[j] = n * (math.Log(-theta[j]/s) - s - 1)
	}
	top := slices.Max(level)
	sum, mean := 0.0, 0.0
	for j := range theta {
		p := math.Exp(level[j] - top)
		sum += p
		mean += p * theta[j]
	}
	mean /= sum
	k = shape(mean)
	sigma = -k / mean
	return (n*k + towards*0.5) / (n + towards), sigma
}

// quantile of the generalised Pareto distribution at p in (0, 1).
func quantile(p, k, sigma float64) float64 {
	if math.Abs(k) < 1e-12 {
		return -sigma * math.Log1p(-p)
	}
	return sigma * math.Expm1(-k*math.Log1p(-p)) / k
}

// Effective is the effective number of draws of shares that sum to 1 (Kong, Liu
// and Wong 1994), 0 if all are 0.
func Effective(w []float64) float64 {
	sum := 0.0
	for _, x := range w {
		sum += x * x
	}
	if sum == 0 {
		return 0
	}
	return 1 / sum
}

// Systematic gives n copies to draws in proportion to their shares, which sum to
// 1, with one uniform number u in [0, 1) (Kitagawa 1996). It never favours a
// draw: the expected number of copies is n times the share.
func Systematic(w []float64, n int, u float64) []int {
	out := make([]int, len(w))
	cum, k := 0.0, 0
	for d, x := range w {
		cum += x * float64(n)
		for float64(k)+u < cum && k < n {
			out[d]++
			k++
		}
	}
	return out
}

// Shares are Weights as they are, nothing smoothed.
func Shares(logs []float64) []float64 {
	w := make([]float64, len(logs))
	top := math.Inf(-1)
	for _, l := range logs {
		top = max(top, l)
	}
	if math.IsInf(top, -1) {
		return w
	}
	sum := 0.0
	for d, l := range logs {
		w[d] = math.Exp(l - top)
		sum += w[d]
	}
	for d := range w {
		w[d] /= sum
	}
	return w
}
