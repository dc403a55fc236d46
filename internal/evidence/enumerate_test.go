package evidence_test

// This file checks the filter against exact enumeration: every public path is
// followed, every hidden possibility kept by name, Bayes' rule applied by hand.

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"pgregory.net/rapid"
)

const enumerated = `
scenario "small" {
  start     = "2013-01"
  as_of     = "2013-03-20"
  horizon   = 4
  foresight = 1
  %s
}
actor "a" {
  precision = 1.3
  discount  = 0.9
}
actor "b" {
  precision = 0.9
  discount  = 0.8
}
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.3, soft = 0.7 }
}
secret "weather" {
  known_to = []
  values   = ["fair", "foul"]
  start    = { fair = resolve == "hard" ? 0.7 : 0.4, foul = resolve == "hard" ? 0.3 : 0.6 }
}
secret "stock" {
  known_to = ["b"]
  values   = levels(0, 2)
  start    = { "0" = 0.9, "1" = 0.1, "2" = 0 }
}
variable "debt" {
  values = levels(0, 3)
  start  = 0
}
phase "north" {
  actor = "a"
  %s
  action "wait" {}
  action "ship" {
    looks_like = "wait"
    seen_by    = ["b"]
    exposed    = 0.15
    cost       = { hard = 0.1, soft = 0.4 }[resolve]
    effect     = { stock = stock + 1 }
  }
  action "shout" {
    cost   = { hard = 0.1, soft = 0.5 }[resolve]
    effect = { debt = debt + 1 }
  }
}
chance "storm" {
  probability = weather == "foul" ? 0.5 : 0.1
  effect      = { resolve = redraw }
}
phase "south" {
  actor = "b"
  quiet = "hold"
  action "hold" {}
  action "strike" { when = debt < 3 }
}
payoff "a" { each_period = { gain = (north.ship ? 0.6 : 0) - (south.strike ? 1 + 0.3 * debt : 0), late = storm && resolve == "hard" ? 0.4 : 0 } }
payoff "b" { each_period = { fear = south.strike ? -0.5 + 0.5 * stock : -0.4 * stock, debt = 0.1 * debt } }
question "struck" {
  when = south.strike
  by   = "2013-04-30"
}
`

func small(t testing.TB, outlook, quiet string) *scenario.Scenario {
	t.Helper()
	s, ds := check.Load("small.hcl", []byte(fmt.Sprintf(enumerated, outlook, quiet)))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return s
}

func rows(t testing.TB, s *scenario.Scenario, lines ...string) *evidence.Set {
	t.Helper()
	text := "id,date,known,phase,action,reliability,use,linked,source,note\n" + strings.Join(lines, "\n") + "\n"
	set, ds := evidence.Load(s, "small.csv", []byte(text))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	return set
}

