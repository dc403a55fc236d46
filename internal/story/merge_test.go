package story_test

// This file checks that merging identical subgames changes nothing but the size
// of a look-ahead: random small scenarios in which nothing is hidden, or nothing
// any more, have the same solutions, answers and stories with and without it.

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"demarche/internal/game"
	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/internal/story"
	"pgregory.net/rapid"
)

// openScenario writes a scenario of two actors over a few variables: offers that
// go stale, turns, simultaneous moves, chances, ends, questions with windows of
// their own, and perhaps a secret that some act gives away.
func openScenario(r *rapid.T) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(r, label) }
	yes := func(label string) bool { return rapid.Bool().Draw(r, label) }
	number := func(label string) float64 { return float64(rapid.IntRange(-10, 10).Draw(r, label)) / 10 }
	horizon := rapid.IntRange(2, 4).Draw(r, "horizon")
	depth := pick("depth", fmt.Sprintf("foresight = %d", horizon), fmt.Sprintf("foresight = %d", horizon), "outlook = 1", "foresight = 2\n  outlook = 2", "foresight = 2")
	say("scenario \"open\" {\n  start = \"2013-01\"\n  horizon = %d\n  %s\n}\n", horizon, depth)
	for _, a := range []string{"a", "b"} {
		say("actor %q {\n  precision = %g\n  discount = %s\n}\n", a, 0.5+0.5*float64(rapid.IntRange(0, 3).Draw(r, "precision")), pick("discount", "1", "0.9", "0.6"))
	}
	say("variable \"v\" {\n  values = levels(0, 2)\n  start = 0\n}\n")
	say("variable \"offer\" {\n  values = levels(0, 2)\n  start = 1\n}\n")
	say("variable \"turn\" {\n  values = [\"a\", \"b\"]\n  start = \"a\"\n}\n")
	hidden := yes("hidden")
	if hidden {
		say("secret \"type\" {\n  known_to = [\"a\"]\n  values = [\"x\", \"y\"]\n  start = { x = %s, y = 0.4 }\n}\n", pick("start", "0.6", "0"))
	}
	condition := func(label string) string {
		return pick(label, "v > 0", "offer == 2", "turn == \"b\"", "period % 2 == 1", "v == 1 && offer > 0", "period > 2 && v < 2")
	}
	number3 := func(label string) string { return pick(label, "v + 1", "offer", "2 - v", "0", "max(v, offer)") }
	var events []string
	phases := rapid.IntRange(2, 3).Draw(r, "phases")
	last := ""
	for p := range phases {
		name := fmt.Sprintf("p%d", p)
		who := pick("mover", "a", "b")
		say("phase %q {\n  actor = %q\n", name, who)
		if yes("quiet") {
			say("  quiet = \"n\"\n")
		}
		simultaneous := last != "" && !strings.Contains(last, who) && yes("simultaneous")
		if simultaneous {
			say("  simultaneous = true\n")
		} else {
			last = ""
		}
		last += who
		if yes("when") {
			say("  when = %s\n", condition("phase when"))
		}
		switch kind := pick("kind", "offers", "plain", "mixed"); {
		case kind == "offers" && !simultaneous: // every act sets the offer
			say("  action \"n\" { effect = { offer = 0 } }\n")
			say("  action \"o\" {\n    for_each = levels(1, 2)\n    effect = { offer = each.value%s }\n  }\n", pick("and", "", ", turn = \"b\"", ", v = v + 1"))
			events = append(events, name+".o", name+".o.2")
		case kind == "mixed" && !simultaneous:
			say("  action \"n\" { effect = { %s } }\n", pick("nothing", "v = v", "offer = 0"))
			say("  action \"m\" {\n    cost = %s\n    effect = { v = %s, turn = %s }\n  }\n", pick("cost", "0.3", "0.4 * offer"), number3("v"), pick("turn", `"a"`, `"b"`, `turn == "a" ? "b" : "a"`))
			say("  action \"o\" {\n    when = %s\n    effect = { offer = %s }\n  }\n", condition("when"), number3("offer"))
			events = append(events, name+".m", name+".o")
		default:
			say("  action \"n\" {}\n  action \"m\" {\n    cost = %g\n", number("cost"))
			if hidden && who == "a" && yes("telling") {
				say("    when = type == \"x\"\n")
			}
			say("  }\n")
			events = append(events, name+".m")
		}
		say("}\n")
		if yes("chance") {
			last = ""
			say("chance \"c%d\" {\n  probability = %s\n  effect = { %s }\n}\n", p, pick("probability", "0.3", "v == 1 ? 0.6 : 0", "offer / 4"),
				pick("chance effect", "v = v + 1", "offer = 0", "turn = \"a\", v = 0"))
			events = append(events, fmt.Sprintf("c%d", p))
		}
	}
	if yes("end") {
		say("end \"over\" { when = %s }\n", pick("end when", "v == 2", events[0], events[0], "offer == 2 && "+events[0]))
	}
	for _, a := range []string{"a", "b"} {
		say("payoff %q {\n  each_period = {\n", a)
		if yes("v pays") {
			say("    v = %g * v\n", number("v pays"))
		}
		if yes("offer pays") {
			say("    offer = %g * offer\n", number("offer pays"))
		}
		for k, e := range events {
			if yes("event pays") {
				say("    e%d = %s ? %s : 0\n", k, e, pick("what", fmt.Sprintf("%g", number("event")), fmt.Sprintf("%g * offer", number("offer")), "period - v"))
			}
		}
		if hidden {
			say("    type = type == \"x\" ? %g * v : %g\n", number("x"), number("y"))
		}
		say("    none = 0\n  }\n  %s\n}\n", pick("at end", "", "at_end = v", "at_end = offer"))
	}
	for q := range 3 {
		say("question \"q%d\" {\n  when = %s\n", q, pick("asked", events[0], events[len(events)-1], "v == 1", "offer == 2", events[0]+" && offer == 1", "turn == \"b\" && v == 1"))
		if yes("from") {
			say("  from = \"2013-02-01\"\n")
		}
		say("  by = \"2013-%02d-28\"\n}\n", rapid.IntRange(2, horizon).Draw(r, "by"))
	}
	return b.String()
}

