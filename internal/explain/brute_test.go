package explain_test

// This file recomputes every figure of explanations from the histories of the
// extensive form, one by one: nothing of how explain adds up is used.

import (
	"context"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/explain"
	"demarche/internal/game"
	"demarche/internal/plan"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
)

// move is a choice or what chance did, on one history.
type move struct {
	set  int     // −1: chance
	name string  // "2013-01 phase.action", or what chance did: "2013-01 name" and "secret=value", space by space
	log  float64 // of its probability
}

// history is one way through the extensive form.
type history struct {
	moves  []move
	payoff []float64
}

func (h history) log(from, to int) float64 {
	sum := 0.0
	for _, m := range h.moves[from:to] {
		sum += m.log
	}
	return sum
}

// has reports whether one of the first n moves is of that name, its period aside.
func (h history) has(n int, name string) bool {
	return slices.ContainsFunc(h.moves[:n], func(m move) bool {
		return slices.ContainsFunc(strings.Fields(m.name), func(w string) bool { return w == name })
	})
}

// brute is a solved scenario with all its histories.
type brute struct {
	t    *testing.T
	s    *scenario.Scenario
	p    *plan.Plan
	all  []history
	term map[[2]string][]history // by actor and term
	yes  func(h history, n int) bool
	// secret is a secret's value after n moves
	secret func(h history, n int, name string) string
}

func load(t testing.TB, name string) *scenario.Scenario {
	t.Helper()
	text, err := os.ReadFile("../../library/" + name + "/" + name + ".hcl")
	if err != nil {
		t.Fatal(err)
	}
	s, list := check.Load(name, text)
	if list.HasErrors() {
		t.Fatalf("%s: %v", name, list)
	}
	return s
}

// histories lays a look-ahead out and follows every way through it.
func histories(t *testing.T, p *plan.Plan, x []float64) []history {
	t.Helper()
	tree, s := p.Tree, p.S
	block := map[int32]int{}
	for b := range tree.Game.Blocks {
		bl := &tree.Game.Blocks[b]
		for at := bl.Profile; at < bl.Profile+bl.Profiles; at++ {
			block[at] = b
		}
	}
	acts := make([]string, tree.Game.Vars)
	for i := range tree.Game.Infosets {
		set := &tree.Game.Infosets[i]
		ph := &s.Phases[tree.Phases[set.Block][set.Mover]]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			acts[v] = s.PeriodLabel(tree.Worlds[set.Block].Period) + " " + ph.Name + "." + ph.Actions[tree.Acts[v]].Name
		}
	}
	names := game.Names{Title: s.Name, Action: func(v int) string { return acts[v] }, Chance: func(at int32) string {
		var out []string
		for _, e := range tree.Events[block[at]] {
			if e.Happened {
				out = append(out, s.PeriodLabel(e.Period), s.Chances[s.Steps[e.Step].Index].Name)
			}
		}
		for j := range s.Secrets {
			out = append(out, s.Secrets[j].Name+"="+s.Secrets[j].Domain.Label(p.Src.Secret(tree.Profiles[at], j)))
		}
		return strings.Join(out, " ")
	}}
	for i := range s.Actors {
		names.Players = append(names.Players, s.Actors[i].Name)
	}
	g, err := tree.Game.ExtensiveNamed(names)
	if err != nil {
		t.Fatal(err)
	}
	var out []history
	var walk func(n int32, moves []move)
	walk = func(n int32, moves []move) {
		switch g.Kind[n] {
		case game.Terminal:
			out = append(out, history{slices.Clone(moves), g.Payoff(n)})
		case game.Decision:
			set := &g.Sets[g.Move[n]]
			for k, kid := range g.Kids(n) {
				walk(kid, append(moves, move{int(g.Move[n]), set.Actions[k], x[set.First+k]}))
			}
		case game.Chance:
			c := &g.Chances[g.Move[n]]
			for k, kid := range g.Kids(n) {
				l := math.Log(c.Probability[k])
				name, _, _ := strings.Cut(c.Actions[k], " #")
				walk(kid, append(moves, move{-1, name, l}))
			}
		}
	}
	walk(0, nil)
	return out
}

