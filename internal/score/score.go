// Package score says how good forecasts were, once it is known what happened:
// proper scores, calibration and discrimination, held against baselines, with
// intervals that allow for asking the same question again each month. It also
// keeps the ledger, a chained file of forecasts as they were made. It solves
// nothing and reads no model: forecasts and outcomes come in, figures go out.
package score

import (
	"math"
	"time"

	"demarche/internal/scenario"
)

// This file holds what is scored: forecasts as they were made.

// Forecast is the probability that was given to one question.
type Forecast struct {
	Question, Title string
	From, By        scenario.Date // the first and the last day that count; zero From: the day after the as-of date
	P               float64       // in [0, 1]; NaN where it could not be computed
	Lo, Hi          float64       // 90% credible; NaN without
}

// Made is the forecasts of one day, by one run.
type Made struct {
	Run                 string        // its folder, or its entry in a ledger
	AsOf                scenario.Date // the evidence up to this day was known
	Created             time.Time     // when it was computed; zero if not known
	ModelHash           string
	Seed                uint64
	Draws, Stories      int
	NoEvidence          bool
	Interrupted         bool
	Forecasts           []Forecast
	Random, Prior       map[string]float64 // the same questions with everybody choosing at random, and without evidence; nil: not computed
	EffectiveDraws      float64            // NaN: not known
	RandomRun, PriorRun string             // where those two runs are kept; "": nowhere
}

// valid reports whether p is a probability.
func valid(p float64) bool { return p >= 0 && p <= 1 } // false for NaN

// mean of xs; NaN if there are none.
func mean(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}
