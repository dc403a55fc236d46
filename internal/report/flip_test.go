package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"demarche/internal/flip"
	"demarche/internal/sweep"
)

// This file tests what the brief says of what would change the assessment.

// flipped is the fixture with flips of every kind: refuted and smallest,
// confirmed, predicted, of two, none, and of a question without a probability.
func flipped() *sweep.Result {
	r := fixture()
	thirst := flip.FlipMove{Parameter: "thirst", Title: "What a dry month costs the south", SD: 0.42, From: 3.2, To: 3.61}
	grain := flip.FlipMove{Parameter: "grain_price", SD: -0.31, From: 0.2, To: 0.17}
	none := sweep.Interval{nan, nan}
	f := &flip.Flips{Method: flip.Sampled, Farthest: 1.3, Step: 0.1, Parameters: []string{"thirst", "grain_price"}, Effective: 83, Fewest: 20, Runs: 3, Warnings: []string{}}
	for _, q := range r.Questions {
		f.Questions = append(f.Questions, flip.FlipQuestion{Name: q.Name, Title: q.Title, Probability: q.Probability, Word: Word(float64(q.Probability)), Changes: []flip.Flip{}})
	}
	f.Questions[0].Changes = []flip.Flip{
		{Up: true, Word: "roughly even chance", Edge: 0.45, Moves: []flip.FlipMove{grain}, Size: 0.31, Predicted: 0.4501, Verdict: flip.Refuted, Confirmed: 0.36, MonteCarlo: sweep.Interval{0.33, 0.39}, Effective: 70},
		{Word: "very unlikely", Edge: 0.2, Moves: []flip.FlipMove{thirst}, Size: 0.42, Predicted: 0.19999, Verdict: flip.Confirmed, Confirmed: 0.21, MonteCarlo: sweep.Interval{0.18, 0.24}, Effective: 60},
	}
	f.Questions[1].Changes = []flip.Flip{
		{Word: "roughly even chance", Edge: 0.55, Moves: []flip.FlipMove{thirst, grain}, Size: 0.522, Predicted: 0.54999, Verdict: flip.Predicted, Confirmed: nan, MonteCarlo: none, Effective: 50},
		{Word: "roughly even chance", Edge: 0.55, Moves: []flip.FlipMove{thirst}, Size: 0.9, Predicted: 0.54999, Verdict: flip.Predicted, Confirmed: nan, MonteCarlo: none, Effective: 40},
	}
	r.Flips = f
	return r
}

func flipSection(t *testing.T, r *sweep.Result, width int) string {
	t.Helper()
	s := newSheet(Options{Width: width})
	c := flips(r)
	if c == nil {
		t.Fatal("no section")
	}
	c.terminal(s)
	var b bytes.Buffer
	if err := s.flush(&b); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if ansi.StringWidth(line) > width {
			t.Errorf("wider than %d columns: %q", width, line)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func TestFlipsInWords(t *testing.T) {
	text := flipSection(t, flipped(), 400)
	for _, says := range []string{
		"Given this model, the word that hangs by the least is that for “Upperland is known to close the dam before the year is out”: “What a dry month costs the south” 0.4 sd higher (about 3.61 instead of 3.2) would turn “unlikely” into “very unlikely”; a run with that change agrees.", // not the smaller one that did not hold
		"For 2 of 5 questions, no change of one parameter within 1.3 standard deviations does it.", // that without a probability is not among them
		"it has no probability",
	} {
		if !strings.Contains(text, says) {
			t.Errorf("does not say %q:\n%s", says, text)
		}
	}
	flipSection(t, flipped(), 80)
	f := flipped().Flips
	for k, says := range []string{"36%: not confirmed", "21%, confirmed"} {
		if got := flipThen(f, &f.Questions[0].Changes[k]); got != says {
			t.Errorf("%q, not %q", got, says)
		}
	}
	if got := flipThen(f, &f.Questions[1].Changes[0]); got != "55%, predicted" {
		t.Errorf("%q is a prediction", got)
	}
	exact := flipped()
	exact.Flips.Method, exact.Flips.Solves = flip.Exact, 143
	if text := flipSection(t, exact, 400); !strings.Contains(text, "solved anew (143 solved") || strings.Contains(text, "run made again") {
		t.Errorf("where it was solved:\n%s", text)
	}

	firm := flipped()
	for i := range firm.Flips.Questions {
		firm.Flips.Questions[i].Changes = nil
	}
	firm.Flips.Questions = firm.Flips.Questions[:4]
	firm.Questions = firm.Questions[:4]
	if text := flipSection(t, firm, 400); !strings.Contains(text, "Given this model, no change of one parameter within 1.3 standard deviations would change the word of any forecast.") {
		t.Errorf("all are firm:\n%s", text)
	}
	certain := flipped()
	certain.Flips.Parameters = nil
	if text := flipSection(t, certain, 400); !strings.Contains(text, "No parameter of this model is uncertain") {
		t.Errorf("nothing is uncertain:\n%s", text)
	}
	few := flipped()
	few.Flips.Farthest = nan
	if text := flipSection(t, few, 400); !strings.Contains(text, "not looked for") {
		t.Errorf("too few draws:\n%s", text)
	}
	if flips(fixture()) != nil {
		t.Error("a section without anything in it")
	}
}
