package lookahead

import (
	"fmt"
	"math"
	"slices"

	"demarche/internal/scenario"
)

// This file values what lies beyond the look-ahead: every phase playing its
// quiet act, the chances running.

// tailKey names a continuation: the start of a period with so many payments to go.
type tailKey struct {
	vars   [2]uint64
	k      int32
	period int32 // 0 where the calendar does not matter
}

// tails is where the values of a continuation stand in the slab, by secrets.
type tails struct {
	secrets []uint64
	places  []int32
	many    map[uint64]int32 // beyond the first few
}

// few is how many are looked through one by one.
const few = 48

func (t *tails) place(secrets uint64) int32 {
	if at := slices.Index(t.secrets, secrets); at >= 0 {
		return t.places[at]
	}
	if place, ok := t.many[secrets]; ok {
		return place
	}
	return -1
}

func (t *tails) add(secrets uint64, place int32) {
	if len(t.secrets) < few {
		t.secrets, t.places = append(t.secrets, secrets), append(t.places, place)
		return
	}
	if t.many == nil {
		t.many = map[uint64]int32{}
	}
	t.many[secrets] = place
}

// findTails notes which secrets continuation values depend on.
func (m *Model) findTails() {
	s := m.Src.S
	used := make([]bool, len(s.Secrets))
	note := func(x *value) {
		if x.p == nil {
			return
		}
		for _, r := range x.p.Reads() {
			if r >= s.Layout.Secret && r < s.Layout.Flag {
				used[r-s.Layout.Secret] = true
			}
		}
	}
	effects := func(es []effect) {
		for i := range es {
			note(&es[i].value)
			if es[i].redraw {
				for k := range m.starts[es[i].target] {
					note(&m.starts[es[i].target][k])
				}
			}
		}
	}
	for pi := range m.phases {
		note(&m.phases[pi].when)
		if q := s.Phases[pi].Quiet; q >= 0 {
			a := &m.phases[pi].actions[q]
			note(&a.when)
			note(&a.cost)
			effects(a.public)
			effects(a.hidden)
		}
	}
	for ci := range m.chance {
		c := &m.chance[ci]
		note(&c.when)
		note(&c.probability)
		effects(c.public)
		effects(c.hidden)
	}
	for i := range m.each {
		note(&m.each[i])
		note(&m.atEnd[i])
	}
	m.tails = m.tails[:0]
	for i, u := range used {
		if u {
			m.tails = append(m.tails, i)
		}
	}
}

// packVars writes the variables into two words; ok is false if they do not fit.
func (src *Source) packVars(vars []uint16) (key [2]uint64) {
	word, weight := 0, uint64(1)
	for i, v := range vars {
		n := uint64(len(src.values[i]))
		if weight > math.MaxUint64/n {
			word++
			weight = 1
		}
		if word > 1 {
			panic(&ModelError{Message: "the variables have too many combinations of values to be told apart; use fewer values"})
		}
		key[word] += uint64(v) * weight
		weight *= n
	}
	return key
}

// cases is a list of possibilities of what is hidden that share everything that
// is public: they are valued together, so that what is public is evaluated once.
type cases struct {
	secrets, covert []uint64
}

func (c *cases) size() int { return len(c.secrets) }

func (c *cases) only(k int) cases { return cases{c.secrets[k : k+1], c.covert[k : k+1]} }

