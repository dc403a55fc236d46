package chart

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// This file tests the reliability diagram.

func TestReliabilityDiagram(t *testing.T) {
	bins := []Calibrated{{0.05, 0, 0, 0.3, 6, 6}, {nan, nan, 0, 1, 0, 0}, {0.45, 1, 0.4, 1, 2, 1}, {1, 1, 0.5, 1, 1, 1}}
	for _, label := range []string{"a", hostile, "", strings.Repeat("long ", 80)} {
		for _, base := range []float64{0.3, nan} {
			for _, bs := range [][]Calibrated{bins, nil} {
				svg := Standalone(ReliabilityDiagram(label, bs, base))
				d := xml.NewDecoder(strings.NewReader(svg))
				var err error
				for err == nil {
					_, err = d.Token()
				}
				if err != io.EOF || strings.Contains(svg, "NaN") || strings.Contains(svg, "<script") {
					t.Errorf("label %q: %v\n%s", label, err, svg)
				}
			}
		}
	}
	svg := ReliabilityDiagram("a", bins, 0.3)
	if want := `<circle cx="` + num(52+392*0.45) + `" cy="46"`; !strings.Contains(svg, want) || strings.Count(svg, "<circle") != 3 {
		t.Errorf("want %s and three dots in\n%s", want, svg)
	}
}
