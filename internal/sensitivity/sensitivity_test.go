package sensitivity

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/distuv"
	"gonum.org/v1/gonum/stat/samplemv"

	"demarche/internal/shapley"
)

// spaced is n nearly evenly spaced points of p independent standard normal
// variables: with them a sample estimates integrals, and tests need no noise.
func spaced(n, p int, seed uint64) [][]float64 {
	batch := mat.NewDense(n, p, nil)
	samplemv.Halton{Kind: samplemv.Owen, Q: distmv.NewUnitUniform(p, nil), Src: rand.NewPCG(seed, 1)}.Sample(batch)
	out := make([][]float64, n)
	for d := range out {
		out[d] = make([]float64, p)
		for i := range p {
			out[d][i] = distuv.UnitNormal.Quantile(clip(batch.At(d, i), 1e-9, 1-1e-9))
		}
	}
	return out
}

// scattered is n independent points.
func scattered(n, p int, seed uint64) [][]float64 {
	rng := rand.New(rand.NewPCG(seed, 2))
	out := make([][]float64, n)
	for d := range out {
		out[d] = make([]float64, p)
		for i := range p {
			out[d][i] = rng.NormFloat64()
		}
	}
	return out
}

// known is a sample of f without noise.
func known(z [][]float64, f func(z []float64) float64) Sample {
	s := Sample{Score: z}
	o := Outcome{}
	for _, x := range z {
		s.Weight = append(s.Weight, 1)
		o.Mean, o.Within, o.Stories = append(o.Mean, f(x)), append(o.Within, 0), append(o.Stories, 2)
	}
	s.Questions = []Outcome{o}
	return s
}

// told is a sample of so many stories a draw, each true with probability f.
func told(z [][]float64, stories int, seed uint64, f func(z []float64) float64) Sample {
	s := known(z, f)
	rng := rand.New(rand.NewPCG(seed, 3))
	o := &s.Questions[0]
	o.Probability = true
	for d, p := range o.Mean {
		yes := 0.0
		for range stories {
			if rng.Float64() < p {
				yes++
			}
		}
		m := yes / float64(stories)
		o.Mean[d], o.Within[d], o.Stories[d] = m, m*(1-m)*float64(stories)/float64(stories-1), stories
	}
	return s
}

func analyse(t *testing.T, s Sample, opt Options) Question {
	t.Helper()
	r, err := Analyse(context.Background(), s, opt)
	if err != nil {
		t.Fatal(err)
	}
	return r.Questions[0]
}

func near(t *testing.T, what string, got, want, by float64) {
	t.Helper()
	if !(math.Abs(got-want) <= by) {
		t.Errorf("%s is %.4f, in closed form %.4f", what, got, want)
	}
}

// TestLinear: where parameters are independent and the outcome is a line, index
// and Shapley effect are both the parameter's share b²/Σb².
func TestLinear(t *testing.T) {
	b := []float64{3, -2, 1, 0.5, 0}
	total := 0.0
	for _, x := range b {
		total += x * x
	}
	q := analyse(t, known(spaced(2000, len(b), 1), func(z []float64) float64 { return 7 + dot(b, z) }), Options{Seed: 1, Replicates: 40})
	near(t, "the spread", float64(q.SD), math.Sqrt(total), 0.02)
	near(t, "Q²", float64(q.Surrogate.Q2), 1, 0.002)
	for i, x := range b {
		want := x * x / total
		p := q.Parameters[i]
		near(t, fmt.Sprintf("index %d", i), float64(p.First), want, 0.005)
		near(t, fmt.Sprintf("Shapley effect %d", i), float64(p.Shapley), want, 0.005)
		// E[z | lowest third] = −3φ(Φ⁻¹(1/3))
		tail := 3 * distuv.UnitNormal.Prob(distuv.UnitNormal.Quantile(1.0/3))
		near(t, fmt.Sprintf("low %d", i), float64(p.Low.Mean), 7-x*tail, 0.05)
		near(t, fmt.Sprintf("high %d", i), float64(p.High.Mean), 7+x*tail, 0.05)
	}
	if last := q.Parameters[4]; last.FirstInterval[0] != 0 || last.ShapleyInterval[0] != 0 {
		t.Errorf("a parameter that does nothing has index %v and share %v", last.FirstInterval, last.ShapleyInterval)
	}
}

