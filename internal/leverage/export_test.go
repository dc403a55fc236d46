package leverage

import (
	"context"

	"demarche/internal/plan"
)

// This file shows the tests outside what only tests need.

// Scenarios that several tests use, and the scenario without the other acts.
const (
	Secretive = secretive
	Open      = open
	Rooted    = rooted
)

var Only = only

// Depend measures dependence and leaves the rest out.
func Depend(ctx context.Context, p *plan.Plan, opt Options) (*Leverage, error) {
	e, r := begin(ctx, p, opt)
	return r, e.depend(r)
}

// Threats computes the threat-power value of a look-ahead that was not solved.
func Threats(p *plan.Plan) ThreatPower { return threatPower(p) }
