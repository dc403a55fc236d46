// The covert family: what one actor does is seen by one of the others only.

package main

import (
	"fmt"
	"io"
)

// covert is a game of three actors. A has two types and one of three acts a
// round: quiet, covert, open. B sees which. C cannot tell covert from quiet, and
// is never told. Then B and C choose one of two public acts each. Payoffs are
// made as in the signalling family, with the share of one's own acts given.
type covert struct {
	Rounds int
	Share  float64
	Seed   uint64
}

func (c covert) name() string {
	return fmt.Sprintf("covert-%d-%g-%d", c.Rounds, c.Share, c.Seed)
}

func (c covert) write(w io.Writer) (counts, error) {
	e := newEFG(w, c.name(), "A", "B", "C")
	e.chance([]string{"1", "2"}, []string{"0.5", "0.5"})
	// An information set is what its owner has seen: numbers are given as they
	// are met.
	numbers := [3]map[string]int{{}, {}, {}}
	number := func(player int, seen string) int {
		n, ok := numbers[player][seen]
		if !ok {
			n = len(numbers[player]) + 1
			numbers[player][seen] = n
		}
		return n
	}
	own := func(player, typ, round, act int) float64 {
		return normal(key(c.Seed, 1, uint64(player), uint64(typ), uint64(round), uint64(act)))
	}
	for typ := range 2 {
		var visit func(r int, full, masked string, leaf uint64, sum [3]float64)
		visit = func(r int, full, masked string, leaf uint64, sum [3]float64) {
			if r == c.Rounds {
				var u [3]float64
				for i := range u {
					u[i] = c.Share*sum[i] + (1-c.Share)*normal(key(c.Seed, 2, leaf, uint64(typ), uint64(i)))
				}
				e.leaf(u[:]...)
				return
			}
			e.move(0, number(0, fmt.Sprint(typ, full)), "", []string{"q", "c", "o"})
			for a := range 3 {
				fullA := full + "qco"[a:a+1]
				maskedA := masked + "qqo"[a:a+1]
				e.move(1, number(1, fullA), "", []string{"x", "y"})
				for b := range 2 {
					fullB, maskedB := fullA+"xy"[b:b+1], maskedA+"xy"[b:b+1]
					e.move(2, number(2, maskedB), "", []string{"x", "y"})
					for d := range 2 {
						with := sum
						with[0] += own(0, typ, r, a)
						with[1] += own(1, 0, r, b)
						with[2] += own(2, 0, r, d)
						visit(r+1, fullB+"xy"[d:d+1], maskedB+"xy"[d:d+1], 12*leaf+uint64(4*a+2*b+d), with)
					}
				}
			}
		}
		visit(0, "", "", 0, [3]float64{})
	}
	return e.end()
}
