package check

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads the values that variables and secrets can have.

// maxValues is how many values one variable or secret may have.
const maxValues = 1001

// broken stands for a domain that could not be read.
var brokenDomain = scenario.Domain{Numbers: []float64{0, 1}}

// domains makes the variables, and the secrets but for their starts.
func (c *checker) domains() {
	for _, b := range c.variableBlocks {
		v := scenario.Variable{Name: b.Label(), Range: b.Header}
		d, ok := c.domain(b)
		v.Domain = d
		if !b.Broken {
			v.Title = c.text(b, "title")
		}
		if ok {
			v.Start = c.variableStart(b, &v)
		}
		c.out.Variables = append(c.out.Variables, v)
	}
	for _, b := range c.secretBlocks {
		s := scenario.Secret{Name: b.Label(), Range: b.Header}
		s.Domain, _ = c.domain(b)
		if !b.Broken {
			s.Title = c.text(b, "title")
			if a := b.Arg("known_to"); a != nil {
				s.KnownTo = c.actorList(a.Value, "known_to")
			}
		}
		c.out.Secrets = append(c.out.Secrets, s)
	}
}

// domain reads `values`. If it cannot, the error is reported and the name spoilt.
func (c *checker) domain(b *syntax.Block) (scenario.Domain, bool) {
	a := b.Arg("values")
	if a == nil || b.Broken {
		c.spoil(b)
		return brokenDomain, false
	}
	var d scenario.Domain
	ok := false
	switch v := a.Value.(type) {
	case *syntax.List:
		d, ok = c.listed(v)
	case *syntax.Call:
		if v.Function == "levels" {
			d.Numbers, ok = c.levels(v)
			break
		}
		c.errorf(diag.BadValues, v.Span(), example(b.Kind, "values"), "values must be a list or levels(…)")
	case *syntax.Bad:
	default:
		c.errorf(diag.BadValues, v.Span(), example(b.Kind, "values"), "values must be a list or levels(…)")
	}
	if !ok {
		c.spoil(b)
		return brokenDomain, false
	}
	return d, true
}

// listed reads ["low", "high"] or [0, 1, 5].
func (c *checker) listed(list *syntax.List) (scenario.Domain, bool) {
	var d scenario.Domain
	fail := func(r diag.Range, hint, format string, args ...any) (scenario.Domain, bool) {
		c.errorf(diag.BadValues, r, hint, format, args...)
		return d, false
	}
	if len(list.Items) < 2 {
		return fail(list.Span(), "a thing with one value is not a variable; with a number, make it a parameter", "at least two values are needed")
	}
	if len(list.Items) > maxValues {
		c.errorf(diag.TooManyValues, list.Span(), "use coarser steps", "more than %d values", maxValues)
		return d, false
	}
	seen := map[string]bool{}
	for i, item := range list.Items {
		switch v := item.(type) {
		case *syntax.String:
			switch {
			case d.Numbers != nil && isNumeric(v.Value):
				c.errorf(diag.QuotedNumber, v.Span(), "write "+v.Value, "numbers stand without quotes")
				return d, false
			case d.Numbers != nil:
				return fail(v.Span(), "use either names or numbers", "names and numbers are mixed")
			case i == 0 && allNumeric(list):
				c.errorf(diag.QuotedNumber, v.Span(), "write values = levels(0, 3) or [0, 1, 3]", "numbers stand without quotes")
				return d, false
			case strings.TrimSpace(v.Value) == "" || strings.ContainsAny(v.Value, "\n\r\t") || len(v.Value) > 80:
				return fail(v.Span(), "a value is a short name", "this cannot be the name of a value")
			case seen[v.Value]:
				return fail(v.Span(), "remove one of the two", "the value %q stands twice", v.Value)
			}
			seen[v.Value] = true
			d.Symbols = append(d.Symbols, v.Value)
		case *syntax.Bad:
			return d, false
		case *syntax.Name:
			return fail(v.Span(), fmt.Sprintf("write %q", v.String()), "names of values stand in quotes")
		default:
			if d.Symbols != nil {
				return fail(v.Span(), "use either names or numbers", "names and numbers are mixed")
			}
			x, ok := c.constant(v, "a value")
			if !ok {
				return d, false
			}
			if n := len(d.Numbers); n > 0 && x <= d.Numbers[n-1] {
				return fail(v.Span(), "put them in ascending order, each once", "the numbers are not ascending: %s follows %s", syntax.FormatNumber(x), syntax.FormatNumber(d.Numbers[n-1]))
			}
			d.Numbers = append(d.Numbers, x)
		}
	}
	return d, true
}

