package scenario

import (
	"math"
	"strings"
)

// This file turns grades of the Admiralty system (NATO AJP-2.1, STANAG 2511)
// into reliabilities. Doctrine defines the grades in words and gives them no
// numbers; these are a convention of ours, which a scenario can change.

// Grades are the parts of a grade: letters rate the source, from A (completely
// reliable) to E (unreliable), F cannot be judged; digits rate the information,
// from 1 (confirmed by other sources) to 5 (improbable), 6 cannot be judged.
const (
	GradesOfSource      = "ABCDEF"
	GradesOfInformation = "123456"
)

// gradeWeights is what each part counts for. None is above 0.95, because a
// reliability of 1 would let one report rule out everything else; they fall
// faster further down, as the words do. F and 6 are not the worst: they say that
// nothing is known, and count as the mean of the five others, since the
// probability of a row is linear in its reliability.
var gradeWeights = map[string]float64{
	"A": 0.95, "B": 0.8, "C": 0.6, "D": 0.35, "E": 0.1,
	"1": 1, "2": 0.9, "3": 0.7, "4": 0.4, "5": 0.1,
}

// IsGrade reports whether text, in capitals, is a whole grade such as B2, or one
// of its parts.
func IsGrade(text string) (whole, part bool) {
	switch len(text) {
	case 1:
		return false, strings.Contains(GradesOfSource+GradesOfInformation, text)
	case 2:
		return strings.Contains(GradesOfSource, text[:1]) && strings.Contains(GradesOfInformation, text[1:]), false
	}
	return false, false
}

// GradeReliability is the reliability of a whole grade: what the scenario says of
// it, else the product of what its two parts count for.
func (s *Scenario) GradeReliability(grade string) float64 {
	if r, ok := s.Grades[grade]; ok {
		return r
	}
	r := s.gradeWeight(grade[:1], GradesOfSource) * s.gradeWeight(grade[1:], GradesOfInformation)
	return math.Round(r*1e9) / 1e9 // 0.8 · 0.9 is 0.72
}

// gradeWeight is what a part counts for; all are the parts of its kind, the last
// of which cannot be judged.
func (s *Scenario) gradeWeight(part, all string) float64 {
	if w, ok := s.Grades[part]; ok {
		return w
	}
	if w, ok := gradeWeights[part]; ok {
		return w
	}
	sum := 0.0
	for _, other := range all[:len(all)-1] {
		sum += s.gradeWeight(string(other), all)
	}
	return sum / float64(len(all)-1)
}
