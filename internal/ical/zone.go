package ical

import (
	"maps"
	"regexp"
	"slices"
	"time"
	_ "time/tzdata" // zones must not depend on what the machine has installed

	goical "github.com/emersion/go-ical"
)

// zone is a location together with its VTIMEZONE.
type zone struct {
	location  *time.Location
	component *goical.Component
}

// zones are the zones one object uses, by TZID.
type zones map[string]zone

// span is a range of years, both included.
type span struct{ first, last int }

// zonesOf returns the zones of the entries that can be written as yearly rules; times in others go out in UTC.
func zonesOf(entries ...Entry) zones {
	years := map[string]span{}
	for _, entry := range entries {
		if entry.AllDay {
			continue
		}
		widen(years, entry.Start)
		widen(years, entry.End)
	}
	found := zones{}
	for name, span := range years {
		location, ok := loadZone(name)
		if !ok {
			continue
		}
		if component := timezone(location, span); component != nil {
			found[name] = zone{location, component}
		}
	}
	return found
}

func widen(years map[string]span, t time.Time) {
	name, year := t.Location().String(), t.Year()
	known, ok := years[name]
	if !ok {
		known = span{year, year}
	}
	years[name] = span{min(known.first, year), max(known.last, year)}
}

var zoneName = regexp.MustCompile(`^[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*$`)

// loadZone finds the IANA zone of the name; UTC and the machine's own zone are none.
func loadZone(name string) (*time.Location, bool) {
	if !zoneName.MatchString(name) || name == "UTC" || name == "Local" || len(name) > 64 {
		return nil, false
	}
	location, err := time.LoadLocation(name)
	return location, err == nil
}

// write sets a DATE-TIME: as wall time when every reader gets back the same instant from it, else in UTC. Readers differ over
// repeated times, whatever RFC 5545 says, so both passes of the autumn hour are written in UTC.
func (z zones) write(event *goical.Component, property string, t time.Time) {
	name := t.Location().String()
	if zone, ok := z[name]; ok {
		if read, odd := LocalTime(t, zone.location); odd == Plain && read.Equal(t) {
			raw(event, property, t.Format(localForm)).Params.Set(goical.ParamTimezoneID, name)
			return
		}
	}
	raw(event, property, instant(t))
}

// components returns the VTIMEZONEs in the order of their names.
func (z zones) components() []*goical.Component {
	var list []*goical.Component
	for _, name := range slices.Sorted(maps.Keys(z)) {
		list = append(list, z[name].component)
	}
	return list
}
