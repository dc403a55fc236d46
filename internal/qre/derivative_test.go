package qre

import (
	"errors"
	"math"
	"math/rand"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"demarche/internal/game"
)

// moved is g with its numbers changed by h·d.
func moved(g *game.Public, d Direction, h float64) *game.Public {
	m := *g
	add := func(a, d []float64) []float64 {
		out := append([]float64(nil), a...)
		for k, v := range d {
			out[k] += h * v
		}
		return out
	}
	m.Payoff, m.LogK, m.Precision = add(g.Payoff, d.Payoff), add(g.LogK, d.LogK), add(g.Precision, d.Precision)
	m.Infosets = append([]game.Infoset(nil), g.Infosets...)
	for i, v := range d.Scale {
		m.Infosets[i].Scale += h * v
	}
	return &m
}

// outputs solves g from x0 and lists x, values, Q and the events' probabilities.
func outputs(g *game.Public, x0 []float64, opt Options, events [][]int32) ([]float64, bool) {
	r, ok := WarmPublic(g, x0, opt)
	if !ok {
		return nil, false
	}
	out := append(append(append([]float64(nil), r.X...), r.Values...), r.Q...)
	lnr := logReach(g, r.X, g.Order())
	for _, e := range events {
		p := 0.0
		for _, at := range e {
			p += math.Exp(lnr[at])
		}
		out = append(out, p)
	}
	return out, true
}

// differences is the derivative of outputs along d by central differences of
// whole solves, at steps h and 2h to cancel the error of the third order.
func differences(g *game.Public, x0 []float64, opt Options, d Direction, events [][]int32, h float64) ([]float64, bool) {
	var y [4][]float64
	for k, step := range []float64{h, -h, 2 * h, -2 * h} {
		var ok bool
		if y[k], ok = outputs(moved(g, d, step), x0, opt, events); !ok {
			return nil, false
		}
	}
	out := y[0]
	for k := range out {
		out[k] = (8*(y[0][k]-y[1][k]) - (y[2][k] - y[3][k])) / (12 * h)
	}
	return out, true
}

// randomEvents are two sets of leaf profiles.
func randomEvents(g *game.Public, r *rand.Rand) [][]int32 {
	events := make([][]int32, 2)
	for b := range g.Blocks {
		bl := &g.Blocks[b]
		for p := range bl.Profiles {
			if bl.IsLeaf() {
				k := r.Intn(3)
				if k < 2 {
					events[k] = append(events[k], bl.Profile+p)
				}
			}
		}
	}
	return events
}

// randomDirection moves all payoffs, all chance, all precisions, all scales, one
// number of each, or everything.
func randomDirection(g *game.Public, r *rand.Rand) Direction {
	some := func(n int) []float64 {
		d := make([]float64, n)
		if r.Intn(2) == 0 {
			d[r.Intn(n)] = 1
			return d
		}
		for k := range d {
			d[k] = r.NormFloat64() / 2
		}
		return d
	}
	var d Direction
	k := r.Intn(5)
	if k == 0 || k == 4 {
		d.Payoff = some(len(g.Payoff))
	}
	if k == 1 || k == 4 {
		d.LogK = some(len(g.LogK))
	}
	if k == 2 || k == 4 {
		d.Precision = some(g.Actors)
	}
	if k == 3 || k == 4 {
		d.Scale = some(len(g.Infosets))
	}
	return d
}

