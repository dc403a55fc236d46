package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sort"
	"unicode/utf8"

	"demarche/internal/diag"

	"github.com/rivo/uniseg"
)

// This file holds the text of a CSV file, the places in it, and what is
// reported about them.

// MaxBytes is the largest evidence or resolution file that is read.
const MaxBytes = 4 << 20

// maxReported is how many diagnostics of one file are shown.
const maxReported = 100

// maxClusters bounds the search for combined characters in overlong lines.
const maxClusters = 1 << 14

var byteOrderMark = []byte("\xef\xbb\xbf")

// source is the text of a file, and the diagnostics about it.
type source struct {
	file    string
	text    []byte // without byte order mark
	lines   []int  // offset of the start of each line
	list    diag.List
	dropped int // diagnostics beyond the number shown
	severe  bool
}

// open makes text readable: it strips the byte order mark and reports what is
// no text. ok is false where going on would only produce noise.
func open(file string, src []byte) (s *source, ok bool) {
	s = &source{file: file}
	whole := diag.Range{File: file}
	src = bytes.TrimPrefix(src, byteOrderMark)
	switch {
	case len(src) > MaxBytes:
		s.report(diag.Diagnostic{Code: TooLarge, Subject: whole, Message: fmt.Sprintf("the file is larger than %d MB", MaxBytes>>20),
			Hint: "check that it is the right file; otherwise keep only the rows that the scenario needs"})
		return s, false
	case bytes.HasPrefix(src, []byte("PK\x03\x04")), bytes.HasPrefix(src, []byte("\xd0\xcf\x11\xe0")):
		s.report(diag.Diagnostic{Code: NotText, Subject: whole, Message: "this is a spreadsheet workbook, not a CSV file",
			Hint: "in the spreadsheet program, save the sheet as “CSV UTF-8 (comma delimited)”"})
		return s, false
	case bytes.HasPrefix(src, []byte("\xff\xfe")), bytes.HasPrefix(src, []byte("\xfe\xff")):
		s.report(diag.Diagnostic{Code: NotText, Subject: whole, Message: "the file is written in UTF-16",
			Hint: "save it as “CSV UTF-8 (comma delimited)”"})
		return s, false
	}
	if bytes.IndexByte(src, '\n') < 0 && bytes.IndexByte(src, '\r') >= 0 {
		src = bytes.ReplaceAll(src, []byte("\r"), []byte("\n")) // as old Macintosh programs end lines
	}
	s.text = src
	s.lines = []int{0}
	for i, c := range src {
		if c == '\n' {
			s.lines = append(s.lines, i+1)
		}
	}
	s.encoding()
	return s, true
}

// encoding reports the first byte that is no text, and how many lines have such.
func (s *source) encoding() {
	first, lines, last := -1, 0, -1
	note := func(i int) {
		if first < 0 {
			first = i
		}
		if l := s.lineOf(i); l != last {
			last = l
			lines++
		}
	}
	nul := bytes.IndexByte(s.text, 0) >= 0
	if nul {
		for line, i := range s.lines {
			if k := bytes.IndexByte(s.text[i:s.lineEnd(line)], 0); k >= 0 {
				note(i + k)
			}
		}
	} else {
		for i := 0; i < len(s.text); {
			r, n := utf8.DecodeRune(s.text[i:])
			if r == utf8.RuneError && n == 1 {
				note(i)
			}
			i += n
		}
	}
	if first < 0 {
		return
	}
	more := ""
	switch {
	case lines == 2:
		more = ", and on one more line"
	case lines > 2:
		more = fmt.Sprintf(", and on %d more lines", lines-1)
	}
	if nul {
		s.errorf(NotText, first, first+1, "the file is damaged or is no CSV file: save it anew as “CSV UTF-8 (comma delimited)”",
			"there is a NUL character here%s", more)
		return
	}
	s.errorf(NotText, first, first+1, "save the file as “CSV UTF-8 (comma delimited)”", "this character is not written in UTF-8%s", more)
}

// lineOf is the line, from 0, that offset stands in.
func (s *source) lineOf(offset int) int {
	return sort.SearchInts(s.lines, offset+1) - 1
}

// lineEnd is the offset of the line break that ends line i, or of the end of the text.
func (s *source) lineEnd(i int) int {
	if i+1 < len(s.lines) {
		return s.lines[i+1] - 1
	}
	return len(s.text)
}

func (s *source) pos(offset int) diag.Pos {
	line := s.lineOf(offset)
	before := s.text[s.lines[line]:offset]
	near := min(len(before), maxClusters) // beyond, characters are counted in the cheap way
	column := uniseg.GraphemeClusterCount(string(before[:near])) + utf8.RuneCount(before[near:])
	return diag.Pos{Line: line + 1, Column: column + 1, Byte: offset}
}

// span is the place of a stretch of the text.
func (s *source) span(from, to int) diag.Range {
	return diag.Range{File: s.file, Start: s.pos(from), End: s.pos(to)}
}

// full reports whether further diagnostics are only counted, so that no work
// need go into their wording.
func (s *source) full() bool { return len(s.list) >= maxReported }

func (s *source) report(d diag.Diagnostic) {
	if s.full() {
		s.dropped++
		s.severe = s.severe || d.Severity == diag.Error
		return
	}
	s.list = append(s.list, d)
}

func (s *source) errorf(code string, from, to int, hint, format string, args ...any) {
	if s.full() {
		s.report(diag.Diagnostic{Code: code})
		return
	}
	s.report(diag.Diagnostic{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: s.span(from, to)})
}

func (s *source) warnf(code string, from, to int, hint, format string, args ...any) {
	if s.full() {
		s.report(diag.Diagnostic{Code: code, Severity: diag.Warning})
		return
	}
	s.report(diag.Diagnostic{Code: code, Severity: diag.Warning, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: s.span(from, to)})
}

// finish gives the diagnostics in the order of the file.
func (s *source) finish() diag.List {
	sort.SliceStable(s.list, func(i, j int) bool {
		a, b := s.list[i].Subject, s.list[j].Subject
		if a.IsZero() != b.IsZero() {
			return b.IsZero() // what is missing altogether comes last
		}
		return a.Start.Byte < b.Start.Byte
	})
	if s.dropped > 0 {
		d := diag.Diagnostic{Code: diag.TooManyErrors, Severity: diag.Warning, Subject: diag.Range{File: s.file},
			Message: fmt.Sprintf("%d more messages are not shown", s.dropped), Hint: "mend the first ones and check again"}
		if s.severe {
			d.Severity = diag.Error
		}
		s.list = append(s.list, d)
	}
	return s.list
}

// hash identifies a source text.
func hash(src []byte) string {
	sum := sha256.Sum256(src)
	return hex.EncodeToString(sum[:])
}

// readFile reads a file of at most MaxBytes (and one, so that a larger one is
// noticed), or says in plain words why it cannot.
func readFile(path string) ([]byte, diag.List) {
	fail := func(hint, format string, args ...any) ([]byte, diag.List) {
		return nil, diag.List{{Code: diag.FileUnreadable, Message: fmt.Sprintf(format, args...), Hint: hint, Subject: diag.Range{File: path}}}
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
		return fail("name the CSV file inside it", "%q is a folder", path)
	}
	src, err := io.ReadAll(io.LimitReader(f, MaxBytes+int64(len(byteOrderMark))+1))
	if err != nil {
		return fail("", "the file %q cannot be read: %v", path, plain(err))
	}
	return src, nil
}

// plain is the reason without the path, which the message names already.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
