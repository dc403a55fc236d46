package chart

import (
	"fmt"
	"math"
)

// This file draws evidence: what each report says for and against each value of
// a secret, and how far what may be seen next would move what is believed.

// Evidence is a matrix of competing hypotheses. Cells are natural logarithms of
// odds, by row and value; NaN where there is none, ±Inf where something is ruled out.
type Evidence struct {
	Values []string
	Rows   []string
	Cells  [][]float64
	Texts  [][]string // what the cells say
}

// strong is the weight of evidence at which a cell has its full colour: odds of 10.
var strong = math.Log(10)

// Matrix draws e; see also MatrixNarrow.
func Matrix(e Evidence) string { return matrix(e, 760, 300, false) }

// MatrixNarrow draws e for narrow screens: each row's name above its cells.
func MatrixNarrow(e Evidence) string { return matrix(e, NarrowWidth, 0, true) }

func matrix(e Evidence, width, left float64, above bool) string {
	n := math.Max(1, float64(len(e.Values)))
	cell := (width - left) / n
	if !above {
		cell = math.Min(cell, 130)
	}
	head := 0.0
	for _, v := range e.Values {
		head = math.Max(head, 14*float64(len(wrap(v, cell-8, 11, 3))))
	}
	const bar = 28.0
	top := 46 + head
	labels, heights, body := make([][]string, len(e.Rows)), make([]float64, len(e.Rows)), 0.0
	for i, text := range e.Rows {
		room, lines := left-14, 2
		if above {
			room = width - 4
		}
		labels[i] = wrap(text, room, 12, lines)
		heights[i] = math.Max(bar, 8+14*float64(len(labels[i])))
		if above {
			heights[i] = bar + 8 + 15*float64(len(labels[i]))
		}
		body += heights[i]
	}
	c := newCanvas(width, top+body+4, "What each report says for and against each value")
	key := left
	c.rect(key, 5, 14, 10, "s0", "")
	c.text(key+20, 14, "small muted", "start", "speaks for it")
	c.rect(key+130, 5, 14, 10, "s1", "")
	c.text(key+150, 14, "small muted", "start", "speaks against it")
	for v, name := range e.Values {
		lines := wrap(name, cell-8, 11, 3)
		for k, text := range lines {
			c.text(left+cell*(float64(v)+0.5), top-8-14*float64(len(lines)-1-k), "small strong", "middle", text)
		}
	}
	y := top
	for i := range e.Rows {
		c.line(0, y, left+cell*n, y, "rule")
		from := y
		if above {
			for k, text := range labels[i] {
				c.text(0, y+15+15*float64(k), "small", "start", text)
			}
			from = y + heights[i] - bar - 2
		} else {
			for k, text := range labels[i] {
				c.text(0, y+heights[i]/2+4+14*(float64(k)-float64(len(labels[i])-1)/2), "small", "start", text)
			}
			from = y + (heights[i]-bar)/2
		}
		for v := range e.Values {
			x := left + cell*float64(v)
			if w := e.Cells[i][v]; !math.IsNaN(w) {
				class := "s0"
				if w < 0 {
					class = "s1"
				}
				fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s" style="opacity:%s"/>`,
					num(x+1), num(from+1), num(cell-2), num(bar-2), class, num2(0.6*math.Min(math.Abs(w)/strong, 1)))
			}
			c.text(x+cell/2, from+bar/2+4, "small", "middle", e.Texts[i][v])
		}
		y += heights[i]
	}
	return c.String()
}

// Watch is something that may be seen, and one probability that it would move.
type Watch struct {
	Label            string
	What             string // whose probability it is
	Now, Seen, Never float64
	Gain             string
}

// Watches draws how far what may be seen would move what is believed.
func Watches(rows []Watch) string { return watches(rows, 760, 300, 690, false) }

// WatchesNarrow draws the same for narrow screens: each label above its line.
func WatchesNarrow(rows []Watch) string { return watches(rows, NarrowWidth, 14, NarrowWidth-58, true) }

func watches(rows []Watch, width, left, right float64, above bool) string {
	room := left - 16
	if above {
		room = width - 4
	}
	labels, notes, heights, body := make([][]string, len(rows)), make([][]string, len(rows)), make([]float64, len(rows)), 0.0
	for i, r := range rows {
		labels[i], notes[i] = wrap(r.Label, room, 13, 2), wrap(r.What, room, 11, 1)
		heights[i] = 10 + 16*float64(len(labels[i])) + 15*float64(len(notes[i]))
		if above {
			heights[i] += 28
		}
		body += heights[i]
	}
	top := 40.0
	c := newCanvas(width, top+body+38, "How far what may be seen would move what is believed")
	x := func(p float64) float64 { return left + p*(right-left) }
	key := left
	if above {
		key = 8
	}
	c.circle(key, 10, 5, "dot", "")
	c.text(key+11, 14, "small muted", "start", "if seen")
	c.circle(key+80, 10, 5, "was", "")
	c.text(key+91, 14, "small muted", "start", "if not")
	c.line(key+150, 3, key+150, 17, "thin")
	c.text(key+157, 14, "small muted", "start", "now")
	c.text(width, top-8, "small muted", "end", "bits")
	for _, p := range []float64{0, 0.25, 0.5, 0.75, 1} {
		c.text(x(p), top+body+16, "small muted", "middle", fmt.Sprintf("%.0f%%", 100*p))
	}
	c.text((left+right)/2, top+body+32, "small muted", "middle", "probability, given this model")
	y := top
	for i, r := range rows {
		c.line(0, y, width, y, "rule")
		at := y + 18
		for k, text := range labels[i] {
			c.text(0, at+16*float64(k), "", "start", text)
		}
		for k, text := range notes[i] {
			c.text(0, at+16*float64(len(labels[i]))-1+15*float64(k), "small muted", "start", text)
		}
		mid, from := y+heights[i]/2, y
		if above {
			mid, from = y+heights[i]-16, y+heights[i]-30
		}
		for _, p := range []float64{0, 0.25, 0.5, 0.75, 1} {
			c.line(x(p), from, x(p), y+heights[i], "tick")
		}
		if finite(r.Seen) && finite(r.Never) {
			c.line(x(r.Never), mid, x(r.Seen), mid, "moved")
		}
		if finite(r.Now) {
			c.line(x(r.Now), mid-8, x(r.Now), mid+8, "thin")
		}
		if finite(r.Never) {
			c.circle(x(r.Never), mid, 5, "was", "if not: "+Percent(r.Never))
		}
		if finite(r.Seen) {
			c.circle(x(r.Seen), mid, 5.5, "dot", "if seen: "+Percent(r.Seen))
		}
		c.text(width, mid+4, "small", "end", r.Gain)
		y += heights[i]
	}
	return c.String()
}
