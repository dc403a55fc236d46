package score

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"

	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file turns a ledger back into forecasts to score.

// Scenarios names what a ledger holds forecasts of, in order.
func Scenarios(entries []Entry) []string {
	seen := map[string]bool{}
	for i := range entries {
		seen[entries[i].Scenario] = true
	}
	return slices.Sorted(maps.Keys(seen))
}

// FromLedger takes the forecasts of one scenario from a verified ledger, one
// set for each as-of date: the first that was entered, because one that was
// entered later may have been made better with what was known by then. again
// is how many entries that leaves out.
func FromLedger(entries []Entry, name string) (made []Made, again int) {
	seen := map[string]bool{}
	for i := range entries {
		e := &entries[i]
		if e.Scenario != name {
			continue
		}
		if seen[e.AsOf] {
			again++
			continue
		}
		seen[e.AsOf] = true
		m := Made{Run: fmt.Sprintf("entry %d", e.Number), AsOf: mustDay(e.AsOf), Created: e.Time, ModelHash: e.ModelHash, Seed: e.Seed, Draws: e.Draws,
			Stories: e.Stories, NoEvidence: e.NoEvidence, EffectiveDraws: float64(e.Effective)}
		for _, q := range e.Questions {
			var first scenario.Date
			if q.From != "" {
				first = mustDay(q.From)
			}
			m.Forecasts = append(m.Forecasts, Forecast{q.Name, q.Title, first, mustDay(q.By), float64(q.Probability), float64(q.Interval[0]), float64(q.Interval[1])})
		}
		made = append(made, m)
	}
	return made, again
}

// mustDay reads a date that was checked when the ledger was verified.
func mustDay(text string) scenario.Date {
	d, err := day(text)
	if err != nil {
		panic("a verified ledger holds the date " + text)
	}
	return d
}

// FromResult takes the forecasts of a run of s.
func FromResult(r *sweep.Result, s *scenario.Scenario) Made {
	m := Made{Run: r.RunDirectory, ModelHash: r.ModelHash, Seed: r.Seed, Draws: r.Draws, Stories: r.Stories, NoEvidence: r.NoEvidence,
		Interrupted: r.Diag.Interrupted, EffectiveDraws: float64(r.Diag.EffectiveDraws)}
	m.AsOf, _ = day(r.AsOf) // a zero date leaves all open; the reader of the run has refused it
	for _, q := range r.Questions {
		by, _ := day(q.By)
		p := float64(q.Probability)
		if !valid(p) {
			p = math.NaN()
		}
		m.Forecasts = append(m.Forecasts, Forecast{q.Name, q.Title, from(s, q.Name), by, p, float64(q.Interval[0]), float64(q.Interval[1])})
	}
	return m
}

// Probabilities of a run, by question, for a baseline.
func Probabilities(r *sweep.Result) map[string]float64 {
	out := map[string]float64{}
	for _, q := range r.Questions {
		out[q.Name] = float64(q.Probability)
	}
	return out
}

// Frame is as much of a scenario as a resolution file is read against: the
// questions of made, with their last days, from start on. A question that has
// two last days among them keeps the later set's; the earlier forecasts are
// then of another question (see OtherWindow).
func Frame(name string, start scenario.Date, made []Made) (*scenario.Scenario, map[string]scenario.Date) {
	made = append([]Made{}, made...)
	sort.SliceStable(made, func(i, j int) bool { return made[i].AsOf.Before(made[j].AsOf.Time) })
	by, first := map[string]scenario.Date{}, map[string]scenario.Date{}
	for _, m := range made {
		for _, f := range m.Forecasts {
			by[f.Question], first[f.Question] = f.By, f.From
		}
	}
	s := &scenario.Scenario{Name: name, Start: start, AsOf: start}
	for _, q := range slices.Sorted(maps.Keys(by)) {
		s.Questions = append(s.Questions, scenario.Question{Name: q, From: first[q], By: by[q]})
	}
	return s, by
}

// FirstDay is the start of the story of one scenario in a ledger: the earliest
// that its entries give.
func FirstDay(entries []Entry, name string) scenario.Date {
	var first scenario.Date
	for i := range entries {
		if e := &entries[i]; e.Scenario == name {
			if d := mustDay(e.Start); first.IsZero() || d.Before(first.Time) {
				first = d
			}
		}
	}
	return first
}
