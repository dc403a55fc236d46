package report

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"time"

	"demarche/internal/chart"
	"demarche/internal/diff"
)

// This file says in words why forecasts moved.

// diffInWords is a paragraph for every forecast, those that moved most first.
func diffInWords(d *diff.Diff) *section {
	c := &section{title: "In words", box: true}
	if len(d.Changes) == 0 {
		c.para("No change: the two versions say the same%s, and so do their forecasts.", besideWording(d))
		return c
	}
	order := make([]*diff.DiffQuestion, len(d.Questions))
	for i := range d.Questions {
		order[i] = &d.Questions[i]
	}
	size := func(q *diff.DiffQuestion) float64 {
		if !finite(q.Change) {
			return -1
		}
		return math.Abs(float64(q.Change))
	}
	sort.SliceStable(order, func(i, j int) bool { return size(order[i]) > size(order[j]) })
	for _, q := range order {
		c.para("%s", questionWords(d, q))
	}
	return c
}

func besideWording(d *diff.Diff) string {
	switch {
	case len(d.Wording) > 0 && len(d.Idle) > 0:
		return " but for their wording and for what bears on no forecast"
	case len(d.Wording) > 0:
		return " but for their wording"
	case len(d.Idle) > 0:
		return " but for what bears on no forecast"
	}
	return ""
}

// owed is what a sentence says of one cause.
type owed struct {
	phrase string
	points int // whole, with sign
}

// questionWords is the paragraph on one forecast. A share counts as nothing where
// it is below half a point, or where its interval holds 0.
func questionWords(d *diff.Diff, q *diff.DiffQuestion) string {
	name := q.Title
	if name == "" {
		name = human(q.Name)
	}
	from, to := chart.Percent(float64(q.From)), chart.Percent(float64(q.To))
	if !finite(q.Change) {
		return fmt.Sprintf("How the forecast of “%s” moved is not known.", name)
	}
	move := 100 * float64(q.Change)
	var text string
	switch {
	case math.Abs(move) < 0.5:
		text = fmt.Sprintf("The forecast of “%s” hardly moved (%s, then %s, given this model)", name, from, to)
	case move > 0:
		text = fmt.Sprintf("The forecast of “%s” rose from %s to %s, given this model", name, from, to)
	default:
		text = fmt.Sprintf("The forecast of “%s” fell from %s to %s, given this model", name, from, to)
	}
	with, against, rest := causes(d, q)
	if len(with)+len(against) == 0 {
		if math.Abs(move) < 0.5 {
			return text + ": none of the changes counts by itself."
		}
		return text + ": how much is owed to which change cannot be told from chance; use more --draws and --stories, or more --orders."
	}
	var parts []string
	for i, o := range with {
		unit := ""
		if i == 0 {
			unit = " points"
			if o.points == 1 || o.points == -1 {
				unit = " point"
			}
		}
		parts = append(parts, fmt.Sprintf("%d%s owed to %s", abs(o.points), unit, o.phrase))
	}
	said := strings.Join(parts, ", ")
	if len(against) > 0 {
		parts = nil
		for _, o := range against {
			parts = append(parts, fmt.Sprintf("%d owed to %s", abs(o.points), o.phrase))
		}
		way := "the other way"
		if len(with) == 0 {
			way = "against it"
		}
		if said != "" {
			said += "; "
		}
		said += way + ", " + strings.Join(parts, ", ")
	}
	switch {
	case rest == 0:
	case rest == 1:
		said += ", next to nothing to the other one"
	default:
		said += fmt.Sprintf(", next to nothing to each of the other %d", rest)
	}
	return text + ": " + said + "."
}

