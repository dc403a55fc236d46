package lookahead_test

// This file checks random small scenarios: the look-ahead is a proper game of
// perfect recall, the fast and the general path agree on it, both certificates
// pass, and a warm start ends where the traced path ends.

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"demarche/internal/lookahead"
	"demarche/internal/qre"
	"pgregory.net/rapid"
)

// randomScenario writes a scenario of two or three actors with secrets, covert
// acts, simultaneous moves, chances, guards and ends.
func randomScenario(r *rapid.T) string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format, args...) }
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(r, label) }
	yes := func(label string) bool { return rapid.Bool().Draw(r, label) }
	number := func(label string) float64 { return float64(rapid.IntRange(-15, 15).Draw(r, label)) / 10 }
	actors := []string{"a", "b", "c"}[:rapid.IntRange(2, 3).Draw(r, "actors")]
	say("scenario \"random\" {\n  start = \"2013-01\"\n  horizon = %d\n  foresight = 1\n  %s\n}\n",
		rapid.IntRange(1, 2).Draw(r, "horizon"), pick("outlook", "", "outlook = 0", "outlook = 2"))
	for _, a := range actors {
		say("actor %q {\n  precision = %g\n  discount = %s\n}\n", a, 0.4+0.3*float64(rapid.IntRange(0, 8).Draw(r, "precision")), pick("discount", "1", "0.9", "0.5"))
	}
	say("variable \"v\" {\n  values = levels(0, 2)\n  start = 0\n}\n")
	say("secret \"one\" {\n  known_to = [\"a\"]\n  values = [\"x\", \"y\"]\n  start = { x = %s, y = 0.5 }\n}\n", pick("start", "0.2", "0.5", "0"))
	knows := pick("knows", `"b"`, ``, `"a", "b"`, `"a"`)
	if len(actors) == 3 && yes("all") {
		knows = `"a", "b", "c"`
	}
	say("secret \"two\" {\n  known_to = [%s]\n  values = levels(0, 1)\n  start = { \"0\" = one == \"x\" ? 0.7 : 0.2, \"1\" = one == \"x\" ? 0.3 : 0.8 }\n}\n", knows)
	var events []string
	all := knows == `"a", "b", "c"` || len(actors) == 2 && knows == `"a", "b"`
	effect := func(label string) string {
		if all && yes(label+" revealing") {
			return "v = v + two"
		}
		return pick(label, "v = v + 1", "v = 2 - v", "v = 0")
	}
	phases := rapid.IntRange(2, 3).Draw(r, "phases")
	mover := ""
	for p := range phases {
		name := fmt.Sprintf("p%d", p)
		simultaneous := p > 0 && yes("simultaneous")
		who := actors[rapid.IntRange(0, len(actors)-1).Draw(r, "mover")]
		if simultaneous && strings.Contains(mover, who) {
			simultaneous = false
		}
		if !simultaneous {
			mover = ""
		}
		mover += who
		say("phase %q {\n  actor = %q\n  quiet = \"n\"\n", name, who)
		if simultaneous {
			say("  simultaneous = true\n")
		}
		if p > 0 && yes("phase guard") {
			say("  when = v < 2\n")
		}
		say("  action \"n\" {}\n")
		guard := pick("guard", "", "when = v < 2", "own")
		if guard == "own" {
			guard = ""
			if who == "a" {
				guard = `when = one == "x"`
			}
		}
		say("  action \"m\" {\n    %s\n    cost = %g\n", guard, math.Abs(number("cost")))
		if !simultaneous {
			say("    effect = { %s }\n", effect("effect"))
		}
		say("  }\n")
		events = append(events, name+".m")
		if yes("covert") && p < 2 {
			say("  action \"h\" {\n    looks_like = \"n\"\n    cost = one == \"y\" ? 0.3 : 0\n")
			if yes("exposed") {
				say("    exposed = { 0 = 0.2, 1 = 0.5 }[two]\n")
				events = append(events, name+".h.exposed")
			}
			if o := actors[rapid.IntRange(0, len(actors)-1).Draw(r, "seer")]; o != who && yes("seen") {
				say("    seen_by = [%q]\n", o)
			}
			if yes("hidden effect") && !simultaneous {
				say("    effect = { two = %s }\n", pick("hidden", "two + 1", "1", "redraw"))
			}
			say("  }\n")
			events = append(events, name+".h")
		}
		say("}\n")
		if p == 0 && yes("chance") {
			say("chance \"c\" {\n  %s\n  probability = %s\n  effect = { %s }\n}\n", pick("chance when", "", "when = v > 0", "when = one == \"x\""),
				pick("probability", "0.3", "one == \"x\" ? 0.8 : 0.1", "two", "1"), pick("chance effect", "v = v + 1", "one = redraw", "two = redraw", "v = v + 1, one = redraw"))
			events = append(events, "c")
			mover = ""
			if p+1 < phases {
				mover = "abc" // a chance stands between: the next phase is not simultaneous
			}
		}
	}
	if yes("end") {
		say("end \"over\" { when = v == 2 }\n")
	}
	for _, a := range actors {
		say("payoff %q {\n  each_period = {\n    v = %g * v\n    one = one == \"x\" ? %g * v : %g\n    two = %g * two\n", a, number("v"), number("x"), number("y"), number("two"))
		for _, e := range events {
			say("    %s = %s ? %g + %g * two + (one == \"x\" ? %g : 0) : 0\n", strings.ReplaceAll(e, ".", "_"), e, number("event"), number("event and two"), number("event and one"))
		}
		say("  }\n  at_end = { v = %g * v, two = %g * two }\n}\n", number("end v"), number("end two"))
	}
	return b.String()
}

