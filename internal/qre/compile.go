package qre

import (
	"encoding/binary"
	"math"
	"slices"

	"demarche/internal/game"
)

// This file lays a game out by shapes: blocks in order, who watches where, and
// the numbers of every block beside its shape.

// compile lays g out: blocks before their kids, subtrees contiguous unless
// blocks are shared.
func compile(g *game.Public, general bool) *wiring {
	c := &compiler{general: general}
	return c.again(g, &wiring{}, map[string]*shape{})
}

// again is compile in the memory of a game laid out before, w's and c's own. known
// is the shapes met so far.
func (c *compiler) again(g *game.Public, w *wiring, known map[string]*shape) *wiring {
	c.wiring, c.shape = w, known
	c.saw, c.sees, c.types = c.saw[:0], c.sees[:0], c.types[:0]
	*w = wiring{g: g, blocks: w.blocks[:0], kids: w.kids[:0], kern: w.kern[:0], logK: w.logK[:0], pay: w.pay[:0], shapes: w.shapes[:0]}
	c.games++
	c.number()
	for k := range c.blocks {
		c.block(int32(k))
	}
	c.measure()
	return w
}

type compiler struct {
	*wiring
	general bool // no kernels for special shapes: a check
	shape   map[string]*shape
	games   int       // laid out so far
	of      []int32   // by block of g: number here, −1 for leaves and stubs
	saw     [][]int32 // by shape: sees, as actors
	sees    []int32   // by block: index into saw
	list    map[string]int32
	watch   []int32 // by block: index into saw of those who chose above
	types   []int32 // by profile and watched see of the block above: type before the block's own moves
	first   []int   // by block: where its types begin
	key     []byte
	buf     struct{ typeOf, src, choice, crow []int32 }
}

// number orders the blocks and says who is watched where.
func (c *compiler) number() {
	g := c.g
	c.of = room32(c.of, len(g.Blocks))
	if c.list == nil {
		c.list = map[string]int32{}
	}
	clear(c.list)
	inner := 0
	for b := range g.Blocks {
		c.of[b] = -1
		bl := &g.Blocks[b]
		if bl.Same != 0 {
			c.acyc = true
		} else if !bl.IsLeaf() {
			inner++
		}
	}
	c.blocks = slices.Grow(c.blocks, inner)
	c.watch, c.sees = room32(c.watch, inner), room32(c.sees, inner)
	add := func(b int32) {
		c.of[b] = int32(len(c.blocks))
		c.blocks = append(c.blocks, fastBlock{id: b, parent: -1, size: 1})
	}
	if !c.acyc {
		stack := []int32{0}
		for len(stack) > 0 {
			b := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if g.Blocks[b].IsLeaf() {
				continue
			}
			add(b)
			kids := g.Kids[g.Blocks[b].Kid : g.Blocks[b].Kid+g.Blocks[b].Kids]
			for k := len(kids) - 1; k >= 0; k-- {
				stack = append(stack, kids[k])
			}
		}
	} else {
		for _, b := range reversePostorder(g) {
			add(b)
		}
	}
	// Who chose above: kids come after, so one walk settles it.
	none := c.intern(nil)
	for k := range c.watch {
		c.watch[k] = none
	}
	for k := range c.blocks {
		b := c.blocks[k].id
		bl := &g.Blocks[b]
		sees := c.saw[c.watch[k]]
		for i := int(bl.Infoset); i < len(g.Infosets) && g.Infosets[i].Block == b; i++ {
			if a := g.Infosets[i].Actor; place(sees, a) < 0 {
				sees = append(sees[:len(sees):len(sees)], a)
			}
		}
		c.sees[k] = c.intern(sees)
		for _, kid := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
			to := c.target(kid)
			if to < 0 {
				continue
			}
			if c.acyc {
				list := c.saw[c.watch[to]]
				for _, a := range sees {
					if place(list, a) < 0 {
						list = append(list[:len(list):len(list)], a)
					}
				}
				c.watch[to] = c.intern(list)
			} else {
				c.watch[to] = c.sees[k]
			}
		}
	}
	if !c.acyc {
		for k := len(c.blocks) - 1; k >= 0; k-- {
			if p := g.Blocks[c.blocks[k].id].Parent; p >= 0 {
				c.blocks[k].parent = c.of[p]
				c.blocks[c.of[p]].size += c.blocks[k].size
			}
		}
	} else {
		for k := range c.blocks {
			if p := g.Blocks[c.blocks[k].id].Parent; p >= 0 {
				c.blocks[k].parent = c.of[p]
			}
		}
	}
	c.first = slices.Grow(c.first[:0], len(c.blocks))[:len(c.blocks)]
}

