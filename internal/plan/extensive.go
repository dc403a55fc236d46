package plan

import (
	"fmt"
	"strings"

	"demarche/internal/game"
	"demarche/internal/lookahead"
)

// This file lays a look-ahead out as an extensive form, for other programs.

// bytesPerNode is what a node of an extensive form takes while it is laid out.
const bytesPerNode = 250

// Extensive lays the look-ahead out node by node, with the scenario's names.
// The plan must be unmerged. Every actor's payoffs are multiplied by its
// precision, and by the further one given, so that the equilibrium at λ = 1 is
// the plan's. Where discounting lets an actor's choices of different periods
// count differently no file can say so; a warning does. most bounds the nodes,
// 0 for no bound; maxBytes bounds the memory.
func (p *Plan) Extensive(precision float64, most int, maxBytes int64) (g *game.Game, warnings []string, err error) {
	size := p.Tree.Game.ExtensiveSize()
	if most > 0 && size > 2*float64(most) { // size may be a little too large
		return nil, nil, fmt.Errorf("laid out node by node, the look-ahead has about %.0f nodes, and no more than %d can be read in a figure; look ahead less far (--foresight 1), or write .efg", size, most)
	}
	if maxBytes > 0 && size*bytesPerNode > float64(maxBytes) {
		return nil, nil, fmt.Errorf("laid out node by node, the look-ahead has about %.3g nodes and needs %.1f GB, more than the %.1f GB allowed; look ahead less far (--foresight 1), or allow more with --max-memory",
			size, size*bytesPerNode/(1<<30), float64(maxBytes)/(1<<30))
	}
	names := p.names()
	if g, err = p.Tree.Game.ExtensiveNamed(names); err != nil {
		return nil, nil, err
	}
	factor, several := g.Rescale()
	if precision == 0 {
		precision = 1
	}
	if precision != 1 {
		for i := range g.Precision {
			g.Precision[i], factor[i] = precision, factor[i]*precision
		}
		g.Rescale()
	}
	each := make([]string, len(factor))
	for i, f := range factor {
		each[i] = fmt.Sprintf("%s %.6g", names.Players[i], f)
	}
	comment := []string{fmt.Sprintf("What the actors of %s look ahead to from %s, parameters at their medians, written by demarche.",
		p.S.Name, p.S.PeriodLabel(p.Tree.Worlds[0].Period)),
		fmt.Sprintf("Payoffs are discounted to the first period and multiplied by the precision of each player (%s).", strings.Join(each, ", "))}
	if len(several) == 0 {
		comment = append(comment, "At precision (lambda) 1 the logit equilibrium of the extensive form is that of the scenario.")
	} else {
		who := make([]string, len(several))
		for k, i := range several {
			who[k] = names.Players[i]
		}
		text := fmt.Sprintf("This file is a different model: demarche judges every choice in the value of its own period, which makes later choices of %s more precise than one precision (lambda) for the whole game can. For a file that says the same, look ahead one period only (--foresight 1).", strings.Join(who, ", "))
		comment, warnings = append(comment, text), append(warnings, text)
	}
	g.Comment = strings.Join(comment, "\n")
	return g, append(warnings, p.Warnings...), nil
}

// names are those of the scenario.
func (p *Plan) names() game.Names {
	s, t := p.S, p.Tree
	n := game.Names{Title: s.Title}
	if n.Title == "" {
		n.Title = s.Name
	}
	for i := range s.Actors {
		n.Players = append(n.Players, s.Actors[i].Name)
	}
	acts := make([]string, t.Game.Vars)
	for i := range t.Game.Infosets {
		set := &t.Game.Infosets[i]
		phase := &s.Phases[t.Phases[set.Block][set.Mover]]
		for v := set.Var; v < set.Var+set.Vars; v++ {
			acts[v] = phase.Actions[t.Acts[v]].Name
		}
	}
	block := make([]int32, len(t.Game.Src)) // by profile
	for b := range t.Game.Blocks {
		for k := range t.Game.Blocks[b].Profiles {
			block[t.Game.Blocks[b].Profile+k] = int32(b)
		}
	}
	n.Action = func(v int) string { return acts[v] }
	n.Set = p.setLabel
	n.Chance = func(profile int32) string { return p.chanceLabel(profile, int(block[profile])) }
	return n
}

// setLabel says when and in which phase a type chooses, what it knows, and what
// everybody saw since the choices before.
func (p *Plan) setLabel(infoset int) string {
	set := &p.Tree.Game.Infosets[infoset]
	b := int(set.Block)
	label := p.S.PeriodLabel(p.Tree.Worlds[b].Period) + " " + p.S.Phases[p.Tree.Phases[b][set.Mover]].Name
	knows := p.Knows(b, int(set.Actor), int(set.Type))
	var parts []string
	for j := range p.S.Secrets {
		name := p.S.Secrets[j].Name
		if v, ok := knows[name]; ok {
			parts = append(parts, name+" = "+v)
			delete(knows, name)
		}
	}
	for i := range p.S.Phases { // covert acts, in the order of the file
		ph := &p.S.Phases[i]
		for k := range ph.Actions {
			if name := ph.Name + "." + ph.Actions[k].Name; knows[name] != "" {
				parts = append(parts, name)
			}
		}
	}
	if len(parts) > 0 {
		label += " (" + strings.Join(parts, ", ") + ")"
	}
	var seen []string
	for _, e := range p.Tree.Events[b] {
		if e.Action >= 0 || e.Happened {
			seen = append(seen, lookahead.FlagName(p.S, e))
		}
	}
	if len(seen) > 0 {
		label += " after " + strings.Join(seen, ", ")
	}
	return label
}

// chanceLabel says what chance did on the way to a profile: events, covert acts
// that came to light, secrets drawn.
func (p *Plan) chanceLabel(profile int32, b int) string {
	var parts []string
	for _, e := range p.Tree.Events[b] {
		switch {
		case e.Action >= 0 && e.Exposed, e.Action < 0 && e.Happened:
			parts = append(parts, lookahead.FlagName(p.S, e))
		case e.Action < 0:
			parts = append(parts, "no "+lookahead.FlagName(p.S, e))
		}
	}
	src := p.Tree.Game.Src[profile]
	for j := range p.S.Secrets {
		v := p.Src.Secret(p.Tree.Profiles[profile], j)
		if src < 0 || v != p.Src.Secret(p.Tree.Profiles[src], j) {
			parts = append(parts, p.S.Secrets[j].Name+" = "+p.S.Secrets[j].Domain.Label(v))
		}
	}
	return strings.Join(parts, ", ")
}
