package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"demarche/internal/diag"
)

// This file tests the codes of faults that a file shows only when it is played,
// and of game files: that what is given as their example really gets them. Those
// of the language are tested in internal/check.

// playable is a scenario with a place for one argument of an action.
const playable = `scenario "playable" {
  start   = "2013-01"
  horizon = 3
}

actor "china" {}

variable "favour" {
  values = levels(0, 3)
  start  = 0
}

phase "beijing" {
  actor = "china"
  action "wait" {}
  action "press" {
    ARGUMENT
    effect = { favour = favour + 1 }
  }
}

payoff "china" { each_period = favour }
`

func TestCodesInPlay(t *testing.T) {
	for _, c := range diag.Codes {
		if c.Code < "E700" || c.Code >= "E900" {
			continue
		}
		t.Run(c.Code, func(t *testing.T) {
			name, text, args := "mine.hcl", strings.Replace(playable, "ARGUMENT", "cost = 1", 1), []string{"check", "mine.hcl"}
			switch rest, isCommand := strings.CutPrefix(c.Example, "demarche "); {
			case isCommand:
				args = strings.Fields(rest)
			case c.Code >= "E800":
				name, text = "mine.efg", "EFG 2 R \"a game\" { \"one\" \"two\" }\n"+c.Example
				args = []string{"solve", name}
			default:
				text = strings.Replace(playable, "ARGUMENT", c.Example, 1)
			}
			t.Chdir(t.TempDir())
			if err := os.WriteFile(filepath.Join(".", name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			var stdout, stderr strings.Builder
			if got := Main(args, strings.NewReader(""), &stdout, &stderr); got != exitWrong {
				t.Errorf("exit status %d, want %d", got, exitWrong)
			}
			said := "\n" + stdout.String() + stderr.String()
			if strings.Count(said, "\nerror ") != 1 || !strings.Contains(said, "\nerror "+c.Code+": ") {
				t.Errorf("%s gives:%s", c.Example, said)
			}
		})
	}
}

// Every kind of fault in play comes with advice, in its message or behind it.
func TestAdvice(t *testing.T) {
	const second = `
actor "korea" {}

phase "seoul" {
  actor        = "korea"
  simultaneous = true
  action "wait" { effect = { favour = 0 } }
}

payoff "korea" { each_period = 0 }
`
	for argument, want := range map[string]string{
		"cost = 1 / favour":  "hint: write what it is in that situation",
		"cost = log(favour)": "hint: write what it is in that situation",
		"looks_like = \"wait\"\n    exposed = 2 - favour": "hint: keep it between 0 and 1",
		"cost = 2": "hint: let one of them change another variable",
	} {
		text := strings.Replace(playable, "ARGUMENT", argument, 1)
		switch {
		case strings.Contains(argument, "looks_like"):
			text = strings.Replace(text, "\n    effect = { favour = favour + 1 }", "", 1)
		case argument == "cost = 2":
			text += second
		}
		file := filepath.Join(t.TempDir(), "mine.hcl")
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr strings.Builder
		Main([]string{"check", file}, strings.NewReader(""), &stdout, &stderr)
		if said := stdout.String() + stderr.String(); !strings.Contains(said, "E701") || !strings.Contains(said, want) {
			t.Errorf("%s gives:\n%s", argument, said)
		}
	}
}
