package ical

import (
	"strconv"
	"time"

	goical "github.com/emersion/go-ical"
)

// Answer is what an attendee says to an invitation.
type Answer struct {
	UID       string
	Sequence  int // of the invitation that is answered
	Stamp     time.Time
	Summary   string
	Organizer Organizer
	Attendee  Attendee // with the PartStat that is the answer
	Comment   string
}

// Answer returns the answer of the attendee with the address to a parsed invitation; set Comment before Reply.
func (e *Event) Answer(email string, answer PartStat, at time.Time) Answer {
	who := Attendee{Email: email, PartStat: answer}
	for _, a := range e.Attendees {
		if a.Email == address(email) {
			who.Name = a.Name
		}
	}
	return Answer{
		UID: e.UID, Sequence: e.Sequence, Stamp: at, Summary: e.Summary,
		Organizer: e.Organizer, Attendee: who,
	}
}

// Reply returns the answer as the body of a text/calendar part with method=REPLY. Faults wrap ErrInvalidEntry.
func Reply(answer Answer) ([]byte, error) {
	if err := answer.validate(); err != nil {
		return nil, err
	}
	event := goical.NewComponent(goical.CompEvent)
	raw(event, goical.PropUID, answer.UID)
	raw(event, goical.PropSequence, strconv.Itoa(answer.Sequence))
	raw(event, goical.PropDateTimeStamp, instant(answer.Stamp))
	event.Props.Set(organizer(answer.Organizer))
	event.Props.Set(attendee(answer.Attendee))
	text(event, goical.PropSummary, clean(answer.Summary))
	text(event, goical.PropComment, cleanLines(answer.Comment))
	return encode(newCalendar(MethodReply), nil, event)
}

func (a *Answer) validate() error {
	switch {
	case !validUID(a.UID):
		return invalid("UID %q", a.UID)
	case a.Sequence < 0:
		return invalid("SEQUENCE %d", a.Sequence)
	case a.Stamp.IsZero():
		return invalid("no DTSTAMP")
	case !validAddress(a.Organizer.Email):
		return invalid("ORGANIZER %q", a.Organizer.Email)
	case !validAddress(a.Attendee.Email):
		return invalid("ATTENDEE %q", a.Attendee.Email)
	}
	switch a.Attendee.PartStat {
	case Accepted, Declined, Tentative:
		return nil
	}
	return invalid("PARTSTAT %q is no answer", a.Attendee.PartStat)
}
