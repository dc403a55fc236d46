// Package story plays a scenario forward at one draw of its parameters: the
// actors look ahead, one act is played, everybody learns from it, and they look
// again.
package story

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
)

// This file solves look-aheads as a story needs them.

// Options of a Teller.
type Options struct {
	Limits    lookahead.Limits
	Precision float64        // multiplies every actor's precision; 0: 1
	Retrace   *random.Stream // decides which warm solutions are checked by tracing; nil: none
	Share     float64        // share of warm solutions that are checked
	Stop      func() bool    // asked within long solves
	Keep      int            // choices deep that look-aheads are kept for what follows; 0: a few
}

// Stats counts what a Teller did.
type Stats struct {
	Solves, Cold, Warm, Local int
	Retraced, RetraceDiffer   int
	MaxResidual               float64 // certificate residual
	BadCertificates           int
	Blocks, Profiles, Dropped int
	Passes                    int
}

// Add counts o in.
func (s *Stats) Add(o Stats) {
	s.Solves += o.Solves
	s.Cold += o.Cold
	s.Warm += o.Warm
	s.Local += o.Local
	s.Retraced += o.Retraced
	s.RetraceDiffer += o.RetraceDiffer
	s.MaxResidual = math.Max(s.MaxResidual, o.MaxResidual)
	s.BadCertificates += o.BadCertificates
	s.Blocks = max(s.Blocks, o.Blocks)
	s.Profiles = max(s.Profiles, o.Profiles)
	s.Dropped += o.Dropped
	s.Passes += o.Passes
}

// Teller tells stories of one model. It is for one goroutine.
type Teller struct {
	M     *lookahead.Model
	Opt   Options
	Stats Stats
	// Impose holds acts (by period and step) that are done whatever the actors
	// would choose; nobody learns from them.
	Impose map[[2]int]int
	// Watch, if set, is told of every choice of a story: the moment, the profile
	// of its game that is really so, the one that it becomes, and the branch.
	Watch func(m *Moment, from, to int32, branch int)
}

// Look is a solved look-ahead.
type Look struct {
	Tree   *lookahead.Tree
	Result *qre.PublicResult

	logReach []float64         // by profile: over all ways to it
	logWay   []float64         // by profile: by the way through its parent alone
	shared   map[int32]*Moment // of the exact game, by block: where nothing is hidden
}

// Moment is where a story stands: a block of a solved look-ahead in which
// somebody chooses or chance decides. Its branches are made when asked for and
// kept, so that stories of one draw share what they have in common.
type Moment struct {
	Look  *Look
	Block int
	Pos   *lookahead.Position // at Block, with the beliefs there

	depth    int // choices since the story began
	branches []Branch
	before   []lookahead.Event
	from     []int32 // by profile of the block before: profile of the position it was begun from
	entry    []int32 // by profile of the position it was begun from: profile of Pos; nil: the same
}

// Branch is one thing that may happen next.
type Branch struct {
	Block       int // in the look-ahead of the moment; play goes on at the block that it is the same as
	Probability float64
	Events      []lookahead.Event
	next        *Moment
	imposed     []imposition
}

// Begin solves the look-ahead at a position. Where nobody has a choice until the
// same step comes round again, play goes on to where somebody has one.
func (t *Teller) Begin(pos *lookahead.Position, hint *Moment, branch int) (*Moment, error) {
	m := &Moment{Pos: pos}
	for {
		tree, err := t.M.Build(m.Pos, t.Opt.Limits)
		if err != nil {
			return nil, err
		}
		m.before = append(m.before, tree.Events[0]...)
		root := &tree.Game.Blocks[0]
		w := tree.Worlds[0]
		if root.IsLeaf() && !tree.Exact && w.Ended < 0 && w.Period <= t.M.Src.S.Horizon {
			logs := make([]float64, len(tree.Game.Src))
			copy(logs, tree.Game.LogK)
			next, place := tree.Next(t.M.Src, 0, logs)
			m.Pos = next
			m.entry = compose(m.entry, place)
			continue
		}
		if m.Look, err = t.solve(tree, hint, branch); err != nil {
			return nil, err
		}
		return m, nil
	}
}

