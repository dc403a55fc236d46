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
	const width, left, right, row = 460.0, 170.0, 410.0, 22.0
	c := newCanvas(width, row*float64(len(bars))+6, label)
	for i, b := range bars {
		y := row * float64(i)
		c.text(left-10, y+16, "small", "end", wrap(b.Label, left-20, 11.5, 1)[0])
		c.line(left, y+2, left, y+row, "rule")
		if finite(b.P) {
			class := "fill"
			if b.Covert {
				class = "covert"
			}
			c.rect(left, y+5, (right-left)*b.P, row-8, class, b.Label+": "+Percent(b.P))
			c.text(left+(right-left)*b.P+8, y+16, "small muted", "start", Percent(b.P))
		} else {
			c.text(left+8, y+16, "small muted", "start", "not computed")
		}
	}
	return c.String()
}
