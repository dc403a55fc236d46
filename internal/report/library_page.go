package report

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/proof"
	"demarche/internal/scenario"
	"demarche/internal/theory"
)

// This file makes the pages of docs/library: one for every mechanism, and the
// table of what shows which mechanism of the founding case.

// MechanismPage writes the page of one mechanism in Markdown. The figures lie
// beside it as NAME.shape.svg and NAME.svg; drawn says whether there is the latter.
func MechanismPage(w io.Writer, r *ShowReport, t *theory.Theory, drawn bool) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n", markdown(r.Title))
	fmt.Fprintf(&b, "`%s`", r.Name)
	if r.Number > 0 {
		fmt.Fprintf(&b, " · mechanism %d", r.Number)
	}
	fmt.Fprintf(&b, " · shows %s · %s\n\n", strings.Join(r.Covers, ", "), map[string]string{
		theory.Published: "agrees with the published result", theory.After: "a reduced form after the author, not the author's theorem"}[r.Status])
	fmt.Fprintf(&b, "%s\n\n", markdown(r.Words))
	if drawn {
		p := t.Picture
		fmt.Fprintf(&b, "![%s as %s moves](%s.svg)\n\n", markdown(titled(t.Results[p.Result].Title, t.Results[p.Result].Name)), t.S.Parameters[p.Along].Name, r.Name)
		b.WriteString("The line is the closed form, the band its tolerance, the points what the engine computes; hollow points lie where the closed form is not claimed. The dotted line stands at the value in the scenario.\n\n")
	}
	fmt.Fprintf(&b, "![The shape of the game](%s.shape.svg)\n\n", r.Name)
	fmt.Fprintf(&b, "**Restriction.** %s\n\n**Source.** %s\n\n", markdown(r.Restriction), markdown(strings.TrimSpace(source(r))))
	b.WriteString("## Theory and engine, as the scenario stands\n\n| result | closed form | engine | tolerance | |\n|---|---|---|---|---|\n")
	for _, x := range r.Results {
		verdict := "agree"
		if !x.Within {
			verdict = "differ"
		}
		fmt.Fprintf(&b, "| %s: `%s = %s` | %s | %s | %s | %s |\n", cell(titled(x.Title, x.Name)), x.Name, strings.ReplaceAll(x.Formula, "|", "\\|"),
			rough(float64(x.ClosedForm)), rough(float64(x.Engine)), rough(float64(x.Tolerance)), verdict)
	}
	b.WriteString("\n" + solveLine(r) + "\n")
	if basis := bases(r); basis != "" {
		b.WriteString("Where the tolerances come from: " + basis + "\n")
	}
	if len(r.Profiles) > 0 {
		b.WriteString("\n## Equilibria in closed form\n\n| profile | passes the certificate | the engine's solution |\n|---|---|---|\n")
		for _, p := range r.Profiles {
			passes, same := "yes", "is another one"
			if !(p.Regret <= p.Allowed) {
				passes = "no"
			}
			if p.Selected {
				same = "is this one"
			}
			if math.IsNaN(float64(p.Distance)) {
				same = "was not compared"
			}
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(titled(p.Title, p.Name)), passes, same)
		}
		b.WriteString("\nA profile passes if nobody gains by another choice anywhere, reached or not, given the beliefs that it leaves.\n")
	}
	b.WriteString("\n## Parameters\n\n| name | value | admissible | meaning |\n|---|---|---|---|\n")
	for _, p := range r.Parameters {
		between := "as it is"
		if p.Region != nil {
			between = exact(float64(p.Region[0])) + " to " + exact(float64(p.Region[1]))
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", p.Name, exact(float64(p.Value)), between, cell(p.Title))
	}
	if r.Require != "" {
		fmt.Fprintf(&b, "\nThe closed forms hold where, besides, `%s`.\n", r.Require)
	}
	if len(t.Statics) > 0 {
		b.WriteString("\n## What moves what\n\n| if it rises | then |\n|---|---|\n")
		for i := range t.Statics {
			s := &t.Statics[i]
			fmt.Fprintf(&b, "| `%s` | %s: %s |\n", t.S.Parameters[s.Parameter].Name, cell(capital(titled(s.Title, s.Name))),
				map[theory.Sign]string{theory.Up: "up", theory.Down: "down", theory.None: "no change"}[s.Sign])
		}
	}
	if len(t.Ablations) > 0 {
		b.WriteString("\n## What it rests on\n\n| taken out | shows | and then this is no longer so |\n|---|---|---|\n")
		for i := range t.Ablations {
			a := &t.Ablations[i]
			res := &t.Results[a.Result]
			fmt.Fprintf(&b, "| %s | %s | %s |\n", cell(capital(titled(a.Title, a.Name))), strings.Join(a.Covers, ", "), cell(titled(res.Title, res.Name)))
		}
	}
	fmt.Fprintf(&b, "\n## Try it\n\n```\ndemarche library show %[1]s\ndemarche solve %[1]s\ndemarche new mine.hcl --from %[1]s\ngo test ./library -run 'TestTheories/%[1]s$' -v\n```\n", r.Name)
	_, err := io.WriteString(w, b.String())
	return err
}

