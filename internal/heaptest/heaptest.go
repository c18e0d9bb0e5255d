// Package heaptest tells tests how much memory something takes while it runs. The heap is that of the whole process: a test that
// looks at it must not run beside others.
package heaptest

import (
	"runtime"
	"time"
)

// Watch looks at the heap each 5 ms; what it returns ends that, and says by how many octets it grew at most beyond what was there.
func Watch() func() uint64 {
	var before runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		ticker := time.NewTicker(5 * time.Millisecond)
		defer ticker.Stop()
		peak := before.HeapAlloc
		for {
			select {
			case <-done:
				most <- peak - before.HeapAlloc
				return
			case <-ticker.C:
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapAlloc)
			}
		}
	}()
	return func() uint64 { close(done); return <-most }
}
