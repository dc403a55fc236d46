package diff

import (
	"slices"

	"demarche/internal/shapley"
)

// This file puts changes together that are invalid apart.

// grouping is a partition of the changes, in the order of their first members.
type grouping struct {
	n      int // changes
	groups [][]int
	why    []string // by group
	valid  func(with []bool) error
}

// startGroups is every change by itself.
func startGroups(n int, valid func(with []bool) error) *grouping {
	g := &grouping{n: n, valid: valid}
	for i := range n {
		g.groups, g.why = append(g.groups, []int{i}), append(g.why, "")
	}
	return g
}

// with is the changes of a coalition of groups.
func (g *grouping) with(s shapley.Set) []bool {
	out := make([]bool, g.n)
	for k, members := range g.groups {
		for _, i := range members {
			out[i] = s.Has(k)
		}
	}
	return out
}

// full is the coalition of all groups.
func (g *grouping) full() shapley.Set {
	s := shapley.Set{}
	for k := range g.groups {
		s = s.With(k)
	}
	return s
}

func without(s shapley.Set, i int) shapley.Set {
	s[i/64] &^= 1 << (i % 64)
	return s
}

// settle merges groups until each alone and all but each are valid. Most
// dependencies show there; others are met by mend when a coalition is asked for.
func (g *grouping) settle() {
	for again := true; again; {
		again = false
		all := g.full()
		for k := range g.groups {
			for _, s := range []shapley.Set{shapley.Set{}.With(k), without(all, k)} {
				if err := g.valid(g.with(s)); err != nil {
					g.mend(s, err)
					again = true
					break
				}
			}
			if again {
				break
			}
		}
	}
}

// mend merges groups because coalition s is invalid: of s as few as are invalid
// without the rest, and of the rest as few as make these valid. The coalitions
// of none and of all are valid, so there are always some.
func (g *grouping) mend(s shapley.Set, err error) {
	all := g.full()
	ok := func(s shapley.Set) bool { return g.valid(g.with(s)) == nil }
	fault := s
	for k := range g.groups {
		if fault.Has(k) && !ok(without(fault, k)) {
			fault = without(fault, k)
		}
	}
	if e := g.valid(g.with(fault)); e != nil {
		err = e
	}
	cure := all
	for k := range g.groups {
		if cure.Has(k) && !fault.Has(k) && ok(without(cure, k)) {
			cure = without(cure, k)
		}
	}
	g.merge(cure, err)
}

// merge makes one group of a coalition.
func (g *grouping) merge(s shapley.Set, err error) {
	var groups [][]int
	var why []string
	var members []int
	at := -1
	for k := range g.groups {
		if !s.Has(k) {
			groups, why = append(groups, g.groups[k]), append(why, g.why[k])
			continue
		}
		if at < 0 {
			at = len(groups)
			groups, why = append(groups, nil), append(why, err.Error())
		}
		members = append(members, g.groups[k]...)
	}
	slices.Sort(members)
	groups[at] = members
	g.groups, g.why = groups, why
}
