package qre

import "math"

// This file is the fast path's kernel for the commonest public state: one actor
// of two types acts in public, another of two types looks on, and both have
// chosen before. What the general kernel solves as one equation per type and
// act, it solves as one per act: after act a the odds of the mover's types have
// changed by ζ_a = δ + dx(1,a) − dx(0,a), and everything else follows from ζ.

// mostActs bounds the acts that the kernel takes.
const mostActs = 4

// pair is a shape that the kernel takes.
type pair struct {
	acts  int
	mover int      // place in sees; the other is 1−mover
	prof  [4]int32 // profile of types (t of the mover, o of the other), at 2t+o
	first [2]int32 // first unknown of the mover's type t
	kid   []int32  // by act: the kid it leads to; nil where acts end the game
	order []int32  // by edge, where acts end the game: its place by act, t and o
}

// pairOf says how the kernel takes a shape, nil if it does not.
func pairOf(sh *shape) *pair {
	if sh.movers != 1 || sh.m != 4 || sh.watched != 2 || len(sh.types) != 2 || sh.types[0] != 2 || sh.types[1] != 2 ||
		len(sh.sets) != 2 || !sh.unit {
		return nil
	}
	n := int(sh.sets[0].n)
	i := int(sh.moverSee[0])
	if n > mostActs || int(sh.sets[1].n) != n {
		return nil
	}
	p := &pair{acts: n, mover: i}
	for k := range p.prof {
		p.prof[k] = -1
	}
	for q := range int32(4) {
		p.prof[2*sh.typeOf[i*4+int(q)]+sh.typeOf[(1-i)*4+int(q)]] = q
	}
	for _, q := range p.prof {
		if q < 0 {
			return nil
		}
	}
	for k := range sh.sets {
		p.first[sh.sets[k].typ] = sh.sets[k].lo
	}
	typ := func(see int, e int) int32 { return sh.typeOf[see*4+int(sh.src[e])] }
	act := func(e int) int32 { return sh.choice[e] - p.first[typ(i, e)] }
	switch {
	case len(sh.kids) == 0 && len(sh.src) == 4*n:
		for e := range sh.src {
			p.order = append(p.order, 4*act(e)+2*typ(i, e)+typ(1-i, e))
		}
	case len(sh.kids) == n && sh.leaf == len(sh.src):
		p.kid = make([]int32, n)
		for k := range sh.kids {
			kid := &sh.kids[k]
			a := act(int(kid.lo))
			if kid.hi-kid.lo != 4 || kid.cols != 2 || kid.paid || len(kid.row) != 4 {
				return nil
			}
			for e := int(kid.lo); e < int(kid.hi); e++ {
				for see := range 2 {
					if act(e) != a || sh.crow[e*2+see] != sh.row[see]+typ(see, e) {
						return nil
					}
				}
			}
			p.kid[a] = int32(k)
		}
	default:
		return nil
	}
	return p
}

