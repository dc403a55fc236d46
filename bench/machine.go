// The circumstances of a run: machine, versions, commit.

package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
)

type machine struct {
	CPU    string `json:"cpu"`
	Cores  int    `json:"cores"`
	Memory string `json:"memory"`
	OS     string `json:"os"`
	Go     string `json:"go"`
}

func thisMachine() machine {
	m := machine{CPU: "unknown", Cores: runtime.NumCPU(), Memory: "unknown", OS: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	if s := field("/proc/cpuinfo", "model name"); s != "" {
		m.CPU = s
		if f, n := field("/proc/cpuinfo", "cpu family"), field("/proc/cpuinfo", "model\t"); f != "" {
			m.CPU += fmt.Sprintf(" (family %s, model %s)", f, n)
		}
	}
	var kb float64
	if _, err := fmt.Sscan(field("/proc/meminfo", "MemTotal"), &kb); err == nil {
		m.Memory = fmt.Sprintf("%.1f GB", kb/1e6*1.024)
	}
	if s := field("/etc/os-release", "PRETTY_NAME"); s != "" {
		m.OS = strings.Trim(s, `"`) + ", " + m.OS
	}
	if s := output("uname", "-sr"); s != "" {
		m.OS += ", " + s
	}
	return m
}

// field is what stands behind a name and a colon or equals sign.
func field(file, name string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		return ""
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, found := strings.CutPrefix(line, name); found {
			return strings.TrimSpace(strings.TrimLeft(rest, " \t:="))
		}
	}
	return ""
}

func load() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:1], " ")
}

func output(name string, args ...string) string {
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// commit names what was built.
func commit(root string) string {
	c := output("git", "-C", root, "log", "-1", "--format=%h %cs")
	if c == "" {
		return "unknown"
	}
	if output("git", "-C", root, "status", "--porcelain", "--", "cmd", "internal", "library", "go.mod") != "" {
		c += " with changes that are not committed"
	}
	return c
}
