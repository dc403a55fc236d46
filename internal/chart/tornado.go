package chart

import "math"

// This file draws what a forecast hinges on: a tornado, the forecast where each
// parameter is small and where it is large, the most important on top.

// Swing is one parameter. Probabilities are in [0,1]; NaN where there is none.
type Swing struct {
	Label                string
	Low, LowLo, LowHi    float64 // the forecast where the parameter is small, and its interval
	High, HighLo, HighHi float64 // where it is large
	Index                string  // what stands at the right: the parameter's share
}

// mostSwings is how many parameters a tornado shows.
const mostSwings = 8

// Tornado draws at most eight rows around the forecast p. index heads the
// figures at the right.
func Tornado(rows []Swing, p float64, index string) string {
	const width, left, right = 760.0, 280.0, 660.0
	return tornado(rows, p, index, width, left, right, left-24, false)
}

// TornadoNarrow draws the same for narrow screens: each label above its bar.
func TornadoNarrow(rows []Swing, p float64, index string) string {
	return tornado(rows, p, index, NarrowWidth, 16, NarrowWidth-64, NarrowWidth-8, true)
}

func tornado(rows []Swing, p float64, index string, width, left, right, room float64, above bool) string {
	rows = rows[:min(len(rows), mostSwings)]
	labels := make([][]string, len(rows))
	heights := make([]float64, len(rows))
	top, body := 46.0, 0.0
	lo, hi := 1.0, 0.0 // the scale is as long as the figures ask for
	for i, r := range rows {
		labels[i] = wrap(r.Label, room, 13, 3)
		heights[i] = math.Max(38, 12+16*float64(len(labels[i])))
		if above {
			heights[i] = 44 + 16*float64(len(labels[i]))
		}
		body += heights[i]
		for _, v := range []float64{p, r.Low, r.LowLo, r.LowHi, r.High, r.HighLo, r.HighHi} {
			if finite(v) {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
	}
	lo, hi, step := reach(lo, hi)
	c := newCanvas(width, top+body+42, "The forecast where each parameter is small and where it is large")
	x := func(v float64) float64 { return left + (v-lo)/(hi-lo)*(right-left) }
	key := left
	if above {
		key = 0
	}
	c.rect(key, 5, 14, 10, "s0", "")
	c.text(key+20, 14, "small muted", "start", "parameter in its lowest third")
	second := key + 200
	y := 14.0
	if above {
		second, y, top = key, 32, 52
	}
	c.rect(second, y-9, 14, 10, "s1", "")
	c.text(second+20, y, "small muted", "start", "in its highest third")
	c.text(width, top-8, "small muted", "end", index)
	var grid []float64
	for k := math.Round(lo / step); k*step <= hi+1e-9; k++ {
		grid = append(grid, k*step)
		c.text(x(k*step), top+body+16, "small muted", "middle", tick(k*step))
	}
	c.text((left+right)/2, top+body+32, "small muted", "middle", "probability, given this model")
	y = top
	for i, r := range rows {
		if i > 0 {
			c.line(0, y, width, y, "rule")
		}
		mid, from := y+heights[i]/2, y
		if above {
			mid, from = y+heights[i]-18, y+heights[i]-34
			for k, l := range labels[i] {
				c.text(0, y+18+16*float64(k), "", "start", l)
			}
		} else {
			for k, l := range labels[i] {
				c.text(0, mid+4.5+16*(float64(k)-float64(len(labels[i])-1)/2), "", "start", l)
			}
		}
		for _, v := range grid {
			c.line(x(v), from, x(v), y+heights[i], "tick")
		}
		swing(c, x, r, p, mid)
		if finite(p) {
			c.line(x(p), from, x(p), y+heights[i], "thin")
		}
		c.text(width, mid+4, "small", "end", r.Index)
		y += heights[i]
	}
	if finite(p) {
		c.text(x(p), top-8, "small", "middle", Percent(p))
	}
	return c.String()
}

// reach is a scale of probability that holds lo and hi, at least 0.2 long, and
// the step of its grid, on which both of its ends lie.
func reach(lo, hi float64) (from, to, step float64) {
	if !(lo <= hi) {
		return 0, 1, 0.25
	}
	if hi-lo < 0.2 {
		mid := (lo + hi) / 2
		lo, hi = mid-0.1, mid+0.1
	}
	step = 0.05
	switch {
	case hi-lo > 0.5:
		step = 0.2
	case hi-lo > 0.25:
		step = 0.1
	}
	return math.Max(step*math.Floor(lo/step+1e-9), 0), math.Min(step*math.Ceil(hi/step-1e-9), 1), step
}

// swing draws one row's two bars from the forecast, each with a whisker of its own.
func swing(c *canvas, x func(float64) float64, r Swing, p, mid float64) {
	if !finite(p) {
		return
	}
	for _, b := range []struct {
		v, lo, hi, y float64
		class, tip   string
	}{{r.Low, r.LowLo, r.LowHi, mid - 7, "s0", "in its lowest third"}, {r.High, r.HighLo, r.HighHi, mid + 7, "s1", "in its highest third"}} {
		if !finite(b.v) {
			continue
		}
		c.rect(math.Min(x(p), x(b.v)), b.y-6, math.Max(math.Abs(x(b.v)-x(p)), 1.5), 12, b.class, r.Label+" "+b.tip+": "+Percent(b.v))
		if finite(b.lo) && finite(b.hi) {
			c.line(x(b.lo), b.y, x(b.hi), b.y, "whisker")
			c.line(x(b.lo), b.y-3, x(b.lo), b.y+3, "whisker")
			c.line(x(b.hi), b.y-3, x(b.hi), b.y+3, "whisker")
		}
	}
}
