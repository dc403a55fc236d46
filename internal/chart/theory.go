package chart

import (
	"fmt"
	"math"
	"strconv"
)

// This file draws theory beside engine: a closed form as a line with its
// tolerance as a band, and what the engine computed as points.

// Curve is a result as one parameter moves.
type Curve struct {
	Result, Parameter string   // labels of the two axes
	Line              []Sample // the closed form
	Points            []Sample // the engine
	Now               float64  // where the parameter stands; NaN: nowhere in particular
}

// Sample is one place of a curve; Y is NaN where it has no value.
type Sample struct {
	X, Y, Tolerance float64
	Outside         bool // the closed form is not claimed there
}

// Theory draws c.
func Theory(c Curve) string {
	const width, height, left, right, top, bottom = 640.0, 320.0, 64.0, 620.0, 54.0, 268.0
	k := newCanvas(width, height, fmt.Sprintf("%s as %s moves: theory and engine", c.Result, c.Parameter))
	lo, hi, from, to := bounds(c)
	if !(from < to) {
		k.text(left, top+40, "muted", "start", "nothing could be computed")
		return k.String()
	}
	x := func(v float64) float64 { return left + (right-left)*(v-from)/(to-from) }
	y := func(v float64) float64 { return bottom - (bottom-top)*(v-lo)/(hi-lo) }
	clamp := func(v float64) float64 { return math.Min(math.Max(v, lo), hi) }
	for _, v := range ticks(lo, hi, 5) {
		k.line(left, y(v), right, y(v), "rule")
		k.text(left-8, y(v)+4, "small muted", "end", short(v))
	}
	for _, v := range ticks(from, to, 6) {
		k.line(x(v), bottom, x(v), bottom+5, "rule")
		k.text(x(v), bottom+19, "small muted", "middle", short(v))
	}
	for _, run := range runs(c.Line) {
		d, back := "", ""
		for i, s := range run {
			d += command(i) + num(x(s.X)) + " " + num(y(clamp(s.Y+s.Tolerance)))
			back = "L" + num(x(s.X)) + " " + num(y(clamp(s.Y-s.Tolerance))) + back
		}
		k.path(d+back+"Z", "prior", "the tolerance")
	}
	for _, run := range runs(c.Line) {
		d := ""
		for i, s := range run {
			d += command(i) + num(x(s.X)) + " " + num(y(s.Y))
		}
		k.b.WriteString(`<path d="` + d + `" class="thin" fill="none"/>`)
	}
	if c.Now >= from && c.Now <= to {
		k.line(x(c.Now), top, x(c.Now), bottom, "tick")
	}
	hollow := false
	for _, s := range c.Points {
		if finite(s.X) && finite(s.Y) && s.Y >= lo && s.Y <= hi {
			class := "dot2"
			if s.Outside {
				class, hollow = "was", true
			}
			k.circle(x(s.X), y(s.Y), 4, class, fmt.Sprintf("%s = %s: engine %s", c.Parameter, short(s.X), strconv.FormatFloat(s.Y, 'g', 6, 64)))
		}
	}
	for i, l := range wrap(c.Result, width-10, 13, 1) {
		k.text(0, 15+16*float64(i), "strong", "start", l)
	}
	k.line(left, 36, left+22, 36, "thin")
	k.text(left+28, 40, "small muted", "start", "closed form, and its tolerance")
	k.circle(left+222, 36, 4, "dot2", "")
	k.text(left+232, 40, "small muted", "start", "engine")
	if hollow {
		k.circle(left+292, 36, 4, "was", "")
		k.text(left+302, 40, "small muted", "start", "engine, where the closed form is not claimed")
	}
	k.text((left+right)/2, height-10, "muted", "middle", wrap(c.Parameter, right-left, 13, 1)[0])
	return k.String()
}

// runs are the stretches of a line that have values.
func runs(line []Sample) [][]Sample {
	var out [][]Sample
	var run []Sample
	for _, s := range line {
		if finite(s.Y) {
			if !finite(s.Tolerance) {
				s.Tolerance = 0
			}
			run = append(run, s)
			continue
		}
		if len(run) > 1 {
			out = append(out, run)
		}
		run = nil
	}
	if len(run) > 1 {
		out = append(out, run)
	}
	return out
}

// bounds are what the axes span.
func bounds(c Curve) (lo, hi, from, to float64) {
	lo, hi, from, to = math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
	for _, list := range [][]Sample{c.Line, c.Points} {
		for _, s := range list {
			if finite(s.X) {
				from, to = math.Min(from, s.X), math.Max(to, s.X)
			}
			if finite(s.Y) {
				lo, hi = math.Min(lo, s.Y), math.Max(hi, s.Y)
			}
		}
	}
	if lo > hi {
		lo, hi = 0, 1
	}
	room := 0.06 * (hi - lo)
	if room < 1e-6*math.Max(1, math.Abs(hi)) { // it does not move
		room = 0.1 * math.Max(1, math.Abs(hi))
	}
	return lo - room, hi + room, from, to
}

// ticks are at most n round numbers between lo and hi.
func ticks(lo, hi float64, n int) []float64 {
	step := math.Pow(10, math.Floor(math.Log10((hi-lo)/float64(n))))
	for _, f := range []float64{1, 2, 5, 10} {
		if (hi-lo)/(step*f) <= float64(n) {
			step *= f
			break
		}
	}
	var out []float64
	for k := math.Ceil(lo/step - 1e-9); k*step <= hi+1e-9*step && len(out) < 50; k++ {
		out = append(out, k*step)
	}
	return out
}

// short writes a tick's number.
func short(v float64) string {
	if math.Abs(v) < 1e-12 {
		return "0"
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}
