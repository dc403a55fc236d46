package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/flip"
	"demarche/internal/sweep"
)

// This file is what would change the assessment.

func flips(r *sweep.Result) *section {
	f := r.Flips
	if f == nil || len(f.Questions) == 0 || len(f.Questions) != len(r.Questions) {
		return nil
	}
	c := &section{title: "What would change this assessment", short: "What would change it"}
	if len(f.Parameters) == 0 {
		c.para("No parameter of this model is uncertain, so that none can be moved within its uncertainty. Give ranges to those that you are not sure of.")
		return c
	}
	if !finite(f.Farthest) {
		c.para("It was not looked for: see the warnings.")
		return c
	}
	c.para("%s", flipWords(r))
	by := commonBy(r.Questions)
	var rows []chart.Flip
	var near, all [][]string
	for i := range f.Questions {
		q := &f.Questions[i]
		title := questionTitle(r.Questions[i], by)
		if !finite(q.Probability) {
			near = append(near, []string{title, "", "it has no probability", ""})
			continue
		}
		one, two := nearest(q, 1), nearest(q, 2)
		rows = append(rows, flipRow(f, q, title, one, two))
		if one == nil && two == nil {
			near = append(near, []string{title, q.Word, nothingNear(f), ""})
		}
		for _, x := range []*flip.Flip{one, two} {
			if x != nil {
				near = append(near, []string{title, q.Word + " → " + x.Word, flipText(x), flipThen(f, x)})
			}
		}
		for k := range q.Changes {
			x := &q.Changes[k]
			all = append(all, []string{title, q.Word + " → " + x.Word, chart.Percent(float64(x.Edge)), flipText(x), fmt.Sprintf("%.2f", float64(x.Size)), chart.Percent(float64(x.Predicted)), flipThen(f, x)})
		}
	}
	c.figure(drawing{name: "flips", wide: chart.Fragility(rows, float64(f.Farthest)), narrow: chart.FragilityNarrow(rows, float64(f.Farthest)),
		alt: "How far each forecast is from another word, in standard deviations"})
	c.table([]column{{title: "Question", flex: true}, {title: "Word", width: 16}, {title: "Smallest change", width: 30}, {title: "Then", width: 11}}, near)
	c.note("%s", flipNote(f))
	if len(all) > 0 {
		c.fold("All changes found, up and down", []column{{title: "Question", flex: true}, {title: "Word", width: 16}, {title: "At", right: true}, {title: "Change", width: 30},
			{title: "Sd", right: true}, {title: "Found", right: true}, {title: "Then", width: 12}}, all)
		c.only(onPage | inMarkdown)
	}
	return c
}

// nearest is the smallest change of so many parameters that was not refuted; one
// that was if there is no other, nil if there is none at all.
func nearest(q *flip.FlipQuestion, parameters int) *flip.Flip {
	var refuted *flip.Flip
	for k := range q.Changes { // smallest first
		x := &q.Changes[k]
		switch {
		case len(x.Moves) != parameters:
		case x.Verdict != flip.Refuted:
			return x
		case refuted == nil:
			refuted = x
		}
	}
	return refuted
}

func flipRow(f *flip.Flips, q *flip.FlipQuestion, title string, one, two *flip.Flip) chart.Flip {
	x := chart.Flip{Label: title, Note: q.Word, One: math.NaN(), Two: math.NaN()}
	best := one
	if one != nil {
		x.One, x.OneSure, x.OneText = float64(one.Size), one.Verdict == flip.Confirmed, flipText(one)
	}
	if two != nil {
		x.Two, x.TwoSure, x.TwoText = float64(two.Size), two.Verdict == flip.Confirmed, flipText(two)
		if best == nil || two.Size < best.Size {
			best = two
		}
	}
	if best != nil {
		x.Note += " → " + best.Word
	}
	return x
}

