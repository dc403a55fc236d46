package score

import (
	"maps"
	"math"
	"slices"
)

// This file holds what forecasts are compared with. Two baselines need runs of
// the same model (everybody at random; no evidence); the two here are constants.

// Half says one half to everything.
const Half = 0.5

// LeaveOneOut is, for each point, the share that came true of the *other*
// questions among points: what somebody says who knows how often such things
// come about, and nothing of this one. It uses what nobody knew on the day,
// and is the stronger for it; leaving the question itself out keeps it from
// reading the answer. NaN where there is no other question. A question that
// occurs twice counts once.
func LeaveOneOut(points []Point) []float64 {
	outcome := map[string]float64{}
	for _, p := range points {
		outcome[p.Question] = p.y()
	}
	total := 0.0
	for _, q := range slices.Sorted(maps.Keys(outcome)) {
		total += outcome[q]
	}
	out := make([]float64, len(points))
	for i, p := range points {
		if out[i] = math.NaN(); len(outcome) > 1 {
			out[i] = (total - outcome[p.Question]) / float64(len(outcome)-1)
		}
	}
	return out
}
