package check

import (
	"fmt"
	"math"
	"os"
	"slices"
	"testing"

	"demarche/internal/expr"
	"demarche/internal/scenario"
)

// This file tests that a checked scenario says what the text says.

// frame is a frame with the given names set; symbolic values by position.
func frame(t *testing.T, s *scenario.Scenario, set map[string]float64) []float64 {
	t.Helper()
	out := make([]float64, s.Layout.Size)
	for name, v := range set {
		slot := -1
		for i, p := range s.Parameters {
			if p.Name == name {
				slot = s.Layout.Parameter + i
			}
		}
		for i, x := range s.Variables {
			if x.Name == name {
				slot = s.Layout.Variable + i
			}
		}
		for i, x := range s.Secrets {
			if x.Name == name {
				slot = s.Layout.Secret + i
			}
		}
		for i, x := range s.Flags {
			if x.Name == name {
				slot = s.Layout.Flag + i
			}
		}
		switch name {
		case "period":
			slot = scenario.SlotPeriod
		case "month":
			slot = scenario.SlotMonth
		}
		if slot < 0 {
			t.Fatalf("no name %q", name)
		}
		out[slot] = v
	}
	return out
}

func eval(t *testing.T, s *scenario.Scenario, p *expr.Program, set map[string]float64) float64 {
	t.Helper()
	return p.Eval(frame(t, s, set))
}

func loadGood(t *testing.T, name string) *scenario.Scenario {
	t.Helper()
	s, diags := LoadFile("../../testdata/good/" + name + ".hcl")
	if s == nil {
		t.Fatal(diags)
	}
	return s
}

// every expression of the language, against what Go computes
func TestExpressionValues(t *testing.T) {
	for _, c := range []struct {
		text string
		set  map[string]float64
		want float64
	}{
		{"1 + 2 * 3 - 4 / 8", nil, 6.5},
		{"-(2 - 5) % 2", nil, math.Mod(3, 2)},
		{"min(3, 1, 2) + max(3, 1, 2) + abs(-2.5)", nil, 6.5},
		{"exp(1) + log(2) + sqrt(2)", nil, math.E + math.Ln2 + math.Sqrt2},
		{"floor(-1.5) * 100 + ceil(-1.5) * 10 + round(2.5)", nil, -200 - 10 + 3},
		{"favour > 1 && favour <= 2 || crisis == \"war\" ? 7 : 8", map[string]float64{"favour": 2}, 7},
		{"favour > 1 && favour <= 2 || crisis == \"war\" ? 7 : 8", map[string]float64{"favour": 3}, 8},
		{"favour > 1 && favour <= 2 || crisis == \"war\" ? 7 : 8", map[string]float64{"favour": 3, "crisis": 2}, 7},
		{"!(crisis >= \"tense\") ? 1 : 2", map[string]float64{"crisis": 1}, 2},
		{"\"tense\" < crisis ? 1 : 2", map[string]float64{"crisis": 2}, 1},
		{"crisis + 1 == \"war\" ? 1 : 2", map[string]float64{"crisis": 2}, 1},
		{"crisis - 1 == \"calm\" ? 1 : 2", map[string]float64{"crisis": 0}, 1},
		{"1 + crisis == \"tense\" ? 1 : 2", map[string]float64{"crisis": 0}, 1},
		{"{ war = 9, calm = 1, tense = 4 }[crisis]", map[string]float64{"crisis": 1}, 4},
		{"{ war = 9, calm = 1, tense = 4 }[crisis + 1]", map[string]float64{"crisis": 2}, 9},
		{"{ 3 = 30, 0 = 1, 2 = 20, 1 = 10 }[favour]", map[string]float64{"favour": 2}, 20},
		{"{ 0.0 = 1, 2 = 20, 5 = 50 }[arms]", map[string]float64{"arms": 2}, 20},
		{"{ 0 = 1, 2 = 20, 5 = 50 }[arms]", map[string]float64{"arms": 5}, 50},
		{"{ 0 = 1, 2 = 20, 5 = 50 }[arms]", map[string]float64{"arms": 0}, 1},
		{"{ -1 = 5, 0 = 6, 1 = 7 }[tilt]", map[string]float64{"tilt": -1}, 5},
		{"{ a = 5, b = 6 }.b + { a = 5, b = 6 }[\"a\"]", nil, 11},
		{"{ calm = \"war\", tense = crisis, war = \"calm\" }[crisis] == \"calm\" ? 1 : 2", map[string]float64{"crisis": 2}, 1},
		{"(favour > 1 ? \"calm\" : crisis) == \"calm\" ? 1 : 2", map[string]float64{"favour": 2, "crisis": 2}, 1},
		{"stance == \"break\" ? buffer : 0", map[string]float64{"stance": 1, "buffer": 3}, 3},
		{"beijing.press ? 1 : 2", map[string]float64{"beijing.press": 1}, 1},
		{"beijing.press != true ? 1 : 2", map[string]float64{"beijing.press": 1}, 2},
		{"period * 100 + month", map[string]float64{"period": 3, "month": 4}, 304},
	} {
		s, diags := Load("t", []byte(wrap("variable \"arms\" {\n values = [0, 2, 5]\n start = 0\n}\nvariable \"tilt\" {\n values = levels(-1, 1)\n start = 0\n}\npayoff \"china\" { each_period = "+c.text+" }\n")))
		if s == nil {
			t.Errorf("%s: %v", c.text, diags)
			continue
		}
		if got := eval(t, s, s.Payoffs[0].EachPeriod[0].Value, c.set); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("%s with %v: got %v, want %v", c.text, c.set, got, c.want)
		}
	}
}

