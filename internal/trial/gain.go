package trial

import "math"

// This file says how much is to be learnt from what has not been seen yet.

// Gain is the mutual information, in bits, between two things whose joint
// distribution is given by row and column: how far, on average, seeing the one
// will move the other. Entries are ≥ 0 and need not sum to 1; it is 0 for an
// empty table and NaN if an entry is.
//
// A table of a mixture is the mixture of the tables: the gain of it is not the
// average of the gains, since what tells the parts of the mixture apart is
// learnt as well.
func Gain(joint [][]float64) float64 {
	var rows, columns []float64
	total := 0.0
	for i := range joint {
		rows = append(rows, 0)
		for j, p := range joint[i] {
			if j >= len(columns) {
				columns = append(columns, 0)
			}
			rows[i] += p
			columns[j] += p
			total += p
		}
	}
	sum := 0.0
	for i := range joint {
		for j, p := range joint[i] {
			if p != 0 { // NaN included
				sum += p / total * math.Log2(p/rows[i]*(total/columns[j]))
			}
		}
	}
	return math.Max(sum, 0) // rounding
}

// Given is each row of a joint distribution over the columns, given that row;
// NaN where the row has no probability.
func Given(joint [][]float64) [][]float64 {
	out := make([][]float64, len(joint))
	for i := range joint {
		total := 0.0
		for _, p := range joint[i] {
			total += p
		}
		for _, p := range joint[i] {
			out[i] = append(out[i], p/total)
		}
	}
	return out
}

// Entropy is what is not known, in bits, of something with the given
// probabilities, which need not sum to 1: the most that can be learnt of it. It
// is 0 of nothing and NaN if an entry is.
func Entropy(p []float64) float64 {
	total := 0.0
	for _, v := range p {
		total += v
	}
	sum := 0.0
	for _, v := range p {
		if v != 0 {
			sum -= v / total * math.Log2(v/total)
		}
	}
	return math.Max(sum, 0) // rounding
}
