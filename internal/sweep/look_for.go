package sweep

import (
	"cmp"
	"math"
	"slices"

	"demarche/internal/lookahead"
	"demarche/internal/story"
	"demarche/internal/trial"
)

// This file says what to look for next: how far seeing something in the period
// to come, or not seeing it, would move what is believed of every secret.

// LookFor is what there is to look for: everything public that may happen the
// first time that its phase or chance comes round after the as-of date. Secrets
// are meant as they are at the next choice; acts that change them come later.
type LookFor struct {
	Sights []Sight      `json:"sights"` // by gain, largest first
	Phases []PhaseWatch `json:"phases"` // by gain, largest first
	Open   Number       `json:"open"`   // bits: what is not known of all secrets together, now
}

// Sight is something that may be seen.
type Sight struct {
	Period      string       `json:"period"`
	Phase       string       `json:"phase"` // or chance
	Action      string       `json:"action"`
	Title       string       `json:"title"`
	Exposed     bool         `json:"exposed"` // a covert act seen for what it is
	Probability Number       `json:"probability"`
	Gain        Number       `json:"gain"` // bits, about all secrets together
	Secrets     []SecretGain `json:"secrets"`
}

// SecretGain is what a sight says about one secret.
type SecretGain struct {
	Secret  string   `json:"secret"`
	Gain    Number   `json:"gain"`        // bits: mutual information, draws of the parameters mixed
	Now     []Number `json:"now"`         // by value, in file order
	IfSeen  []Number `json:"if_seen"`     // by value; null where it cannot be seen
	IfNever []Number `json:"if_not_seen"` // by value; null where it cannot but be seen
}

// PhaseWatch is what is learnt by watching a phase or chance, whatever is seen there.
type PhaseWatch struct {
	Period  string      `json:"period"`
	Phase   string      `json:"phase"`
	Title   string      `json:"title"`
	Gain    Number      `json:"gain"` // bits, about all secrets together
	Secrets []PhaseGain `json:"secrets"`
}

// PhaseGain is what watching a phase says about one secret.
type PhaseGain struct {
	Secret string `json:"secret"`
	Gain   Number `json:"gain"`
}

// sights is what may be seen next from one draw: a joint distribution.
type sights struct {
	Codes []uint64  // combinations of secrets, in growing order
	Now   []float64 // by code; sums to 1
	List  []sight   // in the order of the steps, then of the acts
}

// sight is one thing that may be seen the first time that its step comes round.
type sight struct {
	Period, Step int
	Action       int // as it appears; −1: the chance happens
	Exposed      bool
	P            []float64 // by code: probability that it is seen, and the secrets are these
}

// worthwhile is the share of a draw from which on a public history is looked at
// though no story starts there.
const worthwhile = 0.02

// sightsOf looks at the public histories of a draw from which a story starts, and
// those of some weight or where nothing needs to be solved; begin gives the
// moment of each.
func (r *run) sightsOf(w *weighed, begun []*story.Moment, begin func(k int) (*story.Moment, error)) (sights, error) {
	t := newSightTable(r)
	for k := range w.Held {
		if begun[k] == nil && w.Held[k].moment == nil && w.Held[k].W < worthwhile {
			continue
		}
		m, err := begin(k)
		if err != nil {
			return sights{}, err
		}
		t.add(m, w.Held[k].W, w.Held[k].Ahead)
	}
	return t.table(), nil
}

// sightTable adds up what may be seen from several moments.
type sightTable struct {
	r     *run
	now   map[uint64]float64
	seen  map[sightKey]map[uint64]float64
	total float64
}

type sightKey struct {
	step, action int
	exposed      bool
}

func newSightTable(r *run) *sightTable {
	return &sightTable{r: r, now: map[uint64]float64{}, seen: map[sightKey]map[uint64]float64{}}
}

// first is the period in which a step first comes round.
func (t *sightTable) first(step int) int {
	if step >= t.r.seen.CutStep {
		return t.r.seen.CutPeriod
	}
	return t.r.seen.CutPeriod + 1
}

// add takes in a moment of weight w; ahead is what has happened on the way to it
// that is not known yet.
func (t *sightTable) add(m *story.Moment, w float64, ahead []lookahead.Event) {
	t.total += w
	codes, now := m.Codes(), m.CodeShares()
	for k, c := range codes {
		t.now[c] += w * now[k]
	}
	t.see(ahead, w, codes, now)
	t.see(m.Before(), w, codes, now)
	if m.Over() {
		return
	}
	m.EachStretch(codes, func(block int, p []float64) { t.see(m.Look.Tree.Events[block], w, codes, p) })
}

// see takes in what everybody sees in some events.
func (t *sightTable) see(events []lookahead.Event, w float64, codes []uint64, p []float64) {
	for i := range events {
		e := &events[i]
		if e.Period != t.first(e.Step) || e.Action < 0 && !e.Happened {
			continue
		}
		key := sightKey{e.Step, e.Action, e.Exposed}
		if t.seen[key] == nil {
			t.seen[key] = map[uint64]float64{}
		}
		for k, c := range codes {
			t.seen[key][c] += w * p[k]
		}
	}
}

func (t *sightTable) table() sights {
	var out sights
	for c := range t.now {
		out.Codes = append(out.Codes, c)
	}
	slices.Sort(out.Codes)
	for _, c := range out.Codes {
		out.Now = append(out.Now, t.now[c]/t.total)
	}
	for key, by := range t.seen {
		x := sight{Period: t.first(key.step), Step: key.step, Action: key.action, Exposed: key.exposed}
		for _, c := range out.Codes {
			x.P = append(x.P, by[c]/t.total)
		}
		out.List = append(out.List, x)
	}
	slices.SortFunc(out.List, func(a, b sight) int {
		return cmp.Or(cmp.Compare(a.Period, b.Period), cmp.Compare(a.Step, b.Step), cmp.Compare(a.Action, b.Action), cmp.Compare(truth(a.Exposed), truth(b.Exposed)))
	})
	return out
}

