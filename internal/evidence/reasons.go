package evidence

import "fmt"

// This file says why a row is used or not, and with which others.

// Used reports whether row i of e speaks in o.
func (o *Observed) Used(e *Set, i int) bool {
	r := &e.Rows[i]
	ob, ok := o.At(r.Period, r.Step)
	return ok && ob.Row == i
}

// Story is the ids of the other rows of e with which row i makes one story in o,
// in the order of the story; nil where it stands alone or is not used.
func (o *Observed) Story(e *Set, i int) []string {
	r := &e.Rows[i]
	if !o.Used(e, i) || o.story[o.place(r.Period, r.Step)] < 0 {
		return nil
	}
	var out []string
	for at, n := range o.story {
		if j := o.seen[at].Row; n == o.story[o.place(r.Period, r.Step)] && j != i {
			out = append(out, e.Rows[j].ID)
		}
	}
	return out
}

// Reasons says of each row of e, from which o was made, why it is used or not;
// nil for a nil set.
func (o *Observed) Reasons(e *Set) []string {
	if e == nil {
		return nil
	}
	factor := map[string][]*Row{} // the used rows among those that carry a label
	for i := range e.Rows {
		if r := &e.Rows[i]; r.Use && r.Linked != "" {
			factor[r.Linked] = append(factor[r.Linked], r)
		}
	}
	out := make([]string, len(e.Rows))
	for i := range e.Rows {
		out[i] = o.reason(e, i, factor)
	}
	return out
}

func (o *Observed) reason(e *Set, i int, factor map[string][]*Row) string {
	r := &e.Rows[i]
	others := factor[r.Linked]
	for _, x := range others { // of a story, the row of the same event
		if x.Period == r.Period && x.Step == r.Step {
			others = []*Row{x}
			break
		}
	}
	switch {
	case o.Used(e, i):
		return "used"
	case r.Silent:
		return "left out: what happened there is open"
	case !r.Use && r.Linked != "" && len(others) == 1 && others[0].ID != r.ID:
		return fmt.Sprintf("marked use=no: %s reports the same event", others[0].ID)
	case !r.Use:
		return "marked use=no"
	case r.Period > o.horizon:
		return "after the end of the scenario"
	case r.Date.After(o.AsOf.Time):
		return fmt.Sprintf("happened after the as-of date, %s", o.AsOf)
	case r.Known.After(o.AsOf.Time):
		return fmt.Sprintf("not known before %s, after the as-of date", r.Known)
	}
	return "not used"
}
