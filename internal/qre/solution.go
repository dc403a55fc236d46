// What a solve is asked for and what it says about how it was reached.

// Package qre computes logit agent quantal response equilibria (McKelvey &
// Palfrey 1998) of finite games with perfect recall, by tracing the principal
// branch from complete randomness (Turocy 2005, 2010) with Newton's method on
// the public tree, and certifies them with independent code.
package qre

import (
	"errors"
	"fmt"
)

// Branches a Solution can stand on.
const (
	// Principal: traced from t=0 without a break, every step bounded in
	// distance, contraction and angle.
	Principal = "principal"
	// Decomposed: proper subgames were solved by themselves first.
	Decomposed = "decomposed"
	// Local: an equilibrium, found by Newton's method from somewhere else than
	// the principal branch, or past a jump. Another equilibrium may be the
	// principal one.
	Local = "local"
)

// Retrace says whether a traced path is traced again with half the step, to
// see that it ends in the same place after the same number of folds.
type Retrace int

const (
	RetraceSmall  Retrace = iota // games of at most retraceSize unknowns
	RetraceAlways                // whatever the size
	RetraceNever                 // the caller samples
)

// retraceSize is the number of unknowns up to which RetraceSmall retraces.
const retraceSize = 400

// Options of a solve. The zero value asks for the equilibrium at the game's own
// precisions.
type Options struct {
	// Precision multiplies every player's precision; 0 means 1. For a game that
	// states no precisions it is the λ of the literature, in units of 1/payoff.
	Precision float64
	// Limit follows the branch beyond Precision until the largest one-shot
	// regret is below Regret.
	Limit bool
	// Regret ends a Limit: largest one-shot regret relative to the payoff
	// range. 0 means 3e-8, or as near to it as rounding lets the path go, at
	// most 1e-6.
	Regret  float64
	allowed float64 // the regret that will do where the path cannot go on
	// MaxPasses bounds the linearisations spent; 0 means 20000.
	MaxPasses int
	// MaxBytes bounds the memory of the linearisation; 0 means 2 GB.
	MaxBytes int64
	// Retrace: see the type.
	Retrace Retrace
	// Bare leaves Q, Reach and Values of a PublicResult out, which Value computes
	// when they are wanted, and Regret.
	Bare bool
	// General takes the general path even where the fast one would do: a check.
	General bool
	// Workers is the number of cores to use on one game; 0 means 1. Results do
	// not depend on it.
	Workers int
	// Stop, when set, is asked between steps whether to give up (an interrupt).
	Stop func() bool
	// Roundoff is the rounding to be expected in the residual at t=1, in the
	// units of a log-probability: about 1e-16·λ·range·depth. Systems that know
	// it set it; the residual can not be brought below it.
	Roundoff float64
}

// Solution says at which precision a solution stands and how it was reached.
type Solution struct {
	Precision float64 // multiplier of every player's precision where the solution stands
	Branch    string  // Principal, Decomposed or Local
	Folds     int     // changes of direction in the precision along the path
	FirstFold float64 // precision at the first fold met on the path, 0 when there is none
	// Bifurcations met: points where the smooth branch crosses another one and
	// a small change of the game would part them. FirstBifurcation is the
	// precision at the first one, 0 when there is none.
	Bifurcations     int
	FirstBifurcation float64
	Limit            bool    // the limit was asked for and its regret bound is met
	Regret           float64 // largest one-shot regret relative to the payoff range
	Residual         float64 // the solver's own residual (the certificate has the other)
	Steps            int     // accepted steps along the path
	Rejected         int     // steps that were tried and found too long
	Passes           int     // linearisations, all retraces included
	Retraced         bool    // a retrace at smaller steps ended in the same place, or there is no other
}

// ErrStopped is wrapped by every error that ends a path before its goal.
var ErrStopped = errors.New("the path of solutions was not followed to its end")

// stopped describes where a path ended and why.
func stopped(at, goal float64, why string) error {
	return fmt.Errorf("%w: %s at precision %.6g of %.6g; lower the precision, or allow more passes", ErrStopped, why, at, goal)
}

func (o Options) withDefaults() Options {
	if o.Precision == 0 {
		o.Precision = 1
	}
	if o.Regret == 0 {
		o.Regret, o.allowed = 3e-8, 1e-6
	}
	if o.MaxPasses == 0 {
		o.MaxPasses = 20000
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 2 << 30
	}
	return o
}
