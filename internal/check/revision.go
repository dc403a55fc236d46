package check

import (
	"slices"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/syntax"
)

// This file finds what differs between two versions of a scenario file. The
// versions in between are written in revision_source.go.

// Version is one version of a scenario file, with what the command line
// replaced in it. It must check without errors.
type Version struct {
	File      string
	Source    []byte
	Set       []string // NAME=VALUE, in order
	Foresight int      // periods; 0: as in the file
	Horizon   int      // periods; 0: as in the file
}

// Change is one thing that differs.
type Change struct {
	Kind      string // what sort of thing: the kind of its block, "act" for an action, "order" for an order of blocks
	Name      string // what it is, such as "parameter buffer" or "act beijing.cut_fuel: cost"
	Title     string // what the file calls it; "" if nothing
	Parameter string // the parameter whose value it is, or an actor's number such as china.precision; else ""
	Old, New  string // as written, on one line; "" where it is not there
}

// Revision is all that differs between two versions, A and B.
type Revision struct {
	Changes []Change // what may bear on forecasts, in the order of the file: a version in between has some of them
	Idle    []Change // what bears on no forecast by itself: questions asked, and parameters declared, in one version only
	Wording []Change // titles, descriptions and reasons

	file   string
	blocks []*jointBlock // in the order of A, what only B has after its neighbour there
	orders []order
	keep   bool // a parameter that one version declares is declared in all
	place  bool // the order of parameters and secrets is a change like others
}

// written is a value as it stands in one version; its text is "" where it does not.
type written struct {
	expr syntax.Expr
	text string
}

// jointBlock is a block of either version.
type jointBlock struct {
	kind, label string
	header      [2]string // with its opening brace; "" where the version lacks it
	change      int       // that adds or removes it; −1: none does
	dropped     bool      // in no version in between
	args        []*jointArg
	blocks      []*jointBlock
}

// jointArg is an argument of either version, or an entry of one that is an object.
type jointArg struct {
	name   string
	is     [2]written
	change int         // that makes it B's; −1: none does
	items  []*jointArg // of an object whose entries change one by one
	object bool        // it is such an object
}

// order is the order of blocks of some kinds, which bears on what they mean.
type order struct {
	kinds  []string
	is     [2][]string // keys of blocks, those of both versions in the order of either
	change int         // −1: the order is the same
}

// wording are arguments that nothing is computed from.
var wording = []string{"title", "description", "basis"}

// bounded are the arguments of a parameter that say together what it is.
var bounded = []string{"value", "min", "max"}

// Revise compares two versions. What differs is a change for every block and
// argument; of payoffs and effects, for every entry.
func Revise(a, b Version) *Revision {
	var r *Revision
	for _, try := range [][2]bool{{true, false}, {true, true}, {false, true}} {
		r = &Revision{file: b.File, keep: try[0], place: try[1]}
		r.compare(a.read(), b.read())
		if r.checks(false) && r.checks(true) {
			break
		}
	}
	return r
}

// checks reports whether the version with all changes, or with none, checks.
func (r *Revision) checks(all bool) bool {
	with := make([]bool, len(r.Changes))
	for i := range with {
		with[i] = all
	}
	_, list := Load(r.file, r.Source(with))
	return !list.HasErrors()
}

// readVersion is the tree of a version, and the text of what it was given from outside.
type readVersion struct {
	tree  *syntax.File
	given map[syntax.Expr]string
}

func (v Version) read() *readVersion {
	tree, _ := syntax.Parse(v.File, v.Source)
	r := &readVersion{tree, map[syntax.Expr]string{}}
	set := func(b *syntax.Block, name, text string) {
		e, list := syntax.ParseExpr(v.File, []byte(text))
		if list.HasErrors() {
			return // reported where the version was opened
		}
		r.given[e] = text
		if arg := b.Arg(name); arg != nil {
			arg.Value = e
		} else {
			b.Args = append(b.Args, &syntax.Arg{Name: name, Value: e})
		}
	}
	for _, assignment := range v.Set {
		name, text, _ := strings.Cut(assignment, "=")
		name, text = strings.TrimSpace(name), strings.TrimSpace(text)
		actor, number, of := strings.Cut(name, ".")
		for _, b := range tree.Blocks {
			switch {
			case b.Kind == "parameter" && b.Label() == name:
				set(b, "value", text)
			case of && b.Kind == "actor" && b.Label() == actor:
				set(b, number, text)
			}
		}
	}
	for _, b := range tree.Blocks {
		if b.Kind == "scenario" && v.Foresight > 0 {
			set(b, "foresight", syntax.FormatNumber(float64(v.Foresight)))
		}
		if b.Kind == "scenario" && v.Horizon > 0 {
			set(b, "horizon", syntax.FormatNumber(float64(v.Horizon)))
		}
	}
	return r
}

