package ical

import (
	"bytes"
	"strconv"
	"time"

	goical "github.com/emersion/go-ical"
)

const (
	productID   = "-//Runder Tisch//Calendar//DE"
	dateForm    = "20060102"
	localForm   = "20060102T150405"
	instantForm = "20060102T150405Z"
)

// Request returns the invitation or update of the entry for its attendee, as the body of a text/calendar part with
// method=REQUEST. An unset PartStat is NeedsAction. Faults wrap ErrInvalidEntry.
func Request(entry Entry) ([]byte, error) {
	if entry.Status == Cancelled {
		return nil, invalid("a cancelled event is no REQUEST")
	}
	return schedule(MethodRequest, entry, func(event *goical.Component) {
		event.Props.Get(goical.PropAttendee).Params.Set(goical.ParamRSVP, "TRUE")
		raw(event, goical.PropStatus, string(orElse(entry.Status, Confirmed)))
		raw(event, goical.PropTransparency, "OPAQUE")
		raw(event, "X-MICROSOFT-CDO-BUSYSTATUS", "BUSY")
		raw(event, "X-MICROSOFT-DISALLOW-COUNTER", "TRUE")
	})
}

// Cancel returns the withdrawal of the entry for its attendee: whole when the event does not take place (STATUS:CANCELLED),
// otherwise only this person is no longer invited. The caller has raised the Sequence. Faults wrap ErrInvalidEntry.
func Cancel(entry Entry, whole bool) ([]byte, error) {
	return schedule(MethodCancel, entry, func(event *goical.Component) {
		if whole {
			raw(event, goical.PropStatus, string(Cancelled))
		}
	})
}

// schedule writes one event between organiser and attendee; adorn adds what the method asks for.
func schedule(method Method, entry Entry, adorn func(*goical.Component)) ([]byte, error) {
	if err := entry.validateScheduling(); err != nil {
		return nil, err
	}
	zones := zonesOf(entry)
	event := newEvent(entry, zones)
	event.Props.Set(organizer(entry.Organizer))
	event.Props.Set(attendee(entry.Attendee))
	adorn(event)
	return encode(newCalendar(method), zones, event)
}

// Publish returns the entries as a download or feed named name (may be empty): no METHOD, no people. Cancelled entries are
// marked as such; all-day entries do not block the day. Faults wrap ErrNoEntries or ErrInvalidEntry.
func Publish(name string, entries []Entry) ([]byte, error) {
	if len(entries) == 0 {
		return nil, ErrNoEntries
	}
	for i := range entries {
		if err := entries[i].validate(); err != nil {
			return nil, err
		}
	}
	zones := zonesOf(entries...)
	events := make([]*goical.Component, len(entries))
	for i, entry := range entries {
		events[i] = newEvent(entry, zones)
		raw(events[i], goical.PropStatus, string(orElse(entry.Status, Confirmed)))
		raw(events[i], goical.PropLastModified, instant(entry.Stamp))
		if entry.AllDay {
			raw(events[i], goical.PropTransparency, "TRANSPARENT")
		}
	}
	calendar := newCalendar("")
	if name = clean(name); name != "" {
		text(calendar, goical.PropName, name)
		text(calendar, "X-WR-CALNAME", name)
	}
	raw(calendar, goical.PropRefreshInterval, "PT6H").Params.Set(goical.ParamValue, string(goical.ValueDuration))
	raw(calendar, "X-PUBLISHED-TTL", "PT6H")
	return encode(calendar, zones, events...)
}

func newCalendar(method Method) *goical.Component {
	calendar := goical.NewComponent(goical.CompCalendar)
	raw(calendar, goical.PropProductID, productID)
	raw(calendar, goical.PropVersion, "2.0")
	raw(calendar, goical.PropCalendarScale, "GREGORIAN")
	if method != "" {
		raw(calendar, goical.PropMethod, string(method))
	}
	return calendar
}

// newEvent writes what an entry says in every kind of object.
func newEvent(entry Entry, zones zones) *goical.Component {
	event := goical.NewComponent(goical.CompEvent)
	raw(event, goical.PropUID, entry.UID)
	raw(event, goical.PropSequence, strconv.Itoa(entry.Sequence))
	raw(event, goical.PropDateTimeStamp, instant(entry.Stamp))
	if entry.AllDay {
		raw(event, goical.PropDateTimeStart, entry.Start.Format(dateForm)).SetValueType(goical.ValueDate)
		raw(event, goical.PropDateTimeEnd, entry.End.Format(dateForm)).SetValueType(goical.ValueDate)
	} else {
		zones.write(event, goical.PropDateTimeStart, entry.Start)
		zones.write(event, goical.PropDateTimeEnd, entry.End)
	}
	text(event, goical.PropSummary, clean(entry.Summary))
	text(event, goical.PropLocation, clean(entry.Location))
	text(event, goical.PropDescription, cleanLines(entry.Description))
	if link, ok := cleanURL(entry.URL); ok {
		raw(event, goical.PropURL, link)
	}
	return event
}

func organizer(o Organizer) *goical.Prop {
	return person(goical.PropOrganizer, o.Name, o.Email)
}

func attendee(a Attendee) *goical.Prop {
	prop := person(goical.PropAttendee, a.Name, a.Email)
	prop.Params.Set(goical.ParamCalendarUserType, "INDIVIDUAL")
	prop.Params.Set(goical.ParamRole, "REQ-PARTICIPANT")
	prop.Params.Set(goical.ParamParticipationStatus, string(orElse(a.PartStat, NeedsAction)))
	return prop
}

func person(property, name, email string) *goical.Prop {
	prop := goical.NewProp(property)
	if name = cleanParam(name); name != "" {
		prop.Params.Set(goical.ParamCommonName, name)
	}
	prop.Value = mailto(email)
	return prop
}

// raw sets a property whose value needs no escaping and returns it.
func raw(component *goical.Component, name, value string) *goical.Prop {
	prop := goical.NewProp(name)
	prop.Value = value
	component.Props.Set(prop)
	return component.Props.Get(name)
}

// text sets a TEXT property from cleaned text; none when that is empty.
func text(component *goical.Component, name, value string) {
	if value != "" {
		raw(component, name, escapeText(value))
	}
}

func instant(t time.Time) string { return t.UTC().Format(instantForm) }

func orElse[T ~string](value, otherwise T) T {
	if value == "" {
		return otherwise
	}
	return value
}

// encode writes calendar, zones and events with CRLF and folded lines.
func encode(calendar *goical.Component, zones zones, events ...*goical.Component) ([]byte, error) {
	calendar.Children = append(zones.components(), events...)
	var out bytes.Buffer
	if err := goical.NewEncoder(&out).Encode(&goical.Calendar{Component: calendar}); err != nil {
		return nil, invalid("%v", err)
	}
	return fold(out.Bytes()), nil
}
