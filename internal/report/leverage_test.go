package report

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"demarche/internal/leverage"
	"demarche/internal/sweep"
)

// This file tests the words, tables and JSON of who has the upper hand, on made-up
// figures.

// sway is a made-up result for actors of precision 1 and the given dependences,
// by row and column.
func sway(names []string, depends [][]float64) *leverage.Leverage {
	r := &leverage.Leverage{File: "sway.hcl", Title: "Sway", Start: "2013-01", Foresight: 1, Warnings: []string{"A warning."}}
	r.Free = leverage.GameSolution{Precision: 1, Branch: "principal", Allowed: 1e-9, Residual: 1e-13}
	for i, a := range names {
		r.Actors = append(r.Actors, leverage.LeverageActor{Name: a, Title: strings.ToUpper(a), Value: 1, Range: 10, Precision: 1, Moves: true})
		r.Held = append(r.Held, leverage.Hold{Actor: a, Acts: []leverage.PhaseAct{}})
		for j, b := range names {
			if i != j {
				r.Dependence = append(r.Dependence, leverage.Dependence{Actor: a, On: b, Dependence: sweep.Number(depends[i][j]), LogOdds: sweep.Number(depends[i][j])})
			}
		}
		r.Commitment = append(r.Commitment, leverage.Commitment{Actor: a, Acts: []leverage.PhaseAct{{Phase: "move", Action: "stay_put"}}, Gain: 0, Moves: 0,
			Combinations: 2, Tried: 2, Exhaustive: true, LogOdds: map[string]sweep.Number{}, Changes: map[string]sweep.Number{}})
	}
	return r
}

func TestUpperHandInWords(t *testing.T) {
	names := []string{"a", "b"}
	for want, x := range map[string]struct {
		depends      [][]float64
		transferable bool
	}{
		"A has the upper hand over B, which needs its acts (it would choose, at 2.7 to 1, to have them) while A could do without B":                            {[][]float64{{0, 0.1}, {1, 0}}, false},
		"A has the upper hand over B, which needs its acts (it would choose, at 2.7 to 1, to have them) while A would rather, at 7.4 to 1, that B did nothing": {[][]float64{{0, -2}, {1, 0}}, false},
		"A and B need each other (B would keep the other's acts at 2.7 to 1, A at 7.4 to 1)":                                                                   {[][]float64{{0, 2}, {1, 0}}, false},
		"B and A need each other, A the more: it would lose 2 if the other did nothing, and the other 1":                                                       {[][]float64{{0, 2}, {1, 0}}, true},
		"A and B need each other, B the more: it would lose 2 if the other did nothing, and the other 1":                                                       {[][]float64{{0, 1}, {2, 0}}, true},
		"need each other equally":                        {[][]float64{{0, 1}, {1, 0}}, true},
		"no actor needs another's acts enough":           {[][]float64{{0, 0.1}, {-0.1, 0}}, false},
		"The acts that weigh on another are those of B:": {[][]float64{{0, -1}, {0, 0}}, false},
		"could not be computed":                          {[][]float64{{0, 1}, {math.NaN(), 0}}, false},
	} {
		r := sway(names, x.depends)
		r.Transferable = x.transferable
		if math.IsNaN(x.depends[1][0]) {
			r.Held[0].Reason = "it cannot be held"
		}
		if got := LeverageWords(r); !strings.Contains(got, want) || !strings.Contains(got, "iven this model") {
			t.Errorf("%v: %q\nwants %q", x.depends, got, want)
		}
	}
	r := sway(names, [][]float64{{0, 1}, {0, 0}})
	r.Commitment[1].Gain, r.Commitment[1].Moves = 3, 0.4
	r.Commitment[1].LogOdds = map[string]sweep.Number{"a": -1, "b": 3}
	if got := LeverageWords(r); !strings.Contains(got, "one by B: if all knew that it does the following wherever it can (move: stay put), it would gain 3 (at 20 to 1 it would choose to be bound), and the outcome would move by 40% (total variation), against A.") {
		t.Errorf("commitment: %q", got)
	}
	r.ThreatPower = leverage.ThreatPower{Offered: true, Total: 4, Values: map[string]sweep.Number{"a": 1, "b": 3}}
	if got := LeverageWords(r); !strings.Contains(got, "their positions are worth, of the 4 that all could have together: B 3, A 1.") {
		t.Errorf("threats: %q", got)
	}
}

// The text fits its width with few actors and with many, hostile names included.
func TestUpperHandFits(t *testing.T) {
	for _, names := range [][]string{{"alone"}, {"a", "b"}, {"one", "two", "three", "four", "the_republic_of_long_names", "six"}, {"1", "2", "3", "4", "5", "6", "7\x1b[31m"}} {
		depends := make([][]float64, len(names))
		for i := range depends {
			depends[i] = make([]float64, len(names))
			for j := range depends[i] {
				depends[i][j] = float64(i) - 1.2345*float64(j)
			}
		}
		r := sway(names, depends)
		r.Commitment[0].Exhaustive = false
		var b bytes.Buffer
		if err := LeverageText(&b, r, Options{Width: 100}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if cellWidth(line) > 100 {
				t.Errorf("%d columns: %s", cellWidth(line), line)
			}
			if strings.ContainsAny(line, "\x1b") {
				t.Errorf("a name steers the terminal: %q", line)
			}
		}
		if svg := LeverageFigure(r); !strings.HasPrefix(svg, "<svg") || strings.Contains(svg, "NaN") {
			t.Errorf("figure: %s", svg)
		}
		b.Reset()
		if err := LeverageJSON(&b, r); err != nil || !json.Valid(b.Bytes()) {
			t.Errorf("JSON: %v", err)
		}
	}
}
