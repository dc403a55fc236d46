package cli

import (
	"demarche/internal/check"
	"demarche/internal/report"
	"demarche/library"
)

// This file is `demarche library`.

type libraryVerb struct {
	JSON bool `name:"json" help:"Print one JSON object."`
}

func (v *libraryVerb) Run(a *app) error {
	r := &report.LibraryReport{}
	for _, name := range library.Names() {
		src, err := openLibrary(library.Path(name))
		if err != nil {
			return err
		}
		entry := report.LibraryEntry{Name: name}
		if sc, list := check.Load(src.file, src.scenario); !list.HasErrors() {
			entry.Title, entry.Description = sc.Title, sc.Description
		}
		r.Scenarios = append(r.Scenarios, entry)
	}
	if v.JSON {
		return report.LibraryJSON(a.stdout, r)
	}
	return report.LibraryText(a.stdout, r, a.out)
}
