package diff_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/bits"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/diff"
	"demarche/internal/evidence"
	"demarche/internal/quantity"
	"demarche/internal/scenario"
)

// one is a scenario in which one actor acts or not: the odds of acting are
// exp(precision·(gain − cost)).
const one = `
scenario "one" {
  start   = "2013-01"
  horizon = 1
}
actor "a" { precision = %s }
parameter "gain" { value = %s }
parameter "cost" { value = %s }
phase "move" {
  actor = "a"
  action "wait" {}
  action "act" { cost = cost }
}
payoff "a" { each_period = { gain = move.act ? gain : 0 } }
question "acts" { when = move.act }
question "waits" { when = move.wait }
`

func load(t testing.TB, text string) *scenario.Scenario {
	t.Helper()
	s, list := check.Load("one.hcl", []byte(text))
	if list.HasErrors() {
		t.Fatalf("%v\n%s", list, text)
	}
	return s
}

// problem is the comparison of two versions of a text with verbs: those of A are
// replaced by those of B one by one.
func problem(t testing.TB, text string, a, b []any) *diff.Problem {
	t.Helper()
	p := &diff.Problem{Gate: -1, First: load(t, fmt.Sprintf(text, a...)), Last: load(t, fmt.Sprintf(text, b...))}
	for i := range a {
		p.Changes = append(p.Changes, diff.DiffChange{Kind: "parameter", Name: fmt.Sprintf("number %d", i+1)})
	}
	p.Make = func(with []bool) (*diff.Version, error) {
		x := append([]any(nil), a...)
		for i := range with {
			if with[i] {
				x[i] = b[i]
			}
		}
		made := fmt.Sprintf(text, x...)
		s := load(t, made)
		return &diff.Version{Scenario: s, AsOf: s.AsOf, Key: made}, nil
	}
	return p
}

// shapleyOf is the mean over all orders, by the sum over coalitions.
func shapleyOf(n int, v func(set int) float64) []float64 {
	out := make([]float64, n)
	fact := func(k int) float64 { return math.Gamma(float64(k) + 1) }
	for set := range 1 << n {
		k := bits.OnesCount(uint(set))
		for i := range n {
			if set>>i&1 == 0 {
				out[i] += fact(k) * fact(n-k-1) / fact(n) * (v(set|1<<i) - v(set))
			}
		}
	}
	return out
}