// checkDerivatives compares forward, reverse and differences in a number of
// directions and returns how many of these could be differenced.
func checkDerivatives(t rapid.TB, g *game.Public, x []float64, opt Options, directions int, r *rand.Rand) int {
	t.Helper()
	events := randomEvents(g, r)
	var slopes []*Slopes
	scalar := func(what Scalar) {
		s, err := Gradient(g, x, opt, what)
		if err != nil {
			t.Fatal(err)
		}
		if s.Solves+s.Transpose > 3 || s.Solves != 1 {
			t.Fatalf("%d linearisations and %d transposed solves", s.Solves, s.Transpose)
		}
		slopes = append(slopes, s)
	}
	for i := range g.Actors {
		scalar(Scalar{Actor: i})
	}
	for _, e := range events {
		if e != nil {
			scalar(Scalar{Event: e})
		}
	}
	done := 0
	for range directions {
		d := randomDirection(g, r)
		c, err := Derivative(g, x, opt, d, events...)
		if err != nil {
			t.Fatal(err)
		}
		forward := append([]float64(nil), c.Values...)
		for k, e := range events {
			if e != nil {
				forward = append(forward, c.Events[k])
			}
		}
		for k, s := range slopes {
			if got := s.Along(d); !(math.Abs(got-forward[k]) <= 1e-10*(1+math.Abs(got))) {
				t.Fatalf("output %d: reverse %v, forward %v", k, got, forward[k])
			}
		}
		all := append(append(append(append([]float64(nil), c.X...), c.Values...), c.Q...), c.Events...)
		size := 0.0
		for _, v := range all {
			size = math.Max(size, math.Abs(v))
		}
		// Close to a fold the higher derivatives are large: then smaller steps.
		for h := 5e-4; ; h /= 6 {
			want, ok := differences(g, x, opt, d, events, h)
			if !ok {
				break
			}
			wrong := -1
			for k := range all {
				if !(math.Abs(all[k]-want[k]) <= 1e-6*(1+size)) {
					wrong = k
				}
			}
			if wrong < 0 {
				done++
				break
			}
			if h < 5e-5 {
				t.Fatalf("output %d of %d: derivative %v, differences %v", wrong, len(all), all[wrong], want[wrong])
			}
		}
	}
	return done
}

// TestDerivativesOfRandomGames: on random games with covert and simultaneous
// moves, chance in the middle and different scales, the derivatives equal
// central differences of whole solves, forward and reverse alike.
func TestDerivativesOfRandomGames(t *testing.T) {
	games, done, tried := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		c, ok := convert(randomGame(t))
		if !ok {
			return
		}
		opt := Options{Precision: rapid.SampledFrom([]float64{0.5, 1, 2}).Draw(t, "λ")}
		s, err := SolvePublic(c, opt)
		if err != nil || s.Branch != Principal {
			return
		}
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		games++
		tried += 3
		done += checkDerivatives(t, c, s.X, opt, 3, r)
	})
	t.Logf("%d games, %d of %d directions differenced", games, done, tried)
	if games < 30 || done < tried*9/10 {
		t.Fatalf("%d games, %d of %d directions differenced", games, done, tried)
	}
}

func convert(g *game.Game) (*game.Public, bool) {
	c, ok := game.Convert(g, game.PublicTree(g))
	if !ok {
		return nil, false
	}
	return c.Game, true
}

// TestDerivativesOfSignalling: 50 directions at a solution of a signalling game,
// which the forward mode solves with the kernel for pairs and the reverse mode
// without.
func TestDerivativesOfSignalling(t *testing.T) {
	for _, lambda := range []float64{1, 6, 20} {
		g, ok := convert(signalling(t, 4, 0.8, 1))
		if !ok {
			t.Fatal("not converted")
		}
		opt := Options{Precision: lambda}
		s, err := SolvePublic(g, opt)
		if err != nil {
			t.Fatal(err)
		}
		if k := checkDerivatives(t, g, s.X, opt, 50, rand.New(rand.NewSource(5))); k < 50 {
			t.Errorf("λ=%v: only %d of 50 directions could be differenced", lambda, k)
		}
	}
}

