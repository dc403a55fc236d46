package qre

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/mat"
	"pgregory.net/rapid"

	"demarche/internal/game"
)

// randomGame draws a game in stages: at each stage chance or a player moves and
// a random set of players notices. Everybody remembers all it has noticed, so
// recall is perfect; unnoticed moves are covert or simultaneous ones. Some
// actions end the game, some outcomes hang on inner nodes, precisions and scales
// differ.
func randomGame(t *rapid.T) *game.Game {
	players := rapid.IntRange(2, 4).Draw(t, "players")
	stages := rapid.IntRange(1, 4).Draw(t, "stages")
	names := []string{"A", "B", "C", "D"}[:players]
	b := game.NewBuilder("random", names...)
	type stage struct {
		mover, actions int
		sees           []bool
	}
	var plan []stage
	for range stages {
		s := stage{mover: rapid.IntRange(-1, players-1).Draw(t, "mover"), actions: rapid.IntRange(1, 3).Draw(t, "actions")}
		for range players {
			s.sees = append(s.sees, rapid.Bool().Draw(t, "sees"))
		}
		plan = append(plan, s)
	}
	payoff := func() []float64 {
		u := make([]float64, players)
		for i := range u {
			u[i] = rapid.Float64Range(-2, 2).Draw(t, "payoff")
		}
		return u
	}
	for i := range players {
		b.SetPrecision(i, rapid.SampledFrom([]float64{0.5, 1, 1.7}).Draw(t, "precision"))
	}
	sets := map[string]int{}
	var grow func(k int, noticed []string)
	grow = func(k int, noticed []string) {
		if k == len(plan) {
			b.AddTerminal(payoff()...)
			return
		}
		s := plan[k]
		labels := []string{"x", "y", "z"}[:s.actions]
		var h int32
		if s.mover < 0 {
			p := make([]float64, s.actions)
			sum := 0.0
			for a := range p {
				p[a] = rapid.Float64Range(0.1, 1).Draw(t, "chance")
				sum += p[a]
			}
			for a := range p {
				p[a] /= sum
			}
			h = b.AddChance(b.ChanceMove("", labels, p))
		} else {
			key := fmt.Sprint(s.mover, "|", noticed[s.mover], "|", k)
			set, ok := sets[key]
			if !ok {
				set = b.InformationSet(s.mover, "", labels...)
				b.SetScale(set, rapid.SampledFrom([]float64{1, 1, 1.25}).Draw(t, "scale"))
				sets[key] = set
			}
			h = b.AddDecision(set)
		}
		if rapid.IntRange(0, 4).Draw(t, "interior") == 0 {
			b.Pay(h, payoff()...)
		}
		for a := range s.actions {
			now := append([]string(nil), noticed...)
			for i := range now {
				if s.sees[i] || i == s.mover {
					now[i] += fmt.Sprint(k, a, ",")
				}
			}
			grow(k+1, now)
		}
	}
	grow(0, make([]string, players))
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// plainQ evaluates Q by the certificate's recursion, at normalised x.
func plainQ(g *game.Game, x []float64) (q, normal []float64) {
	normal = append([]float64(nil), x...)
	for i := range g.Sets {
		s := &g.Sets[i]
		sum := 0.0
		for a := range s.Actions {
			sum += math.Exp(x[s.First+a])
		}
		for a := range s.Actions {
			normal[s.First+a] -= math.Log(sum)
		}
	}
	w := newWitness(g, normal)
	w.visit(0, 0)
	w.believe()
	q = make([]float64, len(x))
	for i := range g.Sets {
		for a := range g.Sets[i].Actions {
			q[g.Sets[i].First+a] = w.actionPayoff(i, a)
		}
	}
	return q, normal
}

// textbook is the usual form: one normalisation row and |A|−1 ratio rows per set.
func textbook(g *game.Game, x []float64, t float64) []float64 {
	q, normal := plainQ(g, x)
	f := make([]float64, len(x))
	for i := range g.Sets {
		s := &g.Sets[i]
		l := t * g.Precision[s.Player] * s.Scale
		f[s.First] = x[s.First] - normal[s.First]
		for a := s.First + 1; a < s.First+len(s.Actions); a++ {
			f[a] = x[a] - x[s.First] - l*(q[a]-q[s.First])
		}
	}
	return f
}

// denseJacobian by central differences.
func denseJacobian(g *game.Game, x []float64, t float64) *mat.Dense {
	n := len(x)
	j := mat.NewDense(n, n, nil)
	const e = 1e-5
	for c := range x {
		y := append([]float64(nil), x...)
		y[c] = x[c] + e
		up := textbook(g, y, t)
		y[c] = x[c] - e
		down := textbook(g, y, t)
		for r := range up {
			j.Set(r, c, (up[r]-down[r])/(2*e))
		}
	}
	return j
}

// TestLinearisation: Newton's direction, the tangent and the sign of the
// determinant agree with a dense linearisation of the textbook equations, at
// points that are no solutions.
func TestLinearisation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := randomGame(t)
		s, err := dense(g, 1)
		if err != nil {
			t.Fatal(err)
		}
		n := s.size()
		if n == 0 {
			return
		}
		x, newton, tangent := make([]float64, n), make([]float64, n), make([]float64, n)
		for a := range x {
			x[a] = rapid.Float64Range(-4, 0).Draw(t, "x")
		}
		s.normalise(x)
		at := rapid.Float64Range(0, 4).Draw(t, "t")
		p := s.linearise(x, at, newton, tangent)
		j := denseJacobian(g, x, at)
		var lu mat.LU
		lu.Factorize(j)
		_, sign := lu.LogDet()
		if lu.Cond() > 1e6 {
			return
		}
		check := func(name string, got []float64, rhs []float64) {
			var want mat.VecDense
			if err := lu.SolveVecTo(&want, false, mat.NewVecDense(n, rhs)); err != nil {
				return
			}
			size := mat.Norm(&want, 2)
			for a, v := range got {
				if !(math.Abs(v-want.AtVec(a)) <= 1e-4*(1+size)) {
					t.Fatalf("%s[%d] = %v, want %v", name, a, v, want.AtVec(a))
				}
			}
		}
		f := textbook(g, x, at)
		for a := range f {
			f[a] = -f[a]
		}
		check("newton", newton, f)
		const e = 1e-5
		up, down := textbook(g, x, at+e), textbook(g, x, at-e)
		for a := range f {
			f[a] = -(up[a] - down[a]) / (2 * e)
		}
		check("tangent", tangent, f)
		// The textbook's rows differ from ours by factors with a positive
		// determinant: the sign is the same.
		if p.sign != 0 && p.sign != int(sign) {
			t.Fatalf("sign of the determinant %d, dense %v (condition %v)", p.sign, sign, lu.Cond())
		}
	})
}

