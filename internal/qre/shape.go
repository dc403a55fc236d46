package qre

import (
	"demarche/internal/game"
)

// This file says how a block of the fast path is wired. What a block
// looks like, numbers apart, is its shape; blocks of one shape share it, so that
// a game of a million public states has a few dozen of them.

// shape is how a block is wired. Actors are counted by their place in sees,
// profiles, unknowns, edges and kids by their place in the block.
type shape struct {
	m, movers, vars int
	sets            []shapeSet
	watched         int     // of sees: the actors who chose above
	moverSee        []int32 // by mover: its place in sees
	types           []int32 // by see: number of types
	typeOf          []int32 // by see and profile
	row, col        []int32 // by watched see: first row; first column (types but the first have one)
	rows, cols      int

	src    []int32 // by edge: profile it leaves
	choice []int32 // by edge and mover: unknown
	crow   []int32 // by edge and see: row of the kid's expectation, −1 at a leaf
	kids   []shapeKid
	leaf   int  // first edge to a leaf; those to kids stand before
	unit   bool // chance plays no part on any edge
	couple bool // choices here may come to depend on one another
	two    *pair
	met    int // the last game of its compiler that has such a block
}

// shapeSet is an information set of a shape.
type shapeSet struct {
	mover, see, typ, lo, n int32
}

// shapeKid is how a kid hangs on its block.
type shapeKid struct {
	lo, hi int32 // its edges
	cols   int32
	paid   bool // edges carry a payoff beside the kid's value (see game.Block.Same)
	// By the kid's rows of those in sees: the rows and unknowns here that lead to them.
	row  []int32 // row of the kid
	up   []int32 // row here, −1: the actor had not moved above
	upBy []int32 // unknown here by which the row's type got there, −1: its actor does not move here
	// By column of the kid: what its type's share is made of, less that of the
	// actor's first type; −1 for nothing.
	plusCol, plusVar, minusCol, minusVar []int32
}

// fastBlock is a block with its place in the arrays.
type fastBlock struct {
	*shape
	parent  int32 // −1 at the root, and where many blocks lead
	id      int32 // in game.Public
	profile int32
	slot    int32 // of its parent's kids, which it is
	inLocal int32 // first of the edges that lead here, in its parent
	inEdge  int32 // the same, in kern
	v       int32 // first unknown
	set     int32 // first information set
	row     int32
	kid     int32 // first entry in kids
	edge    int32 // first entry in kern, of all edges
	pay     int   // first entry in pay
	weight  int
	matrix  int
	gain    int
	f       int   // first column of all
	size    int32 // blocks of its subtree, itself included (trees only)
}

// wiring is a compiled game.
type wiring struct {
	g      *game.Public
	blocks []fastBlock
	kids   []int32   // by block and kid: block
	kern   []float64 // by edge: probability of chance
	logK   []float64 // by profile of an inner block: log probability of chance on the way to it
	pay    []float64 // by paid edge and see
	shapes []*shape  // of its blocks, each once
	acyc   bool      // blocks are shared: the public tree is a directed acyclic graph

	profiles, rows, weights, matrices, gains int
	most                                     struct{ rows, cols, vars, sets, sees, coupled, m, kidRows, edges int }
}
