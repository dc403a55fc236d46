package qre

import "math"

// This file is the fast path's kernel for the commonest public state: one actor
// of two types acts in public, another of two types looks on, and both have
// chosen before. What the general kernel solves as one equation per type and
// act, it solves as one per act: after act a the odds of the mover's types have
// changed by ζ_a = δ + dx(1,a) − dx(0,a), and everything else follows from ζ.

// mostActs bounds the acts that the kernel takes.
const mostActs = 6

// pair is a shape that the kernel takes.
type pair struct {
	acts  int
	mover int        // place in sees; the other is 1−mover
	prof  [4]int32   // profile of types (t of the mover, o of the other), at 2t+o
	first [2]int32   // first unknown of the mover's type t
	kid   []int32    // by act: the kid it leads to; nil where acts end the game
	pay   [][4]int32 // by act: where the payoffs of (t,o) begin, at 2t+o
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
		p.pay = make([][4]int32, n)
		for e := range sh.src {
			p.pay[act(e)][2*typ(i, e)+typ(1-i, e)] = int32(2 * e)
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
	w := (*[8]float64)(s.weight[b.weight:])
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
	// w is kept by see: its first four are for see 0.
	at := b.two.mover * 4
	m := (*[4]float64)(w[at:])
	o := (*[4]float64)(w[4-at:])
	if lo > 1e-150 {
		f0, f1 := 1/(el[0]+el[1]), 1/(el[2]+el[3])
		m[to[0]&3], m[to[1]&3], m[to[2]&3], m[to[3]&3] = el[0]*f0, el[1]*f0, el[2]*f1, el[3]*f1
		g0, g1 := 1/(el[0]+el[2]), 1/(el[1]+el[3])
		o[to[0]&3], o[to[2]&3], o[to[1]&3], o[to[3]&3] = el[0]*g0, el[2]*g0, el[1]*g1, el[3]*g1
		return
	}
	sh := b.shape
	logShares(sh.typeOf[0:4], 2, l[:], w[:4])
	logShares(sh.typeOf[4:8], 2, l[:], w[4:])
}

// eliminatePair is eliminate for a block of the kernel.
func (s *fast) eliminatePair(b *fastBlock, at int32, t float64, out *pass) {
	p := b.two
	n := p.acts
	mv, ot := p.mover, 1-p.mover
	nc := 2
	if s.probing {
		nc = 3
	}
	w := (*[8]float64)(s.weight[b.weight:])
	wm, wo := (*[4]float64)(w[mv*4:]), (*[4]float64)(w[ot*4:])
	prof := &p.prof
	// b(1|o) of the mover's type, as the other's types see it.
	one := [2]float64{wo[prof[2]&3], wo[prof[3]&3]}

	var (
		q      [2][mostActs]float64              // the mover's payoff, by type and act
		v      [2][mostActs]float64              // the other's, by its type and act
		v1     [2][mostActs]float64              // the same against the mover's type 1, where acts end the game
		mi, mj [2][mostActs]float64              // ∂q/∂ζ, ∂q/∂δ of the other
		ni, nj [2][mostActs]float64              // the same of v
		kq, kv [2][mostActs][columns]float64     // what the right sides add to q and v
		zeta   [mostActs][2 + columns]float64    // by act: δ of the mover, δ of the other, right sides
		res    [2][mostActs][columns]float64     // right sides of the equations here
		dx     [2][mostActs][2 + columns]float64 // the choices' changes
	)
	ends := p.kid == nil
	if ends {
		pay := s.pay[b.pay:][:8*n]
		for a := range n {
			at := &p.pay[a]
			for ty := range 2 {
				u0, u1 := pay[int(at[2*ty])+mv], pay[int(at[2*ty+1])+mv]
				h := wm[prof[2*ty+1]&3]
				x := wm[prof[2*ty]&3]*u0 + h*u1
				q[ty][a] = x
				mj[ty][a] = h * (u1 - x)
			}
			for o := range 2 {
				v[o][a], v1[o][a] = pay[int(at[o])+ot], pay[int(at[2+o])+ot]
			}
		}
	} else {
		for a := range n {
			c := &s.blocks[s.kids[b.kid+p.kid[a]]]
			val := (*[4]float64)(s.value[c.row:])
			mat := (*[8]float64)(s.matrix[c.matrix:])
			k := (*[4 * columns]float64)(s.k[int(c.row)*columns:])
			for ty := range 2 {
				r := 2*mv + ty
				q[ty][a], mi[ty][a], mj[ty][a] = val[r&3], mat[(2*r+mv)&7], mat[(2*r+ot)&7]
				kq[ty][a] = [columns]float64(k[columns*(r&3):])
				r = 2*ot + ty
				v[ty][a], ni[ty][a], nj[ty][a] = val[r&3], mat[(2*r+mv)&7], mat[(2*r+ot)&7]
				kv[ty][a] = [columns]float64(k[columns*(r&3):])
			}
		}
	}
	// Right sides.
	var lt, mean [2]float64
	sig := [2][]float64{s.sigma[b.v+p.first[0]:][:n], s.sigma[b.v+p.first[1]:][:n]}
	xs := [2][]float64{s.x[b.v+p.first[0]:][:n], s.x[b.v+p.first[1]:][:n]}
	for ty := range 2 {
		set := int(b.set)
		if b.sets[0].typ != int32(ty) {
			set++
		}
		l := s.lambda[set]
		lt[ty] = l * t
		sigma, x := sig[ty], xs[ty]
		m := 0.0
		for a, p := range sigma {
			m += p * q[ty][a]
		}
		mean[ty] = m
		first := int(b.v + p.first[ty])
		rMean, tMean, pMean := 0.0, 0.0, 0.0
		r := &res[ty]
		for a, p := range sigma {
			d := q[ty][a] - m
			g, path := x[a]-lt[ty]*d, l*d
			if s.bias != nil {
				g, path = x[a]-l*d-(1-t)*s.bias[first+a], -s.bias[first+a]
			}
			r[a][0], r[a][1] = -g, path
			rMean -= p * g
			tMean += p * path
			if nc == 3 {
				r[a][2] = s.probe[first+a]
				pMean += p * r[a][2]
			}
		}
		if s.bias != nil {
			lt[ty] = l
		}
		gMean := 0.0
		for a, p := range sigma {
			r[a][0] -= rMean
			r[a][1] -= tMean
			r[a][2] -= pMean
			if d := math.Abs(r[a][0]); d > out.residual || d != d { // NaN stays
				out.residual = d
			}
			if s.given != nil {
				gMean += p * s.given[first+a]
			}
		}
		if s.given != nil {
			for a := range sigma {
				r[a][0] = s.given[first+a] - gMean
			}
		}
		copy(s.q[first:][:n], q[ty][:n])
	}
	// dx(t,a) = h(t,a) + lt·(mi·ζ_a − mean); h first.
	for ty := range 2 {
		sigma := sig[ty]
		var m [1 + columns]float64
		for a, p := range sigma {
			m[0] += p * mj[ty][a]
			m[1] += p * kq[ty][a][0]
			m[2] += p * kq[ty][a][1]
			m[3] += p * kq[ty][a][2]
		}
		l := lt[ty]
		for a := range sigma {
			d := &dx[ty][a]
			d[1] = l * (mj[ty][a] - m[0])
			d[2] = l*(kq[ty][a][0]-m[1]) + res[ty][a][0]
			d[3] = l*(kq[ty][a][1]-m[2]) + res[ty][a][1]
			d[4] = l*(kq[ty][a][2]-m[3]) + res[ty][a][2]
		}
	}
	if !ends {
		// (I − B) ζ = 1·δ + h(1) − h(0), B = lt₁ N₁ mi₁ − lt₀ N₀ mi₀
		var f [mostActs][mostActs]float64
		for c := range n {
			g0, g1 := lt[0]*mi[0][c], lt[1]*mi[1][c]
			off := sig[1][c]*g1 - sig[0][c]*g0
			for r := range n {
				f[r][c] = off
			}
			f[c][c] += 1 - g1 + g0
		}
		for a := range n {
			z, d0, d1 := &zeta[a], &dx[0][a], &dx[1][a]
			z[0] = 1
			z[1], z[2], z[3], z[4] = d1[1]-d0[1], d1[2]-d0[2], d1[3]-d0[3], d1[4]-d0[4]
		}
		solvePair(&f, &zeta, n, out)
		for ty := range 2 {
			var m [2 + columns]float64
			for a, p := range sig[ty] {
				g, z := p*mi[ty][a], &zeta[a]
				m[0] += g * z[0]
				m[1] += g * z[1]
				m[2] += g * z[2]
				m[3] += g * z[3]
				m[4] += g * z[4]
			}
			l := lt[ty]
			for a := range n {
				g, z, d := mi[ty][a], &zeta[a], &dx[ty][a]
				d[0] += l * (g*z[0] - m[0])
				d[1] += l * (g*z[1] - m[1])
				d[2] += l * (g*z[2] - m[2])
				d[3] += l * (g*z[3] - m[3])
				d[4] += l * (g*z[4] - m[4])
			}
		}
	}
	// Keep what the way down needs, and hand up.
	value := (*[4]float64)(s.value[b.row:])
	matrix := (*[8]float64)(s.matrix[b.matrix:])
	kx := (*[4 * columns]float64)(s.k[int(b.row)*columns:])
	for ty := range 2 {
		first := int(b.v + p.first[ty])
		gain := s.gain[b.gain+2*int(p.first[ty]):][:2*n]
		ux := s.u[first*columns:][:n*columns]
		var row [2 + columns]float64
		for a, p := range sig[ty] {
			d, z := &dx[ty][a], &zeta[a]
			gain[2*a+mv&1], gain[2*a+ot&1] = d[0], d[1]
			ux[a*columns], ux[a*columns+1], ux[a*columns+2] = d[2], d[3], d[4]
			g, y := mi[ty][a], q[ty][a]-mean[ty]
			row[0] += p * (g*z[0] + y*d[0])
			row[1] += p * (g*z[1] + mj[ty][a] + y*d[1])
			row[2] += p * (g*z[2] + kq[ty][a][0] + y*d[2])
			row[3] += p * (g*z[3] + kq[ty][a][1] + y*d[3])
			row[4] += p * (g*z[4] + kq[ty][a][2] + y*d[4])
		}
		r := 2*mv + ty
		value[r&3] = mean[ty]
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = row[0], row[1]
		k := kx[columns*(r&3):]
		k[0], k[1], k[2] = row[2], row[3], row[4]
	}
	for o := range 2 {
		h := one[o]
		var row [2 + columns]float64
		s0, s1 := 0.0, 0.0
		for a := range n {
			d0, d1, z := &dx[0][a], &dx[1][a], &zeta[a]
			p0, p1 := (1-h)*sig[0][a], h*sig[1][a]
			y0 := v[o][a]
			y1 := y0
			if ends {
				y1 = v1[o][a]
			}
			s0 += sig[0][a] * y0
			s1 += sig[1][a] * y1
			pi := p0 + p1
			y0 *= p0
			y1 *= p1
			g := pi * ni[o][a]
			row[0] += g*z[0] + y0*d0[0] + y1*d1[0]
			row[1] += g*z[1] + pi*nj[o][a] + y0*d0[1] + y1*d1[1]
			row[2] += g*z[2] + pi*kv[o][a][0] + y0*d0[2] + y1*d1[2]
			row[3] += g*z[3] + pi*kv[o][a][1] + y0*d0[3] + y1*d1[3]
			row[4] += g*z[4] + pi*kv[o][a][2] + y0*d0[4] + y1*d1[4]
		}
		val := (1-h)*s0 + h*s1
		row[0] += h * (1 - h) * (s1 - s0) // = b(1|o)(S₁ − V)
		r := 2*ot + o
		value[r&3] = val
		matrix[(2*r+mv)&7], matrix[(2*r+ot)&7] = row[0], row[1]
		k := kx[columns*(r&3):]
		k[0], k[1], k[2] = row[2], row[3], row[4]
	}
	s.flat[at] = 0
}

// solvePair solves f·X = z in place by elimination with row pivoting and takes
// account of the determinant.
func solvePair(f *[mostActs][mostActs]float64, z *[mostActs][2 + columns]float64, n int, out *pass) {
	small := math.Inf(1)
	for k := range n {
		pivot, best := k, math.Abs(f[k][k])
		for r := k + 1; r < n; r++ {
			if v := math.Abs(f[r][k]); v > best {
				pivot, best = r, v
			}
		}
		if pivot != k {
			out.sign = -out.sign
			f[k], f[pivot] = f[pivot], f[k]
			z[k], z[pivot] = z[pivot], z[k]
		}
		d := f[k][k]
		small = min(small, best)
		if d < 0 {
			out.sign = -out.sign
		}
		inv := 1 / d
		for r := k + 1; r < n; r++ {
			l := f[r][k] * inv
			for c := k + 1; c < n; c++ {
				f[r][c] -= l * f[k][c]
			}
			zr, zk := &z[r], &z[k]
			zr[0] -= l * zk[0]
			zr[1] -= l * zk[1]
			zr[2] -= l * zk[2]
			zr[3] -= l * zk[3]
			zr[4] -= l * zk[4]
		}
	}
	for k := n - 1; k >= 0; k-- {
		inv := 1 / f[k][k]
		zk := &z[k]
		for c := k + 1; c < n; c++ {
			l, zc := f[k][c], &z[c]
			zk[0] -= l * zc[0]
			zk[1] -= l * zc[1]
			zk[2] -= l * zc[2]
			zk[3] -= l * zc[3]
			zk[4] -= l * zc[4]
		}
		zk[0] *= inv
		zk[1] *= inv
		zk[2] *= inv
		zk[3] *= inv
		zk[4] *= inv
	}
	if small < out.pivot {
		out.pivot = small
	}
	if !(small > smallPivot) {
		out.sign = 0
	}
}

// backwardPair is the likelihoods' part of backward for a block whose parent the
// kernel takes.
func (s *fast) backwardPair(b, up *fastBlock, f []float64, newton, tangent []float64) {
	a := int32(0)
	for k, slot := range up.two.kid {
		if slot == b.slot {
			a = int32(k)
		}
	}
	uf := (*[2 * columns]float64)(s.f[up.f*columns:])
	to := (*[2 * columns]float64)(f)
	*to = *uf
	v0, v1 := int(up.v+up.two.first[0]+a), int(up.v+up.two.first[1]+a)
	at := up.two.mover * columns
	to[at] += newton[v1] - newton[v0]
	to[at+1] += tangent[v1] - tangent[v0]
	if s.probing {
		to[at+2] += s.third[v1] - s.third[v0]
	}
}