// terms are the histories with one term of one actor's payoff alone, or its
// costs alone, made by taking the rest out of the scenario.
func (b *brute) terms(actor, term string) []history {
	key := [2]string{actor, term}
	if b.term[key] != nil {
		return b.term[key]
	}
	c := *b.s
	c.Payoffs = slices.Clone(b.s.Payoffs)
	i := slices.IndexFunc(c.Actors, func(a scenario.Actor) bool { return a.Name == actor })
	for k := range c.Payoffs {
		x := &c.Payoffs[k]
		other := func(t scenario.Term) bool { return k != i || t.Name != term }
		x.EachPeriod = slices.DeleteFunc(slices.Clone(x.EachPeriod), other)
		x.AtEnd = slices.DeleteFunc(slices.Clone(x.AtEnd), other)
	}
	if term != plan.CostOfActing {
		c.Phases = slices.Clone(b.s.Phases)
		for k := range c.Phases {
			c.Phases[k].Actions = slices.Clone(c.Phases[k].Actions)
			for a := range c.Phases[k].Actions {
				c.Phases[k].Actions[a].Cost = nil
			}
		}
	}
	p, err := plan.Build(&c, nil, plan.Options{Unmerged: true})
	if err != nil {
		b.t.Fatal(err)
	}
	b.term[key] = histories(b.t, p, b.p.Result.X)
	return b.term[key]
}

// mean is a weighted mean with weights in logarithms, and the log of the total weight.
type mean struct {
	log, value []float64
}

func (m *mean) add(log, value float64) {
	if !math.IsInf(log, -1) {
		m.log, m.value = append(m.log, log), append(m.value, value)
	}
}

func (m *mean) total() float64 {
	if len(m.log) == 0 {
		return math.Inf(-1)
	}
	top, sum := slices.Max(m.log), 0.0
	for _, l := range m.log {
		sum += math.Exp(l - top)
	}
	return top + math.Log(sum)
}

func (m *mean) mean() float64 {
	all, sum := m.total(), 0.0
	for k, l := range m.log {
		sum += math.Exp(l-all) * m.value[k]
	}
	return sum
}

// place lists the information sets of a choice: all at its public state, and
// those of the kinds compared.
func (b *brute) place(c *explain.Choosing) (all, kinds []int) {
	g := b.p.Tree.Game
	for i := range g.Infosets {
		set := &g.Infosets[i]
		ph := &b.s.Phases[b.p.Tree.Phases[set.Block][set.Mover]]
		if ph.Name != c.Phase || b.s.PeriodLabel(b.p.Tree.Worlds[set.Block].Period) != c.Period || !b.came(int(set.Block), c.After) {
			continue
		}
		all = append(all, i)
		knows := b.p.Knows(int(set.Block), int(set.Actor), int(set.Type))
		same := true
		for _, k := range c.Knows {
			v := knows[k.Secret]
			same = same && (strings.ReplaceAll(v, "_", " ") == k.Value || v == "yes" && k.Value == "done")
		}
		if same && (c.Pooled > 1 || len(c.Knows) >= len(knows)) {
			kinds = append(kinds, i)
		}
	}
	if len(kinds) != c.Pooled {
		b.t.Fatalf("%s %s after %v knowing %v: %d kinds found, %d spoken of", c.Period, c.Phase, c.After, c.Knows, len(kinds), c.Pooled)
	}
	return all, kinds
}

// came reports whether the public events on the way to a block are those, quiet
// acts apart.
func (b *brute) came(block int, after []explain.WayStep) bool {
	var way []string
	for at := int32(block); at >= 0; at = b.p.Tree.Game.Blocks[at].Parent {
		var here []string
		for _, e := range b.p.Tree.Events[at] {
			st := b.s.Steps[e.Step]
			switch {
			case st.Chance && e.Happened:
				here = append(here, b.s.PeriodLabel(e.Period)+" "+b.s.Chances[st.Index].Name)
			case !st.Chance && e.Action != b.s.Phases[st.Index].Quiet:
				here = append(here, b.s.PeriodLabel(e.Period)+" "+b.s.Phases[st.Index].Name+"."+b.s.Phases[st.Index].Actions[e.Action].Name)
			}
		}
		way = append(here, way...)
	}
	var told []string
	for _, s := range after {
		told = append(told, s.Period+" "+full(s.Act))
	}
	return slices.Equal(way, told)
}

func full(a explain.Act) string {
	if a.Actor == "" {
		return a.Action
	}
	return a.Phase + "." + a.Action
}

