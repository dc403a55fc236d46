//go:build unix

// Package cputime tells tests how much work something was, however busy the
// machine is with other things.
package cputime

import (
	"syscall"
	"time"
)

// Spent is the processor time of this process so far.
func Spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
