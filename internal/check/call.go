package check

import (
	"fmt"
	"sort"
	"strconv"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/syntax"
)

// This file checks function calls and choices by value: { a = 1, b = 2 }[name].

// function is a built-in function of numbers. max −1: any number of arguments.
type function struct {
	op       expr.Op
	min, max int
}

var functions = map[string]function{
	"min": {expr.Min, 1, -1}, "max": {expr.Max, 1, -1},
	"abs": {expr.Abs, 1, 1}, "exp": {expr.Exp, 1, 1}, "log": {expr.Log, 1, 1}, "sqrt": {expr.Sqrt, 1, 1},
	"floor": {expr.Floor, 1, 1}, "ceil": {expr.Ceil, 1, 1}, "round": {expr.Round, 1, 1},
}

// special are functions with a place of their own.
var special = map[string]string{
	"between": "`between` stands only as the value of a parameter, a precision or a discount",
	"uniform": "`uniform(…)` stands only as the value of a parameter, a precision or a discount",
	"normal":  "`normal` stands only as the value of a parameter, a precision or a discount",
	"levels":  "`levels` stands only as the values of a variable or secret, or in for_each",
}

func (c *checker) call(e *syntax.Call, p *place) (*expr.Node, typ) {
	f, ok := functions[e.Function]
	if !ok {
		if why, is := special[e.Function]; is {
			c.errorf(diag.NotReadable, e.Span(), "name the uncertain number as a parameter of its own", "%s", why)
			return bad()
		}
		hint := didYouMean(e.Function, keys(functions))
		if hint == "" {
			hint = "the functions are " + listed(keys(functions), "and")
		}
		if e.Function == "pow" {
			hint = "write x * x, or exp(y * log(x))"
		}
		c.errorf(diag.UnknownFunction, e.NameRange, hint, "there is no function %q", e.Function)
		return bad()
	}
	if len(e.Args) < f.min || f.max >= 0 && len(e.Args) > f.max {
		want := "one argument"
		if f.max < 0 {
			want = "at least one argument"
		}
		c.errorf(diag.ArgumentCount, e.Span(), "", "%s takes %s, not %d", e.Function, want, len(e.Args))
		return bad()
	}
	if hint := atLeast(e); hint != "" {
		c.errorf(diag.WrongType, e.Span(), hint, "%s takes numbers, not values in quotes", e.Function)
		return bad()
	}
	var args []*expr.Node
	good := true
	for _, a := range e.Args {
		n, t := c.expr(a, typ{kind: number}, p)
		good = c.isNumber(a, t) && good
		args = append(args, n)
	}
	if !good {
		return bad()
	}
	return expr.Make(f.op, args...), typ{kind: number}
}

// atLeast words max(crisis, "tense") as the choice that it means, "" for other calls.
func atLeast(e *syntax.Call) string {
	sign := map[string]string{"max": "<", "min": ">"}[e.Function]
	if sign == "" || len(e.Args) != 2 {
		return ""
	}
	name, named := e.Args[0].(*syntax.Name)
	text, quoted := e.Args[1].(*syntax.String)
	if !named {
		name, named = e.Args[1].(*syntax.Name)
		text, quoted = e.Args[0].(*syntax.String)
	}
	if !named || !quoted || len(name.Parts) != 1 {
		return ""
	}
	v := name.Parts[0].Text
	return fmt.Sprintf("write %s %s %q ? %q : %s", v, sign, text.Value, text.Value, v)
}

// selection is { a = 1, b = 2 }[key].
func (c *checker) selection(e *syntax.Index, want typ, p *place) (*expr.Node, typ) {
	o, ok := syntax.Unparen(e.X).(*syntax.Object)
	if !ok {
		if _, broken := e.X.(*syntax.Bad); !broken {
			c.errorf(diag.BadSelection, e.X.Span(), "write { low = 1, high = 2 }[name]", "only an object { … } can be chosen from")
		}
		return bad()
	}
	if item, fixed := c.fixedItem(o, e.Key, p); fixed {
		if item == nil {
			return bad()
		}
		return c.expr(item.Value, want, p)
	}
	key, t := c.expr(e.Key, typ{}, p)
	if t.kind == invalid {
		return bad()
	}
	if t.dom == nil {
		c.errorf(diag.BadSelection, e.Key.Span(), "put the name of a variable or secret between the brackets; for conditions write `condition ? a : b`",
			"an entry is chosen by the value of a variable or secret, not by %s", t)
		return bad()
	}
	entries, found := c.entries(o, t, e.Span())
	if !found {
		return bad()
	}
	if want.kind == invalid && want.name != wantAny && needsMeaning(entries[0].Value) {
		if clear := withMeaning(o); clear != nil { // it says what the texts are values of
			_, want = c.expr(clear, want, p)
			want = expected(want)
		}
	}
	nodes := []*expr.Node{key}
	var first typ
	for i, item := range entries {
		n, ti := c.expr(item.Value, want, p)
		if ti.kind == invalid {
			return bad()
		}
		if i == 0 {
			first = ti
			if want.kind == invalid {
				want = ti
			}
		} else if ti.kind != first.kind || ti.kind == symbol && !sameSymbols(ti.dom, first.dom) {
			c.errorf(diag.BranchTypes, item.Value.Span(), "all must be of one kind", "one entry is %s, another %s", first, ti)
			return bad()
		}
		nodes = append(nodes, n)
	}
	if first.kind == number {
		first.dom, first.name = nil, ""
	}
	return selectNode(t, nodes), first
}