// at is the place of the first move of a history at one of the sets, or −1.
func at(h history, sets []int) int {
	return slices.IndexFunc(h.moves, func(m move) bool { return m.set >= 0 && slices.Contains(sets, m.set) })
}

// same compares to 1e-8, on the scale of the figure.
func (b *brute) same(what string, got quantity.Number, want float64) {
	b.t.Helper()
	if !(math.Abs(float64(got)-want) <= 1e-8*math.Max(1, math.Abs(want))) {
		b.t.Errorf("%s: %.12g, by histories %.12g", what, float64(got), want)
	}
}

// given is the log-weight of a history on which an act is done at move j, by how
// likely each kind is to do weigh there; false if another act is done.
func (b *brute) given(h history, j int, c *explain.Choosing, done, weigh explain.Act) (float64, bool) {
	name := c.Period + " " + full(done)
	if h.moves[j].name != name {
		return 0, false
	}
	set := &b.p.Tree.Game.Infosets[h.moves[j].set]
	ph := &b.s.Phases[b.p.Tree.Phases[set.Block][set.Mover]]
	for v := set.Var; v < set.Var+set.Vars; v++ {
		if ph.Actions[b.p.Tree.Acts[v]].Name == weigh.Action {
			return h.log(0, j) + b.p.Result.X[v] + h.log(j+1, len(h.moves)), true
		}
	}
	return 0, false
}

// choosing checks all figures of one choice.
func (b *brute) choosing(what string, c *explain.Choosing) {
	b.t.Helper()
	g := b.p.Tree.Game
	all, kinds := b.place(c)
	reach, place := &mean{}, &mean{}
	for _, h := range b.all {
		if j := at(h, all); j >= 0 {
			place.add(h.log(0, len(h.moves)), 0)
		}
		if j := at(h, kinds); j >= 0 {
			reach.add(h.log(0, len(h.moves)), 0)
		}
	}
	b.same(what+": reach", c.Reach, math.Exp(reach.total()))
	b.same(what+": place", c.Place, math.Exp(place.total()))
	scale := g.Infosets[kinds[0]].Scale
	actor := int(g.Infosets[kinds[0]].Actor)
	for _, a := range c.Acts {
		m, pay := &mean{}, &mean{}
		for _, h := range b.all {
			j := at(h, kinds)
			if j < 0 {
				continue
			}
			yes := 0.0
			if h.moves[j].name == c.Period+" "+full(a.Act) {
				yes = 1
			}
			m.add(h.log(0, len(h.moves)), yes)
			if l, ok := b.given(h, j, c, a.Act, c.Act); ok {
				pay.add(l, h.payoff[actor]*scale)
			}
		}
		b.same(what+": probability of "+a.Act.Action, a.Probability, m.mean())
		b.same(what+": payoff of "+a.Act.Action, a.Payoff, pay.mean())
	}
	expect := func(hs []history, done explain.Act) float64 {
		m := &mean{}
		for _, h := range hs {
			if j := at(h, kinds); j >= 0 {
				if l, ok := b.given(h, j, c, done, c.Act); ok {
					m.add(l, h.payoff[actor]*scale)
				}
			}
		}
		return m.mean()
	}
	b.same(what+": the act", c.Mine, expect(b.all, c.Act))
	b.same(what+": the rival", c.Theirs, expect(b.all, c.Rival))
	sum := 0.0
	for _, t := range c.Terms {
		hs := b.terms(c.Actor, t.Term)
		b.same(what+": "+t.Term, t.Mine, expect(hs, c.Act))
		b.same(what+": "+t.Term+" of the rival", t.Theirs, expect(hs, c.Rival))
		b.same(what+": difference in "+t.Term, t.Difference, expect(hs, c.Act)-expect(hs, c.Rival))
		sum += float64(t.Difference)
	}
	b.same(what+": sum of the terms", c.Mine-c.Theirs, sum)
	for _, k := range c.Kinds {
		other := *c
		other.Knows = k.Knows
		_, set := b.place(&other)
		m, part := &mean{}, &mean{}
		for _, h := range b.all {
			if j := at(h, all); j >= 0 {
				is := 0.0
				if slices.Contains(set, h.moves[j].set) {
					is = 1
					did := 0.0
					if h.moves[j].name == c.Period+" "+full(c.Act) {
						did = 1
					}
					m.add(h.log(0, len(h.moves)), did)
				}
				part.add(h.log(0, len(h.moves)), is)
			}
		}
		b.same(what+": another kind", k.Probability, m.mean())
		b.same(what+": share of another kind", k.Share, part.mean())
	}
	for _, x := range c.Thinks {
		for _, o := range x.Values {
			m, start := &mean{}, &mean{}
			for _, h := range b.all {
				first := 0
				if h.moves[0].set < 0 {
					first = 1 // the secrets are drawn
				}
				start.add(h.log(0, len(h.moves)), is(b.secret(h, first, x.Secret) == o.Value))
				if j := at(h, kinds); j >= 0 {
					m.add(h.log(0, len(h.moves)), is(b.secret(h, j, x.Secret) == o.Value))
				}
			}
			b.same(what+": belief that "+x.Secret+" is "+o.Value, o.Now, m.mean())
			b.same(what+": belief at the start that "+x.Secret+" is "+o.Value, o.Start, start.mean())
		}
	}
}

