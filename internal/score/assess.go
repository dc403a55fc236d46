package score

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"sort"
	"strings"

	"demarche/internal/evidence"
	"demarche/internal/scenario"
	"demarche/internal/sweep"
)

// This file puts the figures together.

// Truth is what is known of how the questions came out.
type Truth struct {
	File    string
	Settled map[string]evidence.Resolution // by question
	By      map[string]scenario.Date       // last day of each question that the file was read against; nil: any
	At      scenario.Date                  // the scoring date; zero: the last date in the file
	Notes   []string                       // what the reader of the file found odd
}

// pair is one forecast on its way to a score.
type pair struct {
	point                  Point
	random, prior, climate float64
}

// Assess scores made against truth. The runs come out in the order of their
// as-of dates. Nothing to score is not an error: figures are then NaN, and the
// warnings say why.
func Assess(made []Made, truth Truth) *ScoreSheet {
	if truth.At.IsZero() {
		truth.At = lastDay(truth.Settled)
	}
	s := &ScoreSheet{Resolution: truth.File, At: truth.At.String(), Runs: []ScoreRun{}, Forecasts: []ScoredForecast{}, Warnings: []string{}}
	made = append([]Made{}, made...)
	sort.SliceStable(made, func(i, j int) bool { return made[i].AsOf.Before(made[j].AsOf.Time) })
	var all []pair
	missing, late := map[string]bool{}, 0
	early := map[string]bool{}
	for i := range made {
		m := &made[i]
		run, pairs, lines := one(m, truth)
		for _, l := range lines {
			switch l.Status {
			case Unsettled, OtherWindow:
				missing[l.Question] = true
			case Early:
				early[l.Question] = true
			case Scored:
				if r := truth.Settled[l.Question]; !m.Created.IsZero() && m.Created.After(r.Date.AddDate(0, 0, 1)) {
					late++
				}
			}
		}
		s.Runs = append(s.Runs, run)
		s.Forecasts = append(s.Forecasts, lines...)
		all = append(all, pairs...)
	}
	s.Together = figures(all)
	s.warn(made, missing, early, late)
	s.Warnings = append(s.Warnings, truth.Notes...)
	return s
}

// one scores one run.
func one(m *Made, truth Truth) (ScoreRun, []pair, []ScoredForecast) {
	run := ScoreRun{Run: m.Run, AsOf: m.AsOf.String(), ModelHash: m.ModelHash, Seed: m.Seed, Draws: m.Draws, Stories: m.Stories, NoEvidence: m.NoEvidence,
		RandomRun: m.RandomRun, PriorRun: m.PriorRun}
	if !m.Created.IsZero() {
		run.Created = m.Created.UTC().Format("2006-01-02T15:04:05Z")
	}
	var pairs []pair
	var lines []ScoredForecast
	var at []int // line of each pair
	for i := range m.Forecasts {
		f := &m.Forecasts[i]
		r, answered := truth.Settled[f.Question]
		line := ScoredForecast{AsOf: run.AsOf, Question: f.Question, Title: f.Title, By: f.By.String(), Probability: sweep.Number(f.P),
			Interval: sweep.Interval{sweep.Number(f.Lo), sweep.Number(f.Hi)}, Brier: nan, Log: nan, Climate: nan,
			Random: look(m.Random, f.Question), Prior: look(m.Prior, f.Question), Status: statusOf(f, m.AsOf, r, answered, truth.By[f.Question], truth.At)}
		if answered && !r.Date.After(truth.At.Time) {
			line.Outcome, line.Date, line.Row = &r.Outcome, r.Date.String(), r.Row
		}
		switch line.Status {
		case Before:
			run.Before++
		case Open, Early:
			run.Open++
		case Scored:
			at = append(at, len(lines))
			pairs = append(pairs, pair{point: Point{f.Question, f.P, r.Outcome}, random: float64(line.Random), prior: float64(line.Prior)})
		default:
			run.Left++
		}
		if line.Status == Scored || line.Status == Early {
			l, _ := Log(f.P, r.Outcome)
			line.Brier, line.Log = sweep.Number(Brier(f.P, r.Outcome)), sweep.Number(l)
		}
		lines = append(lines, line)
	}
	for k, c := range LeaveOneOut(points(pairs)) {
		pairs[k].climate = c
		lines[at[k]].Climate = sweep.Number(c)
	}
	run.Figures = figures(pairs)
	return run, pairs, lines
}

var nan = sweep.Number(math.NaN())

func look(m map[string]float64, name string) sweep.Number {
	if p, ok := m[name]; ok && valid(p) {
		return sweep.Number(p)
	}
	return nan
}

func points(pairs []pair) []Point {
	out := make([]Point, len(pairs))
	for i := range pairs {
		out[i] = pairs[i].point
	}
	return out
}

// baselines in the order in which they are shown.
var baselines = []struct {
	name, title string
	of          func(p *pair) float64
}{
	{"random", "Everybody chooses at random", func(p *pair) float64 { return p.random }},
	{"prior", "The model without evidence", func(p *pair) float64 { return p.prior }},
	{"half", "One half to everything", func(p *pair) float64 { return Half }},
	{"climate", "The base rate of the other questions", func(p *pair) float64 { return p.climate }},
}

