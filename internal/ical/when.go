package ical

import (
	"strings"
	"time"

	goical "github.com/emersion/go-ical"
)

// readTime reads a DATE or DATE-TIME; the zero time when it is missing, broken, in an unknown zone or in a year that no entry of ours
// may have: not every database can store all that the form allows. A time without zone is taken as UTC.
func readTime(prop *goical.Prop) (at time.Time, allDay bool) {
	if prop == nil {
		return time.Time{}, false
	}
	at, allDay = readAnyTime(prop)
	if year := at.UTC().Year(); year < firstYear || year > lastYear {
		return time.Time{}, allDay
	}
	return at, allDay
}

func readAnyTime(prop *goical.Prop) (at time.Time, allDay bool) {
	value := strings.ToUpper(strings.TrimSpace(prop.Value))
	if day, err := time.Parse(dateForm, value); err == nil {
		return day, true
	}
	if at, err := time.Parse(instantForm, value); err == nil {
		return at, false
	}
	wall, err := time.Parse(localForm, value)
	if err != nil {
		return time.Time{}, false
	}
	name := prop.Params.Get(goical.ParamTimezoneID)
	if name == "" {
		return wall, false
	}
	zone, ok := loadZone(ianaName(name))
	if !ok {
		return time.Time{}, false
	}
	at, _ = LocalTime(wall, zone)
	return at, false
}

// ianaName maps the Windows names of European zones (CLDR windowsZones, territory 001) and drops the prefix that makes
// some TZIDs globally unique; other names stay.
func ianaName(tzid string) string {
	switch tzid = strings.TrimSpace(tzid); tzid {
	case "W. Europe Standard Time":
		return "Europe/Berlin"
	case "Central Europe Standard Time":
		return "Europe/Budapest"
	case "Central European Standard Time":
		return "Europe/Warsaw"
	case "Romance Standard Time":
		return "Europe/Paris"
	case "GMT Standard Time":
		return "Europe/London"
	case "GTB Standard Time":
		return "Europe/Bucharest"
	case "FLE Standard Time":
		return "Europe/Kiev"
	case "UTC", "Coordinated Universal Time":
		return "Etc/UTC"
	}
	if i := strings.Index(tzid, "Europe/"); i > 0 {
		return tzid[i:]
	}
	return tzid
}
