package report

import (
	"fmt"
	"io"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/leverage"
	"demarche/internal/sweep"
)

// This file is what `demarche leverage` prints: tables, a figure, and the JSON.
// The paragraph in words is in leverage_words.go.

// LeverageJSON writes r as one indented object.
func LeverageJSON(w io.Writer, r *leverage.Leverage) error { return writeJSON(w, r) }

// widestMatrix is how many actors a matrix has room for; more are listed in pairs.
const widestMatrix = 5

// widestCell is how many columns a figure and its odds may take there.
const widestCell = 14

// LeverageText writes r for a person.
func LeverageText(w io.Writer, r *leverage.Leverage, o Options) error {
	s := newSheet(o)
	name := r.Title
	if name == "" {
		name = r.File
	}
	s.para(0, 0, &styleTitle, name)
	s.para(0, 0, &styleMuted, fmt.Sprintf("Who has the upper hand, given this model: the look-ahead from %s, %s; parameters at their medians.", r.Start, plural(r.Foresight, "period", "periods")))
	for _, x := range r.Warnings {
		s.para(0, 2, &styleWarning, "! "+x)
	}
	s.heading("In words")
	s.para(2, 0, nil, LeverageWords(r))
	dependences(s, r)
	commitments(s, r)
	threats(s, r)
	s.heading("Certificates")
	s.para(2, 2, nil, certificatesLine(r))
	return s.flush(w)
}

func dependences(s *sheet, r *leverage.Leverage) {
	if len(r.Actors) < 2 {
		return
	}
	s.heading("Who depends on whom")
	if len(r.Actors) <= widestMatrix {
		s.para(2, 0, &styleMuted, "What the actor of each row would lose without the acts of the actor of the column.")
		columns := []column{{title: "Actor", flex: true}, {title: "Expects", right: true}}
		for j := range r.Actors {
			columns = append(columns, column{title: shortParty(r, j), width: widestCell, right: true})
		}
		var rows [][]string
		for i := range r.Actors {
			row := []string{party(r, i), number(float64(r.Actors[i].Value))}
			for j := range r.Actors {
				row = append(row, dependenceCell(r, i, j))
			}
			rows = append(rows, row)
		}
		s.table(columns, rows)
	} else {
		var rows [][]string
		for _, d := range r.Dependence {
			rows = append(rows, []string{party(r, indexOf(r, d.Actor)), party(r, indexOf(r, d.On)), plain(float64(d.Dependence)), odds(d.LogOdds)})
		}
		s.table([]column{{title: "Actor", flex: true}, {title: "without", width: 28}, {title: "would lose", right: true}, {title: "odds", right: true}}, rows)
	}
	s.para(2, 0, &styleMuted, "Without: if the other did only its quiet acts through the look-ahead, all the rest choosing anew; in brackets the odds at which it would choose the better of the two, if it could, at its precision. Below 0: it would rather that the other did nothing. "+currency(r))
	for _, h := range r.Held {
		if h.Reason != "" {
			s.para(2, 2, &styleMuted, fmt.Sprintf("%s: %s.", party(r, indexOf(r, h.Actor)), h.Reason))
		}
	}
}

// currency says whether rows may be compared.
func currency(r *leverage.Leverage) string {
	if r.Transferable {
		return "Payoffs are declared to be in one currency."
	}
	return "Each row is in its actor's own utility: rows cannot be compared, nor added."
}

func dependenceCell(r *leverage.Leverage, i, j int) string {
	if i == j {
		return "·"
	}
	d := pair(r, i, j)
	return plain(float64(d.Dependence)) + bracket(d.LogOdds)
}

