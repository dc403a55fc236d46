package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file writes the brief as one page that needs nothing else: no scripts,
// no fonts, no pictures from elsewhere. html/template escapes every text.

//go:embed brief.html
var briefPage string

var page = template.Must(template.New("brief").Parse(briefPage))

// pageData is what brief.html reads.
type pageData struct {
	Title, Standing     string
	ChartCSS            template.CSS
	TitleCSS, StandsCSS template.CSS // as strings of the style sheet, for the margins of paper
	Warnings            []string
	Sections            []pageSection
}

type pageSection struct {
	ID, Title, Short string
	Box              bool
	Parts            []pagePart
}

// pagePart is a part as brief.html reads it: the fields that are set are shown.
type pagePart struct {
	Heading, Label, Text, Note, Folded string
	Muted, Apart, Bullet               bool
	Figure                             *pageFigure
	Columns                            []pageColumn
	Rows                               []pageRow
	Cells                              [][]pagePart
}

// pageFigure is a figure. Figures escape their own labels (see chart).
type pageFigure struct{ Wide, Narrow template.HTML }

type pageColumn struct {
	Title string
	Class string
}

type pageRow struct {
	Dim   bool
	Cells []pageCell
}

// pageCell knows its column's title, which narrow screens show beside it.
type pageCell struct {
	Text, Of, Class string
	Strong          bool
}

// HTML writes the brief of result as one self-contained page.
func HTML(w io.Writer, result *sweep.Result) error { return briefOf(result).page(w) }

// page writes a brief as one page.
func (b *brief) page(w io.Writer) error {
	d := pageData{Title: clean(b.title), Standing: clean(b.standing), ChartCSS: template.CSS(chart.Style),
		TitleCSS: cssString(b.title), StandsCSS: cssString(b.standing)}
	for _, x := range b.warnings {
		d.Warnings = append(d.Warnings, clean(x))
	}
	for _, c := range b.sections {
		if !c.on.has(onPage) {
			continue
		}
		s := pageSection{ID: fmt.Sprintf("s%d", len(d.Sections)+1), Title: clean(c.title), Short: clean(c.short), Box: c.box, Parts: pageParts(c.parts)}
		if s.Short == "" {
			s.Short, _, _ = strings.Cut(s.Title, ",")
		}
		d.Sections = append(d.Sections, s)
	}
	if err := page.Execute(w, d); err != nil {
		return fmt.Errorf("cannot write the page: %w", err)
	}
	return nil
}

func pageParts(parts []part) []pagePart {
	var out []pagePart
	for _, p := range parts {
		if !p.on.has(onPage) {
			continue
		}
		q := pagePart{Heading: clean(p.heading), Label: clean(p.label), Folded: clean(p.folded), Muted: p.muted, Apart: p.apart, Bullet: p.bullet}
		if p.muted {
			q.Note = clean(p.text)
		} else {
			q.Text = clean(p.text)
		}
		if f := p.figure; f != nil {
			if f.wide == "" {
				continue
			}
			q.Figure = &pageFigure{template.HTML(f.wide), template.HTML(f.narrow)}
		}
		classes := make([]string, len(p.columns))
		for k, col := range p.columns {
			classes[k] = classOf(col, k, p.rows)
			q.Columns = append(q.Columns, pageColumn{clean(col.title), classes[k]})
		}
		for i, row := range p.rows {
			r := pageRow{Dim: p.dim != nil && p.dim[i]}
			for k, text := range row {
				r.Cells = append(r.Cells, pageCell{clean2(text), clean(p.columns[k].title), classes[k], p.columns[k].style == &styleStrong})
			}
			q.Rows = append(q.Rows, r)
		}
		for _, cell := range p.cells {
			q.Cells = append(q.Cells, pageParts(cell.parts))
		}
		out = append(out, q)
	}
	return out
}

// unwrapped is the most characters that a column keeps in one line on a page.
const unwrapped = 20

// classOf is the class of a column's cells: numbers to the right, short texts in
// one line, so that a table gives its room to the long ones.
func classOf(col column, k int, rows [][]string) string {
	switch {
	case col.right:
		return "n"
	case col.flex:
		return ""
	}
	for _, row := range rows {
		if cellWidth(clean2(row[k])) > unwrapped {
			return ""
		}
	}
	return "k"
}

// cssString makes a text a string of a style sheet: whatever is neither letter,
// digit nor space is written as its number, so that it cannot leave its place.
func cssString(text string) template.CSS {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range clean(text) {
		if r == ' ' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "\\%06x ", r) // the space belongs to the number
		}
	}
	b.WriteByte('"')
	return template.CSS(b.String())
}
