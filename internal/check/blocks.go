package check

import (
	"fmt"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/syntax"
)

// This file checks the shape of the file: which blocks there are, what each may
// hold, what it must.

// shape says what a kind of block may hold.
type shape struct {
	labels   int      // names after the kind
	required []string // arguments that must be there
	optional []string
	blocks   []string // kinds of block inside
}

var shapes = map[string]shape{
	"scenario":  {1, []string{"start", "horizon"}, []string{"title", "description", "as_of", "period", "foresight", "outlook", "transferable", "grades"}, nil},
	"actor":     {1, nil, []string{"title", "precision", "discount"}, nil},
	"parameter": {1, []string{"value"}, []string{"title", "min", "max", "basis", "correlation"}, nil},
	"variable":  {1, []string{"values", "start"}, []string{"title"}, nil},
	"secret":    {1, []string{"values", "start", "known_to"}, []string{"title"}, nil},
	"phase":     {1, []string{"actor"}, []string{"title", "quiet", "when", "simultaneous"}, []string{"action"}},
	"action":    {1, nil, []string{"title", "when", "cost", "effect", "looks_like", "seen_by", "exposed", "for_each"}, nil},
	"chance":    {1, []string{"probability"}, []string{"title", "when", "effect"}, nil},
	"payoff":    {1, nil, []string{"each_period", "at_end"}, nil},
	"end":       {1, []string{"when"}, []string{"title"}, nil},
	"question":  {1, []string{"when"}, []string{"title", "from", "by"}, nil},
}

var topKinds = []string{"scenario", "actor", "parameter", "variable", "secret", "phase", "chance", "payoff", "end", "question"}

// grammar is the blocks of one sort of file.
type grammar struct {
	what   string // "a scenario", for messages
	shapes map[string]shape
	top    []string        // kinds that stand outside of any block
	free   map[string]bool // kinds whose arguments have names of the author's choice
}

// language is the grammar of scenario files.
var language = &grammar{what: "scenario", shapes: shapes, top: topKinds}

// home is the kind of block that a kind stands in.
func (g *grammar) home(kind string) string {
	for outer, sh := range g.shapes {
		if contains(sh.blocks, kind) {
			return outer
		}
	}
	return ""
}

// misnomers are arguments that people write for others.
var misnomers = map[string]string{
	"name": "title", "description": "title", "label": "title", "prior": "start", "initial": "start",
	"knows": "known_to", "visible_to": "seen_by", "guard": "when", "if": "when", "condition": "when",
	"effects": "effect", "range": "value", "default": "quiet", "prob": "probability", "cover": "looks_like",
	"lookahead": "foresight", "periods": "horizon", "beta": "discount", "lambda": "precision", "rationality": "precision",
	"source": "basis", "until": "by", "deadline": "by", "terminal": "at_end", "final": "at_end", "asof": "as_of",
	"correlations": "correlation", "correlated": "correlation", "corr": "correlation", "rho": "correlation",
}

// topLevel sorts the blocks by kind and checks the shape of each.
func (c *checker) topLevel() {
	for _, a := range c.tree.Args {
		c.errorf(diag.OutsideBlock, a.NameRange, "move it into a block such as scenario, actor or phase", "`%s` stands outside of any block", a.Name)
	}
	for _, b := range c.tree.Blocks {
		sh, known := c.grammar.shapes[b.Kind]
		if !known {
			c.errorf(diag.UnknownBlock, b.KindRange, didYouMean(b.Kind, c.grammar.top), "there is no kind of block called %q", b.Kind)
			near := diag.Nearest(b.Kind, c.grammar.top)
			if near == "" {
				continue
			}
			b.Kind = near // go on as if it had been spelt right
			sh = c.grammar.shapes[near]
		}
		if !contains(c.grammar.top, b.Kind) {
			home := article(c.grammar.home(b.Kind))
			c.errorf(diag.MisplacedBlock, b.KindRange, "put it inside "+home, "%s stands inside %s", article(b.Kind), home)
			continue
		}
		c.checkShape(b, sh)
	}
}

