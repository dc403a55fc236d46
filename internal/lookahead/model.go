package lookahead

import (
	"fmt"
	"math"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file holds a scenario at one draw of its parameters, ready to be evaluated.

// Model is a scenario with its parameters set. It holds scratch space and is
// for one goroutine at a time.
type Model struct {
	Src        *Source
	Parameters []float64
	Precision  []float64 // by actor
	Discount   []float64 // by actor

	frame  []float64
	at     []int     // by slot of a variable, secret or flag: the position of what is in the frame
	parts  []float64 // scratch of worth
	lit    []int32   // public flags set in frame
	phases []phase
	chance []chance
	ends   []value
	asked  []value   // by question
	each   []value   // by actor, per period
	atEnd  []value   // by actor
	starts [][]value // by secret and value: weights

	paid   []float64   // scratch of pay
	keys   [][2]uint64 // scratch of pay
	leaves map[leafKey][]float64
	room   sizes     // of the last tree
	quiet  []*action // scratch of quietActs
	lists  []cases
	powers [][]float64 // by actor: discount to the power of 0, 1, …
	sums   [][]float64 // by actor: the sum of the powers 1 to k−1, by k
	memo   map[tailKey]*tails
	slab   []float64 // continuation values, by memo place and actor
	tails  []int     // secrets that continuation values depend on
	payer  int       // actor who alone is paid, or −1: everybody
	only   int       // what payer alone is paid: a term, or CostsOnly
	apart  bool      // nothing is remembered: a check
}

// value is an expression with the draw's parameters in it.
type value struct {
	p        *expr.Program
	constant bool
	private  bool         // depends on what not everybody knows
	secrets  []int        // that it reads
	covert   uint64       // covert acts that it reads, by bit
	terms    []payoffTerm // of a payoff
	v        float64
	at       diag.Range
	what     string
}

func (x *value) eval(frame []float64) float64 {
	if x.constant {
		return x.v
	}
	return x.p.Eval(frame)
}

type phase struct {
	when    value
	actions []action
}

type action struct {
	*act
	when    value
	cost    value
	hasCost bool
	exposed value
	public  []effect
	hidden  []effect
}

type effect struct {
	target int
	redraw bool
	value  value
	at     diag.Range
}

type chance struct {
	when, probability value
	public, hidden    []effect
	flag              int
}

// NewModel sets the parameters (in the order of scenario.Parameters, derived
// ones already evaluated). It fails when a precision or discount is out of range.
func (src *Source) NewModel(parameters []float64) (m *Model, err error) {
	defer Recover(&err)
	m = &Model{Src: src, Parameters: parameters, payer: -1, memo: map[tailKey]*tails{}, leaves: map[leafKey][]float64{}}
	s := src.S
	for i, v := range parameters {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			p := &s.Parameters[i]
			return nil, &ModelError{fmt.Sprintf("the parameter %s is %g here: a division by zero, a logarithm of nothing, or a number too large", p.Name, v), p.Range}
		}
	}
	m.frame, m.at = make([]float64, s.Layout.Size), make([]int, s.Layout.Size)
	copy(m.frame[s.Layout.Parameter:], parameters)
	m.bind()
	m.frame[scenario.SlotPeriod] = 1
	for i := range s.Actors {
		a := &s.Actors[i]
		precision := a.Precision.Eval(m.frame)
		if !(precision > 0) || math.IsInf(precision, 0) {
			return nil, &ModelError{fmt.Sprintf("the precision of %s is %g; it must be a positive number", src.actor(i), precision), a.Range}
		}
		discount := a.Discount.Eval(m.frame)
		if !(discount > 0 && discount <= 1) {
			return nil, &ModelError{fmt.Sprintf("the discount of %s is %g; it must be above 0 and at most 1", src.actor(i), discount), a.Range}
		}
		m.Precision = append(m.Precision, precision)
		m.Discount = append(m.Discount, discount)
		powers := []float64{1}
		for range s.Horizon + s.Foresight + max(s.Outlook, 0) + 1 {
			powers = append(powers, powers[len(powers)-1]*discount)
		}
		m.powers = append(m.powers, powers)
		sums := make([]float64, len(powers)+1)
		for k := 2; k < len(sums); k++ {
			sums[k] = sums[k-1] + powers[k-1]
		}
		m.sums = append(m.sums, sums)
	}
	return m, nil
}

