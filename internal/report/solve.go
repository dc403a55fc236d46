package report

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is what `demarche solve` says: the equilibrium of one game, its
// certificate, and who would do what in it. The JSON names are a contract.

// SolveReport is one solved game.
type SolveReport struct {
	File        string                  `json:"file"`
	Title       string                  `json:"title"`
	Game        GameSize                `json:"game"`
	Solution    SolutionInfo            `json:"solution"`
	Certificate CertificateInfo         `json:"certificate"`
	Values      map[string]sweep.Number `json:"values"`    // expected payoff, by actor
	Questions   map[string]sweep.Number `json:"questions"` // probability within the look-ahead, by name
	Ends        map[string]sweep.Number `json:"ends"`      // probability within the look-ahead, by name
	Strategy    []Choice                `json:"strategy"`
	Equilibria  []Equilibrium           `json:"equilibria,omitempty"` // with --all: those found
	Starts      *StartCount             `json:"starts,omitempty"`     // with --all
	Profile     *Profile                `json:"profile,omitempty"`    // with --profile
	Timing      map[string]any          `json:"timing"`
	Warnings    []string                `json:"warnings"`
}

// GameSize says how large the game is.
type GameSize struct {
	Actors          []string `json:"actors"`
	Nodes           int      `json:"nodes"`
	InformationSets int      `json:"information_sets"`
	Actions         int      `json:"actions"`
	PublicStates    int      `json:"public_states"`
	SecretProfiles  int      `json:"secret_profiles"`
}

// SolutionInfo says how the solution was reached.
type SolutionInfo struct {
	Precision        sweep.Number `json:"precision"`
	Branch           string       `json:"branch"` // principal, decomposed, local
	Folds            int          `json:"folds"`
	FirstFold        sweep.Number `json:"first_fold"` // precision at the first fold; null: none met
	Bifurcations     int          `json:"bifurcations"`
	FirstBifurcation sweep.Number `json:"first_bifurcation"` // null: none met
	Limit            bool         `json:"limit"`
	Steps            int          `json:"steps"`
	Passes           int          `json:"passes"`
}

// CertificateInfo is the independent check of the solution.
type CertificateInfo struct {
	Residual sweep.Number            `json:"residual"` // in log-probability
	Regret   map[string]sweep.Number `json:"regret"`   // payoff that leaving the profile would gain, by actor
}

// Choice is one information set: who chooses, what it knows and has seen, and what it does.
type Choice struct {
	Actor          string            `json:"actor"`
	Player         int               `json:"player"`          // from 1
	InformationSet int               `json:"information_set"` // from 1, within the player
	Phase          string            `json:"phase"`
	Period         string            `json:"period"`
	Knows          map[string]string `json:"knows"`
	Seen           []string          `json:"seen"`
	Histories      sweep.Number      `json:"histories,omitempty"` // public histories that lead here; missing: one
	Reach          sweep.Number      `json:"reach"`
	Actions        []ChoiceAction    `json:"actions"`
}

// ChoiceAction is one act of an information set.
type ChoiceAction struct {
	Action      string       `json:"action"`
	Probability sweep.Number `json:"probability"`
	Payoff      sweep.Number `json:"payoff"` // expected, given that the information set is reached
}

// SolveJSON writes r as one indented object, empty lists and maps in place of missing ones.
func SolveJSON(w io.Writer, r *SolveReport) error {
	c := *r
	c.Game.Actors = orEmpty(c.Game.Actors)
	c.Warnings = orEmpty(c.Warnings)
	c.Strategy = filled(r.Strategy)
	c.Equilibria = append([]Equilibrium(nil), r.Equilibria...)
	for i := range c.Equilibria {
		c.Equilibria[i].Strategy = filled(c.Equilibria[i].Strategy)
	}
	for _, m := range []*map[string]sweep.Number{&c.Values, &c.Questions, &c.Ends, &c.Certificate.Regret} {
		if *m == nil {
			*m = map[string]sweep.Number{}
		}
	}
	if c.Timing == nil {
		c.Timing = map[string]any{}
	}
	if len(c.Strategy) > longStrategy { // nobody reads it: no indentation
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		if err := e.Encode(&c); err != nil {
			return fmt.Errorf("cannot write the JSON: %w", err)
		}
		return nil
	}
	return writeJSON(w, &c)
}

