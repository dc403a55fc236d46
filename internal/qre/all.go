package qre

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"demarche/internal/game"
	"demarche/internal/random"
)

// This file looks for all equilibria at one precision: from many random
// profiles a path is followed to the equilibrium that it leads to. What is not
// found may exist all the same.

// Census says where a number of starts led.
type Census struct {
	Tried   int   // starts that came to an end, the principal branch among them
	Nowhere int   // starts that led to no equilibrium that passes its certificate
	Starts  []int // by equilibrium: starts that led there
	Stopped bool  // interrupted: the other starts were not followed
}

const (
	startPasses = 2000 // linearisations that one start may spend
	sameProfile = 1e-6 // largest difference in a probability between two ways to write one equilibrium
)

// All looks for equilibria of g beside first, which Solve found with the same
// options. Start 0 is first itself, the others are random. first stands first
// in the list, then those that most starts lead to.
func All(g *game.Game, first *Result, opt Options, starts int, seed uint64) ([]*Result, Census, error) {
	x0 := first.X
	var describe laid
	found, census, err := multistart(first.Solution, starts, seed, opt, func(opt Options) (system, float64, error) {
		s, err := layOut(g, opt.Precision, opt, &Result{})
		if err != nil {
			return nil, 0, err
		}
		if describe == nil {
			describe = s
		}
		return s, s.roundoff(), nil
	}, func() []float64 {
		if c, ok := describe.(*converted); ok {
			x0 = make([]float64, len(first.X))
			for v, a := range c.back.Var {
				x0[v] = first.X[a]
			}
		}
		return x0
	})
	if err != nil {
		return nil, census, err
	}
	list := []*Result{first}
	for _, e := range found[1:] {
		r := &Result{Solution: e.sol, PublicStates: first.PublicStates}
		describe.describe(e.x, r)
		r.Certificate = Certify(g, r.X, r.Precision)
		if r.Certificate.Err() != nil {
			census.Nowhere += e.starts
			continue
		}
		list, census.Starts = append(list, r), append(census.Starts, e.starts)
	}
	return list, census, nil
}

// AllPublic is All for a game in public-tree form, whose first equilibrium
// SolvePublic found.
func AllPublic(g *game.Public, first *PublicResult, opt Options, starts int, seed uint64) ([]*PublicResult, []*PublicCertificate, Census, error) {
	found, census, err := multistart(first.Solution, starts, seed, opt, func(opt Options) (system, float64, error) {
		s, err := newFast(g, opt.Precision, opt.Workers, opt.MaxBytes)
		if err != nil {
			return nil, 0, err
		}
		return s, s.roundoff(), nil
	}, func() []float64 { return first.X })
	if err != nil {
		return nil, nil, census, err
	}
	list, certificates := []*PublicResult{first}, []*PublicCertificate{CertifyPublic(g, first.X, first.Precision)}
	for _, e := range found[1:] {
		c := CertifyPublic(g, e.x, e.sol.Precision)
		if !c.Good() {
			census.Nowhere += e.starts
			continue
		}
		r := &PublicResult{Solution: e.sol, X: e.x}
		r.Values, r.Q, r.Reach = Value(g, e.x)
		list, certificates, census.Starts = append(list, r), append(certificates, c), append(census.Starts, e.starts)
	}
	return list, certificates, census, nil
}

// end is an equilibrium and how many starts lead there.
type end struct {
	x      []float64
	sol    Solution
	starts int
}

// multistart runs the starts, several at once, each on a system of one worker.
// What it finds does not depend on how many. The census counts first alone.
func multistart(first Solution, starts int, seed uint64, opt Options, lay func(Options) (system, float64, error), known func() []float64) ([]end, Census, error) {
	opt = opt.withDefaults()
	if opt.Limit {
		return nil, Census{}, fmt.Errorf("several equilibria are looked for at one precision, not at the limit")
	}
	starts = max(starts, 1)
	systems, roundoff, err := several(min(max(opt.Workers, 1), max(starts-1, 1)), opt, lay)
	if err != nil {
		return nil, Census{}, err
	}
	opt.Roundoff = roundoff
	found := []end{{known(), first, 1}}
	census := Census{}
	slack := sameProfile + 1e3*opt.Roundoff

	// Ends are counted in the order of the starts, so that the first of those
	// that are the same is always the same one.
	var mutex sync.Mutex
	waiting := map[int]*end{}
	turn := 1
	count := func(start int, e *end) {
		mutex.Lock()
		defer mutex.Unlock()
		waiting[start] = e
		for {
			e, ok := waiting[turn]
			if !ok {
				return
			}
			delete(waiting, turn)
			turn++
			if e == nil {
				census.Nowhere++
				continue
			}
			k := slices.IndexFunc(found, func(o end) bool { return same(o.x, e.x, slack) })
			if k < 0 {
				found = append(found, *e)
			} else {
				found[k].starts++
			}
		}
	}
	if len(found[0].x) > 0 {
		newPool(len(systems)).each(starts-1, func(k, w int) {
			if opt.Stop != nil && opt.Stop() {
				return
			}
			s := systems[w]
			x := make([]float64, s.size())
			somewhere(s, x, roundoff/machineEpsilon, random.New(seed, k+1, 0, random.UseStart))
			// With a rising precision a path cannot come back to its start, but leads to
			// equilibria of one sign of the determinant only; with a fixed one, to both.
			y, sol, ok := reach(s, x, k%2 == 1, opt, startPasses)
			if opt.Stop != nil && opt.Stop() && !ok {
				return
			}
			if !ok {
				count(k+1, nil)
				return
			}
			count(k+1, &end{y, sol, 1})
		})
	} else {
		found[0].starts = starts
	}
	// Those that waited for a start which was interrupted, in order.
	for len(waiting) > 0 {
		if e, ok := waiting[turn]; ok {
			count(turn, e)
		} else {
			turn++
		}
	}
	census.Tried = census.Nowhere
	for k := range found {
		census.Tried += found[k].starts
	}
	census.Stopped = census.Tried < starts
	slices.SortStableFunc(found[1:], func(a, b end) int { return b.starts - a.starts })
	census.Starts = []int{found[0].starts}
	return found, census, nil
}

// somewhere writes a random profile, from mixed to nearly pure: logit equilibria
// have log-odds up to the largest precision times payoff range, and the paths
// from well inside lead to those of the wrong index where that is large.
func somewhere(s system, x []float64, largest float64, rng *random.Stream) {
	scatter(s, x, rng)
	sharp := math.Pow(1+largest, rng.Float64())
	for a := range x {
		x[a] *= sharp
	}
	s.normalise(x)
}

// several makes as many systems as the memory allows, at most n.
func several(n int, opt Options, lay func(Options) (system, float64, error)) ([]system, float64, error) {
	most := opt.MaxBytes
	opt.Workers = 1
	for ; ; n /= 2 {
		opt.MaxBytes = most / int64(n)
		s, roundoff, err := lay(opt)
		if err != nil && n > 1 {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		systems := []system{s}
		for len(systems) < n {
			if s, _, err = lay(opt); err != nil {
				return nil, 0, err
			}
			systems = append(systems, s)
		}
		return systems, roundoff, nil
	}
}

// same reports whether two profiles agree in every probability.
func same(x, y []float64, slack float64) bool {
	for a := range x {
		if !(math.Abs(math.Exp(x[a])-math.Exp(y[a])) <= slack) {
			return false
		}
	}
	return true
}