func (v *readVersion) slice(r diag.Range) string {
	if r.Start.Byte < 0 || r.End.Byte > len(v.tree.Source) || r.Start.Byte > r.End.Byte {
		return ""
	}
	return string(v.tree.Source[r.Start.Byte:r.End.Byte])
}

func (v *readVersion) written(e syntax.Expr) written {
	if text, ok := v.given[e]; ok {
		return written{e, text}
	}
	return written{e, v.slice(e.Span())}
}

func key(kind, label string) string { return kind + " " + label }

// blockKeys lists the blocks of some kinds, of all kinds if none is named.
func blockKeys(blocks []*syntax.Block, kinds ...string) []string {
	var out []string
	for _, b := range blocks {
		if k := key(b.Kind, blockLabel(b)); (len(kinds) == 0 || slices.Contains(kinds, b.Kind)) && !slices.Contains(out, k) {
			out = append(out, k)
		}
	}
	return out
}

// blockLabel names a block; there is one scenario block, whatever it is called.
func blockLabel(b *syntax.Block) string {
	if b.Kind == "scenario" {
		return ""
	}
	words := make([]string, len(b.Labels))
	for i, l := range b.Labels {
		words[i] = l.Text
	}
	return strings.Join(words, " ")
}

// joined is the order of a with what only b has after its neighbour there.
func joined(a, b []string) []string {
	out := slices.Clone(a)
	at := 0
	for _, k := range b {
		if i := slices.Index(out, k); i >= 0 {
			at = i + 1
			continue
		}
		out = slices.Insert(out, at, k)
		at++
	}
	return out
}

// common is a without what b lacks.
func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(k string) bool { return !slices.Contains(b, k) })
}

func (r *Revision) compare(a, b *readVersion) {
	find := func(v *readVersion, k string) *syntax.Block {
		for _, x := range v.tree.Blocks {
			if key(x.Kind, blockLabel(x)) == k {
				return x
			}
		}
		return nil
	}
	for _, k := range joined(blockKeys(a.tree.Blocks), blockKeys(b.tree.Blocks)) {
		r.blocks = append(r.blocks, r.block([2]*readVersion{a, b}, [2]*syntax.Block{find(a, k), find(b, k)}, ""))
	}
	r.order(a, b, "order of the phases and chances", true, "phase", "chance")
	r.order(a, b, "order of the parameters", r.place, "parameter")
	r.order(a, b, "order of the secrets", r.place, "secret")
}

// order notes in which order the blocks of some kinds stand. counts is whether
// another order is a change: phases and chances happen in the order of the file.
func (r *Revision) order(a, b *readVersion, name string, counts bool, kinds ...string) {
	x, y := blockKeys(a.tree.Blocks, kinds...), blockKeys(b.tree.Blocks, kinds...)
	o := order{kinds: kinds, is: [2][]string{joined(x, y), joined(y, x)}, change: -1}
	if old, now := common(x, y), common(y, x); counts && !slices.Equal(old, now) {
		names := func(list []string) string {
			out := make([]string, len(list))
			for i, k := range list {
				_, out[i], _ = strings.Cut(k, " ")
			}
			return strings.Join(out, ", ")
		}
		o.change = r.add(Change{Kind: "order", Name: name, Old: names(old), New: names(now)})
	}
	r.orders = append(r.orders, o)
}

// add notes a change and gives its place.
func (r *Revision) add(c Change) int {
	r.Changes = append(r.Changes, c)
	return len(r.Changes) - 1
}