// TestRandomGames: solutions of random games pass the certificate, and where
// the branch has no folds they equal a dense continuation of the textbook
// equations in small steps of the precision.
func TestRandomGames(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		g := randomGame(t)
		lambda := rapid.SampledFrom([]float64{0.5, 2, 5}).Draw(t, "λ")
		r, err := Solve(g, Options{Precision: lambda})
		if err != nil {
			t.Fatal(err)
		}
		if r.Certificate.Residual > 1e-9 {
			t.Fatalf("residual %v", r.Certificate.Residual)
		}
		for i, v := range r.Values {
			if math.Abs(v-r.Certificate.Values[i]) > 1e-10 {
				t.Fatalf("value of player %d: %v, certificate %v", i+1, v, r.Certificate.Values[i])
			}
		}
		if r.Folds > 0 || r.Bifurcations > 0 || r.Branch != Principal {
			return
		}
		n := g.Actions()
		x := make([]float64, n)
		for i := range g.Sets {
			for a := range g.Sets[i].Actions {
				x[g.Sets[i].First+a] = -math.Log(float64(len(g.Sets[i].Actions)))
			}
		}
		for k := 1; n > 0 && k <= 40; k++ {
			l := lambda * float64(k) / 40
			for range 8 {
				f := mat.NewVecDense(n, textbook(g, x, l))
				var d mat.VecDense
				if err := d.SolveVec(denseJacobian(g, x, l), f); err != nil {
					return
				}
				for a := range x {
					x[a] -= d.AtVec(a)
				}
				if mat.Norm(&d, 2) < 1e-12 {
					break
				}
			}
		}
		for a := range x {
			if !(math.Abs(x[a]-r.X[a]) <= 1e-8) {
				t.Fatalf("action %d: %v, dense continuation %v", a, r.X[a], x[a])
			}
		}
		compared++
	})
	if compared < 30 {
		t.Errorf("only %d games were compared", compared)
	}
}

// dense is the general path on g.
func dense(g *game.Game, precision float64) (*general, error) {
	return newGeneral(g, game.PublicTree(g), precision, 0)
}