// source is where the mechanism comes from, without what it shows.
func source(r *ShowReport) string {
	return after(r.Status, "After ", r.Source) + r.Source
}

// after is the word before the source of a reduced form, unless the source has
// a word of its own.
func after(status, word, source string) string {
	for _, own := range []string{"After ", "Cf. ", "Own "} {
		if strings.HasPrefix(source, own) {
			return ""
		}
	}
	if status != theory.After {
		return ""
	}
	return word
}

// bases lists where tolerances come from, each once.
func bases(r *ShowReport) string {
	var out []string
	for _, x := range r.Results {
		if text := x.Name + ": " + strings.TrimSuffix(x.Basis, "."); x.Basis != "" {
			out = append(out, markdown(text))
		}
	}
	if out == nil {
		return ""
	}
	return strings.Join(out, "; ") + "."
}

// rough is a number to five digits: what is beyond them may differ from one
// machine to the next. What is a rounding error of 0 is 0.
func rough(v float64) string {
	switch {
	case math.IsNaN(v):
		return "–"
	case math.Abs(v) < 5e-7:
		return "0"
	}
	return fmt.Sprintf("%.5g", v)
}

func markdown(s string) string {
	return strings.NewReplacer("<", "&lt;", ">", "&gt;", "*", "\\*", "_", "\\_").Replace(strings.Join(strings.Fields(s), " "))
}

func cell(s string) string { return strings.ReplaceAll(markdown(s), "|", "\\|") }

// TheoryFigure draws the picture of a theory.
func TheoryFigure(e *proof.Engine, line, points []proof.Along) string {
	p := e.T.Picture
	r := &e.T.Results[p.Result]
	par := &e.S.Parameters[p.Along]
	c := chart.Curve{Result: titled(r.Title, r.Name), Parameter: par.Name, Now: e.Point().Parameters[p.Along]}
	if par.Title != "" {
		c.Parameter = par.Name + ": " + par.Title
	}
	for _, x := range line {
		c.Line = append(c.Line, chart.Sample{X: x.X, Y: x.ClosedForm, Tolerance: x.Tolerance})
	}
	for _, x := range points {
		c.Points = append(c.Points, chart.Sample{X: x.X, Y: x.Engine, Outside: !x.Claimed})
	}
	return chart.Standalone(chart.Theory(c))
}

// ShapeFigure draws the shape of a scenario's game.
func ShapeFigure(s *scenario.Scenario) string {
	shape := chart.Shape{Title: titled(s.Title, s.Name), Periods: s.Horizon}
	for _, st := range s.Steps {
		if st.Chance {
			c := &s.Chances[st.Index]
			x := chart.Step{Title: capital(titled(c.Title, c.Name)), Actions: []string{"it happens", "it does not"}}
			if c.When != nil {
				x.Note = "only under a condition"
			}
			shape.Steps = append(shape.Steps, x)
			continue
		}
		ph := &s.Phases[st.Index]
		a := &s.Actors[ph.Actor]
		x := chart.Step{Actor: titled(a.Title, a.Name), Title: capital(titled(ph.Title, ph.Name)), With: ph.Simultaneous}
		if ph.When != nil {
			x.Note = "only under a condition"
		}
		for i := 0; i < len(ph.Actions); {
			act := &ph.Actions[i]
			n := 1
			for i+n < len(ph.Actions) && act.Name != act.Base && ph.Actions[i+n].Base == act.Base {
				n++
			}
			text := titled(act.Title, act.Base)
			if n > 1 {
				text = fmt.Sprintf("%s (%d values)", text, n)
			}
			if act.Covert() {
				text += ", covertly"
			}
			x.Actions = append(x.Actions, text)
			i += n
		}
		shape.Steps = append(shape.Steps, x)
	}
	for i := range s.Secrets {
		sec := &s.Secrets[i]
		if len(sec.KnownTo) == len(s.Actors) {
			continue
		}
		who := "nobody knows it"
		if len(sec.KnownTo) > 0 {
			var names []string
			for _, k := range sec.KnownTo {
				names = append(names, titled(s.Actors[k].Title, s.Actors[k].Name))
			}
			who = "known only to: " + strings.Join(names, ", ")
		}
		shape.Hidden = append(shape.Hidden, fmt.Sprintf("%s (%s)", titled(sec.Title, sec.Name), who))
	}
	return chart.Standalone(chart.Shapes(shape))
}

