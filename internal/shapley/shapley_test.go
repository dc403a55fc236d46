package shapley

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// games whose shares are known by hand.
var games = []struct {
	name  string
	value func(Set) float64
	want  []float64
}{
	{
		// three runways of cost 1, 2 and 4 (Littlechild and Owen 1973)
		"airport", func(s Set) float64 {
			return most(s, 1, 2, 4)
		}, []float64{1.0 / 3, 1.0/3 + 1.0/2, 1.0/3 + 1.0/2 + 2},
	},
	{
		// two left gloves and a right one: only a pair is worth anything
		"glove", func(s Set) float64 {
			if s.Has(2) && (s.Has(0) || s.Has(1)) {
				return 1
			}
			return 0
		}, []float64{1.0 / 6, 1.0 / 6, 2.0 / 3},
	},
	{
		"majority of five", func(s Set) float64 {
			if s.Size() >= 3 {
				return 1
			}
			return 0
		}, []float64{0.2, 0.2, 0.2, 0.2, 0.2},
	},
	{
		// votes 50, 49 and 1, 51 to win: the smallest weighs as much as the second (Shapley and Shubik 1954)
		"votes", func(s Set) float64 {
			if s.Has(0) && (s.Has(1) || s.Has(2)) {
				return 1
			}
			return 0
		}, []float64{2.0 / 3, 1.0 / 6, 1.0 / 6},
	},
	{
		// what is there before anybody joins is nobody's; player 1 is a null player
		"one does it all", func(s Set) float64 {
			if s.Has(0) {
				return 7
			}
			return 4
		}, []float64{3, 0},
	},
	{"nobody", func(Set) float64 { return 5 }, nil},
}

func most(s Set, cost ...float64) float64 {
	out := 0.0
	for i, c := range cost {
		if s.Has(i) {
			out = math.Max(out, c)
		}
	}
	return out
}

func value(p *Plan, games ...func(Set) float64) [][]float64 {
	out := make([][]float64, len(p.Sets))
	for k, s := range p.Sets {
		for _, g := range games {
			out[k] = append(out[k], g(s))
		}
	}
	return out
}

func TestKnownGames(t *testing.T) {
	for _, g := range games {
		n := len(g.want)
		p := Exact(n)
		got := p.Shares(value(p, g.value))
		for i, want := range g.want {
			if math.Abs(got.Value[i][0]-want) > 1e-14 || got.Error[i][0] != 0 {
				t.Errorf("%s: player %d has %v ± %v, by hand %v", g.name, i, got.Value[i][0], got.Error[i][0], want)
			}
		}
	}
}

// random is a set function without structure, fixed by its seed.
func random(n int, seed uint64) func(Set) float64 {
	v := make([]float64, 1<<n)
	rng := rand.New(rand.NewPCG(seed, 0))
	for k := range v {
		v[k] = rng.NormFloat64()
	}
	return func(s Set) float64 { return v[s[0]] }
}

// TestAxioms holds exact shares against the four axioms that define them.
func TestAxioms(t *testing.T) {
	const n = 7
	a, b := random(n, 1), random(n, 2)
	sum := func(s Set) float64 { return 2*a(s) - 3*b(s) }
	// a game in which 2 and 5 may be exchanged, and 4 adds always the same
	twins := func(s Set) float64 {
		v := 0.0
		if s.Has(4) {
			v = 0.75
			s[0] &^= 1 << 4
		}
		if s.Has(5) && !s.Has(2) {
			s[0] ^= 1<<5 | 1<<2
		}
		return v + a(s)
	}
	p := Exact(n)
	values := value(p, a, b, sum, twins)
	got := p.Shares(values)
	for o := range 4 {
		total := 0.0
		for i := range n {
			total += got.Value[i][o]
		}
		if want := values[len(values)-1][o] - values[0][o]; math.Abs(total-want) > 1e-12 {
			t.Errorf("efficiency: shares of outcome %d sum to %v, together they achieve %v", o, total, want)
		}
	}
	for i := range n {
		if want := 2*got.Value[i][0] - 3*got.Value[i][1]; math.Abs(got.Value[i][2]-want) > 1e-12 {
			t.Errorf("additivity: player %d has %v, %v by parts", i, got.Value[i][2], want)
		}
	}
	if math.Abs(got.Value[2][3]-got.Value[5][3]) > 1e-12 {
		t.Errorf("symmetry: %v and %v", got.Value[2][3], got.Value[5][3])
	}
	if math.Abs(got.Value[4][3]-0.75) > 1e-12 {
		t.Errorf("a player that always adds 0.75 has %v", got.Value[4][3])
	}
}

