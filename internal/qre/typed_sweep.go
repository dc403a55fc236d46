package qre

import "math"

// This file is one Newton pass of the fast path: beliefs down, elimination up,
// steps down.

func (s *typed) linearise(x []float64, t float64, newton, tangent []float64) pass {
	s.forward(x)
	out := pass{sign: 1, rcond: 1}
	for b := len(s.block) - 1; b >= 0; b-- {
		s.eliminate(b, t, &out)
	}
	s.backward(newton, tangent)
	return out
}

// eliminate expresses block b's choices by its beliefs and hands up what its
// types expect. Its children have been eliminated.
func (s *typed) eliminate(b int, t float64, out *pass) {
	g := s.g
	bl, tb := &g.Blocks[b], &s.block[b]
	if tb.still {
		return
	}
	m, u := int(bl.Profiles), int(bl.Vars)
	if bl.IsLeaf() {
		s.openLeaf(b)
		return
	}
	sc := &s.scratch
	m0, em := sc.m0[:tb.rows*m], sc.e[:tb.rows*u]
	am, fm := sc.a[:u*m], sc.f[:u*u]
	vn, vt := sc.vn[:u], sc.vt[:u]
	clear(m0)
	clear(em)
	clear(am)
	clear(fm)
	clear(vn)
	clear(vt)
	value := s.value[tb.value:][:tb.rows]
	kN, kT := s.kN[tb.value:][:tb.rows], s.kT[tb.value:][:tb.rows]
	q := s.q[bl.Var:][:u]
	clear(value)
	clear(kN)
	clear(kT)
	clear(q)
	coupled := false // the choices here depend on each other
	for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
		coupled = s.gather(b, int(c), m0, em, am, fm, vn, vt) || coupled
	}
	for k, i := range tb.watched {
		types := g.Type[int(bl.Type)+int(i)*m:][:m]
		w := s.weight[tb.weight+k*m:][:m]
		for p, ty := range types {
			r := int(tb.row[k]) + int(ty)
			m0[r*m+p] -= w[p] * value[r]
		}
	}
	if u > 0 {
		s.respond(b, t, coupled, am, fm, vn, vt, out)
	}
	// hand up
	up := s.matrix[tb.matrix:][:tb.rows*m]
	copy(up, m0)
	gain := s.gain[tb.gain:][:u*m]
	for r := range tb.rows {
		er := em[r*u:][:u]
		row := up[r*m:][:m]
		for v, ev := range er {
			if ev == 0 {
				continue
			}
			kN[r] += ev * s.uN[int(bl.Var)+v]
			kT[r] += ev * s.uT[int(bl.Var)+v]
			if tb.moves {
				for p, l := range gain[v*m:][:m] {
					row[p] += ev * l
				}
			}
		}
	}
	tb.steep = false
	for _, v := range up {
		if v != 0 {
			tb.steep = true
			break
		}
	}
}

// openLeaf values a leaf where what a type expects depends on its belief.
func (s *typed) openLeaf(b int) {
	g := s.g
	bl, tb := &g.Blocks[b], &s.block[b]
	m := int(bl.Profiles)
	up := s.matrix[tb.matrix:][:tb.rows*m]
	clear(up)
	value := s.value[tb.value:][:tb.rows]
	clear(value)
	clear(s.kN[tb.value:][:tb.rows])
	clear(s.kT[tb.value:][:tb.rows])
	for k, i := range tb.watched {
		types := g.Type[int(bl.Type)+int(i)*m:][:m]
		pay := g.Payoff[int(bl.Payoff)+int(i)*m:][:m]
		w := s.weight[tb.weight+k*m:][:m]
		for p, ty := range types {
			value[int(tb.row[k])+int(ty)] += w[p] * pay[p]
		}
		for p, ty := range types {
			r := int(tb.row[k]) + int(ty)
			up[r*m+p] = w[p] * (pay[p] - value[r])
		}
	}
	tb.steep = true
}

