// Package random makes counter-based random streams: the n-th number of a
// stream depends on the stream's key and n alone, so results do not depend on
// who computes what first.
package random

import (
	"math"
	"math/bits"
)

// Stream is a Philox4x32-10 generator (Salmon, Moraes, Dror and Shaw 2011). It
// implements math/rand/v2's Source. Its zero value is the stream of key 0.
type Stream struct {
	key     [2]uint32
	counter [4]uint32
	out     [4]uint32
	left    int
}

// Uses of randomness within a run, so that no two share a stream.
const (
	UseParameters = iota + 1
	UseStory
	UseFilter
	UseRetrace
	UseTruth
	UseProbe
	UseTest
	UseStart
	UseMove // of a tempered draw
	UseUpperHand
	UseSensitivity
	UseTrial
	UseOrders // in which changes are made
)

// New is the stream for one use of one story of one draw. Draw and story are
// below 2³² and use below 2³²; the seed is the key.
func New(seed uint64, draw, story, use int) *Stream {
	s := &Stream{key: [2]uint32{uint32(seed), uint32(seed >> 32)}}
	s.counter = [4]uint32{0, uint32(use), uint32(story), uint32(draw)}
	return s
}

const (
	mul0, mul1   = 0xD2511F53, 0xCD9E8D57
	weyl0, weyl1 = 0x9E3779B9, 0xBB67AE85
	rounds       = 10
)

func (s *Stream) block() {
	c, k := s.counter, s.key
	for range rounds {
		h0, l0 := bits.Mul32(mul0, c[0])
		h1, l1 := bits.Mul32(mul1, c[2])
		c = [4]uint32{h1 ^ c[1] ^ k[0], l1, h0 ^ c[3] ^ k[1], l0}
		k[0] += weyl0
		k[1] += weyl1
	}
	s.out = c
	s.left = 4
	s.counter[0]++
}

// Uint64 is the next 64 random bits.
func (s *Stream) Uint64() uint64 {
	if s.left < 2 {
		s.block()
	}
	hi, lo := s.out[4-s.left], s.out[5-s.left]
	s.left -= 2
	return uint64(hi)<<32 | uint64(lo)
}

// Float64 is uniform on [0, 1).
func (s *Stream) Float64() float64 { return float64(s.Uint64()>>11) * 0x1p-53 }

// Open is uniform on (0, 1): never 0, so that its logarithm and quantiles exist.
func (s *Stream) Open() float64 { return (float64(s.Uint64()>>12) + 0.5) * 0x1p-52 }

// Pick draws a position of weights in proportion to them. Weights are ≥ 0; it
// returns −1 if their sum is not a positive finite number.
func (s *Stream) Pick(weights []float64) int {
	sum := 0.0
	for _, w := range weights {
		sum += w
	}
	if !(sum > 0) || math.IsInf(sum, 0) {
		return -1
	}
	u := s.Float64() * sum
	last := -1
	for i, w := range weights {
		if w <= 0 {
			continue
		}
		last = i
		if u < w {
			return i
		}
		u -= w
	}
	return last
}
