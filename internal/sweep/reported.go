package sweep

import (
	"math"
	"slices"
)

// This file says what became of every report, and how often acts happen beside
// how often they did.

// evidence says what became of every row, and how surprising it was.
func (r *run) evidence(res *Result) {
	res.Evidence = []EvidenceRow{}
	res.LogEv = Number(math.NaN())
	if r.set == nil {
		return
	}
	if !r.opt.NoEvidence {
		res.LogEv = Number(r.logEvidence())
	}
	reasons := r.seen.Reasons(r.set)
	for i, row := range r.set.Rows {
		x := EvidenceRow{
			ID: row.ID, Date: row.Date.String(), Reason: reasons[i], Source: row.Source, Note: row.Note,
			Reliability: Number(row.Reliability), Grade: row.Grade, Story: append([]string{}, r.seen.Story(r.set, i)...),
			LogLikelihood: Number(math.NaN()), Surprise: Number(math.NaN()),
		}
		if row.Step >= 0 && row.Period >= 1 {
			x.Period, x.Phase = r.s.PeriodLabel(row.Period), r.stepName(row.Step)
			st := r.s.Steps[row.Step]
			switch {
			case !st.Chance && row.Action >= 0:
				x.Action = r.s.Phases[st.Index].Actions[row.Action].Name
			case st.Chance && row.Happened:
				x.Action = "yes"
			case st.Chance:
				x.Action = "no"
			}
		}
		if ob, ok := r.seen.At(row.Period, row.Step); ok && ob.Row == i {
			x.Used = true
			l := r.logRow(i)
			x.LogLikelihood, x.Surprise = Number(l), Number(-l/math.Ln2)
		}
		res.Evidence = append(res.Evidence, x)
	}
}

// logEvidence is the logarithm of the mean likelihood over the prior's draws.
func (r *run) logEvidence() float64 {
	if r.tempered != nil {
		return r.tempered.evidence
	}
	var logs []float64
	for d := range r.draws {
		if r.draws[d].done {
			logs = append(logs, r.draws[d].Said.LogLikelihood)
		}
	}
	return logMean(logs)
}

// logRow is the log-probability of a row given what came before.
func (r *run) logRow(row int) float64 {
	spoken := func(w *weighed) (before, after float64) {
		before, after = math.Inf(-1), math.Inf(-1)
		first := true
		for i := range w.Said.Path {
			if b := &w.Said.Path[i]; b.Row == row {
				if first {
					before, first = b.Before, false
				}
				after = b.After
			}
		}
		return before, after
	}
	var before, after []float64
	set := r.better(func(w *weighed) float64 { before, _ := spoken(w); return before })
	for d := range set {
		if w := &set[d]; w.done {
			b, a := spoken(w)
			before, after = append(before, w.log(b)), append(after, w.log(a))
		}
	}
	return logMean(after) - logMean(before)
}

// logMean is the logarithm of the mean of exponentials.
func logMean(logs []float64) float64 {
	if len(logs) == 0 {
		return math.NaN()
	}
	top := slices.Max(logs)
	if math.IsInf(top, -1) {
		return top
	}
	sum := 0.0
	for _, l := range logs {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum/float64(len(logs)))
}

// frequencies compares how often acts happen in the model with the evidence.
func (r *run) frequencies(res *Result) {
	full := r.set.Observe(r.s, r.opt.AsOf)
	seen := full.Frequencies(r.s)
	count := map[pathKey]float64{}
	exposed := map[pathKey]float64{}
	stories := 0.0
	for d := range r.tales {
		for _, t := range r.tales[d].Stories {
			stories++
			for _, e := range t.Events {
				if !full.Over(e.Period, e.Step) {
					continue
				}
				switch {
				case e.Action < 0 && e.Happened:
					count[pathKey{e.Step, -1}]++
				case e.Exposed:
					exposed[pathKey{e.Step, e.Action}]++
				case e.Action >= 0:
					count[pathKey{e.Step, e.Action}]++
				}
			}
		}
	}
	for k, st := range r.s.Steps {
		periods := 0.0
		for p := 1; full.Over(p, k); p++ {
			periods++
		}
		add := func(phase, action, key string, n float64) {
			x := ActFrequency{Phase: phase, Action: action, Model: Number(n / stories / periods), Evidence: Number(math.NaN())}
			if v, ok := seen[key]; ok {
				x.Evidence = Number(v)
			}
			res.Frequency = append(res.Frequency, x)
		}
		if st.Chance {
			c := r.s.Chances[st.Index].Name
			add(c, "yes", c+".yes", count[pathKey{k, -1}])
			continue
		}
		ph := &r.s.Phases[st.Index]
		for a := range ph.Actions {
			if ph.Actions[a].Covert() {
				if ph.Actions[a].Exposed != nil {
					add(ph.Name, ph.Actions[a].Name+" (exposed)", ph.Name+"."+ph.Actions[a].Name, exposed[pathKey{k, a}])
				}
				continue
			}
			add(ph.Name, ph.Actions[a].Name, ph.Name+"."+ph.Actions[a].Name, count[pathKey{k, a}])
		}
	}
}