func is(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// pivotal checks a choice and why its terms differ.
func (b *brute) pivotal(what string, c *explain.PivotalChoice) {
	b.t.Helper()
	b.choosing(what, &c.Choosing)
	_, kinds := b.place(&c.Choosing)
	for _, x := range []struct {
		act  explain.Act
		then quantity.Number
	}{{c.Act, c.IfAct}, {c.Rival, c.IfRival}} {
		m := &mean{}
		for _, h := range b.all {
			j := at(h, kinds)
			if j < 0 || b.yes(h, j) || h.moves[j].name != c.Period+" "+full(x.act) {
				continue
			}
			m.add(h.log(0, j)+h.log(j+1, len(h.moves)), is(b.yes(h, len(h.moves))))
		}
		b.same(what+": comes true after "+x.act.Action, x.then, m.mean())
	}
	r := c.Response
	if r == nil || r.From == explain.FromAct {
		return
	}
	set := &b.p.Tree.Game.Infosets[kinds[0]]
	actor, scale := int(set.Actor), set.Scale
	hs := b.terms(c.Actor, r.Term)
	// after is what comes after an act: the response's probability, and the term
	// with and without it, or with another response in its place.
	type after struct{ p, with, without, instead float64 }
	look := func(done explain.Act) (out after) {
		p, with, without, instead := &mean{}, &mean{}, &mean{}, &mean{}
		for _, h := range hs {
			j := at(h, kinds)
			if j < 0 {
				continue
			}
			l, ok := b.given(h, j, &c.Choosing, done, c.Act)
			if !ok {
				continue
			}
			v := h.payoff[actor] * scale
			comes, k := false, -1
			for n := j + 1; n < len(h.moves); n++ {
				words := strings.Fields(h.moves[n].name)
				for w := 0; w+1 < len(words); w++ {
					if words[w] == r.Period && words[w+1] == full(r.Act) {
						comes = true
					}
					if r.Instead != nil && words[w] == r.Period && words[w+1] == full(*r.Instead) {
						k = n
					}
				}
			}
			p.add(l, is(comes))
			if comes {
				with.add(l, v)
			} else {
				without.add(l, v)
			}
			if k >= 0 {
				instead.add(l-h.moves[k].log, v)
			}
		}
		return after{p.mean(), with.mean(), without.mean(), instead.mean()}
	}
	mine, theirs := look(c.Act), look(c.Rival)
	b.same(what+": the response after the act", r.IfAct, mine.p)
	b.same(what+": the response after the rival", r.IfRival, theirs.p)
	base := mine
	if r.AfterRival {
		base = theirs
	}
	b.same(what+": the term with the response", r.With, base.with)
	if r.Instead != nil {
		b.same(what+": the term with another response", r.Without, base.instead)
	} else {
		b.same(what+": the term without the response", r.Without, base.without)
	}
	if r.From != explain.FromEither {
		sum, n := 0.0, 0.0
		for _, x := range []after{mine, theirs} {
			if r.Instead == nil && x.p > 1e-6 && x.p < 1-1e-6 {
				sum += x.with - x.without
				n++
			}
		}
		if r.Instead != nil {
			sum, n = base.with-base.instead, 1
		}
		b.same(what+": owed to the response", r.Owed, (mine.p-theirs.p)*sum/n)
	}
	if r.Chooses != nil {
		b.choosing(what+", the responder", r.Chooses)
	}
}

// label is a secret's value as chance last told it.
func label(h history, n int, name string) string {
	out := ""
	for _, m := range h.moves[:min(n, len(h.moves))] {
		for _, w := range strings.Fields(m.name) {
			if k, v, ok := strings.Cut(w, "="); ok && k == name {
				out = v
			}
		}
	}
	return out
}

func TestEveryFigureByHistories(t *testing.T) {
	done := func(names ...string) func(h history, n int) bool {
		return func(h history, n int) bool {
			for _, x := range names {
				if !h.has(n, x) {
					return false
				}
			}
			return true
		}
	}
	built := func(h history, n int, _ string) string { // an act makes the secret what it is
		if h.has(n, "client_builds.invest") {
			return "built"
		}
		return "none"
	}
	for _, x := range []struct {
		scenario, asked string
		yes             func(h history, n int) bool
		secret          func(h history, n int, name string) string
	}{
		{"buffer", "collapse", done("collapse"), nil},
		{"inspection", "strike_on_nothing", done("client_builds.refrain", "rival_strikes.strike"), built},
		{"inspection", "client_builds.invest", done("client_builds.invest"), built},
		{"inspection", "deterrent", done("client_builds.invest", "rival_strikes.wait"), built},
		{"reputation", "stood_firm", done("incumbent_answers.stand_firm"), label},
		{"reputation", "new_leader", done("new_leader"), label},
		{"crisis-signalling", "war", done("showdown.fight"), label},
		{"crisis-signalling", "resisted", done("reply.resist"), label},
		{"costly-signal", "strong_spends", func(h history, n int) bool {
			return h.has(n, "strength=strong") && slices.ContainsFunc(h.moves[:n], func(m move) bool {
				return strings.Contains(m.name, " show.spend.") && !strings.HasSuffix(m.name, " show.spend.0")
			})
		}, label},
	} {
		t.Run(x.scenario+" "+x.asked, func(t *testing.T) {
			s := load(t, x.scenario)
			e, err := explain.Explain(context.Background(), s, nil, x.asked, explain.Options{})
			if err != nil {
				t.Fatal(err)
			}
			p, err := plan.Solve(context.Background(), s, nil, plan.Options{Unmerged: true})
			if err != nil {
				t.Fatal(err)
			}
			b := &brute{t: t, s: s, p: p, all: histories(t, p, p.Result.X), term: map[[2]string][]history{}, yes: x.yes, secret: x.secret}
			total := &mean{}
			for _, h := range b.all {
				total.add(h.log(0, len(h.moves)), is(b.yes(h, len(h.moves))))
			}
			b.same("probability", e.Probability, total.mean())
			listed := 0.0
			for _, w := range e.Ways {
				listed += float64(w.Probability)
				b.same("share of a way", w.Share, float64(w.Probability)/total.mean())
				// no more likely than that all its acts are done
				most := &mean{}
				for _, h := range b.all {
					in := b.yes(h, len(h.moves))
					for _, st := range w.Steps {
						in = in && slices.ContainsFunc(h.moves, func(m move) bool { return strings.Contains(m.name+" ", st.Period+" "+full(st.Act)) })
					}
					most.add(h.log(0, len(h.moves)), is(in))
				}
				if float64(w.Probability) > most.mean()+1e-9 {
					t.Errorf("a way has probability %g, its acts %g", w.Probability, most.mean())
				}
			}
			if total.mean() > 0 && len(e.Ways) > 0 {
				b.same("what is not listed", e.Unlisted, 1-listed/total.mean())
			}
			for _, v := range e.Signs {
				m := &mean{}
				for _, h := range b.all {
					for n := range len(h.moves) + 1 {
						if b.yes(h, n) {
							m.add(h.log(0, len(h.moves)), is(b.secret(h, n, v.Secret) == v.Value))
							break
						}
					}
				}
				b.same("sign", v.Then, m.mean())
			}
			if len(e.Choices) == 0 && x.asked != "new_leader" { // which nobody chooses
				t.Error("no choice is explained")
			}
			for k := range e.Choices {
				b.pivotal(fmt.Sprintf("choice %d", k+1), &e.Choices[k])
			}
		})
	}
}