// gather adds what child c contributes to block b's equations. It reports
// whether the choices at b come to depend on one another through c.
func (s *typed) gather(b, c int, m0, em, am, fm, vn, vt []float64) bool {
	g := s.g
	bl, tb := &g.Blocks[b], &s.block[b]
	cb, tc := &g.Blocks[c], &s.block[c]
	m, u, mc := int(bl.Profiles), int(bl.Vars), int(cb.Profiles)
	first := int(cb.Profile)
	stride := len(tb.movers)
	src := g.Src[first:][:mc]
	choice := g.Choice[cb.Choice:][:mc*stride]
	pi, part := s.scratch.pi[:mc], s.scratch.part[:mc]
	base, from := int32(bl.Var), int32(bl.Profile)
	for p := range pi {
		r := s.kern[first+p]
		for _, v := range choice[p*stride:][:stride] {
			r *= s.sigma[v]
		}
		pi[p] = r
	}
	value := s.value[tb.value:][:tb.rows]
	kN, kT := s.kN[tb.value:][:tb.rows], s.kT[tb.value:][:tb.rows]
	cval := s.value[tc.value:][:tc.rows]
	steep := !tc.still && tc.steep
	// what earlier movers' types expect through c
	for k, i := range tb.watched {
		types := g.Type[int(bl.Type)+int(i)*m:][:m]
		ctypes := g.Type[int(cb.Type)+int(i)*mc:][:mc]
		w := s.weight[tb.weight+k*m:][:m]
		row, crow := int(tb.row[k]), int(tc.row[k])
		for p, sp := range src {
			o := int(sp - from)
			a := w[o] * pi[p]
			part[p] = a
			r := row + int(types[o])
			av := a * cval[crow+int(ctypes[p])]
			value[r] += av
			m0[r*m+o] += av
			for _, v := range choice[p*stride:][:stride] {
				em[r*u+int(v-base)] += av
			}
		}
		if tc.still {
			continue
		}
		s.passUp(c, int(i), crow, steep, part, func(ct int, coefficient float64, p int) {
			r := row + int(types[src[p]-from])
			kN[r] += coefficient * s.kN[tc.value+crow+ct]
			kT[r] += coefficient * s.kT[tc.value+crow+ct]
			if !steep {
				return
			}
			to, et := m0[r*m:][:m], em[r*u:][:u]
			for p, d := range s.matrix[tc.matrix+(crow+ct)*mc:][:mc] {
				d *= coefficient
				to[src[p]-from] += d
				for _, v := range choice[p*stride:][:stride] {
					et[v-base] += d
				}
			}
		})
	}
	// what the movers' acts lead to through c
	coupled := false
	for k, j := range tb.movers {
		ctypes := g.Type[int(cb.Type)+int(j)*mc:][:mc]
		w := s.weight[tb.weight+place(tb.sees, j)*m:][:m]
		crow := int(tc.row[place(tc.watched, j)])
		for p, sp := range src {
			o := int(sp - from)
			r := s.kern[first+p]
			for h, v := range choice[p*stride:][:stride] {
				if h != k {
					r *= s.sigma[v]
				}
			}
			a := w[o] * r
			part[p] = a
			av := a * cval[crow+int(ctypes[p])]
			v := int(choice[p*stride+k] - base)
			s.q[int(bl.Var)+v] += av
			am[v*m+o] += av
			for h, vh := range choice[p*stride:][:stride] {
				if h != k {
					fm[v*u+int(vh-base)] += av
					coupled = true
				}
			}
		}
		if tc.still {
			continue
		}
		s.passUp(c, int(j), crow, steep, part, func(ct int, coefficient float64, p int) {
			v := int(choice[p*stride+k] - base)
			vn[v] += coefficient * s.kN[tc.value+crow+ct]
			vt[v] += coefficient * s.kT[tc.value+crow+ct]
			if !steep {
				return
			}
			coupled = true
			to, ft := am[v*m:][:m], fm[v*u:][:u]
			for p, d := range s.matrix[tc.matrix+(crow+ct)*mc:][:mc] {
				d *= coefficient
				to[src[p]-from] += d
				for _, vv := range choice[p*stride:][:stride] {
					ft[vv-base] += d
				}
			}
		})
	}
	return coupled
}

