// RESULTS.md from raw results: its frame, and the words that say what is
// compared. Nothing is computed here but medians and ratios.

package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// writer collects lines of Markdown.
type writer struct{ strings.Builder }

func (w *writer) line(format string, args ...any) { fmt.Fprintf(w, format+"\n", args...) }

// table writes a Markdown table.
func (w *writer) table(head []string, rows [][]string) {
	w.line("| %s |", strings.Join(head, " | "))
	w.line("|%s", strings.Repeat("---|", len(head)))
	for _, r := range rows {
		w.line("| %s |", strings.Join(r, " | "))
	}
	w.line("")
}

var toolNames = map[string]string{
	oneCore:            "demarche",
	twoCores:           "demarche, 2 cores",
	gambit17.ID:        gambit17.Name,
	gambit16.ID:        gambit16.Name,
	gambit17.ID + "lp": gambit17.Name + " `lp_solve`",
	spiel.ID:           spiel.Name,
}

// page is RESULTS.md.
func page(r *results) string {
	w := &writer{}
	w.line("# Measured beside others\n")
	w.line("Written by `go run ./bench`; every figure comes from its raw results. [README.md](README.md) says how to run it.\n")
	frame(w, r)
	sections := map[string]func(*writer, *familyResult){
		"signalling": signallingPage, "covert": covertPage, "perfect": perfectPage, "concede": concedePage,
		"poker": pokerPage, "catalogue": cataloguePage, "agreement": agreementPage, "bargaining": bargainingPage,
	}
	for _, f := range families {
		w.line("## %s\n", f.title)
		got := r.Families[f.name]
		if got == nil {
			w.line("Not run yet: `go run ./bench --family %s`.\n", f.name)
			continue
		}
		if !got.Complete {
			w.line("**This family was stopped before its end.**\n")
		}
		sections[f.name](w, got)
		for _, n := range got.Notes {
			w.line("- %s", cellText(n))
		}
		if len(got.Notes) > 0 {
			w.line("")
		}
	}
	return strings.TrimRight(w.String(), "\n") + "\n"
}

// frame says on what machine, with what and how everything was measured.
func frame(w *writer, r *results) {
	w.line("## Machine and versions\n")
	var rows [][]string
	var machines []string
	frozen := map[string]string{}
	quick := false
	for _, f := range families {
		got := r.Families[f.name]
		if got == nil {
			continue
		}
		m := got.Machine
		text := fmt.Sprintf("%s; %d cores; %s of memory; %s; %s", m.CPU, m.Cores, m.Memory, m.OS, m.Go)
		if !slices.Contains(machines, text) {
			machines = append(machines, text)
		}
		for id, v := range got.Peers {
			frozen[id] = v
		}
		quick = quick || got.Quick
		rows = append(rows, []string{f.title, got.Date.Format("2006-01-02 15:04") + " UTC", got.Commit, fmt.Sprint(1 + slices.Index(machines, text)), got.Load, fmt.Sprint(got.Runs), fmt.Sprintf("%g s", got.Timeout), fmt.Sprintf("%g s", got.OwnLimit), fmt.Sprintf("%.0f min", got.Minutes)})
	}
	if quick {
		w.line("**These are figures of a trial (`--quick`), made to see that the driver works. They measure nothing.**\n")
	}
	for i, m := range machines {
		w.line("%d. %s", i+1, m)
	}
	w.line("")
	w.table([]string{"family", "date", "commit of demarche", "machine", "load before", "runs", "timeout of peers", "timeout of demarche", "took"}, rows)
	for _, p := range peers {
		if frozen[p.ID] != "" {
			w.line("- %s: `pip install %s`. %s", p.Name, strings.Join(p.Pins, " "), frozen[p.ID])
		}
	}
	w.line("")
	w.line("## How it was measured\n")
	for _, s := range []string{
		"All programs read the same files, one after the other and in turns: a first run of each, then a second of each, and so on. Each runs alone, pinned to one core (`taskset`); demarche is limited to it with `GOMAXPROCS=1` and `--workers 1` too, Gambit's and OpenSpiel's libraries with `OMP_NUM_THREADS=1`. *2 cores* is demarche with `--workers 2` on two.",
		"A figure is the median, with [least–most]. A run of over a minute is done twice; a cell says so where it has fewer runs than its family. After a timeout or a failure a program is not tried on larger games of the same kind.",
		"*Process* is the whole program as the system sees it, from its start to its end: demarche with reading the file, solving, certifying and printing every probability as JSON; the peers with starting Python, importing its modules (a constant, and no fault of the solver), reading, solving and printing.",
		"*Solve* is what the program itself says of the solving alone: demarche's `timing.solve_seconds`; for the peers the time of the one call that solves, taken inside Python. Compare *solve* with *solve* to compare methods, *process* with *process* to compare what one waits for.",
		"Memory is the largest resident size by `wait4`; about 8 MB of it is the floor of the measurement.",
		"Gambit is called by `pygambit.qre.logit_solve_lambda` (an equilibrium at λ) or `pygambit.nash.logit_solve` (the limit) on the extensive form with its own settings: first step 0.03, acceleration 1.1. Its accuracy cannot be chosen; it lands within some 1e-9 of λ, and its answer is judged at the λ that it states.",
		"*Residual* is max |ln p(a) − ln p(0) − λ(Q(a) − Q(0))| over all choices: what an answer misses the definition of a logit equilibrium by. It is recomputed for everybody by one plain recursion in this driver ([certificate.go](certificate.go)), which shares no code with any solver. *Δ* is the largest difference between a peer's probabilities and ours.",
		"Gambit is a general package that solves games of every kind by many methods; only its logit tracer, and for poker its linear program, are compared here. demarche was written for games like the signalling family.",
	} {
		w.line("- %s", s)
	}
	w.line("")
}