// longStrategy is the number of information sets above which JSON is written on
// one line.
const longStrategy = 2000

// filled is a copy with empty lists and maps in place of missing ones.
func filled(strategy []Choice) []Choice {
	out := append([]Choice{}, strategy...)
	for i := range out {
		s := &out[i]
		s.Seen, s.Actions = orEmpty(s.Seen), orEmpty(s.Actions)
		if s.Knows == nil {
			s.Knows = map[string]string{}
		}
	}
	return out
}

// mostChoices is how many information sets the text shows; the JSON has them all.
const mostChoices = 60

// SolveText writes r for a person: how it was solved, what it is worth to each,
// and who does what, the information sets that are reached most.
func SolveText(w io.Writer, r *SolveReport, o Options) error {
	s := newSheet(o)
	name := r.Title
	if name == "" {
		name = r.File
	}
	s.para(0, 0, &styleTitle, name)
	s.para(0, 0, &styleMuted, sizeLine(r.Game))
	for _, x := range r.Warnings {
		s.para(0, 2, &styleWarning, "! "+x)
	}
	s.heading("Equilibrium")
	s.para(2, 2, nil, solutionLine(r.Solution))
	s.para(2, 2, nil, fmt.Sprintf("Certificate, computed apart from the solver: residual %s (0 would be exact).", scientific(float64(r.Certificate.Residual))))

	rows := make([][]string, len(r.Game.Actors))
	for i, a := range r.Game.Actors {
		rows[i] = []string{human(a), number(lookup(r.Values, a)), number(lookup(r.Certificate.Regret, a))}
	}
	if len(rows) > 0 {
		s.blank()
		s.table([]column{{title: "Actor", flex: true}, {title: "Expected payoff", right: true}, {title: "Regret", right: true}}, rows)
		s.para(2, 0, &styleMuted, "Regret: what the actor would gain by leaving this profile for its best reply; it shrinks as precision grows.")
	}
	equilibria(s, r)
	profile(s, r)
	probabilities(s, "Questions, within the look-ahead and given this model", r.Questions)
	probabilities(s, "Ends, within the look-ahead and given this model", r.Ends)
	strategy(s, r)
	return s.flush(w)
}

func sizeLine(g GameSize) string {
	line := fmt.Sprintf("%s, %s, %s", plural(len(g.Actors), "actor", "actors"), plural(g.InformationSets, "information set", "information sets"),
		plural(g.Actions, "action", "actions"))
	if g.Nodes > 0 {
		line += ", " + plural(g.Nodes, "node", "nodes")
	}
	if g.PublicStates > 0 {
		line += ", " + plural(g.PublicStates, "public state", "public states")
	}
	if g.SecretProfiles > 0 {
		line += ", " + plural(g.SecretProfiles, "combination of secrets", "combinations of secrets")
	}
	return line + "."
}

func solutionLine(x SolutionInfo) string {
	var line string
	switch x.Branch {
	case "principal":
		line = "On the principal branch, which leads from choosing at random to choosing at this precision"
	case "decomposed":
		line = "Decomposed: proper subgames were solved by themselves first"
	default:
		line = "Local: an equilibrium, but not known to be the one that the principal branch leads to"
	}
	line += fmt.Sprintf("; precision × %s", number(float64(x.Precision)))
	if x.Limit {
		line += ", its limit"
	}
	line += fmt.Sprintf("; %s, %s", plural(x.Steps, "step", "steps"), plural(x.Folds, "fold", "folds"))
	if x.Folds > 0 && finite(x.FirstFold) {
		line += fmt.Sprintf(" (the first at %s)", number(float64(x.FirstFold)))
	}
	if x.Bifurcations > 0 {
		line += ", " + plural(x.Bifurcations, "bifurcation", "bifurcations")
		if finite(x.FirstBifurcation) {
			line += fmt.Sprintf(" (the first at %s)", number(float64(x.FirstBifurcation)))
		}
	}
	return line + "."
}

func probabilities(s *sheet, heading string, m map[string]sweep.Number) {
	if len(m) == 0 {
		return
	}
	s.heading(heading)
	names := make([]string, 0, len(m))
	for n := range m {
		names = append(names, n)
	}
	sort.Strings(names)
	rows := make([][]string, len(names))
	for i, n := range names {
		rows[i] = []string{human(n), chart.Percent(float64(m[n])), Word(float64(m[n]))}
	}
	s.table([]column{{title: "Name", flex: true}, {title: "Probability", right: true}, {title: "In words"}}, rows)
}

