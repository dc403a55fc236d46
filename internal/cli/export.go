package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"demarche/internal/game"
	"demarche/internal/plan"
)

// This file is `demarche export`.

type exportVerb struct {
	File      string     `arg:"" help:"Scenario file, the name of one of the library, or a Gambit .efg or .nfg file."`
	To        string     `placeholder:"FILE" help:"File to write; its name ends in .efg, .nfg or .dot."`
	Format    string     `placeholder:"FORMAT" help:"efg (extensive form), nfg (strategic form) or dot (a figure for Graphviz); without --to, to stdout."`
	Force     bool       `help:"Overwrite the file if it is there."`
	Set       []string   `placeholder:"NAME=VALUE" sep:"none" help:"Give a parameter another value or distribution (repeatable)."`
	Precision float64    `placeholder:"X" help:"Multiply every actor's precision."`
	Foresight int        `placeholder:"N" help:"Periods that each actor looks ahead."`
	Horizon   int        `placeholder:"N" help:"Periods that the story runs."`
	AsOf      string     `placeholder:"DATE" help:"Look from this date, such as 2013-04-16."`
	MaxMemory memorySize `placeholder:"4GB" help:"Refuse a game that would need more (half of the machine)."`
}

// writers of games, by format.
var writers = map[string]func(io.Writer, *game.Game) error{"efg": game.WriteEFG, "nfg": game.WriteNFG, "dot": game.WriteDOT}

func (v *exportVerb) Run(a *app) error {
	format, err := v.format()
	if err != nil {
		return err
	}
	if v.To != "" && !v.Force {
		if _, err := os.Lstat(v.To); err == nil {
			return alreadyThere(v.To)
		}
	}
	read := v.scenario
	if isGame(v.File) {
		read = v.gambit
	}
	g, warnings, err := read(a, format)
	switch {
	case a.ctx.Err() != nil:
		fmt.Fprintln(a.stderr, "demarche: stopped before anything was written")
		return errStopped
	case err != nil:
		return err
	}
	if format == "nfg" && !game.OneShot(g) {
		const forgets = "A strategic form forgets who moves when: its logit equilibria are not those of the extensive form it was made from."
		warnings = append(warnings, forgets)
		g.Comment = strings.TrimPrefix(g.Comment+"\n"+forgets, "\n")
	}
	write := func(w io.Writer) error { return writers[format](stoppable{a.ctx, w}, g) }
	if v.To == "" {
		err = plainCause("to stdout", write(a.stdout))
	} else {
		err = writeWhole(v.To, v.Force, write)
	}
	if a.ctx.Err() != nil {
		fmt.Fprintln(a.stderr, "demarche: stopped before the game was written")
		return errStopped
	}
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Fprintln(a.stderr, "demarche: warning:", w)
	}
	if v.To != "" {
		fmt.Fprintln(a.stdout, "wrote", v.To)
	}
	return nil
}

// format is what --format, or else the name of the file to write, asks for.
func (v *exportVerb) format() (string, error) {
	const formats = "efg (extensive form), nfg (strategic form) or dot (a figure for Graphviz)"
	format := strings.ToLower(v.Format)
	switch {
	case format != "" && writers[format] == nil:
		return "", usageError{fmt.Errorf("--format must be %s, not %q", formats, v.Format)}
	case format != "":
	case v.To == "":
		return "", usageError{errors.New("say what to write: --to FILE with a name that ends in .efg, .nfg or .dot, or --format efg, nfg or dot for stdout")}
	default:
		format = strings.ToLower(strings.TrimPrefix(filepath.Ext(v.To), "."))
		if writers[format] == nil {
			return "", usageError{fmt.Errorf("the name %q does not say what to write; end it in .efg, .nfg or .dot, or add --format %s", v.To, formats)}
		}
	}
	return format, nil
}

// scenario lays out the look-ahead that solve would solve.
func (v *exportVerb) scenario(a *app, format string) (*game.Game, []string, error) {
	flags := modelFlags{Set: v.Set, Precision: v.Precision, Foresight: v.Foresight, Horizon: v.Horizon, AsOf: v.AsOf}
	if err := flags.check(); err != nil {
		return nil, nil, err
	}
	src, sc, set, date, err := flags.at(v.File)
	if err != nil {
		return nil, nil, err
	}
	limit, most := v.MaxMemory.orHalf(), 0
	if format == "dot" {
		most = game.MostDrawn
	}
	plan, err := plan.Build(sc, set, plan.Options{AsOf: date, Precision: v.Precision, Unmerged: true, MaxMemory: limit, Stop: a.stopped})
	if err != nil {
		return nil, nil, src.modelFault(err)
	}
	return plan.Extensive(v.Precision, most, limit)
}

// gambit reads a game to write it in another format.
func (v *exportVerb) gambit(_ *app, _ string) (*game.Game, []string, error) {
	if len(v.Set) > 0 || v.Precision != 0 || v.Foresight != 0 || v.Horizon != 0 || v.AsOf != "" {
		return nil, nil, usageError{errors.New("--set, --precision, --foresight, --horizon and --as-of are for scenarios; a Gambit file is written as it is")}
	}
	g, err := readGame(v.File, v.MaxMemory.orHalf())
	if err != nil {
		return nil, nil, err
	}
	return g, g.Notes, nil
}

func alreadyThere(file string) error {
	return fmt.Errorf("%s is already there; choose another name, or overwrite it with --force", file)
}

// stoppable is a writer that fails once its context is done.
type stoppable struct {
	ctx context.Context
	io.Writer
}

func (s stoppable) Write(b []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Writer.Write(b)
}

// writeWhole writes a file beside its place and renames it, so that nobody ever
// sees a half of it. What is no regular file, such as a pipe, is written to.
func writeWhole(file string, force bool, write func(io.Writer) error) error {
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("cannot write %s: it is a folder", file)
	case err == nil && !force:
		return alreadyThere(file)
	case err == nil && !info.Mode().IsRegular():
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err == nil {
			err = errors.Join(write(f), f.Close())
		}
		return plainCause(file, err)
	}
	mode := fs.FileMode(0o644)
	if err == nil {
		mode = info.Mode().Perm()
		if real, err := filepath.EvalSymlinks(file); err == nil {
			file = real
		}
	}
	temp := fmt.Sprintf("%s.%d.demarche-export", file, os.Getpid())
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return plainCause(file, err)
	}
	out := bufio.NewWriterSize(f, 1<<20)
	err = errors.Join(write(out), out.Flush())
	err = errors.Join(err, f.Close())
	if err == nil && !force {
		if _, e := os.Lstat(file); e == nil { // it came meanwhile
			err = alreadyThere(file)
		}
	}
	if err == nil {
		err = os.Rename(temp, file)
	}
	if err != nil {
		os.Remove(temp)
	}
	return plainCause(file, err)
}

// plainCause words a fault of writing in one sentence, without the name of the
// temporary file. What is wrong with the game itself stays as it is.
func plainCause(where string, err error) error {
	var path *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		err = path.Err
	case errors.As(err, &link):
		err = link.Err
	default:
		return err
	}
	return fmt.Errorf("cannot write %s: %w", where, err)
}
