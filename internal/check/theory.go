package check

import (
	"fmt"
	"math"
	"regexp"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
	"demarche/internal/theory"
)

// This file reads theory files: what is claimed of a scenario, and where.

var theoryShapes = map[string]shape{
	"theory":   {1, []string{"title", "source", "words"}, []string{"covers", "number", "status", "restriction", "solve", "multiples"}, nil},
	"region":   {0, nil, []string{"require", "whole"}, nil},
	"let":      {1, []string{"value"}, nil, nil},
	"measure":  {1, []string{"phase"}, []string{"period", "knows", "state", "seen", "action", "take"}, nil},
	"result":   {1, []string{"closed_form", "tolerance"}, []string{"title", "set", "require", "profile", "engine", "root", "balance", "basis"}, nil},
	"profile":  {1, []string{"regret"}, []string{"title", "set", "require", "holds", "tremble"}, []string{"play"}},
	"play":     {1, nil, []string{"tremble"}, nil},
	"static":   {1, []string{"parameter", "change", "figure", "sign"}, []string{"title", "set", "tolerance", "when", "require"}, nil},
	"ablation": {1, []string{"result"}, []string{"title", "covers", "require", "set", "secrets", "held", "becomes", "tolerance"}, nil},
	"picture":  {0, []string{"result", "along", "from", "to"}, []string{"set"}, nil},
}

var theoryGrammar = &grammar{
	what: "theory", shapes: theoryShapes,
	top:  []string{"theory", "region", "let", "measure", "result", "profile", "static", "ablation", "picture"},
	free: map[string]bool{"region": true, "play": true},
}

// theoryExamples show how required arguments are written.
var theoryExamples = map[string]string{
	"theory.title": `write title = "Ask for more, and risk war"`, "theory.source": `write source = "Author (year). Title."`,
	"theory.words": `write words = "What the result says, in a few sentences."`,
	"let.value":    "write value = a formula of parameters and of lets above", "measure.phase": `write phase = "demand"`,
	"result.closed_form": "write closed_form = a formula of parameters and lets", "result.tolerance": "write tolerance = 0.01, and say in basis where it comes from",
	"profile.regret": "write regret = 1e-6", "static.parameter": `write parameter = "s"`, "static.change": "write change = 0.05",
	"static.figure": "write figure = question.war", "static.sign": `write sign = "up", "down" or "none"`,
	"ablation.result": `write result = "war"`, "picture.result": `write result = "war"`, "picture.along": `write along = "c_A"`,
	"picture.from": "write from = 0", "picture.to": "write to = 1",
}

// LoadTheory checks the text of a theory file about s, which was checked
// without --set. It reports everything that it can find, in the order of the
// file; the theory is nil if the list holds an error. It never panics.
func LoadTheory(s *scenario.Scenario, file string, src []byte) (*theory.Theory, diag.List) {
	tree, diags := syntax.Parse(file, src)
	if len(diags) == 1 && diags[0].Code == diag.FileTooLarge {
		return nil, diags
	}
	c := &theoryChecker{checker: newChecker(file, tree), t: &theory.Theory{File: file, S: s}}
	c.grammar, c.out, c.diags = theoryGrammar, s, diags
	c.check()
	out := finish(c.diags)
	if out.HasErrors() {
		return nil, out
	}
	return c.t, out
}

// theoryChecker checks one theory file.
type theoryChecker struct {
	*checker
	t       *theory.Theory
	results map[string]int
}

func (c *theoryChecker) check() {
	if len(c.tree.Blocks) > maxBlocks {
		c.errorf(diag.TooLarge, c.tree.Blocks[maxBlocks].Header, "", "the file holds more than %d blocks", maxBlocks)
		c.tree.Blocks = c.tree.Blocks[:maxBlocks]
	}
	c.topLevel()
	c.declareScenario()
	lets, measures, profiles := c.blocks("let"), c.blocks("measure"), c.blocks("profile")
	c.t.Layout = theory.MakeLayout(c.out, len(lets), len(measures), len(profiles))
	c.theory = &theoryNames{layout: c.t.Layout, figures: c.figureSlots(measures), profiles: map[string]int{}}
	seen := map[string]*syntax.Block{}
	for i, b := range profiles {
		if c.ownName("profile", b, seen) {
			c.theory.profiles[b.Label()] = i
		}
	}
	for i, b := range lets {
		c.declare(aLet, i, b)
	}
	c.heading()
	for i, b := range lets {
		c.let(i, b)
	}
	c.region()
	for _, b := range measures {
		c.measure(b)
	}
	c.everyResult()
	for _, b := range profiles {
		c.t.Profiles = append(c.t.Profiles, c.profile(b))
	}
	for _, b := range c.blocks("static") {
		c.static(b)
	}
	for _, b := range c.blocks("ablation") {
		c.ablation(b)
	}
	c.picture()
}

