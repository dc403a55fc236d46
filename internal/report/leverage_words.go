package report

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/leverage"
	"demarche/internal/sweep"
)

// This file says in one paragraph who has the upper hand. Utilities of different
// actors are compared only where they are declared to be in one currency;
// otherwise each difference is worded by the odds at which its own actor would
// choose.

// leastMove is how far a promise must move the outcome to be spoken of.
const leastMove = 0.01

// amid is what actor i is called within a sentence.
func amid(r *leverage.Leverage, i int) string {
	if rest, article := strings.CutPrefix(party(r, i), "The "); article {
		return "the " + rest
	}
	return party(r, i)
}

// mostPairs is how many relations the paragraph speaks of.
const mostPairs = 3

// LeverageWords is the paragraph.
func LeverageWords(r *leverage.Leverage) string {
	parts := []string{"Given this model, " + relations(r)}
	for _, more := range []string{commitmentWords(r), threatWords(r), unheld(r)} {
		if more != "" {
			parts = append(parts, more)
		}
	}
	return strings.Join(parts, " ")
}

// relation is what two actors are to each other.
type relation struct {
	over, under int
	mutual      bool
}

// relations says who has the upper hand over whom, the clearest first, and whose
// acts weigh on others.
func relations(r *leverage.Leverage) string {
	var list []relation
	known, unknown := 0, 0
	for i := range r.Actors {
		for j := range r.Actors[:i] {
			a, b := float64(pair(r, i, j).LogOdds), float64(pair(r, j, i).LogOdds)
			for _, v := range []float64{a, b} {
				if math.IsNaN(v) {
					unknown++
				} else {
					known++
				}
			}
			switch {
			case a > leverage.Matters && b > leverage.Matters:
				list = append(list, mutual(r, i, j))
			case a > leverage.Matters:
				list = append(list, relation{over: j, under: i})
			case b > leverage.Matters:
				list = append(list, relation{over: i, under: j})
			}
		}
	}
	sort.SliceStable(list, func(a, b int) bool { return list[a].clear(r) > list[b].clear(r) })
	text := "no actor needs another's acts enough within this look-ahead to give that other the upper hand."
	switch {
	case len(r.Actors) < 2:
		text = "there is nobody to depend on."
	case known == 0:
		text = "who depends on whom cannot be said."
	case len(list) == 0 && unknown > 0:
		text = "nobody is needed enough within this look-ahead to have the upper hand, of those whose acts could be held back."
	case len(list) > 0:
		var out []string
		for _, x := range list[:min(len(list), mostPairs)] {
			out = append(out, x.words(r))
		}
		text = strings.Join(out, "; ") + "."
		if rest := len(list) - mostPairs; rest > 0 {
			text += " " + plural(rest, "more relation of the kind stands", "more relations of the kind stand") + " in the table."
		}
	}
	return text + burden(r)
}

// clear is how clearly the one below would keep the acts of the one above.
func (x relation) clear(r *leverage.Leverage) float64 {
	return float64(pair(r, x.under, x.over).LogOdds)
}

// mutual orders two actors that need each other: in one currency by what each
// would lose, otherwise in the order of the file.
func mutual(r *leverage.Leverage, i, j int) relation {
	if r.Transferable && pair(r, i, j).Dependence < pair(r, j, i).Dependence {
		return relation{over: i, under: j, mutual: true}
	}
	return relation{over: j, under: i, mutual: true}
}

func (x relation) words(r *leverage.Leverage) string {
	over, under := amid(r, x.over), amid(r, x.under)
	down, up := pair(r, x.under, x.over), pair(r, x.over, x.under)
	switch {
	case !finite(up.LogOdds):
		return fmt.Sprintf("%s needs the acts of %s (it would choose, at %s, to have them), and what it would cost %s to be without %s is not known", under, over, inOdds(down.LogOdds), over, under)
	case x.mutual && r.Transferable && math.Abs(float64(down.Dependence-up.Dependence)) < noise:
		return fmt.Sprintf("%s and %s need each other equally: each would lose %s if the other did nothing", over, under, plain(float64(down.Dependence)))
	case x.mutual && r.Transferable:
		return fmt.Sprintf("%s and %s need each other, %s the more: it would lose %s if the other did nothing, and the other %s", over, under, under,
			plain(float64(down.Dependence)), plain(float64(up.Dependence)))
	case x.mutual:
		return fmt.Sprintf("%s and %s need each other (%s would keep the other's acts at %s, %s at %s)", over, under, under, inOdds(down.LogOdds), over, inOdds(up.LogOdds))
	case float64(up.LogOdds) < -leverage.Matters:
		return fmt.Sprintf("%s has the upper hand over %s, which needs its acts (it would choose, at %s, to have them) while %s would rather, at %s, that %s did nothing",
			over, under, inOdds(down.LogOdds), over, inOdds(up.LogOdds), under)
	}
	return fmt.Sprintf("%s has the upper hand over %s, which needs its acts (it would choose, at %s, to have them) while %s could do without %s",
		over, under, inOdds(down.LogOdds), over, under)
}

