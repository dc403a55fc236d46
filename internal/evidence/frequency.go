package evidence

import (
	"math"

	"demarche/internal/scenario"
)

// This file counts how often each act was seen, for comparison with a model
// that was shown nothing (the prior predictive check; Gelman et al. 1996).

// Frequencies is, for each appearance of each phase and for each chance, the
// share of the periods over in which it was observed, quiet periods included.
// Names are those of the language: "beijing.deny", "beijing.ship_fuel.exposed",
// "collapse". Periods in which a phase is open do not count; NaN where no
// period counts. Reliability is left aside: a report counts in full.
func (o *Observed) Frequencies(s *scenario.Scenario) map[string]float64 {
	out := map[string]float64{}
	for step, st := range s.Steps {
		periods := 0
		acts := map[int]int{}
		happened := 0
		for p := 1; o.Over(p, step); p++ {
			ob, _ := o.At(p, step)
			if ob.Open {
				continue
			}
			periods++
			acts[ob.Action]++
			if ob.Happened {
				happened++
			}
		}
		share := func(n int) float64 {
			if periods == 0 {
				return math.NaN()
			}
			return float64(n) / float64(periods)
		}
		if st.Chance {
			out[s.Chances[st.Index].Name] = share(happened)
			continue
		}
		ph := &s.Phases[st.Index]
		for i := range ph.Actions {
			a := &ph.Actions[i]
			switch {
			case !a.Covert():
				out[ph.Name+"."+a.Name] = share(acts[i])
			case exposable(a):
				out[ph.Name+"."+a.Name+".exposed"] = share(acts[i])
			}
		}
	}
	return out
}