// TestExactIsTheMeanOverAllOrders computes the definition: every player's mean
// contribution over the n! orders.
func TestExactIsTheMeanOverAllOrders(t *testing.T) {
	const n = 6
	v := random(n, 3)
	want, count := make([]float64, n), 0.0
	var walk func(s Set)
	order := []int{}
	walk = func(s Set) {
		if len(order) == n {
			at := Set{}
			for _, i := range order {
				want[i] += v(at.With(i)) - v(at)
				at = at.With(i)
			}
			count++
			return
		}
		for i := range n {
			if !s.Has(i) {
				order = append(order, i)
				walk(s.With(i))
				order = order[:len(order)-1]
			}
		}
	}
	walk(Set{})
	p := Exact(n)
	got := p.Shares(value(p, v))
	for i := range n {
		if math.Abs(got.Value[i][0]-want[i]/count) > 1e-12 {
			t.Errorf("player %d has %v, over all %v orders %v", i, got.Value[i][0], count, want[i]/count)
		}
	}
}

// TestSampledOrders: shares sum to the whole whatever was sampled, every set is
// listed once, and the standard errors say how far off they are.
func TestSampledOrders(t *testing.T) {
	const n = 9
	v := random(n, 4)
	exact := Exact(n)
	truth := exact.Shares(value(exact, v))
	square, count := 0.0, 0.0
	for seed := range uint64(60) {
		p := Sampled(n, 40, rand.New(rand.NewPCG(seed, 1)))
		seen := map[Set]bool{}
		for _, s := range p.Sets {
			if seen[s] {
				t.Fatalf("coalition %v stands twice", s)
			}
			seen[s] = true
		}
		got := p.Shares(value(p, v))
		total := 0.0
		for i := range n {
			total += got.Value[i][0]
			z := (got.Value[i][0] - truth.Value[i][0]) / got.Error[i][0]
			square += z * z
			count++
		}
		all := Set{1<<n - 1}
		if want := v(all) - v(Set{}); math.Abs(total-want) > 1e-12 {
			t.Errorf("seed %d: shares sum to %v, together they achieve %v", seed, total, want)
		}
	}
	// the mean square of count nearly independent t-values of 39 degrees is
	// 39/37 with a standard deviation of about √(2.3/count); players of one seed
	// sum to a constant, which makes it smaller
	if mean := square / count; math.Abs(mean-39.0/37) > 4*math.Sqrt(2.3/count) {
		t.Errorf("errors are %v standard errors in the mean square, over %v shares", mean, count)
	}
}

// TestAntithetic: where a player's contribution changes linearly with how many
// came before, one order and its reverse give the exact share.
func TestAntithetic(t *testing.T) {
	const n = 200
	square := func(s Set) float64 { return float64(s.Size() * s.Size()) }
	p := Sampled(n, 2, rand.New(rand.NewPCG(1, 1)))
	got := p.Shares(value(p, square))
	for i := range n {
		if math.Abs(got.Value[i][0]-n) > 1e-9 || got.Error[i][0] > 1e-9 {
			t.Fatalf("player %d of %d has %v ± %v, by symmetry %d", i, n, got.Value[i][0], got.Error[i][0], n)
		}
	}
}

func TestWhatIsNotKnownIsNobodys(t *testing.T) {
	for _, p := range []*Plan{Exact(3), Sampled(3, 3, rand.New(rand.NewPCG(1, 1)))} {
		values := value(p, func(s Set) float64 { return float64(s.Size()) }, func(s Set) float64 {
			if s.Size() == 3 {
				return math.NaN()
			}
			return 1
		})
		got := p.Shares(values)
		for i := range 3 {
			if got.Value[i][0] != 1 || !math.IsNaN(got.Value[i][1]) || !math.IsNaN(got.Error[i][1]) {
				t.Errorf("exact %v: player %d has %v ± %v", p.Exact, i, got.Value[i], got.Error[i])
			}
		}
	}
}

func TestSets(t *testing.T) {
	s := Set{}.With(3).With(64).With(255).With(3)
	var in []int
	for i := range MaxPlayers {
		if s.Has(i) {
			in = append(in, i)
		}
	}
	if !slices.Equal(in, []int{3, 64, 255}) || s.Size() != 3 {
		t.Errorf("%v of size %d", in, s.Size())
	}
}
