package chart

import (
	"fmt"
	"math"
)

// This file draws a belief over time: the probabilities of a secret's values as stacked areas.

// Belief is one secret. Every row of P has one probability per value.
type Belief struct {
	Title  string
	Values []string
	Dates  []string    // one per row of P
	Events []string    // what moved the belief at that row, "" for nothing
	P      [][]float64 // in [0,1], rows summing to 1
}

// Beliefs draws b as stacked areas, the first value at the bottom, one equal
// step per row, with what each value ends at on the right.
func Beliefs(b Belief) string {
	const width, left, right, top, plot = 400.0, 34.0, 272.0, 34.0, 140.0
	c := newCanvas(width, top+plot+34, "How the belief moved: "+b.Title)
	n := len(b.P)
	x := func(i int) float64 {
		if n == 1 {
			return left
		}
		return left + (right-left)*float64(i)/float64(n-1)
	}
	y := func(p float64) float64 { return top + plot*(1-p) }
	if n == 0 {
		c.text(left, top+plot/2, "muted", "start", "no belief was recorded")
		return c.String()
	}
	// cum[i][v] is the upper edge of value v at row i.
	cum := make([][]float64, n)
	for i, row := range b.P {
		cum[i] = make([]float64, len(b.Values)+1)
		for v := range b.Values {
			p := 0.0
			if v < len(row) && finite(row[v]) {
				p = row[v]
			}
			cum[i][v+1] = math.Min(cum[i][v]+p, 1)
		}
	}
	for v, name := range b.Values {
		d := ""
		for i := range cum {
			d += command(i) + num(x(i)) + " " + num(y(cum[i][v+1]))
		}
		if n == 1 {
			d += "L" + num(right) + " " + num(y(cum[0][v+1])) + "L" + num(right) + " " + num(y(cum[0][v]))
		}
		for i := n - 1; i >= 0; i-- {
			d += "L" + num(x(i)) + " " + num(y(cum[i][v]))
		}
		c.path(d+"Z", fmt.Sprintf("area s%d", v%Series), name)
	}
	for _, p := range []float64{0, 0.5, 1} {
		c.text(left-6, y(p)+4, "tiny muted", "end", tick(p))
	}
	c.line(left, y(0), right, y(0), "rule")
	drawMoves(c, b, x, top, plot)
	drawDates(c, b.Dates, x, top+plot)
	drawEnds(c, b, cum[n-1], right, y)
	return c.String()
}

func command(i int) string {
	if i == 0 {
		return "M"
	}
	return "L"
}

// drawMoves marks the three rows that moved the belief most (total variation of
// at least two points), so that the eye finds what the text names.
func drawMoves(c *canvas, b Belief, x func(int) float64, top, plot float64) {
	type move struct {
		at   int
		size float64
	}
	var best []move
	for i := 1; i < len(b.P); i++ {
		size := 0.0
		for v := range b.P[i] {
			if v < len(b.P[i-1]) {
				size += math.Abs(b.P[i][v]-b.P[i-1][v]) / 2
			}
		}
		if !(size >= 0.02) {
			continue
		}
		best = append(best, move{i, size})
		for k := len(best) - 1; k > 0 && best[k].size > best[k-1].size; k-- {
			best[k], best[k-1] = best[k-1], best[k]
		}
		if len(best) > 3 {
			best = best[:3]
		}
	}
	var taken []float64
	for _, m := range best {
		c.line(x(m.at), top, x(m.at), top+plot, "tick")
		if m.at >= len(b.Events) || b.Events[m.at] == "" {
			continue
		}
		// Labels that would run into one another step up a line, or are left to the text.
		at := math.Min(math.Max(x(m.at), 80), 250)
		level := 0
		for _, t := range taken {
			if math.Abs(t-at) < 140 {
				level++
			}
		}
		if level < 2 {
			c.text(at, top-6-12*float64(level), "tiny muted", "middle", wrap(b.Events[m.at], 150, 10, 1)[0])
		}
		taken = append(taken, at)
	}
}

// drawDates labels the first row of each date, leaving out those that would touch.
func drawDates(c *canvas, dates []string, x func(int) float64, y float64) {
	last, lastDate := math.Inf(-1), ""
	for i, d := range dates {
		if d == lastDate || x(i)-last < 78 {
			continue
		}
		anchor := "middle"
		if i == 0 {
			anchor = "start"
		}
		c.line(x(i), y, x(i), y+4, "rule")
		c.text(x(i), y+17, "tiny muted", anchor, d)
		last, lastDate = x(i), d
		if i == 0 {
			last += 36 // it begins where others have their middle
		}
	}
}

// drawEnds writes each value beside where its area ends, pushed apart where areas are thin.
func drawEnds(c *canvas, b Belief, cum []float64, right float64, y func(float64) float64) {
	const gap = 15
	n := len(b.Values)
	at := make([]float64, n)
	for v := range at {
		at[v] = y((cum[v]+cum[v+1])/2) + 4
		if v > 0 {
			at[v] = math.Min(at[v], at[v-1]-gap)
		}
	}
	// Pushing up may have left the top: shift everything down by what is missing.
	if n > 0 && at[n-1] < y(1)+8 {
		at[n-1] = y(1) + 8
		for v := n - 2; v >= 0; v-- {
			at[v] = math.Max(at[v], at[v+1]+gap)
		}
	}
	for v, name := range b.Values {
		c.rect(right+10, at[v]-9, 9, 9, fmt.Sprintf("s%d", v%Series), "")
		label := wrap(name, 62, 11, 1)[0]
		c.text(right+24, at[v], "small", "start", label+"  "+Percent(cum[v+1]-cum[v]))
	}
}
