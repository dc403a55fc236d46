package chart

import "math"

// This file draws the shape of a game: what happens in a period, one step after
// the other, who chooses among what, and what is hidden.

// Step is a phase or a chance.
type Step struct {
	Actor   string   // "" for a chance
	Title   string   // of the phase or chance
	Actions []string // what can be done; of a chance, what may happen
	Note    string   // when it takes place, "" for always
	With    bool     // at the same time as the step before
}

// Shape is one period of a game.
type Shape struct {
	Title   string
	Steps   []Step
	Hidden  []string // what not everybody knows, one line each
	Periods int
}

const (
	shapeWidth = 880.0
	stepWidth  = 190.0
	stepGap    = 30.0
	mostActs   = 7 // lines of a step
)

// Shapes draws s: steps from left to right, in rows of four.
func Shapes(s Shape) string {
	type box struct {
		lines  []string
		height float64
	}
	var columns [][]int // steps that stand under one another
	for i, st := range s.Steps {
		if st.With && len(columns) > 0 {
			columns[len(columns)-1] = append(columns[len(columns)-1], i)
		} else {
			columns = append(columns, []int{i})
		}
	}
	boxes := make([]box, len(s.Steps))
	for i, st := range s.Steps {
		b := box{lines: wrap(st.Title, stepWidth-20, 15.5, 3)}
		b.height = 30 + 17*float64(len(b.lines))
		acts := min(len(st.Actions), mostActs)
		b.height += 15*float64(acts) + 10
		if st.Note != "" {
			b.height += 14 * float64(len(wrap(st.Note, stepWidth-20, 11, 2)))
		}
		boxes[i] = b
	}
	const perRow = 4
	var tops []float64 // by row
	y := 12.0
	for at := 0; at < len(columns); at += perRow {
		tops = append(tops, y)
		most := 0.0
		for _, col := range columns[at:min(at+perRow, len(columns))] {
			h := 0.0
			for _, i := range col {
				h += boxes[i].height + 10
			}
			most = math.Max(most, h)
		}
		y += most + 14
	}
	var hidden [][]string
	for _, h := range s.Hidden {
		hidden = append(hidden, wrap("Hidden: "+h, shapeWidth-20, 12, 2))
	}
	height := y + 20
	for _, lines := range hidden {
		height += 16 * float64(len(lines))
	}
	c := newCanvas(shapeWidth, height, "The shape of the game: "+s.Title)
	for k, col := range columns {
		x := float64(k%perRow) * (stepWidth + stepGap)
		top := tops[k/perRow]
		if k > 0 {
			c.arrow(x, top+24, k%perRow == 0)
		}
		for n, i := range col {
			if n > 0 {
				c.text(x+10, top-1, "tiny muted", "start", "at the same time")
				top += 4
			}
			c.step(x, top, boxes[i].height, boxes[i].lines, &s.Steps[i])
			top += boxes[i].height + 10
		}
	}
	ends := "Played once."
	if s.Periods > 1 {
		ends = "Repeated in each of " + num(float64(s.Periods)) + " periods."
	}
	c.text(0, y+6, "muted", "start", ends)
	y += 22
	for _, lines := range hidden {
		for _, l := range lines {
			c.text(0, y+4, "muted", "start", l)
			y += 16
		}
	}
	return c.String()
}

// arrow leads to a column: from its left neighbour, or from the row above.
func (c *canvas) arrow(x, y float64, fresh bool) {
	if fresh {
		c.text(x+stepWidth/2, y-32, "small muted", "middle", "then")
		return
	}
	c.line(x-stepGap+3, y, x-7, y, "thin")
	c.path("M"+num(x-3)+" "+num(y)+"l-7 -4v8Z", "fill", "")
}

func (c *canvas) step(x, y, height float64, title []string, st *Step) {
	c.rect(x, y, stepWidth, height, "band", "")
	side := "s0"
	who := st.Actor
	if who == "" {
		side, who = "s1", "Chance"
	}
	c.rect(x, y, 4, height, side, "")
	y += 18
	c.text(x+12, y, "small muted", "start", wrap(who, stepWidth-20, 11, 1)[0])
	for _, l := range title {
		y += 17
		c.text(x+12, y, "strong", "start", l)
	}
	y += 4
	for i, a := range st.Actions {
		if i == mostActs {
			break
		}
		y += 15
		text := wrap("– "+a, stepWidth-20, 12, 1)[0]
		if i == mostActs-1 && len(st.Actions) > mostActs {
			text = "– " + num(float64(len(st.Actions)-i)) + " more"
		}
		c.text(x+12, y, "small", "start", text)
	}
	if st.Note != "" {
		y += 3
		for _, l := range wrap(st.Note, stepWidth-20, 11, 2) {
			y += 14
			c.text(x+12, y, "tiny muted", "start", l)
		}
	}
}
