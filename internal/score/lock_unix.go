//go:build unix

package score

import (
	"os"
	"syscall"
)

// This file keeps two processes from appending at once. The lock is on the
// ledger's folder and ends with the process that holds it, however that ends.

func lock(dir string) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(d.Fd()), syscall.LOCK_EX)
		if err != syscall.EINTR {
			break
		}
	}
	if err != nil {
		d.Close()
		return nil, err
	}
	return func() { d.Close() }, nil
}
