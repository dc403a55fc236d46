package check

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads how parameters hang together: the rank correlations of the
// parameter blocks. A correlation has no direction, so either block may state
// it, and parameters that stand further down may be named too.

// maxCorrelated is how many parameters may be correlated: their matrix is dense.
const maxCorrelated = 200

// correlations reads the argument `correlation` of every parameter, once all
// distributions are known.
func (c *checker) correlations() {
	place := map[string]int{}
	for i := range c.out.Parameters {
		if p := &c.out.Parameters[i]; p.Name != "" {
			if _, taken := place[p.Name]; !taken {
				place[p.Name] = i
			}
		}
	}
	stated := map[[2]int]int{} // by pair: place in the list
	for i, b := range c.parameterBlocks {
		a := b.Arg("correlation")
		if a == nil || b.Broken {
			continue
		}
		o, ok := syntax.Unparen(a.Value).(*syntax.Object)
		if !ok {
			if _, reported := a.Value.(*syntax.Bad); !reported {
				c.errorf(diag.WrongType, a.Value.Span(), "write correlation = { name = 0.6 }, with the name of another parameter", "correlation must be an object of names and numbers")
			}
			continue
		}
		if place[b.Label()] != i || c.unread[i] {
			continue // its name is taken by another, or its value could not be read
		}
		if !c.mayCorrelate(i, a.NameRange) {
			continue
		}
		for k := range o.Items {
			c.correlation(i, &o.Items[k], place, stated)
		}
	}
	c.couple()
}

// correlation reads one entry of parameter i.
func (c *checker) correlation(i int, item *syntax.Item, place map[string]int, stated map[[2]int]int) {
	rank, ok := c.constant(item.Value, "a correlation")
	j, known := place[item.Key]
	switch {
	case !known:
		c.notAParameter(item, keys(place))
		return
	case i == j:
		c.errorf(diag.BadCorrelation, item.KeyRange, "name another parameter", "the correlation of %q with itself is always 1", item.Key)
		return
	case !ok || c.unread[j] || !c.mayCorrelate(j, item.KeyRange):
		return
	case !(rank > -1 && rank < 1):
		hint := "a correlation lies between -1 and 1: 0.6 is strong"
		if rank == 1 || rank == -1 {
			hint = "if one follows from the other, compute it: value = 2 * " + item.Key
		}
		c.errorf(diag.OutOfRange, item.Value.Span(), hint, "the correlation %s does not lie between -1 and 1", syntax.FormatNumber(rank))
		return
	}
	pair := [2]int{min(i, j), max(i, j)}
	if at, twice := stated[pair]; twice {
		if old := c.out.Correlated[at]; old.Rank != rank {
			c.report(diag.Diagnostic{
				Code: diag.BadCorrelation, Subject: item.Value.Span(),
				Message: fmt.Sprintf("the correlation of %q and %q is %s here and %s there", c.out.Parameters[i].Name, item.Key, syntax.FormatNumber(rank), syntax.FormatNumber(old.Rank)),
				Hint:    "it is the same both ways: state it once", Notes: []diag.Note{{Message: "the other one is here", At: old.Range}},
			})
		}
		return
	}
	stated[pair] = len(c.out.Correlated)
	at := item.Value.Span()
	at.Start = item.KeyRange.Start
	c.out.Correlated = append(c.out.Correlated, scenario.Correlation{A: pair[0], B: pair[1], Rank: rank, Range: at})
}

// notAParameter reports a name that no parameter has.
func (c *checker) notAParameter(item *syntax.Item, names []string) {
	if ent, ok := c.names[item.Key]; ok {
		c.errorf(diag.BadCorrelation, item.KeyRange, "only parameters, and precision and discount of actors, are uncertain numbers", "%q is a %s, not a parameter", item.Key, ent)
		return
	}
	hint := didYouMean(item.Key, names)
	if _, ok := c.actors[item.Key]; ok {
		hint = fmt.Sprintf("write \"%s.precision\" or \"%s.discount\", in quotes", item.Key, item.Key)
	}
	c.errorf(diag.UnknownName, item.KeyRange, hint, "there is no parameter %q", item.Key)
}

// mayCorrelate reports a parameter that is not uncertain by itself.
func (c *checker) mayCorrelate(i int, r diag.Range) bool {
	p := &c.out.Parameters[i]
	switch p.Dist.Kind {
	case scenario.Fixed:
		c.errorf(diag.BadCorrelation, r, "give it a range, such as between(2, 5), or remove the correlation", "%q is a fixed number, which is correlated with nothing", p.Name)
		return false
	case scenario.Derived:
		c.errorf(diag.BadCorrelation, r, "correlate the parameters that it is computed from", "%q is computed from other parameters, so they say how it is correlated", p.Name)
		return false
	}
	return true
}

