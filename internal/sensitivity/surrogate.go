package sensitivity

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"
)

// This file finds a simple function of the parameters that stands in for the
// model: a sparse polynomial of the normal scores, on the probability's own
// scale or on that of log-odds, whichever predicts better.

// term is a product of Hermite polynomials: degree a of parameter i, times degree
// b of parameter j (j < 0: of nothing).
type term struct{ i, a, j, b int }

// hermite is the probabilists' polynomial of degree 1 to 3, of variance 1 under
// the standard normal distribution.
func hermite(degree int, t float64) float64 {
	switch degree {
	case 2:
		return (t*t - 1) / math.Sqrt2
	case 3:
		return t * (t*t - 3) / math.Sqrt(6)
	}
	return t
}

// at is the term's value where parameter i has score t(i).
func (m term) at(t func(i int) float64) float64 {
	v := hermite(m.a, t(m.i))
	if m.j >= 0 {
		v *= hermite(m.b, t(m.j))
	}
	return v
}

// column is the term at every draw.
func (m term) column(t [][]float64) []float64 {
	out := make([]float64, len(t[m.i]))
	for d := range out {
		out[d] = m.at(func(i int) float64 { return t[i][d] })
	}
	return out
}

// surrogate predicts a probability.
type surrogate struct {
	logit bool
	terms []term
	coef  []float64 // the constant first
}

