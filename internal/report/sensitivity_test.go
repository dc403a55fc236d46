package report

import (
	"math"
	"strings"
	"testing"

	"demarche/internal/sweep"
)

// This file checks what is said of what the forecasts hinge on: what is not to
// be believed comes first, and is not said.

func hingeOf(name, title string, first, lo, hi, shapley, low, high sweep.Number) sweep.HingeShare {
	s := sweep.HingeShare{Name: name, Title: title, First: first, FirstInterval: sweep.Interval{lo, hi}, Shapley: shapley, ShapleyInterval: sweep.Interval{nan, nan}, ShapleyError: nan,
		Below: 2.9, Low: low, LowInterval: sweep.Interval{low - 0.02, low + 0.02}, Above: 3.6, High: high, HighInterval: sweep.Interval{high - 0.02, high + 0.02},
		Swing: high - low, SwingInterval: sweep.Interval{high - low - 0.04, high - low + 0.04}}
	if finite(shapley) {
		s.ShapleyInterval = sweep.Interval{max(shapley-0.05, 0), shapley + 0.05}
	}
	return s
}

// hinged is the made-up run with one good table, one whose surrogate is poor, and
// three of which nothing can be said.
func hinged() *sweep.Result {
	r := fixture()
	s := &sweep.Sensitivity{Inputs: "posterior", Draws: 240, Effective: 200, Stories: 4800, Parameters: 2}
	for i, q := range r.Questions {
		t := sweep.HingeTable{Name: q.Name, Title: q.Title, Probability: q.Probability, SD: nan, SDInterval: sweep.Interval{nan, nan}, Floor: nan, Q2: nan, Q2Interval: sweep.Interval{nan, nan}}
		switch i {
		case 0:
			t.SD, t.Floor, t.Q2, t.Scale, t.Terms = 0.14, 0.04, 0.87, "log-odds", 2
			t.Parameters = []sweep.HingeShare{hingeOf("thirst", "What a dry month costs the south", 0.61, 0.5, 0.7, 0.66, 0.12, 0.41), hingeOf("grain", "The price of grain", 0.2, 0.1, 0.3, 0.34, 0.4, 0.22), hingeOf("idle", "", 0.01, 0, 0.03, 0, 0.31, 0.31)}
		case 1:
			t.SD, t.Floor, t.Q2, t.Scale, t.NoShapley = 0.05, 0.2, 0.21, "probability", "poor"
			t.Parameters = []sweep.HingeShare{hingeOf("grain", "The price of grain", 0.33, 0.1, 0.6, nan, 0.5, 0.6), hingeOf("thirst", "What a dry month costs the south", 0.15, 0, 0.4, nan, 0.53, 0.57)}
		default:
			t.Reason = "too few stories were told"
		}
		s.Questions = append(s.Questions, t)
	}
	r.Sensitivity = s
	return r
}

func brief80(t *testing.T, r *sweep.Result) string {
	t.Helper()
	var b strings.Builder
	if err := Brief(&b, r, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	_, part, ok := strings.Cut(b.String(), "What the forecasts hinge on")
	if !ok {
		t.Fatal("there is no such section")
	}
	return strings.Join(strings.Fields(part), " ")
}

func TestHingesInWords(t *testing.T) {
	text := brief80(t, hinged())
	at := 0
	for _, want := range []string{
		"Given this model, the forecast that our ignorance moves most is that for “Upperland is known to close the dam before the year is out”: if “What a dry month costs the south” is small (below 2.9) it is 12%, if it is large (above 3.6) 41%.",
		"For 3 of 5 forecasts nothing can be said",
		"For 1 of 5 forecasts no simple function",
		"Hinges most on",
		"(66%,", "(34%, lowers it)",
		"(33% alone, raises it)",
		"(posterior); 240 draws, 4,800 stories",
	} {
		k := strings.Index(text[at:], want)
		if k < 0 {
			t.Fatalf("%q does not stand, or not in its place, in\n%s", want, text)
		}
		at += k
	}
	table, _, _ := strings.Cut(text, "Parameters are as uncertain")
	for _, not := range []string{"idle", "15%", "NaN"} { // below the floor
		if strings.Contains(table, not) {
			t.Errorf("%q stands in\n%s", not, table)
		}
	}
}

func TestHingesBeforeEvidence(t *testing.T) {
	r := hinged()
	r.Sensitivity.Inputs = "prior"
	if text := brief80(t, r); !strings.Contains(text, "(prior, no evidence)") || strings.Contains(text, "posterior)") {
		t.Error(text)
	}
}

func TestHingesWithNothingToSay(t *testing.T) {
	r := hinged()
	for i := range r.Sensitivity.Questions {
		r.Sensitivity.Questions[i].Reason = "there was one draw"
	}
	if text := brief80(t, r); !strings.Contains(text, "Nothing can be said: there was one draw.") || strings.Contains(text, "Hinges most on") {
		t.Error(text)
	}
	r.Sensitivity.Parameters = 0
	if text := brief80(t, r); !strings.Contains(text, "No parameter of this model is uncertain") {
		t.Error(text)
	}
	r.Sensitivity = nil
	if hinges(r) != nil {
		t.Error("a section without anything to say")
	}
}

// TestHingesOnPages: a figure for each question of which something can be said.
func TestHingesOnPages(t *testing.T) {
	var b strings.Builder
	if err := HTML(&b, hinged()); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if n := strings.Count(page, "in its highest third</text>"); n != 2*2 { // wide and narrow
		t.Errorf("%d figures", n)
	}
	for _, want := range []string{"below 2.9: 12% (10–14%)", "above 3.6: 41% (39–43%)", "61% (50–70%)", "66% (61–71%)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "NaN") {
		t.Error("a figure that is not a number")
	}
	if w := withRange(sweep.Number(math.NaN()), sweep.Interval{nan, nan}); w != "–" {
		t.Errorf("what does not exist is %q", w)
	}
}
