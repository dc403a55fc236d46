package qre

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"demarche/internal/game"
)

// TestFastEqualsGeneral: on random games with covert and simultaneous moves and
// chance in the middle, one linearisation of the fast path equals that of the
// general path, at points that are no solutions.
func TestFastEqualsGeneral(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		g := randomGame(t)
		c, ok := game.Convert(g, game.PublicTree(g))
		if !ok {
			return
		}
		slow, err := dense(g, 1)
		if err != nil {
			t.Fatal(err)
		}
		quick, err := newFast(c.Game, 1, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		n := slow.size()
		if n == 0 {
			return
		}
		if quick.size() != n {
			t.Fatalf("%d unknowns on the fast path, %d on the general one", quick.size(), n)
		}
		x, y := make([]float64, n), make([]float64, n)
		for a := range x {
			x[a] = rapid.Float64Range(-4, 0).Draw(t, "x")
		}
		for v, a := range c.Var {
			y[v] = x[a]
		}
		at := rapid.Float64Range(0, 4).Draw(t, "t")
		var step [4][]float64
		for k := range step {
			step[k] = make([]float64, n)
		}
		p := slow.linearise(x, at, step[0], step[1])
		q := quick.linearise(y, at, step[2], step[3])
		size := 0.0
		for k := range 2 {
			for _, v := range step[k] {
				size = math.Max(size, math.Abs(v))
			}
		}
		if p.sign == 0 || q.sign == 0 || size > 1e4 {
			return // nearly singular
		}
		compared++
		if p.sign != q.sign {
			t.Fatalf("sign of the determinant %d, general path %d", q.sign, p.sign)
		}
		for v, a := range c.Var {
			for k := range 2 {
				if d := step[k][a] - step[2+k][v]; !(math.Abs(d) <= 1e-8*(1+size)) {
					t.Fatalf("column %d, unknown %d: %v, general path %v", k, a, step[2+k][v], step[k][a])
				}
			}
		}
		if math.Abs(p.residual-q.residual) > 1 && math.Abs(p.residual-q.residual) > p.residual {
			t.Fatalf("residual %v, general path %v", q.residual, p.residual)
		}
	})
	if compared < 30 {
		t.Fatalf("only %d games were compared", compared)
	}
}
