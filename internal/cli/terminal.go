package cli

import (
	"io"
	"os"

	"golang.org/x/term"

	"demarche/internal/report"
)

// This file asks the terminal how wide it is, and whether it may be coloured.

// plainWidth is the width of reports that do not go to a terminal.
const plainWidth = 100

func options(w io.Writer, getenv func(string) string) report.Options {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return report.Options{Width: plainWidth}
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = plainWidth
	}
	// https://no-color.org: any value but the empty one.
	return report.Options{Width: width, Color: getenv("NO_COLOR") == "" && getenv("TERM") != "dumb"}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
