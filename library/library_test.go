package library

import (
	"io/fs"
	"testing"
)

func TestEveryNameLeadsToAScenario(t *testing.T) {
	if len(Names()) == 0 {
		t.Fatal("the library is empty")
	}
	for _, name := range Names() {
		path := Path(name)
		if path == "" {
			t.Errorf("%s leads nowhere", name)
			continue
		}
		if b, err := fs.ReadFile(FS(), path); err != nil || len(b) == 0 {
			t.Errorf("%s: %v", path, err)
		}
		if Path(path) != path {
			t.Errorf("the path of %s does not lead to itself", name)
		}
	}
}

func TestPath(t *testing.T) {
	for name, want := range map[string]string{
		"korea-2013":                     "korea-2013/korea-2013.hcl",
		"korea-2013/korea-2013-core":     "korea-2013/korea-2013-core.hcl",
		"korea-2013-core":                "korea-2013/korea-2013-core.hcl",
		`korea-2013\korea-2013-core.hcl`: "korea-2013/korea-2013-core.hcl",
		"korea":                          "",
		"../korea-2013":                  "",
		"":                               "",
	} {
		if got := Path(name); got != want {
			t.Errorf("Path(%q) = %q, want %q", name, got, want)
		}
	}
}
