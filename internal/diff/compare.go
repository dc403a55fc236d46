package diff

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"demarche/internal/lookahead"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/shapley"
	"demarche/internal/work"
)

// This file divides the difference of two forecasts among the changes.

// Options of Compare. The zero value asks for the defaults.
type Options struct {
	Seed      uint64
	Draws     int // of each version; 0: DefaultDraws
	Stories   int // of each version; 0: DefaultStories
	Orders    int // in which changes are made; 0: all, or DefaultOrders beyond MostExact groups
	Workers   int // 0: one a core
	MaxMemory int64
	Progress  func(work.Progress)
}

// Defaults of a comparison. Many versions are forecast, so each is forecast with
// less than a run takes; as all share their draws, differences come out better
// than forecasts.
const (
	DefaultDraws   = 100
	DefaultStories = 100
	DefaultOrders  = 40
	MostExact      = 10 // groups of changes of which every combination is forecast
)

// Methods of a comparison.
const (
	None   = "none"
	Exact  = "exact"
	Orders = "orders"
)

// ErrNothingCommon is returned where no question is asked by both versions.
var ErrNothingCommon = errors.New("there is no question that both versions ask")

// FirstError and LastError are why A, or B, cannot be forecast.
type (
	FirstError struct{ Err error }
	LastError  struct{ Err error }
)

func (e *FirstError) Error() string { return e.Err.Error() }
func (e *LastError) Error() string  { return e.Err.Error() }
func (e *FirstError) Unwrap() error { return e.Err }
func (e *LastError) Unwrap() error  { return e.Err }

// comparison is a comparison in hand.
type comparison struct {
	ctx     context.Context
	p       *Problem
	opt     Options
	sampled bool
	values  map[string]*value // by key of the version
	keys    map[string]string // by coalition of changes: key of its version
	wrong   map[string]error  // by coalition of changes: why it is invalid
	made    map[string]bool   // by coalition of changes: it is valid as far as is known
	total   int               // versions to forecast, at most
	begun   time.Time
}

// Compare forecasts A, B and versions between, and divides the difference of
// each forecast among the changes: its Shapley value, the mean over all orders in
// which the changes can be made of what each adds (Shapley 1953). All versions
// share their random numbers. The result depends on the problem and the options
// but not on the number of workers. When ctx ends early the error is its own.
func Compare(ctx context.Context, p *Problem, opt Options) (*Diff, error) {
	if opt.Draws == 0 {
		opt.Draws = DefaultDraws
	}
	if opt.Stories == 0 {
		opt.Stories = DefaultStories
	}
	c := &comparison{ctx: ctx, p: p, opt: opt, values: map[string]*value{}, keys: map[string]string{}, wrong: map[string]error{}, made: map[string]bool{}, begun: time.Now()}
	d := &Diff{A: p.A, B: p.B, Changes: p.Changes, Idle: p.Idle, Wording: p.Wording, Groups: []DiffGroup{}, Seed: opt.Seed, Method: None,
		Warnings: slices.Clone(p.Warnings), Timing: map[string]any{}, OnlyA: asked(p.First, p.Last), OnlyB: asked(p.Last, p.First)}
	for i := range d.Changes {
		d.Changes[i].Number = i + 1
		d.Changes[i].Direction = direction(p.First, p.Last, d.Changes[i].Parameter)
	}
	if !common(p.First, p.Last) {
		return nil, ErrNothingCommon
	}
	if err := c.ends(); err != nil {
		return nil, err
	}
	if err := c.divide(d); err != nil {
		return nil, err
	}
	d.Timing["seconds"] = time.Since(c.begun).Seconds()
	return d, nil
}

// asked lists the questions of s that other does not ask.
func asked(s, other *scenario.Scenario) []DiffAsked {
	out := []DiffAsked{}
	for i := range s.Questions {
		if q := &s.Questions[i]; question(other, q.Name) == nil {
			out = append(out, DiffAsked{q.Name, q.Title, q.By.String()})
		}
	}
	return out
}

func question(s *scenario.Scenario, name string) *scenario.Question {
	for i := range s.Questions {
		if s.Questions[i].Name == name {
			return &s.Questions[i]
		}
	}
	return nil
}

