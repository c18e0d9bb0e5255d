package event

import (
	"slices"
	"time"

	"rundertisch/internal/clock"
	"rundertisch/internal/date"
	"rundertisch/internal/fault"
)

// Kinds lists the kinds of events as they are offered.
func Kinds() []Kind { return []Kind{Conference, Symposium, Workshop, Meeting, Interview} }

// ItemKinds lists the kinds of programme items as they are offered.
func ItemKinds() []ItemKind { return []ItemKind{Plenary, Talk, WorkshopItem, Break} }

// Public reports whether events of the kind have a public page: meetings and interviews are for those invited.
func (k Kind) Public() bool { return k == Conference || k == Symposium || k == Workshop }

// Step is a step in the life of an event.
type Step string

// The steps.
const (
	ToPublish  Step = "publish"
	ToMarkHeld Step = "hold"
	ToClose    Step = "close"
	ToCancel   Step = "cancel"
)

// Steps lists the steps an event in the state can take.
func (s State) Steps() []Step {
	switch s {
	case Draft:
		return []Step{ToPublish}
	case Published:
		return []Step{ToMarkHeld, ToCancel}
	case Held:
		return []Step{ToClose}
	}
	return nil
}

// after is the state a step leads to.
func (s Step) after() State {
	switch s {
	case ToPublish:
		return Published
	case ToMarkHeld:
		return Held
	case ToClose:
		return Closed
	case ToCancel:
		return Cancelled
	}
	return ""
}

// take returns the state after the step, a Conflict when the state does not allow it.
func (s State) take(step Step) (State, error) {
	if !slices.Contains(s.Steps(), step) {
		return "", fault.New(fault.Conflict, "event.step.not_from_"+string(s))
	}
	return step.after(), nil
}

// Editable reports whether time, place, texts and programme may be changed.
func (e Event) Editable() bool { return e.State == Draft || e.State == Published }

// Begun reports whether the event has begun.
func (e Event) Begun(now time.Time) bool { return !now.Before(e.StartsAt) }

// Over reports whether the event's time is past.
func (e Event) Over(now time.Time) bool { return !now.Before(e.EndsAt) }

// Location returns the event's zone, UTC when the system does not know it.
func (e Event) Location() *time.Location {
	zone, err := clock.Zone(e.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Starts returns the beginning in the event's zone.
func (e Event) Starts() time.Time { return e.StartsAt.In(e.Location()) }

// Ends returns the end in the event's zone.
func (e Event) Ends() time.Time { return e.EndsAt.In(e.Location()) }

// SeveralDays reports whether the event ends on another day than it begins.
func (e Event) SeveralDays() bool { return dayOf(e.StartsWall) != dayOf(e.EndsWall) }

// Registration is whether people may register.
type Registration string

// The states of registration.
const (
	RegistrationNone   Registration = "none"  // draft, or not a public event
	RegistrationEarly  Registration = "early" // from RegistrationFrom
	RegistrationOpen   Registration = "open"  // whether a place is left is not known here
	RegistrationClosed Registration = "closed"
)

// RegistrationAt returns whether people may register at an instant: from the first day through the last one, and never
// after the event has begun.
func (e Event) RegistrationAt(now time.Time) Registration {
	today := string(date.Of(now.In(e.Location())))
	switch {
	case e.State == Draft || !e.Kind.Public():
		return RegistrationNone
	case e.State != Published || e.Begun(now):
		return RegistrationClosed
	case e.RegistrationUntil != "" && today > e.RegistrationUntil:
		return RegistrationClosed
	case today < e.RegistrationFrom:
		return RegistrationEarly
	}
	return RegistrationOpen
}

// Starts returns the item's beginning in the event's zone.
func (i ProgrammeItem) Starts(e Event) time.Time { return i.StartsAt.In(e.Location()) }

// Ends returns the item's end in the event's zone.
func (i ProgrammeItem) Ends(e Event) time.Time { return i.EndsAt.In(e.Location()) }

// Slots lists the names of the slots in the programme's order.
func Slots(items []ProgrammeItem) []string {
	var slots []string
	for _, i := range items {
		if i.Slot != "" && !slices.Contains(slots, i.Slot) {
			slots = append(slots, i.Slot)
		}
	}
	return slots
}
