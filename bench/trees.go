// Two families with long paths: perfect information, and concede or continue.

package main

import (
	"fmt"
	"io"
)

// perfect is a game of perfect information: two players in turn, two acts, and
// payoffs drawn independently at every leaf.
type perfect struct {
	Depth int
	Seed  uint64
}

func (p perfect) name() string { return fmt.Sprintf("perfect-%02d-%d", p.Depth, p.Seed) }

func (p perfect) write(w io.Writer) (counts, error) {
	e := newEFG(w, p.name(), "A", "B")
	next := [2]int{}
	var visit func(d int, history uint64)
	visit = func(d int, history uint64) {
		if d == p.Depth {
			e.leaf(normal(key(p.Seed, 1, history, 0)), normal(key(p.Seed, 1, history, 1)))
			return
		}
		i := d % 2
		next[i]++
		e.move(i, next[i], "", []string{"a", "b"})
		visit(d+1, 2*history)
		visit(d+1, 2*history+1)
	}
	visit(0, 0)
	return e.end()
}

// concede is a crisis of two actors, resolute or not, who in turn concede or
// continue; each round costs both, the irresolute more. Whoever concedes loses
// the prize to the other, and after the last round there is war.
type concede struct{ Rounds int }

func (c concede) name() string { return fmt.Sprintf("concede-%02d", c.Rounds) }

func (c concede) write(w io.Writer) (counts, error) {
	const prize = 10.0
	cost := [2]float64{0.1, 0.35} // a round, by type
	war := [2]float64{2, -9}      // by own type
	e := newEFG(w, c.name(), "A", "B")
	e.chance([]string{"1", "2", "3", "4"}, []string{"0.12", "0.28", "0.18", "0.42"}) // resolute: 0.4 and 0.3
	for profile := range 4 {
		types := [2]int{profile / 2, profile % 2}
		var pay [2]float64 // what delay has cost
		for r := range c.Rounds {
			i := r % 2
			e.move(i, r/2*2+types[i]+1, "", []string{"concede", "continue"})
			u := pay
			u[1-i] += prize
			e.leaf(u[0], u[1])
			for k := range pay {
				pay[k] -= cost[types[k]]
			}
		}
		e.leaf(pay[0]+war[types[0]], pay[1]+war[types[1]])
	}
	return e.end()
}