func allNumeric(list *syntax.List) bool {
	for _, item := range list.Items {
		if s, ok := item.(*syntax.String); !ok || !isNumeric(s.Value) {
			return false
		}
	}
	return true
}

// levels reads levels(lo, hi) or levels(lo, hi, step), both ends included.
func (c *checker) levels(call *syntax.Call) ([]float64, bool) {
	if len(call.Args) != 2 && len(call.Args) != 3 {
		c.errorf(diag.ArgumentCount, call.Span(), "write levels(0, 3) or levels(0, 1, 0.25)", "levels takes a first value, a last value and perhaps a step")
		return nil, false
	}
	step := 1.0
	var args []float64
	for _, a := range call.Args {
		v, ok := c.constant(a, "a bound of levels")
		if !ok {
			return nil, false
		}
		args = append(args, v)
	}
	lo, hi := args[0], args[1]
	if len(args) == 3 {
		step = args[2]
	}
	if step <= 0 || hi <= lo {
		c.errorf(diag.BadValues, call.Span(), "write levels(first, last, step) with first < last and a positive step", "these levels hold fewer than two values")
		return nil, false
	}
	n := (hi - lo) / step
	if !(n <= maxValues-1+1e-6) {
		c.errorf(diag.TooManyValues, call.Span(), "use a coarser step", "more than %d values", maxValues)
		return nil, false
	}
	whole := math.Round(n)
	if math.Abs(n-whole) > 1e-6 || whole < 1 {
		c.errorf(diag.BadValues, call.Span(), "choose a step that divides the distance", "steps of %s do not lead from %s to %s",
			syntax.FormatNumber(step), syntax.FormatNumber(lo), syntax.FormatNumber(hi))
		return nil, false
	}
	out := make([]float64, int(whole)+1)
	for i := range out {
		// shortest decimal within rounding: 0.3, not 0.30000000000000004
		out[i], _ = strconv.ParseFloat(strconv.FormatFloat(lo+float64(i)*step, 'g', 12, 64), 64)
		if i > 0 && out[i] <= out[i-1] {
			c.errorf(diag.BadValues, call.Span(), "choose a coarser step", "the step is too fine for these numbers")
			return nil, false
		}
	}
	return out, true
}

// variableStart is the position of the start value of a variable.
func (c *checker) variableStart(b *syntax.Block, v *scenario.Variable) int {
	a := b.Arg("start")
	if a == nil {
		return 0
	}
	return max(0, c.fixedValue(a.Value, domainType(&v.Domain, v.Name), "the start of a variable"))
}

// fixedValue is the position of the constant e in the domain, −1 after an error.
func (c *checker) fixedValue(e syntax.Expr, t typ, what string) int {
	if n, ok := e.(*syntax.Name); ok && len(n.Parts) == 1 && t.dom.Symbols != nil && contains(t.dom.Symbols, n.Parts[0].Text) {
		c.errorf(diag.UnquotedValue, e.Span(), fmt.Sprintf("write %q", n.Parts[0].Text), "values stand in quotes")
		return -1
	}
	want := t
	if t.dom.Numbers != nil {
		want = typ{kind: number}
	}
	before := len(c.diags)
	n, got := c.expr(e, want, nothing(what))
	if got.kind == invalid || len(c.diags) > before {
		return -1
	}
	v, ok := c.compile(n, e.Span()).Constant()
	switch {
	case !ok:
		return -1
	case t.dom.Symbols != nil && got.kind == symbol:
		return int(v)
	case t.dom.Symbols != nil:
		c.errorf(diag.WrongType, e.Span(), didYouMean("", t.dom.Symbols), "%s must be one of its values, not %s", what, got)
		return -1
	case got.kind != number:
		c.errorf(diag.WrongType, e.Span(), "", "%s must be one of its values, not %s", what, got)
		return -1
	}
	i := positionOf(t.dom, v)
	if i < 0 {
		c.errorf(diag.UnknownValue, e.Span(), "its values are "+listedShort(labels(t.dom)), "%s is not a value of %s", syntax.FormatNumber(v), t.name)
	}
	return i
}

// listedShort lists at most eight words.
func listedShort(words []string) string {
	if len(words) > 8 {
		return strings.Join(words[:3], ", ") + ", …, " + words[len(words)-1]
	}
	return listed(words, "and")
}