// selectNode chooses nodes[1+i] by nodes[0], the value of a domain.
func selectNode(t typ, nodes []*expr.Node) *expr.Node {
	if t.dom.Numbers == nil {
		return expr.Make(expr.Select, nodes...)
	}
	key, consecutive := nodes[0], true
	for i, v := range t.dom.Numbers {
		consecutive = consecutive && v == t.dom.Numbers[0]+float64(i) && v == float64(int64(v))
	}
	if consecutive {
		if first := t.dom.Numbers[0]; first != 0 {
			nodes[0] = expr.Make(expr.Sub, key, expr.Num(first))
		}
		return expr.Make(expr.Select, nodes...)
	}
	// the last entry needs no test: the key is always one of the values
	n := nodes[len(nodes)-1]
	for i := len(t.dom.Numbers) - 2; i >= 0; i-- {
		middle := (t.dom.Numbers[i] + t.dom.Numbers[i+1]) / 2
		n = expr.Make(expr.Cond, expr.Make(expr.Lt, key, expr.Num(middle)), nodes[1+i], n)
	}
	return n
}

// fixedItem handles keys that are known at once: texts, numbers and each.key.
// fixed is false if the key has to be computed; item is nil after an error.
func (c *checker) fixedItem(o *syntax.Object, key syntax.Expr, p *place) (item *syntax.Item, fixed bool) {
	text := ""
	switch k := syntax.Unparen(key).(type) {
	case *syntax.String:
		text = k.Value
	case *syntax.Number:
		text = syntax.FormatNumber(k.Value)
	case *syntax.Name:
		if p.each == nil || len(k.Parts) != 2 || k.Parts[0].Text != "each" {
			return nil, false
		}
		text = p.each.key
		if k.Parts[1].Text == "value" {
			inner := *p
			inner.each = nil
			return c.fixedItem(o, p.each.value, &inner)
		}
	default:
		return nil, false
	}
	item = o.Item(text)
	if item == nil {
		var have []string
		for _, i := range o.Items {
			have = append(have, i.Key)
		}
		c.errorf(diag.MissingKey, key.Span(), didYouMean(text, have), "the object has no entry %q", text)
	}
	return item, true
}

// entries gives the items of o in the order of the domain's values; each must be there.
func (c *checker) entries(o *syntax.Object, t typ, r diag.Range) ([]*syntax.Item, bool) {
	out := make([]*syntax.Item, t.dom.Size())
	good := true
	for i := range o.Items {
		item := &o.Items[i]
		at := -1
		for k := range out {
			if t.dom.Symbols != nil && t.dom.Symbols[k] == item.Key {
				at = k
			}
		}
		if v, err := strconv.ParseFloat(item.Key, 64); err == nil && t.dom.Numbers != nil {
			at = positionOf(t.dom, v)
		}
		if at < 0 {
			c.errorf(diag.UnknownValue, item.KeyRange, didYouMean(item.Key, labels(t.dom)), "%q is not a value of %s", item.Key, t.name)
			good = false
			continue
		}
		out[at] = item
	}
	var missing []string
	for i, item := range out {
		if item == nil {
			missing = append(missing, strconv.Quote(t.dom.Label(i)))
		}
	}
	if len(missing) > 0 && good {
		if len(missing) > 6 {
			missing = append(missing[:5:5], fmt.Sprintf("%d more", len(missing)-5))
		}
		c.errorf(diag.MissingKey, r, "give every value an entry, 0 if need be", "there is no entry for %s of %s", listed(missing, "and"), t.name)
		good = false
	}
	return out, good
}

func sortedCopy(words []string) []string {
	out := append([]string{}, words...)
	sort.Strings(out)
	return out
}
