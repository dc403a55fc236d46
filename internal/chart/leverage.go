package chart

import (
	"fmt"
	"math"
	"strings"
)

// This file draws who has the upper hand: who depends on whom as a matrix, and
// what each could do by committing itself as bars.

// Leverage is what the figure shows. Leans are how clearly somebody would choose
// one side of a difference, in [−1,1]: probability of choosing the better side,
// less that of the other; NaN where there is none.
type Leverage struct {
	Actors   []string
	Depends  [][]float64 // by row i and column j: how clearly i would keep j's acts; the diagonal is not read
	Texts    [][]string  // what the cells say
	Gains    []float64   // by actor: how clearly it would choose to be committed
	GainText []string
	Moves    []float64 // by actor: total variation of the outcomes by that commitment, in [0,1]
}

// Upper draws l.
func Upper(l Leverage) string {
	n := len(l.Actors)
	const width, left, top = 760.0, 190.0, 44.0
	const row, bar = 34.0, 30.0
	cell := math.Min(120, (width-left)/math.Max(1, float64(n)))
	head := 0.0
	for _, name := range l.Actors {
		head = math.Max(head, 14*float64(len(wrap("on "+name, cell-8, 11, 3))))
	}
	head += 10
	matrix := top + head + row*float64(n)
	c := newCanvas(width, matrix+74+bar*float64(n)+8, "Who depends on whom, and whose commitment would move the outcome")
	c.text(0, 14, "strong", "start", "Who depends on whom")
	c.rect(left, 5, 14, 10, "s0", "")
	c.text(left+20, 14, "small muted", "start", "would lose without the other's acts")
	c.rect(left+250, 5, 14, 10, "s1", "")
	c.text(left+270, 14, "small muted", "start", "would rather that the other did nothing")
	for j, name := range l.Actors {
		lines := wrap("on "+name, cell-8, 11, 3)
		for k, text := range lines {
			c.text(left+cell*(float64(j)+0.5), top+head-8-14*float64(len(lines)-1-k), "small muted", "middle", text)
		}
	}
	for i, name := range l.Actors {
		y := top + head + row*float64(i)
		c.line(0, y, left+cell*float64(n), y, "rule")
		label(c, name, left-12, y+row/2)
		for j := range n {
			x := left + cell*float64(j)
			if i == j {
				c.rect(x+1, y+1, cell-2, row-2, "band", "")
				continue
			}
			shade(c, x, y, cell, row, l.Depends[i][j])
			c.text(x+cell/2, y+row/2+4, "small", "middle", l.Texts[i][j])
		}
	}
	bars(c, l, matrix+22, left, width, bar)
	return c.String()
}

// UpperNarrow draws the same for narrow screens: figures and odds in two lines,
// the two kinds of bars one below the other.
func UpperNarrow(l Leverage) string {
	n := len(l.Actors)
	const left, row, bar = 92.0, 40.0, 32.0
	cell := (NarrowWidth - left) / math.Max(1, float64(n))
	head := 0.0
	for _, name := range l.Actors {
		head = math.Max(head, 13*float64(len(wrap("on "+name, cell-4, 11, 4))))
	}
	top := 62.0 + head
	matrix := top + row*float64(n)
	c := newCanvas(NarrowWidth, matrix+2*(54+bar*float64(n))+10, "Who depends on whom, and whose commitment would move the outcome")
	c.text(0, 14, "strong", "start", "Who depends on whom")
	c.rect(0, 25, 14, 10, "s0", "")
	c.text(20, 34, "small muted", "start", "would lose without the other's acts")
	c.rect(0, 42, 14, 10, "s1", "")
	c.text(20, 51, "small muted", "start", "would rather that the other did nothing")
	for j, name := range l.Actors {
		lines := wrap("on "+name, cell-4, 11, 4)
		for k, text := range lines {
			c.text(left+cell*(float64(j)+0.5), top-7-13*float64(len(lines)-1-k), "small muted", "middle", text)
		}
	}
	for i, name := range l.Actors {
		y := top + row*float64(i)
		c.line(0, y, NarrowWidth, y, "rule")
		label(c, name, left-6, y+row/2)
		for j := range n {
			x := left + cell*float64(j)
			if i == j {
				c.rect(x+1, y+1, cell-2, row-2, "band", "")
				continue
			}
			shade(c, x, y, cell, row, l.Depends[i][j])
			figure, odds, _ := strings.Cut(l.Texts[i][j], " ")
			lines := []string{figure}
			if odds = strings.Trim(odds, "()"); odds != "" {
				lines = append(lines, odds)
			}
			for k, text := range lines {
				text = wrap(text, math.Max(cell, 44), 11, 1)[0]
				c.text(x+cell/2, y+row/2+4+14*(float64(k)-float64(len(lines)-1)/2), "small", "middle", text)
			}
		}
	}
	c.line(0, matrix, NarrowWidth, matrix, "rule")
	gains(c, l, left, NarrowWidth-left, matrix+26, bar, true)
	moves(c, l, left, NarrowWidth-left, matrix+54+bar*float64(n)+26, bar, true)
	return c.String()
}

