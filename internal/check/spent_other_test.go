//go:build !unix

package check

import "time"

var begun = time.Now()

// spent is the time since the test began, where processor time is not to be had.
func spent() time.Duration { return time.Since(begun) }