func (c *checker) checkShape(b *syntax.Block, sh shape) {
	switch {
	case b.Broken:
		return
	case len(b.Labels) < sh.labels:
		c.errorf(diag.BadLabel, b.KindRange, fmt.Sprintf(`write %s "name" {`, b.Kind), "this %s has no name", b.Kind)
	case len(b.Labels) > sh.labels:
		c.errorf(diag.BadLabel, b.Labels[sh.labels].Range, "a name is one word; use underscores", "%s has one name", article(b.Kind))
	}
	may := append(append([]string{}, sh.required...), sh.optional...)
	for _, a := range b.Args {
		if _, reported := a.Value.(*syntax.Bad); reported || contains(may, a.Name) || c.grammar.free[b.Kind] {
			continue
		}
		hint := didYouMean(a.Name, may)
		if other, ok := misnomers[a.Name]; ok && contains(may, other) {
			hint = fmt.Sprintf("did you mean %q?", other)
		}
		if contains(sh.blocks, a.Name) {
			hint = fmt.Sprintf(`write it as a block: %s "name" { … }`, a.Name)
		}
		c.errorf(diag.UnknownArgument, a.NameRange, hint, "%s has no argument %q", article(b.Kind), a.Name)
		meant := diag.Nearest(a.Name, may)
		if other := misnomers[a.Name]; contains(may, other) {
			meant = other
		}
		if meant != "" && b.Arg(meant) == nil {
			a.Name = meant // go on as if it had been spelt right
		}
	}
	for _, name := range sh.required {
		if b.Arg(name) == nil {
			c.report(diag.Diagnostic{
				Code: diag.MissingArgument, Subject: b.Header, Context: b.Range,
				Message: fmt.Sprintf("this %s lacks the argument %q", b.Kind, name), Hint: example(b.Kind, name),
			})
		}
	}
	for _, sub := range b.Blocks {
		if contains(sh.blocks, sub.Kind) {
			c.checkShape(sub, c.grammar.shapes[sub.Kind])
			continue
		}
		if sub.Broken {
			continue
		}
		hint := ""
		switch {
		case contains(may, sub.Kind):
			hint = fmt.Sprintf("write %s = …", sub.Kind)
		case contains(c.grammar.top, sub.Kind):
			hint = "close the block before it with a } first"
		default:
			hint = didYouMean(sub.Kind, sh.blocks)
		}
		near := diag.Nearest(sub.Kind, sh.blocks)
		c.errorf(diag.MisplacedBlock, sub.KindRange, hint, "%s holds no block %q", article(b.Kind), sub.Kind)
		if near != "" {
			sub.Kind = near // go on as if it had been spelt right
			c.checkShape(sub, c.grammar.shapes[near])
		}
	}
}

// example shows how a required argument is written.
func example(kind, name string) string {
	switch kind + "." + name {
	case "scenario.start":
		return `write start = "2013-01"`
	case "scenario.horizon":
		return "write horizon = 12"
	case "parameter.value":
		return "write value = between(2, 5) or value = 3"
	case "variable.values", "secret.values":
		return `write values = ["low", "high"] or values = levels(0, 3)`
	case "variable.start":
		return "write start = one of its values"
	case "secret.start":
		return "write start = uniform, or start = { low = 0.3, high = 0.7 }"
	case "secret.known_to":
		return `write known_to = ["china"], or known_to = [] if nobody knows`
	case "phase.actor":
		return `write actor = "china"`
	case "chance.probability":
		return "write probability = 0.05"
	}
	if hint, ok := theoryExamples[kind+"."+name]; ok {
		return hint
	}
	return fmt.Sprintf("write %s = a condition", name)
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

// text reads an argument that is a plain text in quotes; "" if absent.
func (c *checker) text(b *syntax.Block, name string) string {
	a := b.Arg(name)
	if a == nil {
		return ""
	}
	switch v := a.Value.(type) {
	case *syntax.String:
		return strings.TrimSpace(v.Value)
	case *syntax.Bad:
	default:
		c.errorf(diag.WrongType, v.Span(), "put it in quotes", "%s must be a text in quotes", name)
	}
	return ""
}

// truth reads an argument that is true or false; false if absent.
func (c *checker) plainTruth(b *syntax.Block, name string) bool {
	a := b.Arg(name)
	if a == nil {
		return false
	}
	switch v := a.Value.(type) {
	case *syntax.Bool:
		return v.Value
	case *syntax.Bad:
	default:
		c.errorf(diag.WrongType, v.Span(), "write true or false", "%s must be true or false", name)
	}
	return false
}

// each kind's blocks in file order, the broken ones included
func (c *checker) blocks(kind string) []*syntax.Block {
	var out []*syntax.Block
	for _, b := range c.tree.Blocks {
		if b.Kind == kind {
			out = append(out, b)
		}
	}
	return out
}
