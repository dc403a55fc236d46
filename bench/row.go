// One game, several programs, alternately.

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"demarche/internal/game"
)

// job is one program on one game.
type job struct {
	tool      string
	argv, env []string
	timeout   float64
	peer      *peer // nil: demarche
}

const (
	oneCore  = "demarche"
	twoCores = "demarche2"
	// A run of more than long seconds is done longRuns times.
	long     = 60.0
	longRuns = 2
	// Files up to so many bytes are read by the driver too, to judge answers.
	judged = 8 << 20
)

// file writes a game into the cache; a file that is there is not written again,
// as names say all that goes into it.
func (b *bench) file(name string, write func(io.Writer) (counts, error)) (string, counts, error) {
	path := filepath.Join(b.games(), name+".efg")
	sizes := path + ".json"
	var c counts
	if text, err := os.ReadFile(sizes); err == nil && json.Unmarshal(text, &c) == nil {
		if _, err := os.Stat(path); err == nil {
			return path, c, nil
		}
	}
	f, err := os.Create(path)
	if err != nil {
		return "", c, err
	}
	if c, err = write(f); err != nil {
		f.Close()
		return "", c, err
	}
	if err := f.Close(); err != nil {
		return "", c, err
	}
	text, err := json.Marshal(c)
	if err != nil {
		return "", c, err
	}
	return path, c, os.WriteFile(sizes, text, 0o644)
}

// ours are the jobs for demarche.
func (b *bench) ours(path string, two bool, args ...string) []job {
	argv, env := b.solveArgs(path, 1, args...)
	jobs := []job{{tool: oneCore, argv: argv, env: env, timeout: b.ownTimeout}}
	if two {
		argv, env = b.solveArgs(path, 2, args...)
		jobs = append(jobs, job{tool: twoCores, argv: argv, env: env, timeout: b.ownTimeout})
	}
	return jobs
}

// theirs is a job for a peer, on one core; nil if there is no such peer.
func (b *bench) theirs(p *peer, tool string, args ...any) []job {
	if p.python == "" {
		return nil
	}
	return []job{{tool: tool, argv: pinned(b.core, p.argv(args...)...), env: single, timeout: b.timeout, peer: p}}
}

// single keeps numerical libraries under Python on one thread.
var single = []string{"OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "MKL_NUM_THREADS=1"}

func qreArgs(path string, step, accel float64, lambdas ...float64) []any {
	args := []any{"qre", path, step, accel}
	for _, l := range lambdas {
		args = append(args, l)
	}
	return args
}

// The defaults of Gambit's tracer.
const (
	gambitStep  = 0.03
	gambitAccel = 1.1
)

// measure runs the jobs of a row alternately and keeps the row.
func (b *bench) measure(r *row, path string, jobs []job) error {
	if info, err := os.Stat(path); err == nil {
		r.FileBytes = info.Size()
	}
	for _, j := range jobs {
		c := &cell{Tool: j.tool, Limit: j.timeout, Status: statusOK}
		if why := b.dead[r.Chain+j.tool]; why != "" {
			c.Status, c.Note = statusSkipped, why
		}
		r.Cells = append(r.Cells, c)
	}
	var g *game.Game
	if r.FileBytes <= judged && strings.HasSuffix(path, ".efg") {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if g, err = game.ReadEFG(text, r.Game, 0); err != nil {
			b.current.Notes = append(b.current.Notes, fmt.Sprintf("demarche does not take %v", err))
		}
	}
	for k := range b.runs {
		for i, j := range jobs {
			c := r.Cells[i]
			if c.Status != statusOK || k > 0 && len(c.Wall) >= longRuns && median(c.Wall) > long {
				continue
			}
			if err := b.once(j, c, g, k == 0, r); err != nil {
				return err
			}
			if c.Status != statusOK {
				b.dead[r.Chain+j.tool] = fmt.Sprintf("%s at size %d", c.Status, r.Size)
			}
		}
	}
	if us := r.cell(oneCore); us != nil && us.profile != nil {
		for _, c := range r.Cells {
			if c != us && c.profile != nil {
				c.Difference = ptr(apart(us.profile, c.profile))
			}
		}
	}
	b.current.Rows = append(b.current.Rows, r)
	say("  %s", r.line())
	return b.keep()
}

// line is a row in short, to watch a run by.
func (r *row) line() string {
	parts := []string{fmt.Sprintf("%s λ=%g:", r.Game, r.Lambda)}
	if r.Limit {
		parts[0] = r.Game + ", limit:"
	}
	for _, c := range r.Cells {
		text := c.Status
		if c.Status == statusOK {
			text = fmt.Sprintf("%.3g s (solve %.3g s)", median(c.Wall), median(c.Solve))
		}
		if c.Difference != nil {
			text += fmt.Sprintf(" Δ %.1g", float64(*c.Difference))
		}
		parts = append(parts, c.Tool+" "+text)
	}
	return strings.Join(parts, " ")
}

// once runs a job one time; the first answer is judged.
func (b *bench) once(j job, c *cell, g *game.Game, first bool, r *row) error {
	stdout, stderr := filepath.Join(b.cache, "work", "stdout"), filepath.Join(b.cache, "work", "stderr")
	u, err := run(child{Argv: j.argv, Env: j.env, Stdout: stdout, Stderr: stderr, Timeout: j.timeout})
	if err != nil {
		return err
	}
	defer os.Remove(stdout)
	switch {
	case u.TimedOut:
		c.Status = statusTimeout
		return nil
	case u.Exit != 0:
		text, _ := os.ReadFile(stderr)
		c.Status, c.Note = statusFault, lastLine(text)
		return nil
	}
	c.Wall, c.CPU, c.Bytes = append(c.Wall, u.Wall), append(c.CPU, u.CPU), append(c.Bytes, float64(u.Bytes))
	lambda := r.Lambda
	if j.peer == nil {
		a, err := readOurs(stdout, first && g != nil)
		if err != nil {
			return err
		}
		c.Solve = append(c.Solve, a.Timing.Solve)
		if !first {
			return nil
		}
		c.Branch, c.Folds, c.Passes = a.Solution.Branch, a.Solution.Folds, a.Solution.Passes
		c.values = a.Values
		if a.Certificate.Residual != nil {
			c.Certified = ptr(*a.Certificate.Residual)
		}
		if a.Solution.Precision != nil {
			lambda = *a.Solution.Precision
		}
		if r.PublicStates == 0 {
			r.PublicStates = a.Game.PublicStates
		}
		if g != nil {
			if c.profile, err = a.profile(g); err != nil {
				return err
			}
		}
	} else {
		var a gambitAnswer
		text, err := os.ReadFile(stdout)
		if err != nil {
			return err
		}
		if err := json.Unmarshal(text, &a); err != nil {
			return fmt.Errorf("%s: %w", j.peer.Name, err)
		}
		c.Solve, c.Import = append(c.Solve, a.Solve), append(c.Import, a.Import)
		if !first || g == nil {
			return nil
		}
		if len(a.Points) != 1 {
			c.Status, c.Note = statusFault, fmt.Sprintf("%d points where 1 was asked for", len(a.Points))
			return nil
		}
		lambda = a.Points[0].Lambda
		if c.profile = byPlayer(g, a.Points[0].P); c.profile == nil || !sameOrder(g, a.Labels) {
			return fmt.Errorf("%s lists the information sets of %s in an order that the driver does not know", j.peer.Name, r.Game)
		}
	}
	if c.profile != nil {
		judge := newJudge(g, c.profile)
		if !r.Limit {
			c.Residual = ptr(judge.residual(lambda))
		}
		c.Regret = ptr(judge.regret())
	}
	return nil
}

func lastLine(text []byte) string {
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return lines[len(lines)-1]
}
