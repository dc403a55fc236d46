package evidence_test

// This file checks linked rows: against exact enumeration, in which a whole path
// is weighed at its end by the formula of a story, and against closed forms.

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
	"demarche/internal/scenario"
	"pgregory.net/rapid"
)

// paths follows every public path as enumerate does, and weighs each at its end.
type paths struct {
	t   testing.TB
	m   *lookahead.Model
	o   *evidence.Observed
	set *evidence.Set
	out map[uint64]float64
}

// matches is, by step of play from the start, whether the row there, if any, is
// as things happened.
type matches map[int]bool

func (w *paths) follow(pos *lookahead.Position, weight float64, path matches) {
	if !w.o.Over(pos.World.Period, pos.World.Step) || pos.World.Period > w.m.Src.S.Horizon {
		l := w.likelihood(path)
		for k, p := range pos.Profiles {
			w.out[p.Secrets] += weight * l * pos.Belief[k]
		}
		return
	}
	tree, err := w.m.Build(pos, lookahead.Limits{})
	if err != nil {
		w.t.Fatal(err)
	}
	r, err := qre.SolvePublic(tree.Game, qre.Options{})
	if err != nil {
		w.t.Fatal(err)
	}
	reach := map[int32]float64{}
	root := &tree.Game.Blocks[0]
	for p := root.Profile; p < root.Profile+root.Profiles; p++ {
		reach[p] = weight * math.Exp(tree.Game.LogK[p])
	}
	w.descend(tree, r.X, 0, reach, path)
}

