// The certificate: an independent check of a solution by plain recursion over
// the tree. It shares no numerical code with the solver, on purpose.

package qre

import (
	"fmt"
	"math"
	"sync"

	"demarche/internal/game"
)

// Certificate says how well a profile satisfies the definition of a logit
// equilibrium, and how much each player could gain by leaving it.
type Certificate struct {
	Precision float64
	// Residual is max |x_a − x_0 − λ(Q_a − Q_0)| over all information sets and
	// actions, in units of log-probability.
	Residual float64
	// Share is the largest residual of an information set over what rounding may
	// leave there, Bar: 1e-9 + λ·m·(1e-14·depth + 1e-15·L). m is the largest
	// |payoff| of its owner, at an outcome or expected at a node; L is the largest
	// |ln| of the probability with which chance and the others lead to one of its
	// nodes, if it has several: what is believed is known no better than these
	// logarithms, and those of what is hardly ever done are of size λ.
	Share, Bar float64
	// Sum is max |Σ_a σ_a − 1| over the information sets.
	Sum float64
	// Regret is, for each player, the value of its best response to the others
	// less its value in the profile, in payoff units.
	Regret []float64
	// Values are the players' expected payoffs.
	Values []float64
	// Bound is the largest excess of a one-shot regret over what every logit
	// equilibrium satisfies, (ln|A| + 2·residual)/λ; positive is a fault.
	Bound float64
	// Where names the information set of the largest share.
	Where string
}

// Err is nil for a solution that passes: finite figures, residuals within their bars,
// probabilities that sum to 1 within 1e-9, one-shot regrets within their bound.
func (c *Certificate) Err() error {
	switch {
	case !(c.Share <= 1):
		return fmt.Errorf("%w: the equations of a logit equilibrium are violated by %.3g (allowed: %.3g) at %s", ErrCertificate, c.Share*c.Bar, c.Bar, c.Where)
	case !(c.Sum <= 1e-9):
		return fmt.Errorf("%w: probabilities at one information set miss 1 by %.3g", ErrCertificate, c.Sum)
	case !(c.Bound <= 0):
		return fmt.Errorf("%w: a one-shot regret exceeds its bound by %.3g", ErrCertificate, c.Bound)
	}
	for i, r := range c.Regret {
		if math.IsNaN(r) || r < -1e-9*(1+math.Abs(c.Values[i])) {
			return fmt.Errorf("%w: the regret of player %d is %.3g", ErrCertificate, i+1, r)
		}
	}
	return nil
}

// Certify checks the log-probabilities x as a logit agent quantal response
// equilibrium (McKelvey & Palfrey 1998) of g at the given multiplier of the
// players' precisions. The time is linear in nodes times players.
func Certify(g *game.Game, x []float64, precision float64) Certificate {
	w := newWitness(g, x)
	c := Certificate{Precision: precision}
	w.visit(0, 0)
	w.believe()
	c.Values = w.payoff(0)
	depth := 1.0 + float64(g.Depth())
	most := w.mosts()
	worst := -1.0
	c.Bound = math.Inf(-1)
	type figures struct {
		lambda, best, mean, residual float64
		actions                      int
	}
	var sets []figures
	for i := range g.Sets {
		s := &g.Sets[i]
		lambda := precision * g.Precision[s.Player] * s.Scale
		span := lambda * most[s.Player]
		bar := 1e-9 + 1e-14*span*depth + 1e-15*span*w.blur(i)
		f := figures{lambda: lambda, best: math.Inf(-1), actions: len(s.Actions)}
		q0, sum := w.actionPayoff(i, 0), 0.0
		for a := range s.Actions {
			q, xa := w.actionPayoff(i, a), x[s.First+a]
			f.best = math.Max(f.best, q)
			p := w.sigma[s.First+a]
			f.mean += p * q
			sum += p
			d := math.Abs(xa - x[s.First] - lambda*(q-q0))
			if !(d <= f.residual) {
				f.residual = d
			}
		}
		if !(f.residual <= c.Residual) {
			c.Residual = f.residual
		}
		if !(f.residual/bar <= worst) {
			worst, c.Bar, c.Where = f.residual/bar, bar, g.SetName(i)
		}
		if d := math.Abs(sum - 1); !(d <= c.Sum) {
			c.Sum = d
		}
		sets = append(sets, f)
	}
	c.Share = math.Max(worst, 0)
	for _, f := range sets {
		if f.lambda > 0 {
			slack := 1e-12 * (1 + math.Abs(f.best))
			c.Bound = math.Max(c.Bound, f.best-f.mean-(math.Log(float64(f.actions))+2*f.residual)/f.lambda-slack)
		}
	}
	if len(sets) == 0 || math.IsInf(c.Bound, -1) {
		c.Bound = 0
	}
	c.Regret = make([]float64, len(g.Players))
	each(len(g.Players), func(i int) { c.Regret[i] = w.bestResponse(i) - c.Values[i] })
	return c
}