func commitments(s *sheet, r *leverage.Leverage) {
	s.heading("What each could do by committing itself")
	var rows [][]string
	for i, c := range r.Commitment {
		if c.Reason != "" {
			rows = append(rows, []string{party(r, i), c.Reason, "–", "–", "", ""})
			continue
		}
		up, down := favours(r, i)
		rows = append(rows, []string{party(r, i), actsText(c.Acts), plain(float64(c.Gain)) + bracket(c.LogOdds[c.Actor]), chart.Percent(float64(c.Moves)), up, down})
	}
	s.table([]column{{title: "Actor", width: 16}, {title: "Best commitment", flex: true}, {title: "Gains it", right: true, width: 13}, {title: "Moves", right: true}, {title: "For", width: 16}, {title: "Against", width: 16}}, rows)
	s.para(2, 0, &styleMuted, "The one act for each of its phases that serves the actor best if all know that it will do it wherever it can, everybody else choosing anew. Below 0: freedom to choose is worth more to it than any such promise. Moves: the outcome, by total variation, the largest difference that it makes to the probability of any set of answers to the questions and ends. For, against: who would choose so, or against it, at 5 to 4 or more, the actor apart.")
	for i, c := range r.Commitment {
		if c.Reason == "" && !c.Exhaustive {
			s.para(2, 2, &styleMuted, fmt.Sprintf("%s: %d of %s combinations of acts were tried, one phase improved at a time; a better one may exist.", party(r, i), c.Tried, number(float64(c.Combinations))))
		}
	}
}

func bracket(logOdds sweep.Number) string {
	if !finite(logOdds) {
		return ""
	}
	return " (" + odds(logOdds) + ")"
}

// odds are those of the better side of a difference.
func odds(log sweep.Number) string {
	switch x := math.Exp(math.Abs(float64(log))); {
	case math.IsNaN(x):
		return "–"
	case x < 1.05:
		return "even"
	case x < 9.95:
		return fmt.Sprintf("%.1f:1", x)
	case x < 999.5:
		return fmt.Sprintf("%.0f:1", x)
	}
	return ">999:1"
}

// inOdds says odds in words.
func inOdds(log sweep.Number) string { return strings.Replace(odds(log), ":", " to ", 1) }

// lean is the probability of choosing one side of a difference less that of the other.
func lean(log sweep.Number) float64 { return math.Tanh(float64(log) / 2) }

func threats(s *sheet, r *leverage.Leverage) {
	s.heading("What threats are worth")
	t := r.ThreatPower
	if !t.Offered {
		s.para(2, 0, nil, "Not offered: "+t.Reason+".")
		return
	}
	var rows [][]string
	for i, a := range r.Actors {
		alone := math.NaN()
		for _, c := range t.Coalitions {
			if len(c.Members) == 1 && c.Members[0] == a.Name {
				alone = float64(c.Power)
			}
		}
		rows = append(rows, []string{party(r, i), plain(float64(t.Values[a.Name])), plain(float64(a.Value)), plain(alone)})
	}
	s.table([]column{{title: "Actor", flex: true}, {title: "Threat-power value", right: true}, {title: "Expects without a deal", right: true}, {title: "Alone against all", right: true}}, rows)
	s.para(2, 0, &styleMuted, fmt.Sprintf("The value of Kohlberg and Neyman (2021): what each can claim of the %s that all could have together, by what every coalition could do to the rest. Alone against all: by how much it could come out ahead of all others together. %s", number(float64(t.Total)), t.Method))
}

// certificatesLine sums up the checks of all solutions.
func certificatesLine(r *leverage.Leverage) string {
	worst, n := 0.0, 1
	allowed := float64(r.Free.Allowed)
	look := func(x *leverage.GameSolution) {
		if x == nil {
			return
		}
		n++
		if v := float64(x.Residual); v > worst {
			worst, allowed = v, float64(x.Allowed)
		}
	}
	if v := float64(r.Free.Residual); v > worst {
		worst = v
	}
	for i := range r.Held {
		look(r.Held[i].Solution)
	}
	for i := range r.Commitment {
		look(r.Commitment[i].Solution)
	}
	line := fmt.Sprintf("The figures come from %s, checked apart from the solver: the largest residual is %s, of %s allowed (0 would be exact).", plural(n, "solved game", "solved games"), unbroken(scientific(worst)), unbroken(scientific(allowed)))
	if float64(r.Free.Precision) != 1 {
		line += fmt.Sprintf(" Precision × %s", number(float64(r.Free.Precision)))
		if r.Free.Limit {
			line += ", the limit; with holds, limits lie elsewhere (see --json)"
		}
		line += "."
	}
	return line
}