// declareScenario makes the scenario's names known.
func (c *theoryChecker) declareScenario() {
	s := c.out
	for i, p := range s.Parameters {
		if !p.Hidden {
			c.names[p.Name] = &entity{class: aParameter, index: i, at: p.Range}
		}
	}
	for i := range s.Variables {
		c.names[s.Variables[i].Name] = &entity{class: aVariable, index: i, at: s.Variables[i].Range}
	}
	for i := range s.Secrets {
		c.names[s.Secrets[i].Name] = &entity{class: aSecret, index: i, at: s.Secrets[i].Range}
	}
	for i := range s.Phases {
		c.names[s.Phases[i].Name] = &entity{class: aPhase, index: i, at: s.Phases[i].Range}
	}
	for i := range s.Chances {
		c.names[s.Chances[i].Name] = &entity{class: aChance, index: i, at: s.Chances[i].Range}
	}
	for i := range s.Actors {
		c.actors[s.Actors[i].Name] = i
	}
	for i, f := range s.Flags {
		if _, taken := c.flags[f.Name]; !taken {
			c.flags[f.Name] = i
		}
	}
}

// figureSlots is where each figure of a solution stands.
func (c *theoryChecker) figureSlots(measures []*syntax.Block) map[string]map[string]int {
	l, s := c.t.Layout, c.out
	m := map[string]map[string]int{"question": {}, "end": {}, "value": {}, "measure": {}}
	for i := range s.Questions {
		m["question"][s.Questions[i].Name] = i
	}
	for i := range s.Ends {
		m["end"][s.Ends[i].Name] = l.End + i
	}
	for i := range s.Actors {
		m["value"][s.Actors[i].Name] = l.Value + i
	}
	seen := map[string]*syntax.Block{}
	for i, b := range measures {
		if c.ownName("measure", b, seen) {
			m["measure"][b.Label()] = l.Measure + i
		}
	}
	return m
}

// single is the one block of a kind that stands once, nil if it is missing or broken.
func (c *theoryChecker) single(kind string, needed bool) *syntax.Block {
	blocks := c.blocks(kind)
	if len(blocks) == 0 {
		if needed {
			c.report(diag.Diagnostic{Code: diag.MissingBlock, Subject: diag.Range{File: c.file},
				Message: fmt.Sprintf("the file has no %s block", kind), Hint: fmt.Sprintf("add one: %s", map[string]string{
					"theory": `theory "name" { title = "…", … }`, "result": `result "war" { closed_form = …, engine = question.war, … }`}[kind])})
		}
		return nil
	}
	for _, b := range blocks[1:] {
		c.report(diag.Diagnostic{Code: diag.DuplicateBlock, Subject: b.Header, Message: fmt.Sprintf("there is a second %s block", kind),
			Hint: "keep one", Notes: []diag.Note{{Message: "the first one is here", At: blocks[0].Header}}})
	}
	if blocks[0].Broken {
		return nil
	}
	return blocks[0]
}

var mechanism = regexp.MustCompile(`^S([1-9]|1[0-6])$`)

