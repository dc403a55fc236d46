package cli

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/game"
	"demarche/internal/plan"
	"demarche/internal/qre"
)

// crossing has simultaneous moves, a covert act, correlated secrets and a redraw.
const crossing = `scenario "crossing" {
  start     = "2013-01"
  horizon   = 4
  foresight = 1
  outlook   = 2
}
actor "a" {
  precision = 2.5
  discount  = 0.9
}
actor "b" {
  precision = 1.5
  discount  = 0.8
}
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.3, soft = 0.7 }
}
secret "temper" {
  known_to = ["b"]
  values   = ["mild", "harsh"]
  start    = { mild = resolve == "hard" ? 0.8 : 0.4, harsh = resolve == "hard" ? 0.2 : 0.6 }
}
phase "north" {
  actor = "a"
  action "dare" {}
  action "swerve" { cost = { hard = 0.6, soft = 0.1 }[resolve] }
}
phase "south" {
  actor        = "b"
  simultaneous = true
  action "dare" { cost = { mild = 0.5, harsh = 0 }[temper] }
  action "swerve" {}
  action "hide" {
    looks_like = "swerve"
    seen_by    = ["a"]
    exposed    = 0.2
  }
}
chance "shock" {
  probability = resolve == "hard" ? 0.6 : 0.2
  effect      = { resolve = redraw }
}
phase "answer" {
  actor = "a"
  action "bet" {}
  action "pass" {}
}
payoff "a" { each_period = { clash = north.dare ? (south.dare ? -2 : (south.hide ? 0.3 : 1)) : 0, bet = answer.bet ? (south.hide ? 1.2 : -0.3) + (temper == "mild" ? 0.4 : 0) : 0 } }
payoff "b" { each_period = { clash = south.dare ? (north.dare ? -2 : 1) : (south.hide ? 0.2 : 0), late = resolve == "hard" && shock ? -0.5 : 0 } }
`

// TestExportIsTheScenario: a look-ahead of one period, written as .efg and read
// again, has at λ = 1 the equilibrium of the scenario, and one that looks
// further either has it too or says that it has not.
func TestExportIsTheScenario(t *testing.T) {
	good := func(name string) string { return filepath.Join("..", "..", "testdata", "good", name+".hcl") }
	mine := filepath.Join(t.TempDir(), "crossing.hcl")
	if err := os.WriteFile(mine, []byte(crossing), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args      []string
		different bool
	}{
		{[]string{"korea-2013-core", "--foresight", "1"}, false},
		{[]string{"korea-2013-core", "--foresight", "1", "--precision", "2.5"}, false},
		{[]string{"korea-2013-core", "--foresight", "1", "--as-of", "2013-03-20"}, false},
		{[]string{"korea-2013-core"}, true},
		{[]string{good("covert_acts"), "--foresight", "1"}, false},
		{[]string{mine, "--foresight", "1"}, false},
		{[]string{good("secrets"), "--foresight", "1"}, false},
		{[]string{good("tour"), "--foresight", "1"}, false},
	} {
		t.Run(filepath.Base(strings.Join(c.args, " ")), func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "out.efg")
			var stdout, stderr strings.Builder
			if got := Main(append([]string{"export", "--to", file}, c.args...), strings.NewReader(""), &stdout, &stderr); got != exitDone {
				t.Fatalf("exit status %d: %s", got, stderr.String())
			}
			if different := strings.Contains(stderr.String(), "different model"); different != c.different {
				t.Fatalf("stderr: %s", stderr.String())
			}
			g, err := readGame(file, 1<<30)
			if err != nil {
				t.Fatal(err)
			}
			if c.different {
				return
			}
			solved, err := qre.Solve(g, qre.Options{})
			if err != nil {
				t.Fatal(err)
			}
			plan := planOf(t, c.args)
			set := map[[2]int]*game.InformationSet{}
			for i := range g.Sets {
				set[[2]int{g.Sets[i].Player, g.Sets[i].Number}] = &g.Sets[i]
			}
			t.Logf("%d nodes, %d information sets", g.Nodes(), len(g.Sets))
			number := make([]int, len(g.Players))
			for _, is := range plan.Tree.Game.Infosets {
				number[is.Actor]++
				s := set[[2]int{int(is.Actor), number[is.Actor]}]
				if s == nil || len(s.Actions) != int(is.Vars) {
					t.Fatalf("set %d of actor %d: %+v", number[is.Actor], is.Actor, s)
				}
				for k := range s.Actions {
					got, want := math.Exp(solved.X[s.First+k]), math.Exp(plan.Result.X[int(is.Var)+k])
					if !(math.Abs(got-want) < 1e-9) {
						t.Errorf("%q, %s: %.12f in the file, %.12f in the scenario", s.Label, s.Actions[k], got, want)
					}
				}
			}
		})
	}
}

// planOf solves what the arguments of export ask for.
func planOf(t *testing.T, args []string) *plan.Plan {
	t.Helper()
	flags := modelFlags{Foresight: 1}
	for k, a := range args {
		switch a {
		case "--precision":
			flags.Precision = 2.5
		case "--as-of":
			flags.AsOf = args[k+1]
		}
	}
	src, err := open(args[0])
	if err != nil {
		t.Fatal(err)
	}
	sc, _, err := flags.load(src)
	if err != nil {
		t.Fatal(err)
	}
	date, err := flags.date()
	if err != nil {
		t.Fatal(err)
	}
	set, err := src.reports(sc, date)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := plan.Solve(t.Context(), sc, set, plan.Options{AsOf: date, Precision: flags.Precision, Unmerged: true})
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestExportFullDisk: a full disk is one sentence, and leaves nothing behind.
func TestExportFullDisk(t *testing.T) {
	if _, err := os.Stat("/dev/full"); err != nil {
		t.Skip("no /dev/full")
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	for _, args := range [][]string{
		{"export", "korea-2013-core", "--foresight", "1", "--format", "efg"},
		{"export", "korea-2013-core", "--foresight", "1", "--format", "efg", "--to", "/dev/full", "--force"},
	} {
		var stderr strings.Builder
		if got := Main(args, strings.NewReader(""), full, &stderr); got != exitWrong || strings.Count(stderr.String(), "\n") != 1 || !strings.Contains(stderr.String(), "no space left") {
			t.Errorf("exit status %d: %s", got, stderr.String())
		}
	}
}
