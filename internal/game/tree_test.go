package game

import (
	"math/rand"
	"testing"
)

// checkTree tests the definition: information sets within one block, parents of
// a block's entries in one block, blocks a tree with parents first, every inner
// node in one block once.
func checkTree(t testing.TB, g *Game) *Tree {
	t.Helper()
	tree := PublicTree(g)
	seen := make([]int, g.Nodes())
	for b := range tree.Blocks {
		s := &tree.Blocks[b]
		if b == 0 != (s.Parent < 0) || int(s.Parent) >= b {
			t.Fatalf("block %d has parent %d", b, s.Parent)
		}
		for k, h := range s.Nodes {
			seen[h]++
			if tree.BlockOf[h] != int32(b) || k > 0 && s.Nodes[k-1] >= h {
				t.Fatalf("block %d lists node %d wrongly", b, h)
			}
		}
		entries := map[int32]bool{}
		for _, h := range s.Entries {
			entries[h] = true
		}
		for _, h := range s.Nodes {
			p := g.Parent[h]
			outside := p < 0 || tree.BlockOf[p] != int32(b)
			if outside != entries[h] {
				t.Fatalf("node %d of block %d: entry %v", h, b, entries[h])
			}
			if outside && p >= 0 && tree.BlockOf[p] != s.Parent {
				t.Fatalf("entries of block %d come from blocks %d and %d", b, tree.BlockOf[p], s.Parent)
			}
		}
		for _, c := range s.Children {
			if tree.Blocks[c].Parent != int32(b) {
				t.Fatalf("block %d is not the parent of its child %d", b, c)
			}
		}
	}
	for h, k := range g.Kind {
		want := 1
		if k == Terminal {
			want = 0
		}
		if seen[h] != want {
			t.Fatalf("node %d stands in %d blocks", h, seen[h])
		}
	}
	for i := range g.Sets {
		for _, h := range g.Sets[i].Nodes {
			if tree.BlockOf[h] != tree.BlockOf[g.Sets[i].Nodes[0]] {
				t.Fatalf("%s is spread over blocks", g.SetName(i))
			}
		}
	}
	return tree
}

func TestPublicTree(t *testing.T) {
	for name, want := range map[string]int{
		"centipede.efg": 4, // every node its own
		"signal.efg":    4, // the draw; the sender's types; after each message
		"pennies.efg":   2,
		"covert.efg":    6, // the shipment; denounced; supplied or not; provoked; quiet; denounced and provoked
		"depths.efg":    3, // a set at depths 1 and 2 pulls the nodes between into its block's parent
	} {
		src := corpus(t)["../qre/testdata/"+name]
		g, err := ReadEFG(src, name, 0)
		if err != nil {
			t.Fatal(err)
		}
		if tree := checkTree(t, g); len(tree.Blocks) != want {
			t.Errorf("%s: %d public states, want %d", name, len(tree.Blocks), want)
		}
	}
}

// TestPublicTreeContracts: an information set that holds a node and one three
// moves below another branch forces everything between into one block.
func TestPublicTreeContracts(t *testing.T) {
	b := NewBuilder("", "A", "B", "C")
	root := b.InformationSet(0, "", "l", "r")
	mid := b.InformationSet(1, "", "l", "r")
	blind := b.InformationSet(2, "", "l", "r")
	low := b.InformationSet(0, "", "l", "r")
	b.AddDecision(root)
	b.AddDecision(blind) // depth 1
	b.AddTerminal(0, 0, 0)
	b.AddTerminal(0, 0, 0)
	b.AddDecision(mid)
	b.AddTerminal(0, 0, 0)
	b.AddDecision(low)
	b.AddTerminal(0, 0, 0)
	b.AddDecision(blind) // depth 3
	b.AddTerminal(0, 0, 0)
	b.AddTerminal(0, 0, 0)
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	tree := checkTree(t, g)
	if len(tree.Blocks) != 2 || len(tree.Blocks[0].Nodes) != 3 {
		t.Errorf("%d blocks, %d nodes in the first; want 2 and 3", len(tree.Blocks), len(tree.Blocks[0].Nodes))
	}
}

// TestPublicTreeRandom: random perfect-recall games of random visibility.
func TestPublicTreeRandom(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for range 500 {
		checkTree(t, randomGame(t, r))
	}
}

// randomGame draws a tree in which one-node sets of players without earlier own
// moves are merged at random, across depths too.
func randomGame(t testing.TB, r *rand.Rand) *Game {
	b := NewBuilder("", "1", "2", "3", "4", "5", "6")
	sets := make(map[int]int)
	var grow func(depth int, used map[int]bool)
	grow = func(depth int, used map[int]bool) {
		p := r.Intn(6)
		if depth == 0 || r.Intn(5) == 0 || used[p] {
			b.AddTerminal(r.Float64(), 0, 0, 0, 0, r.Float64())
			return
		}
		if r.Intn(4) == 0 {
			b.AddChance(b.ChanceMove("", []string{"h", "t"}, []float64{0.5, 0.5}))
			grow(depth-1, used)
			grow(depth-1, used)
			return
		}
		s, ok := sets[p]
		if !ok || r.Intn(3) > 0 {
			s = b.InformationSet(p, "", "l", "r")
			sets[p] = s
		}
		b.AddDecision(s)
		below := map[int]bool{p: true}
		for k := range used {
			below[k] = true
		}
		grow(depth-1, below)
		grow(depth-1, below)
	}
	grow(6, map[int]bool{})
	g, err := b.Game()
	if err != nil {
		t.Fatal(err)
	}
	return g
}
