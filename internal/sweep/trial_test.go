package sweep_test

// This file holds the trial of the evidence, and what to look for next, against
// sums over whole draws and walks along every path.

import (
	"context"
	"fmt"
	"math"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"demarche/internal/sweep"
)

// Two secrets of one actor whose joint belief becomes dependent, a covert act
// that a third party may see, a secret that is redrawn, acts at once.
const court = `
scenario "court" {
  start   = "2013-01"
  as_of   = "2013-02-20"
  horizon = 4
  outlook = 1
}
actor "a" { precision = between(0.8, 2) }
actor "b" { precision = 1.4 }
parameter "leak" {
  value = between(0.1, 0.4)
  min   = 0
  max   = 1
}
secret "will" {
  known_to = ["a"]
  values   = ["weak", "strong"]
  start    = { weak = 0.6, strong = 0.4 }
}
secret "means" {
  known_to = ["a"]
  values   = levels(0, 1)
  start    = { "0" = will == "weak" ? 0.5 : 0.3, "1" = will == "weak" ? 0.5 : 0.7 }
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "push" { cost = 0.2 }
  action "arm" {
    looks_like = "wait"
    exposed    = leak
    cost       = { weak = 0.5, strong = 0.1 }[will]
    effect     = { means = 1 }
  }
}
phase "south" {
  actor        = "b"
  simultaneous = true
  quiet        = "hold"
  action "hold" {}
  action "yield" {}
}
chance "luck" { probability = will == "strong" && means == 1 ? 0.6 : 0.2 }
chance "change" {
  probability = 0.1
  effect      = { will = redraw }
}
payoff "a" { each_period = { gain = (north.push ? ({ weak = -0.2, strong = 0.4 }[will] + (means == 1 && will == "strong" ? 0.7 : -0.4)) : 0) + (south.yield ? 1 : 0) } }
payoff "b" { each_period = { cost = (north.push ? (south.yield ? -0.5 : -1) : (south.yield ? -0.7 : 0)) - 0.3 * means } }
question "lucky" {
  when = luck
  by   = "2013-04-30"
}
`

type small struct {
	name, file, text, asOf string
	rows                   []string
}

var smalls = []small{
	{name: "court", text: court, asOf: "2013-02-20", rows: []string{"1,2013-01-10,,north,push,0.8,yes,,,", "2,2013-01-12,,south,yield,1,yes,,,", "3,2013-01-20,,luck,yes,0.9,yes,,,", "4,2013-02-10,,north,arm,0.6,yes,,,", "5,2013-02-15,,change,no,1,yes,,,"}},
	{name: "court before a chance", text: court, asOf: "2013-01-20", rows: []string{"1,2013-01-10,,north,push,1,yes,,,", "2,2013-01-12,,south,yield,1,yes,,,"}},
	{name: "crisis", text: crisis, asOf: "2013-02-20", rows: []string{"1,2013-01-10,,north,test,0.9,yes,,,", "2,2013-02-10,,south,concede,0.7,yes,,,"}},
	{name: "covert acts", file: "../../testdata/good/covert_acts.hcl", asOf: "2013-02-25", rows: []string{"1,2013-01-10,,beijing,assert,0.9,yes,,,", "2,2013-02-20,,beijing,ship,0.6,yes,,,"}},
	{name: "ends", file: "../../testdata/good/ends_and_questions.hcl", asOf: "2013-02-28", rows: []string{"1,2013-01-10,,beijing,press,0.7,yes,,,", "2,2013-01-20,,war,no,0.6,yes,,,", "3,2013-02-10,,pyongyang,test,0.9,yes,,,"}},
	{name: "library: feint", file: "../../library/feint/feint.hcl", asOf: "2013-01-31", rows: []string{"1,2013-01-10,,signs_of_rift,yes,0.9,yes,,,"}},
	{name: "library: reputation", file: "../../library/reputation/reputation.hcl", asOf: "2013-02-03", rows: []string{"1,2013-01-10,,first_comes,challenge,0.8,yes,,,", "2,2013-01-20,,incumbent_answers,stand_firm,0.6,yes,,,"}},
}

