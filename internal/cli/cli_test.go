package cli

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"demarche": func() { os.Exit(Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// TestScripts runs the real main: every verb, and every exit status. In a
// script, `status N demarche ARGS` demands that exit status.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_GOLDEN") == "1",
		Cmds:          map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": status, "samerun": sameRun},
	})
}

func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N demarche ARGS")
	}
	got := "0"
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("exit status %s, want %s", got, args[0])
	}
}

// sameRun compares two runs' JSON byte by byte, timing and run directory aside.
func sameRun(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: samerun A B")
	}
	var runs [2]string
	for i, file := range args {
		var m map[string]json.RawMessage
		ts.Check(json.Unmarshal([]byte(ts.ReadFile(file)), &m))
		delete(m, "timing")
		delete(m, "run_directory")
		b, err := json.Marshal(m)
		ts.Check(err)
		runs[i] = string(b)
	}
	if same := runs[0] == runs[1]; same == neg {
		ts.Fatalf("same run: %v", same)
	}
}

// TestInterrupt stops a run by its context, as Ctrl-C does.
func TestInterrupt(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr strings.Builder
	a := &app{ctx: ctx, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, getenv: func(string) string { return "" },
		args: []string{"run", "korea-2013", "--out", filepath.Join(t.TempDir(), "run")}}
	if got := a.run(); got != exitStopped {
		t.Errorf("run: exit status %d, want %d; %s", got, exitStopped, stderr.String())
	}
	if !strings.Contains(stderr.String(), "nothing to report") || strings.Contains(stderr.String()+stdout.String(), "panic") {
		t.Errorf("stdout %q, stderr %q", stdout.String(), stderr.String())
	}
	a.args = []string{"solve", "korea-2013"}
	if got := a.run(); got != exitStopped {
		t.Errorf("solve: exit status %d, want %d; %s", got, exitStopped, stderr.String())
	}
}

// broken is a terminal that panics, as a fault deep in the engine would.
type broken struct{}

func (broken) Write([]byte) (int, error) { panic("index out of range [3] with length 3") }

func TestPanicsNeverReachTheUser(t *testing.T) {
	var stderr strings.Builder
	if got := Main(nil, strings.NewReader(""), broken{}, &stderr); got != exitWrong {
		t.Errorf("exit status %d, want %d", got, exitWrong)
	}
	if s := stderr.String(); !strings.Contains(s, "fault of demarche") || strings.Contains(s, "goroutine") || strings.Contains(s, ".go:") {
		t.Errorf("the message is not one for users:\n%s", s)
	}
}