func compose(first, second []int32) []int32 {
	if first == nil {
		return second
	}
	out := make([]int32, len(first))
	for p, q := range first {
		out[p] = second[q]
	}
	return out
}

// Before is what happened since the last choice without anybody choosing,
// beyond the events of the branch that led here.
func (m *Moment) Before() []lookahead.Event { return m.before }

// World is the public state at the moment.
func (m *Moment) World() lookahead.World {
	if m.Look == nil {
		return m.Pos.World
	}
	return m.Look.Tree.Worlds[m.Block]
}

// Arrive goes to branch k without looking ahead from there: the moment holds
// the position alone, unless play follows one solved tree.
func (t *Teller) Arrive(m *Moment, k int) *Moment {
	br := &m.Branches()[k]
	pos, _ := m.Look.Tree.Next(t.M.Src, br.Block, m.Look.logReach)
	if m.Look.Tree.Exact || pos.World.Ended >= 0 {
		return m.Look.moment(br.Block, pos)
	}
	return &Moment{Pos: pos}
}

// Chances is the probability of every profile of the moment's look-ahead, given
// that play stands at the moment.
func (m *Moment) Chances() []float64 {
	return m.chances(func(lookahead.Profile) bool { return true })
}

// Over reports whether nothing more is to be decided from here.
func (m *Moment) Over() bool { return m.Look.Tree.Game.Blocks[m.Block].IsLeaf() }

func (t *Teller) solve(tree *lookahead.Tree, hint *Moment, branch int) (*Look, error) {
	g := tree.Game
	t.Stats.Solves++
	t.Stats.Blocks = max(t.Stats.Blocks, len(g.Blocks)-g.Shared())
	t.Stats.Profiles = max(t.Stats.Profiles, int(g.Blocks[0].Profiles))
	if tree.Dropped {
		t.Stats.Dropped++
	}
	precision := t.Opt.Precision
	if precision == 0 {
		precision = 1
	}
	opt := qre.Options{Precision: precision, Retrace: qre.RetraceNever, Stop: t.Opt.Stop, Bare: true}
	var r *qre.PublicResult
	warm := false
	if hint != nil && g.Vars > 0 {
		x0 := carry(hint, branch, tree, precision)
		r, warm = qre.WarmPublic(g, x0, opt)
		t.Stats.Passes += r.Passes
	}
	if warm {
		t.Stats.Warm++
		if t.Opt.Retrace != nil && t.Opt.Retrace.Float64() < t.Opt.Share {
			t.check(g, r, opt)
		}
		r.Branch = hint.Look.Result.Branch
	} else {
		var err error
		r, err = qre.SolvePublic(g, opt)
		t.Stats.Passes += r.Passes
		if err != nil {
			return nil, fmt.Errorf("the look-ahead of period %d could not be solved: %w", tree.Worlds[0].Period, err)
		}
		t.Stats.Cold++
	}
	if r.Branch != qre.Principal {
		t.Stats.Local++
	}
	if c := qre.CheckPublic(g, r.X, precision); !c.Good() {
		t.Stats.BadCertificates++
		t.Stats.MaxResidual = math.Max(t.Stats.MaxResidual, c.Residual)
		return nil, fmt.Errorf("the solution of the look-ahead of period %d does not pass its certificate: %s", tree.Worlds[0].Period, c.Fault())
	} else {
		t.Stats.MaxResidual = math.Max(t.Stats.MaxResidual, c.Residual)
	}
	look := &Look{Tree: tree, Result: r}
	look.reach()
	return look, nil
}

// check traces a warm solution from precision 0 and counts whether it differs.
func (t *Teller) check(g gamePublic, r *qre.PublicResult, opt qre.Options) {
	cold, err := qre.SolvePublic(g, opt)
	t.Stats.Retraced++
	if err != nil {
		t.Stats.RetraceDiffer++
		return
	}
	t.Stats.Passes += cold.Passes
	for v := range cold.X {
		if math.Abs(math.Exp(cold.X[v])-math.Exp(r.X[v])) > 1e-6 {
			t.Stats.RetraceDiffer++
			return
		}
	}
}

