package library_test

import (
	"context"
	"io/fs"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"demarche/internal/check"
	"demarche/internal/proof"
	"demarche/internal/theory"
	"demarche/library"
)

// This file holds every theory of the library against the engine: at the
// scenario's own numbers and at parameters drawn from the region in which the
// theory claims to hold.

const (
	eachResult   = 25   // sets of parameters at which every result and profile is compared
	eachStatic   = 5    // at which every comparative static is tested
	eachAblation = 5    // at which every mechanism is taken out
	eachSide     = 5    // at which a profile is, and is not, to be an equilibrium
	eachSure     = 5    // at which paths are followed a second time with smaller steps
	mostSets     = 3000 // drawn; claims that need a corner of the region are skipped elsewhere
)

// seed of the sets of parameters; DEMARCHE_SEED=7 tests others.
func seed(t testing.TB) uint64 {
	text := os.Getenv("DEMARCHE_SEED")
	if text == "" {
		return 2013
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// mechanismNames are the scenarios that have a theory.
func mechanismNames() []string {
	var out []string
	for _, name := range library.Names() {
		if _, err := fs.Stat(library.FS(), library.Theory(library.Path(name))); err == nil {
			out = append(out, name)
		}
	}
	return out
}

// engine loads a scenario and its theory.
func engine(t testing.TB, name string) *proof.Engine {
	t.Helper()
	text := func(p string) []byte {
		b, err := fs.ReadFile(library.FS(), p)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	p := library.Path(name)
	s, list := check.Load(p, text(p))
	for _, d := range append(list, check.Lint(s)...) {
		t.Fatalf("%v (%s)", d, d.Hint)
	}
	th, list := check.LoadTheory(s, library.Theory(p), text(library.Theory(p)))
	for _, d := range list {
		t.Fatalf("%v (%s)", d, d.Hint)
	}
	return &proof.Engine{T: th, S: s}
}

func TestTheories(t *testing.T) {
	for _, name := range mechanismNames() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			begun := time.Now()
			c := newClaims(t, name)
			c.asItStands()
			sets := 0
			for n := 0; n < mostSets && c.wanting(); n++ {
				e, err := c.e.Draw(seed(t), n)
				if err != nil {
					t.Fatal(err)
				}
				e.Quick = sets >= eachSure
				if c.at(e) {
					sets++
				}
			}
			c.complete()
			t.Logf("%d sets of parameters, %d solutions, %.1f s", sets, c.solutions, time.Since(begun).Seconds())
		})
	}
}

// claims counts at how many sets of parameters each claim was tested.
type claims struct {
	*testing.T
	name                                   string
	e                                      *proof.Engine
	results, holds, not, statics, ablation []int
	solutions                              int
	worst                                  []float64 // by result: largest difference, as a share of the tolerance
}

func newClaims(t *testing.T, name string) *claims {
	e := engine(t, name)
	n := len(e.T.Profiles)
	c := &claims{T: t, name: name, e: e, results: make([]int, len(e.T.Results)), holds: make([]int, n), not: make([]int, n),
		statics: make([]int, len(e.T.Statics)), ablation: make([]int, len(e.T.Ablations)), worst: make([]float64, len(e.T.Results))}
	e.Count = &c.solutions
	return c
}

// command is how to see for oneself.
func (c *claims) command(e *proof.Engine) string {
	return "demarche library show " + c.name + e.Values()
}

// asItStands tests everything at the scenario's own numbers.
func (c *claims) asItStands() {
	for _, x := range c.e.Point().Outside() {
		c.Errorf("as it stands: %s", x)
	}
	for i := range c.e.T.Results {
		c.result(c.e, i)
	}
	for i := range c.e.T.Profiles {
		if out := c.profile(c.e, i); out != nil {
			c.Logf("profile %s: gain %.2g of %.2g; distance from the engine's solution %.4f", out.Profile.Name, out.Regret, out.Allowed, out.Distance)
		}
	}
	for i := range c.e.T.Ablations {
		c.ablate(c.e, i)
	}
}

// wanting reports whether some claim was tested too seldom.
func (c *claims) wanting() bool {
	short := func(counts []int, least int) bool {
		for _, n := range counts {
			if n < least {
				return true
			}
		}
		return false
	}
	for i := range c.e.T.Profiles {
		if c.wantsProfile(i) {
			return true
		}
	}
	return short(c.results, eachResult) || short(c.statics, eachStatic) || short(c.ablation, eachAblation)
}

func (c *claims) wantsProfile(i int) bool {
	if c.e.T.Profiles[i].Holds != nil && (c.holds[i] < eachSide || c.not[i] < eachSide) {
		return true
	}
	return c.holds[i]+c.not[i] < eachResult
}

// at tests the claims that still want it at one set of parameters.
func (c *claims) at(e *proof.Engine) bool {
	tested := false
	for i := range c.results {
		if c.results[i] < eachResult {
			tested = c.result(e, i) || tested
		}
	}
	for i := range c.holds {
		if c.wantsProfile(i) {
			tested = c.profile(e, i) != nil || tested
		}
	}
	for i := range c.statics {
		if c.statics[i] < eachStatic {
			tested = c.static(e, i) || tested
		}
	}
	for i := range c.ablation {
		if c.ablation[i] < eachAblation {
			tested = c.ablate(e, i) || tested
		}
	}
	return tested
}