func figures(pairs []pair) ScoreFigures {
	ps := points(pairs)
	loss, held := MeanLog(ps)
	m, d := Murphy(ps), AUC(ps)
	f := ScoreFigures{Forecasts: len(ps), Questions: questions(ps), BaseRate: sweep.Number(BaseRate(ps)), Brier: sweep.Number(MeanBrier(ps)), Log: sweep.Number(loss), Held: held,
		Murphy:         ScoreMurphy{sweep.Number(m.Reliability), sweep.Number(m.Resolution), sweep.Number(m.Uncertainty), sweep.Number(m.Within)},
		Discrimination: ScoreDiscrimination{Area: sweep.Number(d.Area), Interval: sweep.Interval{sweep.Number(d.Lo), sweep.Number(d.Hi)}, Yes: d.Yes, No: d.No, Why: d.Why},
		Bins:           []ReliabilityBin{}, Baselines: []ScoreBaseline{}}
	for _, b := range Reliability(ps) {
		f.Bins = append(f.Bins, ReliabilityBin{sweep.Number(b.From), sweep.Number(b.To), b.Forecasts, b.Questions, sweep.Number(b.Forecast), sweep.Number(b.Frequency),
			sweep.Interval{sweep.Number(b.Lo), sweep.Number(b.Hi)}})
	}
	for _, b := range baselines {
		f.Baselines = append(f.Baselines, against(pairs, b.name, b.title, b.of))
	}
	return f
}

// against compares pairs with one baseline, where it has a probability.
func against(pairs []pair, name, title string, of func(*pair) float64) ScoreBaseline {
	out := ScoreBaseline{Name: name, Title: title}
	var question []string
	var mine, theirs []Point
	for i := range pairs {
		p := &pairs[i]
		if q := of(p); valid(q) {
			question = append(question, p.point.Question)
			mine = append(mine, p.point)
			theirs = append(theirs, Point{p.point.Question, q, p.point.Happened})
		}
	}
	loss, held := MeanLog(theirs)
	out.Brier, out.Log, out.Held = sweep.Number(MeanBrier(theirs)), sweep.Number(loss), held
	out.Skill = nan
	if out.Brier > 0 {
		out.Skill = sweep.Number(1 - MeanBrier(mine)/float64(out.Brier))
	}
	brier := func(p Point) float64 { return Brier(p.P, p.Happened) }
	logarithm := func(p Point) float64 { l, _ := Log(p.P, p.Happened); return l }
	out.BrierDifference = difference(question, mine, theirs, brier)
	out.LogDifference = difference(question, mine, theirs, logarithm)
	return out
}

func difference(question []string, mine, theirs []Point, loss func(Point) float64) PairedDifference {
	a, b := make([]float64, len(mine)), make([]float64, len(mine))
	for i := range mine {
		a[i], b[i] = loss(mine[i]), loss(theirs[i])
	}
	d := Paired(question, a, b)
	return PairedDifference{Mean: sweep.Number(d.Mean), Interval: sweep.Interval{sweep.Number(d.Lo), sweep.Number(d.Hi)}, Forecasts: d.Forecasts,
		Questions: d.Questions, Better: d.Better, Worse: d.Worse}
}

// warn says what a reader must know before believing a figure.
func (s *ScoreSheet) warn(made []Made, missing, early map[string]bool, late int) {
	say := func(format string, a ...any) { s.Warnings = append(s.Warnings, fmt.Sprintf(format, a...)) }
	n := s.Together.Questions
	switch {
	case s.Together.Forecasts == 0:
		say("Nothing could be scored as of %s: see what became of each forecast.", orNone(s.At))
	case n < Few:
		say("Only %s: every interval is rough, and questions of one story move together, which makes the truth wider still.", count(n, "different question", "different questions"))
	}
	if len(missing) > 0 {
		say("Not scored, though they should be settled by %s: %s. Give each a line in the resolution file; leaving out what came out badly would bias the score.", s.At, strings.Join(slices.Sorted(maps.Keys(missing)), ", "))
	}
	if len(early) > 0 {
		say("Settled before their last day, and shown but not in the means until it is over: %s. Their like that have not come true cannot be counted yet.", strings.Join(slices.Sorted(maps.Keys(early)), ", "))
	}
	if late > 0 {
		say("%d of %s made after the outcome was there to be read: this is a score of the model on the evidence of the day, not of a forecaster.", late, count(s.Together.Forecasts, "forecast was", "forecasts were"))
	}
	stopped, few := 0, 0
	for i := range made {
		if made[i].Interrupted {
			stopped++
		}
		if e := made[i].EffectiveDraws; e > 0 && e < 50 {
			few++
		}
	}
	if stopped > 0 {
		say("%s stopped early.", count(stopped, "run was", "runs were"))
	}
	if few > 0 {
		say("%s fewer than 50 effective draws: part of the loss is noise of the simulation. More draws and stories would tell.", count(few, "run has", "runs have"))
	}
	for _, b := range s.Together.Baselines {
		if s.Together.Forecasts > 0 && b.BrierDifference.Forecasts == 0 && (b.Name == "random" || b.Name == "prior") {
			say("The baseline ‘%s’ was not computed.", b.Title)
		} else if n := b.BrierDifference.Forecasts; n < s.Together.Forecasts && (b.Name == "random" || b.Name == "prior") {
			say("The baseline ‘%s’ is there for %d of %d forecasts; its differences are on those.", b.Title, n, s.Together.Forecasts)
		}
	}
	if h := s.Together.Held; h > 0 {
		say("For the logarithm %s held at %g or %g.", count(h, "probability was", "probabilities were"), Held, 1-Held)
	}
}

func orNone(date string) string {
	if date == "" {
		return "any day (the resolution file holds no date)"
	}
	return date
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
