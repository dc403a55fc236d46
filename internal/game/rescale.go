// Precisions, taken into the payoffs.

package game

// Rescale multiplies every player's payoffs by its precision, and by the scale
// of its information sets, so that all precisions and scales are 1 and the
// equilibria at each λ stay what they were. It gives the factors. Where a
// player's sets differ in scale, because payoffs of later choices are
// discounted, no factor does: the player is listed in several, its first set
// gets scale 1, and the others keep what they have beyond it.
func (g *Game) Rescale() (factor []float64, several []int) {
	factor = make([]float64, len(g.Players))
	first := make([]float64, len(g.Players))
	differs := make([]bool, len(g.Players))
	for i := range first {
		first[i] = -1
	}
	for k := range g.Sets {
		s := &g.Sets[k]
		if first[s.Player] < 0 {
			first[s.Player] = s.Scale
		}
		differs[s.Player] = differs[s.Player] || s.Scale != first[s.Player]
	}
	for i := range factor {
		if differs[i] {
			several = append(several, i)
		}
		if first[i] < 0 || first[i] == 0 && differs[i] { // nobody moves, or no factor would do for the first set
			first[i] = 1
		}
		factor[i] = g.Precision[i] * first[i]
		g.Precision[i] = 1
	}
	for k := range g.Sets {
		if f := first[g.Sets[k].Player]; f == 0 {
			g.Sets[k].Scale = 1
		} else {
			g.Sets[k].Scale /= f
		}
	}
	for o := range g.Outcomes {
		out := &g.Outcomes[o]
		for i, f := range factor {
			if f != 1 {
				out.Payoff[i] *= f
				if out.Exact != nil {
					out.Exact[i] = nil
				}
			}
		}
	}
	return factor, several
}
