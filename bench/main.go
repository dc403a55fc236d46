// Command bench measures demarche beside its peers, on the same files and in
// the same run, and writes RESULTS.md. See README.md.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// bench is one run.
type bench struct {
	root, cache string
	binary      string // demarche
	catalogue   string
	core, cores string // for taskset
	runs        int
	timeout     float64 // seconds, of peers
	ownTimeout  float64
	quick       bool
	out         string

	stored  string // raw results
	results *results
	current *familyResult
	dead    map[string]string // chain and tool: why it is not tried on larger games
}

// family is a kind of game and how it is measured.
type family struct {
	name  string
	title string
	run   func(*bench) error
	peers []*peer
}

var families []family

func init() {
	families = []family{
		{"signalling", "Signalling", (*bench).signalling, []*peer{gambit17, gambit16}},
		{"covert", "Covert acts, three actors", (*bench).covert, []*peer{gambit17}},
		{"perfect", "Perfect information", (*bench).perfect, []*peer{gambit17}},
		{"concede", "Concede or continue, to the limit", (*bench).concede, []*peer{gambit17, gambit16}},
		{"poker", "Poker", (*bench).poker, []*peer{gambit17, spiel}},
		{"catalogue", "Gambit's catalogue", (*bench).catalog, []*peer{gambit17}},
		{"agreement", "Agreement", (*bench).agreement, []*peer{gambit17, gambit16}},
		{"bargaining", "Long bargaining", (*bench).bargaining, nil},
	}
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == measureFlag {
		stopwatch()
		return
	}
	if err := start(); err != nil {
		say("bench: %v", err)
		os.Exit(1)
	}
}

func start() error {
	names := func() (list []string) {
		for _, f := range families {
			list = append(list, f.name)
		}
		return list
	}()
	b := &bench{}
	chosen := flag.String("family", "all", "families to run, with commas between: "+strings.Join(names, ", "))
	flag.IntVar(&b.runs, "runs", 5, "runs of each program on each game; a run over a minute is done twice")
	limit := flag.Duration("timeout", 100*time.Second, "for a run of a peer")
	ownLimit := flag.Duration("own-timeout", 10*time.Minute, "for a run of demarche")
	flag.BoolVar(&b.quick, "quick", false, "a tiny version of everything, to try the driver; kept apart from measured results")
	flag.StringVar(&b.out, "out", "", "where the page goes (bench/RESULTS.md; with --quick into the cache)")
	flag.StringVar(&b.catalogue, "catalogue", "", "folder with Gambit's catalogue (../shared/data/gambit-catalog)")
	flag.StringVar(&b.core, "core", "0", "the core that programs are pinned to")
	flag.StringVar(&b.cores, "cores", "0,1", "the cores for demarche on two")
	flag.StringVar(&b.cache, "cache", "", "folder for environments, files and raw results (the user's cache)")
	noPeers := flag.Bool("no-peers", false, "measure demarche alone")
	render := flag.Bool("render", false, "only write the page again, from the raw results")
	flag.Parse()
	if flag.NArg() > 0 {
		return fmt.Errorf("there is no argument %q; families are named with --family", flag.Arg(0))
	}
	b.timeout, b.ownTimeout = limit.Seconds(), ownLimit.Seconds()
	if b.runs < 1 {
		return fmt.Errorf("--runs must be at least 1, not %d", b.runs)
	}

	b.root = output("go", "list", "-m", "-f", "{{.Dir}}")
	if b.root == "" {
		return fmt.Errorf("run this inside of the module: go run ./bench")
	}
	if b.cache == "" {
		dir, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("%w; name a folder with --cache", err)
		}
		b.cache = filepath.Join(dir, "demarche-bench")
	}
	work := filepath.Join(b.cache, "work")
	for _, dir := range []string{work, b.games()} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
	}
	if b.catalogue == "" {
		b.catalogue = filepath.Join(b.root, "..", "shared", "data", "gambit-catalog")
	}
	b.stored = filepath.Join(b.cache, "results.json")
	if b.out == "" {
		b.out = filepath.Join(b.root, "bench", "RESULTS.md")
	}
	if b.quick {
		b.stored = filepath.Join(b.cache, "results-quick.json")
		if b.out == filepath.Join(b.root, "bench", "RESULTS.md") {
			b.out = filepath.Join(b.cache, "RESULTS-quick.md")
		}
		b.timeout, b.ownTimeout, b.runs = min(b.timeout, 3), min(b.ownTimeout, 5), min(b.runs, 2)
	}
	var err error
	if b.results, err = loadResults(b.stored); err != nil {
		return err
	}
	if *render {
		return b.write()
	}

	wanted := names
	if *chosen != "all" {
		wanted = strings.Split(*chosen, ",")
	}
	for _, w := range wanted {
		if !slices.Contains(names, w) {
			return fmt.Errorf("there is no family %q; choose from %s", w, strings.Join(names, ", "))
		}
	}
	b.binary = filepath.Join(b.cache, "demarche")
	say("building demarche")
	build := exec.Command("go", "build", "-o", b.binary, "./cmd/demarche")
	build.Dir = b.root
	if text, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("demarche does not build: %w\n%s", err, text)
	}
	for _, p := range peers {
		used := slices.ContainsFunc(families, func(f family) bool {
			return slices.Contains(wanted, f.name) && slices.Contains(f.peers, p)
		})
		if *noPeers || !used {
			p.missing = "left out"
		} else if err := p.prepare(b.cache); err != nil {
			p.missing = err.Error()
			say("%v", err)
		}
	}
	for _, f := range families {
		if !slices.Contains(wanted, f.name) {
			continue
		}
		if err := b.family(f); err != nil {
			return fmt.Errorf("family %s: %w", f.name, err)
		}
	}
	say("%s", b.out)
	return nil
}

// family runs one family, and keeps what there is after each game.
func (b *bench) family(f family) error {
	begun := time.Now()
	b.dead = map[string]string{}
	b.current = &familyResult{Date: begun.UTC().Truncate(time.Second), Quick: b.quick, Commit: commit(b.root), Machine: thisMachine(), Load: load(),
		Runs: b.runs, Timeout: b.timeout, OwnLimit: b.ownTimeout, Peers: map[string]string{}}
	for _, p := range f.peers {
		if p.python == "" {
			b.current.Notes = append(b.current.Notes, fmt.Sprintf("%s was not measured: %s", p.Name, p.missing))
			continue
		}
		b.current.Peers[p.ID] = p.frozen()
	}
	b.results.Families[f.name] = b.current
	say("family %s", f.name)
	if err := f.run(b); err != nil {
		b.keep()
		return err
	}
	b.current.Minutes = time.Since(begun).Minutes()
	b.current.Complete = true
	return b.keep()
}

// keep saves raw results and page.
func (b *bench) keep() error {
	if err := b.results.save(b.stored); err != nil {
		return err
	}
	return b.write()
}

func (b *bench) write() error {
	return os.WriteFile(b.out, []byte(page(b.results)), 0o644)
}
