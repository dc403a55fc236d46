// Solving an extensive-form game: the way in, and the choice of the path.

package qre

import (
	"errors"
	"fmt"
	"math"

	"demarche/internal/game"
)

// Result is a solved game. Behaviour profiles are laid out by information set
// and action in file order, see game.InformationSet.First.
type Result struct {
	Solution
	X            []float64   // log-probabilities of the actions
	Q            []float64   // expected payoff of each action to its owner, given that its information set is reached
	Reach        []float64   // probability of reaching each information set
	Values       []float64   // expected payoff of each player
	PublicStates int         // of the game's public tree
	Certificate  Certificate // see Certify
	Warnings     []string    // what a reader of the result must know
}

// Solve follows the principal branch of logit equilibria of g from precision 0
// to opt.Precision, or to its limit, and certifies where it ends. When the path is lost before its goal, an equilibrium found
// elsewhere is returned with Branch Local and a warning; if none is found the
// error wraps ErrStopped. A solution that fails its certificate is an error.
func Solve(g *game.Game, opt Options) (*Result, error) {
	opt = opt.withDefaults()
	if !(opt.Precision >= 0) || math.IsInf(opt.Precision, 0) {
		return nil, fmt.Errorf("the precision is %v; it must be a number above 0", opt.Precision)
	}
	if err := game.Verify(g); err != nil {
		return nil, err
	}
	multiplier := opt.Precision
	res := &Result{}
	s, err := layOut(g, multiplier, opt, res)
	if err != nil {
		return nil, err
	}
	opt.Roundoff = s.roundoff()
	x, sol, err := follow(s, opt)
	if err != nil {
		if sol.Branch != Local {
			return nil, err
		}
		res.Warnings = append(res.Warnings, fmt.Sprintf("%v: what follows is an equilibrium found past the point where the principal branch was lost, and need not be the one that branch leads to", err))
	}
	if opt.Limit && !sol.Limit {
		res.Warnings = append(res.Warnings, fmt.Sprintf("the limit was not reached: at precision %.3g the largest regret is still %.2g of the payoff range", sol.Precision, sol.Regret))
	}
	if sol.Bifurcations > 0 {
		res.Warnings = append(res.Warnings, fmt.Sprintf("the branch crosses another one at precision %.4g: a small change of the game may lead to a different equilibrium", sol.FirstBifurcation))
	}
	res.Solution = sol
	s.describe(x, res)
	res.Certificate = Certify(g, res.X, sol.Precision)
	if err := res.Certificate.Err(); err != nil {
		return nil, err
	}
	return res, nil
}

// roundoff is the rounding to be expected in G at t=1: the largest λ·|payoff| of
// an information set's owner, times the depth.
func (s *general) roundoff() float64 {
	payoff := make([]float64, len(s.g.Players))
	for h := range int32(s.g.Nodes()) {
		for i, u := range s.g.Payoff(h) {
			payoff[i] = math.Max(payoff[i], math.Abs(u))
		}
	}
	most := 0.0
	for i, l := range s.lambda {
		most = math.Max(most, l*payoff[s.g.Sets[i].Player])
	}
	return machineEpsilon * most * float64(1+s.g.Depth())
}

// A laid is a system that came from a game.Game.
type laid interface {
	system
	roundoff() float64
	// describe fills in X, Q, Reach and Values, laid out like the game, at x.
	describe(x []float64, res *Result)
}

// layOut chooses the path that g can take.
func layOut(g *game.Game, precision float64, opt Options, res *Result) (laid, error) {
	tree := game.PublicTree(g)
	res.PublicStates = len(tree.Blocks)
	if !opt.General {
		if c, ok := game.Convert(g, tree); ok {
			s, err := newFast(c.Game, precision, opt.Workers, opt.MaxBytes)
			if err != nil {
				return nil, err
			}
			return &converted{s, c}, nil
		}
	}
	return newGeneral(g, tree, precision, opt.MaxBytes)
}

// converted is the fast path on a game brought into public-tree form.
type converted struct {
	*fast
	back *game.Converted
}

func (s *converted) describe(x []float64, res *Result) {
	values, q, reach := Value(s.g, x)
	res.Values = values
	res.X, res.Q, res.Reach = make([]float64, len(x)), make([]float64, len(x)), make([]float64, len(reach))
	for v, a := range s.back.Var {
		res.X[a], res.Q[a] = x[v], q[v]
	}
	for i, r := range reach {
		k := s.back.Set[i]
		res.Reach[k] = r
		if scale := s.sets[i].Scale; scale != 1 { // Value speaks in the value of the time of the choice
			for v := s.sets[i].Var; v < s.sets[i].Var+s.sets[i].Vars; v++ {
				res.Q[s.back.Var[v]] /= scale
			}
		}
	}
}

// follow traces the principal branch to its goal, or solves by backward
// induction what is of perfect information; where the branch is lost, an
// equilibrium found past that point comes with Branch Local and the error, and
// if none is found, the last point on the branch comes with the error.
func follow(s system, opt Options) ([]float64, Solution, error) {
	if d, ok := s.(interface {
		perfectInformation() bool
		backwardInduction(Options) ([]float64, Solution, error)
	}); ok && d.perfectInformation() {
		return d.backwardInduction(opt)
	}
	x, sol, err := trace(s, opt)
	if err == nil {
		return x, sol, nil
	}
	y, local, ok := beyond(s, x, sol, opt)
	if !ok {
		return x, sol, err
	}
	local.Passes += sol.Passes
	local.Folds, local.FirstFold = sol.Folds, sol.FirstFold
	local.Bifurcations, local.FirstBifurcation = sol.Bifurcations, sol.FirstBifurcation
	return y, local, err
}

// describe fills in values, reach and action payoffs at x.
func (s *general) describe(x []float64, res *Result) {
	s.evaluate(x)
	g := s.g
	res.X = x
	res.Q = append([]float64(nil), s.q...)
	res.Values = append([]float64(nil), s.value[:s.players]...)
	p := make([]float64, g.Nodes())
	p[0] = 1
	for h := 1; h < len(p); h++ {
		c := s.chance[h]
		if a := s.edge[h]; a >= 0 {
			c = s.prob[a]
		}
		p[h] = p[g.Parent[h]] * c
	}
	res.Reach = make([]float64, len(g.Sets))
	for i := range g.Sets {
		for _, h := range g.Sets[i].Nodes {
			res.Reach[i] += p[h]
		}
	}
}

// ErrCertificate is wrapped by the error of a solution that fails its
// certificate: a fault of the solver, never of the analyst.
var ErrCertificate = errors.New("the solution fails its certificate")
