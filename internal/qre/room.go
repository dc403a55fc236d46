package qre

import (
	"sync"

	"demarche/internal/game"
)

// This file lends out the memory in which a game is solved: a run solves games by
// the thousand, each a little different from the last. What is lent is cleared,
// so that nothing of one game gets into the next; shapes alone are kept, which
// their keys describe in full.

// room is what one solution needs besides the game.
type room struct {
	compiler compiler
	wiring   wiring
	shapes   map[string]*shape
	floats   arena
}

var rooms = sync.Pool{New: func() any { return new(room) }}

// enter lends a room, leave takes it back, unless its game was so large that the
// memory is better let go.
func enter() *room { return rooms.Get().(*room) }

func (r *room) leave() {
	if r.floats.used <= largestRoom {
		r.wiring.g = nil
		rooms.Put(r)
	}
}

// largestRoom is how many numbers a room may keep.
const largestRoom = 1 << 22

// mostShapes is how many shapes a room keeps.
const mostShapes = 1 << 14

// system lays out the system of g; see newFast. It lasts until the room is used
// again.
func (r *room) system(g *game.Public, precision float64, workers int, maxBytes int64) (*fast, error) {
	if len(r.shapes) > mostShapes {
		r.shapes = nil
	}
	if r.shapes == nil {
		r.shapes = map[string]*shape{}
	}
	r.floats.back()
	w := r.compiler.again(g, &r.wiring, r.shapes)
	return w.system(precision, workers, maxBytes, r.floats.take)
}

// arena hands out numbers, all 0, and takes them back at once.
type arena struct {
	all  []float64
	used int // those beyond the end of all included
}

func (a *arena) take(n int) []float64 {
	at := a.used
	a.used += n
	if a.used > len(a.all) {
		return make([]float64, n)
	}
	out := a.all[at:a.used:a.used]
	clear(out)
	return out
}

// back takes everything back, and makes room for as much.
func (a *arena) back() {
	if a.used > len(a.all) {
		a.all = make([]float64, a.used+a.used/8)
	}
	a.used = 0
}
