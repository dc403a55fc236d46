package report

import (
	"fmt"
	"math"

	"demarche/internal/sweep"
)

// This file is a made-up run, for the tests of what people read. None of its
// numbers means anything.

var nan = sweep.Number(math.NaN())

type numbers = map[string]sweep.Number

func fixture() *sweep.Result {
	question := func(name, title string, p, lo, hi, previous sweep.Number) sweep.QuestionResult {
		return sweep.QuestionResult{Name: name, Title: title, By: "2013-12-31", Probability: p, Interval: sweep.Interval{lo, hi},
			MonteCarlo: sweep.Interval{p - 0.01, p + 0.01}, Previous: previous, Assumed: nan, AssumedIn: sweep.Interval{nan, nan}, Prior: nan}
	}
	r := &sweep.Result{
		File: "river.hcl", Scenario: "river", Title: "Upstream and downstream: a made-up quarrel over a river",
		ModelHash: "0123456789abcdef", EvidenceHash: "fedcba9876543210", AsOf: "2013-04-16", Seed: 7,
		Draws: 240, Stories: 4800, Unit: "month", RunDirectory: "demarche-runs/river-2013-04-16-01234567", Version: "0.1.0",
		Actors: []sweep.ActorInfo{
			{Name: "upper", Title: "Upperland", Precision: 1.52, Discount: 0.95, Knows: []string{"What Upperland would really do"}},
			{Name: "lower", Title: "The Federation of Lower Provinces", Precision: 2, Discount: 0.9, Knows: []string{"How thirsty the south is", "What is in the wells"}},
			{Name: "port", Precision: 1, Discount: 1},
		},
		Secrets: []sweep.SecretInfo{
			{Name: "stance", Title: "What Upperland would really do", Values: []string{"share", "bargain", "cut_off"}, KnownTo: []string{"upper"}},
			{Name: "wells", Title: "What is in the wells", Values: []string{"0", "1", "2", "3"}, KnownTo: []string{"lower"}},
			{Name: "weather", Values: []string{"dry", "wet"}},
		},
		Questions: []sweep.QuestionResult{
			question("dam", "Upperland is known to close the dam before the year is out", 0.31, 0.12, 0.58, 0.23),
			question("treaty", "A treaty on the river is signed", 0.56, 0.551, 0.64, 0.52),
			question("war", "War", 0.004, 0, 0.02, 0.006),
			question("talks", "The two foreign ministers meet, in public, on neutral ground, with the port's envoy in the room", 0.97, 0.93, 0.996, nan),
			question("broken", "A question that could not be computed", nan, nan, nan, nan),
		},
		Next: []sweep.NextAct{
			{Actor: "lower", Period: "2013-04", Phase: "capital", Action: "refrain", Title: "Hold still", Probability: 0.62, Against: "protest",
				Reasons: []sweep.Reason{{Term: "wells_kept", Difference: 0.8}, {Term: "burden", Difference: -0.31}, {Term: "pride", Difference: 0.003}, {Term: "calm", Difference: 0.2}}},
			{Actor: "lower", Period: "2013-04", Phase: "capital", Action: "protest", Title: "Protest to the port", Probability: 0.3},
			{Actor: "lower", Period: "2013-04", Phase: "capital", Action: "dig", Covert: true, Probability: 0.08},
			{Actor: "upper", Period: "2013-05", Phase: "palace", Action: "hold", Probability: 0.4, Against: "release",
				Reasons: []sweep.Reason{{Term: "power", Difference: 0.004}}},
			{Actor: "upper", Period: "2013-05", Phase: "palace", Action: "release", Probability: 0.35},
			{Actor: "upper", Period: "2013-05", Phase: "palace", Action: "release.half", Title: "Release a half", Probability: 0.25},
			{Actor: "lower", Period: "2013-05", Phase: "levy", Action: "detour.east", Title: "Go around", Probability: 0.18, Against: "detour.west"},
			{Actor: "lower", Period: "2013-05", Phase: "levy", Action: "detour.west", Title: "Go around", Probability: 0.02},
			{Actor: "port", Period: "2013-05", Phase: "harbour", Action: "watch", Probability: 1},
			{Actor: "port", Period: "2013-06", Phase: "harbour", Action: "watch", Probability: nan},
		},
		Sources: []sweep.ParameterSource{
			{Name: "thirst", Title: "What a dry month costs the south", Value: "90%: 2–5", Basis: "judgement"},
			{Name: "grain", Title: "The price of grain", Value: "90%: 0.1–0.4", Basis: "made up"},
			{Name: "share", Value: "0.5", Basis: "made up"},
			{Name: "upper.precision", Value: "1.5", Basis: "made up"},
		},
		Prior: sweep.Beliefs{Parameters: map[string]sweep.ParameterSummary{
			"thirst": {Mean: 3.4, SD: 0.9, Q05: 2, Q50: 3.2, Q95: 5}, "grain": {Mean: 0.22, SD: 0.09, Q05: 0.1, Q50: 0.2, Q95: 0.4},
			"share": {Mean: 0.5, SD: 0, Q05: 0.5, Q50: 0.5, Q95: 0.5}, "upper.precision": {Mean: 1.5, SD: 2e-16, Q05: 1.5, Q50: 1.5, Q95: 1.5}}},
		Posterior: sweep.Beliefs{Parameters: map[string]sweep.ParameterSummary{
			"thirst": {Mean: 3.0, SD: 0.7, Q05: 1.9, Q50: 2.9, Q95: 4.2}, "grain": {Mean: 0.28, SD: 0.08, Q05: 0.14, Q50: 0.27, Q95: 0.42},
			"share": {Mean: 0.5, SD: 0, Q05: 0.5, Q50: 0.5, Q95: 0.5}, "upper.precision": {Mean: 1.5000000000000002, SD: 3e-17, Q05: 1.5, Q50: 1.5, Q95: 1.5}}},
		Evidence: []sweep.EvidenceRow{{ID: "R01", Used: true, Reliability: 1}, {ID: "R02", Used: true, Reliability: 1}, {ID: "R03"}, {Used: true, Reason: "quiet"}},
		Diag:     sweep.RunDiagnostics{EffectiveDraws: 83.4, Solves: 12400, MaxResidual: 3.1e-10, PublicStates: 742, DrawsRequested: 240},
		Warnings: []string{
			"the prior of ‘thirst’ and the evidence pull apart: see the table of parameters",
			"7 of 12400 games were solved on a branch that is not known to be the principal one, so that their acts may belong to another equilibrium",
		},
		Timing: map[string]any{"seconds": 41.5},
	}
	for i := range 9 {
		x := sweep.Number(i) / 8
		d := sweep.DatedBelief{Date: fmt.Sprintf("2013-%02d", 1+i/2), Secrets: map[string]numbers{
			"stance":  {"share": 0.55 - 0.3*x, "bargain": 0.3 + 0.1*x, "cut_off": 0.15 + 0.2*x},
			"wells":   {"0": 0.25 * (1 - x), "1": 0.25 * (1 - x), "2": 0.25 * (1 - x), "3": 0.25 + 0.75*x},
			"weather": {"dry": 0.5, "wet": 0.5}}}
		if i == 5 {
			d.Event, d.Phase, d.ID = "capital.protest", "capital", "R02"
			d.Secrets["stance"] = numbers{"share": 0.2, "bargain": 0.3, "cut_off": 0.5}
		}
		r.Beliefs = append(r.Beliefs, d)
	}
	return r
}