// tail finds, for every case, what each actor expects from the start of a
// period on, in current value, when k periods are still paid: places in the
// slab, one for every case.
func (m *Model) tail(vars []uint16, cs cases, period, k int, at []int32) {
	key := tailKey{vars: m.Src.packVars(vars), k: int32(k)}
	if m.Src.lasting {
		key.period = int32(period)
	}
	known := m.memo[key]
	if known == nil {
		known = &tails{}
		m.memo[key] = known
	}
	var missing cases
	for c, secrets := range cs.secrets {
		secrets = m.Src.secret.project(secrets, m.tails)
		at[c] = known.place(secrets)
		if at[c] < 0 && !slices.Contains(missing.secrets, secrets) {
			missing.secrets = append(missing.secrets, secrets)
			missing.covert = append(missing.covert, 0)
		}
	}
	if missing.size() == 0 {
		return
	}
	n := len(m.Precision)
	acc := make([]float64, n*missing.size())
	w := World{Period: period, Vars: vars, Ended: -1}
	if k == 0 {
		m.pay(&w, missing, m.atEnd, 1, acc)
	} else {
		m.drift(w, missing, k, 1, acc)
	}
	first := int32(len(m.slab))
	m.slab = append(m.slab, acc...)
	for c, secrets := range missing.secrets {
		known.add(secrets, first+int32(c*n))
	}
	for c, place := range at {
		if place < 0 {
			at[c] = known.place(m.Src.secret.project(cs.secrets[c], m.tails))
		}
	}
}

// pay adds to acc, by case and actor, the given payoffs in w times scale.
func (m *Model) pay(w *World, cs cases, payoffs []value, scale float64, acc []float64) {
	n := len(payoffs)
	m.load(w)
	loaded := -1
	for i := range payoffs {
		x := &payoffs[i]
		if !x.private {
			v := scale * m.worth(x, true)
			for c := range cs.secrets {
				acc[c*n+i] += v
			}
			continue
		}
		m.paid = append(m.paid[:0], make([]float64, cs.size())...)
		m.keys = m.keys[:0]
		for c, secrets := range cs.secrets {
			// cases that differ in nothing the payoff reads share its value
			key := [2]uint64{m.Src.secret.project(secrets, x.secrets), cs.covert[c] & x.covert}
			same := slices.Index(m.keys, key)
			m.keys = append(m.keys, key)
			if same >= 0 {
				m.paid[c] = m.paid[same]
			} else {
				if loaded != c {
					m.loadHidden(secrets, cs.covert[c])
					loaded = c
				}
				m.paid[c] = scale * m.worth(x, c == 0)
			}
			acc[c*n+i] += m.paid[c]
		}
	}
}

// split values every case by itself where what happens depends on what is hidden.
func (m *Model) split(w World, cs cases, k int, probability float64, acc []float64) {
	n := len(m.Precision)
	for c := range cs.secrets {
		m.drift(w, cs.only(c), k, probability, acc[c*n:(c+1)*n])
	}
}

// leafKey names what lies beyond a leaf in the middle of a period.
type leafKey struct {
	vars    [2]uint64
	flags   uint64
	step, k int32
	period  int32
	cases   int32
}

// beyond is what each actor expects, by case, from a leaf on, in the current
// value of its period. The result is not to be changed.
func (m *Model) beyond(w World, cs *valued, k int) []float64 {
	n := len(m.Precision)
	if !m.Src.packed || w.Ended >= 0 {
		acc := make([]float64, cs.size()*n)
		m.drift(w, cs.cases, k, 1, acc)
		return acc
	}
	key := leafKey{vars: m.Src.packVars(w.Vars), step: int32(w.Step), k: int32(k), cases: cs.list}
	for _, f := range w.Flags {
		if at := m.Src.live[f]; at >= 0 {
			key.flags |= 1 << at
		}
	}
	if m.Src.lasting {
		key.period = int32(w.Period)
	}
	if acc, ok := m.leaves[key]; ok && !m.apart {
		return acc
	}
	acc := make([]float64, cs.size()*n)
	m.drift(w, cs.cases, k, 1, acc)
	m.leaves[key] = acc
	return acc
}

// listOf numbers lists of cases.
func (m *Model) listOf(cs cases) int32 {
	for i := len(m.lists) - 1; i >= 0; i-- {
		if slices.Equal(m.lists[i].secrets, cs.secrets) && slices.Equal(m.lists[i].covert, cs.covert) {
			return int32(i)
		}
	}
	m.lists = append(m.lists, cases{slices.Clone(cs.secrets), slices.Clone(cs.covert)})
	return int32(len(m.lists) - 1)
}

