package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/syntax"
	"demarche/internal/theory"
)

// This file reads the claims of a theory file: results, profiles, statics,
// ablations, and the picture.

func (c *theoryChecker) everyResult() {
	c.results = map[string]int{}
	blocks := c.blocks("result")
	if len(blocks) == 0 {
		c.single("result", true)
	}
	seen := map[string]*syntax.Block{}
	for _, b := range blocks {
		if c.ownName("result", b, seen) {
			c.results[b.Label()] = len(c.t.Results)
		}
		c.t.Results = append(c.t.Results, c.result(b))
	}
}

func (c *theoryChecker) result(b *syntax.Block) theory.Result {
	r := theory.Result{Name: b.Label(), At: b.Header}
	if b.Broken {
		return r
	}
	r.Title, r.Basis = c.text(b, "title"), c.text(b, "basis")
	r.Set = c.settingsOf(b)
	r.Require, r.RequireAs = c.require(b)
	source := c.source(b)
	r.ClosedForm = c.formula(b, "closed_form", formula(fmt.Sprintf("the closed form of %q", r.Name)))
	if a := b.Arg("closed_form"); a != nil {
		r.FormAs = c.written(a.Value)
	}
	r.Tolerance = c.formula(b, "tolerance", formula("a tolerance"))
	engine, root, balance := b.Arg("engine"), b.Arg("root"), b.Arg("balance")
	switch {
	case engine != nil && (root != nil || balance != nil):
		c.errorf(diag.HalfResult, engine.Range, "keep `engine`, or `root` with `balance`", "the result %q says in two ways what the engine must come to", r.Name)
	case engine == nil && (root == nil || balance == nil):
		c.errorf(diag.HalfResult, b.Header, "add engine = question.war, or both root = { parameter = …, from = …, to = … } and balance = …",
			"the result %q does not say what of the engine it is compared with", r.Name)
	case engine != nil:
		r.Engine = c.program(engine, figuresOf("what the engine comes to", source), c.checker.number)
	default:
		r.Root = c.root(root)
		if r.Root != nil {
			r.Root.Balance = c.program(balance, figuresOf("a balance", source), c.checker.number)
		}
	}
	return r
}

// require reads where in the region a block is claimed, and how that is written.
func (c *theoryChecker) require(b *syntax.Block) (*expr.Program, string) {
	a := b.Arg("require")
	if a == nil {
		return nil, ""
	}
	return c.program(a, formula("what "+article(b.Kind)+" requires"), c.checker.condition), c.written(a.Value)
}

// source is the profile whose figures a result reads, −1: the engine's.
func (c *theoryChecker) source(b *syntax.Block) int {
	a := b.Arg("profile")
	if a == nil {
		return -1
	}
	name := c.text(b, "profile")
	if k, ok := c.theory.profiles[name]; ok {
		return k
	}
	if _, text := a.Value.(*syntax.String); text {
		c.errorf(diag.UnknownName, a.Value.Span(), didYouMean(name, keys(c.theory.profiles)), "there is no profile %q", name)
	}
	return -1
}

// root reads { parameter = "delta", from = 0.5, to = 0.99 }.
func (c *theoryChecker) root(a *syntax.Arg) *theory.Root {
	o, ok := a.Value.(*syntax.Object)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), `write root = { parameter = "delta", from = 0.5, to = 0.99 }`, "root must be an object")
		}
		return nil
	}
	out := &theory.Root{Parameter: -1}
	for _, name := range []string{"parameter", "from", "to"} {
		if o.Item(name) == nil {
			c.errorf(diag.MissingKey, a.Value.Span(), `write root = { parameter = "delta", from = 0.5, to = 0.99 }`, "root has no entry %q", name)
			return nil
		}
	}
	for i := range o.Items {
		item := &o.Items[i]
		switch item.Key {
		case "parameter":
			out.Parameter = c.parameter(item.Value, "parameter")
		case "from":
			out.From = c.compile(c.number(item.Value, formula("where a root is looked for")), item.Value.Span())
		case "to":
			out.To = c.compile(c.number(item.Value, formula("where a root is looked for")), item.Value.Span())
		default:
			c.errorf(diag.UnknownArgument, item.KeyRange, didYouMean(item.Key, []string{"parameter", "from", "to"}), "a root has no entry %q", item.Key)
		}
	}
	if out.Parameter < 0 {
		return nil
	}
	return out
}

