// The peers: virtual environments with pinned versions, made on first use.

package main

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed peers/*.py
var scripts embed.FS

// A peer is another program that solves games, under Python.
type peer struct {
	ID      string // as in the results
	Name    string // as in tables
	Pins    []string
	script  string
	python  string // in its environment, "" if it could not be made
	missing string // why
}

var (
	gambit17 = &peer{ID: "gambit17", Name: "Gambit 17.0.0b2", Pins: []string{"pygambit==17.0.0b2"}, script: "gambit.py"}
	gambit16 = &peer{ID: "gambit16", Name: "Gambit 16.7.0", Pins: []string{"pygambit==16.7.0"}, script: "gambit.py"}
	spiel    = &peer{ID: "open_spiel", Name: "OpenSpiel 2.0.2", Pins: []string{"open_spiel==2.0.2"}, script: "openspiel.py"}
	peers    = []*peer{gambit17, gambit16, spiel}
)

// prepare makes the environment of p unless it is there already, and lays its
// script beside it. What goes wrong is said with the way to mend it; the run
// then goes on without this peer.
func (p *peer) prepare(cache string) error {
	dir := filepath.Join(cache, "peers", strings.ReplaceAll(strings.Join(p.Pins, "-"), "==", "-"))
	script, err := scripts.ReadFile("peers/" + p.script)
	if err != nil {
		return err
	}
	python, ready := filepath.Join(dir, "bin", "python"), filepath.Join(dir, "ready")
	if _, err := os.Stat(ready); err != nil {
		base, err := exec.LookPath("python3")
		if err != nil {
			return fmt.Errorf("%s needs python3, which is not on the path: install it (Debian: apt install python3 python3-venv), or measure demarche alone with --no-peers", p.Name)
		}
		say("making an environment for %s in %s", p.Name, dir)
		os.RemoveAll(dir)
		if out, err := exec.Command(base, "-m", "venv", dir).CombinedOutput(); err != nil {
			os.RemoveAll(dir)
			return fmt.Errorf("%s: python3 -m venv failed: install the module venv (Debian: apt install python3-venv), or use --no-peers\n%s", p.Name, tail(out))
		}
		pip := exec.Command(python, append([]string{"-m", "pip", "install", "--quiet", "--disable-pip-version-check"}, p.Pins...)...)
		if out, err := pip.CombinedOutput(); err != nil {
			os.RemoveAll(dir)
			return fmt.Errorf("%s: pip could not install %s: it needs the network (or a mirror: PIP_INDEX_URL; or a folder of wheels: PIP_NO_INDEX=1 PIP_FIND_LINKS=DIR) and a Python for which there are wheels (3.11 is known to work); or use --no-peers\n%s", p.Name, strings.Join(p.Pins, " "), tail(out))
		}
		if err := os.WriteFile(ready, nil, 0o644); err != nil {
			return err
		}
	}
	p.script = filepath.Join(dir, p.script)
	p.python = python
	return os.WriteFile(p.script, script, 0o644)
}

// frozen lists what is installed beside the peer.
func (p *peer) frozen() string {
	if p.python == "" {
		return ""
	}
	out, err := exec.Command(p.python, "-m", "pip", "list", "--format=freeze", "--disable-pip-version-check").Output()
	if err != nil {
		return ""
	}
	version, _ := exec.Command(p.python, "--version").Output()
	return strings.TrimSpace(string(version)) + ": " + strings.Join(strings.Fields(string(out)), ", ")
}

// argv calls the peer's script.
func (p *peer) argv(args ...any) []string {
	list := []string{p.python, p.script}
	for _, a := range args {
		list = append(list, fmt.Sprint(a))
	}
	return list
}

// ask runs the peer's script outside of any measurement.
func (p *peer) ask(answer any, args ...any) error {
	list := p.argv(args...)
	cmd := exec.Command(list[0], list[1:]...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s %v: %w\n%s", p.Name, args, err, tail(errs.Bytes()))
	}
	return json.Unmarshal(out, answer)
}

// tail is the end of what a program printed.
func tail(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return strings.Join(lines[max(0, len(lines)-6):], "\n")
}

func say(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

// gambitAnswer is what peers/gambit.py prints.
type gambitAnswer struct {
	Version string     `json:"version"`
	Import  float64    `json:"import"`
	Read    float64    `json:"read"`
	Solve   float64    `json:"solve"`
	Points  []point    `json:"points"`
	Labels  [][]string `json:"labels"`
}

type point struct {
	Lambda float64   `json:"lambda"`
	P      []float64 `json:"p"`
}