// target is the block here that a kid in g leads to, −1 for a leaf.
func (c *compiler) target(kid int32) int32 {
	if t := c.g.Blocks[kid].Same; t != 0 {
		return c.of[t]
	}
	return c.of[kid]
}

func (c *compiler) intern(actors []int32) int32 {
	key := make([]byte, 0, 16)
	for _, a := range actors {
		key = binary.AppendVarint(key, int64(a))
	}
	if k, ok := c.list[string(key)]; ok {
		return k
	}
	c.list[string(key)] = int32(len(c.saw))
	c.saw = append(c.saw, actors)
	return int32(len(c.saw) - 1)
}

// reversePostorder lists the inner blocks of a graph, all who lead to a block
// before it.
func reversePostorder(g *game.Public) []int32 {
	next := func(b int32) int32 {
		if t := g.Blocks[b].Same; t != 0 {
			return t
		}
		return b
	}
	state := make([]int32, len(g.Blocks)) // 0: not met; else 1 + kids done
	var order, stack []int32
	stack = append(stack, 0)
	state[0] = 1
	for len(stack) > 0 {
		b := stack[len(stack)-1]
		bl := &g.Blocks[b]
		if k := state[b] - 1; k < bl.Kids {
			state[b]++
			kid := next(g.Kids[bl.Kid+k])
			if state[kid] == 0 && !g.Blocks[kid].IsLeaf() {
				state[kid] = 1
				stack = append(stack, kid)
			}
			continue
		}
		stack = stack[:len(stack)-1]
		order = append(order, b)
	}
	for i, j := 0, len(order)-1; i < j; i, j = i+1, j-1 {
		order[i], order[j] = order[j], order[i]
	}
	return order
}

// room32 makes s n long.
func room32(s []int32, n int) []int32 {
	if cap(s) < n {
		return make([]int32, n, 2*n)
	}
	return s[:n]
}