// essay is the mechanisms of the founding case.
var essay = []struct{ id, text string }{
	{"S1", "A patron asserts a special relationship and denies responsibility: support that is covert or deniable, noticed only sometimes"},
	{"S2", "Help with the client is traded for concessions on another issue"},
	{"S3", "The game wears out: each repetition teaches the others, so the same posture buys less"},
	{"S4", "Press the patron or go round it: the outside option shifts the bargain only when it binds"},
	{"S5", "Buffer value: the patron's tolerance over final outcomes"},
	{"S6", "Ambiguous commitment: deterrence and moral hazard together"},
	{"S7", "Collapse or war: when bargaining fails"},
	{"S8", "Threat postures that win concessions, or fail"},
	{"S9", "Signals in channels of different cost and credibility"},
	{"S10", "A client that cannot trust promises builds its own deterrent"},
	{"S11", "New leaders: nobody knows the type of the other"},
	{"S12", "Crises that both sides exploit, with falling returns"},
	{"S13", "Is the rift real, or a feint? Inference on hidden intent from public acts"},
	{"S14", "The ratchet: escalate, then offer to step back for a price"},
	{"S15", "Spillovers onto the patron: what makes the one secure makes the other insecure"},
	{"S16", "Who has the upper hand: who depends on whom, who could walk away, whose commitment would move the outcome"},
}

// LibraryReadme writes docs/library/README.md: the mechanisms, and which of
// them shows which mechanism of the founding case.
func LibraryReadme(w io.Writer, theories []*theory.Theory) error {
	list := slices.Clone(theories)
	slices.SortFunc(list, func(a, b *theory.Theory) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.Name, b.Name))
	})
	var b strings.Builder
	b.WriteString(`# The library of mechanisms

<!-- made by: go run ./cmd/demarche library page --to docs/library -->

Every mechanism here is a scenario in the language of demarche with a closed form beside it, and is tested against that closed form: not at one point, but at
parameters drawn from the whole region in which it holds. ` + "`demarche library`" + ` lists them, ` + "`demarche library show NAME`" + ` holds one against its theory,
` + "`demarche new mine.hcl --from NAME`" + ` starts a scenario of your own from it. [How to write a theory file](../theory.md).

| | mechanism | shows | source |
|---|---|---|---|
`)
	for _, t := range list {
		fmt.Fprintf(&b, "| %d | [%s](%s.md): %s | %s | %s%s |\n", t.Number, t.Name, t.Name, cell(t.Title), strings.Join(t.Covers, ", "), after(t.Status, "after ", t.Source), cell(t.Source))
	}
	b.WriteString(`
## Which scenario and which test shows what

The founding case is a patron, its client and an outsider. Each row is a mechanism of that case; each is shown by a scenario of the library in which it is the
point, and by a test that fails when the mechanism is taken out. The flagship scenario, ` + "`korea-2013`" + `, has them together (` + "`library/korea-2013/mechanisms.csv`" + `, tested by
` + "`TestKoreaMechanismsMoveTheForecast`" + `).

| | mechanism of the case | scenario | taken out, the result fails | test |
|---|---|---|---|---|
`)
	for _, row := range essay {
		var scenarios, ablations, tests []string
		for _, t := range list {
			var without []string
			for i := range t.Ablations {
				if a := &t.Ablations[i]; slices.Contains(a.Covers, row.id) {
					without = append(without, cell(capital(titled(a.Title, a.Name))))
				}
			}
			if without == nil {
				continue
			}
			scenarios = append(scenarios, fmt.Sprintf("[%s](%s.md)", t.Name, t.Name))
			ablations = append(ablations, strings.Join(without, "; "))
			tests = append(tests, fmt.Sprintf("`TestTheories/%s`", t.Name))
		}
		if scenarios == nil {
			scenarios = []string{"none"}
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", row.id, row.text, strings.Join(scenarios, "<br>"), strings.Join(ablations, "<br>"), strings.Join(tests, "<br>"))
	}
	b.WriteString("\n`go test ./library -run TestTheories -v` runs them all.\n")
	_, err := io.WriteString(w, b.String())
	return err
}
