package score

import (
	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

// This file decides which forecasts are scored. The rule looks at dates that
// were fixed before anything happened, never at how a question came out:
//
//   - A question that had come true by the as-of date is no forecast any more.
//     On each as-of date the questions still open are scored, all of them; each
//     forecast weighs the same, and none is averaged over the time that its
//     question stayed open, since that time depends on the outcome (each
//     forecast is judged at what was known when it was made: Dawid 1984).
//   - A question counts once its last day is over. One that came true early is
//     dated at its event, but while its last day lies ahead of the scoring date
//     it stays out of the means: its like that have not come true cannot be
//     counted yet, and counting only those that have would favour whoever
//     forecasts high.

// Status says what became of one forecast.
type Status string

// The states of a forecast at the scoring date.
const (
	Scored      Status = "scored"
	Before      Status = "settled before"   // it was settled by the as-of date
	Open        Status = "open"             // its last day is not over, and nothing has happened
	Early       Status = "early"            // settled, but its last day is not over: shown, not in the means
	Unsettled   Status = "not settled"      // its last day is over, and the resolution file does not say how it came out
	NoForecast  Status = "no forecast"      // the run could not compute it
	OtherWindow Status = "another question" // the resolution file speaks of another last day
)

// statusOf one forecast of a question at the scoring date. by is the last day
// that the resolution was read against; the zero date: any.
func statusOf(f *Forecast, asOf scenario.Date, r evidence.Resolution, answered bool, by, at scenario.Date) Status {
	if answered && r.Date.After(at.Time) { // not known yet on the scoring date
		answered = false
	}
	over := !f.By.After(at.Time)
	switch {
	case !by.IsZero() && !f.By.Equal(by.Time):
		return OtherWindow
	case answered && !r.Date.After(asOf.Time), f.By.Before(asOf.Time):
		return Before
	case !answered && over:
		return Unsettled
	case !answered:
		return Open
	case !valid(f.P):
		return NoForecast
	case !over:
		return Early
	}
	return Scored
}

// lastDay is the latest date that the resolutions speak of: the scoring date
// where none is given, so that a score does not depend on the day it is asked for.
func lastDay(settled map[string]evidence.Resolution) scenario.Date {
	var last scenario.Date
	for _, r := range settled {
		if r.Date.After(last.Time) {
			last = r.Date
		}
	}
	return last
}
