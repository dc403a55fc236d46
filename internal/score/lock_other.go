//go:build !unix

package score

import "os"

// This file stands in where a folder cannot be locked: there, two processes
// that append to one ledger in the same instant may lose one of the two
// entries. The chain stays whole.

func lock(dir string) (unlock func(), err error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	return func() {}, nil
}