func (w *paths) descend(tree *lookahead.Tree, x []float64, b int, reach map[int32]float64, path matches) {
	g := tree.Game
	bl := &g.Blocks[b]
	n := len(w.m.Src.S.Steps)
	for c := range g.Blocks {
		cb := &g.Blocks[c]
		if int(cb.Parent) != b {
			continue
		}
		way := matches{}
		for at, as := range path {
			way[at] = as
		}
		happened := map[int]lookahead.Event{}
		for _, e := range tree.Events[c] {
			happened[(e.Period-1)*n+e.Step] = e
		}
		possible := true
		for from, to := tree.Worlds[b], tree.Worlds[c]; from.Period < to.Period || from.Period == to.Period && from.Step < to.Step; step(w.m.Src.S, &from) {
			at := (from.Period-1)*n + from.Step
			e, ok := happened[at]
			possible = w.look(way, at, from, e, ok) && possible
		}
		if !possible {
			continue
		}
		next := map[int32]float64{}
		hidden := map[lookahead.Profile]float64{}
		total := 0.0
		for p := cb.Profile; p < cb.Profile+cb.Profiles; p++ {
			v := reach[g.Src[p]] * math.Exp(g.LogK[p])
			for k := range bl.Movers {
				v *= math.Exp(x[g.Choice[cb.Choice+(p-cb.Profile)*bl.Movers+k]])
			}
			next[p] = v
			hidden[tree.Profiles[p]] += v
			total += v
		}
		if total == 0 {
			continue
		}
		if tree.Exact {
			if cb.IsLeaf() || !w.o.Over(tree.Worlds[c].Period, tree.Worlds[c].Step) {
				l := w.likelihood(way)
				for p, v := range next {
					w.out[tree.Profiles[p].Secrets] += v * l
				}
				continue
			}
			w.descend(tree, x, c, next, way)
			continue
		}
		pos := &lookahead.Position{World: tree.Worlds[c]}
		for p := range hidden {
			pos.Profiles = append(pos.Profiles, p)
		}
		slices.SortFunc(pos.Profiles, func(a, b lookahead.Profile) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
		for _, p := range pos.Profiles {
			pos.Belief = append(pos.Belief, hidden[p]/total)
		}
		w.follow(pos, total, way)
	}
}

// look notes whether the row of a step is as things happened. It reports false
// where a phase without a row was not quiet.
func (w *paths) look(way matches, at int, from lookahead.World, e lookahead.Event, happened bool) bool {
	ob, ok := w.o.At(from.Period, from.Step)
	if !ok || ob.Open {
		return true
	}
	as := happened && ob.Action == e.Action && ob.Exposed == e.Exposed && (ob.Action >= 0 || ob.Happened == e.Happened)
	if !happened {
		st := w.m.Src.S.Steps[from.Step]
		as = st.Chance && !ob.Happened || !st.Chance && !ob.Exposed && ob.Action == w.m.Src.S.Phases[st.Index].Quiet
	}
	if ob.Row < 0 {
		return as
	}
	way[at] = as
	return true
}

// likelihood is the probability of the rows given a path: one factor for each
// row alone, and one for each story.
func (w *paths) likelihood(path matches) float64 {
	n := len(w.m.Src.S.Steps)
	type story struct {
		all    bool
		chance float64
		rho    float64
	}
	stories := map[int]*story{}
	for at, as := range path {
		ob, _ := w.o.At(at/n+1, at%n)
		key := w.set.Rows[ob.Row].Story
		if key == 0 {
			key = -1 - at
		}
		s := stories[key]
		if s == nil {
			s = &story{all: true, chance: 1, rho: ob.Reliability}
			stories[key] = s
		}
		s.all = s.all && as
		s.chance /= float64(ob.K)
	}
	l := 1.0
	for _, s := range stories {
		factor := (1 - s.rho) * s.chance
		if s.all {
			factor += s.rho
		}
		l *= factor
	}
	return l
}

func TestLinkedRowsEqualEnumeration(t *testing.T) {
	pair := func(rho string) []string {
		return []string{"1,2013-01-10,,north,shout," + rho + ",yes,agency,,", "2,2013-02-10,,south,strike," + rho + ",yes,agency,,", "3,2013-02-12,,north,wait,0.9,yes,,,"}
	}
	three := func(rho string) []string {
		return []string{"1,2013-01-10,,north,ship," + rho + ",yes,,,", "2,2013-01-12,,storm,yes," + rho + ",yes,1,,", "3,2013-02-10,,south,strike," + rho + ",yes,1,,"}
	}
	cases := map[string][]string{
		"two of 0": pair("0"), "two of 0.6": pair("0.6"), "two of 1": pair("1"),
		"three of 0": three("0"), "three of 0.6": three("0.6"), "three of 1": three("1"),
		"two stories": {
			"1,2013-01-10,,north,shout,0.6,yes,a,,", "2,2013-01-11,,south,strike,0.7,yes,b,,",
			"3,2013-02-10,,north,wait,0.6,yes,a,,", "4,2013-02-11,,storm,yes,0.7,yes,b,,",
		},
		"cut in two":        {"1,2013-01-10,,north,shout,0.6,yes,a,,", "2,2013-02-10,2013-04-01,south,strike,0.6,yes,a,,", "3,2013-02-11,,storm,no,0.6,yes,a,,"},
		"cut to a row":      {"1,2013-01-10,,north,shout,0.6,yes,a,,", "2,2013-02-10,2013-04-01,south,strike,0.6,yes,a,,"},
		"one of a report":   {"1,2013-01-10,,north,shout,0.6,yes,a,,", "2,2013-01-10,,north,shout,0.9,no,a,,", "3,2013-02-10,,south,strike,0.6,yes,a,,"},
		"in the same month": {"1,2013-02-10,,north,shout,0.6,yes,a,,", "2,2013-02-10,,south,hold,0.6,yes,a,,"},
	}
	plain := small(t, "outlook = 2", `quiet = "wait"`)
	text := fmt.Sprintf(enumerated, "outlook = 2", "")
	seldom, ds := check.Load("seldom.hcl", []byte(strings.Replace(text, `chance "storm" {`, "chance \"storm\" {\n  when = debt > 0", 1)))
	if ds.HasErrors() {
		t.Fatal(ds)
	}
	for kind, s := range map[string]*scenario.Scenario{
		"quiet": plain, "open": small(t, "outlook = 2", ""), "whole game": small(t, "", ""), "storms that cannot be": seldom,
	} {
		for name, lines := range cases {
			t.Run(kind+"/"+name, func(t *testing.T) {
				asOf := day(t, "2013-02-25")
				set := rows(t, s, lines...)
				o := set.Observe(s, asOf)
				m := model(t, s)
				start, err := m.Start()
				if err != nil {
					t.Fatal(err)
				}
				w := &paths{t: t, m: m, o: o, set: set, out: map[uint64]float64{}}
				w.follow(start, 1, matches{})
				total := 0.0
				for _, v := range w.out {
					total += v
				}
				f, post := filtered(t, s, o)
				if total == 0 { // the source is certain of something that cannot be
					if !math.IsInf(f.LogLikelihood, -1) || len(f.Particles) > 0 {
						t.Errorf("log-likelihood %v of what is impossible", f.LogLikelihood)
					}
					return
				}
				if !f.Exact {
					t.Fatal("not summed exactly")
				}
				if d := math.Abs(f.LogLikelihood - math.Log(total)); !(d <= 1e-10) {
					t.Errorf("log-likelihood %.14f, enumeration %.14f", f.LogLikelihood, math.Log(total))
				}
				for k, v := range w.out {
					if d := math.Abs(post[k] - v/total); !(d <= 1e-10) {
						t.Errorf("secrets %d: posterior %.14f, enumeration %.14f", k, post[k], v/total)
					}
				}
			})
		}
	}
}

// Certain rows say the same whether their source is one or two, and rows that
// say nothing say nothing together.
func TestLinkOfCertainRowsIsIdle(t *testing.T) {
	s := small(t, "outlook = 2", "")
	for _, rho := range []string{"0", "1"} {
		text := []string{"1,2013-01-10,,north,shout," + rho + ",yes,%s,,", "2,2013-02-10,,south,strike," + rho + ",yes,%s,,"}
		with := func(label string) (float64, map[uint64]float64) {
			var lines []string
			for _, l := range text {
				lines = append(lines, fmt.Sprintf(l, label))
			}
			f, post := filtered(t, s, rows(t, s, lines...).Observe(s, day(t, "2013-02-25")))
			return f.LogLikelihood, post
		}
		l1, one := with("agency")
		l2, two := with("")
		if math.Abs(l1-l2) > 1e-12 {
			t.Errorf("reliability %s: log-likelihood %.15f linked, %.15f unlinked", rho, l1, l2)
		}
		for k := range two {
			if math.Abs(one[k]-two[k]) > 1e-12 {
				t.Errorf("reliability %s, secrets %d: %.15f linked, %.15f unlinked", rho, k, one[k], two[k])
			}
		}
	}
}

// What a row says given the rest of its story: by hand, and whatever the order
// in which the story is told.
func TestStory(t *testing.T) {
	s := load(t, files+"model.hcl")
	rapid.Check(t, func(t *rapid.T) {
		rho := rapid.OneOf(rapid.Float64Range(0, 1), rapid.SampledFrom([]float64{0, 1})).Draw(t, "reliability")
		n := rapid.IntRange(2, 6).Draw(t, "rows")
		set := &evidence.Set{}
		all, chance := true, 1.0
		total := 0.0
		var events []lookahead.Event
		var skipped []bool
		for i := range n {
			at := rapid.IntRange(0, steps-1).Draw(t, "step")
			looks := appearances(s, at)
			said := rapid.SampledFrom(looks).Draw(t, "said")
			was := rapid.SampledFrom(looks).Draw(t, "was")
			if rapid.Bool().Draw(t, "as said") {
				was = said
			}
			d := s.PeriodStart(i + 1)
			set.Rows = append(set.Rows, evidence.Row{ID: fmt.Sprint(i), Date: d, Known: d, Period: i + 1, Step: at, Action: said.action, Exposed: said.exposed, Happened: said.happened, Reliability: rho, Use: true, Story: 1})
			skip := rapid.IntRange(0, 4).Draw(t, "skipped") == 0
			as := was == said
			if skip {
				as = said == appearance{action: -1} || said == appearance{action: 0} && at != reply // the quiet acts stand first
			}
			all = all && as
			chance /= float64(len(looks))
			events, skipped = append(events, was.event(i+1, at)), append(skipped, skip)
		}
		o := set.Observe(s, s.PeriodStart(n+1))
		h := o.Listen()
		for i, e := range events {
			before := h.Copy()
			l := 0.0
			if skipped[i] {
				l = o.LogSkippedGiven(h, e.Period, e.Step)
			} else {
				l = o.LogGiven(h, e)
			}
			if math.IsNaN(l) || l > 1e-12 {
				t.Fatalf("ln P = %v after %v", l, before)
			}
			total += l
		}
		want := math.Log((1 - rho) * chance)
		if all {
			want = math.Log(rho + (1-rho)*chance)
		}
		if !(math.Abs(total-want) <= 1e-11) && total != want {
			t.Fatalf("the story has ln P = %v, not %v", total, want)
		}
	})
}

// A row that was made more or less reliable than its story, or silent, leaves it.
func TestLeavingAStory(t *testing.T) {
	s := small(t, "outlook = 2", "")
	lines := []string{"1,2013-01-10,,north,shout,0.6,yes,a,,", "2,2013-02-10,,south,strike,0.6,yes,a,,"}
	set := rows(t, s, lines...)
	at := day(t, "2013-02-25")
	changed := func(change func(r *evidence.Row)) *evidence.Set {
		c := *set
		c.Rows = slices.Clone(set.Rows)
		change(&c.Rows[1])
		return &c
	}
	same := func(what string, got, want *evidence.Observed) {
		f, post := filtered(t, s, got)
		g, other := filtered(t, s, want)
		if f.LogLikelihood != g.LogLikelihood {
			t.Errorf("%s: log-likelihood %v, not %v", what, f.LogLikelihood, g.LogLikelihood)
		}
		for k := range other {
			if post[k] != other[k] {
				t.Errorf("%s: secrets %d: %v, not %v", what, k, post[k], other[k])
			}
		}
	}
	alone := strings.NewReplacer("0.6,yes,a", "0.9,yes,")
	same("sure", changed(func(r *evidence.Row) { r.Reliability = 0.9 }).Observe(s, at),
		rows(t, s, strings.Replace(lines[0], ",a,", ",,", 1), alone.Replace(lines[1])).Observe(s, at))

	o := changed(func(r *evidence.Row) { r.Silent = true }).Observe(s, at)
	ob, over := o.At(2, 2)
	if !over || !ob.Open || ob.Row != -1 || o.Used(set, 1) {
		t.Errorf("a silent row gives %+v, over %v", ob, over)
	}
	// the same as a row that says nothing, its constant factor apart
	nothing := rows(t, s, strings.Replace(lines[0], ",a,", ",,", 1), strings.Replace(lines[1], "0.6,yes,a", "0,yes,", 1)).Observe(s, at)
	f, post := filtered(t, s, o)
	g, other := filtered(t, s, nothing)
	if math.Abs(f.LogLikelihood-g.LogLikelihood-math.Log(2)) > 1e-12 {
		t.Errorf("log-likelihood %v, and %v of a row that says nothing", f.LogLikelihood, g.LogLikelihood)
	}
	for k := range other {
		if math.Abs(post[k]-other[k]) > 1e-12 {
			t.Errorf("secrets %d: %v, and %v of a row that says nothing", k, post[k], other[k])
		}
	}
}