// passUp calls each for every type of actor i in block c with the type's total
// share (the sum of part over its profiles) and one of its profiles.
func (s *typed) passUp(c, i, crow int, steep bool, part []float64, each func(ct int, coefficient float64, p int)) {
	g := s.g
	cb := &g.Blocks[c]
	mc := int(cb.Profiles)
	types := g.Type[int(cb.Type)+i*mc:][:mc]
	for ct := range int(g.Count[c*g.Actors+i]) {
		sum, at := 0.0, -1
		for p, t := range types {
			if int(t) == ct {
				sum += part[p]
				at = p
			}
		}
		each(ct, sum, at)
	}
}

// respond solves block b's own equations for dx in terms of d ln b, of the
// Newton step and of the path parameter.
func (s *typed) respond(b int, t float64, coupled bool, am, fm, vn, vt []float64, out *pass) {
	g := s.g
	bl, tb := &g.Blocks[b], &s.block[b]
	m, u := int(bl.Profiles), int(bl.Vars)
	first := int(bl.Var)
	q := s.q[first:][:u]
	uN, uT := s.uN[first:][:u], s.uT[first:][:u]
	gain := s.gain[tb.gain:][:u*m]
	tb.moves = false
	for i := int(bl.Infoset); i < len(g.Infosets) && int(g.Infosets[i].Block) == b; i++ {
		set := &g.Infosets[i]
		lambda := s.lambda[i]
		lo, n := int(set.Var)-first, int(set.Vars)
		// an act's belief term: dQ counts how the weights move, not only the payoff
		types := g.Type[int(bl.Type)+int(set.Actor)*m:][:m]
		w := s.weight[tb.weight+place(tb.sees, set.Actor)*m:][:m]
		for v := lo; v < lo+n; v++ {
			for p, ty := range types {
				if ty == set.Type {
					am[v*m+p] -= w[p] * q[v]
				}
			}
		}
		lt := lambda * t
		top := math.Inf(-1)
		for v := lo; v < lo+n; v++ {
			top = max(top, lt*q[v])
		}
		sum := 0.0
		for v := lo; v < lo+n; v++ {
			sum += math.Exp(lt*q[v] - top)
		}
		logSum := top + math.Log(sum)
		// Steps are centred by the strategies as they are, so that to first order
		// they stay normalised; the residual's mean belongs to what is centred.
		sigma := s.sigma[first:][:u]
		qMean, nMean, tMean, rMean := 0.0, 0.0, 0.0, 0.0
		for v := lo; v < lo+n; v++ {
			residual := s.x[first+v] - (lt*q[v] - logSum)
			if a := math.Abs(residual); a > out.residual || a != a { // NaN stays
				out.residual = a
			}
			uN[v] = -residual
			rMean += sigma[v] * residual
			qMean += sigma[v] * q[v]
			nMean += sigma[v] * vn[v]
			tMean += sigma[v] * vt[v]
		}
		for v := lo; v < lo+n; v++ {
			uN[v] += rMean + lt*(vn[v]-nMean)
			uT[v] = lambda*(q[v]-qMean) + lt*(vt[v]-tMean)
		}
		s.centre(am, gain, sigma, lo, n, m, lt)
		if coupled {
			s.centre(fm, s.scratch.rhs, sigma, lo, n, u, lt)
			copy(fm[lo*u:(lo+n)*u], s.scratch.rhs[lo*u:(lo+n)*u])
		}
	}
	if coupled {
		for v := range fm {
			fm[v] = -fm[v]
		}
		for v := range u {
			fm[v*u+v]++
		}
		s.factorise(fm, u, gain, m, uN, uT, out)
	}
	for _, v := range gain {
		if v != 0 {
			tb.moves = true
			break
		}
	}
}

