package report

import (
	"math"
	"testing"

	"demarche/internal/sweep"
)

func TestWord(t *testing.T) {
	for _, c := range []struct {
		p    float64
		want string
	}{
		{0, "almost no chance"}, {0.009, "almost no chance"}, {0.05, "almost no chance"}, {0.0501, "very unlikely"},
		{0.2, "very unlikely"}, {0.1 + 0.1, "very unlikely"}, {0.3 - 0.1, "very unlikely"}, {0.2001, "unlikely"},
		{0.45, "unlikely"}, {0.4501, "roughly even chance"}, {0.55, "roughly even chance"}, {0.56, "likely"},
		{0.8, "likely"}, {0.81, "very likely"}, {0.95, "very likely"}, {0.951, "almost certain"}, {0.999, "almost certain"}, {1, "almost certain"},
		{math.NaN(), ""},
	} {
		if got := Word(c.p); got != c.want {
			t.Errorf("Word(%v) = %q, want %q", c.p, got, c.want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct {
		p    sweep.Number
		in   sweep.Interval
		want string
	}{
		{0.3, sweep.Interval{0.21, 0.44}, "unlikely"},
		{0.3, sweep.Interval{0.21, 0.46}, "unlikely to roughly even chance"},
		{0.5, sweep.Interval{0, 1}, "almost no chance to almost certain"},
		{0.3, sweep.Interval{nan, nan}, "unlikely"},
		{nan, sweep.Interval{0.1, 0.2}, ""},
	} {
		if got := Words(c.p, c.in); got != c.want {
			t.Errorf("Words(%v, %v) = %q, want %q", c.p, c.in, got, c.want)
		}
	}
}

// The adverb before a verb never says more than the word of the same probability.
func TestAdverb(t *testing.T) {
	for p, want := range map[float64]string{0.3: "", 0.55: "", 0.56: "likely", 0.9: "very likely", 0.97: "almost certainly", math.NaN(): ""} {
		if got := adverb(p); got != want {
			t.Errorf("adverb(%v) = %q, want %q", p, got, want)
		}
	}
}

// A figure's point is not the end of a sentence.
func TestFirstSentence(t *testing.T) {
	for text, want := range map[string]string{"Only 4.3 draws of 5. Use more.": "Only 4.3 draws of 5.", "One line": "One line", "": ""} {
		if got := firstSentence(text); got != want {
			t.Errorf("%q: %q", text, got)
		}
	}
}
