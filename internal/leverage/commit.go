package leverage

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"demarche/internal/qre"
	"demarche/internal/quantity"
	"demarche/internal/random"
)

// This file looks for the commitment that would serve an actor best: one act for
// each of its phases, which all know it will do wherever it can.

// searchStarts is how many random combinations a search starts from, beside the
// likeliest acts.
const searchStarts = 3

// commit finds C_i = max over one act per phase of V_i(committed) − V_i for every
// actor, and what its commitment does to the outcomes and to everybody's payoffs.
// It is negative where any such promise costs the actor more freedom than it
// gains.
func (e *engine) commit(r *Leverage) error {
	asItIs, err := e.p.Outcomes(e.p.Result.X)
	if err != nil {
		return err
	}
	outcomes := len(e.p.S.Questions)+len(e.p.S.Ends) > 0
	if !outcomes {
		r.Warnings = append(r.Warnings, "The scenario asks no question and has no end, so how far a commitment moves the outcome is not computed.")
	}
	for i := range e.p.S.Actors {
		c := Commitment{Actor: r.Actors[i].Name, Acts: []PhaseAct{}, Gain: nan, Value: nan, Moves: nan, Combinations: 1,
			Changes: map[string]quantity.Number{}, LogOdds: map[string]quantity.Number{}, Questions: map[string]Shift{}, Ends: map[string]Shift{}}
		phases := e.phases[i]
		if len(phases) == 0 {
			c.Reason = "it does not choose in the look-ahead"
			r.Commitment = append(r.Commitment, c)
			continue
		}
		for k := range phases {
			c.Combinations *= quantity.Number(len(phases[k].acts))
		}
		best := e.best(i, &c)
		if e.stopped() {
			return errStopped
		}
		if best == nil {
			c.Reason = "with it committed, no equilibrium was found"
			r.Commitment = append(r.Commitment, c)
			continue
		}
		if err := e.assess(r, i, &c, best, asItIs, outcomes); err != nil {
			return err
		}
		r.Commitment = append(r.Commitment, c)
	}
	return nil
}

// assess says what a commitment is worth and does.
func (e *engine) assess(r *Leverage, i int, c *Commitment, acts []int, asItIs map[string]float64, outcomes bool) error {
	s := e.p.S
	x := e.solve(e.keep(e.phases[i], acts), true)
	switch {
	case e.stopped():
		return errStopped
	case errors.Is(x.err, qre.ErrStopped):
		c.Reason = "with it committed, no equilibrium was found: " + x.err.Error()
		return nil
	case x.err != nil:
		return x.err
	}
	if x.result.Branch == qre.Local {
		r.Warnings = append(r.Warnings, fmt.Sprintf("With %s committed, the equilibrium could not be shown to be the principal one; another may be.", name(r, i)))
	}
	if c.Failed > 0 {
		r.Warnings = append(r.Warnings, fmt.Sprintf("For %s, %d of %d commitments tried could not be solved; one of them may be better than the one shown.", name(r, i), c.Failed, c.Tried))
	}
	c.Acts = e.acts(e.phases[i], acts)
	c.Solution = e.describe(x)
	c.Value = quantity.Number(x.result.Values[i])
	c.Gain = number(float64(c.Value - r.Actors[i].Value))
	for k, a := range s.Actors {
		c.Changes[a.Name] = number(x.result.Values[k] - e.p.Result.Values[k])
		c.LogOdds[a.Name] = weigh(r, k, c.Changes[a.Name])
	}
	whole := x.held.spread(x.result.X)
	if outcomes {
		then, err := e.p.Outcomes(whole)
		if err != nil {
			return err
		}
		c.Moves = quantity.Number(totalVariation(asItIs, then))
	}
	questions, ends, err := e.p.Within(whole)
	if err != nil {
		return err
	}
	for q := range s.Questions {
		c.Questions[s.Questions[q].Name] = Shift{quantity.Number(e.p.Questions[q]), quantity.Number(questions[q])}
	}
	for k := range s.Ends {
		c.Ends[s.Ends[k].Name] = Shift{quantity.Number(e.p.Ends[k]), quantity.Number(ends[k])}
	}
	return nil
}