// couple makes the copula, or reports correlations that cannot all be.
func (c *checker) couple() {
	list := c.out.Correlated
	if n := len(parametersOf(list)); n > maxCorrelated {
		c.errorf(diag.TooLarge, list[len(list)-1].Range, "correlate those that matter most", "%d parameters are correlated, and more than %d cannot be", n, maxCorrelated)
		c.out.Correlated = nil
		return
	}
	good := true
	for _, g := range groups(list) {
		if _, ok := scenario.MakeCopula(g); !ok {
			c.impossible(g)
			good = false
		}
	}
	if good {
		c.out.Copula, _ = scenario.MakeCopula(list)
	}
}

// groups splits correlations by the parameters that hang together, each group in
// the order of the file.
func groups(list []scenario.Correlation) [][]scenario.Correlation {
	lead := map[int]int{}
	find := func(i int) int {
		for {
			j, ok := lead[i]
			if !ok || j == i {
				return i
			}
			i = j
		}
	}
	for _, r := range list {
		a, b := find(r.A), find(r.B)
		lead[max(a, b)] = min(a, b)
	}
	at := map[int]int{}
	var out [][]scenario.Correlation
	for _, r := range list {
		g := find(r.A)
		k, known := at[g]
		if !known {
			k = len(out)
			at[g] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], r)
	}
	return out
}

// impossible reports correlations of one group that no distribution has, by the
// fewest parameters that already cannot hang together so.
func (c *checker) impossible(list []scenario.Correlation) {
	all := parametersOf(list)
	few := list
	for _, out := range all {
		rest := slices.DeleteFunc(slices.Clone(few), func(r scenario.Correlation) bool { return r.A == out || r.B == out })
		if _, ok := scenario.MakeCopula(rest); !ok {
			few = rest
		}
	}
	last := few[len(few)-1]
	var notes []diag.Note
	for _, r := range few[:min(len(few)-1, 3)] {
		notes = append(notes, diag.Note{Message: "together with this", At: r.Range})
	}
	message := fmt.Sprintf("no distribution has these correlations of %s all at once", c.parameterNames(parametersOf(few)))
	hint := fmt.Sprintf("multiply the correlations between them by %s or less", syntax.FormatNumber(shrink(list)))
	if len(few) < len(list) {
		hint = fmt.Sprintf("multiply all correlations between %s by %s or less", c.parameterNames(all), syntax.FormatNumber(shrink(list)))
	}
	hint += ", or correct the one that you are least sure of"
	if a, b, found := unstated(few); found {
		x, y := c.out.Parameters[a].Name, c.out.Parameters[b].Name
		message += fmt.Sprintf(" while %s and %s have none", x, y)
		hint = fmt.Sprintf("state the correlation of %s and %s too, which is 0 unless it is stated; or ", x, y) + hint
	}
	c.report(diag.Diagnostic{Code: diag.ImpossibleCorrelations, Subject: last.Range, Notes: notes, Message: message, Hint: hint})
}

// unstated is the first pair of the parameters of a list that is not in it.
func unstated(list []scenario.Correlation) (a, b int, found bool) {
	of := parametersOf(list)
	for i, a := range of {
		for _, b := range of[i+1:] {
			if !slices.ContainsFunc(list, func(r scenario.Correlation) bool { return r.A == a && r.B == b }) {
				return a, b, true
			}
		}
	}
	return 0, 0, false
}

// parameterNames lists up to six parameters.
func (c *checker) parameterNames(of []int) string {
	var names []string
	for _, i := range of {
		if len(names) == 6 && len(of) > 7 {
			names = append(names, fmt.Sprintf("%d more", len(of)-6))
			break
		}
		names = append(names, c.out.Parameters[i].Name)
	}
	return strings.ReplaceAll(listed(names, "and"), "\n", " ")
}

// parametersOf is the parameters of a list, ascending.
func parametersOf(list []scenario.Correlation) []int {
	var of []int
	for _, r := range list {
		of = append(of, r.A, r.B)
	}
	slices.Sort(of)
	return slices.Compact(of)
}

// shrink is the largest whole per cent by which all correlations of a list can
// be multiplied so that they can be, by bisection.
func shrink(list []scenario.Correlation) float64 {
	lo, hi := 0, 100 // lo can be, hi cannot
	for lo+1 < hi {
		mid := (lo + hi) / 2
		less := slices.Clone(list)
		for i := range less {
			less[i].Rank *= float64(mid) / 100
		}
		if _, ok := scenario.MakeCopula(less); ok {
			lo = mid
		} else {
			hi = mid
		}
	}
	return math.Round(float64(lo)) / 100
}
