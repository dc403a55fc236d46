package random

import "demarche/internal/scenario"

// This file moves parameters along their own scales of uncertainty.

// Uncertain reports whether a parameter has a distribution of its own: one that
// is fixed or computed from others has none that could be moved.
func Uncertain(d *scenario.Distribution) bool {
	switch d.Kind {
	case scenario.Normal, scenario.LogNormal, scenario.LogitNormal, scenario.Uniform:
		return true
	}
	return false
}

// FromMargins is a value for every parameter of s from where each stands within
// its own distribution (see ScoreOf; those of fixed and derived parameters are
// not read), however they are correlated.
func FromMargins(s *scenario.Scenario, z []float64) []float64 {
	return fill(s, func(i int) float64 { return quantileAt(&s.Parameters[i].Dist, z[i]) })
}

// Decorrelate is the inverse of Correlate: the independent scores that c makes
// into z, also for differences of scores. Without a copula it is z itself, else a
// new slice.
func Decorrelate(c *scenario.Copula, z []float64) []float64 {
	if c == nil {
		return z
	}
	e := append([]float64(nil), z...)
	for k, i := range c.Of {
		rest := z[i]
		for j, by := range c.L[k][:k] {
			rest -= by * e[c.Of[j]]
		}
		e[i] = rest / c.L[k][k]
	}
	return e
}
