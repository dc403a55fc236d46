// Package shapley divides what a team achieves among its members: the Shapley
// value of a set function (Shapley 1953), with many outcomes at once. It knows
// nothing of what the players are: changes between two runs, or parameters of
// a model.
package shapley

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
)

// This file is the plan: which coalitions must be valued, and the shares that
// follow from their values.

// MaxPlayers is the largest number of players of a sampled plan, and MaxExact
// that of an exact one, which values 2^n coalitions.
const (
	MaxPlayers = 256
	MaxExact   = 20
)

// Set is a coalition of players numbered from 0 to MaxPlayers−1. Sets can be
// compared with == and be keys of maps.
type Set [MaxPlayers / 64]uint64

// Has reports whether player i is in s.
func (s Set) Has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }

// With is s and player i.
func (s Set) With(i int) Set {
	s[i/64] |= 1 << (i % 64)
	return s
}

// Size is the number of players in s.
func (s Set) Size() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// Plan says which coalitions must be valued. Value every one of Sets, in any
// order and side by side if you like, and hand the values to Shares.
type Plan struct {
	Players int
	Exact   bool
	// Sets are the coalitions, each once. The first is empty; an exact plan
	// holds all 2^Players in binary order (player i is bit i of the position).
	Sets []Set

	orders [][]int32 // of a sampled plan, by order and place: positions in Sets, from the empty to the full coalition
	placed [][]int32 // by order and place: who joins
}

// Exact is the plan that values every coalition of n players once: n from 0 to
// MaxExact, else it panics. The shares are right up to rounding.
func Exact(n int) *Plan {
	if n < 0 || n > MaxExact {
		panic(fmt.Sprintf("shapley: an exact plan of %d players", n))
	}
	p := &Plan{Players: n, Exact: true, Sets: make([]Set, 1<<n)}
	for k := range p.Sets {
		p.Sets[k][0] = uint64(k)
	}
	return p
}

// Sampled is the plan that lets n players join in random orders, each order
// followed by its reverse, which makes the error smaller where players help or
// hinder each other (antithetic orders: Mitchell, Cooper, Frank and Holmes
// 2022). n is from 0 to MaxPlayers and pairs at least 1, else it panics. With
// one pair there are no standard errors.
func Sampled(n, pairs int, rng *rand.Rand) *Plan {
	if n < 0 || n > MaxPlayers || pairs < 1 {
		panic(fmt.Sprintf("shapley: a sampled plan of %d players, %d pairs", n, pairs))
	}
	p := &Plan{Players: n, Sets: []Set{{}}}
	at := map[Set]int32{{}: 0}
	add := func(order []int) {
		place, who := []int32{0}, []int32(nil)
		s := Set{}
		for _, i := range order {
			s = s.With(i)
			k, ok := at[s]
			if !ok {
				k = int32(len(p.Sets))
				at[s], p.Sets = k, append(p.Sets, s)
			}
			place, who = append(place, k), append(who, int32(i))
		}
		p.orders, p.placed = append(p.orders, place), append(p.placed, who)
	}
	for range pairs {
		order := rng.Perm(n)
		add(order)
		back := make([]int, n)
		for k, i := range order {
			back[n-1-k] = i
		}
		add(back)
	}
	return p
}

// Shares are what the players contribute.
type Shares struct {
	Value [][]float64 // by player and outcome; over the players they sum to v(all) − v(none), up to rounding
	Error [][]float64 // standard errors from the sampling of orders; 0 where exact, NaN from a single pair
}

// Shares divides the outcomes: values[k] is what coalition Sets[k] achieves, one
// number for each outcome, the same number of them for all k. An outcome that is
// NaN or infinite for any coalition is NaN for every player.
func (p *Plan) Shares(values [][]float64) Shares {
	if len(values) != len(p.Sets) {
		panic(fmt.Sprintf("shapley: %d values for %d coalitions", len(values), len(p.Sets)))
	}
	m := len(values[0])
	s := Shares{Value: grid(p.Players, m), Error: grid(p.Players, m)}
	if p.Exact {
		p.exact(values, s)
	} else {
		p.sampled(values, s)
	}
	for o := range m {
		for k := range values {
			if v := values[k][o]; math.IsNaN(v) || math.IsInf(v, 0) {
				for i := range p.Players {
					s.Value[i][o], s.Error[i][o] = math.NaN(), math.NaN()
				}
				break
			}
		}
	}
	return s
}

// exact sums every player's contribution to every coalition without it, weighed
// by how often it meets that coalition over all orders: 1/(n·C(n−1, size)).
func (p *Plan) exact(values [][]float64, s Shares) {
	n := p.Players
	weight := make([]float64, n)
	for k, c := 0, 1.0; k < n; k++ { // c is C(n−1, k)
		weight[k] = 1 / (float64(n) * c)
		c = c * float64(n-1-k) / float64(k+1)
	}
	for k := range values {
		w := 0.0
		if size := bits.OnesCount(uint(k)); size < n {
			w = weight[size]
		}
		for i := range n {
			if k>>i&1 == 0 {
				with := values[k|1<<i]
				for o, v := range values[k] {
					s.Value[i][o] += w * (with[o] - v)
				}
			}
		}
	}
}

// sampled takes the mean over orders. The two orders of a pair are not
// independent; pairs are.
func (p *Plan) sampled(values [][]float64, s Shares) {
	n, m, pairs := p.Players, len(values[0]), len(p.orders)/2
	pair := grid(n, m)
	for j := range pairs {
		for i := range pair {
			clear(pair[i])
		}
		for _, k := range []int{2 * j, 2*j + 1} {
			for at, i := range p.placed[k] {
				before, after := values[p.orders[k][at]], values[p.orders[k][at+1]]
				for o := range m {
					pair[i][o] += (after[o] - before[o]) / 2
				}
			}
		}
		for i := range n { // running mean and sum of squares (Welford 1962)
			for o, x := range pair[i] {
				d := x - s.Value[i][o]
				s.Value[i][o] += d / float64(j+1)
				s.Error[i][o] += d * (x - s.Value[i][o])
			}
		}
	}
	for i := range n {
		for o := range m {
			s.Error[i][o] = math.Sqrt(s.Error[i][o] / float64(pairs-1) / float64(pairs)) // 0/0 is NaN
		}
	}
}

func grid(n, m int) [][]float64 {
	out, all := make([][]float64, n), make([]float64, n*m)
	for i := range out {
		out[i] = all[i*m : (i+1)*m]
	}
	return out
}