// scored is the fixture with --score, without forecasts of the month before,
// with questions that end on different days and more warnings than a brief prints.
func scored() *sweep.Result {
	r := fixture()
	r.Score = &sweep.Score{Brier: 0.1234, Constant: 0.25, Questions: []sweep.QuestionMark{
		{Name: "dam", Outcome: false, Probability: 0.31, Brier: 0.0961, Source: "absent to 2013-12-31"},
		{Name: "treaty", Outcome: true, Date: "2013-09-02", Row: "R19", Probability: 0.56, Brier: 0.1936},
	}}
	for i := range r.Questions {
		r.Questions[i].Previous = nan
	}
	r.Questions[1].By = "2013-08-15"
	r.Warnings = append(r.Warnings, "a third", "a fourth")
	return r
}

// assumed is the fixture with --assume; unweighed with --no-evidence.
func assumed() *sweep.Result {
	r := fixture()
	r.Assumptions = []string{"2013-05 palace.release"}
	for i := range r.Questions {
		q := &r.Questions[i]
		q.Assumed, q.AssumedIn = q.Probability*0.9, sweep.Interval{q.Interval[0] * 0.8, q.Interval[1] * 0.95}
	}
	return r
}

func unweighed() *sweep.Result {
	r := fixture()
	r.NoEvidence, r.EvidenceHash, r.Evidence, r.Beliefs, r.Warnings = true, "", nil, nil, nil
	r.Posterior = r.Prior
	r.Frequency = []sweep.ActFrequency{
		{Phase: "capital", Action: "refrain", Model: 0.7, Evidence: 0.5}, {Phase: "capital", Action: "protest", Model: 0.21, Evidence: 0.5},
		{Phase: "palace", Action: "hold", Model: 0.9, Evidence: nan},
	}
	return r
}

// hostile is a run whose every text comes from somebody with bad intentions.
func hostile() *sweep.Result {
	const evil = "</script><script>alert(1)</script>\x1b[31mred\x1b[0m\x07\n\u202eelbuort {{.}} <img src=x onerror=y> 中国"
	r := fixture()
	r.Title, r.Scenario, r.AsOf, r.Unit, r.ModelHash, r.RunDirectory, r.Version = evil, evil, evil, evil, evil, evil, evil
	for i := range r.Questions {
		r.Questions[i].Title, r.Questions[i].By = evil, evil
	}
	for i := range r.Next {
		r.Next[i].Title, r.Next[i].Phase, r.Next[i].Period = evil, evil, evil
	}
	for i := range r.Actors {
		r.Actors[i].Title, r.Actors[i].Knows = evil, []string{evil}
	}
	for i := range r.Secrets {
		r.Secrets[i].Title, r.Secrets[i].Values[0] = evil, evil
	}
	for i := range r.Sources {
		r.Sources[i].Title, r.Sources[i].Basis, r.Sources[i].Value = evil, evil, evil
	}
	for i := range r.Beliefs {
		r.Beliefs[i].Date, r.Beliefs[i].Event = evil, evil
	}
	r.Evidence[0] = sweep.EvidenceRow{ID: evil, Date: evil, Phase: evil, Action: evil, Source: "javascript:alert(1)", Note: evil, Used: true, Reliability: 1}
	r.Assumptions, r.Warnings = []string{evil}, []string{evil}
	return r
}
