package lookahead

// This file remembers what secrets were on the way from one block to the next:
// a question is asked after every event, not only after the last.

// was is a change of a profile's secrets at one of a block's events.
type was struct {
	event   int    // place in Events of the block
	secrets uint64 // before it
	earlier *was
}

// remember notes that the next event changes a profile's secrets. At the first
// event since the block before there is nothing to note: no question is asked
// between the two.
func (b *builder) remember(w *was, before, after uint64) *was {
	event := len(b.events) - b.since
	if event == 0 || before == after {
		return w
	}
	return &was{event, before, w}
}

// SecretsAt is what the secrets of a profile of the game were once an event (a
// place in Events of its block) had happened.
func (t *Tree) SecretsAt(profile int32, event int) uint64 {
	secrets := t.Profiles[profile].Secrets
	if t.was == nil {
		return secrets
	}
	for w := t.was[profile]; w != nil && event < w.event; w = w.earlier {
		secrets = w.secrets
	}
	return secrets
}
