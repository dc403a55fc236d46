package scenario

// This file says where expressions find each name: the frame.

// Layout is the order of the frame, the array of numbers that every expression
// reads: period, month, parameters, variables, secrets, flags.
type Layout struct {
	Parameter, Variable, Secret, Flag int // first slot of each group
	Size                              int
}

// Slots of the built-in names.
const (
	SlotPeriod = 0 // 1, 2, …
	SlotMonth  = 1 // 1–12: the month in which the period starts
)

// MakeLayout lays out a frame for so many names of each sort.
func MakeLayout(parameters, variables, secrets, flags int) Layout {
	l := Layout{Parameter: 2}
	l.Variable = l.Parameter + parameters
	l.Secret = l.Variable + variables
	l.Flag = l.Secret + secrets
	l.Size = l.Flag + flags
	return l
}