// block finds or makes the shape of block k and appends its numbers. The types
// of those who chose above were left in c.types by the block above.
func (c *compiler) block(k int32) {
	g, fb := c.g, &c.blocks[k]
	bl := &g.Blocks[fb.id]
	watched, sees := c.saw[c.watch[k]], c.saw[c.sees[k]]
	m, movers, ns := int(bl.Profiles), int(bl.Movers), len(sees)
	typeOf := room32(c.buf.typeOf, ns*m)
	c.buf.typeOf = typeOf
	moves := make([]int32, 0, 8)
	for i := int(bl.Infoset); i < len(g.Infosets) && g.Infosets[i].Block == fb.id; i++ {
		for len(moves) <= int(g.Infosets[i].Mover) {
			moves = append(moves, -1)
		}
		moves[g.Infosets[i].Mover] = int32(place(sees, g.Infosets[i].Actor))
	}
	for s, a := range sees {
		to := typeOf[s*m:][:m]
		switch {
		case place(moves, int32(s)) >= 0:
			copy(to, g.Type[int(bl.Type)+int(a)*m:][:m])
		case s < len(watched) && fb.parent >= 0 && m > 1:
			copy(to, c.types[c.first[k]+s*m:][:m])
		default:
			clear(to)
		}
	}
	key := append(c.key[:0], byte(movers), byte(len(watched)), byte(ns))
	key = put(key, m)
	for _, t := range typeOf {
		key = put(key, int(t))
	}
	sets := 0
	for i := int(bl.Infoset); i < len(g.Infosets) && g.Infosets[i].Block == fb.id; i++ {
		set := &g.Infosets[i]
		key = put(put(put(put(key, int(set.Mover)), int(set.Type)), int(set.Vars)), int(moves[set.Mover]))
		sets++
	}
	// Edges: to kids first, then to leaves.
	fb.kid, fb.edge, fb.pay, fb.v, fb.set = int32(len(c.kids)), int32(len(c.kern)), len(c.pay), bl.Var, bl.Infoset
	fb.profile = int32(c.profiles)
	c.profiles += m
	c.logK = append(c.logK, g.LogK[bl.Profile:bl.Profile+bl.Profiles]...)
	unit := true
	kids := g.Kids[bl.Kid : bl.Kid+bl.Kids]
	for pass := range 2 {
		for _, kid := range kids {
			kb := &g.Blocks[kid]
			to := c.target(kid)
			if (to < 0) != (pass == 1) {
				continue
			}
			mk := int(kb.Profiles)
			if pass == 0 {
				key = put(put(key, -1), mk)
				c.kids = append(c.kids, to)
				c.pass(k, to, kid, typeOf, moves)
			} else {
				key = put(put(key, -2), mk)
			}
			for p := range mk {
				at := int(kb.Profile) + p
				key = put(key, int(g.Src[at]-bl.Profile))
				for _, v := range g.Choice[int(kb.Choice)+p*movers:][:movers] {
					key = put(key, int(v-bl.Var))
				}
				kern := 1.0
				if l := g.LogK[at]; l != 0 {
					kern = math.Exp(l)
					unit = false
				}
				c.kern = append(c.kern, kern)
			}
			if pass == 0 {
				// The kid's types decide how rows and columns are wired.
				kidWatched := c.saw[c.watch[to]]
				key = put(key, len(kidWatched))
				for s, a := range sees {
					key = put(key, place(kidWatched, a))
					types := c.typesAt(to, kid, s, a)
					if types == nil {
						key = append(key, 0)
						continue
					}
					key = append(key, 1)
					for _, t := range types {
						key = put(key, int(t))
					}
				}
				if kb.Same != 0 {
					key = put(key, -3)
					for _, a := range sees {
						c.pay = append(c.pay, g.Payoff[int(kb.Payoff)+int(a)])
					}
				}
				continue
			}
			at := len(c.pay)
			c.pay = slices.Grow(c.pay, mk*ns)[:at+mk*ns]
			for s, a := range sees {
				for p, u := range g.Payoff[int(kb.Payoff)+int(a)*mk:][:mk] {
					c.pay[at+p*ns+s] = u
				}
			}
		}
	}
	if unit {
		key = append(key, 1)
	} else {
		key = append(key, 0)
	}
	c.key = key
	sh, ok := c.shape[string(key)]
	if !ok {
		sh = c.make(k, typeOf, moves, sets)
		sh.unit = unit
		if !c.general {
			sh.two = pairOf(sh)
		}
		c.shape[string(key)] = sh
	}
	fb.shape = sh
	if sh.met != c.games {
		sh.met = c.games
		c.shapes = append(c.shapes, sh)
		c.widen(sh)
	}
	if sh.two != nil && sh.two.kid == nil {
		sh.two.arrange(c.pay[fb.pay:])
	}
}

// pass leaves, for kid to of block k, the types of those who chose so far, by
// what they did themselves: all that matters until they choose again.
func (c *compiler) pass(k, to, kid int32, typeOf, moves []int32) {
	g := c.g
	bl, kb := &g.Blocks[c.blocks[k].id], &g.Blocks[kid]
	m, mk, movers := int(bl.Profiles), int(kb.Profiles), int(bl.Movers)
	if kb.Same != 0 || mk == 1 {
		return // one profile: one type each
	}
	c.first[to] = len(c.types)
	sees := c.saw[c.sees[k]]
	for s := range sees {
		mover := place(moves, int32(s))
		at := len(c.types)
		count := int32(0)
		for p := range mk {
			q := int(g.Src[int(kb.Profile)+p] - bl.Profile)
			t := int32(-1)
			for o := range p {
				r := int(g.Src[int(kb.Profile)+o] - bl.Profile)
				if typeOf[s*m+q] == typeOf[s*m+r] &&
					(mover < 0 || g.Choice[int(kb.Choice)+p*movers+mover] == g.Choice[int(kb.Choice)+o*movers+mover]) {
					t = c.types[at+o]
					break
				}
			}
			if t < 0 {
				t = count
				count++
			}
			c.types = append(c.types, t)
		}
	}
}

