package chart

// This file draws what an actor may do next: one bar an act.

// Bar is one act and its probability in [0,1].
type Bar struct {
	Label  string
	P      float64
	Covert bool // drawn paler: others would take it for something else
}

// Bars draws the acts of one choice, in the order given.
func Bars(label string, bars []Bar) string {
	const width, left, right, one, two = 400.0, 178.0, 358.0, 22.0, 34.0
	labels := make([][]string, len(bars))
	height := 6.0
	for i, b := range bars {
		labels[i] = wrap(b.Label, left-12, 12.5, 2)
		height += rowHeight(labels[i], one, two)
	}
	c := newCanvas(width, height, label)
	y := 0.0
	for i, b := range bars {
		row := rowHeight(labels[i], one, two)
		mid := y + row/2 + 1
		for j, l := range labels[i] {
			c.text(left-10, mid+4+13*(float64(j)-float64(len(labels[i])-1)/2), "small", "end", l)
		}
		c.line(left, y+2, left, y+row, "rule")
		if finite(b.P) {
			class := "fill"
			if b.Covert {
				class = "covert"
			}
			c.rect(left, mid-7, (right-left)*b.P, 14, class, b.Label+": "+Percent(b.P))
			c.text(left+(right-left)*b.P+8, mid+4, "small muted", "start", Percent(b.P))
		} else {
			c.text(left+8, mid+4, "small muted", "start", "not computed")
		}
		y += row
	}
	return c.String()
}

func rowHeight(lines []string, one, two float64) float64 {
	if len(lines) > 1 {
		return two
	}
	return one
}
