// Package cli is the command line: one file a verb, flags into calls, results
// onto the terminal, and exit statuses. It decides nothing about models.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"demarche/internal/diag"
	"demarche/internal/explain"
	"demarche/internal/report"
	"demarche/internal/sweep"
)

// This file is the way in and out: verbs, exit statuses, and the net under panics.

// Exit statuses of every verb.
const (
	exitDone    = 0 // done
	exitWrong   = 1 // the model or the data are wrong, or something could not be read or written
	exitUsage   = 2 // the command line is wrong
	exitStopped = 3 // stopped early; what was finished was kept
)

// verbs is the command line; its tags are its help.
type verbs struct {
	Run      runVerb      `cmd:"" help:"Forecast, given the evidence: print the brief and keep the run."`
	Check    checkVerb    `cmd:"" help:"Say what is wrong with a scenario and its evidence, and how large its look-ahead is."`
	Solve    solveVerb    `cmd:"" help:"Solve one look-ahead, or a Gambit .efg or .nfg file: who would do what."`
	Leverage leverageVerb `cmd:"" help:"Say who has the upper hand: who depends on whom, whose commitment would move the outcome."`
	Explain  explainVerb  `cmd:"" help:"Say in sentences why something may come true: by which ways, on whose choices, for which reasons."`
	Diff     diffVerb     `cmd:"" help:"Say why a forecast moved between two versions: how much is owed to each change."`
	Export   exportVerb   `cmd:"" help:"Write a look-ahead, or a Gambit file, as .efg, .nfg or a figure."`
	Fmt      fmtVerb      `cmd:"" help:"Lay scenario files out in the one canonical way."`
	New      newVerb      `cmd:"" help:"Start a scenario file from one of the library."`
	Library  libraryVerb  `cmd:"" help:"List the ready-made scenarios."`
	Score    scoreVerb    `cmd:"" help:"Say how good forecasts were, once it is known what happened."`

	Version versionFlag `short:"V" help:"Print the version."`
}

// app is what every verb is given.
type app struct {
	ctx            context.Context // done at Ctrl-C
	stdin          io.Reader
	stdout, stderr io.Writer
	out, err       report.Options // how reports look on stdout and stderr
	args           []string
	getenv         func(string) string
}

// Main runs one command line and gives its exit status. A panic anywhere in it
// becomes one message: users are never shown a stack, unless they ask for it
// with DEMARCHE_DEBUG=1.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) (status int) {
	defer func() {
		if p := recover(); p != nil {
			fmt.Fprintf(stderr, "demarche: this is a fault of demarche, not of your files: %v\n", p)
			fmt.Fprintf(stderr, "Please report it with the command line, the scenario file and this line: demarche %s, %s.\n", version(), platform())
			if os.Getenv("DEMARCHE_DEBUG") == "1" {
				stderr.Write(debug.Stack())
			}
			status = exitWrong
		}
	}()
	// The first Ctrl-C asks a verb to stop and keep what it has; a second one ends the program at once.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)
	a := &app{ctx: ctx, stdin: stdin, stdout: stdout, stderr: stderr, args: args, getenv: os.Getenv,
		out: options(stdout, os.Getenv), err: options(stderr, os.Getenv)}
	return a.run()
}

// exited carries the status of kong's own exits (--help) through a panic.
type exited int

func (a *app) run() (status int) {
	defer func() {
		if p := recover(); p != nil {
			e, ok := p.(exited)
			if !ok {
				panic(p)
			}
			status = int(e)
		}
	}()
	if len(a.args) == 0 {
		fmt.Fprint(a.stdout, welcome)
		return exitDone
	}
	p, err := parser(&verbs{}, a.stdout, a.stderr, kong.Bind(a))
	if err != nil {
		panic(err)
	}
	call, err := p.Parse(a.args)
	if err != nil {
		return a.fail(usageError{a.advise(err)})
	}
	return a.fail(call.Run())
}

// parser reads command lines into v.
func parser(v *verbs, stdout, stderr io.Writer, more ...kong.Option) (*kong.Kong, error) {
	return kong.New(v, append(more, kong.Name("demarche"), kong.Description("Test a geopolitical assessment."),
		kong.Writers(stdout, stderr), kong.Exit(func(code int) { panic(exited(code)) }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Vars{"draws": strconv.Itoa(sweep.DefaultDraws), "stories": strconv.Itoa(sweep.DefaultStories), "trial": strconv.Itoa(sweep.DefaultTrial), "explain_stories": strconv.Itoa(explain.DefaultStories)})...)
}

const welcome = `demarche: test a geopolitical assessment

  demarche run korea-2013                  forecast a ready-made case
  demarche new mine.hcl --from korea-2013  start one of your own
  demarche check mine.hcl                  say what is wrong with it

demarche --help lists everything.
`

// usageError is a command line that cannot be obeyed.
type usageError struct{ error }

// wrongError is a file with diagnostics.
type wrongError struct {
	list    diag.List
	sources map[string][]byte
}

func (wrongError) Error() string { return "the file has errors" }

// errReported is a failure that was already printed.
var errReported = errors.New("reported")

// errStopped is a run that was stopped early, with what was finished kept.
var errStopped = errors.New("stopped early")

// fail prints err, if it was not yet, and gives the exit status.
func (a *app) fail(err error) int {
	var usage usageError
	var wrong wrongError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errStopped):
		return exitStopped
	case errors.Is(err, errReported):
		return exitWrong
	case errors.As(err, &usage):
		fmt.Fprintln(a.stderr, "demarche:", err)
		return exitUsage
	case errors.As(err, &wrong):
		if e := report.Diagnostics(a.stderr, wrong.list, wrong.sources, a.err); e != nil {
			return exitWrong
		}
		return exitWrong
	}
	fmt.Fprintln(a.stderr, "demarche:", err)
	return exitWrong
}

// advise adds to a parser's message what the user may have meant.
func (a *app) advise(err error) error {
	text := err.Error()
	first := a.args[0]
	switch {
	case strings.HasPrefix(text, "unexpected argument "+first) && !strings.Contains(text, "did you mean") && isScenario(first):
		return fmt.Errorf("%q is not a verb; did you mean: demarche run %s", first, first)
	case strings.Contains(text, "did you mean"):
		return fmt.Errorf("%s", text)
	}
	return fmt.Errorf("%s (demarche --help lists the verbs, demarche VERB --help the flags)", text)
}