func common(a, b *scenario.Scenario) bool {
	return slices.ContainsFunc(a.Questions, func(q scenario.Question) bool { return question(b, q.Name) != nil })
}

// direction says in which way the distribution of a parameter changed.
func direction(a, b *scenario.Scenario, name string) string {
	find := func(s *scenario.Scenario) *scenario.Distribution {
		for i := range s.Parameters {
			if s.Parameters[i].Name == name {
				return &s.Parameters[i].Dist
			}
		}
		return nil
	}
	x, y := find(a), find(b)
	if x == nil || y == nil || x.Kind == scenario.Derived || y.Kind == scenario.Derived {
		return ""
	}
	at := func(u float64) (float64, float64) { return random.Quantile(x, u), random.Quantile(y, u) }
	lowA, lowB := at(0.05)
	midA, midB := at(0.5)
	highA, highB := at(0.95)
	near := func(a, b float64) bool { return math.Abs(a-b) <= 1e-9*math.Max(math.Abs(a), math.Abs(b)) }
	switch {
	case midB > midA && !near(midA, midB):
		return "higher"
	case midB < midA && !near(midA, midB):
		return "lower"
	case highB-lowB > highA-lowA && !near(highB-lowB, highA-lowA):
		return "wider"
	case highB-lowB < highA-lowA && !near(highB-lowB, highA-lowA):
		return "narrower"
	}
	return ""
}

// all is the coalition of all changes, or of none.
func (c *comparison) all(made bool) []bool { return slices.Repeat([]bool{made}, len(c.p.Changes)) }

// ends forecasts A and B, exactly if that can be; what is wrong with them is
// wrong with everything.
func (c *comparison) ends() error {
	for _, sampled := range []bool{false, true} {
		c.sampled = sampled
		err := c.both()
		if !errors.Is(err, errNotExact) {
			return err
		}
	}
	return errNotExact // never: stories can always be told
}

// both forecasts A and B.
func (c *comparison) both() error {
	c.total = 2
	clear(c.values)
	for last, made := range []bool{false, true} {
		_, err := c.value(c.all(made))
		switch {
		case c.ctx.Err() != nil:
			return c.ctx.Err()
		case errors.Is(err, errNotExact):
			return err
		case err != nil && last == 0:
			return &FirstError{err}
		case err != nil:
			return &LastError{err}
		}
	}
	return nil
}

// divide settles which changes are told apart, forecasts the versions that the
// plan asks for, and takes shares. A version that turns out invalid puts changes
// together, and all begins again with what was forecast so far.
func (c *comparison) divide(d *Diff) error {
	g := startGroups(len(c.p.Changes), c.valid)
	for {
		g.settle()
		plan, err := c.plan(g, d)
		if err != nil {
			return err
		}
		values, again, err := c.forecast(g, plan)
		if errors.Is(err, errNotExact) { // a version between has to be told
			c.sampled = true
			clear(c.values)
			continue
		}
		if err != nil {
			return err
		}
		if again {
			continue
		}
		for k, members := range g.groups {
			x := DiffGroup{Number: k + 1, Why: g.why[k]}
			for _, i := range members {
				x.Changes = append(x.Changes, i+1)
			}
			d.Groups = append(d.Groups, x)
		}
		d.Sampled = c.sampled
		if c.sampled {
			d.Draws, d.Stories = c.opt.Draws, c.opt.Stories
		}
		d.Versions = len(c.values)
		c.questions(d, plan, values)
		c.warn(d)
		return nil
	}
}

// plan says which versions are forecast.
func (c *comparison) plan(g *grouping, d *Diff) (*shapley.Plan, error) {
	n := len(g.groups)
	switch {
	case n > shapley.MaxPlayers:
		return nil, fmt.Errorf("the two versions differ in %d ways, and at most %d can be told apart; compare versions that are nearer to each other", n, shapley.MaxPlayers)
	case n == 0:
		d.Method, d.Orders = None, 0
		return shapley.Exact(0), nil
	case c.opt.Orders == 0 && n <= MostExact, n == 1:
		d.Method, d.Orders = Exact, 0
		return shapley.Exact(n), nil
	}
	orders := c.opt.Orders
	if orders == 0 {
		orders = DefaultOrders
	}
	pairs := max((orders+1)/2, 2)
	d.Method, d.Orders = Orders, 2*pairs
	return shapley.Sampled(n, pairs, rand.New(random.New(c.opt.Seed, 0, 0, random.UseOrders))), nil
}

