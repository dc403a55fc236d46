package evidence

import (
	"math"

	"demarche/internal/logspace"
	"demarche/internal/lookahead"
)

// This file weighs rows that are linked: they rest on one source, which is right
// about all of them, with probability ρ, or tells nothing of any of them:
//
//	P(rows | path) = ρ·Π 1[a = b] + (1 − ρ)·Π 1/K
//
// A path is followed step by step, so that each row gets its probability given
// the rows of its story that came before it on the path; their product is this.

// Heard is what the stories have told so far along one path, by story. A path
// that branches needs a copy for each branch. Of no stories it is nil.
type Heard []told

// told is one story along one path.
type told struct {
	refuted bool    // a row says something else than happened, so the source tells nothing
	logK    float64 // Σ ln K of its rows so far
}

// Copy is a Heard that changes by itself.
func (h Heard) Copy() Heard { return append(Heard(nil), h...) }

// Listen is the Heard of a path that has not begun.
func (o *Observed) Listen() Heard {
	if o.stories == 0 {
		return nil
	}
	return make(Heard, o.stories)
}

// LogGiven is Log given what h has heard on the way to e, which it takes in. For
// a row without a story it is Log.
func (o *Observed) LogGiven(h Heard, e lookahead.Event) float64 {
	at := o.place(e.Period, e.Step)
	if at < 0 {
		return 0
	}
	if o.story[at] < 0 {
		return o.Log(e)
	}
	return o.hear(h, at, o.seen[at].says(e))
}

// LogSkippedGiven is LogSkipped given what h has heard on the way to the step,
// which it takes in.
func (o *Observed) LogSkippedGiven(h Heard, period, step int) float64 {
	at := o.place(period, step)
	if at < 0 {
		return 0
	}
	if o.story[at] < 0 {
		return o.LogSkipped(period, step)
	}
	return o.hear(h, at, o.quiet[at])
}

// hear takes in the row at a place, which is as things happened or is not, and
// gives its log probability given the story so far.
func (o *Observed) hear(h Heard, at int, as bool) float64 {
	ob := &o.seen[at]
	t := &h[o.story[at]]
	logK := math.Log(float64(ob.K))
	was := *t
	t.logK += logK
	t.refuted = t.refuted || !as
	if was.refuted { // the source tells nothing: one of K
		return -logK
	}
	right, wrong := math.Log(ob.Reliability), math.Log1p(-ob.Reliability)
	before := logspace.Add(right, wrong-was.logK)
	if !as {
		return wrong - t.logK - before
	}
	return logspace.Add(right, wrong-t.logK) - before
}

// gather numbers the stories that at least two of the rows that speak tell, by
// place. A row whose reliability was made another than that of its story speaks
// for itself.
func (o *Observed) gather(e *Set) {
	type key struct {
		story       int
		reliability float64
	}
	keyOf := func(at int) (key, bool) {
		i := o.seen[at].Row
		if i < 0 || e.Rows[i].Story == 0 {
			return key{}, false
		}
		return key{e.Rows[i].Story, e.Rows[i].Reliability}, true
	}
	count := map[key]int{}
	for at := range o.seen {
		if k, ok := keyOf(at); ok {
			count[k]++
		}
	}
	number := map[key]int{}
	for at := range o.seen {
		o.story = append(o.story, -1)
		k, ok := keyOf(at)
		if !ok || count[k] < 2 {
			continue
		}
		n, known := number[k]
		if !known {
			n = o.stories
			number[k] = n
			o.stories++
		}
		o.story[at] = n
	}
}