func (c *theoryChecker) heading() {
	b := c.single("theory", true)
	if b == nil {
		return
	}
	t := c.t
	t.Name, t.Title, t.Source, t.Words = b.Label(), c.text(b, "title"), c.text(b, "source"), c.text(b, "words")
	t.Restriction, t.Covers = c.text(b, "restriction"), c.covers(b)
	t.Number = c.whole(b, "number", 0, 1, maxHorizon)
	t.Status = theory.Published
	if k := c.word(b, "status", []string{theory.Published, theory.After}); k == 1 {
		t.Status = theory.After
	}
	t.Solve = theory.Mode(max(0, c.word(b, "solve", theory.Modes)))
	a := b.Arg("multiples")
	switch {
	case a != nil:
		t.Multiples = c.multiples(a)
	case t.Solve == theory.Extrapolate:
		t.Multiples = []float64{1, 2, 4, 8}
	}
	if a != nil && t.Solve != theory.Extrapolate && b.Arg("solve") != nil {
		c.errorf(diag.BadMultiples, a.Range, `write solve = "extrapolate", or leave the multiples out`, "multiples are for solve = \"extrapolate\"")
	}
}

// multiples reads at least three rising numbers.
func (c *theoryChecker) multiples(a *syntax.Arg) []float64 {
	list, ok := a.Value.(*syntax.List)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), "write [1, 2, 4, 8]", "multiples must be a list of numbers")
		}
		return nil
	}
	var out []float64
	for _, item := range list.Items {
		v, ok := c.constant(item, "a multiple")
		if !ok {
			return nil
		}
		if v <= 0 || len(out) > 0 && v <= out[len(out)-1] {
			c.errorf(diag.BadMultiples, item.Span(), "write [1, 2, 4, 8]", "multiples of the precision are above 0 and rise")
			return nil
		}
		out = append(out, v)
	}
	if len(out) < 3 {
		c.errorf(diag.BadMultiples, a.Value.Span(), "write [1, 2, 4, 8]", "the fit has three unknowns and needs at least three multiples")
		return nil
	}
	return out
}

// covers reads which mechanisms of the essay something shows.
func (c *theoryChecker) covers(b *syntax.Block) []string {
	a := b.Arg("covers")
	if a == nil {
		return nil
	}
	words := c.words(a)
	for _, w := range words {
		if !mechanism.MatchString(w.Value) {
			c.errorf(diag.NotAMechanism, w.Span(), `write covers = ["S7"]`, "%q is none of the mechanisms S1 to S16", w.Value)
		}
	}
	return texts(words)
}

// words reads a list of texts.
func (c *theoryChecker) words(a *syntax.Arg) []*syntax.String {
	list, ok := a.Value.(*syntax.List)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), `write ["a", "b"]`, "%s must be a list of texts in quotes", a.Name)
		}
		return nil
	}
	var out []*syntax.String
	for _, item := range list.Items {
		switch v := item.(type) {
		case *syntax.String:
			out = append(out, v)
		case *syntax.Bad:
		default:
			c.errorf(diag.WrongType, item.Span(), "put it in quotes", "%s must be a list of texts in quotes", a.Name)
		}
	}
	return out
}

func texts(words []*syntax.String) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.Value)
	}
	return out
}

// word is the place of a text among a few; −1 if it is absent or wrong.
func (c *theoryChecker) word(b *syntax.Block, name string, of []string) int {
	a := b.Arg(name)
	if a == nil {
		return -1
	}
	text := c.text(b, name)
	for i, w := range of {
		if text == w {
			return i
		}
	}
	if _, ok := a.Value.(*syntax.String); ok {
		c.errorf(diag.UnknownValue, a.Value.Span(), didYouMean(text, of), "%q is not a value of %s", text, name)
	}
	return -1
}

func (c *theoryChecker) let(i int, b *syntax.Block) {
	l := theory.Let{Name: b.Label(), Value: expr.MustCompile(expr.Num(0)), At: b.Header}
	if a := b.Arg("value"); a != nil && !b.Broken {
		p := formula(fmt.Sprintf("the let %q", l.Name))
		p.letLimit = i
		before := len(c.diags)
		l.Value = c.program(a, p, c.checker.number)
		if len(c.diags) > before {
			c.spoil(b)
		}
	}
	c.t.Lets = append(c.t.Lets, l)
}

// formula checks an argument that must be a number; nil if it is absent.
func (c *theoryChecker) formula(b *syntax.Block, name string, p *place) *expr.Program {
	if a := b.Arg(name); a != nil {
		return c.program(a, p, c.checker.number)
	}
	return nil
}