// forecast values the coalitions of a plan. again is true where groups were
// merged because one of them is invalid.
func (c *comparison) forecast(g *grouping, plan *shapley.Plan) (values [][]float64, again bool, err error) {
	gate := c.gate(g)
	var sets []shapley.Set // that must be forecast
	seen := map[shapley.Set]bool{}
	for _, s := range plan.Sets {
		for _, t := range gate.terms(s) {
			if !seen[t.set] {
				seen[t.set] = true
				sets = append(sets, t.set)
			}
		}
	}
	for _, s := range sets { // before anything is spent on the others
		if err := c.valid(g.with(s)); err != nil {
			g.mend(s, err)
			return nil, true, nil
		}
		if c.ctx.Err() != nil {
			return nil, false, c.ctx.Err()
		}
	}
	fresh := map[string]bool{}
	for _, s := range sets {
		if k := c.keys[coalition(g.with(s))]; c.values[k] == nil {
			fresh[k] = true
		}
	}
	c.total = len(c.values) + len(fresh)
	for _, s := range sets {
		_, err := c.value(g.with(s))
		switch {
		case c.ctx.Err() != nil:
			return nil, false, c.ctx.Err()
		case errors.Is(err, errNotExact):
			return nil, false, err
		case err != nil: // it checks, but cannot be played
			err = unplaced(err)
			c.wrong[coalition(g.with(s))] = err
			g.valid = c.played
			g.mend(s, err)
			return nil, true, nil
		}
	}
	for _, s := range plan.Sets {
		var row []float64
		for _, t := range gate.terms(s) {
			v, err := c.value(g.with(t.set))
			if err != nil {
				return nil, false, err // never: it was forecast above
			}
			x := v.all()
			if row == nil {
				row = make([]float64, len(x))
			}
			for i := range row {
				row[i] += t.sign * x[i]
			}
		}
		values = append(values, row)
	}
	return values, false, nil
}

// coalition is a set of changes as a key.
func coalition(with []bool) string {
	b := make([]byte, len(with))
	for i, w := range with {
		b[i] = '0'
		if w {
			b[i] = '1'
		}
	}
	return string(b)
}

// valid says why a version with some of the changes is invalid, as far as can be
// said without a forecast.
func (c *comparison) valid(with []bool) error {
	k := coalition(with)
	if err := c.wrong[k]; err != nil || c.made[k] {
		return err
	}
	v, err := c.p.Make(with)
	if err != nil {
		c.wrong[k] = err
		return err
	}
	c.keys[k], c.made[k] = v.Key, true
	return nil
}

// played is valid for versions that must also be possible to play.
func (c *comparison) played(with []bool) error {
	if err := c.valid(with); err != nil {
		return err
	}
	_, err := c.value(with)
	if err != nil && c.ctx.Err() == nil && !errors.Is(err, errNotExact) {
		err = unplaced(err)
		c.wrong[coalition(with)] = err
		return err
	}
	return nil
}

// unplaced is an error of a version in between without its place, which is in no
// file that anybody has.
func unplaced(err error) error {
	var fault *lookahead.ModelError
	if errors.As(err, &fault) {
		return errors.New(fault.Message)
	}
	return err
}

// value forecasts the version with some of the changes, unless that was done.
func (c *comparison) value(with []bool) (*value, error) {
	if k, ok := c.keys[coalition(with)]; ok && c.values[k] != nil {
		return c.values[k], nil
	}
	v, err := c.p.Make(with)
	if err != nil {
		return nil, err
	}
	if c.values[v.Key] != nil {
		return c.values[v.Key], nil
	}
	x, err := c.forecastOne(v)
	if err != nil {
		return nil, err
	}
	c.keys[coalition(with)], c.values[v.Key] = v.Key, x
	return x, nil
}
