package plan

import (
	"context"
	"fmt"
	"math"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
)

// This file solves one look-ahead: who would do what, and why.

// Options of Solve.
type Options struct {
	AsOf      scenario.Date // zero: the start, before any evidence
	Precision float64       // multiplies every actor's precision; 0: 1
	Limit     bool          // follow the branch to its limit
	Unmerged  bool          // lay the tree out in full, also where two histories start the same game
	MaxMemory int64
	Sized     bool // it is known to fit: its size is not estimated first, though building stops at MaxMemory
	MaxPasses int
	Workers   int         // cores on the one game, 0: one; results do not depend on it
	Retrace   qre.Retrace // whether the path is followed a second time, to be sure
	Stop      func() bool
}

// Plan is one solved look-ahead: at the parameters' medians, or at a draw of them (see At).
type Plan struct {
	S           *scenario.Scenario
	Src         *lookahead.Source
	Tree        *lookahead.Tree
	Result      *qre.PublicResult
	Certificate *qre.PublicCertificate
	Questions   []float64 // by question: probability of coming true within the look-ahead
	Ends        []float64 // by end: probability of being met within it
	Build       time.Duration
	Solve       time.Duration
	Certify     time.Duration
	Warnings    []string
	model       *lookahead.Model
	clock       story.Clock
	pos         *lookahead.Position // from which Tree was built
}

// Build builds the look-ahead at the scenario's start, or, given an as-of
// date, at the position that the evidence until then leads to, parameters at
// their medians. Nothing is solved but what the evidence asks for.
func Build(s *scenario.Scenario, set *evidence.Set, opt Options) (*Plan, error) {
	src, err := lookahead.NewSource(s)
	if err != nil {
		return nil, err
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		return nil, err
	}
	if opt.Precision == 0 {
		opt.Precision = 1
	}
	p := &Plan{S: s, Src: src, model: m}
	limits := lookahead.Limits{Bytes: opt.MaxMemory, Unmerged: opt.Unmerged}
	clock := story.Clock{Step: -1}
	pos, err := m.Start()
	if err != nil {
		return nil, err
	}
	if !opt.AsOf.IsZero() {
		o := set.Observe(s, opt.AsOf)
		clock = story.Clock{Period: o.CutPeriod, Step: o.CutStep - 1}
		t := &story.Teller{M: m, Opt: story.Options{Limits: limits, Precision: opt.Precision, Stop: opt.Stop}}
		f, err := evidence.Filter(t, o, evidence.FilterOptions{Clock: clock, Stream: random.New(1, 0, 0, random.UseFilter)})
		if err != nil {
			return nil, err
		}
		if len(f.Particles) == 0 {
			return nil, fmt.Errorf("at the parameters' medians the evidence up to %s cannot have happened; give its rows a reliability below 1, or change the model", opt.AsOf)
		}
		best := 0
		for k := range f.Particles {
			if f.Particles[k].LogW > f.Particles[best].LogW {
				best = k
			}
		}
		pos, clock.Stale = f.Particles[best].Moment.Pos, f.Particles[best].Stale
		if len(f.Particles) > 1 {
			p.Warnings = append(p.Warnings, fmt.Sprintf("The evidence leaves %d public histories open; the likeliest (%.0f%%) is shown.", len(f.Particles), 100*math.Exp(f.Particles[best].LogW)))
		}
	}
	if opt.MaxMemory > 0 && !opt.Sized {
		if err := m.Fits(pos, limits); err != nil {
			return nil, err
		}
	}
	begun := time.Now()
	if p.Tree, err = m.Build(pos, limits); err != nil {
		return nil, err
	}
	p.Build, p.clock, p.pos = time.Since(begun), clock, pos
	return p, nil
}

// Solve builds the look-ahead as Build does, and solves it.
func Solve(ctx context.Context, s *scenario.Scenario, set *evidence.Set, opt Options) (*Plan, error) {
	p, err := Build(s, set, opt)
	if err != nil {
		return nil, err
	}
	if err := p.solve(ctx, opt); err != nil {
		return nil, err
	}
	return p, nil
}

// solve solves the look-ahead that was built, certifies it, and answers the questions.
func (p *Plan) solve(ctx context.Context, opt Options) error {
	if opt.Precision == 0 {
		opt.Precision = 1
	}
	var err error
	begun := time.Now()
	p.Result, err = qre.SolvePublic(p.Tree.Game, qre.Options{
		Precision: opt.Precision, Limit: opt.Limit, MaxPasses: opt.MaxPasses, Retrace: opt.Retrace, Workers: opt.Workers, MaxBytes: opt.MaxMemory,
		Stop: func() bool { return ctx.Err() != nil || opt.Stop != nil && opt.Stop() },
	})
	if err != nil {
		return err
	}
	p.Solve = time.Since(begun)
	begun = time.Now()
	p.Certificate = qre.CertifyPublic(p.Tree.Game, p.Result.X, p.Result.Precision)
	if !p.Certificate.Good() {
		return fmt.Errorf("the solution does not pass its certificate: %s; this is a fault of demarche, please report it with the scenario", p.Certificate.Fault())
	}
	p.Certify = time.Since(begun)
	t := &story.Teller{M: p.model}
	p.Questions, p.Ends, err = t.Within(p.Tree, p.Result.X, story.Windows(p.S), p.clock)
	return err
}

// Knows is what a type of an actor knows beyond what everybody sees in block b:
// the secrets it is told, and covert acts that it did or saw this period.
func (p *Plan) Knows(b, actor, t int) map[string]string {
	out := map[string]string{}
	g := p.Tree.Game
	for k := range int(g.Blocks[b].Profiles) {
		if g.TypeOf(b, actor, k) != t {
			continue
		}
		pr := p.Tree.Profiles[int(g.Blocks[b].Profile)+k]
		for j := range p.S.Secrets {
			if sec := &p.S.Secrets[j]; sec.Knows(actor) {
				out[sec.Name] = sec.Domain.Label(p.Src.Secret(pr, j))
			}
		}
		for name, done := range p.Src.CovertKnown(actor, pr) {
			if done {
				out[name] = "yes"
			}
		}
		break
	}
	return out
}
