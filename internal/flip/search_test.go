package flip

import (
	"context"
	"math"
	"testing"
)

// formula is a surface in closed form.
type formula struct {
	p     func(t []float64) float64
	slope func(t []float64) []float64
	looks int
}

func (f *formula) at(_ context.Context, t []float64) ([]float64, error) {
	f.looks++
	return []float64{f.p(t)}, nil
}

func (f *formula) slopes(_ context.Context, t []float64) ([]float64, [][]float64, error) {
	return []float64{f.p(t)}, [][]float64{f.slope(t)}, nil
}

func logistic(x float64) float64 {
	if x < 0 {
		return math.Exp(x) / (1 + math.Exp(x))
	}
	return 1 / (1 + math.Exp(-x))
}

// TestSearchFindsRoots: of steep and of gentle functions, on either side, the first
// of several, and none where there is none.
func TestSearchFindsRoots(t *testing.T) {
	steep := func(by, at float64) func(t []float64) float64 {
		return func(t []float64) float64 { return logistic(by * (t[0] - at)) }
	}
	for name, c := range map[string]struct {
		p     func(t []float64) float64
		slope float64 // at 0
		edge  float64
		up    bool
		want  float64 // NaN: none
		looks int
	}{
		"gentle":               {steep(0.8, 1), 0.8 * logistic(-0.8) * logistic(0.8), 0.45, true, 1 + math.Log(0.45/0.55)/0.8, 12},
		"steep":                {steep(1e5, 1.234), 0, 0.05, true, 1.234 + math.Log(0.05/0.95)/1e5, 60},
		"steep and below":      {steep(1e5, -2.345), 0, 0.95, false, -2.345 + math.Log(0.95/0.05)/1e5, 60},
		"beyond reach":         {steep(1, 40), 0, 0.05, true, math.NaN(), 12},
		"flat":                 {func([]float64) float64 { return 0.3 }, 0, 0.45, true, math.NaN(), 12},
		"the nearer of two":    {func(t []float64) float64 { return logistic(t[0]*t[0] + 0.9*t[0] - 2.2) }, 0.9 * 0.09, 0.20, true, (-0.9 + math.Sqrt(0.81+4*(2.2+math.Log(0.25)))) / 2, 30},
		"and back again":       {func(t []float64) float64 { return 0.1 + 0.5*math.Exp(-8*(t[0]-1.5)*(t[0]-1.5)) }, 0, 0.20, true, 1.5 - math.Sqrt(math.Log(5)/8), 40},
		"a jump":               {func(t []float64) float64 { return map[bool]float64{true: 0.9, false: 0.1}[t[0] > 0.777] }, 0, 0.20, true, 0.777, 60},
		"vanishing at medians": {steep(900, 2), 0, 0.05, true, 2 + math.Log(0.05/0.95)/900, 60},
	} {
		f := &formula{p: c.p, slope: func([]float64) []float64 { return []float64{c.slope} }}
		s := &search{on: f, n: 1, step: 0.5, farthest: Farthest}
		if err := s.start(context.Background()); err != nil {
			t.Fatal(err)
		}
		x, err := s.single(context.Background(), 0, 0, c.edge, c.up)
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case math.IsNaN(c.want) && x != nil:
			t.Errorf("%s: found %g where there is nothing", name, x.t[0])
		case math.IsNaN(c.want):
		case x == nil:
			t.Errorf("%s: nothing found, want %g", name, c.want)
		case math.Abs(x.t[0]-c.want) > 2e-7 || !beyond(x.p, c.edge, c.up) || x.p != c.p(x.t):
			t.Errorf("%s: found %.9g, probability %.6g, want %.9g", name, x.t[0], x.p, c.want)
		}
		if f.looks > c.looks {
			t.Errorf("%s: %d looks", name, f.looks)
		}
	}
}

// TestSearchFindsTheNearestPair: on a plane of log-odds in four parameters the
// nearest pair is that of the two steepest, in proportion to their slopes; on a
// curved one it still is where a fine search in the plane says.
func TestSearchFindsTheNearestPair(t *testing.T) {
	g := []float64{0.3, -0.9, 0.1, 0.7}
	odds := func(z []float64) float64 {
		return -1.2 + g[0]*z[0] + g[1]*z[1] + g[2]*z[2] + g[3]*z[3] + 0.15*z[1]*z[1] + 0.2*z[1]*z[3]
	}
	slope := func(z []float64) []float64 {
		p := logistic(odds(z))
		d := []float64{g[0], g[1] + 0.3*z[1] + 0.2*z[3], g[2], g[3] + 0.2*z[1]}
		for k := range d {
			d[k] *= p * (1 - p)
		}
		return d
	}
	f := &formula{p: func(z []float64) float64 { return logistic(odds(z)) }, slope: slope}
	s := &search{on: f, n: 4, step: 0.5, farthest: Farthest}
	if err := s.start(context.Background()); err != nil {
		t.Fatal(err)
	}
	const edge = 0.45
	x, err := s.pair(context.Background(), 0, edge, true, nil)
	if err != nil || x == nil {
		t.Fatalf("%v, %v", x, err)
	}
	want := math.Inf(1)
	for angle := 0.0; angle < 2*math.Pi; angle += 4e-3 {
		for r := 0.0; r < want; r += 2e-3 {
			if logistic(odds([]float64{0, r * math.Cos(angle), 0, r * math.Sin(angle)})) > edge {
				want = r
			}
		}
	}
	if math.Abs(x.size-want) > 4e-3 || x.t[0] != 0 || x.t[2] != 0 {
		t.Errorf("pair at %v, size %.4f; the nearest lies at %.4f", x.t, x.size, want)
	}
}