// forwardPair is forward for a block of the kernel whose parent is one too.
func (s *fast) forwardPair(b, up *fastBlock) {
	a := int32(0)
	for k, slot := range up.two.kid {
		if slot == b.slot {
			a = int32(k)
		}
	}
	x0, x1 := s.x[up.v+up.two.first[0]+a], s.x[up.v+up.two.first[1]+a]
	s0, s1 := s.sigma[up.v+up.two.first[0]+a], s.sigma[up.v+up.two.first[1]+a]
	ul, ue := (*[4]float64)(s.lnb[up.profile:]), (*[4]float64)(s.e[up.profile:])
	l, e := (*[4]float64)(s.lnb[b.profile:]), (*[4]float64)(s.e[b.profile:])
	from, to := &up.two.prof, &b.two.prof
	// The mover of the block above is at place i of sees; that of b may be the other.
	flip := up.two.mover != b.two.mover
	var el, ll [4]float64 // by type of see up.mover and of the other
	for o := range 2 {
		f, g := from[o]&3, from[2+o]&3
		ll[o], el[o] = ul[f]+x0, ue[f]*s0
		ll[2+o], el[2+o] = ul[g]+x1, ue[g]*s1
	}
	if flip {
		ll[1], ll[2] = ll[2], ll[1]
		el[1], el[2] = el[2], el[1]
	}
	hi := max(el[0], el[1], el[2], el[3])
	lo := min(el[0], el[1], el[2], el[3])
	top := max(ll[0], ll[1], ll[2], ll[3])
	if lo > 1e-150 {
		f := 1 / hi
		for k := range 4 {
			el[k] *= f
			ll[k] -= top
		}
	} else {
		for k := range 4 {
			ll[k] -= top
			el[k] = math.Exp(ll[k])
		}
	}
	for k := range 4 {
		q := to[k] & 3
		l[q], e[q] = ll[k], el[k]
	}
	// Beliefs: the actor who acted above learned nothing; the other weighs its
	// types by what they would have done.
	um := up.two.mover & 1
	uw, ul8 := (*[8]float64)(s.weight[up.weight:]), (*[8]float64)(s.logWeight[up.weight:])
	w, lw := (*[8]float64)(s.weight[b.weight:]), (*[8]float64)(s.logWeight[b.weight:])
	mine, other := um*4, 4-um*4
	for c := range 2 { // the other's type
		q0, q1 := from[c]&3, from[2+c]&3 // profiles of the mover's types, above
		p0, p1 := to[c]&3, to[2+c]&3     // and here
		if flip {
			p0, p1 = to[2*c]&3, to[2*c+1]&3
		}
		w[mine+int(p0)], w[mine+int(p1)] = uw[mine+int(q0)], uw[mine+int(q1)]
		lw[mine+int(p0)], lw[mine+int(p1)] = ul8[mine+int(q0)], ul8[mine+int(q1)]
		l0, l1 := ul8[other+int(q0)]+x0, ul8[other+int(q1)]+x1
		most := max(l0, l1)
		l0, l1 = l0-most, l1-most
		lw[other+int(p0)], lw[other+int(p1)] = l0, l1
		w0, w1 := uw[other+int(q0)]*s0, uw[other+int(q1)]*s1
		if !(min(w0, w1) > 1e-150) {
			w0, w1 = math.Exp(l0), math.Exp(l1)
		}
		f := 1 / (w0 + w1)
		w[other+int(p0)], w[other+int(p1)] = w0*f, w1*f
	}
}

// equations are those of one type of the mover, by act.
type equations struct {
	sigma, x []float64
	q        [mostActs]float64          // payoff
	mi, mj   [mostActs]float64          // ∂q/∂ζ, ∂q/∂δ of the other
	k        [mostActs][columns]float64 // what the right sides add to q
	dx       [mostActs][2 + columns]float64
	mean, lt float64
}