// drift lets play run on quietly from w, adding to acc, by case and actor, what
// each expects, times probability; k periods, the present one included, are
// still paid.
func (m *Model) drift(w World, cs cases, k int, probability float64, acc []float64) {
	s := m.Src.S
	for k > 0 && w.Ended < 0 && w.Step < len(s.Steps) {
		st := s.Steps[w.Step]
		if st.Chance {
			c := &m.chance[st.Index]
			private := c.when.private || c.probability.private || len(c.hidden) > 0 || reveals(c.public)
			m.load(&w)
			if !c.when.private && !m.holds(&c.when) {
				w.Step++
				continue
			}
			if private && cs.size() > 1 {
				m.split(w, cs, k, probability, acc)
				return
			}
			if private {
				m.loadHidden(cs.secrets[0], cs.covert[0])
			}
			p := 0.0
			if m.holds(&c.when) {
				p = m.share(&c.probability)
			}
			if p > 0 {
				next := w
				next.Vars = m.write(w.Vars, c.public)
				next.Flags = withFlags(w.Flags, c.flag)
				next.Step++
				m.branch(next, cs, c.hidden, k, probability*p, acc)
			}
			if p == 1 {
				return
			}
			probability *= 1 - p
			w.Step++
			continue
		}
		group := m.Src.together(w.Step)
		acts, private := m.quietActs(w.Step, group)
		if private && cs.size() > 1 {
			m.split(w, cs, k, probability, acc)
			return
		}
		m.load(&w)
		if private {
			m.loadHidden(cs.secrets[0], cs.covert[0])
		}
		next, hidden := m.quietly(&w, acts, group, probability, cs.size(), acc)
		if len(hidden) > 0 {
			m.branch(next, cs, hidden, k, probability, acc)
			return
		}
		w = next
	}
	m.settleUp(w, cs, k, probability, acc)
}

// quietActs lists the quiet acts of the phases that move at once from a step
// on, and reports whether what they do depends on what is hidden.
func (m *Model) quietActs(step, group int) (acts []*action, private bool) {
	s := m.Src.S
	acts = m.quiet[:0]
	for _, st := range s.Steps[step : step+group] {
		q := s.Phases[st.Index].Quiet
		if q < 0 {
			continue
		}
		a := &m.phases[st.Index].actions[q]
		acts = append(acts, a)
		private = private || m.phases[st.Index].when.private || a.when.private || a.hasCost && a.cost.private || len(a.hidden) > 0 || reveals(a.public)
	}
	m.quiet = acts
	return acts, private
}

// quietly does what is possible of the given quiet acts at once: it takes off
// their costs and returns where play then stands, and their effects on secrets.
// The frame holds the state before them, and is left to hold another.
func (m *Model) quietly(w *World, acts []*action, group int, probability float64, cases int, acc []float64) (next World, hidden []effect) {
	next = *w
	next.Step += group
	done := acts[:0]
	for _, a := range acts {
		if !m.holds(&m.phases[a.phase].when) || !m.holds(&a.when) {
			continue
		}
		done = append(done, a)
		hidden = append(hidden, a.hidden...)
		actor := m.Src.S.Phases[a.phase].Actor
		if a.hasCost && m.costs(actor) {
			cost := probability * m.number(&a.cost)
			for c := range cases {
				acc[c*len(m.Precision)+actor] -= cost
			}
		}
		next.Flags = withFlags(next.Flags, a.flags...)
	}
	if len(done) > 0 {
		next.Vars = m.writeAll(w.Vars, done)
		if len(hidden) == 0 {
			m.finish(&next)
		}
	}
	return next, hidden
}

// branch goes on from an event; where it writes secrets there is one case, and
// the frame holds the state before it.
func (m *Model) branch(next World, cs cases, hidden []effect, k int, probability float64, acc []float64) {
	if len(hidden) == 0 {
		m.finish(&next)
		m.drift(next, cs, k, probability, acc)
		return
	}
	m.outcomes(cs.secrets[0], hidden, func(secrets uint64, share float64) {
		n := next
		m.finish(&n)
		m.drift(n, cases{[]uint64{secrets}, cs.covert}, k, probability*share, acc)
	})
}

