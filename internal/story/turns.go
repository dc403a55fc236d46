package story

import "demarche/internal/lookahead"

// This file says at which event of a look-ahead a question comes true.

// Turns is, by profile of a look-ahead, the place among the events that lead to
// its block (Tree.Events) at which question q is first true, as if it had not
// been so before; −1 where it is not. Errors are *lookahead.ModelError.
func (t *Teller) Turns(tree *lookahead.Tree, x []float64, win Window, c Clock, q int) (at []int16, err error) {
	defer lookahead.Recover(&err)
	at = make([]int16, len(tree.Game.Src))
	played(tree, x).visit(c, func(v *visited) {
		at[v.at] = -1
		period, covert := v.hidden.Period, v.hidden.Covert
		for i := range tree.Events[v.block] {
			e := &tree.Events[v.block][i]
			if e.Period != period {
				period, covert = e.Period, 0
			}
			covert |= v.hidden.Did(e)
			if t.holds(q, &win, &v.clock, e, v.hidden.secrets(i), covert) {
				at[v.at] = int16(i)
				return
			}
		}
	})
	return at, nil
}
