package evidence

import (
	"fmt"
	"slices"
	"strings"

	"demarche/internal/scenario"
)

// This file finds the act, or the chance, that a row names.

// names finds the steps of a scenario.
type names struct {
	steps map[string]int // by phase or chance
	all   []string       // in file order
}

func namesOf(s *scenario.Scenario) names {
	n := names{steps: map[string]int{}}
	for i := range s.Steps {
		name := stepName(s, i)
		n.steps[name] = i
		n.all = append(n.all, name)
	}
	return n
}

// stepName is the phase or chance of step i.
func stepName(s *scenario.Scenario, i int) string {
	st := s.Steps[i]
	if st.Chance {
		return s.Chances[st.Index].Name
	}
	return s.Phases[st.Index].Name
}

// exposable reports whether a covert act can ever be seen by all for what it is.
func exposable(a *scenario.Action) bool {
	if a.Exposed == nil {
		return false
	}
	v, constant := a.Exposed.Constant()
	return !constant || v > 0
}

// act reads what was seen. In a row that is not used, what is unknown is only a warning.
func (rd *rowReader) act(phase, action cell, row *Row) bool {
	tell := rd.errorf
	if !row.Use {
		tell = rd.warnf
	}
	step, ok := rd.names.steps[phase.text]
	if !ok {
		hint := ""
		if !rd.full() {
			hint = rd.phaseHint(phase.text)
		}
		tell(UnknownPhase, phase.from, phase.to, hint, "the scenario has no phase or chance %q", short(phase.text))
		return !row.Use
	}
	row.Step = step
	st := rd.s.Steps[step]
	if action.text == "" {
		return !row.Use
	}
	if st.Chance {
		happened, ok := truth(action.text)
		if !ok {
			tell(UnknownAction, action.from, action.to, "write yes if it happened, no if it did not", "%q is a chance: it has no act %q", phase.text, short(action.text))
			row.Step = -1
			return !row.Use
		}
		row.Happened = happened
		return true
	}
	ph := &rd.s.Phases[st.Index]
	at := slices.IndexFunc(ph.Actions, func(a scenario.Action) bool { return a.Name == action.text })
	if at < 0 {
		hint := ""
		if !rd.full() {
			hint = actionHint(rd.s, ph, action.text)
		}
		tell(UnknownAction, action.from, action.to, hint, "the phase %q has no act %q", ph.Name, short(action.text))
		row.Step = -1
		return !row.Use
	}
	a := &ph.Actions[at]
	if a.Covert() && !exposable(a) {
		tell(NeverSeen, action.from, action.to, fmt.Sprintf("write %q, which it looks like; or give the act a probability in `exposed`", ph.Actions[a.LooksLike].Name),
			"the covert act %q can never be seen for what it is, because it is never exposed", a.Name)
		row.Step = -1
		return !row.Use
	}
	row.Action, row.Exposed = at, a.Covert()
	return true
}

// phaseHint says what may have been meant by an unknown phase.
func (rd *rowReader) phaseHint(text string) string {
	if head, tail, ok := strings.Cut(text, "."); ok {
		if _, known := rd.names.steps[head]; known {
			return fmt.Sprintf("write %s in the column phase and %s in the column action", head, short(tail))
		}
	}
	for i := range rd.s.Actors {
		a := &rd.s.Actors[i]
		if !strings.EqualFold(a.Name, text) && !strings.EqualFold(a.Title, text) {
			continue
		}
		var moves []string
		for p := range rd.s.Phases {
			if rd.s.Phases[p].Actor == i {
				moves = append(moves, rd.s.Phases[p].Name)
			}
		}
		if len(moves) > 0 {
			return fmt.Sprintf("%s is an actor; it moves in %s", text, listed(moves))
		}
	}
	return didYouMean(text, rd.names.all)
}

// actionHint says what may have been meant by an unknown act.
func actionHint(s *scenario.Scenario, ph *scenario.Phase, text string) string {
	short := strings.TrimSuffix(strings.TrimPrefix(text, ph.Name+"."), ".exposed")
	var names, instances []string
	for i := range ph.Actions {
		a := &ph.Actions[i]
		if a.Name == short {
			return fmt.Sprintf("write %s", short)
		}
		if strings.EqualFold(a.Title, text) {
			return fmt.Sprintf("write its name, %s", a.Name)
		}
		if a.Base == short {
			instances = append(instances, a.Name)
		}
		names = append(names, a.Name)
	}
	if len(instances) > 0 {
		return "write which one: " + listed(instances)
	}
	if near := nearest(text, names); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	for p := range s.Phases {
		for i := range s.Phases[p].Actions {
			if s.Phases[p].Actions[i].Name == text {
				return fmt.Sprintf("it is an act of the phase %q", s.Phases[p].Name)
			}
		}
	}
	return didYouMean(text, names)
}
