package check

import (
	"fmt"
	"strings"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads what a scenario says of Admiralty grades.

// grades reads the argument `grades` of the scenario block; nil if absent.
func (c *checker) grades(b *syntax.Block) map[string]float64 {
	a := b.Arg("grades")
	if a == nil {
		return nil
	}
	o, ok := syntax.Unparen(a.Value).(*syntax.Object)
	if !ok {
		if _, reported := a.Value.(*syntax.Bad); !reported {
			c.errorf(diag.WrongType, a.Value.Span(), "write grades = { B2 = 0.8, C = 0.5 }", "grades must be an object of grades and reliabilities")
		}
		return nil
	}
	out := map[string]float64{}
	for i := range o.Items {
		item := &o.Items[i]
		r, ok := c.constant(item.Value, "a reliability")
		if whole, part := scenario.IsGrade(item.Key); !whole && !part {
			hint := "a grade is a letter from A to F for the source, a number from 1 to 6 for the information, or both: B2"
			if whole, part := scenario.IsGrade(strings.ToUpper(item.Key)); whole || part {
				hint = "write " + strings.ToUpper(item.Key)
			}
			c.errorf(diag.BadGrade, item.KeyRange, hint, "there is no Admiralty grade %q", item.Key)
			continue
		}
		if ok && !(r >= 0 && r <= 1) {
			c.errorf(diag.OutOfRange, item.Value.Span(), "0 says nothing, 1 is certain", "a reliability lies between 0 and 1, not at %s", syntax.FormatNumber(r))
			continue
		}
		if ok {
			out[item.Key] = r
		}
	}
	c.crossing(&scenario.Scenario{Grades: out}, a.NameRange)
	return out
}

// crossing warns, once, of a grade that is better in words and worse in numbers.
func (c *checker) crossing(s *scenario.Scenario, r diag.Range) {
	letters, digits := scenario.GradesOfSource, scenario.GradesOfInformation
	letters, digits = letters[:len(letters)-1], digits[:len(digits)-1] // what cannot be judged has no rank
	for i := range letters {
		for k := range digits {
			better := fmt.Sprintf("%c%c", letters[i], digits[k])
			for _, worse := range []string{
				fmt.Sprintf("%c%c", letters[min(i+1, len(letters)-1)], digits[k]),
				fmt.Sprintf("%c%c", letters[i], digits[min(k+1, len(digits)-1)]),
			} {
				if x, y := s.GradeReliability(better), s.GradeReliability(worse); x < y {
					c.warnf(diag.GradesCross, r, "state the grades between them too, or correct a number", "%s is the better grade, but %s is the more reliable: %s and %s",
						better, worse, syntax.FormatNumber(x), syntax.FormatNumber(y))
					return
				}
			}
		}
	}
}
