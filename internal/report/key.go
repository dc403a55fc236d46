package report

import (
	"fmt"
	"math"
	"strings"

	"demarche/internal/chart"
	"demarche/internal/sweep"
)

// This file is the key judgements: a handful of sentences made from the numbers
// of a run, at the top of its brief. How likely things are is said in them; how
// far the figures can be relied on is said apart, in confidence.go.

// keyJudgements are three to five sentences and the statement of confidence; nil
// where a run has nothing to judge.
func keyJudgements(r *sweep.Result) *section {
	c := &section{title: "Key judgements", box: true}
	for _, text := range append(questionJudgements(r), secretJudgements(r)...) {
		c.parts = append(c.parts, part{text: text, bullet: true})
	}
	if len(c.parts) == 0 {
		return nil
	}
	c.para("%s", confidence(r))
	c.parts[len(c.parts)-1].apart = true
	return c
}

// questionJudgements say which question is likeliest, which least, and which moved most.
func questionJudgements(r *sweep.Result) []string {
	var known []sweep.QuestionResult
	for _, q := range r.Questions {
		if finite(q.Probability) {
			known = append(known, q)
		}
	}
	if len(known) == 0 {
		return nil
	}
	most, least := known[0], known[0]
	for _, q := range known {
		if q.Probability > most.Probability {
			most = q
		}
		if q.Probability < least.Probability {
			least = q
		}
	}
	var out []string
	if len(known) == 1 {
		out = append(out, fmt.Sprintf("Given this model, on the one question asked, %s: %s, by %s.", asked(most), inFigures(most.Probability, most.Interval), most.By))
	} else {
		out = append(out, fmt.Sprintf("Given this model, the likeliest of the %s asked about is %s: %s.", count(len(known))+" developments", asked(most), inFigures(most.Probability, most.Interval)),
			fmt.Sprintf("The least likely is %s: %s.", asked(least), inFigures(least.Probability, least.Interval)))
	}
	if by := commonBy(known); by != "" && len(known) > 1 {
		out[0] = strings.TrimSuffix(out[0], ".") + ", by " + by + "."
	}
	if len(r.Assumptions) > 0 {
		if text := assumedMost(known, r.Assumptions); text != "" {
			out = append(out, text)
		}
	}
	if text := movedMost(known, before(r)); text != "" {
		out = append(out, text)
	}
	return out
}

// asked is a question's title as its analyst wrote it, of any grammar.
func asked(q sweep.QuestionResult) string { return quote(questionTitle(q, "said")) }

// inFigures says a probability in words and numbers.
func inFigures(p sweep.Number, in sweep.Interval) string {
	text := Words(p, in) + " (" + chart.Percent(float64(p))
	if x := span(in); x != "–" && x != chart.Percent(float64(p)) {
		text += "; 90% interval " + x
	}
	return text + ")"
}

// still is the move in probability up to which a forecast counts as where it was.
const still = 0.015

// beyondChance reports whether a forecast and the one of a period before differ by
// more than their Monte Carlo intervals.
func beyondChance(q sweep.QuestionResult) bool {
	return q.MonteCarlo[0] > q.PreviousIn[1] || q.MonteCarlo[1] < q.PreviousIn[0]
}

func movedMost(qs []sweep.QuestionResult, since string) string {
	most, any := sweep.QuestionResult{}, false
	size := still
	for _, q := range qs {
		if !finite(q.Previous) {
			continue
		}
		any = true
		if d := math.Abs(float64(q.Probability - q.Previous)); d >= size && beyondChance(q) {
			most, size = q, d
		}
	}
	switch {
	case !any:
		return ""
	case most.Name == "":
		return fmt.Sprintf("Since %s no forecast has moved by more than the number of draws and stories leaves open.", since)
	}
	return fmt.Sprintf("Since %s, %s has moved most: from %s to %s, now %s.", since, asked(most),
		chart.Percent(float64(most.Previous)), chart.Percent(float64(most.Probability)), Words(most.Probability, most.Interval))
}

func assumedMost(qs []sweep.QuestionResult, acts []string) string {
	most := sweep.QuestionResult{}
	size := 0.0
	for _, q := range qs {
		if d := math.Abs(float64(q.Assumed - q.Probability)); d > size {
			most, size = q, d
		}
	}
	if size < still {
		return fmt.Sprintf("Assuming %s changes no forecast by more than one percentage point.", strings.Join(acts, ", "))
	}
	return fmt.Sprintf("Assuming %s changes %s most: from %s to %s, %s.", strings.Join(acts, ", "), asked(most),
		chart.Percent(float64(most.Probability)), chart.Percent(float64(most.Assumed)), Words(most.Assumed, most.AssumedIn))
}

// swung is the total variation from which on a second secret is spoken of.
const swung = 0.1

// secretJudgements say what is believed of the main secret, which is the first
// one in the scenario, and of the one that the evidence moved most, if that is another.
func secretJudgements(r *sweep.Result) []string {
	if len(r.Secrets) == 0 {
		return nil
	}
	main, most := -1, -1
	size := swung
	for k, s := range r.Secrets {
		if len(s.Values) < 2 || r.Posterior.Secrets[s.Name] == nil {
			continue
		}
		if main < 0 {
			main = k
		}
		moved := 0.0
		for _, v := range s.Values {
			moved += math.Abs(float64(r.Posterior.Secrets[s.Name][v]-r.Prior.Secrets[s.Name][v])) / 2
		}
		if moved > size && !r.NoEvidence {
			most, size = k, moved
		}
	}
	var out []string
	for _, k := range []int{main, most} {
		if k < 0 || k == main && len(out) > 0 {
			continue
		}
		if text := believed(r, r.Secrets[k]); text != "" {
			if k != main {
				text = "The evidence has moved most what is believed of another: " + lower(text)
			}
			out = append(out, text)
		}
	}
	return out
}

// lower puts the first letter of a sentence within another.
func lower(s string) string { return strings.ToLower(s[:1]) + s[1:] }

// believed says which value of a secret is likeliest now, and was before.
func believed(r *sweep.Result, s sweep.SecretInfo) string {
	now, first := r.Posterior.Secrets[s.Name], r.Prior.Secrets[s.Name]
	top, second := "", ""
	for _, v := range s.Values {
		switch p := now[v]; {
		case !finite(p):
			return ""
		case top == "" || p > now[top]:
			top, second = v, top
		case second == "" || p > now[second]:
			second = v
		}
	}
	text := fmt.Sprintf("On %s the likeliest answer is %s: %s (%s", quote(secretTitle(s)), quote(human(top)), Word(float64(now[top])), chart.Percent(float64(now[top])))
	if p, ok := first[top]; ok && finite(p) && !r.NoEvidence && chart.Percent(float64(p)) != chart.Percent(float64(now[top])) {
		text += ", from " + chart.Percent(float64(p)) + " before the evidence"
	}
	return text + fmt.Sprintf("), ahead of %s (%s).", quote(human(second)), chart.Percent(float64(now[second])))
}
