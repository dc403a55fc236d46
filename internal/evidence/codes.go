package evidence

// The codes of evidence and resolution files. The list only grows: a code is
// never given a new meaning. testdata/evidence holds an example of each. What
// is not about the content has the codes of package diag: E100 for a file that
// cannot be opened, E199 for messages beyond the number shown.
const (
	// the text
	NotText         = "V001" // bytes that are not UTF-8, a NUL, a workbook
	TooLarge        = "V002"
	NoHeader        = "V003" // the first line does not name the columns
	UnknownColumn   = "V004"
	MissingColumn   = "V005"
	DuplicateColumn = "V006"
	UnclosedQuote   = "V007"
	StrayQuote      = "V008"
	FieldCount      = "V009"

	// a cell
	MissingValue    = "V010"
	BadDate         = "V011"
	KnownBeforeDate = "V012"
	UnknownPhase    = "V013"
	UnknownAction   = "V014"
	NeverSeen       = "V015" // a covert act that is never exposed
	BadReliability  = "V016"
	BadUse          = "V017"

	// a row among others
	DuplicateID  = "V018"
	BeforeStart  = "V019"
	AfterHorizon = "V020" // a warning
	TwoRows      = "V021"
	UnknownLink  = "V023"
	NoRows       = "V024" // a warning
	// linked rows of which one is more reliable than the other; V022 was linked
	// rows of which more than one is used, which are one story now
	LinkedReliability = "V025"
	BadGrade          = "V026"

	// resolutions
	UnknownQuestion   = "V030"
	BadOutcome        = "V031"
	DuplicateQuestion = "V032"
	OutsideQuestion   = "V033"
	EarlyNo           = "V034" // a warning
	BadAbsence        = "V035"
)
