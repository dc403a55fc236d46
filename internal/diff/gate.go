package diff

import "demarche/internal/shapley"

// This file sees to it that a report is not shared with the date without which
// it would not count.
//
// Between the two dates, what nobody reported of was quiet. A report from that
// time counts only at the later date; taken as they are, half of what it does
// would be owed to the date. So it is asked what the report adds at the later
// date, whichever was changed first, and what the date adds with none of these
// reports: with d the date, R the reports and v the forecast of a coalition,
//
//	v′(S) = v(S ∪ d) − v(S ∪ d \ R) + v(S \ R)   where S holds reports without d
//
// and v′ = v elsewhere. Shares are the Shapley values of v′; they sum to the same,
// as v′ is v for no change and for all. Where the date moves back, the same holds
// of the changes in reverse.

// gated is which groups of a grouping are gated by which.
type gated struct {
	at    int // group of the date; −1: nothing is gated
	later bool
	all   []int // groups that are gated
}

// term is a coalition whose value is added or taken off.
type term struct {
	sign float64
	set  shapley.Set
}

func (c *comparison) gate(g *grouping) *gated {
	out := &gated{at: -1, later: c.p.Later}
	if c.p.Gate < 0 || c.p.Gated == nil {
		return out
	}
	for k, members := range g.groups {
		gated := false
		for _, i := range members {
			if i == c.p.Gate {
				out.at = k
			}
			gated = gated || c.p.Gated[i]
		}
		if gated {
			out.all = append(out.all, k)
		}
	}
	for i, k := range out.all {
		if k == out.at { // taken together with the date, they are one change
			out.all = append(out.all[:i:i], out.all[i+1:]...)
			break
		}
	}
	return out
}

// terms is what v′ of a coalition is made of.
func (x *gated) terms(s shapley.Set) []term {
	if x.at < 0 || s.Has(x.at) == x.later {
		return []term{{1, s}}
	}
	// the coalition at the other date, and both without any of the reports
	plain, counts := s, false
	for _, k := range x.all {
		if s.Has(k) == x.later {
			counts = true
		}
		if x.later {
			plain = without(plain, k)
		} else {
			plain = plain.With(k)
		}
	}
	if !counts {
		return []term{{1, s}}
	}
	other := func(s shapley.Set) shapley.Set {
		if x.later {
			return s.With(x.at)
		}
		return without(s, x.at)
	}
	return []term{{1, other(s)}, {-1, other(plain)}, {1, plain}}
}
