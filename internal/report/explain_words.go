package report

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/explain"
	"demarche/internal/quantity"
)

// This file makes the sentences of an explanation. Acts stand in double quotes,
// terms of payoffs and secrets in single ones, because they are the analyst's
// words, of any grammar.

// prose is a paragraph in the making, with the figures in it.
type prose struct {
	b       strings.Builder
	numbers []ExplainNumber
}

// numeral is a figure as it is to be printed.
type numeral = ExplainNumber

func (n ExplainNumber) String() string { return n.Text }

// percent is a probability. What cannot be, and what cannot but be, is told from
// what is nearly so.
func percent(v quantity.Number, of string, a ...any) numeral {
	return percentOf(v, fmt.Sprintf(of, a...))
}

func percentOf(v quantity.Number, of string) numeral {
	text := chart.Percent(float64(v))
	switch v {
	case 0:
		text = "0%"
	case 1:
		text = "100%"
	}
	return numeral{text, v, of}
}

func amount(v quantity.Number, of string, a ...any) numeral {
	return numeral{utility(float64(v)), v, fmt.Sprintf(of, a...)}
}

func difference(v quantity.Number, of string, a ...any) numeral {
	x := float64(v)
	text := utility(x)
	if x >= tiny {
		text = "+" + text
	}
	return numeral{text, v, fmt.Sprintf(of, a...)}
}

func counted(n int, of string, a ...any) numeral {
	return numeral{fmt.Sprint(n), quantity.Number(n), fmt.Sprintf(of, a...)}
}

// tiny is what is as good as nothing in a sentence.
const tiny = 0.0005

// utility is a payoff in a sentence: two or three figures, with a true minus.
func utility(x float64) string {
	switch a := math.Abs(x); {
	case a < noise:
		return "0"
	case a < tiny:
		return "about 0"
	}
	text := number(x)
	if math.Abs(x) < 1 {
		text = strconv.FormatFloat(x, 'g', 2, 64)
	}
	return strings.Replace(text, "-", "−", 1)
}

// say adds a piece of text; numerals among the arguments are noted in order.
func (p *prose) say(format string, a ...any) {
	for k, x := range a {
		if n, ok := x.(numeral); ok {
			p.numbers = append(p.numbers, n)
			a[k] = n.Text
		}
	}
	fmt.Fprintf(&p.b, format, a...)
}

func (p *prose) done(level, choice int) ExplainSentence {
	return ExplainSentence{Level: level, Choice: choice, Text: strings.TrimSpace(p.b.String()), Numbers: orEmpty(p.numbers)}
}

// explainSentences words an explanation, paragraph by paragraph.
func explainSentences(e *explain.Explanation) []ExplainSentence {
	out := likelihood(e)
	for k := range e.Choices {
		c := &e.Choices[k]
		out = append(out, deciding(e, c).done(2, k))
		if c.Response != nil {
			out = append(out, responding(c).done(3, k))
			if x := c.Response.Chooses; x != nil {
				if at := elsewhere(e, k, x); at != "" {
					last := &out[len(out)-1]
					last.Text += " Why it does so is said " + at + "."
				} else {
					out = append(out, answering(c).done(3, k))
				}
			}
		}
	}
	return out
}

// elsewhere is where the reasons of a responder are told already: "above" or
// "below"; "" if nowhere.
func elsewhere(e *explain.Explanation, k int, x *explain.Choosing) string {
	for i := range e.Choices {
		c := &e.Choices[i].Choosing
		if i == k || c.Phase != x.Phase || c.Period != x.Period || c.Act != x.Act && c.Rival != x.Act || !slices.Equal(c.Knows, x.Knows) || !slices.Equal(c.After, x.After) {
			continue
		}
		if i < k {
			return "above"
		}
		return "below"
	}
	return ""
}