func (c *small) load(t *testing.T) (*scenario.Scenario, *evidence.Set, scenario.Date) {
	t.Helper()
	s, list := check.Load("small.hcl", []byte(c.text))
	if c.file != "" {
		s, list = check.LoadFile(c.file)
	}
	if list.HasErrors() {
		t.Fatal(list)
	}
	text := "id,date,known,phase,action,reliability,use,linked,source,note\n"
	for _, r := range c.rows {
		text += r + "\n"
	}
	set, list := evidence.Load(s, "small.csv", []byte(text))
	if list.HasErrors() {
		t.Fatal(list)
	}
	d, err := scenario.ParseDate(c.asOf)
	if err != nil {
		t.Fatal(err)
	}
	return s, set, d
}

// weighed is one draw on some evidence, exactly.
func weighedBy(t *testing.T, s *scenario.Scenario, o *evidence.Observed, parameters []float64) (*story.Teller, *evidence.Filtered) {
	t.Helper()
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := src.NewModel(parameters)
	if err != nil {
		t.Fatal(err)
	}
	tl := &story.Teller{M: m}
	f, err := evidence.Filter(tl, o, evidence.FilterOptions{Exact: 1 << 20, Clock: story.Clock{Period: o.CutPeriod, Step: o.CutStep - 1}})
	if err != nil {
		t.Fatal(err)
	}
	return tl, f
}

// posterior mixes draws by their likelihoods: by secret and value.
func posterior(t *testing.T, s *scenario.Scenario, o *evidence.Observed, r *sweep.Result) map[string]float64 {
	out, total := map[string]float64{}, 0.0
	for _, d := range r.DrawTable {
		tl, f := weighedBy(t, s, o, d.Parameters)
		l := math.Exp(f.LogLikelihood)
		total += l
		for _, p := range f.Particles {
			for k, pr := range p.Moment.Pos.Profiles {
				for j := range s.Secrets {
					out[s.Secrets[j].Name+"="+s.Secrets[j].Domain.Label(tl.M.Src.Secret(pr, j))] += l * math.Exp(p.LogW) * p.Moment.Pos.Belief[k]
				}
			}
		}
	}
	for k := range out {
		out[k] /= total
	}
	return out
}

// With all draws weighed anew, what the secrets would be without each report,
// and if all were certain, is the mixture over the draws.
func TestLeaveOneOut(t *testing.T) {
	for _, c := range smalls {
		t.Run(c.name, func(t *testing.T) {
			s, set, asOf := c.load(t)
			r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 5, Stories: 10, Trial: 10, Method: sweep.Importance})
			if err != nil {
				t.Fatal(err)
			}
			check := func(what string, list []sweep.Conclusion, o *evidence.Observed) {
				want := posterior(t, s, o, r)
				now := posterior(t, s, set.Observe(s, asOf), r)
				n := 0
				for _, x := range list {
					if x.Secret == "" {
						continue
					}
					key := x.Secret + "=" + x.Value
					if d := math.Abs(float64(x.Change) - (want[key] - now[key])); !(d <= 1e-8) {
						t.Errorf("%s: %s changes by %.12f, mixture %.12f", what, key, float64(x.Change), want[key]-now[key])
					}
					if d := math.Abs(float64(x.Other) - want[key]); !(d <= 1e-8) {
						t.Errorf("%s: %s is %.12f, mixture %.12f", what, key, float64(x.Other), want[key])
					}
					n++
				}
				if n == 0 {
					t.Errorf("%s: no conclusions", what)
				}
			}
			w := r.Trial.Without
			if len(w.Rows) != len(c.rows) || w.Draws != 5 || !w.Exact {
				t.Fatalf("%d rows, %d draws, exact is %v", len(w.Rows), w.Draws, w.Exact)
			}
			for _, row := range w.Rows {
				for i := range set.Rows {
					if set.Rows[i].ID == row.ID {
						check("without "+row.ID, row.Conclusions, set.Without(i).Observe(s, asOf))
					}
				}
			}
			if r.Trial.Certain != nil && len(r.Trial.Certain.Conclusions) > 0 {
				check("certain", r.Trial.Certain.Conclusions, set.Certain().Observe(s, asOf))
			}
			// the matrices lead from the start to the posterior
			for j, m := range r.Trial.Matrices {
				for v, label := range m.Values {
					last := float64(m.Rows[len(m.Rows)-1].After[v])
					_ = j
					for i := range m.Rows[1:] {
						if d := math.Abs(float64(m.Rows[i].After[v] - m.Rows[i+1].Before[v])); !(d <= 1e-9) && !changes(c.name, m.Secret) {
							t.Errorf("%s=%s: %.12f after row %d, %.12f before the next", m.Secret, label, float64(m.Rows[i].After[v]), i, float64(m.Rows[i+1].Before[v]))
						}
					}
					if now := float64(r.Posterior.Secrets[m.Secret][label]); !(math.Abs(last-now) <= 1e-9) && !changes(c.name, m.Secret) {
						t.Errorf("%s=%s: %.12f after the last row, posterior %.12f", m.Secret, label, last, now)
					}
				}
			}
		})
	}
}

