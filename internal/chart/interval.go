package chart

import "math"

// This file draws what was learnt about the parameters: prior against posterior intervals.

// Interval is one parameter. Bounds are those of 90% intervals, in the
// parameter's own unit; NaN where there is none.
type Interval struct {
	Label                      string
	PriorLo, PriorMid, PriorHi float64
	PostLo, PostMid, PostHi    float64
	Note                       string // at the right: the numbers
}

// Intervals draws one row a parameter, each on a scale of its own that spans
// both of its intervals: parameters share no unit, so only the shift is comparable.
func Intervals(rows []Interval) string {
	const width, left, right, row, top = 780.0, 290.0, 570.0, 34.0, 28.0
	c := newCanvas(width, top+row*float64(len(rows))+8, "What the evidence taught about the parameters")
	c.rect(left, 6, 18, 6, "prior", "")
	c.text(left+24, 13, "small muted", "start", "before the evidence (90%)")
	c.rect(left+190, 6, 18, 6, "post", "")
	c.text(left+214, 13, "small muted", "start", "after (90%)")
	for i, r := range rows {
		y := top + row*float64(i)
		c.line(0, y, width, y, "rule")
		lines := wrap(r.Label, left-30, 13, 2)
		for j, l := range lines {
			c.text(0, y+row/2+4.5+15*(float64(j)-float64(len(lines)-1)/2), size(lines), "start", l)
		}
		r.draw(c, left, right, y)
		c.text(right+16, y+row/2+4.5, "small muted", "start", r.Note)
	}
	return c.String()
}

// IntervalsNarrow draws the same for narrow screens: each label above its bars.
func IntervalsNarrow(rows []Interval) string {
	const right, top = 380.0, 40.0
	labels := make([][]string, len(rows))
	height := top
	for i, r := range rows {
		labels[i] = wrap(r.Label, right, 13, 3)
		height += 54 + 16*float64(len(labels[i]))
	}
	c := newCanvas(NarrowWidth, height+8, "What the evidence taught about the parameters")
	c.rect(0, 6, 18, 6, "prior", "")
	c.text(24, 13, "small muted", "start", "before the evidence (90%)")
	c.rect(190, 6, 18, 6, "post", "")
	c.text(214, 13, "small muted", "start", "after (90%)")
	y := top - 14
	for i, r := range rows {
		c.line(0, y, NarrowWidth, y, "rule")
		at := y + 18
		for _, l := range labels[i] {
			c.text(0, at, "", "start", l)
			at += 16
		}
		c.text(0, at, "small muted", "start", r.Note)
		r.draw(c, 0, right, at)
		y += 54 + 16*float64(len(labels[i]))
	}
	return c.String()
}

// draw draws both intervals between left and right, from y on down.
func (r Interval) draw(c *canvas, left, right, y float64) {
	lo, hi := math.Min(r.PriorLo, r.PostLo), math.Max(r.PriorHi, r.PostHi)
	if !finite(lo) || !finite(hi) || hi <= lo {
		return
	}
	x := func(v float64) float64 { return left + (right-left)*(v-lo)/(hi-lo) }
	c.rect(x(r.PriorLo), y+7, x(r.PriorHi)-x(r.PriorLo), 8, "prior", "")
	c.rect(x(r.PostLo), y+18, x(r.PostHi)-x(r.PostLo), 8, "post", "")
	if finite(r.PriorMid) {
		c.line(x(r.PriorMid), y+6, x(r.PriorMid), y+16, "median0")
	}
	if finite(r.PostMid) {
		c.line(x(r.PostMid), y+18, x(r.PostMid), y+26, "median")
	}
}

func size(lines []string) string {
	if len(lines) > 1 {
		return "small"
	}
	return ""
}