// each calls do for 0 ≤ i < n, all at once.
func each(n int, do func(i int)) {
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() { do(i) })
	}
	wait.Wait()
}

// witness recomputes what the definition needs.
type witness struct {
	g     *game.Game
	x     []float64
	sigma []float64 // probabilities
	// others is, by player and node, ln of the probability that chance and the
	// others lead there, zero-probability chance counted apart. With perfect
	// recall a player's own acts cancel in what it believes, and must not be
	// carried as the difference of large logarithms.
	others [][]float64
	zeros  []int32   // zero-probability chance moves on the way
	belief []float64 // by node of an information set
	values []float64 // by node and player
}

func newWitness(g *game.Game, x []float64) *witness {
	n := g.Nodes()
	w := &witness{
		g: g, x: x, sigma: make([]float64, len(x)), others: make([][]float64, len(g.Players)),
		zeros: make([]int32, n), belief: make([]float64, n), values: make([]float64, n*len(g.Players)),
	}
	for a, l := range x {
		w.sigma[a] = math.Exp(l)
	}
	return w
}

// visit walks the tree from h, with so many zero-probability chance moves on
// the way.
func (w *witness) visit(h, zeros int32) {
	g := w.g
	w.zeros[h] = zeros
	v := w.payoff(h)
	copy(v, g.Payoff(h))
	for a, kid := range g.Kids(h) {
		var p float64
		z := zeros
		if g.Kind[h] == game.Chance {
			p = g.Chances[g.Move[h]].Probability[a]
			if p == 0 {
				z++
			}
		} else {
			p = w.sigma[g.Sets[g.Move[h]].First+a]
		}
		w.visit(kid, z)
		for i, u := range w.payoff(kid) {
			v[i] += p * u
		}
	}
}

// mosts is, by player, the largest |payoff| at an outcome, or expected at a node.
func (w *witness) mosts() []float64 {
	out := make([]float64, len(w.g.Players))
	for h := range int32(w.g.Nodes()) {
		for i, u := range w.payoff(h) {
			out[i] = math.Max(out[i], math.Abs(u))
		}
		for i, u := range w.g.Payoff(h) {
			out[i] = math.Max(out[i], math.Abs(u))
		}
	}
	return out
}

// payoff is what the players expect at node h.
func (w *witness) payoff(h int32) []float64 {
	n := len(w.g.Players)
	return w.values[int(h)*n:][:n:n]
}

// believe computes the beliefs within every information set. Where every node
// lies behind zero-probability chance moves, those with the fewest count.
func (w *witness) believe() {
	each(len(w.others), func(i int) { w.others[i] = w.without(i) })
	for i := range w.g.Sets {
		nodes, logR := w.g.Sets[i].Nodes, w.others[w.g.Sets[i].Player]
		ref := nodes[0]
		for _, h := range nodes {
			if w.zeros[h] < w.zeros[ref] || w.zeros[h] == w.zeros[ref] && logR[h] > logR[ref] {
				ref = h
			}
		}
		total := 0.0
		for _, h := range nodes {
			if w.zeros[h] == w.zeros[ref] {
				w.belief[h] = math.Exp(logR[h] - logR[ref])
				total += w.belief[h]
			}
		}
		for _, h := range nodes {
			w.belief[h] /= total
		}
	}
}