// shade fills a cell by how clearly somebody would choose: blue what it needs,
// orange what it minds.
func shade(c *canvas, x, y, w, h, v float64) {
	if !finite(v) {
		return
	}
	class := "s0"
	if v < 0 {
		class = "s1"
	}
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s" style="opacity:%s"/>`,
		num(x+1), num(y+1), num(w-2), num(h-2), class, num2(0.6*math.Min(math.Abs(v), 1)))
}

// bars draws what commitments gain and move, from y on down.
func bars(c *canvas, l Leverage, y, left, width, row float64) {
	const between = 40.0
	half := (width - left - between) / 2
	c.text(0, y, "strong", "start", "What each could do by committing itself")
	gains(c, l, left, half, y+24, row, false)
	moves(c, l, left+half+between, half, y+24, row, false)
}

// gains draws what each would gain by its best commitment, within wide pixels
// from left on; the title stands at y.
func gains(c *canvas, l Leverage, left, wide, y, row float64, alone bool) {
	if alone {
		c.text(0, y, "strong", "start", "What a commitment gains each")
	} else {
		c.text(left, y, "small muted", "start", "gains it, and at what odds it would choose so")
	}
	lo, hi := 0.0, 0.0
	for _, g := range l.Gains {
		if finite(g) {
			lo, hi = math.Min(lo, g), math.Max(hi, g)
		}
	}
	if hi-lo < 0.2 { // bars that mean next to nothing are short
		hi = lo + 0.2
	}
	const room = 96.0 // for the figures beside the bars
	x := func(v float64) float64 { return left + (wide-room)*(v-lo)/(hi-lo) }
	y += 12
	for i, name := range l.Actors {
		mid := y + row*(float64(i)+0.5)
		c.line(0, mid-row/2, c.width, mid-row/2, "rule")
		label(c, name, math.Min(left, 190)-12, mid)
		if g := l.Gains[i]; finite(g) {
			class := "s0"
			if g < 0 {
				class = "s1"
			}
			c.rect(math.Min(x(0), x(g)), mid-7, math.Abs(x(g)-x(0)), 14, class, name+": "+l.GainText[i])
			c.text(math.Max(x(0), x(g))+6, mid+4, "small muted", "start", l.GainText[i])
		} else {
			c.text(x(0)+6, mid+4, "small muted", "start", l.GainText[i])
		}
		c.line(x(0), mid-row/2, x(0), mid+row/2, "tick")
	}
}

// moves draws how far each commitment moves the outcome, with names where the
// bars stand alone.
func moves(c *canvas, l Leverage, left, wide, y, row float64, alone bool) {
	if alone {
		c.text(0, y, "strong", "start", "How far it moves the outcome")
	} else {
		c.text(left, y, "small muted", "start", "moves the outcome")
	}
	y += 12
	for i, name := range l.Actors {
		mid := y + row*(float64(i)+0.5)
		if alone {
			c.line(0, mid-row/2, c.width, mid-row/2, "rule")
			label(c, name, left-6, mid)
		}
		if m := l.Moves[i]; finite(m) {
			c.rect(left, mid-7, (wide-40)*math.Min(math.Max(m, 0), 1), 14, "fill", name+": "+Percent(m))
			c.text(left+(wide-40)*math.Min(math.Max(m, 0), 1)+6, mid+4, "small muted", "start", Percent(m))
		}
	}
}

// label writes a name in at most two lines, centred at mid.
func label(c *canvas, name string, width, mid float64) {
	lines := wrap(name, width, 12, 2)
	for k, text := range lines {
		c.text(0, mid+4+13*(float64(k)-float64(len(lines)-1)/2), size(lines), "start", text)
	}
}

// num2 writes an opacity to a hundredth.
func num2(x float64) string {
	if !finite(x) {
		return "0"
	}
	return fmt.Sprintf("%.2f", x)
}
