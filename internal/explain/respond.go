package explain

import (
	"maps"
	"math"
	"slices"

	"demarche/internal/quantity"
)

// This file says why a term of a payoff differs between an act and its rival: by
// which later response.

const (
	owesTerm = 0.3  // share of the decisive term's difference that a response must account for to be its reason
	owesAny  = 0.2  // or, of that of another term, of the decisive one's difference
	about    = 0.75 // share of the largest part owed to a response that is about as much
	open     = 1e-6 // what is nearer to 0 or 1 has no other side to compare with
)

// cause is a response that is likelier after one act than after the other, and
// what of a term's difference is owed to that.
type cause struct {
	term          int
	stage         stage
	answer        int
	owed          float64
	act, rival    *answers // nil: play never comes to the stage
	mine, other   float64  // the term in all, after the act and after the rival
	with, without float64  // the term where the response comes, and where it does not
	beside        bool     // the last two are after the rival
	instead       int      // after that act it always comes: what would be done instead; −1: not so
}

// response finds the later response that accounts for most of the decisive
// term's difference, or of another term's where that matters more. terms are
// those of the comparison, the largest difference first.
func (c *comparison) response(terms []TermPart) (*Response, string, error) {
	names, err := c.l.parts(c.actor())
	if err != nil {
		return nil, "", err
	}
	sum := 0.0
	for _, t := range terms {
		sum += float64(t.Difference)
	}
	decisive := terms[0]
	for _, t := range terms {
		if float64(t.Difference)*sum > float64(decisive.Difference)*sum {
			decisive = t
		}
	}
	size := math.Abs(float64(decisive.Difference))
	if size == 0 {
		return nil, decisive.Term, nil
	}
	var best *cause
	for _, t := range terms {
		if t.Term != decisive.Term && math.Abs(float64(t.Difference)) < owesAny*size {
			continue
		}
		x, err := c.cause(slices.Index(names.Names, t.Term), float64(t.Difference))
		if err != nil {
			return nil, "", err
		}
		if t.Term == decisive.Term && x != nil && math.Abs(x.owed) >= owesTerm*size {
			best = x
			break
		}
		if x != nil && math.Abs(x.owed) >= owesAny*size && (best == nil || math.Abs(x.owed) > math.Abs(best.owed)) {
			best = x
		}
	}
	if best == nil {
		r, err := c.either(terms, names.Names, size)
		if r != nil || err != nil {
			return r, decisive.Term, err
		}
		return &Response{Term: decisive.Term, Difference: decisive.Difference, From: FromAct,
			IfAct: quantity.None, IfRival: quantity.None, With: quantity.None, Without: quantity.None, Owed: quantity.None}, decisive.Term, nil
	}
	r, err := c.explain(best, names.Names[best.term])
	return r, decisive.Term, err
}

// either finds a later stage that comes out alike after both acts and on which
// one of the larger terms hangs after one of them alone; nil if there is none.
func (c *comparison) either(terms []TermPart, names []string, size float64) (*Response, error) {
	var best *Response
	var at stage
	var answer int
	most := 0.0
	for _, t := range terms {
		d := float64(t.Difference)
		if math.Abs(d) < owesTerm*size {
			continue
		}
		for _, a := range []int{c.act, c.rival} {
			stages, _, err := c.answered(a, slices.Index(names, t.Term))
			if err != nil {
				return nil, err
			}
			beside, _, err := c.answered(c.act+c.rival-a, slices.Index(names, t.Term))
			if err != nil {
				return nil, err
			}
			for _, s := range inTime(stages) {
				x := stages[s]
				for _, r := range slices.Sorted(maps.Keys(x.outcome)) {
					p := x.p(r)
					if p < 1-sure || p > sure || r == 0 && c.l.s.Steps[s.step].Chance {
						continue
					}
					with, without := x.outcome[r].mean(), x.without(r)
					// what the term gains by the response, on average
					gain := p * (with - without)
					if math.Abs(gain) < owesTerm*math.Abs(d) || gain*d < 0 == (a == c.act) || math.Abs(gain) <= most*(1+1e-9) {
						continue
					}
					most, at, answer = math.Abs(gain), s, r
					best = &Response{Term: t.Term, Difference: t.Difference, From: FromEither, Period: c.l.s.PeriodLabel(s.period), Act: c.l.act(s.step, r),
						IfAct: quantity.Number(p), IfRival: quantity.Number(beside[s].p(r)), With: quantity.Number(with), Without: quantity.Number(without),
						AfterRival: a == c.rival, Owed: quantity.None}
					if a == c.rival {
						best.IfAct, best.IfRival = best.IfRival, best.IfAct
					}
				}
			}
		}
	}
	if best == nil || c.l.s.Steps[at.step].Chance {
		return best, nil
	}
	var err error
	best.Chooses, err = c.responder(at, answer)
	return best, err
}

// cause is the response to whose being likelier, or less likely, most of a
// term's difference is owed; nil if there is none. Split by whether a response
// comes, the difference of two means is what is owed to its probability, at the
// average of what it changes after the one act and after the other, and a rest
// (Kitagawa 1955; Oaxaca 1973).
func (c *comparison) cause(term int, difference float64) (*cause, error) {
	mine, total, err := c.answered(c.act, term)
	if err != nil {
		return nil, err
	}
	theirs, other, err := c.answered(c.rival, term)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(mine)
	maps.Copy(all, theirs)
	var list []*cause
	most := 0.0
	for _, s := range inTime(all) {
		var best *cause
		for _, r := range outcomes(mine[s], theirs[s]) {
			if c.l.s.Steps[s.step].Chance && r == 0 {
				continue // said of what happens
			}
			x := &cause{term: term, stage: s, answer: r, act: mine[s], rival: theirs[s], mine: total, other: other, instead: -1}
			if x.weigh(c.scale(s, r)); x.owed*difference > 0 && (best == nil || math.Abs(x.owed) > math.Abs(best.owed)*(1+1e-9)) {
				best = x
			}
		}
		if best != nil {
			list = append(list, best)
			most = max(most, math.Abs(best.owed))
		}
	}
	// Later stages pass on what earlier ones began: the first that accounts for
	// about as much is the reason, and what others do before what the actor does.
	var best *cause
	for _, x := range list {
		own := c.own(x.stage)
		if math.Abs(x.owed) < about*most || best != nil && own {
			continue
		}
		if !own {
			return x, nil
		}
		best = x
	}
	return best, nil
}

// own reports whether the actor itself chooses at a stage.
func (c *comparison) own(s stage) bool {
	st := c.l.s.Steps[s.step]
	return !st.Chance && c.l.s.Phases[st.Index].Actor == c.actor()
}

// scale reports whether an action at a stage is one of a scale of acts, made by
// one for_each.
func (c *comparison) scale(s stage, action int) bool {
	st := c.l.s.Steps[s.step]
	if st.Chance {
		return false
	}
	_, n := family(&c.l.s.Phases[st.Index], action)
	return n > 2
}