// blur is the L of set i, see Certificate.Share.
func (w *witness) blur(i int) float64 {
	s := &w.g.Sets[i]
	most := 0.0
	for _, h := range s.Nodes {
		if len(s.Nodes) > 1 {
			most = math.Max(most, math.Abs(w.others[s.Player][h]))
		}
	}
	return most
}

// without is, by node, ln of the probability that chance and the players other
// than one lead there.
func (w *witness) without(player int) []float64 {
	g := w.g
	r := make([]float64, g.Nodes())
	for h := 1; h < len(r); h++ {
		p := g.Parent[h]
		r[h] = r[p]
		if g.Kind[p] == game.Decision {
			if s := &g.Sets[g.Move[p]]; s.Player != player {
				r[h] += w.x[s.First+int(g.Branch[h])]
			}
		} else if c := g.Chances[g.Move[p]].Probability[g.Branch[h]]; c > 0 {
			r[h] += math.Log(c)
		}
	}
	return r
}

// actionPayoff is the expected payoff of action a to the owner of set i, given
// that the set is reached.
func (w *witness) actionPayoff(i, a int) float64 {
	s := &w.g.Sets[i]
	q := 0.0
	for _, h := range s.Nodes {
		q += w.belief[h] * w.payoff(w.g.Kids(h)[a])[s.Player]
	}
	return q
}

// bestResponse is the largest payoff that player i can have against the
// others' strategies. Information sets are settled deepest first, which perfect
// recall allows; at each the player weighs nodes by the others' and chance's
// probabilities of leading there.
func (w *witness) bestResponse(player int) float64 {
	g := w.g
	n := g.Nodes()
	logOthers := w.others[player]
	own := make([]int, n) // own moves on the way: the order in which sets can be settled
	most := 0
	for h := int32(1); int(h) < n; h++ {
		p := g.Parent[h]
		own[h] = own[p]
		if g.Kind[p] == game.Decision && g.Sets[g.Move[p]].Player == player {
			own[h]++
			most = max(most, own[h])
		}
	}
	choice := make([]int, len(g.Sets))
	byOwn := make([][]int, most+1)
	for i := range g.Sets {
		if s := &g.Sets[i]; s.Player == player {
			choice[i] = -1
			k := own[s.Nodes[0]]
			byOwn[k] = append(byOwn[k], i)
		}
	}
	memo := make([]float64, n)
	known := make([]bool, n)
	var value func(h int32) float64
	value = func(h int32) float64 {
		if known[h] {
			return memo[h]
		}
		v := 0.0
		if u := g.Payoff(h); u != nil {
			v = u[player]
		}
		kids := g.Kids(h)
		switch {
		case g.Kind[h] == game.Decision && g.Sets[g.Move[h]].Player == player:
			v += value(kids[choice[g.Move[h]]])
		case g.Kind[h] == game.Decision:
			for a, kid := range kids {
				v += w.sigma[g.Sets[g.Move[h]].First+a] * value(kid)
			}
		case g.Kind[h] == game.Chance:
			for a, kid := range kids {
				v += g.Chances[g.Move[h]].Probability[a] * value(kid)
			}
		}
		memo[h], known[h] = v, true
		return v
	}
	for k := most; k >= 0; k-- {
		for _, i := range byOwn[k] {
			s := &g.Sets[i]
			least, top := int32(math.MaxInt32), math.Inf(-1)
			for _, h := range s.Nodes {
				least = min(least, w.zeros[h])
			}
			for _, h := range s.Nodes {
				if w.zeros[h] == least {
					top = math.Max(top, logOthers[h])
				}
			}
			best := math.Inf(-1)
			for a := range s.Actions {
				q := 0.0
				for _, h := range s.Nodes {
					if w.zeros[h] == least {
						q += math.Exp(logOthers[h]-top) * value(g.Kids(h)[a])
					}
				}
				if q > best || math.IsNaN(q) {
					best, choice[i] = q, a
				}
			}
		}
	}
	return value(0)
}
