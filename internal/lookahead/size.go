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

// Estimate is the expected size of the look-ahead from a position, from random
// ways through it, each weighed by the branches it passed by (Knuth 1975).
// Errors are *ModelError.
func (m *Model) Estimate(pos *Position, limits Limits) (size Size, err error) {
	defer Recover(&err)
	for k := range probes {
		b := m.builder(pos, limits)
		b.limits = Limits{}
		b.probe = &probe{rng: random.New(1, k, 0, random.UseProbe), weight: 1}
		b.begin(pos)
		size.Blocks += b.probe.size.Blocks / probes
		size.Nodes += b.probe.size.Nodes / probes
		size.Bytes += b.probe.size.Bytes / probes
	}
	return size, nil
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