// TestWeights: weights make a posterior. w = exp(−k z²/2) leaves a normal
// distribution of variance 1/(1+k).
func TestWeights(t *testing.T) {
	const k = 2.0
	z := spaced(4000, 2, 2)
	s := known(z, func(z []float64) float64 { return 2*z[0] + z[1] })
	for d := range z {
		s.Weight[d] = math.Exp(-k * z[d][0] * z[d][0] / 2)
	}
	q := analyse(t, s, Options{Seed: 1, Replicates: 20})
	v := 4 / (1 + k)
	near(t, "the index of what the evidence narrowed", float64(q.Parameters[0].First), v/(v+1), 0.005)
	near(t, "the index of the other", float64(q.Parameters[1].First), 1/(v+1), 0.005)
	near(t, "the Shapley effect of what the evidence narrowed", float64(q.Parameters[0].Shapley), v/(v+1), 0.01)
}

// linearShares are the Shapley effects of the line b under correlations corr, by
// the definition: the mean over all orders of what each player adds to
// v(u) = Var(E[b·t | u]) = c' R_uu⁻¹ c with c = Cov(b·t, t_u).
func linearShares(b []float64, corr *mat.SymDense) []float64 {
	n := len(b)
	value := func(in []int) float64 {
		if len(in) == 0 {
			return 0
		}
		r, c := mat.NewDense(len(in), len(in), nil), mat.NewVecDense(len(in), nil)
		for a, i := range in {
			for k, j := range in {
				r.Set(a, k, corr.At(i, j))
			}
			for j := range n {
				c.SetVec(a, c.AtVec(a)+corr.At(i, j)*b[j])
			}
		}
		var x mat.VecDense
		if x.SolveVec(r, c) != nil {
			panic("singular")
		}
		return mat.Dot(c, &x)
	}
	out, count := make([]float64, n), 0.0
	var walk func(in []int)
	walk = func(in []int) {
		if len(in) == n {
			for k, i := range in {
				out[i] += value(in[:k+1]) - value(in[:k])
			}
			count++
			return
		}
		for i := range n {
			if !has(in, i) {
				walk(append(in[:len(in):len(in)], i))
			}
		}
	}
	walk(nil)
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	for i := range out {
		out[i] /= count * value(all)
	}
	return out
}

func has(in []int, i int) bool {
	for _, j := range in {
		if j == i {
			return true
		}
	}
	return false
}

// TestCorrelatedLinear: two correlated parameters in the closed form of Owen and
// Prieur (2017), four by the definition; a line is simulated without error.
func TestCorrelatedLinear(t *testing.T) {
	const rho, b0, b1 = 0.6, 2.0, -1.0
	v := b0*b0 + b1*b1 + 2*rho*b0*b1
	first := (b0*b0*(1-rho*rho/2) + rho*b0*b1 + b1*b1*rho*rho/2) / v
	two := linearShares([]float64{b0, b1}, mat.NewSymDense(2, []float64{1, rho, rho, 1}))
	near(t, "the definition's share", two[0], first, 1e-12)

	r := [][]float64{{1, 0.6, 0, -0.3}, {0.6, 1, 0.2, 0}, {0, 0.2, 1, 0}, {-0.3, 0, 0, 1}}
	b := []float64{2, -1, 1, 0} // the last has a share only by what it hangs together with
	want := linearShares(b, symmetric(r, nil))
	a := &analysis{t: make([][]float64, 4), corr: r}
	g := &surrogate{coef: []float64{5, 2, -1, 1}, terms: []term{{0, 1, -1, 0}, {1, 1, -1, 0}, {2, 1, -1, 0}}}
	got, _ := a.divide(g, 0, 256, 10, 1)
	for i := range b {
		near(t, fmt.Sprintf("share %d", i), got[i], want[i], 1e-9)
	}
	if want[3] < 0.01 {
		t.Fatalf("the case does not test what it should: %v", want)
	}
	sampled, errs := a.divide(g, 0, 256, 2, 3000)
	sum := 0.0
	for i := range b {
		near(t, fmt.Sprintf("sampled share %d", i), sampled[i], want[i], 4*errs[i]+1e-9)
		sum += sampled[i]
	}
	near(t, "the sum", sum, 1, 1e-9)

	// and from a sample: the copula is found, and then the shares
	l := choleskyOf(symmetric(r, nil))
	z := spaced(3000, 4, 3)
	for d := range z {
		x := make([]float64, 4)
		for i := range x {
			for j := range i + 1 {
				x[i] += l.At(i, j) * z[d][j]
			}
		}
		z[d] = x
	}
	q := analyse(t, known(z, func(z []float64) float64 { return dot(b, z) }), Options{Seed: 1, Replicates: 20})
	for i := range b {
		near(t, fmt.Sprintf("share %d from a sample", i), float64(q.Parameters[i].Shapley), want[i], 0.01)
	}
}

