package check

import (
	"fmt"
	"math"
	"strconv"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads phases: who moves, and with which acts; for_each is written out.

const (
	// maxEach is how many acts one for_each may make.
	maxEach = 1001
	// maxActs is how many acts one phase may have.
	maxActs = 2000
)

// phaseSource is a phase with its acts written out, before expressions are read.
type phaseSource struct {
	block *syntax.Block
	acts  []actSource // as Phase.Actions
	lost  bool        // who moves is not known: an error was reported
}

// actSource is where an act comes from.
type actSource struct {
	block *syntax.Block
	each  *each // nil without for_each
}

// expandPhases makes the phases, their acts and the names of all events.
func (c *checker) expandPhases() {
	group := 0
	for i, st := range c.out.Steps {
		if st.Chance {
			b := c.chanceBlocks[st.Index]
			ch := scenario.Chance{Name: b.Label(), Range: b.Header, Flag: len(c.out.Flags)}
			if !b.Broken {
				ch.Title = c.text(b, "title")
			}
			c.addFlag(scenario.Flag{Name: ch.Name, Phase: -1, Action: -1, Chance: st.Index})
			c.out.Chances = append(c.out.Chances, ch)
			group++
			c.groups = append(c.groups, group)
			continue
		}
		src := c.phases[st.Index]
		ph := c.phaseHead(src, i)
		if !ph.Simultaneous || i == 0 {
			group++
		}
		c.groups = append(c.groups, group)
		for _, b := range src.block.Blocks {
			if b.Kind == "action" {
				c.expandAction(&ph, src, b, st.Index)
			}
		}
		if len(ph.Actions) == 0 && !src.block.Broken {
			c.errorf(diag.NoAction, src.block.Header, `add one: action "wait" {}`, "the phase has no action")
		}
		c.addPhaseFlags(&ph, src, st.Index)
		c.out.Phases = append(c.out.Phases, ph)
	}
}

// phaseHead reads all of a phase but its acts and conditions.
func (c *checker) phaseHead(src *phaseSource, step int) scenario.Phase {
	b := src.block
	src.lost = true
	ph := scenario.Phase{Name: b.Label(), Actor: 0, Quiet: -1, Range: b.Header}
	if b.Broken {
		return ph
	}
	ph.Title = c.text(b, "title")
	if a := b.Arg("actor"); a != nil {
		if i, ok := c.actor(a.Value, "actor"); ok {
			ph.Actor, src.lost = i, false
		}
	}
	ph.Simultaneous = c.plainTruth(b, "simultaneous")
	if ph.Simultaneous && !src.lost {
		c.checkSimultaneous(b, step, ph.Actor)
	}
	return ph
}

// checkSimultaneous demands a phase just before, by another actor.
func (c *checker) checkSimultaneous(b *syntax.Block, step, actor int) {
	at := b.Arg("simultaneous").Range
	if step == 0 || c.out.Steps[step-1].Chance {
		c.errorf(diag.BadSimultaneous, at, "put it right behind the phase that it moves together with", "no phase stands just before this one")
		return
	}
	for k := step - 1; k >= 0 && !c.out.Steps[k].Chance; k-- {
		before := &c.out.Phases[c.out.Steps[k].Index]
		if before.Actor == actor && !c.phases[c.out.Steps[k].Index].lost {
			c.errorf(diag.BadSimultaneous, at, "merge the two phases, or drop `simultaneous`", "%s would move twice at the same time, here and in %q", c.out.Actors[actor].Name, before.Name)
			return
		}
		if !before.Simultaneous {
			return
		}
	}
}

// expandAction adds the act of a block, or the acts of its for_each.
func (c *checker) expandAction(ph *scenario.Phase, src *phaseSource, b *syntax.Block, phase int) {
	base := b.Label()
	if base == "" {
		if b.Broken { // even its name is unknown
			c.spoil(src.block)
			return
		}
		base = fmt.Sprintf("action %d", len(ph.Actions)+1) // the missing name was reported
	} else if !c.checkName("action", base, b.Labels[0].Range) {
		c.spoil(src.block)
	}
	for _, a := range ph.Actions {
		if a.Base == base {
			c.report(diag.Diagnostic{
				Code: diag.DuplicateName, Subject: b.Labels[0].Range,
				Message: fmt.Sprintf("the phase has two actions %q", base), Hint: "rename one of them",
				Notes: []diag.Note{{Message: "the first one is here", At: a.Range}},
			})
			return
		}
	}
	act := scenario.Action{Name: base, Base: base, Number: math.NaN(), LooksLike: -1, ExposedFlag: -1, Range: b.Header}
	if b.Broken {
		c.spoil(src.block)
	} else {
		act.Title = c.text(b, "title")
	}
	entries := []*each{nil}
	if a := b.Arg("for_each"); a != nil {
		if entries = c.forEach(a.Value); entries == nil {
			c.spoil(src.block)
			return
		}
	}
	for _, e := range entries {
		if len(ph.Actions) >= maxActs {
			c.errorf(diag.TooManyActs, b.Header, "use coarser steps", "the phase has more than %d acts", maxActs)
			return
		}
		one := act
		if e != nil {
			one.Name = base + "." + e.key
			one.Number = plainNumber(e.value)
		}
		ph.Actions = append(ph.Actions, one)
		src.acts = append(src.acts, actSource{b, e})
	}
}

// plainNumber is a number that stands there as such, NaN for anything else.
func plainNumber(e syntax.Expr) float64 {
	switch e := syntax.Unparen(e).(type) {
	case *syntax.Number:
		return e.Value
	case *syntax.Unary:
		if e.Op == "-" {
			return -plainNumber(e.X)
		}
	}
	return math.NaN()
}

// forEach lists the entries of { india = 0.3 }, ["a", "b"] or levels(0, 3); nil after an error.
func (c *checker) forEach(e syntax.Expr) []*each {
	var out []*each
	add := func(key string, at diag.Range, v syntax.Expr) { out = append(out, &each{key, at, v}) }
	seen := map[string]bool{}
	switch e := e.(type) {
	case *syntax.Bad:
		return nil
	case *syntax.Object:
		for _, item := range e.Items {
			add(item.Key, item.KeyRange, item.Value)
		}
	case *syntax.List:
		for _, item := range e.Items {
			switch v := item.(type) {
			case *syntax.String:
				add(v.Value, v.Span(), v)
			case *syntax.Bad:
				return nil
			default:
				x, ok := c.constant(item, "an entry of for_each")
				if !ok {
					return nil
				}
				add(syntax.FormatNumber(x), v.Span(), syntax.NewNumber(x, v.Span()))
			}
		}
	case *syntax.Call:
		if e.Function != "levels" {
			break
		}
		numbers, ok := c.levels(e)
		if !ok {
			return nil
		}
		for _, x := range numbers {
			add(strconv.FormatFloat(x, 'g', -1, 64), e.Span(), syntax.NewNumber(x, e.Span()))
		}
	}
	if len(out) == 0 {
		c.errorf(diag.BadForEach, e.Span(), `write { india = 0.3, mongolia = 0.2 }, ["india", "mongolia"] or levels(0, 3)`, "for_each needs an object, a list or levels, with at least one entry")
		return nil
	}
	if len(out) > maxEach {
		c.errorf(diag.TooManyActs, e.Span(), "use coarser steps", "for_each would make %d acts, and at most %d are possible", len(out), maxEach)
		return nil
	}
	for _, o := range out {
		if seen[o.key] {
			c.errorf(diag.BadForEach, o.keyAt, "keep one of the two", "the entry %q stands twice", o.key)
			return nil
		}
		seen[o.key] = true
		if !goodName.MatchString(o.key) && !isNumeric(o.key) || o.key == "exposed" {
			c.errorf(diag.BadName, o.keyAt, "it becomes the last part of the act's name", "the key %q may hold letters, digits and underscores only", o.key)
			return nil
		}
	}
	return out
}

// addPhaseFlags names the events of a phase: each act, the exposure of covert
// acts, and for each for_each the name that stands for any of its acts.
func (c *checker) addPhaseFlags(ph *scenario.Phase, src *phaseSource, phase int) {
	for i := range ph.Actions {
		act, b := &ph.Actions[i], src.acts[i].block
		covert := b.Arg("looks_like") != nil
		act.Flag = c.addFlag(scenario.Flag{Name: ph.Name + "." + act.Name, Phase: phase, Action: i, Chance: -1, Covert: covert})
		if covert && b.Arg("exposed") != nil {
			act.ExposedFlag = c.addFlag(scenario.Flag{Name: ph.Name + "." + act.Name + ".exposed", Phase: phase, Action: i, Chance: -1})
		}
		if act.Name != act.Base && (i+1 == len(ph.Actions) || ph.Actions[i+1].Base != act.Base) {
			g := scenario.Flag{Name: ph.Name + "." + act.Base, Phase: phase, Action: -1, Chance: -1, Covert: covert}
			for k := range ph.Actions {
				if ph.Actions[k].Base == act.Base {
					g.Group = append(g.Group, ph.Actions[k].Flag)
				}
			}
			c.addFlag(g)
		}
	}
}

func (c *checker) addFlag(f scenario.Flag) int {
	c.out.Flags = append(c.out.Flags, f)
	if _, taken := c.flags[f.Name]; !taken {
		c.flags[f.Name] = len(c.out.Flags) - 1
	}
	return len(c.out.Flags) - 1
}
