// Numbers of a game file: exact where it matters, quick where it does not.

package game

import (
	"math/big"
	"strconv"
	"strings"
)

// A number of a game is a double, and beside it, where the shortest decimal
// that reads back to the double is not the number meant, the exact fraction.
// Two numbers are the same if both parts are.

// sameNumbers reports whether two vectors agree exactly. Exact parts may be nil.
func sameNumbers(v []float64, exact []*big.Rat, w []float64, exactW []*big.Rat) (at int, same bool) {
	for i := range v {
		if v[i] != w[i] || !sameRat(ratAt(exact, i), ratAt(exactW, i)) {
			return i, false
		}
	}
	return 0, true
}

func sameRat(a, b *big.Rat) bool {
	return a == b || a != nil && b != nil && a.Cmp(b) == 0
}

func ratAt(exact []*big.Rat, i int) *big.Rat {
	if exact == nil {
		return nil
	}
	return exact[i]
}

// rational is the number meant by v and its exact part.
func rational(v float64, exact *big.Rat) *big.Rat {
	if exact != nil {
		return exact
	}
	q, _ := new(big.Rat).SetString(strconv.FormatFloat(v, 'g', -1, 64))
	return q
}

// exactPart is what must be kept beside the double f of q: nothing where the
// shortest decimal of f is q.
func exactPart(q *big.Rat, f float64) *big.Rat {
	if r, ok := parseDecimal(strconv.FormatFloat(f, 'g', -1, 64)); ok && r.Cmp(q) == 0 {
		return nil
	}
	return q
}

// numberText writes a number so that it reads back exactly.
func numberText(v float64, exact *big.Rat) string {
	if exact != nil {
		return exact.RatString()
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}

// powers of ten that a double holds exactly
var tens = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
	1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// plainDecimal reads decimals of at most 15 significant digits. One division or
// multiplication of exact doubles rounds them correctly (Clinger 1990), and no
// two of them share a double, so that their shortest decimals are themselves.
func plainDecimal(b []byte) (f float64, ok bool) {
	k, negative := 0, false
	if len(b) > 0 && (b[0] == '-' || b[0] == '+') {
		negative = b[0] == '-'
		k = 1
	}
	mantissa, significant, digits, behind, point := uint64(0), 0, 0, 0, false
	for ; k < len(b); k++ {
		c := b[k]
		if c == '.' && !point {
			point = true
			continue
		}
		if c < '0' || c > '9' {
			break
		}
		digits++
		if significant > 0 || c != '0' {
			if significant++; significant > 15 {
				return 0, false
			}
		}
		mantissa = 10*mantissa + uint64(c-'0')
		if point {
			behind++
		}
	}
	if digits == 0 || len(b) > longestNumber {
		return 0, false
	}
	power := -behind
	if k < len(b) {
		if b[k] != 'e' && b[k] != 'E' {
			return 0, false
		}
		e, err := strconv.Atoi(string(b[k+1:]))
		if err != nil || e > largestPower || e < -largestPower {
			return 0, false
		}
		power += e
	}
	switch f = float64(mantissa); {
	case mantissa == 0:
		return 0, true
	case power < -22 || power > 22:
		return 0, false
	case power < 0:
		f /= tens[-power]
	default:
		f *= tens[power]
	}
	if negative {
		f = -f
	}
	return f, true
}

// Bounds on a number's text: beyond them exact arithmetic would cost time and
// memory out of proportion, and no payoff has such a size.
const (
	longestNumber = 512
	largestPower  = 300
)

// parseNumber reads -3, .5, 1e-3, 1/3 or 1.5/2 exactly.
func parseNumber(s string) (*big.Rat, bool) {
	if len(s) == 0 || len(s) > longestNumber {
		return nil, false
	}
	if top, bottom, ok := strings.Cut(s, "/"); ok {
		a, ok1 := parseDecimal(top)
		b, ok2 := parseDecimal(bottom)
		if !ok1 || !ok2 || b.Sign() == 0 {
			return nil, false
		}
		return a.Quo(a, b), true
	}
	return parseDecimal(s)
}

func parseDecimal(s string) (*big.Rat, bool) {
	mantissa, power := s, ""
	if k := strings.IndexAny(s, "eE"); k >= 0 {
		mantissa, power = s[:k], s[k+1:]
		e, err := strconv.Atoi(power)
		if err != nil || e > largestPower || e < -largestPower {
			return nil, false
		}
	}
	digits := 0
	for i, c := range mantissa {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
		case (c == '-' || c == '+') && i == 0:
		default:
			return nil, false
		}
	}
	if digits == 0 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
