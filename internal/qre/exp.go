package qre

import "math"

// This file holds the exponential of the innermost loop: math.Exp's accuracy
// where probabilities live, without the call.

const (
	log2e   = 1.44269504088896338700e+00
	ln2Hi   = 6.93147180369123816490e-01
	ln2Lo   = 1.90821492927058770002e-10
	shifter = 0x1.8p52 // adding it rounds to an integer, in the low bits
)

// expNear is exp(x) to two units in the last place for |x| ≤ 700; outside of
// that its result means nothing. The rational approximation is that of the
// C library's exp (Sun Microsystems 1993).
func expNear(x float64) float64 {
	t := x*log2e + shifter
	k := t - shifter
	hi, lo := x-k*ln2Hi, k*ln2Lo
	r := hi - lo
	z := r * r
	c := r - z*(1.66666666666666657415e-01+z*(-2.77777777770155933842e-03+z*(6.61375632143793436117e-05+z*(-1.65339022054652515390e-06+z*4.13813679705723846039e-08))))
	y := 1 - ((lo - (r*c)/(2-c)) - hi)
	return math.Float64frombits(math.Float64bits(y) + math.Float64bits(t)<<52)
}

// normaliseInto shifts log-probabilities so that they sum to one, and writes the
// probabilities into sigma.
func normaliseInto(x, sigma []float64) {
	sigma = sigma[:len(x)]
	hi, lo := x[0], x[0]
	for _, v := range x[1:] {
		hi, lo = max(hi, v), min(lo, v)
	}
	sum := 0.0
	if lo > -690 && hi < 690 {
		for v, l := range x {
			p := expNear(l)
			sigma[v] = p
			sum += p
		}
		// Newton's steps keep the sum at one to first order.
		if d := sum - 1; d > -0.01 && d < 0.01 {
			z := d / (2 + d)
			w := z * z
			l, f := 2*z*(1+w*(1./3+w*(1./5+w*(1./7)))), 1/sum // ln(sum) = 2·artanh(z)
			for v := range x {
				x[v] -= l
				sigma[v] *= f
			}
			return
		}
		sum = 0
	}
	for v, l := range x {
		p := math.Exp(l - hi)
		sigma[v] = p
		sum += p
	}
	l, f := hi+math.Log(sum), 1/sum
	for v := range x {
		x[v] -= l
		sigma[v] *= f
	}
}