// unfold writes the strategies x of a merged look-ahead over the one in which
// every public history has a subgame of its own.
func unfold(t *rapid.T, merged, whole *lookahead.Tree, x []float64) []float64 {
	g, h := whole.Game, merged.Game
	out := make([]float64, g.Vars)
	var follow func(b, c int32)
	follow = func(b, c int32) {
		if !same(whole.Events[b], merged.Events[c]) {
			t.Fatalf("blocks %d and %d have other histories: %v, %v", b, c, whole.Events[b], merged.Events[c])
		}
		c = h.At(c)
		bl, cl := &g.Blocks[b], &h.Blocks[c]
		if bl.Vars != cl.Vars || bl.Kids != cl.Kids || bl.IsLeaf() != cl.IsLeaf() || !slices.Equal(whole.Phases[b], merged.Phases[c]) ||
			!slices.Equal(whole.Acts[bl.Var:bl.Var+bl.Vars], merged.Acts[cl.Var:cl.Var+cl.Vars]) {
			t.Fatalf("blocks %d and %d are not the same game", b, c)
		}
		copy(out[bl.Var:bl.Var+bl.Vars], x[cl.Var:cl.Var+cl.Vars])
		for k := range bl.Kids {
			follow(g.Kids[bl.Kid+k], h.Kids[cl.Kid+k])
		}
	}
	follow(0, 0)
	return out
}

func same(a, b []lookahead.Event) bool {
	return slices.EqualFunc(a, b, func(x, y lookahead.Event) bool {
		return x.Period == y.Period && x.Step == y.Step && x.Action == y.Action && x.Exposed == y.Exposed && x.Happened == y.Happened
	})
}

func near(t *rapid.T, what string, x, y []float64, tolerance float64) {
	t.Helper()
	for k := range x {
		if !(math.Abs(x[k]-y[k]) <= tolerance) {
			t.Fatalf("%s: %v merged, %v not", what, x, y)
		}
	}
}

