package qre

import (
	"fmt"
	"math"

	"demarche/internal/game"
)

// This file differentiates one number that an equilibrium gives in all numbers
// of its game, at a cost that does not depend on how many these are.
//
// With g = ∂S/∂x the derivative of the scalar S along any direction is
// ∂S/∂θ + gᵀJ⁻¹N(λ ∂Q/∂θ + Q ∂λ/∂θ). So y = (J⁻¹N)ᵀg is solved for once, by the
// block elimination read backwards, and then λy are the weights with which the
// payoffs Q of the actions count in one plain reverse sweep over the profiles.

// Scalar is a number that an equilibrium gives.
type Scalar struct {
	Event []int32 // leaf profiles (see Derivative): the probability that play ends in one of them
	Actor int     // where Event is nil: the actor whose expected payoff at the root it is
}

// Slopes is a Scalar's derivative in every number of the game; each slice is
// laid out like its namesake in game.Public (see Direction: LogK entries are
// taken one by one).
type Slopes struct {
	Value     float64   // of the scalar itself
	Payoff    []float64 // per unit of payoff
	LogK      []float64 // per unit of log-probability
	Precision []float64 // by actor: per unit of its precision, before Options.Precision multiplies it
	Scale     []float64 // by information set: per unit of what multiplies the precision there
	Residual  float64   // what the transposed solve left, relative to its largest entry and the terms of the scalar
	Solves    int       // linearisations: 1
	Transpose int       // transposed solves: 1, and 1 for each refinement
	Sweeps    int       // plain reverse sweeps: 1 for ∂S/∂x, and 1 for each transposed solve
}

// Along is the derivative along d, a direction of the same game: the chain rule.
func (r *Slopes) Along(d Direction) float64 {
	sum := 0.0
	for k, v := range d.Payoff {
		sum += r.Payoff[k] * v
	}
	for k, v := range d.LogK {
		sum += r.LogK[k] * v
	}
	for k, v := range d.Precision {
		sum += r.Precision[k] * v
	}
	for k, v := range d.Scale {
		sum += r.Scale[k] * v
	}
	return sum
}

// Gradient is the gradient of a scalar at a logit equilibrium of g in all of
// g's payoffs, log-probabilities of chance, precisions and scales (reverse mode): one
// linearisation, one transposed solve, which repeats the elimination block by
// block, and two plain sweeps over the profiles, however many parameters there
// are. It uses one core.
//
// x, opt and the errors are as for Derivative; shared subgames are supported.
func Gradient(g *game.Public, x []float64, opt Options, what Scalar) (*Slopes, error) {
	opt = opt.withDefaults()
	if what.Event == nil && (what.Actor < 0 || what.Actor >= g.Actors) {
		return nil, fmt.Errorf("the value of actor %d of a game that has %d", what.Actor, g.Actors)
	}
	if err := checkEvent(g, what.Event); err != nil {
		return nil, err
	}
	if len(x) != g.Vars {
		return nil, fmt.Errorf("%d log-probabilities for a game of %d actions", len(x), g.Vars)
	}
	s, err := newFastOn(compile(g, true), opt.Precision, 1, opt.MaxBytes)
	if err != nil {
		return nil, err
	}
	x = append([]float64(nil), x...)
	s.normalise(x)
	f := newFlow(g, x)
	r := &Slopes{Precision: make([]float64, g.Actors), Scale: make([]float64, len(g.Infosets))}
	value, reach := make([]float64, g.Actors), make([]float64, len(g.Src))
	if what.Event == nil {
		value[what.Actor] = 1
		root := &g.Blocks[0]
		for at := root.Profile; at < root.Profile+root.Profiles; at++ {
			r.Value += f.kern[at] * f.v[int(at)*g.Actors+what.Actor]
		}
	}
	for _, at := range what.Event {
		reach[at] = math.Exp(f.lnr[at])
		r.Value += reach[at]
	}
	direct := f.reverse(value, reach, nil)
	size := f.terms(what)
	r.Sweeps++
	r.Payoff, r.LogK = direct.payoff, direct.logK
	if g.Vars == 0 {
		return r, nil
	}
	s.x, s.t = x, 1
	p := s.walk(downUpSweep)
	r.Solves++
	if err := s.trusted(&p); err != nil {
		return nil, err
	}
	y, weight := make([]float64, g.Vars), make([]float64, g.Vars)
	var by *adjoint
	for rest, k := direct.x, 0; ; k++ {
		for v, d := range s.transposed(rest) {
			y[v] += d
		}
		r.Transpose++
		for i := range s.sets {
			set := &s.sets[i]
			for v := set.Var; v < set.Var+set.Vars; v++ {
				weight[v] = s.lambda[i] * y[v]
			}
		}
		by = f.reverse(nil, nil, weight)
		r.Sweeps++
		// y = Nᵀ(g + (λQ′)ᵀy) must hold.
		rest = make([]float64, g.Vars)
		for i := range s.sets {
			set := &s.sets[i]
			sum := 0.0
			for v := set.Var; v < set.Var+set.Vars; v++ {
				rest[v] = direct.x[v] + by.x[v]
				sum += rest[v]
			}
			for v := set.Var; v < set.Var+set.Vars; v++ {
				rest[v] -= f.sigma[v]*sum + y[v]
			}
		}
		size = math.Max(size, largest(y))
		if r.Residual = largest(rest) / math.Max(size, math.SmallestNonzeroFloat64); r.Residual <= derivativeBar || k == refinements {
			break
		}
	}
	if !(r.Residual <= derivativeLast) {
		return nil, fmt.Errorf("%w: the transposed solve left a relative residual of %.2g", ErrSingular, r.Residual)
	}
	for k, v := range by.payoff {
		r.Payoff[k] += v
	}
	for k, v := range by.logK {
		r.LogK[k] += v
	}
	for i := range s.sets {
		set := &s.sets[i]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			more := opt.Precision * y[v] * (f.q[v] - f.q[set.Var])
			r.Precision[set.Actor] += more * set.Scale
			r.Scale[i] += more * g.Precision[set.Actor]
		}
	}
	return r, nil
}