// block compares what two versions make of one block; either may lack it.
func (r *Revision) block(v [2]*readVersion, is [2]*syntax.Block, phase string) *jointBlock {
	one := is[0]
	if one == nil {
		one = is[1]
	}
	j := &jointBlock{kind: one.Kind, label: blockLabel(one), change: -1}
	for k, b := range is {
		if b != nil {
			j.header[k] = v[k].slice(b.Header)
		}
	}
	name := j.kind + " " + j.label
	switch j.kind {
	case "action":
		name = "act " + phase + "." + j.label
	case "scenario":
		name = "setting"
	}
	what := Change{Kind: j.kind, Name: name, Title: titleOf(is)}
	if j.kind == "action" {
		what.Kind = "act"
	}
	if is[0] == nil || is[1] == nil {
		r.alone(j, v, is, what)
		return j
	}
	if j.kind == "scenario" && one.Label() != is[1].Label() {
		r.Wording = append(r.Wording, Change{Kind: j.kind, Name: "name of the scenario", Old: one.Label(), New: is[1].Label()})
	}
	shared := -1 // the change of a parameter's value and bounds
	for _, n := range joined(argNames(is[0]), argNames(is[1])) {
		arg := r.arg(v, is, n, what, &shared)
		j.args = append(j.args, arg)
	}
	for _, n := range joined(blockKeys(is[0].Blocks), blockKeys(is[1].Blocks)) {
		var sub [2]*syntax.Block
		for k := range is {
			for _, x := range is[k].Blocks {
				if key(x.Kind, x.Label()) == n {
					sub[k] = x
				}
			}
		}
		j.blocks = append(j.blocks, r.block(v, sub, j.label))
	}
	return j
}

// alone takes in a block that only one version has.
func (r *Revision) alone(j *jointBlock, v [2]*readVersion, is [2]*syntax.Block, what Change) {
	for k, b := range is {
		if b == nil {
			continue
		}
		j.args, j.blocks = whole(v, k, b)
		text := body(v[k], b)
		if text == "" {
			text = "(nothing more)"
		}
		if k == 0 {
			what.Old = text
		} else {
			what.New = text
		}
	}
	switch {
	case j.kind == "question":
		j.dropped = true
		r.Idle = append(r.Idle, what)
	case j.kind == "parameter" && r.keep:
		r.Idle = append(r.Idle, what)
	default:
		j.change = r.add(what)
	}
}

// whole is everything in a block that only version k has.
func whole(v [2]*readVersion, k int, b *syntax.Block) (args []*jointArg, blocks []*jointBlock) {
	for _, a := range b.Args {
		arg := &jointArg{name: a.Name, change: -1}
		arg.is[k] = v[k].written(a.Value)
		args = append(args, arg)
	}
	for _, x := range b.Blocks {
		sub := &jointBlock{kind: x.Kind, label: x.Label(), change: -1}
		sub.header[k] = v[k].slice(x.Header)
		sub.args, sub.blocks = whole(v, k, x)
		blocks = append(blocks, sub)
	}
	return args, blocks
}

func argNames(b *syntax.Block) []string {
	out := make([]string, len(b.Args))
	for i, a := range b.Args {
		out[i] = a.Name
	}
	return out
}

// arg compares one argument of a block that both versions have.
func (r *Revision) arg(v [2]*readVersion, is [2]*syntax.Block, name string, what Change, shared *int) *jointArg {
	j := &jointArg{name: name, change: -1}
	for k, b := range is {
		if a := b.Arg(name); a != nil {
			j.is[k] = v[k].written(a.Value)
		}
	}
	kind := is[0].Kind
	if entries, ok := r.entries(v, j, kind, name, what); ok {
		j.items, j.object = entries, true
		return j
	}
	if same(kind, name, j.is[0].expr, j.is[1].expr) || kind == "scenario" && name == "as_of" {
		return j
	}
	what.Old, what.New = compact(j.is[0].text), compact(j.is[1].text)
	if what.Name == "setting" {
		what.Name += " " + name
	} else if kind != "parameter" || !slices.Contains(bounded, name) {
		what.Name += ": " + name
	}
	switch {
	case slices.Contains(wording, name):
		r.Wording = append(r.Wording, what)
	case name == "transferable":
		r.Idle = append(r.Idle, what)
	case kind == "parameter" && slices.Contains(bounded, name):
		if *shared < 0 {
			what.Parameter = is[0].Label()
			what.Old, what.New = parameterText(v[0], is[0]), parameterText(v[1], is[1])
			*shared = r.add(what)
		}
		j.change = *shared
	default:
		if kind == "actor" {
			what.Parameter = is[0].Label() + "." + name
		}
		j.change = r.add(what)
	}
	return j
}

