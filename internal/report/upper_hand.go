package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/leverage"
	"demarche/internal/quantity"
	"demarche/internal/sweep"
)

// This file is who has the upper hand, over the draws of a run. The words and
// the figure are those of `demarche leverage`, made from the medians.

// firm is the share of draws from which on a relation is called firm.
const firm = 0.9

func upperHand(r *sweep.Result) *section {
	u := r.UpperHand
	if u == nil || len(u.Actors) == 0 {
		return nil
	}
	l := typical(u)
	c := &section{title: "Who has the upper hand, given this model"}
	c.para("%s", LeverageWords(l))
	if text := firmness(u, l); text != "" {
		c.para("%s", text)
	}
	c.figure(drawing{name: "upper-hand", wide: LeverageFigure(l), narrow: leverageFigure(l, true)})
	upperHandDependence(c, u, l)
	upperHandCommitment(c, u, l)
	upperHandThreats(c, u, l)
	c.note("%s", upperHandSource(u))
	return c
}

// typical is a look-ahead whose every figure is the median over the draws: what
// words and figure are made from.
func typical(u *sweep.UpperHand) *leverage.Leverage {
	l := &leverage.Leverage{Start: u.Start, Foresight: u.Foresight, Transferable: u.Transferable}
	for _, a := range u.Actors {
		l.Actors = append(l.Actors, leverage.LeverageActor{Name: a.Name, Title: a.Title, Value: a.Value.Median, Moves: a.Moves})
		h := leverage.Hold{Actor: a.Name}
		for _, d := range u.Dependence {
			if d.On == a.Name && d.Reason != "" {
				h.Reason = d.Reason
			}
		}
		l.Held = append(l.Held, h)
	}
	for _, d := range u.Dependence {
		l.Dependence = append(l.Dependence, leverage.Dependence{Actor: d.Actor, On: d.On, Dependence: d.Dependence.Median, LogOdds: d.LogOdds.Median, Reason: d.Reason})
	}
	for _, c := range u.Commitment {
		x := leverage.Commitment{Actor: c.Actor, Acts: c.Acts, Gain: c.Gain.Median, Moves: c.Moves.Median, Exhaustive: c.Exhaustive, Reason: c.Reason,
			LogOdds: map[string]quantity.Number{}}
		for name, s := range c.LogOdds {
			x.LogOdds[name] = s.Median
		}
		l.Commitment = append(l.Commitment, x)
	}
	l.ThreatPower = leverage.ThreatPower{Offered: u.ThreatPower.Offered, Reason: u.ThreatPower.Reason, Total: u.ThreatPower.Total.Median, Values: map[string]quantity.Number{}}
	for name, s := range u.ThreatPower.Values {
		l.ThreatPower.Values[name] = s.Median
	}
	return l
}

// measuredIn is how many of the picked draws have figures.
func measuredIn(u *sweep.UpperHand) int { return u.Draws - u.Failed }

// inDraws says a share of draws as a count.
func inDraws(u *sweep.UpperHand, share sweep.Number) string {
	return fmt.Sprintf("%.0f of %d draws", math.Round(float64(share)*float64(measuredIn(u))), measuredIn(u))
}

// firmness says how many of the relations that matter at the median do so in
// nearly all draws, and which is the least sure.
func firmness(u *sweep.UpperHand, l *leverage.Leverage) string {
	if u.Distinct < 2 {
		return ""
	}
	n, sure, least := 0, 0, -1
	low := quantity.Number(2)
	for k, d := range u.Dependence {
		share := d.Needs
		switch v := float64(d.LogOdds.Median); {
		case v > leverage.Matters:
		case v < -leverage.Matters:
			share = d.Minds
		default:
			continue
		}
		n++
		if float64(share) >= firm {
			sure++
		}
		if share < low {
			low, least = share, k
		}
	}
	switch {
	case n == 0:
		return ""
	case sure == n:
		return fmt.Sprintf("This holds in nearly every draw of the parameters: whom each needs, and whose acts weigh on it, comes out the same in at least nine of ten (%s).", plural(n, "relation", "relations"))
	}
	d := u.Dependence[least]
	return fmt.Sprintf("How firm this is: of %s that matter at the median, %d do so in at least nine draws of ten; the least sure is what %s would lose, or gain, without %s (in %s).",
		plural(n, "relation", "relations"), sure, amid(l, indexOf(l, d.Actor)), amid(l, indexOf(l, d.On)), inDraws(u, low))
}

// range90 is an interval of a quantity, "" where there is none or it is a point.
func range90(s sweep.Spread) string {
	lo, hi := float64(s.Interval[0]), float64(s.Interval[1])
	if math.IsNaN(lo) || math.IsNaN(hi) || approx(lo) == approx(hi) {
		return ""
	}
	return approx(lo) + " to " + approx(hi)
}

// approx writes a quantity in two digits: an interval's ends are no surer.
func approx(x float64) string {
	if math.Abs(x) < noise {
		return "0"
	}
	if !math.IsNaN(x) && !math.IsInf(x, 0) {
		scale := math.Pow(10, math.Floor(math.Log10(math.Abs(x)))-1)
		x = math.Round(x/scale) * scale
	}
	return strings.ReplaceAll(number(x), "-", "−")
}

// stacked writes a figure and, under it, its interval.
func stacked(value, under string) string {
	if under == "" {
		return value
	}
	return value + "\n" + under
}

// weighs is the log-odds from which on a dependence gets a row: 21 to 20.
var weighs = math.Log(1.05)