// totalVariation is half the sum of the differences of two distributions, in
// [0,1]: the largest difference in the probability of any set of outcomes.
func totalVariation(p, q map[string]float64) float64 {
	keys := make([]string, 0, len(p)+len(q))
	for k := range p {
		keys = append(keys, k)
	}
	for k := range q {
		if _, both := p[k]; !both {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys) // sums do not depend on the order of a map
	sum := 0.0
	for _, k := range keys {
		sum += math.Abs(p[k] - q[k])
	}
	return sum / 2
}

// trial remembers what was tried for one actor.
type trial struct {
	e     *engine
	actor int
	value map[string]float64 // by combination; NaN: not solved
	tried int
}

// best is the combination of acts that serves actor i best, the first of equals;
// nil if none could be solved. Where there are no more combinations than may be
// tried, all are; otherwise acts are improved one phase at a time, from the
// likeliest acts and from random ones, until no single change helps.
func (e *engine) best(i int, c *Commitment) []int {
	phases := e.phases[i]
	t := &trial{e: e, actor: i, value: map[string]float64{}}
	var best []int
	high := math.Inf(-1)
	take := func(acts []int) {
		if v := t.value[key(acts)]; v > high {
			high, best = v, slices.Clone(acts)
		}
	}
	c.Exhaustive = float64(c.Combinations) <= float64(e.opt.Tries)
	if c.Exhaustive {
		all := combinations(phases)
		t.try(all)
		for _, acts := range all {
			take(acts)
		}
	} else {
		rng := random.New(e.opt.Seed, i, 0, random.UseStart)
		for start := range searchStarts + 1 {
			at := e.likeliest(phases)
			if start > 0 {
				for k := range phases {
					at[k] = phases[k].acts[min(int(rng.Float64()*float64(len(phases[k].acts))), len(phases[k].acts)-1)]
				}
			}
			t.climb(at, phases)
			take(at)
		}
	}
	c.Tried = t.tried
	for _, v := range t.value {
		if math.IsNaN(v) {
			c.Failed++
		}
	}
	return best
}

// climb improves a combination one phase at a time until no single change helps.
func (t *trial) climb(at []int, phases []phase) {
	for better := true; better && !t.e.stopped(); {
		better = false
		for k := range phases {
			var list [][]int
			for _, a := range phases[k].acts {
				acts := slices.Clone(at)
				acts[k] = a
				list = append(list, acts)
			}
			t.try(list)
			here := t.value[key(at)]
			for _, acts := range list {
				if v := t.value[key(acts)]; v > here || math.IsNaN(here) && !math.IsNaN(v) {
					here, better = v, true
					at[k] = acts[k]
				}
			}
		}
	}
}

// try solves those combinations of a list that were not tried yet.
func (t *trial) try(list [][]int) {
	var keeps [][]int32
	var keys []string
	for _, acts := range list {
		if _, known := t.value[key(acts)]; !known && !slices.Contains(keys, key(acts)) {
			keeps = append(keeps, t.e.keep(t.e.phases[t.actor], acts))
			keys = append(keys, key(acts))
		}
	}
	for k, x := range t.e.solveAll(keeps, "commitments of "+t.e.p.S.Actors[t.actor].Name) {
		v := math.NaN()
		if x != nil && x.err == nil {
			v = x.result.Values[t.actor]
		}
		t.value[keys[k]] = v
		t.tried++
	}
}

// likeliest is the act of each phase that is done most as things are.
func (e *engine) likeliest(phases []phase) []int {
	g := e.p.Tree.Game
	out := make([]int, len(phases))
	for k := range phases {
		p := make([]float64, len(e.p.S.Phases[phases[k].index].Actions))
		for _, i := range phases[k].sets {
			set := &g.Infosets[i]
			for v := set.Var; v < set.Var+set.Vars; v++ {
				p[e.p.Tree.Acts[v]] += e.p.Result.Reach[i] * math.Exp(e.p.Result.X[v])
			}
		}
		out[k] = phases[k].acts[0]
		for _, a := range phases[k].acts {
			if p[a] > p[out[k]] {
				out[k] = a
			}
		}
	}
	return out
}

// combinations lists one act for each phase, in every way, the last phase
// changing fastest.
func combinations(phases []phase) [][]int {
	out := [][]int{{}}
	for k := range phases {
		var next [][]int
		for _, acts := range out {
			for _, a := range phases[k].acts {
				next = append(next, append(slices.Clone(acts), a))
			}
		}
		out = next
	}
	return out
}

func key(acts []int) string { return fmt.Sprint(acts) }
