package report

import (
	"fmt"
	"html/template"
	"strings"

	"demarche/internal/sweep"
)

// This file is the parts of the brief, said once and laid out three ways: in a
// terminal, on a page, and as Markdown.

// section is one part of the brief under a heading.
type section struct {
	title string
	parts []part
}

// part is one thing in a section: a small heading, a paragraph, a table, or a
// figure. One field is set, and what belongs to it.
type part struct {
	heading string
	text    string
	muted   bool // of text: a note
	columns []column
	rows    [][]string
	folded  string // of a table: on a page it is folded under these words
	figure  string // SVG, on a page and in Markdown's folder of figures; a table or text beside it says the same
	name    string // of the figure, as a file name without its ending
}

func (c *section) heading(text string) { c.parts = append(c.parts, part{heading: text}) }
func (c *section) para(format string, a ...any) {
	c.parts = append(c.parts, part{text: fmt.Sprintf(format, a...)})
}
func (c *section) note(format string, a ...any) {
	c.parts = append(c.parts, part{text: fmt.Sprintf(format, a...), muted: true})
}
func (c *section) draw(name, svg string) { c.parts = append(c.parts, part{figure: svg, name: name}) }
func (c *section) table(cols []column, rows [][]string) {
	c.parts = append(c.parts, part{columns: cols, rows: rows})
}

// fold is a table that a page shows only when asked to.
func (c *section) fold(summary string, cols []column, rows [][]string) {
	c.parts = append(c.parts, part{columns: cols, rows: rows, folded: summary})
}

// analyses are the sections on what the forecast rests on, in the order of the
// brief; nil where a run has none of it.
func analyses(r *sweep.Result) []*section {
	var out []*section
	for _, make := range []func(*sweep.Result) *section{} {
		if c := make(r); c != nil {
			out = append(out, c)
		}
	}
	return out
}

// terminal writes a section on a sheet. Figures are for pages.
func (c *section) terminal(s *sheet) {
	s.heading(c.title)
	for _, p := range c.parts {
		switch {
		case p.heading != "":
			s.blank()
			s.para(2, 0, &styleStrong, p.heading)
		case p.columns != nil:
			s.table(p.columns, p.rows)
		case p.muted:
			s.para(2, 0, &styleMuted, p.text)
		case p.text != "":
			s.para(2, 0, nil, p.text)
		}
	}
}

// pageSection is what brief.html reads of a section.
type pageSection struct {
	Title string
	Parts []pagePart
}

type pagePart struct {
	Heading, Text, Note, Folded string
	Figure                      template.HTML
	Columns                     []pageColumn
	Rows                        [][]pageCell
}

type pageColumn struct {
	Title string
	Right bool
}

type pageCell struct {
	Text  string
	Right bool
}

// page lays a section out for brief.html.
func (c *section) page() pageSection {
	out := pageSection{Title: clean(c.title)}
	for _, p := range c.parts {
		q := pagePart{Heading: clean(p.heading), Folded: clean(p.folded), Figure: template.HTML(p.figure)} // figures escape their own labels
		if p.muted {
			q.Note = clean(p.text)
		} else {
			q.Text = clean(p.text)
		}
		for _, col := range p.columns {
			q.Columns = append(q.Columns, pageColumn{clean(col.title), col.right})
		}
		for _, row := range p.rows {
			cells := make([]pageCell, len(row))
			for k, text := range row {
				cells[k] = pageCell{clean(text), p.columns[k].right}
			}
			q.Rows = append(q.Rows, cells)
		}
		out.Parts = append(out.Parts, q)
	}
	return out
}

// markdown writes a section as Markdown. figure returns the address of a figure
// that was kept, "" where none is.
func (c *section) markdown(b *strings.Builder, figure func(name, svg string) string) {
	fmt.Fprintf(b, "\n## %s\n", mdText(c.title))
	for _, p := range c.parts {
		switch {
		case p.heading != "":
			fmt.Fprintf(b, "\n### %s\n", mdText(p.heading))
		case p.columns != nil:
			mdTable(b, p.columns, p.rows)
		case p.figure != "":
			if at := figure(p.name, p.figure); at != "" {
				fmt.Fprintf(b, "\n![%s](%s)\n", mdText(c.title), at)
			}
		case p.text != "":
			fmt.Fprintf(b, "\n%s\n", mdText(p.text))
		}
	}
}

func mdTable(b *strings.Builder, columns []column, rows [][]string) {
	b.WriteString("\n|")
	for _, c := range columns {
		b.WriteString(" " + mdText(c.title) + " |")
	}
	b.WriteString("\n|")
	for _, c := range columns {
		if c.right {
			b.WriteString("---:|")
		} else {
			b.WriteString("---|")
		}
	}
	b.WriteString("\n")
	for _, row := range rows {
		b.WriteString("|")
		for _, cell := range row {
			b.WriteString(" " + mdText(cell) + " |")
		}
		b.WriteString("\n")
	}
}

// mdText keeps text from being read as Markdown.
func mdText(s string) string {
	return mdSpecial.Replace(clean(s))
}

var mdSpecial = strings.NewReplacer("\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "<", "&lt;", "[", "\\[", "]", "\\]", "#", "\\#")
