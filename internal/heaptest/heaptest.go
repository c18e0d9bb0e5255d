// Package heaptest tells tests how much memory something takes while it runs. The heap is that of the whole process: a test that
// looks at it must not run beside others.
package heaptest

import (
	"runtime"
	"runtime/debug"
	"time"
)

// often is how much garbage may gather before it is collected, in percent of the heap: little, so that what is seen is what is held,
// however busy the machine is and whatever GOGC says.
const often = 10

// Watch looks at the heap each 5 ms; what it returns ends that, and says by how many octets it grew at most beyond what was there.
func Watch() func() uint64 {
	percent := debug.SetGCPercent(often)
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
	return func() uint64 {
		close(done)
		debug.SetGCPercent(percent)
		return <-most
	}
}
