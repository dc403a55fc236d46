package check

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"sort"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file replaces the value of a parameter from outside the file (--set).

// Override gives a copy of s in which one parameter has another value. The
// assignment is NAME=VALUE; NAME is a parameter, or an actor's number such as
// china.precision; VALUE is what may stand in the file: a number, between(1, 3),
// uniform(1, 3), normal(2, 0.5), or an expression over earlier parameters. The
// parameter keeps its min and max. The hash of the copy names the overrides,
// whatever their order; a later override of one name replaces the earlier. A
// parameter that is no longer uncertain by itself loses its correlations, which
// is the only warning.
func Override(s *scenario.Scenario, assignment string) (*scenario.Scenario, diag.List) {
	where := diag.Range{File: "--set " + assignment}
	fail := func(code, hint, format string, args ...any) (*scenario.Scenario, diag.List) {
		return nil, diag.List{{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: where}}
	}
	name, text, ok := strings.Cut(assignment, "=")
	name, text = strings.TrimSpace(name), strings.TrimSpace(text)
	if !ok || name == "" || text == "" {
		return fail(diag.BadAssignment, "write NAME=VALUE, for example buffer=between(1, 3) or china.precision=2", "%q is not an assignment", assignment)
	}
	at := -1
	var names []string
	for i, p := range s.Parameters {
		names = append(names, p.Name)
		if p.Name == name {
			at = i
		}
	}
	if at < 0 {
		return cannotSet(s, name, names, fail)
	}
	value, diags := syntax.ParseExpr(where.File, []byte(text))
	c := newChecker(where.File, nil)
	c.out, c.diags = s, diags
	limit := at
	for i, p := range s.Parameters {
		if !p.Hidden {
			c.names[p.Name] = &entity{class: aParameter, index: i, at: p.Range}
		} else if limit == at && s.Parameters[at].Hidden {
			limit = i // an actor's number reads every parameter of the file
		}
	}
	old := s.Parameters[at]
	boundAt := where
	if old.Hidden {
		boundAt = diag.Range{}
	} else {
		boundAt.Start.Line = 1
	}
	place := numbersOf("the value of a parameter")
	place.parameterLimit = limit
	var dist scenario.Distribution
	if !diags.HasErrors() {
		dist = c.distribution(value, old.Dist.Min, old.Dist.Max, boundAt, place)
	}
	if c.diags.HasErrors() {
		for i := range c.diags { // the command line is one line: its columns help nobody
			c.diags[i].Subject, c.diags[i].Notes = where, nil
		}
		return nil, finish(c.diags)
	}
	out := *s
	out.Parameters = append([]scenario.Parameter{}, s.Parameters...)
	out.Parameters[at].Dist = dist
	warnings := uncouple(&out, at, where)
	out.Overrides = nil
	for _, o := range s.Overrides {
		if o.Name != name {
			out.Overrides = append(out.Overrides, o)
		}
	}
	out.Overrides = append(out.Overrides, scenario.Override{Name: name, Value: strings.Join(strings.Fields(text), " ")})
	sort.Slice(out.Overrides, func(i, j int) bool { return out.Overrides[i].Name < out.Overrides[j].Name })
	out.Hash = overriddenHash(&out)
	return &out, warnings
}

// uncouple takes parameter i out of the correlations if it is no longer uncertain
// by itself.
func uncouple(s *scenario.Scenario, i int, where diag.Range) diag.List {
	if k := s.Parameters[i].Dist.Kind; k != scenario.Fixed && k != scenario.Derived {
		return nil
	}
	var kept []scenario.Correlation
	var others []string
	for _, r := range s.Correlated {
		switch i {
		case r.A:
			others = append(others, s.Parameters[r.B].Name)
		case r.B:
			others = append(others, s.Parameters[r.A].Name)
		default:
			kept = append(kept, r)
		}
	}
	if len(others) == 0 {
		return nil
	}
	s.Correlated = kept
	s.Copula, _ = scenario.MakeCopula(kept)
	return diag.List{{
		Code: diag.Uncoupled, Severity: diag.Warning, Subject: where,
		Message: fmt.Sprintf("%q is no longer uncertain by itself, so its correlation with %s is dropped", s.Parameters[i].Name, listed(others, "and")),
		Hint:    "set it to a range, such as between(2, 5), to keep it",
	}}
}

// cannotSet explains why a name that is no parameter cannot be set.
func cannotSet(s *scenario.Scenario, name string, names []string,
	fail func(code, hint, format string, args ...any) (*scenario.Scenario, diag.List)) (*scenario.Scenario, diag.List) {
	for _, a := range s.Actors {
		if a.Name == name {
			return fail(diag.CannotSet, fmt.Sprintf("set %s.precision or %s.discount", name, name), "%q is an actor, not a parameter", name)
		}
	}
	what := ""
	for _, v := range s.Variables {
		if v.Name == name {
			what = "variable"
		}
	}
	for _, v := range s.Secrets {
		if v.Name == name {
			what = "secret"
		}
	}
	if what != "" {
		return fail(diag.CannotSet, "only parameters, precision and discount can be set from outside: change its start in the file", "%q is a %s, not a parameter", name, what)
	}
	return fail(diag.CannotSet, didYouMean(name, names), "there is no parameter %q", name)
}

// overriddenHash identifies the source and the overrides.
func overriddenHash(s *scenario.Scenario) string {
	h := sha256.New()
	fmt.Fprintln(h, s.SourceHash)
	for _, o := range s.Overrides {
		fmt.Fprintf(h, "%s=%s\n", o.Name, o.Value)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Describe writes a distribution as a person reads it: "90%: 2–5".
func Describe(d scenario.Distribution) string {
	f := syntax.FormatNumber
	switch d.Kind {
	case scenario.Fixed:
		return f(d.A)
	case scenario.Uniform:
		return fmt.Sprintf("anywhere in %s–%s", f(d.A), f(d.B))
	case scenario.Derived:
		return "computed"
	}
	round := func(x float64) string { return f(math.Round(x*1e6) / 1e6) }
	return fmt.Sprintf("90%%: %s–%s", round(d.A), round(d.B))
}
