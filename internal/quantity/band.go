package quantity

import "math"

// This file holds the estimative words and where one gives way to the next.

// Band is a named stretch of probability.
type Band struct {
	Name string
	High float64 // upper bound; the lower one is the band before it
}

// Bands are the seven bands of likelihood of Intelligence Community Directive
// 203, "Analytic Standards" (2015), lowest first. The directive stops at 1% and
// 99%; we let the outer bands run on to the ends.
var Bands = []Band{
	{Name: "almost no chance", High: 0.05},
	{Name: "very unlikely", High: 0.20},
	{Name: "unlikely", High: 0.45},
	{Name: "roughly even chance", High: 0.55},
	{Name: "likely", High: 0.80},
	{Name: "very likely", High: 0.95},
	{Name: "almost certain", High: 1},
}

// edge forgives rounding at a band's edge: 0.1+0.1 is a fifth to the reader.
const edge = 1e-12

// BandOf is the place in Bands of probability p in [0,1]; at a band's edge the
// lower band's. It is −1 if p is not a number.
func BandOf(p float64) int {
	if math.IsNaN(p) {
		return -1
	}
	for k, b := range Bands {
		if p <= b.High+edge {
			return k
		}
	}
	return len(Bands) - 1
}

// Word is the estimative word for probability p in [0,1]; at a band's edge the
// lower band's. It is "" if p is not a number.
func Word(p float64) string {
	if k := BandOf(p); k >= 0 {
		return Bands[k].Name
	}
	return ""
}
