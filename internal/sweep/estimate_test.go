package sweep

// This file checks forecasts from few stories.

import (
	"math"
	"testing"

	"demarche/internal/random"
	"demarche/internal/story"
)

// TestFewStoriesAreNotLow: a question decided by one choice of known probability,
// asked of 12 stories many times over, comes out right on average, and the
// interval of a thing that never happened reaches as far as 12 stories can tell.
func TestFewStoriesAreNotLow(t *testing.T) {
	for _, p := range []float64{0.02, 0.1, 0.5, 0.95} {
		const times, n = 20000, 12
		sum, square := 0.0, 0.0
		rng := random.New(3, int(1000*p), 0, random.UseTest)
		for range times {
			var groups [][]*story.Told
			hits := 0
			for range n / 2 {
				h := p * (0.5 + rng.Float64()) // what the draw makes of it
				if p > 0.5 {
					h = 1 - (1-p)*(0.5+rng.Float64())
				}
				var pair []*story.Told
				for range 2 {
					yes := rng.Float64() < h
					if yes {
						hits++
					}
					pair = append(pair, &story.Told{Yes: []bool{yes}, Hazard: []float64{h}})
				}
				groups = append(groups, pair)
			}
			e := estimateOf(groups, 0)
			sum += e.p
			square += e.p * e.p
			if in := e.credible(); hits == 0 && float64(in[1]) < 1-math.Pow(0.05, 1.0/n)-1e-12 || hits == n && float64(in[0]) > math.Pow(0.05, 1.0/n)+1e-12 {
				t.Fatalf("%d of %d: interval %v", hits, n, in)
			}
		}
		mean := sum / times
		sd := math.Sqrt((square/times-mean*mean)/times) + 0.003*math.Min(p, 1-p) // β is fitted to the same stories: a bias of second order
		if math.Abs(mean-p) > 4*sd {
			t.Errorf("probability %g: %.5f on average", p, mean)
		}
		t.Logf("probability %g: %.5f on average", p, mean)
	}
}
