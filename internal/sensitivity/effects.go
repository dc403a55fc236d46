package sensitivity

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"demarche/internal/quantity"
	"demarche/internal/shapley"
)

// This file divides the variance of a forecast among the parameters where they
// hang together: Shapley effects (Owen 2014; Song, Nelson and Staum 2016),
// whose game is the variance of the conditional expectation,
// v(u) = Var(E[g | parameters in u]).
//
// After evidence the parameters depend on each other. Their dependence is taken
// to be that of a Gaussian copula fitted to the weighted sample: conditional
// draws then exist for any set of parameters, which nearest neighbours do not
// give for more than a few among hundreds of draws.

const (
	mostExact = 10   // players up to which every coalition is valued
	pairs     = 100  // of orders beyond
	points    = 2048 // of the simulation of each coalition
	remade    = 60   // bootstrap samples in which the surrogate is made anew; with fewer points and orders
)

// dependence fits the copula: correlations between normal scores. With n
// effective draws the correlations of independent parameters are about 1/√n, and
// taking hundreds of them at their word would give parameters shares of what
// they have nothing to do with. Those that could so arise by chance (once in ten
// samples, over all pairs) are 0; if the rest are not the correlations of
// anything, they are shrunk until they are.
func (a *analysis) dependence() {
	p := len(a.t)
	n := a.effective()
	bar := 0.0
	if p > 1 {
		bar = math.Tanh(distuv.UnitNormal.Quantile(1-0.1/float64(p*(p-1))) / math.Sqrt(math.Max(n-3, 1)))
	}
	a.corr = make([][]float64, p)
	for i := range a.corr {
		a.corr[i] = make([]float64, p)
		a.corr[i][i] = 1
	}
	for i := range p {
		for j := range i {
			if a.t[i] == nil || a.t[j] == nil {
				continue
			}
			r := 0.0
			for d, w := range a.w {
				r += w * a.t[i][d] * a.t[j][d]
			}
			if math.Abs(r) > bar {
				r = clip(r, -0.999, 0.999)
				a.corr[i][j], a.corr[j][i] = r, r
			}
		}
	}
	for range 200 {
		if least(a.corr) > 1e-4 {
			break
		}
		for i := range p {
			for j := range p {
				if i != j {
					a.corr[i][j] *= 0.95
				}
			}
		}
	}
}

// least is the smallest eigenvalue.
func least(corr [][]float64) float64 {
	if len(corr) == 0 {
		return 1
	}
	var e mat.EigenSym
	if !e.Factorize(symmetric(corr, nil), false) {
		return 0
	}
	return slices.Min(e.Values(nil))
}

// symmetric is corr among the given (nil: all).
func symmetric(corr [][]float64, of []int) *mat.SymDense {
	if of == nil {
		for i := range corr {
			of = append(of, i)
		}
	}
	m := mat.NewSymDense(len(of), nil)
	for a, i := range of {
		for b, j := range of[:a+1] {
			m.SetSym(a, b, corr[i][j])
		}
	}
	return m
}

// shapley fits the surrogate and fills in the Shapley effects, or why not.
func (a *analysis) shapley(q int, out *Question) {
	o := &a.outcomes[q]
	g := a.choose(q)
	out.Surrogate.Terms = len(g.terms)
	out.Surrogate.Scale = "probability"
	if g.logit {
		out.Surrogate.Scale = "log-odds"
	}
	q2 := a.predicted(o, g.left, nil)
	out.Surrogate.Q2 = quantity.Number(math.Min(q2, 1))
	var again []float64
	for r := range a.opt.Replicates {
		if x := a.predicted(o, g.left, a.resample(r)); !math.IsNaN(x) {
			again = append(again, math.Min(x, 1))
		}
	}
	lo, hi := middle(again)
	out.Surrogate.Q2Interval = quantity.Interval{quantity.Number(math.Min(lo, q2)), quantity.Number(clip(hi, math.Min(q2, 1), 1))}
	if !(q2 >= poorQ2) {
		out.Surrogate.Reason = fmt.Sprintf("no simple function of the parameters predicts at least %.0f%% of the variance between draws", 100*poorQ2)
		return
	}
	share, errs := a.divide(g.surrogate, q, points, mostExact, pairs)
	if share == nil {
		out.Surrogate.Reason = fmt.Sprintf("its variance cannot be divided among %d parameters", len(a.players(g.surrogate)))
		return
	}
	replicas := make([][]float64, len(a.t)) // by parameter
	w := make([]float64, len(a.w))
	for r := range remade {
		for d, k := range a.resample(r) {
			w[d] = k * a.w[d]
		}
		if once, _ := a.divide(g.search.grown(w, g.sizes[r%len(g.sizes)]), q, points/4, mostExact-3, pairs/5); once != nil {
			for i, x := range once {
				replicas[i] = append(replicas[i], x)
			}
		}
	}
	for i := range out.Parameters {
		p := &out.Parameters[i]
		if a.t[i] == nil {
			continue
		}
		lo, hi := middle(replicas[i])
		p.Shapley, p.ShapleyError = quantity.Number(share[i]), quantity.Number(errs[i])
		p.ShapleyInterval = quantity.Interval{quantity.Number(clip(lo, 0, math.Max(share[i], 0))), quantity.Number(clip(hi, share[i], 1))}
	}
}