func (c *theoryChecker) profile(b *syntax.Block) theory.Profile {
	p := theory.Profile{Name: b.Label(), At: b.Header, Tremble: 1e-9}
	if b.Broken {
		return p
	}
	p.Title, p.Set = c.text(b, "title"), c.settingsOf(b)
	p.Require, _ = c.require(b)
	if a := b.Arg("holds"); a != nil {
		p.Holds = c.program(a, formula("where a profile is an equilibrium"), c.checker.condition)
	}
	if a := b.Arg("tremble"); a != nil {
		p.Tremble = c.within(a, 0, 1)
	}
	p.Regret = c.formula(b, "regret", formula("the most that anybody may gain"))
	seen := map[int]bool{}
	for _, sub := range b.Blocks {
		if sub.Kind != "play" || sub.Broken || len(sub.Labels) == 0 {
			continue
		}
		k := c.phaseNamed(sub.Label(), sub.Labels[0].Range)
		if k < 0 {
			continue
		}
		if seen[k] {
			c.errorf(diag.BadPlay, sub.Header, "keep one of the two", "the profile says twice what is done in %q", sub.Label())
			continue
		}
		seen[k] = true
		p.Plays = append(p.Plays, c.play(sub, k))
	}
	for k := range c.out.Phases {
		if !seen[k] {
			c.errorf(diag.BadPlay, b.Header, fmt.Sprintf("add play %q { … }", c.out.Phases[k].Name), "the profile %q does not say what is done in the phase %q", p.Name, c.out.Phases[k].Name)
		}
	}
	return p
}

// within reads a constant between two numbers.
func (c *theoryChecker) within(a *syntax.Arg, lo, hi float64) float64 {
	v, ok := c.constant(a.Value, a.Name)
	if ok && !(v >= lo && v <= hi) {
		c.errorf(diag.OutOfRange, a.Value.Span(), fmt.Sprintf("it lies between %s and %s", syntax.FormatNumber(lo), syntax.FormatNumber(hi)), "%s cannot be %s", a.Name, syntax.FormatNumber(v))
	}
	return v
}

// play reads what is done in one phase: a probability for each action, one for
// all of a for_each, which may read each.value.
func (c *theoryChecker) play(b *syntax.Block, phase int) theory.Play {
	ph := &c.out.Phases[phase]
	out := theory.Play{Phase: phase, Probability: make([]*expr.Program, len(ph.Actions)), At: b.Header}
	where := func(what string) *place {
		p := known(what, ph.Actor)
		p.hint = "what is done may depend on what is public, and on what the one who does it knows"
		return p
	}
	bases := map[string]bool{}
	for _, act := range ph.Actions {
		bases[act.Base] = true
	}
	for _, a := range b.Args {
		if a.Name == "tremble" && !bases["tremble"] {
			out.Tremble = c.program(a, where("a tremble"), c.checker.number)
			continue
		}
		if !bases[a.Name] {
			c.errorf(diag.UnknownName, a.NameRange, didYouMean(a.Name, keys(bases)), "the phase %q has no action %q", ph.Name, a.Name)
			continue
		}
		before := len(c.diags)
		for i := range ph.Actions {
			act := &ph.Actions[i]
			if act.Base != a.Name || len(c.diags) > before {
				continue
			}
			p := where(fmt.Sprintf("how often %q is done", a.Name))
			if act.Name != act.Base {
				p.each = &each{key: act.Name[len(act.Base)+1:], keyAt: a.NameRange}
				if p.each.value = syntax.Expr(syntax.NewNumber(act.Number, a.NameRange)); act.Number != act.Number {
					p.each.value = syntax.NewString(p.each.key, a.NameRange)
				}
			}
			out.Probability[i] = c.program(a, p, c.checker.number)
		}
	}
	return out
}

func (c *theoryChecker) static(b *syntax.Block) {
	s := theory.Static{Name: b.Label(), Parameter: -1, Tolerance: 1e-9, At: b.Header}
	if b.Broken {
		return
	}
	s.Title, s.Set = c.text(b, "title"), c.settingsOf(b)
	if a := b.Arg("parameter"); a != nil {
		s.Parameter = c.parameter(a.Value, "parameter")
	}
	s.Change = c.formula(b, "change", formula("a change"))
	s.Figure = c.formula(b, "figure", figuresOf("a figure", -1))
	s.Sign = theory.Sign(max(0, c.word(b, "sign", theory.Signs)))
	if a := b.Arg("tolerance"); a != nil {
		s.Tolerance = c.within(a, 0, 1e300)
	}
	for _, name := range []string{"when", "require"} {
		a := b.Arg(name)
		if a == nil {
			continue
		}
		if s.When != nil {
			c.errorf(diag.DuplicateArgument, a.Range, "join the two with &&", "a static has `when` or `require`, which mean the same")
		}
		p := formula("where a static is claimed")
		p.change = true
		s.When = c.program(a, p, c.checker.condition)
	}
	c.t.Statics = append(c.t.Statics, s)
}