func TestTour(t *testing.T) {
	s := loadGood(t, "tour")
	if s.Name != "tour" || s.Unit != scenario.Month || s.Horizon != 12 || s.Foresight != 1 || s.Outlook != 12 || s.AsOf.String() != "2013-04-16" {
		t.Errorf("the settings: %+v", s)
	}
	var steps []string
	for _, st := range s.Steps {
		if st.Chance {
			steps = append(steps, s.Chances[st.Index].Name)
		} else {
			steps = append(steps, s.Phases[st.Index].Name)
		}
	}
	if !slices.Equal(steps, []string{"pyongyang", "beijing", "collapse", "new_leader"}) {
		t.Error(steps)
	}
	beijing := s.Phases[1]
	var acts []string
	for _, a := range beijing.Actions {
		acts = append(acts, a.Name)
	}
	if !slices.Equal(acts, []string{"assert", "criticise", "cut_fuel", "ship_fuel", "sideline.india", "sideline.mongolia"}) || beijing.Quiet != 0 {
		t.Error(acts, beijing.Quiet)
	}
	ship := beijing.Actions[3]
	if ship.LooksLike != 0 || !slices.Equal(ship.SeenBy, []int{1}) || ship.When != beijing.Actions[0].When ||
		!s.Flags[ship.Flag].Covert || s.Flags[ship.ExposedFlag].Name != "beijing.ship_fuel.exposed" || s.Flags[ship.ExposedFlag].Covert {
		t.Errorf("%+v", ship)
	}
	if len(ship.Effects) != 1 || !ship.Effects[0].Secret || eval(t, s, ship.Effects[0].Value, map[string]float64{"stockpile": 1}) != 2 {
		t.Errorf("%+v", ship.Effects)
	}
	for i, want := range []float64{0.3, 0.2} {
		if got := eval(t, s, beijing.Actions[4+i].Cost, nil); got != want {
			t.Error(got)
		}
	}
	p := find(t, s, "buffer")
	if p.Dist.Kind != scenario.LogNormal || p.Dist.A != 2 || p.Dist.B != 5 || p.Dist.Min != 0 || !math.IsNaN(p.Dist.Max) || p.Basis != "judgement" {
		t.Errorf("%+v", p)
	}
	bell := find(t, s, "spill").Dist
	if bell.Kind != scenario.Normal || math.Abs((bell.B-bell.A)-2*1.6448536269514722*0.1) > 1e-12 || math.Abs(bell.A+bell.B-1) > 1e-12 {
		t.Errorf("%+v", bell)
	}
	for i, a := range s.Actors {
		if got := eval(t, s, a.Precision, map[string]float64{a.Name + ".precision": 1.25}); got != 1.25 {
			t.Errorf("actor %d: %v", i, got)
		}
	}
	if !find(t, s, "china.precision").Hidden || find(t, s, "north_korea.discount").Dist.A != 1 {
		t.Error("the numbers of the actors")
	}
	terms := map[string]float64{}
	for _, term := range s.Payoffs[0].EachPeriod {
		terms[term.Name] = eval(t, s, term.Value, map[string]float64{
			"buffer": 3, "spill": 0.5, "crisis": 2, "stance": 2, "stockpile": 2, "twice": 6, "beijing.sideline.mongolia": 1, "beijing.ship_fuel.exposed": 1,
		})
	}
	want := map[string]float64{"buffer": 3, "spillover": -0.5, "burden": -3, "channel": 6, "leak": -1}
	if fmt.Sprint(terms) != fmt.Sprint(want) {
		t.Errorf("got %v, want %v", terms, want)
	}
	if s.Questions[0].By.String() != "2013-12-31" || !s.Questions[0].From.IsZero() {
		t.Errorf("%+v", s.Questions[0])
	}
	if len(s.Hash) != 64 || s.Hash != s.SourceHash {
		t.Error(s.Hash)
	}
}