func TestMergingChangesNothing(t *testing.T) {
	shared, cases := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		text := openScenario(r)
		r.Log(text)
		tl, plain := teller(t, text), teller(t, text)
		plain.Opt.Limits.Unmerged = true
		pos, err := tl.M.Start()
		if err != nil {
			r.Fatal(err)
		}
		if size, err := tl.M.Estimate(pos, plain.Opt.Limits); err != nil || size.Nodes > 20000 {
			r.Skip("too large")
		}
		merged, err := tl.M.Build(pos, tl.Opt.Limits)
		if err != nil {
			r.Fatal(err)
		}
		whole, err := plain.M.Build(pos, plain.Opt.Limits)
		if err != nil {
			r.Fatal(err)
		}
		cases++
		if merged.Game.Merged() {
			shared++
		}
		res, err := qre.SolvePublic(merged.Game, qre.Options{Retrace: qre.RetraceNever})
		if err != nil {
			r.Fatal(err)
		}
		c := qre.CertifyPublic(merged.Game, res.X, 1)
		if !c.Good() {
			r.Fatalf("certificate of the merged game: %+v", c)
		}
		x := unfold(r, merged, whole, res.X)
		d := qre.CertifyPublic(whole.Game, x, 1)
		if !d.Good() {
			r.Fatalf("certificate of the whole game: %+v", d)
		}
		near(r, "regret", c.Regret, d.Regret, 1e-11)
		values, _, _ := qre.Value(whole.Game, x)
		near(r, "values", res.Values, values, 1e-12)
		wins := story.Windows(tl.M.Src.S)
		clock := story.Clock{Step: -1}
		if rapid.Bool().Draw(r, "late") { // some of it is past
			clock = story.Clock{Period: 1, Step: rapid.IntRange(0, len(tl.M.Src.S.Steps)-1).Draw(r, "cut")}
		}
		asked, ends, err := tl.Within(merged, res.X, wins, clock)
		if err != nil {
			r.Fatal(err)
		}
		asked2, ends2, err := plain.Within(whole, x, wins, clock)
		if err != nil {
			r.Fatal(err)
		}
		near(r, "questions", asked, asked2, 1e-12)
		near(r, "ends", ends, ends2, 1e-12)
		// stories: the same luck brings about the same
		from, err := tl.Begin(pos, nil, 0)
		if err != nil {
			r.Fatal(err)
		}
		from2, err := plain.Begin(pos, nil, 0)
		if err != nil {
			r.Fatal(err)
		}
		_, _, reach := qre.Value(from.Look.Tree.Game, from.Look.Result.X)
		near(r, "chances", reachOf(from.Look.Tree.Game, from.Chances()), reach, 1e-12)
		impose := map[[2]int]int{{2, firstPhase(tl)}: 0}
		for n := range 6 {
			tl.Impose, plain.Impose = nil, nil
			if n >= 4 {
				tl.Impose, plain.Impose = impose, impose
			}
			one, err := tl.Tell(from, from.Draw(random.New(1, n, 0, random.UseStory)), wins, clock, make([]bool, len(wins)), random.New(1, n, 1, random.UseStory))
			if err != nil {
				r.Fatal(err)
			}
			two, err := plain.Tell(from2, from2.Draw(random.New(1, n, 0, random.UseStory)), wins, clock, make([]bool, len(wins)), random.New(1, n, 1, random.UseStory))
			if err != nil {
				r.Fatal(err)
			}
			if !same(one.Events, two.Events) || !slices.Equal(one.Yes, two.Yes) || one.Truth != two.Truth || one.Missed != two.Missed {
				r.Fatalf("another story: %+v\n%+v", one, two)
			}
			near(r, "hazards", one.Hazard, two.Hazard, 1e-7)
		}
	})
	t.Logf("%d of %d scenarios share subgames", shared, cases)
	if shared*5 < cases {
		t.Errorf("only %d of %d scenarios share subgames", shared, cases)
	}
}

// reachOf is the probability of each information set, given that of the profiles.
func reachOf(g *game.Public, p []float64) []float64 {
	out := make([]float64, len(g.Infosets))
	for i := range g.Infosets {
		set := &g.Infosets[i]
		bl := &g.Blocks[set.Block]
		for k := range int(bl.Profiles) {
			if g.TypeOf(int(set.Block), int(set.Actor), k) == int(set.Type) {
				out[i] += p[int(bl.Profile)+k]
			}
		}
	}
	return out
}

func firstPhase(tl *story.Teller) int {
	return slices.IndexFunc(tl.M.Src.S.Steps, func(st scenario.Step) bool { return !st.Chance })
}
