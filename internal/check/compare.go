package check

import (
	"fmt"
	"math"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file checks comparisons: what may be compared with what, and what a text
// in quotes means beside something that has values.

func (c *checker) compare(op expr.Op, e *syntax.Binary, p *place) (*expr.Node, typ) {
	for _, side := range []syntax.Expr{e.X, e.Y} {
		if inner, ok := side.(*syntax.Binary); ok && comparison[inner.Op] != 0 {
			c.errorf(diag.ChainedComparison, e.Span(), c.unchained(e), "comparisons cannot be chained: this would compare a truth value")
			return bad()
		}
	}
	x, tx, y, ty := c.sides(e.X, e.Y, p)
	if tx.kind == invalid || ty.kind == invalid {
		return bad()
	}
	if tx.kind != ty.kind {
		c.errorf(diag.DifferentValues, e.Span(), "", "%s cannot be compared with %s", tx, ty)
		return bad()
	}
	if tx.kind == symbol && !sameSymbols(tx.dom, ty.dom) {
		c.errorf(diag.DifferentValues, e.Span(), "both must have the same list of values", "%s and %s have different values", tx.name, ty.name)
		return bad()
	}
	if tx.kind == truth && op != expr.Eq && op != expr.Ne {
		c.errorf(diag.WrongType, e.Span(), "combine them with && and ||", "conditions have no order")
		return bad()
	}
	if tx.kind == number {
		c.unreachable(e, x, tx, y, ty, op)
	}
	return expr.Make(op, x, y), typ{kind: truth}
}

// unchained writes a < b < c as it was meant.
func (c *checker) unchained(e *syntax.Binary) string {
	inner, ok := e.X.(*syntax.Binary)
	if !ok || c.tree == nil || e.Span().Start.Line != e.Span().End.Line {
		return "write a < b && b < c"
	}
	text := func(x syntax.Expr) string {
		return string(c.tree.Source[x.Span().Start.Byte:x.Span().End.Byte])
	}
	return fmt.Sprintf("write %s && %s %s %s", text(inner), text(inner.Y), e.Op, text(e.Y))
}

// unreachable reports `pressure == 7` where pressure cannot be 7.
func (c *checker) unreachable(e *syntax.Binary, x *expr.Node, tx typ, y *expr.Node, ty typ, op expr.Op) {
	if op != expr.Eq && op != expr.Ne {
		return
	}
	t, n, at := tx, y, e.Y
	if t.dom == nil {
		t, n, at = ty, x, e.X
	}
	if t.dom == nil {
		return
	}
	if v, ok := value(n); ok && positionOf(t.dom, v) < 0 {
		c.errorf(diag.UnknownValue, at.Span(), "its values are "+listed(labels(t.dom), "and"), "%s is never %s", t.name, syntax.FormatNumber(v))
	}
}

// sides checks two expressions of which either may give the other its meaning.
func (c *checker) sides(a, b syntax.Expr, p *place) (x *expr.Node, tx typ, y *expr.Node, ty typ) {
	if needsMeaning(a) && !needsMeaning(b) {
		y, ty = c.expr(b, typ{}, p)
		x, tx = c.expr(a, expected(ty), p)
		return x, tx, y, ty
	}
	x, tx = c.expr(a, typ{}, p)
	y, ty = c.expr(b, expected(tx), p)
	return x, tx, y, ty
}

// expected is t, marked so that no further message follows if it is broken.
func expected(t typ) typ {
	if t.kind == invalid {
		return typ{name: wantAny}
	}
	return t
}

// needsMeaning reports whether e is a text, or a choice among texts.
func needsMeaning(e syntax.Expr) bool {
	switch e := syntax.Unparen(e).(type) {
	case *syntax.String:
		return true
	case *syntax.Cond:
		return needsMeaning(e.Then) && needsMeaning(e.Else)
	case *syntax.Index:
		o, ok := syntax.Unparen(e.X).(*syntax.Object)
		return ok && len(o.Items) > 0 && withMeaning(o) == nil
	case *syntax.Name:
		return len(e.Parts) == 2 && e.Parts[0].Text == "each"
	}
	return false
}

// withMeaning is the first entry whose kind is clear by itself, or nil.
func withMeaning(o *syntax.Object) syntax.Expr {
	for _, item := range o.Items {
		if !needsMeaning(item.Value) {
			return item.Value
		}
	}
	return nil
}

func sameSymbols(a, b *scenario.Domain) bool {
	if len(a.Symbols) != len(b.Symbols) {
		return false
	}
	for i := range a.Symbols {
		if a.Symbols[i] != b.Symbols[i] {
			return false
		}
	}
	return true
}

// positionOf is the place of v among the numbers of d, −1 if it is none of
// them. Sums of decimals miss by a rounding error, which does not count.
func positionOf(d *scenario.Domain, v float64) int {
	for i, x := range d.Numbers {
		if math.Abs(x-v) <= 1e-9*math.Max(1, math.Abs(x)) {
			return i
		}
	}
	return -1
}
