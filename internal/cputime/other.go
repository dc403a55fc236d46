//go:build !unix

// Package cputime tells tests how much work something was.
package cputime

import "time"

var begun = time.Now()

// Spent is the time since the process began, where processor time is not to be had.
func Spent() time.Duration { return time.Since(begun) }
