package lookahead

import (
	"math"

	"demarche/internal/scenario"
)

// This file evaluates payoffs by their terms. A term reads a few variables of a
// few values each, so that what it can be worth fits a small table, which fills
// as play comes by.

// largestTable is how many entries a term's table may have.
const largestTable = 1024

// payoffTerm is one term of a payoff, at one draw of the parameters.
type payoffTerm struct {
	value
	digits []digit
	worth  []float64 // by what it reads; nil: it is evaluated each time
	known  []bool
}

// digit is how what stands in one slot enters a place in the table.
type digit struct {
	slot, weight int
}

// tabled prepares a term.
func (m *Model) tabled(x value) payoffTerm {
	t := payoffTerm{value: x}
	if x.constant {
		return t
	}
	l := &m.Src.S.Layout
	size := 1
	for _, slot := range x.p.Reads() {
		n := 2
		switch {
		case slot == scenario.SlotPeriod || slot == scenario.SlotMonth:
			return t
		case slot >= l.Flag:
		case slot >= l.Secret:
			n = len(m.Src.secretValues[slot-l.Secret])
		default:
			n = len(m.Src.values[slot-l.Variable])
		}
		t.digits = append(t.digits, digit{slot, size})
		if size *= n; size > largestTable {
			t.digits = nil
			return t
		}
	}
	t.worth, t.known = make([]float64, size), make([]bool, size)
	return t
}

// now is what a term is worth in the frame. NaN where it cannot be evaluated.
func (m *Model) now(t *payoffTerm) float64 {
	if t.worth == nil {
		return t.eval(m.frame)
	}
	at := 0
	for _, d := range t.digits {
		at += m.at[d.slot] * d.weight
	}
	if !t.known[at] {
		t.worth[at], t.known[at] = t.eval(m.frame), true
	}
	return t.worth[at]
}

// worth is the sum of a payoff's terms in the frame, taken in their order; fresh
// says that what everybody sees has changed since the terms were looked at.
func (m *Model) worth(x *value, fresh bool) float64 {
	if x.terms == nil || m.apart {
		return m.number(x)
	}
	if fresh {
		m.parts = m.parts[:0]
		for k := range x.terms {
			m.parts = append(m.parts, m.now(&x.terms[k]))
		}
	} else {
		for k := range x.terms {
			if t := &x.terms[k]; t.private {
				m.parts[k] = m.now(t)
			}
		}
	}
	sum := 0.0
	for _, v := range m.parts {
		sum += v
	}
	if math.IsNaN(sum) || math.IsInf(sum, 0) {
		return m.number(x) // which says what is wrong
	}
	return sum
}
