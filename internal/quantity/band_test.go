package quantity

import (
	"math"
	"testing"
)

// TestBandsMeetAtTheirEdges: an edge belongs to the band below it, and what lies
// between two edges to one band.
func TestBandsMeetAtTheirEdges(t *testing.T) {
	low := 0.0
	for k, b := range Bands {
		for _, p := range []float64{math.Nextafter(low, 1) + 2*edge, (low + b.High) / 2, b.High} {
			if got := BandOf(p); got != k || Word(p) != b.Name {
				t.Errorf("%.17g is in band %d, %q; want %d, %q", p, got, Word(p), k, b.Name)
			}
		}
		low = b.High
	}
	if low != 1 || BandOf(0) != 0 || BandOf(0.1+0.1) != BandOf(0.2) {
		t.Errorf("the bands end at %g; 0 is in band %d", low, BandOf(0))
	}
	if BandOf(math.NaN()) != -1 || Word(math.NaN()) != "" {
		t.Error("what is no number has a word")
	}
}
