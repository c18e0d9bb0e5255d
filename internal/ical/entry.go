package ical

import (
	"fmt"
	"net/mail"
	"strings"
	"time"
	"unicode"
)

// Method is the iTIP method of a calendar object (RFC 5546, 1.4); empty for plain calendars.
type Method string

// The methods this package writes or names.
const (
	MethodRequest Method = "REQUEST"
	MethodCancel  Method = "CANCEL"
	MethodReply   Method = "REPLY"
	MethodCounter Method = "COUNTER"
	MethodRefresh Method = "REFRESH"
)

// PartStat is a person's participation status (RFC 5545, 3.2.12).
type PartStat string

// The participation statuses of an event.
const (
	NeedsAction PartStat = "NEEDS-ACTION"
	Accepted    PartStat = "ACCEPTED"
	Declined    PartStat = "DECLINED"
	Tentative   PartStat = "TENTATIVE"
	Delegated   PartStat = "DELEGATED"
)

// Status is the state of the event itself (RFC 5545, 3.8.1.11); empty means Confirmed.
type Status string

// The states of an event.
const (
	Confirmed   Status = "CONFIRMED"
	Provisional Status = "TENTATIVE"
	Cancelled   Status = "CANCELLED"
)

// Organizer is the mailbox that invites and reads the replies.
type Organizer struct{ Name, Email string }

// Attendee is the one person an entry is for.
type Attendee struct {
	Name, Email string
	PartStat    PartStat
	DelegatedTo []string // addresses in lower case; filled by Parse only
}

// Entry is one event for one person, as the organiser knows it.
type Entry struct {
	UID      string
	Sequence int
	Stamp    time.Time // DTSTAMP: when this version was made

	// Start and End carry the event's zone as their Location. With AllDay only their dates count and End is
	// exclusive: the first day after the event (RFC 5545, 3.6.1).
	Start, End time.Time
	AllDay     bool

	Summary     string
	Description string // plain text, lines parted by \n
	Location    string
	URL         string // http or https, a public page
	Status      Status

	Organizer Organizer // not used by Publish
	Attendee  Attendee  // not used by Publish
}

// The years an entry may lie in.
const (
	firstYear = 1970
	lastYear  = 2199
)

// validate checks what every calendar needs.
func (e *Entry) validate() error {
	switch {
	case !validUID(e.UID):
		return invalid("UID %q", e.UID)
	case e.Sequence < 0:
		return invalid("SEQUENCE %d", e.Sequence)
	case e.Stamp.IsZero():
		return invalid("no DTSTAMP")
	case e.Start.Year() < firstYear || e.End.Year() > lastYear:
		return invalid("%s to %s is out of range", e.Start, e.End)
	case !e.End.After(e.Start):
		return invalid("DTEND %s is not after DTSTART %s", e.End, e.Start)
	case e.AllDay && e.End.Format(time.DateOnly) <= e.Start.Format(time.DateOnly):
		return invalid("the all-day end %s is not after the start %s", e.End, e.Start)
	case clean(e.Summary) == "":
		return invalid("no SUMMARY")
	}
	if _, ok := cleanURL(e.URL); e.URL != "" && !ok {
		return invalid("URL %q", e.URL)
	}
	return nil
}

// validateScheduling checks what a message between organiser and attendee needs besides.
func (e *Entry) validateScheduling() error {
	if err := e.validate(); err != nil {
		return err
	}
	if !validAddress(e.Organizer.Email) {
		return invalid("ORGANIZER %q", e.Organizer.Email)
	}
	if !validAddress(e.Attendee.Email) {
		return invalid("ATTENDEE %q", e.Attendee.Email)
	}
	return nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrInvalidEntry, fmt.Sprintf(format, args...))
}

// validUID accepts visible ASCII without the characters that TEXT escapes, so that a UID looks the same in every
// reader (RFC 7986 asks for at most 255 octets).
func validUID(uid string) bool {
	bad := func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`\;,:"`, r) }
	return uid != "" && len(uid) <= 255 && !strings.ContainsFunc(uid, bad)
}

// validAddress accepts a bare address without quoting: what stands after mailto: and must equal the mail's To.
func validAddress(email string) bool {
	bad := func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || r == unicode.ReplacementChar ||
			strings.ContainsRune(`"\()<>[]:;,`, r)
	}
	a, err := mail.ParseAddress(email)
	return err == nil && len(email) <= 254 && a.Address == email && !strings.ContainsFunc(email, bad)
}
