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
	for h := int32(0); int(h) < g.Nodes(); h++ {
		label := ""
		if int(h) < len(g.Label) {
			label = g.Label[h]
		}
		switch g.Kind[h] {
		case Terminal:
			fmt.Fprintf(out, "t %s ", quote(label))
		case Chance:
			c := &g.Chances[g.Move[h]]
			chances++
			fmt.Fprintf(out, "c %s %d %s {", quote(label), chances, quote(c.Label))
			for a, p := range exactDistribution(c) {
				fmt.Fprintf(out, " %s %s", quote(c.Actions[a]), p)
			}
			out.WriteString(" } ")
		case Decision:
			m := g.Move[h]
			s := &g.Sets[m]
			fmt.Fprintf(out, "p %s %d %d ", quote(label), s.Player+1, s.Number)
			if !seenSet[m] {
				seenSet[m] = true
				out.WriteString(quote(labels[m]) + " {")
				for _, a := range s.Actions {
					out.WriteString(" " + quote(a))
				}
				out.WriteString(" } ")
			}
		}
		o := g.Outcome[h]
		if o < 0 {
			out.WriteString("0\n")
			continue
		}
		fmt.Fprintf(out, "%d", numbers[o])
		if !seenOutcome[o] {
			seenOutcome[o] = true
			out.WriteString(" " + quote(g.Outcomes[o].Label) + " {")
			for i, v := range g.Outcomes[o].Payoff {
				if i > 0 {
					out.WriteByte(',')
				}
				out.WriteByte(' ')
				out.WriteString(numberText(v, ratAt(g.Outcomes[o].Exact, i)))
			}
			out.WriteString(" }")
		}
		out.WriteByte('\n')
	}
	return out.Flush()
}

// quote writes a text; the format can not end one in a backslash, so a blank
// follows it there.
func quote(s string) string {
	if strings.HasSuffix(s, `\`) {
		s += " "
	}
	return `"` + strings.ReplaceAll(s, `"`, `\"`) + `"`
}

// outcomeNumbers keeps the numbers of a file and gives new ones where they
// are missing or taken.
func outcomeNumbers(g *Game) []int {
	taken := map[int]bool{0: true}
	numbers := make([]int, len(g.Outcomes))
	for o := range g.Outcomes {
		if k := g.Outcomes[o].Number; !taken[k] {
			taken[k] = true
			numbers[o] = k
		}
	}
	next := 1
	for o := range numbers {
		if numbers[o] == 0 {
			for taken[next] {
				next++
			}
			taken[next] = true
			numbers[o] = next
		}
	}
	return numbers
}

func uniqueSetLabels(g *Game) []string {
	count := map[[2]string]int{}
	key := func(i int) [2]string { return [2]string{strconv.Itoa(g.Sets[i].Player), g.Sets[i].Label} }
	for i := range g.Sets {
		count[key(i)]++
	}
	labels := make([]string, len(g.Sets))
	for i := range g.Sets {
		labels[i] = g.Sets[i].Label
		if labels[i] != "" && count[key(i)] > 1 {
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
