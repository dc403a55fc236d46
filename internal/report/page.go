package report

import (
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"charm.land/lipgloss/v2/table"
	"github.com/charmbracelet/x/ansi"
)

// This file lays text out for a terminal: headings, paragraphs and tables within a width.

// Options says how a report is printed.
type Options struct {
	Width int  // columns; kept within 80 to 120
	Color bool // ANSI colours and weights
}

// sheet collects the lines of a report.
type sheet struct {
	b     strings.Builder
	width int
	color bool
}

func newSheet(o Options) *sheet {
	return &sheet{width: min(max(o.Width, 80), 120), color: o.Color}
}

func (s *sheet) flush(w io.Writer) error {
	_, err := io.WriteString(w, s.b.String())
	return err
}

// The styles use the terminal's own sixteen colours, so that they suit its theme.
var (
	styleTitle   = lipgloss.NewStyle().Bold(true)
	styleHeading = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("4"))
	styleStrong  = lipgloss.NewStyle().Bold(true)
	styleMuted   = lipgloss.NewStyle().Faint(true)
	styleWarning = lipgloss.NewStyle().Foreground(lipgloss.Color("3"))
	styleError   = lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("1"))
	styleFigure  = lipgloss.NewStyle().Foreground(lipgloss.Color("6"))
)

// paint applies a style where colours are wanted, and nothing elsewhere.
func (s *sheet) paint(style lipgloss.Style, text string) string {
	if !s.color || text == "" {
		return text
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = style.Render(lines[i])
	}
	return strings.Join(lines, "\n")
}

func (s *sheet) heading(text string) {
	s.blank()
	s.para(0, 2, &styleHeading, text)
}

func (s *sheet) blank() { s.b.WriteByte('\n') }

// para writes text wrapped within the width, indented by indent columns and its
// later lines by hang more.
func (s *sheet) para(indent, hang int, style *lipgloss.Style, text string) {
	lines := wrapLines(clean(text), s.width-indent-hang)
	for i, l := range lines {
		if style != nil {
			l = s.paint(*style, l)
		}
		pad := indent
		if i > 0 {
			pad += hang
		}
		s.b.WriteString(strings.Repeat(" ", pad) + l + "\n")
	}
}

// column is one column of a table. Width 0 means as wide as needed; one column
// with flex takes what the others leave.
type column struct {
	title string
	width int
	flex  bool
	right bool
	from  int // left out of a terminal narrower than this
	style *lipgloss.Style
}

// gap is the space between columns.
const gap = 2

// table writes rows under columns, indented by two. Every cell is wrapped here,
// to widths chosen here, so that the table never guesses.
func (s *sheet) table(columns []column, rows [][]string) {
	const indent = 2
	columns, rows = s.room(columns, rows)
	widths := make([]int, len(columns))
	used, flex := indent, -1
	for c, col := range columns {
		if col.flex {
			flex = c
		} else {
			w := cellWidth(col.title)
			for _, r := range rows {
				w = max(w, cellWidth(clean2(r[c])))
			}
			if col.width > 0 {
				w = min(w, col.width)
			}
			widths[c] = w
			used += w
		}
		if c > 0 {
			used += gap
		}
	}
	if flex >= 0 {
		need := cellWidth(columns[flex].title)
		for _, r := range rows {
			need = max(need, cellWidth(clean2(r[flex])))
		}
		widths[flex] = min(need, max(s.width-used, 12))
	}
	t := table.New().Border(lipgloss.NormalBorder()).BorderTop(false).BorderBottom(false).BorderLeft(false).
		BorderRight(false).BorderColumn(false).BorderHeader(true)
	if s.color {
		t.BorderStyle(styleMuted)
	}
	t.StyleFunc(func(row, c int) lipgloss.Style {
		st := lipgloss.NewStyle()
		if columns[c].right {
			st = st.Align(lipgloss.Right)
		}
		if c < len(columns)-1 {
			st = st.PaddingRight(gap)
		}
		return st
	})
	cells := func(texts []string, style func(c int) *lipgloss.Style) []string {
		out := make([]string, len(columns))
		for c, text := range texts {
			var lines []string
			for _, part := range strings.Split(clean2(text), "\n") {
				lines = append(lines, wrapLines(part, widths[c])...)
			}
			for i := range lines {
				if st := style(c); st != nil {
					lines[i] = s.paint(*st, lines[i])
				}
			}
			out[c] = strings.Join(lines, "\n")
		}
		return out
	}
	titles := make([]string, len(columns))
	for c, col := range columns {
		titles[c] = col.title
	}
	t.Headers(cells(titles, func(int) *lipgloss.Style { return &styleMuted })...)
	for _, r := range rows {
		t.Row(cells(r, func(c int) *lipgloss.Style { return columns[c].style })...)
	}
	for _, line := range strings.Split(t.Render(), "\n") {
		s.b.WriteString(strings.TrimRight(strings.Repeat(" ", indent)+line, " ") + "\n")
	}
}

// room leaves out the columns that are for wider terminals.
func (s *sheet) room(columns []column, rows [][]string) ([]column, [][]string) {
	var keep []int
	for c, col := range columns {
		if s.width >= col.from {
			keep = append(keep, c)
		}
	}
	if len(keep) == len(columns) {
		return columns, rows
	}
	fewer := make([]column, len(keep))
	cells := make([][]string, len(rows))
	for k, c := range keep {
		fewer[k] = columns[c]
		for i := range rows {
			cells[i] = append(cells[i], rows[i][c])
		}
	}
	return fewer, cells
}

// insideNumber finds the hyphens of dates, at which ansi.Wrap would break.
var insideNumber = regexp.MustCompile(`(\d)-\b`)

func cellWidth(text string) int {
	w := 0
	for _, l := range strings.Split(text, "\n") {
		w = max(w, ansi.StringWidth(l))
	}
	return w
}

// wrapLines breaks text at words within width columns; a word longer than a line is cut.
// Dates are kept whole.
func wrapLines(text string, width int) []string {
	text = insideNumber.ReplaceAllString(text, "${1}\u2011")
	lines := strings.Split(ansi.Wrap(text, max(width, 4), " "), "\n")
	for i := range lines {
		lines[i] = strings.ReplaceAll(strings.TrimSpace(lines[i]), "\u2011", "-")
	}
	return lines
}

// clean keeps titles from other people's files from steering the terminal.
func clean(s string) string { return strings.ReplaceAll(clean2(s), "\n", " ") }

// clean2 is clean with line ends kept.
func clean2(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case unicode.IsControl(r) || r == '\u202e' || r == '\u202d' || r == '\u2066' || r == '\u2067':
			return -1
		}
		return r
	}, ansi.Strip(strings.ToValidUTF8(s, "�")))
}

// number writes a quantity in three digits, without exponents where people would not.
func number(x float64) string {
	a := math.Abs(x)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return "–"
	case a != 0 && (a < 0.001 || a >= 1e6):
		return strconv.FormatFloat(x, 'g', 3, 64)
	case a >= 100:
		return fmt.Sprintf("%.0f", x)
	}
	digits := 2
	for v := a; v != 0 && v < 1 && digits < 5; v *= 10 {
		digits++
	}
	if a >= 10 {
		digits = 1
	}
	text := fmt.Sprintf("%.*f", digits, x)
	text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	return strings.Replace(text, "-", "−", 1)
}

// count writes a whole number with its thousands apart.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return count(n) + " " + many
}