func (c *theoryChecker) ablation(b *syntax.Block) {
	x := theory.Ablation{Name: b.Label(), Result: -1, At: b.Header}
	if b.Broken {
		return
	}
	x.Title, x.Covers = c.text(b, "title"), c.covers(b)
	x.Require, _ = c.require(b)
	x.Set = c.settingsOf(b)
	x.Secrets = c.conditions(b, "secrets", aSecret)
	if a := b.Arg("held"); a != nil {
		for _, w := range c.words(a) {
			x.Held = append(x.Held, c.acts(w)...)
		}
	}
	if b.Arg("set") == nil && b.Arg("secrets") == nil && b.Arg("held") == nil {
		c.errorf(diag.IdleAblation, b.Header, `add set = { h = 0 }, secrets = { cost = "low" } or held = ["beijing.ship_fuel"]`, "the ablation %q takes nothing away", x.Name)
	}
	x.Result = c.resultNamed(b)
	x.Becomes = c.formula(b, "becomes", formula("what a figure becomes"))
	x.Tolerance = c.formula(b, "tolerance", formula("a tolerance"))
	c.t.Ablations = append(c.t.Ablations, x)
}

// settingsOf reads set = { h = 0.1, … }.
func (c *theoryChecker) settingsOf(b *syntax.Block) []theory.Setting {
	a := b.Arg("set")
	if a == nil {
		return nil
	}
	o, ok := a.Value.(*syntax.Object)
	if !ok {
		if _, broken := a.Value.(*syntax.Bad); !broken {
			c.errorf(diag.WrongType, a.Value.Span(), "write set = { h = 0.1 }", "set must be an object")
		}
		return nil
	}
	var out []theory.Setting
	for i := range o.Items {
		item := &o.Items[i]
		if k := c.parameterNamed(item.Key, item.KeyRange); k >= 0 {
			out = append(out, theory.Setting{Parameter: k, Value: c.compile(c.number(item.Value, formula("the value of a parameter")), item.Value.Span())})
		}
	}
	return out
}

// acts finds phase.action, or all acts that a for_each made of it.
func (c *theoryChecker) acts(w *syntax.String) []theory.Act {
	i, ok := c.flags[w.Value]
	if !ok || c.out.Flags[i].Chance >= 0 {
		c.errorf(diag.UnknownName, w.Span(), didYouMean(w.Value, keys(c.flags)), "there is no act %q", w.Value)
		return nil
	}
	f := &c.out.Flags[i]
	if f.Action >= 0 {
		return []theory.Act{{Phase: f.Phase, Action: f.Action}}
	}
	var out []theory.Act
	for _, g := range f.Group {
		out = append(out, theory.Act{Phase: f.Phase, Action: c.out.Flags[g].Action})
	}
	return out
}

// resultNamed is the result that a block speaks of, −1 after an error.
func (c *theoryChecker) resultNamed(b *syntax.Block) int {
	a := b.Arg("result")
	if a == nil {
		return -1
	}
	name := c.text(b, "result")
	k, ok := c.results[name]
	if !ok {
		if _, text := a.Value.(*syntax.String); text {
			c.errorf(diag.UnknownName, a.Value.Span(), didYouMean(name, keys(c.results)), "there is no result %q", name)
		}
		return -1
	}
	return k
}

func (c *theoryChecker) picture() {
	b := c.single("picture", false)
	if b == nil {
		return
	}
	p := &theory.Picture{Along: -1, At: b.Header}
	p.Result, p.Set = c.resultNamed(b), c.settingsOf(b)
	if a := b.Arg("along"); a != nil {
		p.Along = c.parameter(a.Value, "along")
	}
	if a := b.Arg("from"); a != nil {
		p.From, _ = c.constant(a.Value, "from")
	}
	if a := b.Arg("to"); a != nil {
		p.To, _ = c.constant(a.Value, "to")
	}
	if b.Arg("from") != nil && b.Arg("to") != nil && !(p.From < p.To) {
		c.errorf(diag.OutOfRange, b.Arg("to").Value.Span(), "the picture runs from the smaller to the larger number", "to must lie above from")
	}
	c.t.Picture = p
}
