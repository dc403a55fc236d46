package chart

import (
	"strings"

	"demarche/internal/quantity"
)

// This file draws the forecasts: dots and intervals over the bands of estimative words.

// Band is a named stretch of probability, drawn behind the forecasts.
type Band = quantity.Band

// Forecast is one row. Probabilities are in [0,1]; NaN means "not there".
type Forecast struct {
	Label      string // the question
	Note       string // under the label: a date, an estimative word
	P, Lo, Hi  float64
	MCLo, MCHi float64 // Monte Carlo interval, drawn as a thin line
	Previous   float64 // drawn hollow
	Assumed    float64 // drawn in a second colour
	AssumedLo  float64
	AssumedHi  float64
}

const (
	forecastWidth = 780.0
	forecastLeft  = 280.0
	forecastRight = 662.0
	// A narrow figure has the labels above the bars.
	narrowLeft  = 6.0
	narrowRight = 268.0
)

// Forecasts draws one row a question: the dot is the probability, the thick bar
// its interval. previous names the hollow dot ("last month"), for the legend.
func Forecasts(rows []Forecast, bands []Band, previous string) string {
	labels := make([][]string, len(rows))
	heights := make([]float64, len(rows))
	top, body := 58.0, 0.0
	for i, r := range rows {
		labels[i] = wrap(r.Label, forecastLeft-24, 13, 3)
		heights[i] = 14 + 16*float64(len(labels[i]))
		if r.Note != "" {
			heights[i] += 14
		}
		if finite(r.Assumed) {
			heights[i] = max(heights[i], 46)
		}
		body += heights[i]
	}
	c := newCanvas(forecastWidth, top+body+52, "Forecasts with their intervals")
	x := func(p float64) float64 { return forecastLeft + p*(forecastRight-forecastLeft) }

	low := 0.0
	for i, b := range bands {
		if i%2 == 0 {
			c.rect(x(low), top, x(b.High)-x(low), body, "band", b.Name)
		}
		words := strings.Fields(b.Name)
		at, anchor := x((low+b.High)/2), "middle"
		if x(b.High)-x(low) < 30 && low == 0 { // a long name over a narrow band leans outwards
			at, anchor = x(b.High)+4, "end"
		}
		for j, w := range words {
			c.text(at, top-8-12*float64(len(words)-1-j), "tiny muted", anchor, w)
		}
		low = b.High
	}
	y := top
	var seen shown
	for i, r := range rows {
		c.line(0, y, forecastWidth, y, "rule")
		for j, l := range labels[i] {
			c.text(0, y+20+16*float64(j), "", "start", l)
		}
		if r.Note != "" {
			c.text(0, y+18+16*float64(len(labels[i])), "small muted", "start", r.Note)
		}
		mid := y + heights[i]/2
		if finite(r.Assumed) {
			mid -= 8
			seen.assumed = true
			drawAssumed(c, x, r, mid+17, forecastRight+14, forecastRight+54)
		}
		seen.row(c, x, r, mid, previous, forecastRight+14, forecastRight+54)
		y += heights[i]
	}
	axis(c, x, y)
	forecastLegend(c, y+40, 18, seen, previous)
	return c.String()
}

// ForecastsNarrow draws the same for narrow screens: each label above its bar.
// There is no room for the bands' names, so that the word stands in the note.
func ForecastsNarrow(rows []Forecast, bands []Band, previous string) string {
	labels := make([][]string, len(rows))
	heights := make([]float64, len(rows))
	const top = 4.0
	body := 0.0
	for i, r := range rows {
		labels[i] = wrap(r.Label, NarrowWidth-8, 15, 4)
		heights[i] = 34 + 16*float64(len(labels[i]))
		if r.Note != "" {
			heights[i] += 15
		}
		if finite(r.Assumed) {
			heights[i] += 17
		}
		body += heights[i]
	}
	c := newCanvas(NarrowWidth, top+body+86, "Forecasts with their intervals")
	x := func(p float64) float64 { return narrowLeft + p*(narrowRight-narrowLeft) }
	y := top
	var seen shown
	for i, r := range rows {
		if i > 0 {
			c.line(0, y, NarrowWidth, y, "rule")
		}
		at := y + 18
		for _, l := range labels[i] {
			c.text(0, at, "strong", "start", l)
			at += 16
		}
		if r.Note != "" {
			c.text(0, at, "small muted", "start", wrap(r.Note, NarrowWidth, 12, 1)[0])
			at += 15
		}
		mid := at
		strip := 18.0
		if finite(r.Assumed) {
			strip += 17
		}
		low := 0.0
		for k, b := range bands {
			if k%2 == 0 {
				c.rect(x(low), mid-9, x(b.High)-x(low), strip, "band", b.Name)
			}
			low = b.High
		}
		seen.row(c, x, r, mid, previous, narrowRight+10, narrowRight+50)
		if finite(r.Assumed) {
			seen.assumed = true
			drawAssumed(c, x, r, mid+17, narrowRight+10, narrowRight+50)
		}
		y += heights[i]
	}
	axis(c, x, y)
	forecastLegend(c, y+36, 17, seen, previous)
	return c.String()
}

