package evidence_test

// This file holds what the filter notes for the trial of the evidence against
// brute force: every path is written down with what was hidden on it, and
// probabilities are sums over the list.

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/trial"
)

// passed is one step of a path: what happened there, if anything, and the
// secrets just before.
type passed struct {
	period, step int
	event        *lookahead.Event
	secrets      uint64
	ended        bool // the story was over by then
}

// path is one way that everything, hidden and seen, can have gone.
type path struct {
	p       float64
	steps   []passed
	secrets uint64 // in the end
	at      int32
}

// ways lists every path until what is over is over, without weighing it by the evidence.
func ways(t testing.TB, m *lookahead.Model, o *evidence.Observed) []path {
	t.Helper()
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	var live []path
	for p := range pos.Profiles {
		live = append(live, path{p: pos.Belief[p], at: int32(p)})
	}
	e := &pathEnumerator{t: t, m: m, o: o}
	e.from(pos, live)
	return e.out
}

type pathEnumerator struct {
	t   testing.TB
	m   *lookahead.Model
	o   *evidence.Observed
	out []path
}

// from follows paths that stand at a position, at its profiles.
func (e *pathEnumerator) from(pos *lookahead.Position, live []path) {
	tree, err := e.m.Build(pos, lookahead.Limits{Unmerged: true})
	if err != nil {
		e.t.Fatal(err)
	}
	r, err := qre.SolvePublic(tree.Game, qre.Options{})
	if err != nil {
		e.t.Fatal(err)
	}
	if int(tree.Game.Blocks[0].Profiles) != len(pos.Profiles) {
		e.t.Fatal("something hidden is decided before the first choice: not for this enumerator")
	}
	for i := range live {
		live[i].steps = e.pass(live[i].steps, pos.World, tree.Worlds[0], tree, 0, live[i].at, pos.Profiles[live[i].at].Secrets)
	}
	e.block(tree, r.X, 0, live)
}

// pass appends the steps from one place to another, on the way to profile at of block b.
func (e *pathEnumerator) pass(steps []passed, from, to lookahead.World, tree *lookahead.Tree, b int, at int32, before uint64) []passed {
	steps = slices.Clone(steps)
	w := from
	events := tree.Events[b]
	k := 0
	for w.Period < to.Period || w.Period == to.Period && w.Step < to.Step {
		x := passed{period: w.Period, step: w.Step, secrets: before}
		if k > 0 {
			x.secrets = tree.SecretsAt(at, k-1)
		}
		if k < len(events) && events[k].Period == w.Period && events[k].Step == w.Step {
			x.event = &events[k]
			k++
			if st := e.m.Src.S.Steps[w.Step]; !st.Chance && e.m.Src.S.Phases[st.Index].Simultaneous && k == 2 {
				x.secrets = before // both move at once (in these scenarios: two, first of the branch)
			}
		}
		steps = append(steps, x)
		step(e.m.Src.S, &w)
	}
	if k != len(events) {
		e.t.Fatalf("%d of %d events passed", k, len(events))
	}
	return steps
}

func (e *pathEnumerator) block(tree *lookahead.Tree, x []float64, b int, live []path) {
	g := tree.Game
	bl := &g.Blocks[b]
	w := tree.Worlds[b]
	switch {
	case !e.o.Over(w.Period, w.Step) || w.Period > e.m.Src.S.Horizon || w.Ended >= 0:
		for _, y := range live {
			y.secrets = tree.Profiles[y.at].Secrets
			if w.Ended >= 0 {
				y.steps = slices.Clone(y.steps)
				v := w
				if v.Step == len(e.m.Src.S.Steps) { // ended with the period
					v.Period, v.Step = v.Period+1, 0
				}
				for ; e.o.Over(v.Period, v.Step); step(e.m.Src.S, &v) {
					y.steps = append(y.steps, passed{period: v.Period, step: v.Step, secrets: y.secrets, ended: true})
				}
			}
			e.out = append(e.out, y)
		}
		return
	case bl.Kids == 0 && !tree.Exact:
		e.again(tree, b, live)
		return
	}
	for c := range g.Blocks {
		cb := &g.Blocks[c]
		if int(cb.Parent) != b {
			continue
		}
		var next []path
		for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
			q := math.Exp(g.LogK[p])
			for k := range bl.Movers {
				q *= math.Exp(x[g.Choice[cb.Choice+(p-cb.Profile)*bl.Movers+k]])
			}
			if q == 0 {
				continue
			}
			for _, y := range live {
				if y.at == g.Src[p] {
					next = append(next, path{p: y.p * q, at: p,
						steps: e.pass(y.steps, w, tree.Worlds[c], tree, c, p, tree.Profiles[y.at].Secrets)})
				}
			}
		}
		if len(next) == 0 {
			continue
		}
		if tree.Exact {
			e.block(tree, x, c, next)
		} else {
			e.again(tree, c, next)
		}
	}
}

