package sensitivity

import (
	"context"
	"fmt"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/mat"

	"demarche/internal/quantity"
	"demarche/internal/work"
)

// This file estimates first-order indices from the draws that there are (given-data
// estimation: Plischke, Borgonovo and Smith 2013), by a smooth curve through
// each parameter instead of their partition, and takes off what noise adds.

// smoother is the curve's basis for one parameter: its normal score, which makes
// lines exact, and cosines of its rank (Plischke 2012).
type smoother struct {
	phi [][]float64 // by term and draw
}

// cosines are the frequencies in the order in which they are taken in; the
// first is nearly the normal score itself and therefore comes late.
var cosines = []float64{2, 3, 4, 1, 5}

// degree is the number of terms that n effective draws can bear.
func degree(n float64) int { return int(clip(math.Floor(math.Pow(n, 0.3)), 2, 6)) }

func newSmoother(u, t []float64, terms int) *smoother {
	s := &smoother{phi: [][]float64{t}}
	for _, f := range cosines[:terms-1] {
		c := make([]float64, len(u))
		for d := range c {
			c[d] = math.Cos(math.Pi * f * u[d])
		}
		s.phi = append(s.phi, c)
	}
	return s
}

// moments of one outcome under a weighting.
type moments struct {
	variance float64 // of the probability between draws, unbiased
	plug     float64 // the same as it would be if the sample were all there is
}

// spread estimates the variance between draws: that of the means, less what the
// finite number of stories adds. k counts how often each draw stands in the
// sample (nil: once); w is its weight each time, over the sum of all.
func spread(o *outcome, w, k []float64) moments {
	sum := 0.0
	for d := range w {
		sum += times(k, d) * w[d]
	}
	mean := 0.0
	for d, y := range o.y {
		mean += times(k, d) * w[d] / sum * y
	}
	var square, noise, own, squares float64
	for d, y := range o.y {
		n, v := times(k, d), w[d]/sum
		square += n * v * (y - mean) * (y - mean)
		noise += n * v * o.noise[d]
		own += n * v * v * o.noise[d]
		squares += n * v * v
	}
	return moments{variance: (square - noise + own) / (1 - squares), plug: square - noise}
}

func times(k []float64, d int) float64 {
	if k == nil {
		return 1
	}
	return k[d]
}

// explained is the variance of E[P | parameter] of every outcome.
type explained struct {
	value float64 // unbiased up to terms of second order; may be below 0
	plug  float64 // as it would be if the sample were all there is
}

// curve is a smoother fitted to one weighting of the draws: what of it does not
// depend on the outcome.
type curve struct {
	draws    []int     // that are in the sample
	v        []float64 // by draw in the sample: weight of all its copies
	x        []float64 // by draw in the sample and term: the basis made orthonormal
	leverage []float64 // of one copy, the mean left aside
	own      []float64 // the weight of one copy
	terms    int
}

// fit prepares the curve; k counts how often each draw stands in the sample (nil:
// once), w is its weight each time. It returns nil where there are too few values.
func (s *smoother) fit(w, k []float64) *curve {
	c := &curve{terms: len(s.phi)}
	sum := 0.0
	for d := range w {
		if n := times(k, d); n > 0 {
			c.draws = append(c.draws, d)
			sum += n * w[d]
		}
	}
	n := len(c.draws)
	c.v, c.own, c.leverage, c.x = make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n*c.terms)
	for e, d := range c.draws {
		c.own[e] = w[d] / sum
		c.v[e] = times(k, d) * c.own[e]
	}
	for j, phi := range s.phi {
		mean := 0.0
		for e, d := range c.draws {
			mean += c.v[e] * phi[d]
		}
		for e, d := range c.draws {
			c.x[e*c.terms+j] = phi[d] - mean
		}
	}
	gram := make([]float64, c.terms*c.terms)
	for e := range n {
		row := c.x[e*c.terms:][:c.terms]
		for i, a := range row {
			a *= c.v[e]
			for j := i; j < c.terms; j++ {
				gram[i*c.terms+j] += a * row[j]
			}
		}
	}
	var chol mat.Cholesky
	if !chol.Factorize(mat.NewSymDense(c.terms, gram)) || chol.Cond() > 1e10 {
		return nil
	}
	var lower mat.TriDense
	chol.LTo(&lower)
	l := lower.RawTriangular()
	for e := range n { // L⁻¹x is orthonormal
		row := c.x[e*c.terms:][:c.terms]
		for i := range row {
			for j := range i {
				row[i] -= l.Data[i*l.Stride+j] * row[j]
			}
			row[i] /= l.Data[i*l.Stride+i]
			c.leverage[e] += row[i] * row[i]
		}
		c.leverage[e] *= c.own[e]
	}
	return c
}

