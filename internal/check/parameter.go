package check

import (
	"math"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads how uncertain a number is: parameters, precision, discount.

// normal90 is the 95% quantile of the standard normal distribution: 90% of it
// lie within that distance of the mean.
const normal90 = 1.6448536269514722

// parameters reads the parameter blocks, each of which may read earlier ones.
// The hidden ones of the actors come after them.
func (c *checker) parameters() {
	var list []scenario.Parameter
	for i, b := range c.parameterBlocks {
		before := len(c.diags)
		p := scenario.Parameter{Name: b.Label(), Range: b.Header}
		if !b.Broken {
			p.Title, p.Basis = c.text(b, "title"), c.text(b, "basis")
			lo, hi := c.bound(b, "min"), c.bound(b, "max")
			if b.Arg("min") != nil && math.IsNaN(lo) || b.Arg("max") != nil && math.IsNaN(hi) {
				lo, hi = math.NaN(), math.NaN() // a wrong bound was reported
			}
			if a := b.Arg("value"); a != nil {
				place := numbersOf("the value of a parameter")
				place.parameterLimit = i
				var boundAt diag.Range
				if m := b.Arg("min"); m != nil {
					boundAt = m.NameRange
				}
				if m := b.Arg("max"); m != nil && (b.Arg("min") == nil || boundAt.IsZero()) {
					boundAt = m.NameRange
				}
				p.Dist = c.distribution(a.Value, lo, hi, boundAt, place)
			}
		}
		c.unread[i] = b.Broken || b.Arg("value") == nil || len(c.diags) > before
		list = append(list, p)
	}
	c.out.Parameters = append(list, c.out.Parameters...)
}

// bound reads min or max: a constant, NaN if absent.
func (c *checker) bound(b *syntax.Block, name string) float64 {
	a := b.Arg(name)
	if a == nil {
		return math.NaN()
	}
	v, ok := c.constant(a.Value, name)
	if !ok {
		return math.NaN()
	}
	return v
}

// actorNumbers reads precision and discount of every actor. Each becomes a
// hidden parameter, so that it may be uncertain and may be overridden.
func (c *checker) actorNumbers() {
	first := len(c.parameterBlocks)
	for i, b := range c.actorBlocks {
		a := &c.out.Actors[i]
		one := func(k int, name string, absent, lo, hi float64) *expr.Program {
			p := scenario.Parameter{Name: a.Name + "." + name, Title: name + " of " + a.Name, Hidden: true, Range: b.Header}
			if a.Title != "" {
				p.Title = name + " of " + a.Title
			}
			before := len(c.diags)
			p.Dist = scenario.Distribution{Kind: scenario.Fixed, A: absent, Min: lo, Max: hi}
			if arg := b.Arg(name); arg != nil && !b.Broken {
				p.Range = arg.Range
				p.Dist = c.distribution(arg.Value, lo, hi, diag.Range{}, numbersOf("the "+name+" of an actor"))
			}
			c.unread[first+2*i+k] = b.Broken || len(c.diags) > before
			c.out.Parameters = append(c.out.Parameters, p)
			return expr.MustCompile(expr.Slot(c.out.Layout.Parameter + first + 2*i + k))
		}
		a.Precision = one(0, "precision", 1, 0, math.NaN())
		a.Discount = one(1, "discount", 1, 0, 1)
	}
}

// distribution reads a number, between(a, b), uniform(a, b), normal(mean, sd) or
// an expression over the parameters that the place allows. lo and hi are the
// bounds, NaN where absent; boundAt is where they stand, zero for an actor's
// numbers, whose bounds are ours.
func (c *checker) distribution(e syntax.Expr, lo, hi float64, boundAt diag.Range, p *place) scenario.Distribution {
	d := scenario.Distribution{Min: lo, Max: hi}
	own := boundAt.IsZero() // the bounds, if any, do not stand in the file
	if !math.IsNaN(lo) && !math.IsNaN(hi) && lo >= hi {
		c.errorf(diag.BadBounds, boundAt, "exchange them", "min must be below max")
		return d
	}
	if call, ok := syntax.Unparen(e).(*syntax.Call); ok && (call.Function == "between" || call.Function == "uniform" || call.Function == "normal") {
		c.family(&d, call, own, boundAt)
		return d
	}
	if n, ok := e.(*syntax.Name); ok && n.String() == "uniform" {
		c.errorf(diag.BadDistribution, e.Span(), "write uniform(2, 5)", "uniform needs its bounds")
		return d
	}
	if s, ok := e.(*syntax.String); ok && !isNumeric(s.Value) {
		c.errorf(diag.WrongType, e.Span(), "for a quantity with named values use a variable", "a parameter is a number, not the text %q", s.Value)
		return d
	}
	before := len(c.diags)
	node := c.number(e, p)
	if len(c.diags) > before || node == junk {
		return d
	}
	prog := c.compile(node, e.Span())
	v, fixed := prog.Constant()
	if !fixed {
		d.Kind, d.Expr = scenario.Derived, prog
		if !own && (!math.IsNaN(lo) || !math.IsNaN(hi)) {
			c.errorf(diag.BadBounds, boundAt, "write the bounds into the expression: max(0, …)", "a parameter that is computed from others has no min and max")
		}
		return d
	}
	d.Kind, d.A, d.B = scenario.Fixed, v, v
	c.inBounds(v, lo, hi, own, e)
	return d
}

// inBounds checks a fixed number. Precision and discount must be above 0, a
// discount at most 1; min and max of a parameter may be reached.
func (c *checker) inBounds(v, lo, hi float64, own bool, e syntax.Expr) {
	switch {
	case own && (v <= lo && lo == 0 || v > hi) && !math.IsNaN(hi):
		c.errorf(diag.OutOfRange, e.Span(), "0.95 means that a payoff one period later counts 5% less", "a discount lies above 0 and at most at 1, not at %s", syntax.FormatNumber(v))
	case own && v <= lo && lo == 0:
		c.errorf(diag.OutOfRange, e.Span(), "1 means that an act better by 1 is 2.7 times likelier", "a precision is above 0, not %s", syntax.FormatNumber(v))
	case !own && v < lo:
		c.errorf(diag.BadBounds, e.Span(), "", "%s is below the minimum %s", syntax.FormatNumber(v), syntax.FormatNumber(lo))
	case !own && v > hi:
		c.errorf(diag.BadBounds, e.Span(), "", "%s is above the maximum %s", syntax.FormatNumber(v), syntax.FormatNumber(hi))
	}
}

// family reads a named distribution into d.
func (c *checker) family(d *scenario.Distribution, call *syntax.Call, own bool, boundAt diag.Range) {
	fail := func(code, hint, format string, args ...any) { c.errorf(code, call.Span(), hint, format, args...) }
	if len(call.Args) != 2 {
		fail(diag.ArgumentCount, "", "%s takes two numbers, not %d", call.Function, len(call.Args))
		return
	}
	var v [2]float64
	good := true
	for i, a := range call.Args {
		x, ok := c.constant(a, "a bound of "+call.Function)
		v[i], good = x, good && ok
	}
	if !good {
		return
	}
	d.A, d.B = v[0], v[1]
	hasMin, hasMax := !math.IsNaN(d.Min), !math.IsNaN(d.Max)
	if call.Function == "normal" {
		if v[1] <= 0 {
			fail(diag.BadDistribution, "write normal(mean, standard deviation)", "the standard deviation must be above 0")
			return
		}
		if hasMin || hasMax {
			fail(diag.BadDistribution, "write between(low, high), the range in which you are 90% sure it lies", "a normal distribution has no bounds")
			return
		}
		d.Kind, d.A, d.B = scenario.Normal, v[0]-normal90*v[1], v[0]+normal90*v[1]
		return
	}
	if v[0] >= v[1] {
		hint := "write the lower number first"
		if v[0] == v[1] {
			hint = "for a number that is known write it alone"
		}
		fail(diag.BadDistribution, hint, "%s(%s, %s) is empty", call.Function, syntax.FormatNumber(v[0]), syntax.FormatNumber(v[1]))
		return
	}
	strict := call.Function == "between"
	if hasMin && (v[0] < d.Min || strict && v[0] == d.Min) || hasMax && (v[1] > d.Max || strict && v[1] == d.Max) {
		what := "its bounds"
		if own && hasMax {
			what = "0 and 1"
		} else if own {
			what = "0 upwards"
		}
		fail(diag.BadBounds, "between(a, b) means 90% sure, so 5% lie on either side: leave room for them", "%s(%s, %s) does not fit inside %s",
			call.Function, syntax.FormatNumber(v[0]), syntax.FormatNumber(v[1]), what)
		return
	}
	switch {
	case call.Function == "uniform":
		d.Kind = scenario.Uniform
	case hasMin && hasMax:
		d.Kind = scenario.LogitNormal
	case hasMin:
		d.Kind = scenario.LogNormal
	case hasMax:
		c.errorf(diag.BadBounds, boundAt, "add min, or turn the sign of the parameter around", "max alone is not possible with between")
	default:
		d.Kind = scenario.Normal
	}
}