// changes reports whether acts or chances change a secret of one of the scenarios.
func changes(name, secret string) bool {
	switch secret {
	case "will", "means", "stock", "staged":
		return true
	case "resolve":
		return name != "crisis"
	}
	return false
}

// Who concedes to nothing: taken for certain the reports of this case cannot be.
func TestContradiction(t *testing.T) {
	s, set, asOf := smalls[2].load(t)
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 3, Stories: 6, Trial: 3})
	if err != nil {
		t.Fatal(err)
	}
	c := r.Trial.Certain
	if len(c.Contradictions) != 1 || c.Contradictions[0].ID != "2" || c.Contradictions[0].Share != 1 || len(c.Conclusions) != 0 {
		t.Errorf("contradictions %+v, conclusions %v", c.Contradictions, c.Conclusions)
	}
}

// If nothing is left out there is nothing to change: forecasts are compared under
// the same random numbers.
func TestForecastsWithoutAReportThatSaysNothing(t *testing.T) {
	c := smalls[0]
	c.rows = append(append([]string(nil), c.rows[:3]...), "4,2013-02-10,,north,push,0,yes,,,", c.rows[4]) // reliability 0
	s, set, asOf := c.load(t)
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 6, Stories: 20, Trial: 4})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Trial.Without.Rows {
		moved := false
		for _, x := range row.Conclusions {
			moved = moved || !(math.Abs(float64(x.Change)) <= 1e-10)
		}
		if moved != (row.ID != "4") {
			t.Errorf("row %s: something moved is %v", row.ID, moved)
		}
	}
}

// The forecast without a report, over many stories, is that of a run on evidence
// that says the same without it: a row of reliability 0.
func TestForecastWithoutAReport(t *testing.T) {
	c := smalls[0]
	s, set, asOf := c.load(t)
	r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 30, Stories: 60, Trial: 30})
	if err != nil {
		t.Fatal(err)
	}
	if r.Trial.Without.Draws != 30 {
		t.Fatal("not all draws")
	}
	other := c
	other.rows = append([]string(nil), c.rows...)
	other.rows[2] = "3,2013-01-20,,luck,yes,0,yes,,,"
	s2, set2, _ := other.load(t)
	want, err := sweep.Run(context.Background(), s2, set2, sweep.Options{AsOf: asOf, Draws: 30, Stories: 900})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range r.Trial.Without.Rows {
		if row.ID != "3" {
			continue
		}
		for _, x := range row.Conclusions {
			if x.Question == "" {
				continue
			}
			half := float64(x.Interval[1]-x.Interval[0]) / 2
			if d := math.Abs(float64(x.Other - want.Questions[0].Probability)); !(d <= 2.5*half) || half > 0.15 {
				t.Errorf("%s: %.4f without the row, %.4f by another run (interval of the change ±%.4f)", x.Question, float64(x.Other), float64(want.Questions[0].Probability), half)
			}
		}
	}
}

