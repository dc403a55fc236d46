package sweep_test

// This file checks that a run that was stopped goes on to the same bytes.

import (
	"bytes"
	"context"
	"encoding/gob"
	"fmt"
	"sync"
	"testing"

	"demarche/internal/sweep"
)

// memory remembers pieces as a journal does, and stops the run after some.
type memory struct {
	mu     sync.Mutex
	pieces map[string][]byte
	left   int
	stop   context.CancelFunc
	used   int
}

func (m *memory) Recall(key string, into any) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	b, ok := m.pieces[key]
	if ok {
		m.used++
	}
	return ok && gob.NewDecoder(bytes.NewReader(b)).Decode(into) == nil
}

func (m *memory) Keep(key string, value any) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(value); err != nil {
		panic(fmt.Sprintf("%s: %v", key, err))
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pieces[key] = b.Bytes()
	if m.left--; m.left == 0 && m.stop != nil {
		m.stop()
	}
}

func TestStoppedRunGoesOnToTheSameBytes(t *testing.T) {
	s, set := crisisScenario(t)
	for _, opt := range []sweep.Options{
		{Seed: 7, Draws: 40, Stories: 40, Workers: 2, Previous: true, Method: sweep.Importance},
		{Seed: 7, Draws: 24, Stories: 24, Workers: 2, Method: sweep.Tempered},
	} {
		want := runJSON(t, s, set, opt)
		for _, after := range []int{1, 7, 30, 45, 60, 75, 90, 100, 120, 1000} {
			m := &memory{pieces: map[string][]byte{}, left: after}
			ctx, cancel := context.WithCancel(context.Background())
			m.stop = cancel
			opt.Memo = m
			if _, err := sweep.Run(ctx, s, set, opt); err != nil {
				t.Fatal(err)
			}
			cancel()
			m.stop = nil
			kept := len(m.pieces)
			if got := runJSON(t, s, set, opt); !bytes.Equal(got, want) {
				t.Fatalf("%s: stopped after %d pieces (%d kept) it goes on to other bytes", opt.Method, after, kept)
			}
			if m.used < kept {
				t.Errorf("%s: stopped after %d pieces: only %d of %d that were kept were used", opt.Method, after, m.used, kept)
			}
		}
	}
}
