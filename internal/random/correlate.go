package random

import (
	"demarche/internal/scenario"
	"gonum.org/v1/gonum/stat/distuv"
)

// This file draws parameters that hang together: a Gaussian copula between
// their normal scores, each parameter keeping its own distribution.

// FromScores is a value for every parameter of s from independent standard
// normal scores, one for each parameter (those of fixed and derived parameters
// are not read): the scores are correlated as s says, and each parameter is the
// quantile of its distribution at its score. It reads e and does not keep it.
func FromScores(s *scenario.Scenario, e []float64) []float64 {
	z := Correlate(s.Copula, e)
	return fill(s, func(i int) float64 { return quantileAt(&s.Parameters[i].Dist, z[i]) })
}

// Score is the normal score of a probability in (0, 1): what FromScores reads.
func Score(u float64) float64 { return distuv.UnitNormal.Quantile(u) }

// Correlate makes independent standard normal scores, one for each parameter,
// into those that c describes. Without a copula it is e itself, else a new slice.
func Correlate(c *scenario.Copula, e []float64) []float64 {
	if c == nil {
		return e
	}
	z := append([]float64(nil), e...)
	for k, i := range c.Of {
		sum := 0.0
		for j, by := range c.L[k] {
			sum += by * e[c.Of[j]]
		}
		z[i] = sum
	}
	return z
}