// TestProduct: Var(E[t₀t₁ | t₀]) = 2ρ² of 1 + ρ², a case far from any line.
func TestProduct(t *testing.T) {
	const rho, n = 0.5, 1 << 16
	a := &analysis{t: make([][]float64, 2), corr: [][]float64{{1, rho}, {rho, 1}}}
	g := &surrogate{coef: []float64{0, 1}, terms: []term{{0, 1, 1, 1}}}
	e := a.effects(g, []int{0, 1}, 0, n)
	// products of four normal variables have a standard deviation below 10
	near(t, "the value of one", e.value(shapley.Set{}.With(0)), 2*rho*rho, 4*10/math.Sqrt(n))
	near(t, "the value of both", e.value(everybody(2)), 1+rho*rho, 4*10/math.Sqrt(n))
	if e.value(shapley.Set{}) != 0 {
		t.Error("nobody is worth something")
	}
}

// TestIshigami: the function's indices in closed form (Ishigami and Homma 1990).
func TestIshigami(t *testing.T) {
	const a, b = 7.0, 0.1
	q := analyse(t, known(spaced(2000, 3, 4), func(z []float64) float64 {
		x := func(i int) float64 { return math.Pi * (2*distuv.UnitNormal.CDF(z[i]) - 1) }
		return math.Sin(x(0)) + a*math.Pow(math.Sin(x(1)), 2) + b*math.Pow(x(2), 4)*math.Sin(x(0))
	}), Options{Seed: 1, Replicates: 20})
	p4 := math.Pow(math.Pi, 4)
	v := a*a/8 + b*p4/5 + b*b*p4*p4/18 + 0.5
	near(t, "the variance", float64(q.SD)*float64(q.SD), v, 0.05*v)
	near(t, "index 1", float64(q.Parameters[0].First), 0.5*math.Pow(1+b*p4/5, 2)/v, 0.02)
	near(t, "index 2", float64(q.Parameters[1].First), a*a/8/v, 0.02)
	near(t, "index 3", float64(q.Parameters[2].First), 0, 0.01)
}

// TestNoiseDoesNotBias: with two stories a draw, most of what is seen is chance.
// Over many samples, the variance between draws and what each parameter explains
// of it come out right.
func TestNoiseDoesNotBias(t *testing.T) {
	b := []float64{0.1, 0.05, 0}
	const samples, n = 400, 60
	var sum, square, naive [4]float64
	for seed := range uint64(samples) {
		s := told(scattered(n, 3, seed), 2, seed, func(z []float64) float64 { return 0.5 + dot(b, z) })
		a := newAnalysis(s, Options{})
		y := a.outcomes[0].y
		x := []float64{spread(&a.outcomes[0], a.w, nil).variance}
		for d := range y {
			naive[0] += (y[d] - 0.5) * (y[d] - 0.5) / n / samples
		}
		for i := range b {
			e := newSmoother(a.u[i], a.t[i], 3).fit(a.w, nil).explain(y)
			x = append(x, e.value)
			naive[i+1] += e.plug / samples
		}
		for k, v := range x {
			sum[k] += v
			square[k] += v * v
		}
	}
	for k, want := range []float64{0.0125, 0.01, 0.0025, 0} {
		mean := sum[k] / samples
		se := math.Sqrt((square[k]/samples - mean*mean) / samples)
		near(t, fmt.Sprintf("variance %d over %d samples", k, samples), mean, want, 4*se)
		if naive[k]-want < 8*se {
			t.Errorf("variance %d: the test would not see that noise was left in: %v, standard error %v", k, naive[k], se)
		}
	}
}

