package check

import (
	"math"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads how likely each value of a secret is at the start.

func (c *checker) secretStarts() {
	for i, b := range c.secretBlocks {
		s := &c.out.Secrets[i]
		a := b.Arg("start")
		if ent := c.names[s.Name]; a == nil || b.Broken || ent == nil || ent.broken {
			continue
		}
		place := numbersOf("the start of a secret")
		place.secrets, place.secretLimit = true, i
		t := domainType(&s.Domain, s.Name)
		before := len(c.diags)
		nodes := c.weights(a.Value, t, place)
		if nodes == nil || len(c.diags) > before {
			continue
		}
		s.Start = make([]*expr.Program, len(nodes))
		for k, n := range nodes {
			s.Start[k] = c.compile(n, a.Value.Span())
		}
		c.judgeWeights(s, a)
	}
}

// weights gives the weight of each value of the domain: an object, `uniform`, a
// single value that is certain, or a choice among these. nil after an error.
func (c *checker) weights(e syntax.Expr, t typ, p *place) []*expr.Node {
	n := t.dom.Size()
	switch e := e.(type) {
	case *syntax.Bad:
		return nil
	case *syntax.Paren:
		return c.weights(e.X, t, p)
	case *syntax.Object:
		items, ok := c.entries(e, t, e.Span())
		if !ok {
			return nil
		}
		out := make([]*expr.Node, n)
		for i, item := range items {
			if out[i] = c.number(item.Value, p); out[i] == junk {
				return nil
			}
		}
		return out
	case *syntax.Name:
		if e.String() == "uniform" {
			if !c.spend(n, e.Span()) {
				return nil
			}
			return constantWeights(n, -1)
		}
	case *syntax.Cond:
		test := c.condition2(e.If, p)
		x, y := c.weights(e.Then, t, p), c.weights(e.Else, t, p)
		if test == nil || x == nil || y == nil || !c.spend(n, e.Span()) {
			return nil
		}
		for i := range x {
			x[i] = expr.Make(expr.Cond, test, x[i], y[i])
		}
		return x
	case *syntax.Index:
		return c.chosenWeights(e, t, p)
	case *syntax.Call:
		if e.Function == "uniform" {
			c.errorf(diag.BadWeights, e.Span(), "write start = uniform", "the start of a secret is uniform over its values, without bounds")
			return nil
		}
	}
	i := c.fixedValue(e, t, "the start of a secret")
	if i < 0 || !c.spend(n, e.Span()) {
		return nil
	}
	return constantWeights(n, i)
}

// chosenWeights is { a = {…}, b = {…} }[earlier secret].
func (c *checker) chosenWeights(e *syntax.Index, t typ, p *place) []*expr.Node {
	o, ok := syntax.Unparen(e.X).(*syntax.Object)
	if !ok {
		c.errorf(diag.BadSelection, e.X.Span(), "write { low = uniform, high = { … } }[name]", "only an object { … } can be chosen from")
		return nil
	}
	key, tk := c.expr(e.Key, typ{}, p)
	if tk.kind == invalid {
		return nil
	}
	if tk.dom == nil {
		c.errorf(diag.BadSelection, e.Key.Span(), "put the name of an earlier secret between the brackets", "an entry is chosen by the value of a secret, not by %s", tk)
		return nil
	}
	items, ok := c.entries(o, tk, e.Span())
	if !ok {
		return nil
	}
	rows := make([][]*expr.Node, len(items))
	for i, item := range items {
		if rows[i] = c.weights(item.Value, t, p); rows[i] == nil {
			return nil
		}
	}
	out := make([]*expr.Node, t.dom.Size())
	for v := range out {
		nodes := []*expr.Node{key}
		for i := range rows {
			nodes = append(nodes, rows[i][v])
		}
		if !c.spend(len(nodes), e.Span()) {
			return nil
		}
		out[v] = selectNode(tk, nodes)
	}
	return out
}

// constantWeights is 1 for value i, or for every value if i is negative.
func constantWeights(n, i int) []*expr.Node {
	out := make([]*expr.Node, n)
	for k := range out {
		out[k] = expr.Num(0)
		if i < 0 || i == k {
			out[k] = expr.Num(1)
		}
	}
	return out
}

// judgeWeights looks at weights that are plain numbers.
func (c *checker) judgeWeights(s *scenario.Secret, a *syntax.Arg) {
	sum, all, uniform := 0.0, true, true
	for i, p := range s.Start {
		v, ok := p.Constant()
		if !ok {
			all = false
			continue
		}
		at := a.Value.Span()
		if o, is := a.Value.(*syntax.Object); is {
			if item := o.Item(s.Domain.Label(i)); item != nil {
				at = item.Value.Span()
			}
		}
		if v < 0 {
			c.errorf(diag.BadWeights, at, "", "a probability cannot be negative")
			return
		}
		sum += v
		uniform = uniform && v == 1
	}
	switch {
	case !all || uniform:
	case sum == 0:
		c.errorf(diag.BadWeights, a.Value.Span(), "", "every value has probability 0")
	case math.Abs(sum-1) > 1e-6:
		c.warnf(diag.WeightsScaled, a.Value.Span(), "they will be scaled to 1; correct them if that is not meant", "the probabilities add up to %s, not to 1", syntax.FormatNumber(math.Round(sum*1e9)/1e9))
	}
}
