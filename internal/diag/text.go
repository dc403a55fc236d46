package diag

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/rivo/uniseg"
)

// This file writes diagnostics for people: the message, the place, the source
// line with the place underlined, and how to mend it.

// TextOptions says how WriteText writes.
type TextOptions struct {
	Color bool // with ANSI colours
	// Source gives the text of a file, nil if it is not at hand; may be nil itself.
	Source func(file string) []byte
}

const (
	tabWidth  = 4
	lineWidth = 150 // longer source lines are cut around the place
)

// WriteText writes the list, each diagnostic followed by an empty line.
func WriteText(w io.Writer, list List, o TextOptions) error {
	for _, d := range list {
		if _, err := io.WriteString(w, text(d, o)+"\n"); err != nil {
			return err
		}
	}
	return nil
}

// Summary counts: "2 errors, 1 warning", "" for an empty list.
func Summary(list List) string {
	n := [2]int{}
	for _, d := range list {
		n[d.Severity]++
	}
	var parts []string
	for s, word := range []string{"error", "warning"} {
		switch {
		case n[s] == 1:
			parts = append(parts, "1 "+word)
		case n[s] > 1:
			parts = append(parts, fmt.Sprintf("%d %ss", n[s], word))
		}
	}
	return strings.Join(parts, ", ")
}

func text(d Diagnostic, o TextOptions) string {
	paint := func(code, s string) string {
		if !o.Color || s == "" {
			return s
		}
		return "\x1b[" + code + "m" + s + "\x1b[0m"
	}
	tint := "1;31"
	if d.Severity == Warning {
		tint = "1;33"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s\n", paint(tint, d.Severity.String()+" "+d.Code), paint("1", clean(d.Message)))
	excerpt(&b, d.Subject, o, paint, tint, "^")
	for _, n := range d.Notes {
		fmt.Fprintf(&b, "  %s\n", clean(n.Message))
		excerpt(&b, n.At, o, paint, "1;34", "-")
	}
	if d.Hint != "" {
		fmt.Fprintf(&b, "  %s %s\n", paint("1;36", "hint:"), clean(d.Hint))
	}
	return b.String()
}

// excerpt writes the place, and the source line under which it is marked.
func excerpt(b *strings.Builder, r Range, o TextOptions, paint func(code, s string) string, tint, mark string) {
	if place := r.String(); place != "" {
		fmt.Fprintf(b, "  %s\n", paint("2", clean(place)))
	}
	if r.IsZero() || o.Source == nil {
		return
	}
	line, ok := sourceLine(o.Source(r.File), r.Start.Line)
	if !ok {
		return
	}
	end := r.End.Column
	if r.End.Line != r.Start.Line {
		end = 1 << 30
	}
	before, inside, after := split(line, r.Start.Column, end)
	before, after = cut(before, inside, after)
	number := fmt.Sprint(r.Start.Line)
	gutter := strings.Repeat(" ", len(number))
	width := max(1, uniseg.StringWidth(inside))
	fmt.Fprintf(b, "  %s\n", paint("2", number+" | ")+before+inside+after)
	fmt.Fprintf(b, "  %s%s%s\n", paint("2", gutter+" | "), strings.Repeat(" ", uniseg.StringWidth(before)), paint(tint, strings.Repeat(mark, width)))
}

func sourceLine(source []byte, n int) (string, bool) {
	source = bytes.TrimPrefix(source, []byte("\xef\xbb\xbf"))
	for ; n > 1; n-- {
		i := bytes.IndexByte(source, '\n')
		if i < 0 {
			return "", false
		}
		source = source[i+1:]
	}
	if source == nil {
		return "", false
	}
	line, _, _ := bytes.Cut(source, []byte("\n"))
	return strings.TrimRight(string(line), " \t\r"), true
}

// split cuts a line at two columns, which count grapheme clusters from 1, and
// writes tabs as spaces and unprintable characters as a middle dot.
func split(line string, from, to int) (before, inside, after string) {
	var parts [3]strings.Builder
	column := 1
	for g := uniseg.NewGraphemes(line); g.Next(); column++ {
		k := 0
		if column >= to && column > from {
			k = 2
		} else if column >= from {
			k = 1
		}
		if s := g.Str(); s == "\t" {
			parts[k].WriteString(strings.Repeat(" ", tabWidth))
		} else {
			parts[k].WriteString(clean(s))
		}
	}
	return parts[0].String(), parts[1].String(), parts[2].String()
}

// cut shortens what stands around a place in an overlong line.
func cut(before, inside, after string) (string, string) {
	if len(before)+len(inside)+len(after) <= lineWidth {
		return before, after
	}
	if r := []rune(before); len(r) > lineWidth/2 {
		before = "…" + string(r[len(r)-lineWidth/2:])
	}
	if r := []rune(after); len(r) > lineWidth/3 {
		after = string(r[:lineWidth/3]) + "…"
	}
	return before, after
}

// clean keeps control characters of a file away from the terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '·'
		}
		return r
	}, s)
}
