// Package quantity holds the numbers that results are made of: those that may
// not exist, and intervals of them.
package quantity

import (
	"encoding/json"
	"math"
)

// Number is a quantity that may not exist: NaN and ±Inf are written as null.
type Number float64

// MarshalJSON writes x at full precision, or null if it is not finite.
func (x Number) MarshalJSON() ([]byte, error) {
	if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

// UnmarshalJSON reads null as NaN.
func (x *Number) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*x = None
		return nil
	}
	return json.Unmarshal(b, (*float64)(x))
}

// None is a number that does not exist.
var None = Number(math.NaN())

// Interval is a pair of bounds, low first; null bounds where there is none.
type Interval [2]Number
