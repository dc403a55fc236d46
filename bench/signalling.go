// The signalling family of SOLVER.md §7.

package main

import (
	"fmt"
	"io"
)

// signalling is a game of two actors with two types each, who act in turn,
// three public acts a round. At the end actor i has
//
//	Share·Σ over its own acts of normal(own type, round, act)
//	+ (1−Share)·normal(leaf, both types, i).
//
// Share 1 would be additive in one's own acts, 0 is without any structure.
type signalling struct {
	Rounds     int
	Share      float64
	Correlated bool // the types are drawn together, not one by one
	Seed       uint64
}

const acts = 3 // a round

func (s signalling) prior() string {
	if s.Correlated {
		return "correlated"
	}
	return "independent"
}

func (s signalling) name() string {
	return fmt.Sprintf("signalling-%02d-%s-%g-%d", s.Rounds, s.prior(), s.Share, s.Seed)
}

// publicStates is the number of public histories at which somebody moves.
func (s signalling) publicStates() int {
	n, all := 1, 0
	for range s.Rounds {
		all += n
		n *= acts
	}
	return all
}

func (s signalling) write(w io.Writer) (counts, error) {
	e := newEFG(w, s.name(), "A", "B")
	prior := []string{"0.3", "0.3", "0.2", "0.2"} // 0.6 and 0.4 times one half
	if s.Correlated {
		prior = []string{"0.4", "0.1", "0.15", "0.35"}
	}
	// own[actor][type][round][act]
	own := [2][2][][acts]float64{}
	for i := range own {
		for t := range own[i] {
			own[i][t] = make([][acts]float64, s.Rounds)
			for r := range own[i][t] {
				for a := range acts {
					own[i][t][r][a] = normal(key(s.Seed, 1, uint64(i), uint64(t), uint64(r), uint64(a)))
				}
			}
		}
	}
	// first[r] is the number of the mover's first information set in round r.
	first, next := make([]int, s.Rounds), [2]int{1, 1}
	for r, n := 0, 1; r < s.Rounds; r, n = r+1, n*acts {
		first[r] = next[r%2]
		next[r%2] += 2 * n
	}
	names := []string{"a", "b", "c"}
	e.chance([]string{"1", "2", "3", "4"}, prior)
	for profile := range 4 {
		types := [2]int{profile / 2, profile % 2}
		var visit func(r, history int, sum [2]float64)
		visit = func(r, history int, sum [2]float64) {
			if r == s.Rounds {
				var u [2]float64
				for i := range u {
					u[i] = s.Share*sum[i] + (1-s.Share)*normal(key(s.Seed, 2, uint64(history), uint64(profile), uint64(i)))
				}
				e.leaf(u[0], u[1])
				return
			}
			i := r % 2
			e.move(i, first[r]+2*history+types[i], "", names)
			for a := range acts {
				with := sum
				with[i] += own[i][types[i]][r][a]
				visit(r+1, acts*history+a, with)
			}
		}
		visit(0, 0, [2]float64{})
	}
	return e.end()
}
