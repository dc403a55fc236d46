package check

import (
	"fmt"
	"regexp"
	"sort"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file keeps the names of the scenario: what each stands for, and what
// somebody may have meant who wrote one that does not exist.

type class int

const (
	aParameter class = iota
	aVariable
	aSecret
	aPhase
	aChance
	aLet // of a theory file
)

var classNames = map[class]string{
	aParameter: "parameter", aVariable: "variable", aSecret: "secret", aPhase: "phase", aChance: "chance", aLet: "let",
}

// entity is what a name stands for.
type entity struct {
	class  class
	index  int // place in the scenario's list of that sort
	at     diag.Range
	broken bool // an error in its definition was reported: uses are not judged
}

func (e *entity) String() string { return classNames[e.class] }

// reserved are the words that expressions give a meaning of their own.
var reserved = map[string]string{
	"period": "the number of the period", "month": "the month of the year",
	"each": "the entry of a for_each", "uniform": "a start", "redraw": "an effect",
	"true": "a truth value", "false": "a truth value", "null": "nothing",
	"for": "nothing yet", "if": "nothing yet", "in": "nothing yet",
	"exposed": "the exposure of a covert act",
}

var goodName = regexp.MustCompile(`^[\pL_][\pL\d_]*$`)

// checkName judges the form of a name; it reports false for an unusable one.
func (c *checker) checkName(what, name string, r diag.Range) bool {
	switch {
	case name == "":
		c.errorf(diag.BadName, r, "", "the name of %s may not be empty", article(what))
		return false
	case strings.ContainsAny(name, "- ") && goodName.MatchString(strings.NewReplacer("-", "_", " ", "_").Replace(name)):
		c.errorf(diag.BadName, r, fmt.Sprintf("write %q", strings.NewReplacer("-", "_", " ", "_").Replace(name)),
			"the name of %s may hold letters, digits and underscores only", article(what))
		return false
	case !goodName.MatchString(name):
		c.errorf(diag.BadName, r, "it starts with a letter", "the name of %s may hold letters, digits and underscores only", article(what))
		return false
	}
	if meaning, ok := reserved[name]; ok {
		c.errorf(diag.ReservedName, r, "choose another name", "%q is taken: in expressions it means %s", name, meaning)
		return false
	}
	return true
}

// declare adds a name of an expression; index is its place in its list.
func (c *checker) declare(s class, index int, b *syntax.Block) {
	name := b.Label()
	if name == "" {
		return
	}
	r := b.Labels[0].Range
	ok := c.checkName(classNames[s], name, r)
	if old, taken := c.names[name]; taken {
		c.report(diag.Diagnostic{
			Code: diag.DuplicateName, Subject: r,
			Message: fmt.Sprintf("the name %q is taken by a %s", name, old), Hint: "names of parameters, variables, secrets, phases and chances must differ",
			Notes: []diag.Note{{Message: "it is defined here", At: old.at}},
		})
		return
	}
	c.names[name] = &entity{class: s, index: index, at: r, broken: b.Broken || !ok}
}

// actor finds an actor by the text in e, which must be a plain string.
func (c *checker) actor(e syntax.Expr, what string) (int, bool) {
	var name string
	switch e := e.(type) {
	case *syntax.String:
		name = e.Value
	case *syntax.Name:
		if len(e.Parts) == 1 {
			if i, ok := c.actors[e.Parts[0].Text]; ok {
				c.errorf(diag.UnquotedValue, e.Span(), fmt.Sprintf("write %q", e.Parts[0].Text), "the name of an actor stands in quotes here")
				return i, false
			}
		}
		c.errorf(diag.WrongType, e.Span(), "", "%s must be the name of an actor, in quotes", what)
		return 0, false
	case *syntax.Bad:
		return 0, false
	default:
		c.errorf(diag.WrongType, e.Span(), "", "%s must be the name of an actor, in quotes", what)
		return 0, false
	}
	i, ok := c.actors[name]
	if !ok {
		c.errorf(diag.UnknownName, e.Span(), didYouMean(name, keys(c.actors)), "there is no actor %q", name)
		return 0, false
	}
	return i, i >= 0
}

// actorList reads a list of actors, ascending and without doubles.
func (c *checker) actorList(e syntax.Expr, what string) []int {
	list, ok := e.(*syntax.List)
	if !ok {
		if _, bad := e.(*syntax.Bad); !bad {
			c.errorf(diag.WrongType, e.Span(), `write ["china"], or [] for nobody`, "%s must be a list of actors", what)
		}
		return nil
	}
	var out []int
	seen := map[int]bool{}
	for _, item := range list.Items {
		i, ok := c.actor(item, "each entry")
		if !ok {
			continue
		}
		if seen[i] {
			c.errorf(diag.DuplicateKey, item.Span(), "keep one of the two", "%q stands twice in this list", c.out.Actors[i].Name)
			continue
		}
		seen[i] = true
		out = append(out, i)
	}
	sort.Ints(out)
	return out
}

// article puts a or an before a word.
func article(word string) string {
	if strings.ContainsAny(word[:1], "aeiou") {
		return "an " + word
	}
	return "a " + word
}

func keys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// didYouMean is a hint that names the nearest of the candidates, or lists them if few.
func didYouMean(word string, candidates []string) string {
	if near := diag.Nearest(word, candidates); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(candidates) > 0 && len(candidates) <= 8 {
		return "there is " + listed(candidates, "and")
	}
	return ""
}

// listed writes a, b and c.
func listed(words []string, last string) string {
	switch len(words) {
	case 0:
		return "nothing"
	case 1:
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

func labels(d *scenario.Domain) []string {
	out := make([]string, d.Size())
	for i := range out {
		out[i] = d.Label(i)
	}
	return out
}