// written is an expression as its author wrote it, on one line.
func (c *theoryChecker) written(e syntax.Expr) string {
	r := e.Span()
	if r.Start.Byte < 0 || r.End.Byte > len(c.tree.Source) || r.Start.Byte > r.End.Byte {
		return ""
	}
	return strings.Join(strings.Fields(string(c.tree.Source[r.Start.Byte:r.End.Byte])), " ")
}

// parameter finds a parameter by its name in quotes, −1 after an error.
func (c *theoryChecker) parameter(e syntax.Expr, what string) int {
	switch v := e.(type) {
	case *syntax.String:
		return c.parameterNamed(v.Value, v.Span())
	case *syntax.Bad:
	default:
		c.errorf(diag.WrongType, e.Span(), "", "%s must be the name of a parameter, in quotes", what)
	}
	return -1
}

func (c *theoryChecker) parameterNamed(name string, r diag.Range) int {
	if ent, ok := c.names[name]; ok && ent.class == aParameter {
		return ent.index
	}
	for i := range c.out.Parameters { // china.precision
		if c.out.Parameters[i].Hidden && c.out.Parameters[i].Name == name {
			return i
		}
	}
	var names []string
	for k, ent := range c.names {
		if ent.class == aParameter {
			names = append(names, k)
		}
	}
	c.errorf(diag.UnknownName, r, didYouMean(name, sortedCopy(names)), "the scenario has no parameter %q", name)
	return -1
}

func (c *theoryChecker) region() {
	b := c.single("region", false)
	if b == nil {
		return
	}
	for _, a := range b.Args {
		switch a.Name {
		case "require":
			c.t.Require = c.program(a, formula("what the region requires"), c.checker.condition)
			c.t.RequireAs = c.written(a.Value)
		case "whole":
		default:
			c.span(a)
		}
	}
	a := b.Arg("whole")
	if a == nil {
		return
	}
	for _, w := range c.words(a) {
		k := c.parameterNamed(w.Value, w.Span())
		found := k < 0
		for i := range c.t.Region {
			if r := &c.t.Region[i]; r.Parameter == k {
				found, r.Whole = true, true
				if math.Ceil(r.Low) > math.Floor(r.High) {
					c.errorf(diag.BadRegion, r.At, "", "no whole number lies between the two")
				}
			}
		}
		if !found {
			c.errorf(diag.BadRegion, w.Span(), fmt.Sprintf("add %s = [1, 4]", w.Value), "the region gives no range to %q", w.Value)
		}
	}
}

// span reads the range of one parameter.
func (c *theoryChecker) span(a *syntax.Arg) {
	k := c.parameterNamed(a.Name, a.NameRange)
	list, ok := a.Value.(*syntax.List)
	if _, broken := a.Value.(*syntax.Bad); broken || k < 0 {
		return
	}
	if !ok || len(list.Items) != 2 {
		c.errorf(diag.BadRegion, a.Value.Span(), fmt.Sprintf("write %s = [0.1, 0.5]", a.Name), "a range is a list of two numbers, the lower one first")
		return
	}
	lo, ok1 := c.constant(list.Items[0], "the end of a range")
	hi, ok2 := c.constant(list.Items[1], "the end of a range")
	if !ok1 || !ok2 {
		return
	}
	if lo > hi {
		c.errorf(diag.BadRegion, a.Value.Span(), fmt.Sprintf("write %s = [%s, %s]", a.Name, syntax.FormatNumber(hi), syntax.FormatNumber(lo)), "the lower number comes first")
		return
	}
	c.t.Region = append(c.t.Region, theory.Range{Parameter: k, Low: lo, High: hi, At: a.Range})
}

// phase finds a phase by its name, −1 after an error.
func (c *theoryChecker) phaseNamed(name string, r diag.Range) int {
	if ent, ok := c.names[name]; ok && ent.class == aPhase {
		return ent.index
	}
	var names []string
	for i := range c.out.Phases {
		names = append(names, c.out.Phases[i].Name)
	}
	c.errorf(diag.UnknownName, r, didYouMean(name, names), "the scenario has no phase %q", name)
	return -1
}

