package report

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/explain"
	"demarche/internal/quantity"
)

// This file tests the sentences of explanations: every figure in them is one that
// was computed, and they read as they should.

func explained(t *testing.T, scenario, asked string) *ExplainReport {
	t.Helper()
	text, err := os.ReadFile("../../library/" + scenario + "/" + scenario + ".hcl")
	if err != nil {
		t.Fatal(err)
	}
	s, list := check.Load(scenario+".hcl", text)
	if list.HasErrors() {
		t.Fatal(list)
	}
	e, err := explain.Explain(context.Background(), s, nil, asked, explain.Options{Stories: 4})
	if err != nil {
		t.Fatal(err)
	}
	return FromExplanation(e)
}

// What a person reads, in full.
func TestExplainGolden(t *testing.T) {
	for _, x := range [][2]string{{"inspection", "deterrent"}, {"crisis-signalling", "war"}} {
		var b bytes.Buffer
		if err := ExplainText(&b, explained(t, x[0], x[1]), Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if n := len([]rune(line)); n > 80 {
				t.Errorf("a line of %d columns: %s", n, line)
			}
		}
		golden(t, "explain-"+x[0]+".golden", b.Bytes())
	}
}

var (
	quotedWords = regexp.MustCompile(`“[^”]*”|‘[^’]*’`)
	aDate       = regexp.MustCompile(`\d{4}(-\d\d(-\d\d)?)?( Q\d)?\b`)
	aFigure     = regexp.MustCompile(`[<>]?[+−]?\d[\d.]*(e[+−]?\d+)?%?`)
	rawName     = regexp.MustCompile(`[a-z]_[a-z]|\b[a-z]+\.[a-z]`)
)

func TestExplainSentences(t *testing.T) {
	for _, x := range [][2]string{
		{"inspection", "strike_on_nothing"}, {"inspection", "client_builds.invest"}, {"inspection", "deterrent"}, {"buffer", "collapse"}, {"buffer", "patron_aids.give"},
		{"reputation", "stood_firm"}, {"reputation", "new_leader"}, {"reputation", "no_more_challengers"}, {"crisis-signalling", "war"}, {"feint", "surprised"}, {"feint", "feint"},
		{"costly-signal", "strong_spends"}, {"preventive-war", "war"}, {"brinkmanship", "disaster"}, {"attrition", "war"},
	} {
		t.Run(x[0]+" "+x[1], func(t *testing.T) {
			r := explained(t, x[0], x[1])
			if len(r.Sentences) == 0 {
				t.Fatal("nothing is said")
			}
			whole := ""
			for _, s := range r.Sentences {
				whole += s.Text + " "
				var want []string
				for _, n := range s.Numbers {
					want = append(want, strings.TrimPrefix(n.Text, "about "))
					switch {
					case n.Of == "":
						t.Errorf("%s: nobody knows of what", n.Text)
					case strings.HasSuffix(n.Text, "%"):
						if again := percentOf(n.Value, n.Of); again != n {
							t.Errorf("%v is printed as %s", n.Value, n.Text)
						}
					}
				}
				bare := aDate.ReplaceAllString(quotedWords.ReplaceAllString(s.Text, ""), "")
				if got := figures(bare); !slices.Equal(got, want) {
					t.Errorf("figures %q in the text, numbers %q\n%s", got, want, s.Text)
				}
				if strings.ContainsAny(bare, "–_") || strings.Contains(bare, "NaN") || strings.Contains(bare, "Inf") || strings.Contains(s.Text, "%!") || strings.Contains(s.Text, "  ") || !strings.HasSuffix(s.Text, ".") {
					t.Errorf("not fit to be read: %s", s.Text)
				}
				for _, one := range sentencesOf(s.Text) {
					if ofLikelihood.MatchString(one) && ofConfidence.MatchString(one) {
						t.Errorf("likelihood and confidence in one sentence: %s", one)
					}
				}
			}
			if raw := rawName.FindString(whole); raw != "" {
				t.Errorf("a name of the language, %q, in\n%s", raw, whole)
			}
			if !strings.HasPrefix(whole, "Given this model, ") {
				t.Errorf("probabilities come before the model: %s", whole)
			}
			var b bytes.Buffer
			if err := ExplainJSON(&b, r); err != nil {
				t.Fatal(err)
			}
			var back ExplainReport
			if err := json.Unmarshal(b.Bytes(), &back); err != nil {
				t.Fatal(err)
			}
			if back.Asked != r.Asked || len(back.Sentences) != len(r.Sentences) || len(back.Choices) != len(r.Choices) {
				t.Errorf("read back: %+v", back.Asked)
			}
		})
	}
}

// figures lists the figures of a text.
func figures(text string) []string {
	var out []string
	for _, f := range aFigure.FindAllString(text, -1) {
		out = append(out, strings.TrimRight(f, "."))
	}
	return out
}

func TestChanceWords(t *testing.T) {
	for p, want := range map[float64]string{
		0.02: "there is almost no chance for it to rain (2%)", 0.5: "there is a roughly even chance for it to rain (50%)", 0.7: "it is likely to rain (70%)",
	} {
		x := &prose{}
		x.say(chanceWords(p), "rain", percentOf(quantity.Number(p), ""))
		if x.b.String() != want {
			t.Errorf("%q, should be %q", x.b.String(), want)
		}
	}
}