func TestRandomScenarios(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := randomScenario(r)
		r.Log(text)
		m := load(t, text)
		pos, err := m.Start()
		if err != nil {
			r.Fatal(err)
		}
		foresight := rapid.IntRange(1, 2).Draw(r, "foresight")
		if size, err := m.Estimate(pos, lookahead.Limits{Foresight: foresight}); err != nil || size.Nodes > 1500 {
			foresight = 1 // the node-by-node form would be too slow
		}
		tree, err := m.Build(pos, lookahead.Limits{Foresight: foresight})
		if err != nil {
			r.Fatal(err)
		}
		fast, err := qre.SolvePublic(tree.Game, qre.Options{})
		if err != nil {
			r.Fatal(err)
		}
		if c := qre.CertifyPublic(tree.Game, fast.X, 1); !c.Good() {
			r.Fatalf("certificate: %+v", c)
		}
		if tree.Game.Merged() { // the node-by-node form has every history by itself
			values := fast.Values
			if tree, err = m.Build(pos, lookahead.Limits{Foresight: foresight, Unmerged: true}); err != nil {
				r.Fatal(err)
			}
			if fast, err = qre.SolvePublic(tree.Game, qre.Options{}); err != nil {
				r.Fatal(err)
			}
			for i := range values {
				if !(math.Abs(fast.Values[i]-values[i]) < 1e-8) {
					r.Fatalf("actor %d: value %.12f merged, %.12f not", i, values[i], fast.Values[i])
				}
			}
		}
		if len(tree.Game.Src) < 4000 {
			general, err := qre.Solve(extensive(t, m, tree), qre.Options{General: true})
			if err != nil {
				r.Fatal(err)
			}
			same(r, "fast and general path", fast.X, general.X, 1e-8)
			for i := range fast.Values {
				if !(math.Abs(fast.Values[i]-general.Values[i]) < 1e-8) {
					r.Fatalf("actor %d: value %.12f on the fast path, %.12f on the general path", i, fast.Values[i], general.Values[i])
				}
			}
		}
		near, err := qre.SolvePublic(tree.Game, qre.Options{Precision: 0.995})
		if err != nil {
			r.Fatal(err)
		}
		if warm, ok := qre.WarmPublic(tree.Game, near.X, qre.Options{}); ok {
			same(r, "warm and cold", warm.X, fast.X, 1e-7)
		}
	})
}

func same(r *rapid.T, what string, x, y []float64, tolerance float64) {
	r.Helper()
	for v := range x {
		if d := math.Abs(math.Exp(x[v]) - math.Exp(y[v])); !(d < tolerance) {
			r.Fatalf("%s: unknown %d is %.12f and %.12f", what, v, math.Exp(x[v]), math.Exp(y[v]))
		}
	}
}

// A wrong solution must be seen, whichever of its numbers is wrong.
func TestCertificateSeesEveryCorruption(t *testing.T) {
	for name, body := range shapes {
		m := load(t, fmt.Sprintf(preamble, 1, 1.5, 2.0, 1.0)+body)
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		s := solveAt(t, m, pos)
		for v := range s.res.X {
			was := s.res.X[v]
			for _, wrong := range []float64{was + 1e-6, was - 1e-6, math.NaN(), math.Inf(-1), math.Inf(1)} {
				s.res.X[v] = wrong
				if c := qre.CheckPublic(s.tree.Game, s.res.X, 1); c.Good() {
					t.Fatalf("%s: unknown %d of %d is %g instead of %g and passes: %+v", name, v, len(s.res.X), wrong, was, c)
				}
			}
			s.res.X[v] = was
		}
		for _, precision := range []float64{1 + 1e-6, 0, math.NaN()} {
			if c := qre.CheckPublic(s.tree.Game, s.res.X, precision); c.Good() {
				t.Errorf("%s: the solution passes at precision %g", name, precision)
			}
		}
		// a payoff that is not a number, or another payoff
		for _, wrong := range []float64{math.NaN(), math.Inf(1)} {
			was := s.tree.Game.Payoff[0]
			s.tree.Game.Payoff[0] = wrong
			if c := qre.CheckPublic(s.tree.Game, s.res.X, 1); c.Good() {
				t.Errorf("%s: a payoff of %g passes", name, wrong)
			}
			s.tree.Game.Payoff[0] = was
		}
	}
}
