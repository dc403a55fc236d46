package report_test

// This file checks that docs/json.md speaks of every field there is.

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"demarche/internal/diag"
	"demarche/internal/diff"
	"demarche/internal/explain"
	"demarche/internal/leverage"
	"demarche/internal/report"
	"demarche/internal/score"
	"demarche/internal/sweep"
)

func TestJSONIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/json.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, part := range strings.Split(string(text), "\n### ")[1:] {
		name, body, _ := strings.Cut(part, "\n")
		sections[name] = body
	}
	seen := map[reflect.Type]bool{}
	var look func(x reflect.Type)
	look = func(x reflect.Type) {
		switch x.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Array:
			look(x.Elem())
			return
		case reflect.Struct:
		default:
			return
		}
		if seen[x] {
			return
		}
		seen[x] = true
		for i := range x.NumField() {
			name, _, _ := strings.Cut(x.Field(i).Tag.Get("json"), ",")
			if name == "-" || name == "" {
				continue
			}
			if !strings.Contains(sections[x.Name()], "| `"+name+"` |") {
				t.Errorf("docs/json.md does not list %s under %s", name, x.Name())
			}
			look(x.Field(i).Type)
		}
	}
	look(reflect.TypeFor[sweep.Result]())
	look(reflect.TypeFor[report.SolveReport]())
	look(reflect.TypeFor[leverage.Leverage]())
	look(reflect.TypeFor[report.ExplainReport]())
	look(reflect.TypeFor[explain.Explanation]())
	look(reflect.TypeFor[diff.Diff]())
	look(reflect.TypeFor[report.CheckSize]())
	look(reflect.TypeFor[report.CheckEvidence]())
	look(reflect.TypeFor[report.LibraryReport]())
	look(reflect.TypeFor[report.ShowReport]())
	look(reflect.TypeFor[score.ScoreSheet]())
	look(reflect.TypeFor[diag.Record]())
}
