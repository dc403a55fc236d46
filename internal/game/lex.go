// The words of a game file: strings, numbers, braces, with their positions.

package game

import (
	"fmt"
	"math/big"
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

type token struct {
	kind tokenKind
	at   int    // offset of the first byte
	text string // of a word or, unquoted, of a string
}

// describe names a token for an error message.
func (t token) describe() string {
	switch t.kind {
	case endOfFile:
		return "the end of the file"
	case quoted:
		return "the text " + strconv.Quote(clip(t.text))
	case open:
		return `"{"`
	case shut:
		return `"}"`
	}
	return strconv.Quote(clip(t.text))
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
	file string
	src  []byte
	pos  int
}

func (l *lexer) next() token {
	for l.pos < len(l.src) {
		switch l.src[l.pos] {
		case ' ', '\t', '\r', '\n', '\f', '\v', ',', 0:
			l.pos++
			continue
		case 0xEF: // a byte-order mark
			if l.pos == 0 && len(l.src) > 2 && l.src[1] == 0xBB && l.src[2] == 0xBF {
				l.pos = 3
				continue
			}
		}
		break
	}
	at := l.pos
	if at == len(l.src) {
		return token{kind: endOfFile, at: at}
	}
	switch l.src[at] {
	case '{':
		l.pos++
		return token{kind: open, at: at}
	case '}':
		l.pos++
		return token{kind: shut, at: at}
	case '"':
		return l.quoted(at)
	}
	for l.pos < len(l.src) && !strings.ContainsRune(" \t\r\n\f\v,\x00{}\"", rune(l.src[l.pos])) {
		l.pos++
	}
	return token{kind: word, at: at, text: string(l.src[at:l.pos])}
}

// quoted reads a string; \" is the only escape.
func (l *lexer) quoted(at int) token {
	l.pos++
	start, escaped := l.pos, false
	for l.pos < len(l.src) {
		switch l.src[l.pos] {
		case '\\':
			if l.pos+1 < len(l.src) && l.src[l.pos+1] == '"' {
				escaped = true
				l.pos++
			}
		case '"':
			text := string(l.src[start:l.pos])
			l.pos++
			if escaped {
				text = strings.ReplaceAll(text, `\"`, `"`)
			}
			return token{kind: quoted, at: at, text: text}
		}
		l.pos++
	}
	return token{kind: broken, at: at, text: "a text that is not closed"}
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

// Bounds on a number's text: beyond them exact arithmetic would cost time and
// memory out of proportion, and no payoff has such a size.
const (
	longestNumber = 512
	largestPower  = 300
)

// parseNumber reads -3, .5, 1e-3, 1/3 or 1.5/2 exactly.
func parseNumber(s string) (*big.Rat, bool) {
	if len(s) == 0 || len(s) > longestNumber {
		return nil, false
	}
	if top, bottom, ok := strings.Cut(s, "/"); ok {
		a, ok1 := parseDecimal(top)
		b, ok2 := parseDecimal(bottom)
		if !ok1 || !ok2 || b.Sign() == 0 {
			return nil, false
		}
		return a.Quo(a, b), true
	}
	return parseDecimal(s)
}

func parseDecimal(s string) (*big.Rat, bool) {
	mantissa, power := s, ""
	if k := strings.IndexAny(s, "eE"); k >= 0 {
		mantissa, power = s[:k], s[k+1:]
		e, err := strconv.Atoi(power)
		if err != nil || e > largestPower || e < -largestPower {
			return nil, false
		}
	}
	digits := 0
	for i, c := range mantissa {
		switch {
		case c >= '0' && c <= '9':
			digits++
		case c == '.':
		case (c == '-' || c == '+') && i == 0:
		default:
			return nil, false
		}
	}
	if digits == 0 {
		return nil, false
	}
	return new(big.Rat).SetString(s)
}
