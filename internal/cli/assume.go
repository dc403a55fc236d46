package cli

import (
	"fmt"
	"strings"

	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file reads --assume.

// assumption reads "2013-05 washington.offer_return": a date, and an act by its
// phase and name.
func assumption(s *scenario.Scenario, text string) (sweep.Assumption, error) {
	none := sweep.Assumption{}
	f := strings.Fields(text)
	if len(f) != 2 {
		return none, fmt.Errorf("--assume %q: write a date and an act, such as --assume \"%s %s\"", text, s.PeriodLabel(s.PeriodOf(s.AsOf)), anAct(s))
	}
	date, err := scenario.ParseDate(f[0])
	if err != nil {
		return none, fmt.Errorf("--assume %q: %w", text, err)
	}
	period := s.PeriodOf(date)
	if period < 1 || period > s.Horizon {
		return none, fmt.Errorf("--assume %q: the story runs from %s to %s", text, s.PeriodLabel(1), s.PeriodLabel(s.Horizon))
	}
	var names []string
	for k, step := range s.Steps {
		if step.Chance {
			continue
		}
		phase := &s.Phases[step.Index]
		for i := range phase.Actions {
			name := phase.Name + "." + phase.Actions[i].Name
			if name == f[1] {
				return sweep.Assumption{Period: period, Step: k, Action: i, Text: s.PeriodLabel(period) + " " + name}, nil
			}
			if strings.HasPrefix(f[1], phase.Name+".") {
				names = append(names, name)
			}
		}
	}
	if len(names) > 0 {
		return none, fmt.Errorf("--assume %q: there is no such act; that phase has %s", text, strings.Join(names, ", "))
	}
	phases := make([]string, len(s.Phases))
	for i := range s.Phases {
		phases[i] = s.Phases[i].Name
	}
	return none, fmt.Errorf("--assume %q: an act is written phase.act; the phases are %s", text, strings.Join(phases, ", "))
}

// anAct is an example for messages.
func anAct(s *scenario.Scenario) string {
	for i := range s.Phases {
		if p := &s.Phases[i]; len(p.Actions) > 0 {
			return p.Name + "." + p.Actions[len(p.Actions)-1].Name
		}
	}
	return "phase.act"
}
