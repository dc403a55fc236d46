package qre

import (
	"fmt"
	"math"
	"unsafe"

	"demarche/internal/game"
)

// This file is the fast path: the logit equations of a game in public-tree form.
//
// What an earlier choice needs of a block is what each *type* of each actor who
// chose before expects there, V_i(θ_i) = Σ_p b(p|θ_i) V_i(p), averaged over what
// the type does not know. And what an earlier choice can change of a block is
// the likelihood of those same types: an act is chosen by what its actor knows,
// with perfect recall a type remembers that, so along any change of strategies
// d ln b(p) = Σ_i f_i(θ_i(p)), whatever the prior, chance and covert acts do.
// The interface of a block is therefore as many rows as there are types of
// those who chose above, and as many columns less one for each such actor (a
// common factor changes no belief), instead of profiles × actors rows and
// profiles columns.

// columns is how many right sides a linearisation carries: Newton's direction and
// the path's tangent.
const columns = 2

// fast is the system of logit equations of a game.Public.
type fast struct {
	*wiring
	n                    int
	sets                 []game.Infoset
	lambda               []float64 // by information set: precision at t=1
	span                 []float64 // by actor: payoff range
	bias                 []float64 // by unknown, or nil; see linearise
	from                 []float64 // where the bias makes an equilibrium
	rising               bool      // the precision rises as the bias fades
	given                []float64 // by unknown, or nil: a right side in place of the residual
	damped               float64   // share of a Newton step, 0: all; see damp
	probing              bool      // the probe stands in the place of the path
	special              bool      // the right sides are not the usual ones
	probe, aside, answer []float64 // see distance
	pool                 *pool
	tasks                []task
	passes               []pass // by task
	job                  func(k, w int)
	what                 sweep // the sweep under way, at t, with the columns it writes
	t                    float64
	newton, tangent      []float64

	x         []float64 // the point, normalised by forward
	sigma     []float64 // by unknown: probabilities
	lnb       []float64 // by profile: log realisation probability, less the block's largest
	e         []float64 // by profile: the same, linear
	weight    []float64 // by block, see and profile: b(p | type of p)
	logWeight []float64 // its logarithm, less the largest of the type
	value     []float64 // by block and row: V_i(θ_i)
	matrix    []float64 // by block, row and column: ∂V/∂f
	k         []float64 // by row and right side: what it adds to V
	q         []float64 // by unknown: conditional expected payoff
	u         []float64 // by unknown and right side: constant part of dx
	gain      []float64 // by block, unknown and column: ∂x/∂f
	flat      []uint8   // by block: what of matrix and gain is zero
	f         []float64 // by block, column and right side: change of the types' likelihoods
	work      []*scratch
}

const (
	flatMatrix = 1 << iota
	flatGain
)

// scratch is one worker's room.
type scratch struct {
	d, e, a, f, rhs, ry, ru, lt []float64
	seen, done                  []float64 // by watched see or unknown, and profile: what it adds to the expectation
	free, ref                   []int32
	ends, inner                 [2]equations // of the kernel for pairs
	vn                          []float64
	way                         []float64 // by edge: probability of taking it, of those that leave its profile
	share                       []float64 // by kid row, of those who watch
	lead                        []float64 // by kid row, of those who move
	mass                        []float64
}

// newFast lays out the system. precision multiplies every actor's own; maxBytes
// bounds the memory of a linearisation, 0: no bound.
func newFast(g *game.Public, precision float64, workers int, maxBytes int64) (*fast, error) {
	return newFastOn(compile(g, false), precision, workers, maxBytes)
}

// newFastOn is newFast on a game that is compiled already.
func newFastOn(w *wiring, precision float64, workers int, maxBytes int64) (*fast, error) {
	return w.system(precision, workers, maxBytes, func(n int) []float64 { return make([]float64, n) })
}

