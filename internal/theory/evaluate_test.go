package theory

import (
	"math"
	"strings"
	"testing"

	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file tests where a theory says that it holds.

func TestOutside(t *testing.T) {
	s := &scenario.Scenario{Parameters: []scenario.Parameter{{Name: "a"}, {Name: "n"}}, Layout: scenario.MakeLayout(2, 0, 0, 0)}
	a, n := expr.Slot(s.Layout.Parameter), expr.Slot(s.Layout.Parameter+1)
	th := &Theory{S: s, Region: []Range{{Parameter: 0, Low: 0, High: 1}, {Parameter: 1, Low: 1, High: 4, Whole: true}}, RequireAs: "half < 0.4", Layout: MakeLayout(s, 1, 0, 0)}
	th.Lets = []Let{{Name: "half", Value: expr.MustCompile(expr.Make(expr.Div, a, expr.Num(2)))}}
	th.Require = expr.MustCompile(expr.Make(expr.Lt, expr.Slot(th.Layout.Let), expr.Num(0.4)))
	for _, c := range []struct {
		a, n float64
		want string // "" for admissible
	}{
		{0.5, 2, ""}, {0, 1, ""}, {1.5, 2, "a = 1.5 lies outside"}, {math.NaN(), 2, "a = NaN lies outside"},
		{0.5, 2.5, "n = 2.5 must be a whole number"}, {0.9, 2, "the condition half < 0.4 does not hold"},
	} {
		p := th.At([]float64{c.a, c.n})
		said := strings.Join(p.Outside(), "; ")
		if p.Admissible() != (c.want == "") || !strings.Contains(said, c.want) {
			t.Errorf("a = %g, n = %g: %q", c.a, c.n, said)
		}
	}
	p := th.At([]float64{0.5, 2})
	if v := p.Eval(expr.MustCompile(expr.Make(expr.Add, expr.Slot(th.Layout.Let), n))); v != 2.25 {
		t.Errorf("the let and n are %g", v)
	}
	if v := p.Eval(expr.MustCompile(expr.Make(expr.Div, n, expr.Make(expr.Sub, n, n)))); !math.IsNaN(v) {
		t.Errorf("a division by zero gives %g", v)
	}
	if v := p.Eval(expr.MustCompile(expr.Slot(th.Layout.Change))); !math.IsNaN(v) {
		t.Errorf("a change that nobody set is %g", v)
	}
}
