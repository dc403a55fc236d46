package explain

import (
	"cmp"
	"slices"
	"strings"

	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file finds what is asked about: a question of the scenario, an end, an
// act or a chance. All but questions are made into one, so that the engine need
// not know of them.

// Kinds of what can be asked about.
const (
	KindQuestion = "question"
	KindEnd      = "end"
	KindAct      = "act"
	KindChance   = "chance"
)

// Asked is what an explanation is about.
type Asked struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Title string `json:"title"` // "" if it has none
	Actor string `json:"actor"` // of an act: who does it; else ""
	Who   string `json:"who"`   // its title, or its name in words
	Phase string `json:"phase"` // of an act
	By    string `json:"by"`    // the last day on which it counts
}

// Names lists everything that can be asked about: questions, ends, acts (all of
// one for_each too) and chances, in file order.
func Names(s *scenario.Scenario) []string {
	var out []string
	for i := range s.Questions {
		out = append(out, s.Questions[i].Name)
	}
	for i := range s.Ends {
		out = append(out, s.Ends[i].Name)
	}
	for i := range s.Flags {
		out = append(out, s.Flags[i].Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// find looks name up and gives the scenario with a question of it, and which
// question it is; ok is false if there is no such thing. A question comes before
// an end of the same name, an end before an act or a chance.
func find(s *scenario.Scenario, name string) (with *scenario.Scenario, q int, asked Asked, ok bool) {
	name = strings.TrimSpace(name)
	if i := slices.IndexFunc(s.Questions, func(q scenario.Question) bool { return q.Name == name }); i >= 0 {
		x := &s.Questions[i]
		return s, i, Asked{Name: x.Name, Kind: KindQuestion, Title: x.Title, By: x.By.String()}, true
	}
	last := scenario.Date{Time: s.PeriodStart(s.Horizon+1).AddDate(0, 0, -1)}
	added := func(when *expr.Program, a Asked) (*scenario.Scenario, int, Asked, bool) {
		a.By = last.String()
		c := *s
		c.Questions = append(slices.Clone(s.Questions), scenario.Question{Name: a.Name, Title: a.Title, When: when, By: last})
		return &c, len(s.Questions), a, true
	}
	if i := slices.IndexFunc(s.Ends, func(e scenario.End) bool { return e.Name == name }); i >= 0 {
		return added(s.Ends[i].When, Asked{Name: name, Kind: KindEnd, Title: s.Ends[i].Title})
	}
	i := slices.IndexFunc(s.Flags, func(f scenario.Flag) bool { return f.Name == name })
	if i < 0 {
		return nil, 0, Asked{}, false
	}
	f := &s.Flags[i]
	a := Asked{Name: name, Kind: KindAct}
	if f.Phase < 0 {
		a.Kind, a.Title = KindChance, s.Chances[f.Chance].Title
	} else {
		ph := &s.Phases[f.Phase]
		a.Actor, a.Who, a.Phase = s.Actors[ph.Actor].Name, who(s, ph.Actor), ph.Name
		k := f.Action
		if k < 0 { // any of one for_each
			k = slices.IndexFunc(ph.Actions, func(x scenario.Action) bool { return slices.Contains(f.Group, x.Flag) })
		}
		if k >= 0 && ph.Actions[k].ExposedFlag == i {
			a.Kind, a.Actor, a.Who, a.Phase = KindChance, "", "", ""
			a.Title = actTitle(ph, k) + ", exposed"
		} else if k >= 0 {
			a.Title = cmp.Or(ph.Actions[k].Title, strings.ReplaceAll(strings.TrimPrefix(name, ph.Name+"."), "_", " "))
		}
	}
	return added(expr.MustCompile(expr.Slot(s.Layout.Flag+i)), a)
}

// Has reports whether there is something of that name to ask about.
func Has(s *scenario.Scenario, name string) bool {
	_, _, _, ok := find(s, name)
	return ok
}