// settleUp pays the present period at its end and everything after it.
func (m *Model) settleUp(w World, cs cases, k int, probability float64, acc []float64) {
	n := len(m.Precision)
	if k == 0 { // an end in a period that is no longer paid
		m.pay(&w, cs, m.atEnd, probability, acc)
		return
	}
	m.pay(&w, cs, m.each, probability, acc)
	if w.Ended < 0 {
		at := make([]int32, cs.size())
		m.tail(w.Vars, cs, w.Period+1, k-1, at)
		for c, place := range at {
			for i, v := range m.slab[place:][:n] {
				acc[c*n+i] += probability * m.Discount[i] * v
			}
		}
		return
	}
	m.freeze(w, cs, k, probability, acc)
}

// freeze pays an ended state for the k−1 periods left after the present one,
// its acts no more, and then the end.
func (m *Model) freeze(w World, cs cases, k int, probability float64, acc []float64) {
	n := len(m.Precision)
	frozen := World{Period: w.Period, Vars: w.Vars, Ended: w.Ended}
	still := cases{cs.secrets, make([]uint64, cs.size())}
	once := make([]float64, len(acc))
	add := func(payoffs []value, weight func(i int) float64) {
		clear(once)
		m.pay(&frozen, still, payoffs, probability, once)
		for c := range cs.secrets {
			for i := range n {
				acc[c*n+i] += weight(i) * once[c*n+i]
			}
		}
	}
	if m.Src.lasting {
		for j := 1; j < k; j++ {
			frozen.Period = w.Period + j
			add(m.each, func(i int) float64 { return m.power(i, j) })
		}
	} else if k > 1 {
		add(m.each, func(i int) float64 { // δ + δ² + … + δ^(k−1)
			if k < len(m.sums[i]) {
				return m.sums[i][k]
			}
			sum := 0.0
			for j := 1; j < k; j++ {
				sum += m.power(i, j)
			}
			return sum
		})
	}
	frozen.Period = w.Period + k
	add(m.atEnd, func(i int) float64 { return m.power(i, k) })
}

// write applies effects on variables; the frame holds the state before them.
func (m *Model) write(vars []uint16, effects []effect) []uint16 {
	if len(effects) == 0 {
		return vars
	}
	out := slices.Clone(vars)
	for i := range effects {
		e := &effects[i]
		v := &m.Src.S.Variables[e.target]
		out[e.target] = uint16(m.position(&v.Domain, m.Src.values[e.target], e.value.eval(m.frame), e, v.Name))
	}
	return out
}

// writeAll applies the effects on variables of acts done at once; the frame
// holds the state before them, which every right side reads.
func (m *Model) writeAll(vars []uint16, acts []*action) []uint16 {
	if len(acts) == 1 {
		return m.write(vars, acts[0].public)
	}
	out := vars
	for k, a := range acts {
		if len(a.public) == 0 {
			continue
		}
		one := m.write(vars, a.public)
		if k == 0 {
			out = one
			continue
		}
		out = slices.Clone(out)
		for i := range a.public {
			e := &a.public[i]
			for _, b := range acts[:k] {
				if out[e.target] != one[e.target] && slices.ContainsFunc(b.public, func(o effect) bool { return o.target == e.target }) {
					v := &m.Src.S.Variables[e.target]
					panic(&ModelError{fmt.Sprintf("two simultaneous acts set %s to different values here, %s and %s (%s)", v.Name,
						v.Domain.Label(int(out[e.target])), v.Domain.Label(int(one[e.target])), m.where()), e.at})
				}
			}
			out[e.target] = one[e.target]
		}
	}
	return out
}