// likelihood is the first level.
func likelihood(e *explain.Explanation) []ExplainSentence {
	var out []ExplainSentence
	p := &prose{}
	within := ""
	if !e.Exact {
		within = fmt.Sprintf(" within one look-ahead (from %s into %s)", e.From, e.Until)
	}
	p.say("Given this model, "+chanceWords(float64(e.Probability))+".", verb(e)+within, percent(e.Probability, "probability that it comes true within the look-ahead"))
	if e.Stories != nil {
		p.say(" Of %s stories told on from there, it %s in %s by %s.", counted(e.Stories.Told, "stories told"), past(e),
			counted(e.Stories.Yes, "stories in which it came true"), e.Asked.By)
	}
	out = append(out, p.done(1, -1))
	for k := range e.Ways {
		p := &prose{}
		wording(p, e, k)
		out = append(out, p.done(1, -1))
	}
	for _, s := range e.Signs {
		p := &prose{}
		p.say("Where it %s, ‘%s’ is “%s” with %s, against %s at the start.", present(e), s.Title, s.Value,
			percent(s.Then, "probability that %s is %s, given that it comes true", s.Secret, s.Value),
			percent(s.Overall, "probability that %s is %s at the start of the look-ahead", s.Secret, s.Value))
		out = append(out, p.done(1, -1))
	}
	if len(e.Choices) == 0 {
		p := &prose{}
		p.say("No choice within sight moves its probability by as much as a thousandth.")
		out = append(out, p.done(1, -1))
	}
	return out
}

// verb says of what is asked that it is so.
func verb(e *explain.Explanation) string {
	if e.Asked.Kind == explain.KindAct || e.Asked.Kind == explain.KindChance {
		return "happen"
	}
	return "come true"
}

func past(e *explain.Explanation) string {
	if verb(e) == "happen" {
		return "happened"
	}
	return "came true"
}

func present(e *explain.Explanation) string {
	if verb(e) == "happen" {
		return "happens"
	}
	return "comes true"
}

// chanceWords is a sentence on a probability, with a place for what is likely and
// one for the figure.
func chanceWords(p float64) string {
	switch word := Word(p); word {
	case "":
		return "it is not known how likely it is to %s (%s)"
	case "almost no chance":
		return "there is " + word + " for it to %s (%s)"
	case "roughly even chance":
		return "there is a " + word + " for it to %s (%s)"
	default:
		return "it is " + word + " to %s (%s)"
	}
}

// wording says one way.
func wording(p *prose, e *explain.Explanation, k int) {
	w := e.Ways[k]
	switch {
	case len(e.Ways) == 1 && len(w.Steps) == 0:
		p.say("No one act or event raises its chance by much.")
		return
	case w.Stories > 0:
		all := ""
		if w.Stories == e.Stories.Yes {
			all = "all "
		}
		p.say("In %s%s of these: ", all, counted(w.Stories, "stories in which it came true in this way"))
	case len(e.Ways) == 1 && w.Share > certain:
		p.say("There is one way to that: ")
	default:
		p.say("In %s of the cases in which it does: ", percent(w.Share, "share of this way, given that it comes true"))
	}
	if len(w.Steps) == 0 {
		p.say("no one act or event raises its chance by much.")
		return
	}
	several := false
	for _, s := range w.Steps {
		several = several || s.Period != w.Steps[0].Period
	}
	for i, s := range w.Steps {
		if i > 0 {
			p.say(", then ")
		}
		p.say("%s", doing(s, several))
	}
	p.say(".")
}

// doing says a step of a way.
func doing(s explain.WayStep, dated bool) string {
	text := fmt.Sprintf("“%s” happens", s.Act.Title)
	if s.Act.Actor != "" {
		text = fmt.Sprintf("%s chooses %s", inside(s.Act.Who), actQuoted(s.Act))
	}
	if dated && s.Period != "" {
		text += " (" + s.Period + ")"
	}
	return text
}

func actQuoted(a explain.Act) string {
	if a.Covert {
		return quote(a.Title) + " (covertly)"
	}
	return quote(a.Title)
}

// inside is a name within a sentence.
func inside(who string) string {
	if rest, article := strings.CutPrefix(who, "The "); article {
		return "the " + rest
	}
	return who
}

// choiceHeading says whose choice it is, and when.
func choiceHeading(c *explain.Choosing) string {
	text := c.Who + ", " + c.Period
	if c.Title != "" {
		text += ": " + c.Title
	}
	return text
}

