package syntax

import (
	"bytes"
	"regexp"

	"demarche/internal/diag"
)

// This file matches brackets and cuts the file at top-level blocks.

var (
	blockStart = regexp.MustCompile(`^([A-Za-z_][A-Za-z0-9_-]*)[ \t]+("[^"\n]*"?[ \t]*)+\{`)
	blockHead  = regexp.MustCompile(`^[ \t]*[A-Za-z_][A-Za-z0-9_-]*[ \t]+"[^"\n]*"[ \t]*$`)
	headless   = regexp.MustCompile(`^[\pL_][\pL\d_-]*[ \t]+("|[\pL\d_-]+")`) // kind and name of a block
	wordStart  = regexp.MustCompile(`^[\pL_]`)
	argStart   = regexp.MustCompile(`^[ \t]*[A-Za-z_][A-Za-z0-9_]*[ \t]*=([^=>]|$)`)
)

// nested are the kinds of block that stand inside others: at the start of a
// line they do not begin a new top-level block.
var nested = map[string]bool{"action": true}

// lineStart looks for the start of a top-level block, and for arguments that
// begin while a parenthesis is still open.
func (s *scanner) lineStart(i int) {
	rest := s.source[i:s.lineEnd(s.lineOf(i))]
	if len(s.open) > 0 {
		if m := blockStart.FindSubmatch(rest); m != nil && !nested[string(m[1])] {
			s.closeChunk(i)
			return
		}
		if top := s.open[len(s.open)-1]; top.char != '{' && argStart.Match(rest) {
			s.unclosed(top)
			for len(s.open) > 0 && s.open[len(s.open)-1].char != '{' {
				top = s.open[len(s.open)-1]
				s.open = s.open[:len(s.open)-1]
			}
			s.erase(top.offset, i-1)
		}
		return
	}
	if wordStart.Match(rest) {
		s.closeChunk(i)
		s.headed, s.headLine = !headless.Match(rest), s.lineOf(i)
	}
}

// closeChunk ends the chunk before offset i.
func (s *scanner) closeChunk(i int) {
	start := 0
	if n := len(s.chunks); n > 0 {
		start = s.chunks[n-1].end
	}
	c := chunk{start: start, end: i}
	if len(s.open) > 0 {
		guilty := s.open[len(s.open)-1]
		if s.suspect != nil && s.suspect.offset > s.open[0].offset {
			guilty = *s.suspect
		}
		s.unclosed(guilty)
		s.refused = true
	}
	c.broken = s.refused
	s.open, s.suspect, s.operators, s.refused, s.headed = nil, nil, 0, false, true
	if c.end > c.start {
		s.chunks = append(s.chunks, c)
	}
}

func (s *scanner) unclosed(b bracket) {
	closer := map[byte]string{'{': "}", '[': "]", '(': ")"}[b.char]
	what := map[byte]string{'{': "brace", '[': "bracket", '(': "parenthesis"}[b.char]
	line := bytes.TrimSpace(s.source[s.lines[b.line]:s.lineEnd(b.line)])
	hint := "put a " + closer + " where it ends"
	if b.char == '{' && blockStart.Match(line) {
		hint = "put a } on a line of its own where the block ends"
	}
	s.errorf(diag.Unclosed, s.span(b.offset, b.offset+1), hint, "this %s is never closed", what)
}

func (s *scanner) push(i int) {
	if s.lineOf(i) == s.headLine {
		s.headed = true
	}
	s.open = append(s.open, bracket{s.source[i], i, s.lineOf(i)})
	if len(s.open) == MaxNesting+1 {
		s.errorf(diag.TooDeep, s.span(i, i+1), "name the parts (parameters, variables) and combine them",
			"brackets stand in one another more than %d deep", MaxNesting)
	}
	if len(s.open) > MaxNesting {
		s.refused = true
	}
}

func (s *scanner) pop(i int) {
	c := s.source[i]
	if line := s.lines[s.lineOf(i)]; c == '}' && blockHead.Match(s.source[line:i]) {
		s.once(diag.BrokenBlock, i, i+1, `write { } behind the name, for a block without arguments`, "the { of this block is missing")
		s.text[i] = ' '
		return
	}
	want := map[byte]byte{'}': '{', ']': '[', ')': '('}[c]
	for len(s.open) > 0 && s.open[len(s.open)-1].char != want {
		if !s.isOpen(want) {
			break // c itself is the stray one
		}
		s.unclosed(s.open[len(s.open)-1])
		to := i
		if start := s.lines[s.lineOf(i)]; start > s.open[len(s.open)-1].offset {
			to = start
		}
		s.erase(s.open[len(s.open)-1].offset, to)
		s.open = s.open[:len(s.open)-1]
	}
	if len(s.open) == 0 || s.open[len(s.open)-1].char != want {
		if len(s.open) == 0 && !s.headed { // the first line of the block lacks its {, which is reported
			s.headed = true
			s.text[i] = ' '
			return
		}
		s.once(diag.StrayCloser, i, i+1, "remove it, or add the opening one", "this %c closes nothing", c)
		s.text[i] = ' '
		return
	}
	top := s.open[len(s.open)-1]
	s.open = s.open[:len(s.open)-1]
	s.pairs = append(s.pairs, pair{top.offset, i})
	if c == '}' && s.suspect == nil && s.lineOf(i) != top.line && s.firstOnLine(i) && s.indent(i) != s.indent(top.offset) {
		s.suspect = &top
	}
}

func (s *scanner) isOpen(c byte) bool {
	for _, b := range s.open {
		if b.char == c {
			return true
		}
	}
	return false
}

// indent is the width of the white space that the line of offset starts with.
func (s *scanner) indent(offset int) int {
	start := s.lines[s.lineOf(offset)]
	n := 0
	for s.source[start+n] == ' ' || s.source[start+n] == '\t' {
		n++
	}
	return n
}

func (s *scanner) firstOnLine(offset int) bool {
	return s.lines[s.lineOf(offset)]+s.indent(offset) == offset
}