// explain is what the curve explains of outcome y, by draw (of all draws, also
// those that are not in the sample). The squared length of the fitted curve is
// too large by the noise in its coefficients, Σ w_d h_d Var(e_d); the residuals
// estimate it, each freed of the share by which it has bent the curve towards
// itself (1 − h_d; MacKinnon and White 1985).
func (c *curve) explain(y []float64) explained {
	mean, coef := 0.0, make([]float64, c.terms)
	for e, d := range c.draws {
		v := c.v[e] * y[d]
		mean += v
		for j, f := range c.x[e*c.terms:][:c.terms] {
			coef[j] += v * f
		}
	}
	bias := 0.0
	for e, d := range c.draws {
		r := y[d] - mean
		for j, f := range c.x[e*c.terms:][:c.terms] {
			r -= coef[j] * f
		}
		bias += c.v[e] * c.leverage[e] * r * r / math.Max(1-c.leverage[e]-c.own[e], 0.05)
	}
	var out explained
	for _, a := range coef {
		out.plug += a * a
	}
	out.value = out.plug - bias
	return out
}

// firstOrder fills in the spread of every question and the first-order indices
// with their intervals, or the reason why there are none.
func (a *analysis) firstOrder(ctx context.Context, out []Question, tell func(base int) func(int)) error {
	terms := degree(a.effective())
	for i := range a.t {
		if a.t[i] == nil {
			a.smooth = append(a.smooth, nil)
			for q := range out {
				out[q].Parameters[i].Reason = "it has one value in every draw that matters"
			}
			continue
		}
		a.smooth = append(a.smooth, newSmoother(a.u[i], a.t[i], terms))
	}
	var ys [][]float64
	for q := range a.outcomes {
		o := &a.outcomes[q]
		switch {
		case o.missing:
			out[q].Reason = "it has no probability in some of the draws"
		case constant(o):
			out[q].Reason = "every draw gives the same probability: there is nothing to explain"
		case o.noise == nil:
			out[q].Reason = "every draw has one story, so that chance cannot be told from the parameters"
		default:
			a.questions = append(a.questions, q)
			ys = append(ys, o.y)
		}
	}
	if len(ys) == 0 {
		return nil
	}
	base := make([]moments, len(ys))
	for k, q := range a.questions {
		base[k] = spread(&a.outcomes[q], a.w, nil)
	}
	index := make([][]explained, len(a.smooth)) // by parameter and question
	curves := make([]*curve, len(a.smooth))
	for i, s := range a.smooth {
		if s == nil {
			continue
		}
		if curves[i] = s.fit(a.w, nil); curves[i] == nil {
			continue
		}
		for _, y := range ys {
			index[i] = append(index[i], curves[i].explain(y))
		}
	}
	// by replicate: the spread by question, the indices by parameter and question
	b := a.opt.Replicates
	spreads, indices := make([][]float64, b), make([][][]float64, b)
	err := work.Each(ctx, a.opt.Workers, b, tell(0), func(r int) error {
		k := a.resample(r)
		spreads[r] = make([]float64, len(ys))
		ms := make([]moments, len(ys))
		for j, q := range a.questions {
			ms[j] = spread(&a.outcomes[q], a.w, k)
			spreads[r][j] = ms[j].variance
		}
		indices[r] = make([][]float64, len(a.smooth))
		for i, s := range a.smooth {
			if s == nil || index[i] == nil {
				continue
			}
			c := s.fit(a.w, k)
			if c == nil {
				continue
			}
			row := make([]float64, len(ys))
			for j, y := range ys {
				row[j] = c.explain(y).value / ms[j].variance
				if ms[j].variance <= 0 {
					row[j] = math.NaN()
				}
			}
			indices[r][i] = row
		}
		return nil
	})
	if err != nil || ctx.Err() != nil {
		return ctx.Err()
	}
	for j, q := range a.questions {
		var xs []float64
		for r := range b {
			xs = append(xs, spreads[r][j])
		}
		lo, hi := middle(xs)
		lo, hi = lo+base[j].variance-base[j].plug, hi+base[j].variance-base[j].plug
		out[q].SD = quantity.Number(math.Sqrt(math.Max(base[j].variance, 0)))
		out[q].SDInterval = quantity.Interval{quantity.Number(math.Sqrt(math.Max(lo, 0))), quantity.Number(math.Sqrt(math.Max(hi, 0)))}
		if lo <= 0 {
			out[q].Reason = fmt.Sprintf("from %d draws and %d stories, differences between draws cannot be told from chance; more stories would show smaller ones", len(a.w), total(a.outcomes[q].stories))
			continue
		}
		for i := range a.smooth {
			if index[i] == nil {
				if p := &out[q].Parameters[i]; p.Reason == "" {
					p.Reason = "its values are too few to draw a curve through them"
				}
				continue
			}
			xs = xs[:0]
			for r := range b {
				if row := indices[r][i]; row != nil && !math.IsNaN(row[j]) {
					xs = append(xs, row[j])
				}
			}
			lo, hi := middle(xs)
			s := index[i][j].value / base[j].variance
			// in the bootstrap's world the truth is what the sample shows, noise included
			off := s - index[i][j].plug/base[j].plug
			p := &out[q].Parameters[i]
			p.First = quantity.Number(clip(s, 0, 1))
			p.FirstInterval = quantity.Interval{quantity.Number(clip(lo+off, 0, float64(p.First))), quantity.Number(clip(hi+off, float64(p.First), 1))}
		}
	}
	return a.shuffled(ctx, out, curves, ys, base, tell(b))
}

