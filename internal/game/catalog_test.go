package game

// This file reads Gambit's catalogue of games, where a copy is at hand: set
// DEMARCHE_CATALOG to its folder. The games are not ours to copy.

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// catalog is the files of the catalogue with an extension.
func catalog(t *testing.T, ext string) map[string][]byte {
	t.Helper()
	root := os.Getenv("DEMARCHE_CATALOG")
	if root == "" {
		t.Skip("set DEMARCHE_CATALOG to a folder of Gambit's games")
	}
	files := map[string][]byte{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ext {
			return err
		}
		files[path], err = os.ReadFile(path)
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	return files
}

func TestCatalogRoundTrip(t *testing.T) {
	forgetful := 0
	for name, src := range catalog(t, ".efg") {
		g, err := ReadEFG(src, name, 0)
		if err != nil && strings.Contains(err.Error(), "does not have perfect recall") {
			forgetful++
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if a, b := canonical(g), canonical(rewrite(t, g)); a != b {
			t.Errorf("%s changed:\n%s\n%s", name, a, b)
		}
	}
	t.Logf("%d games of imperfect recall are refused", forgetful)
}