// twice is a game in which actor 0 first chooses between two ways into g, one of
// which pays extra; g's root must be one profile.
func twice(g *game.Public, extra []float64) *game.Public {
	n := int32(g.Actors)
	h := &game.Public{Actors: g.Actors, Precision: g.Precision, Vars: g.Vars + 2, Private: g.Private}
	zeros := make([]int32, n)
	h.Infosets = append(h.Infosets, game.Infoset{Actor: 0, Vars: 2, Scale: 1})
	for _, set := range g.Infosets {
		set.Block++
		set.Var += 2
		h.Infosets = append(h.Infosets, set)
	}
	h.Blocks = append(h.Blocks, game.Block{Parent: -1, Profiles: 1, Movers: 1, Vars: 2, Payoff: -1, Leaf: -1})
	for k, bl := range g.Blocks {
		bl.Parent++
		bl.Profile++
		bl.Type += n
		bl.Choice += 2
		bl.Infoset++
		bl.Var += 2
		if bl.Same > 0 {
			bl.Same++
		}
		if k == 0 {
			bl.Choice = 0
		}
		h.Blocks = append(h.Blocks, bl)
	}
	profiles := int32(len(g.Src))
	h.Blocks = append(h.Blocks, game.Block{Profile: profiles + 1, Profiles: 1, Type: n + int32(len(g.Type)), Choice: 1,
		Infoset: int32(len(h.Infosets)), Payoff: int32(len(g.Payoff)), Leaf: -1, Same: 1})
	h.Src = append(h.Src, -1)
	for _, src := range g.Src {
		h.Src = append(h.Src, src+1)
	}
	h.Src = append(h.Src, 0)
	h.LogK = append(append([]float64{0}, g.LogK...), 0)
	h.Choice = []int32{0, 1}
	for _, v := range g.Choice {
		h.Choice = append(h.Choice, v+2)
	}
	h.Type = append(append(append(h.Type, zeros...), g.Type...), zeros...)
	ones := make([]int32, n)
	for i := range ones {
		ones[i] = 1
	}
	h.Count = append(append(append(h.Count, ones...), g.Count...), ones...)
	h.Payoff = append(append(h.Payoff, g.Payoff...), extra...)
	h.Link()
	return h
}

// TestDerivativesOfSharedSubgames: the same where a subgame is reached in two
// ways.
func TestDerivativesOfSharedSubgames(t *testing.T) {
	games := 0
	rapid.Check(t, func(t *rapid.T) {
		c, ok := convert(randomGame(t))
		if !ok || c.Blocks[0].Profiles != 1 {
			return
		}
		r := rand.New(rand.NewSource(rapid.Int64().Draw(t, "seed")))
		extra := make([]float64, c.Actors)
		for i := range extra {
			extra[i] = r.NormFloat64()
		}
		h := twice(twice(c, extra), extra)
		opt := Options{Precision: 1.5}
		s, err := SolvePublic(h, opt)
		if err != nil || s.Branch != Principal {
			return
		}
		if !h.Merged() || h.Order() == nil {
			t.Fatal("nothing is shared")
		}
		games++
		checkDerivatives(t, h, s.X, opt, 2, r)
	})
	if games < 15 {
		t.Fatalf("only %d games", games)
	}
}

// TestDerivativeRefuses: what is no equilibrium, fits no game or stands at a
// fold is refused, in words.
func TestDerivativeRefuses(t *testing.T) {
	g, ok := convert(signalling(t, 2, 0.5, 1))
	if !ok {
		t.Fatal("not converted")
	}
	s, err := SolvePublic(g, Options{})
	if err != nil {
		t.Fatal(err)
	}
	leaf := int32(len(g.Src)) - 1
	off := append([]float64(nil), s.X...)
	off[0] += 0.1
	for _, c := range []struct {
		name  string
		x     []float64
		d     Direction
		event []int32
		want  string
	}{
		{"length of x", s.X[1:], Direction{}, nil, "log-probabilities for a game"},
		{"no equilibrium", off, Direction{}, nil, "not an equilibrium"},
		{"direction", s.X, Direction{LogK: make([]float64, 1)}, nil, "log-probabilities of chance"},
		{"inner profile", s.X, Direction{}, []int32{0}, "not at a leaf"},
		{"twice", s.X, Direction{}, []int32{leaf, leaf}, "named twice"},
		{"beyond", s.X, Direction{}, []int32{leaf + 1}, "names profile"},
	} {
		if _, err := Derivative(g, c.x, Options{}, c.d, c.event); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want %q", c.name, err, c.want)
		}
		if c.name == "direction" {
			continue
		}
		if _, err := Gradient(g, c.x, Options{}, Scalar{Event: c.event}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: gradient's error %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Gradient(g, s.X, Options{}, Scalar{Actor: 2}); err == nil {
		t.Error("an actor that is not there has a gradient")
	}
	if _, err := Gradient(g, s.X, Options{MaxBytes: 1}, Scalar{}); err == nil || errors.Is(err, ErrSingular) {
		t.Errorf("one byte is enough: %v", err)
	}
}

