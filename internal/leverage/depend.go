package leverage

import (
	"errors"
	"fmt"
	"math"
	"strings"

	"demarche/internal/game"
	"demarche/internal/qre"
	"demarche/internal/quantity"
)

// This file measures dependence: what everybody would lose if one actor did
// nothing but its quiet acts.

// depend holds each actor in turn to its quiet acts through the look-ahead,
// everybody else choosing anew, and compares what all expect with what they
// expect as things are: L_ij = V_i − V_i(j held). Beliefs and secrets are as they
// are; that the actor is held is known to all. Beyond the look-ahead everybody
// is quiet in both.
func (e *engine) depend(r *Leverage) error {
	s := e.p.S
	for j := range s.Actors {
		h, x, err := e.withdraw(j)
		if err != nil {
			return err
		}
		if x != nil && x.result.Branch == qre.Local {
			r.Warnings = append(r.Warnings, fmt.Sprintf("With %s held to its quiet acts, the equilibrium could not be shown to be the principal one; another may be.", name(r, j)))
		}
		r.Held = append(r.Held, h)
	}
	for i, a := range s.Actors {
		for j, b := range s.Actors {
			if i == j {
				continue
			}
			d := Dependence{Actor: a.Name, On: b.Name, Dependence: nan, Without: nan, LogOdds: nan, Reason: r.Held[j].Reason}
			switch {
			case r.Held[j].Solution != nil:
				d.Without = r.Held[j].Solution.Values[a.Name]
				d.Dependence = r.Actors[i].Value - d.Without
			case len(e.phases[j]) == 0: // nothing is held back
				d.Without, d.Dependence = r.Actors[i].Value, 0
			}
			d.Dependence = number(float64(d.Dependence))
			d.LogOdds = weigh(r, i, d.Dependence)
			r.Dependence = append(r.Dependence, d)
		}
	}
	return nil
}

// withdraw holds actor j to its quiet acts.
func (e *engine) withdraw(j int) (Hold, *solved, error) {
	s := e.p.S
	h := Hold{Actor: s.Actors[j].Name, Acts: []PhaseAct{}}
	var quiet []int
	var loud []string
	for _, ph := range e.phases[j] {
		q := s.Phases[ph.index].Quiet
		if q < 0 {
			loud = append(loud, s.Phases[ph.index].Name)
			continue
		}
		quiet = append(quiet, q)
		h.Acts = append(h.Acts, e.act(ph.index, q))
	}
	switch {
	case len(e.phases[j]) == 0:
		h.Reason = "it does not choose in the look-ahead"
		return h, nil, nil
	case len(loud) > 0:
		which, it := "phase", "it"
		if len(loud) > 1 {
			which, it = "phases", "each"
		}
		h.Acts = []PhaseAct{}
		h.Reason = fmt.Sprintf("it cannot be held: the scenario does not say what is quiet in the %s %s; give %s a quiet act", which, strings.Join(loud, ", "), it)
		return h, nil, nil
	}
	x := e.solve(e.keep(e.phases[j], quiet), true)
	if e.stopped() {
		return h, nil, errStopped
	}
	if x.err != nil {
		if !errors.Is(x.err, qre.ErrStopped) {
			return h, nil, x.err
		}
		h.Reason = "with it held, no equilibrium was found: " + x.err.Error()
		return h, nil, nil
	}
	h.Solution = e.describe(x)
	return h, x, nil
}

// name is what a person calls actor i.
func name(r *Leverage, i int) string {
	if t := r.Actors[i].Title; t != "" {
		return t
	}
	return r.Actors[i].Name
}

// payoffs is each actor's lowest and highest payoff over every way the
// look-ahead can go, what is paid on the way included.
func payoffs(g *game.Public) (lo, hi []float64) {
	n := g.Actors
	low, high := make([]float64, len(g.Blocks)*n), make([]float64, len(g.Blocks)*n)
	for k := range low {
		low[k], high[k] = math.Inf(1), math.Inf(-1)
	}
	eachBack(g, func(b int) {
		bl := &g.Blocks[b]
		for i := range n {
			l, h := &low[b*n+i], &high[b*n+i]
			switch {
			case bl.IsLeaf():
				for _, u := range g.Payoff[int(bl.Payoff)+i*int(bl.Profiles):][:bl.Profiles] {
					*l, *h = math.Min(*l, u), math.Max(*h, u)
				}
			case bl.Same > 0:
				u := g.Payoff[int(bl.Payoff)+i]
				*l, *h = low[int(bl.Same)*n+i]+u, high[int(bl.Same)*n+i]+u
			default:
				for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
					*l, *h = math.Min(*l, low[int(c)*n+i]), math.Max(*h, high[int(c)*n+i])
				}
			}
		}
	})
	return low[:n], high[:n]
}

// eachBack calls do for every block, what follows a block before it.
func eachBack(g *game.Public, do func(b int)) {
	order := g.Order()
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		if order != nil {
			do(int(order[k]))
		} else {
			do(k)
		}
	}
}

// number keeps tiny negative zeros out of results.
func number(x float64) quantity.Number {
	if x == 0 {
		return 0
	}
	return quantity.Number(x)
}
