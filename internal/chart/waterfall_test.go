package chart_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"demarche/internal/chart"
)

// Bars stand end to end: each starts where the one before ends, and the last one
// ends where the forecast came to.
func TestWaterfallAddsUp(t *testing.T) {
	nan := math.NaN()
	f := chart.Fall{From: 0.31, To: 0.42, FromLabel: "A", ToLabel: "B", Steps: []chart.Added{
		{Label: "one", Share: 0.09, Lo: 0.07, Hi: 0.11, Text: "+9.0"},
		{Label: "two", Share: 0.05, Lo: nan, Hi: nan, Text: "+5.0"},
		{Label: "<three> & more", Share: -0.03, Lo: nan, Hi: nan, Text: "−3.0"},
	}}
	for _, svg := range []string{chart.Waterfall([]chart.Fall{f}), chart.WaterfallNarrow([]chart.Fall{f})} {
		wellFormed(t, svg)
		var bars [][2]float64
		for _, m := range regexp.MustCompile(`<rect x="([^"]*)" y="[^"]*" width="([^"]*)"[^>]* class="(s[01])"`).FindAllStringSubmatch(svg, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			w, _ := strconv.ParseFloat(m[2], 64)
			if m[3] == "s0" {
				bars = append(bars, [2]float64{x, x + w})
			} else {
				bars = append(bars, [2]float64{x + w, x})
			}
		}
		var ends []float64
		for _, m := range regexp.MustCompile(`<circle cx="([^"]*)"`).FindAllStringSubmatch(svg, -1) {
			x, _ := strconv.ParseFloat(m[1], 64)
			ends = append(ends, x)
		}
		if len(bars) != 3 || len(ends) != 2 {
			t.Fatalf("%d bars and %d ends:\n%s", len(bars), len(ends), svg)
		}
		at := ends[0]
		for i, b := range bars {
			if math.Abs(b[0]-at) > 0.3 { // coordinates are written to a tenth
				t.Errorf("bar %d starts at %g, the one before ended at %g", i+1, b[0], at)
			}
			at = b[1]
		}
		if math.Abs(ends[1]-at) > 0.3 {
			t.Errorf("the bars end at %g, the forecast at %g", at, ends[1])
		}
	}
}

// What cannot be drawn is said, and nothing that is not finite gets into a figure.
func TestWaterfallOfNothing(t *testing.T) {
	nan := math.NaN()
	svg := chart.Waterfall([]chart.Fall{
		{Title: "Unknown", From: nan, To: 0.2, Unfinished: "The change is not known."},
		{Title: "Still", From: 0.2, To: 0.2, FromLabel: "A", ToLabel: "B"},
		{Title: "Partly", From: 0, To: 1, FromLabel: "A", ToLabel: "B", Steps: []chart.Added{{Label: "x", Share: nan, Lo: nan, Hi: nan}, {Label: "y", Share: 1, Lo: math.Inf(-1), Hi: nan}}},
	})
	wellFormed(t, svg)
	if !strings.Contains(svg, "The change is not known.") || strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
		t.Error(svg)
	}
	wellFormed(t, chart.Waterfall(nil))
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(fmt.Errorf("%w in %s", err, svg))
		}
	}
}