// predicted is Q²: the share of the variance between draws that predictions for
// draws left out hit, both freed of the noise that the stories add. k counts how
// often each draw stands in the sample (nil: once). NaN where nothing varies.
func (a *analysis) predicted(o *outcome, left, k []float64) float64 {
	m := spread(o, a.w, k)
	var sum, missed float64
	for d, w := range a.w {
		v := times(k, d) * w
		sum += v
		missed += v * ((o.y[d]-left[d])*(o.y[d]-left[d]) - o.noise[d])
	}
	if m.variance <= 0 {
		return math.NaN()
	}
	return 1 - missed/sum/m.variance
}

// divide is each parameter's share of the variance of g, by parameter, with its
// standard error from sampled orders. What neither appears in g nor hangs
// together with what does is a null player and has 0. It returns nil where g
// does not vary.
func (a *analysis) divide(g *surrogate, q, points, most, pairs int) (share, errs []float64) {
	players := a.players(g)
	if len(players) == 0 || len(players) > shapley.MaxPlayers {
		return nil, nil
	}
	var plan *shapley.Plan
	if len(players) <= most {
		plan = shapley.Exact(len(players))
	} else {
		plan = shapley.Sampled(len(players), pairs, rand.New(a.stream(partOrders, q)))
	}
	e := a.effects(g, players, q, points)
	values := make([][]float64, len(plan.Sets))
	for k, u := range plan.Sets {
		values[k] = []float64{e.value(u)}
	}
	all := e.value(everybody(len(players)))
	if !(all > 0) {
		return nil, nil
	}
	shares := plan.Shares(values)
	share, errs = make([]float64, len(a.t)), make([]float64, len(a.t))
	for k, i := range players {
		share[i], errs[i] = shares.Value[k][0]/all, shares.Error[k][0]/all
	}
	return share, errs
}

func everybody(n int) shapley.Set {
	s := shapley.Set{}
	for i := range n {
		s = s.With(i)
	}
	return s
}

// players are the parameters that the surrogate reads, and those that hang
// together with them, in order.
func (a *analysis) players(g *surrogate) []int {
	in := map[int]bool{}
	var open []int
	add := func(i int) {
		if i >= 0 && !in[i] {
			in[i] = true
			open = append(open, i)
		}
	}
	for _, m := range g.terms {
		add(m.i)
		add(m.j)
	}
	for k := 0; k < len(open); k++ {
		for j, r := range a.corr[open[k]] {
			if r != 0 {
				add(j)
			}
		}
	}
	slices.Sort(open)
	return open
}

// effects values coalitions of players by simulation.
type effects struct {
	g      *surrogate
	place  []int // by parameter: its place among the players
	corr   *mat.SymDense
	apart  bool        // nothing hangs together
	line   []float64   // by player: slopes of the line that comes nearest to g
	t      [][]float64 // by point and player: a draw of the copula
	fresh  [][]float64 // by point and player: independent standard normal
	at     []float64   // by point: g(t)
	atLine []float64
}

func (a *analysis) effects(g *surrogate, players []int, q, points int) *effects {
	n := len(players)
	e := &effects{g: g, place: make([]int, len(a.t)), corr: symmetric(a.corr, players)}
	for k, i := range players {
		e.place[i] = k
	}
	rng := a.stream(partEffects, q)
	lower := choleskyOf(e.corr)
	e.apart = true
	for k := range n {
		for j := range k {
			e.apart = e.apart && e.corr.At(k, j) == 0
		}
	}
	for range points / 2 {
		t, f := make([]float64, n), make([]float64, n)
		eps := make([]float64, n)
		for k := range n {
			eps[k], f[k] = distuv.UnitNormal.Quantile(rng.Open()), distuv.UnitNormal.Quantile(rng.Open())
		}
		for k := range n {
			for j := range k + 1 {
				t[k] += lower.At(k, j) * eps[j]
			}
		}
		e.t, e.fresh = append(e.t, t, negative(t)), append(e.fresh, f, negative(f)) // pairs of opposites: odd moments are exact
	}
	e.at = make([]float64, points)
	for s := range e.t {
		e.at[s] = e.predict(e.t[s])
	}
	e.line = e.nearest()
	e.atLine = make([]float64, points)
	for s := range e.t {
		e.atLine[s] = dot(e.line, e.t[s])
	}
	return e
}

