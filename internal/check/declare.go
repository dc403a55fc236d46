package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file gathers every name before anything is computed, so that blocks may
// refer to one another in any order.

// maxBlocks is how many top-level blocks a file may hold.
const maxBlocks = 2000

func (c *checker) declareAll() {
	if len(c.tree.Blocks) > maxBlocks {
		c.errorf(diag.TooLarge, c.tree.Blocks[maxBlocks].Header, "", "the file holds more than %d blocks", maxBlocks)
		c.tree.Blocks = c.tree.Blocks[:maxBlocks]
	}
	for _, b := range c.blocks("actor") {
		c.declareActor(b)
	}
	if len(c.out.Actors) == 0 {
		c.report(diag.Diagnostic{
			Code: diag.MissingBlock, Subject: diag.Range{File: c.file},
			Message: "the file has no actor", Hint: `add one: actor "china" { title = "China" }`,
		})
	}
	for _, b := range c.tree.Blocks {
		switch b.Kind {
		case "parameter":
			c.declare(aParameter, len(c.parameterBlocks), b)
			c.parameterBlocks = append(c.parameterBlocks, b)
		case "variable":
			c.declare(aVariable, len(c.variableBlocks), b)
			c.variableBlocks = append(c.variableBlocks, b)
		case "secret":
			c.declare(aSecret, len(c.secretBlocks), b)
			c.secretBlocks = append(c.secretBlocks, b)
		case "phase":
			c.declare(aPhase, len(c.phases), b)
			c.out.Steps = append(c.out.Steps, scenario.Step{Index: len(c.phases)})
			c.phases = append(c.phases, &phaseSource{block: b})
		case "chance":
			c.declare(aChance, len(c.chanceBlocks), b)
			c.out.Steps = append(c.out.Steps, scenario.Step{Chance: true, Index: len(c.chanceBlocks)})
			c.chanceBlocks = append(c.chanceBlocks, b)
		}
	}
	if len(c.phases) == 0 {
		c.report(diag.Diagnostic{
			Code: diag.MissingBlock, Subject: diag.Range{File: c.file},
			Message: "the file has no phase: nobody can do anything",
			Hint:    `add one: phase "name" { actor = "china", … } with actions inside`,
		})
	}
}

func (c *checker) declareActor(b *syntax.Block) {
	name := b.Label()
	if name == "" {
		if b.Broken {
			return
		}
		name = fmt.Sprintf("actor %d", len(c.out.Actors)+1) // the missing name was reported
	} else {
		c.checkName("actor", name, b.Labels[0].Range)
	}
	if old, taken := c.actors[name]; taken {
		c.report(diag.Diagnostic{
			Code: diag.DuplicateName, Subject: b.Labels[0].Range,
			Message: fmt.Sprintf("there are two actors %q", name), Hint: "rename one of them",
			Notes: []diag.Note{{Message: "the first one is here", At: c.out.Actors[old].Range}},
		})
		return
	}
	c.actors[name] = len(c.out.Actors)
	c.actorBlocks = append(c.actorBlocks, b)
	a := scenario.Actor{Name: name, Range: b.Header}
	if !b.Broken {
		a.Title = c.text(b, "title")
	}
	c.out.Actors = append(c.out.Actors, a)
}

// spoil marks the name of a block as wrongly defined, so that its uses are not judged.
func (c *checker) spoil(b *syntax.Block) {
	if e := c.names[b.Label()]; e != nil && len(b.Labels) > 0 && e.at == b.Labels[0].Range {
		e.broken = true
	}
}

// layout fixes where each name stands in the frame of the expressions.
func (c *checker) layout() {
	s := c.out
	s.Layout = scenario.MakeLayout(len(c.parameterBlocks)+2*len(s.Actors), len(s.Variables), len(s.Secrets), len(s.Flags))
}
