package cli

import (
	"os"
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
		Cmds:          map[string]func(ts *testscript.TestScript, neg bool, args []string){"status": status},
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
