package syntax

import (
	"bytes"
	"fmt"
	"regexp"
	"unicode"
	"unicode/utf8"

	"demarche/internal/diag"

	"github.com/rivo/uniseg"
)

// This file reads the file once, character by character, before the parser
// does. It finds what would derail the parser (a missing quote, a missing
// brace), blames it on the right place, and cuts the file into top-level
// blocks so that each can be parsed on its own.

// scanner walks over the source. What cannot be parsed is replaced by spaces
// in text, so that places stay true.
type scanner struct {
	file   string
	source []byte // as given
	text   []byte // what the parser will see
	lines  []int  // offset of the start of each line
	diags  *diag.List

	open      []bracket
	suspect   *bracket // an opener whose closer stands in another column
	pairs     []pair
	chunks    []chunk
	operators int
	headed    bool            // the chunk being read had its first brace, or needs none
	headLine  int             // where it starts
	refused   bool            // the chunk being read must not be parsed
	blank     map[int]bool    // lines (from 0) on which an error was reported
	badString map[int]bool    // offsets of string literals whose text was reported
	endless   map[string]bool // words after << that no later line repeats
	last      diag.Pos        // the place computed last
}

type bracket struct {
	char   byte
	offset int
	line   int
}

// pair is two brackets that belong together.
type pair struct{ open, close int }

// chunk is a stretch of the file that holds one top-level block.
type chunk struct {
	start, end int
	broken     bool // brackets do not match: only the header can be read
}

// pos gives the place of an offset. Counting columns from the last place asked
// for on the same line keeps files with very long lines cheap.
func (s *scanner) pos(offset int) diag.Pos {
	offset = min(offset, len(s.source))
	line := s.lineOf(offset)
	from, column := s.lines[line], 1
	if s.last.Line == line+1 && s.last.Byte <= offset {
		from, column = s.last.Byte, s.last.Column
	}
	column += uniseg.GraphemeClusterCount(string(s.source[from:offset]))
	s.last = diag.Pos{Line: line + 1, Column: column, Byte: offset}
	return s.last
}

func (s *scanner) span(from, to int) diag.Range {
	if s.full() {
		return diag.Range{File: s.file}
	}
	return diag.Range{File: s.file, Start: s.pos(from), End: s.pos(to)}
}