// ask fills in the equations' right sides, in dx, from q, mj and k.
func (s *fast) ask(b *fastBlock, ty int, eq *equations, t float64, out *pass) {
	set := int(b.set)
	if b.sets[0].typ != int32(ty) {
		set++
	}
	l := s.lambda[set]
	lt := l * t
	sigma, x := eq.sigma, eq.x
	x = x[:len(sigma)]
	m, mj, k0, k1 := 0.0, 0.0, 0.0, 0.0
	for a, p := range sigma {
		m += p * eq.q[a&3]
		mj += p * eq.mj[a&3]
		k0 += p * eq.k[a&3][0]
		k1 += p * eq.k[a&3][1]
	}
	eq.mean, eq.lt = m, lt
	first := int(b.v + b.two.first[ty])
	for a, keep := 0, s.q[first:][:len(sigma)]; a < len(keep); a++ {
		keep[a] = eq.q[a&3]
	}
	if s.special {
		s.specialSides(first, l, t, eq)
	} else {
		rMean := 0.0
		for a, p := range sigma {
			y := eq.q[a&3] - m
			g := lt*y - x[a]
			d := &eq.dx[a&3]
			d[2], d[3] = g, l*y
			rMean += p * g
		}
		for a := range sigma {
			eq.dx[a&3][2] -= rMean
		}
	}
	worst := out.residual
	for a := range sigma {
		r := math.Abs(eq.dx[a&3][2])
		worst = max(worst, r) // max keeps a NaN
	}
	out.residual = worst
	if s.damped != 0 {
		eq.lt *= s.damped
		for a := range sigma {
			eq.dx[a&3][2] *= s.damped
		}
	}
	lt = eq.lt
	if s.given != nil {
		s.givenSides(first, eq)
	}
	for a := range sigma {
		d, k := &eq.dx[a&3], &eq.k[a&3]
		d[0] = 0
		d[1] = lt * (eq.mj[a&3] - mj)
		d[2] += lt * (k[0] - k0)
		d[3] += lt * (k[1] - k1)
	}
}

// specialSides are the right sides with a bias, or with the probe in the place
// of the path.
func (s *fast) specialSides(first int, l, t float64, eq *equations) {
	rMean, pMean := 0.0, 0.0
	for a, p := range eq.sigma {
		y := eq.q[a] - eq.mean
		g, path := eq.lt*y-eq.x[a], l*y
		if s.bias != nil {
			g, path = s.leans(first+a, l*y, t)
			g -= eq.x[a]
		}
		if s.probing {
			path = s.probe[first+a]
		}
		eq.dx[a][2], eq.dx[a][3] = g, path
		rMean += p * g
		pMean += p * path
	}
	if s.bias != nil && !s.rising {
		eq.lt = l
	}
	for a := range eq.sigma {
		eq.dx[a][2] -= rMean
		eq.dx[a][3] -= pMean
	}
}

func (s *fast) givenSides(first int, eq *equations) {
	mean := 0.0
	for a, p := range eq.sigma {
		mean += p * s.given[first+a]
	}
	for a := range eq.sigma {
		eq.dx[a][2] = s.given[first+a] - mean
	}
}

// arrange puts the payoffs of acts that end the game, by edge and see, in the
// order in which the kernel reads them: by act, t, o, the mover's and the
// other's.
func (p *pair) arrange(pay []float64) {
	var old [8 * mostActs]float64
	copy(old[:], pay)
	for e, to := range p.order {
		pay[2*to], pay[2*to+1] = old[2*e+p.mover], old[2*e+1-p.mover]
	}
}

// eliminatePair is eliminate for a block of the kernel.
func (s *fast) eliminatePair(b *fastBlock, at int32, t float64, sc *scratch, out *pass) {
	p := b.two
	w := (*[8]float64)(s.weight[b.weight:])
	mv, ot := p.mover&1, 1-p.mover&1
	wm, wo := (*[4]float64)(w[mv*4:]), (*[4]float64)(w[ot*4:])
	eq := &sc.inner
	if p.kid == nil {
		eq = &sc.ends
	}
	for ty := range eq {
		lo := b.v + p.first[ty]
		eq[ty].sigma, eq[ty].x = s.sigma[lo:][:p.acts], s.x[lo:][:p.acts]
	}
	one := [2]float64{wo[p.prof[2]&3], wo[p.prof[3]&3]} // b(1|o) of the mover's type, as the other's types see it
	s.flat[at] = 0
	if p.kid == nil {
		s.pairEnd(b, eq, wm, &one, t, out)
	} else {
		s.pairInner(b, eq, &one, t, out)
	}
}

