package store

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/gob"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"sync"
	"syscall"
)

// This file remembers the finished pieces of a run that is not done, so that
// the same command goes on from there however the run was stopped.
//
// A journal is one line that says of which run it is, and records. A record is
// the lengths of a key and a value, both, and a checksum, appended by a single
// write. What a killed process or a full disk left of the last record is cut
// off when the journal is opened.

// Journal is the memory of a run. It is safe for several goroutines, and is a
// work.Memo.
type Journal struct {
	mu     sync.Mutex
	file   *os.File
	path   string
	size   int64 // of what is whole
	at     map[string]place
	broken error
}

// place is where the value of a record stands.
type place struct {
	from   int64
	length int
	sum    [sumSize]byte
	head   []byte // what the checksum covers before the value
}

const (
	sumSize    = 16
	headSize   = 8
	longestKey = 1 << 10
	longest    = 1 << 30 // value
)

// OpenJournal opens the journal at path for the run that identity names: all
// that its result depends on, the program included. Records of another run that
// stands there are dropped, and so is a torn end.
func OpenJournal(path, identity string) (*Journal, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, explainJournal(path, err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o644)
	if err != nil {
		return nil, explainJournal(path, err)
	}
	sum := sha256.Sum256([]byte(identity))
	title := fmt.Appendf(nil, "a demarche run that is not done: %x\n", sum)
	j := &Journal{file: f, path: path, at: map[string]place{}}
	if err := j.scan(title); err != nil {
		f.Close()
		return nil, explainJournal(path, err)
	}
	return j, nil
}

// scan finds the whole records, and cuts off the rest.
func (j *Journal) scan(title []byte) error {
	info, err := j.file.Stat()
	if err != nil {
		return err
	}
	whole := info.Size()
	in := bufio.NewReaderSize(io.NewSectionReader(j.file, 0, whole), 1<<16)
	got := make([]byte, len(title))
	if _, err := io.ReadFull(in, got); err != nil || !bytes.Equal(got, title) {
		if err := j.file.Truncate(0); err != nil {
			return err
		}
		_, err := j.file.Write(title)
		j.size = int64(len(title))
		return err
	}
	j.size = int64(len(title))
	for {
		key, p, ok := readRecord(in, j.size, whole)
		if !ok {
			break
		}
		j.at[key] = p
		j.size = p.from + int64(p.length) + sumSize
	}
	if j.size < whole {
		return j.file.Truncate(j.size)
	}
	return nil
}

// readRecord reads the record that begins at from, and checks it.
func readRecord(in io.Reader, from, whole int64) (key string, p place, ok bool) {
	head := make([]byte, headSize)
	if _, err := io.ReadFull(in, head); err != nil {
		return
	}
	k, n := binary.LittleEndian.Uint32(head), binary.LittleEndian.Uint32(head[4:])
	if k > longestKey || n > longest || from+headSize+int64(k)+int64(n)+sumSize > whole {
		return
	}
	head = append(head, make([]byte, k)...)
	if _, err := io.ReadFull(in, head[headSize:]); err != nil {
		return
	}
	sum := sha256.New()
	sum.Write(head)
	if m, err := io.CopyN(sum, in, int64(n)); err != nil || m != int64(n) {
		return
	}
	if _, err := io.ReadFull(in, p.sum[:]); err != nil || !bytes.Equal(p.sum[:], sum.Sum(nil)[:sumSize]) {
		return
	}
	p.from, p.length, p.head = from+int64(len(head)), int(n), head
	return string(head[headSize:]), p, true
}

// Pieces is how many pieces are remembered.
func (j *Journal) Pieces() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.at)
}

// Recall fills into with what was kept under the key. It reports false, and
// leaves into as it is, where there is nothing or it cannot be read whole.
func (j *Journal) Recall(key string, into any) bool {
	j.mu.Lock()
	p, ok := j.at[key]
	j.mu.Unlock()
	if !ok {
		return false
	}
	value := make([]byte, p.length)
	if _, err := j.file.ReadAt(value, p.from); err != nil {
		return false
	}
	sum := sha256.New()
	sum.Write(p.head)
	sum.Write(value)
	if !bytes.Equal(p.sum[:], sum.Sum(nil)[:sumSize]) {
		return false
	}
	trial := reflect.New(reflect.TypeOf(into).Elem())
	if gob.NewDecoder(bytes.NewReader(value)).DecodeValue(trial) != nil {
		return false
	}
	return gob.NewDecoder(bytes.NewReader(value)).Decode(into) == nil
}

// Keep remembers a value. Where it cannot be written nothing more is, and Err
// says why; the run itself goes on.
func (j *Journal) Keep(key string, value any) {
	var body bytes.Buffer
	if err := gob.NewEncoder(&body).Encode(value); err != nil {
		j.fail(fmt.Errorf("%s cannot be kept: %w", key, err))
		return
	}
	if len(key) > longestKey || body.Len() > longest {
		return
	}
	head := make([]byte, headSize, headSize+len(key))
	binary.LittleEndian.PutUint32(head, uint32(len(key)))
	binary.LittleEndian.PutUint32(head[4:], uint32(body.Len()))
	head = append(head, key...)
	record := append(append(make([]byte, 0, len(head)+body.Len()+sumSize), head...), body.Bytes()...)
	sum := sha256.Sum256(record)
	record = append(record, sum[:sumSize]...)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken != nil {
		return
	}
	if _, err := j.file.Write(record); err != nil {
		j.broken = err
		_ = j.file.Truncate(j.size) // if it cannot be cut off now, the next to open it does so
		return
	}
	p := place{from: j.size + int64(len(head)), length: body.Len(), head: head}
	copy(p.sum[:], sum[:])
	j.at[key] = p
	j.size += int64(len(record))
}

func (j *Journal) fail(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken == nil {
		j.broken = err
	}
}

// Err says why nothing more is remembered; nil if all was.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.broken == nil {
		return nil
	}
	return explainJournal(j.path, j.broken)
}

// Close leaves the journal for the next process.
func (j *Journal) Close() error { return j.file.Close() }

// Remove closes the journal and forgets all: the run is done.
func (j *Journal) Remove() error { return errors.Join(j.file.Close(), os.Remove(j.path)) }

func explainJournal(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("the disk of %s is full: if the run is stopped now it begins anew; make room, or give a folder on another disk with --out", path)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s may not be written: if the run is stopped it begins anew; give another folder with --out", path)
	}
	return fmt.Errorf("what is done of the run cannot be remembered in %s: %w", path, err)
}
