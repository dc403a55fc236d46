package report

// This file tests what `demarche score` prints, on made-up forecasts.

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"demarche/internal/evidence"
	"demarche/internal/scenario"
	scoring "demarche/internal/score"
)

// madeUpScore is a made-up score of so many questions on three dates.
func madeUpScore(t *testing.T, questions int) *scoring.ScoreSheet {
	day := func(text string) scenario.Date {
		d, err := scenario.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	settled := map[string]evidence.Resolution{}
	var made []scoring.Made
	for m, asOf := range []string{"2013-04-16", "2013-05-16", "2013-06-16"} {
		x := scoring.Made{Run: "runs/" + asOf, AsOf: day(asOf), Seed: 1, Draws: 200, Stories: 200, EffectiveDraws: 80, Random: map[string]float64{}}
		for i := range questions {
			name := fmt.Sprintf("q%d", i)
			settled[name] = evidence.Resolution{Outcome: i%3 == 0, Date: day("2013-12-31")}
			if i == 3 {
				settled[name] = evidence.Resolution{Outcome: true, Date: day("2013-05-02"), Row: "R1"}
			}
			x.Forecasts = append(x.Forecasts, scoring.Forecast{Question: name, Title: fmt.Sprintf("The question of number %d, in words that need some room", i), By: day("2013-12-31"),
				P: float64((i*7+m)%11) / 10, Lo: math.NaN(), Hi: math.NaN()})
			x.Random[name] = 0.4
		}
		made = append(made, x)
	}
	s := scoring.Assess(made, scoring.Truth{File: "river.resolution.csv", Settled: settled})
	s.Scenario, s.Title = "river", "Upstream and downstream: a made-up quarrel over a river"
	return s
}

func TestScoreSheet(t *testing.T) {
	s := madeUpScore(t, 9)
	for _, width := range []int{80, 100, 120} {
		var b bytes.Buffer
		if err := ScoreText(&b, s, Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := len([]rune(line)); n > width {
				t.Errorf("a line of %d where %d fit: %q", n, width, line)
			}
		}
		if width == 100 {
			golden(t, "score.golden", b.Bytes())
		}
	}
	var b bytes.Buffer
	if err := ScoreJSON(&b, s); err != nil {
		t.Fatal(err)
	}
	var back scoring.ScoreSheet
	if err := json.Unmarshal(b.Bytes(), &back); err != nil || back.Together.Brier != s.Together.Brier {
		t.Errorf("the JSON does not read back: %v", err)
	}
	if !strings.HasPrefix(ReliabilitySVG(s), "<svg") || ReliabilitySVG(madeUpScore(t, 3)) != "" {
		t.Error("a reliability diagram is drawn where there are enough forecasts, and only there")
	}
}

func TestScoreOfNothing(t *testing.T) {
	for _, s := range []*scoring.ScoreSheet{madeUpScore(t, 0), scoring.Assess(nil, scoring.Truth{File: "f"})} {
		var b bytes.Buffer
		if err := ScoreText(&b, s, Options{Width: 100}); err != nil || !strings.Contains(b.String(), "Nothing could be scored") || strings.Contains(b.String(), "NaN") {
			t.Errorf("%v\n%s", err, b.String())
		}
		if err := ScoreJSON(&b, s); err != nil {
			t.Error(err)
		}
	}
}
