package chart

import (
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
)

// hostile is what a title may hold when a file comes from somebody else.
const hostile = "</title></svg><script>alert(\"x\")</script>\x1b[31m\x00 & 'quoted' \xff"

var nan = math.NaN()

// figures draws every figure with hostile labels and missing numbers.
func figures(label string) map[string]string {
	return map[string]string{
		"forecasts": Forecasts([]Forecast{
			{Label: label, Note: label, P: 0.3, Lo: 0.1, Hi: 0.6, MCLo: 0.28, MCHi: 0.32, Previous: 0.5, Assumed: 0.7, AssumedLo: 0.6, AssumedHi: 0.9},
			{Label: strings.Repeat("long ", 80), P: nan, Lo: nan, Hi: nan, MCLo: nan, MCHi: nan, Previous: nan, Assumed: nan, AssumedLo: nan, AssumedHi: nan},
		}, []Band{{Name: label, High: 0.5}, {Name: "b", High: 1}}, label),
		"beliefs": Beliefs(Belief{Title: label, Values: []string{label, "b", "c"}, Dates: []string{"2013-01", label}, Events: []string{"", label},
			P: [][]float64{{0.2, 0.3, 0.5}, {0.6, nan, 0.4}}}),
		"one date":  Beliefs(Belief{Title: label, Values: []string{"a", "b"}, Dates: []string{"2013-01"}, Events: []string{""}, P: [][]float64{{0.2, 0.8}}}),
		"no belief": Beliefs(Belief{Title: label}),
		"intervals": Intervals([]Interval{{label, 0, 1, 2, 0.5, 1, 1.5, label}, {label, nan, nan, nan, 1, 1, 1, ""}, {label, 2, 2, 2, 2, 2, 2, ""}}),
		"bars":      Bars(label, []Bar{{label, 0.6, false}, {label, nan, true}, {label, 1, true}}),
		"shape": Shapes(Shape{Title: label, Periods: 3, Hidden: []string{label, "b"}, Steps: []Step{
			{Actor: label, Title: label, Actions: []string{label, "b", "c", "d", "e", "f", "g", "h"}, Note: label}, {Title: "chance"}, {With: true}, {}, {}, {Actor: "a"}}}),
		"no shape": Shapes(Shape{}),
		"theory": Theory(Curve{Result: label, Parameter: label, Now: 0.5, Line: []Sample{{0, 1, 0.1, false}, {1, nan, nan, false}, {2, 3, nan, false}, {3, 4, 1, true}},
			Points: []Sample{{0, 1, 0, false}, {1, nan, 0, false}, {2, 3, 0, true}}}),
		"flat theory": Theory(Curve{Line: []Sample{{0, 1, 0, false}, {1, 1, 0, false}}, Now: nan}),
		"leverage": Upper(Leverage{Actors: []string{label, "b"}, Depends: [][]float64{{nan, 0.4}, {-2, nan}}, Texts: [][]string{{"", label}, {label, ""}},
			Gains: []float64{-0.5, nan}, GainText: []string{label, label}, Moves: []float64{0.3, nan}}),
		"no leverage":        Upper(Leverage{}),
		"no narrow leverage": UpperNarrow(Leverage{}),
		"narrow leverage": UpperNarrow(Leverage{Actors: []string{label, "b"}, Depends: [][]float64{{nan, 0.4}, {-2, nan}}, Texts: [][]string{{"", label}, {label, ""}},
			Gains: []float64{-0.5, nan}, GainText: []string{label, label}, Moves: []float64{0.3, nan}}),
		"narrow forecasts": ForecastsNarrow([]Forecast{
			{Label: label, Note: label, P: 0.3, Lo: 0.1, Hi: 0.6, MCLo: 0.28, MCHi: 0.32, Previous: 0.5, Assumed: 0.7, AssumedLo: 0.6, AssumedHi: 0.9},
			{Label: strings.Repeat("long ", 80), P: nan, Lo: nan, Hi: nan, MCLo: nan, MCHi: nan, Previous: nan, Assumed: nan, AssumedLo: nan, AssumedHi: nan},
		}, []Band{{Name: label, High: 0.5}, {Name: "b", High: 1}}, label),
		"narrow intervals": IntervalsNarrow([]Interval{{label, 0, 1, 2, 0.5, 1, 1.5, label}, {label, nan, nan, nan, 1, 1, 1, ""}}),
		"tornado":          Tornado([]Swing{{label, 0.1, nan, 0.2, 0.4, 0.3, 0.5, label}, {label, nan, nan, nan, 1, 1, 1, ""}}, 0.3, label),
		"narrow tornado":   TornadoNarrow([]Swing{{label, 0.1, nan, 0.2, 0.4, 0.3, 0.5, label}}, nan, label),
		"no tornado":       Tornado(nil, nan, ""),
		"flips": Fragility([]Flip{{Label: label, Note: label, One: 0.4, Two: 0.3, OneSure: true, OneText: label, TwoText: label}, {Label: label, One: nan, Two: nan},
			{One: 5, Two: nan}, {One: nan, Two: 0}}, nan),
		"narrow flips": FragilityNarrow([]Flip{{Label: label, Note: label, One: 0.4, Two: nan, OneText: label}, {Label: label, One: nan, Two: nan}}, 1.2),
		"no flips":     Fragility(nil, 3),
		"evidence": Matrix(Evidence{Values: []string{label, "b"}, Rows: []string{label, strings.Repeat("long ", 80)},
			Cells: [][]float64{{0.4, nan}, {math.Inf(-1), math.Inf(1)}}, Texts: [][]string{{label, ""}, {label, label}}}),
		"narrow evidence": MatrixNarrow(Evidence{Values: []string{label, "b"}, Rows: []string{label}, Cells: [][]float64{{-4, nan}}, Texts: [][]string{{label, ""}}}),
		"no evidence":     Matrix(Evidence{}),
		"watches":         Watches([]Watch{{label, label, 0.3, 0.5, 0.2, label}, {strings.Repeat("long ", 80), "", nan, nan, nan, ""}, {label, label, 1, 1, nan, ""}}),
		"narrow watches":  WatchesNarrow([]Watch{{label, label, 0.3, 0.5, 0.2, label}, {label, label, nan, 0, nan, ""}}),
		"no watches":      Watches(nil),
		"no theory":       Theory(Curve{Result: label}),
		"standalone":      Standalone(Bars(label, []Bar{{label, 0.6, false}})),
	}
}

