package qre

import (
	"sync"
	"sync/atomic"
)

// This file lets several cores share a sweep. What is computed for a block
// depends on nothing but the blocks next to it, and every sum over blocks or
// unknowns is taken in an order that the number of workers does not enter, so
// results are the same, bit for bit, for any number.

// pool runs pieces of work on a number of goroutines.
type pool struct {
	workers int
}

// newPool makes a pool; less than one worker means one.
func newPool(workers int) *pool { return &pool{workers: max(workers, 1)} }

// each calls do for 0 ≤ k < n, and tells which worker (0 ≤ w < workers) it is on.
func (p *pool) each(n int, do func(k, w int)) {
	if p.workers == 1 || n < 2 {
		for k := range n {
			do(k, 0)
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	run := func(w int) {
		for {
			k := int(next.Add(1)) - 1
			if k >= n {
				return
			}
			do(k, w)
		}
	}
	for w := 1; w < min(p.workers, n); w++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			run(w)
		}()
	}
	run(0)
	wait.Wait()
}

// task is a run of blocks that makes up a subtree.
type task struct{ lo, hi int32 }

// smallestTask blocks are worth handing out. Twice as many, of the commonest
// kind, are what a core's own cache holds from the walk down to the walk up.
const smallestTask = 512

// split cuts the tree into subtrees of moderate size. The blocks above them
// belong to no task.
func (s *fast) split() []task {
	n := int32(len(s.blocks))
	if n < 4*smallestTask {
		return nil
	}
	const limit = 2 * smallestTask
	var tasks []task
	for k := int32(0); k < n; {
		b := &s.blocks[k]
		if b.size <= limit {
			tasks = append(tasks, task{k, k + b.size})
			k += b.size
			continue
		}
		k++
	}
	// Neighbours that are small go together, if nothing stands between them.
	var out []task
	for _, t := range tasks {
		if k := len(out); k > 0 && out[k-1].hi == t.lo && t.hi-out[k-1].lo <= limit {
			out[k-1].hi = t.hi
			continue
		}
		out = append(out, t)
	}
	return out
}

// A sweep is one walk over all blocks.
type sweep uint8

const (
	downUpSweep sweep = iota // beliefs down, then elimination up
	upSweep
	backwardSweep
	downValueSweep // beliefs down, then values up
	valueSweep
)

// up is the part of a walk that goes up.
func (what sweep) up() sweep {
	if what == downValueSweep || what == valueSweep {
		return valueSweep
	}
	return upSweep
}

// run walks over the blocks lo to hi.
func (s *fast) run(what sweep, lo, hi int32, sc *scratch, out *pass) {
	if what == downUpSweep || what == downValueSweep {
		s.forward(lo, hi, sc)
	}
	if what == backwardSweep {
		s.backward(lo, hi, s.newton, s.tangent)
		return
	}
	for k := hi - 1; k >= lo; k-- {
		if what.up() == valueSweep {
			s.expect(k, s.t, sc, out)
		} else {
			s.eliminate(k, s.t, sc, out)
		}
	}
}

// runTask is what a worker does; s.job calls it.
func (s *fast) runTask(k, w int) {
	s.passes[k] = newPass()
	s.run(s.what, s.tasks[k].lo, s.tasks[k].hi, s.work[w], &s.passes[k])
}

// walk runs a sweep over all blocks, those above before those below or, going
// up, the other way round.
func (s *fast) walk(what sweep) pass {
	out := newPass()
	n := int32(len(s.blocks))
	if len(s.tasks) == 0 {
		s.run(what, 0, n, s.work[0], &out)
		return out
	}
	s.what = what
	if what != upSweep { // the blocks above the tasks, down
		lo := int32(0)
		for k := range len(s.tasks) + 1 {
			hi := n
			if k < len(s.tasks) {
				hi = s.tasks[k].lo
			}
			if what == downUpSweep || what == downValueSweep {
				s.forward(lo, hi, s.work[0])
			} else {
				s.backward(lo, hi, s.newton, s.tangent)
			}
			if k < len(s.tasks) {
				lo = s.tasks[k].hi
			}
		}
	}
	s.pool.each(len(s.tasks), s.job)
	if what != backwardSweep { // and up
		hi := n
		for j := len(s.tasks) - 1; j >= 0; j-- {
			s.run(what.up(), s.tasks[j].hi, hi, s.work[0], &out)
			hi = s.tasks[j].lo
			out.join(&s.passes[j])
		}
		s.run(what.up(), 0, hi, s.work[0], &out)
	}
	return out
}

func newPass() pass { return pass{sign: 1, pivot: 1} }

// join adds what another part of the game reported.
func (p *pass) join(o *pass) {
	if o.residual > p.residual || o.residual != o.residual {
		p.residual = o.residual
	}
	p.sign *= o.sign
	p.pivot = min(p.pivot, o.pivot)
}
