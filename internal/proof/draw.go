package proof

import (
	"fmt"
	"math"

	"demarche/internal/random"
	"demarche/internal/theory"
)

// This file draws parameters from the region in which a theory holds.

// mostDraws bounds how often a set of parameters is drawn until one is admissible.
const mostDraws = 100000

// Draw gives values to the parameters of the region, uniform in their ranges,
// until the theory's conditions hold: the n-th such set of a seed.
func (e *Engine) Draw(seed uint64, n int) (*Engine, error) {
	stream := random.New(seed, n, 0, random.UseTest)
	for range mostDraws {
		values := map[int]float64{}
		for _, r := range e.T.Region {
			values[r.Parameter] = drawn(r, stream)
		}
		if c := e.With(values); c.Point().Admissible() {
			return c, nil
		}
	}
	return nil, fmt.Errorf("%s: not one of %d sets of parameters drawn from the region's ranges is admissible; tighten the ranges", e.T.File, mostDraws)
}

func drawn(r theory.Range, s *random.Stream) float64 {
	if r.Whole {
		lo, hi := math.Ceil(r.Low), math.Floor(r.High)
		return lo + math.Floor(s.Float64()*(hi-lo+1))
	}
	return r.Low + s.Open()*(r.High-r.Low)
}

// Values are the parameters of the region, by name, for messages and --set.
func (e *Engine) Values() string {
	p := e.Point()
	out := ""
	for _, r := range e.T.Region {
		out += fmt.Sprintf(" --set %s=%.17g", e.S.Parameters[r.Parameter].Name, p.Parameters[r.Parameter])
	}
	return out
}

// Claims reports whether result i is claimed at the engine's parameters.
func (e *Engine) Claims(i int) bool {
	r := &e.T.Results[i]
	return e.Variant(r.Set).Point().Holds(r.Require)
}

// ClaimsProfile reports whether anything is claimed of profile i at the
// engine's parameters, and whether that it is an equilibrium.
func (e *Engine) ClaimsProfile(i int) (claimed, holds bool) {
	p := &e.T.Profiles[i]
	at := e.Variant(p.Set).Point()
	return at.Holds(p.Require), at.Holds(p.Holds)
}