// pairEnd is the kernel where acts end the game.
func (s *fast) pairEnd(b *fastBlock, eq *[2]equations, wm *[4]float64, one *[2]float64, t float64, out *pass) {
	p := b.two
	mv, ot := p.mover&1, 1-p.mover&1
	n := p.acts
	pay := s.pay[b.pay:][:8*n]
	var v [2][2][mostActs]float64 // the other's payoff, by its type, the mover's and act
	for ty := range 2 {
		e := &eq[ty]
		h, g := wm[p.prof[2*ty+1]&3], wm[p.prof[2*ty]&3]
		for a := range n {
			u := (*[4]float64)(pay[8*a+4*ty:])
			x := g*u[0] + h*u[2]
			e.q[a&3], e.mj[a&3] = x, h*(u[2]-x)
			v[0][ty][a&3], v[1][ty][a&3] = u[1], u[3]
		}
		s.ask(b, ty, e, t, out)
	}
	value := (*[4]float64)(s.value[b.row:])
	matrix := (*[8]float64)(s.matrix[b.matrix:])
	kx := (*[4 * columns]float64)(s.k[int(b.row)*columns:])
	for ty := range 2 {
		e := &eq[ty]
		first := int(b.v + p.first[ty])
		gain := s.gain[b.gain+2*int(p.first[ty]):][:2*n]
		ux := s.u[first*columns:][:n*columns]
		r1, r2, r3 := 0.0, 0.0, 0.0
		for a, p := range e.sigma {
			d := &e.dx[a&3]
			gain[2*a+mv], gain[2*a+ot] = 0, d[1]
			ux[2*a], ux[2*a+1] = d[2], d[3]
			y := p * (e.q[a&3] - e.mean)
			r1 += p*e.mj[a&3] + y*d[1]
			r2 += y * d[2]
			r3 += y * d[3]
		}
		r := 2*mv + ty
		value[r&3] = e.mean
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = 0, r1
		kx[2*(r&3)], kx[2*(r&3)+1] = r2, r3
	}
	sig0, sig1 := eq[0].sigma, eq[1].sigma[:n]
	for o := range 2 {
		h := one[o]
		g := 1 - h
		s0, s1, r1, r2, r3 := 0.0, 0.0, 0.0, 0.0, 0.0
		for a, p0 := range sig0 {
			d0, d1 := &eq[0].dx[a&3], &eq[1].dx[a&3]
			y0, y1 := p0*v[o][0][a&3], sig1[a]*v[o][1][a&3]
			s0 += y0
			s1 += y1
			y0 *= g
			y1 *= h
			r1 += y0*d0[1] + y1*d1[1]
			r2 += y0*d0[2] + y1*d1[2]
			r3 += y0*d0[3] + y1*d1[3]
		}
		r := 2*ot + o
		value[r&3] = g*s0 + h*s1
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = h*g*(s1-s0), r1 // h·(S₁ − V)
		kx[2*(r&3)], kx[2*(r&3)+1] = r2, r3
	}
}

