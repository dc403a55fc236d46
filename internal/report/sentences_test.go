package report

import (
	"bytes"
	"html"
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/leverage"
	"demarche/internal/sweep"
	"demarche/library"
)

// This file tests that likelihood and confidence never stand in one sentence, in
// any format; and what the key judgements and the confidence say.

// briefs are the made-up runs that briefs are tested on.
var briefs = map[string]func() *sweep.Result{"plain": fixture, "scored": scored, "assumed": assumed, "unweighed": unweighed, "swayed": swayed,
	"sure": sure, "flipped": flipped, "empty": func() *sweep.Result { return &sweep.Result{} }}

// swayed is the fixture with who has the upper hand, and posteriors of the secrets.
func swayed() *sweep.Result {
	r := fixture()
	r.Prior.Secrets = map[string]numbers{"stance": {"share": 0.55, "bargain": 0.3, "cut_off": 0.15}, "wells": {"0": 0.25, "1": 0.25, "2": 0.25, "3": 0.25}}
	r.Posterior.Secrets = map[string]numbers{"stance": {"share": 0.35, "bargain": 0.3, "cut_off": 0.35}, "wells": {"0": 0, "1": 0, "2": 0.03, "3": 0.97}}
	at := func(m, lo, hi sweep.Number) sweep.Spread {
		return sweep.Spread{Median: m, Interval: sweep.Interval{lo, hi}}
	}
	u := &sweep.UpperHand{Start: "2013-05", Foresight: 1, Draws: 12, Distinct: 7}
	for i, a := range r.Actors {
		u.Actors = append(u.Actors, sweep.UpperHandActor{Name: a.Name, Title: a.Title, Value: at(1, 0.5, 2), Moves: true})
		for j, b := range r.Actors {
			if i != j {
				v := sweep.Number(i) - 1.2*sweep.Number(j)
				u.Dependence = append(u.Dependence, sweep.UpperHandDependence{Actor: a.Name, On: b.Name, Dependence: at(v, v-0.3, v+0.1), LogOdds: at(2*v, v, 3*v), Needs: 0.75, Minds: 0.25})
			}
		}
		u.Commitment = append(u.Commitment, sweep.UpperHandCommitment{Actor: a.Name, Acts: []leverage.PhaseAct{{Phase: "capital", Action: "refrain", Title: "Hold still"}}, ActsShare: 0.75,
			Gain: at(0.3, -0.1, 0.5), Moves: at(0.2, 0.1, 0.4), Worth: 0.5, LogOdds: map[string]sweep.Spread{a.Name: at(0.4, 0.1, 0.6), r.Actors[0].Name: at(-0.5, -1, 0.1)}})
	}
	r.UpperHand = u
	return r
}

// sure is a run with nothing to say against it.
func sure() *sweep.Result {
	r := swayed()
	for i := range 12 {
		r.Evidence = append(r.Evidence, sweep.EvidenceRow{ID: "S", Used: true, Surprise: sweep.Number(i) / 3})
	}
	r.Diag.FilterExact, r.Warnings = true, nil
	return r
}

var (
	ofLikelihood = regexp.MustCompile(`(?i)\b(un)?likel(y|iest|ier|ihood)\b|\bchances?\b|\b(im)?probab|almost certain|\bremote\b`)
	ofConfidence = regexp.MustCompile(`(?i)confiden`)
	sentenceEnd  = regexp.MustCompile(`[.!?:;][”’)]?(\s+|$)|\n\s*\n|\n\s*(•|\||!|-|#)`)
	pageTag      = regexp.MustCompile(`(?s)<style.*?</style>|</?(p|h1|h2|h3|td|th|tr|li|div|summary|text|title|figure|a)\b[^>]*>`)
	anyTag       = regexp.MustCompile(`<[^>]*>`)
)

// sentencesOf takes a text apart. Colons do not end a sentence.
func sentencesOf(text string) []string {
	text = strings.NewReplacer(":", "\x00", ";", "\x01").Replace(text)
	out := sentenceEnd.Split(text, -1)
	for i := range out {
		out[i] = strings.Join(strings.Fields(strings.NewReplacer("\x00", ":", "\x01", ";").Replace(out[i])), " ")
	}
	return out
}

// formats are a run's brief as text without markup, by format.
func formats(t *testing.T, r *sweep.Result) map[string]string {
	t.Helper()
	var term, page bytes.Buffer
	if err := Brief(&term, r, Options{Width: 100}); err != nil {
		t.Fatal(err)
	}
	if err := HTML(&page, r); err != nil {
		t.Fatal(err)
	}
	text, _ := Markdown(r, "figures")
	plain := html.UnescapeString(anyTag.ReplaceAllString(pageTag.ReplaceAllString(page.String(), "\n\n"), ""))
	return map[string]string{"terminal": term.String(), "page": plain, "Markdown": html.UnescapeString(text)}
}

// apart reports sentences that speak of both, and returns how many speak of each.
func apart(t *testing.T, name string, r *sweep.Result) (likelihood, confidence int) {
	t.Helper()
	for format, text := range formats(t, r) {
		for _, s := range sentencesOf(text) {
			l, c := ofLikelihood.MatchString(s), ofConfidence.MatchString(s)
			if l && c {
				t.Errorf("%s, %s: likelihood and confidence in one sentence: %q", name, format, s)
			}
			if l {
				likelihood++
			}
			if c {
				confidence++
			}
		}
	}
	return
}

func TestLikelihoodAndConfidenceStandApart(t *testing.T) {
	for name, run := range briefs {
		l, c := apart(t, name, run())
		if name != "empty" && (l < 30 || c < 3) {
			t.Errorf("%s: only %d sentences of likelihood and %d of confidence were found", name, l, c)
		}
	}
}

