package qre

import (
	"bufio"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"demarche/internal/game"
)

func load(t testing.TB, name string) *game.Game {
	t.Helper()
	g, err := read("testdata", name)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func read(dir, name string) (*game.Game, error) {
	src, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return nil, err
	}
	return game.ReadEFG(src, name, 0)
}

// reference reads dir's reference.csv (made by testdata/reference.py):
// game → λ → log-probabilities in the layout of g.
func reference(t *testing.T, dir string) map[string]map[float64]map[[3]int]float64 {
	f, err := os.Open(filepath.Join(dir, "reference.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	out := map[string]map[float64]map[[3]int]float64{}
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		w := strings.Split(lines.Text(), ",")
		if len(w) != 6 || w[0] == "game" || strings.HasPrefix(w[0], "#") {
			continue
		}
		n := make([]float64, 6)
		for i := 1; i < 6; i++ {
			if n[i], err = strconv.ParseFloat(w[i], 64); err != nil {
				t.Fatal(err)
			}
		}
		if out[w[0]] == nil {
			out[w[0]] = map[float64]map[[3]int]float64{}
		}
		if out[w[0]][n[1]] == nil {
			out[w[0]][n[1]] = map[[3]int]float64{}
		}
		out[w[0]][n[1]][[3]int{int(n[2]), int(n[3]), int(n[4])}] = n[5]
	}
	return out
}

// TestReference compares 14 games of different shape with logit equilibria
// computed by other means, to 1e-8 in every log-probability. A folder of other
// games with a reference.csv may be named in DEMARCHE_REFERENCE.
func TestReference(t *testing.T) {
	if all := reference(t, "testdata"); len(all) < 14 {
		t.Fatalf("%d reference games, want 14", len(all))
	}
	compare(t, "testdata")
	if dir := os.Getenv("DEMARCHE_REFERENCE"); dir != "" {
		compare(t, dir)
	}
}

func compare(t *testing.T, dir string) {
	for name, byLambda := range reference(t, dir) {
		g, err := read(dir, name)
		if err != nil && dir != "testdata" { // games without perfect recall have no place here
			t.Log(err)
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for lambda, want := range byLambda {
			r, err := Solve(g, Options{Precision: lambda})
			if err != nil {
				t.Errorf("%s at %v: %v", name, lambda, err)
				continue
			}
			if r.Branch != Principal || !r.Retraced || r.Certificate.Residual > 1e-9 {
				t.Errorf("%s at %v: branch %s, retraced %v, certificate %v", name, lambda, r.Branch, r.Retraced, r.Certificate.Residual)
			}
			place, seen := make([]int, len(g.Players)), 0
			for i := range g.Sets {
				s := &g.Sets[i]
				place[s.Player]++
				for a := range s.Actions {
					w, ok := want[[3]int{s.Player + 1, place[s.Player], a + 1}]
					if !ok {
						t.Fatalf("%s: no reference for %s", name, g.SetName(i))
					}
					seen++
					if d := math.Abs(r.X[s.First+a] - w); !(d <= 1e-8) {
						t.Errorf("%s at %v: %s, %s: log-probability %.12g, want %.12g", name, lambda, g.SetName(i), s.Actions[a], r.X[s.First+a], w)
					}
				}
			}
			if seen != len(want) {
				t.Errorf("%s: %d actions, reference has %d", name, seen, len(want))
			}
		}
	}
}

// TestFolds: the branch of this game turns back twice before λ=4.
func TestFolds(t *testing.T) {
	r, err := Solve(load(t, "fold.efg"), Options{Precision: 4})
	if err != nil {
		t.Fatal(err)
	}
	if r.Folds != 2 || !(r.FirstFold > 1.17 && r.FirstFold < 1.18) || r.Branch != Principal {
		t.Errorf("folds %d, first at %v, branch %s; want 2 folds from 1.174 on the principal branch", r.Folds, r.FirstFold, r.Branch)
	}
}

// TestBackwardInduction: with perfect information the logit equilibrium is a
// nested softmax, computed here by recursion, however large the precision.
func TestBackwardInduction(t *testing.T) {
	g := load(t, "centipede.efg")
	for _, lambda := range []float64{0, 0.1, 1, 7, 100, 1e5} {
		x := make([]float64, g.Actions())
		var value func(h int32) []float64
		value = func(h int32) []float64 {
			v := make([]float64, len(g.Players))
			copy(v, g.Payoff(h))
			if g.Kind[h] == game.Terminal {
				return v
			}
			s := &g.Sets[g.Move[h]]
			var kids [][]float64
			top := math.Inf(-1)
			for _, c := range g.Kids(h) {
				kids = append(kids, value(c))
				top = math.Max(top, kids[len(kids)-1][s.Player])
			}
			sum := 0.0
			for _, k := range kids {
				sum += math.Exp(lambda * (k[s.Player] - top))
			}
			for a, k := range kids {
				x[s.First+a] = lambda*(k[s.Player]-top) - math.Log(sum)
				for i := range v {
					v[i] += math.Exp(x[s.First+a]) * k[i]
				}
			}
			return v
		}
		want := value(0)
		opt := Options{Precision: lambda}
		if lambda == 0 {
			opt.Precision = 1e-300 // 0 asks for the default
		}
		r, err := Solve(g, opt)
		if err != nil {
			t.Errorf("λ=%v: %v", lambda, err)
			continue
		}
		for a := range x {
			if !(math.Abs(x[a]-r.X[a]) <= 1e-10*(1+lambda)) {
				t.Errorf("λ=%v: action %d: %v, want %v", lambda, a, r.X[a], x[a])
			}
		}
		for i := range want {
			if !(math.Abs(want[i]-r.Values[i]) <= 1e-10) {
				t.Errorf("λ=%v: value of %s: %v, want %v", lambda, g.Players[i], r.Values[i], want[i])
			}
		}
	}
}

// TestLimit: the limit of matching pennies is its mixed equilibrium.
func TestLimit(t *testing.T) {
	g := load(t, "pennies.efg")
	r, err := Solve(g, Options{Limit: true, Regret: 1e-8})
	if err != nil {
		t.Fatal(err)
	}
	// Inspector [[3,−1],[0,2]], smuggler [[−2,1],[4,−1]]: the smuggler's p
	// makes 3p−(1−p) = 2(1−p), the inspector's q makes −2q+4(1−q) = q−(1−q).
	want := []float64{5.0 / 8, 3.0 / 8, 0.5, 0.5}
	if !r.Limit {
		t.Errorf("limit not reached: %+v", r.Solution)
	}
	for a, w := range want {
		if !(math.Abs(math.Exp(r.X[a])-w) <= 1e-6) {
			t.Errorf("action %d: %v, want %v", a, math.Exp(r.X[a]), w)
		}
	}
}

// TestCertificateSeesCorruption: moving one log-probability by 1e-6 is seen at
// every action of every reference game.
func TestCertificateSeesCorruption(t *testing.T) {
	files, err := filepath.Glob("testdata/*.efg")
	if err != nil || len(files) < 12 {
		t.Fatalf("%d games, %v", len(files), err)
	}
	for _, f := range files {
		g := load(t, filepath.Base(f))
		r, err := Solve(g, Options{Precision: 2})
		if err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for a := range r.X {
			x := append([]float64(nil), r.X...)
			x[a] += 1e-6
			c := Certify(g, x, 2)
			if c.Err() == nil {
				t.Errorf("%s: action %d moved by 1e-6 and the certificate still passes: %+v", f, a, c)
			}
			x[a] = math.NaN()
			c = Certify(g, x, 2)
			if c.Err() == nil {
				t.Errorf("%s: action %d is NaN and the certificate still passes", f, a)
			}
		}
	}
}
