package check

import (
	"fmt"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file warns of models that can be used but probably say something else
// than meant. Nothing here needs solving.

// Lint gives the pedantic warnings about a checked scenario, in the order of
// the file. Each is certain: where a question cannot be settled by trying every
// value of what is read, nothing is said.
func Lint(s *scenario.Scenario) diag.List {
	l := &linter{s: s, used: map[int]bool{}, read: map[int]bool{}, changes: map[int]bool{}}
	l.survey()
	l.unused()
	l.never()
	l.questions()
	l.covert()
	l.dominated()
	return finish(l.diags)
}

type linter struct {
	s       *scenario.Scenario
	used    map[int]bool // slots that somebody's choice, payoff or fate depends on
	read    map[int]bool // slots that anything reads, questions included
	changes map[int]bool // slots of variables and secrets that some effect writes
	diags   diag.List
}

func (l *linter) warnf(code string, r diag.Range, hint, format string, args ...any) {
	l.diags = append(l.diags, diag.Diagnostic{
		Code: code, Severity: diag.Warning, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: r,
	})
}

func (l *linter) target(e *scenario.Effect) int {
	if e.Secret {
		return l.s.Layout.Secret + e.Target
	}
	return l.s.Layout.Variable + e.Target
}

// survey finds what is read and what is written.
func (l *linter) survey() {
	s := l.s
	use := func(p *expr.Program, except int) {
		if p == nil {
			return
		}
		for _, slot := range p.Reads() {
			if slot != except {
				l.used[slot], l.read[slot] = true, true
			}
		}
	}
	effects := func(list []scenario.Effect) {
		for i := range list {
			l.changes[l.target(&list[i])] = true
			use(list[i].Value, l.target(&list[i])) // a counter that only counts itself is not used
		}
	}
	for _, a := range s.Actors {
		use(a.Precision, -1)
		use(a.Discount, -1)
	}
	for _, p := range s.Parameters {
		use(p.Dist.Expr, -1)
	}
	for i, x := range s.Secrets {
		for _, p := range x.Start {
			use(p, s.Layout.Secret+i)
		}
	}
	for _, ph := range s.Phases {
		use(ph.When, -1)
		for _, a := range ph.Actions {
			use(a.When, -1)
			use(a.Cost, -1)
			use(a.Exposed, -1)
			effects(a.Effects)
		}
	}
	for _, ch := range s.Chances {
		use(ch.When, -1)
		use(ch.Probability, -1)
		effects(ch.Effects)
	}
	for _, p := range s.Payoffs {
		for _, t := range append(append([]scenario.Term{}, p.EachPeriod...), p.AtEnd...) {
			use(t.Value, -1)
		}
	}
	for _, e := range s.Ends {
		use(e.When, -1)
	}
	for _, q := range s.Questions {
		for _, slot := range q.When.Reads() {
			l.read[slot] = true
		}
	}
}

func (l *linter) unused() {
	s := l.s
	for i, p := range s.Parameters {
		if !p.Hidden && !l.read[s.Layout.Parameter+i] {
			l.warnf(diag.UnusedParameter, p.Range, "use it, or remove it", "nothing reads the parameter %q", p.Name)
		}
	}
	for i, v := range s.Variables {
		if !l.read[s.Layout.Variable+i] {
			l.warnf(diag.UnusedVariable, v.Range, "let a guard, a payoff, a chance or a question read it, or remove it", "nothing depends on the variable %q", v.Name)
		}
	}
	for i, x := range s.Secrets {
		switch slot := s.Layout.Secret + i; {
		case !l.read[slot]:
			l.warnf(diag.IdleSecret, x.Range, "let a payoff or a cost depend on it, or remove it", "nothing depends on the secret %q", x.Name)
		case !l.used[slot]:
			l.warnf(diag.IdleSecret, x.Range, "let a payoff or a cost depend on it", "only questions read the secret %q: no act can reveal it", x.Name)
		}
	}
	moves := map[int]bool{}
	for _, ph := range s.Phases {
		moves[ph.Actor] = true
	}
	for i, a := range s.Actors {
		if !moves[i] {
			l.warnf(diag.ActorNeverMoves, a.Range, "give it a phase; if it only suffers, ignore this", "%s never moves", a.Name)
		}
	}
}

// never finds what can never happen.
func (l *linter) never() {
	s := l.s
	for _, ph := range s.Phases {
		if l.always(ph.When, false) {
			l.warnf(diag.PhaseNever, ph.Range, "look at its `when`", "the phase %q never takes place: its condition cannot hold", ph.Name)
			continue
		}
		possible := 0
		for i := range ph.Actions {
			if !l.always(ph.Actions[i].When, false) {
				possible++
			}
		}
		if possible == 0 {
			l.warnf(diag.PhaseNever, ph.Range, "look at the `when` of its actions", "the phase %q never takes place: none of its acts is ever possible", ph.Name)
			continue
		}
		told := map[string]bool{}
		for i := range ph.Actions {
			if a := &ph.Actions[i]; l.always(a.When, false) && !told[a.Name] {
				told[a.Name] = true
				l.warnf(diag.ActNever, a.Range, "look at its `when`, or at that of its look-alike", "the act %q is never possible", a.Name)
			}
		}
	}
	for _, ch := range s.Chances {
		if l.always(ch.When, false) || l.always(ch.Probability, false) {
			l.warnf(diag.ChanceNever, ch.Range, "look at its `when` and its probability", "the chance %q never comes true", ch.Name)
		}
	}
	frame := l.startFrame()
	for _, e := range s.Ends {
		if l.certain(e.When) && e.When.True(frame) {
			l.warnf(diag.EndAtStart, e.Range, "look at its `when` and at the start of what it reads", "the end %q holds at the start: nothing would be played", e.Name)
		}
	}
}

func (l *linter) questions() {
	for _, q := range l.s.Questions {
		from := q.From
		if from.IsZero() {
			from = l.s.AsOf
		}
		switch {
		case q.By.Before(from.Time):
			l.warnf(diag.QuestionDecided, q.Range, "choose a later `by`, or write `from`", "the question %q is over before it is asked: it ends on %s, and the as-of date is %s", q.Name, q.By, from)
		case l.always(q.When, false):
			l.warnf(diag.QuestionDecided, q.Range, "look at its `when`", "the question %q is decided at the start: it can never come true", q.Name)
		case l.always(q.When, true):
			l.warnf(diag.QuestionDecided, q.Range, "look at its `when`", "the question %q is decided at the start: it is always true", q.Name)
		}
	}
}
