// Do the answers agree? Every game that can be judged, at four precisions; the
// certificate decides where they do not.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"demarche/internal/game"
)

var agreeLambdas = []float64{0.5, 1, 2, 4}

const (
	// differs is from where on two answers count as two.
	differs = 1e-6
	// agreeLimit is for one answer of a peer, in seconds; --timeout may be less.
	agreeLimit = 30.0
)

// small is a generated game.
type small struct {
	name  string
	write func(io.Writer) (counts, error)
}

// smallGames are forty generated games.
func smallGames() (list []small) {
	add := func(name string, write func(io.Writer) (counts, error)) { list = append(list, small{name, write}) }
	for seed := range uint64(8) {
		s := signalling{Rounds: 2, Seed: 100 + seed}
		add(s.name(), s.write)
		s = signalling{Rounds: 3, Seed: 100 + seed}
		add(s.name(), s.write)
		c := covert{Rounds: 1, Seed: 100 + seed}
		add(c.name(), c.write)
	}
	for seed := range uint64(6) {
		s := signalling{Rounds: 2, Share: 0.5, Correlated: true, Seed: 200 + seed}
		add(s.name(), s.write)
	}
	for seed := range uint64(4) {
		s := signalling{Rounds: 3, Share: 0.5, Correlated: true, Seed: 200 + seed}
		add(s.name(), s.write)
	}
	for seed := range uint64(2) {
		c := covert{Rounds: 2, Share: 0.5, Seed: 200 + seed}
		add(c.name(), c.write)
		p := perfect{Depth: 4, Seed: 200 + seed}
		add(p.name(), p.write)
	}
	add("kuhn_poker", func(w io.Writer) (counts, error) { p, err := writeKuhn(w); return p.counts, err })
	c := concede{Rounds: 6}
	add(c.name(), c.write)
	return list
}

func (b *bench) agreement() error {
	files, err := b.catalogueFiles()
	if err != nil {
		return err
	}
	games := smallGames()
	if b.quick {
		files, games = files[min(3, len(files)):min(4, len(files))], games[:1]
	}
	for _, f := range files {
		name, _ := filepath.Rel(b.catalogue, f)
		if err := b.agreeOn(filepath.ToSlash(name), "catalogue", f); err != nil {
			return err
		}
	}
	for _, s := range games {
		path, _, err := b.file(s.name, s.write)
		if err != nil {
			return err
		}
		if err := b.agreeOn(s.name, "generated", path); err != nil {
			return err
		}
	}
	return nil
}

// agreeOn compares all answers on one game.
func (b *bench) agreeOn(name, source, path string) error {
	g, err := readGame(path, name)
	if err != nil {
		b.current.Notes = append(b.current.Notes, fmt.Sprintf("demarche does not take %v", err))
		return nil
	}
	if len(g.Sets) == 0 {
		b.current.Notes = append(b.current.Notes, name+" has no choices: nothing to compare")
		return nil
	}
	type answer struct {
		p               []float64
		branch          string
		folds           int
		crossing, error *number
	}
	ours := map[float64]answer{}
	for _, l := range agreeLambdas {
		argv, env := b.solveArgs(path, 1, "--precision", lambdaFlag(l))
		text, why, err := b.collect(argv, env, b.ownTimeout)
		if err != nil {
			return err
		}
		if why != "" {
			ours[l] = answer{branch: why}
			continue
		}
		var a ourAnswer
		if err := json.Unmarshal(text, &a); err != nil {
			return err
		}
		p, err := a.profile(g)
		if err != nil {
			return err
		}
		us := answer{p: p, branch: a.Solution.Branch, folds: a.Solution.Folds, error: ptr(newJudge(g, p).residual(l))}
		if at := a.Solution.FirstCrossing; at != nil {
			us.crossing = ptr(*at)
		}
		ours[l] = us
	}
	for _, p := range []*peer{gambit17, gambit16} {
		if p.python == "" {
			continue
		}
		points, err := b.points(p, path, g, gambitStep, gambitAccel, agreeLambdas)
		if err != nil {
			return err
		}
		for i, l := range agreeLambdas {
			us := ours[l]
			entry := func(q pointOrFault) agreement {
				e := agreement{Game: name, Source: source, Lambda: l, Peer: p.ID, Status: statusOK, Ours: us.branch, Folds: us.folds, Crossing: us.crossing, OurError: us.error, PeerLambda: q.Lambda}
				if q.why != "" {
					e.Status, e.Note = statusFault, q.why
					return e
				}
				e.PeerError = ptr(newJudge(g, q.P).residual(q.Lambda))
				if us.p != nil {
					e.Difference = ptr(apart(us.p, q.P))
				}
				return e
			}
			e := entry(points[i])
			if e.Difference != nil && !(float64(*e.Difference) <= differs) || e.Status != statusOK {
				// Once more with steps a tenth as long, and slower growth.
				again, err := b.points(p, path, g, gambitStep/10, 1.01, []float64{l})
				if err != nil {
					return err
				}
				second := entry(again[0])
				e.Again = &second
			}
			b.current.Agree = append(b.current.Agree, e)
		}
	}
	say("  %s", name)
	return b.keep()
}

// pointOrFault is a peer's answer at one precision.
type pointOrFault struct {
	point
	why string
}

// points asks a peer for answers at several precisions: in one call, and one by
// one for those that are missing then.
func (b *bench) points(p *peer, path string, g *game.Game, step, accel float64, lambdas []float64) ([]pointOrFault, error) {
	argv := pinned(b.core, p.argv(qreArgs(path, step, accel, lambdas...)...)...)
	text, why, err := b.collect(argv, single, min(b.timeout, agreeLimit))
	if err != nil {
		return nil, err
	}
	var a gambitAnswer
	if why == "" {
		if err := json.Unmarshal(text, &a); err != nil {
			return nil, fmt.Errorf("%s: %w", p.Name, err)
		}
		if len(a.Points) != len(lambdas) {
			why = fmt.Sprintf("%d points where %d were asked for", len(a.Points), len(lambdas))
		}
	}
	out := make([]pointOrFault, len(lambdas))
	if why != "" {
		if len(lambdas) > 1 {
			for i, l := range lambdas {
				one, err := b.points(p, path, g, step, accel, []float64{l})
				if err != nil {
					return nil, err
				}
				out[i] = one[0]
			}
			return out, nil
		}
		return []pointOrFault{{why: why}}, nil
	}
	for i, q := range a.Points {
		out[i].Lambda = q.Lambda
		if out[i].P = byPlayer(g, q.P); out[i].P == nil || !sameOrder(g, a.Labels) {
			out[i].why = "its information sets come in an order that the driver does not know"
		}
	}
	return out, nil
}

// collect runs a program once and returns what it printed, or why it did not.
func (b *bench) collect(argv, env []string, limit float64) (text []byte, why string, err error) {
	stdout, stderr := filepath.Join(b.cache, "work", "stdout"), filepath.Join(b.cache, "work", "stderr")
	u, err := run(child{Argv: argv, Env: env, Stdout: stdout, Stderr: stderr, Timeout: limit})
	if err != nil {
		return nil, "", err
	}
	switch {
	case u.TimedOut:
		return nil, fmt.Sprintf("not done after %g s", limit), nil
	case u.Exit != 0:
		text, _ := os.ReadFile(stderr)
		return nil, lastLine(text), nil
	}
	text, err = os.ReadFile(stdout)
	return text, "", err
}
