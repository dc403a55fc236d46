package report

import (
	"fmt"
	"math"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file words what an actor will probably do next, and why.

// choice is what one actor may do in one phase of one period.
type choice struct {
	actor, title, period, phase string
	acts                        []*sweep.NextAct // likeliest first; those not computed last
	total                       float64          // probability that the choice comes up at all
}

// certain is from where on a choice is spoken of as if it surely came up.
const certain = 0.995

// choices groups the acts of r in the order in which their phases come.
func choices(r *sweep.Result) []choice {
	var out []choice
	at := map[[3]string]int{}
	for i := range r.Next {
		a := &r.Next[i]
		key := [3]string{a.Actor, a.Period, a.Phase}
		k, ok := at[key]
		if !ok {
			k = len(out)
			at[key] = k
			out = append(out, choice{actor: a.Actor, title: actorTitle(r, a.Actor), period: a.Period, phase: a.Phase})
		}
		out[k].acts = append(out[k].acts, a)
	}
	for _, c := range out {
		sort.SliceStable(c.acts, func(i, j int) bool {
			p, q := float64(c.acts[i].Probability), float64(c.acts[j].Probability)
			return p > q || (!math.IsNaN(p) && math.IsNaN(q))
		})
	}
	for i := range out {
		for _, a := range out[i].acts {
			if p := float64(a.Probability); !math.IsNaN(p) {
				out[i].total += p
			}
		}
	}
	return out
}

// share is the probability of an act given that the choice comes up: a phase may
// have a guard, or play may end before it.
func (c choice) share(a *sweep.NextAct) float64 {
	if c.total <= 0 {
		return math.NaN()
	}
	return float64(a.Probability) / c.total
}

// likeliest is nil if no probability of the choice could be computed.
func (c choice) likeliest() *sweep.NextAct {
	if len(c.acts) == 0 || math.IsNaN(c.share(c.acts[0])) {
		return nil
	}
	return c.acts[0]
}

// why is the sentence: what the actor will do, rather than what, because of
// which terms of its payoff and despite which. Titles are the analyst's, of any
// grammar, so they stand in quotation marks.
func why(c choice) string {
	top := c.likeliest()
	p := c.share(top)
	b, than := &strings.Builder{}, "rather than"
	the := "The"
	if c.total < certain {
		fmt.Fprintf(b, "If this choice comes up (%s), ", chart.Percent(c.total))
		the = "the"
	}
	switch {
	case len(c.acts) == 1:
		fmt.Fprintf(b, "%s can only choose %s.", c.title, quote(c.name(top)))
		return b.String()
	case adverb(p) != "":
		fmt.Fprintf(b, "%s will %s choose %s (%s)", c.title, adverb(p), quote(c.name(top)), chart.Percent(p))
	default:
		fmt.Fprintf(b, "%s likeliest act of %s is %s (%s)", the, c.title, quote(c.name(top)), chart.Percent(p))
		than = "ahead of"
	}
	if top.Against == "" {
		return b.String() + "."
	}
	fmt.Fprintf(b, ", %s %s", than, quote(c.nameOf(top.Against)))
	pro, con, rest := reasons(top.Reasons)
	switch {
	case len(pro) > 0 && len(con) > 0:
		fmt.Fprintf(b, ", because of %s and despite %s", list(pro), list(con))
	case len(pro) > 0:
		fmt.Fprintf(b, ", because of %s", list(pro))
	case len(con) > 0:
		fmt.Fprintf(b, ", despite %s", list(con))
	case rest:
		b.WriteString(", though its payoff hardly tells the two apart")
	}
	return b.String() + "."
}

// reasons picks at most two terms that speak for the act and one against it,
// leaving out those under a twentieth of the largest. rest says that terms were
// compared but none was large enough to name.
func reasons(rs []sweep.Reason) (pro, con []sweep.Reason, rest bool) {
	sorted := make([]sweep.Reason, 0, len(rs))
	for _, r := range rs {
		if d := math.Abs(float64(r.Difference)); d >= 0.01 && !math.IsInf(d, 0) {
			sorted = append(sorted, r)
		}
	}
	sort.SliceStable(sorted, func(i, j int) bool {
		return math.Abs(float64(sorted[i].Difference)) > math.Abs(float64(sorted[j].Difference))
	})
	for _, r := range sorted {
		switch {
		case math.Abs(float64(r.Difference)) < math.Abs(float64(sorted[0].Difference))/20:
		case r.Difference > 0 && len(pro) < 2:
			pro = append(pro, r)
		case r.Difference < 0 && len(con) < 1:
			con = append(con, r)
		}
	}
	return pro, con, len(rs) > 0
}

func list(rs []sweep.Reason) string {
	parts := make([]string, len(rs))
	for i, r := range rs {
		parts[i] = fmt.Sprintf("‘%s’ (%s)", human(r.Term), signed(float64(r.Difference)))
	}
	return strings.Join(parts, " and ")
}

// others lists the acts behind the likeliest one, "" if there are none.
func (c choice) others() string {
	var parts []string
	for _, a := range c.acts[1:] {
		if p := c.share(a); !math.IsNaN(p) {
			parts = append(parts, fmt.Sprintf("%s %s", c.name(a), chart.Percent(p)))
		}
	}
	return strings.Join(parts, ", ")
}

func (c choice) nameOf(action string) string {
	for _, a := range c.acts {
		if a.Action == action {
			return c.name(a)
		}
	}
	return human(action)
}

// name is what a is called; acts of one for_each share a title, so theirs have the key behind it.
func (c choice) name(a *sweep.NextAct) string {
	name := a.Title
	if name == "" {
		name = human(a.Action)
	} else {
		for _, other := range c.acts {
			if other != a && other.Title == a.Title && other.Covert == a.Covert {
				name += " (" + human(a.Action[strings.LastIndexByte(a.Action, '.')+1:]) + ")"
				break
			}
		}
	}
	if a.Covert {
		name += " (covertly)"
	}
	return name
}

func actorTitle(r *sweep.Result, name string) string {
	for _, a := range r.Actors {
		if a.Name == name && a.Title != "" {
			return a.Title
		}
	}
	return human(name)
}

func quote(s string) string { return "“" + s + "”" }

// human makes a name of the language readable: cut_fuel is "cut fuel".
func human(name string) string { return strings.ReplaceAll(name, "_", " ") }

// signed writes a difference of payoff with its sign, a true minus included.
func signed(x float64) string {
	s := ""
	switch a := math.Abs(x); {
	case a >= 9.95:
		s = fmt.Sprintf("%.0f", a)
	case a >= 0.095:
		s = fmt.Sprintf("%.1f", a)
	default:
		s = fmt.Sprintf("%.2f", a)
	}
	if x < 0 {
		return "−" + s
	}
	return "+" + s
}
