package lookahead_test

// This file checks the size estimate against trees that are then built.

import (
	"demarche/internal/cputime"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	"demarche/internal/lookahead"
)

func TestEstimateAgreesWithTree(t *testing.T) {
	for name, body := range shapes {
		m := load(t, fmt.Sprintf(preamble, 2, 1.0, 1.0, 1.0)+body)
		pos, err := m.Start()
		if err != nil {
			t.Fatal(err)
		}
		size, err := m.Estimate(pos, lookahead.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		tree, err := m.Build(pos, lookahead.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		blocks := float64(len(tree.Game.Blocks))
		t.Logf("%s: about %.0f public states, really %.0f; about %.0f nodes, really %d", name, size.Blocks, blocks, size.Nodes, len(tree.Game.Src))
		if math.Abs(math.Log(size.Blocks/blocks)) > math.Log(1.5) {
			t.Errorf("%s: estimated %.0f public states, there are %.0f", name, size.Blocks, blocks)
		}
	}
}

// A look-ahead beyond all memory is refused at once, before it is laid out.
func TestTooLargeIsRefusedAtOnce(t *testing.T) {
	m := load(t, fmt.Sprintf(preamble, 4, 1.0, 1.0, 1.0)+shapes["simultaneous"])
	pos, err := m.Start()
	if err != nil {
		t.Fatal(err)
	}
	begun := cputime.Spent()
	err = m.Fits(pos, lookahead.Limits{Bytes: 10 << 20})
	var large *lookahead.TooLarge
	if !errors.As(err, &large) {
		t.Fatalf("got %v", err)
	}
	if d := cputime.Spent() - begun; d > 5*time.Second {
		t.Errorf("it took %v to refuse", d)
	}
	t.Log(err)
	// and building without asking first stops at the limit
	if _, err := m.Build(pos, lookahead.Limits{Bytes: 1 << 20}); !errors.As(err, &large) {
		t.Fatalf("got %v", err)
	}
	t.Log(err)
}
