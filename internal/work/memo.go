package work

// This file is how finished pieces of work are remembered from one process to
// the next.

// Memo remembers finished pieces of work by a key that says all they depend on.
// It is safe for several goroutines.
type Memo interface {
	// Recall fills into, a pointer, with what was kept under the key, and reports
	// whether there was anything. What cannot be read whole was never kept.
	Recall(key string, into any) bool
	// Keep remembers a value. Work goes on where that fails: see the Memo for why.
	Keep(key string, value any)
}