// again looks ahead anew from block b, or ends there.
func (e *pathEnumerator) again(tree *lookahead.Tree, b int, live []path) {
	w := tree.Worlds[b]
	if !e.o.Over(w.Period, w.Step) || w.Period > e.m.Src.S.Horizon || w.Ended >= 0 {
		e.block(tree, nil, b, live)
		return
	}
	pos := &lookahead.Position{World: w}
	total := 0.0
	for _, y := range live {
		pr := tree.Profiles[y.at]
		at := slices.Index(pos.Profiles, pr)
		if at < 0 {
			at = len(pos.Profiles)
			pos.Profiles, pos.Belief = append(pos.Profiles, pr), append(pos.Belief, 0)
		}
		pos.Belief[at] += y.p
		total += y.p
	}
	for k := range pos.Belief {
		pos.Belief[k] /= total
	}
	for i := range live {
		live[i].at = int32(slices.Index(pos.Profiles, tree.Profiles[live[i].at]))
	}
	e.from(pos, live)
}

// report is the probability of what was reported of a step of a path.
func (x *passed) report(o *evidence.Observed) float64 {
	switch ob, _ := o.At(x.period, x.step); {
	case x.ended && ob.Row < 0:
		return 1
	case x.event == nil:
		return math.Exp(o.LogSkipped(x.period, x.step))
	default:
		return math.Exp(o.Log(*x.event))
	}
}

const together = `
scenario "together" {
  start   = "2013-01"
  as_of   = "2013-03-01"
  horizon = 4
  outlook = 1
}
actor "a" { precision = 1.5 }
actor "b" { precision = 2 }
secret "will" {
  known_to = ["a"]
  values   = ["weak", "strong"]
  start    = { weak = 0.6, strong = 0.4 }
}
secret "means" {
  known_to = ["a"]
  values   = levels(0, 1)
  start    = { "0" = 0.5, "1" = 0.5 }
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "push" { effect = { means = 0 } }
}
phase "south" {
  actor        = "b"
  simultaneous = true
  quiet        = "hold"
  action "hold" {}
  action "yield" {}
}
chance "luck" { probability = will == "strong" && means == 1 ? 0.6 : 0.2 }
payoff "a" { each_period = { gain = (north.push ? ({ weak = 0.2, strong = 0.5 }[will] + (means == 1 && will == "strong" ? 0.7 : -0.4)) : 0) + (south.yield ? 1 : 0) } }
payoff "b" { each_period = { cost = (north.push ? (south.yield ? -0.5 : -1) : (south.yield ? -0.7 : 0)) } }
question "lucky" { when = luck }
`

// trialCase is a scenario with a little evidence.
type trialCase struct {
	name, file, text, asOf string
	rows                   []string
}

