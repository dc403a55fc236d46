// Package work spreads independent pieces of work over workers, so that what
// comes of it does not depend on how many they are.
package work

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Progress is how far a long piece of work has come.
type Progress struct {
	Stage       string // "weighing draws", "telling stories"
	Done, Total int
	Elapsed     time.Duration
}

// Each runs do for every index below n on the workers, in no particular order,
// and stops at the first error or when ctx ends; a cancelled context is not an
// error. Of several errors the one of the lowest index is returned, whatever the
// workers. A panic of do is met by the caller. tell, if not nil, is called by
// one goroutine at a time with the number of pieces done.
func Each(ctx context.Context, workers, n int, tell func(done int), do func(i int) error) error {
	var (
		next, done atomic.Int64
		wg         sync.WaitGroup
		mu         sync.Mutex
		first      error
		firstAt    = n
		broken     any
	)
	for range min(workers, n) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var panicked any
			defer func() {
				if panicked != nil {
					mu.Lock()
					broken = panicked
					mu.Unlock()
				}
			}()
			defer recovered(&panicked)
			for {
				i := int(next.Add(1)) - 1
				if i >= n || ctx.Err() != nil {
					return
				}
				mu.Lock()
				stop := first != nil && i > firstAt // what comes before may fail too, and must do so for any workers
				mu.Unlock()
				if stop {
					return
				}
				if err := do(i); err != nil {
					mu.Lock()
					if i < firstAt { // the same error whatever the workers
						first, firstAt = err, i
					}
					mu.Unlock()
					return
				}
				d := int(done.Add(1))
				if tell != nil {
					func() {
						mu.Lock()
						defer mu.Unlock() // even if it panics
						tell(d)
					}()
				}
			}
		}()
	}
	wg.Wait()
	if broken != nil {
		panic(broken)
	}
	if errors.Is(first, context.Canceled) {
		return nil
	}
	return first
}

// recovered turns a panic in a worker into one that the caller meets: what goes
// wrong there must reach the person who ran it as a message.
func recovered(into *any) {
	if p := recover(); p != nil {
		*into = p
		if os.Getenv("DEMARCHE_DEBUG") == "1" {
			*into = fmt.Sprintf("%v\n%s", p, debug.Stack()) // the worker's, which is gone when the caller recovers
		}
	}
}
