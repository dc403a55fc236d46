package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file reads chances, payoffs, ends and questions.

func (c *checker) chances() {
	for step, st := range c.out.Steps {
		if !st.Chance {
			continue
		}
		ch, b := &c.out.Chances[st.Index], c.chanceBlocks[st.Index]
		if b.Broken {
			continue
		}
		group := c.groups[step]
		if a := b.Arg("when"); a != nil {
			ch.When = c.program(a, everywhere("a chance").at(group), c.condition)
		}
		if a := b.Arg("probability"); a != nil {
			ch.Probability = c.probability(a, everywhere("a probability").at(group))
		}
		if a := b.Arg("effect"); a != nil {
			ch.Effects = c.effects(a, group, nil, false)
		}
	}
}

func (c *checker) payoffs() {
	c.out.Payoffs = make([]scenario.Payoff, len(c.out.Actors))
	for i := range c.out.Payoffs {
		c.out.Payoffs[i].Actor = i
	}
	from := map[int]*syntax.Block{}
	complete := true
	for _, b := range c.blocks("payoff") {
		if b.Label() == "" {
			complete = false
			continue
		}
		i, known := c.actors[b.Label()]
		if !known {
			complete = false
			c.errorf(diag.UnknownName, b.Labels[0].Range, didYouMean(b.Label(), keys(c.actors)), "there is no actor %q", b.Label())
			continue
		}
		if old := from[i]; old != nil {
			c.report(diag.Diagnostic{
				Code: diag.DuplicateName, Subject: b.Header, Message: fmt.Sprintf("there are two payoffs of %q", b.Label()),
				Hint: "merge them: the terms are summed", Notes: []diag.Note{{Message: "the first one is here", At: old.Header}},
			})
			continue
		}
		from[i] = b
		if b.Broken {
			continue
		}
		p := &c.out.Payoffs[i]
		p.Range = b.Header
		if a := b.Arg("each_period"); a != nil {
			p.EachPeriod = c.terms(a, everywhere("a payoff"))
		}
		if a := b.Arg("at_end"); a != nil {
			place := everywhere("a payoff at the end")
			place.noEvents = true
			p.AtEnd = c.terms(a, place)
		}
		if len(b.Args) == 0 {
			c.errorf(diag.MissingArgument, b.Header, "write each_period = { term = value } or at_end = { … }", "this payoff is empty")
		}
	}
	for i, a := range c.out.Actors {
		if from[i] == nil && complete && !c.actorBlocks[i].Broken {
			c.errorf(diag.MissingPayoff, a.Range, fmt.Sprintf(`add payoff "%s" { each_period = { … } }, 0 if it wants nothing`, a.Name), "nothing says what %s wants", a.Name)
		}
	}
}

// terms reads { name = number, … } or a single number.
func (c *checker) terms(a *syntax.Arg, p *place) []scenario.Term {
	o, ok := a.Value.(*syntax.Object)
	if !ok {
		return []scenario.Term{{Name: a.Name, Value: c.program(a, p, c.number), Range: a.Value.Span()}}
	}
	var out []scenario.Term
	for _, item := range o.Items {
		one := &syntax.Arg{Value: item.Value}
		out = append(out, scenario.Term{Name: item.Key, Value: c.program(one, p, c.number), Range: item.KeyRange})
	}
	return out
}

func (c *checker) ends() {
	seen := map[string]*syntax.Block{}
	for _, b := range c.blocks("end") {
		if !c.ownName("end", b, seen) || b.Broken {
			continue
		}
		e := scenario.End{Name: b.Label(), Title: c.text(b, "title"), Range: b.Header}
		if a := b.Arg("when"); a != nil {
			place := public("the end of the story")
			place.hint = "an end is seen by all: read what is public, or a chance whose probability depends on the secret"
			e.When = c.program(a, place, c.condition)
		}
		c.out.Ends = append(c.out.Ends, e)
	}
}

// ownName checks names that only reports use: those of ends and questions.
func (c *checker) ownName(what string, b *syntax.Block, seen map[string]*syntax.Block) bool {
	name := b.Label()
	if name == "" {
		return false
	}
	c.checkName(what, name, b.Labels[0].Range)
	if old := seen[name]; old != nil {
		c.report(diag.Diagnostic{
			Code: diag.DuplicateName, Subject: b.Labels[0].Range, Message: fmt.Sprintf("there are two %ss %q", what, name),
			Hint: "rename one of them", Notes: []diag.Note{{Message: "the first one is here", At: old.Header}},
		})
		return false
	}
	seen[name] = b
	return true
}

func (c *checker) questions() {
	seen := map[string]*syntax.Block{}
	for _, b := range c.blocks("question") {
		if !c.ownName("question", b, seen) || b.Broken {
			continue
		}
		q := scenario.Question{Name: b.Label(), Title: c.text(b, "title"), Range: b.Header}
		if a := b.Arg("when"); a != nil {
			q.When = c.program(a, everywhere("a question"), c.condition)
		}
		q.From, q.By = c.date(b, "from"), c.date(b, "by")
		c.questionDates(b, &q)
		c.out.Questions = append(c.out.Questions, q)
	}
}

// questionDates checks that the question falls into the story; without `by` it
// runs to the story's end.
func (c *checker) questionDates(b *syntax.Block, q *scenario.Question) {
	s := c.out
	if c.noCalendar {
		return
	}
	last := c.lastDay()
	if b.Arg("by") == nil {
		q.By = last
	}
	for name, d := range map[string]scenario.Date{"from": q.From, "by": q.By} {
		if d.IsZero() {
			continue
		}
		if p := s.PeriodOf(d); p < 1 || p > s.Horizon {
			c.errorf(diag.OutsideStory, b.Arg(name).Value.Span(), "choose a date within the story, or change start or horizon",
				"%s is outside of the story, which runs from %s to %s", d, s.PeriodStart(1), last)
			return
		}
	}
	if !q.From.IsZero() && !q.By.IsZero() && q.By.Before(q.From.Time) {
		c.errorf(diag.BadQuestionDates, b.Arg("by").Value.Span(), "exchange them", "the question ends on %s, before it starts on %s", q.By, q.From)
	}
}
