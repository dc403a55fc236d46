package qre

import "math"

// This file holds what the tracer does to vectors as long as the unknowns. Sums
// are taken by chunks of a fixed length, whatever the number of workers.

const chunk = 1 << 14

// sums adds up what part returns for all chunks of n, and takes the largest of
// its last component (a NaN wins).
func (p *pool) sums(n int, part func(lo, hi int) (a, b, c, top float64)) (a, b, c, top float64) {
	if n <= chunk {
		return part(0, n)
	}
	count := (n + chunk - 1) / chunk
	all := make([][4]float64, count)
	p.each(count, func(k, _ int) {
		r := &all[k]
		r[0], r[1], r[2], r[3] = part(k*chunk, min((k+1)*chunk, n))
	})
	for k := range all {
		a, b, c = a+all[k][0], b+all[k][1], c+all[k][2]
		top = larger(top, all[k][3])
	}
	return a, b, c, top
}

// longest is max √w·|v| over the entries of v.
func (p *pool) longest(w, v []float64) float64 {
	_, _, _, top := p.sums(len(v), func(lo, hi int) (a, b, c, top float64) {
		w, v := w[lo:hi], v[lo:hi]
		for i, x := range v {
			if d := w[i] * x * x; !(d <= top) {
				top = d // a NaN gets here, and stays
			}
		}
		return 0, 0, 0, top
	})
	return math.Sqrt(top)
}

// combine writes to = x + f·d.
func (p *pool) combine(to, x []float64, f float64, d []float64) {
	p.sums(len(to), func(lo, hi int) (a, b, c, top float64) {
		to, x, d := to[lo:hi], x[lo:hi], d[lo:hi]
		for i := range to {
			to[i] = x[i] + f*d[i]
		}
		return
	})
}