// bind puts the draw's parameters into every expression, so that what they decide is decided once.
func (m *Model) bind() {
	s := m.Src.S
	values := map[int]float64{}
	for i, v := range m.Parameters {
		values[s.Layout.Parameter+i] = v
	}
	set := func(p *expr.Program, at diag.Range, what string, absent float64) value {
		if p == nil {
			return value{constant: true, v: absent, at: at, what: what}
		}
		return m.Src.bound(p.Tree(), values, at, what)
	}
	effects := func(es []scenario.Effect) []effect {
		var out []effect
		for _, e := range es {
			x := effect{target: e.Target, redraw: e.Redraw, at: e.Range}
			if e.Value != nil {
				x.value = set(e.Value, e.Range, "the effect", 0)
			}
			out = append(out, x)
		}
		return out
	}
	m.phases = nil
	for pi := range s.Phases {
		ph := &s.Phases[pi]
		p := phase{when: set(ph.When, ph.Range, "the guard of "+ph.Name, 1)}
		for ai := range ph.Actions {
			a := &ph.Actions[ai]
			x := &m.Src.act[pi][ai]
			name := ph.Name + "." + a.Name
			p.actions = append(p.actions, action{
				act: x, when: set(x.when, a.Range, "the guard of "+name, 1),
				cost: set(a.Cost, a.Range, "the cost of "+name, 0), hasCost: a.Cost != nil,
				exposed: set(a.Exposed, a.Range, "the probability that "+name+" is exposed", 0),
				public:  effects(x.public), hidden: effects(x.hidden),
			})
		}
		m.phases = append(m.phases, p)
	}
	m.chance = nil
	for ci := range s.Chances {
		c := &s.Chances[ci]
		x := chance{
			when:        set(c.When, c.Range, "the guard of "+c.Name, 1),
			probability: set(c.Probability, c.Range, "the probability of "+c.Name, 0),
			flag:        c.Flag,
		}
		for _, e := range effects(c.Effects) {
			x.add(e, c.Effects[len(x.public)+len(x.hidden)].Secret)
		}
		m.chance = append(m.chance, x)
	}
	m.ends = nil
	for _, e := range s.Ends {
		m.ends = append(m.ends, set(e.When, e.Range, "the end "+e.Name, 0))
	}
	m.asked = nil
	for _, q := range s.Questions {
		m.asked = append(m.asked, set(q.When, q.Range, "the question "+q.Name, 0))
	}
	m.starts = nil
	for i := range s.Secrets {
		var ws []value
		for _, p := range s.Secrets[i].Start {
			ws = append(ws, set(p, s.Secrets[i].Range, "the start of "+s.Secrets[i].Name, 0))
		}
		m.starts = append(m.starts, ws)
	}
	m.bindPayoffs(values, -1, -1)
}

func (c *chance) add(e effect, secret bool) {
	if secret {
		c.hidden = append(c.hidden, e)
	} else {
		c.public = append(c.public, e)
	}
}

// bindPayoffs sums each actor's terms; if actor ≥ 0 only that term of that actor is paid.
func (m *Model) bindPayoffs(values map[int]float64, actor, term int) {
	s := m.Src.S
	total := func(i int, terms []scenario.Term, first int, what string) value {
		sum := expr.Num(0)
		var list []payoffTerm
		for k, t := range terms {
			if actor >= 0 && (i != actor || first+k != term) {
				continue
			}
			sum = expr.Make(expr.Add, sum, t.Value.Tree())
			list = append(list, m.tabled(m.Src.bound(t.Value.Tree(), values, s.Payoffs[i].Range, "a payoff")))
		}
		x := m.Src.bound(sum, values, s.Payoffs[i].Range, what+" of "+m.Src.actor(i))
		if !x.constant {
			x.terms = list
		}
		return x
	}
	m.each, m.atEnd = nil, nil
	for i := range s.Actors {
		p := &s.Payoffs[i]
		m.each = append(m.each, total(i, p.EachPeriod, 0, "the payoff each period"))
		m.atEnd = append(m.atEnd, total(i, p.AtEnd, len(p.EachPeriod), "the payoff at the end"))
	}
	clear(m.memo)
	clear(m.leaves)
	m.slab = m.slab[:0]
	m.findTails()
}

// bound puts values into an expression and compiles what is left.
func (src *Source) bound(n *expr.Node, values map[int]float64, at diag.Range, what string) value {
	p, err := expr.Compile(expr.Bind(n, values))
	if err != nil {
		panic(&ModelError{err.Error(), at})
	}
	x := value{p: p, at: at, what: what}
	x.v, x.constant = p.Constant()
	for _, r := range p.Reads() {
		x.private = x.private || src.private[r]
		if r >= src.S.Layout.Secret && r < src.S.Layout.Flag {
			x.secrets = append(x.secrets, r-src.S.Layout.Secret)
		}
		if r >= src.S.Layout.Flag {
			x.covert |= src.covertIn(r - src.S.Layout.Flag)
		}
	}
	return x
}

// covertIn is the covert acts that make a flag true, by bit.
func (src *Source) covertIn(flag int) uint64 {
	bits := uint64(0)
	if b := src.bit[flag]; b >= 0 {
		bits |= 1 << b
	}
	for _, f := range src.S.Flags[flag].Group {
		if b := src.bit[f]; b >= 0 {
			bits |= 1 << b
		}
	}
	return bits
}

