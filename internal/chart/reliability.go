package chart

import (
	"fmt"
	"math"
)

// This file draws a reliability diagram: what was forecast against how often it
// came true.

// Calibrated is one bin of forecasts.
type Calibrated struct {
	Forecast, Frequency  float64 // means of the bin, in [0, 1]
	Lo, Hi               float64 // interval of the frequency
	Forecasts, Questions int     // how many it holds, about how many different questions
}

// ReliabilityDiagram draws bins; those without a forecast are left out. The
// strip below shows how many forecasts each holds.
func ReliabilityDiagram(label string, bins []Calibrated, base float64) string {
	const width, height, left, right, top, bottom, strip, foot = 460.0, 520.0, 52.0, 444.0, 46.0, 396.0, 420.0, 476.0
	c := newCanvas(width, height, label)
	x := func(p float64) float64 { return left + (right-left)*p }
	y := func(p float64) float64 { return bottom - (bottom-top)*p }
	for i := 0; i <= 5; i++ {
		p := float64(i) / 5
		c.line(left, y(p), right, y(p), "rule")
		c.text(left-8, y(p)+4, "small muted", "end", fmt.Sprintf("%.0f%%", 100*p))
		c.line(x(p), bottom, x(p), bottom+4, "rule")
		c.text(x(p), foot+15, "small muted", "middle", fmt.Sprintf("%.0f%%", 100*p))
	}
	c.line(x(0), y(0), x(1), y(1), "tick")
	if finite(base) {
		c.line(left, y(base), right, y(base), "tick")
		c.text(right, y(base)-5, "tiny muted", "end", "base rate")
	}
	most := 0
	for _, b := range bins {
		most = max(most, b.Forecasts)
	}
	for _, b := range bins {
		if b.Forecasts == 0 || !finite(b.Forecast) || !finite(b.Frequency) {
			continue
		}
		tip := fmt.Sprintf("forecast %s, came true %s (90%%: %s–%s); %d forecasts of %d questions", Percent(b.Forecast), Percent(b.Frequency),
			Percent(b.Lo), Percent(b.Hi), b.Forecasts, b.Questions)
		c.line(x(b.Forecast), y(b.Lo), x(b.Forecast), y(b.Hi), "thin")
		c.circle(x(b.Forecast), y(b.Frequency), 5, "dot", tip)
		h := (foot - strip) * float64(b.Forecasts) / float64(most)
		at := math.Min(math.Floor(b.Forecast*10), 9) / 10
		c.rect(x(at)+2, foot-h, (right-left)/10-4, h, "prior", tip)
		c.text(x(at)+(right-left)/20, foot-h-3, "tiny muted", "middle", fmt.Sprint(b.Forecasts))
	}
	for i, l := range wrap(label, width-60, 13, 2) { // bold is wider
		c.text(0, 14+16*float64(i), "strong", "start", l)
	}
	c.text((left+right)/2, height-8, "muted", "middle", "forecast; below, how many forecasts")
	return c.String()
}
