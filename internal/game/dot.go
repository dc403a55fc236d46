// Drawing a game for Graphviz.

package game

import (
	"bufio"
	"fmt"
	"html"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MostDrawn bounds the trees that are drawn.
const MostDrawn = 500

// inks tell players apart: on a screen, in print, and to most colour-blind eyes.
var inks = []string{"#0b5cad", "#b3261e", "#1b7a3d", "#7b3fa0", "#a85400", "#00707a", "#555555"}

// widest is the number of leaves up to which a tree grows downwards; a larger
// one grows to the right, so that it can be read and printed.
const widest = 24

// WriteDOT writes the tree of g for Graphviz's dot: chance nodes hollow, players
// in colours that a legend names, the nodes of an information set joined by
// dashed lines, payoffs at the leaves in the order of the players. A tree of
// more than MostDrawn nodes is an error.
func WriteDOT(w io.Writer, g *Game) error {
	if g.Nodes() > MostDrawn {
		return fmt.Errorf("the tree has %d nodes, and no more than %d can be read in a figure; draw a smaller game, or write it as .efg", g.Nodes(), MostDrawn)
	}
	d := &drawing{Writer: bufio.NewWriter(w), g: g}
	lines := "line"
	if d.crosses() {
		lines = "true" // curves, so that a dashed line goes round the nodes between
	}
	direction, apart := "TB", "0.3, ranksep=0.55"
	for _, k := range g.Kind {
		if k == Terminal {
			d.leaves++
		}
	}
	if d.leaves > widest {
		direction, apart = "LR", "0.12, ranksep=0.7"
	}
	fmt.Fprintf(d, `digraph game {
  graph [rankdir=%s, ordering=out, splines=%s, nodesep=%s, forcelabels=true, labelloc=t, fontname="Helvetica", fontsize=12]
  node [shape=circle, style=filled, fixedsize=true, width=0.3, fontname="Helvetica", fontsize=11, fontcolor=white, penwidth=1.2]
  edge [arrowhead=none, color="#444444", fontname="Helvetica", fontsize=10]
`, direction, lines, apart)
	d.legend()
	for h := int32(0); int(h) < g.Nodes(); h++ {
		d.node(h)
	}
	for h := int32(0); int(h) < g.Nodes(); h++ {
		for _, c := range g.Kids(h) {
			fmt.Fprintf(d, "  n%d -> n%d [label=%s]\n", h, c, plainText(" "+strings.ReplaceAll(d.edge(c), "\n", " \n ")+" "))
		}
	}
	for i := range g.Sets {
		s := &g.Sets[i]
		for k := 1; k < len(s.Nodes); k++ {
			fmt.Fprintf(d, "  n%d -> n%d [style=dashed, constraint=false, color=%q, penwidth=1.3]\n", s.Nodes[k-1], s.Nodes[k], ink(s.Player))
		}
	}
	d.WriteString("}\n")
	return d.Flush()
}

// crosses reports whether between two nodes of an information set stands
// another node of their depth.
func (d *drawing) crosses() bool {
	g := d.g
	depth, latest := make([]int, g.Nodes()), map[int]int32{}
	left := make([]int32, g.Nodes()) // the node to the left
	for h := range depth {
		if p := g.Parent[h]; p >= 0 {
			depth[h] = depth[p] + 1
		}
		left[h] = -1
		if l, ok := latest[depth[h]]; ok {
			left[h] = l
		}
		latest[depth[h]] = int32(h)
	}
	for i := range g.Sets {
		nodes := g.Sets[i].Nodes
		for k := 1; k < len(nodes); k++ {
			if depth[nodes[k]] == depth[nodes[k-1]] && left[nodes[k]] != nodes[k-1] {
				return true
			}
		}
	}
	return false
}

type drawing struct {
	*bufio.Writer
	g      *Game
	leaves int
}

func ink(player int) string { return inks[player%len(inks)] }

// legend is the title, and which sign is whose.
func (d *drawing) legend() {
	parts := make([]string, len(d.g.Players))
	for i, p := range d.g.Players {
		if p == strconv.Itoa(i+1) {
			p = ""
		}
		parts[i] = fmt.Sprintf(`<font color="%s"><b>%d</b> %s</font>`, ink(i), i+1, markup(p))
	}
	text := strings.Join(parts, " &nbsp; ")
	if d.g.Title != "" {
		text = "<b>" + markup(d.g.Title) + "</b><br/>" + text
	}
	fmt.Fprintf(d, "  label=<%s<br/>&nbsp;>\n", text)
}

func (d *drawing) node(h int32) {
	g := d.g
	beside := ""
	if int(h) < len(g.Label) && g.Label[h] != "" {
		beside = markup(g.Label[h])
	}
	switch g.Kind[h] {
	case Terminal:
		cells := d.payoffs(h)
		if beside != "" {
			cells = append([]string{"<i>" + beside + "</i>"}, cells...)
		}
		between := "</td></tr><tr><td>"
		if d.leaves > widest {
			between = "</td><td> &nbsp;</td><td>"
		}
		rows := "<tr><td>" + strings.Join(cells, between) + "</td></tr>"
		fmt.Fprintf(d, "  n%d [shape=plain, fixedsize=false, style=\"\", fontcolor=black, label=<<table border=\"0\" cellborder=\"0\" cellspacing=\"0\" cellpadding=\"1\">%s</table>>]\n", h, rows)
		return
	case Chance:
		fmt.Fprintf(d, "  n%d [label=\"\", width=0.14, fillcolor=white, color=black, tooltip=%s", h, plainText(g.Chances[g.Move[h]].Label))
	case Decision:
		s := &g.Sets[g.Move[h]]
		fmt.Fprintf(d, "  n%d [label=\"%d\", fillcolor=%q, color=%q, tooltip=%s", h, s.Player+1, ink(s.Player), ink(s.Player), plainText(s.Label))
	}
	if g.Outcome[h] >= 0 {
		if beside != "" {
			beside += "<br/>"
		}
		beside += strings.Join(d.payoffs(h), " &nbsp; ")
	}
	if beside != "" {
		fmt.Fprintf(d, ", xlabel=<<font color=\"black\" point-size=\"10\">%s</font>>", beside)
	}
	d.WriteString("]\n")
}

// payoffs are what a node pays, each in its player's colour.
func (d *drawing) payoffs(h int32) []string {
	out := make([]string, len(d.g.Players))
	for i := range out {
		text := "0"
		if o := d.g.Outcome[h]; o >= 0 {
			text = shortNumber(d.g.Outcomes[o].Payoff[i], ratAt(d.g.Outcomes[o].Exact, i))
		}
		out[i] = fmt.Sprintf(`<font color="%s">%s</font>`, ink(i), text)
	}
	return out
}

// edge names the action that leads to a node.
func (d *drawing) edge(c int32) string {
	g := d.g
	p, b := g.Parent[c], int(g.Branch[c])
	if g.Kind[p] == Decision {
		return g.Sets[g.Move[p]].Actions[b]
	}
	m := &g.Chances[g.Move[p]]
	number := shortNumber(m.Probability[b], ratAt(m.Exact, b))
	if m.Actions[b] == "" {
		return number
	}
	return m.Actions[b] + "\n" + number
}

// shortNumber is a number as a figure shows it: in full if that is short.
func shortNumber(v float64, exact *big.Rat) string {
	text := numberText(v, exact)
	switch {
	case len(text) <= 7:
	case math.Abs(v) < 1e-12:
		text = "0"
	default:
		text = strconv.FormatFloat(v, 'g', 4, 64)
	}
	return strings.Replace(text, "-", "−", 1)
}

// tame shortens a label and drops what is not text.
func tame(s string) string {
	s = strings.Map(func(c rune) rune {
		switch {
		case c == '\n':
			return c
		case c == utf8.RuneError || unicode.IsSpace(c):
			return ' '
		case !unicode.IsPrint(c):
			return -1
		}
		return c
	}, strings.ToValidUTF8(s, " "))
	if r := []rune(s); len(r) > 80 {
		s = string(r[:79]) + "…"
	}
	return s
}

// plainText quotes a text. Graphviz reads entities in it, and backslashes.
func plainText(s string) string {
	return `"` + strings.NewReplacer(`&`, `&amp;`, `"`, `\"`, `\`, `\\`, "\n", `\n`).Replace(tame(s)) + `"`
}

// markup escapes a text for Graphviz's HTML-like labels.
func markup(s string) string {
	return strings.ReplaceAll(html.EscapeString(tame(s)), "\n", " ")
}
