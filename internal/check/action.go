package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads what acts need, cost and do, and the rules of covert acts.

func (c *checker) phaseBodies() {
	for step, st := range c.out.Steps {
		if st.Chance {
			continue
		}
		ph, src := &c.out.Phases[st.Index], c.phases[st.Index]
		if src.block.Broken {
			continue
		}
		group := c.groups[step]
		if a := src.block.Arg("when"); a != nil {
			what := fmt.Sprintf("whether the phase %q takes place", ph.Name)
			ph.When = c.program(a, public(what).at(group), c.condition)
		}
		c.quiet(ph, src)
		for i := range ph.Actions { // public acts first: covert ones take their guards
			if src.acts[i].block.Arg("looks_like") == nil {
				c.actionBody(ph, src, i, group)
			}
		}
		for i := range ph.Actions {
			if src.acts[i].block.Arg("looks_like") != nil {
				c.covertBody(ph, src, i, group)
			}
		}
		for i := range ph.Actions {
			if k := ph.Actions[i].LooksLike; k >= 0 {
				ph.Actions[i].When = ph.Actions[k].When
			}
		}
	}
}

// program checks the value of an argument with one of c.condition and c.number.
func (c *checker) program(a *syntax.Arg, p *place, as func(syntax.Expr, *place) *expr.Node) *expr.Program {
	before := len(c.diags)
	n := as(a.Value, p)
	if len(c.diags) > before {
		return expr.MustCompile(expr.Num(0))
	}
	return c.compile(n, a.Value.Span())
}

// quiet finds the act that stands for "nothing reported".
func (c *checker) quiet(ph *scenario.Phase, src *phaseSource) {
	a := src.block.Arg("quiet")
	if a == nil {
		return
	}
	s, ok := a.Value.(*syntax.String)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), "", "quiet must be the name of an action of this phase, in quotes")
		}
		return
	}
	var names []string
	for i := range ph.Actions {
		names = append(names, ph.Actions[i].Name)
		if ph.Actions[i].Name == s.Value {
			ph.Quiet = i
		}
	}
	switch b := c.names[ph.Name]; {
	case ph.Quiet < 0 && b != nil && b.broken:
	case ph.Quiet < 0:
		c.errorf(diag.UnknownQuiet, s.Span(), didYouMean(s.Value, names), "the phase has no action %q", s.Value)
	case src.acts[ph.Quiet].block.Arg("looks_like") != nil:
		c.errorf(diag.UnknownQuiet, s.Span(), "name the act that it looks like", "%q is covert: it cannot be what is seen when nothing is reported", s.Value)
	case src.acts[ph.Quiet].block.Arg("when") != nil:
		c.errorf(diag.QuietGuarded, src.acts[ph.Quiet].block.Arg("when").Range, "remove the `when`, or name another action as quiet",
			"%q is the quiet action of its phase and must always be possible", s.Value)
	}
}

// actionBody reads a public act.
func (c *checker) actionBody(ph *scenario.Phase, src *phaseSource, i, group int) {
	act, b, e := &ph.Actions[i], src.acts[i].block, src.acts[i].each
	if b.Broken {
		return
	}
	for _, name := range []string{"seen_by", "exposed"} {
		if a := b.Arg(name); a != nil {
			c.errorf(diag.NotCovert, a.Range, "add looks_like to make it covert, or remove this", "%s has a meaning only for a covert act, one with looks_like", name)
		}
	}
	if a := b.Arg("when"); a != nil {
		what := fmt.Sprintf("the guard of %q", act.Name)
		where := known(what, ph.Actor)
		if src.lost {
			where = everywhere(what)
		}
		act.When = c.program(a, where.at(group).with(e), c.condition)
	}
	c.cost(act, b, e, group)
	if a := b.Arg("effect"); a != nil {
		act.Effects = c.effects(a, group, e, false)
	}
}

func (c *checker) cost(act *scenario.Action, b *syntax.Block, e *each, group int) {
	if a := b.Arg("cost"); a != nil {
		act.Cost = c.program(a, everywhere("a cost").at(group).with(e), c.number)
	}
}

// covertBody reads an act that others take for another one.
func (c *checker) covertBody(ph *scenario.Phase, src *phaseSource, i, group int) {
	act, b, e := &ph.Actions[i], src.acts[i].block, src.acts[i].each
	if b.Broken {
		return
	}
	c.lookAlike(ph, src, i)
	if a := b.Arg("when"); a != nil {
		c.errorf(diag.CovertGuard, a.Range, "remove it, or put it on the act that it looks like",
			"a covert act has no guard of its own: it is possible exactly when its look-alike is, or it would give itself away")
	}
	if a := b.Arg("seen_by"); a != nil {
		act.SeenBy = c.actorList(a.Value, "seen_by")
		for k, who := range act.SeenBy {
			if who == ph.Actor && !src.lost {
				c.errorf(diag.MoverListed, a.Value.Span(), "list the others who see it", "%s makes this move and knows it anyway", c.out.Actors[who].Name)
				act.SeenBy = append(act.SeenBy[:k:k], act.SeenBy[k+1:]...)
				break
			}
		}
	}
	c.cost(act, b, e, group)
	if a := b.Arg("exposed"); a != nil {
		act.Exposed = c.probability(a, everywhere("a probability").at(group).with(e))
	}
	if a := b.Arg("effect"); a != nil {
		act.Effects = c.effects(a, group, e, true)
	}
}

