package sweep

import (
	"cmp"
	"math"
	"slices"

	"demarche/internal/evidence"
	"demarche/internal/logspace"
	"demarche/internal/trial"
)

// This file puts the evidence on trial: what every report says for and against
// every value of every secret, given what came before it.

// Trial is an analysis of competing hypotheses (Heuer 1999) that is computed, not
// scored by hand. The hypotheses are the values of a secret.
type Trial struct {
	Matrices []TrialMatrix `json:"matrices"` // by secret, in file order
	Without  *LeaveOneOut  `json:"leave_one_out,omitempty"`
	Certain  *CertainTrial `json:"certain,omitempty"` // every report taken for certain
}

// TrialMatrix is what the evidence says of one secret.
type TrialMatrix struct {
	Secret string     `json:"secret"`
	Values []string   `json:"values"`
	Rows   []TrialRow `json:"rows"` // in the order in which things happened
}

// TrialRow is what one report says, or the silence between two reports of a
// period. By value it is about the value just before: acts may change it.
type TrialRow struct {
	ID     string `json:"id"` // of the evidence row; "" where nothing was reported
	Date   string `json:"date"`
	Period string `json:"period"`
	Phase  string `json:"phase"`  // or chance; of several steps the first
	Action string `json:"action"` // "" where nothing was reported; yes or no of a chance
	Steps  int    `json:"steps"`  // how many steps the row stands for: 1, but of silence
	// Before and After are the probabilities of the values without and with the
	// report, given what came before; Cells are ln [P(report | value) / P(report |
	// another value)], draws of the parameters mixed. A cell is null where the value
	// was impossible, or certain, before, and where the report rules it or all
	// others out.
	Before   []Number `json:"before"`
	After    []Number `json:"after"`
	Cells    []Number `json:"cells"`
	RuledOut []string `json:"ruled_out"` // values that the report rules out
	Moved    Number   `json:"moved"`     // bits: divergence of After from Before
	Spread   Number   `json:"spread"`    // largest ln of P(report | one value) / P(report | another); null where one is ruled out
	Rank     int      `json:"rank"`      // by moved, 1 first
}

// weighedStep is one step of the evidence, as one draw has it.
type weighedStep struct {
	log   float64 // of the draw's weight, apart from the likelihood
	noted *evidence.Noted
}

// trial makes the matrices, which the filter's notes give for nothing; nil
// without evidence or without secrets.
func (r *run) trial() *Trial {
	if r.set == nil || r.opt.NoEvidence || len(r.s.Secrets) == 0 {
		return nil
	}
	matrices := r.matrices(r.seen, func(place pathKey) []weighedStep {
		set := r.better(func(w *weighed) float64 {
			if n := notedAt(w.Said.Noted, place); n != nil {
				return logspace.Sum(n.Before[:r.s.Secrets[0].Domain.Size()])
			}
			return math.Inf(-1)
		})
		var out []weighedStep
		for d := range set {
			if n := notedAt(set[d].Said.Noted, place); n != nil && set[d].done {
				out = append(out, weighedStep{set[d].log(0), n})
			}
		}
		return out
	})
	if matrices == nil {
		return nil
	}
	return &Trial{Matrices: matrices}
}

func notedAt(list []evidence.Noted, place pathKey) *evidence.Noted {
	k, ok := slices.BinarySearchFunc(list, place, func(n evidence.Noted, p pathKey) int {
		return cmp.Or(cmp.Compare(n.Period, p.period), cmp.Compare(n.Step, p.step))
	})
	if !ok {
		return nil
	}
	return &list[k]
}