func negative(x []float64) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = -v
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.0
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func (e *effects) predict(t []float64) float64 {
	return e.g.at(func(i int) float64 { return t[e.place[i]] })
}

// choleskyOf is the lower factor; corr is positive definite, see dependence.
func choleskyOf(corr *mat.SymDense) *mat.TriDense {
	var c mat.Cholesky
	if !c.Factorize(corr) {
		panic("sensitivity: correlations are not positive definite")
	}
	var l mat.TriDense
	c.LTo(&l)
	return &l
}

// nearest regresses g on the players over the points.
func (e *effects) nearest() []float64 {
	n := len(e.t[0])
	gram, b := mat.NewSymDense(n, nil), mat.NewVecDense(n, nil)
	for s, t := range e.t {
		for i := range n {
			b.SetVec(i, b.AtVec(i)+t[i]*e.at[s])
			for j := range i + 1 {
				gram.SetSym(i, j, gram.At(i, j)+t[i]*t[j])
			}
		}
	}
	out := make([]float64, n)
	var c mat.Cholesky
	x := mat.NewVecDense(n, out)
	if !c.Factorize(gram) || c.SolveVecTo(x, b) != nil {
		clear(out) // the line only makes the simulation better
	}
	return out
}

// value is Var(E[g | players in u]): the covariance of g at pairs of points that
// share the players in u and are otherwise drawn anew from the copula, given
// those (Homma and Saltelli 1996; Janon et al. 2014). What the line has of it is
// known exactly and stands in for what it has in the simulation.
func (e *effects) value(u shapley.Set) float64 {
	n := e.corr.SymmetricDim()
	var in, rest []int
	for k := range n {
		if u.Has(k) {
			in = append(in, k)
		} else {
			rest = append(rest, k)
		}
	}
	if len(in) == 0 {
		return 0
	}
	mean, lower := e.given(in, rest)
	// the line's conditional expectation is a line in the players of u
	slope := make([]float64, len(in))
	for a, i := range in {
		slope[a] = e.line[i]
		for b, j := range rest {
			slope[a] += e.line[j] * mean[b][a]
		}
	}
	known := 0.0
	for a, i := range in {
		for b, j := range in {
			known += slope[a] * slope[b] * e.corr.At(i, j)
		}
	}
	other := make([]float64, n)
	g, line := make([]float64, len(e.t)), make([]float64, len(e.t))
	for s, t := range e.t {
		copy(other, t)
		for b, j := range rest {
			if e.apart {
				other[j] = e.fresh[s][j]
				continue
			}
			v := 0.0
			for a, i := range in {
				v += mean[b][a] * t[i]
			}
			for c := range b + 1 {
				v += lower.At(b, c) * e.fresh[s][rest[c]]
			}
			other[j] = v
		}
		g[s], line[s] = e.predict(other), dot(e.line, other)
	}
	return covariance(e.at, g) - covariance(e.atLine, line) + known
}

// given is the conditional distribution of the rest: the slopes of its mean, by
// rest and in, and the lower factor of its covariance.
func (e *effects) given(in, rest []int) ([][]float64, *mat.TriDense) {
	if len(rest) == 0 {
		return nil, nil
	}
	sub := func(rows, cols []int) *mat.Dense {
		m := mat.NewDense(len(rows), len(cols), nil)
		for a, i := range rows {
			for b, j := range cols {
				m.Set(a, b, e.corr.At(i, j))
			}
		}
		return m
	}
	own := mat.NewSymDense(len(in), nil)
	for a, i := range in {
		for b, j := range in[:a+1] {
			own.SetSym(a, b, e.corr.At(i, j))
		}
	}
	var c mat.Cholesky
	if !c.Factorize(own) {
		panic("sensitivity: correlations are not positive definite")
	}
	cross := sub(in, rest)
	var x mat.Dense // in by rest
	if err := c.SolveTo(&x, cross); err != nil {
		panic("sensitivity: " + err.Error())
	}
	left := mat.NewSymDense(len(rest), nil)
	for b, j := range rest {
		for d, k := range rest[:b+1] {
			v := e.corr.At(j, k)
			for a := range in {
				v -= cross.At(a, b) * x.At(a, d)
			}
			left.SetSym(b, d, v)
		}
	}
	slopes := make([][]float64, len(rest))
	for b := range rest {
		for a := range in {
			slopes[b] = append(slopes[b], x.At(a, b))
		}
	}
	return slopes, choleskyOf(left)
}

// covariance of x and y, which have the same distribution, about their common mean.
func covariance(x, y []float64) float64 {
	mean := 0.0
	for s := range x {
		mean += (x[s] + y[s]) / 2
	}
	mean /= float64(len(x))
	sum := 0.0
	for s := range x {
		sum += (x[s] - mean) * (y[s] - mean)
	}
	return sum / float64(len(x))
}
