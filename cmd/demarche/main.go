// Command demarche tests a geopolitical assessment: it reads who is in the game,
// what each wants, hides and can do, and what was seen, and forecasts.
package main

import (
	"os"

	"demarche/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }
