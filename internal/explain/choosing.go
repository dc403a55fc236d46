package explain

import (
	"cmp"
	"math"
	"slices"

	"demarche/internal/qre"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
)

// This file describes one choice: what the chooser knows and believes, what it
// does, and what its act promises beside a rival.

// mostListed is the number of values up to which a belief is given value by
// value; beyond it the mean is given.
const mostListed = 4

// sure is from where on a belief is no uncertainty.
const sure = 0.999

// comparison is an act beside a rival, where one or more kinds of an actor choose.
type comparison struct {
	l          *look
	phase      int
	kinds      []turning // that are compared, on average weighed by how often they do the act
	act, rival int       // places among the acts of each
	all        []turning // every kind of the actor at that place
	elsewhere  []turning // the same kinds where the rival of the choice before was done; nil: not asked
}

func (c *comparison) actor() int { return c.l.s.Phases[c.phase].Actor }
func (c *comparison) block() int { return c.kinds[0].block }

// action is the action behind place a among the acts.
func (c *comparison) action(a int) int { return int(c.l.acts(c.kinds[0])[a]) }

// describe is the act behind place a.
func (c *comparison) describe(a int) Act {
	return c.l.act(c.l.tree.StepOf(c.block(), c.kinds[0].mover), c.action(a))
}

// average is a quantity by unknown, at place a among the acts, over the kinds.
func (c *comparison) average(q []float64, a int) float64 {
	weights := c.l.shares(c.kinds, c.act)
	sum := 0.0
	for k, t := range c.kinds {
		sum += weights[k] * q[int(c.l.tree.Game.Infosets[t.set].Var)+a]
	}
	return sum
}

// choosing describes the choice.
func (c *comparison) choosing() (Choosing, error) {
	l := c.l
	ph := &l.s.Phases[c.phase]
	out := Choosing{
		Actor: l.s.Actors[ph.Actor].Name, Who: who(l.s, ph.Actor), Phase: ph.Name, Title: ph.Title,
		Period: l.s.PeriodLabel(l.tree.Worlds[c.block()].Period), After: l.seen(c.block()),
		Act: c.describe(c.act), Rival: c.describe(c.rival), Pooled: len(c.kinds), Thinks: c.thinks(),
	}
	if len(c.kinds) == 1 {
		out.Knows = l.knows(c.kinds[0])
		out.Kinds = c.others()
	}
	reach := 0.0
	for _, t := range c.kinds {
		reach += l.reach(t.set)
	}
	place := 0.0
	for _, t := range c.all {
		place += l.reach(t.set)
	}
	out.Reach, out.Place = quantity.Number(reach), quantity.Number(place)
	_, q, _ := qre.Value(l.tree.Game, l.x)
	likely := l.likely(c.kinds)
	for a := range likely {
		out.Acts = append(out.Acts, ActShare{Act: c.describe(a), Probability: quantity.Number(likely[a]), Payoff: quantity.Number(c.average(q, a))})
	}
	slices.SortStableFunc(out.Acts, func(a, b ActShare) int { return -cmp.Compare(a.Probability, b.Probability) })
	out.Mine, out.Theirs = quantity.Number(c.average(q, c.act)), quantity.Number(c.average(q, c.rival))
	terms, err := l.parts(ph.Actor)
	if err != nil {
		return out, err
	}
	for k, name := range terms.Names {
		mine, theirs := c.average(terms.Q[k], c.act), c.average(terms.Q[k], c.rival)
		out.Terms = append(out.Terms, TermPart{Term: name, Mine: quantity.Number(mine), Theirs: quantity.Number(theirs), Difference: quantity.Number(mine - theirs)})
	}
	slices.SortStableFunc(out.Terms, func(a, b TermPart) int {
		return -cmp.Compare(math.Abs(float64(a.Difference)), math.Abs(float64(b.Difference)))
	})
	return out, nil
}

// seen lists what everybody saw between the look-ahead's start and a block, quiet
// acts apart; where several histories lead to one subgame, what they have in
// common: what comes after that.
func (l *look) seen(b int) []WayStep {
	var way []int
	for at := int32(b); at >= 0 && !l.shared[at]; at = l.tree.Game.Blocks[at].Parent {
		way = append(way, int(at))
	}
	var out []WayStep
	for _, at := range slices.Backward(way) {
		for _, e := range l.tree.Events[at] {
			st := l.s.Steps[e.Step]
			if st.Chance && !e.Happened || !st.Chance && l.s.Phases[st.Index].Quiet == e.Action && !e.Exposed {
				continue
			}
			out = append(out, WayStep{Period: l.s.PeriodLabel(e.Period), Act: l.act(e.Step, e.Action)})
		}
	}
	return out
}

// each calls do for every profile in which a kind chooses.
func (l *look) each(t turning, do func(at int32)) {
	g := l.tree.Game
	set := &g.Infosets[t.set]
	bl := &g.Blocks[set.Block]
	for p := range int(bl.Profiles) {
		if g.TypeOf(int(set.Block), int(set.Actor), p) == int(set.Type) {
			do(bl.Profile + int32(p))
		}
	}
}

// knows lists the secrets that a kind is told, and the covert acts of the period
// that it did or saw.
func (l *look) knows(t turning) []Known {
	actor := int(l.tree.Game.Infosets[t.set].Actor)
	var out []Known
	done := false
	l.each(t, func(at int32) {
		if done {
			return
		}
		done = true
		pr := l.tree.Profiles[at]
		for j := range l.s.Secrets {
			if sec := &l.s.Secrets[j]; sec.Knows(actor) {
				out = append(out, Known{sec.Name, cmp.Or(sec.Title, human(sec.Name)), human(sec.Domain.Label(l.m.Src.Secret(pr, j)))})
			}
		}
		l.m.Src.EachCovert(pr, actor, func(phase, action int, did, knows bool) {
			if ph := &l.s.Phases[phase]; did && knows {
				out = append(out, Known{ph.Name + "." + ph.Actions[action].Name, who(l.s, ph.Actor) + ": " + actTitle(ph, action), "done"})
			}
		})
	})
	return out
}

// others says what the actor's other kinds do at the same place.
func (c *comparison) others() []KindShare {
	if len(c.all) > mostKinds {
		return nil
	}
	shares := c.l.shares(c.all, -1)
	var out []KindShare
	for k, t := range c.all {
		if t.set == c.kinds[0].set {
			continue
		}
		p := 0.0
		if a := slices.Index(c.l.acts(t), int32(c.action(c.act))); a >= 0 {
			p = math.Exp(c.l.x[int(c.l.tree.Game.Infosets[t.set].Var)+a])
		}
		out = append(out, KindShare{Knows: c.l.knows(t), Probability: quantity.Number(p), Share: quantity.Number(shares[k])})
	}
	return out
}

// belief is the distribution over a secret's values where kinds choose.
func (l *look) belief(kinds []turning, secret int) []float64 {
	return l.spread(kinds, l.s.Secrets[secret].Domain.Size(), func(at int32) int { return l.m.Src.Secret(l.tree.Profiles[at], secret) })
}

// spread is the distribution of what of tells of the profiles where kinds choose.
func (l *look) spread(kinds []turning, n int, of func(at int32) int) []float64 {
	out := make([]float64, n)
	p := l.chances(kinds, -1)
	for _, t := range kinds {
		l.each(t, func(at int32) { out[of(at)] += p[at] })
	}
	return out
}

// thinks lists what is believed of what the actor is not told: what moved most
// since the start first.
func (c *comparison) thinks() []Thought {
	l, actor := c.l, c.actor()
	type moved struct {
		t  Thought
		by float64
	}
	var list []moved
	for j := range l.s.Secrets {
		sec := &l.s.Secrets[j]
		if sec.Knows(actor) {
			continue
		}
		now, start := l.belief(c.kinds, j), l.start[j]
		x := moved{t: Thought{Secret: sec.Name, Title: cmp.Or(sec.Title, human(sec.Name)), Mean: quantity.None, StartMean: quantity.None, OtherMean: quantity.None}}
		for v := range now {
			x.by += math.Abs(now[v]-start[v]) / 2
		}
		if slices.Max(now) > sure && slices.Max(start) > sure && x.by < 1-sure {
			continue
		}
		var otherwise []float64
		if c.elsewhere != nil {
			otherwise = l.belief(c.elsewhere, j)
		}
		for v := range now {
			o := Odds{Value: human(sec.Domain.Label(v)), Now: quantity.Number(now[v]), Start: quantity.Number(start[v]), Otherwise: quantity.None}
			if otherwise != nil {
				o.Otherwise = quantity.Number(otherwise[v])
			}
			x.t.Values = append(x.t.Values, o)
		}
		if sec.Domain.Numbers != nil {
			mean := func(p []float64) quantity.Number {
				sum := 0.0
				for v := range p {
					sum += p[v] * sec.Domain.Value(v)
				}
				return quantity.Number(sum)
			}
			x.t.Mean, x.t.StartMean = mean(now), mean(start)
			if otherwise != nil {
				x.t.OtherMean = mean(otherwise)
			}
		}
		slices.SortStableFunc(x.t.Values, func(a, b Odds) int { return -cmp.Compare(a.Now, b.Now) })
		list = append(list, x)
	}
	for k, t := range c.suspects() {
		list = append(list, moved{t, 1 - float64(k)*1e-9}) // this period's acts are the nearest
	}
	slices.SortStableFunc(list, func(a, b moved) int { return -cmp.Compare(a.by, b.by) })
	var out []Thought
	for _, x := range list {
		out = append(out, x.t)
	}
	return out
}

// recorded reports whether a secret that the actor is not told records a covert
// act: what is believed of that says it already.
func (l *look) recorded(a *scenario.Action, actor int) bool {
	return slices.ContainsFunc(a.Effects, func(e scenario.Effect) bool { return e.Secret && !l.s.Secrets[e.Target].Knows(actor) })
}

// suspects lists the covert acts of the period of which the actor is not told and
// that may have been done, or not.
func (c *comparison) suspects() []Thought {
	l := c.l
	var out []Thought
	n := 0
	l.m.Src.EachCovert(l.tree.Profiles[0], c.actor(), func(int, int, bool, bool) { n++ })
	for k := range n {
		var t Thought
		did := func(at int32) int {
			i, yes := 0, 0
			l.m.Src.EachCovert(l.tree.Profiles[at], c.actor(), func(phase, action int, done, knows bool) {
				if ph := &l.s.Phases[phase]; i == k && !knows && !l.recorded(&ph.Actions[action], c.actor()) {
					t = Thought{Secret: ph.Name + "." + ph.Actions[action].Name, Title: actTitle(ph, action), Who: who(l.s, ph.Actor), Act: true,
						Mean: quantity.None, StartMean: quantity.None, OtherMean: quantity.None}
					if done {
						yes = 1
					}
				}
				i++
			})
			return yes
		}
		p := l.spread(c.kinds, 2, did)
		if t.Secret == "" || p[1] < 1-sure || p[1] > sure {
			continue
		}
		o := Odds{Value: "done", Now: quantity.Number(p[1]), Start: 0, Otherwise: quantity.None}
		if c.elsewhere != nil {
			o.Otherwise = quantity.Number(l.spread(c.elsewhere, 2, did)[1])
		}
		t.Values = []Odds{o}
		out = append(out, t)
	}
	return out
}