// duration is a time with three digits.
func duration(s float64) string {
	switch {
	case math.IsNaN(s):
		return "—"
	case s < 1e-3:
		return fmt.Sprintf("%.3g µs", s*1e6)
	case s < 1:
		return fmt.Sprintf("%.3g ms", s*1e3)
	}
	return three(s) + " s"
}

// three is a number with three digits, never in powers of ten if it is large.
func three(x float64) string {
	if math.Abs(x) >= 1000 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.3g", x)
}

// span is a median with its extremes.
func span(list []float64, runs int) string {
	if len(list) == 0 {
		return "—"
	}
	text := duration(median(list))
	if len(list) > 1 {
		low, high := duration(slices.Min(list)), duration(slices.Max(list))
		if a, unit, _ := strings.Cut(low, " "); strings.HasSuffix(high, " "+unit) {
			low = a
		}
		text += fmt.Sprintf(" [%s–%s]", low, high)
	}
	if len(list) < runs {
		text += fmt.Sprintf(" (%d of %d runs)", len(list), runs)
	}
	return text
}

// status is why a cell has no figures, "" if it has some.
func status(c *cell) string {
	switch {
	case c == nil:
		return "not run"
	case c.Status == statusTimeout:
		return fmt.Sprintf("not done after %g s", c.Limit)
	case c.Status == statusSkipped:
		return "not tried (" + c.Note + ")"
	case c.Status == statusFault:
		return "failed: " + cellText(strings.TrimPrefix(c.Note, "demarche: "))
	}
	return ""
}

// cellText is a text that cannot leave its cell.
func cellText(s string) string {
	s = strings.NewReplacer("|", "/", "\n", " ", "<", "‹", ">", "›").Replace(s)
	if r := []rune(s); len(r) > 160 {
		s = string(r[:160]) + "…"
	}
	return s
}

// times are the columns "process" and "solve" of a cell.
func times(c *cell, runs int) []string {
	if s := status(c); s != "" {
		return []string{s, "—"}
	}
	return []string{span(c.Wall, runs), span(c.Solve, runs)}
}

// ratio is how many times as long as ours theirs took; a bound where it was not
// done.
func ratio(us, them *cell, of func(*cell) []float64) string {
	if us == nil || them == nil || us.Status != statusOK {
		return "—"
	}
	switch them.Status {
	case statusOK:
		return three(median(of(them))/median(of(us))) + "×"
	case statusTimeout:
		return "> " + three(them.Limit/median(of(us))) + "×"
	}
	return "—"
}

func wall(c *cell) []float64   { return c.Wall }
func solved(c *cell) []float64 { return c.Solve }