// deciding is the second level: one choice.
func deciding(e *explain.Explanation, c *explain.PivotalChoice) *prose {
	p := &prose{}
	if c.Place < certain {
		p.say("It comes to this choice with %s. ", percent(c.Place, "probability of coming to the choice"))
	}
	t := tagsOf(&c.Choosing, "A", "B")
	situation(p, &c.Choosing)
	share(p, &c.Choosing, t)
	kinds(p, &c.Choosing)
	act, rival := percent(c.IfAct, "probability that it comes true after %s", c.Act.Action), percent(c.IfRival, "probability that it comes true after %s", c.Rival.Action)
	switch {
	case max(c.IfAct, c.IfRival) == 1 && min(c.IfAct, c.IfRival) < 0.005: // the act is what is asked about
	case c.IfAct == 1:
		p.say(" After %s it still %s with %s.", t.rival, present(e), rival)
	case c.IfRival == 1:
		p.say(" After %s it still %s with %s.", t.act, present(e), act)
	default:
		p.say(" After %s it %s with %s, after %s with %s.", t.act, present(e), act, t.rival, rival)
	}
	thoughts(p, &c.Choosing, "")
	compared(p, &c.Choosing, t)
	return p
}

// tags are what a choice's act and its rival are called once they were named.
type tags struct{ act, rival string }

// longTitle is the length from which acts are called by letters.
const longTitle = 24

// tagsOf gives a choice's two acts letters if a title is long.
func tagsOf(c *explain.Choosing, a, b string) tags {
	if len([]rune(c.Act.Title)) > longTitle || len([]rune(c.Rival.Title)) > longTitle {
		return tags{a, b}
	}
	return tags{quote(c.Act.Title), quote(c.Rival.Title)}
}

// named is an act where it is named first.
func named(a explain.Act, tag string) string {
	var notes []string
	if a.Covert {
		notes = append(notes, "covertly")
	}
	if tag != quote(a.Title) {
		notes = append(notes, "call it "+tag)
	}
	if len(notes) == 0 {
		return quote(a.Title)
	}
	return quote(a.Title) + " (" + strings.Join(notes, "; ") + ")"
}

// mostSeen is how many earlier events are recalled.
const mostSeen = 3

// situation says after what, and with what knowledge, somebody chooses.
func situation(p *prose, c *explain.Choosing) {
	var seen []string
	for _, s := range c.After[max(0, len(c.After)-mostSeen):] {
		if s.Act.Actor == "" {
			seen = append(seen, quote(s.Act.Title))
		} else {
			seen = append(seen, fmt.Sprintf("%s (%s)", quote(s.Act.Title), inside(s.Act.Who)))
		}
	}
	var lead []string
	if len(seen) > 0 {
		lead = append(lead, "after "+andList(seen))
	}
	if len(c.Knows) > 0 {
		lead = append(lead, "knowing that "+knowing(c.Knows))
	}
	switch {
	case len(lead) > 0:
		p.say("%s, %s", capital(strings.Join(lead, " and ")), inside(c.Who))
	default:
		p.say("%s", capital(c.Who))
	}
}

// knowing says what somebody knows.
func knowing(list []explain.Known) string {
	var parts []string
	for _, k := range list {
		if k.Value == "done" && strings.Contains(k.Secret, ".") {
			parts = append(parts, fmt.Sprintf("“%s” was done", k.Title))
		} else {
			parts = append(parts, fmt.Sprintf("‘%s’ is “%s”", k.Title, k.Value))
		}
	}
	return andList(parts)
}

// probabilityOf is how likely an act of a choice is.
func probabilityOf(c *explain.Choosing, action string) quantity.Number {
	for _, a := range c.Acts {
		if a.Act.Action == action {
			return a.Probability
		}
	}
	return quantity.None
}

// share says with what probability the act is done, and its rival; kinds ends the
// sentence.
func share(p *prose, c *explain.Choosing, t tags) {
	mine, theirs := probabilityOf(c, c.Act.Action), probabilityOf(c, c.Rival.Action)
	of := "probability that " + c.Actor + " chooses %s there"
	on := ""
	if c.Pooled > 1 {
		on = ", on average of all that it may know,"
	}
	format := " chooses %s with %s%s rather than %s (%s)"
	if theirs > mine {
		format = " chooses %s with only %s%s and %s with %s"
	}
	p.say(format, named(c.Act, t.act), percent(mine, of, c.Act.Action), on, named(c.Rival, t.rival), percent(theirs, of, c.Rival.Action))
	if top := c.Acts[0]; top.Act.Action != c.Act.Action && top.Act.Action != c.Rival.Action {
		p.say("; likeliest is %s (%s)", quote(top.Act.Title), percent(top.Probability, of, top.Act.Action))
	}
}