// reach fills the log-probability of every profile.
func (l *Look) reach() {
	g := l.Tree.Game
	l.logReach = make([]float64, len(g.Src))
	l.logWay = l.logReach
	order := g.Order()
	var others []float64 // by block: log-probability of the ways to it by other blocks
	if order != nil {
		l.logWay = make([]float64, len(g.Src))
		others = slices.Repeat([]float64{math.Inf(-1)}, len(g.Blocks))
	}
	for k := range g.Blocks {
		b := k
		if order != nil {
			b = int(order[k])
		}
		bl := &g.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			v := l.step(b, at)
			if bl.Parent >= 0 {
				v += l.logReach[g.Src[at]]
			}
			l.logWay[at] = v
			if others != nil { // a shared subgame has one profile
				v = logspace.Add(v, others[b])
				l.logReach[at] = v
			}
			if bl.Same > 0 {
				others[bl.Same] = logspace.Add(others[bl.Same], v)
			}
		}
	}
}

// step is the log-probability of profile p of block b, given the one that it comes from.
func (l *Look) step(b int, p int32) float64 {
	g := l.Tree.Game
	bl := &g.Blocks[b]
	v := g.LogK[p]
	if bl.Parent >= 0 {
		movers := g.Blocks[bl.Parent].Movers
		for _, c := range g.Choice[bl.Choice+(p-bl.Profile)*movers:][:movers] {
			v += l.Result.X[c]
		}
	}
	return v
}

// moment is where play stands when it has come to a block and is not solved
// again: at the subgame that starts there, wherever that was laid out.
func (l *Look) moment(block int, pos *lookahead.Position) *Moment {
	at := l.Tree.Game.At(int32(block))
	return &Moment{Look: l, Block: int(at), Pos: pos}
}

// Branches lists what may happen next; the probabilities sum to 1.
func (m *Moment) Branches() []Branch {
	if m.branches == nil {
		g := m.Look.Tree.Game
		bl := &g.Blocks[m.Block]
		here := logspace.Sum(m.Look.logReach[bl.Profile : bl.Profile+bl.Profiles])
		for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
			cb := &g.Blocks[c]
			l := logspace.Sum(m.Look.logWay[cb.Profile : cb.Profile+cb.Profiles])
			m.branches = append(m.branches, Branch{
				Block: int(c), Probability: math.Exp(l - here), Events: m.Look.Tree.Events[c],
			})
		}
	}
	return m.branches
}

// shared is how many choices deep a draw's stories share the look-ahead they
// have in common. Farther on they rarely meet, and a look-ahead is megabytes.
const shared = 6

// Follow goes to branch k and returns the moment there.
func (t *Teller) Follow(m *Moment, k int) (next *Moment, err error) {
	br := &m.Branches()[k]
	if br.next != nil {
		return br.next, nil
	}
	tree := m.Look.Tree
	at := tree.Game.At(int32(br.Block))
	if next = m.Look.shared[at]; next != nil {
		br.next = next
		return next, nil
	}
	pos, place := tree.Next(t.M.Src, br.Block, m.Look.logReach)
	if pos.World.Ended >= 0 || tree.Exact {
		next = m.Look.moment(br.Block, pos)
		if tree.Exact && len(pos.Profiles) == 1 && pos.World.Ended < 0 {
			if m.Look.shared == nil {
				m.Look.shared = map[int32]*Moment{}
			}
			m.Look.shared[at] = next
		}
	} else {
		if next, err = t.Begin(pos, m, k); err != nil {
			return nil, err
		}
		next.from = place
	}
	next.depth = m.depth + 1
	if keep := cmp.Or(t.Opt.Keep, shared); next.depth <= keep || tree.Exact {
		br.next = next
	}
	return next, nil
}

// enter is the profile of next's game that profile p of the game of m, in
// branch k's block, becomes.
func (m *Moment) enter(next *Moment, k int, p int32) int32 {
	if next.Look == m.Look {
		if g := m.Look.Tree.Game; g.Blocks[m.branches[k].Block].Same > 0 {
			return g.Blocks[next.Block].Profile
		}
		return p
	}
	at := next.from[p-m.Look.Tree.Game.Blocks[m.branches[k].Block].Profile]
	if next.entry != nil {
		at = next.entry[at]
	}
	return at // the root block's profiles come first
}