func truth(b bool) int {
	if b {
		return 1
	}
	return 0
}

// mixSights is the mixture of the draws' tables, weighed by w.
func mixSights(r *run, w []float64, tables []*sights) sights {
	t := newSightTable(r)
	for d, x := range tables {
		if w[d] == 0 || len(x.Codes) == 0 {
			continue
		}
		t.total += w[d]
		for k, c := range x.Codes {
			t.now[c] += w[d] * x.Now[k]
		}
		for i := range x.List {
			y := &x.List[i]
			key := sightKey{y.Step, y.Action, y.Exposed}
			if t.seen[key] == nil {
				t.seen[key] = map[uint64]float64{}
			}
			for k, c := range x.Codes {
				t.seen[key][c] += w[d] * y.P[k]
			}
		}
	}
	if t.total == 0 {
		return sights{}
	}
	return t.table()
}

// lookFor says what to look for, draws weighed by their pairs of stories as what
// the actors do next is; nil where there is no secret, or nothing to come.
func (r *run) lookFor() *LookFor {
	w := make([]float64, len(r.tales))
	tables := make([]*sights, len(r.tales))
	for d := range r.tales {
		tables[d] = &r.tales[d].Sights
		if r.tales[d].done {
			w[d] = float64(r.pairs[d])
		}
	}
	mix := mixSights(r, w, tables)
	if len(r.s.Secrets) == 0 || len(mix.List) == 0 {
		return nil
	}
	out := &LookFor{Sights: []Sight{}, Phases: []PhaseWatch{}, Open: Number(trial.Entropy(mix.Now))}
	for i := range mix.List {
		out.Sights = append(out.Sights, r.sightResult(&mix, &mix.List[i]))
	}
	for i := 0; i < len(mix.List); {
		n := i
		for n < len(mix.List) && mix.List[n].Step == mix.List[i].Step {
			n++
		}
		out.Phases = append(out.Phases, r.watch(&mix, mix.List[i:n]))
		i = n
	}
	slices.SortStableFunc(out.Sights, func(a, b Sight) int { return cmp.Compare(b.Gain, a.Gain) })
	slices.SortStableFunc(out.Phases, func(a, b PhaseWatch) int { return cmp.Compare(b.Gain, a.Gain) })
	return out
}

func (r *run) sightResult(mix *sights, x *sight) Sight {
	joint := rest(mix, []sight{*x})
	out := Sight{Period: r.s.PeriodLabel(x.Period), Phase: r.stepName(x.Step), Exposed: x.Exposed, Gain: Number(trial.Gain(joint)), Secrets: []SecretGain{}}
	if st := r.s.Steps[x.Step]; st.Chance {
		out.Title = r.s.Chances[st.Index].Title
		out.Action = "yes"
	} else {
		a := &r.s.Phases[st.Index].Actions[x.Action]
		out.Action, out.Title = a.Name, a.Title
	}
	p := 0.0
	for _, v := range x.P {
		p += v
	}
	out.Probability = Number(math.Min(p, 1))
	for j := range r.s.Secrets {
		by := r.byValue(mix.Codes, joint, j)
		given := trial.Given(by)
		g := SecretGain{Secret: r.s.Secrets[j].Name, Gain: Number(trial.Gain(by)), IfSeen: numbers(given[0]), IfNever: numbers(given[1])}
		g.Now = numbers(r.byValue(mix.Codes, [][]float64{mix.Now}, j)[0])
		out.Secrets = append(out.Secrets, g)
	}
	return out
}

func (r *run) watch(mix *sights, list []sight) PhaseWatch {
	joint := rest(mix, list)
	out := PhaseWatch{Period: r.s.PeriodLabel(list[0].Period), Phase: r.stepName(list[0].Step), Title: r.stepTitle(list[0].Step), Gain: Number(trial.Gain(joint)), Secrets: []PhaseGain{}}
	for j := range r.s.Secrets {
		out.Secrets = append(out.Secrets, PhaseGain{r.s.Secrets[j].Name, Number(trial.Gain(r.byValue(mix.Codes, joint, j)))})
	}
	return out
}

func (r *run) stepTitle(step int) string {
	if st := r.s.Steps[step]; st.Chance {
		return r.s.Chances[st.Index].Title
	} else {
		return r.s.Phases[st.Index].Title
	}
}

// rest is the joint distribution of what is seen, of things that exclude each
// other, and the secrets; the last row is that none of them is.
func rest(mix *sights, list []sight) [][]float64 {
	var out [][]float64
	none := slices.Clone(mix.Now)
	for _, x := range list {
		out = append(out, x.P)
		for k := range none {
			none[k] -= x.P[k]
		}
	}
	for k := range none {
		if none[k] < 1e-14*mix.Now[k] { // rounding
			none[k] = 0
		}
	}
	return append(out, none)
}

// byValue adds up a table by combination of secrets to one by value of secret j.
func (r *run) byValue(codes []uint64, table [][]float64, j int) [][]float64 {
	var out [][]float64
	for _, row := range table {
		sums := make([]float64, r.s.Secrets[j].Domain.Size())
		for k, c := range codes {
			sums[r.src.SecretAt(c, j)] += row[k]
		}
		out = append(out, sums)
	}
	return out
}

func numbers(x []float64) []Number {
	out := make([]Number, len(x))
	for i := range x {
		out[i] = Number(x[i])
	}
	return out
}
