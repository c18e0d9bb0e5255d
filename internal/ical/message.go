package ical

import "time"

// Message is what a foreign calendar object says; at least one event. Texts are cleaned and at most 2 KiB each.
type Message struct {
	Method Method // in capitals, empty when missing, any other word than ours possible
	Events []Event
}

// Event is one VEVENT of a message.
type Event struct {
	UID          string // never empty
	Sequence     int    // 0 when missing or unreadable
	Stamp        time.Time
	RecurrenceID string // as written, empty for the whole event

	Organizer Organizer // empty when missing: Exchange leaves it out of replies
	Attendees []Attendee
	Comment   string

	Status      Status
	Summary     string
	Description string
	Location    string
	URL         string    // http or https, else empty
	Start, End  time.Time // zero when missing or in a zone we do not know
	AllDay      bool      // Start and End are days, End exclusive, at midnight UTC
}