// shown is what a figure's legend has to explain.
type shown struct{ previous, assumed, mc bool }

// row draws one forecast at height mid, its figures at percent and span.
func (seen *shown) row(c *canvas, x func(float64) float64, r Forecast, mid float64, previous string, percent, spans float64) {
	if !finite(r.P) {
		c.text(percent, mid+4.5, "small muted", "start", "not computed")
		return
	}
	if finite(r.Lo) && finite(r.Hi) {
		c.line(x(r.Lo), mid, x(r.Hi), mid, "bar")
	}
	if finite(r.MCLo) && finite(r.MCHi) {
		seen.mc = true
		c.line(x(r.MCLo), mid, x(r.MCHi), mid, "thin")
	}
	if finite(r.Previous) {
		seen.previous = true
		c.line(x(r.Previous), mid, x(r.P), mid, "moved")
		c.circle(x(r.Previous), mid, 4, "was", previous+": "+Percent(r.Previous))
	}
	c.circle(x(r.P), mid, 5.5, "dot", Percent(r.P))
	c.text(percent, mid+4.5, "strong", "start", Percent(r.P))
	if finite(r.Lo) && finite(r.Hi) {
		c.text(spans, mid+4.5, "small muted", "start", span(r.Lo, r.Hi))
	}
}

// axis draws the scale of probability below the rows.
func axis(c *canvas, x func(float64) float64, y float64) {
	c.line(0, y, c.width, y, "rule")
	for _, p := range []float64{0, 0.2, 0.4, 0.6, 0.8, 1} {
		c.line(x(p), y, x(p), y+5, "rule")
		c.text(x(p), y+18, "small muted", "middle", tick(p))
	}
}

func drawAssumed(c *canvas, x func(float64) float64, r Forecast, y, percent, spans float64) {
	if finite(r.AssumedLo) && finite(r.AssumedHi) {
		c.line(x(r.AssumedLo), y, x(r.AssumedHi), y, "bar2")
	}
	c.path(diamond(x(r.Assumed), y), "dot2", "assumed: "+Percent(r.Assumed))
	c.text(percent, y+4.5, "small", "start", Percent(r.Assumed))
	if finite(r.AssumedLo) && finite(r.AssumedHi) {
		c.text(spans, y+4.5, "small muted", "start", span(r.AssumedLo, r.AssumedHi))
	}
}

func diamond(x, y float64) string { return "M" + num(x) + " " + num(y-5) + "l5 5l-5 5l-5 -5z" }

// forecastLegend explains the marks, in lines of the given height where one is too short.
func forecastLegend(c *canvas, y, line float64, seen shown, name string) {
	x := 0.0
	item := func(draw func(x float64), label string) {
		wide := 42 + 11*charWidth*float64(len([]rune(label)))
		if x > 0 && x+wide > c.width+16 {
			x, y = 0, y+line
		}
		draw(x + 10)
		c.text(x+26, y+4, "small muted", "start", label)
		x += wide
	}
	item(func(x float64) { c.line(x-10, y, x+10, y, "bar"); c.circle(x, y, 4.5, "dot", "") }, "probability and 90% credible interval")
	if seen.mc {
		item(func(x float64) { c.line(x-10, y, x+10, y, "thin") }, "from the number of stories alone")
	}
	if seen.previous {
		item(func(x float64) { c.circle(x, y, 4, "was", "") }, name)
	}
	if seen.assumed {
		item(func(x float64) { c.path(diamond(x, y), "dot2", "") }, "under the assumptions")
	}
}

func tick(p float64) string {
	if p == 0 {
		return "0"
	}
	return num(100*p) + "%"
}

// span is an interval in per cent, with the sign written once.
func span(lo, hi float64) string {
	return strings.TrimSuffix(Percent(lo), "%") + "–" + Percent(hi)
}
