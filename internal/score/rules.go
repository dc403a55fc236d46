package score

import "math"

// This file holds the two scoring rules. Both are losses, 0 is best, and both
// are strictly proper: on average nobody does better than by saying what he
// believes. (Holding the logarithm's probabilities gives that up outside of
// [Held, 1 − Held], and only there.)

// Held is how near to 0 and 1 the logarithmic score lets a probability come. A
// forecast made from some hundred stories cannot tell one in a thousand from
// never, and one wrong "never" would otherwise cost infinity and drown all else.
// The dearest mistake therefore costs −ln 0.001 = 6.91. How many forecasts were
// held is part of every result.
const Held = 0.001

// Brier is the squared error of probability p of what did (true) or did not
// happen (Brier 1950, in the form for two outcomes): 0 to 1; NaN if p is not a
// probability.
func Brier(p float64, happened bool) float64 {
	if !valid(p) {
		return math.NaN()
	}
	if happened {
		return (1 - p) * (1 - p)
	}
	return p * p
}

// Log is the logarithmic score (Good 1952): minus the natural logarithm of the
// probability given to what came about, 0.001 to 6.91 nats; saying one half
// costs ln 2 = 0.693. p is first held within [Held, 1 − Held]; held says that
// this changed it. NaN if p is not a probability.
func Log(p float64, happened bool) (loss float64, held bool) {
	if !valid(p) {
		return math.NaN(), false
	}
	q := math.Min(math.Max(p, Held), 1-Held)
	held = q != p
	if !happened {
		q = 1 - q
	}
	return -math.Log(q), held
}
