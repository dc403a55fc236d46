package check

import (
	"fmt"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file finds out what a name in an expression stands for.

func (c *checker) nameExpr(e *syntax.Name, want typ, p *place) (*expr.Node, typ) {
	first := e.Parts[0].Text
	if c.isFigure(e, p) {
		return c.figure(e, p)
	}
	switch first {
	case "each":
		return c.eachExpr(e, want, p)
	case "period", "month":
		if len(e.Parts) > 1 {
			c.errorf(diag.UnknownName, e.Span(), "", "%q has no parts", first)
			return bad()
		}
		if !p.world {
			return c.notReadable(e, p, fmt.Sprintf("%q", first))
		}
		if first == "period" {
			return expr.Slot(scenario.SlotPeriod), typ{kind: number}
		}
		return expr.Slot(scenario.SlotMonth), typ{kind: number}
	}
	ent, ok := c.names[first]
	if !ok && p.change && e.String() == "change" {
		return expr.Slot(c.theory.layout.Change), typ{kind: number}
	}
	if !ok {
		c.unknownName(e, want, p)
		return bad()
	}
	if ent.class == aPhase || ent.class == aChance {
		return c.event(e, ent, p)
	}
	if len(e.Parts) > 1 {
		c.errorf(diag.UnknownName, e.Span(), "only phases have parts, such as beijing.cut_fuel", "%q is a %s and has no parts", first, ent)
		return bad()
	}
	switch ent.class {
	case aParameter:
		return c.parameterExpr(e, ent, p)
	case aLet:
		return c.letExpr(e, ent, p)
	case aVariable:
		if !p.world {
			return c.notReadable(e, p, fmt.Sprintf("the variable %q", first))
		}
		if ent.broken {
			return bad()
		}
		v := &c.out.Variables[ent.index]
		return expr.Slot(c.out.Layout.Variable + ent.index), domainType(&v.Domain, v.Name)
	}
	if !p.secrets {
		return c.notReadable(e, p, fmt.Sprintf("the secret %q", first))
	}
	if p.secretLimit >= 0 && ent.index >= p.secretLimit {
		c.definedLater(e, ent, p)
		return bad()
	}
	if ent.broken {
		return bad()
	}
	if !c.mayReadSecret(p, ent.index, e.Span()) {
		return bad()
	}
	s := &c.out.Secrets[ent.index]
	return expr.Slot(c.out.Layout.Secret + ent.index), domainType(&s.Domain, s.Name)
}

func domainType(d *scenario.Domain, name string) typ {
	if d.Symbols != nil {
		return typ{symbol, d, name}
	}
	return typ{number, d, name}
}

func (c *checker) parameterExpr(e *syntax.Name, ent *entity, p *place) (*expr.Node, typ) {
	return c.definedAbove(e, ent, p, "parameter", p.parameterLimit, c.out.Layout.Parameter)
}

// definedAbove is a number that stands in a slot from first on, where what reads
// it may read only those before limit; −1: all.
func (c *checker) definedAbove(e *syntax.Name, ent *entity, p *place, what string, limit, first int) (*expr.Node, typ) {
	if !p.parameters {
		return c.notReadable(e, p, fmt.Sprintf("the %s %q", what, e.Parts[0].Text))
	}
	if limit >= 0 && ent.index >= limit {
		c.definedLater(e, ent, p)
		return bad()
	}
	if ent.broken {
		return bad()
	}
	return expr.Slot(first + ent.index), typ{kind: number}
}

func (c *checker) definedLater(e *syntax.Name, ent *entity, p *place) {
	c.report(diag.Diagnostic{
		Code: diag.DefinedLater, Subject: e.Span(),
		Message: fmt.Sprintf("%s may only read what stands before it, and the %s %q does not", p.what, ent, e.Parts[0].Text),
		Hint:    "move that block up", Notes: []diag.Note{{Message: "it is defined here", At: ent.at}},
	})
}

// notReadable reports a name that exists but may not be read at p.
func (c *checker) notReadable(e *syntax.Name, p *place, what string) (*expr.Node, typ) {
	switch {
	case !p.parameters && !p.world && !p.secrets:
		c.errorf(diag.NotConstant, e.Span(), "write it out as a number", "%s must be a plain number and cannot read %s", p.what, what)
	case p.secrets:
		c.errorf(diag.NotReadable, e.Span(), "it may read parameters and earlier secrets", "%s cannot read %s", p.what, what)
	case p.parameters && !p.world:
		c.errorf(diag.NotReadable, e.Span(), "it may read parameters only", "%s cannot read %s", p.what, what)
	default:
		c.errorf(diag.NotReadable, e.Span(), "", "%s cannot read %s", p.what, what)
	}
	return bad()
}

// event is the name of an act or of a chance: true until the period's end.
func (c *checker) event(e *syntax.Name, ent *entity, p *place) (*expr.Node, typ) {
	name := e.String()
	if !p.world {
		return c.notReadable(e, p, fmt.Sprintf("%q", name))
	}
	if ent.broken {
		return bad()
	}
	i, ok := c.flags[name]
	switch {
	case !ok && len(e.Parts) == 1:
		phase := &c.out.Phases[ent.index]
		hint := ""
		if len(phase.Actions) > 0 {
			hint = fmt.Sprintf("name an act: %s.%s", name, phase.Actions[0].Name)
		}
		c.errorf(diag.UnknownName, e.Span(), hint, "%q is a phase, which is neither true nor false", name)
		return bad()
	case !ok && ent.class == aChance:
		c.errorf(diag.UnknownName, e.Span(), "write "+e.Parts[0].Text, "%q is a chance and has no parts", e.Parts[0].Text)
		return bad()
	case !ok:
		var near []string
		for _, f := range c.out.Flags {
			if strings.HasPrefix(f.Name, e.Parts[0].Text+".") {
				near = append(near, f.Name)
			}
		}
		if strings.HasSuffix(name, ".exposed") {
			c.errorf(diag.UnknownName, e.Span(), "give the act `exposed = probability`", "%q does not exist: only a covert act that can be exposed has it", name)
			return bad()
		}
		if c.dashed(e.Parts[len(e.Parts)-1].Text, e.Span()) {
			return bad()
		}
		c.errorf(diag.UnknownName, e.Span(), didYouMean(name, near), "the phase %q has no act %q", e.Parts[0].Text, strings.TrimPrefix(name, e.Parts[0].Text+"."))
		return bad()
	}
	if !c.mayReadFlag(p, i, e.Span()) {
		return bad()
	}
	return c.flagNode(i, e.Span()), typ{kind: truth}
}

// flagNode reads flag i; the base name of a for_each holds if any of its acts does.
func (c *checker) flagNode(i int, r diag.Range) *expr.Node {
	f := &c.out.Flags[i]
	if !c.spend(len(f.Group), r) {
		return junk
	}
	if len(f.Group) == 0 {
		return expr.Slot(c.out.Layout.Flag + i)
	}
	var n *expr.Node
	for _, g := range f.Group {
		s := expr.Slot(c.out.Layout.Flag + g)
		if n == nil {
			n = s
		} else {
			n = expr.Make(expr.Or, n, s)
		}
	}
	return n
}

// eachExpr is each.key or each.value.
func (c *checker) eachExpr(e *syntax.Name, want typ, p *place) (*expr.Node, typ) {
	if p.each == nil {
		c.errorf(diag.EachOutside, e.Span(), "give the action a for_each", "`each` stands only inside an action with for_each")
		return bad()
	}
	if len(e.Parts) != 2 || e.Parts[1].Text != "key" && e.Parts[1].Text != "value" {
		c.errorf(diag.UnknownName, e.Span(), "write each.key or each.value", "`each` has a key and a value")
		return bad()
	}
	if e.Parts[1].Text == "key" {
		return c.expr(syntax.NewString(p.each.key, e.Span()), want, p)
	}
	inner := *p
	inner.each = nil
	return c.expr(p.each.value, want, &inner)
}

func (c *checker) unknownName(e *syntax.Name, want typ, p *place) {
	name := e.Parts[0].Text
	r := e.Span()
	if c.dashed(name, r) {
		return
	}
	if len(e.Parts) == 1 && want.kind == symbol && contains(want.dom.Symbols, name) {
		c.errorf(diag.UnquotedValue, r, fmt.Sprintf("write %q", name), "%s is a value of %s, and values stand in quotes", name, want.name)
		return
	}
	if _, ok := c.actors[name]; ok && len(e.Parts) == 1 {
		c.errorf(diag.UnknownName, r, "", "%q is an actor, which has no value of its own", name)
		return
	}
	if owner := c.ownerOf(name); owner != "" && len(e.Parts) == 1 {
		c.errorf(diag.UnquotedValue, r, fmt.Sprintf("write %q", name), "%s is a value of %s, and values stand in quotes", name, owner)
		return
	}
	switch name {
	case "uniform":
		c.errorf(diag.NotReadable, r, "", "`uniform` stands only as the start of a secret, or with two bounds as the value of a parameter")
		return
	case "redraw":
		c.errorf(diag.NotReadable, r, "", "`redraw` stands only alone, as the effect on a secret")
		return
	}
	if _, ok := functions[name]; ok {
		c.errorf(diag.UnknownName, r, fmt.Sprintf("write %s(…)", name), "%s is a function and needs its arguments", name)
		return
	}
	var candidates []string
	for k, ent := range c.names {
		if (ent.class == aParameter || ent.class == aLet) && p.parameters || ent.class == aSecret && p.secrets || ent.class != aParameter && ent.class != aLet && ent.class != aSecret && p.world {
			candidates = append(candidates, k)
		}
	}
	hint := ""
	if near := diag.Nearest(name, sortedCopy(candidates)); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	} else if near := diag.Nearest(e.String(), keys(c.flags)); near != "" && p.world {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	what := "parameter, variable, secret, phase or chance"
	if p.parameters && !p.world && !p.secrets {
		what = "parameter"
		if c.theory != nil {
			what = "parameter or let"
		}
	}
	c.errorf(diag.UnknownName, r, hint, "there is no %s %q", what, name)
}

// dashed reports names such as favour-1, which is one word for HCL.
func (c *checker) dashed(name string, r diag.Range) bool {
	if !strings.Contains(name, "-") {
		return false
	}
	c.errorf(diag.DashInName, r, "put spaces around the minus sign: "+strings.Join(strings.Split(name, "-"), " - "),
		"%q is read as one name, because a - without spaces may be part of a name", name)
	return true
}

// ownerOf is the first variable or secret that has name among its values.
func (c *checker) ownerOf(name string) string {
	for i := range c.out.Variables {
		if contains(c.out.Variables[i].Domain.Symbols, name) {
			return c.out.Variables[i].Name
		}
	}
	for i := range c.out.Secrets {
		if contains(c.out.Secrets[i].Domain.Symbols, name) {
			return c.out.Secrets[i].Name
		}
	}
	return ""
}