// load puts what everybody sees into the frame.
func (m *Model) load(w *World) {
	s := m.Src.S
	f := m.frame
	f[scenario.SlotPeriod] = float64(w.Period)
	if m.Src.calendar {
		f[scenario.SlotMonth] = m.Src.month(w.Period)
	}
	for i, v := range w.Vars {
		f[s.Layout.Variable+i] = m.Src.values[i][v]
		m.at[s.Layout.Variable+i] = int(v)
	}
	flags, at := f[s.Layout.Flag:], m.at[s.Layout.Flag:]
	for _, i := range m.lit {
		flags[i], at[i] = 0, 0
	}
	m.lit = append(m.lit[:0], w.Flags...)
	for _, i := range w.Flags {
		flags[i], at[i] = 1, 1
	}
}

// loadHidden puts what is hidden into the frame, after load.
func (m *Model) loadHidden(secrets, covert uint64) {
	src := m.Src
	f := m.frame
	for i := range src.secretValues {
		v := src.secret.get(secrets, i)
		f[src.S.Layout.Secret+i], m.at[src.S.Layout.Secret+i] = src.secretValues[i][v], v
	}
	if len(src.covert) == 0 {
		return
	}
	flags, at := f[src.S.Layout.Flag:], m.at[src.S.Layout.Flag:]
	for b := range src.covert {
		k := src.S.Phases[src.covert[b].phase].Actions[src.covert[b].action].Flag
		at[k] = int(covert >> b & 1)
		flags[k] = float64(at[k])
	}
	for _, g := range src.groups {
		any := 0
		for _, k := range src.S.Flags[g].Group {
			any = max(any, at[k])
		}
		flags[g], at[g] = float64(any), any
	}
}

// Recover, deferred, turns a panic with a *ModelError into err.
func Recover(err *error) {
	if r := recover(); r != nil {
		e, ok := r.(*ModelError)
		if !ok {
			panic(r)
		}
		*err = e
	}
}

// holds evaluates the condition x and refuses one that is neither true nor false.
func (m *Model) holds(x *value) bool {
	v := x.eval(m.frame)
	if v != v {
		panic(&ModelError{fmt.Sprintf("%s is neither true nor false here: it divides by zero, or takes a logarithm or root that does not exist (%s)", x.what, m.where()), x.at})
	}
	return v != 0
}

// number evaluates x and refuses what is not finite.
func (m *Model) number(x *value) float64 {
	v := x.eval(m.frame)
	if math.IsNaN(v) || math.IsInf(v, 0) {
		panic(&ModelError{fmt.Sprintf("%s is %g here: a division by zero, a logarithm of nothing, or a number too large (%s)", x.what, v, m.where()), x.at})
	}
	return v
}

// share evaluates x and refuses what is not a probability.
func (m *Model) share(x *value) float64 {
	v := x.eval(m.frame)
	if !(v >= 0 && v <= 1) {
		panic(&ModelError{fmt.Sprintf("%s is %g here, and a probability lies between 0 and 1 (%s)", x.what, v, m.where()), x.at})
	}
	return v
}

// where describes the state in the frame for a message.
func (m *Model) where() string {
	s := m.Src.S
	text := "with"
	for i := range s.Variables {
		v := &s.Variables[i]
		for k, x := range m.Src.values[i] {
			if x == m.frame[s.Layout.Variable+i] {
				text += fmt.Sprintf(" %s = %s,", v.Name, v.Domain.Label(k))
			}
		}
	}
	return fmt.Sprintf("%s period = %g", text, m.frame[scenario.SlotPeriod])
}

// position is the place in a domain that value v stands for; it saturates at the ends.
func (m *Model) position(d *scenario.Domain, values []float64, v float64, e *effect, name string) int {
	last := len(values) - 1
	switch {
	case math.IsNaN(v):
		panic(&ModelError{fmt.Sprintf("the effect on %s is not a number here: a division by zero, or a logarithm or root that does not exist (%s)", name, m.where()), e.at})
	case v <= values[0]:
		return 0
	case v >= values[last]:
		return last
	}
	for i, x := range values {
		if math.Abs(x-v) <= 1e-9*(1+math.Abs(x)) {
			return i
		}
	}
	panic(&ModelError{fmt.Sprintf("the effect sets %s to %g, which is not one of its values; use round() or give it that value (%s)", name, v, m.where()), e.at})
}

// Holds reports whether question q holds in a public state with what is hidden.
// Where it cannot be answered it panics with a *ModelError; see Recover.
func (m *Model) Holds(q int, w *World, secrets, covert uint64) bool {
	x := &m.asked[q]
	if x.constant && x.v == x.v {
		return x.v != 0
	}
	m.load(w)
	if x.private {
		m.loadHidden(secrets, covert)
	}
	return m.holds(x)
}

// power is actor i's discount over k periods.
func (m *Model) power(i, k int) float64 {
	if k < len(m.powers[i]) {
		return m.powers[i][k]
	}
	return math.Pow(m.Discount[i], float64(k))
}