// kinds says what the actor would do if it knew something else.
func kinds(p *prose, c *explain.Choosing) {
	of := func(k explain.KindShare, other []explain.Known) numeral {
		return percent(k.Probability, "probability that %s chooses %s there, if %s", c.Actor, c.Act.Action, knowing(other))
	}
	var short []string
	for _, k := range c.Kinds {
		other := slices.DeleteFunc(slices.Clone(k.Knows), func(x explain.Known) bool { return slices.Contains(c.Knows, x) })
		if len(other) == 1 && len(c.Knows) == 1 && other[0].Secret == c.Knows[0].Secret {
			n := of(k, other)
			p.numbers = append(p.numbers, n)
			if len(short) == 0 {
				short = append(short, fmt.Sprintf("if it were “%s”, with %s", other[0].Value, n))
			} else {
				short = append(short, fmt.Sprintf("if “%s”, with %s", other[0].Value, n))
			}
		}
	}
	if len(short) > 0 {
		p.say("; %s", strings.Join(short, ", "))
	}
	p.say(".")
	if len(short) > 0 {
		return
	}
	for _, k := range c.Kinds {
		other := slices.DeleteFunc(slices.Clone(k.Knows), func(x explain.Known) bool { return slices.Contains(c.Knows, x) })
		if len(other) > 0 {
			p.say(" If %s, it would choose it with %s.", knowing(other), of(k, other))
		}
	}
}

// mostThoughts is how many beliefs of one choice are told.
const mostThoughts = 2

// thoughts says what somebody believes of what it does not know.
func thoughts(p *prose, c *explain.Choosing, otherwise string) {
	told := 0
	for _, t := range c.Thinks {
		if told == mostThoughts {
			break
		}
		of := func(value, when string) string {
			return fmt.Sprintf("belief of %s that %s is %s, %s", c.Actor, t.Secret, value, when)
		}
		switch {
		case t.Act:
			o := t.Values[0]
			p.say(" It believes with %s that %s has done “%s” in secret", percentOf(o.Now, of("done", "there")), inside(t.Who), t.Title)
			if otherwise != "" && finite(o.Otherwise) && moved(o.Now, o.Otherwise) {
				p.say(" (after %s: %s)", otherwise, percentOf(o.Otherwise, of("done", "after the rival")))
			}
		case len(t.Values) > 2 && finite(t.Mean):
			p.say(" It reckons ‘%s’ at %s on average", t.Title, amount(t.Mean, "mean of %s as %s believes there", t.Secret, c.Actor))
			apart := func(a, b quantity.Number) bool {
				return finite(b) && math.Abs(float64(a-b)) > 0.02*math.Abs(float64(a))
			}
			var more []string
			add := func(when string, n numeral) {
				p.numbers = append(p.numbers, n)
				more = append(more, when+": "+n.Text)
			}
			if apart(t.Mean, t.StartMean) {
				add("at the start", amount(t.StartMean, "mean of %s at the scenario's start", t.Secret))
			}
			if otherwise != "" && apart(t.Mean, t.OtherMean) {
				add("after "+otherwise, amount(t.OtherMean, "mean of %s as %s believes after the rival", t.Secret, c.Actor))
			}
			if len(more) > 0 {
				p.say(" (%s)", strings.Join(more, "; "))
			}
		default:
			o := t.Values[0]
			p.say(" It believes with %s that ‘%s’ is “%s”", percentOf(o.Now, of(o.Value, "there")), t.Title, o.Value)
			var more []string
			if moved(o.Now, o.Start) {
				n := percentOf(o.Start, of(o.Value, "at the scenario's start"))
				p.numbers = append(p.numbers, n)
				more = append(more, "at the start: "+n.Text)
			}
			if otherwise != "" && finite(o.Otherwise) && moved(o.Now, o.Otherwise) {
				n := percentOf(o.Otherwise, of(o.Value, "after the rival"))
				p.numbers = append(p.numbers, n)
				more = append(more, "after "+otherwise+": "+n.Text)
			}
			if len(more) > 0 {
				p.say(" (%s)", strings.Join(more, "; "))
			}
		}
		p.say(".")
		told++
	}
}