// system makes the system of a compiled game; floats gives it memory, all 0.
func (w *wiring) system(precision float64, workers int, maxBytes int64, floats func(int) []float64) (*fast, error) {
	g := w.g
	s := &fast{wiring: w, n: g.Vars, sets: g.Infosets}
	if bytes := s.bytes(max(workers, 1)); maxBytes > 0 && bytes > maxBytes {
		return nil, fmt.Errorf("solving this game needs about %d MB and %d MB are allowed: it has %d public states, the widest with %d actions and %d types; allow more memory, or let the actors see more or do less",
			bytes>>20, maxBytes>>20, len(s.blocks), s.most.vars, s.most.rows)
	}
	s.lambda = floats(len(g.Infosets))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		s.lambda[i] = precision * g.Precision[set.Actor] * set.Scale
	}
	n, np, rows := s.n, s.profiles, s.rows
	s.sigma, s.q, s.u = floats(n), floats(n), floats(n*columns)
	s.lnb, s.e = floats(np), floats(np)
	s.logWeight = floats(s.weights)
	s.weight, s.value, s.matrix = floats(s.weights), floats(rows), floats(s.matrices)
	s.k, s.gain = floats(rows*columns), floats(s.gains)
	s.flat = make([]uint8, len(s.blocks))
	cols := 0
	for k := range s.blocks {
		b := &s.blocks[k]
		b.f = cols
		cols += b.cols
	}
	s.f = floats(cols * columns)
	s.span = payoffSpan(g)
	s.pool = newPool(workers)
	s.job = s.runTask
	if !s.acyc {
		s.tasks = s.split()
		s.passes = make([]pass, len(s.tasks))
	}
	for range s.pool.workers {
		s.work = append(s.work, s.newScratch(floats))
	}
	return s, nil
}

const blockBytes = int64(unsafe.Sizeof(fastBlock{}))

// bytes is what a linearisation's arrays take.
func (w *wiring) bytes(workers int) int64 {
	m := &w.most
	floats := int64(w.rows+w.g.Vars)*(columns+1) + int64(w.profiles)*2 + 2*int64(w.weights) + int64(w.matrices) + int64(w.gains) + int64(w.g.Vars)*3
	each := int64(m.rows)*int64(m.cols+m.vars) + int64(m.vars)*int64(m.cols) + int64(m.coupled)*int64(2*m.coupled+m.cols)
	return 8*(floats+each*int64(workers)) + int64(len(w.blocks))*blockBytes
}

func (s *fast) newScratch(floats func(int) []float64) *scratch {
	m := &s.most
	types := m.rows + m.vars + 1
	return &scratch{
		d: floats(m.rows * m.cols), e: floats(m.rows * m.vars), a: floats(m.vars * m.cols),
		f: floats(m.coupled * m.coupled), rhs: floats(m.coupled * m.coupled),
		seen: floats(m.sees * m.m), done: floats(m.vars * m.m),
		ry: floats(m.coupled * m.cols), ru: floats(m.coupled * columns), lt: floats(m.sets),
		free: make([]int32, 0, m.coupled), ref: make([]int32, m.sets), vn: floats(m.vars * columns),
		way:   floats(m.edges),
		share: floats(m.kidRows + types), lead: floats(m.kidRows + types), mass: floats(max(types, m.m)),
	}
}

// place is where v stands in list, or −1.
func place(list []int32, v int32) int {
	for k, x := range list {
		if x == v {
			return k
		}
	}
	return -1
}

// payoffSpan is each actor's highest less lowest payoff over the leaves.
func payoffSpan(g *game.Public) []float64 {
	span := make([]float64, g.Actors)
	for i := range span {
		lo, hi := math.Inf(1), math.Inf(-1)
		for b := range g.Blocks {
			bl := &g.Blocks[b]
			if !bl.IsLeaf() {
				continue
			}
			for _, u := range g.Payoff[int(bl.Payoff)+i*int(bl.Profiles):][:bl.Profiles] {
				lo, hi = min(lo, u), max(hi, u)
			}
		}
		span[i] = max(hi-lo, 0)
	}
	return span
}

func (s *fast) size() int { return s.n }

func (s *fast) start(x []float64) {
	if s.bias != nil {
		copy(x, s.from)
		return
	}
	for i := range s.sets {
		set := &s.sets[i]
		l := -math.Log(float64(set.Vars))
		for v := set.Var; v < set.Var+set.Vars; v++ {
			x[v] = l
		}
	}
}

// damp: see system.
func (s *fast) damp(share float64) {
	if share == 1 {
		share = 0
	}
	s.damped = share
}

