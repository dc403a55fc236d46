package cli

import (
	"errors"
	"strings"
	"testing"
	"time"

	"demarche/internal/sweep"
	"demarche/internal/work"
)

func TestMemorySize(t *testing.T) {
	for text, want := range map[string]int64{"4GB": 4 << 30, "512MB": 512 << 20, "512 mb": 512 << 20, "1.5G": 3 << 29, "2GiB": 2 << 30, "1000": 1000, "7k": 7 << 10} {
		var m memorySize
		if err := m.UnmarshalText([]byte(text)); err != nil || int64(m) != want {
			t.Errorf("%q: %d, %v; want %d", text, m, err, want)
		}
	}
	for _, text := range []string{"", "GB", "-1GB", "0", "lots", "NaN", "1e30T"} {
		var m memorySize
		if err := m.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), "4GB") {
			t.Errorf("%q was read as %d, %v", text, m, err)
		}
	}
}

func TestMachineMemory(t *testing.T) {
	files := map[string]string{"/proc/meminfo": "MemTotal:       8000 kB\nMemFree: 1 kB\n"}
	read := func(name string) ([]byte, error) {
		if s, ok := files[name]; ok {
			return []byte(s), nil
		}
		return nil, errors.New("no such file")
	}
	if got := machineMemory(read); got != 8000<<10 {
		t.Errorf("machine: %d", got)
	}
	files["/sys/fs/cgroup/memory.max"] = "1048576\n"
	if got := machineMemory(read); got != 1<<20 {
		t.Errorf("container: %d", got)
	}
	files["/sys/fs/cgroup/memory.max"] = "max\n"
	if got := machineMemory(read); got != 8000<<10 {
		t.Errorf("container without a limit: %d", got)
	}
	clear(files)
	if got := machineMemory(read); got != unknownMemory {
		t.Errorf("elsewhere: %d", got)
	}
}

// watch is a meter whose clock the test turns.
func watch(terminal, plain bool) (m *meter, out *strings.Builder, clock *time.Time) {
	out, clock = &strings.Builder{}, &time.Time{}
	m = &meter{w: out, terminal: terminal, plain: plain, now: func() time.Time { return *clock }}
	m.look.Width = 100
	return m, out, clock
}

func TestMeter(t *testing.T) {
	run := func(m *meter, clock *time.Time, seconds float64) {
		for i := range 100 {
			m.update(sweep.Progress{Progress: work.Progress{Stage: "weighing draws", Done: i + 1, Total: 100}})
			*clock = clock.Add(time.Duration(seconds / 100 * float64(time.Second)))
		}
	}
	m, out, clock := watch(false, false)
	run(m, clock, 100)
	if out.Len() > 0 {
		t.Errorf("not a terminal, yet it was written: %q", out)
	}
	m, out, clock = watch(true, false)
	run(m, clock, 0.9)
	if out.Len() > 0 {
		t.Errorf("less than a second, yet it was written: %q", out)
	}
	m, out, clock = watch(true, false)
	run(m, clock, 50)
	if s := out.String(); !strings.Contains(s, "Weighing draws: 51 of 100, 2/s, about 24 s to go") {
		t.Errorf("rate and time to go are missing: %q", s)
	}
	m, out, clock = watch(false, true)
	run(m, clock, 60)
	if n := strings.Count(out.String(), "\n"); n != 5 || strings.Contains(out.String(), "\x1b") {
		t.Errorf("a minute with --progress: %d lines, want 5: %q", n, out)
	}
	m, out, _ = watch(true, false)
	m.update(sweep.Progress{Progress: work.Progress{Stage: "a first look", Done: 24, Total: 24}, Partial: []sweep.QuestionResult{{Title: "War", Probability: 0.02, Interval: sweep.Interval{0.01, 0.05}}}})
	if s := out.String(); !strings.Contains(s, "from 24 draws") || !strings.Contains(s, "War") {
		t.Errorf("no first look: %q", s)
	}
}
