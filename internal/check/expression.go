package check

import (
	"fmt"
	"math"
	"strconv"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file gives every expression its type and turns it into a tree that the
// engine can compile.

type kind int

const (
	invalid kind = iota // an error was reported
	number
	truth
	symbol // a value of a domain of names
)

// typ is the type of an expression. dom is the domain of a symbol, and of a
// number that is a plain variable or secret; nil otherwise.
type typ struct {
	kind kind
	dom  *scenario.Domain
	name string // whose domain it is
}

func (t typ) String() string {
	switch t.kind {
	case number:
		return "a number"
	case truth:
		return "a condition (true or false)"
	case symbol:
		return fmt.Sprintf("one of %s", listed(quoted(t.dom.Symbols), "or"))
	}
	return "something broken"
}

func quoted(words []string) []string {
	out := make([]string, 0, len(words))
	for i, w := range words {
		if i == 6 && len(words) > 7 {
			return append(out, "…")
		}
		out = append(out, strconv.Quote(w))
	}
	return out
}

// junk stands for an expression in which an error was reported.
var junk = expr.Num(0)

func bad() (*expr.Node, typ) { return junk, typ{} }

// number checks that e is a number.
func (c *checker) number(e syntax.Expr, p *place) *expr.Node {
	n, t := c.expr(e, typ{kind: number}, p)
	if !c.isNumber(e, t) {
		return junk
	}
	return n
}

// isNumber reports what is not a number.
func (c *checker) isNumber(e syntax.Expr, t typ) bool {
	switch t.kind {
	case number, invalid:
		return t.kind == number
	case truth:
		c.errorf(diag.TruthAsNumber, e.Span(), "write `condition ? 1 : 0`, with the numbers that you mean", "a number must stand here, not a condition")
	case symbol:
		hint := "choose a number by its value: { … }[" + t.name + "]"
		if t.name == "" {
			hint = ""
		}
		c.errorf(diag.WrongType, e.Span(), hint, "a number must stand here, not a value such as %q", t.dom.Symbols[0])
	}
	return false
}

// condition checks that e is true or false.
func (c *checker) condition(e syntax.Expr, p *place) *expr.Node {
	n, t := c.expr(e, typ{kind: truth}, p)
	if !c.isTruth(e, t) {
		return junk
	}
	return n
}

func (c *checker) isTruth(e syntax.Expr, t typ) bool {
	switch t.kind {
	case truth, invalid:
		return t.kind == truth
	case number:
		c.errorf(diag.NumberAsTruth, e.Span(), "compare it with something, such as > 0", "a condition must stand here, not a number")
	case symbol:
		c.errorf(diag.NumberAsTruth, e.Span(), fmt.Sprintf("compare it with a value: == %q", t.dom.Symbols[0]), "a condition must stand here, not a value")
	}
	return false
}

// constant evaluates e, which may read nothing.
func (c *checker) constant(e syntax.Expr, what string) (float64, bool) {
	before := len(c.diags)
	n, t := c.expr(e, typ{kind: number}, nothing(what))
	if !c.isNumber(e, t) || len(c.diags) > before {
		return 0, false
	}
	v, ok := c.compile(n, e.Span()).Constant()
	return v, ok && len(c.diags) == before
}

// expr checks e. want is what the surroundings expect; it gives texts in quotes
// their meaning, and is not enforced.
func (c *checker) expr(e syntax.Expr, want typ, p *place) (*expr.Node, typ) {
	if !c.spend(1, e.Span()) {
		return bad()
	}
	switch e := e.(type) {
	case *syntax.Number:
		if !finite(e.Value) {
			c.errorf(diag.NotFinite, e.Span(), "", "this number is too large")
			return bad()
		}
		return expr.Num(e.Value), typ{kind: number}
	case *syntax.Bool:
		if e.Value {
			return expr.Num(1), typ{kind: truth}
		}
		return expr.Num(0), typ{kind: truth}
	case *syntax.String:
		return c.literal(e, want)
	case *syntax.Name:
		return c.nameExpr(e, want, p)
	case *syntax.Paren:
		return c.expr(e.X, want, p)
	case *syntax.Unary:
		return c.unary(e, p)
	case *syntax.Binary:
		return c.binary(e, p)
	case *syntax.Cond:
		return c.choice(e, want, p)
	case *syntax.Call:
		return c.call(e, p)
	case *syntax.Index:
		return c.selection(e, want, p)
	case *syntax.Null:
		c.errorf(diag.WrongType, e.Span(), "leave the argument out, or write 0", "null has no meaning here")
	case *syntax.Object:
		c.errorf(diag.WrongType, e.Span(), "to choose an entry, add the name of a variable or secret: { … }[name]", "an object { … } cannot stand here")
	case *syntax.List:
		c.errorf(diag.WrongType, e.Span(), "", "a list [ … ] cannot stand here")
	}
	return bad()
}

// spend counts the nodes that are made. It reports, once, a file that makes too many.
func (c *checker) spend(n int, r diag.Range) bool {
	before := c.budget
	c.budget -= n
	if before > 0 && c.budget <= 0 {
		c.errorf(diag.TooLarge, r, "make it smaller: fewer acts in a for_each, fewer values, shorter expressions", "the scenario is too large to be checked")
	}
	return c.budget > 0
}

// literal gives a text in quotes its meaning: a value of the domain expected.
func (c *checker) literal(e *syntax.String, want typ) (*expr.Node, typ) {
	switch {
	case want.kind == symbol:
		for i, s := range want.dom.Symbols {
			if s == e.Value {
				return expr.Num(float64(i)), want
			}
		}
		of := ""
		if want.name != "" {
			of = fmt.Sprintf(" of %s", want.name)
		}
		c.errorf(diag.UnknownValue, e.Span(), didYouMean(e.Value, want.dom.Symbols), "%q is not a value%s", e.Value, of)
	case isNumeric(e.Value) && want.kind == number:
		c.errorf(diag.QuotedNumber, e.Span(), "write "+e.Value, "numbers stand without quotes")
	case want.kind == number:
		c.errorf(diag.WrongType, e.Span(), "", "a number must stand here, not the text %q", e.Value)
	case e.Value == "true" || e.Value == "false":
		c.errorf(diag.WrongType, e.Span(), "write "+e.Value, "truth values stand without quotes")
	case want.kind == truth:
		c.errorf(diag.WrongType, e.Span(), "", "a condition must stand here, not the text %q", e.Value)
	case want.kind == invalid && want.name == wantAny:
		// what it is compared with is broken; that was reported
	default:
		c.errorf(diag.LooseText, e.Span(), "a text is a value of the variable that it is compared with: crisis == \"war\"", "it is not clear what %q is a value of", e.Value)
	}
	return bad()
}

// wantAny, as the name of an invalid type, means that nothing is known of what
// is expected because of an error that was reported.
const wantAny = "?"

func isNumeric(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

func (c *checker) unary(e *syntax.Unary, p *place) (*expr.Node, typ) {
	if e.Op == "!" {
		n, t := c.expr(e.X, typ{kind: truth}, p)
		if !c.isTruth(e.X, t) {
			return bad()
		}
		return expr.Make(expr.Not, n), typ{kind: truth}
	}
	n, t := c.expr(e.X, typ{kind: number}, p)
	if !c.isNumber(e.X, t) {
		return bad()
	}
	return expr.Make(expr.Neg, n), typ{kind: number}
}

var arithmetic = map[string]expr.Op{"+": expr.Add, "-": expr.Sub, "*": expr.Mul, "/": expr.Div, "%": expr.Mod}
var logic = map[string]expr.Op{"&&": expr.And, "||": expr.Or}
var comparison = map[string]expr.Op{
	"==": expr.Eq, "!=": expr.Ne, "<": expr.Lt, "<=": expr.Le, ">": expr.Gt, ">=": expr.Ge,
}

func (c *checker) binary(e *syntax.Binary, p *place) (*expr.Node, typ) {
	if op, ok := logic[e.Op]; ok {
		x, y := c.condition2(e.X, p), c.condition2(e.Y, p)
		if x == nil || y == nil {
			return bad()
		}
		return expr.Make(op, x, y), typ{kind: truth}
	}
	if op, ok := comparison[e.Op]; ok {
		return c.compare(op, e, p)
	}
	x, tx := c.expr(e.X, typ{kind: number}, p)
	y, ty := c.expr(e.Y, typ{kind: number}, p)
	if tx.kind == symbol && ty.kind != symbol || ty.kind == symbol && tx.kind != symbol {
		return c.shift(e, x, tx, y, ty)
	}
	if tx.kind == symbol && ty.kind == symbol {
		c.errorf(diag.SymbolArithmetic, e.Span(), "compare them, or choose numbers by them: { … }[name]", "two values cannot be combined with %s", e.Op)
		return bad()
	}
	okX, okY := c.isNumber(e.X, tx), c.isNumber(e.Y, ty)
	if !okX || !okY {
		return bad()
	}
	if e.Op == "/" || e.Op == "%" {
		if v, ok := value(y); ok && v == 0 {
			c.errorf(diag.NotFinite, e.Y.Span(), "", "this divides by zero")
			return bad()
		}
	}
	return expr.Make(arithmetic[e.Op], x, y), typ{kind: number}
}

// condition2 is condition, with nil for an error.
func (c *checker) condition2(e syntax.Expr, p *place) *expr.Node {
	n, t := c.expr(e, typ{kind: truth}, p)
	if !c.isTruth(e, t) {
		return nil
	}
	return n
}

// value evaluates a tree that reads nothing.
func value(n *expr.Node) (float64, bool) {
	if n.Op == expr.Const {
		return n.Value, true
	}
	for _, a := range n.Args {
		if _, ok := value(a); !ok {
			return 0, false
		}
	}
	if n.Op == expr.Load {
		return 0, false
	}
	p, err := expr.Compile(n)
	if err != nil {
		return 0, false
	}
	return p.Constant()
}

// shift is crisis + 1 or crisis - 1: the value so many places further, at most the last.
func (c *checker) shift(e *syntax.Binary, x *expr.Node, tx typ, y *expr.Node, ty typ) (*expr.Node, typ) {
	if tx.kind == invalid || ty.kind == invalid {
		return bad()
	}
	t := tx
	if ty.kind == symbol {
		t = ty
	}
	if e.Op != "+" && (e.Op != "-" || ty.kind == symbol) {
		c.errorf(diag.SymbolArithmetic, e.Span(), "only steps make sense, such as "+t.name+" + 1", "a value cannot be combined with %s", e.Op)
		return bad()
	}
	other, to := e.Y, ty
	if ty.kind == symbol {
		other, to = e.X, tx
	}
	if !c.isNumber(other, to) {
		return bad()
	}
	last := float64(len(t.dom.Symbols) - 1)
	if v, ok := value(x); ok && to == tx && v != math.Trunc(v) {
		c.errorf(diag.NotWhole, other.Span(), "", "a step is a whole number")
		return bad()
	}
	if v, ok := value(y); ok && to == ty && v != math.Trunc(v) {
		c.errorf(diag.NotWhole, other.Span(), "", "a step is a whole number")
		return bad()
	}
	n := expr.Make(arithmetic[e.Op], x, y)
	return expr.Make(expr.Max, expr.Num(0), expr.Make(expr.Min, expr.Num(last), n)), t
}

// choice is if ? then : else.
func (c *checker) choice(e *syntax.Cond, want typ, p *place) (*expr.Node, typ) {
	test := c.condition2(e.If, p)
	var x, y *expr.Node
	var tx, ty typ
	if want.kind != invalid || want.name == wantAny {
		x, tx = c.expr(e.Then, want, p)
		y, ty = c.expr(e.Else, want, p)
	} else {
		x, tx, y, ty = c.sides(e.Then, e.Else, p)
	}
	if test == nil || tx.kind == invalid || ty.kind == invalid {
		return bad()
	}
	if tx.kind != ty.kind || tx.kind == symbol && !sameSymbols(tx.dom, ty.dom) {
		c.errorf(diag.BranchTypes, e.Span(), "both must be of one kind", "one side of this choice is %s, the other %s", tx, ty)
		return bad()
	}
	if tx.dom != ty.dom && tx.kind == number {
		tx.dom, tx.name = nil, ""
	}
	return expr.Make(expr.Cond, test, x, y), tx
}