func (c *theoryChecker) measure(b *syntax.Block) {
	m := theory.Measure{Name: b.Label(), Phase: -1, At: b.Header}
	defer func() { c.t.Measures = append(c.t.Measures, m) }() // figures count them all
	if b.Broken {
		return
	}
	if a := b.Arg("phase"); a != nil {
		if name := c.text(b, "phase"); name != "" {
			m.Phase = c.phaseNamed(name, a.Value.Span())
		}
	}
	m.Period = c.whole(b, "period", 0, 1, maxHorizon)
	m.Take = theory.Take(max(0, c.word(b, "take", theory.Takes)))
	m.Knows, m.State = c.conditions(b, "knows", aSecret), c.conditions(b, "state", aVariable)
	for _, k := range m.Knows {
		if sec := &c.out.Secrets[k.Index]; m.Phase >= 0 && !sec.Knows(c.out.Phases[m.Phase].Actor) {
			actor := c.out.Actors[c.out.Phases[m.Phase].Actor].Name
			c.errorf(diag.BadMeasure, b.Arg("knows").Range, "leave it out", "%s, who chooses in the phase %q, is not told the secret %q", actor, c.out.Phases[m.Phase].Name, sec.Name)
		}
	}
	if a := b.Arg("seen"); a != nil {
		for _, w := range c.words(a) {
			if _, ok := c.flags[w.Value]; !ok {
				c.errorf(diag.UnknownName, w.Span(), didYouMean(w.Value, keys(c.flags)), "there is no event %q", w.Value)
			}
			m.Seen = append(m.Seen, w.Value)
		}
	}
	a := b.Arg("action")
	switch {
	case a == nil && m.Take != theory.Reach:
		c.errorf(diag.BadMeasure, b.Header, `add action = "…", or write take = "reach"`, "the measure %q does not say of which action", m.Name)
	case a != nil && m.Take == theory.Reach:
		c.errorf(diag.BadMeasure, a.Range, "leave action out", "how likely play is to come there has nothing to do with an action")
	case a != nil && m.Phase >= 0:
		m.Actions = c.actionsNamed(m.Phase, c.text(b, "action"), a.Value.Span())
		for _, k := range m.Actions {
			if act := &c.out.Phases[m.Phase].Actions[k]; m.Take == theory.Mean && math.IsNaN(act.Number) {
				c.errorf(diag.BadMeasure, a.Value.Span(), "name an action whose for_each runs over numbers", "%q has no number to take the mean of", act.Name)
				break
			}
		}
	}
}

// actionsNamed is an action of a phase, or all that a for_each made.
func (c *theoryChecker) actionsNamed(phase int, name string, r diag.Range) []int {
	var out []int
	var names []string
	for i, a := range c.out.Phases[phase].Actions {
		if a.Name == name || a.Base == name {
			out = append(out, i)
		}
		names = append(names, a.Name)
	}
	if out == nil && name != "" {
		c.errorf(diag.UnknownName, r, didYouMean(name, names), "the phase %q has no action %q", c.out.Phases[phase].Name, name)
	}
	return out
}

// conditions reads { name = value, … }, names of one class.
func (c *theoryChecker) conditions(b *syntax.Block, name string, of class) []theory.Condition {
	a := b.Arg(name)
	if a == nil {
		return nil
	}
	o, ok := a.Value.(*syntax.Object)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), fmt.Sprintf("write %s = { name = value }", name), "%s must be an object", name)
		}
		return nil
	}
	var out []theory.Condition
	for i := range o.Items {
		item := &o.Items[i]
		ent, ok := c.names[item.Key]
		if !ok || ent.class != of {
			var names []string
			for k, e := range c.names {
				if e.class == of {
					names = append(names, k)
				}
			}
			c.errorf(diag.UnknownName, item.KeyRange, didYouMean(item.Key, sortedCopy(names)), "the scenario has no %s %q", classNames[of], item.Key)
			continue
		}
		t := typ{}
		if of == aSecret {
			t = domainType(&c.out.Secrets[ent.index].Domain, item.Key)
		} else {
			t = domainType(&c.out.Variables[ent.index].Domain, item.Key)
		}
		if v := c.fixedValue(item.Value, t, "the value of "+item.Key); v >= 0 {
			out = append(out, theory.Condition{Index: ent.index, Value: v})
		}
	}
	return out
}