// What may be seen next, by walks along every path.
func TestLookFor(t *testing.T) {
	for _, c := range smalls {
		t.Run(c.name, func(t *testing.T) {
			s, set, asOf := c.load(t)
			if c.name != "crisis" { // few histories, none of which may be left out
				set = set.Certain()
			}
			r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 4, Stories: 12})
			if err != nil {
				t.Fatal(err)
			}
			o := set.Observe(s, asOf)
			b := &watcher{t: t, s: s, o: o, joint: map[string]map[uint64]float64{}, now: map[uint64]float64{}}
			total := 0.0
			for _, d := range r.DrawTable {
				total += float64(d.Stories)
			}
			for _, d := range r.DrawTable {
				if d.Stories == 0 {
					continue
				}
				tl, f := weighedBy(t, s, o, d.Parameters)
				b.src = tl.M.Src
				for _, p := range f.Particles {
					if p.LogW < math.Log(0.02) && p.Moment.Pos.World.Ended < 0 {
						t.Fatal("a history that may be left out")
					}
					b.particle(tl, &p, float64(d.Stories)/total*math.Exp(p.LogW))
				}
			}
			if r.LookFor == nil {
				t.Fatal("nothing to look for")
			}
			n := 0
			for _, x := range r.LookFor.Sights {
				key := x.Phase + "." + x.Action
				if x.Exposed {
					key += ".exposed"
				}
				by := b.joint[key]
				if by == nil {
					t.Errorf("%s cannot be seen", key)
					continue
				}
				n++
				p := 0.0
				for _, v := range by {
					p += v
				}
				b.close(key+": probability", float64(x.Probability), p)
				b.close(key+": gain", float64(x.Gain), b.gain(func(code uint64) string { return fmt.Sprint(code) }, key))
				for j, g := range x.Secrets {
					of := func(code uint64) string { return s.Secrets[j].Domain.Label(b.src.SecretAt(code, j)) }
					b.close(key+": gain about "+g.Secret, float64(g.Gain), b.gain(of, key))
					for v := range s.Secrets[j].Domain.Size() {
						seen, now := 0.0, 0.0
						for code, q := range b.now {
							if b.src.SecretAt(code, j) == v {
								seen += by[code]
								now += q
							}
						}
						b.close(key+": if seen", float64(g.IfSeen[v]), seen/p)
						b.close(key+": now", float64(g.Now[v]), now)
						if 1-p > 1e-9 {
							b.close(key+": if not", float64(g.IfNever[v]), (now-seen)/(1-p))
						}
					}
				}
			}
			if n != len(b.joint) {
				t.Errorf("%d of %d sights", n, len(b.joint))
			}
			for _, x := range r.LookFor.Phases {
				var keys []string
				for key := range b.joint {
					if len(key) > len(x.Phase) && key[:len(x.Phase)+1] == x.Phase+"." {
						keys = append(keys, key)
					}
				}
				b.close(x.Phase+": gain", float64(x.Gain), b.gain(func(code uint64) string { return fmt.Sprint(code) }, keys...))
			}
			t.Logf("%d sights, best: %s.%s %.4f bits", n, r.LookFor.Sights[0].Phase, r.LookFor.Sights[0].Action, float64(r.LookFor.Sights[0].Gain))
		})
	}
}

type watcher struct {
	t     *testing.T
	s     *scenario.Scenario
	src   *lookahead.Source
	o     *evidence.Observed
	joint map[string]map[uint64]float64
	now   map[uint64]float64
}

func (b *watcher) close(what string, got, want float64) {
	b.t.Helper()
	if !(math.Abs(got-want) <= 1e-8) {
		b.t.Errorf("%s: %.12f, by all paths %.12f", what, got, want)
	}
}

// gain is H(seen) + H(secret) − H(both), in bits; what is seen is one of keys or none.
func (b *watcher) gain(of func(code uint64) string, keys ...string) float64 {
	joint, seen, hidden := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for code, now := range b.now {
		rest := now
		for _, key := range keys {
			p := b.joint[key][code]
			rest -= p
			joint[key+"|"+of(code)] += p
			seen[key] += p
		}
		joint["|"+of(code)] += rest
		seen[""] += rest
		hidden[of(code)] += now
	}
	h := func(m map[string]float64) float64 {
		s := 0.0
		for _, p := range m {
			if p > 0 {
				s -= p * math.Log2(p)
			}
		}
		return s
	}
	return h(seen) + h(hidden) - h(joint)
}