// unbroken writes a number so that no line ends inside it.
func unbroken(number string) string { return strings.ReplaceAll(number, "-", "−") }

// LeverageFigure draws r.
func LeverageFigure(r *leverage.Leverage) string { return leverageFigure(r, false) }

// leverageFigure draws r, for narrow screens if asked to.
func leverageFigure(r *leverage.Leverage, narrow bool) string {
	l := chart.Leverage{}
	for i := range r.Actors {
		l.Actors = append(l.Actors, party(r, i))
		var v []float64
		var text []string
		for j := range r.Actors {
			if i == j {
				v, text = append(v, math.NaN()), append(text, "")
				continue
			}
			d := pair(r, i, j)
			v, text = append(v, lean(d.LogOdds)), append(text, dependenceCell(r, i, j))
		}
		l.Depends, l.Texts = append(l.Depends, v), append(l.Texts, text)
		c := r.Commitment[i]
		l.Gains, l.Moves = append(l.Gains, math.NaN()), append(l.Moves, float64(c.Moves))
		if c.Reason != "" {
			l.GainText = append(l.GainText, "not computed")
			continue
		}
		l.Gains[i] = lean(c.LogOdds[c.Actor])
		l.GainText = append(l.GainText, plain(float64(c.Gain))+bracket(c.LogOdds[c.Actor]))
	}
	if narrow {
		return chart.UpperNarrow(l)
	}
	return chart.Upper(l)
}

// party is what a person calls actor i.
func party(r *leverage.Leverage, i int) string {
	if t := r.Actors[i].Title; t != "" {
		return t
	}
	return human(r.Actors[i].Name)
}

// shortParty is a name that heads a narrow column: the title, or the name where
// that is too long.
func shortParty(r *leverage.Leverage, i int) string {
	if t := party(r, i); len([]rune(t)) <= widestCell {
		return t
	}
	return human(r.Actors[i].Name)
}

func indexOf(r *leverage.Leverage, name string) int {
	for i := range r.Actors {
		if r.Actors[i].Name == name {
			return i
		}
	}
	return 0
}

// pair is the dependence of actor i on actor j.
func pair(r *leverage.Leverage, i, j int) leverage.Dependence {
	for _, d := range r.Dependence {
		if d.Actor == r.Actors[i].Name && d.On == r.Actors[j].Name {
			return d
		}
	}
	return leverage.Dependence{Dependence: sweep.Number(math.NaN()), Without: sweep.Number(math.NaN()), LogOdds: sweep.Number(math.NaN())}
}

// favours lists whose payoff a commitment raises and lowers by enough to matter,
// the committed actor apart.
func favours(r *leverage.Leverage, i int) (up, down string) {
	var ups, downs []string
	for k, a := range r.Actors {
		if k == i {
			continue
		}
		switch v := float64(r.Commitment[i].LogOdds[a.Name]); {
		case v > leverage.Matters:
			ups = append(ups, party(r, k))
		case v < -leverage.Matters:
			downs = append(downs, party(r, k))
		}
	}
	return strings.Join(ups, ", "), strings.Join(downs, ", ")
}

// actsText names acts as a person would.
func actsText(acts []leverage.PhaseAct) string {
	parts := make([]string, len(acts))
	for k, a := range acts {
		parts[k] = human(a.Phase) + ": " + actTitle(a)
	}
	return strings.Join(parts, "; ")
}

func actTitle(a leverage.PhaseAct) string {
	if a.Title != "" && !strings.Contains(a.Action, ".") {
		return a.Title
	}
	return human(a.Action)
}

// noise is what a figure must exceed to be told from 0 in a table.
const noise = 1e-8

// plain writes a quantity for a table; what rounding left is 0.
func plain(x float64) string {
	if math.Abs(x) < noise {
		return "0"
	}
	return number(x)
}