// shuffled fills in how large the largest index would be if no parameter had
// anything to do with the outcome: the outcomes are dealt anew to the draws
// (Good 2005), and of each deal the largest index is kept.
func (a *analysis) shuffled(ctx context.Context, out []Question, curves []*curve, ys [][]float64, base []moments, tell func(int)) error {
	b := a.opt.Replicates
	largest := make([][]float64, b) // by deal and question
	err := work.Each(ctx, a.opt.Workers, b, tell, func(r int) error {
		rng := a.stream(partShuffle, r)
		deal := make([]int, len(a.w))
		for d := range deal {
			k := int(rng.Float64() * float64(d+1))
			deal[d], deal[k] = deal[k], d
		}
		largest[r] = make([]float64, len(ys))
		dealt := make([]float64, len(deal))
		for j, y := range ys {
			for d, k := range deal {
				dealt[d] = y[k]
			}
			for _, c := range curves {
				if c != nil {
					largest[r][j] = math.Max(largest[r][j], c.explain(dealt).value/base[j].variance)
				}
			}
		}
		return nil
	})
	if err != nil || ctx.Err() != nil {
		return ctx.Err()
	}
	for j, q := range a.questions {
		if out[q].Reason != "" {
			continue
		}
		xs := make([]float64, b)
		for r := range xs {
			xs[r] = largest[r][j]
		}
		sort.Float64s(xs)
		out[q].Floor = quantity.Number(clip(quantile(xs, 0.95), 0, 1))
	}
	return nil
}

// resample is how often each draw stands in the r-th bootstrap sample.
func (a *analysis) resample(r int) []float64 {
	rng := a.stream(partBootstrap, r)
	k := make([]float64, len(a.w))
	for range k {
		k[int(rng.Float64()*float64(len(k)))]++
	}
	return k
}

// constant reports whether all draws give the same, up to rounding.
func constant(o *outcome) bool {
	lo, hi := slices.Min(o.y), slices.Max(o.y)
	scale := math.Max(math.Abs(lo), math.Abs(hi))
	if o.probability {
		scale = 1
	}
	return hi-lo <= 1e-9*scale
}

func total(xs []int) int {
	sum := 0
	for _, x := range xs {
		sum += x
	}
	return sum
}
