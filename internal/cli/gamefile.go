package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"demarche/internal/check"
	"demarche/internal/game"
)

// This file reads games of other programs: Gambit's .efg and .nfg.

// isGame reports whether a file is a game rather than a scenario, by its name.
func isGame(file string) bool {
	ext := filepath.Ext(file)
	return strings.EqualFold(ext, ".efg") || strings.EqualFold(ext, ".nfg")
}

// readGame reads a game within a bound of memory, by the extension of its name.
func readGame(file string, maxBytes int64) (*game.Game, error) {
	info, err := os.Stat(file)
	if err != nil || info.IsDir() {
		return nil, unreadable(file, err)
	}
	if info.Size() > maxBytes {
		return nil, fmt.Errorf("%s has %d MB, more than the %d MB of memory allowed; allow more with --max-memory", file, info.Size()>>20, maxBytes>>20)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	read := game.ReadEFG
	if strings.EqualFold(filepath.Ext(file), ".nfg") {
		read = game.ReadNFG
	}
	g, err := read(text, file, maxBytes)
	if err != nil {
		return nil, gameFault(err, file, text)
	}
	return g, nil
}

// unreadable words a fault as it is worded for scenarios.
func unreadable(file string, err error) error {
	if _, list := check.ReadFile(file); list.HasErrors() {
		return wrongError{list: list}
	}
	return fmt.Errorf("cannot read %s: %w", file, err)
}