// typeAt is the type, at a kid that is block to here, of see s of the block
// above, an actor, in profile p of the kid.
func (c *compiler) typeAt(to, kid int32, s int, actor int32, p int) int32 {
	if types := c.typesAt(to, kid, s, actor); types != nil {
		return types[p]
	}
	return 0
}

// typesAt is typeAt of every profile; nil: there is one, and one type.
func (c *compiler) typesAt(to, kid int32, s int, actor int32) []int32 {
	g := c.g
	kb := &g.Blocks[kid]
	mk := int(kb.Profiles)
	if kb.Same != 0 || mk == 1 {
		return nil
	}
	for i := int(kb.Infoset); i < len(g.Infosets) && g.Infosets[i].Block == kid; i++ {
		if g.Infosets[i].Actor == actor {
			return g.Type[int(kb.Type)+int(actor)*mk:][:mk]
		}
	}
	return c.types[c.first[to]+s*mk:][:mk]
}

// put appends a number to a key: one byte if it is small.
func put(key []byte, v int) []byte {
	if u := uint(v)<<1 ^ uint(v>>63); u < 0x80 {
		return append(key, byte(u))
	}
	return binary.AppendVarint(key, int64(v))
}

// make builds the shape of block k.
func (c *compiler) make(k int32, typeOf, moves []int32, sets int) *shape {
	g, fb := c.g, &c.blocks[k]
	bl := &g.Blocks[fb.id]
	watched, sees := c.saw[c.watch[k]], c.saw[c.sees[k]]
	m, movers, ns := int(bl.Profiles), int(bl.Movers), len(sees)
	sh := &shape{m: m, movers: movers, vars: int(bl.Vars), watched: len(watched),
		typeOf: append([]int32(nil), typeOf...), moverSee: append([]int32(nil), moves...)}
	for s := range sees {
		most := int32(0)
		for _, t := range typeOf[s*m:][:m] {
			most = max(most, t)
		}
		sh.types = append(sh.types, most+1)
		if s < len(watched) {
			sh.row, sh.col = append(sh.row, int32(sh.rows)), append(sh.col, int32(sh.cols))
			sh.rows += int(most) + 1
			sh.cols += int(most)
		}
	}
	for i := range sets {
		set := &g.Infosets[int(bl.Infoset)+i]
		sh.sets = append(sh.sets, shapeSet{set.Mover, moves[set.Mover], set.Type, set.Var - bl.Var, set.Vars})
	}
	kids := g.Kids[bl.Kid : bl.Kid+bl.Kids]
	edge := func(kid int32, p int) {
		kb := &g.Blocks[kid]
		at := int(kb.Profile) + p
		sh.src = append(sh.src, g.Src[at]-bl.Profile)
		for _, v := range g.Choice[int(kb.Choice)+p*movers:][:movers] {
			sh.choice = append(sh.choice, v-bl.Var)
		}
	}
	for _, kid := range kids {
		if to := c.target(kid); to >= 0 {
			lo := len(sh.src)
			for p := range int(g.Blocks[kid].Profiles) {
				edge(kid, p)
			}
			sh.kids = append(sh.kids, c.wire(sh, to, kid, lo, watched, sees, moves))
		}
	}
	sh.couple = movers > 1
	for i := range sh.kids {
		sh.couple = sh.couple || sh.kids[i].cols > 0
	}
	sh.leaf = len(sh.src)
	for _, kid := range kids {
		if c.target(kid) < 0 {
			for p := range int(g.Blocks[kid].Profiles) {
				edge(kid, p)
				for range ns {
					sh.crow = append(sh.crow, -1)
				}
			}
		}
	}
	return sh
}