// at predicts where parameter i has score t(i).
func (g *surrogate) at(t func(i int) float64) float64 {
	eta := g.coef[0]
	for k, m := range g.terms {
		eta += g.coef[k+1] * m.at(t)
	}
	if g.logit {
		return logistic(eta)
	}
	return eta
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// What a surrogate may be made of.
const (
	folds       = 10
	mostTerms   = 24
	drawsATerm  = 5 // effective draws for each term, at least
	interacting = 6 // only the first so many parameters found may multiply others
)

// search is one question's surrogate in the making.
type search struct {
	t      [][]float64 // by parameter and draw; nil for one that does not vary
	y      []float64
	n      float64 // effective draws
	logit  bool
	column map[term][]float64 // the terms at all draws
}

// grow adds one term after another, each time the one that the residuals ask for
// most (orthogonal matching pursuit: Pati, Rezaiifar and Krishnaprasad 1993, by
// the score test where the scale is log-odds), and fits all coefficients anew.
// Draws with weight 0 in w are left out of the fit. visit is called with every
// surrogate on the way, from the constant on; what it is given changes later.
func (s *search) grow(w []float64, most int, visit func(g *surrogate)) {
	g := &surrogate{logit: s.logit, coef: []float64{s.constant(w)}}
	var columns [][]float64
	var met []int // parameters in the order in which they were found
	candidates := []term{}
	for i := range s.t {
		if s.t[i] != nil {
			candidates = append(candidates, term{i, 1, -1, 0}, term{i, 2, -1, 0}, term{i, 3, -1, 0})
		}
	}
	meet := func(i int) {
		if slices.Contains(met, i) {
			return
		}
		if len(met) < interacting {
			for j := range s.t {
				if m := (term{min(i, j), 1, max(i, j), 1}); s.t[j] != nil && j != i && !slices.Contains(candidates, m) {
					candidates = append(candidates, m)
				}
			}
		}
		met = append(met, i)
	}
	residual, slope := make([]float64, len(s.y)), make([]float64, len(s.y))
	for {
		visit(g)
		if len(g.terms) == most {
			return
		}
		s.residuals(g, columns, w, residual, slope)
		all := 0.0
		for _, v := range slope {
			all += v
		}
		best, top := -1, 1e-12
		for c, m := range candidates {
			if slices.Contains(g.terms, m) {
				continue
			}
			x := s.of(m)
			var u, square, sum float64
			for d, r := range residual {
				v := slope[d] * x[d]
				u += r * x[d]
				square += v * x[d]
				sum += v
			}
			information := square - sum*sum/all // the constant is always there
			if information <= 1e-9*square {
				continue
			}
			if z := u * u / information; z > top {
				best, top = c, z
			}
		}
		if best < 0 {
			return
		}
		m := candidates[best]
		before := slices.Clone(g.coef)
		g.terms = append(g.terms, m)
		columns = append(columns, s.of(m))
		if !s.fit(g, columns, w) { // the draws cannot bear another
			g.terms, g.coef = g.terms[:len(g.terms)-1], before
			return
		}
		meet(m.i)
		if m.j >= 0 {
			meet(m.j)
		}
	}
}

func (s *search) of(m term) []float64 {
	if s.column[m] == nil {
		s.column[m] = m.column(s.t)
	}
	return s.column[m]
}

// constant is the best constant on the scale.
func (s *search) constant(w []float64) float64 {
	var sum, mean float64
	for d, v := range w {
		sum += v
		mean += v * s.y[d]
	}
	mean /= sum
	if s.logit {
		p := clip(mean, 1e-6, 1-1e-6)
		return math.Log(p / (1 - p))
	}
	return mean
}

// residuals fills in w·(y − prediction), and by how much it falls for each unit
// on the scale.
func (s *search) residuals(g *surrogate, columns [][]float64, w, residual, slope []float64) {
	for d := range s.y {
		eta := g.coef[0]
		for k, x := range columns {
			eta += g.coef[k+1] * x[d]
		}
		mu, by := eta, 1.0
		if s.logit {
			mu = logistic(eta)
			by = math.Max(mu*(1-mu), 1e-6)
		}
		residual[d], slope[d] = w[d]*(s.y[d]-mu), w[d]*by
	}
}

// fit maximises the (quasi-)likelihood over the coefficients by Newton's method,
// from where they are. On the log-odds scale every coefficient but the constant
// has a normal prior of standard deviation 3, so that draws that are told apart
// perfectly do not send it to infinity. It reports whether it succeeded.
func (s *search) fit(g *surrogate, columns [][]float64, w []float64) bool {
	n := len(columns) + 1
	for len(g.coef) < n {
		g.coef = append(g.coef, 0)
	}
	penalty, steps := 0.0, 1
	if s.logit {
		penalty, steps = 1/(9*s.n), 25
	}
	residual, slope, row := make([]float64, len(s.y)), make([]float64, len(s.y)), make([]float64, n)
	grad, gram := make([]float64, n), make([]float64, n*n)
	row[0] = 1
	for range steps {
		s.residuals(g, columns, w, residual, slope)
		clear(grad)
		clear(gram)
		for d, r := range residual {
			if w[d] == 0 {
				continue
			}
			for k, x := range columns {
				row[k+1] = x[d]
			}
			for i, x := range row {
				grad[i] += r * x
				x *= slope[d]
				for j := i; j < n; j++ {
					gram[i*n+j] += x * row[j]
				}
			}
		}
		for i := 1; i < n; i++ {
			grad[i] -= penalty * g.coef[i]
			gram[i*n+i] += penalty
		}
		h, b := mat.NewSymDense(n, gram), mat.NewVecDense(n, grad)
		var chol mat.Cholesky
		var step mat.VecDense
		if !chol.Factorize(h) || chol.Cond() > 1e12 || chol.SolveVecTo(&step, b) != nil {
			return false
		}
		longest := 0.0
		for k := range n {
			longest = math.Max(longest, math.Abs(step.AtVec(k)))
		}
		by := 1.0
		if s.logit && longest > 2 {
			by = 2 / longest
		}
		for k := range n {
			g.coef[k] += by * step.AtVec(k)
		}
		if longest < 1e-7 {
			break
		}
	}
	return true
}

// chosen is the surrogate that predicts best.
type chosen struct {
	*surrogate
	search *search   // how it was found, to find it again in other samples
	left   []float64 // by draw: what a surrogate of its size that had not seen the draw predicts
	sizes  []int     // that predict as well, within one standard error of the difference (Breiman et al. 1984)
}

// choose finds the scale and the number of terms that predict draws left out
// best, and the surrogate of that size on all draws. Many terms are tried only
// where a few are not clearly enough.
func (a *analysis) choose(q int) chosen {
	most := min(mostTerms, int(a.effective()/drawsATerm))
	best := a.chooseUpTo(q, min(most, mostTerms/2))
	if len(best.terms) > mostTerms/3 && most > mostTerms/2 {
		best = a.chooseUpTo(q, most)
	}
	return best
}

func (a *analysis) chooseUpTo(q, most int) chosen {
	o := &a.outcomes[q]
	n := a.effective()
	fold := a.folds(q)
	var best chosen
	least, size := math.Inf(1), 0
	var all [][]float64
	for _, logit := range []bool{false, true} {
		if logit && !o.probability {
			continue
		}
		s := &search{t: a.t, y: o.y, n: n, logit: logit, column: map[term][]float64{}}
		left := make([][]float64, most+1) // by number of terms and draw
		for k := range left {
			left[k] = make([]float64, len(a.w))
		}
		w := make([]float64, len(a.w))
		for f := range folds {
			for d := range w {
				w[d] = a.w[d]
				if fold[d] == f {
					w[d] = 0
				}
			}
			size := 0
			s.grow(w, most, func(g *surrogate) {
				for d := range w {
					if fold[d] == f {
						left[size][d] = s.predict(g, d)
					}
				}
				size++
			})
			for ; size <= most; size++ { // nothing was left to add
				for d := range w {
					if fold[d] == f {
						left[size][d] = left[size-1][d]
					}
				}
			}
		}
		for k := range left {
			missed := 0.0
			for d, y := range o.y {
				missed += a.w[d] * (y - left[k][d]) * (y - left[k][d])
			}
			if missed < least {
				least, size, all, best = missed, k, left, chosen{search: s, left: left[k]}
			}
		}
	}
	best.surrogate = best.search.grown(a.w, size)
	for k := range all {
		worse := func(d int) float64 {
			e, b := o.y[d]-all[k][d], o.y[d]-best.left[d]
			return e*e - b*b
		}
		mean, square := 0.0, 0.0
		for d, w := range a.w {
			mean += w * worse(d)
		}
		for d, w := range a.w {
			square += w * w * (worse(d) - mean) * (worse(d) - mean)
		}
		if mean <= math.Sqrt(square) {
			best.sizes = append(best.sizes, k)
		}
	}
	return best
}

// grown is the surrogate of so many terms, or as many as there are.
func (s *search) grown(w []float64, size int) (g *surrogate) {
	s.grow(w, size, func(at *surrogate) { g = at })
	return g
}

// predict is what g says of draw d.
func (s *search) predict(g *surrogate, d int) float64 {
	eta := g.coef[0]
	for k, m := range g.terms {
		eta += g.coef[k+1] * s.of(m)[d]
	}
	if s.logit {
		return logistic(eta)
	}
	return eta
}

// folds deals the draws into folds of nearly equal size.
func (a *analysis) folds(q int) []int {
	rng := a.stream(partFolds, q)
	out := make([]int, len(a.w))
	for d := range out {
		out[d] = d % folds
	}
	for d := range out {
		k := int(rng.Float64() * float64(d+1))
		out[d], out[k] = out[k], out[d]
	}
	return out
}
