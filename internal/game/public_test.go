package game

// This file checks the order in which a public graph with shared subgames is walked.

import (
	"slices"
	"testing"
)

func TestOrderPutsEveryWayBeforeASharedSubgame(t *testing.T) {
	// 0 → 1, 2, 3; 1 → 4 → 5; 2 → 6 (is 4), 7; 7 → 8 (is 4); 3 is a leaf
	g := &Public{Blocks: make([]Block, 9)}
	for b, parent := range []int32{-1, 0, 0, 0, 1, 4, 2, 2, 7} {
		g.Blocks[b].Parent = parent
	}
	g.Link()
	if g.Order() != nil || g.Merged() {
		t.Fatal("a tree needs no order")
	}
	g.Blocks[6].Same, g.Blocks[8].Same = 4, 4
	order := g.Order()
	if !g.Merged() || g.At(6) != 4 || g.At(5) != 5 {
		t.Fatal("the shared subgame was not seen")
	}
	place := make([]int, len(g.Blocks))
	for b := range place {
		if place[b] = slices.Index(order, int32(b)); place[b] < 0 {
			t.Fatalf("block %d is missing in %v", b, order)
		}
	}
	for b := range g.Blocks {
		if p := g.Blocks[b].Parent; p >= 0 && place[p] > place[b] {
			t.Errorf("block %d comes before its parent in %v", b, order)
		}
		if s := g.Blocks[b].Same; s > 0 && place[s] < place[b] {
			t.Errorf("block %d comes after the subgame that it leads to in %v", b, order)
		}
	}
	if len(order) != len(g.Blocks) {
		t.Errorf("%d of %d blocks in %v", len(order), len(g.Blocks), order)
	}
}
