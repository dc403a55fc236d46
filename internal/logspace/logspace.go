// Package logspace adds probabilities that are kept as logarithms.
package logspace

import (
	"math"

	"gonum.org/v1/gonum/floats"
)

// Add is ln(eᵃ + eᵇ); −Inf stands for 0. NaN and +Inf are not allowed.
func Add(a, b float64) float64 {
	if a < b {
		a, b = b, a
	}
	if math.IsInf(b, -1) {
		return a
	}
	return a + math.Log1p(math.Exp(b-a))
}

// Sum is the logarithm of the sum of exponentials, −Inf of nothing.
func Sum(x []float64) float64 {
	if len(x) == 0 {
		return math.Inf(-1)
	}
	return floats.LogSumExp(x)
}
