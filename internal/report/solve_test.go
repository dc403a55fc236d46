package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/sweep"
)

func solved() *SolveReport {
	r := &SolveReport{File: "river.hcl", Title: "A made-up quarrel",
		Game:     GameSize{Actors: []string{"upper", "lower"}, Nodes: 1234, InformationSets: 70, Actions: 140, PublicStates: 33, SecretProfiles: 6},
		Solution: SolutionInfo{Precision: 1.5, Branch: "principal", Folds: 2, FirstFold: 0.7, FirstBifurcation: nan, Steps: 40, Passes: 95},
		Certificate: CertificateInfo{Residual: 2.3e-12, Regret: numbers{
			"upper": 0.12, "lower": 0.08}},
		Values: numbers{"upper": 3.25, "lower": -1.5}, Questions: numbers{"dam": 0.31}, Ends: numbers{"war": 0.002},
		Warnings: []string{"the branch folds twice before this precision"},
	}
	for i := range 70 {
		r.Strategy = append(r.Strategy, Choice{Actor: "upper", Player: 1, InformationSet: i + 1, Phase: "palace", Period: "2013-04",
			Knows: map[string]string{"stance": "cut_off"}, Seen: []string{"capital.protest"}, Reach: sweep.Number(0.5 / float64(i+1)),
			Actions: []ChoiceAction{{"hold", 0.61803398875, 2.5}, {"", 0.00000123, -10.25}}})
	}
	return r
}

func TestSolveGolden(t *testing.T) {
	var text, doc bytes.Buffer
	if err := SolveText(&text, solved(), Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "solve.golden", text.Bytes())
	if err := SolveJSON(&doc, solved()); err != nil {
		t.Fatal(err)
	}
	golden(t, "solve.json.golden", doc.Bytes())
}

func TestSolveJSONHasNoNullLists(t *testing.T) {
	var b bytes.Buffer
	if err := SolveJSON(&b, &SolveReport{Strategy: []Choice{{Reach: nan}}}); err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(b.Bytes(), &m); err != nil {
		t.Fatal(err)
	}
	for name, v := range m {
		if v == nil {
			t.Errorf("%s is null", name)
		}
	}
	set := m["strategy"].([]any)[0].(map[string]any)
	for _, name := range []string{"knows", "seen", "actions"} {
		if set[name] == nil {
			t.Errorf("strategy.%s is null", name)
		}
	}
	if set["reach"] != nil {
		t.Errorf("a reach that was not computed is %v, want null", set["reach"])
	}
}

// wrong is a file with errors, one on a long line, and its diagnostics.
func wrong() *CheckReport {
	source := "# 朝鮮 é\u0301\nactor \"upper\" {}\n" + "payoff \"upper\" { each_period = { " + strings.Repeat("term = 1, ", 20) + "pride = prid + 1 } }\n"
	column := strings.Index(strings.Split(source, "\n")[2], "prid +") + 1
	at := func(line, from, to int) diag.Range {
		return diag.Range{File: "river.hcl", Start: diag.Pos{Line: line, Column: from}, End: diag.Pos{Line: line, Column: to}}
	}
	return &CheckReport{File: "river.hcl", Sources: map[string][]byte{"river.hcl": []byte(source)}, Diagnostics: diag.List{
		{Code: "E201", Message: "there is nothing called ‘prid’", Hint: "did you mean ‘pride’?", Subject: at(3, column, column+4), Notes: []diag.Note{{Message: "actor ‘upper’ is here", At: at(2, 1, 6)}}},
		{Code: "W301", Severity: diag.Warning, Message: "the wide one is underlined where it stands", Subject: at(1, 3, 5)},
		{Code: "E001", Message: "the file has no scenario block", Subject: diag.Range{File: "river.hcl"}},
		{Code: "E002", Message: "beyond the end", Subject: at(99, 1, 2)},
		{Code: "E003", Message: "columns beyond the line", Subject: at(2, 500, 600)},
	}}
}

// The range of a run's time is worded in a unit that people plan in.
func TestWaiting(t *testing.T) {
	for want, x := range map[string][2]float64{"seconds": {0, 9}, "up to a minute or two": {20, 99}, "up to 9 minutes": {54, 540},
		"3 to 30 minutes": {180, 1800}, "1 to 10 hours": {3600, 36000}} {
		if got := waiting(x[0], x[1]); got != want {
			t.Errorf("%v: %q, want %q", x, got, want)
		}
	}
}

func TestCheckGolden(t *testing.T) {
	var text, doc bytes.Buffer
	if err := CheckText(&text, wrong(), Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "check.golden", text.Bytes())
	if err := CheckJSON(&doc, wrong()); err != nil {
		t.Fatal(err)
	}
	golden(t, "check.json.golden", doc.Bytes())
	text.Reset()
	if err := CheckText(&text, &CheckReport{File: "river.hcl", Size: &CheckSize{Nodes: 7044, PublicStates: 587, SecretProfiles: 12, Bytes: 33 << 20, Seconds: 0.14},
		Evidence: &CheckEvidence{File: "evidence.csv", AsOf: "2013-04-16", Rows: 10, Used: 1, Next: "bridge in 2013-04",
			Unused: []string{"2 (marked use=no)", "3 (marked use=no)", "4 (marked use=no)", "5 (marked use=no)", "6 (marked use=no)", "7 (marked use=no)", "8 (marked use=no)"}}}, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	golden(t, "check-size.golden", text.Bytes())
}