// TestCoverage: 90% intervals cover in about nine samples of ten, and what does
// nothing is not told from nothing.
func TestCoverage(t *testing.T) {
	b := []float64{0.12, 0.06, 0}
	const samples, n = 120, 120
	tail := 3 * distuv.UnitNormal.Prob(distuv.UnitNormal.Quantile(1.0/3))
	hit := map[string]float64{}
	judged, above := 0.0, 0.0
	for seed := range uint64(samples) {
		s := told(scattered(n, 3, seed+1000), 10, seed, func(z []float64) float64 { return clip(0.5+dot(b, z), 0, 1) })
		a := newAnalysis(s, Options{Seed: seed, Replicates: 80, Workers: 1})
		r := []Question{nothing(3)}
		if err := a.firstOrder(context.Background(), r, func(int) func(int) { return nil }); err != nil {
			t.Fatal(err)
		}
		q := r[0]
		a.thirds(0, &q)
		if q.Reason != "" {
			continue
		}
		judged++
		for i, want := range []float64{0.8, 0.2, 0} {
			if in := q.Parameters[i].FirstInterval; float64(in[0]) <= want && want <= float64(in[1]) {
				hit[fmt.Sprint("index ", i)]++
			}
			if in := q.Parameters[i].Low.Interval; float64(in[0]) <= 0.5-b[i]*tail && 0.5-b[i]*tail <= float64(in[1]) {
				hit[fmt.Sprint("low ", i)]++
			}
		}
		if q.Parameters[2].First > q.Floor {
			above++
		}
	}
	if judged < 0.9*samples {
		t.Errorf("only %v of %d samples say anything", judged, samples)
	}
	for name, k := range hit {
		if least := 0.9 - 3*math.Sqrt(0.9*0.1/judged); k/judged < least {
			t.Errorf("the 90%% interval of %s covers in %.2f of the samples", name, k/judged)
		}
	}
	if most := 0.05 + 3*math.Sqrt(0.05*0.95/judged); above/judged > most {
		t.Errorf("what does nothing stands above chance in %.2f of the samples", above/judged)
	}
}

// TestPredictiveShare: of an outcome half of whose variance has nothing to do
// with the parameters, a surrogate predicts half.
func TestPredictiveShare(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	s := known(scattered(1500, 8, 5), func(z []float64) float64 { return z[0]*z[0]/math.Sqrt2 + rng.NormFloat64() })
	q := analyse(t, s, Options{Seed: 1, Replicates: 100})
	// R² of 1,500 draws has a standard deviation of about 2·√(½·½·(1+4)/1500) with squares of normal variables
	near(t, "Q²", float64(q.Surrogate.Q2), 0.5, 0.12)
	if in := q.Surrogate.Q2Interval; !(in[0] < 0.5 && 0.5 < in[1]) {
		t.Errorf("its interval is %v", in)
	}
}

// TestPoorSurrogate: what no polynomial predicts has no Shapley effects.
func TestPoorSurrogate(t *testing.T) {
	q := analyse(t, known(scattered(300, 5, 6), func(z []float64) float64 { return math.Sin(40*z[0]) * math.Cos(40*z[1]) }), Options{Seed: 1, Replicates: 40})
	if q.Surrogate.Q2 >= poorQ2 || q.Surrogate.Reason == "" {
		t.Errorf("Q² is %v, reason %q", q.Surrogate.Q2, q.Surrogate.Reason)
	}
	for i, p := range q.Parameters {
		if !math.IsNaN(float64(p.Shapley)) {
			t.Errorf("parameter %d has a share of %v", i, p.Shapley)
		}
	}
}

func TestNothingToSay(t *testing.T) {
	z := scattered(40, 2, 7)
	for name, c := range map[string]struct {
		s    Sample
		want string
	}{
		"constant":        {known(z, func([]float64) float64 { return 0.3 }), "same probability"},
		"up to rounding":  {almost(known(z, func(z []float64) float64 { return 0.3 + 1e-16*z[0] })), "same probability"},
		"chance alone":    {told(z, 2, 1, func([]float64) float64 { return 0.3 }), "cannot be told from chance"},
		"few draws":       {known(z[:12], func(z []float64) float64 { return z[0] }), "12 effective draws"},
		"no parameters":   {known(scattered(40, 0, 1), func([]float64) float64 { return 1 }), "no parameter"},
		"no draws":        {Sample{Questions: []Outcome{{}}}, "no parameter"},
		"not computed":    {known(z, func(z []float64) float64 { return math.Sqrt(z[0]) }), "no probability"},
		"one story each":  {alone(known(z, func(z []float64) float64 { return z[0] })), "one story"},
		"heavy by weight": {heavy(known(z, func(z []float64) float64 { return z[0] })), "1 effective draws"},
	} {
		q := analyse(t, c.s, Options{Seed: 1, Replicates: 40})
		if !strings.Contains(q.Reason, c.want) {
			t.Errorf("%s: the reason is %q", name, q.Reason)
		}
		for i, p := range q.Parameters {
			if !math.IsNaN(float64(p.First)) || !math.IsNaN(float64(p.Shapley)) {
				t.Errorf("%s: parameter %d has %v, %v", name, i, p.First, p.Shapley)
			}
		}
	}
}