// The same of real runs, with every analysis there is.
func TestLikelihoodAndConfidenceStandApartInRuns(t *testing.T) {
	for _, name := range []string{"inspection", "costly-signal"} {
		file := library.Path(name)
		source, err := fs.ReadFile(library.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		s, list := check.Load(file, source)
		if list.HasErrors() {
			t.Fatal(list)
		}
		r, err := sweep.Run(t.Context(), s, nil, sweep.Options{Seed: 1, Draws: 24, Stories: 24, Sensitivity: true, Confirm: -1, UpperHand: 4, Trial: 4, Previous: true})
		if err != nil {
			t.Fatal(err)
		}
		if l, c := apart(t, name, r); l < 10 || c < 3 {
			t.Errorf("%s: only %d sentences of likelihood and %d of confidence were found", name, l, c)
		}
	}
}

// The test sees what it looks for.
func TestSentencesAreTakenApart(t *testing.T) {
	got := sentencesOf("It is very likely (86%; 90% interval 80–92%), by 2013-12-31. Confidence: low, because of\n  that. A “b.” C\n\n| d | e |")
	want := []string{"It is very likely (86%; 90% interval 80–92%), by 2013-12-31", "Confidence: low, because of that", "A “b", "C", "| d | e |"}
	if strings.Join(got, "/") != strings.Join(want, "/") {
		t.Errorf("%q", got)
	}
	if s := "We say with high confidence that war is unlikely"; !ofLikelihood.MatchString(s) || !ofConfidence.MatchString(s) {
		t.Error("both should be found")
	}
}

func TestKeyJudgements(t *testing.T) {
	lines := func(r *sweep.Result) string {
		c := keyJudgements(Complete(r))
		if c == nil {
			return ""
		}
		var out []string
		for _, p := range c.parts {
			out = append(out, p.text)
		}
		return strings.Join(out, "\n")
	}
	for name, want := range map[string][]string{
		"swayed": {"Given this model, the likeliest of the 4 developments asked about is “The two foreign ministers", "The least likely is “War”: almost no chance (<1%; 90% interval <1–2%).",
			"Since last month, “Upperland is known to close the dam before the year is out” has moved most: from 23% to 31%, now very unlikely to likely.",
			"On “What Upperland would really do” the likeliest answer is “share”: unlikely (35%, from 55% before the evidence), ahead of “cut off” (35%).",
			"moved most what is believed of another: on “What is in the wells” the likeliest answer is “3”: almost certain (97%, from 25% before the evidence), ahead of “2” (3%).",
			"Confidence: moderate, because only 2 pieces of evidence were taken in."},
		"assumed":   {"Assuming 2013-05 palace.release changes “The two foreign ministers"},
		"unweighed": {"Confidence: moderate, because no evidence was taken in."},
		"sure":      {"Confidence: high, because the evidence leaves 83 effective draws of 240"},
	} {
		got := lines(briefs[name]())
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s: %s\nwants %q", name, got, w)
			}
		}
		if n := strings.Count(got, "\n"); n < 3 || n > 5 {
			t.Errorf("%s: %d judgements", name, n)
		}
	}
	if got := lines(&sweep.Result{}); got != "" {
		t.Errorf("nothing to judge: %q", got)
	}
	one := fixture()
	one.Questions = one.Questions[:1]
	if got := lines(one); !strings.HasPrefix(got, "Given this model, on the one question asked, “Upperland is known to close the dam before the year is out”: very unlikely to likely (31%; 90% interval 12–58%), by 2013-12-31.") {
		t.Errorf("one question: %q", got)
	}
}

// Each diagnostic alone can take confidence down, and does so at its bound.
func TestConfidence(t *testing.T) {
	for _, x := range []struct {
		want string
		do   func(r *sweep.Result)
	}{
		{"high", func(r *sweep.Result) {}},
		{"high", func(r *sweep.Result) { r.Diag.EffectiveDraws = 50 }},
		{"moderate", func(r *sweep.Result) { r.Diag.EffectiveDraws = 49 }},
		{"low", func(r *sweep.Result) { r.Diag.EffectiveDraws = 9 }},
		{"high", func(r *sweep.Result) { r.Diag.ParetoK = 0.5 }},
		{"moderate", func(r *sweep.Result) { r.Diag.ParetoK = 0.51 }},
		{"low", func(r *sweep.Result) { r.Diag.ParetoK = 0.71 }},
		{"low", func(r *sweep.Result) { r.Diag.Interrupted = true }},
		{"moderate", func(r *sweep.Result) { r.Diag.Local = 1 }},
		{"low", func(r *sweep.Result) { r.Diag.Local = r.Diag.Solves / 5 }},
		{"low", func(r *sweep.Result) { r.Diag.Retraced, r.Diag.RetraceDiffer = 5, 1 }},
		{"moderate", func(r *sweep.Result) { r.Diag.FilterExact, r.Diag.Histories = false, 90 }},
		{"moderate", func(r *sweep.Result) { r.Questions[1].MonteCarlo = sweep.Interval{0.4, 0.51} }},
		{"low", func(r *sweep.Result) { r.Questions[1].MonteCarlo = sweep.Interval{0.4, 0.61} }},
		{"moderate", func(r *sweep.Result) { r.Evidence[0].Surprise = 7 }},
		{"moderate", func(r *sweep.Result) { r.Evidence = nil }},
		{"moderate", func(r *sweep.Result) { r.NoEvidence = true }},
	} {
		r := sure()
		x.do(r)
		if got := confidence(r); !strings.HasPrefix(got, "Confidence: "+x.want+", because ") {
			t.Errorf("%+v: %s; want %s", r.Diag, got, x.want)
		}
	}
}
