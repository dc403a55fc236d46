package flip

import (
	"context"
	"io/fs"
	"math"
	"testing"

	"demarche/internal/check"
	"demarche/internal/plan"
	"demarche/internal/qre"
	"demarche/internal/random"
	"demarche/internal/scenario"
	"demarche/library"
)

// opened is a scenario of the library with some parameters set.
func opened(t *testing.T, name string, set ...string) *scenario.Scenario {
	t.Helper()
	text, err := fs.ReadFile(library.FS(), library.Path(name))
	if err != nil {
		t.Fatal(err)
	}
	s, list := check.Load(name, text)
	for _, assignment := range set {
		if list.HasErrors() {
			break
		}
		s, list = check.Override(s, assignment)
	}
	if list.HasErrors() {
		t.Fatal(list.Err())
	}
	return s
}

func flips(t *testing.T, s *scenario.Scenario) *Flips {
	t.Helper()
	f, err := Solve(context.Background(), s, ExactOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range f.Warnings {
		t.Logf("%s: %s", s.Name, w)
	}
	return f
}

func asked(t *testing.T, f *Flips, question string) FlipQuestion {
	t.Helper()
	for _, q := range f.Questions {
		if q.Name == question {
			return q
		}
	}
	t.Fatalf("no question %s", question)
	return FlipQuestion{}
}

// change is the one of so many parameters in a direction; nil if none was found.
func change(q FlipQuestion, up bool, parameters int) *Flip {
	for k := range q.Changes {
		if q.Changes[k].Up == up && len(q.Changes[k].Moves) == parameters {
			return &q.Changes[k]
		}
	}
	return nil
}

// TestFlipsMeetClosedForms: where one parameter is uncertain, it is moved to the
// threshold that theory knows in closed form, within 1%, up or down, and solving
// anew confirms it.
func TestFlipsMeetClosedForms(t *testing.T) {
	for _, c := range []struct {
		name, question string
		up             bool
		set            []string
		at             float64
		why            string
	}{
		{"preventive-war", "preventive", false, []string{"c_B=between(3, 9)"}, 7, "the decliner attacks while c_B < (δ p2 − p1) / (1 − δ)²"},
		{"preventive-war", "preventive", false, []string{"p2=uniform(0.4, 0.8)"}, (0.04*5 + 0.2) / 0.8, "solved for p2"},
		{"risk-return", "risky", false, []string{"two_types=1", "q=between(0.3, 0.8)"}, (0.5 - 0.1) / (0.5 + 0.1), "the risky demand is made while q < (c_H − c_L) / (c_H + c_A)"},
		{"inspection", "invest", false, []string{"c=between(0.1, 0.3)"}, 0.2 * 0.8, "the client builds with probability c / L, and a fifth is an edge"},
		{"inspection", "strike", false, []string{"k=between(0.05, 0.2)"}, (1 - 0.55) * 0.5, "the rival strikes with probability 1 − k / G: .8 is an edge, and .55"},
		{"buffer", "collapse", false, []string{"L=between(4, 12)"}, 1 / (2 * 0.05), "the danger left is 1 / (k L), and a twentieth is an edge"},
		{"buffer", "seized", true, []string{"delta=uniform(0.3, 0.9)"}, 0.5, "the rivals spare the buffer from δ = (T − R) / (T − P) on"},
	} {
		s := opened(t, c.name, c.set...)
		f := flips(t, s)
		q := asked(t, f, c.question)
		x := change(q, c.up, 1)
		if x == nil {
			t.Errorf("%s: nothing changes %s from %.3f (%s)", c.name, c.question, q.Probability, c.why)
			continue
		}
		m := x.Moves[0]
		if c.name == "inspection" && c.question == "strike" { // 1 − k/G at the edge below
			c.at = (1 - float64(x.Edge)) * 0.5
		}
		if d := math.Abs(float64(m.To)/c.at - 1); !(d <= 0.01) {
			t.Errorf("%s: %s changes at %s = %.6g, closed form %.6g (%s)", c.name, c.question, m.Parameter, m.To, c.at, c.why)
		}
		if x.Verdict != Confirmed || word(float64(x.Confirmed)) != x.Word || x.Word == q.Word {
			t.Errorf("%s: %s becomes %q at %.9g, from %q: %s", c.name, c.question, x.Word, x.Confirmed, q.Word, x.Verdict)
		}
		for i := range s.Parameters {
			if p := &s.Parameters[i]; p.Name == m.Parameter {
				if z := random.ScoreOf(&p.Dist, float64(m.To)); math.Abs(z-float64(m.SD)) > 1e-6 || math.Abs(float64(x.Size)-math.Abs(z)) > 1e-9 {
					t.Errorf("%s: %s at %.6g scores %.6g, said %.6g, size %.6g", c.name, p.Name, m.To, z, m.SD, x.Size)
				}
			}
		}
		t.Logf("%s: %s %.4f → %s at %s = %.6g (closed form %.6g), %+.3f sd, %d solves", c.name, c.question, q.Probability, x.Word, m.Parameter, m.To, c.at, m.SD, f.Solves)
	}
}

// TestPairMeetsClosedForm: the danger of collapse in library/buffer is 1 / (k L).
// With k and L lognormal, its logarithm is linear in their scores, and the
// nearest pair of scores is known.
func TestPairMeetsClosedForm(t *testing.T) {
	s := opened(t, "buffer", "L=between(4, 8)", "k=between(1.6, 2.4)")
	for i := range s.Parameters { // lognormal
		if p := &s.Parameters[i]; p.Name == "L" || p.Name == "k" {
			p.Dist.Kind, p.Dist.Min = scenario.LogNormal, 0
		}
	}
	x := change(asked(t, flips(t, s), "collapse"), false, 2)
	if x == nil {
		t.Fatal("no pair")
	}
	const z90 = 1.6448536269514722
	sk, sl := math.Log(2.4/1.6)/2/z90, math.Log(8.0/4)/2/z90
	beta := (math.Log(20) - math.Log(1.6*2.4)/2 - math.Log(4*8)/2) / math.Hypot(sk, sl)
	if math.Abs(float64(x.Size)-beta) > 0.01*beta || x.Verdict != Confirmed {
		t.Errorf("the pair lies %.6g standard deviations away, closed form %.6g; %s", x.Size, beta, x.Verdict)
	}
	want := map[string]float64{"L": beta * sl / math.Hypot(sk, sl), "k": beta * sk / math.Hypot(sk, sl)}
	for _, m := range x.Moves {
		if math.Abs(float64(m.SD)-want[m.Parameter]) > 0.02*beta {
			t.Errorf("%s moves by %.6g, closed form %.6g", m.Parameter, m.SD, want[m.Parameter])
		}
	}
}

// TestDifferencesStandInForGradients: where the engine has no gradient, whole
// solves give the same slopes, and it is said.
func TestDifferencesStandInForGradients(t *testing.T) {
	s := opened(t, "risk-return", "two_types=1", "q=between(0.6, 0.7)", "c_L=between(0.05, 0.15)")
	field, err := plan.NewField(s, plan.Options{Precision: 0.01, Retrace: qre.RetraceNever})
	if err != nil {
		t.Fatal(err)
	}
	at := []float64{0.2, -0.4}
	engine, stand := &solved{field: field}, &solved{field: field, stands: "a reason"}
	p, slope, err := engine.slopes(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	p2, slope2, err := stand.slopes(context.Background(), at)
	if err != nil {
		t.Fatal(err)
	}
	for q := range p {
		for k := range at {
			if math.Abs(p[q]-p2[q]) > 1e-9 || math.Abs(slope[q][k]-slope2[q][k]) > 1e-5*(1+math.Abs(slope[q][k])) {
				t.Errorf("question %d, parameter %d: slope %.9g, by differences %.9g", q, k, slope[q][k], slope2[q][k])
			}
		}
	}
	f := &Flips{}
	stand.say(f)
	if len(f.Warnings) != 1 {
		t.Errorf("warnings: %v", f.Warnings)
	}
}