// entries compares the terms of a payoff and the targets of an effect one by
// one, where they are written as objects; ok is false where they are not.
func (r *Revision) entries(v [2]*readVersion, j *jointArg, kind, name string, what Change) (items []*jointArg, ok bool) {
	if name != "effect" && kind != "payoff" {
		return nil, false
	}
	var objects [2]*syntax.Object
	var names [2][]string
	for k, w := range j.is {
		if w.expr == nil {
			objects[k] = &syntax.Object{}
			continue
		}
		o, is := syntax.Unparen(w.expr).(*syntax.Object)
		if !is {
			return nil, false
		}
		objects[k] = o
		for _, item := range o.Items {
			names[k] = append(names[k], item.Key)
		}
	}
	for _, n := range joined(names[0], names[1]) {
		x := &jointArg{name: n, change: -1}
		for k, o := range objects {
			if item := o.Item(n); item != nil {
				x.is[k] = v[k].written(item.Value)
			}
		}
		if !syntax.SameExpr(x.is[0].expr, x.is[1].expr) {
			c := what
			c.Old, c.New = compact(x.is[0].text), compact(x.is[1].text)
			switch {
			case name == "effect":
				c.Name += ": effect on " + n
			case name == "at_end":
				c.Name += ": " + n + ", at the end"
			default:
				c.Name += ": " + n
			}
			x.change = r.add(c)
		}
		items = append(items, x)
	}
	return items, true
}

// same reports whether an argument means the same in two versions; of those who
// know or see something the order does not count.
func same(kind, name string, a, b syntax.Expr) bool {
	x, one := a.(*syntax.List)
	y, two := b.(*syntax.List)
	if one && two && (name == "known_to" || name == "seen_by") && len(x.Items) == len(y.Items) {
		for _, e := range x.Items {
			if !slices.ContainsFunc(y.Items, func(f syntax.Expr) bool { return syntax.SameExpr(e, f) }) {
				return false
			}
		}
		return true
	}
	return syntax.SameExpr(a, b)
}

// titleOf is what the later version calls a block, or else the earlier one.
func titleOf(is [2]*syntax.Block) string {
	for _, k := range []int{1, 0} {
		if is[k] == nil {
			continue
		}
		if a := is[k].Arg("title"); a != nil {
			if s, ok := a.Value.(*syntax.String); ok {
				return strings.TrimSpace(s.Value)
			}
		}
	}
	return ""
}

// parameterText is the value of a parameter with its bounds.
func parameterText(v *readVersion, b *syntax.Block) string {
	var parts []string
	for _, n := range bounded {
		if a := b.Arg(n); a != nil {
			text := compact(v.written(a.Value).text)
			if n != "value" {
				text = n + " " + text
			}
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// body is what a block says, on one line, its wording aside.
func body(v *readVersion, b *syntax.Block) string {
	var parts []string
	if b.Kind == "parameter" {
		parts = append(parts, parameterText(v, b))
	}
	for _, a := range b.Args {
		if !slices.Contains(wording, a.Name) && (b.Kind != "parameter" || !slices.Contains(bounded, a.Name)) {
			parts = append(parts, a.Name+" = "+compact(v.written(a.Value).text))
		}
	}
	for _, x := range b.Blocks {
		text := x.Label()
		if inner := body(v, x); inner != "" {
			text += " (" + inner + ")"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, "; ")
}

// compact writes source text on one line, without its comments.
func compact(text string) string {
	var out strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		ch := text[i]
		switch {
		case quoted && ch == '\\' && i+1 < len(text):
			out.WriteByte(ch)
			i++
			ch = text[i]
		case ch == '"':
			quoted = !quoted
		case !quoted && (ch == '#' || strings.HasPrefix(text[i:], "//")):
			for i < len(text) && text[i] != '\n' {
				i++
			}
			ch = ' '
		case !quoted && strings.HasPrefix(text[i:], "/*"):
			if end := strings.Index(text[i:], "*/"); end >= 0 {
				i += end + 1
			} else {
				i = len(text)
			}
			ch = ' '
		case !quoted && ch == '\n' && breaks(out.String(), text[i+1:]):
			out.WriteByte(',')
			ch = ' '
		}
		if i < len(text) || ch == ' ' {
			out.WriteByte(ch)
		}
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// breaks reports whether a line's end parts two entries of an object, so that a
// comma must stand for it.
func breaks(before, after string) bool {
	before, after = strings.TrimSpace(before), strings.TrimSpace(after)
	if before == "" || after == "" || strings.ContainsAny(before[len(before)-1:], "{[(,?:+-*/%&|<>=!") {
		return false
	}
	return entryStart.MatchString(after)
}
