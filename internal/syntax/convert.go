package syntax

import (
	"fmt"
	"math"
	"sort"
	"strconv"

	"demarche/internal/diag"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// This file turns hclsyntax nodes into ours and refuses the parts of HCL that
// the language does not have.

type converter struct {
	file   string
	source []byte
	diags  *diag.List
	bad    map[int]bool // offsets of texts whose fault was reported
}

func place(file string, r hcl.Range) diag.Range {
	at := func(p hcl.Pos) diag.Pos { return diag.Pos{Line: p.Line, Column: p.Column, Byte: p.Byte} }
	return diag.Range{File: file, Start: at(r.Start), End: at(r.End)}
}

func (c *converter) at(r hcl.Range) diag.Range { return place(c.file, r) }

func (c *converter) errorf(code string, r diag.Range, hint, format string, args ...any) {
	*c.diags = append(*c.diags, diag.Diagnostic{
		Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: r,
	})
}

// unsupported reports a construct of HCL that the language does not have.
func (c *converter) unsupported(r diag.Range, what, hint string) Expr {
	c.errorf(diag.Unsupported, r, hint, "%s is not part of the language", what)
	return &Bad{span{r}}
}

func (c *converter) block(b *hclsyntax.Block) *Block {
	out := &Block{
		Kind: b.Type, KindRange: c.at(b.TypeRange),
		Range:  c.at(hcl.RangeBetween(b.TypeRange, b.CloseBraceRange)),
		Header: c.at(hcl.RangeBetween(b.TypeRange, b.OpenBraceRange)),
	}
	for i, l := range b.Labels {
		out.Labels = append(out.Labels, Label{l, c.at(b.LabelRanges[i])})
	}
	if b.Body != nil {
		out.Args, out.Blocks = c.body(b.Body)
	}
	return out
}

// body gives the arguments and blocks of b in file order.
func (c *converter) body(b *hclsyntax.Body) ([]*Arg, []*Block) {
	var args []*Arg
	for _, a := range b.Attributes {
		args = append(args, &Arg{
			Name: a.Name, NameRange: c.at(a.NameRange), Range: c.at(a.SrcRange),
		})
	}
	sortArgs(args)
	for _, a := range args { // convert in file order, so that messages come in file order
		a.Value = c.expr(b.Attributes[a.Name].Expr)
	}
	var blocks []*Block
	for _, sub := range b.Blocks {
		blocks = append(blocks, c.block(sub))
	}
	return args, blocks
}

var operators = map[*hclsyntax.Operation]string{
	hclsyntax.OpLogicalOr: "||", hclsyntax.OpLogicalAnd: "&&",
	hclsyntax.OpEqual: "==", hclsyntax.OpNotEqual: "!=",
	hclsyntax.OpGreaterThan: ">", hclsyntax.OpGreaterThanOrEqual: ">=",
	hclsyntax.OpLessThan: "<", hclsyntax.OpLessThanOrEqual: "<=",
	hclsyntax.OpAdd: "+", hclsyntax.OpSubtract: "-", hclsyntax.OpMultiply: "*",
	hclsyntax.OpDivide: "/", hclsyntax.OpModulo: "%",
	hclsyntax.OpNegate: "-", hclsyntax.OpLogicalNot: "!",
}

func (c *converter) expr(e hclsyntax.Expression) Expr {
	switch e := e.(type) {
	case *hclsyntax.LiteralValueExpr:
		return c.literal(e.Val, c.at(e.SrcRange))
	case *hclsyntax.TemplateExpr:
		return c.template(e)
	case *hclsyntax.TemplateWrapExpr, *hclsyntax.TemplateJoinExpr:
		return c.unsupported(c.at(e.Range()), "a template in a string", "write the text out in full")
	case *hclsyntax.ScopeTraversalExpr:
		return c.name(e.Traversal, c.at(e.SrcRange))
	case *hclsyntax.RelativeTraversalExpr:
		return c.relative(e)
	case *hclsyntax.ParenthesesExpr:
		return &Paren{span{c.at(e.SrcRange)}, c.expr(e.Expression)}
	case *hclsyntax.UnaryOpExpr:
		return &Unary{span{c.at(e.SrcRange)}, operators[e.Op], c.expr(e.Val)}
	case *hclsyntax.BinaryOpExpr:
		return &Binary{span{c.at(e.SrcRange)}, operators[e.Op], c.expr(e.LHS), c.expr(e.RHS)}
	case *hclsyntax.ConditionalExpr:
		return &Cond{span{c.at(e.SrcRange)}, c.expr(e.Condition), c.expr(e.TrueResult), c.expr(e.FalseResult)}
	case *hclsyntax.FunctionCallExpr:
		if e.ExpandFinal {
			return c.unsupported(c.at(e.Range()), "`...` after an argument", "write the arguments out")
		}
		call := &Call{span{c.at(e.Range())}, e.Name, c.at(e.NameRange), nil}
		for _, a := range e.Args {
			call.Args = append(call.Args, c.expr(a))
		}
		return call
	case *hclsyntax.IndexExpr:
		return &Index{span{c.at(e.SrcRange)}, c.expr(e.Collection), c.expr(e.Key)}
	case *hclsyntax.ObjectConsExpr:
		return c.object(e)
	case *hclsyntax.TupleConsExpr:
		list := &List{span{c.at(e.SrcRange)}, nil}
		for _, item := range e.Exprs {
			list.Items = append(list.Items, c.expr(item))
		}
		return list
	case *hclsyntax.ForExpr:
		return c.unsupported(c.at(e.SrcRange), "a `for` expression", "write the entries out, or use for_each on an action")
	case *hclsyntax.SplatExpr:
		return c.unsupported(c.at(e.SrcRange), "the splat `[*]`", "name the entry that you mean")
	}
	return &Bad{span{c.at(e.Range())}} // hclsyntax's own placeholder: it reported the error
}

func (c *converter) literal(v cty.Value, r diag.Range) Expr {
	switch {
	case v.IsNull():
		return &Null{span{r}}
	case !v.IsKnown():
		return &Bad{span{r}}
	case v.Type() == cty.Bool:
		return &Bool{span{r}, v.True()}
	case v.Type() == cty.Number:
		return &Number{span{r}, number(v)}
	case v.Type() == cty.String:
		return &String{span{r}, v.AsString()}
	}
	return &Bad{span{r}}
}

// number is the nearest float64; numbers too large for one give +Inf.
func number(v cty.Value) float64 {
	f, _ := v.AsBigFloat().Float64()
	if math.IsNaN(f) {
		return math.Inf(1)
	}
	return f
}

func (c *converter) template(e *hclsyntax.TemplateExpr) Expr {
	r := c.at(e.SrcRange)
	if c.bad[r.Start.Byte] {
		return &Bad{span{r}}
	}
	text := ""
	for _, p := range e.Parts {
		l, ok := p.(*hclsyntax.LiteralValueExpr)
		if !ok || l.Val.Type() != cty.String || l.Val.IsNull() || !l.Val.IsKnown() {
			return c.unsupported(r, "a template in a string", "write the text out in full")
		}
		text += l.Val.AsString()
	}
	return &String{span{r}, text}
}

func (c *converter) name(t hcl.Traversal, r diag.Range) Expr {
	n := &Name{span{r}, nil}
	for _, step := range t {
		switch s := step.(type) {
		case hcl.TraverseRoot:
			n.Parts = append(n.Parts, Part{s.Name, c.at(s.SrcRange)})
		case hcl.TraverseAttr:
			n.Parts = append(n.Parts, Part{s.Name, c.after(s.SrcRange)})
		case hcl.TraverseIndex:
			text, ok := indexText(s.Key)
			if !ok {
				return &Bad{span{r}}
			}
			n.Parts = append(n.Parts, Part{text, c.after(s.SrcRange)})
		default:
			return c.unsupported(r, "the splat `[*]`", "name the entry that you mean")
		}
	}
	return n
}

// after is r without the dot that it starts with.
func (c *converter) after(r hcl.Range) diag.Range {
	out := c.at(r)
	if b := out.Start.Byte; b < len(c.source) && c.source[b] == '.' {
		out.Start.Byte++
		out.Start.Column++
	}
	return out
}

func indexText(v cty.Value) (string, bool) {
	switch {
	case v.IsNull() || !v.IsKnown():
		return "", false
	case v.Type() == cty.String:
		return v.AsString(), true
	case v.Type() == cty.Number:
		return FormatNumber(number(v)), true
	}
	return "", false
}

// relative handles {…}.a, {…}["a"] and (x).a.
func (c *converter) relative(e *hclsyntax.RelativeTraversalExpr) Expr {
	x := c.expr(e.Source)
	for _, step := range e.Traversal {
		switch s := step.(type) {
		case hcl.TraverseAttr:
			x = &Index{span{c.at(e.SrcRange)}, x, &String{span{c.after(s.SrcRange)}, s.Name}}
		case hcl.TraverseIndex:
			x = &Index{span{c.at(e.SrcRange)}, x, c.literal(s.Key, c.after(s.SrcRange))}
		default:
			return c.unsupported(c.at(e.SrcRange), "the splat `[*]`", "name the entry that you mean")
		}
	}
	return x
}

func (c *converter) object(e *hclsyntax.ObjectConsExpr) Expr {
	out := &Object{span{c.at(e.SrcRange)}, nil}
	seen := map[string]diag.Range{}
	for _, item := range e.Items {
		key, quoted, r, ok := c.key(item.KeyExpr)
		value := c.expr(item.ValueExpr)
		if !ok {
			continue
		}
		if first, dup := seen[key]; dup {
			*c.diags = append(*c.diags, diag.Diagnostic{
				Code: diag.DuplicateKey, Subject: r,
				Message: fmt.Sprintf("%q stands twice in this object", key),
				Hint:    "keep one of the two",
				Notes:   []diag.Note{{Message: "the first one is here", At: first}},
			})
			continue
		}
		seen[key] = r
		out.Items = append(out.Items, Item{key, quoted, r, value})
	}
	return out
}

func (c *converter) key(e hclsyntax.Expression) (text string, quoted bool, r diag.Range, ok bool) {
	r = c.at(e.Range())
	if k, is := e.(*hclsyntax.ObjectConsKeyExpr); is {
		if word := hcl.ExprAsKeyword(k.Wrapped); word != "" {
			return word, false, r, true
		}
		e = k.Wrapped
	}
	switch k := c.expr(e).(type) {
	case *String:
		return k.Value, true, r, true
	case *Number:
		return FormatNumber(k.Value), false, r, true
	case *Unary:
		if n, is := k.X.(*Number); is && k.Op == "-" {
			return FormatNumber(-n.Value), false, r, true
		}
	case *Bool:
		return fmt.Sprint(k.Value), false, r, true
	case *Bad:
		return "", false, r, false
	}
	c.errorf(diag.BadKey, r, "a key is a name, a text in quotes or a number; it is not computed",
		"this cannot be the key of an entry")
	return "", false, r, false
}

func sortArgs(args []*Arg) {
	sort.Slice(args, func(i, j int) bool { return args[i].Range.Start.Byte < args[j].Range.Start.Byte })
}

// FormatNumber writes a number as a key: 3, 0.25, -1.
func FormatNumber(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