// causes lists what moved a forecast with and against its change, the largest
// first, and counts what did not. New reports of one day are one cause.
func causes(d *diff.Diff, q *diff.DiffQuestion) (with, against []owed, rest int) {
	type cause struct {
		phrase string
		share  float64
		groups int
	}
	var list []*cause
	byDay := map[string]*cause{}
	for _, s := range q.Shares {
		clear := finite(s.Share) && math.Abs(float64(s.Share)) >= 0.005
		if d.Sampled || finite(s.Interval[0]) { // a share that may be chance is not spoken of
			clear = clear && (s.Interval[0] > 0 || s.Interval[1] < 0)
		}
		if !clear {
			rest++
			continue
		}
		day := newReport(d, s.Group)
		if day != "" && byDay[day] != nil && (byDay[day].share > 0) == (s.Share > 0) {
			x := byDay[day]
			x.share += float64(s.Share)
			x.groups++
			x.phrase = fmt.Sprintf("%d new reports of %s", x.groups, dayWords(day))
			continue
		}
		x := &cause{groupPhrase(d, s.Group), float64(s.Share), 1}
		list = append(list, x)
		if day != "" {
			byDay[day] = x
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return math.Abs(list[i].share) > math.Abs(list[j].share) })
	up := q.Change >= 0
	for _, x := range list {
		o := owed{x.phrase, int(math.Round(100 * x.share))}
		if (x.share > 0) == up {
			with = append(with, o)
		} else {
			against = append(against, o)
		}
	}
	return with, against, rest
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// newReport is the day of a group that is one new report, "" for others.
func newReport(d *diff.Diff, group int) string {
	g := groupOf(d, group)
	if len(g.Changes) != 1 {
		return ""
	}
	if c := &d.Changes[g.Changes[0]-1]; c.Kind == "evidence" && c.Old == "" {
		return c.Date
	}
	return ""
}

// groupPhrase names what a share is owed to.
func groupPhrase(d *diff.Diff, group int) string {
	g := groupOf(d, group)
	var parts []string
	for k, n := range g.Changes {
		if k == 3 && len(g.Changes) > 4 {
			parts = append(parts, fmt.Sprintf("%d more", len(g.Changes)-k))
			break
		}
		parts = append(parts, changePhrase(&d.Changes[n-1]))
	}
	text := andList(parts)
	if len(g.Changes) > 1 {
		text += ", together"
	}
	return text
}

// changePhrase names a change within a sentence.
func changePhrase(c *diff.DiffChange) string {
	name := c.Name
	switch c.Kind {
	case "evidence":
		what := "the changed report"
		switch {
		case c.Old == "":
			what = "the new report"
		case c.New == "":
			what = "the withdrawn report"
		}
		return fmt.Sprintf("%s of %s (%s)", what, dayWords(c.Date), c.Act)
	case "date":
		what := "later"
		if c.New < c.Old {
			what = "earlier"
		}
		return fmt.Sprintf("the %s date (%s instead of %s)", what, dayWords(c.New), dayWords(c.Old))
	case "parameter":
		subject := "parameter " + strings.TrimPrefix(name, "parameter ")
		if c.Title != "" {
			subject = "“" + c.Title + "”"
		}
		if c.Parameter == "" {
			return "the change of " + name
		}
		switch c.Direction {
		case "higher", "lower":
			return "the " + c.Direction + " value of " + subject
		case "wider", "narrower":
			return "the " + c.Direction + " range of " + subject
		}
		return "the new value of " + subject
	case "order":
		return "the new " + name
	case "assumption":
		if c.Old == "" {
			return "the " + name
		}
		return "dropping the " + name
	case "flag":
		if c.New == "left aside" {
			return "leaving the evidence aside"
		}
		return "the change of " + name
	}
	switch {
	case c.Direction == "higher" || c.Direction == "lower":
		return "the " + c.Direction + " " + name
	case c.Old == "":
		return "the new " + name
	case c.New == "":
		return "the removal of " + name
	}
	return "the change of " + name
}

// dayWords writes a date for a sentence: "23 April 2013", "April 2013".
func dayWords(date string) string {
	for layout, words := range map[string]string{"2006-01-02": "2 January 2006", "2006-01": "January 2006"} {
		if t, err := time.Parse(layout, date); err == nil {
			return t.Format(words)
		}
	}
	return date
}
