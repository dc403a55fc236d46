package scenario

import (
	"math"
	"slices"

	"demarche/internal/diag"
	"gonum.org/v1/gonum/mat"
)

// This file holds how uncertain parameters hang together.

// Correlation is a rank correlation (Spearman 1904) between two parameters,
// neither of which is fixed or derived.
type Correlation struct {
	A, B  int     // in Scenario.Parameters; A < B
	Rank  float64 // in (−1, 1)
	Range diag.Range
}

// Normal is the correlation between the normal scores of the two: a Gaussian
// copula with it has the rank correlation Rank (Pearson 1907; Kruskal 1958).
func (c Correlation) Normal() float64 { return 2 * math.Sin(math.Pi*c.Rank/6) }

// Copula is a Gaussian copula between some of the parameters: their normal
// scores are L times independent standard normal ones.
type Copula struct {
	Of []int       // places in Scenario.Parameters, ascending
	L  [][]float64 // lower triangle: row k has k+1 numbers, its squares sum to 1
}

// MakeCopula is the copula with these correlations, every other pair of scores
// being uncorrelated; nil for an empty list. ok is false if no distribution has
// them all at once, or only a degenerate one. No pair may stand twice.
func MakeCopula(list []Correlation) (c *Copula, ok bool) {
	if len(list) == 0 {
		return nil, true
	}
	c = &Copula{}
	for _, r := range list {
		c.Of = append(c.Of, r.A, r.B)
	}
	slices.Sort(c.Of)
	c.Of = slices.Compact(c.Of)
	var chol mat.Cholesky
	if !chol.Factorize(ScoreMatrix(c.Of, list)) || !(chol.Cond() < 1e12) {
		return nil, false
	}
	var l mat.TriDense
	chol.LTo(&l)
	for k := range c.Of {
		row := make([]float64, k+1)
		for j := range row {
			row[j] = l.At(k, j)
		}
		c.L = append(c.L, row)
	}
	return c, true
}

// ScoreMatrix is the matrix of correlations between the normal scores of the
// parameters named by of, ascending, which holds both sides of every pair.
func ScoreMatrix(of []int, list []Correlation) *mat.SymDense {
	m := mat.NewSymDense(len(of), nil)
	for k := range of {
		m.SetSym(k, k, 1)
	}
	for _, r := range list {
		a, _ := slices.BinarySearch(of, r.A)
		b, _ := slices.BinarySearch(of, r.B)
		m.SetSym(a, b, r.Normal())
	}
	return m
}
