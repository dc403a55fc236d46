package evidence_test

import (
	"math"
	"testing"

	"demarche/internal/evidence"

	"github.com/google/go-cmp/cmp"
)

// This file tests resolutions and scores.

func TestKoreaResolution(t *testing.T) {
	s := load(t, korea+"korea-2013.hcl")
	settled, list := evidence.LoadResolutionFile(s, korea+"resolution.csv")
	none(t, list)
	if len(settled) != len(s.Questions) {
		t.Errorf("%d of %d questions are settled", len(settled), len(s.Questions))
	}
	r := settled["kaesong"]
	if !r.Outcome || r.Date != day(t, "2013-08-14") || r.Row != "K13-49" {
		t.Errorf("%+v", r)
	}
	r = settled["war"]
	if r.Outcome || r.Date != day(t, "2013-12-31") || r.Row != "absent to 2013-12-31" {
		t.Errorf("%+v", r)
	}
}

// The day of a no that is left empty is the last day of the question.
func TestEmptyDayOfNo(t *testing.T) {
	s := load(t, files+"model.hcl")
	settled, list := evidence.LoadResolution(s, "r.csv", []byte("question,outcome,date,row\nstrike,no,,\nraid,yes,2013-04,A1\n"))
	none(t, list)
	if got := settled["strike"].Date; got != day(t, "2013-06-30") {
		t.Error(got)
	}
	if !settled["raid"].Outcome {
		t.Error("the raid of April may be of the days asked about")
	}
}

func TestScore(t *testing.T) {
	yes, no := evidence.Resolution{Outcome: true}, evidence.Resolution{}
	settled := map[string]evidence.Resolution{"a": yes, "b": no, "c": yes, "d": no}
	forecast := func(p ...float64) (out []evidence.Forecast) {
		for i, p := range p {
			out = append(out, evidence.Forecast{Question: string(rune('a' + i)), Probability: p})
		}
		return out
	}
	near := func(name string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) < 1e-15) {
			t.Errorf("%s: %v, not %v", name, got, want)
		}
	}
	near("perfect", evidence.ScoreForecasts(forecast(1, 0, 1, 0), settled).Brier, 0)
	near("wrong", evidence.ScoreForecasts(forecast(0, 1, 0, 1), settled).Brier, 1)
	near("one half", evidence.ScoreForecasts(forecast(0.5, 0.5, 0.5, 0.5), settled).Brier, 0.25)
	s := evidence.ScoreForecasts(forecast(0.7, 0.2, math.NaN(), 0.1, 0.9), settled)
	near("mixed", s.Brier, (0.09+0.04+0.01)/3)
	near("half", s.Half, 0.25)
	if d := cmp.Diff([]string{"e"}, s.Unsettled); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"c has no forecast to score, and does not count"}, s.Undefined); d != "" {
		t.Error(d)
	}
	if len(s.Marks) != 4 || !math.IsNaN(s.Marks[2].Brier) {
		t.Errorf("%+v", s.Marks)
	}
	for _, f := range [][]evidence.Forecast{nil, forecast(math.NaN()), {{Question: "z", Probability: 0.5}}, {{Question: "a", Probability: 1.5}}} {
		if s := evidence.ScoreForecasts(f, settled); !math.IsNaN(s.Brier) || !math.IsNaN(s.Half) || len(s.Undefined) == 0 {
			t.Errorf("%+v has a score without a forecast", s)
		}
	}
}