// pairInner is the kernel where acts lead on.
func (s *fast) pairInner(b *fastBlock, eq *[2]equations, one *[2]float64, t float64, out *pass) {
	p := b.two
	mv, ot := p.mover&1, 1-p.mover&1
	n := p.acts
	var (
		v, ni, nj [2][mostActs]float64          // the other's payoff by its type and act; ∂v/∂ζ, ∂v/∂δ of the other
		kv        [2][mostActs][columns]float64 // what the right sides add to v
		zeta      [mostActs][2 + columns]float64
		f         [mostActs][mostActs]float64
	)
	for a, slot := range p.kid {
		c := &s.blocks[s.kids[b.kid+slot]]
		val := (*[4]float64)(s.value[c.row:])
		mat := (*[8]float64)(s.matrix[c.matrix:])
		k := (*[4 * columns]float64)(s.k[int(c.row)*columns:])
		for ty := range 2 {
			e := &eq[ty]
			r := 2*mv + ty
			e.q[a&3], e.mi[a&3], e.mj[a&3] = val[r&3], mat[(2*r+mv)&7], mat[(2*r+ot)&7]
			e.k[a&3][0], e.k[a&3][1] = k[2*(r&3)], k[2*(r&3)+1]
			r = 2*ot + ty
			v[ty][a&3], ni[ty][a&3], nj[ty][a&3] = val[r&3], mat[(2*r+mv)&7], mat[(2*r+ot)&7]
			kv[ty][a&3][0], kv[ty][a&3][1] = k[2*(r&3)], k[2*(r&3)+1]
		}
	}
	s.ask(b, 0, &eq[0], t, out)
	s.ask(b, 1, &eq[1], t, out)
	// (I − B) ζ = 1·δ + h(1) − h(0), B = lt₁ N₁ mi₁ − lt₀ N₀ mi₀
	sig0, sig1 := eq[0].sigma, eq[1].sigma[:n]
	for c, p0 := range sig0 {
		g0, g1 := eq[0].lt*eq[0].mi[c&3], eq[1].lt*eq[1].mi[c&3]
		off := sig1[c]*g1 - p0*g0
		for r := range f {
			f[r][c&3] = off
		}
		f[c&3][c&3] += 1 - g1 + g0
		z, d0, d1 := &zeta[c&3], &eq[0].dx[c&3], &eq[1].dx[c&3]
		z[0] = 1
		z[1], z[2], z[3] = d1[1]-d0[1], d1[2]-d0[2], d1[3]-d0[3]
	}
	solvePair(&f, &zeta, n, out)
	value := (*[4]float64)(s.value[b.row:])
	matrix := (*[8]float64)(s.matrix[b.matrix:])
	kx := (*[4 * columns]float64)(s.k[int(b.row)*columns:])
	for ty := range 2 {
		e := &eq[ty]
		m0, m1, m2, m3 := 0.0, 0.0, 0.0, 0.0
		for a, p := range e.sigma {
			g, z := p*e.mi[a&3], &zeta[a&3]
			m0 += g * z[0]
			m1 += g * z[1]
			m2 += g * z[2]
			m3 += g * z[3]
		}
		first := int(b.v + p.first[ty])
		gain := s.gain[b.gain+2*int(p.first[ty]):][:2*n]
		ux := s.u[first*columns:][:n*columns]
		l := e.lt
		r0, r1, r2, r3 := 0.0, 0.0, 0.0, 0.0
		for a, p := range e.sigma {
			d, z, g := &e.dx[a&3], &zeta[a&3], e.mi[a&3]
			g0, g1, g2, g3 := g*z[0], g*z[1], g*z[2], g*z[3]
			d0, d1, d2, d3 := d[0]+l*(g0-m0), d[1]+l*(g1-m1), d[2]+l*(g2-m2), d[3]+l*(g3-m3)
			d[0], d[1], d[2], d[3] = d0, d1, d2, d3
			gain[2*a+mv], gain[2*a+ot] = d0, d1
			ux[2*a], ux[2*a+1] = d2, d3
			y := e.q[a&3] - e.mean
			r0 += p * (g0 + y*d0)
			r1 += p * (g1 + e.mj[a&3] + y*d1)
			r2 += p * (g2 + e.k[a&3][0] + y*d2)
			r3 += p * (g3 + e.k[a&3][1] + y*d3)
		}
		r := 2*mv + ty
		value[r&3] = e.mean
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = r0, r1
		kx[2*(r&3)], kx[2*(r&3)+1] = r2, r3
	}
	for o := range 2 {
		h := one[o]
		s0, s1, r0, r1, r2, r3 := 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
		for a, p0 := range sig0 {
			d0, d1, z, k := &eq[0].dx[a&3], &eq[1].dx[a&3], &zeta[a&3], &kv[o][a&3]
			y, p1 := v[o][a&3], sig1[a]
			s0 += p0 * y
			s1 += p1 * y
			p0 *= 1 - h
			p1 *= h
			pi := p0 + p1
			g := pi * ni[o][a&3]
			p0 *= y
			p1 *= y
			r0 += g*z[0] + p0*d0[0] + p1*d1[0]
			r1 += g*z[1] + pi*nj[o][a&3] + p0*d0[1] + p1*d1[1]
			r2 += g*z[2] + pi*k[0] + p0*d0[2] + p1*d1[2]
			r3 += g*z[3] + pi*k[1] + p0*d0[3] + p1*d1[3]
		}
		r := 2*ot + o
		value[r&3] = (1-h)*s0 + h*s1
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = r0+h*(1-h)*(s1-s0), r1
		kx[2*(r&3)], kx[2*(r&3)+1] = r2, r3
	}
}

