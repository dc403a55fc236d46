// Writing Gambit's .efg files.

package game

import (
	"bufio"
	"fmt"
	"io"
	"math/big"
	"strconv"
	"strings"
)

// WriteEFG writes g in Gambit's .efg format, version 2. Numbers that were read
// exactly are written exactly; others in the shortest form that reads back to
// the same double, except that the probabilities of a chance move are written
// so that they sum to exactly 1, which Gambit demands. Every chance node gets a
// number of its own, because Gambit asks chance for perfect recall too; labels
// of information sets that occur twice are told apart by their number.
// Precisions and scales have no place in the format and are not written.
func WriteEFG(w io.Writer, g *Game) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "EFG 2 R %s {", quote(g.Title))
	for _, p := range g.Players {
		out.WriteString(" " + quote(p))
	}
	out.WriteString(" }\n" + quote(g.Comment) + "\n\n")

	labels := uniqueSetLabels(g)
	seenSet := make([]bool, len(g.Sets))
	seenOutcome := make([]bool, len(g.Outcomes))
	numbers := outcomeNumbers(g)
	chances := 0
	number := func(n int) {
		out.Write(strconv.AppendInt(out.AvailableBuffer(), int64(n), 10))
		out.WriteByte(' ')
	}
	text := func(s string) {
		out.WriteString(quote(s))
		out.WriteByte(' ')
	}
	for h := int32(0); int(h) < g.Nodes(); h++ {
		out.WriteString([...]string{Terminal: "t ", Decision: "p ", Chance: "c "}[g.Kind[h]])
		if int(h) < len(g.Label) {
			text(g.Label[h])
		} else {
			text("")
		}
		switch g.Kind[h] {
		case Chance:
			c := &g.Chances[g.Move[h]]
			chances++
			number(chances)
			text(c.Label)
			out.WriteString("{ ")
			for a, p := range exactDistribution(c) {
				text(c.Actions[a])
				out.WriteString(p + " ")
			}
			out.WriteString("} ")
		case Decision:
			m := g.Move[h]
			s := &g.Sets[m]
			number(s.Player + 1)
			number(s.Number)
			if !seenSet[m] {
				seenSet[m] = true
				text(labels[m])
				out.WriteString("{ ")
				for _, a := range s.Actions {
					text(a)
				}
				out.WriteString("} ")
			}
		}
		o := g.Outcome[h]
		if o < 0 {
			out.WriteString("0\n")
			continue
		}
		out.Write(strconv.AppendInt(out.AvailableBuffer(), int64(numbers[o]), 10))
		if !seenOutcome[o] {
			seenOutcome[o] = true
			out.WriteString(" " + quote(g.Outcomes[o].Label) + " {")
			writePayoffs(out, &g.Outcomes[o])
			out.WriteString(" }")
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

// writePayoffs lists what an outcome pays.
func writePayoffs(out *bufio.Writer, o *Outcome) {
	for i, v := range o.Payoff {
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteByte(' ')
		if q := ratAt(o.Exact, i); q != nil {
			out.WriteString(q.RatString())
		} else {
			out.Write(strconv.AppendFloat(out.AvailableBuffer(), v, 'g', -1, 64))
		}
	}
}

// quote writes a text; the format can not end one in a backslash, so a blank
// follows it there.
func quote(s string) string {
	if s == "" {
		return `""`
	}
	if strings.HasSuffix(s, `\`) {
		s += " "
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}

// outcomeNumbers keeps the numbers of a file and gives new ones where they
// are missing or taken.
func outcomeNumbers(g *Game) []int {
	var first index
	numbers := make([]int, len(g.Outcomes))
	taken := func(k int) bool { _, ok := first.get(k); return ok || k <= 0 }
	for o := range g.Outcomes {
		if k := g.Outcomes[o].Number; !taken(k) {
			first.put(k, o)
			numbers[o] = k
		}
	}
	next := 1
	for o := range numbers {
		if numbers[o] == 0 {
			for taken(next) {
				next++
			}
			first.put(next, o)
			numbers[o] = next
		}
	}
	return numbers
}

func uniqueSetLabels(g *Game) []string {
	type key struct {
		player int
		label  string
	}
	count := map[key]int{}
	for i := range g.Sets {
		if s := &g.Sets[i]; s.Label != "" {
			count[key{s.Player, s.Label}]++
		}
	}
	labels := make([]string, len(g.Sets))
	for i := range g.Sets {
		labels[i] = g.Sets[i].Label
		if labels[i] != "" && count[key{g.Sets[i].Player, labels[i]}] > 1 {
			labels[i] = fmt.Sprintf("%s #%d", labels[i], g.Sets[i].Number)
		}
	}
	return labels
}

// exactDistribution writes probabilities that sum to exactly 1: what is
// lacking goes to the largest.
func exactDistribution(c *ChanceMove) []string {
	exact, rest, most := make([]*big.Rat, len(c.Probability)), big.NewRat(1, 1), 0
	for a, p := range c.Probability {
		exact[a] = rational(p, ratAt(c.Exact, a)) // decimals: 0.1 is meant as a tenth
		rest.Sub(rest, exact[a])
		if p > c.Probability[most] {
			most = a
		}
	}
	if rest.Sign() != 0 {
		exact[most] = new(big.Rat).Add(exact[most], rest)
	}
	text := make([]string, len(exact))
	for a, q := range exact {
		f, _ := q.Float64()
		text[a] = exactText(q, exactPart(q, f) == nil)
	}
	return text
}

// exactText writes a fraction as a decimal where it is one of few digits.
func exactText(q *big.Rat, short bool) string {
	if short {
		f, _ := q.Float64()
		return numberText(f, nil)
	}
	if n, exact := q.FloatPrec(); exact && n <= 40 {
		return q.FloatString(n)
	}
	return q.RatString()
}
