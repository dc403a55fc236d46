package evidence

import "slices"

// This file makes other evidence of a set: what it would be if a report had not
// come in, or if all reports were beyond doubt.

// Without is the set as if row i had never been reported and nobody knew what
// happened there: the step of the row is left open, not taken for quiet. What is
// over stays over.
func (e *Set) Without(i int) *Set {
	out := &Set{File: e.File, Rows: slices.Clone(e.Rows)}
	out.Rows[i].Silent = true
	return out
}

// Certain is the set with every row beyond doubt: reliability 1.
func (e *Set) Certain() *Set {
	out := &Set{File: e.File, Rows: slices.Clone(e.Rows)}
	for i := range out.Rows {
		out.Rows[i].Reliability = 1
	}
	return out
}