var trialCases = []trialCase{
	{name: "covert acts and redrawn secrets", text: fmt.Sprintf(enumerated, "outlook = 2", `quiet = "wait"`), asOf: "2013-02-20",
		rows: []string{"1,2013-01-10,,north,shout,0.7,yes,,,", "2,2013-01-12,,storm,yes,0.9,yes,,,", "3,2013-02-10,,south,strike,0.8,yes,,,"}},
	{name: "the exact game, an act unobserved", text: fmt.Sprintf(enumerated, "", ""), asOf: "2013-02-20",
		rows: []string{"1,2013-01-10,,north,ship,1,yes,,,", "2,2013-02-10,,south,strike,0.6,yes,,,"}},
	{name: "two at once, two secrets that become dependent", text: together, asOf: "2013-03-01",
		rows: []string{"1,2013-01-10,,north,push,0.9,yes,,,", "2,2013-01-10,,south,yield,0.8,yes,,,", "3,2013-01-20,,luck,yes,0.7,yes,,,", "4,2013-02-20,,luck,yes,1,yes,,,"}},
	{name: "ends", file: "../../testdata/good/ends_and_questions.hcl", asOf: "2013-02-28",
		rows: []string{"1,2013-01-10,,beijing,press,0.7,yes,,,", "2,2013-01-20,,war,no,0.6,yes,,,", "3,2013-02-10,,pyongyang,test,0.9,yes,,,"}},
	{name: "a sure report after what may have been an end", file: "../../testdata/good/ends_and_questions.hcl", asOf: "2013-02-28",
		rows: []string{"1,2013-01-20,,war,yes,0.6,yes,,,", "2,2013-02-10,,pyongyang,test,1,yes,,,"}},
	{name: "covert acts exposed", file: "../../testdata/good/covert_acts.hcl", asOf: "2013-03-20",
		rows: []string{"1,2013-01-10,,beijing,assert,0.9,yes,,,", "2,2013-02-20,,beijing,ship,0.6,yes,,,", "3,2013-03-10,,beijing,assert,0.8,yes,,,"}},
	{name: "library: feint", file: "../../library/feint/feint.hcl", asOf: "2013-01-31",
		rows: []string{"1,2013-01-10,,signs_of_rift,yes,0.9,yes,,,", "2,2013-01-20,,outsider_prepares,follow,0.7,yes,,,"}},
	{name: "library: reputation, phases passed by", file: "../../library/reputation/reputation.hcl", asOf: "2013-02-28",
		rows: []string{"1,2013-01-10,,first_comes,challenge,0.8,yes,,,", "2,2013-01-20,,incumbent_answers,stand_firm,0.6,yes,,,", "3,2013-02-10,,incumbent_answers,stand_firm,0.9,yes,,,", "4,2013-02-12,,new_leader,no,0.5,yes,,,"}},
}

func (c *trialCase) load(t testing.TB) (*scenario.Scenario, *evidence.Set) {
	t.Helper()
	s := (*scenario.Scenario)(nil)
	if c.file != "" {
		s = load(t, c.file)
	} else {
		var list interface{ HasErrors() bool }
		s, list = check.Load("case.hcl", []byte(c.text))
		if list.HasErrors() {
			t.Fatal(list)
		}
	}
	return s, rows(t, s, c.rows...)
}

// certain is a set in which every report is certain.
func certain(set *evidence.Set) *evidence.Set { return set.Certain() }

// Cells, posteriors before and after every step, and the end: as given, at
// reliability 1, and with each row silent.
func TestNotedEqualsBruteForce(t *testing.T) {
	for _, c := range trialCases {
		t.Run(c.name, func(t *testing.T) {
			s, set := c.load(t)
			m := model(t, s)
			list := ways(t, m, set.Observe(s, day(t, c.asOf)))
			variants := map[string]*evidence.Set{"as given": set, "certain": certain(set)}
			for i := range set.Rows {
				variants["without "+set.Rows[i].ID] = set.Without(i)
			}
			for name, v := range variants {
				t.Run(name, func(t *testing.T) { noted(t, s, v.Observe(s, day(t, c.asOf)), list) })
			}
		})
	}
}