func model(t testing.TB, s *scenario.Scenario) *lookahead.Model {
	t.Helper()
	src, err := lookahead.NewSource(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := src.NewModel(random.Medians(s))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// enumerate follows every public path from pos while something is over and adds
// the weight of each hidden end, by its secrets, to out.
func enumerate(t testing.TB, m *lookahead.Model, o *evidence.Observed, pos *lookahead.Position, weight float64, out map[uint64]float64) {
	if !o.Over(pos.World.Period, pos.World.Step) || pos.World.Period > m.Src.S.Horizon {
		for k, p := range pos.Profiles {
			out[p.Secrets] += weight * pos.Belief[k]
		}
		return
	}
	tree, err := m.Build(pos, lookahead.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	r, err := qre.SolvePublic(tree.Game, qre.Options{})
	if err != nil {
		t.Fatal(err)
	}
	descend(t, m, o, tree, r.X, 0, weight, nil, out)
}

// descend goes one choice down from block b; in the exact game it goes on along
// the tree, else it looks ahead again from where play then stands. reach is the
// weight of each profile of b (nil: the belief at the root).
func descend(t testing.TB, m *lookahead.Model, o *evidence.Observed, tree *lookahead.Tree, x []float64, b int, weight float64, reach map[int32]float64, out map[uint64]float64) {
	g := tree.Game
	bl := &g.Blocks[b]
	if reach == nil {
		reach = map[int32]float64{}
		for p := bl.Profile; p < bl.Profile+bl.Profiles; p++ {
			reach[p] = weight * math.Exp(g.LogK[p])
		}
	}
	for c := range g.Blocks {
		cb := &g.Blocks[c]
		if int(cb.Parent) != b {
			continue
		}
		likelihood := 1.0
		from := tree.Worlds[b]
		for _, e := range tree.Events[c] {
			for ; from.Period < e.Period || from.Period == e.Period && from.Step < e.Step; step(m.Src.S, &from) {
				if o.Over(from.Period, from.Step) {
					likelihood *= math.Exp(o.LogSkipped(from.Period, from.Step))
				}
			}
			if o.Over(e.Period, e.Step) {
				likelihood *= math.Exp(o.Log(e))
			}
			step(m.Src.S, &from)
		}
		next := map[int32]float64{}
		hidden := map[lookahead.Profile]float64{}
		total := 0.0
		for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
			w := reach[g.Src[p]] * math.Exp(g.LogK[p]) * likelihood
			for k := range bl.Movers {
				w *= math.Exp(x[g.Choice[cb.Choice+(p-cb.Profile)*bl.Movers+k]])
			}
			next[p] = w
			hidden[tree.Profiles[p]] += w
			total += w
		}
		if total == 0 {
			continue
		}
		if tree.Exact {
			if cb.IsLeaf() || !o.Over(tree.Worlds[c].Period, tree.Worlds[c].Step) {
				for p, w := range next {
					out[tree.Profiles[p].Secrets] += w
				}
				continue
			}
			descend(t, m, o, tree, x, c, 0, next, out)
			continue
		}
		pos := &lookahead.Position{World: tree.Worlds[c]}
		for p := range hidden {
			pos.Profiles = append(pos.Profiles, p)
		}
		slices.SortFunc(pos.Profiles, func(a, b lookahead.Profile) int {
			return strings.Compare(fmt.Sprint(a), fmt.Sprint(b))
		})
		for _, p := range pos.Profiles {
			pos.Belief = append(pos.Belief, hidden[p]/total)
		}
		enumerate(t, m, o, pos, total, out)
	}
}

func step(s *scenario.Scenario, w *lookahead.World) {
	if w.Step++; w.Step == len(s.Steps) {
		w.Period, w.Step = w.Period+1, 0
	}
}

func filtered(t testing.TB, s *scenario.Scenario, o *evidence.Observed) (*evidence.Filtered, map[uint64]float64) {
	t.Helper()
	tl := &story.Teller{M: model(t, s)}
	f, err := evidence.Filter(tl, o, evidence.FilterOptions{Exact: 1 << 20, Stream: random.New(1, 0, 0, random.UseTest)})
	if err != nil {
		t.Fatal(err)
	}
	post := map[uint64]float64{}
	for _, p := range f.Particles {
		for k, pr := range p.Moment.Pos.Profiles {
			post[pr.Secrets] += math.Exp(p.LogW) * p.Moment.Pos.Belief[k]
		}
	}
	return f, post
}

func TestFilterEqualsEnumeration(t *testing.T) {
	evidences := map[string][]string{
		"sure":       {"1,2013-01-10,,north,shout,1,yes,,,", "2,2013-02-10,,south,strike,1,yes,,,"},
		"unreliable": {"1,2013-01-10,,north,shout,0.7,yes,,,", "2,2013-02-10,,south,strike,0.8,yes,,,", "3,2013-03-02,,north,wait,0.9,yes,,,"},
		"exposed":    {"1,2013-02-10,,north,ship,1,yes,,,", "2,2013-03-10,,storm,yes,0.6,yes,,,"},
		"nothing":    {},
	}
	for _, outlook := range []string{"outlook = 2", ""} {
		for _, quiet := range []string{`quiet = "wait"`, ""} {
			for name, lines := range evidences {
				t.Run(fmt.Sprintf("%s/%s/%s", name, outlook, quiet), func(t *testing.T) {
					s := small(t, outlook, quiet)
					o := rows(t, s, lines...).Observe(s, s.AsOf)
					m := model(t, s)
					start, err := m.Start()
					if err != nil {
						t.Fatal(err)
					}
					exact := map[uint64]float64{}
					enumerate(t, m, o, start, 1, exact)
					total := 0.0
					for _, w := range exact {
						total += w
					}
					f, post := filtered(t, s, o)
					if d := math.Abs(f.LogLikelihood - math.Log(total)); !(d <= 1e-10) {
						t.Errorf("log-likelihood %.14f, enumeration %.14f", f.LogLikelihood, math.Log(total))
					}
					for k, w := range exact {
						if d := math.Abs(post[k] - w/total); !(d <= 1e-10) {
							t.Errorf("secrets %d: posterior %.14f, enumeration %.14f", k, post[k], w/total)
						}
					}
					t.Logf("log-likelihood %.6f, %d histories", f.LogLikelihood, f.Histories)
				})
			}
		}
	}
}

func TestNoEvidenceLeavesThePrior(t *testing.T) {
	s := small(t, "outlook = 2", `quiet = "wait"`)
	var none *evidence.Set
	f, post := filtered(t, s, none.Observe(s, s.AsOf))
	start, err := model(t, s).Start()
	if err != nil {
		t.Fatal(err)
	}
	if f.LogLikelihood != 0 {
		t.Errorf("log-likelihood of nothing is %g", f.LogLikelihood)
	}
	for k, p := range start.Profiles {
		if post[p.Secrets] != start.Belief[k] {
			t.Errorf("secrets %d: %g, prior %g", p.Secrets, post[p.Secrets], start.Belief[k])
		}
	}
}

// With reliability 0 a row says nothing: whatever it reports, the posterior is
// that of the same row reporting anything else, and of the step left open.
func TestReliabilityZeroChangesNothing(t *testing.T) {
	s := small(t, "outlook = 2", "") // north has no quiet act: without a row it is open
	open := rows(t, s, "2,2013-02-10,,south,strike,1,yes,,,")
	_, want := filtered(t, s, open.Observe(s, s.AsOf))
	rapid.Check(t, func(rt *rapid.T) {
		act := rapid.SampledFrom([]string{"wait", "ship", "shout"}).Draw(rt, "act")
		month := rapid.SampledFrom([]string{"01", "02"}).Draw(rt, "month")
		set := rows(t, s, fmt.Sprintf("1,2013-%s-05,,north,%s,0,yes,,,", month, act), "2,2013-02-10,,south,strike,1,yes,,,")
		_, got := filtered(t, s, set.Observe(s, s.AsOf))
		for k := range want {
			if math.Abs(got[k]-want[k]) > 1e-12 {
				rt.Fatalf("secrets %d: %.15f with the row, %.15f without", k, got[k], want[k])
			}
		}
	})
}

func TestOrderOfRowsChangesNothing(t *testing.T) {
	s := small(t, "outlook = 2", `quiet = "wait"`)
	lines := []string{"1,2013-02-10,,north,shout,0.7,yes,,,", "2,2013-02-10,,south,strike,0.8,yes,,,", "3,2013-02-10,,storm,yes,0.9,yes,,,"}
	set := rows(t, s, lines...)
	f, want := filtered(t, s, set.Observe(s, s.AsOf))
	rapid.Check(t, func(rt *rapid.T) {
		set := rows(t, s, rapid.Permutation(lines).Draw(rt, "rows")...)
		g, got := filtered(t, s, set.Observe(s, s.AsOf))
		if g.LogLikelihood != f.LogLikelihood {
			rt.Fatalf("log-likelihood %g, was %g", g.LogLikelihood, f.LogLikelihood)
		}
		for k := range want {
			if got[k] != want[k] {
				rt.Fatalf("secrets %d: %g, was %g", k, got[k], want[k])
			}
		}
	})
}
