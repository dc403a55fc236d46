package cli

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
)

// This file reads amounts of memory, and finds out how much there is.

// memorySize is a flag such as 4GB, 512 MB or a number of bytes.
type memorySize int64

// UnmarshalText reads the flag.
func (m *memorySize) UnmarshalText(text []byte) error {
	s := strings.ToUpper(strings.ReplaceAll(string(text), " ", ""))
	s = strings.TrimSuffix(strings.TrimSuffix(s, "B"), "I")
	factor := 1.0
	if s != "" {
		if k := strings.IndexByte("KMGT", s[len(s)-1]); k >= 0 {
			factor = math.Pow(1024, float64(k+1))
			s = s[:len(s)-1]
		}
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || !(x > 0) || x*factor > math.MaxInt64/2 {
		return fmt.Errorf("%q is not an amount of memory: write it like 4GB or 512MB", text)
	}
	*m = memorySize(x * factor)
	return nil
}

// unknownMemory is what a machine that does not say is taken to have.
const unknownMemory = 4 << 30

// orHalf gives the amount asked for, or half of the machine's memory.
func (m memorySize) orHalf() int64 {
	if m > 0 {
		return int64(m)
	}
	return machineMemory(os.ReadFile) / 2
}

// machineMemory is the memory of this machine, or of the container that we are
// in if that is less, in bytes. It reads Linux's files; other systems, which
// have none, count as unknownMemory.
func machineMemory(read func(string) ([]byte, error)) int64 {
	total := int64(unknownMemory)
	if b, err := read("/proc/meminfo"); err == nil {
		for _, line := range strings.Split(string(b), "\n") {
			f := strings.Fields(line)
			if len(f) >= 2 && f[0] == "MemTotal:" {
				if kb, err := strconv.ParseInt(f[1], 10, 64); err == nil && kb > 0 {
					total = kb << 10
				}
			}
		}
	}
	for _, file := range []string{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"} {
		if b, err := read(file); err == nil {
			if limit, err := strconv.ParseInt(strings.TrimSpace(string(b)), 10, 64); err == nil && limit > 0 {
				total = min(total, limit)
			}
		}
	}
	return total
}