// burden says whose acts weigh on most others.
func burden(r *leverage.Leverage) string {
	whom, text := 0, ""
	for j := range r.Actors {
		var names []string
		for i := range r.Actors {
			if i == j {
				continue
			}
			if x := pair(r, i, j); float64(x.LogOdds) < -leverage.Matters {
				names = append(names, fmt.Sprintf("%s at %s", amid(r, i), inOdds(x.LogOdds)))
			}
		}
		if len(names) > whom {
			whom = len(names)
			text = fmt.Sprintf(" The acts that weigh on %s are those of %s: that it did nothing would be the choice of %s.", othersMany(len(names)), amid(r, j), andList(names))
		}
	}
	return text
}

func othersMany(n int) string {
	if n == 1 {
		return "another"
	}
	return "others most"
}

// andList joins names as a sentence does.
func andList(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// commitmentWords says whose commitment would move the outcome most, of those
// that would gain by one.
func commitmentWords(r *leverage.Leverage) string {
	best := -1
	for i, c := range r.Commitment {
		if c.LogOdds[c.Actor] > leverage.Matters && !(float64(c.Moves) < leastMove) && (best < 0 || larger(c.Moves, r.Commitment[best].Moves)) {
			best = i
		}
	}
	if best < 0 {
		for _, c := range r.Commitment {
			if c.Reason == "" {
				return "No promise to do one act would both be worth making (at 5 to 4 or more) and move the outcome by 1% or more."
			}
		}
		return ""
	}
	c := r.Commitment[best]
	text := fmt.Sprintf("The promise that would count most is one by %s: if all knew that it does the following wherever it can (%s), it would gain %s (at %s it would choose to be bound)",
		amid(r, best), actsText(c.Acts), plain(float64(c.Gain)), inOdds(c.LogOdds[c.Actor]))
	if finite(c.Moves) {
		text += fmt.Sprintf(", and the outcome would move by %s (total variation)", chart.Percent(float64(c.Moves)))
	}
	up, down := favours(r, best)
	up, down = strings.ReplaceAll(up, "The ", "the "), strings.ReplaceAll(down, "The ", "the ")
	switch {
	case up != "" && down != "":
		text += fmt.Sprintf(", for %s too and against %s", up, down)
	case up != "":
		text += fmt.Sprintf(", for %s too", up)
	case down != "":
		text += fmt.Sprintf(", against %s", down)
	}
	return text + "."
}

// larger reports whether a is known and b is not, or a is above b.
func larger(a, b sweep.Number) bool {
	if !finite(b) {
		return finite(a)
	}
	return finite(a) && a > b
}

func threatWords(r *leverage.Leverage) string {
	t := r.ThreatPower
	if !t.Offered {
		return ""
	}
	order := make([]int, len(r.Actors))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool {
		return t.Values[r.Actors[order[a]].Name] > t.Values[r.Actors[order[b]].Name]
	})
	var parts []string
	for _, i := range order {
		parts = append(parts, amid(r, i)+" "+plain(float64(t.Values[r.Actors[i].Name])))
	}
	return fmt.Sprintf("By what each could threaten, their positions are worth, of the %s that all could have together: %s.", plain(float64(t.Total)), strings.Join(parts, ", "))
}

// unheld says on whom dependence could not be measured.
func unheld(r *leverage.Leverage) string {
	var names []string
	for i, h := range r.Held {
		if h.Reason != "" && r.Actors[i].Moves {
			names = append(names, amid(r, i))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return fmt.Sprintf("What the others would lose without %s could not be computed: see below.", strings.Join(names, " or "))
}
