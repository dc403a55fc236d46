// Package report makes what a person reads: the brief in the terminal and as a
// page, the tables of solve and check, and their JSON. It computes nothing that
// the engine did not: it chooses, orders, rounds and words.
package report

import (
	"math"

	"demarche/internal/quantity"
	"demarche/internal/sweep"
)

// This file holds the estimative words.

// Bands are the bands of likelihood that the words stand for.
var Bands = quantity.Bands

// Word is the estimative word for probability p in [0,1]; at a band's edge the
// lower band's. It is "" if p is not a number.
func Word(p float64) string { return quantity.Word(p) }

// adverb is the estimative word for p before a verb; "" where p is not likely.
func adverb(p float64) string {
	switch word := Word(p); word {
	case "likely", "very likely":
		return word
	case "almost certain":
		return "almost certainly"
	}
	return ""
}

// Words is the estimative word for probability p with interval in: both words,
// joined by "to", if the interval lies across bands; the word of p alone if
// there is no interval; "" if p is not a number.
func Words(p sweep.Number, in sweep.Interval) string {
	if math.IsNaN(float64(p)) {
		return ""
	}
	lo, hi := Word(float64(in[0])), Word(float64(in[1]))
	switch {
	case lo == "" || hi == "":
		return Word(float64(p))
	case lo == hi:
		return lo
	}
	return lo + " to " + hi
}
