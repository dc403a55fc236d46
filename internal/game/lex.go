// The words of a game file: strings, numbers, braces, with their positions.

package game

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// SyntaxError is a fault in a game file.
type SyntaxError struct {
	File         string
	Line, Column int // from 1; columns count characters
	Message      string
}

func (e *SyntaxError) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

type tokenKind uint8

const (
	endOfFile tokenKind = iota
	quoted
	word // numbers, node letters, EFG
	open
	shut
	broken
)

// token is a stretch of the file: a word, or what stands between the quotes of
// a text.
type token struct {
	kind       tokenKind
	escaped    bool // a text holds \"
	at         int  // offset of the first byte
	start, end int
}

func clip(s string) string {
	if len(s) <= 40 {
		return s
	}
	k := 40
	for k > 0 && !utf8.RuneStart(s[k]) {
		k--
	}
	return s[:k] + "…"
}

// lexer splits a file into tokens. Commas count as blanks.
type lexer struct {
	file  string
	src   []byte
	pos   int
	texts [1 << 10]string // texts met lately, by hash: most files repeat a few
}

// classes of bytes
const (
	blank = 1 << iota
	ends  // a word
)

var class = func() (c [256]uint8) {
	for _, b := range " \t\r\n\f\v,\x00" {
		c[b] = blank | ends
	}
	for _, b := range "{}\"" {
		c[b] = ends
	}
	return c
}()

// next reads a token into t.
func (l *lexer) next(t *token) {
	src, at := l.src, l.pos
	if at == 0 && len(src) > 2 && src[0] == 0xEF && src[1] == 0xBB && src[2] == 0xBF { // a byte-order mark
		at = 3
	}
	for at < len(src) && class[src[at]]&blank != 0 {
		at++
	}
	t.at = at
	if at == len(src) {
		t.kind, l.pos = endOfFile, at
		return
	}
	end := at + 1
	switch src[at] {
	case '{':
		t.kind = open
	case '}':
		t.kind = shut
	case '"':
		l.quoted(t)
		return
	default:
		for end < len(src) && class[src[end]]&ends == 0 {
			end++
		}
		t.kind, t.start, t.end, t.escaped = word, at, end, false
	}
	l.pos = end
}

// quoted reads a text; \" is the only escape.
func (l *lexer) quoted(t *token) {
	src := l.src
	t.kind, t.escaped, t.start = quoted, false, t.at+1
	for k := t.start; k < len(src); k++ {
		switch src[k] {
		case '\\':
			if k+1 < len(src) && src[k+1] == '"' {
				t.escaped = true
				k++
			}
		case '"':
			t.end, l.pos = k, k+1
			return
		}
	}
	t.kind, l.pos = broken, len(src)
}

// is reports whether a token is a certain word.
func (l *lexer) is(t token, text string) bool {
	return t.kind == word && string(l.src[t.start:t.end]) == text
}

// text is a word or, without quotes and escapes, a text. Texts that come again
// soon share their memory.
func (l *lexer) text(t token) string {
	b := l.src[t.start:t.end]
	if len(b) == 0 {
		return ""
	}
	slot := &l.texts[hash(b)%uint32(len(l.texts))]
	if t.escaped {
		return strings.ReplaceAll(string(b), `\"`, `"`)
	}
	if *slot != string(b) {
		*slot = string(b)
	}
	return *slot
}

// hash is FNV-1a over at most 64 bytes, those at the end, where labels differ.
func hash(b []byte) uint32 {
	h := uint32(2166136261)
	for _, c := range b[max(0, len(b)-64):] {
		h = (h ^ uint32(c)) * 16777619
	}
	return h ^ h>>15
}

// describe names a token for an error message.
func (l *lexer) describe(t token) string {
	switch t.kind {
	case endOfFile:
		return "the end of the file"
	case quoted:
		return "the text " + strconv.Quote(clip(l.text(t)))
	case open:
		return `"{"`
	case shut:
		return `"}"`
	case broken:
		return "a text that is not closed"
	}
	return strconv.Quote(clip(l.text(t)))
}

// errorAt makes an error at a byte offset.
func (l *lexer) errorAt(at int, format string, args ...any) error {
	at = min(at, len(l.src))
	line, start := 1, 0
	for i, c := range l.src[:at] {
		if c == '\n' {
			line++
			start = i + 1
		}
	}
	return &SyntaxError{File: l.file, Line: line, Column: utf8.RuneCount(l.src[start:at]) + 1, Message: fmt.Sprintf(format, args...)}
}
