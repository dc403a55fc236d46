package qre

import (
	"math"
	"testing"

	"demarche/internal/game"
)

// This file tests that the measure of a game accounts for all of it.

func TestWidthsAccountForEveryState(t *testing.T) {
	c, ok := game.Convert(signallingTree(t))
	if !ok {
		t.Fatal("not a game for the fast path")
	}
	w := WidthsOf(c.Game)
	states, actions, share := 0, 0, 0.0
	for k, x := range w.By {
		states += x.States
		actions += x.States * x.Actions
		share += x.Share
		if k > 0 && x.Share > w.By[k-1].Share {
			t.Errorf("width %d takes more work than the one before", k)
		}
	}
	if states != w.States || actions != c.Game.Vars || math.Abs(share-1) > 1e-9 || w.Bytes <= 0 {
		t.Errorf("%d states and %d actions (want %d and %d), shares sum to %v, %d bytes", states, actions, w.States, c.Game.Vars, share, w.Bytes)
	}
}

func signallingTree(t *testing.T) (*game.Game, *game.Tree) {
	g := signalling(t, 3, 0.3, 1)
	return g, game.PublicTree(g)
}
