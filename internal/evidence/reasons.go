package evidence

import "fmt"

// This file says why a row is used or not.

// Used reports whether row i of e speaks in o.
func (o *Observed) Used(e *Set, i int) bool {
	r := &e.Rows[i]
	ob, ok := o.At(r.Period, r.Step)
	return ok && ob.Row == i
}

// Reasons says of each row of e, from which o was made, why it is used or not;
// nil for a nil set.
func (o *Observed) Reasons(e *Set) []string {
	if e == nil {
		return nil
	}
	factor := map[string]string{} // the used row among those that carry a label
	for i := range e.Rows {
		if r := &e.Rows[i]; r.Use && r.Linked != "" {
			factor[r.Linked] = r.ID
		}
	}
	out := make([]string, len(e.Rows))
	for i := range e.Rows {
		out[i] = o.reason(e, i, factor)
	}
	return out
}

func (o *Observed) reason(e *Set, i int, factor map[string]string) string {
	r := &e.Rows[i]
	switch other := factor[r.Linked]; {
	case o.Used(e, i):
		return "used"
	case r.Silent:
		return "left out: what happened there is open"
	case !r.Use && r.Linked != "" && other != "" && other != r.ID:
		return fmt.Sprintf("marked use=no: %s reports the same event", other)
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
