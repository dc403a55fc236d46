// Where generated files are kept.

package main

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"path/filepath"
)

//go:embed draw.go efg.go signalling.go covert.go trees.go poker.go
var generators embed.FS

// games is the folder of the generated files: another one for every version of
// the generators, so that no file is ever stale.
func (b *bench) games() string {
	h := sha256.New()
	entries, _ := generators.ReadDir(".")
	for _, e := range entries {
		text, _ := generators.ReadFile(e.Name())
		h.Write(text)
	}
	return filepath.Join(b.cache, "games", hex.EncodeToString(h.Sum(nil))[:12])
}
