package check

import (
	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/syntax"
	"demarche/internal/theory"
)

// This file says what a theory file may name beyond the scenario's own names:
// its lets, and the figures of a solution.

// figureWords lead the names of figures: question.war, value.china.
var figureWords = []string{"question", "end", "value", "measure", "profile"}

// theoryNames is what a theory file adds.
type theoryNames struct {
	layout   theory.Layout
	figures  map[string]map[string]int // by word and name: place among the figures of one source
	profiles map[string]int
}

// formula is where parameters and lets may be read: a closed form.
func formula(what string) *place { return numbersOf(what) }

// figuresOf is where figures may be read too: those of the solution (−1) or of
// a profile, where none is named.
func figuresOf(what string, source int) *place {
	p := numbersOf(what)
	p.figures, p.source = true, source
	return p
}

func (c *checker) letExpr(e *syntax.Name, ent *entity, p *place) (*expr.Node, typ) {
	return c.definedAbove(e, ent, p, "let", p.letLimit, c.theory.layout.Let)
}

// isFigure reports whether a name is that of a figure, and not of an event of a
// phase that happens to be called so.
func (c *checker) isFigure(e *syntax.Name, p *place) bool {
	if c.theory == nil || len(e.Parts) < 2 || !contains(figureWords, e.Parts[0].Text) {
		return false
	}
	_, taken := c.names[e.Parts[0].Text]
	return p.figures || !taken
}

// figure is question.war, end.war, value.china or measure.demand, of the
// engine's solution or of the place's profile; or profile.honest.value.china.
func (c *checker) figure(e *syntax.Name, p *place) (*expr.Node, typ) {
	if !p.figures {
		c.errorf(diag.FigureInFormula, e.Span(), "write the formula out from parameters and lets; what the engine computes stands in `engine`, `balance` and `figure`",
			"%s cannot read %q, which the engine computes: theory and engine must stay apart", p.what, e.String())
		return bad()
	}
	parts, source := e.Parts, p.source
	if parts[0].Text == "profile" {
		k, ok := c.theory.profiles[parts[1].Text]
		if !ok {
			c.errorf(diag.UnknownName, e.Span(), didYouMean(parts[1].Text, keys(c.theory.profiles)), "there is no profile %q", parts[1].Text)
			return bad()
		}
		parts, source = parts[2:], k
	}
	if len(parts) != 2 || c.theory.figures[parts[0].Text] == nil {
		c.errorf(diag.UnknownName, e.Span(), "write question.name, end.name, value.actor or measure.name, and profile.name. before it for those of a profile", "%q is no figure", e.String())
		return bad()
	}
	word, name := parts[0].Text, parts[1].Text
	at, ok := c.theory.figures[word][name]
	if !ok {
		what := map[string]string{"question": "question", "end": "end", "value": "actor", "measure": "measure"}[word]
		c.errorf(diag.UnknownName, e.Span(), didYouMean(name, keys(c.theory.figures[word])), "there is no %s %q", what, name)
		return bad()
	}
	return expr.Slot(c.theory.layout.Source(source) + at), typ{kind: number}
}
