package score

import "math"

// This file holds the unit of all statistics: one forecast and its outcome.

// Point is one scored forecast. Forecasts of one question at several dates
// share their outcome, so they are kept together by Question: intervals count
// questions, not forecasts.
type Point struct {
	Question string
	P        float64 // in [0, 1]
	Happened bool
}

func (p Point) y() float64 {
	if p.Happened {
		return 1
	}
	return 0
}

// questions is the number of different questions among points.
func questions(points []Point) int {
	seen := map[string]bool{}
	for _, p := range points {
		seen[p.Question] = true
	}
	return len(seen)
}

// MeanBrier is the mean Brier score; NaN if there are no points.
func MeanBrier(points []Point) float64 {
	xs := make([]float64, len(points))
	for i, p := range points {
		xs[i] = Brier(p.P, p.Happened)
	}
	return mean(xs)
}

// MeanLog is the mean logarithmic score, and how many probabilities were held;
// NaN if there are no points.
func MeanLog(points []Point) (loss float64, held int) {
	xs := make([]float64, len(points))
	for i, p := range points {
		l, h := Log(p.P, p.Happened)
		xs[i] = l
		if h {
			held++
		}
	}
	return mean(xs), held
}

// BaseRate is the share of points that came true; NaN if there are none.
func BaseRate(points []Point) float64 {
	if len(points) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, p := range points {
		sum += p.y()
	}
	return sum / float64(len(points))
}