// lookAlike finds what others see instead of the act.
func (c *checker) lookAlike(ph *scenario.Phase, src *phaseSource, i int) {
	act, b := &ph.Actions[i], src.acts[i].block
	a := b.Arg("looks_like")
	s, ok := a.Value.(*syntax.String)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), "", "looks_like must be the name of another action of this phase, in quotes")
		}
		return
	}
	target := -1
	var names []string
	for k := range ph.Actions {
		other := &ph.Actions[k]
		if other.Base != act.Base {
			names = append(names, other.Name)
		}
		// an act of a for_each may look like the one with the same key
		if other.Name == s.Value || src.acts[i].each != nil && other.Name == s.Value+"."+src.acts[i].each.key {
			target = k
		}
	}
	switch b := c.names[ph.Name]; {
	case target < 0 && b != nil && b.broken:
	case target < 0:
		c.errorf(diag.BadLookAlike, s.Span(), didYouMean(s.Value, names), "the phase has no action %q", s.Value)
	case ph.Actions[target].Base == act.Base:
		c.errorf(diag.BadLookAlike, s.Span(), "name another action", "an act cannot look like itself")
	case src.acts[target].block.Arg("looks_like") != nil:
		c.errorf(diag.BadLookAlike, s.Span(), "name the act that is really seen", "%q is covert itself", s.Value)
	default:
		act.LooksLike = target
	}
}

// probability checks a number that must lie in [0, 1] where that can be seen at once.
func (c *checker) probability(a *syntax.Arg, p *place) *expr.Program {
	prog := c.program(a, p, c.number)
	if v, ok := prog.Constant(); ok && (v < 0 || v > 1) {
		hint := ""
		if v > 1 && v <= 100 {
			hint = fmt.Sprintf("%s%% is written %s", syntax.FormatNumber(v), syntax.FormatNumber(v/100))
		}
		c.errorf(diag.OutOfRange, a.Value.Span(), hint, "a probability lies between 0 and 1, not at %s", syntax.FormatNumber(v))
	}
	return prog
}

// effects reads { name = value, … }. covert: of a covert act.
func (c *checker) effects(a *syntax.Arg, group int, e *each, covert bool) []scenario.Effect {
	o, ok := a.Value.(*syntax.Object)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), "write effect = { crisis = crisis + 1 }", "an effect is an object: which names change, and to what")
		}
		return nil
	}
	var out []scenario.Effect
	for i := range o.Items {
		if eff, ok := c.effect(&o.Items[i], group, e, covert); ok {
			out = append(out, eff)
		}
	}
	return out
}

func (c *checker) effect(item *syntax.Item, group int, e *each, covert bool) (scenario.Effect, bool) {
	eff := scenario.Effect{Range: item.KeyRange}
	ent := c.names[item.Key]
	if ent == nil {
		names := []string{}
		for k, o := range c.names {
			if o.class == aVariable || o.class == aSecret {
				names = append(names, k)
			}
		}
		c.errorf(diag.UnknownName, item.KeyRange, didYouMean(item.Key, sortedCopy(names)), "there is no variable or secret %q", item.Key)
		return eff, false
	}
	if ent.class != aVariable && ent.class != aSecret {
		hint := "only variables and secrets change"
		if ent.class == aPhase || ent.class == aChance {
			hint = "an event becomes true by happening; to remember it, use a variable"
		}
		c.errorf(diag.EffectTarget, item.KeyRange, hint, "%q is a %s and cannot be changed by an effect", item.Key, ent)
		return eff, false
	}
	eff.Secret, eff.Target = ent.class == aSecret, ent.index
	if covert && !eff.Secret {
		c.errorf(diag.CovertEffect, item.KeyRange, "its look-alike's public effects happen anyway; record the rest in a secret",
			"%q is public: by changing it a covert act would give itself away", item.Key)
		return eff, false
	}
	var t typ
	place := everywhere("an effect").at(group).with(e)
	if eff.Secret {
		s := &c.out.Secrets[eff.Target]
		t = domainType(&s.Domain, s.Name)
	} else {
		v := &c.out.Variables[eff.Target]
		t = domainType(&v.Domain, v.Name)
		place.knows, place.code = knowsPublic, diag.RevealsSecret
		place.what = fmt.Sprintf("the new value of %q", v.Name)
		place.hint = "to reveal a secret, write one chance for each of its values, with probability = secret == value ? 1 : 0"
	}
	if n, ok := item.Value.(*syntax.Name); ok && n.String() == "redraw" {
		if !eff.Secret {
			c.errorf(diag.RedrawVariable, item.Value.Span(), "give it a value, or make it a secret", "only a secret can be redrawn: a variable has no probabilities")
			return eff, false
		}
		eff.Redraw = true
		return eff, true
	}
	if ent.broken {
		return eff, false
	}
	before := len(c.diags)
	n, got := c.expr(item.Value, t, place)
	if got.kind == invalid || len(c.diags) > before {
		return eff, false
	}
	if got.kind != t.kind || t.kind == symbol && !sameSymbols(t.dom, got.dom) {
		c.errorf(diag.WrongType, item.Value.Span(), "", "the new value of %s must be %s, not %s", item.Key, t, got)
		return eff, false
	}
	eff.Value = c.compile(n, item.Value.Span())
	if v, ok := eff.Value.Constant(); ok && t.dom.Numbers != nil && positionOf(t.dom, v) < 0 {
		c.errorf(diag.EffectOutside, item.Value.Span(), "its values are "+listedShort(labels(t.dom)), "%s is not a value of %s", syntax.FormatNumber(v), item.Key)
	}
	return eff, true
}
