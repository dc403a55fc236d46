package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"demarche/internal/sweep"
)

// This file reads a run directory back.

// Read reads the run kept in dir. Every file is checked against the manifest
// before it is believed; an error names the file and what is wrong with it.
func Read(dir string) (*Run, *Manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, nil, err
	}
	files := map[string][]byte{}
	for _, name := range sortedKeys(m.Files) {
		b, err := readFile(dir, name, m.Files[name])
		if err != nil {
			return nil, nil, err
		}
		files[name] = b
	}
	for _, name := range required() {
		if _, ok := files[name]; !ok {
			return nil, nil, fmt.Errorf("%s: the manifest does not list %s; this is not a whole run: run it again", dir, name)
		}
	}
	run := &Run{Scenario: files[scenarioFile], Evidence: files[evidenceFile], Flags: m.Flags, Created: m.Created, Result: &sweep.Result{}}
	if err := json.Unmarshal(files[resultFile], run.Result); err != nil {
		return nil, nil, fmt.Errorf("%s: it is not the result of a run: %v", filepath.Join(dir, resultFile), err)
	}
	if err := readDraws(run.Result, files); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", dir, err)
	}
	return run, m, nil
}

func required() []string {
	names := []string{resultFile, scenarioFile}
	for _, t := range tables {
		names = append(names, t.file)
	}
	return names
}

func readManifest(dir string) (*Manifest, error) {
	path := filepath.Join(dir, manifestFile)
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not a run: it holds no %s", dir, manifestFile)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	m := &Manifest{}
	if err := json.Unmarshal(b, m); err != nil {
		return nil, fmt.Errorf("%s is torn or was edited: %v", path, err)
	}
	if m.Format < 1 {
		return nil, fmt.Errorf("%s is not the manifest of a run: it names no format", path)
	}
	if m.Format > Format {
		return nil, fmt.Errorf("%s was written by a newer demarche (format %d, this one reads up to %d): update demarche", path, m.Format, Format)
	}
	return m, nil
}

// readFile reads one file that the manifest lists, and checks it.
func readFile(dir, name string, want FileInfo) ([]byte, error) {
	if !filepath.IsLocal(name) || filepath.Base(name) != name {
		return nil, fmt.Errorf("%s lists %q, which is not a file of the run", filepath.Join(dir, manifestFile), name)
	}
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is missing: the run is not whole; run it again", path)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	if info.Size() != want.Bytes {
		return nil, fmt.Errorf("%s has %d bytes where the manifest says %d: it is torn or was edited; run it again", path, info.Size(), want.Bytes)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read %s: %w", path, err)
	}
	if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != want.SHA256 {
		return nil, fmt.Errorf("%s is not what the manifest says (its SHA-256 differs): it is torn or was edited; run it again", path)
	}
	return b, nil
}

// readDraws fills in what only the tables hold: draws and stories.
func readDraws(r *sweep.Result, files map[string][]byte) error {
	draws, err := readTable[drawRow](files["draws.parquet"])
	if err != nil {
		return fmt.Errorf("draws.parquet: %w", err)
	}
	values, err := readTable[parameterRow](files["parameters.parquet"])
	if err != nil {
		return fmt.Errorf("parameters.parquet: %w", err)
	}
	stories, err := readTable[storyRow](files["stories.parquet"])
	if err != nil {
		return fmt.Errorf("stories.parquet: %w", err)
	}
	at := map[int32]int{}
	for _, d := range draws {
		at[d.Draw] = len(r.DrawTable)
		l := math.Inf(-1)
		if d.LogLikelihood != nil {
			l = *d.LogLikelihood
		}
		r.DrawTable = append(r.DrawTable, sweep.DrawRow{Draw: int(d.Draw), LogLikelihood: l, Weight: d.Weight, Stories: int(d.Stories)})
	}
	for _, v := range values {
		i, ok := at[v.Draw]
		if !ok {
			return fmt.Errorf("parameters.parquet speaks of draw %d, which draws.parquet does not hold", v.Draw)
		}
		r.DrawTable[i].Parameters = append(r.DrawTable[i].Parameters, v.Value)
	}
	for _, s := range stories {
		r.StoryRows = append(r.StoryRows, sweep.StoryRow{Draw: int(s.Draw), Story: int(s.Story), Period: s.Period, Phase: s.Phase, Event: s.Event})
	}
	return nil
}
