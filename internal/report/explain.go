package report

import (
	"fmt"
	"io"

	"demarche/internal/explain"
	"demarche/internal/quantity"
)

// This file is what `demarche explain` says: sentences from numbers to reasons,
// three levels deep, and the numbers in them once more for programs. The
// sentences are made in explain_words.go.

// ExplainReport is an explanation and its sentences.
type ExplainReport struct {
	*explain.Explanation
	Sentences []ExplainSentence `json:"sentences"`
}

// ExplainSentence is a few sentences that stand together. Every figure in them is
// among the numbers, in the order of the text.
type ExplainSentence struct {
	Level   int             `json:"level"`  // 1: how likely, and by which ways; 2: who decides it; 3: why a term differs
	Choice  int             `json:"choice"` // place in choices; −1: of none
	Text    string          `json:"text"`
	Numbers []ExplainNumber `json:"numbers"`
}

// ExplainNumber is one figure of a sentence.
type ExplainNumber struct {
	Text  string          `json:"text"`  // as it stands in the sentence
	Value quantity.Number `json:"value"` // at full precision
	Of    string          `json:"of"`    // what it is, in words
}

// FromExplanation words an explanation.
func FromExplanation(e *explain.Explanation) *ExplainReport {
	return &ExplainReport{Explanation: e, Sentences: explainSentences(e)}
}

// ExplainJSON writes r as one indented object.
func ExplainJSON(w io.Writer, r *ExplainReport) error {
	c, e := *r, *r.Explanation
	e.Ways, e.Signs, e.Choices, e.Warnings = orEmpty(e.Ways), orEmpty(e.Signs), orEmpty(e.Choices), orEmpty(e.Warnings)
	for i := range e.Ways {
		e.Ways[i].Steps = orEmpty(e.Ways[i].Steps)
	}
	c.Explanation, c.Sentences = &e, orEmpty(r.Sentences)
	return writeJSON(w, &c)
}

// ExplainText writes r for a person.
func ExplainText(w io.Writer, r *ExplainReport, o Options) error {
	s := newSheet(o)
	s.para(0, 0, &styleTitle, askedTitle(r.Asked))
	s.para(0, 0, &styleMuted, explainFrom(r.Explanation))
	for _, x := range r.Warnings {
		s.para(0, 2, &styleWarning, "! "+x)
	}
	s.heading("How likely, and by which ways")
	choice := -1
	for _, x := range r.Sentences {
		if x.Choice != choice && x.Choice >= 0 {
			if choice < 0 {
				s.heading("Who decides it, and why")
			} else {
				s.blank()
			}
			choice = x.Choice
			s.para(2, 2, &styleStrong, choiceHeading(&r.Choices[choice].Choosing))
		}
		s.para(2*x.Level, 0, nil, x.Text)
	}
	s.blank()
	for _, x := range explainNotes(r.Explanation) {
		s.para(2, 0, &styleMuted, x)
	}
	return s.flush(w)
}

// ListAsked writes what can be asked of a scenario.
func ListAsked(w io.Writer, title string, groups []AskedGroup, o Options) error {
	s := newSheet(o)
	s.para(0, 0, &styleTitle, title)
	s.para(0, 0, &styleMuted, "What demarche explain can be asked about, by name:")
	for _, g := range groups {
		if len(g.Names) == 0 {
			continue
		}
		s.heading(g.Title)
		var rows [][]string
		for _, n := range g.Names {
			rows = append(rows, []string{n[0], n[1]})
		}
		s.table([]column{{title: "Name", style: &styleStrong}, {title: "What it is", flex: true}}, rows)
	}
	return s.flush(w)
}

// AskedGroup is one kind of what can be asked about: pairs of name and title.
type AskedGroup struct {
	Title string
	Names [][2]string
}

func askedTitle(a explain.Asked) string {
	title := a.Title
	if title == "" {
		title = human(a.Name)
	}
	switch a.Kind {
	case explain.KindAct:
		return fmt.Sprintf("Why would %s choose “%s”?", inside(a.Who), title)
	case explain.KindChance:
		return fmt.Sprintf("Why would “%s” happen?", title)
	}
	return fmt.Sprintf("Why “%s”?", title)
}

func explainFrom(e *explain.Explanation) string {
	from := "seen from its start, " + e.From
	if e.AsOf != "" {
		from = "as of " + e.AsOf
	}
	return fmt.Sprintf("In “%s”, %s; parameters at their %s.", e.Title, from, e.Parameters)
}
