package plan

import (
	"context"

	"demarche/internal/qre"
)

// This file looks for the other equilibria of a look-ahead that is solved.

// AllOptions of Plan.All.
type AllOptions struct {
	Starts    int // the principal branch among them
	Seed      uint64
	Precision float64 // as Solve was given
	Workers   int
	MaxMemory int64
	Stop      func() bool
}

// Equilibria are those found: the plan's own first.
type Equilibria struct {
	Results      []*qre.PublicResult
	Certificates []*qre.PublicCertificate
	Census       qre.Census
}

// All looks for equilibria beside the plan's from random starts.
func (p *Plan) All(ctx context.Context, opt AllOptions) (*Equilibria, error) {
	e := &Equilibria{}
	var err error
	e.Results, e.Certificates, e.Census, err = qre.AllPublic(p.Tree.Game, p.Result, qre.Options{
		Precision: opt.Precision, Workers: opt.Workers, MaxBytes: opt.MaxMemory,
		Stop: func() bool { return ctx.Err() != nil || opt.Stop != nil && opt.Stop() },
	}, opt.Starts, opt.Seed)
	if err != nil {
		return nil, err
	}
	return e, nil
}