func (b *watcher) particle(tl *story.Teller, p *evidence.Particle, w float64) {
	seen := map[string]bool{}
	b.see(seen, p.Ahead)
	m := p.Moment
	if l := m.Look; l != nil && l.Tree.Exact {
		bl := &l.Tree.Game.Blocks[m.Block]
		for k := range m.Pos.Profiles {
			if len(m.Pos.Profiles) != int(bl.Profiles) {
				b.t.Fatal("the position has other profiles than the block")
			}
			b.walk(l.Tree, l.Result.X, m.Block, bl.Profile+int32(k), m.Pos.Profiles[k].Secrets, w*m.Pos.Belief[k], seen)
			b.now[m.Pos.Profiles[k].Secrets] += w * m.Pos.Belief[k]
		}
		return
	}
	tree, err := tl.M.Build(m.Pos, lookahead.Limits{Unmerged: true})
	if err != nil {
		b.t.Fatal(err)
	}
	x := []float64(nil)
	if m.Pos.World.Ended < 0 {
		r, err := qre.SolvePublic(tree.Game, qre.Options{})
		if err != nil {
			b.t.Fatal(err)
		}
		x = r.X
	}
	for k := range m.Pos.Profiles {
		code := m.Pos.Profiles[k].Secrets
		b.now[code] += w * m.Pos.Belief[k]
		if m.Pos.World.Ended < 0 {
			b.walk(tree, x, 0, int32(k), code, w*m.Pos.Belief[k], seen)
		} else {
			b.enter(seen, code, w*m.Pos.Belief[k])
		}
	}
}

func (b *watcher) see(seen map[string]bool, events []lookahead.Event) {
	for i := range events {
		e := &events[i]
		first := b.o.CutPeriod
		if e.Step < b.o.CutStep {
			first++
		}
		if e.Period == first && (e.Action >= 0 || e.Happened) {
			key := lookahead.FlagName(b.s, *e)
			if e.Action < 0 {
				key += ".yes"
			} else if e.Exposed {
				key = b.s.Phases[b.s.Steps[e.Step].Index].Name + "." + b.s.Phases[b.s.Steps[e.Step].Index].Actions[e.Action].Name + ".exposed"
			}
			seen[key] = true
		}
	}
}

func (b *watcher) enter(seen map[string]bool, code uint64, w float64) {
	for key := range seen {
		if b.joint[key] == nil {
			b.joint[key] = map[uint64]float64{}
		}
		b.joint[key][code] += w
	}
}

// walk follows one profile down every path.
func (b *watcher) walk(tree *lookahead.Tree, x []float64, block int, at int32, code uint64, w float64, seen map[string]bool) {
	g := tree.Game
	if to := g.At(int32(block)); int(to) != block {
		block, at = int(to), g.Blocks[to].Profile
	}
	bl := &g.Blocks[block]
	mine := map[string]bool{}
	for k := range seen {
		mine[k] = true
	}
	if bl.IsLeaf() {
		b.enter(mine, code, w)
		return
	}
	for _, c := range g.Kids[bl.Kid : bl.Kid+bl.Kids] {
		cb := &g.Blocks[c]
		for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
			if g.Src[p] != at {
				continue
			}
			q := math.Exp(g.LogK[p])
			for k := range bl.Movers {
				q *= math.Exp(x[g.Choice[cb.Choice+(p-cb.Profile)*bl.Movers+k]])
			}
			if q == 0 {
				continue
			}
			next := map[string]bool{}
			for k := range mine {
				next[k] = true
			}
			b.see(next, tree.Events[c])
			b.walk(tree, x, int(c), p, code, w*q, next)
		}
	}
}

// The same bytes for any number of workers, the trial included.
func TestTrialDoesNotDependOnWorkers(t *testing.T) {
	s, set, asOf := smalls[0].load(t)
	var first string
	for _, workers := range []int{1, 3} {
		r, err := sweep.Run(context.Background(), s, set, sweep.Options{AsOf: asOf, Draws: 30, Stories: 20, Trial: 6, Workers: workers})
		if err != nil {
			t.Fatal(err)
		}
		if r.Trial.Without.Draws != 6 {
			t.Fatalf("%d draws", r.Trial.Without.Draws)
		}
		got := fmt.Sprintf("%+v %+v %+v", *r.Trial.Without, *r.Trial.Certain, *r.LookFor)
		if first == "" {
			first = got
		} else if got != first {
			t.Errorf("with %d workers it is something else", workers)
		}
	}
}
