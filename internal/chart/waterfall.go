package chart

import (
	"fmt"
	"math"
)

// This file draws how a forecast moved from one value to another, step by step:
// what each change adds.

// Added is what one change adds to a probability, with the bounds of its
// interval; NaN where there is none.
type Added struct {
	Label  string
	Share  float64
	Lo, Hi float64
	Text   string // what stands beside it
}

// Fall is one forecast.
type Fall struct {
	Title      string
	From, To   float64 // probabilities
	FromLabel  string
	ToLabel    string
	Steps      []Added // in the order drawn; they sum to To − From
	Unfinished string  // what is written instead, where there is nothing to draw
}

// Waterfall draws forecasts one under another, each on a scale of its own.
func Waterfall(falls []Fall) string {
	const width, left, right = 760.0, 330.0, 700.0
	return waterfall(falls, width, left, right, left-30, false)
}

// WaterfallNarrow draws the same for narrow screens: each label above its bar.
func WaterfallNarrow(falls []Fall) string {
	return waterfall(falls, NarrowWidth, 8, NarrowWidth-52, NarrowWidth-10, true)
}

func waterfall(falls []Fall, width, left, right, room float64, above bool) string {
	height := 0.0
	for i := range falls {
		height += falls[i].draw(nil, 0, width, left, right, room, above)
	}
	c := newCanvas(width, height, "How each change moved the forecast")
	y := 0.0
	for i := range falls {
		y += falls[i].draw(c, y, width, left, right, room, above)
	}
	return c.String()
}

// draw draws one forecast from y on down, and gives its height; on no canvas it
// only measures.
func (f *Fall) draw(c *canvas, y, width, left, right, room float64, above bool) float64 {
	begun := y
	if f.Title != "" {
		lines := wrap(f.Title, width-10, 14, 3)
		for _, l := range lines {
			y += 17
			if c != nil {
				c.text(0, y, "strong", "start", l)
			}
		}
		y += 10
	}
	if !finite(f.From) || !finite(f.To) {
		if c != nil {
			c.text(0, y+14, "small muted", "start", f.Unfinished)
		}
		return y + 34 - begun
	}
	lo, hi := f.span()
	x := func(p float64) float64 { return left + (right-left)*(p-lo)/(hi-lo) }
	if c != nil { // under everything else; on narrow screens, labels stand where the lines would
		low := begun + f.draw(nil, begun, width, left, right, room, above) - 34
		top := y
		if above {
			top = low - 4
		}
		for _, t := range ticksWithin(lo, hi) {
			c.line(x(t), top, x(t), low+4, "tick")
			c.text(x(t), low+17, "small muted", "middle", perCent(t, hi-lo))
		}
	}
	row := func(label string, strong bool, mark func(mid float64)) {
		size := 12.0
		lines := wrap(label, room, size, 3)
		high := math.Max(15*float64(len(lines))+11, 26)
		mid := y + high/2
		if above {
			high = 15*float64(len(lines)) + 30
			mid = y + high - 15
		}
		if c != nil {
			c.line(0, y, width, y, "rule")
			class := "small"
			if strong {
				class = "strong"
			}
			at := y + 16
			if !above {
				at = y + high/2 + 4 - 7.5*float64(len(lines)-1)
			}
			for _, l := range lines {
				c.text(0, at, class, "start", l)
				at += 15
			}
			mark(mid)
		}
		y += high
	}
	row(f.FromLabel, true, func(mid float64) { f.end(c, x(f.From), mid, f.From) })
	at := f.From
	for _, s := range f.Steps {
		start := at
		if !finite(s.Share) {
			continue
		}
		at += s.Share
		row(s.Label, false, func(mid float64) { s.draw(c, x, start, mid) })
	}
	row(f.ToLabel, true, func(mid float64) { f.end(c, x(f.To), mid, f.To) })
	if c != nil {
		c.line(0, y, width, y, "rule")
	}
	return y + 34 - begun
}

func (f *Fall) end(c *canvas, x, mid, p float64) {
	c.circle(x, mid, 6, "dot", fmt.Sprintf("%.1f%%", 100*p))
	c.text(x+12, mid+4, "strong", "start", Percent(p))
}

// draw draws one step that starts at probability from.
func (s *Added) draw(c *canvas, x func(float64) float64, from, mid float64) {
	class := "s0"
	if s.Share < 0 {
		class = "s1"
	}
	a, b := x(from), x(from+s.Share)
	c.rect(math.Min(a, b), mid-7, math.Max(math.Abs(b-a), 1), 14, class, s.Label+": "+s.Text)
	end := math.Max(a, b)
	if finite(s.Lo) && finite(s.Hi) {
		c.line(x(from+s.Lo), mid, x(from+s.Hi), mid, "moved")
		for _, v := range []float64{s.Lo, s.Hi} {
			c.line(x(from+v), mid-4, x(from+v), mid+4, "moved")
		}
		end = math.Max(end, x(from+s.Hi))
	}
	c.text(end+7, mid+4, "small", "start", s.Text)
}

// span is what the axis shows: all that is drawn, with a little room.
func (f *Fall) span() (lo, hi float64) {
	lo, hi = math.Min(f.From, f.To), math.Max(f.From, f.To)
	at := f.From
	for _, s := range f.Steps {
		for _, v := range []float64{s.Share, s.Lo, s.Hi} {
			if finite(v) {
				lo, hi = math.Min(lo, at+v), math.Max(hi, at+v)
			}
		}
		if finite(s.Share) {
			at += s.Share
		}
	}
	room := math.Max(0.06*(hi-lo), 0.005)
	return lo - room, hi + room
}

// ticksWithin are three to six round numbers between two others.
func ticksWithin(lo, hi float64) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/3)))
	for _, m := range []float64{5, 2} {
		if (hi-lo)/(m*step) >= 3 {
			step *= m
			break
		}
	}
	var out []float64
	for k := math.Ceil(lo / step); k*step <= hi; k++ {
		if t := k * step; t > -1e-9 && t < 1+1e-9 {
			out = append(out, math.Max(t, 0))
		}
	}
	return out
}

// perCent writes a tick of an axis that spans so much.
func perCent(p, span float64) string {
	switch {
	case span < 0.003:
		return fmt.Sprintf("%.2f%%", 100*p)
	case span < 0.03:
		return fmt.Sprintf("%.1f%%", 100*p)
	}
	return fmt.Sprintf("%.0f%%", 100*p)
}