// wire says how a kid's rows and columns are made of those of its block.
func (c *compiler) wire(sh *shape, to, kid int32, lo int, watched, sees, moves []int32) shapeKid {
	g := c.g
	mk := int(g.Blocks[kid].Profiles)
	list := c.saw[c.watch[to]]
	w := shapeKid{lo: int32(lo), hi: int32(lo + mk), paid: g.Blocks[kid].Same != 0}
	// Rows and columns of the kid, actor by actor in the order of its own list.
	rowOf := make([]int32, len(list))
	rows := int32(0)
	for j, a := range list {
		rowOf[j] = rows
		s := place(sees, a)
		if s < 0 {
			rows++ // shared blocks alone watch others, and have one type of each
			continue
		}
		most := int32(0)
		for p := range mk {
			most = max(most, c.typeAt(to, kid, s, a, p))
		}
		var from, by []int32 // by type: the type here (−1: not watched here) and the unknown
		for t := range most + 1 {
			up, v := int32(-1), int32(-1)
			for p := range mk {
				if c.typeAt(to, kid, s, a, p) != t {
					continue
				}
				q := sh.src[lo+p]
				if s < len(watched) {
					up = sh.typeOf[s*sh.m+int(q)]
				}
				if k := place(moves, int32(s)); k >= 0 {
					v = sh.choice[(lo+p)*sh.movers+k]
				}
				break
			}
			from, by = append(from, up), append(by, v)
			w.row = append(w.row, rows+t)
			w.upBy = append(w.upBy, v)
			if up >= 0 {
				w.up = append(w.up, sh.row[s]+up)
			} else {
				w.up = append(w.up, -1)
			}
		}
		column := func(t int32) int32 {
			if t <= 0 {
				return -1
			}
			return sh.col[s] + t - 1
		}
		for t := int32(1); t <= most; t++ {
			w.plusCol, w.minusCol = append(w.plusCol, column(from[t])), append(w.minusCol, column(from[0]))
			w.plusVar, w.minusVar = append(w.plusVar, by[t]), append(w.minusVar, by[0])
		}
		rows += most + 1
	}
	w.cols = int32(len(w.plusCol))
	for p := range mk {
		for s, a := range sees {
			sh.crow = append(sh.crow, rowOf[place(list, a)]+c.typeAt(to, kid, s, a, p))
		}
	}
	return w
}

// widen notes how wide a shape is.
func (c *compiler) widen(sh *shape) {
	m := &c.most
	m.rows, m.cols = max(m.rows, sh.rows), max(m.cols, sh.cols)
	m.vars, m.m, m.edges = max(m.vars, sh.vars), max(m.m, sh.m), max(m.edges, len(sh.src))
	m.sets, m.sees = max(m.sets, len(sh.sets)), max(m.sees, len(sh.types))
	if sh.couple {
		m.coupled = max(m.coupled, sh.vars)
	}
	for i := range sh.kids {
		m.kidRows = max(m.kidRows, len(sh.kids[i].row))
	}
}

// measure places every block in the arrays.
func (c *compiler) measure() {
	for k := range c.blocks {
		b := &c.blocks[k]
		b.row, b.weight, b.matrix, b.gain = int32(c.rows), c.weights, c.matrices, c.gains
		c.rows += b.rows
		c.weights += len(b.types) * b.m
		c.matrices += b.rows * b.cols
		c.gains += b.vars * b.cols
	}
	for k := range c.blocks {
		b := &c.blocks[k]
		for i := range b.kids {
			kid := &c.blocks[c.wiring.kids[int(b.kid)+i]]
			kid.slot, kid.inLocal, kid.inEdge = int32(i), b.kids[i].lo, b.edge+b.kids[i].lo
		}
	}
}
