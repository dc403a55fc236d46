package check

import (
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file settles conditions by trying every value of what they read.

// maxTries is how many combinations of values are tried.
const maxTries = 20000

// always reports whether p has the given truth in every combination of values
// that it can meet. It is false where that cannot be settled.
func (l *linter) always(p *expr.Program, want bool) bool {
	if p == nil {
		return want
	}
	all := true
	settled := l.try([]*expr.Program{p}, func(v []float64) bool {
		all = (v[0] != 0) == want
		return all
	})
	return settled && all
}

// try evaluates the programs in every combination of values, until visit says
// stop. It reports false if there are too many, or if uncertain parameters are read.
func (l *linter) try(programs []*expr.Program, visit func(v []float64) bool) bool {
	slots := map[int][]float64{}
	for _, p := range programs {
		if p == nil {
			continue
		}
		for _, slot := range p.Reads() {
			if slots[slot] == nil {
				if slots[slot] = l.valuesOf(slot); slots[slot] == nil {
					return false
				}
			}
		}
	}
	n := 1
	order := make([]int, 0, len(slots))
	for slot, v := range slots {
		order = append(order, slot)
		if n *= len(v); n > maxTries {
			return false
		}
	}
	frame := make([]float64, l.s.Layout.Size)
	out := make([]float64, len(programs))
	for k := range n {
		for _, slot := range order {
			v := slots[slot]
			frame[slot] = v[k%len(v)]
			k /= len(v)
		}
		for i, p := range programs {
			out[i] = 0
			if p != nil {
				out[i] = p.Eval(frame)
			}
		}
		if !visit(out) {
			break
		}
	}
	return true
}

// valuesOf lists the values that a slot can have; nil for an uncertain parameter.
// What no effect writes keeps its start.
func (l *linter) valuesOf(slot int) []float64 {
	s, y := l.s, l.s.Layout
	count := func(n int) []float64 {
		out := make([]float64, n)
		for i := range out {
			out[i] = float64(i + 1)
		}
		return out
	}
	switch {
	case slot == scenario.SlotPeriod:
		return count(s.Horizon)
	case slot == scenario.SlotMonth:
		return count(12)
	case slot < y.Variable:
		if d := s.Parameters[slot-y.Parameter].Dist; d.Kind == scenario.Fixed {
			return []float64{d.A}
		}
		return nil
	case slot < y.Secret:
		v := &s.Variables[slot-y.Variable]
		if !l.changes[slot] {
			return []float64{v.Domain.Value(v.Start)}
		}
		return domainValues(v.Domain.Size(), v.Domain.Value)
	case slot < y.Flag:
		d := &s.Secrets[slot-y.Secret].Domain
		return domainValues(d.Size(), d.Value)
	}
	return []float64{0, 1}
}

func domainValues(n int, value func(int) float64) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = value(i)
	}
	return out
}

// certain reports whether p reads no uncertain parameter.
func (l *linter) certain(p *expr.Program) bool {
	for _, slot := range p.Reads() {
		i := slot - l.s.Layout.Parameter
		if i >= 0 && slot < l.s.Layout.Variable && l.s.Parameters[i].Dist.Kind != scenario.Fixed {
			return false
		}
	}
	return true
}

// startFrame is the public state at the start.
func (l *linter) startFrame() []float64 {
	s := l.s
	frame := make([]float64, s.Layout.Size)
	frame[scenario.SlotPeriod], frame[scenario.SlotMonth] = 1, float64(s.MonthOf(1))
	for i, p := range s.Parameters {
		frame[s.Layout.Parameter+i] = p.Dist.A
	}
	for i, v := range s.Variables {
		frame[s.Layout.Variable+i] = v.Domain.Value(v.Start)
	}
	return frame
}