// matrices makes one matrix for each secret from the steps that are over; at
// gives what the draws have of one. It is nil where no step says anything.
func (r *run) matrices(seen *evidence.Observed, at func(place pathKey) []weighedStep) []TrialMatrix {
	var out []TrialMatrix
	var sizes []int
	for j := range r.s.Secrets {
		x := TrialMatrix{Secret: r.s.Secrets[j].Name, Rows: []TrialRow{}}
		for v := range r.s.Secrets[j].Domain.Size() {
			x.Values = append(x.Values, r.s.Secrets[j].Domain.Label(v))
		}
		sizes = append(sizes, len(x.Values))
		out = append(out, x)
	}
	silent := make([][]trial.Row, len(out)) // steps without a report since the last row
	var since pathKey
	flush := func() {
		for j := range out {
			if len(silent[j]) > 0 {
				x := TrialRow{Date: r.s.PeriodLabel(since.period), Period: r.s.PeriodLabel(since.period), Phase: r.stepName(since.step), Steps: len(silent[j])}
				x.fill(trial.Join(silent[j]), out[j].Values)
				out[j].Rows = append(out[j].Rows, x)
				silent[j] = nil
			}
		}
	}
	some := false
	for period, step := 1, 0; seen.Over(period, step); {
		place := pathKey{period, step}
		if ob, _ := seen.At(period, step); !ob.Open {
			if ob.Row >= 0 {
				flush()
			}
			draws := at(place)
			for j := range out {
				row := weigh(draws, sizes, j)
				if len(row.Cells) == 0 { // nothing that can have been is left
					continue
				}
				some = true
				if ob.Row < 0 {
					if len(silent[j]) == 0 {
						since = place
					}
					silent[j] = append(silent[j], row)
					continue
				}
				x := r.rowOf(ob.Row)
				x.fill(row, out[j].Values)
				out[j].Rows = append(out[j].Rows, x)
			}
		}
		if step++; step == len(r.s.Steps) {
			flush()
			period, step = period+1, 0
		}
	}
	flush()
	if !some {
		return nil
	}
	for j := range out {
		rank(out[j].Rows)
	}
	return out
}

// weigh is the row of one step for secret j.
func weigh(draws []weighedStep, sizes []int, j int) trial.Row {
	var logs []float64
	var before, with [][]float64
	for _, x := range draws {
		logs = append(logs, x.log)
		before = append(before, evidence.Cut(x.noted.Before, sizes, j))
		with = append(with, evidence.Cut(x.noted.With, sizes, j))
	}
	return trial.Weigh(logs, before, with)
}

// rowOf is the beginning of the row of a report.
func (r *run) rowOf(i int) TrialRow {
	row := &r.set.Rows[i]
	return TrialRow{ID: row.ID, Date: row.Date.String(), Period: r.s.PeriodLabel(row.Period), Phase: r.stepName(row.Step), Action: r.said(row), Steps: 1}
}

// said is what a row says was seen.
func (r *run) said(row *evidence.Row) string {
	st := r.s.Steps[row.Step]
	switch {
	case !st.Chance && row.Exposed:
		return r.s.Phases[st.Index].Actions[row.Action].Name + ".exposed"
	case !st.Chance:
		return r.s.Phases[st.Index].Actions[row.Action].Name
	case row.Happened:
		return "yes"
	}
	return "no"
}

func (x *TrialRow) fill(row trial.Row, values []string) {
	x.Before, x.After, x.Cells, x.RuledOut = numbers(row.Before), numbers(row.After), numbers(row.Cells), []string{}
	for v, l := range row.Logs {
		if math.IsInf(l, -1) {
			x.RuledOut = append(x.RuledOut, values[v])
		}
	}
	x.Moved, x.Spread = Number(row.Moved), Number(row.Spread)
}

// rank numbers rows by how far they moved the belief; what has no number comes last.
func rank(rows []TrialRow) {
	order := make([]int, len(rows))
	for i := range order {
		order[i] = i
	}
	moved := func(i int) float64 {
		if m := float64(rows[i].Moved); !math.IsNaN(m) {
			return m
		}
		return -1
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(moved(b), moved(a)) })
	for k, i := range order {
		rows[i].Rank = k + 1
	}
}
