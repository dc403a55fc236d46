// Random numbers by address: a draw is a pure function of the seed and of what
// it is for, so that a file never depends on the order in which it is written.

package main

import "math"

// key mixes a seed and an address into 64 bits (SplitMix64; Steele, Lea &
// Flood 2014).
func key(seed uint64, address ...uint64) uint64 {
	x := mix(seed)
	for _, a := range address {
		x = mix(x ^ mix(a))
	}
	return x
}

func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// normal is a standard normal draw (Box & Muller 1958).
func normal(key uint64) float64 {
	u := (float64(key>>11) + 0.5) / (1 << 53)
	v := float64(mix(key)>>11) / (1 << 53)
	return math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v)
}