func almost(s Sample) Sample {
	s.Questions[0].Probability = true
	return s
}

func alone(s Sample) Sample {
	for d := range s.Weight {
		s.Questions[0].Within[d], s.Questions[0].Stories[d] = math.NaN(), 1
	}
	return s
}

func heavy(s Sample) Sample {
	s.Weight[0] = 1e6
	return s
}

// TestStuckParameter: one that has a single value takes no part, and says so.
func TestStuckParameter(t *testing.T) {
	z := scattered(200, 3, 8)
	for d := range z {
		z[d][1] = 4
		if d%2 == 0 {
			z[d][2] = math.Inf(1)
		} else {
			z[d][2] = -1 // two values: no curve, yet halves
		}
	}
	q := analyse(t, known(z, func(z []float64) float64 { return z[0] }), Options{Seed: 1, Replicates: 40})
	if q.Reason != "" || q.Parameters[1].Reason == "" || !math.IsNaN(float64(q.Parameters[1].First)) || !math.IsNaN(float64(q.Parameters[1].Low.Mean)) {
		t.Errorf("%q, %+v", q.Reason, q.Parameters[1])
	}
	if q.Parameters[2].Reason == "" {
		t.Errorf("two values: %+v", q.Parameters[2])
	}
	near(t, "the other's index", float64(q.Parameters[0].First), 1, 0.02)
	near(t, "the other's share", float64(q.Parameters[0].Shapley), 1, 0.02)
}

// TestWorkersDoNotShow: one answer for any number of workers.
func TestWorkersDoNotShow(t *testing.T) {
	s := told(scattered(120, 12, 9), 4, 9, func(z []float64) float64 { return logistic(z[0] - z[1] + z[2]*z[3]/2) })
	s.Questions = append(s.Questions, told(s.Score, 4, 10, func(z []float64) float64 { return logistic(z[4]) }).Questions...)
	var got []string
	for _, workers := range []int{1, 4} {
		r, err := Analyse(context.Background(), s, Options{Seed: 3, Workers: workers, Replicates: 30})
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprintf("%x", r))
	}
	if got[0] != got[1] {
		t.Error("one worker and four give different results")
	}
}

func TestRanks(t *testing.T) {
	u, _ := ranks([]float64{5, math.Inf(-1), 5, 9}, []float64{0.1, 0.4, 0.3, 0.2})
	for k, want := range []float64{0.6, 0.2, 0.6, 0.9} {
		if math.Abs(u[k]-want) > 1e-15 {
			t.Errorf("rank %d is %v, by hand %v", k, u[k], want)
		}
	}
	if u, z := ranks([]float64{2, 2}, []float64{0.5, 0.5}); u != nil || z != nil {
		t.Error("equal values have ranks")
	}
}

func TestBadSamplesAreRefused(t *testing.T) {
	good := func() Sample { return known(scattered(30, 2, 1), func(z []float64) float64 { return z[0] }) }
	for name, spoil := range map[string]func(s *Sample){
		"a score that is not a number": func(s *Sample) { s.Score[3][1] = math.NaN() },
		"a draw short":                 func(s *Sample) { s.Score[3] = s.Score[3][:1] },
		"a weight below 0":             func(s *Sample) { s.Weight[0] = -1 },
		"weights missing":              func(s *Sample) { s.Weight = s.Weight[:5] },
		"outcomes missing":             func(s *Sample) { s.Questions[0].Mean = s.Questions[0].Mean[:5] },
		"no story":                     func(s *Sample) { s.Questions[0].Stories[2] = 0 },
	} {
		s := good()
		spoil(&s)
		if _, err := Analyse(context.Background(), s, Options{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