// moved reports whether two beliefs differ enough to be told.
func moved(a, b quantity.Number) bool { return math.Abs(float64(a-b)) >= 0.02 }

// compared says what the act and its rival promise, and what the difference is
// made of.
func compared(p *prose, c *explain.Choosing, tag tags) {
	at := " To " + inside(c.Who)
	if len(c.Thinks) > 0 {
		at = " On that belief"
	}
	of := "payoff that %s promises %s"
	pro, con := splitTerms(c.Terms)
	if len(pro)+len(con) == 0 {
		p.say("%s the two are worth nearly the same, %s and %s.", at, amount(c.Mine, of, c.Act.Action, c.Actor), amount(c.Theirs, of, c.Rival.Action, c.Actor))
		return
	}
	largest := math.Abs(float64(c.Terms[0].Difference))
	near := ""
	if math.Abs(float64(c.Mine-c.Theirs)) < nearly*largest {
		near = ", nearly the same"
	}
	p.say("%s %s is worth %s and %s %s%s.", at, tag.act, worth(c.Mine, largest, of, c.Act.Action, c.Actor), tag.rival, worth(c.Theirs, largest, of, c.Rival.Action, c.Actor), near)
	name := func(t explain.TermPart) string {
		p.numbers = append(p.numbers, difference(t.Difference, "%s of %s: after %s less after %s", t.Term, c.Actor, c.Act.Action, c.Rival.Action))
		return fmt.Sprintf("‘%s’ (%s)", human(t.Term), p.numbers[len(p.numbers)-1].Text)
	}
	list := func(ts []explain.TermPart) string {
		var parts []string
		for _, t := range ts {
			parts = append(parts, name(t))
		}
		return andList(parts)
	}
	switch {
	case len(con) == 0:
		p.say(" For %s %s %s.", tag.act, speak(pro), list(pro))
	case len(pro) == 0:
		p.say(" Against %s %s %s.", tag.act, speak(con), list(con))
	default:
		p.say(" For %s %s %s, against it %s.", tag.act, speak(pro), list(pro), list(con))
	}
}

func speak(terms []explain.TermPart) string {
	if len(terms) > 1 {
		return "speak"
	}
	return "speaks"
}

// nearly is the share of the largest term under which a difference is none to speak of.
const nearly = 0.02

// worth is an amount beside terms of a certain size: what is as good as nothing
// beside them is said to be.
func worth(v quantity.Number, largest float64, of string, a ...any) numeral {
	n := amount(v, of, a...)
	if x := math.Abs(float64(v)); x >= noise && x < nearly*largest {
		n.Text = "about 0"
	}
	return n
}

// splitTerms picks at most two terms for and two against, leaving out those
// under a twentieth of the largest.
func splitTerms(terms []explain.TermPart) (pro, con []explain.TermPart) {
	list := append([]explain.TermPart(nil), terms...)
	sort.SliceStable(list, func(i, j int) bool {
		return math.Abs(float64(list[i].Difference)) > math.Abs(float64(list[j].Difference))
	})
	for _, t := range list {
		d := float64(t.Difference)
		switch {
		case math.Abs(d) < tiny || math.Abs(d) < math.Abs(float64(list[0].Difference))/20:
		case d > 0 && len(pro) < 2:
			pro = append(pro, t)
		case d < 0 && len(con) < 2:
			con = append(con, t)
		}
	}
	return pro, con
}