func strategy(s *sheet, r *SolveReport) {
	if len(r.Strategy) == 0 {
		return
	}
	s.heading("Who would do what")
	shown := mostReached(r.Strategy, mostChoices)
	for _, k := range shown {
		c := r.Strategy[k]
		s.blank()
		s.para(2, 2, &styleStrong, choiceTitle(c))
		if context := choiceContext(c); context != "" {
			s.para(2, 2, &styleMuted, context)
		}
		rows := make([][]string, len(c.Actions))
		for i, a := range c.Actions {
			rows[i] = []string{actionName(a.Action, i), c.probability(a.Probability), number(float64(a.Payoff))}
		}
		s.table([]column{{title: "Action", flex: true}, {title: "Probability", right: true}, {title: "Payoff", right: true}}, rows)
	}
	s.blank()
	s.para(2, 0, &styleMuted, "Payoff: what the actor expects from then on if it chooses this act, given what it knows and has seen.")
	if rest := len(r.Strategy) - len(shown); rest > 0 {
		s.para(2, 0, &styleMuted, fmt.Sprintf("%s reached less often are not shown: --json has them all.", plural(rest, "information set", "information sets")))
	}
}

// mostReached gives the indices of the n information sets of largest reach, of
// equals the first, in their own order.
func mostReached(cs []Choice, n int) []int {
	var at []int // by falling reach
	for i := range cs {
		r := float64(cs[i].Reach)
		k := sort.Search(len(at), func(k int) bool {
			a := float64(cs[at[k]].Reach)
			return r > a || !math.IsNaN(r) && math.IsNaN(a)
		})
		if k >= n {
			continue
		}
		at = slices.Insert(at, k, i)
		at = at[:min(n, len(at))]
	}
	sort.Ints(at)
	return at
}

func choiceTitle(c Choice) string {
	text := human(c.Actor)
	if c.Phase != "" {
		text += " · " + human(c.Phase)
	} else {
		text += fmt.Sprintf(" · information set %d", c.InformationSet)
	}
	if c.Period != "" {
		text += " · " + c.Period
	}
	return text
}

func choiceContext(c Choice) string {
	var parts []string
	if len(c.Knows) > 0 {
		names := make([]string, 0, len(c.Knows))
		for n := range c.Knows {
			names = append(names, n)
		}
		sort.Strings(names)
		for i, n := range names {
			names[i] = human(n) + " is " + human(c.Knows[n])
		}
		parts = append(parts, "knows that "+strings.Join(names, ", "))
	}
	if len(c.Seen) > 0 {
		seen := make([]string, len(c.Seen))
		for i, x := range c.Seen {
			seen[i] = human(x)
		}
		parts = append(parts, "has seen "+strings.Join(seen, ", "))
	}
	if c.Histories > 1 {
		parts = append(parts, "stands for "+histories(float64(c.Histories))+" that leave the same game")
	}
	if finite(c.Reach) {
		parts = append(parts, "reached with probability "+c.probability(c.Reach))
	}
	return capital(strings.Join(parts, "; "))
}

// histories says how many public histories there are.
func histories(n float64) string {
	if n < 1e6 {
		return plural(int(n), "public history", "public histories")
	}
	return fmt.Sprintf("%.0e public histories", n)
}

// actionName gives unnamed moves of a game file their number.
func actionName(name string, i int) string {
	if strings.TrimSpace(name) == "" {
		return fmt.Sprintf("(action %d)", i+1)
	}
	return human(name)
}

// probability writes p as everywhere for a scenario; for a game file, whose
// figures are compared with those of other programs, in digits.
func (c Choice) probability(p sweep.Number) string {
	if c.Period != "" {
		return chart.Percent(float64(p))
	}
	return probability(float64(p))
}

// probability writes p for a table of an equilibrium, where small ones matter.
func probability(p float64) string {
	switch {
	case math.IsNaN(p):
		return "–"
	case p != 0 && p < 0.0001:
		return fmt.Sprintf("%.1e", p)
	}
	return fmt.Sprintf("%.4f", p)
}

func lookup(m map[string]sweep.Number, name string) float64 {
	if v, ok := m[name]; ok {
		return float64(v)
	}
	return math.NaN()
}