func megabytes(c *cell) string {
	if c == nil || len(c.Bytes) == 0 {
		return "—"
	}
	return fmt.Sprintf("%.0f", median(c.Bytes)/1e6)
}

func small2(n *number) string {
	if n == nil {
		return "—"
	}
	return fmt.Sprintf("%.2g", float64(*n))
}

// tools are those that stand in any of the rows.
func tools(rows []*row) (list []string) {
	for _, r := range rows {
		for _, c := range r.Cells {
			if !slices.Contains(list, c.Tool) {
				list = append(list, c.Tool)
			}
		}
	}
	return list
}

// chains are the rows grouped, in the order of the run.
func chains(rows []*row) (list [][]*row) {
	at := map[string]int{}
	for _, r := range rows {
		i, known := at[r.Chain]
		if !known {
			i = len(list)
			at[r.Chain] = i
			list = append(list, nil)
		}
		list[i] = append(list[i], r)
	}
	return list
}

// timing writes the two tables of a list of rows: times, then the rest.
func timing(w *writer, f *familyResult, rows []*row, size func(*row) string, what string) {
	list := tools(rows)
	head := []string{what, "unknowns", "public states"}
	var others []string
	for _, t := range list {
		head = append(head, toolNames[t]+": process", "solve")
		if t != oneCore && t != twoCores {
			others = append(others, t)
		}
	}
	for _, t := range others {
		head = append(head, toolNames[t]+" / demarche: process", "solve")
	}
	var body, rest [][]string
	for _, r := range rows {
		us := r.cell(oneCore)
		line := []string{size(r), fmt.Sprint(r.Counts.Actions), states(r)}
		for _, t := range list {
			line = append(line, times(r.cell(t), f.Runs)...)
		}
		for _, t := range others {
			line = append(line, ratio(us, r.cell(t), wall), ratio(us, r.cell(t), solved))
		}
		body = append(body, line)

		more := []string{size(r), fmt.Sprintf("%.3g MB", float64(r.FileBytes)/1e6)}
		for _, t := range list {
			more = append(more, megabytes(r.cell(t)))
		}
		more = append(more, cpu(us), branch(us), passTime(r, us))
		for _, t := range append([]string{oneCore}, others...) {
			more = append(more, judgement(r, r.cell(t)))
		}
		for _, t := range others {
			if c := r.cell(t); c != nil {
				more = append(more, small2(c.Difference))
			} else {
				more = append(more, "—")
			}
		}
		rest = append(rest, more)
	}
	w.table(head, body)
	head = []string{what, "file"}
	for _, t := range list {
		head = append(head, toolNames[t]+": MB")
	}
	head = append(head, "demarche: CPU", "branch, folds, passes", "per public state and pass")
	kind := "residual"
	if len(rows) > 0 && rows[0].Limit {
		kind = "regret"
	}
	for _, t := range append([]string{oneCore}, others...) {
		head = append(head, toolNames[t]+": "+kind)
	}
	for _, t := range others {
		head = append(head, "Δ to "+toolNames[t])
	}
	w.table(head, rest)
}

func states(r *row) string {
	if r.PublicStates == 0 {
		return "—"
	}
	return fmt.Sprint(r.PublicStates)
}

func cpu(c *cell) string {
	if c == nil || len(c.CPU) == 0 {
		return "—"
	}
	return duration(median(c.CPU))
}

func branch(c *cell) string {
	if c == nil || c.Branch == "" {
		return "—"
	}
	return fmt.Sprintf("%s, %d, %d", c.Branch, c.Folds, c.Passes)
}

// perPass is the time per public state and pass of demarche, in seconds.
func perPass(r *row, c *cell) float64 {
	if c == nil || c.Status != statusOK || c.Passes == 0 || r.PublicStates == 0 {
		return math.NaN()
	}
	return median(c.Solve) / float64(c.Passes) / float64(r.PublicStates)
}

func passTime(r *row, c *cell) string { return duration(perPass(r, c)) }

// judgement is the residual of an answer, or at the limit its regret.
func judgement(r *row, c *cell) string {
	switch {
	case c == nil:
		return "—"
	case r.Limit:
		return small2(c.Regret)
	case c.Residual == nil && c.Certified != nil:
		return small2(c.Certified) + " (as stated)"
	}
	return small2(c.Residual)
}
