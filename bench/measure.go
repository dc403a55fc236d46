// Measuring a program from outside: wall and processor time, peak memory.

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// measureFlag makes this program a stopwatch: a small process that starts
// another one and waits for it. Linux hands the peak memory of a parent on to
// its children, so the parent must be a small one.
const measureFlag = "--measure-child"

// child says what to run.
type child struct {
	Argv    []string
	Env     []string // added to the environment
	Stdout  string   // files
	Stderr  string
	Timeout float64 // seconds
}

// usage is what the run of a child took.
type usage struct {
	Wall     float64 `json:"wall"` // seconds, from start to end of the process
	CPU      float64 `json:"cpu"`  // seconds, user and system
	Bytes    int64   `json:"bytes"`
	Exit     int     `json:"exit"`
	TimedOut bool    `json:"timed_out,omitempty"`
	Fault    string  `json:"fault,omitempty"`
}

// run measures c in a stopwatch process.
func run(c child) (usage, error) {
	self, err := os.Executable()
	if err != nil {
		return usage{}, err
	}
	spec, err := json.Marshal(c)
	if err != nil {
		return usage{}, err
	}
	cmd := exec.Command(self, measureFlag)
	cmd.Stdin = bytes.NewReader(spec)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return usage{}, fmt.Errorf("the stopwatch failed: %w", err)
	}
	var u usage
	if err := json.Unmarshal(out, &u); err != nil {
		return usage{}, fmt.Errorf("the stopwatch said %q: %w", out, err)
	}
	if u.Fault != "" {
		return u, fmt.Errorf("%s: %s", strings.Join(c.Argv, " "), u.Fault)
	}
	return u, nil
}

// stopwatch is the other side: it reads a child from standard input and prints
// its usage.
func stopwatch() {
	var c child
	var u usage
	if err := json.NewDecoder(os.Stdin).Decode(&c); err != nil {
		u.Fault = err.Error()
	} else {
		u = watch(c)
	}
	json.NewEncoder(os.Stdout).Encode(u)
}

// pinned puts a command on the given cores, where the system can.
func pinned(cores string, argv ...string) []string {
	if path, err := exec.LookPath("taskset"); err == nil {
		return append([]string{path, "-c", cores}, argv...)
	}
	return argv
}
