package report

// This file checks what is said of evidence on trial, and of what to look for.

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/sweep"
)

// tried is the made-up run with its evidence on trial.
func tried() *sweep.Result {
	r := fixture()
	wells := sweep.TrialMatrix{Secret: "wells", Values: []string{"0", "1", "2", "3"}, Rows: []sweep.TrialRow{
		{ID: "R1", Date: "2013-01-10", Period: "2013-01", Phase: "palace", Action: "hold", Steps: 1, Before: numbersOf(0.25, 0.25, 0.25, 0.25), After: numbersOf(0.25, 0.25, 0.25, 0.25),
			Cells: numbersOf(0, 0.02, -0.02, 0), Spread: 0.04, Moved: 0.0001, Rank: 1},
	}}
	stance := sweep.TrialMatrix{Secret: "stance", Values: []string{"share", "bargain", "cut_off"}, Rows: []sweep.TrialRow{
		{ID: "R1", Date: "2013-01-10", Period: "2013-01", Phase: "palace", Action: "release.half", Steps: 1, Before: numbersOf(0.5, 0.3, 0.2), After: numbersOf(0.7, 0.25, 0.05),
			Cells: numbersOf(0.85, -0.25, -1.7), Spread: 1.9, Moved: 0.2, Rank: 1},
		{Date: "2013-01", Period: "2013-01", Phase: "levy", Steps: 3, Before: numbersOf(0.7, 0.25, 0.05), After: numbersOf(0.7, 0.25, 0.05), Cells: numbersOf(0.01, -0.01, 0), Moved: 0, Rank: 3},
		{ID: "R2", Date: "2013-02-10", Period: "2013-02", Phase: "flood", Action: "no", Steps: 1, Before: numbersOf(0.7, 0.25, 0.05), After: numbersOf(0.74, 0.26, 0),
			Cells: []sweep.Number{0.12, 0.13, nan}, RuledOut: []string{"cut_off"}, Spread: nan, Moved: 0.07, Rank: 2},
	}}
	change := func(secret, value, question string, with, by, half sweep.Number) sweep.Conclusion {
		return sweep.Conclusion{Secret: secret, Value: value, Question: question, With: with, Other: with + by, Change: by, Interval: sweep.Interval{by - half, by + half}}
	}
	r.Trial = &sweep.Trial{Matrices: []sweep.TrialMatrix{stance, wells},
		Without: &sweep.LeaveOneOut{Draws: 8, Stories: 16, Histories: 5, Rows: []sweep.LeftOut{
			{ID: "R1", Date: "2013-01-10", Phase: "palace", Action: "release.half", EffectiveDraws: 2.4, Largest: 0.2, Conclusions: []sweep.Conclusion{
				change("stance", "share", "", 0.74, -0.2, 0.05), change("stance", "bargain", "", 0.26, 0.005, 0.001), change("weather", "dry", "", 0.5, -0.1, 0.02),
				change("weather", "wet", "", 0.5, 0.1, 0.02), change("", "", "dam", 0.31, 0.09, 0.2), change("", "", "treaty", 0.56, 0.04, 0.01)}},
			{ID: "R2", Date: "2013-02-10", Phase: "flood", Action: "no", EffectiveDraws: 8, Largest: 0.001, Conclusions: []sweep.Conclusion{change("stance", "share", "", 0.74, 0.001, 0.0001)}},
			{ID: "R3", Date: "2013-03-10", Phase: "capital", Action: "dig.exposed", EffectiveDraws: nan, Conclusions: []sweep.Conclusion{}},
		}},
		Certain: &sweep.CertainTrial{Draws: 8, EffectiveDraws: 3, Conclusions: []sweep.Conclusion{change("stance", "share", "", 0.74, 0.06, 0.01)},
			Contradictions: []sweep.Contradiction{{ID: "R2", Period: "2013-02", Phase: "flood", Share: 0.4}}}}
	gain := func(secret string, g sweep.Number, now, seen, not []sweep.Number) sweep.SecretGain {
		return sweep.SecretGain{Secret: secret, Gain: g, Now: now, IfSeen: seen, IfNever: not}
	}
	r.LookFor = &sweep.LookFor{Open: 2.1, Sights: []sweep.Sight{
		{Period: "2013-05", Phase: "palace", Action: "release", Probability: 0.3, Gain: 0.081, Secrets: []sweep.SecretGain{
			gain("stance", 0.08, numbersOf(0.74, 0.26, 0), numbersOf(0.48, 0.52, 0), numbersOf(0.85, 0.15, 0)), gain("weather", 0.001, numbersOf(0.5, 0.5), numbersOf(0.51, 0.49), numbersOf(0.5, 0.5))}},
		{Period: "2013-04", Phase: "capital", Action: "dig", Exposed: true, Probability: 0.004, Gain: 0.01, Secrets: []sweep.SecretGain{
			gain("weather", 0.009, numbersOf(0.5, 0.5), numbersOf(0.1, 0.9), numbersOf(0.5, 0.5))}},
		{Period: "2013-05", Phase: "harbour", Action: "watch", Probability: 1, Gain: 0, Secrets: []sweep.SecretGain{
			gain("stance", 0, numbersOf(0.74, 0.26, 0), numbersOf(0.74, 0.26, 0), []sweep.Number{nan, nan, nan})}},
	}, Phases: []sweep.PhaseWatch{{Period: "2013-05", Phase: "palace", Gain: 0.12}, {Period: "2013-05", Phase: "harbour", Gain: 0}}}
	return r
}