// flipWords says which forecast is most fragile, and which are firm.
func flipWords(r *sweep.Result) string {
	f := r.Flips
	by := commonBy(r.Questions)
	var weakest *flip.Flip
	at, firm := -1, 0
	for i := range f.Questions {
		q := &f.Questions[i]
		if finite(q.Probability) && len(q.Changes) == 0 {
			firm++
		}
		for k := range q.Changes {
			if x := &q.Changes[k]; x.Verdict != flip.Refuted && (weakest == nil || x.Size < weakest.Size) {
				weakest, at = x, i
			}
		}
	}
	text := ""
	if weakest != nil {
		text = fmt.Sprintf("Given this model, the word that hangs by the least is that for “%s”: %s would turn “%s” into “%s”%s.",
			questionTitle(r.Questions[at], by), flipSentence(weakest), f.Questions[at].Word, weakest.Word, sureness(f, weakest))
	}
	switch {
	case firm == 0:
	case firm == len(f.Questions):
		text = fmt.Sprintf("Given this model, %s would change the word of any forecast.", strings.TrimSuffix(nothingNear(f), "."))
	default:
		text += fmt.Sprintf(" For %d of %d questions, %s does it.", firm, len(f.Questions), nothingNear(f))
	}
	return strings.TrimSpace(text)
}

// nothingNear says how far was looked in vain.
func nothingNear(f *flip.Flips) string {
	return fmt.Sprintf("no change of one parameter within %s standard deviations", sds(float64(f.Farthest)))
}

func sureness(f *flip.Flips, x *flip.Flip) string {
	switch {
	case x.Verdict == flip.Predicted:
		return ", as far as can be told without running again"
	case f.Method == flip.Sampled:
		return "; a run with that change agrees"
	}
	return ""
}

// flipSentence is a change within a sentence.
func flipSentence(x *flip.Flip) string {
	var parts []string
	for _, m := range x.Moves {
		parts = append(parts, fmt.Sprintf("“%s” %s %s (about %s instead of %s)", moveTitle(m), movedBy(m), moveSide(m), number(float64(m.To)), number(float64(m.From))))
	}
	return strings.Join(parts, " together with ")
}

// flipText is a change in a table.
func flipText(x *flip.Flip) string {
	var parts []string
	for _, m := range x.Moves {
		parts = append(parts, fmt.Sprintf("%s: %s %s, about %s instead of %s", moveTitle(m), movedBy(m), moveSide(m), number(float64(m.To)), number(float64(m.From))))
	}
	return strings.Join(parts, "; and ")
}

// flipThen is what came of solving or running anew.
func flipThen(f *flip.Flips, x *flip.Flip) string {
	p := chart.Percent(float64(x.Confirmed))
	switch x.Verdict {
	case flip.Confirmed:
		return p + ", confirmed"
	case flip.Refuted:
		return p + ": not confirmed"
	}
	return chart.Percent(float64(x.Predicted)) + ", predicted"
}

func flipNote(f *flip.Flips) string {
	unit := "One sd is your own uncertainty: the standard deviation of what you wrote of a parameter, on the scale on which that is a bell curve; your 90% range ends at 1.6 sd. Of two parameters together, the root of their squares' sum. Fixed parameters are not moved."
	if found := slices.ContainsFunc(f.Questions, func(q flip.FlipQuestion) bool { return len(q.Changes) > 0 }); !found {
		return unit
	}
	if f.Method == flip.Exact {
		return unit + fmt.Sprintf(" The others stand at their medians, which is where a word starts from here; the forecasts above are averages over all that they may be. Then: the probability with the change, solved anew (%d solved look-aheads in all); it lies just beyond the edge of the word.", f.Solves)
	}
	return unit + fmt.Sprintf(" What is moved is all that you hold possible of a parameter, and the figures are its median. Changes were found by weighing the draws anew, up to %s sd, where they are still worth %.0f; only those that differ from the forecast by more than the choice of draws explains are named. Then: the probability in a run made again with the change (confirmed if that comes to the edge of the word, as far as its stories can tell), or as it was predicted.",
		sds(float64(f.Farthest)), float64(f.Fewest))
}

func moveTitle(m flip.FlipMove) string {
	if m.Title != "" {
		return m.Title
	}
	return human(m.Parameter)
}

func moveSide(m flip.FlipMove) string {
	if m.SD < 0 {
		return "lower"
	}
	return "higher"
}

func movedBy(m flip.FlipMove) string { return sds(math.Abs(float64(m.SD))) + " sd" }

// sds writes standard deviations: one digit behind the point, two where that
// would be nothing.
func sds(x float64) string {
	if x < 0.095 {
		return fmt.Sprintf("%.2f", x)
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", x), ".0")
}
