package score

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
)

// This file reads a ledger and verifies its chain, line by line.

// MaxLedger is the size above which a file is not read as a ledger, in bytes:
// some hundred thousand runs.
const MaxLedger = 256 << 20

// BrokenError says at which line a ledger is not what it was.
type BrokenError struct {
	File string
	Line int // from 1
	What string
}

func (e *BrokenError) Error() string {
	return fmt.Sprintf("%s:%d: the ledger is broken here: %s; what stands before this line is whole. Put a whole copy in its place, or begin a new ledger", e.File, e.Line, e.What)
}

// ReadLedger reads and verifies the ledger in file. The error is a
// *BrokenError where the chain does not hold.
func ReadLedger(file string) ([]Entry, error) {
	info, err := os.Stat(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("there is no ledger %s; demarche run FILE --ledger %s begins one", file, file)
	case err != nil:
		return nil, fmt.Errorf("cannot read the ledger: %w", err)
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder, not a ledger", file)
	case info.Size() > MaxLedger:
		return nil, fmt.Errorf("%s has %d bytes, too many for a ledger (at most %d)", file, info.Size(), MaxLedger)
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("cannot read the ledger: %w", err)
	}
	return ParseLedger(file, b)
}

// ParseLedger verifies text as a ledger called file, and gives its entries. A
// ledger without a line is whole.
func ParseLedger(file string, text []byte) ([]Entry, error) {
	var out []Entry
	previous := noHash
	for n := 1; len(text) > 0; n++ {
		line, rest, ended := bytes.Cut(text, []byte("\n"))
		text = rest
		if !ended {
			return nil, &BrokenError{file, n, "the line has no end: it is torn"}
		}
		e, err := parseEntry(line)
		if err != nil {
			return nil, &BrokenError{file, n, err.Error()}
		}
		switch {
		case e.Number != n:
			return nil, &BrokenError{file, n, fmt.Sprintf("it is entry %d where entry %d is due: a line was dropped, moved or put in", e.Number, n)}
		case e.Previous != previous:
			return nil, &BrokenError{file, n, "it does not follow from the line before it: that line was changed, or this one is from another ledger"}
		}
		previous = e.Hash
		out = append(out, e)
	}
	return out, nil
}

// parseEntry reads one line, and makes sure that it is as it was written.
func parseEntry(line []byte) (Entry, error) {
	var e Entry
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return e, errors.New("it is not an entry: it is torn, or was edited")
	}
	if head.Format > LedgerFormat {
		return e, fmt.Errorf("it was written by a newer demarche (format %d, this one reads up to %d): update demarche", head.Format, LedgerFormat)
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&e); err != nil {
		return e, errors.New("it is not an entry: it is torn, or was edited")
	}
	if _, err := dec.Token(); err != io.EOF {
		return e, errors.New("something stands behind the entry")
	}
	if head.Format < 1 {
		return e, errors.New("it is not an entry: it names no format")
	}
	sum, err := e.sum()
	if err != nil || sum != e.Hash {
		return e, errors.New("it was changed: its hash is another")
	}
	if again, err := e.line(); err != nil || !bytes.Equal(again, line) {
		return e, errors.New("it was changed: it is not written as demarche writes it")
	}
	return e, e.check()
}

// Head is the hash of the last entry; "" of an empty ledger.
func Head(entries []Entry) string {
	if len(entries) == 0 {
		return ""
	}
	return entries[len(entries)-1].Hash
}

// Holds reports whether the chain passes through the entry with this hash:
// whether the ledger still is, or goes on from, the one that was seen then.
func Holds(entries []Entry, hash string) bool {
	for i := range entries {
		if entries[i].Hash == hash {
			return true
		}
	}
	return false
}
