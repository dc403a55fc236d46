package report

import (
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarche/internal/sweep"
)

// This file tests the brief as Markdown.

func TestMarkdownGolden(t *testing.T) {
	text, _ := Markdown(fixture(), "a folder/brief.figures")
	golden(t, "brief-plain.md.golden", []byte(text))
}

// Every picture that the text shows is there, under its address, and the other
// way round; none needs anything else.
func TestMarkdownPictures(t *testing.T) {
	shown := regexp.MustCompile(`!\[[^\]\n]*\]\(([^)\n]*)\)`)
	for name, run := range briefs {
		text, pictures := Markdown(run(), "a b/(c).figures")
		found := map[string]bool{}
		for _, m := range shown.FindAllStringSubmatch(text, -1) {
			file, ok := strings.CutPrefix(m[1], "a%20b/%28c%29.figures/")
			if !ok || found[file] {
				t.Errorf("%s: address %q", name, m[1])
			}
			found[file] = true
		}
		if len(found) != len(pictures) {
			t.Errorf("%s: %d pictures are shown and %d made", name, len(found), len(pictures))
		}
		for _, p := range pictures {
			if !found[p.Name] || !regexp.MustCompile(`^[a-z0-9-]+\.svg$`).MatchString(p.Name) {
				t.Errorf("%s: picture %q is not shown, or cannot be a file", name, p.Name)
			}
			for d := xml.NewDecoder(strings.NewReader(p.SVG)); ; {
				if _, err := d.Token(); err == io.EOF {
					break
				} else if err != nil {
					t.Errorf("%s: %s is no XML: %v", name, p.Name, err)
					break
				}
			}
			if strings.Contains(p.SVG, "href") || strings.Contains(p.SVG, "<script") {
				t.Errorf("%s: %s needs something else", name, p.Name)
			}
		}
	}
}

// A table has as many cells in every row as it has columns, and nothing of other
// people's texts is read as Markdown or HTML.
func TestHostileTextStaysInItsPlaceInMarkdown(t *testing.T) {
	run := func() *sweep.Result {
		r := hostile()
		for i := range r.Questions {
			r.Questions[i].Title = "1. | a *b* _c_ `d` [e](http://f) ![g](h) # - <b> &lt; ~~i~~ $j$ @k \\| \\"
		}
		r.Title, r.Warnings = "# - + 1) > * [x]: y", []string{"- [ ] a", "1. b", "> c", "=== d", "    e", "# f"}
		return r
	}
	text, _ := Markdown(run(), "figures")
	bare := regexp.MustCompile(`(^|[^\\])(\\\\)*([*_<>\[\]#~$@` + "`" + `])`)
	edge := regexp.MustCompile(`(^|[^\\])(\\\\)*\|`)
	columns := 0 // of the table at hand
	for _, line := range strings.Split(text, "\n") {
		line = strings.ReplaceAll(line, "&#64;", "")
		if !strings.HasPrefix(line, "|") {
			columns = 0
		}
		switch {
		case strings.HasPrefix(line, "|"):
			line = strings.ReplaceAll(line, "||", "| |")
			cells := len(edge.FindAllString(strings.ReplaceAll(line, "|---", "| ---"), -1)) - 1
			if columns == 0 {
				columns = cells
			}
			if cells != columns || cells < 2 {
				t.Errorf("a row of %d cells in a table of %d columns: %s", cells, columns, line)
			}
			line = strings.ReplaceAll(line, "<br>", "")
		case strings.HasPrefix(line, "!["):
			line = regexp.MustCompile(`^!\[(.*)\]\(figures/[a-z0-9-]+\.svg\)$`).ReplaceAllString(line, "$1")
		case strings.HasPrefix(line, "#"):
			line = strings.TrimLeft(line, "#")
		case strings.HasPrefix(line, "> **!** "):
			line = strings.TrimPrefix(line, "> **!** ")
			if regexp.MustCompile(`^([-+*=>#]|\d+[.)] |    )`).MatchString(line) {
				t.Errorf("a warning is read as more than text: %q", line)
			}
		case strings.HasPrefix(line, "**"):
			line = strings.TrimSuffix(strings.TrimPrefix(line, "**"), "**")
		}
		if at := bare.FindString(line); at != "" {
			t.Errorf("%q is left open in %q", at, line)
		}
	}
}

// Figures named after what a scenario calls things still have files of their own.
func TestFigureFiles(t *testing.T) {
	m := &mdWriter{}
	var got []string
	for _, name := range []string{"trial-Stance_of", "trial-stance-of", "forecasts", "../../etc/passwd", "中国", "中国"} {
		got = append(got, m.fileName(name))
		m.figures = append(m.figures, Picture{Name: got[len(got)-1]})
	}
	want := []string{"trial-stance-of.svg", "trial-stance-of-2.svg", "forecasts.svg", "etc-passwd.svg", "figure-2.svg", "figure-3.svg"}
	if !slices.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