// TestDerivativeAtBifurcation: at the centre of a game of coordination the
// branch divides at λ=2, where there is no derivative. Below it the change of the
// log-odds with a bonus d on the first action of both is known, λd/(1 − λ/2).
func TestDerivativeAtBifurcation(t *testing.T) {
	b := game.NewBuilder("coordination", "A", "B")
	one := b.InformationSet(0, "", "x", "y")
	two := b.InformationSet(1, "", "x", "y")
	b.AddDecision(one)
	for i := range 2 {
		b.AddDecision(two)
		for j := range 2 {
			u := 0.0
			if i == j {
				u = 1
			}
			b.AddTerminal(u, u)
		}
	}
	file, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	g, ok := convert(file)
	if !ok {
		t.Fatal("not converted")
	}
	x := make([]float64, g.Vars)
	for v := range x {
		x[v] = -math.Ln2
	}
	d := Direction{Payoff: make([]float64, len(g.Payoff))}
	for k := range g.Blocks { // 1 to each actor whose first action was taken
		bl := &g.Blocks[k]
		for p := range bl.Profiles {
			if bl.IsLeaf() {
				for i, v := range pathTo(g, bl, p) {
					if v%2 == 0 {
						d.Payoff[int(bl.Payoff)+i*int(bl.Profiles)+int(p)] = 1
					}
				}
			}
		}
	}
	for _, lambda := range []float64{0.5, 1, 1.9} {
		c, err := Derivative(g, x, Options{Precision: lambda}, d)
		if err != nil {
			t.Fatal(err)
		}
		want := lambda / (1 - lambda/2) // of the log-odds
		if got := c.X[0] - c.X[1]; !(math.Abs(got-want) <= 1e-10*want) {
			t.Errorf("λ=%v: log-odds change by %v, want %v", lambda, got, want)
		}
	}
	if _, err := Derivative(g, x, Options{Precision: 2}, d); !errors.Is(err, ErrSingular) {
		t.Errorf("a derivative at the bifurcation: %v", err)
	}
	if _, err := Gradient(g, x, Options{Precision: 2}, Scalar{}); !errors.Is(err, ErrSingular) {
		t.Errorf("a gradient at the bifurcation: %v", err)
	}
}

// pathTo lists, by actor, the action taken on the way to a leaf of a game in which
// each acts once.
func pathTo(g *game.Public, bl *game.Block, p int32) []int32 {
	out := make([]int32, g.Actors)
	for bl.Parent >= 0 {
		up := &g.Blocks[bl.Parent]
		for _, v := range g.Choice[bl.Choice+p*up.Movers:][:up.Movers] {
			for i := range g.Infosets {
				if set := &g.Infosets[i]; v >= set.Var && v < set.Var+set.Vars {
					out[set.Actor] = v
				}
			}
		}
		p, bl = g.Src[bl.Profile+p]-up.Profile, up
	}
	return out
}

// BenchmarkGradient: against one linearisation of the same game.
func BenchmarkGradient(b *testing.B) {
	g, _ := convert(signalling(b, 8, 0.9, 1))
	s, err := SolvePublic(g, Options{Retrace: RetraceNever})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Gradient(g, s.X, Options{}, Scalar{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(g.Payoff)+len(g.LogK)+g.Actors), "parameters")
}