// centre writes λt·(row − mean row under the strategies) of an information set's rows of a into to.
func (s *typed) centre(a, to, sigma []float64, lo, n, width int, lt float64) {
	for p := range width {
		mean := 0.0
		for v := lo; v < lo+n; v++ {
			mean += sigma[v] * a[v*width+p]
		}
		for v := lo; v < lo+n; v++ {
			to[v*width+p] = lt * (a[v*width+p] - mean)
		}
	}
}

// factorise solves f·X = right for the m columns of gain, uN and uT in place,
// by elimination with row pivoting, and takes account of the determinant.
func (s *typed) factorise(f []float64, u int, gain []float64, m int, uN, uT []float64, out *pass) {
	small := math.Inf(1)
	for k := range u {
		pivot, best := k, math.Abs(f[k*u+k])
		for r := k + 1; r < u; r++ {
			if v := math.Abs(f[r*u+k]); v > best {
				pivot, best = r, v
			}
		}
		if pivot != k {
			out.sign = -out.sign
			swapRows(f, u, k, pivot)
			swapRows(gain, m, k, pivot)
			uN[k], uN[pivot] = uN[pivot], uN[k]
			uT[k], uT[pivot] = uT[pivot], uT[k]
		}
		d := f[k*u+k]
		small = min(small, best)
		if d < 0 {
			out.sign = -out.sign
		}
		inv := 1 / d
		rowK := f[k*u:][:u]
		gainK := gain[k*m:][:m]
		for r := k + 1; r < u; r++ {
			l := f[r*u+k] * inv
			if l == 0 {
				continue
			}
			rowR := f[r*u:][:u]
			for c := k + 1; c < u; c++ {
				rowR[c] -= l * rowK[c]
			}
			gainR := gain[r*m:][:m]
			for p, v := range gainK {
				gainR[p] -= l * v
			}
			uN[r] -= l * uN[k]
			uT[r] -= l * uT[k]
		}
	}
	for k := u - 1; k >= 0; k-- {
		inv := 1 / f[k*u+k]
		gainK := gain[k*m:][:m]
		for c := k + 1; c < u; c++ {
			l := f[k*u+c]
			if l == 0 {
				continue
			}
			for p, v := range gain[c*m:][:m] {
				gainK[p] -= l * v
			}
			uN[k] -= l * uN[c]
			uT[k] -= l * uT[c]
		}
		for p := range gainK {
			gainK[p] *= inv
		}
		uN[k] *= inv
		uT[k] *= inv
	}
	out.rcond = min(out.rcond, small)
	if small < 1e-10 {
		out.sign = 0
	}
}

func swapRows(a []float64, width, i, j int) {
	ri, rj := a[i*width:][:width], a[j*width:][:width]
	for k := range ri {
		ri[k], rj[k] = rj[k], ri[k]
	}
}

// backward walks down with d ln b and writes the two columns of dx.
func (s *typed) backward(newton, tangent []float64) {
	g := s.g
	for b := range s.block {
		bl, tb := &g.Blocks[b], &s.block[b]
		if bl.IsLeaf() {
			continue
		}
		first, m := int(bl.Profile), int(bl.Profiles)
		dN, dT := s.dN[first:][:m], s.dT[first:][:m]
		if bl.Parent < 0 {
			clear(dN)
			clear(dT)
		} else {
			stride := len(s.block[bl.Parent].movers)
			choice := g.Choice[bl.Choice:][:m*stride]
			for p, sp := range g.Src[first:][:m] {
				n, t := s.dN[sp], s.dT[sp]
				for _, v := range choice[p*stride:][:stride] {
					n += newton[v]
					t += tangent[v]
				}
				dN[p], dT[p] = n, t
			}
		}
		for v := range int(bl.Vars) {
			n, t := s.uN[int(bl.Var)+v], s.uT[int(bl.Var)+v]
			if tb.moves {
				for p, l := range s.gain[tb.gain+v*m:][:m] {
					n += l * dN[p]
					t += l * dT[p]
				}
			}
			newton[int(bl.Var)+v], tangent[int(bl.Var)+v] = n, t
		}
	}
}
