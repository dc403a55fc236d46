package score

// This file tests which forecasts are scored, and that the rule favours nobody.

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"demarche/internal/evidence"
	"demarche/internal/scenario"
)

func on(text string) scenario.Date {
	d, err := day(text)
	if err != nil {
		panic(err)
	}
	return d
}

func yes(text string) evidence.Resolution { return evidence.Resolution{Outcome: true, Date: on(text)} }
func no(text string) evidence.Resolution  { return evidence.Resolution{Date: on(text)} }

func TestWhichForecastsCount(t *testing.T) {
	ask := func(name, by string, p float64) Forecast {
		return Forecast{name, name, scenario.Date{}, on(by), p, math.NaN(), math.NaN()}
	}
	made := []Made{{Run: "r", AsOf: on("2013-04-16"), Created: time.Date(2013, 4, 16, 0, 0, 0, 0, time.UTC), Forecasts: []Forecast{
		ask("yes", "2013-06-30", 0.8), ask("no", "2013-06-30", 0.3), ask("same_day", "2013-06-30", 0.9), ask("past", "2013-04-15", 0.9), ask("open", "2013-12-31", 0.4),
		ask("early", "2013-12-31", 0.9), ask("later", "2013-12-31", 0.9), ask("forgotten", "2013-06-30", 0.1), ask("broken", "2013-06-30", math.NaN()), ask("moved", "2013-06-30", 0.2)}}}
	truth := Truth{File: "f", At: on("2013-07-01"), By: map[string]scenario.Date{"moved": on("2014-06-30")}, Settled: map[string]evidence.Resolution{
		"yes": yes("2013-05-01"), "no": no("2013-06-30"), "same_day": yes("2013-04-16"), "early": yes("2013-05-05"), "later": yes("2013-07-02"), "broken": no("2013-06-30"), "moved": yes("2013-05-01")}}
	s := Assess(made, truth)
	want := map[string]Status{"yes": Scored, "no": Scored, "same_day": Before, "past": Before, "open": Open, "early": Early, "later": Open, "forgotten": Unsettled, "broken": NoForecast, "moved": OtherWindow}
	for _, f := range s.Forecasts {
		if f.Status != want[f.Question] {
			t.Errorf("%s: %s, want %s", f.Question, f.Status, want[f.Question])
		}
	}
	near(t, "Brier", float64(s.Together.Brier), (0.04+0.09)/2)
	if r := s.Runs[0]; r.Before != 2 || r.Open != 3 || r.Left != 3 || r.Figures.Forecasts != 2 {
		t.Errorf("%+v", r)
	}
	text := strings.Join(s.Warnings, "\n")
	for _, name := range []string{"forgotten, moved", "early", "2 different questions"} {
		if !strings.Contains(text, name) {
			t.Errorf("no warning speaks of %q:\n%s", name, text)
		}
	}
}

func TestNothingToScoreIsSaid(t *testing.T) {
	for _, made := range [][]Made{nil, {{AsOf: on("2013-01-01")}}} {
		s := Assess(made, Truth{File: "f"})
		if s.Together.Forecasts != 0 || !math.IsNaN(float64(s.Together.Brier)) || len(s.Warnings) == 0 {
			t.Errorf("%+v", s)
		}
	}
}

// TestEarlyAnswersFavourNobody lets questions come true at a constant rate and
// two forecasters watch: one who knows the rate, and one who always says more.
// By the rule of this package, asked each month until it comes true and scored
// when the last day is over, the first one's mean error is what it must be on
// average; counting what has come true before it is over would not be.
func TestEarlyAnswersFavourNobody(t *testing.T) {
	const months, rate, n = 8, 0.1, 4000
	r := rand.New(rand.NewPCG(7, 7))
	chance := func(left int) float64 { return 1 - math.Pow(1-rate, float64(left)) }
	sum, count := 0.0, 0
	var honest, high []Point
	for range n {
		settled := map[string]evidence.Resolution{}
		when := 0
		for m := 1; m <= months && when == 0; m++ {
			if r.Float64() < rate {
				when = m
			}
		}
		by := scenario.Date{Time: on("2013-01-01").AddDate(0, months, 0)}
		date := func(m int) scenario.Date { return scenario.Date{Time: on("2013-01-01").AddDate(0, m, 0)} }
		if settled["q"] = (evidence.Resolution{Date: by}); when > 0 {
			settled["q"] = evidence.Resolution{Outcome: true, Date: date(when)}
		}
		for m := range months {
			f := Forecast{Question: "q", By: by, P: chance(months - m)}
			if statusOf(&f, date(m), settled["q"], true, by, by) != Scored {
				continue
			}
			honest = append(honest, Point{"q", f.P, when > 0})
			high = append(high, Point{"q", math.Min(f.P+0.1, 1), when > 0})
			sum += f.P * (1 - f.P)
			count++
		}
	}
	expected := sum / float64(count)
	if got := MeanBrier(honest); math.Abs(got-expected) > 0.01 {
		t.Errorf("who knows the rate scores %v, and should on average score %v", got, expected)
	}
	if MeanBrier(high) < MeanBrier(honest)+0.005 {
		t.Errorf("saying too much pays: %v against %v", MeanBrier(high), MeanBrier(honest))
	}
}
