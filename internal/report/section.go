package report

import (
	"fmt"

	"demarche/internal/sweep"
)

// This file is the parts of the brief, said once and laid out three ways: in a
// terminal (here), on a page (html.go), and as Markdown (markdown.go).

// section is one part of the brief under a heading.
type section struct {
	title string
	short string // in the page's list of contents; "": the title up to its first comma
	on    media
	box   bool // set off from the rest on a page
	parts []part
}

// media is where something is shown; 0 is everywhere.
type media uint8

const (
	inTerminal media = 1 << iota
	onPage
	inMarkdown
)

func (m media) has(x media) bool { return m == 0 || m&x != 0 }

// part is one thing in a section: a small heading, a paragraph, a table, a
// figure, or small sections side by side. One field is set, and what belongs to it.
type part struct {
	on      media
	heading string
	label   string // a heading within small sections; muted: grey
	text    string
	muted   bool // of text: a note
	apart   bool // of text: set off from what comes before
	bullet  bool // of text: one of a list
	hang    int  // of text in a terminal: columns by which later lines are indented more
	columns []column
	rows    [][]string
	dim     []bool // of a table's rows: grey; nil: none
	folded  string // of a table: on a page it is folded under these words
	figure  *drawing
	cells   []*section // side by side on a page, one under another elsewhere
}

// drawing is a figure, and what stands for it in a terminal, where it cannot be
// shown: a table or text beside it says the same.
type drawing struct {
	name   string // as a file name without its ending
	wide   string // SVG
	narrow string // SVG for narrow screens; "": wide, which can be moved sideways there
	plain  func(s *sheet)
	alt    string // what it shows; "": the section's title
}

func (c *section) heading(text string) { c.parts = append(c.parts, part{heading: text}) }
func (c *section) para(format string, a ...any) {
	c.parts = append(c.parts, part{text: fmt.Sprintf(format, a...)})
}
func (c *section) note(format string, a ...any) {
	c.parts = append(c.parts, part{text: fmt.Sprintf(format, a...), muted: true})
}

func (c *section) figure(f drawing) { c.parts = append(c.parts, part{figure: &f}) }
func (c *section) table(cols []column, rows [][]string) {
	c.parts = append(c.parts, part{columns: cols, rows: rows})
}

// fold is a table that a page shows only when asked to, or printed.
func (c *section) fold(summary string, cols []column, rows [][]string) {
	c.parts = append(c.parts, part{columns: cols, rows: rows, folded: summary})
}

func (c *section) beside(cells []*section) { c.parts = append(c.parts, part{cells: cells}) }

// only restricts the last part to some media.
func (c *section) only(m media) { c.parts[len(c.parts)-1].on = m }

// analyses are the sections on what the forecast rests on, in the order of the
// brief; nil where a run has none of it.
func analyses(r *sweep.Result) []*section {
	var out []*section
	for _, make := range []func(*sweep.Result) *section{onTrial, lookFor, hinges, flips, upperHand} {
		if c := make(r); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// terminal writes a section on a sheet. Figures are for pages.
func (c *section) terminal(s *sheet) {
	if !c.on.has(inTerminal) {
		return
	}
	s.heading(c.title)
	c.lines(s)
}

func (c *section) lines(s *sheet) {
	apart := false // a blank line is due
	for _, p := range c.parts {
		if !p.on.has(inTerminal) {
			continue
		}
		if apart || p.apart {
			s.blank()
			apart = false
		}
		switch {
		case p.heading != "":
			s.blank()
			s.para(2, 0, &styleStrong, p.heading)
		case p.label != "" && p.muted:
			s.para(2, 2, &styleMuted, p.label)
		case p.label != "":
			s.para(2, 2, nil, p.label)
		case p.columns != nil:
			s.table(p.columns, p.rows)
		case p.figure != nil:
			if p.figure.plain != nil {
				p.figure.plain(s)
			}
		case p.cells != nil:
			for _, cell := range p.cells {
				s.blank()
				cell.lines(s)
			}
			apart = true
		case p.bullet:
			s.para(2, 2, nil, "• "+p.text)
		case p.muted:
			s.para(2, p.hang, &styleMuted, p.text)
		case p.text != "":
			s.para(2, p.hang, nil, p.text)
		}
	}
}
