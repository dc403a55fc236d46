package report

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"demarche/internal/diff"
	"demarche/internal/quantity"
)

// diffOf is a comparison with one question and shares as given, in probability.
func diffOf(sampled bool, from, to float64, shares ...diff.DiffShare) *diff.Diff {
	d := &diff.Diff{Sampled: sampled, Method: diff.Exact, Draws: 100, Stories: 100, Changes: []diff.DiffChange{
		{Number: 1, Kind: "evidence", Name: "report 27", New: "2013-04-23, pyongyang.offer", Date: "2013-04-23", Act: "pyongyang.offer"},
		{Number: 2, Kind: "evidence", Name: "report 28", New: "2013-04-23, beijing.deny", Date: "2013-04-23", Act: "beijing.deny"},
		{Number: 3, Kind: "parameter", Name: "parameter price", Title: "The price", Old: "2", New: "1", Direction: "lower", Parameter: "price"},
		{Number: 4, Kind: "date", Name: "as-of date", Old: "2013-04-16", New: "2013-05-16"},
	}}
	for k := range d.Changes {
		d.Groups = append(d.Groups, diff.DiffGroup{Number: k + 1, Changes: []int{k + 1}})
	}
	d.Questions = []diff.DiffQuestion{{Name: "test", Title: "Another nuclear test", From: quantity.Number(from), To: quantity.Number(to),
		Change: quantity.Number(to - from), ChangeIn: quantity.Interval{quantity.None, quantity.None}, Shares: shares}}
	return d
}

func diffShare(group int, x, half float64) diff.DiffShare {
	return diff.DiffShare{Group: group, Share: quantity.Number(x), Interval: quantity.Interval{quantity.Number(x - half), quantity.Number(x + half)}, Error: quantity.Number(half / 1.7)}
}

func TestWordsOfADiff(t *testing.T) {
	nan := math.NaN()
	cases := map[string]struct {
		d    *diff.Diff
		want string
	}{
		"reports of one day are one cause": {diffOf(true, 0.31, 0.42, diffShare(1, 0.04, 0.01), diffShare(3, 0.04, 0.01), diffShare(2, 0.03, 0.01), diffShare(4, 0, 0.01)),
			"The forecast of “Another nuclear test” rose from 31% to 42%, given this model: 7 points owed to 2 new reports of 23 April 2013, 4 owed to the lower value of “The price”, next to nothing to the other one."},
		"against the change": {diffOf(true, 0.42, 0.31, diffShare(1, -0.13, 0.01), diffShare(4, 0.02, 0.01), diffShare(2, 0.001, 0.0005), diffShare(3, -0.001, 0.0005)),
			"fell from 42% to 31%, given this model: 13 points owed to the new report of 23 April 2013 (pyongyang.offer); the other way, 2 owed to the later date (16 May 2013 instead of 16 April 2013), next to nothing to each of the other 2."},
		"chance is not spoken of": {diffOf(true, 0.31, 0.42, diffShare(1, 0.06, 0.09), diffShare(2, 0.05, 0.09)),
			"how much is owed to which change cannot be told from chance"},
		"nor what is not known": {diffOf(true, 0.31, 0.42, diffShare(1, 0.11, nan)), "cannot be told from chance"},
		"exact shares have no interval": {diffOf(false, 0.31, 0.42, diffShare(1, 0.11, nan)),
			"11 points owed to the new report of 23 April 2013 (pyongyang.offer)."},
		"no change": {diffOf(false, 0.31, 0.312, diffShare(1, 0.002, nan)), "hardly moved (31%, then 31%, given this model): none of the changes counts by itself."},
		"not known": {diffOf(true, nan, 0.3, diffShare(1, nan, nan)), "is not known"},
		"one point": {diffOf(false, 0.31, 0.32, diffShare(1, 0.01, nan)), "1 point owed to"},
		"both ways": {diffOf(false, 0.31, 0.31, diffShare(1, 0.05, nan), diffShare(3, -0.05, nan)), "hardly moved (31%, then 31%, given this model): 5 points owed to the new report of 23 April 2013 (pyongyang.offer); the other way, 5 owed to the lower value of “The price”."},
	}
	for name, c := range cases {
		if got := questionWords(c.d, &c.d.Questions[0]); !strings.Contains(got, c.want) {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
		}
	}
}

// No line is wider than asked for, and nothing that is not a number is printed.
func TestDiffFits(t *testing.T) {
	d := diffOf(true, 0.31, 0.42, diffShare(1, 0.04, 0.01), diffShare(3, math.NaN(), math.NaN()))
	d.Wording = []diff.DiffChange{{Name: "parameter price: title", Old: `"The price"`, New: strings.Repeat("long ", 60)}}
	d.Groups[0] = diff.DiffGroup{Number: 1, Changes: []int{1, 3}, Why: "there is no act"}
	var b bytes.Buffer
	if err := DiffText(&b, d, Options{Width: 80}); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(b.String(), "\n") {
		if cellWidth(line) > 80 || strings.Contains(line, "NaN") {
			t.Errorf("%q", line)
		}
	}
	if err := DiffHTML(&b, d); err != nil || strings.Contains(b.String(), "NaN") {
		t.Errorf("the page: %v", err)
	}
}