// lean: see system.
func (s *fast) lean(x0 []float64, rising bool) {
	s.bias, s.from, s.rising = nil, nil, rising
	if x0 == nil {
		return
	}
	s.from = append([]float64(nil), x0...)
	if rising {
		s.normalise(s.from)
		s.bias = s.from
		return
	}
	s.x, s.t, s.special = s.from, 1, false
	s.walk(downUpSweep)
	s.bias = make([]float64, s.n)
	for i := range s.sets {
		set := &s.sets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			s.bias[v] = s.from[v] - s.lambda[i]*s.q[v]
		}
	}
}

// roundoff is the rounding to be expected in a residual at t=1: the
// largest λ·m·depth of an information set, m being the largest |payoff| that its
// owner can still get and depth the number of choices that may follow.
func (s *fast) roundoff() float64 {
	g := s.g
	order := g.Order()
	most, depth := make([]float64, len(g.Blocks)), make([]int32, len(g.Blocks))
	worst := 0.0
	for i := range g.Actors {
		clear(most)
		clear(depth)
		for k := len(g.Blocks) - 1; k >= 0; k-- {
			b := inOrder(order, k)
			bl := &g.Blocks[b]
			if bl.Same > 0 {
				most[b] = most[bl.Same] + math.Abs(g.Payoff[int(bl.Payoff)+i])
				depth[b] = depth[bl.Same]
			} else if bl.IsLeaf() {
				for _, u := range g.Payoff[int(bl.Payoff)+i*int(bl.Profiles):][:bl.Profiles] {
					most[b] = larger(most[b], math.Abs(u))
				}
			}
			if up := bl.Parent; up >= 0 {
				most[up] = larger(most[up], most[b])
				depth[up] = max(depth[up], depth[b]+1)
			}
		}
		for k := range s.sets {
			if set := &s.sets[k]; int(set.Actor) == i {
				worst = larger(worst, s.lambda[k]*most[set.Block]*float64(depth[set.Block]+1))
			}
		}
	}
	return machineEpsilon * worst
}

func (s *fast) probabilities() []float64 { return s.sigma }

func (s *fast) helpers() *pool { return s.pool }

func (s *fast) normalise(x []float64) {
	for i := range s.sets {
		set := &s.sets[i]
		normaliseLog(x[set.Var : set.Var+set.Vars])
	}
}

// forward normalises the point in s.x and carries realisation probabilities down
// blocks lo to hi.
func (s *fast) forward(lo, hi int32, sc *scratch) {
	for k := lo; k < hi; k++ {
		b := &s.blocks[k]
		sh := b.shape
		x, sigma := s.x[b.v:][:sh.vars], s.sigma[b.v:][:sh.vars]
		for i := range sh.sets {
			set := &sh.sets[i]
			normaliseInto(x[set.lo:set.lo+set.n], sigma[set.lo:set.lo+set.n])
		}
		if b.two != nil && b.parent >= 0 {
			if up := &s.blocks[b.parent]; up.two != nil {
				s.forwardPair(b, up)
				continue
			}
		}
		m := sh.m
		lnb, e := s.lnb[b.profile:][:m], s.e[b.profile:][:m]
		if m == 1 {
			lnb[0], e[0] = 0, 1
			for i := range sh.types {
				s.weight[b.weight+i] = 1
			}
			continue
		}
		logK := s.logK[b.profile:][:m]
		if b.parent < 0 {
			copy(lnb, logK)
			for p, l := range logK {
				e[p] = math.Exp(l)
			}
		} else {
			up := &s.blocks[b.parent]
			ux, us := s.x[up.v:][:up.vars], s.sigma[up.v:][:up.vars]
			ul, ue := s.lnb[up.profile:][:up.m], s.e[up.profile:][:up.m]
			kern := s.kern[b.inEdge:][:m]
			src := up.src[b.inLocal:][:m]
			choice := up.choice[int(b.inLocal)*up.movers:]
			for p := range lnb {
				l, r := ul[src[p]]+logK[p], ue[src[p]]*kern[p]
				for _, v := range choice[p*up.movers:][:up.movers] {
					l += ux[v]
					r *= us[v]
				}
				lnb[p], e[p] = l, r
			}
		}
		s.weigh(b, rescale(lnb, e), sc)
	}
}

