// Package check turns scenario files into checked scenarios, or into messages
// that say what is wrong, where, and how to mend it. It knows every rule of the
// language and nothing of solving.
package check

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sort"

	"demarche/internal/diag"
	"demarche/internal/expr"
	"demarche/internal/scenario"
	"demarche/internal/syntax"
)

// This file is the way in: source text to scenario.

// maxReported is how many diagnostics of one file are shown.
const maxReported = 100

// Load checks the source text of a scenario file. It reports everything that it
// can find, in the order of the file. The scenario is nil if the list holds an
// error; it never panics and takes time in proportion to the text.
func Load(file string, src []byte) (*scenario.Scenario, diag.List) {
	tree, diags := syntax.Parse(file, src)
	c := newChecker(file, tree)
	c.diags = diags
	if len(diags) == 1 && diags[0].Code == diag.FileTooLarge {
		return nil, diags
	}
	c.check()
	out := finish(c.diags)
	if out.HasErrors() {
		return nil, out
	}
	sum := sha256.Sum256(src)
	c.out.SourceHash = hex.EncodeToString(sum[:])
	c.out.Hash = c.out.SourceHash
	return c.out, out
}

// LoadFile reads a scenario file from disk and checks it.
func LoadFile(path string) (*scenario.Scenario, diag.List) {
	src, diags := ReadFile(path)
	if diags != nil {
		return nil, diags
	}
	return Load(path, src)
}

// ReadFile reads a source file of at most syntax.MaxBytes, or says in plain
// words why it cannot.
func ReadFile(path string) ([]byte, diag.List) {
	fail := func(hint, format string, args ...any) ([]byte, diag.List) {
		return nil, diag.List{{
			Code: diag.FileUnreadable, Message: fmt.Sprintf(format, args...), Hint: hint,
			Subject: diag.Range{File: path},
		}}
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fail("check the spelling and the folder", "there is no file %q", path)
	case errors.Is(err, fs.ErrPermission):
		return fail("change its permissions", "the file %q may not be read", path)
	case err != nil:
		return fail("", "the file %q cannot be opened: %v", path, plain(err))
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return fail("name the scenario file inside it, such as "+path+"/scenario.hcl", "%q is a folder", path)
	}
	src, err := io.ReadAll(io.LimitReader(f, syntax.MaxBytes+4)) // a byte order mark does not count
	if err != nil {
		return fail("", "the file %q cannot be read: %v", path, plain(err))
	}
	return src, nil
}

func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// finish sorts the list by place, drops doubles and cuts it to a readable length.
func finish(list diag.List) diag.List {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := list[i].Subject, list[j].Subject
		if a.IsZero() != b.IsZero() {
			return b.IsZero() // "something is missing" comes last
		}
		return a.Start.Byte < b.Start.Byte
	})
	var out diag.List
	type key struct {
		code, message string
		at            diag.Range
	}
	seen := map[key]bool{}
	for _, d := range list {
		k := key{d.Code, d.Message, d.Subject}
		if seen[k] {
			continue
		}
		seen[k] = true
		out = append(out, d)
	}
	if len(out) > maxReported {
		rest := len(out) - maxReported
		keep := out[:maxReported:maxReported]
		severity := diag.Warning
		if out.HasErrors() {
			severity = diag.Error
		}
		out = append(keep, diag.Diagnostic{
			Code: diag.TooManyErrors, Severity: severity, Subject: diag.Range{File: list[0].Subject.File},
			Message: fmt.Sprintf("%d more messages are not shown", rest), Hint: "mend the first ones and check again",
		})
	}
	return out
}

// checker checks one file.
type checker struct {
	file    string
	grammar *grammar
	tree    *syntax.File
	out     *scenario.Scenario
	theory  *theoryNames // what a theory file adds to the names; nil for a scenario
	diags   diag.List

	names  map[string]*entity
	actors map[string]int
	flags  map[string]int
	groups []int // by step: number of the simultaneous group it belongs to

	actorBlocks, parameterBlocks, variableBlocks, secretBlocks []*syntax.Block
	phases                                                     []*phaseSource
	chanceBlocks                                               []*syntax.Block
	budget                                                     int            // expression nodes that may still be made
	noCalendar                                                 bool           // start or horizon is wrong: dates are not judged
	unread                                                     map[int]bool   // parameters whose value could not be read
	told                                                       map[string]int // by unknown name or value: where in diags it was first reported
}

// maxNodes bounds the work that one file can cause.
const maxNodes = 500_000

func newChecker(file string, tree *syntax.File) *checker {
	return &checker{
		file: file, grammar: language, tree: tree, out: &scenario.Scenario{File: file},
		names: map[string]*entity{}, actors: map[string]int{}, flags: map[string]int{}, budget: maxNodes, told: map[string]int{}, unread: map[int]bool{},
	}
}

// check runs the passes: first every name, then every domain, then every expression.
func (c *checker) check() {
	c.topLevel()
	c.settings()
	c.declareAll()
	c.domains()
	c.expandPhases()
	c.layout()
	c.actorNumbers()
	c.parameters()
	c.correlations()
	c.secretStarts()
	c.phaseBodies()
	c.chances()
	c.payoffs()
	c.ends()
	c.questions()
}

func (c *checker) report(d diag.Diagnostic) { c.diags = append(c.diags, d) }

func (c *checker) errorf(code string, r diag.Range, hint, format string, args ...any) {
	if code == diag.UnknownName || code == diag.UnknownValue {
		// a name that is misspelt where it is defined is unknown in many places
		key := fmt.Sprintf(format, args...)
		if code == diag.UnknownName && len(args) > 0 {
			key = fmt.Sprint(args[len(args)-1]) // the name itself
		}
		if i, again := c.told[key]; again {
			if d := &c.diags[i]; d.Subject != r && len(d.Notes) < 3 {
				d.Notes = append(d.Notes, diag.Note{Message: "and here", At: r})
			}
			return
		}
		c.told[key] = len(c.diags)
	}
	c.report(diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: r})
}

func (c *checker) warnf(code string, r diag.Range, hint, format string, args ...any) {
	c.report(diag.Diagnostic{Code: code, Severity: diag.Warning, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: r})
}

// compile turns a checked tree into a program; what cannot be is reported at r.
func (c *checker) compile(n *expr.Node, r diag.Range) *expr.Program {
	p, err := expr.Compile(n)
	if err != nil {
		c.errorf(diag.ExpressionTooDeep, r, "split it into several parameters or payoff terms", "this expression is too deeply nested to be computed")
		return expr.MustCompile(expr.Num(0))
	}
	if v, ok := p.Constant(); ok && !finite(v) {
		c.errorf(diag.NotFinite, r, "look for a division by zero, or the logarithm or root of a negative number", "this does not give a number")
		return expr.MustCompile(expr.Num(0))
	}
	return p
}

func finite(v float64) bool { return v-v == 0 }
