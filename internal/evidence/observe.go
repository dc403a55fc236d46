package evidence

import (
	"math"

	"demarche/internal/lookahead"
	"demarche/internal/scenario"
)

// This file says what the reports make of each step that is over, and how
// probable they are given what happened there.

// Observation is what is known of one step of one period.
type Observation struct {
	Row         int     // place in Set.Rows; −1: nothing was reported
	Open        bool    // not observed at all: to be summed over
	Action      int     // as it appeared; −1 for a chance
	Exposed     bool    // a covert act that was seen for what it is
	Happened    bool    // of a chance
	Reliability float64 // in [0, 1]
	K           int     // appearances that the scenario declares: public acts, and covert ones that can be exposed; 2 for a chance
}

// Observed is what was known on one day. It is never changed and is safe for
// concurrent reading.
type Observed struct {
	AsOf                scenario.Date
	CutPeriod, CutStep  int // the first step that is not over; CutPeriod may be horizon + 1
	horizon, steps      int
	seen                []Observation // by period − 1 and step, those that are over
	same, other, silent []float64     // by place in seen: ln P(report | what it says happened, something else did, nothing did)
	quiet               []bool        // by place: the report says what is seen where nothing happens
	story               []int         // by place: the story that its row helps to tell, −1: none
	stories             int
}

// Observe takes what was known on the day asOf: all periods before that of asOf
// are over, and in that period the steps up to the last one with a row. Phases
// that move at once are over together. A step that is over and has no row was
// quiet: its phase's quiet act for certain, or nothing of a chance; a phase
// without a quiet act is open, and so is the step of a silent row. A nil set is
// no evidence at all: nothing is over.
func (e *Set) Observe(s *scenario.Scenario, asOf scenario.Date) *Observed {
	o := &Observed{AsOf: asOf, CutPeriod: 1, horizon: s.Horizon, steps: len(s.Steps)}
	if e == nil || len(s.Steps) == 0 {
		return o
	}
	now := s.PeriodOf(asOf)
	rows := map[int]int{} // by place
	last := -1            // in the as-of period
	for i := range e.Rows {
		r := &e.Rows[i]
		if !r.counts(s, asOf) {
			continue
		}
		rows[(r.Period-1)*o.steps+r.Step] = i
		if r.Period == now {
			last = max(last, r.Step)
		}
	}
	switch {
	case now < 1:
	case now > s.Horizon:
		o.CutPeriod = s.Horizon + 1
	default:
		o.CutPeriod, o.CutStep = now, last+1
		for o.CutStep > 0 && o.CutStep < o.steps && together(s, o.CutStep) {
			o.CutStep++
		}
		if o.CutStep == o.steps {
			o.CutPeriod, o.CutStep = now+1, 0
		}
	}
	for at := range (o.CutPeriod-1)*o.steps + o.CutStep {
		ob := nothing(s, at%o.steps)
		if i, ok := rows[at]; ok {
			r := &e.Rows[i]
			if r.Silent {
				o.add(s, at%o.steps, Observation{Row: -1, Open: true, Action: -1, K: ob.K})
				continue
			}
			ob = Observation{Row: i, Action: r.Action, Exposed: r.Exposed, Happened: r.Happened, Reliability: r.Reliability, K: ob.K}
		}
		o.add(s, at%o.steps, ob)
	}
	o.gather(e)
	return o
}

// counts reports whether a row is used on the day asOf.
func (r *Row) counts(s *scenario.Scenario, asOf scenario.Date) bool {
	return r.Use && r.Step >= 0 && r.Period >= 1 && r.Period <= s.Horizon && !r.Known.After(asOf.Time) && !r.Date.After(asOf.Time)
}

// together reports whether step i moves at once with the one before it.
func together(s *scenario.Scenario, i int) bool {
	st := s.Steps[i]
	return !st.Chance && s.Phases[st.Index].Simultaneous
}

// nothing is the observation of a step that is over and of which nothing was reported.
func nothing(s *scenario.Scenario, step int) Observation {
	st := s.Steps[step]
	if st.Chance {
		return Observation{Row: -1, Action: -1, Reliability: 1, K: 2}
	}
	ph := &s.Phases[st.Index]
	ob := Observation{Row: -1, Action: ph.Quiet, Reliability: 1}
	for i := range ph.Actions {
		if a := &ph.Actions[i]; !a.Covert() || exposable(a) {
			ob.K++
		}
	}
	if ph.Quiet < 0 {
		ob.Open = true
		ob.Action, ob.Reliability = -1, 0
	}
	return ob
}

// add takes in the observation of the next step.
func (o *Observed) add(s *scenario.Scenario, step int, ob Observation) {
	same, other, silent, quiet := 0.0, 0.0, 0.0, false
	if !ob.Open {
		miss := (1 - ob.Reliability) / float64(ob.K)
		same, other = math.Log(ob.Reliability+miss), math.Log(miss)
		if ob.K == 1 {
			same = 0 // the only thing that can be said
		}
		// where nothing happened it looks as if everybody kept quiet
		silent = other
		st := s.Steps[step]
		if st.Chance && !ob.Happened || !st.Chance && !ob.Exposed && ob.Action == s.Phases[st.Index].Quiet {
			silent, quiet = same, true
		}
	}
	o.seen = append(o.seen, ob)
	o.same, o.other, o.silent = append(o.same, same), append(o.other, other), append(o.silent, silent)
	o.quiet = append(o.quiet, quiet)
}

// place is where seen holds a step, −1 if the step is not over.
func (o *Observed) place(period, step int) int {
	if !o.Over(period, step) {
		return -1
	}
	return (period-1)*o.steps + step
}

// Over reports whether a step of a period (1, 2, …) is over.
func (o *Observed) Over(period, step int) bool {
	if period < 1 || step < 0 || step >= o.steps {
		return false
	}
	return period < o.CutPeriod || period == o.CutPeriod && step < o.CutStep
}

// At is what is known of a step; ok is false if the step is not over.
func (o *Observed) At(period, step int) (ob Observation, ok bool) {
	at := o.place(period, step)
	if at < 0 {
		return Observation{Row: -1, Action: -1}, false
	}
	return o.seen[at], true
}

// says reports whether e is what was reported.
func (ob *Observation) says(e lookahead.Event) bool {
	return ob.Action == e.Action && ob.Exposed == e.Exposed && (ob.Action >= 0 || ob.Happened == e.Happened)
}

// Log is the natural logarithm of the probability of what was reported of a
// step, given what really happened there, as all could see it:
//
//	P(row says a | b was seen) = ρ·1[a = b] + (1 − ρ)/K
//
// with reliability ρ and K declared appearances, so that ρ = 0 says nothing.
// It is 0 where nothing is known, and −Inf where the report rules the event out.
// That is for the row by itself: see LogGiven for rows that are linked.
func (o *Observed) Log(e lookahead.Event) float64 {
	at := o.place(e.Period, e.Step)
	if at < 0 {
		return 0
	}
	if o.seen[at].says(e) {
		return o.same[at]
	}
	return o.other[at]
}

// LogSkipped is Log for a step that brought about no event, because its `when`
// did not hold or nobody could act. To the outside that is the same as keeping
// quiet; in a phase without a quiet act it is unlike every report.
func (o *Observed) LogSkipped(period, step int) float64 {
	at := o.place(period, step)
	if at < 0 {
		return 0
	}
	return o.silent[at]
}