// outcomes lists what may happen at a stage, after either act.
func outcomes(a, b *answers) []int {
	all := map[int]bool{}
	for _, x := range []*answers{a, b} {
		if x != nil {
			for r := range x.outcome {
				all[r] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// weigh works out what is owed to the response. What the response changes is what
// the term is where it comes less what it is where it does not, after each act
// after which both can be. Where it always comes, or is one of a scale of acts,
// it is what the term is where it comes less what it would be if another act were
// done in its place: that which is likeliest after the other act, or here.
func (x *cause) weigh(scale bool) {
	sum, n := 0.0, 0.0
	for k, a := range []*answers{x.act, x.rival} {
		if p := a.p(x.answer); a != nil && !scale && p > open && p < 1-open {
			with, without := a.outcome[x.answer].mean(), a.without(x.answer)
			if n == 0 {
				x.with, x.without, x.beside = with, without, k == 1
			}
			sum += with - without
			n++
		}
	}
	for k, a := range []*answers{x.act, x.rival} {
		if a == nil || n > 0 || a.p(x.answer) < 1-open && !scale || !(a.p(x.answer) > 0) {
			continue
		}
		if i := a.instead(x.answer, []*answers{x.rival, x.act}[k]); i >= 0 {
			x.with, x.without, x.beside, x.instead = a.outcome[x.answer].mean(), a.ifDone[i].mean(), k == 1, i
			sum, n = x.with-x.without, 1
		}
	}
	if n > 0 {
		x.owed = (x.act.p(x.answer) - x.rival.p(x.answer)) * sum / n
	}
}

// explain describes a cause, and why the one who chooses the response does.
func (c *comparison) explain(x *cause, name string) (*Response, error) {
	l := c.l
	out := &Response{Term: name, Difference: quantity.Number(x.mine - x.other), From: FromActor, Period: l.s.PeriodLabel(x.stage.period),
		Act: l.act(x.stage.step, x.answer), IfAct: quantity.Number(x.act.p(x.answer)), IfRival: quantity.Number(x.rival.p(x.answer)),
		With: quantity.Number(x.with), Without: quantity.Number(x.without), AfterRival: x.beside, Owed: quantity.Number(x.owed)}
	if x.instead >= 0 {
		a := l.act(x.stage.step, x.instead)
		out.Instead = &a
	}
	switch {
	case l.s.Steps[x.stage.step].Chance:
		out.From = FromChance
		return out, nil
	case c.own(x.stage):
		out.From = FromSelf
	}
	var err error
	out.Chooses, err = c.responder(x.stage, x.answer)
	return out, err
}

// responder describes the choice of a response where it is made most often: after
// the act, or after the rival if it is made only there.
func (c *comparison) responder(s stage, answer int) (*Choosing, error) {
	after := c.choosers(c.act, s, answer)
	beside := c.choosers(c.rival, s, answer)
	if after == nil {
		after, beside = beside, after
	}
	if after == nil {
		return nil, nil // nobody had a choice
	}
	after.elsewhere = nil
	if beside != nil {
		after.elsewhere = beside.kinds
	}
	out, err := after.choosing()
	return &out, err
}

// choosers is the comparison at the place where a response is made most often
// after the act at place a, against the likeliest other; nil if nobody there has
// a choice.
func (c *comparison) choosers(a int, s stage, answer int) *comparison {
	l := c.l
	g := l.tree.Game
	mass := map[int]float64{} // by information set: of choosing the response there
	c.follow(a, nil, func(at int32, f followed) {
		src, p := g.Src[at], f.p()
		if p == 0 {
			return
		}
		for _, h := range l.what[at] {
			if h.period == s.period && h.step == s.step && h.mover >= 0 && h.action == answer && src >= 0 {
				b := int(l.block[src])
				for _, t := range l.turnings(b) {
					set := &g.Infosets[t.set]
					if t.mover == h.mover && g.TypeOf(b, int(set.Actor), int(src-g.Blocks[b].Profile)) == int(set.Type) {
						mass[t.set] += p
					}
				}
			}
		}
	})
	best := -1
	for set, p := range mass {
		if best < 0 || p > mass[best] || p == mass[best] && set < best {
			best = set
		}
	}
	if best < 0 {
		return nil
	}
	block, mover := int(g.Infosets[best].Block), int(g.Infosets[best].Mover)
	phase, ph := l.phaseOf(block, mover)
	out := &comparison{l: l, phase: phase, rival: -1}
	for _, t := range l.turnings(block) {
		if t.mover == mover {
			out.all = append(out.all, t)
			if t.set == best {
				out.kinds = []turning{t}
			}
		}
	}
	out.act = slices.Index(l.acts(out.kinds[0]), int32(answer))
	if len(out.all) > mostKinds {
		first := l.acts(out.kinds[0])
		out.kinds = slices.DeleteFunc(slices.Clone(out.all), func(t turning) bool { return !slices.Equal(l.acts(t), first) })
	}
	likely := l.rank(out.kinds)
	own, size := family(ph, answer)
	for k := range likely {
		first, _ := family(ph, out.action(k))
		if k == out.act || first == own && size > 2 && k != 0 && k != len(likely)-1 {
			continue
		}
		if out.rival < 0 || likely[k] > likely[out.rival] {
			out.rival = k
		}
	}
	if out.rival < 0 {
		return nil
	}
	return out
}
