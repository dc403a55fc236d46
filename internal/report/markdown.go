package report

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file writes the brief as Markdown (CommonMark with the tables of GitHub),
// its figures as files of their own: hosts do not show figures within the text.

// Picture is a figure that stands alone: a file name and its SVG.
type Picture struct {
	Name string // such as forecasts.svg; lower-case letters, digits and hyphens
	SVG  string
}

// Markdown writes the brief of a run as Markdown. folder is the folder of the
// figures as seen from the text's own place, such as "brief.figures". Texts come
// from other people's files: what Markdown or HTML would read in them is escaped.
func Markdown(result *sweep.Result, folder string) (text string, figures []Picture) {
	b := briefOf(result)
	m := &mdWriter{folder: folder}
	fmt.Fprintf(&m.b, "# %s\n\n%s\n", mdText(b.title), mdLine(b.standing))
	for _, w := range b.warnings {
		fmt.Fprintf(&m.b, "\n> **!** %s\n", mdLine(w))
	}
	for _, c := range b.sections {
		if c.on.has(inMarkdown) {
			fmt.Fprintf(&m.b, "\n## %s\n", mdText(c.title))
			m.parts(c, c.title)
		}
	}
	return m.b.String(), m.figures
}

type mdWriter struct {
	b       strings.Builder
	folder  string
	figures []Picture
}

func (m *mdWriter) parts(c *section, title string) {
	for _, p := range c.parts {
		switch {
		case !p.on.has(inMarkdown):
		case p.heading != "":
			fmt.Fprintf(&m.b, "\n### %s\n", mdText(p.heading))
		case p.label != "":
			fmt.Fprintf(&m.b, "\n**%s**\n", strings.TrimSpace(mdText(p.label)))
		case p.columns != nil:
			if p.folded != "" {
				fmt.Fprintf(&m.b, "\n%s:\n", mdLine(p.folded))
			}
			m.table(p.columns, p.rows)
		case p.figure != nil:
			m.figure(p.figure, title)
		case p.cells != nil:
			for _, cell := range p.cells {
				m.parts(cell, title)
			}
		case p.bullet:
			fmt.Fprintf(&m.b, "\n- %s\n", mdLine(p.text))
		case p.text != "":
			fmt.Fprintf(&m.b, "\n%s\n", mdLine(p.text))
		}
	}
}

func (m *mdWriter) figure(f *drawing, alt string) {
	if f.wide == "" {
		return
	}
	if f.alt != "" {
		alt = f.alt
	}
	name := m.fileName(f.name)
	m.figures = append(m.figures, Picture{name, chart.Standalone(f.wide) + "\n"})
	fmt.Fprintf(&m.b, "\n![%s](%s)\n", mdText(alt), address(m.folder, name))
}

// fileName is a name for a figure's file that every system takes, and that no
// other figure has.
func (m *mdWriter) fileName(name string) string {
	name = strings.Trim(notInFiles.ReplaceAllString(strings.ToLower(name), "-"), "-")
	taken := func(file string) bool {
		return slices.ContainsFunc(m.figures, func(p Picture) bool { return p.Name == file })
	}
	file := name + ".svg"
	for n := 2; taken(file) || file == ".svg"; n++ {
		file = fmt.Sprintf("%s-%d.svg", cmp.Or(name, "figure"), n)
	}
	return file
}

var notInFiles = regexp.MustCompile(`[^a-z0-9]+`)

// address is where a file in a folder is found, as a link says it.
func address(folder, name string) string {
	if folder == "" {
		return name
	}
	steps := strings.Split(folder, "/")
	for i := range steps {
		steps[i] = url.PathEscape(steps[i])
	}
	return strings.Join(append(steps, name), "/")
}

func (m *mdWriter) table(columns []column, rows [][]string) {
	m.b.WriteString("\n|")
	for _, c := range columns {
		m.b.WriteString(" " + mdText(c.title) + " |")
	}
	m.b.WriteString("\n|")
	for _, c := range columns {
		if c.right {
			m.b.WriteString("---:|")
		} else {
			m.b.WriteString("---|")
		}
	}
	m.b.WriteString("\n")
	for _, row := range rows {
		m.b.WriteString("|")
		for _, cell := range row {
			lines := strings.Split(clean2(cell), "\n")
			for i := range lines {
				lines[i] = mdText(lines[i])
			}
			m.b.WriteString(" " + strings.Join(lines, "<br>") + " |")
		}
		m.b.WriteString("\n")
	}
}

// mdText keeps text within a line from being read as Markdown or HTML.
func mdText(s string) string { return mdSpecial.Replace(clean(s)) }

// mdLine is mdText at the start of a line, where more is read as Markdown.
func mdLine(s string) string {
	s = strings.TrimSpace(mdText(s))
	if mdList.MatchString(s) {
		at := strings.IndexAny(s, ".)+-=")
		s = s[:at] + `\` + s[at:]
	}
	return s
}

// mdList finds what would begin a list, or underline the line before.
var mdList = regexp.MustCompile(`^(\d+[.)]|[-+=])`)

var mdSpecial = strings.NewReplacer(`\`, `\\`, "|", `\|`, "*", `\*`, "_", `\_`, "`", "\\`", "&", "&amp;", "<", "&lt;", ">", "&gt;",
	"[", `\[`, "]", `\]`, "#", `\#`, "~", `\~`, "$", `\$`, "@", "&#64;", "!", `\!`)
