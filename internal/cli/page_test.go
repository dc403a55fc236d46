package cli

import (
	"os"
	"strings"
	"testing"

	"demarche/internal/check"
	"demarche/internal/evidence"
)

// This file tests that the tables shown in docs/language.md are read without a word.

// pageScenario has the phases and chances that the tables of the page name.
const pageScenario = `scenario "page" {
  start   = "2013-01"
  horizon = 12
}

actor "china" {}

actor "korea" {}

phase "beijing" {
  actor = "china"
  action "wait" {}
  action "press" {}
}

phase "pyongyang" {
  actor = "korea"
  action "wait" {}
  action "test" {}
}

chance "flood" { probability = 0.1 }

payoff "china" { each_period = 0 }

payoff "korea" { each_period = 0 }
`

func TestPageTables(t *testing.T) {
	page, err := os.ReadFile("../../docs/language.md")
	if err != nil {
		t.Fatal(err)
	}
	s, list := check.Load("page.hcl", []byte(pageScenario))
	if list.HasErrors() {
		t.Fatal(list)
	}
	parts := strings.Split(string(page), "```csv\n")
	for _, part := range parts[1:] {
		table, _, _ := strings.Cut(part, "```")
		set, list := evidence.Load(s, "page.csv", []byte(table))
		if len(list) > 0 || len(set.Rows) == 0 {
			t.Errorf("%v in\n%s", list, table)
		}
	}
	if len(parts) < 2 {
		t.Error("the page shows no table")
	}
}