// lineOf is the line, from 0, that offset stands in.
func (s *scanner) lineOf(offset int) int {
	lo, hi := 0, len(s.lines)-1
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if s.lines[mid] <= offset {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	return lo
}

// lineEnd is the offset of the line break that ends line i, or of the end of the file.
func (s *scanner) lineEnd(i int) int {
	if i+1 < len(s.lines) {
		return s.lines[i+1] - 1
	}
	return len(s.source)
}

// full reports whether enough errors were found: more would only cost time.
func (s *scanner) full() bool { return len(*s.diags) >= maxErrors }

func (s *scanner) errorf(code string, r diag.Range, hint, format string, args ...any) {
	if s.full() {
		return
	}
	*s.diags = append(*s.diags, diag.Diagnostic{
		Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: r,
	})
}

// erase replaces a stretch of the text by spaces, keeping line breaks.
func (s *scanner) erase(from, to int) {
	for i := from; i < to && i < len(s.text); i++ {
		if s.text[i] != '\n' {
			s.text[i] = ' '
		}
	}
	for line := s.lineOf(from); line < len(s.lines) && s.lines[line] < to; line++ {
		s.blank[line] = true
	}
}

func newScanner(file string, source []byte, diags *diag.List) *scanner {
	s := &scanner{
		file: file, source: source, headed: true, text: bytes.Clone(source), diags: diags, lines: []int{0},
		blank: map[int]bool{}, badString: map[int]bool{}, endless: map[string]bool{},
	}
	for i, c := range source {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	return s
}

// scan finds lexical errors and cuts the file into chunks.
func (s *scanner) scan() {
	for i := 0; i < len(s.source); {
		c := s.source[i]
		if i == 0 || s.source[i-1] == '\n' {
			s.lineStart(i)
		}
		switch {
		case c == '\r' && s.next(i+1) != '\n':
			s.once(diag.StrayCharacter, i, i+1, "save the file with line breaks of Unix or Windows", "a carriage return alone is not a line break")
			s.erase(i, i+1)
			i++
		case c == '\n' || c == ' ' || c == '\t' || c == '\r':
			i++
		case c == '#' || c == '/' && s.next(i+1) == '/':
			i = s.comment(i)
		case c == '/' && s.next(i+1) == '*':
			i = s.longComment(i)
		case c == '"':
			i = s.quoted(i)
		case c == '<' && s.next(i+1) == '<':
			i = s.heredoc(i)
		case c == '{' || c == '[' || c == '(':
			s.push(i)
			i++
		case c == '}' || c == ']' || c == ')':
			s.pop(i)
			i++
		case bytes.IndexByte([]byte("+-*/%!?=<>&|.,:"), c) >= 0:
			s.operator(i)
			i++
		case c < utf8.RuneSelf:
			if !wordByte(c) {
				s.strayCharacter(i, rune(c), 1)
			}
			i++
		default:
			r, n := utf8.DecodeRune(s.source[i:])
			if r == utf8.RuneError && n == 1 {
				s.once(diag.NotText, i, i+1, "save the file as UTF-8", "this byte (0x%02x) is not valid UTF-8 text", c)
				s.erase(i, i+1)
			} else if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
				s.strayCharacter(i, r, n)
			}
			i += n
		}
	}
	s.closeChunk(len(s.source))
}

func (s *scanner) next(i int) byte {
	if i < len(s.source) {
		return s.source[i]
	}
	return 0
}

func wordByte(c byte) bool {
	return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// once reports an error unless its line holds one already.
func (s *scanner) once(code string, from, to int, hint, format string, args ...any) {
	if line := s.lineOf(from); !s.blank[line] {
		s.errorf(code, s.span(from, to), hint, format, args...)
		s.blank[line] = true
	}
}

func (s *scanner) strayCharacter(i int, r rune, n int) {
	hint := "remove it"
	switch r {
	case '“', '”', '„', '«', '»', '‘', '’', '\'', '`':
		hint = `texts stand between straight double quotes: "like this"`
	case ';':
		hint = "one argument per line, without a semicolon"
	case '−', '–', '—':
		hint = "write a minus sign as -"
	case '×', '·':
		hint = "write times as *"
	case '≤', '≥', '≠':
		hint = "write <=, >= or !="
	case ' ':
		hint = "this is a no-break space: write an ordinary one"
	}
	what := fmt.Sprintf("the character %q", r)
	if r < ' ' || r == 0x7f {
		what = fmt.Sprintf("the control character 0x%02x", r)
	}
	s.once(diag.StrayCharacter, i, i+n, hint, "%s does not belong here", what)
	s.erase(i, i+n)
}

var halfLabel = regexp.MustCompile(`^[ \t]*[\pL_][\pL\d_-]*[ \t]+[\pL_][\pL\d_-]*"[ \t]*\{`)

var openLabel = regexp.MustCompile(`^[ \t]*[\pL_][\pL\d_-]*[ \t]+"([^"{\n]*?)[ \t]+\{`)

// eraseTail blanks the line from offset i on, and from the first bracket that
// was opened on it. If the line is the first of a block, whose label lacks its
// closing quote, that is put in instead. It gives the offset at which to go on.
func (s *scanner) eraseTail(i int) int {
	line := s.lineOf(i)
	start, end := s.lines[line], s.lineEnd(line)
	if m := openLabel.FindSubmatchIndex(s.source[start:end]); m != nil && start+m[2] == i+1 {
		s.text[start+m[3]] = '"' // there is a space
		return start + m[3] + 1
	}
	if m := halfLabel.FindIndex(s.source[start:end]); m != nil && i < start+m[1] { // the opening quote is missing
		s.text[i] = ' '
		return i + 1
	}
	for len(s.open) > 0 && s.open[len(s.open)-1].line == line {
		i = s.open[len(s.open)-1].offset
		s.open = s.open[:len(s.open)-1]
	}
	s.erase(i, end)
	return end
}

func (s *scanner) operator(i int) {
	if c := s.source[i]; c == ',' || c == '.' || c == ':' {
		return
	}
	s.operators++
	if s.operators == MaxOperators+1 {
		s.errorf(diag.TooLong, s.span(i, i+1), "split it", "this block holds more than %d operators", MaxOperators)
		s.refused = true
	}
}

func (s *scanner) comment(i int) int {
	end := s.lineEnd(s.lineOf(i))
	s.checkText(i, end)
	return end
}

func (s *scanner) longComment(i int) int {
	n := bytes.Index(s.source[i+2:], []byte("*/"))
	if n < 0 {
		s.errorf(diag.UnclosedComment, s.span(i, i+2), "end the comment with */, or start each of its lines with #",
			"this comment is never closed")
		s.eraseTail(i)
		return s.lineEnd(s.lineOf(i))
	}
	s.checkText(i, i+2+n)
	return i + 2 + n + 2
}

// checkText looks for bytes that are not text inside a comment or string.
func (s *scanner) checkText(from, to int) {
	for i := from; i < to; {
		r, n := utf8.DecodeRune(s.source[i:])
		if r == utf8.RuneError && n == 1 {
			s.errorf(diag.NotText, s.span(i, i+1), "save the file as UTF-8",
				"this byte (0x%02x) is not valid UTF-8 text", s.source[i])
			for ; i < to; i++ { // one message a stretch
				if s.source[i] >= utf8.RuneSelf {
					s.text[i] = '?'
				}
			}
			return
		}
		if r < ' ' && r != '\t' && r != '\n' && r != '\r' {
			s.errorf(diag.StrayCharacter, s.span(i, i+1), "remove it", "the control character 0x%02x does not belong here", r)
			s.text[i] = ' '
		}
		i += n
	}
}

// quoted reads a text in quotes, which must end on its line.
func (s *scanner) quoted(i int) int {
	end := s.lineEnd(s.lineOf(i))
	for j := i + 1; j < end; j++ {
		switch c := s.source[j]; {
		case c == '\\':
			if bytes.IndexByte([]byte(`nrt"\uU`), s.next(j+1)) < 0 {
				_, n := utf8.DecodeRune(s.source[j+1:])
				to := min(j+1+n, end)
				s.once(diag.BadEscape, j, to, `write a backslash as \\`, "in a text a backslash has a meaning of its own, and %s is unknown", s.source[j:to])
				s.badString[i] = true
				s.erase(j, to)
			}
			j++
		case (c == '$' || c == '%') && s.next(j+1) == '{':
			if s.source[j-1] == c { // $${ stands for ${ itself
				continue
			}
			s.once(diag.Interpolation, j, j+2, fmt.Sprintf("texts are plain; write %c%c{ for the characters %c{ themselves", c, c, c),
				"%c{ in a text would be computed, and the language does not do that", c)
			s.badString[i] = true
			to := s.templateEnd(j+2, end)
			s.erase(j, to)
			j = to - 1
		case c == '"':
			s.checkText(i, j)
			return j + 1
		}
	}
	s.once(diag.MissingQuote, i, end, `put a " at its end`, "this text has no closing quote")
	return s.eraseTail(i)
}

// templateEnd is the offset after the brace that closes a template whose
// inside starts at j, or end if none does.
func (s *scanner) templateEnd(j, end int) int {
	for depth := 1; j < end; j++ {
		switch s.source[j] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return j + 1
			}
		}
	}
	return end
}

// heredoc refuses <<WORD and skips to the line that ends it.
func (s *scanner) heredoc(i int) int {
	j := i + 2
	if s.next(j) == '-' {
		j++
	}
	k := j
	for wordByte(s.next(k)) {
		k++
	}
	s.once(diag.Heredoc, i, max(k, i+2), `write the text in quotes on one line; \n makes a line break`, "long texts with << are not part of the language")
	s.eraseTail(i)
	line := s.lineOf(i)
	word := string(s.source[j:k])
	if s.endless[word] {
		return s.lineEnd(line)
	}
	for l := line + 1; k > j && l < len(s.lines); l++ {
		if bytes.Equal(bytes.TrimSpace(s.source[s.lines[l]:s.lineEnd(l)]), s.source[j:k]) {
			s.erase(s.lineEnd(line), s.lineEnd(l))
			return s.lineEnd(l)
		}
	}
	s.endless[word] = true
	return s.lineEnd(line)
}