func sigma(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// pick is b[i] where set has i, else a[i].
func pick(set, i int, a, b []float64) float64 {
	if set>>i&1 == 1 {
		return b[i]
	}
	return a[i]
}

func shareOf(t testing.TB, d *diff.Diff, question, group int) diff.DiffShare {
	t.Helper()
	for _, s := range d.Questions[question].Shares {
		if s.Group == group {
			return s
		}
	}
	t.Fatalf("no share of group %d", group)
	return diff.DiffShare{}
}

func sum(q diff.DiffQuestion) (s float64) {
	for _, x := range q.Shares {
		s += float64(x.Share)
	}
	return s
}

func TestSharesOfALogitChoice(t *testing.T) {
	a, b := []float64{1, 2, 1.5}, []float64{1.6, 2.9, 0.7}
	p := problem(t, one, []any{"1", "2", "1.5"}, []any{"1.6", "2.9", "0.7"})
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if d.Sampled || d.Method != diff.Exact || d.Versions != 8 || len(d.Groups) != 3 {
		t.Fatalf("%+v", d)
	}
	v := func(set int) float64 { return sigma(pick(set, 0, a, b) * (pick(set, 1, a, b) - pick(set, 2, a, b))) }
	want := shapleyOf(3, v)
	for i := range want {
		if got := float64(shareOf(t, d, 0, i+1).Share); math.Abs(got-want[i]) > 1e-8 {
			t.Errorf("change %d: %.12g, by hand %.12g", i+1, got, want[i])
		}
		if got := float64(shareOf(t, d, 1, i+1).Share); math.Abs(got+want[i]) > 1e-8 {
			t.Errorf("change %d, of the opposite: %.12g, by hand %.12g", i+1, got, -want[i])
		}
	}
	for _, q := range d.Questions {
		if math.Abs(sum(q)-float64(q.Change)) > 1e-14 || q.Change != q.To-q.From {
			t.Errorf("%s: shares sum to %g of %g", q.Name, sum(q), float64(q.Change))
		}
		for k := 1; k < len(q.Shares); k++ {
			if math.Abs(float64(q.Shares[k].Share)) > math.Abs(float64(q.Shares[k-1].Share)) {
				t.Errorf("%s: the shares do not fall: %v", q.Name, q.Shares)
			}
		}
	}
	if math.Abs(float64(d.Questions[0].From)-v(0)) > 1e-9 || math.Abs(float64(d.Questions[0].To)-v(7)) > 1e-9 {
		t.Errorf("from %v to %v, by hand %g to %g", d.Questions[0].From, d.Questions[0].To, v(0), v(7))
	}
}

// seen is a game of two periods with a kind that only the actor knows. A phase
// without a quiet act is summed over where nobody reports of it.
const seen = `
scenario "seen" {
  start     = "2013-01"
  as_of     = "2013-02-15"
  horizon   = 2
  foresight = 2
}
actor "a" {}
parameter "keen" { value = %s }
secret "kind" {
  known_to = ["a"]
  values   = ["keen", "cool"]
  start    = { keen = %s, cool = 1 - %[2]s }
}
phase "move" {
  actor = "a"
  action "wait" {}
  action "act" {}
}
payoff "a" { each_period = { gain = move.act ? { keen = keen, cool = -1 }[kind] : 0 } }
question "acts" { when = move.act }
`

// A new report, by Bayes' rule.
func TestSharesOfAReport(t *testing.T) {
	a, b := []float64{1, 0.3, 0}, []float64{2, 0.4, 1}
	text := []string{"1", "0.3", "2", "0.4"}
	const rho = 0.8
	version := func(set int) (string, string) {
		keen, prior, rows := text[0], text[1], "id,date,known,phase,action,reliability\n"
		if set&1 != 0 {
			keen = text[2]
		}
		if set&2 != 0 {
			prior = text[3]
		}
		if set&4 != 0 {
			rows += "r,2013-01-20,,move,act,0.8\n"
		}
		return fmt.Sprintf(seen, keen, prior), rows
	}
	first, _ := version(0)
	last, _ := version(7)
	p := &diff.Problem{Gate: -1, First: load(t, first), Last: load(t, last), Changes: make([]diff.DiffChange, 3)}
	p.Make = func(with []bool) (*diff.Version, error) {
		set := 0
		for i := range with {
			if with[i] {
				set |= 1 << i
			}
		}
		s, rows := version(set)
		sc := load(t, s)
		ev, list := evidence.Load(sc, "rows.csv", []byte(rows))
		if list.HasErrors() {
			t.Fatal(list)
		}
		return &diff.Version{Scenario: sc, Evidence: ev, AsOf: sc.AsOf, Key: s + rows}, nil
	}
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := shapleyOf(3, func(set int) float64 {
		keen, cool := sigma(pick(set, 0, a, b)), sigma(-1)
		prior := pick(set, 1, a, b)
		l := func(p float64) float64 { // of the report
			if set&4 == 0 {
				return 1
			}
			return (rho+(1-rho)/2)*p + (1-rho)/2*(1-p)
		}
		post := prior * l(keen) / (prior*l(keen) + (1-prior)*l(cool))
		return post*keen + (1-post)*cool
	})
	for i := range want {
		if got := float64(shareOf(t, d, 0, i+1).Share); math.Abs(got-want[i]) > 1e-8 {
			t.Errorf("change %d: %.12g, by hand %.12g", i+1, got, want[i])
		}
	}
}

// Of more than ten changes, orders are sampled, and say how far they may be off.
func TestSampledOrders(t *testing.T) {
	const n = 12
	var text strings.Builder
	text.WriteString("scenario \"many\" {\n  start = \"2013-01\"\n  horizon = 1\n}\nactor \"a\" {}\n")
	terms := "0"
	for i := range n {
		fmt.Fprintf(&text, "parameter \"p%d\" { value = %%s }\n", i)
		terms += fmt.Sprintf(" + p%d", i)
	}
	text.WriteString("phase \"move\" {\n  actor = \"a\"\n  action \"wait\" {}\n  action \"act\" {}\n}\npayoff \"a\" { each_period = { gain = move.act ? " +
		terms + " : 0 } }\nquestion \"acts\" { when = move.act }\n")
	a, b := make([]any, n), make([]any, n)
	x, y := make([]float64, n), make([]float64, n)
	for i := range n {
		x[i], y[i] = 0.1*float64(i)-0.8, float64((i*7)%5)/2-0.9
		a[i], b[i] = fmt.Sprint(x[i]), fmt.Sprint(y[i])
	}
	d, err := diff.Compare(context.Background(), problem(t, text.String(), a, b), diff.Options{Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	if d.Method != diff.Orders || d.Orders != diff.DefaultOrders || d.Sampled {
		t.Fatalf("method %s, %d orders, sampled %v", d.Method, d.Orders, d.Sampled)
	}
	want := shapleyOf(n, func(set int) float64 {
		total := 0.0
		for i := range n {
			total += pick(set, i, x, y)
		}
		return sigma(total)
	})
	within := 0
	for i := range want {
		s := shareOf(t, d, 0, i+1)
		off := math.Abs(float64(s.Share) - want[i])
		if e := float64(s.Error); !(e > 0) || off > 5*e {
			t.Errorf("change %d: %g ± %g, exactly %g", i+1, float64(s.Share), e, want[i])
		}
		if want[i] >= float64(s.Interval[0]) && want[i] <= float64(s.Interval[1]) {
			within++
		}
	}
	if within < 8 { // of 12 at 90% each, fewer than 8 happens once in 500 times
		t.Errorf("only %d of %d exact shares lie within their interval", within, n)
	}
	if q := d.Questions[0]; math.Abs(sum(q)-float64(q.Change)) > 1e-12 {
		t.Errorf("shares sum to %g of %g", sum(q), float64(q.Change))
	}
}

// Where parameters are uncertain the exact shares, by integration, lie within the
// intervals as often as they say or more: the draws are a Latin hypercube, which
// leaving draws out does not know.
func TestIntervalsOfSampledForecasts(t *testing.T) {
	p := problem(t, one, []any{"1", "between(0, 2)", "1.5"}, []any{"1.6", "between(1, 4)", "0.7"})
	expected := func(low, high, precision, cost float64) float64 {
		mid, sd := (low+high)/2, (high-low)/2/1.6448536269514722
		total, weight := 0.0, 0.0
		for k := -400; k <= 400; k++ {
			z := float64(k) / 50
			w := math.Exp(-z * z / 2)
			total, weight = total+w*sigma(precision*(mid+sd*z-cost)), weight+w
		}
		return total / weight
	}
	want := shapleyOf(3, func(set int) float64 {
		low, high := 0.0, 2.0
		if set&2 != 0 {
			low, high = 1, 4
		}
		return expected(low, high, pick(set, 0, []float64{1, 0, 1.5}, []float64{1.6, 0, 0.7}), pick(set, 2, []float64{1, 0, 1.5}, []float64{1.6, 0, 0.7}))
	})
	within, mean := 0, make([]float64, 3)
	const seeds = 30
	for seed := range uint64(seeds) {
		d, err := diff.Compare(context.Background(), p, diff.Options{Seed: seed + 1, Draws: 60, Stories: 120, Workers: 2})
		if err != nil {
			t.Fatal(err)
		}
		if !d.Sampled {
			t.Fatal("nothing was sampled")
		}
		for i := range want {
			s := shareOf(t, d, 0, i+1)
			mean[i] += float64(s.Share) / seeds
			if want[i] >= float64(s.Interval[0]) && want[i] <= float64(s.Interval[1]) {
				within++
			}
		}
	}
	if within < 73 { // of 90 at 90% each, fewer than 73 happens once in 300 times
		t.Errorf("%d of %d exact shares lie within their 90%% interval", within, 3*seeds)
	}
	for i := range want {
		if math.Abs(mean[i]-want[i]) > 0.005 {
			t.Errorf("change %d: the mean share is %g, exactly %g", i+1, mean[i], want[i])
		}
	}
}

// The number of workers does not show.
func TestWorkersDoNotShow(t *testing.T) {
	p := problem(t, one, []any{"1", "between(0, 2)", "1.5"}, []any{"1.6", "between(1, 4)", "0.7"})
	var first *diff.Diff
	for _, workers := range []int{1, 3} {
		d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 4, Draws: 20, Stories: 40, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = d
			continue
		}
		for q := range d.Questions {
			for k := range d.Questions[q].Shares {
				if d.Questions[q].Shares[k] != first.Questions[q].Shares[k] {
					t.Errorf("%v with %d workers, %v with one", d.Questions[q].Shares[k], workers, first.Questions[q].Shares[k])
				}
			}
		}
	}
}

// Changes that are invalid apart are one, for a reason that is told; a version
// that checks but cannot be played counts as invalid.
func TestGroups(t *testing.T) {
	p := problem(t, one, []any{"1", "2", "1.5"}, []any{"1.6", "2.9", "0.7"})
	all := p.Make
	p.Make = func(with []bool) (*diff.Version, error) {
		if with[0] && !with[2] {
			return nil, errors.New("the first needs the third")
		}
		return all(with)
	}
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Groups) != 2 || fmt.Sprint(d.Groups[0].Changes) != "[1 3]" || d.Groups[0].Why != "the first needs the third" || d.Groups[1].Why != "" {
		t.Fatalf("%+v", d.Groups)
	}
	a, b := []float64{1, 2, 1.5}, []float64{1.6, 2.9, 0.7}
	want := shapleyOf(2, func(set int) float64 {
		both := 5 * (set & 1)
		return sigma(pick(both, 0, a, b) * (pick(set&2, 1, a, b) - pick(both, 2, a, b)))
	})
	for i := range want {
		if got := float64(shareOf(t, d, 0, i+1).Share); math.Abs(got-want[i]) > 1e-8 {
			t.Errorf("group %d: %g, by hand %g", i+1, got, want[i])
		}
	}
	// 1 + 2 = 3 is at fault: in the middle of the lattice, where neither single
	// changes nor all but one show it; a third change cures it
	const four = "scenario \"four\" {\n  start = \"2013-01\"\n  horizon = 1\n}\nactor \"a\" {}\nparameter \"p\" { value = %s + %s + %s + %s }\n" +
		"phase \"move\" {\n  actor = \"a\"\n  action \"wait\" {}\n  action \"act\" {}\n}\npayoff \"a\" { each_period = { gain = move.act ? 1 / (p - 3) : 0 } }\nquestion \"acts\" { when = move.act }\n"
	p = problem(t, four, []any{"0", "0", "0", "0"}, []any{"1", "2", "0.5", "0.25"})
	d, err = diff.Compare(context.Background(), p, diff.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Groups) != 2 || fmt.Sprint(d.Groups[0].Changes) != "[1 2 4]" || !strings.Contains(d.Groups[0].Why, "zero") {
		t.Errorf("%+v", d.Groups)
	}
}

func TestWhatCannotBeCompared(t *testing.T) {
	p := problem(t, one, []any{"1", "2", "1.5"}, []any{"1", "2", "1.5"})
	p.Last = load(t, strings.NewReplacer("\"acts\"", "\"goes\"", "\"waits\"", "\"stays\"").Replace(fmt.Sprintf(one, "1", "2", "1")))
	if _, err := diff.Compare(context.Background(), p, diff.Options{}); !errors.Is(err, diff.ErrNothingCommon) {
		t.Errorf("no common question: %v", err)
	}
	p = problem(t, one, []any{"1", "2", "1.5"}, []any{"1", "2", "1 / (2 - gain)"})
	var last *diff.LastError
	if _, err := diff.Compare(context.Background(), p, diff.Options{}); !errors.As(err, &last) {
		t.Errorf("B cannot be played: %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := diff.Compare(ctx, problem(t, one, []any{"1", "2", "1.5"}, []any{"1", "2", "1"}), diff.Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestNoChanges(t *testing.T) {
	p := problem(t, one, []any{"1", "2", "1.5"}, []any{"1", "2", "1.5"})
	p.Changes = nil
	d, err := diff.Compare(context.Background(), p, diff.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d.Method != diff.None || len(d.Groups) != 0 || d.Questions[0].Change != 0 || d.Versions != 1 || d.Questions[0].Shares == nil {
		t.Errorf("%+v", d)
	}
}

// A change that nothing comes of has the share 0, exactly.
func TestNullChange(t *testing.T) {
	p := problem(t, one, []any{"1", "2", "1.5"}, []any{"1.00", "between(1, 3)", "1"})
	d, err := diff.Compare(context.Background(), p, diff.Options{Seed: 3, Draws: 10, Stories: 20})
	if err != nil {
		t.Fatal(err)
	}
	if s := shareOf(t, d, 0, 1); s.Share != 0 || s.Error != 0 || s.Interval != (quantity.Interval{0, 0}) {
		t.Errorf("%+v", s)
	}
}
