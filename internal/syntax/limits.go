package syntax

// This file holds the bounds that keep hostile or broken input harmless.

const (
	// MaxBytes is the largest source file that is read.
	MaxBytes = 4 << 20
	// MaxNesting is how deep brackets may stand in one another.
	MaxNesting = 100
	// MaxOperators is how many operators one top-level block may hold; it
	// bounds the depth of the tree that unbracketed operators can build.
	MaxOperators = 20000
	// maxRepairs is how many separate syntax errors are reported in one block.
	maxRepairs = 8
	// maxErrors is how many errors of the text are reported in one file.
	maxErrors = 1000
)