func upperHandDependence(c *section, u *sweep.UpperHand, l *leverage.Leverage) {
	if len(u.Actors) < 2 {
		return
	}
	c.heading("Who depends on whom")
	list := slices.Clone(u.Dependence)
	sort.SliceStable(list, func(a, b int) bool {
		return math.Abs(float64(list[a].LogOdds.Median)) > math.Abs(float64(list[b].LogOdds.Median)) || finite(list[a].LogOdds.Median) && !finite(list[b].LogOdds.Median)
	})
	var rows [][]string
	even := 0
	for _, d := range list {
		v := float64(d.LogOdds.Median)
		if math.IsNaN(v) || math.Abs(v) < weighs {
			if !math.IsNaN(v) {
				even++
			}
			continue
		}
		share := d.Needs
		if v < 0 {
			share = d.Minds
		}
		rows = append(rows, []string{party(l, indexOf(l, d.Actor)), party(l, indexOf(l, d.On)), approx(float64(d.Dependence.Median)), range90(d.Dependence),
			odds(d.LogOdds.Median), strings.TrimSuffix(inDraws(u, share), " draws")})
	}
	if len(rows) > 0 {
		c.table([]column{{title: "Actor", flex: true}, {title: "Without", width: 20}, {title: "Would lose", right: true}, {title: "90%", right: true, width: 16},
			{title: "Odds", right: true}, {title: "Matters in", right: true}}, rows)
	}
	if even > 0 {
		c.note("In %s of %s an actor is all but indifferent to what the other does (odds below 1.05 to 1).", count(even), plural(len(u.Dependence), "ordered pair", "ordered pairs"))
	}
	c.note("Without: if the other did only its quiet acts through the look-ahead, all the rest choosing anew. Would lose: below 0, it would rather that the other did nothing. Odds: at which the actor would choose the better of the two, if it could. Matters in: draws in which it would do so at 5 to 4 or more. Medians and 90%% intervals over the draws. %s", currency(l))
	for _, h := range l.Held {
		if h.Reason != "" {
			c.note("%s: %s.", party(l, indexOf(l, h.Actor)), h.Reason)
		}
	}
}

func upperHandCommitment(c *section, u *sweep.UpperHand, l *leverage.Leverage) {
	c.heading("What each could do by committing itself")
	var rows [][]string
	searched := false
	for i, x := range u.Commitment {
		if x.Reason != "" {
			rows = append(rows, []string{party(l, i), x.Reason, "–", "–", "", ""})
			continue
		}
		searched = searched || !x.Exhaustive
		up, down := favours(l, i)
		acts := actsText(x.Acts)
		if float64(x.ActsShare) < 0.999 {
			acts += " (best in " + inDraws(u, x.ActsShare) + ")"
		}
		moves := ""
		if lo, hi := x.Moves.Interval[0], x.Moves.Interval[1]; finite(lo) && finite(hi) && chart.Percent(float64(lo)) != chart.Percent(float64(hi)) {
			moves = span(x.Moves.Interval)
		}
		rows = append(rows, []string{party(l, i), acts, stacked(approx(float64(x.Gain.Median))+bracket(x.LogOdds[x.Actor].Median), range90(x.Gain)),
			stacked(chart.Percent(float64(x.Moves.Median)), moves), up, down})
	}
	c.table([]column{{title: "Actor", width: 14}, {title: "Best commitment", flex: true}, {title: "Gains it", right: true, width: 14}, {title: "Moves", right: true, width: 8},
		{title: "For", width: 13}, {title: "Against", width: 13}}, rows)
	c.note("The one act for each of its phases that serves the actor best if all know that it will do it wherever it can, everybody else choosing anew. Below 0: freedom to choose is worth more to it than any such promise. Moves: the outcome within the look-ahead, by total variation: the largest difference to any set of answers to the questions and ends. For, against: who would choose so, or against it, at 5 to 4 or more, the actor apart. Medians and 90%% intervals over the draws.")
	if searched {
		c.note("Where the combinations of acts were too many to try, acts were improved one phase at a time; a better promise may exist.")
	}
}

func upperHandThreats(c *section, u *sweep.UpperHand, l *leverage.Leverage) {
	if !u.ThreatPower.Offered {
		return
	}
	c.heading("What threats are worth")
	var rows [][]string
	for i, a := range u.Actors {
		s := u.ThreatPower.Values[a.Name]
		rows = append(rows, []string{party(l, i), approx(float64(s.Median)), range90(s), stacked(approx(float64(a.Value.Median)), range90(a.Value))})
	}
	c.table([]column{{title: "Actor", flex: true}, {title: "Threat-power value", right: true}, {title: "90%", right: true}, {title: "Expects without a deal", right: true}}, rows)
	c.note("The value of Kohlberg and Neyman (2021): what each can claim of the %s that all could have together, by what every coalition could do to the rest.", plain(float64(u.ThreatPower.Total.Median)))
}

// upperHandSource says what the figures rest on.
func upperHandSource(u *sweep.UpperHand) string {
	text := fmt.Sprintf("The look-ahead from %s, %s, measured in %s picked by weight", u.Start, plural(u.Foresight, "period", "periods"), plural(measuredIn(u), "draw", "draws"))
	if u.Distinct < u.Draws {
		text += fmt.Sprintf(" (%d different)", u.Distinct)
	}
	text += ", each at its own parameters and beliefs"
	if u.Distinct > 1 && u.Draws <= 20 {
		text += "; from so few, a 90% interval is about from the least to the greatest"
	}
	return text + ". How the figures are defined: demarche leverage --help, docs/leverage.md."
}
