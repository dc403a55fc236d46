// The families that are timed row by row.

package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"demarche/internal/game"
)

func lambdaFlag(l float64) string { return strconv.FormatFloat(l, 'g', -1, 64) }

func (b *bench) signalling() error {
	type chain struct {
		share      float64
		correlated bool
		lambda     float64
		rounds     []int
	}
	chains := []chain{
		{0.9, false, 20, []int{2, 3, 4, 5, 6, 8, 10, 12}}, {0.5, false, 20, []int{2, 3, 4, 5, 6, 7, 8}}, {0, false, 20, []int{2, 3, 4, 5, 6, 7, 8}},
		{0.5, false, 2, []int{2, 3, 4, 5, 6, 8}}, {0.5, true, 2, []int{2, 3, 4, 5, 6, 8}},
	}
	if b.quick {
		chains = []chain{{0.5, false, 2, []int{2, 3}}, {0, true, 2, []int{2}}}
	}
	for _, c := range chains {
		for _, rounds := range c.rounds {
			s := signalling{Rounds: rounds, Share: c.share, Correlated: c.correlated, Seed: 1}
			path, n, err := b.file(s.name(), s.write)
			if err != nil {
				return err
			}
			r := &row{Game: s.name(), Chain: fmt.Sprintf("%s prior, share %g, λ=%g", s.prior(), s.Share, c.lambda),
				Size: rounds, Lambda: c.lambda, Counts: n, PublicStates: s.publicStates()}
			jobs := b.ours(path, rounds >= 8, "--precision", lambdaFlag(c.lambda))
			jobs = append(jobs, b.theirs(gambit17, gambit17.ID, qreArgs(path, gambitStep, gambitAccel, c.lambda)...)...)
			if c.lambda == 2 && (c.share == 0.5 || b.quick) && !c.correlated {
				jobs = append(jobs, b.theirs(gambit16, gambit16.ID, qreArgs(path, gambitStep, gambitAccel, c.lambda)...)...)
			}
			if err := b.measure(r, path, jobs); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) covert() error {
	shares, most := []float64{0.5, 0.9}, 5
	if b.quick {
		shares, most = shares[:1], 1
	}
	for _, share := range shares {
		for rounds := 1; rounds <= most; rounds++ {
			c := covert{Rounds: rounds, Share: share, Seed: 1}
			path, n, err := b.file(c.name(), c.write)
			if err != nil {
				return err
			}
			r := &row{Game: c.name(), Chain: fmt.Sprintf("share %g, λ=2", share), Size: rounds, Lambda: 2, Counts: n}
			jobs := append(b.ours(path, rounds >= 3, "--precision", "2"), b.theirs(gambit17, gambit17.ID, qreArgs(path, gambitStep, gambitAccel, 2)...)...)
			if err := b.measure(r, path, jobs); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *bench) perfect() error {
	depths := []int{4, 6, 8, 10, 12, 14, 16, 18}
	if b.quick {
		depths = depths[:1]
	}
	for _, depth := range depths {
		p := perfect{Depth: depth, Seed: 1}
		path, n, err := b.file(p.name(), p.write)
		if err != nil {
			return err
		}
		r := &row{Game: p.name(), Chain: "λ=2", Size: depth, Lambda: 2, Counts: n, PublicStates: n.Sets}
		jobs := append(b.ours(path, depth >= 10, "--precision", "2"), b.theirs(gambit17, gambit17.ID, qreArgs(path, gambitStep, gambitAccel, 2)...)...)
		if err := b.measure(r, path, jobs); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) concede() error {
	rounds := []int{6, 12, 24, 48}
	if b.quick {
		rounds = rounds[:1]
	}
	for _, n := range rounds {
		c := concede{Rounds: n}
		path, size, err := b.file(c.name(), c.write)
		if err != nil {
			return err
		}
		r := &row{Game: c.name(), Chain: "limit", Size: n, Limit: true, Counts: size, PublicStates: n}
		jobs := b.ours(path, false, "--limit")
		jobs = append(jobs, b.theirs(gambit17, gambit17.ID, "limit", path, "1e-6")...)
		jobs = append(jobs, b.theirs(gambit16, gambit16.ID, "limit", path, "1e-6")...)
		if err := b.measure(r, path, jobs); err != nil {
			return err
		}
	}
	return nil
}

// catalog times every game of Gambit's catalogue.
func (b *bench) catalog() error {
	files, err := b.catalogueFiles()
	if err != nil || len(files) == 0 {
		return err
	}
	if b.quick {
		files = files[:1]
	}
	for _, f := range files {
		name, _ := filepath.Rel(b.catalogue, f)
		r := &row{Game: filepath.ToSlash(name), Chain: filepath.ToSlash(name), Lambda: 2}
		if g, err := readGame(f, r.Game); err == nil {
			r.Counts = counts{Nodes: g.Nodes(), Sets: len(g.Sets), Actions: g.Actions()}
		}
		jobs := append(b.ours(f, false, "--precision", "2"), b.theirs(gambit17, gambit17.ID, qreArgs(f, gambitStep, gambitAccel, 2)...)...)
		if err := b.measure(r, f, jobs); err != nil {
			return err
		}
	}
	return nil
}

// catalogueFiles lists the catalogue; its absence is a note, not a fault.
func (b *bench) catalogueFiles() ([]string, error) {
	var files []string
	err := filepath.WalkDir(b.catalogue, func(path string, d fs.DirEntry, err error) error {
		if err == nil && strings.HasSuffix(path, ".efg") {
			files = append(files, path)
		}
		return err
	})
	if os.IsNotExist(err) {
		b.current.Notes = append(b.current.Notes, "Gambit's catalogue was skipped: there is no such folder as the one named by --catalogue (by default ../shared/data/gambit-catalog)")
		return nil, nil
	}
	slices.Sort(files)
	return files, err
}

// readGame reads a game file; messages call it by the name given.
func readGame(path, name string) (*game.Game, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return game.ReadEFG(text, name, 0)
}