// weigh writes what each type believes in block b. Those who chose above carry
// their beliefs on, their own acts left out: all profiles of a type share them,
// and the logarithm of an act that is hardly ever done would drown what tells
// the profiles apart. linear says that e can be trusted for the others.
func (s *fast) weigh(b *fastBlock, linear bool, sc *scratch) {
	sh, m := b.shape, b.m
	for i := range sh.types {
		w, types := s.weight[b.weight+i*m:][:m], sh.typeOf[i*m:][:m]
		l := s.logWeight[b.weight+i*m:][:m]
		from, good := s.e[b.profile:][:m], linear
		if i < sh.watched && b.parent >= 0 {
			from, good = w, s.carry(b, i, w, l)
		} else {
			copy(l, s.lnb[b.profile:][:m])
		}
		settleLogs(types, sc.mass[:sh.types[i]], l)
		if !good { // ratios were lost: the logarithms have them
			from = w
			for p, v := range l {
				w[p] = math.Exp(v)
			}
		}
		shares(types, sc.mass[:sh.types[i]], from, w)
	}
}

// carry writes what see i believed of the profiles in the block above, times
// what chance and the others did since, into w and its logarithm into l. It
// reports false where w has numbers so small that ratios would be lost.
func (s *fast) carry(b *fastBlock, i int, w, l []float64) bool {
	up := &s.blocks[b.parent]
	above, logAbove := s.weight[up.weight+i*up.m:][:up.m], s.logWeight[up.weight+i*up.m:][:up.m]
	x, sigma := s.x[up.v:][:up.vars], s.sigma[up.v:][:up.vars]
	kern, src := s.kern[b.inEdge:][:len(w)], up.src[b.inLocal:][:len(w)]
	logK := s.logK[b.profile:][:len(w)]
	choice := up.choice[int(b.inLocal)*up.movers:]
	lo := 1.0
	for p := range w {
		r, t := above[src[p]]*kern[p], logAbove[src[p]]+logK[p]
		for k, v := range choice[p*up.movers:][:up.movers] {
			if int(up.moverSee[k]) != i {
				r *= sigma[v]
				t += x[v]
			}
		}
		w[p], l[p] = r, t
		lo = min(lo, r)
	}
	return lo > 1e-150
}

// settleLogs takes each type's largest logarithm off, so that the others keep
// their digits however rare the type is. top is scratch, one per type.
func settleLogs(types []int32, top, l []float64) {
	for t := range top {
		top[t] = math.Inf(-1)
	}
	for p, t := range types {
		top[t] = max(top[t], l[p])
	}
	for p, t := range types {
		l[p] -= top[t]
	}
}

// normaliseLog shifts log-probabilities so that they sum to one.
func normaliseLog(x []float64) {
	hi := x[0]
	for _, v := range x[1:] {
		hi = max(hi, v)
	}
	sum := 0.0
	for _, v := range x {
		sum += math.Exp(v - hi)
	}
	l := hi + math.Log(sum)
	for v := range x {
		x[v] -= l
	}
}

// rescale subtracts the largest of lnb and divides e by its largest entry. It
// returns false, having computed e from the logarithms, where so small numbers
// occur that ratios would be lost.
func rescale(lnb, e []float64) bool {
	hi, lo, top := e[0], e[0], lnb[0]
	for p, v := range e[1:] {
		hi, lo, top = max(hi, v), min(lo, v), max(top, lnb[p+1])
	}
	for p := range lnb {
		lnb[p] -= top
	}
	if lo > 1e-150 {
		f := 1 / hi
		for p := range e {
			e[p] *= f
		}
		return true
	}
	for p, l := range lnb {
		e[p] = math.Exp(l)
	}
	return false
}

// shares writes b(p | type of p) into w, from e.
func shares(types []int32, mass, e, w []float64) {
	clear(mass)
	for p, t := range types {
		mass[t] += e[p]
	}
	for t := range mass {
		mass[t] = 1 / mass[t]
	}
	for p, t := range types {
		w[p] = e[p] * mass[t]
	}
}

// regret is the largest one-shot regret at x, relative to the owner's payoff
// range.
func (s *fast) regret(x []float64) float64 {
	s.x, s.t, s.special = x, 1, s.bias != nil
	s.walk(downUpSweep)
	worst := 0.0
	for i := range s.sets {
		set := &s.sets[i]
		best, mean := math.Inf(-1), 0.0
		for v := set.Var; v < set.Var+set.Vars; v++ {
			best = max(best, s.q[v])
			mean += s.sigma[v] * s.q[v]
		}
		if span := s.span[set.Actor]; span > 0 {
			worst = larger(worst, (best-mean)/span)
		}
	}
	return worst
}
