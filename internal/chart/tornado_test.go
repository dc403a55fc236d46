package chart

import (
	"math"
	"strings"
	"testing"
)

// TestReach: the scale holds what it must, is never so short that nothing looks
// like much, and starts and ends on its grid.
func TestReach(t *testing.T) {
	for lo := 0.0; lo <= 1; lo += 0.03 {
		for hi := lo; hi <= 1; hi += 0.03 {
			from, to, step := reach(lo, hi)
			if from > lo+1e-9 || to < hi-1e-9 || from < 0 || to > 1 {
				t.Errorf("%v to %v lies on a scale from %v to %v", lo, hi, from, to)
			}
			if to-from < 0.1-1e-9 {
				t.Errorf("the scale for %v to %v is %v long", lo, hi, to-from)
			}
			for _, end := range []float64{from, to} {
				if k := end / step; math.Abs(k-math.Round(k)) > 1e-6 {
					t.Errorf("the scale from %v to %v does not end on its grid of %v", from, to, step)
				}
			}
		}
	}
}

// TestTornadoShowsEight rows, and leaves out what does not exist.
func TestTornadoShowsEight(t *testing.T) {
	rows := make([]Swing, 11)
	for i := range rows {
		rows[i] = Swing{Label: strings.Repeat("x", i+1), Low: 0.2, LowLo: 0.1, LowHi: 0.3, High: 0.5, HighLo: nan, HighHi: nan, Index: "9%"}
	}
	rows[2].High = nan
	for name, svg := range map[string]string{"wide": Tornado(rows, 0.4, "share"), "narrow": TornadoNarrow(rows, 0.4, "share")} {
		if n := strings.Count(svg, ">9%<"); n != 8 {
			t.Errorf("%s: %d rows", name, n)
		}
		if n := strings.Count(svg, "in its highest third: 50%"); n != 7 {
			t.Errorf("%s: %d bars for the highest third", name, n)
		}
		if n := strings.Count(svg, `class="whisker"`); n != 8*3 {
			t.Errorf("%s: %d strokes of whiskers", name, n)
		}
		if strings.Contains(svg, "NaN") {
			t.Errorf("%s: a figure that is not a number", name)
		}
	}
	if svg := Tornado(rows, nan, "share"); strings.Contains(svg, "NaN") {
		t.Error("without a forecast: a figure that is not a number")
	}
}