// terms is the size of the terms of a scalar, which rounding is relative to.
func (f *flow) terms(what Scalar) float64 {
	sum := 0.0
	for _, at := range what.Event {
		sum += math.Exp(f.lnr[at])
	}
	for b := range f.g.Blocks {
		bl := &f.g.Blocks[b]
		for p := range bl.Profiles {
			if entry := f.paid(bl, p, what.Actor); what.Event == nil && entry >= 0 {
				sum += math.Exp(f.lnr[bl.Profile+p]) * math.Abs(f.g.Payoff[entry])
			}
		}
	}
	return sum
}

// transposed is (J⁻¹N)ᵀg, J being the matrix of the last linearisation: the
// elimination's two walks in the opposite order. The blocks' own matrices are
// made again by eliminate; s must have no kernels.
func (s *fast) transposed(g []float64) []float64 {
	n := 0
	for k := range s.blocks {
		n = max(n, s.blocks[k].f+s.blocks[k].cols)
	}
	f := make([]float64, n)                // by block and column: weight of the types' likelihoods
	y := append([]float64(nil), g...)      // by unknown: weight of dx, then of its right side
	k := make([]float64, len(s.k)/columns) // by row: weight of what the right sides add to values
	for at := len(s.blocks) - 1; at >= 0; at-- {
		b := &s.blocks[at]
		if b.cols == 0 {
			continue
		}
		bar := f[b.f:][:b.cols]
		for v := range b.vars {
			w := y[int(b.v)+v]
			for c, l := range s.gain[b.gain+v*b.cols:][:b.cols] {
				bar[c] += l * w
			}
		}
		if b.parent < 0 {
			continue
		}
		up := &s.blocks[b.parent]
		up.kids[b.slot].scatter(1, bar, f[up.f:], y[up.v:])
	}
	sc, out := s.work[0], newPass()
	for at := range s.blocks {
		b := &s.blocks[at]
		u := b.vars
		s.eliminate(int32(at), 1, sc, &out)
		rows, yb := k[b.row:][:b.rows], y[b.v:][:u]
		for r, w := range rows {
			for v, e := range sc.e[r*u:][:u] {
				yb[v] += e * w
			}
		}
		if u > 0 {
			s.transposedBlock(b, yb, sc)
		}
		for i := range b.kids {
			kid := &b.kids[i]
			to := &s.blocks[s.kids[int(b.kid)+i]]
			s.ways(b, kid, sc)
			for j, r := range kid.row {
				w := 0.0
				if up := kid.up[j]; up >= 0 {
					w += sc.share[r] * rows[up]
				}
				if v := kid.upBy[j]; v >= 0 {
					w += sc.lead[r] * s.lambdaOf(b, v) * yb[v]
				}
				k[int(to.row)+int(r)] += w
			}
		}
	}
	return y
}

// lambdaOf is λ where unknown v of block b is chosen.
func (s *fast) lambdaOf(b *fastBlock, v int32) float64 {
	for i := range b.sets {
		if set := &b.sets[i]; v >= set.lo && v < set.lo+set.n {
			return s.lambda[int(b.set)+i]
		}
	}
	return 0
}

