package lookahead

import (
	"slices"
)

// This file makes the position from which a story starts.

// Start is the position before the first step of the first period: variables at
// their starts, secrets distributed as the scenario says at this draw.
func (m *Model) Start() (pos *Position, err error) {
	defer Recover(&err)
	src := m.Src
	pos = &Position{World: World{Period: 1, Vars: slices.Clone(src.starts), Ended: -1}}
	type partial struct {
		code uint64
		p    float64
	}
	list := []partial{{0, 1}}
	m.load(&pos.World)
	for i := range src.S.Secrets {
		var next []partial
		for _, x := range list {
			// a start may read the secrets before it
			m.loadHidden(x.code, 0)
			for v, w := range m.startWeights(i) {
				if w > 0 {
					next = append(next, partial{src.secret.set(x.code, i, v), x.p * w})
				}
			}
		}
		list = next
	}
	for _, x := range list {
		pos.Profiles = append(pos.Profiles, Profile{Secrets: x.code})
		pos.Belief = append(pos.Belief, x.p)
	}
	m.finish(&pos.World)
	return pos, nil
}

// Marginals is the belief about each secret at a position, by secret and value.
func (src *Source) Marginals(pos *Position) [][]float64 {
	out := make([][]float64, len(src.S.Secrets))
	for i := range out {
		out[i] = make([]float64, src.S.Secrets[i].Domain.Size())
		for p, pr := range pos.Profiles {
			out[i][src.Secret(pr, i)] += pos.Belief[p]
		}
	}
	return out
}