// The start of a secret, for every combination of what it depends on.
func TestSecretStarts(t *testing.T) {
	s := loadGood(t, "secrets")
	linked := s.Secrets[len(s.Secrets)-1]
	for _, c := range []struct{ mood, chance, zero, one float64 }{
		{0, 0, 0.9, 0.1}, {0, 1, 0.9, 0.1}, {1, 1, 1, 1}, {1, 0, 0, 1},
	} {
		set := map[string]float64{"mood": c.mood, "chance": c.chance}
		if a, b := eval(t, s, linked.Start[0], set), eval(t, s, linked.Start[1], set); a != c.zero || b != c.one {
			t.Errorf("%+v: %v, %v", c, a, b)
		}
	}
	for _, x := range s.Secrets {
		if len(x.Start) != x.Domain.Size() {
			t.Errorf("%s: %d weights", x.Name, len(x.Start))
		}
	}
	if a := eval(t, s, s.Secrets[3].Start[0], map[string]float64{"p": 0.25}); a != 0.75 {
		t.Error(a)
	}
}

func TestDomains(t *testing.T) {
	s := loadGood(t, "variables")
	share := s.Variables[2]
	if share.Domain.Size() != 11 || share.Domain.Label(3) != "0.3" || share.Domain.Numbers[3] != 0.3 || share.Start != 3 {
		t.Errorf("%+v", share)
	}
	if s.Variables[1].Start != 2 || s.Variables[3].Domain.Numbers[0] != -1 || s.Variables[0].Domain.Label(2) != "no deal" {
		t.Errorf("%+v", s.Variables)
	}
}

func TestForEach(t *testing.T) {
	s := loadGood(t, "for_each")
	ph := s.Phases[0]
	byName := map[string]scenario.Action{}
	for _, a := range ph.Actions {
		byName[a.Name] = a
	}
	if len(ph.Actions) != 1+2+2+5+5 {
		t.Fatal(len(ph.Actions))
	}
	if v := eval(t, s, byName["sideline.mongolia"].Effects[0].Value, nil); v != 2 {
		t.Errorf("each.key as a value: %v", v)
	}
	if v := eval(t, s, byName["sideline.mongolia"].Cost, map[string]float64{"far": 0.4}); v != 0.4 {
		t.Errorf("each.value as a parameter: %v", v)
	}
	if v := eval(t, s, byName["visit.tokyo"].Cost, nil); v != 0.2 {
		t.Errorf("chosen by each.key: %v", v)
	}
	if a := byName["hint.0.25"]; ph.Actions[a.LooksLike].Name != "bid.0.25" {
		t.Errorf("looks like %q", ph.Actions[a.LooksLike].Name)
	}
	for name, want := range map[string]float64{"washington.sideline.india": 1, "washington.sideline.mongolia": 1, "washington.wait": 0, "washington.bid.1": 0} {
		if v := eval(t, s, s.Questions[0].When, map[string]float64{name: 1}); v != want {
			t.Errorf("any sideline, after %s: %v", name, v)
		}
	}
	for name, want := range map[string]float64{"washington.sideline.india": 1, "washington.sideline.mongolia": 0, "washington.bid.0.25": 1, "washington.bid.1": 1, "washington.hint.0": 1, "washington.bid.0": 0} {
		if v := eval(t, s, s.Questions[1].When, map[string]float64{name: 1}); v != want {
			t.Errorf("one of them, after %s: %v", name, v)
		}
	}
}

// Line breaks, a byte order mark and comments do not change what a file says.
func TestSameMeaning(t *testing.T) {
	src, err := os.ReadFile("../../testdata/good/line_breaks.hcl")
	if err != nil {
		t.Fatal(err)
	}
	if string(src[:3]) != "\xef\xbb\xbf" || !slices.Contains(src, '\r') {
		t.Fatal("the file lost its line breaks")
	}
	s := loadGood(t, "line_breaks")
	if len(s.Phases) != 2 || s.Phases[1].Actions[1].Name != "test" {
		t.Errorf("%+v", s.Phases)
	}
}