// solvePair solves f·X = z in place by elimination with row pivoting and takes
// account of the determinant.
func solvePair(f *[mostActs][mostActs]float64, z *[mostActs][2 + columns]float64, n int, out *pass) {
	small := math.Inf(1)
	for k := 0; k < n && k < mostActs; k++ {
		pivot, best := k, math.Abs(f[k][k])
		for r := k + 1; r < n && r < mostActs; r++ {
			if v := math.Abs(f[r][k]); v > best {
				pivot, best = r, v
			}
		}
		if pivot != k {
			out.sign = -out.sign
			f[k], f[pivot&3] = f[pivot&3], f[k]
			z[k], z[pivot&3] = z[pivot&3], z[k]
		}
		d := perturbed(f[k][k])
		small = min(small, best)
		if d < 0 {
			out.sign = -out.sign
		}
		inv := 1 / d
		f[k][k] = inv
		zk := &z[k]
		for r := k + 1; r < n && r < mostActs; r++ {
			l := f[r][k] * inv
			for c := k + 1; c < n && c < mostActs; c++ {
				f[r][c] -= l * f[k][c]
			}
			zr := &z[r]
			zr[0] -= l * zk[0]
			zr[1] -= l * zk[1]
			zr[2] -= l * zk[2]
			zr[3] -= l * zk[3]
		}
	}
	for k := min(n, mostActs) - 1; k >= 0; k-- {
		zk := &z[k&3]
		z0, z1, z2, z3 := zk[0], zk[1], zk[2], zk[3]
		for c := k + 1; c < n && c < mostActs; c++ {
			l, zc := f[k&3][c], &z[c]
			z0 -= l * zc[0]
			z1 -= l * zc[1]
			z2 -= l * zc[2]
			z3 -= l * zc[3]
		}
		inv := f[k&3][k&3]
		zk[0], zk[1], zk[2], zk[3] = z0*inv, z1*inv, z2*inv, z3*inv
	}
	out.note(small)
}

// backwardPair is backward for a block of the kernel whose parent is one too.
func (s *fast) backwardPair(b, up *fastBlock, newton, tangent []float64) {
	a := int32(0)
	for k, slot := range up.two.kid {
		if slot == b.slot {
			a = int32(k)
		}
	}
	uf, f := (*[2 * columns]float64)(s.f[up.f*columns:]), (*[2 * columns]float64)(s.f[b.f*columns:])
	v0, v1 := int(up.v+up.two.first[0]+a), int(up.v+up.two.first[1]+a)
	*f = *uf
	at := up.two.mover & 1 * columns
	f[at] += newton[v1] - newton[v0]
	f[at+1] += tangent[v1] - tangent[v0]
	n0, t0, n1, t1 := f[0], f[1], f[2], f[3]
	first, vars := int(b.v), b.vars
	gain, ux := s.gain[b.gain:][:vars*2], s.u[first*columns:][:vars*columns]
	newton, tangent = newton[first:][:vars], tangent[first:][:vars]
	for v := range newton {
		g0, g1 := gain[2*v], gain[2*v+1]
		newton[v] = ux[2*v] + g0*n0 + g1*n1
		tangent[v] = ux[2*v+1] + g0*t0 + g1*t1
	}
}