func TestFiguresAreWellFormedWhateverTheLabels(t *testing.T) {
	for _, label := range []string{"China", hostile, "", "中国 и 한국", strings.Repeat("x", 500)} {
		for name, svg := range figures(label) {
			d := xml.NewDecoder(strings.NewReader(svg))
			for {
				token, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%s with label %q is not XML: %v\n%s", name, label, err, svg)
				}
				if e, ok := token.(xml.StartElement); ok && e.Name.Local == "script" {
					t.Errorf("%s with label %q holds a script", name, label)
				}
			}
			for _, bad := range []string{"NaN", "Inf", "http://www.w3.org/1999"} {
				if strings.Contains(svg, bad) {
					t.Errorf("%s with label %q holds %q", name, label, bad)
				}
			}
		}
	}
}

func TestForecastPlacesDotsToScale(t *testing.T) {
	svg := Forecasts([]Forecast{{Label: "q", P: 0.25, Lo: nan, Hi: nan, MCLo: nan, MCHi: nan, Previous: nan, Assumed: nan}}, nil, "")
	want := `<circle cx="` + num(forecastLeft+0.25*(forecastRight-forecastLeft)) + `"`
	if !strings.Contains(svg, want) {
		t.Errorf("no dot at a quarter of the axis: want %s in\n%s", want, svg)
	}
}

func TestPercent(t *testing.T) {
	for p, want := range map[float64]string{0: "<1%", 0.0099: "<1%", 0.01: "1%", 0.5: "50%", 0.99: "99%", 0.9901: ">99%", 1: ">99%", nan: "–"} {
		if got := Percent(p); got != want {
			t.Errorf("Percent(%v) = %q, want %q", p, got, want)
		}
	}
}

// What somebody needs is darker than what it hardly minds, and in another colour
// than what it would rather not have.
func TestLeverageShadesByClearness(t *testing.T) {
	svg := Upper(Leverage{Actors: []string{"a", "b"}, Depends: [][]float64{{nan, 0.5}, {-0.1, nan}}, Texts: [][]string{{"", "x"}, {"y", ""}},
		Gains: []float64{0.1, -0.2}, GainText: []string{"", ""}, Moves: []float64{0.25, 1}})
	for _, want := range []string{`class="s0" style="opacity:0.30"`, `class="s1" style="opacity:0.06"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no cell %s in\n%s", want, svg)
		}
	}
}
