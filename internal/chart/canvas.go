// Package chart draws the figures of a run as SVG: made once, and used alike in
// the brief's page, the workbench and the documents. It is given plain numbers
// and labels, computes nothing, and returns complete <svg> elements with every
// label escaped; colours come from the classes of Style.
package chart

import (
	"fmt"
	"html"
	"math"
	"strconv"
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"
)

// This file holds the canvas: the few SVG elements that the figures are made of.

// charWidth is the mean advance of a character as a share of the font size, for
// the sans-serif faces that Style asks for: SVG cannot measure text for us.
const charWidth = 0.54

// NarrowWidth is the width, in pixels, of figures for narrow screens: text in
// them is hardly scaled on a telephone.
const NarrowWidth = 380.0

type canvas struct {
	b      strings.Builder
	width  float64
	height float64
	label  string
}

func newCanvas(width, height float64, label string) *canvas {
	return &canvas{width: width, height: height, label: label}
}

// String closes the figure. It scales down with the page, never up past its own width.
func (c *canvas) String() string {
	return fmt.Sprintf(`<svg class="dm" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %s %s" style="max-width:%spx" role="img" aria-label="%s">%s</svg>`,
		num(c.width), num(c.height), num(c.width), escape(c.label), c.b.String())
}

func (c *canvas) text(x, y float64, class, anchor, s string) {
	fmt.Fprintf(&c.b, `<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, num(x), num(y), class, anchor, escape(s))
}

func (c *canvas) line(x1, y1, x2, y2 float64, class string) {
	fmt.Fprintf(&c.b, `<line x1="%s" y1="%s" x2="%s" y2="%s" class="%s"/>`, num(x1), num(y1), num(x2), num(y2), class)
}

// rect draws a box; tip is what a pointer resting on it shows, "" for none.
func (c *canvas) rect(x, y, w, h float64, class, tip string) {
	fmt.Fprintf(&c.b, `<rect x="%s" y="%s" width="%s" height="%s" class="%s"`, num(x), num(y), num(math.Max(w, 0)), num(h), class)
	c.close("rect", tip)
}

func (c *canvas) circle(x, y, r float64, class, tip string) {
	fmt.Fprintf(&c.b, `<circle cx="%s" cy="%s" r="%s" class="%s"`, num(x), num(y), num(r), class)
	c.close("circle", tip)
}

func (c *canvas) path(d, class, tip string) {
	fmt.Fprintf(&c.b, `<path d="%s" class="%s"`, d, class)
	c.close("path", tip)
}

func (c *canvas) close(element, tip string) {
	if tip == "" {
		c.b.WriteString("/>")
		return
	}
	fmt.Fprintf(&c.b, `><title>%s</title></%s>`, escape(tip), element)
}

// num writes a coordinate to a tenth of a pixel, so that pages are small and
// the same on every machine. What is not finite would make the whole figure
// invalid, so callers leave such points out; 0 is the last resort.
func num(x float64) string {
	if !finite(x) {
		return "0"
	}
	x = math.Round(x*10) / 10
	if x == 0 {
		x = 0 // no "-0"
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }

// escape makes s safe as text and as an attribute, and drops characters that XML forbids.
func escape(s string) string { return html.EscapeString(clean(s)) }

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r) || r == unicode.ReplacementChar || r == 0xFFFE || r == 0xFFFF:
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
}

// wrap breaks s into lines that fit in width pixels at the given font size, at
// most maxLines of them; the last one ends in "…" if something is left.
func wrap(s string, width, size float64, maxLines int) []string {
	limit := max(int(width/(size*charWidth)), 4)
	lines := strings.Split(ansi.Wrap(clean(s), limit, ""), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	if len(lines) > maxLines {
		lines = lines[:maxLines]
		lines[maxLines-1] = ansi.Truncate(lines[maxLines-1]+" …………", limit, "…")
		lines[maxLines-1] = strings.TrimRight(lines[maxLines-1], "… ") + "…"
	}
	return lines
}

// Percent writes a probability for people: whole per cent, "<1%" and ">99%" at
// the ends, because a model is never sure; "–" for what was not computed.
func Percent(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p < 0.01:
		return "<1%"
	case p > 0.99:
		return ">99%"
	}
	return fmt.Sprintf("%.0f%%", 100*p)
}