// responding is the third level: why a term differs.
func responding(c *explain.PivotalChoice) *prose {
	p := &prose{}
	r := c.Response
	term := human(r.Term)
	t := tagsOf(&c.Choosing, "A", "B")
	act, rival := t.act, t.rival
	d := difference(r.Difference, "%s of %s: after %s less after %s", r.Term, c.Actor, c.Act.Action, c.Rival.Action)
	if r.From == explain.FromAct {
		p.say("‘%s’ (%s) comes with the choice itself: no later response accounts for much of it.", term, d)
		return p
	}
	of := "probability of %s after %s"
	after, beside := percent(r.IfAct, of, r.Act.Action, c.Act.Action), percent(r.IfRival, of, r.Act.Action, c.Rival.Action)
	when := ""
	if r.Period != c.Period {
		when = " in " + r.Period
	}
	does := fmt.Sprintf("%s chooses %s", inside(r.Act.Who), quote(r.Act.Title))
	switch {
	case r.Act.Actor == "":
		does = fmt.Sprintf("%s happens", quote(r.Act.Title))
	case r.From == explain.FromSelf || r.Act.Actor == c.Actor:
		does = fmt.Sprintf("it goes on to choose %s", quote(r.Act.Title))
	}
	if r.From == explain.FromEither {
		done := c.Act.Action
		if r.AfterRival {
			done, act, rival, after, beside = c.Rival.Action, rival, act, beside, after
		}
		p.say("‘%s’ (%s) hangs on what comes later%s: %s with %s after %s", term, d, when, does, after, act)
		if math.Abs(float64(after.Value-beside.Value)) >= 0.005 {
			p.say(", with %s after %s", beside, rival)
		} else {
			p.say(" as after %s", rival)
		}
		p.say(". Where that comes after %s, ‘%s’ amounts to %s for %s, where it does not to %s.", act, term, amount(r.With, "%s of %s after %s, where %s comes", r.Term, c.Actor, done, r.Act.Action),
			inside(c.Who), amount(r.Without, "%s of %s after %s, where %s does not come", r.Term, c.Actor, done, r.Act.Action))
		return p
	}
	switch {
	case r.IfRival == 0:
		p.say("‘%s’ (%s) differs because of what comes later%s: after %s %s with %s, after %s never.", term, d, when, act, does, after, rival)
	case r.IfAct == 0:
		p.say("‘%s’ (%s) differs because of what comes later%s: after %s %s with %s, after %s never.", term, d, when, rival, does, beside, act)
	default:
		p.say("‘%s’ (%s) differs because of what comes later%s: after %s %s with %s, after %s with %s.", term, d, when, act, does, after, rival, beside)
	}
	done, tag := c.Act, act
	if r.AfterRival {
		done, tag = c.Rival, rival
	}
	where := "where it does not to"
	if r.Instead != nil {
		where = fmt.Sprintf("with “%s” in its place it would be", r.Instead.Title)
	}
	p.say(" Where that comes after %s, ‘%s’ amounts to %s for %s, %s %s.", tag, term, amount(r.With, "%s of %s after %s, where %s comes", r.Term, c.Actor, done.Action, r.Act.Action),
		inside(c.Who), where, amount(r.Without, "%s of %s after %s, where %s does not come", r.Term, c.Actor, done.Action, r.Act.Action))
	owed := difference(r.Owed, "part of the difference in %s owed to the response", r.Term)
	switch d, o := math.Abs(float64(r.Difference)), math.Abs(float64(r.Owed)); {
	case math.Abs(o-d) < 0.05*d:
		p.say(" That accounts for the difference.")
	case o > d:
		p.say(" That alone would make %s.", owed)
	default:
		p.say(" That accounts for %s of it.", owed)
	}
	return p
}

// answering is why the responder does it.
func answering(c *explain.PivotalChoice) *prose {
	p := &prose{}
	x := c.Response.Chooses
	t := tagsOf(x, "C", "D")
	situation(p, x)
	share(p, x, t)
	kinds(p, x)
	thoughts(p, x, tagsOf(&c.Choosing, "A", "B").rival)
	compared(p, x, t)
	return p
}

// explainNotes say what is left out, and what the figures are.
func explainNotes(e *explain.Explanation) []string {
	var left []string
	if float64(e.Unlisted) >= 0.005 {
		left = append(left, fmt.Sprintf("ways with %s of the probability", chart.Percent(float64(e.Unlisted))))
	}
	if e.MoreChoices > 0 {
		left = append(left, plural(e.MoreChoices, "further choice that moves it less", "further choices that move it less"))
	}
	left = append(left, "smaller terms of the payoffs", "the reasons of those who respond, beyond the third level")
	return []string{
		"Left out: " + andList(left) + ".",
		"Percentages are probabilities given this model. Payoffs are in the utility of the actor who chooses, in the value of the period of its choice; figures in brackets behind ‘terms’ are what an act gains in them over its rival.",
	}
}