func noted(t *testing.T, s *scenario.Scenario, o *evidence.Observed, list []path) {
	tl := &story.Teller{M: model(t, s)}
	f, err := evidence.Filter(tl, o, evidence.FilterOptions{Exact: 1 << 20, Stream: random.New(1, 0, 0, random.UseTest)})
	if err != nil {
		t.Fatal(err)
	}
	src := tl.M.Src
	var sizes []int
	for j := range s.Secrets {
		sizes = append(sizes, s.Secrets[j].Domain.Size())
	}
	close := func(what string, got, want float64) {
		t.Helper()
		if !(math.Abs(got-want) <= 1e-9 || got == want || math.IsNaN(got) && math.IsNaN(want)) {
			t.Errorf("%s: %.14g, brute force %.14g", what, got, want)
		}
	}
	total, end := 0.0, map[uint64]float64{}
	for _, y := range list {
		w := y.p
		for i := range y.steps {
			w *= y.steps[i].report(o)
		}
		total += w
		end[y.secrets] += w
	}
	close("log-likelihood", f.LogLikelihood, math.Log(total))
	post := map[uint64]float64{}
	for _, p := range f.Particles {
		for k, pr := range p.Moment.Pos.Profiles {
			post[pr.Secrets] += math.Exp(p.LogW) * p.Moment.Pos.Belief[k]
		}
	}
	for code, w := range end {
		if total > 0 {
			close(fmt.Sprint("posterior of ", code), post[code], w/total)
		}
	}
	n := 0
	for period, k := 1, 0; o.Over(period, k); {
		if ob, _ := o.At(period, k); !ob.Open {
			at := slices.IndexFunc(f.Noted, func(x evidence.Noted) bool { return x.Period == period && x.Step == k })
			for j := range sizes {
				before, with := make([]float64, sizes[j]), make([]float64, sizes[j])
				for _, y := range list {
					w := y.p
					for i := range y.steps {
						x := &y.steps[i]
						if x.period == period && x.step == k {
							before[src.SecretAt(x.secrets, j)] += w
							with[src.SecretAt(x.secrets, j)] += w * x.report(o)
							break
						}
						w *= x.report(o)
					}
				}
				if at < 0 { // nothing that could still be so by then
					for _, b := range before {
						close("a step that is not noted", b, 0)
					}
					continue
				}
				row := trial.Weigh([]float64{0}, [][]float64{evidence.Cut(f.Noted[at].Before, sizes, j)}, [][]float64{evidence.Cut(f.Noted[at].With, sizes, j)})
				sum := func(x []float64) float64 {
					s := 0.0
					for _, v := range x {
						s += v
					}
					return s
				}
				for v := range before {
					what := fmt.Sprintf("period %d, step %d, secret %d, value %d: ", period, k, j, v)
					b, w := sum(before), sum(with)
					others, othersWith := 0.0, 0.0
					for u := range before {
						if u != v {
							others += before[u]
							othersWith += with[u]
						}
					}
					close(what+"before", row.Before[v], before[v]/b)
					close(what+"after", row.After[v], with[v]/w)
					close(what+"cell", row.Cells[v], math.Log(with[v]/before[v]/(othersWith/others)))
				}
				n++
			}
		}
		if k++; k == len(s.Steps) {
			period, k = period+1, 0
		}
	}
	if n == 0 {
		t.Error("nothing was noted")
	}
	t.Logf("%d paths, %d rows of matrices, log-likelihood %.6f", len(list), n, f.LogLikelihood)
}

// With few histories the likelihood is a guess, but right on average, and the
// history that was reported is among them.
func TestFewHistoriesAreUnbiased(t *testing.T) {
	c := trialCases[0]
	s, set := c.load(t)
	full := set.Observe(s, day(t, c.asOf))
	o := set.Without(0).Observe(s, day(t, c.asOf))
	tl := &story.Teller{M: model(t, s), Opt: story.Options{Keep: math.MaxInt}}
	exact, err := evidence.Filter(tl, o, evidence.FilterOptions{Exact: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	for name, along := range map[string]*evidence.Observed{"any": nil, "along": full} {
		const n = 400
		sum, squares := 0.0, 0.0
		begin := exact.Begin
		for seed := range uint64(n) {
			f, err := evidence.Filter(tl, o, evidence.FilterOptions{Exact: 3, Particles: 3, Begin: begin, Along: along, Stream: random.New(seed, 0, 0, random.UseTest)})
			if err != nil {
				t.Fatal(err)
			}
			if f.Exact || len(f.Particles) > 3*4 {
				t.Fatalf("%s: exact is %v, %d histories", name, f.Exact, len(f.Particles))
			}
			x := math.Exp(f.LogLikelihood - exact.LogLikelihood)
			sum += x
			squares += x * x
		}
		mean := sum / n
		se := math.Sqrt((squares/n - mean*mean) / n)
		if math.Abs(mean-1) > 4*se || se == 0 {
			t.Errorf("%s: the likelihood is %.4f ± %.4f of what it is", name, mean, se)
		}
		t.Logf("%s: %.4f ± %.4f", name, mean, se)
	}
}
