package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"demarche/internal/scenario"
	"demarche/internal/store"
	"demarche/internal/sweep"
)

// This file lets a run that was stopped go on when its command is given again.

// journal opens the memory of the run that opt describes, kept beside where the
// run will be. It is nil where there can be none, which stops nobody.
func (v *runVerb) journal(a *app, src *source, sc *scenario.Scenario, opt sweep.Options) *store.Journal {
	beside := v.Out
	if beside == "" {
		beside = store.DefaultDir(".", &sweep.Result{ModelHash: sc.Hash, Scenario: sc.Name, AsOf: sc.AsOf.String()})
	}
	program, err := fingerprint()
	if err != nil {
		return nil
	}
	opt.Progress, opt.Memo, opt.Workers = nil, nil, 0 // nothing of the result depends on them
	about, err := json.Marshal(opt)
	if err != nil {
		return nil
	}
	id := fmt.Sprintf("%s\n%s\n%x\n%s", program, sc.Hash, sha256.Sum256(src.evidence), about)
	sum := sha256.Sum256([]byte(id))
	path := filepath.Join(filepath.Dir(beside), "unfinished-"+hex.EncodeToString(sum[:8]))
	j, err := store.OpenJournal(path, id)
	if err != nil {
		if !v.Quiet {
			fmt.Fprintln(a.stderr, "demarche:", err)
		}
		return nil
	}
	if n := j.Pieces(); n > 0 && !v.Quiet {
		fmt.Fprintf(a.stderr, "demarche: this run was stopped before; going on from %d finished pieces\n", n)
	}
	return j
}

// settle forgets the journal of a run that is done, and says what it could not keep.
func settle(a *app, j *store.Journal, done bool) {
	if j == nil {
		return
	}
	if done {
		_ = j.Remove() // what is left over is taken for another run's, and does no harm
		return
	}
	if err := j.Err(); err != nil {
		fmt.Fprintln(a.stderr, "demarche:", err)
	}
	_ = j.Close()
}

// fingerprint is the hash of the program itself: another build may do a piece of
// work otherwise.
func fingerprint() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
