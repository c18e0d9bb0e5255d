package clock

import (
	"sync"
	"time"
)

// zones are those that were read, by name. There are some hundred names, and only those that exist are kept.
var zones sync.Map

// Zone returns the zone with the IANA name, as time.LoadLocation does, but reads each of them only once: pages ask for it with
// every time they show.
func Zone(name string) (*time.Location, error) {
	if kept, ok := zones.Load(name); ok {
		if zone, ok := kept.(*time.Location); ok {
			return zone, nil
		}
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zones.Store(name, zone)
	}
	return zone, err
}
