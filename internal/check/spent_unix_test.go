//go:build unix

package check

import (
	"syscall"
	"time"
)

// spent is the processor time of this process: how busy the machine is with
// other things does not enter.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