// complete demands that every claim was tested often enough.
func (c *claims) complete() {
	for i, n := range c.results {
		r := &c.e.T.Results[i]
		if n < eachResult {
			c.Errorf("%s: only %d of %d sets of parameters are such that the result is claimed; loosen `require` or the region", r.Name, n, mostSets)
		}
		c.Logf("result %s: %d sets, the largest difference is %.3f of the tolerance", r.Name, n, c.worst[i])
	}
	for i := range c.holds {
		p := &c.e.T.Profiles[i]
		if c.wantsProfile(i) {
			c.Errorf("profile %s: tested only %d times where it is to be an equilibrium, %d times where it is not", p.Name, c.holds[i], c.not[i])
		}
	}
	for i, n := range c.statics {
		if n < eachStatic {
			c.Errorf("static %s: only %d of %d sets of parameters are such that it is claimed", c.e.T.Statics[i].Name, n, mostSets)
		}
	}
	for i, n := range c.ablation {
		if n < eachAblation {
			c.Errorf("ablation %s: only %d of %d sets of parameters are such that it is claimed", c.e.T.Ablations[i].Name, n, mostSets)
		}
	}
}

func (c *claims) result(e *proof.Engine, i int) bool {
	if !e.Claims(i) {
		return false
	}
	c.results[i]++
	x := e.Result(context.Background(), i)
	if x.Tolerance > 0 {
		c.worst[i] = math.Max(c.worst[i], x.Difference()/x.Tolerance)
	}
	if !x.Holds() {
		c.Errorf("%s: closed form %.9g, engine %.9g, they differ by %.3g, tolerance %.3g; %s\n\t%s", x.Result.Name, x.ClosedForm, x.Engine, x.Difference(), x.Tolerance, x.Warning, c.command(e))
	}
	return true
}

// profile tests a profile where it still counts, and gives nil elsewhere.
func (c *claims) profile(e *proof.Engine, i int) *proof.ProfileOutcome {
	claimed, holds := e.ClaimsProfile(i)
	if !claimed || holds && c.holds[i] >= eachResult || !holds && c.not[i] >= eachResult {
		return nil
	}
	out := e.Check(context.Background(), i)
	if holds {
		c.holds[i]++
	} else {
		c.not[i]++
	}
	if !out.Passes() {
		c.Errorf("profile %s: theory says equilibrium %v; one other choice gains %.4g, allowed %.4g, in the %s; %s\n\t%s",
			out.Profile.Name, holds, out.Regret, out.Allowed, out.Where, out.InWarning, c.command(e))
	}
	return out
}

func (c *claims) static(e *proof.Engine, i int) bool {
	st := &c.e.T.Statics[i]
	out, ok, err := e.Move(context.Background(), st)
	if err != nil {
		c.Errorf("static %s: %v\n\t%s", st.Name, err, c.command(e))
	}
	if !ok {
		return err != nil
	}
	c.statics[i]++
	if out.Sign() != st.Sign {
		c.Errorf("static %s: the figure goes from %.9g to %.9g, which is not %q\n\t%s", st.Name, out.Before, out.After, theory.Signs[st.Sign], c.command(e))
	}
	return true
}

func (c *claims) ablate(e *proof.Engine, i int) bool {
	a := &c.e.T.Ablations[i]
	out, ok, err := e.Ablate(context.Background(), a)
	if err != nil {
		c.Errorf("ablation %s: %v\n\t%s", a.Name, err, c.command(e))
	}
	if !ok {
		return err != nil
	}
	c.ablation[i]++
	if !out.Shows() {
		c.Errorf("ablation %s: without the mechanism the figure is %.9g; it must differ from %.9g by more than %.3g and be %.9g to within %.3g\n\t%s",
			a.Name, out.Engine, out.ClosedForm, out.Tolerance, out.Becomes, out.Near, c.command(e))
	}
	return true
}

func TestTheoriesAreComplete(t *testing.T) {
	for _, name := range mechanismNames() {
		e := engine(t, name)
		th := e.T
		if th.Name != e.S.Name || strings.TrimSpace(th.Restriction) == "" || th.Number == 0 || len(th.Covers) == 0 || th.Picture == nil || len(th.Ablations) == 0 || len(th.Statics) == 0 {
			t.Errorf("%s: the theory needs the scenario's name, a number, covers, a restriction, a picture, an ablation and a static", name)
		}
		for i := range th.Results {
			if r := &th.Results[i]; r.Title == "" || r.Basis == "" {
				t.Errorf("%s: the result %s needs a title, and a basis of its tolerance", name, r.Name)
			}
		}
		shown := map[string]bool{}
		for _, a := range th.Ablations {
			for _, s := range a.Covers {
				shown[s] = true
			}
		}
		for _, s := range th.Covers {
			if !shown[s] {
				t.Errorf("%s: it covers %s, and no ablation shows that", name, s)
			}
		}
		for _, p := range e.S.Parameters {
			if !p.Hidden && p.Title == "" {
				t.Errorf("%s: the parameter %s has no title in words", name, p.Name)
			}
		}
	}
}
