package chart

import (
	"fmt"
	"math"
)

// This file draws how far each forecast is from another word: the shorter the
// line, the more fragile it is.

// Flip is one forecast. Distances are in standard deviations, ≥ 0; NaN where no
// change was found.
type Flip struct {
	Label   string // the question
	Note    string // its word, and what it would become
	One     float64
	Two     float64 // of two parameters at once
	OneSure bool    // confirmed by solving or running anew
	TwoSure bool
	OneText string // what the dots stand for
	TwoText string
}

// withinRange is the bound of a 90% range in standard deviations.
const withinRange = 1.645

// Fragility draws one row a forecast, on a scale from 0 to 3 standard deviations.
// Beyond looked nothing was looked for.
func Fragility(rows []Flip, looked float64) string {
	const width, left, right = 760.0, 300.0, 690.0
	return fragility(rows, looked, width, left, right, left-24, false)
}

// FragilityNarrow draws the same for narrow screens: each label above its line.
func FragilityNarrow(rows []Flip, looked float64) string {
	return fragility(rows, looked, NarrowWidth, 8, NarrowWidth-58, NarrowWidth-10, true)
}

func fragility(rows []Flip, looked, width, left, right, room float64, above bool) string {
	const most = 3.0
	labels, notes := make([][]string, len(rows)), make([][]string, len(rows))
	heights := make([]float64, len(rows))
	top, body := 34.0, 0.0
	for i, r := range rows {
		labels[i] = wrap(r.Label, room, 13, 3)
		if r.Note != "" {
			notes[i] = wrap(r.Note, room, 11, 2)
		}
		heights[i] = 16 + 16*float64(len(labels[i])) + 14*float64(len(notes[i]))
		if above {
			heights[i] += 24
		}
		body += heights[i]
	}
	c := newCanvas(width, top+body+64, "How far each forecast is from another word")
	x := func(sd float64) float64 { return left + math.Min(sd, most)/most*(right-left) }
	behind := func(y, height float64) { // the scale, behind a row or all of them
		c.rect(x(0), y, x(withinRange)-x(0), height, "band", "inside the 90% range that was given")
		for sd := 0; sd <= most; sd++ {
			c.line(x(float64(sd)), y, x(float64(sd)), y+height, "tick")
		}
	}
	c.text((x(0)+x(withinRange))/2, top-8, "tiny muted", "middle", "inside your 90% range")
	if !above {
		c.text((x(withinRange)+x(most))/2, top-8, "tiny muted", "middle", "outside")
		behind(top, body)
	}
	for sd := 0; sd <= most; sd++ {
		c.text(x(float64(sd)), top+body+16, "small muted", "middle", fmt.Sprint(sd))
	}
	c.text((left+right)/2, top+body+32, "small muted", "middle", "standard deviations to the nearest change of its word")
	y := top
	for i, r := range rows {
		if i > 0 {
			c.line(0, y, width, y, "rule")
		}
		text := y + 20
		for _, l := range labels[i] {
			c.text(0, text, "", "start", l)
			text += 16
		}
		for _, l := range notes[i] {
			c.text(0, text-2, "small muted", "start", l)
			text += 14
		}
		mid := y + heights[i]/2
		if above {
			mid = y + heights[i] - 18
			behind(mid-10, 20)
		}
		fragile(c, r, x, mid, looked, most)
		y += heights[i]
	}
	flipMarks(c, left, top+body+52, above)
	return c.String()
}

// fragile draws one row's line and dots.
func fragile(c *canvas, r Flip, x func(float64) float64, mid, looked, most float64) {
	near := math.Min(r.One, r.Two)
	if math.IsNaN(r.One) {
		near = r.Two
	} else if math.IsNaN(r.Two) {
		near = r.One
	}
	if !finite(near) {
		end := most
		if finite(looked) {
			end = math.Min(looked, most)
		}
		c.line(x(0), mid, x(end), mid, "thin")
		c.path(fmt.Sprintf("M%s %s l-8 -4 v8 z", num(x(end)+2), num(mid)), "fill", "nothing nearer")
		c.text(x(end)+8, mid+4, "small muted", "start", fmt.Sprintf("> %.1f", end))
		return
	}
	c.line(x(0), mid, x(near), mid, "thin")
	last, text := near, fmt.Sprintf("%.1f", near)
	if far := math.Max(r.One, r.Two); finite(far) {
		text += fmt.Sprintf(", %.1f", far)
	}
	for _, d := range []struct {
		sd   float64
		two  bool
		sure bool
		text string
	}{{r.Two, true, r.TwoSure, r.TwoText}, {r.One, false, r.OneSure, r.OneText}} {
		if !finite(d.sd) {
			continue
		}
		last = math.Max(last, d.sd)
		class := "was"
		if d.sure {
			class = "dot"
		}
		if d.two {
			c.path(fmt.Sprintf("M%s %s l6 6 l-6 6 l-6 -6 z", num(x(d.sd)), num(mid-6)), class, d.text)
		} else {
			c.circle(x(d.sd), mid, 6, class, d.text)
		}
	}
	c.text(x(last)+12, mid+4, "small", "start", text)
}

// flipMarks says what the marks are.
func flipMarks(c *canvas, left, y float64, narrow bool) {
	gap := 125.0
	if narrow {
		gap = 112
	}
	at := left
	c.circle(at+6, y-4, 5, "dot", "")
	c.text(at+16, y, "tiny muted", "start", "one parameter")
	at += gap
	c.path(fmt.Sprintf("M%s %s l5 5 l-5 5 l-5 -5 z", num(at+6), num(y-9)), "dot", "")
	c.text(at+16, y, "tiny muted", "start", "two at once")
	at += gap
	c.circle(at+6, y-4, 5, "was", "")
	c.text(at+16, y, "tiny muted", "start", "hollow: not confirmed")
}
