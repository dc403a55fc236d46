package cli_test

// This file kills runs at any moment and checks that the command, given again,
// goes on from there to the same bytes.

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
	"time"

	"demarche/internal/random"
)

// quarrel takes about a second of two cores at 400 draws.
const quarrel = `
scenario "quarrel" {
  start     = "2013-01"
  as_of     = "2013-04-30"
  horizon   = 8
  foresight = 1
  outlook   = 2
}
actor "a" { precision = between(0.8, 1.6) }
actor "b" { precision = 1.1 }
parameter "prize" {
  value = between(0.5, 1.5)
  min   = 0
}
secret "resolve" {
  known_to = ["a"]
  values   = ["hard", "soft"]
  start    = { hard = 0.3, soft = 0.7 }
}
phase "north" {
  actor = "a"
  quiet = "wait"
  action "wait" {}
  action "test" { cost = { hard = 0.2, soft = 0.9 }[resolve] }
}
phase "south" {
  actor = "b"
  quiet = "hold"
  action "hold" {}
  action "concede" { when = north.test }
}
payoff "a" { each_period = { gain = south.concede ? prize : 0 } }
payoff "b" { each_period = { loss = south.concede ? -0.6 : (resolve == "hard" && north.test ? -1.5 : 0) } }
question "conceded" {
  when = south.concede
  by   = "2013-08-31"
}
`

var goingOn = regexp.MustCompile(`going on from (\d+) finished pieces`)

// TestKilledRunGoesOn: 6 kills, or as many as DEMARCHE_FULL=1 asks for: 50.
func TestKilledRunGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and runs it again and again")
	}
	dir := t.TempDir()
	program := filepath.Join(dir, "demarche")
	if out, err := exec.Command("go", "build", "-o", program, "demarche/cmd/demarche").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	put := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	put("quarrel.hcl", quarrel)
	put("evidence.csv", "id,date,known,phase,action,reliability\n1,2013-01-10,2013-01-10,north,test,0.9\n2,2013-03-10,2013-03-10,north,test,0.8\n")
	command := func(out string) *exec.Cmd {
		c := exec.Command(program, "run", "quarrel.hcl", "--draws", "400", "--stories", "400", "--out", out)
		c.Dir = dir
		return c
	}
	result := func(out string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, out, "result.json"))
		if err != nil {
			t.Fatal(err)
		}
		var r map[string]any
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatal(err)
		}
		delete(r, "timing")
		delete(r, "run_directory")
		b, err = json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	begun := time.Now()
	if out, err := command("whole").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(begun)
	kills := 6
	if os.Getenv("DEMARCHE_FULL") != "" {
		kills = 50
	}
	rng := random.New(1, 0, 0, random.UseTest)
	pieces, killed := 0, 0
	goesOn := func(said []byte) {
		m := goingOn.FindSubmatch(said)
		if m == nil {
			return // killed before it could say so
		}
		n, _ := strconv.Atoi(string(m[1]))
		if n < pieces {
			t.Errorf("after %d kills it goes on from %d pieces, and had %d before", killed, n, pieces)
		}
		pieces = n
	}
	for killed < kills {
		c := command("again")
		var said bytes.Buffer
		c.Stderr = &said
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		// most of a run's time is within a quarter of the whole, several times over
		time.Sleep(time.Duration(rng.Float64() * float64(whole) / 3))
		_ = c.Process.Kill()
		if c.Wait() == nil {
			// it was done: the next begins anew
			if got, want := result("again"), result("whole"); !bytes.Equal(got, want) {
				t.Fatalf("after %d kills the bytes are others", killed)
			}
			pieces = 0
			continue
		}
		killed++
		goesOn(said.Bytes())
	}
	c := command("again")
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	goesOn(out)
	if got, want := result("again"), result("whole"); !bytes.Equal(got, want) {
		t.Fatal("after all kills the bytes are others")
	}
	t.Logf("%d kills of a run of %v; the last went on from %d pieces", killed, whole, pieces)
	left, err := filepath.Glob(filepath.Join(dir, "unfinished-*"))
	if err != nil || len(left) > 0 {
		t.Errorf("journals are left over: %v", left)
	}
}
