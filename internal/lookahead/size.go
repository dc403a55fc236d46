package lookahead

import (
	"fmt"

	"demarche/internal/random"
)

// This file estimates how large a look-ahead is before any of it is laid out.

// Size is how large a look-ahead is, or is expected to be.
type Size struct {
	Blocks float64 // public states
	Nodes  float64 // of the extensive form: public history × profile
	Bytes  float64 // of the game and its solution
}

// probes is how many random ways through the tree an estimate follows.
const probes = 200

// probe is one random way through the tree.
type probe struct {
	rng    *random.Stream
	weight float64 // how many ways the one taken stands for
	size   Size
}

// one picks a branch of n and lets it stand for all.
func (p *probe) one(n int) int {
	p.weight *= float64(n)
	return int(p.rng.Uint64() % uint64(n))
}

// Estimate is the expected size of the look-ahead from a position. Errors are
// *ModelError.
//
// Where identical subgames merge it is counted, or what is counted is continued
// as it grew. Elsewhere it comes from random ways through the tree, each weighed
// by the branches it passed by (Knuth 1975); with a limit that these exceed, the
// rest of it may still merge, and is looked at too.
func (m *Model) Estimate(pos *Position, limits Limits) (size Size, err error) {
	defer Recover(&err)
	if !limits.Unmerged && complete(pos.Profiles) {
		if size, ok := m.counted(pos, limits); ok {
			return size, nil
		}
	}
	size = m.probed(pos, limits)
	if limits.Bytes > 0 && size.Bytes > float64(limits.Bytes) && !limits.Unmerged && !complete(pos.Profiles) {
		if less, ok := m.counted(pos, limits); ok {
			return less, nil
		}
	}
	return size, nil
}

// probed is the size of the tree if nothing merges.
func (m *Model) probed(pos *Position, limits Limits) (size Size) {
	for k := range probes {
		b := m.builder(pos, limits)
		b.limits = Limits{}
		b.probe = &probe{rng: random.New(1, k, 0, random.UseProbe), weight: 1}
		b.begin(pos)
		size.Blocks += b.probe.size.Blocks / probes
		size.Nodes += b.probe.size.Nodes / probes
		size.Bytes += b.probe.size.Bytes / probes
	}
	return size
}

// countBytes is how much of a tree is laid out to count it.
const countBytes = 64 << 20

// tally lays a tree out in the order of time, to see how fast it grows.
type tally struct {
	periods []Size              // by period since the root
	waiting map[[2]int][]choice // choices still to be followed, by period and step
}

// choice is a block whose outcomes are still to be followed.
type choice struct {
	w     World
	g     *bunch
	id    int32
	moves []move
	group int
}

// add counts a block in.
func (c *tally) add(period int, s Size) {
	for len(c.periods) <= period {
		c.periods = append(c.periods, Size{})
	}
	c.periods[period].add(s, 1)
}

// later puts a choice off.
func (c *tally) later(b *builder, w *World, g *bunch, id int32, moves []move, group int) {
	at := [2]int{w.Period, w.Step}
	c.waiting[at] = append(c.waiting[at], choice{*w, b.copyOf(g), id, moves, group})
}

// soonest takes out the choices of the earliest step that is still to be followed.
func (c *tally) soonest() []choice {
	var best [2]int
	for at := range c.waiting {
		if best == [2]int{} || at[0] < best[0] || at[0] == best[0] && at[1] < best[1] {
			best = at
		}
	}
	list := c.waiting[best]
	delete(c.waiting, best)
	return list
}

// counted is the size of the tree where it merges: exact if it is small, else
// continued from the last two periods that were laid out in full. ok is false
// where it does not merge, or too little of it was seen.
func (m *Model) counted(pos *Position, limits Limits) (size Size, ok bool) {
	b := m.builder(pos, limits)
	b.limits.Bytes = 0
	b.count = &tally{waiting: map[[2]int][]choice{}}
	b.begin(pos)
	for len(b.count.waiting) > 0 {
		list := b.count.soonest()
		if b.bytes > countBytes {
			return b.count.continued(list[0].w.Period-b.root, b.last.Period-b.root, b.merged)
		}
		for k := range list {
			x := &list[k]
			b.events = b.events[:0]
			b.since = 0
			b.follow(&x.w, x.g, x.id, x.moves, make([]outcome, len(x.moves)), 0, x.group)
			b.give(x.g)
			list[k] = choice{}
			if b.bytes > 2*countBytes {
				return b.count.continued(x.w.Period-b.root, b.last.Period-b.root, b.merged)
			}
		}
	}
	return b.count.sum(len(b.count.periods)), true
}

func (c *tally) sum(periods int) (size Size) {
	for _, p := range c.periods[:periods] {
		size.add(p, 1)
	}
	return size
}

func (s *Size) add(o Size, times float64) {
	s.Blocks += times * o.Blocks
	s.Nodes += times * o.Nodes
	s.Bytes += times * o.Bytes
}

// continued goes on from the periods before full to the last one as the last
// two of them grew.
func (c *tally) continued(full, last int, merged bool) (size Size, ok bool) {
	if !merged || full < 2 {
		return size, false
	}
	size = c.sum(full)
	growth := c.periods[full-1].Bytes / c.periods[full-2].Bytes
	times := 1.0
	for range last - full + 1 {
		times *= growth
		size.add(c.periods[full-1], times)
	}
	return size, true
}

// Fits refuses a look-ahead that is expected to be beyond the limits, before
// anything is laid out. Errors are *ModelError or *TooLarge.
func (m *Model) Fits(pos *Position, limits Limits) error {
	size, err := m.Estimate(pos, limits)
	if err != nil {
		return err
	}
	if limits.Bytes > 0 && size.Bytes > float64(limits.Bytes) {
		return &TooLarge{Size: size, Limit: limits.Bytes, Expected: true}
	}
	return nil
}

// TooLarge says that a look-ahead is beyond the limits, and by how much.
type TooLarge struct {
	Size     Size
	Limit    int64
	Expected bool // before it was built; else the size at which building stopped
}

func (e *TooLarge) Error() string {
	begin := fmt.Sprintf("the look-ahead is too large: about %s public states, which would take %s", count(e.Size.Blocks), formatBytes(e.Size.Bytes))
	if !e.Expected {
		begin = fmt.Sprintf("the look-ahead is too large: its first %s public states take %s", count(e.Size.Blocks), formatBytes(e.Size.Bytes))
	}
	return fmt.Sprintf("%s, and %s are allowed; lower foresight, give phases fewer acts or narrower guards, or allow more with --max-memory",
		begin, formatBytes(float64(e.Limit)))
}

// count writes a large number as a person would.
func count(n float64) string {
	switch {
	case n >= 1e15:
		return fmt.Sprintf("%.0e", n)
	case n >= 1e12:
		return fmt.Sprintf("%.0f trillion", n/1e12)
	case n >= 1e9:
		return fmt.Sprintf("%.0f billion", n/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.0f million", n/1e6)
	}
	return fmt.Sprintf("%.0f", n)
}

func formatBytes(n float64) string {
	switch {
	case n >= 1<<50:
		return fmt.Sprintf("%.0e GB", n/(1<<30))
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GB", n/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.0f MB", n/(1<<20))
	}
	return fmt.Sprintf("%.0f kB", n/(1<<10))
}