func numbersOf(x ...float64) []sweep.Number {
	out := make([]sweep.Number, len(x))
	for i := range x {
		out[i] = sweep.Number(x[i])
	}
	return out
}

func TestTrialInWords(t *testing.T) {
	for _, width := range []int{80, 120} {
		var b bytes.Buffer
		if err := Brief(&b, tried(), Options{Width: width}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := ansi.StringWidth(line); n > width {
				t.Errorf("at %d columns a line has %d: %q", width, n, line)
			}
		}
		text := strings.Join(strings.Fields(b.String()), " ")
		for _, want := range []string{
			"The evidence on trial, given this model",
			"++ 0.85", "− 0.25", "−−− 1.70", "ruled out",
			"What is in the wells No report tells one possibility from another by odds of more than 1.1 to 1.",
			"stance: share 74% → 54%; weather: dry 50% → 40%; “A treaty on the river is signed” 56% → 60%",
			"(rough: worth 2.4 effective draws)",
			"Hardly anything changes without R2",
			"Without R3 (capital: dig (exposed), 2013-03-10) nothing can be said",
			"contradicts itself under this model at report R2 (flood, 2013-02), in 40% of the draws by weight",
			"Taken for certain, whatever the reliability, the reports say: stance: share 74% → 80%",
			"What to look for next, given this model",
			"If it is seen, the probability of stance: bargain goes from 26% to 52%; if it is not, to 15%",
			"Watching whole phases is worth, in bits: palace 0.12.",
			"of 2.10 bits that are open",
		} {
			if width == 120 && !strings.Contains(text, want) {
				t.Errorf("it does not say %q:\n%s", want, b.String())
			}
		}
		for _, not := range []string{"harbour: watch 100%", "stance: bargain 26% → 27%", "year is out” 31% → 40%", "NaN", "Inf"} {
			if strings.Contains(text, not) {
				t.Errorf("it says %q", not)
			}
		}
	}
}

func TestTrialOfNothing(t *testing.T) {
	r := fixture()
	if onTrial(r) != nil || lookFor(r) != nil {
		t.Error("a run without a trial has one")
	}
	r.LookFor = &sweep.LookFor{Sights: []sweep.Sight{{Phase: "palace", Action: "hold", Probability: 0.5, Gain: 0}}}
	c := lookFor(r)
	if c == nil || len(c.parts) != 1 || !strings.Contains(c.parts[0].text, "Nothing that may be seen") {
		t.Errorf("of signs that say nothing: %+v", c)
	}
}

func TestSigns(t *testing.T) {
	for w, want := range map[float64]string{0: "", 0.09: "", 0.1: "+", -0.5: "−", 0.7: "++", -1.5: "−−", 1.61: "+++", -9: "−−−"} {
		if got := signs(w); got != want {
			t.Errorf("%g: %q, want %q", w, got, want)
		}
	}
	if got := signedWeight(-0.001); got != "0" {
		t.Errorf("−0.001 is %q", got)
	}
}