// transposedBlock takes the weights y of block b's dx to those of its right
// sides, which eliminate centred before it solved for dx.
func (s *fast) transposedBlock(b *fastBlock, y []float64, sc *scratch) {
	sh := b.shape
	u := sh.vars
	if sh.couple {
		fm := sc.f[:u*u]
		sigma := s.sigma[b.v:][:u]
		ref, free := sh.likeliest(sigma, sc)
		for i := range sh.sets {
			set := &sh.sets[i]
			sum := 0.0
			for v := set.lo; v < set.lo+set.n; v++ {
				sum += y[v]
			}
			for v := set.lo; v < set.lo+set.n; v++ {
				y[v] -= sigma[v] * sum
			}
		}
		n := len(free)
		f, z := sc.rhs[:n*n], sc.ru[:n*columns]
		at := 0
		for i := range sh.sets {
			set, top := &sh.sets[i], fm[int(ref[i])*u:][:u]
			l := s.lambda[int(b.set)+i]
			for v := set.lo; v < set.lo+set.n; v++ {
				if v == ref[i] {
					continue
				}
				row := fm[int(v)*u:][:u]
				for c, o := range free {
					f[c*n+at] = -l * (row[o] - top[o])
				}
				f[at*n+at]++
				z[at*columns], z[at*columns+1] = y[v], 0
				at++
			}
		}
		out := newPass()
		factorise(f, n, nil, 0, z, &out)
		for i := range sh.sets {
			y[ref[i]] = 0
		}
		at = 0
		for i := range sh.sets {
			set := &sh.sets[i]
			for v := set.lo; v < set.lo+set.n; v++ {
				if v != ref[i] {
					y[v] = z[at*columns]
					y[ref[i]] -= y[v]
					at++
				}
			}
		}
	}
	for i := range sh.sets {
		set := &sh.sets[i]
		sum := 0.0
		for v := set.lo; v < set.lo+set.n; v++ {
			sum += y[v]
		}
		for v := set.lo; v < set.lo+set.n; v++ {
			y[v] -= s.sigma[b.v+v] * sum
		}
	}
}

// ways fills share and lead for one kid, as gather does.
func (s *fast) ways(b *fastBlock, kid *shapeKid, sc *scratch) {
	sh := b.shape
	ns, m, movers := len(sh.types), sh.m, sh.movers
	sigma := s.sigma[b.v:][:sh.vars]
	clear(sc.share)
	clear(sc.lead)
	for e := int(kid.lo); e < int(kid.hi); e++ {
		p := int(sh.src[e])
		choice, crow := sh.choice[e*movers:][:movers], sh.crow[e*ns:][:ns]
		kern := s.kern[int(b.edge)+e]
		pi := kern
		for _, v := range choice {
			pi *= sigma[v]
		}
		for i := range sh.watched {
			sc.share[crow[i]] += s.weight[b.weight+i*m+p] * pi
		}
		for k := range movers {
			i := int(sh.moverSee[k])
			a := s.weight[b.weight+i*m+p] * kern
			for h, v := range choice {
				if h != k {
					a *= sigma[v]
				}
			}
			sc.lead[crow[i]] += a
		}
	}
}

// adjoint is the weight of each number in a weighted sum of what flow computes.
type adjoint struct{ payoff, logK, x []float64 }

// reverse gives the derivatives of Σ value·V + Σ reach·ln r + Σ payoff·Q in all
// payoffs, log-probabilities of chance and unknowns; nil weights are zero. V is
// by actor, at the root; r by profile; Q by unknown.
func (f *flow) reverse(value, reach, payoff []float64) *adjoint {
	g := f.g
	n, np := g.Actors, len(g.Src)
	a := &adjoint{make([]float64, len(g.Payoff)), make([]float64, np), make([]float64, g.Vars)}
	vb, lb := make([]float64, np*n), make([]float64, np)
	copy(lb, reach)
	if payoff != nil {
		sum := make([]float64, len(g.Infosets))
		f.acts(func(at, src int32, k, place int, v int32, c float64, choice []int32) {
			i := f.set[place]
			j := int(at)*n + int(g.Infosets[i].Actor)
			c *= payoff[v]
			vb[j] += c
			c *= f.v[j]
			a.logK[at] += c
			for h, o := range choice {
				if h != k {
					a.x[o] += c
				}
			}
			lb[src] += c
			sum[i] += c
		})
		f.members(func(i, at int32, b float64) { lb[at] -= b * sum[i] })
	}
	// Reaches, from the last to the first.
	for k := len(g.Blocks) - 1; k >= 0; k-- {
		bl := &g.Blocks[inOrder(f.order, k)]
		for p := range bl.Profiles {
			at := bl.Profile + p
			l := lb[at]
			if f.split != nil {
				if bl.Same > 0 {
					l += f.split[at] * lb[g.Blocks[bl.Same].Profile]
				} else {
					l *= f.split[at]
				}
			}
			a.logK[at] += l
			if src := g.Src[at]; src >= 0 {
				lb[src] += l
			}
			for _, c := range f.choices(bl, p) {
				a.x[c] += l
			}
		}
	}
	// Values, from the first to the last.
	for k := range g.Blocks {
		bl := &g.Blocks[inOrder(f.order, k)]
		for p := range bl.Profiles {
			at := int(bl.Profile + p)
			from := value
			if src := int(g.Src[at]); src >= 0 {
				from = vb[src*n:][:n]
			}
			l := 0.0
			for i, w := range from {
				w *= f.step[at]
				vb[at*n+i] += w
				l += w * f.v[at*n+i]
			}
			a.logK[at] += l
			for _, c := range f.choices(bl, p) {
				a.x[c] += l
			}
			for i := range n {
				entry := f.paid(bl, p, i)
				if entry < 0 {
					break
				}
				a.payoff[entry] += vb[at*n+i]
				if bl.Same > 0 {
					vb[int(g.Blocks[bl.Same].Profile)*n+i] += vb[at*n+i]
				}
			}
		}
	}
	return a
}