// outcomes applies effects on secrets, calling each for every possible result
// with its probability; the frame holds the state before them when it is called.
func (m *Model) outcomes(secrets uint64, effects []effect, each func(secrets uint64, share float64)) {
	if len(effects) == 0 {
		each(secrets, 1)
		return
	}
	type result struct {
		secrets uint64
		share   float64
	}
	results := []result{{secrets, 1}}
	for i := range effects {
		e := &effects[i]
		sec := &m.Src.S.Secrets[e.target]
		first := slices.IndexFunc(effects[:i], func(o effect) bool { return o.target == e.target })
		if first >= 0 && e.redraw && effects[first].redraw {
			continue
		}
		if first >= 0 && e.redraw != effects[first].redraw {
			panic(&ModelError{fmt.Sprintf("of two simultaneous acts one sets %s here and the other draws it again (%s)", sec.Name, m.where()), e.at})
		}
		if !e.redraw {
			at := m.position(&sec.Domain, m.Src.secretValues[e.target], e.value.eval(m.frame), e, sec.Name)
			for k := range results {
				if was := m.Src.secret.get(results[k].secrets, e.target); first >= 0 && was != at {
					panic(&ModelError{fmt.Sprintf("two simultaneous acts set %s to different values here, %s and %s (%s)", sec.Name,
						sec.Domain.Label(was), sec.Domain.Label(at), m.where()), e.at})
				}
				results[k].secrets = m.Src.secret.set(results[k].secrets, e.target, at)
			}
			continue
		}
		weights := m.startWeights(e.target)
		var next []result
		for _, r := range results {
			for v, w := range weights {
				if w > 0 {
					next = append(next, result{m.Src.secret.set(r.secrets, e.target, v), r.share * w})
				}
			}
		}
		results = next
	}
	for _, r := range results {
		each(r.secrets, r.share)
	}
}

// startWeights is the distribution from which secret i starts, given the frame.
func (m *Model) startWeights(i int) []float64 {
	sec := &m.Src.S.Secrets[i]
	weights := make([]float64, len(m.starts[i]))
	sum := 0.0
	for k := range weights {
		weights[k] = m.number(&m.starts[i][k])
		if weights[k] < 0 {
			panic(&ModelError{"the start of " + sec.Name + " gives " + sec.Domain.Label(k) + " a negative weight", sec.Range})
		}
		sum += weights[k]
	}
	if sum <= 0 {
		panic(&ModelError{"the start of " + sec.Name + " gives no value any weight", sec.Range})
	}
	for k := range weights {
		weights[k] /= sum
	}
	return weights
}

// finish notes whether an end holds in w.
func (m *Model) finish(w *World) {
	if len(m.ends) == 0 {
		return
	}
	m.load(w)
	for i := range m.ends {
		if m.holds(&m.ends[i]) {
			w.Ended = i
			return
		}
	}
}

// withFlags adds flags to a list without changing it.
func withFlags(flags []int32, more ...int) []int32 {
	out := slices.Grow(slices.Clone(flags), len(more))
	for _, f := range more {
		if !slices.Contains(out, int32(f)) {
			out = append(out, int32(f))
		}
	}
	return out
}

// TermNames lists an actor's payoff terms: those each period, then those at the end.
func TermNames(s *scenario.Scenario, actor int) []string {
	var names []string
	for _, t := range slices.Concat(s.Payoffs[actor].EachPeriod, s.Payoffs[actor].AtEnd) {
		names = append(names, t.Name)
	}
	return names
}

// CostsOnly in place of a term lets OnlyTerm pay an actor's costs of acting alone.
const CostsOnly = -2

// OnlyTerm lets m pay a single payoff term of one actor and no costs, or its
// costs alone, to say what a value is made of; actor −1 restores everything.
func (m *Model) OnlyTerm(actor, term int) {
	values := map[int]float64{}
	for i, v := range m.Parameters {
		values[m.Src.S.Layout.Parameter+i] = v
	}
	m.payer, m.only = actor, term
	m.bindPayoffs(values, actor, term)
}

// costs reports whether actor i pays for its acts.
func (m *Model) costs(i int) bool {
	return m.payer < 0 || m.payer == i && m.only == CostsOnly
}
